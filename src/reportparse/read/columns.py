"""Finds the columns of text of a page: the blank strip between two of them, whatever crosses it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.runs import Run

Edges = tuple[float, float]
"""Where a column of text begins and ends."""

_NARROWEST = 10.0
"""Width of a column in font sizes, at least."""
_LINES = 5
"""Lines in either column, at least."""
_ALIKE = 0.85
"""The narrower column has this share of the other's width, at least."""
_SMALLEST_GAP = 6.0
"""Points between two columns, at least."""
_WIDEST_GAP = 5.0
"""Font sizes between two columns, at most: tables without rules have wider ones."""
_FULL = 0.3
"""Share of a column's lines that fill its width, at least: prose does, cells do not."""
_MANY = 8
"""Lines that fill a column from which on other lines beside them may be a table's."""
_MARKED = 0.25
"""Share of a column's lines with a mark between clauses, at least."""
_CROSSING = 0.5
"""Lines across the strip for each line of the longer column, at most."""
_WIDE = 0.62
"""Share of the printed width from which on a line lies across both columns."""
_BESIDE = 0.5
"""Share of the shorter column's lines that have a line or a table of the other beside them."""
_SAME = 3
"""Lines that show an edge of a column, at least."""
_TURNS = 0.5
"""Turns from one side to the other for each line, at most."""
_USUAL = 0.25
"""Lines that begin at the left edge for each that begins at the commonest place, at least."""
_FITTING = 0.8
"""Share of a page's lines that keep to the columns of the page before, at least."""
_TABLE = 0.6
"""Share of the column's width that a table fills, at least, to show the column."""
_SPANS = 2
"""Rules or tables as wide as a column from which on the cells of tables need not begin where its lines do."""
_NEAR = 2.0
_TRIED = 6
_CLAUSE_MARK = re.compile("[，。；、！？,;?!]")


class Columns(NamedTuple):
    """The edges of two columns of text beside each other."""

    left: Edges
    right: Edges

    @property
    def middle(self) -> float:
        """The middle of the strip between them."""
        return (self.left[1] + self.right[0]) / 2

    @property
    def alike(self) -> bool:
        """Whether both have one width, as columns of running text have."""
        widths = [end - begin for begin, end in self]
        return min(widths) >= _ALIKE * max(widths)

    def side(self, run: Run) -> int:
        """0 for a run of the left column, 1 for one of the right, -1 for one that lies across or between them.

        Tables may reach into the strip; so may words, but what stands in its middle (a page number) is of neither."""
        left, right = self.left[1], self.right[0]
        if run.end <= run.start:
            inside = (run.x1 <= right + _NEAR, run.x0 >= left - _NEAR)
            return inside.index(True) if inside[0] != inside[1] else -1
        middle = (run.x0 + run.x1) / 2
        if run.x1 <= right + 0.5 and middle < left:
            return 0 if abs(middle - self.middle) > run.size + (right - left) / 2 else -1
        return 1 if run.x0 >= left - 0.5 and middle > right else -1


def find_columns(pieces: Sequence[Run], text: str, before: Columns | None) -> Columns | None:
    """The two columns of a page's lines, None on a page of one; `before` are those of a page before.

    Columns have one width, prose that fills them, and lines beside each other. On a page that keeps to the columns of the
    page before, fewer lines do, for the last may be short."""
    words = [piece for piece in pieces if piece.end > piece.start]
    if not words:
        return None
    if before is not None and _keeps_to(pieces, before):
        return before
    if len(words) < 2 * _LINES:
        return None
    left, right = min(word.x0 for word in words), max(word.x1 for word in words)
    wide = sum(1 for word in words if word.x1 - word.x0 > _WIDE * (right - left))
    if wide > _CROSSING * (len(words) - wide):
        return None
    sizes = sorted(word.size for word in words)
    size = sizes[len(sizes) // 2]
    starts = Counter(round(word.x0) for word in words if left + 0.3 * (right - left) < word.x0 < left + 0.75 * (right - left))
    tried = {
        found: _prose(found, pieces, text, size)
        for start, count in starts.most_common(_TRIED)
        if count >= _SAME and (found := _columns_at(words, start - 1.0, size, left)) is not None
    }
    best = max(tried, key=tried.__getitem__, default=None)
    return best if best is not None and tried[best] else None


def _columns_at(words: Sequence[Run], start: float, size: float, left: float) -> Columns | None:
    """The columns of which the second begins at `start` or, where most of its lines are indented, before."""
    ends = [word.x1 for word in words if word.x1 <= start - 0.5 * size and word.x0 < start - 5 * size]
    end = right_edge(ends, size)
    if end is None:
        return None
    after = [word for word in words if word.x0 > end + 0.5 * size and word.x0 >= start - 3.5 * size and word.x1 > start + 3 * size]
    if not after:
        return None
    start = min(word.x0 for word in after)
    last = right_edge([word.x1 for word in after], size)
    if last is None or not max(_SMALLEST_GAP, 0.5 * size) <= start - end <= _WIDEST_GAP * size:
        return None
    firsts = Counter(round(word.x0) for word in words if word.x1 <= end + 0.5)
    usual = max(firsts.values(), default=0) * _USUAL
    begin = min((float(x) for x, count in firsts.items() if count >= max(_SAME, usual)), default=left)
    return Columns((begin, end), (start, last))


def right_edge(ends: Sequence[float], size: float) -> float | None:
    """Where a column of lines that end at `ends` ends: the farthest place at which some do, each a character off at most."""
    ordered = sorted(ends, reverse=True)
    for place in range(len(ordered) - _SAME + 1):
        if ordered[place] - ordered[place + _SAME - 1] <= 1.2 * size:
            return ordered[place]
    return None


def _prose(columns: Columns, pieces: Sequence[Run], text: str, size: float) -> int:
    """How many lines of prose fill the columns; 0 where these are none."""
    if not columns.alike or min(end - begin for begin, end in columns) < _NARROWEST * size:
        return 0
    sides: list[list[Run]] = [[], []]
    crossing = 0
    for piece in pieces:
        side = columns.side(piece)
        if side < 0:
            crossing += piece.end > piece.start
        else:
            sides[side].append(piece)
    words = [[piece for piece in side if piece.end > piece.start] for side in sides]
    longer = max(map(len, words))
    if min(map(len, words)) < _LINES or crossing > _CROSSING * longer:
        return 0
    full = [_full_lines(side, edges, text, size) for side, edges in zip(words, columns, strict=True)]
    if not all(full):
        return 0
    if take_turns(words):
        return 0
    fewer = min((0, 1), key=lambda side: len(words[side]))
    beside = sum(1 for run in words[fewer] if any(other.y0 - size < run.y1 and run.y0 < other.y1 + size for other in sides[1 - fewer]))
    return sum(full) if beside >= _BESIDE * len(words[fewer]) else 0


def take_turns(words: Sequence[Sequence[Run]]) -> bool:
    """Whether most lines stand alone at their height, to the left and to the right by turns, as in a dialogue."""
    lines = sorted((run.y0, run.y1, side) for side, runs in enumerate(words) for run in runs)
    turns = sum(1 for (_, end, side), (begin, _, other) in pairwise(lines) if side != other and begin >= end)
    return turns > _TURNS * len(lines)


def is_marked(runs: Sequence[Run], text: str) -> bool:
    """Whether as many lines have marks between clauses as those of prose do."""
    return sum(1 for run in runs if _CLAUSE_MARK.search(text, run.start, run.end)) >= _MARKED * len(runs)


def _full_lines(runs: Sequence[Run], edges: Edges, text: str, size: float) -> int:
    """How many lines fill the column, 0 where it is not prose: much of it is, or so many lines that the rest is tables."""
    full = [run for run in runs if run.x1 >= edges[1] - 1.5 * size and run.x0 <= edges[0] + 3 * size]
    if len(full) >= _FULL * len(runs):
        return len(full) if is_marked(runs, text) else 0
    return len(full) if len(full) >= _MANY and is_marked(full, text) else 0


def _keeps_to(pieces: Sequence[Run], columns: Columns) -> bool:
    """Whether a page's lines and tables begin and end where those of a page before did, some of them at the very edges."""
    size = max(piece.size for piece in pieces) or 10.0
    total = fitting = aligned = spans = 0
    full = [0, 0]
    for piece in pieces:
        # A table weighs as much as the lines in its place, a rule as one.
        table = piece.end <= piece.start
        weight = max(1, int((piece.y1 - piece.y0) / (2 * size))) if table else 1
        total += weight
        side = columns.side(piece)
        if side < 0:
            continue
        left, right = columns[side]
        own = piece.size or size
        if piece.x0 < left - own or (piece.x1 > right + own and not table):
            continue  # tables may be too wide for their column
        fitting += weight
        if piece.x1 >= right - 1.2 * own or (table and piece.x1 - piece.x0 >= _TABLE * (right - left)):
            full[side] += weight
        if table:
            spans += abs(piece.x0 - left) < own and abs(piece.x1 - right) < 1.2 * own
        if table or any(abs(piece.x0 - left - indent * own) < 0.6 * own for indent in (0, 2)):
            aligned += weight
    kept = fitting >= _FITTING * total and full[0] >= 1 and sum(full) >= 2
    return kept and (aligned >= 0.5 * fitting or spans >= _SPANS)
