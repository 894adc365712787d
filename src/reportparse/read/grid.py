"""Builds the grid of each ruled table from rulings: rows, columns and merged cells."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportparse.read.rulings import JOIN, SNAP, Ruling, Rulings

if TYPE_CHECKING:
    from collections.abc import Sequence

_COVERED = 0.6
"""Share of a cell's side that must be ruled for the side to be a border."""
_OPEN = 8.0
"""Rulings that stick out farther than this (points) over the outermost crossing ruling open a column or row there."""


class GridCell(NamedTuple):
    """A cell of a grid with its spans."""

    row: int
    column: int
    row_span: int
    column_span: int


class Grid(NamedTuple):
    """The lattice of a table in upright coordinates; `owner[row][column]` is the cell there, or None outside."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    owner: tuple[tuple[GridCell | None, ...], ...]
    open_left: bool = False
    open_right: bool = False
    open_top: bool = False
    open_bottom: bool = False

    @property
    def rows(self) -> int:
        """How many rows the lattice has."""
        return len(self.ys) - 1

    @property
    def columns(self) -> int:
        """How many columns the lattice has."""
        return len(self.xs) - 1

    @property
    def box(self) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) of the whole table."""
        return (self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def cell_at(self, x: float, y: float) -> GridCell | None:
        """The cell that holds the point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        column = min(bisect_right(self.xs, x) - 1, self.columns - 1)
        row = min(bisect_right(self.ys, y) - 1, self.rows - 1)
        return self.owner[row][column]


def find_grids(rulings: Rulings) -> list[Grid]:
    """The grids of all groups of crossing rulings with at least two cells, from top to bottom."""
    grids = [grid for group in _crossing_groups(rulings) if (grid := rulings_to_grid(group)) is not None]
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0]))


def _crossing_groups(rulings: Rulings) -> list[Rulings]:
    horizontal, vertical = rulings.horizontal, rulings.vertical
    if not horizontal or not vertical:
        return []
    parent = list(range(len(horizontal) + len(vertical)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    offset = len(horizontal)
    for j, upright in enumerate(vertical):
        for i, level in enumerate(horizontal):
            if (
                level.start - JOIN <= upright.at <= level.end + JOIN
                and upright.start - JOIN <= level.at <= upright.end + JOIN
            ):
                parent[root(i)] = root(offset + j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for place in range(len(parent)):
        levels, uprights = groups.setdefault(root(place), ([], []))
        if place < offset:
            levels.append(horizontal[place])
        else:
            uprights.append(vertical[place - offset])
    return [Rulings(tuple(levels), tuple(uprights)) for levels, uprights in groups.values() if levels and uprights]


def rulings_to_grid(rulings: Rulings) -> Grid | None:
    """The grid of one group of rulings; None when it has fewer than two cells.

    Elementary cells without a border between them make one merged cell. Sides where rulings stick out are open: the
    outer row or column counts though no ruling closes it."""
    xs = _places(rulings.vertical)
    ys = _places(rulings.horizontal)
    left = min(ruling.start for ruling in rulings.horizontal)
    right = max(ruling.end for ruling in rulings.horizontal)
    top = min(ruling.start for ruling in rulings.vertical)
    bottom = max(ruling.end for ruling in rulings.vertical)
    open_left = xs[0] - left > _OPEN and _reaching(rulings.horizontal, left, xs[0] - _OPEN) >= 2
    open_right = right - xs[-1] > _OPEN and _reaching(rulings.horizontal, xs[-1] + _OPEN, right) >= 2
    open_top = ys[0] - top > _OPEN and _reaching(rulings.vertical, top, ys[0] - _OPEN) >= 2
    open_bottom = bottom - ys[-1] > _OPEN and _reaching(rulings.vertical, ys[-1] + _OPEN, bottom) >= 2
    if open_left:
        xs.insert(0, left)
    if open_right:
        xs.append(right)
    if open_top:
        ys.insert(0, top)
    if open_bottom:
        ys.append(bottom)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2:
        return None
    levels = [[ruling for ruling in rulings.horizontal if abs(ruling.at - y) <= SNAP] for y in ys]
    uprights = [[ruling for ruling in rulings.vertical if abs(ruling.at - x) <= SNAP] for x in xs]
    if open_left:
        uprights[0] = [Ruling(left, ys[0], ys[-1])]
    if open_right:
        uprights[-1] = [Ruling(right, ys[0], ys[-1])]
    if open_top:
        levels[0] = [Ruling(top, xs[0], xs[-1])]
    if open_bottom:
        levels[-1] = [Ruling(bottom, xs[0], xs[-1])]
    owner = _owners(xs, ys, levels, uprights)
    cells = sorted({cell for line in owner for cell in line if cell is not None}, key=lambda c: (c.row, c.column))
    if len(cells) < 2:
        return None
    return _without_idle_lines(
        Grid(tuple(xs), tuple(ys), tuple(cells), owner, open_left, open_right, open_top, open_bottom)
    )


def _places(rulings: Sequence[Ruling]) -> list[float]:
    """Distinct places of rulings; the rulings of one place are snapped already but may differ by rounding."""
    places: list[float] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if not places or ruling.at - places[-1] > SNAP:
            places.append(ruling.at)
    return places


def _reaching(rulings: Sequence[Ruling], start: float, end: float) -> int:
    return sum(1 for ruling in rulings if ruling.start <= start + SNAP * 2 and ruling.end >= end - SNAP * 2)


def _bordered(rulings: Sequence[Ruling], places: Sequence[float]) -> list[bool]:
    """For each piece between two places, whether the rulings on its line cover enough of it to be a border."""
    if any(ruling.start <= places[0] + SNAP and ruling.end >= places[-1] - SNAP for ruling in rulings):
        return [True] * (len(places) - 1)  # most rulings run through
    return [
        sum(max(0.0, min(ruling.end, end) - max(ruling.start, start)) for ruling in rulings) >= _COVERED * (end - start)
        for start, end in pairwise(places)
    ]


def _owners(
    xs: Sequence[float], ys: Sequence[float], levels: Sequence[Sequence[Ruling]], uprights: Sequence[Sequence[Ruling]]
) -> tuple[tuple[GridCell | None, ...], ...]:
    rows, columns = len(ys) - 1, len(xs) - 1
    # One ring of elements around the grid stands for the outside: an element without a border to it is no cell.
    width = columns + 2
    parent = list(range(width * (rows + 2)))

    def root(place: int) -> int:
        while parent[place] != place:
            parent[place] = parent[parent[place]]
            place = parent[place]
        return place

    def join(first: int, second: int) -> None:
        parent[root(second)] = root(first)

    for place in range(width * (rows + 2)):
        row, column = divmod(place, width)
        if row in (0, rows + 1) or column in (0, columns + 1):
            join(0, place)
    for edge, rulings in enumerate(uprights):
        for row, border in enumerate(_bordered(rulings, ys)):
            if not border:
                join((row + 1) * width + edge, (row + 1) * width + edge + 1)
    for edge, rulings in enumerate(levels):
        for column, border in enumerate(_bordered(rulings, xs)):
            if not border:
                join(edge * width + column + 1, (edge + 1) * width + column + 1)
    outside = root(0)
    regions: dict[int, list[tuple[int, int]]] = {}
    for row in range(rows):
        for column in range(columns):
            region = root((row + 1) * width + column + 1)
            if region != outside:
                regions.setdefault(region, []).append((row, column))
    owner: list[list[GridCell | None]] = [[None] * columns for _ in range(rows)]
    for places in regions.values():
        for cell in _rectangles(places):
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    owner[row][column] = cell
    return tuple(tuple(line) for line in owner)


def _rectangles(places: list[tuple[int, int]]) -> list[GridCell]:
    """A region of elements as cells: one rectangle, or row by row when the region is crooked (a border is missing)."""
    if len(places) == 1:
        return [GridCell(*places[0], 1, 1)]
    top, bottom = min(row for row, _ in places), max(row for row, _ in places)
    left, right = min(column for _, column in places), max(column for _, column in places)
    if (bottom - top + 1) * (right - left + 1) == len(places):
        return [GridCell(top, left, bottom - top + 1, right - left + 1)]
    cells: list[GridCell] = []
    for row in range(top, bottom + 1):
        columns = sorted(column for line, column in places if line == row)
        start = columns[0]
        for column, following in zip(columns, [*columns[1:], -2], strict=True):
            if following != column + 1:
                cells.append(GridCell(row, start, 1, column - start + 1))
                start = following
    return cells


def _without_idle_lines(grid: Grid) -> Grid:
    """The grid without lattice lines at which no cell begins, which stray rulings leave behind."""
    starts_y = sorted({cell.row for cell in grid.cells})
    starts_x = sorted({cell.column for cell in grid.cells})
    bottom = max(cell.row + cell.row_span for cell in grid.cells)
    right = max(cell.column + cell.column_span for cell in grid.cells)
    if len(starts_y) == grid.rows and len(starts_x) == grid.columns:
        return grid
    rows = [*starts_y, bottom]
    columns = [*starts_x, right]

    def place(lines: list[int], at: int) -> int:
        # The end of a cell may lie on an idle line: it then reaches to the next line that is kept.
        return next(index for index, line in enumerate(lines) if line >= at)

    cells: dict[GridCell, GridCell] = {}
    for cell in grid.cells:
        row, column = rows.index(cell.row), columns.index(cell.column)
        row_span = place(rows, cell.row + cell.row_span) - row
        column_span = place(columns, cell.column + cell.column_span) - column
        cells[cell] = GridCell(row, column, row_span, column_span)
    owner: list[list[GridCell | None]] = [[None] * (len(columns) - 1) for _ in range(len(rows) - 1)]
    for cell in cells.values():
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                if owner[row][column] is None:
                    owner[row][column] = cell
    return Grid(
        tuple(grid.xs[column] for column in columns), tuple(grid.ys[row] for row in rows),
        tuple(cells.values()), tuple(tuple(line) for line in owner),
        grid.open_left, grid.open_right, grid.open_top, grid.open_bottom,
    )
