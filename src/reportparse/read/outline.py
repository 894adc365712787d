"""Reads the bookmarks of a PDF."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from reportparse.model import OutlineEntry
from reportparse.read.library import raw

if TYPE_CHECKING:
    from reportparse.read.pdfium import PdfDocument

_DEEPEST = 12
_MOST = 5000
"""Bookmarks may point at each other in a ring: the walk stops after this many."""


def read_outline(document: PdfDocument) -> tuple[OutlineEntry, ...]:
    """The bookmarks in reading order with their level (1 = top) and 1-based page, None when the target is no page."""
    entries: list[OutlineEntry] = []
    _walk(document.handle, None, 1, entries)
    return tuple(entries)


def _walk(document: Any, parent: Any, level: int, entries: list[OutlineEntry]) -> None:
    bookmark = raw.FPDFBookmark_GetFirstChild(document, parent)
    while bookmark and len(entries) < _MOST:
        entries.append(OutlineEntry(_title(bookmark), _page(document, bookmark), level))
        if level < _DEEPEST:
            _walk(document, bookmark, level + 1, entries)
        bookmark = raw.FPDFBookmark_GetNextSibling(document, bookmark)


def _title(bookmark: Any) -> str:
    size = raw.FPDFBookmark_GetTitle(bookmark, None, 0)
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFBookmark_GetTitle(bookmark, buffer, size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\0")


def _page(document: Any, bookmark: Any) -> int | None:
    target = raw.FPDFBookmark_GetDest(document, bookmark)
    if not target:
        action = raw.FPDFBookmark_GetAction(bookmark)
        target = raw.FPDFAction_GetDest(document, action) if action else None
    index = raw.FPDFDest_GetDestPageIndex(document, target) if target else -1
    return index + 1 if index >= 0 else None
