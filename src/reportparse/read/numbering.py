"""Works out the printed markers of automatically numbered Word paragraphs (一、 （一） 1. ①).

Norm: ECMA-376 part 1, 17.9 (numbering) and 17.18.59 (ST_NumberFormat)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_TENS = "十百千"
_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CLOSING = "、．。：）)】〕]」"


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A numbering instance: the abstract list that it counts in, levels, and starts that it forces."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """Counts list paragraphs in reading order; `marker` must be asked once for each paragraph."""

    lists: dict[str, _List] = field(default_factory=dict)
    styles: dict[str, tuple[str, int | None, str]] = field(default_factory=dict)
    """For each paragraph style: its list, level (None: not said) and the style it is based on."""
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)

    def marker(self, list_id: str | None, level: int | None, style: str) -> str:
        """The marker that Word prints before a paragraph, with the blank after it; empty when there is none.

        `list_id` and `level` are the paragraph's own w:numPr (None where it has none), `style` its style id."""
        if list_id is None:
            list_id, styled = self._of_style(style)
            level = styled if level is None else level
        chosen = self.lists.get(list_id or "")
        if chosen is None or list_id is None:
            return ""
        place = level or 0
        form = chosen.levels.get(place)
        if form is None:
            return ""
        counters = self._counters.setdefault(chosen.abstract, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for forced, start in chosen.starts.items():
                counters[forced] = start - 1
                for deeper in [key for key in counters if key > forced]:
                    del counters[deeper]
        counters[place] = counters.get(place, form.start - 1) + 1
        for deeper in [key for key in counters if key > place]:
            limit = chosen.levels[deeper].restart if deeper in chosen.levels else None
            if limit is None or (limit > 0 and place < limit):
                del counters[deeper]
        return _print(chosen, form, counters)

    def _of_style(self, style: str) -> tuple[str | None, int | None]:
        seen: set[str] = set()
        current = style
        while current in self.styles and current not in seen:
            seen.add(current)
            list_id, level, base = self.styles[current]
            if list_id:
                if level is None and list_id in self.lists:
                    linked = (place for place, form in self.lists[list_id].levels.items() if form.style == style)
                    level = next(linked, None)
                return list_id, level
            current = base
        return None, None


def read_numbering(numbering: Any | None, styles: Any | None) -> Numbering:
    """The lists of a document from the roots of its numbering.xml and styles.xml (None where a part is missing)."""
    result = Numbering()
    if styles is not None:
        for style in styles.iter(f"{_W}style"):
            properties = style.find(f"{_W}pPr/{_W}numPr")
            list_id = _value(properties, "numId") if properties is not None else ""
            level = _value(properties, "ilvl") if properties is not None else ""
            base = _value(style, "basedOn")
            result.styles[style.get(f"{_W}styleId", "")] = (list_id, int(level) if level.isdigit() else None, base)
    if numbering is None:
        return result
    abstracts = {item.get(f"{_W}abstractNumId", ""): item for item in numbering.iter(f"{_W}abstractNum")}
    by_style = {_value(item, "styleLink"): key for key, item in abstracts.items() if _value(item, "styleLink")}
    for item in numbering.iter(f"{_W}num"):
        key = _value(item, "abstractNumId")
        abstract = abstracts.get(key)
        if abstract is not None and _value(abstract, "numStyleLink") in by_style:
            key = by_style[_value(abstract, "numStyleLink")]
            abstract = abstracts[key]
        levels = _levels(abstract) if abstract is not None else {}
        starts: dict[int, int] = {}
        for override in item.iter(f"{_W}lvlOverride"):
            place = int(override.get(f"{_W}ilvl", "0"))
            levels.update(_levels(override))
            start = _value(override, "startOverride")
            if start.isdigit():
                starts[place] = int(start)
        result.lists[item.get(f"{_W}numId", "")] = _List(key, levels, starts)
    return result


def _levels(element: Any) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in element.iter(f"{_W}lvl"):
        start, restart = _value(level, "start"), _value(level, "lvlRestart")
        legal = level.find(f"{_W}isLgl")
        levels[int(level.get(f"{_W}ilvl", "0"))] = _Level(
            int(start) if start.isdigit() else 1,
            _value(level, "numFmt") or "decimal",
            _value(level, "lvlText"),
            _value(level, "suff") or "tab",
            legal is not None and legal.get(f"{_W}val", "1") not in ("0", "false"),
            int(restart) if restart.isdigit() else None,
            _value(level, "pStyle"),
        )
    return levels


def _value(element: Any, name: str) -> str:
    child = element.find(f"{_W}{name}")
    return "" if child is None else str(child.get(f"{_W}val", ""))


def _print(chosen: _List, form: _Level, counters: dict[int, int]) -> str:
    if form.form in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        level = chosen.levels.get(place, _Level())
        return format_number(counters.get(place, level.start), "decimal" if form.legal else level.form)

    marker = _PLACE.sub(number, form.text)
    if not marker or form.suffix == "nothing" or marker[-1] in _CLOSING:
        return marker
    return marker + " "


def format_number(number: int, form: str) -> str:
    """`number` in a format of ST_NumberFormat; formats that Chinese documents do not use come out as decimal."""
    if number < 1:
        return "〇" if form.startswith("chinese") else str(number)
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
                "taiwaneseCountingThousand"):
        return _counting(number)
    if form in ("ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"):
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    if form == "chineseLegalSimplified":
        return "".join(_LEGAL[_DIGITS.index(c)] if c in _DIGITS else {"十": "拾", "百": "佰", "千": "仟"}[c]
                       for c in _counting(number))
    series = _SERIES.get(form)
    if series is not None and number <= len(series):
        return series[number - 1]
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord("０") + int(digit)) for digit in str(number))
    return str(number)


_SERIES = {
    "decimalEnclosedCircle": [chr(0x2460 + i) for i in range(20)] + [chr(0x3251 + i) for i in range(15)],
    "decimalEnclosedCircleChinese": [chr(0x2460 + i) for i in range(20)] + [chr(0x3251 + i) for i in range(15)],
    "decimalEnclosedFullstop": [chr(0x2488 + i) for i in range(20)],
    "decimalEnclosedParen": [chr(0x2474 + i) for i in range(20)],
    "ideographEnclosedCircle": [chr(0x3280 + i) for i in range(10)],
    "ideographTraditional": list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": list("子丑寅卯辰巳午未申酉戌亥"),
}


def _counting(number: int) -> str:
    """一 … 九千九百九十九; larger numbers digit by digit."""
    digits = str(number)
    if len(digits) > len(_TENS) + 1:
        return "".join(_DIGITS[int(digit)] for digit in digits)
    result = ""
    for place, digit in enumerate(digits):
        power = len(digits) - place - 1
        if digit != "0":
            result += _DIGITS[int(digit)] + (_TENS[power - 1] if power else "")
        elif result and not result.endswith("〇") and int(digits[place:] or "0"):
            result += "〇"
    return result.removeprefix("一") if 10 <= number < 20 else result


def _roman(number: int) -> str:
    result = ""
    for value, letters in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                           (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while number >= value:
            result += letters
            number -= value
    return result
