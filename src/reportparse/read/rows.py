"""Parts grid rows that hold several printed rows without rules between them, by the alignment of their lines."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportparse.read.grid import Grid, GridCell
from reportparse.read.setting import NO_BLANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.runs import Run

_NUMERIC = re.compile(r"[-–—+－]?[(（]?[-–—+－]?\d[\d,，.\s]*[%％‰]?[)）]?|[-–—－…/*]+")
_NEAR = 0.5
"""Lines whose middles are closer than this share of their height stand on one row."""
_TIGHT = 0.72
"""A line nearer to the one above than this share of the usual distance continues that one's cell."""


_OVERLAP = 0.15
"""Lines that overlap by this share of the lower one's height stand in one row of a table."""
_NEXT_LINE, _LINE_BEFORE = 1.0, 0.8
"""Gap between the lines of a wrapped cell, in heights of a line, at most; less where its first line waits for its row."""


class _Row(NamedTuple):
    """A printed row: its middle, and the words of each column on it."""

    middle: float
    height: float
    words: dict[int, list[Run]]

    @property
    def top(self) -> float:
        """Its upper end."""
        return self.middle - self.height / 2

    @property
    def bottom(self) -> float:
        """Its lower end."""
        return self.middle + self.height / 2

    @property
    def line_height(self) -> float:
        """Height of its highest line."""
        return max(run.y1 - run.y0 for words in self.words.values() for run in words)

    def with_below(self, other: _Row) -> _Row:
        """One row of this and the one below it."""
        words = {column: list(runs) for column, runs in self.words.items()}
        for column, runs in other.words.items():
            words.setdefault(column, []).extend(runs)
        top, bottom = min(self.top, other.top), max(self.bottom, other.bottom)
        return _Row((top + bottom) / 2, bottom - top, words)


def part_rows(grid: Grid, words: dict[GridCell, list[Run]], text: str) -> tuple[Grid, dict[GridCell, list[Run]]]:
    """`grid` with more rows where its cells show several rows side by side, and the words in the new cells.

    A band is parted when a column of it holds nothing but numbers, one below the other, on lines with the other
    columns; in a grid with open sides also when two columns of words keep to common lines."""
    parts: dict[int, list[float]] = {}
    for row in range(grid.rows):
        cells = [cell for cell in grid.cells if cell.row == row and cell.row_span == 1]
        if len(cells) < 2 or any(cell is None or cell.row_span != 1 for cell in grid.owner[row]):
            continue
        rows = printed_rows({cell.column: words.get(cell, []) for cell in cells})
        is_open = grid.open_left or grid.open_right
        if len(rows) > 1 and _are_rows(rows, text, is_open):
            rows = join_wrapped(rows, text)
            parts[row] = bounds_between(rows)
    if not parts:
        return grid, words
    return _parted(grid, words, parts)


def printed_rows(columns: dict[int, list[Run]]) -> list[_Row]:
    """The rows on which the words of some columns stand, from top to bottom."""
    placed = sorted(
        ((column, run) for column, runs in columns.items() for run in runs),
        key=lambda item: (item[1].y0 + item[1].y1),
    )
    rows: list[_Row] = []
    for column, run in placed:
        middle, height = (run.y0 + run.y1) / 2, run.y1 - run.y0
        if rows and middle - rows[-1].middle < _NEAR * max(min(height, rows[-1].height), 1.0):
            rows[-1].words.setdefault(column, []).append(run)
        else:
            rows.append(_Row(middle, height, {column: [run]}))
    return rows


def _are_rows(rows: Sequence[_Row], text: str, is_open: bool) -> bool:
    columns = sorted({column for row in rows for column in row.words})
    if len(columns) < 2:
        return False
    for column in columns:
        held = [row for row in rows if column in row.words]
        if len(held) < (2 if is_open else 3):
            continue
        shared = sum(1 for row in held if len(row.words) > 1)
        if shared < 0.8 * len(held):
            continue
        if all(is_numeric(row.words[column], text) for row in held):
            return True
    if not is_open:
        return False
    full = sum(1 for row in rows if len(row.words) >= 2)
    return full >= 3 and full >= 0.8 * len(rows)


def bounds_between(rows: Sequence[_Row]) -> list[float]:
    """The heights midway between the bottom of each row and the top of the next."""
    return [(a.middle + a.height / 2 + b.middle - b.height / 2) / 2 for a, b in pairwise(rows)]


def is_numeric(words: Sequence[Run], text: str) -> bool:
    """Whether words are one number, with its sign, brackets or per cent, or a dash in its place."""
    return _NUMERIC.fullmatch(" ".join(text[word.start : word.end] for word in words).replace(NO_BLANK, "")) is not None


def join_wrapped(rows: list[_Row], text: str) -> list[_Row]:
    """Rows with the continuation lines of wrapped cells joined to the row that they belong to.

    A row without a number that stands tighter than rows usually do goes on with the row above, when that one has the
    same columns filled or more; otherwise it waits for the row below."""
    if len(rows) < 3:
        return rows
    distances = sorted(b.middle - a.middle for a, b in pairwise(rows))
    usual = distances[len(distances) // 2]
    joined: list[_Row] = []
    for row in rows:
        numeric = any(is_numeric(words, text) for words in row.words.values())
        if joined and row.middle - joined[-1].middle < _TIGHT * usual and (not numeric or len(joined[-1].words) == 1):
            last = joined[-1]
            for column, words in row.words.items():
                last.words.setdefault(column, []).extend(words)
            joined[-1] = last._replace(middle=(last.top + row.bottom) / 2, height=row.bottom - last.top)
        else:
            joined.append(_Row(row.middle, row.height, dict(row.words)))
    return joined


def join_cells(rows: Sequence[_Row], text: str) -> list[_Row]:
    """Printed rows with the lines of one table row joined: lines that overlap in height, and the further lines of wrapped
    cells.

    A wrapped line fills its column's width, and the line after it prints in no other columns than the one before. Where a
    column holds numbers only, every row has one; without such a column the rest of a row leaves its first column blank."""
    merged: list[_Row] = []
    for row in rows:
        last = merged[-1] if merged else None
        if last is not None and row.top < last.bottom - _OVERLAP * min(row.line_height, last.line_height):
            merged[-1] = last.with_below(row)
        else:
            merged.append(row)
    numbered = _numbered(merged, text)
    widths = _widths(merged)
    joined: list[_Row] = []
    waiting: _Row | None = None
    for row, following in zip(merged, [*merged[1:], None], strict=True):
        own = not any(column in numbered and is_numeric(words, text) for column, words in row.words.items())
        loose = own if numbered else 0 not in row.words
        if loose and waiting is None and joined and _goes_on(joined[-1], row, widths):
            joined[-1] = joined[-1].with_below(row)
        elif loose and numbered and following is not None and _goes_on(row, following, widths, before=True):
            waiting = waiting.with_below(row) if waiting else row
        else:
            joined.append(waiting.with_below(row) if waiting else row)
            waiting = None
    return joined


def one_row(rows: Sequence[_Row], text: str) -> list[_Row]:
    """The rows between two rules as one, unless a column holds several numbers there."""
    if len(rows) < 2 or any(
        sum(is_numeric(row.words[column], text) for row in rows if column in row.words) > 1
        for column in {column for row in rows for column in row.words}
    ):
        return list(rows)
    whole = rows[0]
    for row in rows[1:]:
        whole = whole.with_below(row)
    return [whole]


def _goes_on(row: _Row, following: _Row, widths: dict[int, float], *, before: bool = False) -> bool:
    """Whether each cell of the lesser of two rows is the rest of a wrapped one: of the second, or with `before` of the first,
    whose cells begin above the middle of their row."""
    lesser, other = (row, following) if before else (following, row)
    if following.top - row.bottom > (_LINE_BEFORE if before else _NEXT_LINE) * lesser.line_height:
        return False
    if before and len(row.words) >= len(following.words):
        return False
    return all(column in other.words and _fills(row.words[column], widths[column]) for column in lesser.words)


def _fills(words: Sequence[Run], width: float) -> bool:
    """Whether the last line of a cell had no room for more."""
    line = _lines(words)[-1]
    return _line_width(line) >= width - 1.3 * line[0].size


def _widths(rows: Sequence[_Row]) -> dict[int, float]:
    """The width of the widest line of each column."""
    widths: dict[int, float] = {}
    for row in rows:
        for column, words in row.words.items():
            widths[column] = max(widths.get(column, 0.0), *(_line_width(line) for line in _lines(words)))
    return widths


def _numbered(rows: Sequence[_Row], text: str) -> set[int]:
    """The columns that print numbers only, in two rows at least."""
    found: set[int] = set()
    for column in {column for row in rows for column in row.words}:
        held = [row.words[column] for row in rows if column in row.words]
        numbers = sum(is_numeric(words, text) for words in held)
        if numbers >= 2 and numbers >= 0.8 * len(held):
            found.add(column)
    return found


def _lines(words: Sequence[Run]) -> list[list[Run]]:
    """The words of a cell by printed line, from top to bottom."""
    lines: list[list[Run]] = []
    for word in sorted(words, key=lambda run: run.y0 + run.y1):
        if lines and word.y0 + word.y1 - lines[-1][0].y0 - lines[-1][0].y1 < word.y1 - word.y0:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _line_width(line: Sequence[Run]) -> float:
    return max(run.x1 for run in line) - min(run.x0 for run in line)


def _parted(
    grid: Grid, words: dict[GridCell, list[Run]], parts: dict[int, list[float]]
) -> tuple[Grid, dict[GridCell, list[Run]]]:
    starts: list[int] = []
    ys: list[float] = []
    for row in range(grid.rows):
        starts.append(len(ys))
        ys.append(grid.ys[row])
        ys.extend(parts.get(row, []))
    starts.append(len(ys))
    ys.append(grid.ys[-1])
    cells: list[GridCell] = []
    placed: dict[GridCell, list[Run]] = {}
    for cell in grid.cells:
        first, last = starts[cell.row], starts[cell.row + cell.row_span]
        if cell.row_span > 1 or cell.row not in parts:
            moved = GridCell(first, cell.column, last - first, cell.column_span)
            cells.append(moved)
            if cell in words:
                placed[moved] = words[cell]
            continue
        for row in range(first, last):
            moved = GridCell(row, cell.column, 1, cell.column_span)
            cells.append(moved)
            inside = [run for run in words.get(cell, []) if ys[row] <= (run.y0 + run.y1) / 2 < ys[row + 1]]
            if inside:
                placed[moved] = inside
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return grid_of_cells(grid.xs, ys, cells, grid), placed


def grid_of_cells(xs: Sequence[float], ys: Sequence[float], cells: Sequence[GridCell], like: Grid | None = None) -> Grid:
    """A grid of given cells; which sides are open is taken from `like`."""
    owner: list[list[GridCell | None]] = [[None] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                owner[row][column] = cell
    return Grid(
        tuple(xs), tuple(ys), tuple(cells), tuple(tuple(line) for line in owner),
        like is not None and like.open_left, like is not None and like.open_right,
        like is not None and like.open_top, like is not None and like.open_bottom,
    )
