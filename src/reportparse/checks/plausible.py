"""Figures against what is plausible: limits with their norm, parts no larger than their whole, one value for one thing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from reportparse.checks.figures import Figure, shown
from reportparse.checks.sums import named
from reportparse.model import Finding
from reportparse.rulebook.trust import OrderRule, RangeRule, SingleRule, fits

_BETWEEN = 6
"""Characters between the old and the new value of a change: 提高到, 增加至."""


def range_findings(figures: Sequence[Figure], rules: Sequence[RangeRule]) -> Iterator[Finding]:
    """One finding for each figure that has limits; the message of a failed one names the norm and its source."""
    for figure in figures:
        for rule in rules:
            if not fits(figure.indicator, rule.indicators) or rule.measure != figure.measure:
                continue
            if (rule.unit and rule.unit != figure.unit) or (rule.sectors and figure.report_sector not in rule.sectors):
                continue
            low = Decimal(str(rule.least)) if rule.least is not None else None
            high = Decimal(str(rule.most)) if rule.most is not None else None
            bad = (low is not None and figure.value < low) or (high is not None and (figure.value_high or figure.value) > high)
            limits = f"{'' if low is None else shown(low)}..{'' if high is None else shown(high)}"
            norm = f"norm: {rule.norm}, {rule.source}" if rule.norm else rule.source
            message = f"{shown(figure.value)} {figure.unit} lies {'outside' if bad else 'within'} {limits} ({norm})"
            yield Finding(
                "range", f"{named(figure)}[{figure.measure}] in {limits}", limits, shown(figure.value), "fail" if bad else "pass",
                (figure.fact_id,), message, {"section": figure.section},
            )
            break


def order_findings(figures: Sequence[Figure], rules: Sequence[OrderRule]) -> Iterator[Finding]:
    """One finding for each part that is printed together with its whole, for the same population, year and unit."""
    levels = [f for f in figures if f.measure == "level"]
    for rule in rules:
        for whole in (f for f in levels if f.indicator == rule.whole):
            for part in levels:
                if part.indicator not in rule.part or part.population_key != whole.population_key or part.unit != whole.unit:
                    continue
                if part.population != whole.population:
                    continue
                bad = part.reach.low > whole.reach.high
                yield Finding(
                    "consistency", f"{named(part)} <= {named(whole)}", f"<= {shown(whole.value)}", shown(part.value),
                    "fail" if bad else "pass", (part.fact_id, whole.fact_id),
                    f"{shown(part.value)} of {shown(whole.value)}" + (": the part is larger than the whole" if bad else ""),
                    {"section": part.section},
                )


def single_findings(figures: Sequence[Figure], rule: SingleRule) -> Iterator[Finding]:
    """One failed finding for each pair of values that one indicator has for the same population and year."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        if fits(figure.indicator, rule.indicators) and figure.measure in {"level", "share"}:
            base = figure.base if figure.measure == "share" else ""
            key = (figure.indicator, figure.measure, figure.unit, base, figure.population, *figure.population_key)
            groups.setdefault(key, []).append(figure)
    limit = Decimal(str(rule.within))
    for group in groups.values():
        first, *others = group
        for other in others:
            small, large = sorted((abs(first.value), abs(other.value)))
            if first.reach.meets(other.reach) or (small == 0 or large / small > limit):
                continue
            if _alternatives(first, other):
                continue
            yield Finding(
                "consistency", f"{named(first)}[{first.measure}] has one value", shown(first.value), shown(other.value), "fail",
                (first.fact_id, other.fact_id),
                f"{_printed(first)} in section {first.section}, {_printed(other)} in section {other.section}",
                {"section": other.section},
            )


def _printed(figure: Figure) -> str:
    return figure.raw or shown(figure.value)


def _alternatives(first: Figure, other: Figure) -> bool:
    """Whether two rows stand on one printed number, or one right after the other (`由94.4%提高到95.7%`): then they are told
    apart by something that is not in the rows."""
    return first.start >= 0 and -1 <= other.start - first.end <= _BETWEEN
