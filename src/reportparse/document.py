"""The records of a file as read: pages with lines, tables and the places of their characters.

Positions count in a page's text layer (PDF) or in the decoded source file (text). Named tuples, of which reading makes
thousands: they are made three times as fast as data classes, and a process that only reads need not load those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence


class Box(NamedTuple):
    """A rectangle on a page in PDF points, origin at the top left of the page as displayed."""

    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """One printed line. `indices[i]` is the index of `text[i]` in the page's text layer or in the source file (-1: made
    up by the reader, such as a space between two runs). `box` and `size` (font size in points) are None for text files.
    `chart` marks a label of a drawn chart, which is no part of the text around it. `column` are the left and the right edge
    of the column of text that the line stands in, where the page has several."""

    text: str
    indices: Sequence[int]
    box: Box | None = None
    size: float | None = None
    chart: bool = False
    column: tuple[float, float] | None = None


class RawCell(NamedTuple):
    """One cell of a ruled table; a merged cell stands once, at its upper left, with its spans."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[Line, ...]


class RawTable(NamedTuple):
    """A table as ruled on one page; joining over pages is the business of the text stage. `column`: see `Line`. `goes_on` has
    the bounds of its columns when it has level rules only and the page ends before one closes it."""

    rows: int
    columns: int
    cells: tuple[RawCell, ...]
    box: Box | None = None
    column: tuple[float, float] | None = None
    goes_on: tuple[float, ...] = ()


class Characters(NamedTuple):
    """Where the characters of a page stand, four numbers for each index, and how sure their recognition is.

    `scores` (0 to 1) is empty for text that was not recognised. Boxes are x0, y0, x1, y1 of the page as displayed, or, with
    `frame` (left, bottom, right, top of the page shown, clockwise quarter turns of the page and of its text), left, top,
    right, bottom in the PDF's own space: turning them all would cost more than reading does. `reportparse.read.boxes`
    reads both."""

    boxes: array[float]
    scores: array[float]
    frame: tuple[float, float, float, float, int, int] | None = None


class Page(NamedTuple):
    """A page's lines and tables in reading order. Text files are one page with number None, blank lines included.

    `confidence` is the mean recognition score of the page's characters (OCR only); `characters` tells where each
    stands (PDF only)."""

    number: int | None
    blocks: tuple[Line | RawTable, ...]
    width: float | None = None
    height: float | None = None
    ocr: bool = False
    confidence: float | None = None
    characters: Characters | None = None


class OutlineEntry(NamedTuple):
    """A bookmark of the PDF: its title, 1-based page and level (1 = top)."""

    title: str
    page: int | None
    level: int


class Document(NamedTuple):
    """A file as read, before any cleaning. `source` is the path as the delivery shows it (relative to the input folder)."""

    source: str
    format: Literal["pdf", "txt", "md", "docx"]
    sha256: str
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader had to do that a person should know: pages read by OCR, pages unread, encoding guessed."""
    unread_pages: tuple[int, ...] = ()
