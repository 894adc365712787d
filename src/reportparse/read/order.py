"""Brings the runs of a page into reading order: from top to bottom, on pages with two or more columns column by column."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportparse.read.columns import Columns, find_columns, is_marked, right_edge, take_turns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.columns import Edges
    from reportparse.read.layer import Layer
    from reportparse.read.runs import Run

_WIDE_GAP = 1.5
"""Gap inside a line, in font sizes, that may be the blank strip between two columns."""
_STRIP = 8.0
"""Width of a strip between columns in points, at least."""
_LINES = 5
"""Lines on either side of the strip, at least."""
_FILLED = 0.45
"""Share of the column's width that its lines fill on the median: shorter ones are labels, not prose."""
_BESIDE = 0.7
"""Share of the lines of the shorter column that have a line of the other beside them."""
_NARROWEST = 7.0
"""Width of a column in font sizes, at least: page numbers at the right edge are no column."""
_CROSSING = 0.35
"""Share of the lines that may run across the strip: headings, tables, pictures' captions."""
_WIDE = 0.7
"""Share of the width of a page's print from which on a line lies across columns."""
_DEEPEST = 3
_ROWS, _ROW_PIECES = 3, 3
"""Lines of a table without rules, and cells in most of them, at least."""
_ROW_PIECE = 0.8
"""Share of the width of a column that a cell of such a table fills, at most."""
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")


class Stretch(NamedTuple):
    """Runs that are read one after the other, and the edges of the column that they stand in (None: of the whole page)."""

    runs: list[Run]
    column: Edges | None = None


def in_reading_order(layer: Layer, runs: Sequence[Run], before: Columns | None = None) -> list[Stretch]:
    """The runs, cut at wide gaps, in the order in which a person reads them: one stretch, or one for each part of a column
    and one for what lies across columns.

    In columns only lines that span two of them by mistake are cut. A run without characters stands for a table. `before`
    are the columns of a page before."""
    pieces = [piece for run in runs for piece in _cut_at_gaps(layer, run)]
    if before is not None or (len(runs) >= 2 * _LINES and not _mostly_wide(pieces)):
        columns = find_columns(pieces, layer.text, before) or _loose_columns(pieces, layer.text)
        if columns is not None:
            return _by_columns(layer, _cut_only_at(runs, layer, columns.middle), columns, 1)
    return [Stretch(from_top(pieces))]


def _mostly_wide(pieces: Sequence[Run]) -> bool:
    """Whether so many runs are nearly as wide as the page's print that there is no room for columns, which costs little to ask."""
    limit = _WIDE * (max([piece.x1 for piece in pieces]) - min([piece.x0 for piece in pieces]))
    return len([piece for piece in pieces if piece.x1 - piece.x0 > limit]) > _CROSSING * len(pieces)


def page_columns(layer: Layer, runs: Sequence[Run], rules: Sequence[Run], before: Columns | None) -> Columns | None:
    """The two columns of running text of a page whose tables are not known yet, None on other pages.

    `rules` are level rules as runs without characters."""
    if len(runs) < 2 * _LINES and before is None:
        return None
    return find_columns([*rules, *(piece for run in runs for piece in _cut_at_gaps(layer, run))], layer.text, before)


def across(layer: Layer, runs: Sequence[Run], columns: Columns) -> list[Run]:
    """The pieces of runs that lie across two columns or between them: titles, page numbers."""
    return [piece for run in runs for piece in _cut_at_gaps(layer, run) if columns.side(piece) < 0]


def from_top(runs: Sequence[Run]) -> list[Run]:
    """Runs from top to bottom, those at one height from left to right; runs that are so already stay as they are."""
    if all(_follows(a, b) for a, b in pairwise(runs)):
        return list(runs)
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: run.y0 + run.y1):
        if rows and _one_height(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [run for row in rows for run in sorted(row, key=lambda run: run.x0)]


def _follows(before: Run, run: Run) -> bool:
    if _one_height(before, run):
        return run.x0 >= before.x0
    return run.y0 + run.y1 > before.y0 + before.y1


def _one_height(first: Run, second: Run) -> bool:
    shared = min(first.y1, second.y1) - max(first.y0, second.y0)
    return shared > 0.5 * min(first.y1 - first.y0, second.y1 - second.y0)


def _cut_at_gaps(layer: Layer, run: Run) -> list[Run]:
    """The pieces of a run between wide gaps; a run as wide as its characters has none and is not looked at closer."""
    if run.end <= run.start:
        return [run]  # a table in the place of a run
    text = layer.text[run.start : run.end]
    wide = (len(text.encode()) - len(text)) // 2
    if run.x1 - run.x0 < (wide + 0.5 * (len(text) - wide) + _WIDE_GAP) * run.size:
        return [run]
    pieces: list[Run] = []
    start, x0 = run.start, run.x0
    for match in _BLANKS.finditer(text):
        last, following = run.start + match.start() - 1, run.start + match.end()
        left, right = layer.box(last), layer.box(following)
        if right[0] - left[2] >= _WIDE_GAP * run.size:
            pieces.append(run._replace(start=start, end=last + 1, x0=x0, x1=left[2]))
            start, x0 = following, right[0]
    pieces.append(run._replace(start=start, x0=x0))
    return pieces


def _strip(runs: Sequence[Run]) -> tuple[float, float] | None:
    """The widest blank strip (x0, x1) with prose on both sides, None on a page of one column."""
    left, right = min(run.x0 for run in runs), max(run.x1 for run in runs)
    limit = _CROSSING * len(runs)
    if right - left < 12 * _STRIP or _mostly_wide(runs):
        return None
    # Every strip begins where some run ends; those near the edges part no columns.
    best: tuple[float, float] | None = None
    starts = {round(run.x1) for run in runs if left + 0.2 * (right - left) < run.x1 < left + 0.8 * (right - left)}
    for start in sorted(starts):
        beyond = [run.x0 for run in runs if run.x0 > start]
        if len(beyond) < _LINES:
            break
        crossing = [run for run in runs if run.x0 <= start < run.x1 - 1]
        if len(crossing) > limit:
            continue
        end = min(beyond)
        if end - start < _STRIP:
            continue
        if (best is None or end - start > best[1] - best[0]) and _prose_beside(runs, start, end, left, right):
            best = (start, end)
    return best


def _prose_beside(runs: Sequence[Run], start: float, end: float, left: float, right: float) -> bool:
    before = [run for run in runs if run.x1 <= start + 1]
    after = [run for run in runs if run.x0 >= end - 1]
    if len(before) < _LINES or len(after) < _LINES:
        return False
    fewer, more = sorted((before, after), key=len)
    beside = sum(1 for run in fewer if any(other.y0 - run.size < run.y1 and run.y0 < other.y1 + run.size for other in more))
    if beside < _BESIDE * len(fewer):
        return False
    size = sorted(run.size for run in runs)[len(runs) // 2]
    return (
        _median_width(before) >= max(_FILLED * (start - left), _NARROWEST * size)
        and _median_width(after) >= max(_FILLED * (right - end), _NARROWEST * size)
    )


def _median_width(runs: Sequence[Run]) -> float:
    widths = sorted(run.x1 - run.x0 for run in runs)
    return widths[len(widths) // 2]


def _loose_columns(runs: Sequence[Run], text: str) -> Columns | None:
    """The columns of prose beside a blank strip, also of other widths than each other, and with other columns in them."""
    strip = _strip(runs) if len(runs) >= 2 * _LINES else None
    if strip is None:
        return None
    sides = [[run for run in runs if run.x1 <= strip[0] + 1], [run for run in runs if run.x0 >= strip[1] - 1]]
    words = [[run for run in side if run.end > run.start] for side in sides]
    if take_turns(words) or not all(is_marked(side, text) for side in words):
        return None
    edges: list[Edges] = []
    for side in words:
        last = right_edge([run.x1 for run in side], max(run.size for run in side))
        edges.append((min(run.x0 for run in side), max(run.x1 for run in side) if last is None else last))
    return Columns(*edges)


def _cut_only_at(runs: Sequence[Run], layer: Layer, middle: float) -> list[Run]:
    """Runs that reach over the strip around `middle` with nothing in it are cut there, all others stay whole."""
    result: list[Run] = []
    for run in runs:
        pieces = _cut_at_gaps(layer, run) if run.x0 < middle < run.x1 else [run]
        sides = [[piece for piece in pieces if piece.x1 <= middle], [piece for piece in pieces if piece.x0 >= middle]]
        if len(sides[0]) + len(sides[1]) < len(pieces) or not all(sides):
            result.append(run)
            continue
        result.extend(side[0]._replace(end=side[-1].end, x1=side[-1].x1) for side in sides)
    return result


def _by_columns(layer: Layer, runs: Sequence[Run], columns: Columns, depth: int) -> list[Stretch]:
    """Bands between the runs that cross the strip, in each the left side before the right side.

    A table without rules keeps its rows, where nothing else stands in its band."""
    sides = [columns.side(run) for run in runs]
    crossing = from_top([run for run, side in zip(runs, sides, strict=True) if side < 0])
    rest = [(run, side) for run, side in zip(runs, sides, strict=True) if side >= 0]
    ordered: list[Stretch] = []
    for border in [*crossing, None]:
        height = float("inf") if border is None else (border.y0 + border.y1) / 2
        band = [(run, side) for run, side in rest if (run.y0 + run.y1) / 2 < height]
        rest = [(run, side) for run, side in rest if (run.y0 + run.y1) / 2 >= height]
        if (rows := _rows(layer, [run for run, _ in band], columns)) is not None:
            ordered.append(Stretch(rows))
            band = []
        for number, edges in enumerate(columns):
            inside = [run for run, side in band if side == number]
            inner = _loose_columns(inside, layer.text) if depth < _DEEPEST else None
            if inner is not None:
                ordered.extend(_by_columns(layer, inside, inner, depth + 1))
            elif inside:
                ordered.append(Stretch(from_top(inside), edges))
        if border is None:
            break
        if ordered and ordered[-1].column is None:
            ordered[-1].runs.append(border)
        else:
            ordered.append(Stretch([border]))
    return ordered


def _rows(layer: Layer, band: Sequence[Run], columns: Columns) -> list[Run] | None:
    """The pieces of a band in which most lines have three or more and none is as wide as a column; None of other bands."""
    widest = _ROW_PIECE * min(end - begin for begin, end in columns)
    if len(band) < 2 * _ROWS or any(run.end <= run.start for run in band):
        return None
    pieces = from_top([piece for run in band for piece in _cut_at_gaps(layer, run)])
    if any(piece.x1 - piece.x0 > widest for piece in pieces):
        return None
    counts = [0]
    for before, piece in pairwise(pieces):
        counts[-1] += 1
        if not _one_height(before, piece):
            counts.append(0)
    counts[-1] += 1
    return pieces if len(counts) >= _ROWS and sum(1 for count in counts if count >= _ROW_PIECES) > len(counts) / 2 else None
