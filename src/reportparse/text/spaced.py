"""Finds tables whose cells only spaces part, as copying from a page leaves them, and puts tabs between the cells."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.text.chars import Chars, join, made_up
from reportparse.text.strips import Piece, Strip

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDE_GAP = regex.compile(r" {2,}")
_GAP = regex.compile(r" +")
_SERIAL_HEAD = regex.compile(r"(?:序\s?号|编\s?号|排\s?名)(?= )")
_PROSE = regex.compile(r"[。；]")
_LEAST_ROWS = 3


def with_tabs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, lines of tables set with spaces having tabs between their cells.

    Two forms count: a head that begins with 序号 over rows that begin with 1, 2, 3 …; and at least three lines with the same
    number (three or more) of cells parted by wide gaps, some of them numbers."""
    made = list(pieces)
    position = 0
    while position < len(made):
        end = _serial_table(made, position) or _wide_table(made, position)
        position = end or position + 1
    return made


def _serial_table(pieces: list[Piece], start: int) -> int | None:
    """Sets tabs in a table with serial numbers that begins at `start`; gives its end."""
    head = _text(pieces, start)
    if head is None or _SERIAL_HEAD.match(head) is None:
        return None
    columns = len(_GAP.split(head.strip()))
    if columns < 3:
        return None
    rows: list[int] = []
    end = start + 1
    while (text := _text(pieces, end)) is not None and not _PROSE.search(text):
        cells = _GAP.split(text.strip())
        if not cells[0].isdecimal() or len(cells) < columns - 1 or (not rows and int(cells[0]) != 1):
            break
        rows.append(end)
        end += 1
    if len(rows) < 2:
        return None
    for position in (start, *rows):
        pieces[position] = _tabbed(pieces[position], _GAP, columns)
    return end


def _wide_table(pieces: list[Piece], start: int) -> int | None:
    """Sets tabs in a table with wide gaps that begins at `start`; gives its end."""
    columns = 0
    numbers = 0
    end = start
    while (text := _text(pieces, end)) is not None and not _PROSE.search(text):
        cells = _WIDE_GAP.split(text.strip())
        if len(cells) < 3 or (columns and len(cells) != columns):
            break
        columns = len(cells)
        numbers += any(ready(r"[\d.,%％—-]+").fullmatch(cell) for cell in cells[1:])
        end += 1
    if end - start < _LEAST_ROWS or numbers < 2:
        return None
    for position in range(start, end):
        pieces[position] = _tabbed(pieces[position], _WIDE_GAP, columns)
    return end


def _text(pieces: Sequence[Piece], position: int) -> str | None:
    """The text of a line of a text file that has no tabs yet; None for anything else."""
    piece = pieces[position] if position < len(pieces) else None
    if not isinstance(piece, Strip) or piece.box is not None or "\t" in piece.text:
        return None
    return piece.text


def _tabbed(piece: Piece, gap: regex.Pattern[str], columns: int) -> Piece:
    """The line with a tab in place of each gap before the first `columns` cells; the last cell keeps its spaces."""
    if not isinstance(piece, Strip):
        return piece
    chars = piece.chars.strip()
    parts: list[Chars] = []
    at = 0
    for match in gap.finditer(chars.text):
        if len(parts) // 2 == columns - 1:
            break
        parts += [chars.cut(at, match.start()), made_up("\t", piece.page)]
        at = match.end()
    return replace(piece, chars=join([*parts, chars.cut(at)]))
