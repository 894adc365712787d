"""Closed intervals of decimals, and how a printed value compares with what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Result = Literal["pass", "fail", "rounded", "truncated"]

_ZERO = Decimal(0)
INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; `high` may be infinite."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __truediv__(self, other: Interval) -> Interval:
        """Quotient for a numerator that is not negative and a denominator that is positive."""
        low = _ZERO if other.high.is_infinite() else self.low / other.high
        high = INFINITE if other.low <= 0 or self.high.is_infinite() else self.high / other.low
        return Interval(low, high)

    def scaled(self, factor: Decimal) -> Interval:
        """The interval times a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: Interval) -> bool:
        """Whether both have a value in common."""
        return self.low <= other.high and other.low <= self.high

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies inside."""
        return self.low <= value <= self.high


def point(value: Decimal) -> Interval:
    """The interval of one value."""
    return Interval(value, value)


def around(value: Decimal, step: Decimal) -> Interval:
    """What a value rounded to `step` can have been: half a step either way."""
    return Interval(value - step / 2, value + step / 2)


def total(parts: list[Interval]) -> Interval:
    """Sum of intervals."""
    result = point(_ZERO)
    for part in parts:
        result += part
    return result


def compare_quotient(printed: Decimal, step: Decimal, reach: Interval, exact: Decimal, possible: Interval) -> Result:
    """How a printed quotient compares with the recomputed one.

    `step` is one unit of the printed value's last digit, `exact` the quotient of the operands as printed, `possible` what it
    can be given their own rounding, `reach` what the printed value can stand for with its bound (近, 余).
    pass: the quotient rounds to the printed value, or keeps its bound. rounded: it does so only within the rounding of the operands.
    truncated: digits were cut off instead of rounded. fail: none of these."""
    if around(printed, step).holds(exact) or reach.holds(exact):
        return "pass"
    if reach.meets(possible) or around(printed, step).meets(possible):
        return "rounded"
    return "truncated" if printed <= exact < printed + step else "fail"


def compare_sum(printed: Decimal, step: Decimal, reach: Interval, exact: Decimal, possible: Interval) -> Result:
    """How a printed whole compares with the sum of its parts; arguments as in `compare_quotient`.

    pass: equal. rounded: equal within what the printed digits leave open. truncated: the whole is the sum with digits cut
    off. fail: none of these."""
    if exact == printed:
        return "pass"
    if reach.meets(possible):
        return "rounded"
    return "truncated" if step > 1 and printed <= exact < printed + step else "fail"
