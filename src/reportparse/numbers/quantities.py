"""Quantities in digits: single amounts, ratios, ranges, fractions, amounts in two parts, lists that share a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from reportparse.model import Number
from reportparse.numbers.amounts import Tail, bound_of, tail
from reportparse.numbers.lexer import DASH, THROUGH, Run
from reportparse.numbers.numerals import arabic_value, plain
from reportparse.numbers.units import GAP

_RATIO = regex.compile(rf"{GAP}?[:：∶]{GAP}?|比")
_RANGE = regex.compile(f"{GAP}?{THROUGH}{GAP}?")
_FROM = regex.compile(r"[从由自](?:[^，。；\n]{0,12})$")
_FRACTION_CUE = regex.compile("(?:占|约|近|超过|超|达|达到|为|的|足|到|有)$")
_FRACTION_AFTER = regex.compile(rf"{GAP}?(?:以上|左右|的|强|多|[，。、；）)]|$)")
_LIST = regex.compile(rf"{GAP}?(?:、|和|及|与){GAP}?")
_MINUS = regex.compile(rf"(?:(?<=[为长率幅速降是约（(：:，,\t\n]|^)){DASH}$")
_LONE_RATIO = regex.compile(rf"(?:(?<=[\t\n（(：:位]|^){GAP}?[:：∶]{GAP}?)$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A run of digits with what follows it."""

    run: Run
    value: Decimal
    precision: Decimal
    tail: Tail

    @property
    def scaled(self) -> Decimal:
        """The value in base units."""
        return plain(self.value * self.tail.scale)


def arabic_quantities(string: str, runs: Sequence[Run], stops: Sequence[int]) -> list[Number]:
    """The quantities of the Arabic `runs`; nothing reaches over the next of the sorted offsets `stops`."""
    amounts = []
    at = 0
    for run in runs:
        while at < len(stops) and stops[at] < run.end:
            at += 1
        limit = stops[at] if at < len(stops) else len(string)
        value, precision = arabic_value(run.text)
        amounts.append(Amount(run, value, precision, tail(string, run.end, limit)))
    found: list[Number] = []
    index = 0
    while index < len(amounts):
        made = _pair(string, amounts, index)
        found += made
        index += len(made)
    return _share_units(string, found)


def _pair(string: str, amounts: list[Amount], index: int) -> list[Number]:
    """The numbers of the expression that begins at `index`: one, two, or more for a chain."""
    first = amounts[index]
    if index + 1 < len(amounts):
        second = amounts[index + 1]
        between = string[first.run.end:second.run.start]
        if len(between) <= 8:
            for reading in (_ratio, _fraction, _rate, _range, _sum):
                if numbers := reading(string, first, second, between):
                    return numbers + _chain(string, amounts, index, numbers)
    return [_single(string, first)]


def _number(string: str, amount: Amount, **changes: object) -> Number:
    start, after = amount.run.start, amount.tail
    number = Number(
        start, amount.run.end, start, after.end, amount.scaled, after.unit, after.unit_raw, "quantity",
        bound_of(string, start, after.end, after), precision=amount.precision * after.scale, group=start)
    return replace(number, **changes)  # type: ignore[arg-type]


def _single(string: str, amount: Amount) -> Number:
    start = amount.run.start
    head = string[max(0, start - 4):start]
    rate = amount.tail.unit in {"%", "个百分点", "‰"}
    if _MINUS.search(head) and (rate or string[amount.run.end:amount.run.end + 1] in set("\t\n）)，")):
        return _number(string, amount, value=-amount.scaled, raw_start=start - 1)
    if amount.value == 1 and not amount.tail.unit and (sign := _LONE_RATIO.search(head)) and head[sign.start():].strip():
        # the unit of a ratio in a table head (`：1`): part of a sign, not an amount
        return _number(string, amount, unit="比", ratio=True, second=True, raw_start=start - len(head) + sign.start())
    return _number(string, amount)


def _ratio(string: str, first: Amount, second: Amount, between: str) -> list[Number]:
    """`14.1∶1`, `1：14.2`, `46:54`, `14比1`. The value is the first number; of `1:x` with x from 3 up it is x, as in 师生比."""
    if not _RATIO.fullmatch(between) or (first.run.end - first.run.start == 4 and first.value > 1900):
        return []
    value, other = plain(first.value), plain(second.value)
    if value == 1 and other >= 3:
        value, other = other, value
    end = second.run.end
    precision = first.precision if value == first.value else second.precision
    group = first.run.start
    return [
        _number(string, first, value=value, value_high=other, unit="比", unit_raw="", raw_end=end, ratio=True, precision=precision,
                bound=bound_of(string, group, end, Tail(end))),
        _number(string, second, value=plain(second.value), unit="比", unit_raw="", raw_start=group, raw_end=end, ratio=True,
                group=group, second=True, bound="exact", precision=second.precision),
    ]


def _chain(string: str, amounts: list[Amount], index: int, numbers: list[Number]) -> list[Number]:
    """The further parts of `2.5：36.7：60.8`: later runs of the same ratio."""
    found: list[Number] = []
    for before, amount in zip(amounts[index + 1:], amounts[index + 2:], strict=False):
        if not numbers[0].ratio or not _RATIO.fullmatch(string, before.run.end, amount.run.start):
            break
        start = numbers[0].start
        found.append(_number(string, amount, value=plain(amount.value), unit="比", unit_raw="", raw_start=start, raw_end=amount.run.end,
                             ratio=True, group=start, second=True, bound="exact", precision=amount.precision))
    return found


def _rate(string: str, first: Amount, second: Amount, between: str) -> list[Number]:
    """`14.3/10万`: so many in a hundred thousand; the second number says of how many."""
    if between not in {"/", "／"} or first.tail.unit or not second.tail.scaled or second.tail.unit:
        return []
    start, end = first.run.start, second.tail.end
    return [
        _number(string, first, raw_end=end, unit_raw=string[first.run.end:end]),
        _number(string, second, raw_start=start, raw_end=end, group=start, second=True, bound="exact"),
    ]


def _fraction(string: str, first: Amount, second: Amount, between: str) -> list[Number]:
    """`2/3` where the text around reads it as a share; the value is in percent."""
    whole, part = second.value, first.value
    if between.strip() not in {"/", "／"} or not 0 < part < whole <= 100 or second.tail.unit or part % 1 or whole % 1:
        return []
    start, end = first.run.start, second.run.end
    if not (_FRACTION_CUE.search(string[max(0, start - 4):start]) or _FRACTION_AFTER.match(string, end)):
        return []
    share = plain((part * 100 / whole).quantize(Decimal("0.01")))
    return [
        _number(string, first, value=share, unit="%", unit_raw="", raw_end=end, precision=Decimal("0.01"),
                bound=bound_of(string, start, end, Tail(end))),
        _number(string, second, unit="%", raw_start=start, raw_end=end, group=start, second=True, bound="exact"),
    ]


def _range(string: str, first: Amount, second: Amount, between: str) -> list[Number]:
    """`3-5个`, `3000～5000元`, `10%至15%`, `3-5万人`; not `从3到5`, which is a change."""
    sign = _RANGE.fullmatch(string, first.tail.end, second.run.start)
    if sign is None or (sign.group().strip() in {"至", "到"} and _FROM.search(string[max(0, first.run.start - 14):first.run.start])):
        return []
    low = first
    if not first.tail.unit and not first.tail.scaled:
        scale = second.tail.scale if first.value < second.value else Decimal(1)
        low = replace(first, tail=replace(second.tail, scale=scale, end=first.tail.end))
    elif not first.tail.unit:
        low = replace(first, tail=replace(second.tail, scale=first.tail.scale, end=first.tail.end))
    if low.tail.unit != second.tail.unit or not low.scaled < second.scaled:
        return []
    start, end = first.run.start, second.tail.end
    return [
        _number(string, low, value_high=second.scaled, unit_raw=second.tail.unit_raw, raw_end=end, bound="range"),
        _number(string, second, raw_start=start, raw_end=end, group=start, second=True, bound="range"),
    ]


def _sum(string: str, first: Amount, second: Amount, between: str) -> list[Number]:
    """`1亿2000万元`: one amount in two parts."""
    parted = first.tail.scaled and not first.tail.unit and first.tail.end == second.run.start and not first.tail.more
    if not parted or not second.tail.scaled or second.scaled >= first.tail.scale:
        return []
    start, end = first.run.start, second.tail.end
    whole = plain(first.scaled + second.scaled)
    return [
        _number(string, first, value=whole, unit=second.tail.unit, unit_raw=second.tail.unit_raw, raw_end=end,
                precision=second.precision * second.tail.scale, bound=bound_of(string, start, end, second.tail)),
        _number(string, second, raw_start=start, raw_end=end, group=start, second=True, bound="exact"),
    ]


def _share_units(string: str, numbers: list[Number]) -> list[Number]:
    """`分别为12、13和15人`: a number without a unit in a list takes the unit of the one after it."""
    for at in range(len(numbers) - 2, -1, -1):
        number, following = numbers[at], numbers[at + 1]
        if number.unit or number.second or following.second or following.ratio or not following.unit or number.raw_end != number.end:
            continue
        if _LIST.fullmatch(string, number.raw_end, following.raw_start):
            numbers[at] = replace(number, unit=following.unit)
    return numbers
