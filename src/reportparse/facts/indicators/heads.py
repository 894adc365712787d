"""What the head of a column or row of a statistics table says of the values below or beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import regex

from reportparse.compiling import compiled, ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.periods import find_dates
from reportparse.numbers.units import read_unit
from reportparse.rulebook.loading import CompiledIndicator
from reportparse.rulebook.terms import Terms

BRACKETS = regex.compile(r"[（(]([^（）()]*)[）)]")
YEAR = regex.compile(r"(?:19|20)\d\d")
TOTAL = regex.compile(r"^(?:合\s*计|总\s*计|小\s*计|汇\s*总|全[省市县区州盟国校]|总数|全部|本[市省县区校])$")
CHANGE = compiled(
    r"(?P<term>.*?)(?:的)?(?:"
    r"(?:(?:比|较|与)(?P<base>" + grammar.BASE_PERIOD + r"|(?:19|20)\d\d年?)(?:同期|相比)?|同比|环比)(?:净|的)?"
    r"(?P<how>(?:增减|增长|增加|增|减少|减|提高|提升|上升|下降|变化|变动|升降|涨跌)?(?:变化|变动)?(?:幅度?|率|速|量|额|数|值|情况|百分点|比例)?)"
    r"|(?P<how>[增涨升降减跌变]幅|增速|增长率|增减(?:变化|变动|率|幅度?|数|量|值|额|情况)?|年?均?增长|净增减?(?:数|量)?|增长(?:幅度|数|量|额)|变动(?:率|幅度|情况)|变化(?:率|幅度|情况)?))")
"""A head over changes: `在校生较上年增减`, `同比`, `增幅`; `term` may be empty."""
SHARE = compiled(r"(?P<term>.*?)(?:所?占(?P<base>.*?)(?:的)?(?:比例|比重|比率|百分比|份额|比)|(?:构成)?(?:比例|比重|百分比|构成比)|份额)")
"""A head over shares: `占全市比重`, `高级职称占比`, `比重`; `term` may be empty."""
RELATIVE = regex.compile(r"率|速|幅|比例|同比$|环比$")
FEWER = regex.compile(r"^(?!.*[增升]).*[减降跌]")


@dataclass(frozen=True, slots=True)
class Head:
    """What a header or row label says: the rule it names (if any), unit, scale, period and the words without brackets.

    `kind` tells heads over changes and over shares of something else; `of` is the base period of those changes, or the words for
    the whole that they are shares of; `relative` and `fewer` say that changes are percentages, and decreases."""

    text: str
    rule: CompiledIndicator | None = None
    rate: bool = False
    weight: int = 0
    unit: str = ""
    factor: Decimal = Decimal(1)
    period: str = ""
    kind: Literal["", "change", "share"] = ""
    of: str = ""
    relative: bool = False
    fewer: bool = False
    joined: bool = False
    """True for a column head whose term begins with the label of the row: 家长 before 满意度."""


def read_head(words: str, terms: Terms, year: str) -> Head:
    """A header or label without its brackets, read by the terms of the rules: the match that covers most of it wins."""
    unit, factor = "", Decimal(1)
    for inner in BRACKETS.findall(words):
        read = unit_of(inner)
        if read is not None:
            unit, factor = read
    bare = BRACKETS.sub("", words)
    probe = ready(r"^(?:其中)?[：:、\s]*|^\d+[.、．]\s*|^[（(]\d+[）)]|^[A-Z]类[：:]").sub("", ready(r"\s+").sub("", bare))
    change = CHANGE.fullmatch(probe)
    if change is not None:
        term = _term(change["term"], terms)
        relative = unit == "%" or (not unit and RELATIVE.search(probe) is not None)
        return Head(bare, *term, unit, factor, "", "change", change["base"] or "上年", relative, FEWER.search(change["how"]) is not None)
    share = SHARE.fullmatch(probe)
    whole = _term(probe, terms)
    if share is not None and not whole[1]:
        return Head(bare, *_term(share["term"], terms), unit, factor, "", "share", share["base"] or "")
    # A flattened multi-level header names the indicator in one level and year or part in another.
    dates = find_dates(bare, year)
    period = dates[0].period if dates else (m.group() if (m := YEAR.fullmatch(bare.strip(" 年/"))) else "")
    if not period and year.isdigit() and ready(r"上年度?|去年").fullmatch(bare.strip()):
        period = str(int(year) - 1)
    return Head(bare, *whole, unit, factor, period)


def joined(label: Head, column: Head, terms: Terms) -> Head:
    """A column head that makes a term only together with the row's label (家长 and 满意度), with that term; else as it is."""
    first, second = (ready(r"\s+").sub("", head.text) for head in (label, column))
    if column.kind or column.rule is not None or not 2 <= len(first) <= 8 or not 2 <= len(second) <= 8 or TOTAL.match(first):
        return column
    rule, rate, length = _term(first + second, terms)
    if rule is None or length <= max(len(first), len(second)):
        return column
    return replace(column, rule=rule, rate=rate, weight=length, joined=True)


def _term(probe: str, terms: Terms) -> tuple[CompiledIndicator | None, bool, int]:
    """The rule whose term covers most of the words, and at least half or so; whether it is a word for the share; its length."""
    best: tuple[float, CompiledIndicator, bool, int] | None = None
    if TOTAL.match(probe):
        return None, False, 0
    for (rule, rate), pattern in terms.present(probe):
        if rule.rule.follows:
            continue
        for match in pattern.finditer(probe):
            length = match.end() - match.start()
            if length == 0 or _refused(rule, probe):
                continue
            cover = length / max(len(probe), 1)
            if cover < 0.45:
                continue
            if best is None or cover > best[0]:
                best = (cover, rule, rate, length)
    return best[1:] if best else (None, False, 0)


def _refused(rule: CompiledIndicator, probe: str) -> bool:
    unless = rule.unless
    return any(p is not None and p.search(probe) for p in (unless.segment, unless.clause, unless.sentence))


def unit_of(words: str) -> tuple[str, Decimal] | None:
    """(base unit, factor) of a unit as a header or caption prints it: `单位：万元` -> (元, 10000)."""
    unit = read_unit(ready(r"^(?:计量)?单位[：:]?").sub("", words.replace(" ", "")))
    return (unit.unit, unit.factor) if unit else None
