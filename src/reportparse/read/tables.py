"""Puts the characters of a page into the cells of its grids and makes raw tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportparse.model import Box, Line, RawCell, RawTable
from reportparse.read.runs import Run, group_to_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.grid import Grid, GridCell
    from reportparse.read.layer import Layer

Place = tuple[int, "GridCell"]
"""The number of a grid and one of its cells."""


class Sorted(NamedTuple):
    """The words of a page: those of each grid by cell, and those outside, in content order."""

    inside: tuple[dict[GridCell, list[Run]], ...]
    outside: tuple[Run, ...]


def words_to_cells(layer: Layer, words: Sequence[tuple[int, int]], grids: Sequence[Grid]) -> Sorted:
    """Sorts words into cells by the middle of their characters; a word that spans cells is cut at the border."""
    inside: tuple[dict[GridCell, list[Run]], ...] = tuple({} for _ in grids)
    outside: list[Run] = []
    for start, end in words:
        boxes = layer.boxes(start, end)
        size, dx, dy = layer.style((start + end) // 2)
        places = [_place(grids, boxes[0]), _place(grids, boxes[-1])]
        if not _same(places[0], places[1]) or _wider_than_text(boxes, size):
            places = [_place(grids, box) for box in boxes]
        else:
            places = [places[0]] * len(boxes)
        begin = 0
        for at in range(1, len(boxes) + 1):
            if at < len(boxes) and _same(places[at], places[begin]):
                continue
            part = boxes[begin:at]
            run = Run(
                start + begin, start + at, min(box[0] for box in part), min(box[1] for box in part),
                max(box[2] for box in part), max(box[3] for box in part), size, (dx, dy),
            )
            place = places[begin]
            if place is None:
                outside.append(run)
            else:
                inside[place[0]].setdefault(place[1], []).append(run)
            begin = at
    return Sorted(inside, tuple(outside))


def _place(grids: Sequence[Grid], box: tuple[float, float, float, float]) -> Place | None:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    for number, grid in enumerate(grids):
        cell = grid.cell_at(x, y)
        if cell is not None:
            return number, cell
    return None


def _same(first: Place | None, second: Place | None) -> bool:
    if first is None or second is None:
        return first is second
    return first[0] == second[0] and first[1] is second[1]


def _wider_than_text(boxes: Sequence[tuple[float, float, float, float]], size: float) -> bool:
    """Whether the characters lie farther apart than print does, so that the ends tell nothing of the middle."""
    return boxes[-1][2] - boxes[0][0] > (len(boxes) + 2) * size * 1.3 or boxes[-1][0] < boxes[0][0]


def is_table(grid: Grid, words: dict[GridCell, list[Run]]) -> bool:
    """Whether a grid is a table: more than one column, and words in more than one cell."""
    return grid.columns >= 2 and len(words) >= 2


def grid_to_table(grid: Grid, words: dict[GridCell, list[Run]], text: str) -> RawTable:
    """The raw table of a grid with its words; each cell's lines stand from top to bottom."""
    cells = tuple(
        RawCell(cell.row, cell.column, cell.row_span, cell.column_span, cell_lines(words.get(cell, []), text))
        for cell in grid.cells
    )
    return RawTable(grid.rows, grid.columns, cells, Box(*grid.box))


def cell_lines(words: Sequence[Run], text: str) -> tuple[Line, ...]:
    """Words of one cell as lines from top to bottom, each from left to right."""
    lines: list[list[Run]] = []
    for word in sorted(words, key=lambda run: (run.y0 + run.y1) / 2):
        middle = (word.y0 + word.y1) / 2
        if lines and _same_height(lines[-1], middle, word.y1 - word.y0):
            lines[-1].append(word)
        else:
            lines.append([word])
    return tuple(group_to_line(sorted(line, key=lambda run: run.x0), text) for line in lines)


def _same_height(line: Sequence[Run], middle: float, height: float) -> bool:
    reference = max(line, key=lambda run: run.y1 - run.y0)
    return abs((reference.y0 + reference.y1) / 2 - middle) < 0.45 * max(min(reference.y1 - reference.y0, height), 1.0)
