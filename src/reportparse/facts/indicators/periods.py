"""The period a number speaks of: dates in its sentence, or the date its paragraph opened with."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from reportparse.compiling import compiled, ready

_YEAR = r"(?:19|20)\d\d"
DATE = compiled(
    rf"(?P<span1>{_YEAR})\s*年?\s*[-—–~～至]+\s*(?P<span2>{_YEAR})\s*(?P<span_kind>学年|年)?"
    rf"|(?P<y>{_YEAR})\s*(?:年度?|届|学年|级(?=毕))\s*(?:(?P<season>秋季?|春季?)(?:学期)?|(?P<month>\d{{1,2}})\s*月(?:\s*(?P<day>\d{{1,2}})\s*日)?(?:底|末|初)?|(?P<close>年?[底末]))?"
    r"|(?P<this>今年|本年度?|全年|年内|本学年度?|当年|年度(?=内|共))(?:(?P<tmonth>\d{1,2})\s*月(?:底|末)?)?"
    r"|(?<![\d年])(?P<omonth>\d{1,2})\s*月\s*(?P<oday>\d{1,2})\s*日"
    r"|“?十(?P<plan>[二三四五])五”?(?P<plan_end>末|期末|收官)"
)
NOW = compiled(r"目前|现有|现已|现任|现设|至今|迄今|累计|现共|总数为|拥有|建有|已建成|建成")
_TITLE = compiled("《[^》]*》")
_PLAN_ENDS = {"二": "2015", "三": "2020", "四": "2025", "五": "2030"}


@dataclass(frozen=True, slots=True)
class Date:
    """A date in the text: `period` as the contract writes it; `topic` when a comma follows (`2024年秋季，…`)."""

    start: int
    end: int
    period: str
    topic: bool
    season: bool
    year: str
    whole_year: bool = False
    """True for a year alone (`2025年`, `到2025年底`)."""


def find_dates(text: str, year: str) -> tuple[Date, ...]:
    """Every date that can be the period of a number; dates that are the base of a comparison or stand in a title are left out."""
    found = []
    titles = [match.span() for match in _TITLE.finditer(text)]
    for match in DATE.finditer(text):
        if any(start < match.start() < end for start, end in titles):
            continue
        before = text[max(0, match.start() - 3):match.start()]
        if ready(r"(?:比|较|与|由|从|〔|\[|【|《)$").search(before) or text[match.end():match.end() + 1] in "〕】]":
            continue
        period, base = _period(match, before, year)
        after = text[match.end():match.end() + 1]
        found.append(Date(match.start(), match.end(), period, after in "，," and after != "", bool(match["season"]), base,
                          bool(match["y"]) and not match["month"] and not match["season"]))
    return tuple(found)


def _period(match: regex.Match[str], before: str, year: str) -> tuple[str, str]:
    if match["span1"]:
        if match["span_kind"] == "学年" or (not match["span_kind"] and int(match["span2"]) - int(match["span1"]) == 1):
            return f"{match['span1']}/{match['span2']}", match["span2"]
        return f"{match['span1']}..{match['span2']}", match["span2"]
    if match["y"]:
        y = match["y"]
        if match["season"]:
            return f"{y}-{'autumn' if match['season'].startswith('秋') else 'spring'}", y
        if match["month"]:
            return f"{y}-{int(match['month']):02d}", y
        if match["close"] and before.endswith(("截至", "截止", "至", "止")) and not before.endswith("到"):
            return f"{y}-12", y
        return y, y
    if match["this"] and "学年" in match["this"]:
        return "", ""  # a school year that the text does not date
    if match["this"]:
        return (f"{year}-{int(match['tmonth']):02d}" if match["tmonth"] else year), year
    if match["omonth"]:
        return f"{year}-{int(match['omonth']):02d}", year
    return _PLAN_ENDS[match["plan"]], _PLAN_ENDS[match["plan"]]


def base_year(words: str, period: str, year: str) -> str:
    """The year that `上年`, `2022届` or `同比` means beside a number of this period in a report of this year."""
    stated = ready(r"(?:20)?\d\d").search(words)
    if stated:
        return stated.group() if len(stated.group()) == 4 else f"20{stated.group()}"
    own = ready(r"20\d\d(?!.*20\d\d)").search(period)
    current = own.group() if own else year
    return str(int(current) - 1) if current.isdigit() else ""
