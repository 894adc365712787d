"""Puts the characters of a page into the cells of its grids and makes raw tables of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reportparse.document import Box, Line, RawCell, RawTable
from reportparse.read.runs import PRINTED_WORD, STACKED, Run, group_to_line, unstacked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.grid import Grid, GridCell
    from reportparse.read.layer import Layer, UprightBox

Place = tuple[int, "GridCell"]
"""The number of a grid and one of its cells."""


class Sorted(NamedTuple):
    """The words of a page: those of each grid by cell, and those outside, in content order."""

    inside: tuple[dict[GridCell, list[Run]], ...]
    outside: tuple[Run, ...]


def words_to_cells(layer: Layer, lines: Sequence[Run], grids: Sequence[Grid]) -> Sorted:
    """Sorts the words of printed lines into cells by the middle of their characters; a word that spans cells is cut at
    the border."""
    inside: tuple[dict[GridCell, list[Run]], ...] = tuple({} for _ in grids)
    outside: list[Run] = []
    text = layer.text
    boxes = layer.all_boxes()
    for line in lines:
        size, direction = line.size, line.direction
        height = -1.0
        for match in PRINTED_WORD.finditer(text, line.start, line.end):
            start, end = match.span()
            first, last = boxes[start], boxes[end - 1]
            if abs(first[3] - first[1] - height) > 0.1:
                # The cells of one line may have fonts of their own, which shows in the height of the boxes.
                size, *direction_parts = layer.style(start)
                direction = (direction_parts[0], direction_parts[1])
                height = first[3] - first[1]
            place = _place(grids, first)
            if _same(place, _place(grids, last)) and _as_wide_as_text(first, last, end - start, size):
                _put(_run(start, end, boxes, size, direction), place, inside, outside, text, boxes)
                continue
            begin, place = start, _place(grids, first)
            for at in range(start + 1, end + 1):
                following = _place(grids, boxes[at]) if at < end else None
                if at < end and _same(place, following):
                    continue
                _put(_run(begin, at, boxes, size, direction), place, inside, outside, text, boxes)
                begin, place = at, following
    return Sorted(inside, tuple(outside))


def _run(start: int, end: int, boxes: Sequence[UprightBox], size: float, direction: tuple[float, float]) -> Run:
    a, b, c, d = boxes[start]
    e, f, g, h = boxes[end - 1]
    return Run(start, end, min(a, e), min(b, f), max(c, g), max(d, h), size, direction)


def _put(
    run: Run, place: Place | None, inside: tuple[dict[GridCell, list[Run]], ...], outside: list[Run], text: str,
    boxes: Sequence[UprightBox],
) -> None:
    runs: Sequence[Run] = (run,)
    if run.y1 - run.y0 > STACKED * run.size:
        runs = unstacked(run, text, boxes.__getitem__, upright_writing=place is None)
    if place is None:
        outside.extend(runs)
    else:
        inside[place[0]].setdefault(place[1], []).extend(runs)


def _place(grids: Sequence[Grid], box: UprightBox) -> Place | None:
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


def _as_wide_as_text(first: UprightBox, last: UprightBox, count: int, size: float) -> bool:
    """Whether the ends lie no farther apart than print does: only then do they tell where the middle is."""
    return first[0] <= last[0] and last[2] - first[0] <= (count + 2) * size * 1.3


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
    if len(words) < 2:
        return tuple(group_to_line([word], text) for word in words)
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
