"""Finds the printed runs of a page's text layer, with boxes, and puts runs together to lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reportparse.model import Box, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.read.layer import Layer

_PRINTED_LINE = re.compile(r"[^\r\n]+")
PRINTED_WORD = re.compile(r"[^\s\u3000]+")
"""Characters between blanks and line ends."""
_BLANK = " \t\u3000\xa0"

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
    for start, end in spans:
        a, b, c, d = layer.box(start)
        if end - start > 1:
            e, f, g, h = layer.box(end - 1)
            a, b, c, d = min(a, e), min(b, f), max(c, g), max(d, h)
        size, dx, dy = layer.style(printed_middle(text, start, end))
        runs.append(Run(start, end, a, b, c, d, size, (dx, dy)))
    return runs


def printed_middle(text: str, start: int, end: int) -> int:
    """The index in the middle of a run that ends in a printed character, moved past blanks: these have no style."""
    middle = (start + end) // 2
    while text[middle].isspace():
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


def runs_to_lines(runs: Sequence[Run], text: str) -> list[Line]:
    """Runs in reading order as lines; a run that goes on at the height of the one before is joined to it."""
    lines: list[Line] = []
    group: list[Run] = []
    for run in runs:
        if group and not continues(group, run):
            lines.append(group_to_line(group, text))
            group = []
        group.append(run)
    if group:
        lines.append(group_to_line(group, text))
    return lines


def continues(group: Sequence[Run], run: Run) -> bool:
    """Whether `run` stands to the right of the group on the same line, closer than two characters."""
    last = group[-1]
    shared = min(last.y1, run.y1) - max(last.y0, run.y0)
    if shared < _SAME_LINE * min(last.y1 - last.y0, run.y1 - run.y0):
        return False
    reach = 2 * max(last.size, run.size)
    return last.x1 - 0.3 * reach <= run.x0 <= last.x1 + reach


def group_to_line(group: Sequence[Run], text: str) -> Line:
    """One line of runs on the same height; a gap wider than a quarter of a character becomes a space of index -1,
    unless the text layer has blanks there."""
    first = group[0]
    if len(group) == 1:
        return Line(
            text[first.start : first.end], range(first.start, first.end), Box(first.x0, first.y0, first.x1, first.y1),
            first.size,
        )
    parts: list[str] = []
    indices: list[int] = []
    before: Run | None = None
    for run in group:
        if before is not None:
            between = text[before.end : run.start] if before.end <= run.start else "\n"
            if between and not between.strip(_BLANK):
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
    whole = len(indices) == indices[-1] - indices[0] + 1 and -1 not in indices
    return Line(
        "".join(parts), range(indices[0], indices[-1] + 1) if whole else tuple(indices), box,
        max(group, key=lambda run: run.end - run.start).size,
    )
