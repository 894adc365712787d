"""Finds the printed runs of a page's text layer, with boxes, and puts runs together to lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportparse.document import Box, Line
from reportparse.read.setting import NO_BLANK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reportparse.read.layer import Layer, UprightBox

_PRINTED_LINE = re.compile(r"[^\r\n]+")
PRINTED_WORD = re.compile(r"[^\s\u3000]+")
"""Characters between blanks and line ends."""
_BLANK = " \t\u3000\xa0"

STACKED = 1.9
"""Height of a run, in font sizes, from which its characters may stand below each other."""
_WIDE_GAP = 2.0
"""Gap inside a line, in font sizes, that may part columns."""
_TABBED_LINES = 3
_SAME_LINE = 0.55
"""Share of the lower height that two runs must have in common to stand on one line."""


class Run(NamedTuple):
    """Characters `start:end` of the text layer that stand on one line, with their box in upright coordinates.

    A tuple, for pages have hundreds of them and tuples are made several times faster than data classes."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    direction: tuple[float, float] = (1.0, 0.0)


def printed_lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines of a text layer without the blanks around them."""
    spans: list[tuple[int, int]] = []
    for match in _PRINTED_LINE.finditer(text):
        start, end = match.span()
        piece = match.group()
        start += len(piece) - len(piece.lstrip(_BLANK))
        end -= len(piece) - len(piece.rstrip(_BLANK))
        if start < end:
            spans.append((start, end))
    return spans


def line_runs(layer: Layer, spans: Iterable[tuple[int, int]]) -> list[Run]:
    """A run for each span, its box taken from first and last character only: asking for a box costs time."""
    runs: list[Run] = []
    text = layer.text
    height, size, direction = -1.0, 0.0, (1.0, 0.0)
    for start, end in spans:
        a, b, c, d = layer.box(start)
        if end - start > 1:
            e, f, g, h = layer.box(end - 1)
            a, b, c, d = min(a, e), min(b, f), max(c, g), max(d, h)
        if abs(d - b - height) > 0.01:  # lines of one height are of one font; asking costs more than comparing
            height = d - b
            size, *parts = layer.style(printed_middle(text, start, end))
            direction = (parts[0], parts[1])
        run = Run(start, end, a, b, c, d, size, direction)
        if d - b > STACKED * size and end - start > 1:
            runs.extend(unstacked(run, text, layer.box, upright_writing=True))
        else:
            runs.append(run)
    return runs


def unstacked(run: Run, text: str, box: Callable[[int], UprightBox], *, upright_writing: bool) -> list[Run]:
    """A run higher than a line, cut where its characters stand below each other.

    pdfium takes lines of one character each for upright writing and runs them together. With `upright_writing` closely
    set characters stay together (a label that runs down the page), but numbers never do."""
    pieces: list[Run] = []
    start = run.start
    a, b, c, d = box(start)
    for index in range(start + 1, run.end):
        if text[index].isspace():
            continue
        e, f, g, h = box(index)
        below = f - d
        apart = not upright_writing or below > 0.5 * run.size or text[index].isdigit() or text[index - 1].isdigit()
        if below > -0.3 * run.size and apart:
            pieces.append(run._replace(start=start, end=index, x0=a, y0=b, x1=c, y1=d))
            start, a, b, c, d = index, e, f, g, h
        else:
            a, b, c, d = min(a, e), min(b, f), max(c, g), max(d, h)
    pieces.append(run._replace(start=start, x0=a, y0=b, x1=c, y1=d))
    return [piece._replace(end=piece.start + len(text[piece.start : piece.end].rstrip())) for piece in pieces]


def printed_middle(text: str, start: int, end: int) -> int:
    """The index in the middle of a run that ends in a printed character, moved past blanks: these have no style."""
    middle = (start + end) // 2
    while text[middle].isspace() or text[middle] == NO_BLANK:
        middle += 1
    return middle


def join_words(words: Sequence[Run], text: str) -> list[Run]:
    """Words in content order as longer runs: those with nothing but blanks between them that go on on one line."""
    joined: list[Run] = []
    for word in words:
        if joined and not text[joined[-1].end : word.start].strip(_BLANK) and continues(joined[-1:], word):
            last = joined[-1]
            joined[-1] = Run(
                last.start, word.end, min(last.x0, word.x0), min(last.y0, word.y0), max(last.x1, word.x1),
                max(last.y1, word.y1), last.size, last.direction,
            )
        else:
            joined.append(word)
    return joined


def runs_to_lines(runs: Sequence[Run], text: str, reach: float = float("inf")) -> list[Line]:
    """Runs in reading order as lines; a run that goes on at the height of the one before, no farther off than `reach`
    characters, is joined to it.

    Where three or more lines have the same wide gaps below each other, the gaps become tabs: they part columns."""
    groups: list[list[Run]] = []
    for run in runs:
        if groups and run.y0 < groups[-1][-1].y1 and continues(groups[-1], run, reach):
            groups[-1].append(run)
        else:
            groups.append([run])
    gaps = [_wide_gaps(group) for group in groups]
    lines: list[Line] = []
    start = 0
    while start < len(groups):
        end = start + 1
        while gaps[start] and end < len(groups) and _same_gaps(gaps[end - 1], gaps[end]):
            end += 1
        tabs = end - start >= _TABBED_LINES
        lines.extend(group_to_line(group, text, tabs) for group in groups[start:end])
        start = end
    return lines


def _wide_gaps(group: Sequence[Run]) -> list[tuple[float, float]]:
    return [(a.x1, b.x0) for a, b in pairwise(group) if b.x0 - a.x1 >= _WIDE_GAP * a.size] if len(group) > 1 else []


def _same_gaps(first: Sequence[tuple[float, float]], second: Sequence[tuple[float, float]]) -> bool:
    return len(first) == len(second) and all(
        max(a[0], b[0]) < min(a[1], b[1]) for a, b in zip(first, second, strict=True)
    )


def continues(group: Sequence[Run], run: Run, reach: float = 2.0) -> bool:
    """Whether `run` stands to the right of the group on the same line, no farther off than `reach` characters."""
    last = group[-1]
    shared = min(last.y1, run.y1) - max(last.y0, run.y0)
    if shared < _SAME_LINE * min(last.y1 - last.y0, run.y1 - run.y0):
        return False
    size = max(last.size, run.size)
    return last.x1 - 0.6 * size <= run.x0 <= last.x1 + reach * size


def group_to_line(group: Sequence[Run], text: str, tabs: bool = False) -> Line:
    """One line of runs on the same height; a gap wider than a quarter of a character becomes a space of index -1,
    unless the text layer has blanks there. With `tabs` a wide gap becomes a tab of index -1."""
    first = group[0]
    if len(group) == 1:
        words, places = text[first.start : first.end], range(first.start, first.end)
        box = Box(first.x0, first.y0, first.x1, first.y1)
        return _without_no_blank(words, places, box, first.size) if NO_BLANK in words else Line(words, places, box, first.size)
    parts: list[str] = []
    indices: list[int] = []
    before: Run | None = None
    for run in group:
        if before is not None:
            between = text[before.end : run.start] if before.end <= run.start else "\n"
            if tabs and run.x0 - before.x1 >= _WIDE_GAP * before.size:
                parts.append("\t")
                indices.append(-1)
            elif between and not between.strip(_BLANK):
                parts.append(between)
                indices.extend(range(before.end, run.start))
            elif run.x0 - before.x1 > 0.25 * max(run.size, before.size):
                parts.append(" ")
                indices.append(-1)
        parts.append(text[run.start : run.end])
        indices.extend(range(run.start, run.end))
        before = run
    box = Box(
        min(run.x0 for run in group), min(run.y0 for run in group),
        max(run.x1 for run in group), max(run.y1 for run in group),
    )
    size = max(group, key=lambda run: run.end - run.start).size
    words = "".join(parts)
    if NO_BLANK in words:
        return _without_no_blank(words, indices, box, size)
    whole = len(indices) == indices[-1] - indices[0] + 1 and -1 not in indices
    return Line(words, range(indices[0], indices[-1] + 1) if whole else tuple(indices), box, size)


def _without_no_blank(words: str, indices: Sequence[int], box: Box, size: float) -> Line:
    kept = tuple(index for character, index in zip(words, indices, strict=True) if character != NO_BLANK)
    return Line(words.replace(NO_BLANK, ""), kept, box, size)
