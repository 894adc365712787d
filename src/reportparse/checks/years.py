"""Changes, growth and figures of earlier years, within a report and against the report of the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from reportparse.checks.figures import Figure, shown
from reportparse.checks.intervals import Interval, Result, around, compare_quotient
from reportparse.checks.sums import named
from reportparse.model import Finding
from reportparse.rulebook.trust import YearRules, fits

_HUNDRED = Decimal(100)


def change_findings(figures: Sequence[Figure], earlier: Sequence[Figure] = ()) -> Iterator[Finding]:
    """One finding for each printed change or growth whose two levels are printed, in this report or in `earlier` ones.

    A level of the base year that this report prints itself goes before the earlier report's: it is the one that was used."""
    for change in figures:
        if change.measure not in {"change", "growth"} or not change.base[:4].isdigit():
            continue
        measures = {"share"} if change.unit == "个百分点" else {"level"}
        units = {"%"} if change.unit == "个百分点" else ({change.unit} if change.measure == "change" else set())
        now = [f for f in figures if _fits(f, change, measures, units) and f.year == change.year]
        base = period_of_base(change)
        before = [f for f in figures if _fits(f, change, measures, units) and f.year == base]
        before = before or [f for f in earlier if _fits(f, change, measures, units) and f.year == base]
        tried = [_change(change, new, old) for new in now for old in before
                 if new.unit == old.unit and (not new.base or new.base == old.base)]
        if tried:
            yield next((found for found in tried if found.result != "fail"), tried[0])
    yield from _growth_of_change(figures)


def period_of_base(change: Figure) -> str:
    """The year of a change's base period."""
    return change.base.split("/")[0] if "/" in change.base else change.base[:4]


def _fits(figure: Figure, change: Figure, measures: set[str], units: set[str]) -> bool:
    return (
        figure.indicator == change.indicator and figure.measure in measures and (not units or figure.unit in units)
        and figure.population_key[:4] == change.population_key[:4] and figure.population == change.population
        and figure.value_high is None
    )


def _change(change: Figure, new: Figure, old: Figure) -> Finding:
    if change.measure == "change":
        exact, possible = new.value - old.value, new.reach - old.reach
        formula = f"{shown(new.value)} - {shown(old.value)} = {shown(exact)}"
    else:
        exact = (new.value / old.value - 1) * _HUNDRED if old.value else Decimal(0)
        quotient = (new.reach / old.reach).scaled(_HUNDRED)
        possible = replace(quotient, low=quotient.low - _HUNDRED, high=quotient.high - _HUNDRED)
        formula = f"{shown(new.value)} / {shown(old.value)} = {shown(exact)} % more"
    result = _compare(change, exact, possible.low, possible.high)
    tail = ", as printed" if result == "pass" else f"; {shown(change.value)} {change.unit} is printed"
    if result in {"rounded", "truncated"}:
        tail += f" ({result})"
    where = "" if old.report_id == new.report_id else f" (with the {old.year} value of the {old.report_year} report)"
    sign = "-" if change.measure == "change" else "/"
    return Finding(
        "year_on_year", f"{named(new)} {sign} {old.indicator}[{old.year}] = {change.indicator}[{change.measure}]", shown(exact),
        shown(change.value), result, (change.fact_id, new.fact_id, old.fact_id), formula + tail + where, {"section": change.section},
    )


def _compare(change: Figure, exact: Decimal, low: Decimal, high: Decimal) -> Result:
    reach = change.reach
    if change.exact and change.precision <= 1 and exact == change.value:
        return "pass"
    if not change.exact or change.measure == "growth" or change.precision > 1 or change.value != change.value.to_integral_value():
        return compare_quotient(change.value, change.precision, reach, exact, Interval(low, high))
    return "rounded" if low <= change.value <= high else "fail"


def _growth_of_change(figures: Sequence[Figure]) -> Iterator[Finding]:
    """`比上年增加7300人，增长1.6%`: the growth recomputed from the level and the change, without the earlier level."""
    for growth in (f for f in figures if f.measure == "growth"):
        alike = [f for f in figures if f.indicator == growth.indicator and f.population_key == growth.population_key
                 and f.population == growth.population]
        changes = [f for f in alike if f.measure == "change" and f.base == growth.base and f.unit not in {"%", "个百分点"}]
        for change in changes:
            levels = [f for f in alike if f.measure == "level" and f.unit == change.unit and f.value > change.value]
            if not levels:
                continue
            level = min(levels, key=lambda f: abs(f.start - change.start))
            before = level.value - change.value
            exact = change.value / before * _HUNDRED
            possible = (change.reach / (level.reach - change.reach)).scaled(_HUNDRED) if change.value >= 0 else around(exact, Decimal(0))
            result = compare_quotient(growth.value, growth.precision, growth.reach, exact, possible)
            yield Finding(
                "year_on_year", f"{growth.indicator}[change] / ({named(level)} - {growth.indicator}[change]) = {growth.indicator}[growth]",
                shown(exact), shown(growth.value), result, (growth.fact_id, change.fact_id, level.fact_id),
                f"{shown(change.value)} / {shown(before)} = {shown(exact)} %, printed {shown(growth.value)} %"
                + ("" if result == "pass" else f" ({result})"), {"section": growth.section},
            )
            break


def year_findings(reports: Mapping[str, Sequence[Figure]], rules: YearRules) -> dict[str, tuple[Finding, ...]]:
    """What the reports of one issuer say of each other, by id of the later report: restated figures, changes and growth
    against the earlier report's figures, figures of a year's events carried over. `reports` maps a report id to its figures."""
    series: dict[tuple[str, str], list[tuple[str, Sequence[Figure]]]] = {}
    for figures in reports.values():
        if figures:
            series.setdefault((figures[0].issuer, figures[0].report_sector), []).append((figures[0].report_year, figures))
    found: dict[str, tuple[Finding, ...]] = {}
    for editions in series.values():
        editions.sort(key=lambda edition: edition[0])
        for (_, earlier), (_, later) in pairwise(editions):
            known = {finding.evidence for finding in change_findings(later)}
            changes = (f for f in change_findings(later, earlier) if f.evidence not in known)
            found[later[0].report_id] = (*_restated(later, earlier), *changes, *_carried(later, earlier, rules))
    return found


def _restated(later: Sequence[Figure], earlier: Sequence[Figure]) -> Iterator[Finding]:
    """Figures that the later report gives for the earlier report's year."""
    year = earlier[0].report_year
    own = [f for f in earlier if f.year == year]
    for figure in later:
        if figure.year != year or figure.measure not in {"level", "share"} or figure.status != "actual":
            continue
        before = [f for f in own if (f.indicator, f.measure, f.unit) == (figure.indicator, figure.measure, figure.unit)
                  and f.population_key == figure.population_key and f.population == figure.population
                  and (f.measure != "share" or not f.base or not figure.base or f.base == figure.base)]
        if not before:
            continue
        old = next((f for f in before if f.reach.meets(figure.reach)), before[0])
        same = old.reach.meets(figure.reach)
        yield Finding(
            "year_on_year", f"{named(figure)}[{figure.measure}] in the {figure.report_year} report = in the {year} report",
            shown(old.value), shown(figure.value), "pass" if same else "fail", (figure.fact_id, old.fact_id),
            f"{year}: {shown(figure.value)} in the {figure.report_year} report, {shown(old.value)} in the {year} report"
            + ("" if same else ": restated"), {"section": figure.section},
        )


def _carried(later: Sequence[Figure], earlier: Sequence[Figure], rules: YearRules) -> Iterator[Finding]:
    """Figures of what happened within the year that are word for word those of the year before."""
    for figure in later:
        if not fits(figure.indicator, rules.carried) or figure.status != "actual" or figure.measure != "level":
            continue
        if figure.year != figure.report_year or figure.value < Decimal(str(rules.carried_from)):
            continue
        same = (figure.indicator, "level", figure.value, figure.unit, figure.bound)
        old = next((f for f in earlier if f.year == f.report_year and (f.indicator, f.measure, f.value, f.unit, f.bound) == same
                    and f.population_key[:4] == figure.population_key[:4] and f.population == figure.population), None)
        if old is not None:
            yield Finding(
                "year_on_year", f"{named(figure)} != {old.indicator}[{old.year}]", f"!= {shown(old.value)}", shown(figure.value), "fail",
                (figure.fact_id, old.fact_id),
                f"{figure.raw} stands in the {old.report_year} and in the {figure.report_year} report: carried over?",
                {"section": figure.section},
            )
