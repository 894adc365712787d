"""Runs of digits and Chinese numerals in a string, before anything is known about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from reportparse.compiling import compiled
from reportparse.numbers.units import COUNTED_UNIT, GAP

D = "[0-9０-９]"
DASH = "[-－—–―‐‑‒−]"
THROUGH = "(?:[-－—–―‐‑‒−]{1,2}|[~～〜∼]|至|到)"
"""What stands between the ends of a range."""
C = "[〇零一二两三四五六七八九十百千万亿]"
YEAR = rf"(?:(?:19|20|１９|２０){D}{{2}})"
CHINESE_YEAR = "(?:[二两][〇○零OoＯ0０Οο]|一九)[〇○零OoＯ0０Οο一二三四五六七八九]{2}"
_FULL = rf"(?:{D}{{1,3}}(?:[,，]{D}{{3}})+(?!{D})|{D}+)"

_RUN = compiled(
    rf"""
    (?P<year>(?<!{C}){CHINESE_YEAR}(?={GAP}*(?:[年届级]|{THROUGH})|[\s）)]|$))
    | (?P<marker>(?<![0-9０-９.．]){D}{{1,2}}(?=[.．](?:{YEAR}{GAP}?年|{D}{{1,2}}[+＋][A-Za-z]))) # 1.2024年, 1.1+X: a list marker
    | (?P<spaced>(?<=[\u4e00-\u9fff（(，。、：；]{GAP}?){D}{{1,3}}(?:[ \xa0]{D}{{3}})+(?:[.．]{D}{{1,4}})?(?![0-9０-９.．])
        (?={GAP}?[余多]?{GAP}?万?{GAP}?{COUNTED_UNIT}))
    | (?P<arabic>{_FULL}(?:[.．]{D}+)?)
    | (?P<chinese>{C}+)
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of Arabic digits with its separators and decimals, or of Chinese numerals."""

    start: int
    end: int
    text: str
    chinese: bool
    year: bool = False
    """True for a year in Chinese digits."""
    marker: bool = False
    """True for a list marker that a number follows at once (`1.2024年`)."""


def runs(string: str, cuts: Sequence[int] = ()) -> list[Run]:
    """Every run, in reading order; each Arabic digit of the string is in exactly one. A run never reaches over one of
    the sorted offsets `cuts` (ends of section markers)."""
    found = []
    position, limits = 0, [*(cut for cut in cuts if 0 < cut < len(string)), len(string)]
    for limit in limits:
        while match := _RUN.search(string, position, limit):
            position = match.end()
            year = match["year"] is not None
            chinese = year or match["chinese"] is not None
            found.append(Run(match.start(), match.end(), match.group(), chinese, year, match["marker"] is not None))
        position = max(position, limit)
    return found
