"""The only home of pdfium: opens documents and pages and hands out characters, boxes and painted paths as plain data.

pdfium must never be entered from two threads at once (it ends the process), so every document holds `PDFIUM_LOCK`.
The calls go through own prototypes with plain integers for handles: these cost a third of the generated ones."""

from __future__ import annotations

import ctypes
import functools
import math
import threading
from array import array
from collections import deque
from contextlib import contextmanager
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from reportparse.errors import BrokenFile, EncryptedFile
from reportparse.read.fonts import install_stand_in
from reportparse.read.library import (
    FPDF_ANNOT,
    FPDF_ERR_PASSWORD,
    FPDF_ERR_SECURITY,
    FPDF_PAGEOBJ_FORM,
    FPDF_SEGMENT_BEZIERTO,
    FPDF_SEGMENT_MOVETO,
    FPDFBitmap_BGR,
    Handle,
    Int,
    function,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PDFIUM_LOCK = threading.RLock()
"""Held while a PDF is open: threads that read PDFs wait for each other."""

_load_document = function("FPDF_LoadDocument", Handle, ctypes.c_char_p, ctypes.c_char_p)
_close_document = function("FPDF_CloseDocument", None, Handle)
_last_error = function("FPDF_GetLastError", ctypes.c_ulong)
_page_count = function("FPDF_GetPageCount", Int, Handle)
_load_page = function("FPDF_LoadPage", Handle, Handle, Int)
_close_page = function("FPDF_ClosePage", None, Handle)
_load_text = function("FPDFText_LoadPage", Handle, Handle)
_close_text = function("FPDFText_ClosePage", None, Handle)
_count_characters = function("FPDFText_CountChars", Int, Handle)
_get_text = function("FPDFText_GetText", Int, Handle, Int, Int, Handle)
_get_unicode = function("FPDFText_GetUnicode", ctypes.c_uint, Handle, Int)
_loose_box = function("FPDFText_GetLooseCharBox", Int, Handle, Int, Handle)
_font_size = function("FPDFText_GetFontSize", ctypes.c_double, Handle, Int)
_character_matrix = function("FPDFText_GetMatrix", Int, Handle, Int, Handle)
_map_error = function("FPDFText_HasUnicodeMapError", Int, Handle, Int)
_count_objects = function("FPDFPage_CountObjects", Int, Handle)
_get_object = function("FPDFPage_GetObject", Handle, Handle, Int)
_form_count = function("FPDFFormObj_CountObjects", Int, Handle)
_form_object = function("FPDFFormObj_GetObject", Handle, Handle, ctypes.c_ulong)
_object_type = function("FPDFPageObj_GetType", Int, Handle)
_object_bounds = function("FPDFPageObj_GetBounds", Int, Handle, Handle, Handle, Handle, Handle)
_object_matrix = function("FPDFPageObj_GetMatrix", Int, Handle, Handle)
_draw_mode = function("FPDFPath_GetDrawMode", Int, Handle, Handle, Handle)
_count_segments = function("FPDFPath_CountSegments", Int, Handle)
_get_segment = function("FPDFPath_GetPathSegment", Handle, Handle, Int)
_segment_point = function("FPDFPathSegment_GetPoint", Int, Handle, Handle, Handle)
_segment_type = function("FPDFPathSegment_GetType", Int, Handle)
_segment_closes = function("FPDFPathSegment_GetClose", Int, Handle)
_page_rotation = function("FPDFPage_GetRotation", Int, Handle)
_page_bounds = function("FPDF_GetPageBoundingBox", Int, Handle, Handle)
_page_width = function("FPDF_GetPageWidthF", ctypes.c_float, Handle)
_page_height = function("FPDF_GetPageHeightF", ctypes.c_float, Handle)
_create_bitmap = function("FPDFBitmap_CreateEx", Handle, Int, Int, Int, Handle, Int)
_fill_bitmap = function("FPDFBitmap_FillRect", Int, Handle, Int, Int, Int, Int, ctypes.c_ulong)
_render_page = function("FPDF_RenderPageBitmap", None, Handle, Handle, Int, Int, Int, Int, Int, Int)
_destroy_bitmap = function("FPDFBitmap_Destroy", None, Handle)

Rectangle = tuple[float, float, float, float]
"""left, bottom, right, top in the page's own space (y up), as pdfium gives them."""
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Subpath(NamedTuple):
    """A painted subpath in page space: its corner points, whether it is closed, stroked, filled, and free of curves."""

    points: tuple[tuple[float, float], ...]
    closed: bool
    stroked: bool
    filled: bool
    straight: bool


class PdfDocument:
    """An open PDF. Use `open_pdf`; all calls must stay inside its block."""

    def __init__(self, handle: int) -> None:
        self.handle = handle
        self.page_count: int = _page_count(handle)

    @contextmanager
    def page(self, index: int) -> Iterator[PdfPage | None]:
        """The 0-based page, or None when pdfium cannot load it; closed at the end of the block."""
        page = _load_page(self.handle, index)
        if not page:
            yield None
            return
        text = _load_text(page)
        if not text:
            _close_page(page)
            yield None
            return
        try:
            yield PdfPage(page, text)
        finally:
            _close_text(text)
            _close_page(page)


@contextmanager
def open_pdf(path: Path, source: str) -> Iterator[PdfDocument]:
    """The PDF at `path`, which only one thread at a time can have open; a second one waits.

    Raises EncryptedFile when a password is needed and BrokenFile when pdfium rejects the file."""
    with PDFIUM_LOCK:
        install_stand_in()
        handle = _load_document(str(path).encode(), None)
        if not handle:
            error = _last_error()
            if error in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY):
                raise EncryptedFile(
                    "the PDF needs a password", source, "Save a copy without a password and put that into the folder."
                )
            raise BrokenFile(
                "the PDF is damaged and cannot be opened", source, "Fetch the file again, or print it to a new PDF."
            )
        try:
            yield PdfDocument(handle)
        finally:
            _close_document(handle)


class PdfPage:
    """An open page with its text layer; indices are pdfium's character indices."""

    def __init__(self, page: int, text: int) -> None:
        self._page = page
        self._text = text
        self.character_count: int = max(_count_characters(text), 0)
        self._floats = (ctypes.c_float * 6)()
        self._float_address = ctypes.addressof(self._floats)
        self._flags = (ctypes.c_int * 2)()
        base = ctypes.addressof(self._flags)
        self._flag_addresses = (base, base + 4)

    @property
    def rotation(self) -> int:
        """Clockwise quarter turns of /Rotate."""
        return int(_page_rotation(self._page))

    def bounds(self) -> Rectangle:
        """The part of the page space that is shown."""
        _page_bounds(self._page, self._float_address)
        left, top, right, bottom = self._floats[:4]  # FS_RECTF has this order
        return (left, bottom, right, top)

    def characters(self) -> str:
        """The text layer, one code point for each character index; pdfium's line ends are CR LF."""
        count = self.character_count
        if count == 0:
            return ""
        buffer = ctypes.create_string_buffer(2 * (count + 1))
        written = _get_text(self._text, 0, count, ctypes.addressof(buffer))
        text = buffer.raw[: 2 * (written - 1)].decode("utf-16-le", errors="replace")
        if len(text) != count or written - 1 != count:
            # Characters that pdfium leaves out of its text buffer, or code points beyond the BMP: ask one by one.
            codes = map(_get_unicode, repeat(self._text), range(count))
            text = "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)
        if "\ufffe" in text or "\x02" in text:
            # pdfium's mark for a hyphen that it takes for a line-end hyphen; the print has a hyphen.
            text = text.replace("\ufffe", "-").replace("\x02", "-")
        return text

    def boxes(self) -> array[float]:
        """For each character left, top, right, bottom of its box in page space, with its font's ascent and descent."""
        count = self.character_count
        values = array("f", bytes(16 * count))
        address, _ = values.buffer_info()
        # A deque of no length runs the calls without a loop in Python.
        deque(map(_loose_box, repeat(self._text), range(count), range(address, address + 16 * count, 16)), maxlen=0)
        return values

    def size_and_direction(self, index: int) -> tuple[float, float, float]:
        """Font size in points as displayed and the unit vector in which the text runs, in page space."""
        size = _font_size(self._text, index)
        if not _character_matrix(self._text, index, self._float_address):
            return (size, 1.0, 0.0)
        a, b, c, d = self._floats[:4]
        along, across = math.hypot(a, b), math.hypot(c, d)
        if along == 0:
            return (size, 1.0, 0.0)
        return (size * across, a / along, b / along)

    def unmapped(self, indices: range) -> int:
        """How many of the characters have no mapping to Unicode in their font."""
        return sum(1 for value in map(_map_error, repeat(self._text), indices) if value == 1)

    @functools.cached_property
    def objects(self) -> tuple[list[int], list[int]]:
        """Handles and types of the page's objects."""
        handles = list(map(_get_object, repeat(self._page), range(_count_objects(self._page))))
        return handles, list(map(_object_type, handles))

    def bounds_of(self, handle: int) -> Rectangle:
        """The bounds of an object in page space."""
        left, bottom, right, top = (self._float_address + 4 * place for place in range(4))
        _object_bounds(handle, left, bottom, right, top)
        x0, y0, x1, y1 = self._floats[:4]
        return (x0, y0, x1, y1)

    def form(self, handle: int) -> tuple[list[int], list[int], Matrix] | None:
        """Objects and types inside a form object, and the matrix from the form's space to its parent's; None for an
        object of another type."""
        if _object_type(handle) != FPDF_PAGEOBJ_FORM:
            return None
        count = _form_count(handle)
        handles = [_form_object(handle, place) for place in range(max(count, 0))]
        return handles, list(map(_object_type, handles)), self.matrix_of(handle)

    def matrix_of(self, handle: int) -> Matrix:
        """The object's own matrix."""
        if not _object_matrix(handle, self._float_address):
            return IDENTITY
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points as displayed."""
        return (_page_width(self._page), _page_height(self._page))

    def render(self, scale: float) -> tuple[bytes, int, int]:
        """The page as displayed: BGR pixels row by row without gaps, width and height in pixels; `scale` pixels a point."""
        width, height = (max(1, round(side * scale)) for side in self.size)
        buffer = (ctypes.c_ubyte * (width * height * 3))()
        bitmap = _create_bitmap(width, height, FPDFBitmap_BGR, ctypes.addressof(buffer), width * 3)
        _fill_bitmap(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        _render_page(bitmap, self._page, 0, 0, width, height, 0, FPDF_ANNOT)
        _destroy_bitmap(bitmap)
        return bytes(buffer), width, height

    def is_painted(self, handle: int) -> bool:
        """Whether a path is filled or stroked; others only clip."""
        _draw_mode(handle, *self._flag_addresses)
        return any(self._flags)

    def subpaths(self, handle: int, outer: Matrix) -> list[Subpath]:
        """The painted subpaths of a path object in page space; nothing for paths that only clip."""
        if not self.is_painted(handle):
            return []
        filled, stroked = (flag != 0 for flag in self._flags)
        count = _count_segments(handle)
        a, b, c, d, e, f = multiply(self.matrix_of(handle), outer)
        x_address, y_address = self._float_address, self._float_address + 4
        result: list[Subpath] = []
        points: list[tuple[float, float]] = []
        straight, closed = True, False

        def flush() -> None:
            if len(points) > 1:
                result.append(Subpath(tuple(points), closed, stroked, filled, straight))

        for place in range(count):
            segment = _get_segment(handle, place)
            kind = _segment_type(segment)
            _segment_point(segment, x_address, y_address)
            x, y = self._floats[0], self._floats[1]
            if kind == FPDF_SEGMENT_MOVETO:
                flush()
                points, straight, closed = [], True, False
            elif kind == FPDF_SEGMENT_BEZIERTO:
                straight = False
            points.append((a * x + c * y + e, b * x + d * y + f))
            if _segment_closes(segment):
                closed = True
        flush()
        return result


def multiply(first: Matrix, second: Matrix) -> Matrix:
    """The matrix that applies `first`, then `second`."""
    if second == IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
