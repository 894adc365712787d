"""Finds rulings in the picture of a scanned page."""

from __future__ import annotations

import math
from typing import Any

from reportparse.read.rulings import Ruling, Rulings, join_rulings

_SHORTEST_LEVEL = 22.0
"""Points: longer than the level strokes of a heading's characters."""
_SHORTEST_UPRIGHT = 16.0
_THICKEST = 5.0


def upright_ink(picture: Any, turns: int, skew: float) -> Any:
    """Where a picture (BGR rows) has ink, 255 there and 0 elsewhere, after clockwise quarter turns and after its skew is
    taken out."""
    import cv2
    import numpy

    grey = cv2.cvtColor(numpy.ascontiguousarray(numpy.rot90(picture, -turns)), cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    if skew:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(skew), 1.0)
        grey = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 12)


def ink_rulings(ink: Any, scale: float) -> Rulings:
    """Rulings in points of a picture with `scale` pixels a point."""
    levels = _pieces(ink, int(_SHORTEST_LEVEL * scale), True, scale)
    uprights = _pieces(ink, int(_SHORTEST_UPRIGHT * scale), False, scale)
    return Rulings(join_rulings(levels), join_rulings(uprights))


def blank_strips(ink: Any, box: tuple[int, int, int, int], narrowest: float) -> list[float]:
    """The middles (pixels) of the strips without ink across a line in the box x0, y0, x1, y1, wider than `narrowest`."""
    import numpy

    x0, y0, x1, y1 = (max(side, 0) for side in box)
    columns = numpy.flatnonzero((ink[y0:y1, x0:x1] != 0).any(axis=0))
    if len(columns) < 2:
        return []
    gaps = numpy.diff(columns)
    wide = numpy.flatnonzero(gaps > narrowest)
    return [float(x0 + columns[place] + gaps[place] / 2) for place in wide]


def _pieces(ink: Any, length: int, level: bool, scale: float) -> list[Ruling]:
    import cv2

    # A ruling of a scan wavers by a pixel or two: thicken it across, then keep what is long enough along.
    thick = cv2.dilate(ink, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if level else (3, 1)))
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
    kept = cv2.morphologyEx(thick, cv2.MORPH_OPEN, kernel)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(kept, connectivity=8)
    rulings: list[Ruling] = []
    for x, y, width, height, _ in boxes[1:].tolist():
        along, across = (width, height) if level else (height, width)
        if across > _THICKEST * scale + 0.01 * along:
            continue
        start, at = (x, y) if level else (y, x)
        rulings.append(Ruling((at + across / 2) / scale, start / scale, (start + along) / scale))
    return rulings
