"""Years and dates as covers and signatures print them: digits, Chinese digits with every kind of zero, school years."""

from __future__ import annotations

import re

from reportparse.compiling import compiled

_ZEROS = "〇○◯零0OoＯｏ０"
_DIGITS = {**dict.fromkeys(_ZEROS, "0"), **{sign: str(i) for i, sign in enumerate("一二三四五六七八九", 1)}, "元": "1", "正": "1"}
_DIGITS |= {str(i): str(i) for i in range(10)} | {chr(0xFF10 + i): str(i) for i in range(10)}
_YEAR = rf"(?:[2２][0０][0-9０-９]{{2}}(?![0-9０-９])|二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}})"
_SMALL = r"(?:[0-9０-９]{1,2}|[一二三四五六七八九十元正廿]{1,3})"

YEAR_MARK = (
    rf"(?:{_YEAR}\s*年?\s*[-—–－~～至到/]+\s*)?{_YEAR}\s*(?:学年度?|年度|年版|年报|年|版)?"
    rf"(?:\s*[0-9]{{1,2}}月\s*[-—–－~～至]+\s*{_YEAR}年[0-9]{{1,2}}月)?"
)
"""Pattern of an edition year: 2024, 2024年度, 二〇二四年, 2023-2024学年, 2023年9月—2024年8月."""
LINE_YEAR = r"(?:20\d\d|[二○〇零OoО0一][一二三四五六七八九十○〇零OoО0Ｏ]{3})\s*(?:年|[-./])\s*"
LINE_DAY = r"[\d一二三四五六七八九十]{1,3}\s*(?:月|[-./])?\s*(?:[\d一二三四五六七八九十]{1,3}\s*日?)?"
"""Patterns of the year and of the month and day on a line of their own, misread zeros and lost signs tolerated."""
DATE = compiled(rf"({_YEAR})\s*(?:年|[./-])\s*({_SMALL})\s*(?:月|[./-]|(?=$|[）)\s]))\s*(?:({_SMALL})\s*[日号]?)?")
"""A date with at least a month, in digits or Chinese digits."""


def _small(text: str) -> int:
    """`十二`, `廿五`, `三十一`, `07` -> int; 0 for what is no number of a calendar."""
    if not text:
        return 0
    if all(sign in _DIGITS and sign not in "一二三四五六七八九元正" for sign in text):
        return int("".join(_DIGITS[sign] for sign in text))
    text = text.replace("廿", "二十")
    tens, ten, ones = text.rpartition("十")
    if ten and len(tens) <= 1 and len(ones) <= 1:
        return 10 * int(_DIGITS.get(tens, "1")) + int(_DIGITS.get(ones, "0"))
    return int(_DIGITS[text]) if text in _DIGITS else 0


def years_in(text: str) -> list[str]:
    """All years in print order, in Arabic digits."""
    return ["".join(_DIGITS[sign] for sign in match) for match in re.findall(rf"(?<![0-9]){_YEAR}(?![0-9])", text)]


def year_in(text: str) -> str:
    """The year that an edition mark means: the last one of a range (`2023-2024学年` -> 2024); empty if there is none."""
    match = re.search(rf"(?<![0-9]){YEAR_MARK}", text)
    years = years_in(match.group()) if match else []
    return years[-1] if years else ""


def date_in(text: str) -> str:
    """The first date as `2025-01-08` or `2025-01`; empty if there is none or its month or day cannot be."""
    match = DATE.search(text)
    if match is None:
        return ""
    year = "".join(_DIGITS[sign] for sign in match[1])
    month, day = _small(match[2]), _small(match[3] or "")
    if not 1 <= month <= 12 or day > 31:
        return ""
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def only_date(line: str) -> str:
    """The date of a line that holds nothing else, brackets and a closing full stop aside; else empty."""
    line = re.sub(r"\s+", "", line).strip("（）()。.")
    match = DATE.fullmatch(line)
    return date_in(line) if match else ""
