"""Writes paragraphs and grids into the one clean text and makes the tables that stand in it."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.markers import marker_at
from reportparse.model import Cell, Removed, Table, Text
from reportparse.text.chars import Chars
from reportparse.text.grids import Grid, head_rows, is_note, is_total
from reportparse.text.paragraphs import is_date_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.text.strips import Cut

_CAPTION = regex.compile(r"(?:续?表|附表|图|附图|图表)\s*[\d一二三四五六七八九十]+(?:[-.—–－]\d+)*")
_UNIT = regex.compile(r"(?:计量)?单位\s*[:：]\s*(?P<unit>[^\s，。；（）()]{1,12})")
_BRACKETED = regex.compile(r"[（(].{1,40}[)）]")
_COUNTED = regex.compile(r"[（(]\s*共?\s*\d+\s*\p{Han}{1,3}\s*[)）]$")
_LOOK_BACK = 5
_CAPTION_LENGTH = 70


class Writer:
    """Collects the clean text; `text()` gives the record."""

    def __init__(self) -> None:
        """An empty text."""
        self._parts: list[str] = []
        self._length = 0
        self._pages: list[int] = []
        self._indices: list[int] = []
        self._tables: list[Table] = []
        self._lines: list[tuple[int, str, bool]] = []
        """(start, text, is a row of a table) of each line."""
        self._contents: list[tuple[int, int]] = []

    def add_line(self, chars: Chars, *, contents: bool = False) -> None:
        """A paragraph, heading or other line; `contents` marks one of a table of contents."""
        if not chars.text:
            return
        start = self._open_line(chars.pages[0])
        self._put(chars)
        self._lines.append((start, chars.text, False))
        if contents:
            if self._contents and self._contents[-1][1] == start - 1:
                start = self._contents.pop()[0]
            self._contents.append((start, self._length))

    def add_table(self, grid: Grid) -> None:
        """A table: its rows as lines, and the record with headers, captions and filled cells."""
        heads = head_rows(grid)
        caption, caption_start, unit = self._caption()
        spans: list[list[tuple[int, int]]] = []
        start = -1
        for row in grid.rows:
            at = self._open_line(grid.page)
            start = at if start < 0 else start
            places: list[tuple[int, int]] = []
            for column, slot in enumerate(row):
                if column:
                    self._put(Chars("\t", (self._pages[-1] if self._pages else grid.page,), (-1,)))
                begin = self._length
                self._put(slot.chars)
                places.append((begin, self._length))
            spans.append(places)
            self._lines.append((at, "", True))
        cells = _filled(grid, heads, spans)
        unit = unit or _unit_in(" ".join(slot.chars.text for row in grid.rows[:heads] for slot in row))
        self._tables.append(
            Table(
                start=start,
                end=self._length,
                header_rows=heads,
                headers=_headers(cells, heads, grid.columns),
                cells=cells,
                caption=caption,
                caption_start=caption_start,
                unit=unit,
                page=grid.page or None,
                continued=grid.continued,
            )
        )

    def text(self, cuts: Sequence[Cut], notes: tuple[str, ...]) -> Text:
        """The clean text with everything known about it."""
        pages, indices = array("i", self._pages), array("i", self._indices)
        return Text(
            text="".join(self._parts),
            pages=pages,
            indices=indices,
            tables=tuple(self._tables),
            removed=_removed(cuts, pages, indices),
            contents=tuple(self._contents),
            notes=notes,
        )

    def _open_line(self, page: int) -> int:
        if self._length:
            self._put(Chars("\n", (self._pages[-1] or page,), (-1,)))
        return self._length

    def _put(self, chars: Chars) -> None:
        self._parts.append(chars.text)
        self._pages.extend(chars.pages)
        self._indices.extend(chars.indices)
        self._length += len(chars.text)

    def _caption(self) -> tuple[str, int, str]:
        """Caption, its start and the unit, from the lines above the next table."""
        unit = ""
        title: tuple[str, int] | None = None
        for start, text, is_row in self._lines[: -_LOOK_BACK - 1 : -1]:
            bare = text.strip()
            if is_row or is_note(bare) or is_date_line(bare):
                break
            if not unit:
                unit = _unit_in(bare)
            if _CAPTION.match(bare) and len(bare) <= _CAPTION_LENGTH and "。" not in bare:
                return ready(r"\s+(?:计量)?单位\s*[:：]\s*\S+$").sub("", bare), start, unit
            if _UNIT.match(bare) or (_BRACKETED.fullmatch(bare) and not ready(r"20\d\d").search(bare)):
                continue
            if marker_at(bare) is not None and _COUNTED.search(bare):
                continue  # the heading of one part of a longer list: the title of the whole may stand over it
            if marker_at(bare) is not None:
                break
            if len(bare) > _CAPTION_LENGTH or ready(r"[，,]$|[。；：:□☑√■]").search(bare):
                break
            if title is None:
                title = (bare, start)
            break
        if title is None or len(title[0]) < 3:
            return "", -1, unit
        return title[0], title[1], unit


def _unit_in(text: str) -> str:
    match = _UNIT.search(text)
    return match.group("unit").rstrip("）)】]") if match else ""


def _filled(grid: Grid, heads: int, spans: Sequence[Sequence[tuple[int, int]]]) -> tuple[tuple[Cell, ...], ...]:
    """The cells, blank ones under or beside a merged cell filled from it."""
    cells: list[list[Cell]] = []
    for r, row in enumerate(grid.rows):
        made: list[Cell] = []
        leading = True
        for c, slot in enumerate(row):
            start, end = spans[r][c]
            own = Cell(r, c, slot.chars.text, start, end)
            leading = leading and slot.blank
            source = None
            if slot.blank:
                source = _source(grid, heads, r, c, cells, made, leading)
            made.append(own if source is None else Cell(r, c, source.text, source.start, source.end, filled=True))
        cells.append(made)
    return tuple(tuple(row) for row in cells)


def _source(grid: Grid, heads: int, r: int, c: int, above: Sequence[Sequence[Cell]], here: Sequence[Cell], leading: bool) -> Cell | None:
    """The cell that a blank one at row `r`, column `c` takes its text from, if any."""
    covered = grid.rows[r][c].covered_by
    if covered is not None:
        row, column = covered
        found = here[column] if row == r else above[row][column]
        if column != c and r >= heads:
            return None  # a cell over several columns states its value once
        return found if found.text else None
    if r < heads:
        if r + 1 < heads and here and not grid.rows[r + 1][c].blank:
            return here[c - 1] if here[c - 1].text else None
        return above[r - 1][c] if r and above[r - 1][c].text else None
    if not leading or r == heads or (grid.ruled and not _under_merge(grid, r, c)):
        return None
    first = next((slot.chars.text for slot in grid.rows[r] if not slot.blank), "")
    return None if not first or is_total(first) or not above[r - 1][c].text else above[r - 1][c]


def _under_merge(grid: Grid, r: int, c: int) -> bool:
    """In a ruled table a blank cell of its own is blank, unless it heads the part of a merged cell on the next page."""
    return (grid.continued and c == 0) or (c > 0 and grid.continued and all(slot.blank for slot in grid.rows[r][:c]))


def _headers(cells: Sequence[Sequence[Cell]], heads: int, columns: int) -> tuple[str, ...]:
    """The head of each column, levels joined by `/`, spaces that only set the type dropped."""
    headers: list[str] = []
    for c in range(columns):
        levels: list[str] = []
        for r in range(heads):
            level = ready(r"(?<=\p{Han})\s+(?=[\p{Han}（(])|\s+(?=[（(])").sub("", cells[r][c].text.strip())
            if level and (not levels or levels[-1] != level):
                levels.append(level)
        headers.append("/".join(levels))
    return tuple(headers)


def _removed(cuts: Sequence[Cut], pages: array[int], indices: array[int]) -> tuple[Removed, ...]:
    """The cuts as records in source order, each at the clean offset of what follows it in the source."""
    order = sorted(place for place in zip(pages, indices, range(len(indices)), strict=True) if place[1] >= 0)
    found: list[tuple[tuple[int, int], Removed]] = []
    for cut in cuts:
        text = cut.chars.text
        known = [(p, i) for p, i in zip(cut.chars.pages, cut.chars.indices, strict=True) if i >= 0]
        place = known[0] if known else (cut.chars.pages[0] if cut.chars.pages else 0, 0)
        position = bisect_left(order, (*place, -1))
        at = order[position][2] if position < len(order) else len(indices)
        found.append((place, Removed(text, cut.reason, place[0] or None, at)))
    return tuple(record for _, record in sorted(found, key=lambda entry: entry[0]))

