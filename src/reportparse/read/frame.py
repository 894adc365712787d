"""Turns boxes from a page's own space (y up, unrotated) into upright page coordinates (origin top left, y down)."""

from __future__ import annotations

from typing import NamedTuple

from reportparse.document import Box


class Frame(NamedTuple):
    """The visible rectangle of a page space and the clockwise quarter turns after which it is looked at."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width(self) -> float:
        """Width as looked at, in points."""
        return self.right - self.left if self.turns % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        """Height as looked at, in points."""
        return self.top - self.bottom if self.turns % 2 == 0 else self.right - self.left

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """(x0, y0, x1, y1) of a rectangle given in page space."""
        if self.turns == 0:
            return (left - self.left, self.top - top, right - self.left, self.top - bottom)
        if self.turns == 1:
            return (bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turns == 2:
            return (self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return (self.top - top, self.right - right, self.top - bottom, self.right - left)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """(x, y) of a point given in page space."""
        x0, y0, _, _ = self.box(x, y, x, y)
        return (x0, y0)

    def turned(self, turns: int) -> Frame:
        """The same page looked at after other quarter turns."""
        return Frame(self.left, self.bottom, self.right, self.top, turns % 4)

    def box_in(self, other: Frame, box: Box) -> Box:
        """A box of this frame as a box of `other`, which shows the same page."""
        if other.turns == self.turns:
            return box
        left, bottom, right, top = self._to_space(box)
        return Box(*other.box(left, bottom, right, top))

    def _to_space(self, box: Box) -> tuple[float, float, float, float]:
        if self.turns == 0:
            return (box.x0 + self.left, self.top - box.y1, box.x1 + self.left, self.top - box.y0)
        if self.turns == 1:
            return (box.y0 + self.left, box.x0 + self.bottom, box.y1 + self.left, box.x1 + self.bottom)
        if self.turns == 2:
            return (self.right - box.x1, box.y0 + self.bottom, self.right - box.x0, box.y1 + self.bottom)
        return (self.right - box.y1, self.top - box.x1, self.right - box.y0, self.top - box.x0)


def turns_of(direction_x: float, direction_y: float) -> int:
    """Clockwise quarter turns that make text upright which runs in this direction of page space."""
    if abs(direction_x) >= abs(direction_y):
        return 0 if direction_x >= 0 else 2
    return 1 if direction_y > 0 else 3
