"""What surrounds the digits of a quantity: scale, unit, words of approximation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import regex

from reportparse.compiling import compiled
from reportparse.model import Bound
from reportparse.numbers.units import ANY_UNIT, COUNTED_UNIT, GAP, PER, SCALES, UNITS

_SCALE = "|".join(sorted(SCALES, key=len, reverse=True))
_END = r"(?=[，。、；：,;:！？）)”\s]|以上|左右|$)"
_LONG_SCALE = "(?:个亿|个万|[十百千]?万亿|[十百千]?亿|[十百千]?万)(?!能|物|众|里长城|向)"


def _tail(unit: str, scale: str) -> regex.Pattern[str]:
    """Approximation, scale and unit after the digits: `余人次`, ` 万余个`, `余万元`, `+家`, `多`."""
    return compiled(
        rf"""
        (?: {GAP}{{0,2}}(?P<more>[余多来]|[+＋])?{GAP}?(?P<scale>{scale}){GAP}?(?P<more>[余多]|[+＋])?
              (?:{GAP}?(?P<unit>{unit})(?P<per>{PER})?)?
          | {GAP}{{0,2}}(?P<more>[余多来]|[+＋]){GAP}?(?P<unit>{unit})(?P<per>{PER})?
          | {GAP}{{0,2}}(?P<unit>{unit})(?P<per>{PER})?
          | (?P<more>[余多]){_END}
        )
        """, regex.VERBOSE)


_ARABIC_TAIL = _tail(ANY_UNIT, rf"{_LONG_SCALE}|[百千](?={GAP}?[余多]?{GAP}?(?:{COUNTED_UNIT}|[万亿]))")
_CHINESE_TAIL = _tail(COUNTED_UNIT, "(?!)")
_BEFORE = compiled(
    rf"""
    (?: (?P<over>超过|超出了?|超|逾|突破
           |不[得能应可]?(?:少于|低于|小于)|不下于?|至少|起码|高于|多于|大于|≥|>=|>|＞|过(?=[百千万半])|上(?=[百千万]))
      | (?P<under>不足|不到|不[得能应可]?(?:超过|高于|多于|大于)|不满|未满|未达到?|最多|至多|低于|少于|小于|将近|接近|近乎|几乎|≤|<=|<|＜
           |(?<![最附邻临靠亲远将接])近)
      | (?P<about>大约|大概|(?<![契合节制签违预条履解公失])约|近似)
    )
    (?:了|为|有|到|达到?|计|占|至|共){{0,2}}{GAP}{{0,2}}$
    """, regex.VERBOSE)
_ABOUT_OF = compiled("(?:约占|约为|大约占|约是)[^，。；、：0-9０-９\n]{1,12}的?$")
_AFTER = compiled(
    rf"""{GAP}?(?:
      (?P<over>(?:及|或)?{GAP}?以上|之多|有余|开外|出头|余(?=[，。、；）)]|$)|多(?=[，。、；）)的]|$))
    | (?P<under>(?:及|或)?{GAP}?以下|(?:之|以)内|(?:不到|不足)(?=[，。、；）的]|$))
    | (?P<about>左右|上下|前后(?!后))
    )""", regex.VERBOSE)
_TIME_MORE = compiled("[多余](?!媒|功能|元|样|层|维|渠|方|种|名|个|家)")


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the digits: where the printed value ends, its scale and unit, whether 余 or 多 stands in it."""

    end: int
    scale: Decimal = Decimal(1)
    unit: str = ""
    unit_raw: str = ""
    more: bool = False
    family: str = ""
    scaled: bool = False
    bound: Bound = "exact"


def tail(string: str, at: int, limit: int, *, chinese: bool = False) -> Tail:
    """The scale and unit that begin at `at`, the end of the digits; an empty `Tail` when there is none before `limit`."""
    match = (_CHINESE_TAIL if chinese else _ARABIC_TAIL).match(string, at, limit)
    if match is None:
        return Tail(at)
    form, scale = match["unit"] or "", match["scale"] or ""
    factor = SCALES.get(scale, Decimal(1))
    more = bool(match["more"])
    if not form:
        return Tail(match.end(), factor, more=more, scaled=bool(scale))
    unit = UNITS[form]
    end = match.end()
    if unit.family == "time" and not more and (after := _TIME_MORE.match(string, end, limit)):
        more, end = True, after.end()
    printed = string[match.start("scale"):end].strip() if scale else string[match.start("unit"):end]
    return Tail(end, factor * unit.factor, unit.unit, printed, more, unit.family, bool(scale) or unit.factor != 1)


def bound_of(string: str, start: int, end: int, inside: Tail) -> Bound:
    """What 近, 约, 超过 before `start`, 余 within, or 以上, 左右 after `end` make of the printed value."""
    if inside.more:
        return "over"
    if after := _AFTER.match(string, end, min(len(string), end + 5)):
        return "over" if after["over"] else "under" if after["under"] else "about"
    before = _BEFORE.search(string[max(0, start - 10):start])
    if before is None:
        return "about" if _ABOUT_OF.search(string, max(0, start - 16), start) else "exact"
    if before["about"]:
        return "about"
    if before["under"] == "近" and inside.family == "time":
        return "exact"  # 近三年 are the last three years
    return "over" if before["over"] else "under"
