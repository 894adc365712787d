"""Parts against their whole: indicators that add up, and the cuts by scope and ownership."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from reportparse.checks.figures import Figure, shown
from reportparse.checks.intervals import Interval, Result, around, compare_sum, total
from reportparse.model import Finding
from reportparse.rulebook.trust import PartitionRule, SumRule, fits

_HUNDRED = Decimal(100)


def sum_findings(figures: Sequence[Figure], rules: Sequence[SumRule]) -> Iterator[Finding]:
    """One finding for each sum rule and each population (scope, entity, ownership, status, year) that has whole and parts."""
    groups: dict[tuple[str, ...], list[Figure]] = {}
    mixed: dict[tuple[str, ...], list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.population_key, []).append(figure)
        if figure.status != "target":
            mixed.setdefault((*figure.population_key[:3], figure.year), []).append(figure)
    for rule in rules:
        for group in (mixed if rule.mixed else groups).values():
            found = _shares_to_hundred(group, rule) if rule.measure == "share" else _parts_of_whole(group, rule)
            if found is not None:
                yield found


def _parts_of_whole(group: Sequence[Figure], rule: SumRule) -> Finding | None:
    """The finding of the first whole and parts that the group gives; one that closes goes before one that does not."""
    tried: list[Finding] = []
    for code, parts in product(rule.whole, rule.parts):
        wholes = [f for f in group if f.indicator == code and f.measure == "level"]
        for whole in wholes:
            chosen = [_nearest(whole, [f for f in group if f.indicator == part and f.measure == "level" and f.unit == whole.unit])
                      for part in parts]
            if any(f is None for f in chosen):
                continue
            found = sum_finding(whole, [f for f in chosen if f is not None], rule.near, rule.id)
            if found is not None and found.result != "fail":
                return found
            if found is not None:
                tried.append(found)
    return tried[0] if tried else None


def sum_finding(whole: Figure, parts: Sequence[Figure], near: float | None, rule: str) -> Finding | None:
    """How a printed whole compares with its printed parts; None where the parts may leave too much out to say."""
    exact = sum((part.value for part in parts), Decimal(0))
    possible = total([part.reach for part in parts])
    result = compare_sum(whole.value, whole.precision, whole.reach, exact, possible)
    if result == "fail" and near is not None and abs(exact - whole.value) > abs(whole.value) * Decimal(str(near)):
        return None
    names = " + ".join(_name(part, whole) for part in parts)
    values = " + ".join(shown(part.value) for part in parts)
    return Finding(
        "sum", f"{names} = {_name(whole, None)}", shown(exact), shown(whole.value), result,
        (whole.fact_id, *(part.fact_id for part in parts)), f"{values} = {shown(exact)}{verdict(result, whole.value, exact)}",
        {"rule": rule, "section": whole.section},
    )


def verdict(result: Result, printed: Decimal, expected: Decimal) -> str:
    """The end of a message: what is printed and how it differs."""
    if result == "pass":
        return ", as printed"
    if result == "fail":
        difference = expected - printed
        word = "short of" if difference < 0 else "more than"
        return f": {shown(abs(difference))} {word} the printed {shown(printed)}"
    return f"; {shown(printed)} is printed ({'within the printed digits' if result == 'rounded' else 'digits cut off'})"


def _shares_to_hundred(group: Sequence[Figure], rule: SumRule) -> Finding | None:
    for codes in rule.parts:
        bases = {f.base for f in group if f.measure == "share" and f.indicator in codes}
        for base in sorted(bases):
            chosen = [[f for f in group if f.measure == "share" and f.indicator == code and f.base == base] for code in codes]
            if not all(chosen):
                continue
            parts = [figures[0] for figures in chosen]
            exact = sum((part.value for part in parts), Decimal(0))
            # A share that was cut off instead of rounded lies a whole last digit too low.
            cut = Interval(exact, exact + sum((part.precision for part in parts), Decimal(0)))
            reach = total([around(part.value, part.precision) for part in parts])
            result: Result = "pass" if exact == _HUNDRED else "fail"
            if result == "fail" and reach.holds(_HUNDRED):
                result = "rounded"
            elif result == "fail" and cut.holds(_HUNDRED):
                result = "truncated"
            values = " + ".join(shown(part.value) for part in parts)
            return Finding(
                "sum", " + ".join(f"{part.indicator}[share]" for part in parts) + " = 100 %", "100", shown(exact), result,
                tuple(part.fact_id for part in parts),
                f"the shares {values} make {shown(exact)} %" + ("" if result == "pass" else f" ({result})"),
                {"rule": rule.id, "section": parts[0].section},
            )
    return None


def partition_findings(figures: Sequence[Figure], rules: Sequence[PartitionRule]) -> Iterator[Finding]:
    """Wholes against their parts by scope, by ownership, and by both, as far as the report prints the parts."""
    for rule in rules:
        groups: dict[tuple[str, ...], list[Figure]] = {}
        for figure in figures:
            if figure.measure == "level" and not figure.entity and fits(figure.indicator, rule.indicators):
                groups.setdefault((figure.indicator, figure.unit, figure.status, figure.year), []).append(figure)
        for group in groups.values():
            yield from _partitions(group, rule)


def _partitions(group: Sequence[Figure], rule: PartitionRule) -> Iterator[Finding]:
    cells: dict[tuple[str, str], list[Figure]] = {}
    for figure in group:
        cells.setdefault((figure.scope, figure.ownership), []).append(figure)
    for (scope, ownership), wholes in cells.items():
        cuts: list[list[tuple[str, str]]] = []
        if scope == "all":
            cuts.append([(part, ownership) for part in rule.scopes])
        if ownership == "all":
            cuts.append([(scope, part) for part in rule.ownerships])
        complete = [cut for cut in cuts if all(cell in cells for cell in cut)]
        crossed = [(s, o) for s in rule.scopes for o in rule.ownerships]
        if not complete and scope == ownership == "all" and sum(cell in cells for cell in crossed) >= 2:
            complete = [crossed]
        for cut in complete:
            parts = [cells[cell] for cell in cut if cell in cells]
            tried = [sum_finding(whole, list(choice), None, "partition") for whole in wholes for choice in product(*parts)]
            closing = [found for found in tried if found and found.result != "fail"]
            if closing:
                yield closing[0]
            elif all(cell in cells for cell in cut):
                # With several wholes (12 secondary schools, 3 colleges) the largest is the likeliest to be cut.
                yield max((f for f in tried if f), key=lambda found: Decimal(found.actual))


def _nearest(whole: Figure, candidates: Sequence[Figure]) -> Figure | None:
    """The candidate of the same population that stands nearest to the whole in the text."""
    same = [f for f in candidates if f.population == whole.population] or list(candidates)
    return min(same, key=lambda f: (abs(f.start - whole.start), f.start), default=None)


def _name(figure: Figure, whole: Figure | None) -> str:
    """`students.enrolled[municipal,public]`: the code with the dimensions in which it differs from the plain one."""
    marks = [figure.scope if figure.scope != "all" else "", figure.entity, figure.ownership if figure.ownership != "all" else "",
             figure.status if figure.status != "actual" else "", figure.year if figure.year != figure.report_year else ""]
    if whole is not None and whole.indicator != figure.indicator:
        marks = [figure.year if figure.year != whole.year else ""]
    text = ",".join(mark for mark in marks if mark)
    return f"{figure.indicator}[{text}]" if text else figure.indicator


def named(figure: Figure) -> str:
    """The code of a figure with its dimensions, for expressions."""
    return _name(figure, None)

