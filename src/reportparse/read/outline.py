"""Reads the bookmarks of a PDF."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

from reportparse.document import OutlineEntry
from reportparse.read.library import Handle, Int, function

if TYPE_CHECKING:
    from reportparse.read.pdfium import PdfDocument

_first_child = function("FPDFBookmark_GetFirstChild", Handle, Handle, Handle)
_next_sibling = function("FPDFBookmark_GetNextSibling", Handle, Handle, Handle)
_get_title = function("FPDFBookmark_GetTitle", ctypes.c_ulong, Handle, Handle, ctypes.c_ulong)
_bookmark_target = function("FPDFBookmark_GetDest", Handle, Handle, Handle)
_bookmark_action = function("FPDFBookmark_GetAction", Handle, Handle)
_action_target = function("FPDFAction_GetDest", Handle, Handle, Handle)
_target_page = function("FPDFDest_GetDestPageIndex", Int, Handle, Handle)

_DEEPEST = 12
_MOST = 5000
"""Bookmarks may point at each other in a ring: the walk stops after this many."""


def read_outline(document: PdfDocument) -> tuple[OutlineEntry, ...]:
    """The bookmarks in reading order with their level (1 = top) and 1-based page, None when the target is no page."""
    entries: list[OutlineEntry] = []
    _walk(document.handle, None, 1, entries)
    return tuple(entries)


def _walk(document: int, parent: int | None, level: int, entries: list[OutlineEntry]) -> None:
    bookmark = _first_child(document, parent)
    while bookmark and len(entries) < _MOST:
        entries.append(OutlineEntry(_title(bookmark), _page(document, bookmark), level))
        if level < _DEEPEST:
            _walk(document, bookmark, level + 1, entries)
        bookmark = _next_sibling(document, bookmark)


def _title(bookmark: int) -> str:
    size = _get_title(bookmark, None, 0)
    buffer = ctypes.create_string_buffer(size)
    _get_title(bookmark, ctypes.addressof(buffer), size)
    return buffer.raw[:size].decode("utf-16-le", errors="replace").rstrip("\0")


def _page(document: int, bookmark: int) -> int | None:
    target = _bookmark_target(document, bookmark)
    if not target:
        action = _bookmark_action(bookmark)
        target = _action_target(document, action) if action else None
    index = _target_page(document, target) if target else -1
    return index + 1 if index >= 0 else None
