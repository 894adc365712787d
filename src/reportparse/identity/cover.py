"""The lines of a cover and of the end of a report, and its title, which may be broken over several lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.compiling import compiled
from reportparse.dates import YEAR_MARK, only_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Sections, Text
    from reportparse.naming import IdentityVocabulary
    from reportparse.regions import Regions

REPORT = re.compile(
    r"(?:报告|公报|年报|白皮书|蓝皮书|综述|总结|年鉴)(?:书|全文|摘要|简本|简版|公开版|正文|汇编)?(?:[（(][^（）()]{1,12}[）)])?$"
)
BRACKET = compiled(rf"[（(\[【〔]\s*(?:{YEAR_MARK})\s*[）)\]】〕]|[·•—-]*(?:{YEAR_MARK})$")
NOTE_MARK = re.compile(r"(?:[①-⑳*＊※]|\[\d{1,2}\]|注\d?)+$")
OFFICE = re.compile(r"(?:局|厅|委|委员会|政府|办公室|处|研究院|考试院|调查队|调查总队|领导小组)$")
SENTENCE = re.compile(r"[。；！？\t>]|[，,].*[，,]")
DOCUMENT_NUMBER = re.compile(r"号$")
COMPANY = re.compile(r"^.{2,40}?(?:有限公司|有限责任公司|集团)")
NATION = re.compile(r"^(?:全国|我国|中国|国家|中华人民共和国)")
UNNAMED = re.compile(r"^(?:某+|[XxＸ×*]{1,3})[省市县区州]")
ZONE = compiled(r"^[一-鿿]{2,8}?(?:新区|开发区|高新区|示范区)")
SUBJECT = "质量|发展|企业|工作|社会|年报"
"""What a report of any genre may be on."""
HEAD_LINES, TAIL_LINES = 60, 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the cover or the end; `text` is without any space."""

    text: str
    printed: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title without its year bracket, and that bracket; `last` is the index of its last line among the lines of the head, -1
    when the file's name stands for it."""

    text: str
    last: int
    bracket: str = ""


def squeezed(text: str) -> str:
    """The text without spaces and marks of lists and headings around it."""
    return re.sub(r"\s+", "", text).strip("#*·•")


def lines_between(text: Text, start: int, end: int) -> Iterator[Line]:
    """The lines of a part of the text that are neither blank nor rows of a table nor of a contents page."""
    at = start
    for printed in text.text[start:end].split("\n"):
        if printed.strip() and "\t" not in printed and not any(a <= at < b for a, b in text.contents):
            yield Line(squeezed(printed), printed.strip())
        at += len(printed) + 1


def head_lines(text: Text, sections: Sections) -> tuple[Line, ...]:
    """The lines before the first numbered section (at most 60), contents pages left out.

    What was taken for a running header there is among them: a title that heads each page may be printed once only."""
    end = next((section.start for section in sections.items if section.depth > 0 and section.path != "0"), len(text.text))
    if end == 0 or not text.text[:end].strip():
        end = len(text.text)
    found: list[Line] = []
    done = 0
    for removed in sorted(text.removed, key=lambda r: r.at):
        if removed.at >= end:
            break
        line = squeezed(removed.text)
        if removed.reason == "running_header" and REPORT.search(BRACKET.sub("", line)):
            found += [*lines_between(text, done, removed.at), Line(line, removed.text)]
            done = removed.at
    found += lines_between(text, done, end)
    unique = {line.text: line for line in reversed(found)}
    return tuple(line for line in found if unique[line.text] is line)[:HEAD_LINES]


def tail_lines(text: Text) -> tuple[Line, ...]:
    """The last lines of the text."""
    return tuple(lines_between(text, max(0, len(text.text) - 4000), len(text.text)))[-TAIL_LINES:]


def find_title(head: tuple[Line, ...], vocabulary: IdentityVocabulary, regions: Regions) -> Title | None:
    """The first line, or up to four lines broken in the middle, that ends in the word for a report."""
    fallback: Title | None = None
    for index, line in enumerate(head):
        text, bracket = _bare_title(re.sub(r"^附件\d*[：:]?", "", line.text))
        if not REPORT.search(text) or SENTENCE.search(text) or len(text) > 60 or "：" in text:
            continue
        joined = text
        for above in range(index, max(-1, index - 4), -1):
            if above < index:
                part = head[above].text
                if re.fullmatch(YEAR_MARK, part):
                    continue
                if _no_part_of_title(part):
                    break
                joined = part + joined
            if _starts_with_issuer(joined, vocabulary, regions) and not OFFICE.search(joined.removesuffix(text)):
                return Title(_with_school_above(joined, above, head, vocabulary), index, bracket)
        if fallback is None and len(text) > 4:
            fallback = Title(text, index, bracket)
    return fallback


def _bare_title(line: str) -> tuple[str, str]:
    """A line without footnote marks and its year bracket, and that bracket."""
    line = NOTE_MARK.sub("", line).strip("《》“”")
    brackets = list(BRACKET.finditer(line))
    if brackets and (brackets[-1].end() == len(line) or not REPORT.search(line)):
        return line[: brackets[-1].start()] + line[brackets[-1].end() :], brackets[-1].group()
    return line, ""


def past_year(line: str) -> str:
    """A title from its issuer on: without a year and opening brackets before it."""
    return re.sub(rf"^[【\[（(]*(?:{YEAR_MARK})?", "", line)


def _starts_with_issuer(line: str, vocabulary: IdentityVocabulary, regions: Regions) -> bool:
    line = past_year(line)
    if NATION.match(line) or COMPANY.match(line) or UNNAMED.match(line):
        return True
    if ZONE.match(line):
        return True
    return bool(regions.at(line, 0)) or institution_length(line, vocabulary) > 0


def _with_school_above(joined: str, above: int, head: tuple[Line, ...], vocabulary: IdentityVocabulary) -> str:
    """A school's title may begin with a line that only has the school's name."""
    if institution_length(joined, vocabulary) or above == 0:
        return joined
    name = head[above - 1].text
    return name + joined if institution_length(name, vocabulary) == len(name) else joined


def _no_part_of_title(line: str) -> bool:
    return bool(
        len(line) > 40 or SENTENCE.search(line) or only_date(line) or REPORT.search(line) or DOCUMENT_NUMBER.search(line)
        or re.search(r"[：:]|^(?:附件|附录|目录|封面|前言)", line)
    )


def institution_length(line: str, vocabulary: IdentityVocabulary) -> int:
    """Length of the name of an institution that a title or cover line starts with; 0 if it starts with none."""
    if not vocabulary.nouns:
        return 0
    ends = [m.end() for m in re.finditer("|".join(map(re.escape, vocabulary.nouns)), line)]
    subject = "|".join((SUBJECT, *map(re.escape, vocabulary.subjects)))
    for end in reversed(ends):
        rest = line[end:]
        if end < 4 or re.search(r"[，。、；：]|(?:关于|落实|推进)", line[:end]):
            continue
        if any(vocabulary.is_kind(line[start:end]) for start in (0, *ends) if start < end):
            continue  # 中等职业学校教育质量报告 names its sector
        if not rest or re.match(rf"[（(\[【〔二]|20\d\d|年度|.{{0,12}}(?:{subject})", rest):
            return end
    return 0
