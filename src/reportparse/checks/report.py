"""All checks of one report, of the years side by side, and their summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reportparse.checks.chains import bracket_findings, chain_findings
from reportparse.checks.figures import figures_of_report
from reportparse.checks.lists import list_findings
from reportparse.checks.plausible import order_findings, range_findings, single_findings
from reportparse.checks.shares import ratio_findings, share_findings
from reportparse.checks.sums import partition_findings, sum_findings
from reportparse.checks.tables import contents_findings, roster_findings, total_findings
from reportparse.checks.years import change_findings, year_findings
from reportparse.model import Finding, Report
from reportparse.rulebook.trust import Checks


def check_report(report: Report, checks: Checks) -> tuple[Finding, ...]:
    """Every finding of one report, passed ones included, each once, in the order of the kinds below."""
    figures = figures_of_report(report)
    found: list[Finding] = [*sum_findings(figures, checks.sums), *partition_findings(figures, checks.partitions)]
    if checks.shares:
        found += share_findings(figures, checks.shares)
    found += [*ratio_findings(figures, checks.ratios), *order_findings(figures, checks.orders), *change_findings(figures)]
    if checks.single:
        found += single_findings(figures, checks.single)
    # A joint report gives each indicator for schools and for colleges: where a figure does not say for which, nothing contradicts it.
    unsure = {figure.fact_id for figure in figures if figure.unsure}
    found = [finding for finding in found if finding.result != "fail" or not unsure.intersection(finding.evidence)]
    if checks.roster:
        found += roster_findings(report, figures, checks.roster)
    if checks.totals:
        found += total_findings(report, checks.totals)
    if checks.chains:
        found += chain_findings(report, checks.chains)
    summed = {frozenset(finding.evidence) for finding in found if finding.kind == "sum"}
    found += [f for f in bracket_findings(report) if not f.evidence or frozenset(f.evidence) not in summed]
    if checks.lists:
        found += list_findings(report, checks.lists)
    if checks.contents:
        found += contents_findings(report)
    found += range_findings(figures, checks.ranges)
    return _once(found)


def check_years(reports: Sequence[Report], checks: Checks) -> dict[str, tuple[Finding, ...]]:
    """What the reports of one issuer say of each other: report id of the later one -> findings."""
    return year_findings({r.identity.report_id: figures_of_report(r) for r in reports}, checks.years)


def marked(report: Report, findings: Iterable[Finding]) -> Report:
    """The report with the findings added and `check` set on the facts they touch: fail if any of them failed, else pass."""
    found = _once([*report.findings, *findings])
    failed = {name for finding in found if finding.result == "fail" for name in finding.evidence}
    touched = {name for finding in found for name in finding.evidence}
    facts = tuple(
        replace(fact, check="fail" if fact.fact_id in failed else "pass" if fact.fact_id in touched else fact.check)
        for fact in report.facts
    )
    return replace(report, facts=facts, findings=found)


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts for the summary of a run. Plausible ranges are counted apart: they are no identities."""

    identities: int
    passed: int
    rounded: int
    truncated: int
    failed: tuple[Finding, ...]
    ranges: int
    out_of_range: tuple[Finding, ...]

    def line(self) -> str:
        """`61 identities checked: 57 passed, 1 rounded, 1 truncated, 2 failed`, and the values out of range if there are any."""
        parts = [f"{self.passed} passed"]
        parts += [f"{count} {word}" for count, word in ((self.rounded, "rounded"), (self.truncated, "truncated")) if count]
        parts.append(f"{len(self.failed)} failed")
        text = f"{self.identities} identities checked: {', '.join(parts)}"
        return text + (f"; {len(self.out_of_range)} of {self.ranges} values out of range" if self.out_of_range else "")


def summary(findings: Iterable[Finding]) -> Summary:
    """The findings of one or more reports counted."""
    found = tuple(findings)
    identities = [f for f in found if f.kind != "range"]
    ranges = [f for f in found if f.kind == "range"]
    results = [f.result for f in identities]
    return Summary(
        len(identities), results.count("pass"), results.count("rounded"), results.count("truncated"),
        tuple(f for f in identities if f.result == "fail"), len(ranges), tuple(f for f in ranges if f.result == "fail"),
    )


def _once(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Each finding once: the same kind, expression and evidence is the same check."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in findings:
        kept.setdefault((finding.kind, finding.expression, finding.evidence), finding)
    return tuple(kept.values())
