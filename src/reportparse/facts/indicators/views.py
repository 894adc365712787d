"""Sentences, brackets and clauses: how far to the left and right of a number its words may stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from reportparse.compiling import compiled
from reportparse.model import Number, Sections, Text
from reportparse.numbers.units import unit_family


def reading_form(text: str) -> str:
    """The text with the half-width marks of Chinese prose as full-width ones, character for character: the grammar knows one form.

    A comma or stop between digits, and the dot after a marker (`1.规模`), stay."""
    for pattern, mark in _MARKS:
        text = pattern.sub(mark, text)
    return _DASH.sub(" ，", text)


_MARKS = tuple((regex.compile(pattern), mark) for pattern, mark in (
    (r"(?<!\d),|,(?!\d)", "，"), (r";", "；"), (r"(?<=[\p{Han}”）)]):|:(?=\p{Han})", "："), (r"\(", "（"), (r"\)", "）"),
    (r"(?<=[\p{Han}%％”）])\.(?![A-Za-z])", "。"), (r"(?<=\p{Han})\?", "？"), (r"(?<=\p{Han})!", "！")))
_DASH = regex.compile(r"(?<![\d年月日级届—])——(?!—)")
"""A dash that begins an explanation, no range: it ends its clause as a comma does."""
_QUOTES_AND_ENDS = regex.compile(r"[“”《》。！？!?：\n]")
SLOGAN = compiled(
    r"[^，。；：\d校院省市县区]{2,14}(?:(?:更加?|越[\p{Han}]{0,3}越|不断|持续|日益|日趋|稳步|全面|进一步|再|得到|显著|明显|逐步|大幅)\p{Han}{1,4}|"
    r"壮大|提升|增强|夯实|优化|改善|凸显|显现|见效|起势|起来|一新|过硬|扎实|精良|雄厚|完善|齐全)")
"""What a clerk puts before a colon to praise what follows, and which is no noun of it: `队伍不断壮大：`."""
_BRACKETS = regex.compile(r"[（(［\[）)］\]]")
OPEN = "（(［["
CLAUSE_MARKS = "，；"
MASK = " "


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of text as its numbers see it: a sentence without its brackets, or the inside of one bracket.

    `masked` has the length of the stretch; what lies in a bracket below is blanked, so offsets stay true."""

    start: int
    end: int
    masked: str
    host: int = -1
    """For a bracket: offset of the opening mark in the text; -1 for a sentence."""

    def slice(self, start: int, end: int) -> str:
        """The masked text between two offsets of the report's text."""
        return self.masked[max(start, self.start) - self.start:max(end, self.start) - self.start]

    def clause_start(self, offset: int) -> int:
        """Offset after the last clause mark before `offset`."""
        at = max(self.masked.rfind(mark, 0, offset - self.start) for mark in CLAUSE_MARKS)
        return self.start + at + 1

    def clause_end(self, offset: int) -> int:
        """Offset of the first clause mark at or after `offset`."""
        found = [at for mark in CLAUSE_MARKS if (at := self.masked.find(mark, offset - self.start)) >= 0]
        return self.start + min(found) if found else self.end

    def part_start(self, offset: int) -> int:
        """Offset after the last ； before `offset`."""
        at = max(self.masked.rfind(mark, 0, offset - self.start) for mark in "；;")
        return self.start + at + 1


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its views (itself first, then its brackets) and its quantities in reading order."""

    start: int
    end: int
    paragraph: int
    """Where its paragraph begins; a section that begins in mid-line (一是…) begins a paragraph."""
    line: int
    """Where its line begins."""
    views: tuple[View, ...]
    numbers: tuple[Number, ...]

    def view_of(self, offset: int) -> View:
        """The innermost view that holds `offset`."""
        return min((view for view in self.views if view.start <= offset < view.end), key=lambda view: view.end - view.start)


def sentences(text: Text, numbers: Sequence[Number], sections: Sections) -> Iterator[Sentence]:
    """The sentences that hold a quantity, outside tables and contents pages, in reading order."""
    skipped = sorted([(t.start, t.end) for t in text.tables] + list(text.contents))
    # Spans of time and ages are no values: 毕业三年晋升比例 is one term.
    quantities = [n for n in numbers if n.kind == "quantity" and not n.second and unit_family(n.unit) not in {"time", "age"}]
    at = 0
    for start, end, paragraph in _spans(text.text):
        while at < len(quantities) and quantities[at].start < start:
            at += 1
        stop = at
        while stop < len(quantities) and quantities[stop].start < end:
            stop += 1
        if stop == at or any(s <= start < e for s, e in skipped):
            continue
        section = sections.at(start)
        if section.kind == "attachment" and start < section.body_start:
            continue  # the heading of a list of others
        opened = max(paragraph, sections.at(start).start)
        yield Sentence(start, end, opened, paragraph, tuple(_views(text.text, start, end)), tuple(quantities[at:stop]))


def _spans(text: str) -> Iterator[tuple[int, int, int]]:
    start = paragraph = depth = 0
    for match in _QUOTES_AND_ENDS.finditer(text):
        i, char = match.start(), match.group()
        if char in "“《":
            depth += 1
            continue
        if char in "”》":
            depth = max(0, depth - 1)
            continue
        if depth and char != "\n":
            continue
        if char == "：" and not (i - start < 24 and SLOGAN.fullmatch(text[start:i].lstrip())):
            continue
        depth = 0
        yield start, i, paragraph
        start = i + 1
        if char == "\n":
            paragraph = start
    if start < len(text):
        yield start, len(text), paragraph


def _views(text: str, start: int, end: int) -> Iterator[View]:
    """The sentence with its brackets blanked, then each bracket (at any depth) with its own brackets blanked."""
    stack: list[int] = []
    brackets: list[tuple[int, int]] = []
    for match in _BRACKETS.finditer(text, start, end):
        if match.group() in OPEN:
            stack.append(match.start())
        elif stack:
            brackets.append((stack.pop(), match.start()))
    brackets.sort()
    for outer_start, outer_end, host in [(start, end, -1)] + [(a + 1, b, a) for a, b in brackets]:
        chars = list(text[outer_start:outer_end])
        for a, b in brackets:
            if a >= outer_start and b < outer_end:
                chars[a - outer_start:b + 1 - outer_start] = MASK * (b + 1 - a)
        yield View(outer_start, outer_end, "".join(chars), host)
