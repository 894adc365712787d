"""Tells where characters stand on their page, from what the reader kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.document import Box, Page
from reportparse.read.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.document import Document

_ON_ONE_LINE = 0.5
_GAP = 2.5
"""Characters on one line that are farther apart than this many heights are in boxes of their own (cells, columns)."""


def locate(document: Document, requests: Iterable[Sequence[tuple[int, int]]]) -> list[tuple[Box, ...]]:
    """For each request, given as (1-based page, character index) of its characters, the boxes of its words.

    Boxes are in points from the top left of the page as displayed: one for each printed line that the characters stand
    on. A request that goes on to a second page gets the boxes on its first. Characters that the reader or the text
    stage put in (index -1) have no place; documents without pages give no boxes."""
    pages = {page.number: page for page in document.pages}
    return [_boxes(pages, request) for request in requests]


def confidence(document: Document, request: Sequence[tuple[int, int]]) -> float | None:
    """The lowest recognition score (0 to 1) of the characters; None when none of them was recognised."""
    pages = {page.number: page for page in document.pages}
    scores = [
        page.characters.scores[index]
        for number, index in request
        if (page := pages.get(number)) is not None and page.characters is not None
        and 0 <= index < len(page.characters.scores)
    ]
    return min(scores) if scores else None


def _boxes(pages: dict[int | None, Page], request: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    placed = [(number, index) for number, index in request if index >= 0 and number in pages]
    if not placed:
        return ()
    page = pages[placed[0][0]]
    upright, shown = _frames(page)
    merged: list[tuple[float, float, float, float]] = []
    for number, index in placed:
        box = _character_box(page, index, upright) if number == page.number else None
        if box is None:
            continue
        if merged and _go_on(merged[-1], box):
            last = merged[-1]
            merged[-1] = (min(last[0], box[0]), min(last[1], box[1]), max(last[2], box[2]), max(last[3], box[3]))
        else:
            merged.append(box)
    boxes = (Box(*box) for box in merged)
    return tuple(upright.box_in(shown, box) if upright and shown else box for box in boxes)


def _frames(page: Page) -> tuple[Frame | None, Frame | None]:
    """How the page's text stands upright, and how the page is displayed; None for boxes that are so already."""
    if page.characters is None or page.characters.frame is None:
        return None, None
    left, bottom, right, top, turns, text_turns = page.characters.frame
    return Frame(left, bottom, right, top, text_turns), Frame(left, bottom, right, top, turns)


def _character_box(page: Page, index: int, frame: Frame | None) -> tuple[float, float, float, float] | None:
    characters = page.characters
    if characters is None or not 0 <= 4 * index < len(characters.boxes):
        return None
    a, b, c, d = characters.boxes[4 * index : 4 * index + 4]
    return (a, b, c, d) if frame is None else frame.box(a, d, c, b)


def _go_on(last: tuple[float, float, float, float], box: tuple[float, float, float, float]) -> bool:
    """Whether a character stands to the right of the last ones on one line."""
    height = last[3] - last[1]
    shared = min(last[3], box[3]) - max(last[1], box[1])
    return shared > _ON_ONE_LINE * min(height, box[3] - box[1]) and -0.5 * height <= box[0] - last[2] <= _GAP * height
