"""Finds the straight horizontal and vertical rulings among a page's painted paths."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reportparse.read.charts import Marks
from reportparse.read.library import FPDF_PAGEOBJ_FORM, FPDF_PAGEOBJ_PATH
from reportparse.read.pdfium import IDENTITY, Matrix, Subpath, multiply

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportparse.read.frame import Frame
    from reportparse.read.layer import UprightBox
    from reportparse.read.pdfium import PdfPage, Rectangle

THICKEST = 4.0
"""A painted area thinner than this (points) is a ruling, a thicker one an area."""
SNAP = 2.5
"""Rulings closer than this (points) are one: double rules, borders of neighbouring cells."""
JOIN = 3.0
"""Pieces of a ruling with a smaller gap (points) belong together."""
_DASH = 14.0
"""Pieces shorter than this may be dashes; dashes are joined over gaps of up to one and a half times their length."""
_SHORTEST = 3.0
_SPECK = 0.5
_FORM_DEPTH = 6


class Ruling(NamedTuple):
    """A ruling at one height (horizontal) or one abscissa (vertical), from `start` to `end` along it."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        """Points from end to end."""
        return self.end - self.start


class Rulings(NamedTuple):
    """Joined rulings of a page in upright coordinates, sorted by place."""

    horizontal: tuple[Ruling, ...]
    vertical: tuple[Ruling, ...]
    marks: Marks = Marks()
    """What else is painted: the marks of charts."""


NO_RULINGS = Rulings((), ())


def page_rulings(page: PdfPage, frame: Frame) -> Rulings:
    """All rulings of a page, also those inside form objects."""
    handles, kinds = page.objects
    if FPDF_PAGEOBJ_PATH not in kinds and FPDF_PAGEOBJ_FORM not in kinds:
        return NO_RULINGS
    horizontal: list[Ruling] = []
    vertical: list[Ruling] = []
    areas: list[UprightBox] = []
    curves: list[UprightBox] = []
    others: list[int] = []
    for handle, kind in zip(handles, kinds, strict=True):
        if kind == FPDF_PAGEOBJ_PATH:
            # Most rulings are paths of their own: their bounds say enough, and cost one call.
            if not _add_thin(page.bounds_of(handle), page, handle, frame, horizontal, vertical):
                others.append(handle)
        elif kind == FPDF_PAGEOBJ_FORM:
            others.append(handle)
    for subpath in _subpaths(page, others, IDENTITY, 0):
        points = [frame.point(x, y) for x, y in subpath.points]
        if not add_rulings(points, subpath, horizontal, vertical):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            (curves if _is_aslant(points, subpath) else areas).append((min(xs), min(ys), max(xs), max(ys)))
    return Rulings(join_rulings(horizontal), join_rulings(vertical), Marks(tuple(areas), tuple(curves)))


def _add_thin(
    bounds: Rectangle, page: PdfPage, handle: int, frame: Frame, horizontal: list[Ruling], vertical: list[Ruling]
) -> bool:
    """Adds a path that is thin as a whole; whether it was one (or is not painted, and adds nothing)."""
    x0, y0, x1, y1 = frame.box(*bounds)
    width, height = x1 - x0, y1 - y0
    if height > THICKEST and width > THICKEST:
        return False
    if page.is_painted(handle):
        if height < width and width >= _SPECK:
            horizontal.append(Ruling((y0 + y1) / 2, x0, x1))
        elif height >= _SPECK:
            vertical.append(Ruling((x0 + x1) / 2, y0, y1))
    return True


def _subpaths(page: PdfPage, handles: Iterable[int], outer: Matrix, depth: int) -> Iterator[Subpath]:
    for handle in handles:
        form = page.form(handle)
        if form is None:
            yield from page.subpaths(handle, outer)
        elif depth < _FORM_DEPTH:
            inner, kinds, matrix = form
            wanted = [
                child for child, kind in zip(inner, kinds, strict=True)
                if kind in (FPDF_PAGEOBJ_PATH, FPDF_PAGEOBJ_FORM)
            ]
            yield from _subpaths(page, wanted, multiply(matrix, outer), depth + 1)


def add_rulings(
    points: Sequence[tuple[float, float]], subpath: Subpath, horizontal: list[Ruling], vertical: list[Ruling]
) -> bool:
    """Adds what the subpath rules: a thin area as one ruling, a stroked outline as one for each straight side.

    False for what is more than rules: areas that are filled (their sides count only when they are stroked too, for
    coloured bands are no rules) and lines that run aslant or bend."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    x0, x1, y0, y1 = min(xs), max(xs), min(ys), max(ys)
    if y1 - y0 <= THICKEST and x1 - x0 > y1 - y0:
        if x1 - x0 >= _SPECK:
            horizontal.append(Ruling((y0 + y1) / 2, x0, x1))
        return True
    if x1 - x0 <= THICKEST and y1 - y0 > x1 - x0:
        if y1 - y0 >= _SPECK:
            vertical.append(Ruling((x0 + x1) / 2, y0, y1))
        return True
    if not subpath.stroked:
        return False
    corners = [*points, points[0]] if subpath.closed else list(points)
    for (ax, ay), (bx, by) in pairwise(corners):
        if abs(ay - by) <= 0.5 and abs(ax - bx) > _SHORTEST:
            horizontal.append(Ruling((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 0.5 and abs(ay - by) > _SHORTEST:
            vertical.append(Ruling((ax + bx) / 2, min(ay, by), max(ay, by)))
    return not subpath.filled and not _is_aslant(points, subpath)


def _is_aslant(points: Sequence[tuple[float, float]], subpath: Subpath) -> bool:
    """Whether the subpath bends, or has two or more sides that are neither level nor upright."""
    if not subpath.straight:
        return True
    slanted = sum(1 for (ax, ay), (bx, by) in pairwise(points) if abs(ax - bx) > 1 and abs(ay - by) > 1)
    return slanted >= 2


def join_rulings(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """Rulings at nearly the same place snapped to one place, and their pieces joined, dashes too."""
    ordered = sorted(rulings, key=lambda ruling: ruling.at)
    groups: list[list[Ruling]] = []
    for ruling in ordered:
        if groups and ruling.at - groups[-1][0].at <= SNAP:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    joined: list[Ruling] = []
    for group in groups:
        weight = sum(ruling.length for ruling in group) or 1.0
        at = sum(ruling.at * ruling.length for ruling in group) / weight
        joined.extend(piece for piece in _joined_pieces(at, group) if piece.length >= _SHORTEST)
    return tuple(joined)


def _joined_pieces(at: float, group: list[Ruling]) -> Iterator[Ruling]:
    group = sorted(group, key=lambda ruling: ruling.start)
    start, end, last = group[0].start, group[0].end, group[0].length
    for ruling in group[1:]:
        gap = ruling.start - end
        dashes = max(last, ruling.length) <= _DASH
        if gap <= JOIN or (dashes and gap <= 1.5 * max(last, ruling.length)):
            end = max(end, ruling.end)
        else:
            yield Ruling(at, start, end)
            start, end = ruling.start, ruling.end
        last = ruling.length
    yield Ruling(at, start, end)
