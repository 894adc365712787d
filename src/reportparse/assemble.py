"""The reports of a run together: names over the years, checks between years, and the content of the delivery."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain

import regex

from reportparse.absence import absence_rows, absences
from reportparse.checks import check_report, check_years, marked, with_subject
from reportparse.compiling import compiled
from reportparse.corrections import Correction, Outcome, corrected, outcome_rows, unplaced
from reportparse.delivery import Delivery, Row, report_rows
from reportparse.harmonise import NameRow, harmonised, shown_names
from reportparse.model import Finding, Report
from reportparse.panel import panel_rows
from reportparse.rulebook import Pack, Rulebook
from reportparse.rulebook.terms import pack_terms
from reportparse.rulebook.trust import Checks, Harmonise, load_checks, load_harmonise


@dataclass(frozen=True, slots=True)
class Together:
    """The reports of a run after all of them were compared, the list of names for the analyst, and what became of the
    corrections."""

    reports: tuple[Report, ...]
    names: tuple[NameRow, ...] = ()
    outcomes: tuple[Outcome, ...] = ()


def load_trust(pack: Pack) -> tuple[Checks, Harmonise]:
    """The pack's checks.yaml and harmonise.yaml; an empty one where there is none. RuleError names file, line and remedy."""
    return pack.once(_trust)


def _trust(pack: Pack) -> tuple[Checks, Harmonise]:
    checks, names = pack.files.get("checks"), pack.files.get("harmonise")
    return (
        load_checks(checks, frozenset(pack.codebook)) if checks else Checks(),
        load_harmonise(names) if names else Harmonise(),
    )


def checked(report: Report, pack: Pack) -> Report:
    """The report with the findings of the checks within it."""
    return marked(report, _with_subjects(check_report(report, load_trust(pack)[0]), pack))


def _with_subjects(findings: Iterable[Finding], pack: Pack) -> tuple[Finding, ...]:
    labels = _labels(pack)
    return tuple(with_subject(finding, labels) for finding in findings)


def together(reports: Sequence[Report], rules: Rulebook, corrections: Sequence[Correction] = ()) -> Together:
    """The reports in the order given: corrected, names harmonised, and with what the years of one issuer say of each other."""
    reports, outcomes = _corrected(reports, rules, corrections)
    found: dict[str, Report] = {}
    names: list[NameRow] = []
    for pack in rules.packs:
        checks, harmonise = load_trust(pack)
        own, listed = harmonised([report for report in reports if report.pack == pack.info.name], harmonise)
        names += listed.rows
        for series in _series(own):
            findings = check_years(series, checks) if len(series) > 1 else {}
            for report in series:
                own_findings = _with_subjects(findings.get(report.identity.report_id, ()), pack)
                found[report.identity.report_id] = marked(report, own_findings)
    return Together(tuple(found[report.identity.report_id] for report in reports), tuple(names), outcomes)


def _corrected(
    reports: Iterable[Report], rules: Rulebook, corrections: Sequence[Correction]
) -> tuple[tuple[Report, ...], tuple[Outcome, ...]]:
    """The reports with the corrections applied, and checked again where one changed something."""
    packs = {pack.info.name: pack for pack in rules.packs}
    done: list[Report] = []
    outcomes: list[Outcome] = []
    for report in reports:
        mended, found = corrected(report, corrections)
        outcomes += found
        if mended is not report:
            facts = tuple(replace(fact, check="") for fact in mended.facts)
            mended = checked(replace(mended, facts=facts, findings=()), packs[report.pack])
        done.append(mended)
    outcomes += unplaced(corrections, outcomes)
    return tuple(done), tuple(outcomes)


def to_delivery(all_reports: Together, failures: Iterable[Row], rules: Rulebook) -> Delivery:
    """The content of the delivery: reports by id within their year, failures as given."""
    reports = sorted(all_reports.reports, key=lambda report: (report.identity.year, report.identity.report_id))
    names = all_reports.names
    years: dict[str, dict[str, list[Row]]] = {}
    texts: dict[str, dict[str, str]] = {}
    packs = {pack.info.name: pack for pack in rules.packs}
    for report in reports:
        tables = years.setdefault(report.identity.year, {})
        for name, rows in report_rows(report, _labels(packs[report.pack]), rules.version).items():
            tables.setdefault(name, []).extend(rows)
        texts.setdefault(report.identity.year, {})[report.identity.report_id] = report.text.text
    top: dict[str, Sequence[Row]] = {
        "panel": [row for pack in rules.packs for row in _panel(pack, years, names)],
        "absence": [row for pack in rules.packs for row in _absence(pack, reports)],
        "names": [{field.name: str(getattr(row, field.name)) for field in fields(row)} for row in names],
        "corrections": outcome_rows(all_reports.outcomes),
        "failures": list(failures),
        "codebook": [row for pack in rules.packs for row in _codebook(pack)],
    }
    return Delivery(years, texts, top)


def _series(reports: Iterable[Report]) -> list[list[Report]]:
    """The reports of each issuer and sector, oldest first."""
    found: dict[tuple[str, str], list[Report]] = {}
    for report in sorted(reports, key=lambda report: (report.identity.year, report.identity.report_id)):
        found.setdefault((report.identity.issuer, report.identity.sector), []).append(report)
    return list(found.values())


def _labels(pack: Pack) -> dict[str, str]:
    return {code: entry.label for code, entry in pack.codebook.items()}


def _panel(pack: Pack, years: Mapping[str, Mapping[str, Sequence[Row]]], names: Iterable[NameRow]) -> list[Row]:
    reports = [row for year in sorted(years) for row in years[year]["reports"] if row["pack"] == pack.info.name]
    own = {row["report_id"] for row in reports}
    indicators = [row for year in sorted(years) for row in years[year]["indicators"] if row["report_id"] in own]
    return list(panel_rows(indicators, reports, _labels(pack), load_trust(pack)[0].years, shown_names(names)))


def _absence(pack: Pack, reports: Iterable[Report]) -> list[Row]:
    own = [report for report in reports if report.pack == pack.info.name]
    terms = _terms(pack) if own else {}  # compiling them takes a while
    units = {code: entry.unit for code, entry in pack.codebook.items()}
    found = chain.from_iterable(absences(report, tuple(pack.codebook), terms, units, _mentioned(report, pack)) for report in own)
    return list(absence_rows(tuple(found), _labels(pack)))


def _mentioned(report: Report, pack: Pack) -> frozenset[str]:
    """The indicators whose terms stand in the text, all looked for in one go."""
    return frozenset(rule.rule.indicator for (rule, _), _ in pack.once(pack_terms).present(report.text.text))


def _terms(pack: Pack) -> dict[str, regex.Pattern[str]]:
    """Code -> a pattern of all words that name it in indicator rules."""
    found: dict[str, list[str]] = {}
    for rule in pack.indicators:
        patterns = [pattern.pattern for pattern in (rule.terms, rule.rates) if pattern is not None]
        found.setdefault(rule.rule.indicator, []).extend(patterns)
    return {code: compiled("|".join(f"(?:{p})" for p in patterns)) for code, patterns in found.items() if patterns}


def _codebook(pack: Pack) -> list[Row]:
    return [
        {"code": entry.code, "label": entry.label, "unit": entry.unit, "family": entry.family, "description": entry.description,
         "pack": pack.info.name}
        for entry in pack.codebook.values()
    ]
