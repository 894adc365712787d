"""The grammar of enumerators: what may open a numbered section or list item, and where in a line it may stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import regex

from reportparse.compiling import compiled

Style = Literal[
    "part", "chapter", "division", "han", "han_paren", "decimal", "arabic", "plain", "paren", "half", "circled", "latin",
    "roman", "is", "must", "first", "nth", "one_of",
]  # fmt: skip

LINE_STYLES: tuple[Style, ...] = (
    "part", "chapter", "division", "han", "han_paren", "decimal", "arabic", "plain", "roman", "paren", "half", "circled",
    "latin",
)  # fmt: skip
"""Styles of headings and numbered paragraphs, from the usually highest to the usually lowest."""

SENTENCE_STYLES: tuple[Style, ...] = ("is", "must", "first", "nth", "one_of")
"""Styles that are words of a sentence (一是, 首先): they open items in running text."""


@dataclass(frozen=True, slots=True)
class Marker:
    """An enumerator. `start:end` is its printed form, `title_start` where the words after it begin, all in the searched text.

    `numbers` holds all components of a decimal (`1.2.3` -> 1, 2, 3), else the ordinal alone. `last` marks words such as 最后,
    which close a list without saying its length. `spaced` marks forms that only a space parts from the title (`1 概况`)."""

    style: Style
    numbers: tuple[int, ...]
    start: int
    end: int
    title_start: int
    last: bool = False
    spaced: bool = False

    @property
    def ordinal(self) -> int:
        """The number that counts at the marker's own level."""
        return self.numbers[-1]


_HAN = "一二三四五六七八九十"
_COUNTED = r"年级|产业|等|类|线|级|批|期|季度|本|流|带|路"
# 一、二、三产业 and 一、二年级 are no headings: a second numeral follows that a noun or a joiner completes.
_SERIES = rf"(?!\s*[{_HAN}](?:[、，,和及至或—-]|{_COUNTED}))"
_UNIT = r"(?!\s*(?:%|％|‰|万|亿|元|个百分点|百分点|平方|公里|倍|∶|[:：]\d|/))"

_AT_LINE = compiled(
    rf"""
      (?P<part>第\s*(?P<n>[{_HAN}百零〇\d]{{1,4}})\s*(?:篇|编|部分|板块|单元)(?!章)[、:：.．]?)
    | (?P<chapter>第\s*(?P<n>[{_HAN}百零〇\d]{{1,4}})\s*章[、:：.．]?)
    | (?P<division>第\s*(?P<n>[{_HAN}百零〇\d]{{1,4}})\s*节(?![课目次晚])[、:：.．]?)
    | (?P<nth>第(?P<n>[{_HAN}]{{1,2}}|\d{{1,2}})(?:[，,、：:]{_SERIES}|是))
    | (?P<is>(?P<n>[{_HAN}]{{1,2}})是)(?!(?P=n)[，,、。；”]|非|否)
    | (?P<must>(?P<n>[{_HAN}]{{1,2}})要)(?!素|点|求)
    | (?P<han>(?P<n>[{_HAN}]{{1,3}})\s*[、．.]){_SERIES}
    | (?P<han>(?P<n>[{_HAN}]{{1,2}})(?P<spaced>[ \t]+)(?=[\p{{Han}}“《]))
    | (?P<han_paren>[（(〔【]\s*(?P<n>[{_HAN}]{{1,3}})\s*[）)〕】]\s*[、.．]?)
    | (?P<han_paren>[㈠-㈩][、.．]?)
    | (?P<han_paren>(?P<n>[{_HAN}]{{1,2}})\s*[）)])
    | (?P<decimal>(?P<d>\d{{1,2}}(?:[.．]\d{{1,2}}){{0,3}}?[.．]\d{{1,2}}?))(?=\s*\d\s*[+＋]\s*[A-Za-zＸ\d])
    | (?P<decimal>(?P<d>\d{{1,2}}(?:[.．]\d{{1,2}}){{1,4}})(?![.．]?\d)[.．、]?){_UNIT}(?=\s*[\p{{Han}}“"《(（A-Za-z]|\s+\d)
    | (?P<arabic>(?P<n>\d{{1,2}})\s*[.．、])(?!\d)(?!\s*\d{{1,2}}\s*[、，,和及至号])
    | (?P<arabic>(?P<n>\d{{1,2}})\s*[.．、])(?=20\d\d\s*[年—–-]|\d\s*[+＋]\s*[A-Za-zＸ\d])
    | (?P<arabic>[⒈-⒛])
    | (?P<plain>(?P<n>\d{{1,2}})(?P<spaced>[ \t]+)(?=[\p{{Han}}“《]|\d\s*[+＋]\s*[A-Za-zＸ]))
    | (?P<paren>[（(]\s*(?P<n>\d{{1,2}})\s*[)）]\s*[、.．]?)
    | (?P<paren>[⑴-⒇])
    | (?P<half>(?P<n>\d{{1,2}})\s*[)）]\s*[、.．]?)
    | (?P<circled>[①-⑳❶-❿➀-➉➊-➓]\s*[、.．]?)
    | (?P<roman>[Ⅰ-Ⅻ]\s*[、.．]?|(?P<n>[IVX]{{1,4}})\s*[、.．])
    | (?P<latin>(?P<n>[A-Za-z])\s*[、.．)）])(?=\s*[\p{{Han}}“"《])
    | (?P<first>首先|其次|再次|再者|最后)(?:[，,、：:]|是(?=\p{{Han}}))?
    | (?P<one_of>其(?P<n>[{_HAN}])(?:[，,、：:]|是(?=\p{{Han}}))?)(?![{_HAN}次])
    """,
    regex.VERBOSE,
)  # fmt: skip

_INLINE_STYLES = ("is", "must", "first", "nth", "one_of", "paren", "half", "circled", "arabic", "han_paren", "han")
_SINGLE = {
    **{chr(0x3220 + i): i + 1 for i in range(10)},
    **{chr(0x2488 + i): i + 1 for i in range(20)},
    **{chr(0x2474 + i): i + 1 for i in range(20)},
    **{chr(0x2460 + i): i + 1 for i in range(20)},
    **{chr(0x2776 + i): i + 1 for i in range(10)},
    **{chr(0x2780 + i): i + 1 for i in range(10)},
    **{chr(0x278A + i): i + 1 for i in range(10)},
    **{chr(0x2160 + i): i + 1 for i in range(12)},
}
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}

# Where a sentence ends or a list begins; a closing quote or bracket may stand between.
_BEFORE_INLINE = compiled(r"(?:[。；！？;：:，,…]|(?<=\p{Han})\.)[”’」』）)》]?[ \t]*")


def han_number(text: str) -> int:
    """The value of a Chinese or Arabic numeral below 10000 (`二十一`, `12` -> 21, 12); 0 for anything else."""
    text = text.strip()
    if text.isdecimal():
        return int(text)
    total = 0
    digit = 0
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _POWERS:
            total += (digit or 1) * _POWERS[character]
            digit = 0
        else:
            return 0
    return total + digit


@lru_cache(maxsize=4096)  # the stages ask for the same lines again and again
def marker_at(text: str, start: int = 0, end: int | None = None) -> Marker | None:
    """The enumerator that opens `text[start:end]` (leading spaces apart), or None."""
    end = len(text) if end is None else end
    while start < end and text[start] in " \t\u3000":
        start += 1
    match = _AT_LINE.match(text, start, end)
    return _marker(match, text, end) if match else None


def inline_markers(text: str, start: int = 0, end: int | None = None) -> Iterator[Marker]:
    """Enumerators inside the line `text[start:end]`, in order: those after 。；：！？ or ，, never the one that opens the line."""
    end = len(text) if end is None else end
    for gap in _BEFORE_INLINE.finditer(text, start, end):
        at = gap.end()
        if text[gap.start()] in ":：" and gap.start() > start and text[gap.start() - 1].isdecimal():
            continue  # 18.3：1、 is a ratio
        match = _AT_LINE.match(text, at, end)
        if match is None:
            continue
        marker = _marker(match, text, end)
        if marker is not None and marker.style in _INLINE_STYLES and not marker.spaced:
            yield marker


def _marker(match: regex.Match[str], text: str, end: int) -> Marker | None:
    style: Style = next(name for name in (*LINE_STYLES, *SENTENCE_STYLES) if match.group(name) is not None)
    spaced = match.group("spaced") is not None
    printed_end = match.end(style) if not spaced else match.start("spaced")
    numbers = _numbers(style, match)
    if not numbers or numbers[-1] == 0 or numbers[0] == 0:
        return None
    title_start = max(match.end(), printed_end)
    while title_start < end and text[title_start] in " \t\u3000":
        title_start += 1
    return Marker(
        style,
        numbers,
        match.start(),
        printed_end,
        title_start,
        last=match.group(style).startswith("最后"),
        spaced=spaced,
    )


def _numbers(style: Style, match: regex.Match[str]) -> tuple[int, ...]:
    printed = match.group(style).strip()
    if style == "decimal":
        return tuple(int(part) for part in regex.split("[.．]", match.group("d")))
    if style == "first":
        return (_WORDS[printed[:2]],)
    if printed[0] in _SINGLE:
        return (_SINGLE[printed[0]],)
    counted: str = match.group("n") or ""
    if style == "latin":
        return (ord(counted.lower()) - ord("a") + 1,)
    if style == "roman":
        return (_ROMAN.get(counted, 0),)
    return (han_number(counted),)
