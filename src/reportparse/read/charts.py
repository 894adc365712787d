"""Finds drawn charts (bars, lines, sectors), whose labels are no part of the text around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportparse.document import Box
    from reportparse.read.grid import Grid, GridCell
    from reportparse.read.layer import UprightBox
    from reportparse.read.rulings import Rulings
    from reportparse.read.runs import Run

_NEAR = 14.0
"""Points between two marks of one chart at most."""
_MARGIN = 22.0
"""Points around the marks in which labels of axes and values stand."""
_MARKS = 3
_LABELS = 3
_SMALLEST = 60.0
_EDGE = 3.0
_SHORT = 16
_WORDS = "[A-Za-z\u3400-\u9fff]{2}"  # compiled when a page has a chart


class Marks(NamedTuple):
    """What a page paints besides rules: areas, and lines that run aslant or bend, each by its bounds."""

    areas: tuple[UprightBox, ...] = ()
    curves: tuple[UprightBox, ...] = ()

    @property
    def may_be_chart(self) -> bool:
        """Whether there is enough for a chart, which costs little to ask."""
        return len(self.areas) >= _MARKS or bool(self.curves)


def find_charts(
    rulings: Rulings, runs: Sequence[Run], tables: Sequence[Box | None], text: str
) -> list[tuple[UprightBox, list[Run]]]:
    """The charts of a page: their boxes and the words that label them; `runs` are the words outside its tables.

    A chart has at least three marks near each other: bars (areas without words in them, not as wide as the page) or aslant
    lines count. Coloured bands, shaded cells and boxes around text are no charts. Labels are short; those around the
    plot are numbers or smaller than the page's text, for a heading may stand there too."""
    marks = rulings.marks
    if not marks.may_be_chart or not runs:
        return []
    page_width = max(run.x1 for run in runs)
    bars = [
        area for area in marks.areas
        if area[2] - area[0] < 0.6 * page_width and not any(_holds(area, run) for run in runs)
        and not any(table and _meet(area, (table.x0, table.y0, table.x1, table.y1)) for table in tables)
    ]
    if len(bars) < _MARKS and not marks.curves:
        return []
    body = _body_size(runs)
    charts: list[tuple[UprightBox, list[Run]]] = []
    for group in _clusters([*bars, *marks.curves]):
        slanted = any(shape in marks.curves for shape in group)
        if not slanted and (len(group) < _MARKS or _are_bands(group)):
            continue
        region = _with_axes(_union(group), rulings)
        if region[2] - region[0] < _SMALLEST or region[3] - region[1] < _SMALLEST:
            continue
        inside = [run for run in runs if _holds(region, run)]
        if any(not _is_short(run, region) for run in inside):
            continue  # a box around prose
        labels = inside + [
            run for run in runs
            if run not in inside and _beside(region, run) and _is_short(run, region)
            and (run.size < 0.93 * body or not re.search(_WORDS, text[run.start : run.end]))
        ]
        if len(labels) >= _LABELS:
            charts.append((region, labels))
    return charts


def _is_short(run: Run, region: UprightBox) -> bool:
    return run.end - run.start <= _SHORT or run.x1 - run.x0 < 0.35 * (region[2] - region[0])


def _body_size(runs: Sequence[Run]) -> float:
    """The font size in which most characters of the page stand."""
    counts: dict[float, int] = {}
    for run in runs:
        counts[round(run.size, 1)] = counts.get(round(run.size, 1), 0) + run.end - run.start
    return max(counts, key=lambda size: counts[size]) if counts else 0.0


def is_plot(grid: Grid, marks: Marks, words: Mapping[GridCell, Sequence[Run]]) -> bool:
    """Whether a grid is the plot of a chart: bars stand in it, without words and with other sides than cells have, or a
    line runs aslant over much of it."""
    if not marks.may_be_chart:
        return False
    x0, y0, x1, y1 = grid.box
    loose = [
        area for area in marks.areas
        if x0 - _EDGE <= area[0] and area[2] <= x1 + _EDGE and y0 - _EDGE <= area[1] and area[3] <= y1 + _EDGE
        and not (_near(area[0], grid.xs) and _near(area[2], grid.xs)) and not (_near(area[1], grid.ys) and _near(area[3], grid.ys))
        and not any(_holds(area, word) for runs in words.values() for word in runs)
    ]
    aslant = (curve for curve in marks.curves if _meet(curve, grid.box))
    return len(loose) >= _MARKS or any(curve[2] - curve[0] > 0.4 * (x1 - x0) for curve in aslant)


def _meet(first: UprightBox, second: UprightBox) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]


def _near(place: float, lines: Sequence[float]) -> bool:
    return any(abs(place - line) <= _EDGE for line in lines)


def _holds(area: UprightBox, word: Run) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return area[0] <= x <= area[2] and area[1] <= y <= area[3]


def _are_bands(group: Sequence[UprightBox]) -> bool:
    """Whether all areas begin and end at the same abscissae: bands below each other, no bars."""
    return (
        max(shape[0] for shape in group) - min(shape[0] for shape in group) <= _EDGE
        and max(shape[2] for shape in group) - min(shape[2] for shape in group) <= _EDGE
    )


def _clusters(shapes: Sequence[UprightBox]) -> list[list[UprightBox]]:
    groups: list[list[UprightBox]] = []
    for shape in shapes:
        near = [group for group in groups if any(_touch(shape, other) for other in group)]
        merged = [shape, *(other for group in near for other in group)]
        groups = [group for group in groups if group not in near]
        groups.append(merged)
    return groups


def _touch(first: UprightBox, second: UprightBox) -> bool:
    # Bars stand apart by about their own width.
    reach = max(_NEAR, min(first[2] - first[0], second[2] - second[0]) * 1.6)
    return (
        first[0] - reach <= second[2] and second[0] - reach <= first[2]
        and first[1] - _NEAR <= second[3] and second[1] - _NEAR <= first[3]
    )


def _union(shapes: Sequence[UprightBox]) -> UprightBox:
    return (
        min(shape[0] for shape in shapes), min(shape[1] for shape in shapes),
        max(shape[2] for shape in shapes), max(shape[3] for shape in shapes),
    )


def _with_axes(region: UprightBox, rulings: Rulings) -> UprightBox:
    """The region with the axes and grid lines that it touches."""
    x0, y0, x1, y1 = region
    for ruling in rulings.horizontal:
        if y0 - _MARGIN <= ruling.at <= y1 + _MARGIN and ruling.start <= region[2] and ruling.end >= region[0]:
            x0, y0, x1, y1 = min(x0, ruling.start), min(y0, ruling.at), max(x1, ruling.end), max(y1, ruling.at)
    for ruling in rulings.vertical:
        if x0 - _MARGIN <= ruling.at <= x1 + _MARGIN and ruling.start <= region[3] and ruling.end >= region[1]:
            x0, y0, x1, y1 = min(x0, ruling.at), min(y0, ruling.start), max(x1, ruling.at), max(y1, ruling.end)
    return (x0, y0, x1, y1)


def _beside(region: UprightBox, word: Run) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2
    return region[0] - _MARGIN - (word.x1 - word.x0) / 2 <= x <= region[2] + _MARGIN and (
        region[1] - _MARGIN <= y <= region[3] + _MARGIN
    )
