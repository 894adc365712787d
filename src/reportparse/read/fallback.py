"""Reads single pages with pdfplumber, which finds Unicode in some fonts where pdfium finds none (their own cmap)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from reportparse.read.layer import ListLayer, UprightBox

if TYPE_CHECKING:
    from pathlib import Path

_BETWEEN_WORDS = 0.25
"""Gap, in font sizes, from which two characters on a line are parted by a blank."""


class PlumberDocument:
    """A PDF that is opened with pdfplumber only when a page needs it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def layer(self, index: int) -> ListLayer | None:
        """The characters of the 0-based page in content order with blanks and line ends put in; None if it fails."""
        try:
            if self._pdf is None:
                self._pdf = _open(self._path)
            page = self._pdf.pages[index]
            characters = page.chars
            left, top = page.bbox[0], page.bbox[1]
            page.close()
        except Exception:
            return None
        return characters_to_layer(characters, left, top)

    def close(self) -> None:
        """Closes the file if it was opened."""
        if self._pdf is not None:
            self._pdf.close()


def _open(path: Path) -> Any:
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # one warning for each Type 3 font otherwise
    return pdfplumber.open(path)


def characters_to_layer(characters: list[dict[str, Any]], left: float, top: float) -> ListLayer:
    """Pdfplumber's characters as a layer; those without Unicode (`(cid:12)`) become U+FFFD."""
    text: list[str] = []
    places: list[UprightBox] = []
    sizes: list[float] = []

    def add(character: str, box: UprightBox, size: float) -> None:
        text.append(character)
        places.append(box)
        sizes.append(size)

    before: UprightBox | None = None
    for item in characters:
        box = (item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)
        size = float(item.get("size") or box[3] - box[1])
        if before is not None:
            shared = min(before[3], box[3]) - max(before[1], box[1])
            if shared < 0.5 * min(before[3] - before[1], box[3] - box[1]) or box[0] < before[0] - size:
                add("\n", box, size)
            elif box[0] - before[2] > _BETWEEN_WORDS * size:
                add(" ", box, size)
        printed = str(item["text"])
        if printed.startswith("(cid:"):
            printed = "\ufffd"
        for character in printed:  # a ligature may stand for two letters
            add(character, box, size)
        before = box
    return ListLayer("".join(text), places, sizes)
