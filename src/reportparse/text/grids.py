"""Grids of cells before they become tables: from tabbed or piped lines and from ruled tables."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.text.chars import NOTHING, Chars, despaced, join, made_up
from reportparse.text.strips import Cut, Ruled, Strip, line_chars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.document import Line, RawCell

_NUMERIC = regex.compile(r"[-+]?(?:\d[\d,，]*(?:\.\d+)?)(?:\s*[%％‰])?|[—–/\-*·…]+|\d+(?:\.\d+)?\s*[:：]\s*\d+(?:\.\d+)?")
_YEAR = regex.compile(r"(?:19|20)\d\d(?:\s*年度?)?")
_TOTAL = regex.compile(r"\s*(?:合\s*计|总\s*计|小\s*计|汇\s*总|共\s*计|总\s*数)")
_NOTE = regex.compile(r"\s*(?:注|备注|说明|数据来源|资料来源|来源)\s*[\d一二三]?\s*[:：]")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a grid: its own characters, or the place (row, column) of the merged cell that covers it."""

    chars: Chars = NOTHING
    covered_by: tuple[int, int] | None = None

    @property
    def blank(self) -> bool:
        """True when nothing is printed here."""
        return not self.chars.text.strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of equal length. `header_rows` is known for ruled tables with merged header cells (None: judge by content);
    `drawn` counts their columns with those at the right that nothing is printed in."""

    rows: tuple[tuple[Slot, ...], ...]
    page: int
    broken: bool = False
    header_rows: int | None = None
    continued: bool = False
    ruled: bool = False
    drawn: int = 0

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def texts(self, row: int) -> tuple[str, ...]:
        """The printed texts of a row without any space, for comparing."""
        return tuple(ready(r"\s").sub("", slot.chars.text) for slot in self.rows[row])


def is_numeric(text: str) -> bool:
    """True for a cell that holds a value (or stands for none: `—`); a year is a head, not a value."""
    text = text.strip()
    return bool(text) and _NUMERIC.fullmatch(text) is not None and _YEAR.fullmatch(text) is None


def is_note(text: str) -> bool:
    """True for a note under a table."""
    return _NOTE.match(text) is not None


def is_total(text: str) -> bool:
    """True for the label of a row of sums."""
    return _TOTAL.match(text) is not None


def head_rows(grid: Grid) -> int:
    """How many rows at the top are headers: by the merged cells of a ruled table, else by where values begin."""
    if not grid.rows:
        return 0
    first = [slot.chars.text.strip() for slot in grid.rows[0]]
    printed = [text for text in first if text]
    if any(is_numeric(text) for text in printed) or all(_YEAR.fullmatch(text) for text in printed):
        return 0
    if grid.header_rows is not None:
        return min(grid.header_rows, max(1, len(grid.rows) - 1))
    rows = 1
    while rows < min(3, len(grid.rows) - 1) and _is_subhead(grid, rows):
        rows += 1
    return rows


def _is_subhead(grid: Grid, row: int) -> bool:
    """True when `row` parts the merged heads of the row above: blank where those stand whole, no values."""
    above, here = grid.rows[row - 1], grid.rows[row]
    if any(is_numeric(slot.chars.text) for slot in here) or is_total(here[0].chars.text):
        return False
    split = any(a.blank and not b.blank for a, b in zip(above, here, strict=True))
    whole = any(not a.blank and b.blank for a, b in zip(above, here, strict=True))
    wide = any(a.covered_by is not None and a.covered_by[0] == row - 1 and a.covered_by[1] < c for c, a in enumerate(above))
    if wide and split and grid.ruled:
        return True
    return here[0].blank and split and (whole or above[0].blank)


# ----------------------------------------------------------------------------------------------------- tabbed lines


def row_cells(strip: Strip) -> list[Chars] | None:
    """The cells of a line of a table (tabs, or pipes around and between), or None."""
    text = strip.text
    if "\t" in text:
        return list(strip.chars.split("\t"))
    if _piped(text):
        body = text.strip()
        start = text.index(body) + (body[0] == "|")
        end = text.index(body) + len(body) - (body[-1] == "|" and len(body) > 1)
        return list(strip.chars.cut(start, end).split("|"))
    return None


def _piped(text: str) -> bool:
    text = text.strip()
    return len(text) > 2 and text[0] == "|" and text[-1] == "|" and text.count("|") >= 3


def is_pipe_rule(text: str) -> bool:
    """True for the line of dashes under the head of a Markdown table."""
    return ready(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?").fullmatch(text) is not None


def grid_of_lines(strips: Sequence[Strip]) -> tuple[Grid, list[Cut]]:
    """A grid from the lines of one table: short rows padded, a row cut by a page end mended, repeated heads dropped."""
    cuts: list[Cut] = []
    rows: list[list[Chars]] = []
    continued = False
    width = max(len(row_cells(strip) or ()) for strip in strips)
    for strip in strips:
        cells = row_cells(strip)
        if is_pipe_rule(strip.text):
            cuts.append(Cut(strip.chars, "markup"))
            continue
        if cells is None:
            _add_loose(rows, strip, width)
            continue
        if "\t" not in strip.text and _piped(strip.text):
            cuts += [Cut(strip.chars.cut(i, i + 1), "markup") for i, c in enumerate(strip.text) if c == "|"]
        apart = strip.gap or strip.broken
        if rows and apart and _bare(cells) == _bare(rows[0]):
            cuts.append(Cut(join(cells), "duplicate"))
            continued = True
            continue
        if rows and apart and _completes(rows[-1], cells, len(rows[0])):
            rows[-1] = [*rows[-1][:-1], rows[-1][-1] + cells[0], *cells[1:]]
            continued = True
            continue
        continued = continued or (apart and strip.broken and bool(rows))
        rows.append(cells)
    used = _used_columns(rows)
    slots = tuple(tuple(Slot(despaced(c)) for c in [*row, *[NOTHING] * (used - len(row))][:used]) for row in rows)
    return Grid(slots, strips[0].page, strips[0].broken, continued=continued), cuts


def _bare(cells: Sequence[Chars]) -> tuple[str, ...]:
    texts = [ready(r"\s").sub("", cell.text) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _used_columns(rows: Sequence[Sequence[Chars]]) -> int:
    """Columns up to the last that any row prints in; stray tabs at line ends make none."""
    return max((max((i + 1 for i, cell in enumerate(row) if cell.text.strip()), default=1) for row in rows), default=1)


def _completes(row: Sequence[Chars], rest: Sequence[Chars], columns: int) -> bool:
    """True when a page end cut `row` inside a cell and `rest` is what follows."""
    if len(row) >= columns or len(row) + len(rest) - 1 != columns:
        return False
    return not (rest[0].text.strip().isdecimal() and row[0].text.strip().isdecimal())


def _add_loose(rows: list[list[Chars]], strip: Strip, width: int) -> None:
    """A line without tabs between rows: the rest of a cell after a break, else a label over the rows below."""
    last = rows[-1]
    apart = strip.gap or strip.broken
    if last[-1].text.strip() and len(last) > 1 and (apart or len(last) == width):
        glue = NOTHING if apart else made_up(" ", strip.page)
        rows[-1] = [*last[:-1], last[-1] + glue + strip.chars]
    else:
        rows.append([strip.chars])


# ----------------------------------------------------------------------------------------------------- ruled tables


def grid_of_ruled(ruled: Ruled) -> Grid:
    """A grid from a ruled table, merged cells covering their places."""
    table = ruled.table
    rows = [[Slot() for _ in range(table.columns)] for _ in range(table.rows)]
    edges = _right_edges(table.cells)
    for cell in table.cells:
        chars = despaced(_cell_chars(cell, ruled.page, edges.get(cell.column + cell.column_span - 1)))
        for r in range(cell.row, min(cell.row + cell.row_span, table.rows)):
            for c in range(cell.column, min(cell.column + cell.column_span, table.columns)):
                own = (r, c) == (cell.row, cell.column)
                rows[r][c] = Slot(chars) if own else Slot(covered_by=(cell.row, cell.column))
    used = max((c + 1 for row in rows for c, slot in enumerate(row) if slot.covered_by or not slot.blank), default=1)
    return Grid(
        tuple(tuple(row[:used]) for row in rows), ruled.page, ruled.broken,
        header_rows=_merged_heads(table.cells), ruled=True, drawn=table.columns,
    )


def _merged_heads(cells: Sequence[RawCell]) -> int | None:
    """Header rows as the merged cells of the first row show; None when nothing is merged there."""
    top = [cell for cell in cells if cell.row == 0 and cell.column_span >= 1]
    tall = max((cell.row_span for cell in top if cell.lines), default=1)
    wide = any(cell.column_span > 1 for cell in top)
    if len(top) > 1 and wide and tall >= 2:
        return tall
    return None


def _right_edges(cells: Sequence[RawCell]) -> dict[int, float]:
    """For each column, how far to the right its text reaches."""
    edges: dict[int, float] = {}
    for cell in cells:
        for line in cell.lines:
            if line.box is not None:
                column = cell.column + cell.column_span - 1
                edges[column] = max(edges.get(column, 0.0), line.box.x1)
    return edges


def _cell_chars(cell: RawCell, page: int, edge: float | None) -> Chars:
    """The lines of a cell as one text: a line that had room for more ended on purpose, so a space parts it from the next."""
    parts: list[Chars] = []
    for position, line in enumerate(cell.lines):
        chars = line_chars(line, page)
        if position:
            last = cell.lines[position - 1]
            size = last.size or 10.0
            room = edge is not None and last.box is not None and last.box.x1 + size <= edge
            latin = ready(r"[A-Za-z]$").search(last.text) and ready(r"[A-Za-z]").match(line.text)
            if room or latin or _blank_between(last, line):
                parts.append(made_up(" ", page))
        parts.append(chars.strip())
    return join(parts)


def _blank_between(last: Line, line: Line) -> bool:
    """True when the text layer has a blank before the line end that parts the two lines or the line one of its own."""
    if last.text.endswith(" "):
        return True
    return bool(last.text and line.text) and last.indices[-1] >= 0 and line.indices[0] - last.indices[-1] == 4


def peeled(grid: Grid, *, goes_on: bool = False) -> tuple[list[Chars], Grid, list[Chars]]:
    """Lines over the grid that stand in a cell over all columns (title, unit), the grid, notes under it likewise.

    With `goes_on`, when the grid may go on from the page before, a first row with blank cells is no line over it."""
    rows = list(grid.rows)
    above: list[Chars] = []
    below: list[Chars] = []
    while len(rows) > 2 and grid.columns > 1 and is_lone(rows[0]) and grid.ruled and not (goes_on and rows[0][-1].covered_by is None):
        above.append(rows[0][0].chars)
        rows.pop(0)
    while len(rows) > 1 and is_lone(rows[-1]) and is_note(rows[-1][0].chars.text):
        below.insert(0, rows[-1][0].chars)
        rows.pop()
    shift = len(above)
    if shift:
        rows = [tuple(shifted(slot, -shift) for slot in row) for row in rows]
    return above, replace(grid, rows=tuple(rows)), below


def shifted(slot: Slot, rows: int) -> Slot:
    """The slot with the merged cell that covers it so many rows farther down."""
    return Slot(slot.chars, (slot.covered_by[0] + rows, slot.covered_by[1])) if slot.covered_by else slot


def is_lone(row: Sequence[Slot]) -> bool:
    """True for a row in which only the first cell is printed."""
    return not row[0].blank and all(slot.blank for slot in row[1:])
