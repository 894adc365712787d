"""What lines and tables are made from: a page's characters with their boxes in upright coordinates, whatever their source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.frame import Frame
    from reportparse.read.pdfium import PdfPage

UprightBox = tuple[float, float, float, float]
"""x0, y0, x1, y1 with the origin at the top left."""


class Layer(Protocol):
    """Characters by index. Line ends are LF or CR LF; blanks and line ends need no meaningful boxes."""

    @property
    def text(self) -> str:
        """One code point for each index."""

    def box(self, index: int) -> UprightBox:
        """The box of one character."""

    def boxes(self, start: int, end: int) -> Sequence[UprightBox]:
        """The boxes of a run of characters."""

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size in points and the direction in which the text runs, in the page's own space."""


class PdfLayer(NamedTuple):
    """The text layer of an open PDF page, looked at in `frame`."""

    page: PdfPage
    text: str
    frame: Frame

    def box(self, index: int) -> UprightBox:
        """The box of one character."""
        return self.frame.box(*self.page.box(index))

    def boxes(self, start: int, end: int) -> list[UprightBox]:
        """The boxes of a run of characters."""
        box = self.frame.box
        return [box(left, bottom, right, top) for left, top, right, bottom in self.page.boxes(start, end)]

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size and direction of one character."""
        return self.page.size_and_direction(index)


class ListLayer(NamedTuple):
    """Characters whose boxes and sizes are at hand, all upright."""

    text: str
    places: Sequence[UprightBox]
    sizes: Sequence[float]

    def box(self, index: int) -> UprightBox:
        """The box of one character."""
        return self.places[index]

    def boxes(self, start: int, end: int) -> Sequence[UprightBox]:
        """The boxes of a run of characters."""
        return self.places[start:end]

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size and direction of one character."""
        return (self.sizes[index], 1.0, 0.0)
