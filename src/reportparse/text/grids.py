"""Grids of cells before they become tables: from tabbed or piped lines and from ruled tables, joined over page ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

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
    """Rows of equal length. `header_rows` is known for ruled tables with merged header cells (None: judge by content)."""

    rows: tuple[tuple[Slot, ...], ...]
    page: int
    broken: bool = False
    header_rows: int | None = None
    continued: bool = False
    ruled: bool = False

    @property
    def columns(self) -> int:
        """Number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def texts(self, row: int) -> tuple[str, ...]:
        """The printed texts of a row without any space, for comparing."""
        return tuple(regex.sub(r"\s", "", slot.chars.text) for slot in self.rows[row])


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
    return regex.fullmatch(r"\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?\s*)?", text) is not None


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
    texts = [regex.sub(r"\s", "", cell.text) for cell in cells]
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
    return Grid(tuple(tuple(row[:used]) for row in rows), ruled.page, ruled.broken, header_rows=_merged_heads(table.cells), ruled=True)


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
            latin = regex.search(r"[A-Za-z]$", last.text) and regex.match(r"[A-Za-z]", line.text)
            if room or latin or _blank_between(last, line):
                parts.append(made_up(" ", page))
        parts.append(chars.strip())
    return join(parts)


def _blank_between(last: Line, line: Line) -> bool:
    """True when the text layer has a blank before the line end that parts the two lines or the line one of its own."""
    if last.text.endswith(" "):
        return True
    return bool(last.text and line.text) and last.indices[-1] >= 0 and line.indices[0] - last.indices[-1] == 4


def peeled(grid: Grid) -> tuple[list[Chars], Grid, list[Chars]]:
    """Lines over the grid that stand in a cell over all columns (title, unit), the grid, notes under it likewise."""
    rows = list(grid.rows)
    above: list[Chars] = []
    below: list[Chars] = []
    while len(rows) > 2 and grid.columns > 1 and _is_lone(rows[0]) and grid.ruled:
        above.append(rows[0][0].chars)
        rows.pop(0)
    while len(rows) > 1 and _is_lone(rows[-1]) and is_note(rows[-1][0].chars.text):
        below.insert(0, rows[-1][0].chars)
        rows.pop()
    shift = len(above)
    if shift:
        rows = [
            tuple(replace(s, covered_by=(s.covered_by[0] - shift, s.covered_by[1])) if s.covered_by else s for s in row) for row in rows
        ]
    return above, replace(grid, rows=tuple(rows)), below


def _is_lone(row: Sequence[Slot]) -> bool:
    """True for a row in which only the first cell is printed."""
    return not row[0].blank and all(slot.blank for slot in row[1:])


# ---------------------------------------------------------------------------------------------------- over pages


def joined(first: Grid, second: Grid) -> tuple[Grid, list[Cut]] | None:
    """`second` appended to `first` when it is the same table on the next page; None when it is another table."""
    if first.columns != second.columns:
        return None
    if not second.broken and not _serial_goes_on(first, second):
        return None
    heads = head_rows(first)
    repeated = 0
    while repeated < min(heads, len(second.rows)) and second.texts(repeated) == first.texts(repeated):
        repeated += 1
    if repeated < heads and head_rows(second) and not _may_lack_head(first, second):
        return None
    if repeated and repeated < heads:
        return None
    if repeated == 0 and heads and _serial_restarts(first, second):
        return None
    cuts = [Cut(slot.chars, "duplicate") for row in second.rows[:repeated] for slot in row if not slot.blank]
    body = [list(row) for row in second.rows[repeated:]]
    rows = [list(row) for row in first.rows]
    offset = len(rows) - repeated
    moved = [[Slot(s.chars, (s.covered_by[0] + offset, s.covered_by[1])) if s.covered_by else s for s in row] for row in body]
    if moved and rows and _is_overflow(first, second, repeated):
        rows[-1] = [
            Slot(_rejoined(a.chars, b.chars, _items_in(first, second, column)), a.covered_by)
            for column, (a, b) in enumerate(zip(rows[-1], moved[0], strict=True))
        ]
        moved = [[Slot(s.chars, (s.covered_by[0] - 1, s.covered_by[1])) if s.covered_by else s for s in row] for row in moved[1:]]
    grid = replace(first, rows=tuple(tuple(row) for row in [*rows, *moved]), continued=True)
    return grid, cuts


def _items_in(first: Grid, second: Grid, column: int) -> set[str]:
    """The items, parted by spaces, that the cells of a column list."""
    return {item for row in (*first.rows[:-1], *second.rows[1:]) for item in row[column].chars.text.split()}


def _rejoined(a: Chars, b: Chars, items: set[str]) -> Chars:
    """A cell cut by a page end, whole again; a space goes between when either side ends or begins a known item there."""
    whole = a.text and b.text and ({a.text.split()[-1], b.text.split()[0]} & items)
    return despaced(join([a, made_up(" ", b.pages[0]), b]) if whole else join([a, b]))


def _may_lack_head(first: Grid, second: Grid) -> bool:
    """True when the first row of `second` looks like a row of `first`'s body, not like a head."""
    if len(first.rows) < 2:
        return False
    a = [is_numeric(slot.chars.text) for slot in first.rows[-1]]
    b = [is_numeric(slot.chars.text) for slot in second.rows[0]]
    if any(a):
        return a == b or second.rows[0][0].blank
    return len(second.rows) < 2 or not any(is_numeric(slot.chars.text) for slot in second.rows[1])


def _serial_restarts(first: Grid, second: Grid) -> bool:
    a, b = first.rows[-1][0].chars.text.strip(), second.rows[0][0].chars.text.strip()
    return a.isdecimal() and b == "1" and int(a) > 1


def _serial_goes_on(first: Grid, second: Grid) -> bool:
    a, b = first.rows[-1][0].chars.text.strip(), second.rows[0][0].chars.text.strip()
    return a.isdecimal() and b.isdecimal() and int(b) == int(a) + 1


def _is_overflow(first: Grid, second: Grid, start: int) -> bool:
    """True when the row at `start` of `second` is the rest of the row that the page end cut, not a row of its own.

    It leaves its first cell blank, and no other row of the table leaves the same cells blank (as rows under a vertically
    merged cell do)."""
    if start >= len(second.rows):
        return False
    row = second.rows[start]
    if not row[0].blank or all(slot.blank for slot in row) or any(is_total(slot.chars.text) for slot in row):
        return False
    blank = [slot.blank for slot in row]
    others = [*first.rows[1:], *second.rows[start + 1 :]]
    return not any([slot.blank for slot in other] == blank for other in others)
