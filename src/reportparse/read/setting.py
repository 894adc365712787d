"""Undoes what typesetting did to the characters of a printed line: drawing out of order, letter-spacing."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

NO_BLANK = "\u200b"
"""Stands for a blank that only letter-spacing made: one character, so that indices stay, and without a width."""

_BACK = 0.3
"""A character that begins this share of the line's size before its predecessor was drawn out of order."""
_BACKWARDS = 0.34
"""Share of such steps from which a line is not set from left to right at all."""
# The blank stands first, for a search that begins with a literal is several times faster.
_SPACED = re.compile(r" (?:(?<=[\u3001-\u9fff\u2018-\u201d] ) *(?=[\u3001-\u9fff\u2018-\u201d])|(?<=[\d.,] ) *(?=[\d.,]))")
_BLANKS = re.compile(" +")
_TIGHT = 0.06
"""Gap between neighbouring letters, in sizes, up to which they are not letter-spaced."""
_LOOSE, _LOOSE_NUMBERS = 0.75, 0.3
"""A gap wider than this, in sizes, parts words or columns; between digits, numbers."""
_TYPED, _TYPED_IN_NUMBERS = 0.15, 0.05
"""What a blank that was typed adds to the gap between letters, in sizes, at least; between digits it may add less."""


class Extents(NamedTuple):
    """Where each character begins and ends along its line, and between which heights it stands across it."""

    starts: Sequence[float]
    ends: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]


def extents(sides: Sequence[float], turns: int) -> Extents:
    """The extents of characters whose boxes stand in `sides` as left, top, right, bottom of the page's space (y up), for
    text that is upright after `turns` clockwise quarter turns."""
    left, top, right, bottom = (sides[place::4] for place in range(4))
    if turns == 0:
        return Extents(left, right, bottom, top)
    if turns == 1:
        return Extents(bottom, top, left, right)
    if turns == 2:
        return Extents([-side for side in right], [-side for side in left], bottom, top)
    return Extents([-side for side in top], [-side for side in bottom], left, right)


def printed_order(text: str, spans: Sequence[tuple[int, int]], sides: Sequence[float], turns: int) -> list[int] | None:
    """The indices of all characters, those of each line in the order in which they stand; None when they are so already.

    Some producers draw the glyphs of a substitute font after the rest of their line. `sides` and `turns`: see `extents`."""
    sign = 1 if turns < 2 else -1
    starts = sides[(0, 3, 2, 1)[turns] :: 4]
    doubtful: list[tuple[int, int]] = []
    for start, end in spans:
        line = starts[start:end]
        if line != sorted(line, reverse=sign < 0):
            doubtful.append((start, end))
    if not doubtful:
        return None
    places = extents(sides, turns)
    order: list[int] | None = None
    for start, end in doubtful:
        if _is_disordered(text, start, end, places):
            order = order or list(range(len(text)))
            order[start:end] = sorted(range(start, end), key=places.starts.__getitem__)
    return order


def _is_disordered(text: str, start: int, end: int, places: Extents) -> bool:
    """Whether a few characters stand before those that come before them, at the same height."""
    printed = [index for index in range(start, end) if not text[index].isspace()]
    size = max(places.ends[index] - places.starts[index] for index in printed)
    back = [(a, b) for a, b in pairwise(printed) if places.starts[b] < places.starts[a] - _BACK * size]
    if not back or len(back) > _BACKWARDS * len(printed):
        return False
    return all(min(places.highs[a], places.highs[b]) > max(places.lows[a], places.lows[b]) for a, b in back)


def without_letter_spacing(text: str, sides: Sequence[float], turns: int, *, moved: bool) -> str:
    """The text with `NO_BLANK` for each blank that is no wider than the gaps between the letters beside it.

    `sides` and `turns`: see `extents`. `moved` tells that characters were put in order: pdfium's blanks around them stand
    where there is no gap any more."""
    blanks = list((_BLANKS if moved else _SPACED).finditer(text))
    if not blanks:
        return text
    places = extents(sides, turns)
    pieces: list[str] = []
    done = 0
    for blank in blanks:
        if _is_letter_spacing(text, blank.start(), blank.end(), places, moved=moved):
            pieces += (text[done : blank.start()], NO_BLANK * (blank.end() - blank.start()))
            done = blank.end()
    return "".join([*pieces, text[done:]]) if pieces else text


def _is_letter_spacing(text: str, start: int, end: int, places: Extents, *, moved: bool) -> bool:
    """Whether the blank `start:end` is a gap as its neighbours are. A lone pair of Han counts as spaced, one of digits only
    where the Han of its line are: they may be numbers in narrow columns."""
    before, after = start - 1, end
    if before < 0 or after >= len(text) or text[before].isspace() or text[after].isspace():
        return False
    numbers = text[before] < "\u0100" and text[after] < "\u0100"
    # A digit is half as wide as a Han.
    size = max(places.ends[index] - places.starts[index] for index in (before, after)) * (2 if numbers else 1)
    gap = places.starts[after] - places.ends[before]
    if moved and gap <= _TYPED * size:
        return True
    loose = (_LOOSE_NUMBERS if numbers else _LOOSE) * size
    if gap >= loose:
        return False
    beside = [
        places.starts[b] - places.ends[a]
        for a, b in ((_printed(text, before, -1), before), (after, _printed(text, after, 1)))
        if a is not None and b is not None
    ]
    near = [other for other in beside if other < loose]
    if not near and not numbers:
        return True
    usual = max(near) if near else _gap_of_han(text, start, places)
    return usual > _TIGHT * size and gap <= usual + (_TYPED_IN_NUMBERS if numbers else _TYPED) * size


def _gap_of_han(text: str, at: int, places: Extents) -> float:
    """The usual gap between the Han that stand on the line of the character at `at` without a column between them."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    han = [index for index in range(start, end if end >= 0 else len(text)) if "\u3400" <= text[index] <= "\u9fff"]
    gaps = sorted(
        gap for a, b in pairwise(han)
        if (gap := places.starts[b] - places.ends[a]) < _LOOSE * (places.ends[a] - places.starts[a])
    )
    return gaps[len(gaps) // 2] if gaps else 0.0


def _printed(text: str, index: int, step: int) -> int | None:
    """The next printed character on the same line in the direction of `step`."""
    index += step
    while 0 <= index < len(text) and text[index] == " ":
        index += step
    return index if 0 <= index < len(text) and not text[index].isspace() else None
