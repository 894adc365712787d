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

    def all_boxes(self) -> Sequence[UprightBox]:
        """The boxes of all characters, which costs less than asking for them one by one."""

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size in points and the direction in which the text runs, in the page's own space."""


class PdfLayer(NamedTuple):
    """The text layer of an open PDF page, looked at in `frame`; `sides` are the character boxes in the page's space.

    `order[i]` is pdfium's index of the character at `i`, None when they are the same."""

    page: PdfPage
    text: str
    frame: Frame
    sides: Sequence[float]
    order: Sequence[int] | None = None

    def box(self, index: int) -> UprightBox:
        """The box of one character."""
        left, top, right, bottom = self.sides[4 * index : 4 * index + 4]
        return self.frame.box(left, bottom, right, top)

    def all_boxes(self) -> list[UprightBox]:
        """The boxes of all characters."""
        values = iter(self.sides)
        raw = zip(values, values, values, values, strict=True)
        frame = self.frame
        if frame.turns == 0:
            x, y = frame.left, frame.top
            return [(left - x, y - top, right - x, y - bottom) for left, top, right, bottom in raw]
        return [frame.box(left, bottom, right, top) for left, top, right, bottom in raw]

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size and direction of one character."""
        return self.page.size_and_direction(index if self.order is None else self.order[index])


class ListLayer(NamedTuple):
    """Characters whose boxes and sizes are at hand, all upright."""

    text: str
    places: Sequence[UprightBox]
    sizes: Sequence[float]

    def box(self, index: int) -> UprightBox:
        """The box of one character."""
        return self.places[index]

    def all_boxes(self) -> Sequence[UprightBox]:
        """The boxes of all characters."""
        return self.places

    def style(self, index: int) -> tuple[float, float, float]:
        """Font size and direction of one character."""
        return (self.sizes[index], 1.0, 0.0)
