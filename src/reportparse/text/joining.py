"""Joins the parts of a table that page ends cut: rows, merged cells and rows cut inside their cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.markers import marker_at
from reportparse.text.chars import Chars, despaced, join, made_up
from reportparse.text.grids import Grid, Slot, head_rows, is_lone, is_numeric, is_total, shifted
from reportparse.text.strips import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence


def joined(first: Grid, second: Grid) -> tuple[Grid, list[Cut]] | None:
    """`second` appended to `first` when it is the same table on the next page; None when it is another table."""
    first, second = _without_blank_row(first, len(first.rows) - 1), _without_blank_row(second, 0)
    if first.columns != second.columns:
        if not first.drawn or first.drawn != second.drawn:
            return None
        columns = max(first.columns, second.columns)
        first, second = _widened(first, columns), _widened(second, columns)
    if not second.broken and not _serial_goes_on(first, second):
        return None
    heads = head_rows(first)
    repeated = 0
    while repeated < min(heads, len(second.rows)) and second.texts(repeated) == first.texts(repeated):
        repeated += 1
    if repeated < heads and head_rows(second) and not (_may_lack_head(first, second) or _is_overflow(first, second, 0)):
        return None
    if repeated and repeated < heads:
        return None
    if repeated == 0 and heads and _serial_restarts(first, second):
        return None
    cuts = [Cut(slot.chars, "duplicate") for row in second.rows[:repeated] for slot in row if not slot.blank]
    body = [list(row) for row in second.rows[repeated:]]
    rows = [list(row) for row in first.rows]
    offset = len(rows) - repeated
    moved = [[shifted(slot, offset) for slot in row] for row in body]
    cut = _cut_merged_cells(first, second, repeated)
    if cut:
        moved[0] = [Slot(covered_by=cut.get(column, slot.covered_by)) if column in cut else slot for column, slot in enumerate(moved[0])]
        owners = {(len(rows), column): owner for column, owner in cut.items()}
        moved = [[Slot(covered_by=owners[s.covered_by]) if s.covered_by in owners else s for s in row] for row in moved]
    if moved and rows and 0 not in cut and _is_overflow(first, second, repeated):
        rows[-1] = [
            Slot(_rejoined(a.chars, b.chars, _items_in(first, second, repeated, column)), a.covered_by)
            for column, (a, b) in enumerate(zip(rows[-1], moved[0], strict=True))
        ]
        first_moved = len(rows)
        moved = [
            [shifted(slot, -1) if slot.covered_by and slot.covered_by[0] >= first_moved else slot for slot in row] for row in moved[1:]
        ]
    grid = replace(first, rows=tuple(tuple(row) for row in [*rows, *moved]), continued=True)
    return grid, cuts


def _without_blank_row(grid: Grid, row: int) -> Grid:
    """The grid without a row that a page end left blank."""
    if not grid.ruled or len(grid.rows) < 2 or any(slot.covered_by or not slot.blank for slot in grid.rows[row]):
        return grid
    rows = [line for place, line in enumerate(grid.rows) if place != row]
    if row == 0:
        rows = [tuple(shifted(slot, -1) for slot in line) for line in rows]
    return replace(grid, rows=tuple(rows))


def _widened(grid: Grid, columns: int) -> Grid:
    """The grid with the columns at the right in which it prints nothing."""
    return replace(grid, rows=tuple((*row, *[Slot()] * (columns - len(row))) for row in grid.rows))


def _cut_merged_cells(first: Grid, second: Grid, start: int) -> dict[int, tuple[int, int]]:
    """For each column in which a merged cell goes on from `first` to the row `start` of `second`: the place of that cell.

    The part on the second page is blank; it is merged itself, or the only blank cell of a column with merged ones."""
    cut: dict[int, tuple[int, int]] = {}
    if start >= len(second.rows):
        return cut
    last = len(first.rows) - 1
    for column, slot in enumerate(second.rows[start]):
        above = first.rows[last][column]
        if not slot.blank or slot.covered_by is not None or (above.blank and above.covered_by is None):
            continue
        below = second.rows[start + 1][column] if start + 1 < len(second.rows) else Slot()
        merged = below.covered_by == (start, column)
        others = [row[column] for row in (*first.rows, *second.rows[start + 1 :])]
        if merged or (above.covered_by is not None and not any(other.blank and other.covered_by is None for other in others)):
            cut[column] = above.covered_by or (last, column)
    return cut


def _items_in(first: Grid, second: Grid, start: int, column: int) -> set[str]:
    """The items, parted by spaces, that the cells of a column list, but for the row that the page end cut."""
    return {item for row in (*first.rows[:-1], *second.rows[start + 1 :]) for item in row[column].chars.text.split()}


def _rejoined(a: Chars, b: Chars, items: set[str]) -> Chars:
    """A cell cut by a page end, whole again; a space goes between when either side ends or begins a known item there."""
    whole = a.text and b.text and ({a.text.split()[-1], b.text.split()[0]} & items)
    return despaced(join([a, made_up(" ", b.pages[0]), b]) if whole else join([a, b]))


def _may_lack_head(first: Grid, second: Grid) -> bool:
    """True when the first row of `second` looks like a row of `first`'s body, not like a head."""
    if len(first.rows) < 2:
        return False
    row = second.rows[0]
    if len(second.rows) > 1 and is_lone(row) and row[-1].covered_by is None:
        row = second.rows[1]  # the first is a label over the rows below it
    a = [is_numeric(slot.chars.text) for slot in first.rows[-1]]
    b = [is_numeric(slot.chars.text) for slot in row]
    if any(a):
        return a == b or row[0].blank
    return len(second.rows) < 2 or not any(is_numeric(slot.chars.text) for slot in second.rows[1])


def _serial_restarts(first: Grid, second: Grid) -> bool:
    a, b = first.rows[-1][0].chars.text.strip(), second.rows[0][0].chars.text.strip()
    return a.isdecimal() and b == "1" and int(a) > 1


def _serial_goes_on(first: Grid, second: Grid) -> bool:
    a, b = first.rows[-1][0].chars.text.strip(), second.rows[0][0].chars.text.strip()
    return a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1


def _is_overflow(first: Grid, second: Grid, start: int) -> bool:
    """True when the row at `start` of `second` is the rest of the row that the page end cut, not a row of its own.

    It leaves cells blank that the cut row prints, its first cell or half of all, and no other row of the table leaves the
    same cells blank (as rows under a vertically merged cell do)."""
    if start >= len(second.rows):
        return False
    row, cut = second.rows[start], first.rows[-1]
    if all(slot.blank for slot in row) or any(is_total(slot.chars.text) for slot in row):
        return False
    blank = [slot.blank for slot in row]
    if not blank[0] and (sum(blank) * 2 < len(row) or _is_label(row, cut)):
        return False
    others = [*first.rows[1:], *second.rows[start + 1 :]]
    return not any([slot.blank for slot in other] == blank for other in others)


def _is_label(row: Sequence[Slot], cut: Sequence[Slot]) -> bool:
    """True when a row that prints its first cell is more than the rest of the cells of the row before it."""
    if any(not a.blank and (b.blank or is_numeric(a.chars.text)) for a, b in zip(row, cut, strict=True)):
        return True
    text = row[0].chars.text.strip()
    return marker_at(text) is not None or regex.match("其中|其他|其它", text) is not None
