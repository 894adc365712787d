"""The edition year of a report and the date that it was issued on."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from reportparse.dates import DATE, YEAR_MARK, date_in, only_date, year_in
from reportparse.identity.cover import NOTE_MARK, OFFICE, SENTENCE, Line, Title, lines_between, tail_lines

if TYPE_CHECKING:
    from reportparse.model import Text
    from reportparse.naming import IdentityVocabulary


def edition_year(title: Title, head: tuple[Line, ...], stem: str, text: str, notes: list[str]) -> str:
    """The edition year: the bracket or year line at the title, the year in the title, the file's name, dates of the text."""
    if title.bracket:
        return year_in(title.bracket)
    around = head[max(0, title.last - 3) : title.last + 5] if title.last >= 0 else head[:8]
    for line in around:
        bare = NOTE_MARK.sub("", line.text)
        if re.fullmatch(rf"[（(\[【〔]?(?:{YEAR_MARK})[）)\]】〕]?", bare) and year_in(bare):
            return year_in(bare)
    if title.last >= 0 and (year := year_in(title.text)):
        return year
    if year := year_in(stem):
        notes.append("year taken from the file name")
        return year
    counts = Counter(re.findall(r"(?<!\d)(20\d\d)\s*年", text))
    if counts:
        notes.append("no year on the cover: the one that most dates of the text have")
        return str(max(counts, key=lambda year: (counts[year], year)))
    return ""


def issued_on(title: Title, head: tuple[Line, ...], text: Text, vocabulary: IdentityVocabulary) -> str:
    """The date under the text, else the one on the cover: `2025-12-25`, `2025-01`, or empty."""
    for line in reversed(tail_lines(text)):
        if found := _date_line(line.text, vocabulary):
            return found
    if found := _glued_date(tail_lines(text)):
        return found
    lines = [line for line in lines_between(text, 0, len(text.text)) if len(line.text) <= 60]
    for before, line in pairwise(lines):
        if only_date(line.text) and OFFICE.search(before.text) and len(before.text) <= 40 and line not in head:
            return only_date(line.text)
    for line in head[title.last + 1 :] + head[: title.last + 1]:
        if found := _date_line(line.text, vocabulary):
            return found
    return ""


def _glued_date(tail: tuple[Line, ...]) -> str:
    """A date under a last sentence without a full stop, joined to it when its lines were put together."""
    found = list(DATE.finditer(tail[-1].text)) if tail else []
    if not found or found[-1].end() != len(tail[-1].text):
        return ""
    before = tail[-1].text[: found[-1].start()]
    return "" if not before or re.search(r"(?:[至到于自从在以为及、，,—~～-]|截至|截止)$", before) else date_in(found[-1].group())


def _date_line(line: str, vocabulary: IdentityVocabulary) -> str:
    """The date of a line that holds nothing else, or that follows who signs (an office, an institution) or a word for issuing."""
    if found := only_date(line):
        return found
    if labelled := re.search(r"(?:日期|时间)[:：]", line):
        date = DATE.match(line, labelled.end())
        return date_in(date.group()) if date and len(line) <= 80 else ""
    match = DATE.search(line)
    if match is None or len(line) > 50 or SENTENCE.search(line):
        return ""
    before, after = line[: match.start()].rstrip("（(：:"), line[match.end() :]
    signed = OFFICE.search(before) or before.endswith((*vocabulary.nouns, "中心", "日期", "时间", "印发", "发布", "编制"))
    return date_in(match.group()) if signed and re.fullmatch(r"[）)]?(?:印发|发布)?", after) else ""
