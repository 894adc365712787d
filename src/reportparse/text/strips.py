"""The lines of a document on their way into the clean text, with the layout that tells where a paragraph ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.document import RawTable
from reportparse.text.chars import Chars, mended

if TYPE_CHECKING:
    from reportparse.document import Box, Document, Line
    from reportparse.model import RemovalReason


@dataclass(frozen=True, slots=True)
class Strip:
    """One printed line. `gap` tells that blank lines stand before it, `broken` that a page ends before it (in a text file:
    that page furniture was taken out there), `indent` the leading white space in full-width characters (None: a line with a box)."""

    chars: Chars
    page: int
    box: Box | None = None
    size: float | None = None
    indent: float | None = None
    gap: bool = False
    broken: bool = False
    title: bool = False
    """A Markdown heading: a line of its own whatever it says."""
    column: tuple[float, float] | None = None
    """Left and right edge of its column of text, on pages with several; `broken` then tells too that a column ends before."""

    @property
    def text(self) -> str:
        """The characters of the line."""
        return self.chars.text


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruled table on its way, with the page it stands on."""

    table: RawTable
    page: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """Something taken out: its text, where it stood and why."""

    chars: Chars
    reason: RemovalReason


Piece = Strip | Ruled


def line_chars(line: Line, page: int) -> Chars:
    """The characters of a line, mended, with their origins."""
    count = len(line.text)
    return mended(Chars(line.text, (page,) * count, tuple(line.indices)))


def strips(document: Document) -> list[Piece]:
    """Every line and ruled table of the document; blank lines become the `gap` of the line after them."""
    pieces: list[Piece] = []
    for page in document.pages:
        number = page.number or 0
        broken = bool(pieces)
        gap = False
        column: tuple[float, float] | None = None
        for block in page.blocks:
            if block.column != column:
                broken = broken or None not in (block.column, column)
                column = block.column
            if isinstance(block, RawTable):
                pieces.append(Ruled(block, number, broken))
                gap, broken = False, False
                continue
            broken = broken or "\f" in block.text
            chars = line_chars(block, number)
            if not chars.text.strip():
                gap = True
                continue
            indent = _indent(block.text) if block.box is None else None
            pieces.append(Strip(_trimmed(chars), number, block.box, block.size, indent, gap, broken, column=column))
            gap, broken = False, False
    return pieces


def _indent(text: str) -> float:
    """Width of the white space before the words, in full-width characters."""
    return sum(1.0 if character == "\u3000" else 0.5 for character in text[: len(text) - len(text.lstrip())])


def _trimmed(chars: Chars) -> Chars:
    """Without spaces at both ends; tabs stay, for they may stand for blank cells."""
    start = len(chars.text) - len(chars.text.lstrip(" "))
    end = len(chars.text.rstrip(" "))
    return chars.cut(start, end)
