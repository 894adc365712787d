"""What lines and tables are made from: a page's characters with their boxes in upright coordinates, whatever their source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

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


@dataclass(frozen=True, slots=True)
class PdfLayer:
    """The text layer of an open PDF page, looked at in `frame`."""

    page: PdfPage
    text: str
    frame: Frame

    def box(self, index: int) -> UprightBox:
        return self.frame.box(*self.page.box(index))

    def boxes(self, start: int, end: int) -> list[UprightBox]:
        box = self.frame.box
        return [box(left, bottom, right, top) for left, top, right, bottom in self.page.boxes(start, end)]

    def style(self, index: int) -> tuple[float, float, float]:
        return self.page.size_and_direction(index)


@dataclass(frozen=True, slots=True)
class ListLayer:
    """Characters whose boxes and sizes are at hand, all upright."""

    text: str
    places: Sequence[UprightBox]
    sizes: Sequence[float]

    def box(self, index: int) -> UprightBox:
        return self.places[index]

    def boxes(self, start: int, end: int) -> Sequence[UprightBox]:
        return self.places[start:end]

    def style(self, index: int) -> tuple[float, float, float]:
        return (self.sizes[index], 1.0, 0.0)
