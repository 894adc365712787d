"""Pages to one clean text: furniture and markup out, lines joined, tables set, each character with its origin."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.text.chars import Chars, despaced, join, made_up, stripped
from reportparse.text.contents import contents_ranges
from reportparse.text.furniture import without_furniture
from reportparse.text.grids import Grid, grid_of_lines, grid_of_ruled, is_numeric, is_pipe_rule, peeled, row_cells
from reportparse.text.joining import joined
from reportparse.text.markup import without_markup, without_wrapper
from reportparse.text.paragraphs import continues, is_bare_marker, is_heading_line, is_title_line, layout_of, opens_unit
from reportparse.text.spaced import with_tabs
from reportparse.text.strips import Cut, Piece, Ruled, Strip, strips
from reportparse.text.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.document import Document, RawTable
    from reportparse.model import Text
    from reportparse.text.paragraphs import Layout

__all__ = ["clean_text"]

_CONTINUED = regex.compile(r"[（(]?\s*(?:续\s*表|表?\s*\(?续\)?)\s*[\d一二三四五六七八九十]*(?:[-.—–－]\d+)*\s*[)）]?")
_LEVEL = 4.0
"""Points by which the sides of the two parts of a table may differ."""
_TAIL = 500
"""Characters at the end of a paragraph that decide whether the next line goes on with it."""
_BLANK, _LATIN, _LATIN_END = regex.compile(r"\s"), regex.compile("[A-Za-z]"), regex.compile("[A-Za-z]$")
_MARKER_CELL = regex.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.]|\d{1,2}[、.]|[（(]\d{1,2}[)）]|第.{1,3}[章节篇编]")


def clean_text(document: Document) -> Text:
    """The clean text of a document, one paragraph or table row a line.

    Page numbers, running headers and footers, markup, web wrappers and repeated table heads are taken out and listed in
    `removed`; every other printing character of the source stands in the text, mapped one for one, with its origin."""
    pieces = strips(document)
    pieces, cuts = without_markup(pieces, markdown=document.format == "md")
    pieces, found = without_wrapper(pieces)
    cuts += found
    pieces, found = without_furniture(pieces, document)
    cuts += found
    pieces = with_tabs(pieces)
    layout = layout_of(piece for piece in pieces if isinstance(piece, Strip))
    writer = Writer()
    for block in _blocks(pieces, cuts):
        if isinstance(block, Grid):
            writer.add_table(block)
        else:
            _write_lines(block.lines, layout, writer, cuts, contents=block.contents)
    return writer.text(cuts, document.notes)


class _Lines:
    """Strips between tables that are set together."""

    def __init__(self, *, contents: bool) -> None:
        self.lines: list[Strip] = []
        self.contents = contents


def _blocks(pieces: Sequence[Piece], cuts: list[Cut]) -> list[Grid | _Lines]:
    """Runs of lines, tables of contents and grids, in order; grids cut by a page end are joined."""
    listed = _contents_positions(pieces)
    blocks: list[Grid | _Lines] = []
    again = False

    def line(strip: Strip, *, contents: bool = False) -> None:
        last = blocks[-1] if blocks else None
        if not isinstance(last, _Lines) or last.contents != contents:
            last = _Lines(contents=contents)
            blocks.append(last)
        last.lines.append(strip)

    def grid(found: Grid) -> None:
        nonlocal again
        last = blocks[-1] if blocks else None
        if isinstance(last, Grid):
            found, again = replace(found, broken=found.broken or again), False
            both = joined(last, found)
            if both is not None:
                blocks[-1] = both[0]
                cuts.extend(both[1])
                return
        blocks.append(found)

    position = 0
    while position < len(pieces):
        piece = pieces[position]
        if isinstance(piece, Ruled):
            last = blocks[-1] if blocks else None
            goes_on = piece.broken and isinstance(last, Grid) and last.drawn == piece.table.columns
            above, found, below = peeled(grid_of_ruled(piece), goes_on=goes_on)
            for chars in above:
                line(Strip(chars, piece.page, gap=True))
            if found.columns == 1 or (len(found.rows) < 2 and not _part_of_table(pieces, position)):
                for row in found.rows:
                    for slot in row:
                        if not slot.blank:
                            line(Strip(slot.chars, piece.page, gap=True))
            else:
                grid(found)
            for chars in below:
                line(Strip(chars, piece.page, gap=True))
            position += 1
            continue
        if position in listed:
            line(piece, contents=True)
            position += 1
            continue
        end = _rows_end(pieces, position, listed)
        if end > position:
            found, more = grid_of_lines([p for p in pieces[position:end] if isinstance(p, Strip)])
            cuts.extend(more)
            grid(found)
            position = end
            continue
        if _continued_mark(pieces, position, blocks):
            again = True
            cuts.append(Cut(piece.chars, "duplicate"))
        else:
            line(piece)
        position += 1
    return blocks


def _part_of_table(pieces: Sequence[Piece], position: int) -> bool:
    """True when the single row at `position` is the head or the last row of a table that a page end cut."""
    here = pieces[position]
    for first, second in ((position - 1, position), (position, position + 1)):
        if first < 0 or second >= len(pieces):
            continue
        a, b = pieces[first], pieces[second]
        if isinstance(a, Ruled) and isinstance(b, Ruled) and b.broken and (a is here or len(a.table.cells) > 1):
            p, q = a.table, b.table
            wide = p.box is None or q.box is None or all(abs(a - b) <= _LEVEL for a, b in zip(_sides(p), _sides(q), strict=True))
            if p.columns == q.columns and wide and max(p.rows, q.rows) > 1:
                return True
    return False


def _sides(table: RawTable) -> tuple[float, float]:
    """Where a table begins and ends, from the left edge of its column of text."""
    left = table.column[0] if table.column else 0.0
    return (table.box.x0 - left, table.box.x1 - left) if table.box else (0.0, 0.0)


def _continued_mark(pieces: Sequence[Piece], position: int, blocks: Sequence[Grid | _Lines]) -> bool:
    """True for 续表 between the two parts of a table."""
    piece = pieces[position]
    after = pieces[position + 1] if position + 1 < len(pieces) else None
    if not blocks or not isinstance(blocks[-1], Grid) or not isinstance(piece, Strip):
        return False
    next_is_table = isinstance(after, Ruled) or (isinstance(after, Strip) and row_cells(after) is not None)
    return next_is_table and _CONTINUED.fullmatch(piece.text.strip()) is not None


def _contents_positions(pieces: Sequence[Piece]) -> set[int]:
    lines = [piece.text if isinstance(piece, Strip) else None for piece in pieces]
    return {position for start, end in contents_ranges(lines) for position in range(start, end)}


def _is_row(piece: Piece) -> bool:
    """True for a line that may be a row of a table; a tab after a heading's marker makes none."""
    if not isinstance(piece, Strip):
        return False
    cells = row_cells(piece)
    if cells is None:
        return False
    printed = [cell.text.strip() for cell in cells if cell.text.strip()]
    return not (len(printed) <= 2 and printed and cells[0].text.strip() and _MARKER_CELL.fullmatch(printed[0]))


def _rows_end(pieces: Sequence[Piece], start: int, listed: set[int]) -> int:
    """The end of the table of tabbed lines that begins at `start`, or `start` when there is none."""
    if not _is_row(pieces[start]):
        return start
    end = start
    rows: list[Strip] = []
    while end < len(pieces) and end not in listed:
        piece = pieces[end]
        if not isinstance(piece, Strip):
            break
        if _is_row(piece):
            if rows and _begins_table(rows, piece, pieces[end + 1] if end + 1 < len(pieces) else None):
                break
        elif not (rows and _stands_in_table(rows, pieces, end)):
            break
        rows.append(piece)
        end += 1
    printed = [0 if is_pipe_rule(row.text) else sum(bool(cell.text.strip()) for cell in row_cells(row) or ()) for row in rows]
    # Lone cells after tabs are indented lines, not a table.
    return end if sum(count >= 2 for count in printed) >= 2 and printed[0] >= 2 else start


def _stands_in_table(rows: Sequence[Strip], pieces: Sequence[Piece], position: int) -> bool:
    """True for a short line without tabs between rows of one table: a broken cell or a label over rows."""
    piece = pieces[position]
    after = pieces[position + 1] if position + 1 < len(pieces) else None
    if not isinstance(piece, Strip) or after is None or not _is_row(after) or not isinstance(after, Strip):
        return False
    if len(piece.text) > 40 or opens_unit(piece.text) or ready("[。：]").search(piece.text):
        return False
    if _CONTINUED.fullmatch(piece.text.strip()):
        return False
    return len(row_cells(after) or ()) == len(row_cells(rows[0]) or ()) and not _begins_table(rows, after, None)


def _begins_table(rows: Sequence[Strip], piece: Strip, after: Piece | None) -> bool:
    """True when a row after a blank line is the head of another table."""
    if not piece.gap:
        return False
    head, here = row_cells(rows[0]) or [], row_cells(piece) or []
    texts = [cell.text.strip() for cell in here]
    first = [cell.text.strip() for cell in head]
    if texts == first:
        following = row_cells(after) if isinstance(after, Strip) else None
        restarts = bool(following) and following is not None and following[0].text.strip() == "1"
        return restarts and not piece.broken
    if not texts[0] or any(is_numeric(text) for text in texts):
        return False
    last = [cell.text.strip() for cell in row_cells(rows[-1]) or []]
    return len(here) != len(head) or (bool(last) and last[0].isdecimal())


def _write_lines(lines: Sequence[Strip], layout: Layout, writer: Writer, cuts: list[Cut], *, contents: bool) -> None:
    """The lines as paragraphs."""
    if contents:
        for strip in lines:
            writer.add_line(stripped(strip.chars), contents=True)
        return
    parts: list[Chars] = []
    last: Strip | None = None
    sofar = ""
    for position, strip in enumerate(lines):
        if last is not None:
            if _is_double(sofar, strip):
                cuts.append(Cut(strip.chars, "duplicate"))
                continue
            after = lines[position + 1] if position + 1 < len(lines) else None
            if continues(sofar, last, strip, after, layout):
                latin = _LATIN_END.search(sofar) and _LATIN.match(strip.text)
                if latin or is_bare_marker(sofar):
                    parts.append(made_up(" ", strip.page))
                parts.append(strip.chars)
                last = strip if strip.title == last.title else replace(strip, title=last.title)
                sofar = (sofar + strip.text)[-_TAIL:]
                continue
            writer.add_line(despaced(join(parts)))
        parts = [strip.chars]
        sofar = strip.text[-_TAIL:]
        last = strip
    writer.add_line(despaced(join(parts)))


def _is_double(sofar: str, strip: Strip) -> bool:
    """True for a heading printed twice in a row."""
    a, b = _BLANK.sub("", sofar), _BLANK.sub("", strip.text)
    return a == b and len(a) >= 4 and (is_heading_line(sofar) or (is_title_line(sofar) and len(a) >= 6))
