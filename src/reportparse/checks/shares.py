"""Printed percentages, means and ratios recomputed from the counts that they rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportparse.checks.figures import Figure, shown
from reportparse.checks.intervals import Result, compare_quotient
from reportparse.checks.sums import named
from reportparse.model import Finding
from reportparse.rulebook.trust import RatioRule, ShareRules, fits

_HUNDRED = Decimal(100)
_ORDER: tuple[Result, ...] = ("pass", "rounded", "truncated", "fail")
_WIDER = ("province", "nation", "other")


def share_findings(figures: Sequence[Figure], rules: ShareRules) -> Iterator[Finding]:
    """One finding for each printed share whose numerator and denominator are printed too."""
    levels = [f for f in figures if f.measure == "level" and f.value_high is None]
    codes = {f.indicator for f in levels}
    for share in figures:
        if share.measure != "share" or share.unit != "%":
            continue
        base = share.base or rules.bases.get(share.indicator, "")
        tops = [f for f in levels if f.indicator == share.indicator and _same(f, share)]
        if base in codes:
            bottoms = [f for f in levels if f.indicator == base and _same(f, share)]
        elif base in rules.tasks:
            bottoms = [f for f in levels if f.indicator == share.indicator and f.status in {"target", "planned"}
                       and _same(f, share, status=False)]
        else:
            # `占全国的3.6%`: the same indicator of a wider unit.
            bottoms = [f for f in levels if f.indicator == share.indicator and base and f.scope in _WIDER and f.year == share.year
                       and base in {f.entity, {"nation": "全国", "province": "全省"}.get(f.scope, "")}]
        found = _best(share, tops, bottoms, _HUNDRED, "share")
        if found is not None and (found.result != "fail" or not fits(share.indicator, rules.several)):
            yield found


def ratio_findings(figures: Sequence[Figure], rules: Sequence[RatioRule]) -> Iterator[Finding]:
    """One finding for each printed mean or ratio whose two operands are printed too."""
    levels = [f for f in figures if f.measure == "level" and f.value_high is None]
    for rule in rules:
        for ratio in levels:
            if ratio.indicator != rule.indicator or (rule.sectors and ratio.report_sector not in rule.sectors):
                continue
            tops = [f for f in levels if f.indicator == rule.numerator and _same(f, ratio)]
            bottoms = [f for f in levels if f.indicator == rule.denominator and _same(f, ratio)]
            found = _best(ratio, tops, bottoms, Decimal(1), rule.id, rule.units)
            if found is not None:
                yield found


def _best(
    printed: Figure, tops: Sequence[Figure], bottoms: Sequence[Figure], times: Decimal, rule: str, units: dict[str, str] | None = None
) -> Finding | None:
    """The pair of operands that gives the printed value, else the nearest pair. Several figures can bear the same code
    (employed in the city, employed in the province): the text does not tell which one the share is of."""
    ranked: list[tuple[int, int, Finding]] = []
    for top in tops:
        for bottom in bottoms:
            if bottom.value <= 0 or top.fact_id == bottom.fact_id or top.population != bottom.population:
                continue
            if times == _HUNDRED and top.unit != bottom.unit:
                continue
            factor = times * Decimal((units or {}).get(top.unit, "1"))
            exact = top.value / bottom.value * factor
            possible = (top.reach / bottom.reach).scaled(factor)
            result = compare_quotient(printed.value, printed.precision, printed.reach, exact, possible)
            distance = abs(top.start - printed.start) + abs(bottom.start - printed.start)
            ranked.append((_ORDER.index(result), distance, _finding(printed, top, bottom, exact, result, times, rule)))
    return min(ranked, key=lambda entry: entry[:2])[2] if ranked else None


def _finding(printed: Figure, top: Figure, bottom: Figure, exact: Decimal, result: Result, times: Decimal, rule: str) -> Finding:
    sign = " %" if times == _HUNDRED else ""
    what = {
        "pass": f", printed {shown(printed.value)}{sign}",
        "rounded": f", printed {shown(printed.value)}{sign} (within the printed digits of both numbers)",
        "truncated": f", printed {shown(printed.value)}{sign} (digits cut off, not rounded)",
        "fail": f", but {shown(printed.value)}{sign} is printed",
    }[result]
    return Finding(
        "share", f"{named(top)} / {named(bottom)} = {named(printed)}[{printed.measure}]", shown(exact), shown(printed.value), result,
        (printed.fact_id, top.fact_id, bottom.fact_id), f"{shown(top.value)} / {shown(bottom.value)} = {shown(exact)}{sign}{what}",
        {"rule": rule, "section": printed.section},
    )


def _same(figure: Figure, other: Figure, *, status: bool = True) -> bool:
    """The same population and year (and status)."""
    mine, theirs = figure.population_key, other.population_key
    return (mine if status else (*mine[:3], mine[4])) == (theirs if status else (*theirs[:3], theirs[4]))
