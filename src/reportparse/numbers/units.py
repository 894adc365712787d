"""Units of measurement: what is printed, the base unit it counts in, the factor between them, the family."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from importlib.resources import files

import regex

from reportparse.compiling import compiled

GAP = "[ \u3000\xa0]"
SCALES = {
    "万亿": Decimal(10**12), "千亿": Decimal(10**11), "百亿": Decimal(10**10), "十亿": Decimal(10**9), "亿": Decimal(10**8),
    "千万": Decimal(10**7), "百万": Decimal(10**6), "十万": Decimal(10**5), "万": Decimal(10**4), "千": Decimal(1000),
    "百": Decimal(100), "个亿": Decimal(10**8), "个万": Decimal(10**4),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as printed (`form`), the base unit with synonyms merged, how many base units it is, and its family."""

    form: str
    unit: str
    factor: Decimal
    family: str
    counted: bool
    """Whether a Chinese numeral before it counts (`三门`); before the others it is mostly part of a word."""
    not_before: tuple[str, ...]
    """Patterns of what may not follow: `部` is no unit in `3部门`."""


def _read_units() -> tuple[Unit, ...]:
    text = files("reportparse").joinpath("data/units.csv").read_text(encoding="utf-8")
    return tuple(
        Unit(row["form"], row["unit"], Decimal(row["factor"]), row["family"], row["counted"] == "yes",
             tuple(row["not_before"].split()))
        for row in csv.DictReader(text.splitlines()))


UNITS = {unit.form: unit for unit in _read_units()}
_FAMILIES = {unit.unit: unit.family for unit in reversed(UNITS.values())} | {"比": "ratio", "金": "medals", "银": "medals", "铜": "medals"}


def units_pattern(units: list[Unit]) -> str:
    """A pattern that matches the printed form of one of the units, the longest first."""
    forms = []
    for unit in sorted(units, key=lambda unit: -len(unit.form)):
        guard = f"(?!{'|'.join(unit.not_before)})" if unit.not_before else ""
        latin = "(?![A-Za-z0-9])" if unit.form[-1].isascii() and unit.form[-1].isalnum() else ""
        forms.append(regex.escape(unit.form) + guard + latin)
    return f"(?:{'|'.join(forms)})"


ANY_UNIT = units_pattern(list(UNITS.values()))
COUNTED_UNIT = units_pattern([unit for unit in UNITS.values() if unit.counted])
_SHARER = "(?:生|人|师|校|所|班|年|月|天|日|台|亩|学时|课时|学期|学年|次|平方米|[\u4e00-\u9fff][生师])"
PER = rf"(?:{GAP}?(?:[/／]|每){_SHARER}(?:{GAP}?[/／·•．.、每]{{1,2}}{_SHARER})?)"
"""A denominator: /生, ／年, /生·年, 每生每年."""
_PRINTED = compiled(
    rf"(?P<scale>{'|'.join(sorted(SCALES, key=len, reverse=True))})?(?P<unit>{ANY_UNIT})(?P<per>{PER}+)?|(?P<ratio>[:：∶]{GAP}?1)")


def unit_family(unit: str) -> str:
    """The family of a base unit (`人` -> people, `元` -> money); empty for a unit that is not in the table."""
    return _FAMILIES.get(unit, "")


def read_unit(printed: str) -> Unit | None:
    """A unit that stands alone, as in a table header: `万元` -> 元 with factor 10000, `元/生` -> 元, `：1` -> 比.

    None when the whole text is no unit."""
    match = _PRINTED.fullmatch(printed.strip())
    if match is None:
        return None
    if match["ratio"]:
        return Unit(printed, "比", Decimal(1), "ratio", False, ())
    unit = UNITS[match["unit"]]
    return Unit(printed, unit.unit, unit.factor * SCALES.get(match["scale"] or "", Decimal(1)), unit.family, unit.counted, ())
