"""Gives pdfium a stand-in for Chinese fonts that a PDF does not embed and the machine does not have.

Without it pdfium knows no glyph of such a font and drops each text object of a single character, because its box has
no width: whole cells vanish, and what is read depends on the fonts of the machine."""

from __future__ import annotations

import ctypes
import functools
from pathlib import Path
from typing import Any

from reportparse.read.library import Handle, Int, function

_EAST_ASIAN = frozenset((128, 129, 130, 134, 136))
"""Windows character sets of Japanese, Korean (2), simplified and traditional Chinese."""
_STAND_IN = 0x5150
"""Our font's handle among those of the system, which are addresses."""



class _FontInfo(ctypes.Structure):
    """FPDF_SYSFONTINFO: its version and how pdfium asks for fonts of the system."""

    _fields_ = (
        ("version", Int),
        ("Release", ctypes.CFUNCTYPE(None, Handle)),
        ("EnumFonts", ctypes.CFUNCTYPE(None, Handle, Handle)),
        ("MapFont", ctypes.CFUNCTYPE(Handle, Handle, Int, Int, Int, Int, Handle, Handle)),
        ("GetFont", ctypes.CFUNCTYPE(Handle, Handle, Handle)),
        ("GetFontData", ctypes.CFUNCTYPE(ctypes.c_ulong, Handle, Handle, ctypes.c_uint, Handle, ctypes.c_ulong)),
        ("GetFaceName", ctypes.CFUNCTYPE(ctypes.c_ulong, Handle, Handle, Handle, ctypes.c_ulong)),
        ("GetFontCharset", ctypes.CFUNCTYPE(Int, Handle, Handle)),
        ("DeleteFont", ctypes.CFUNCTYPE(None, Handle, Handle)),
    )


_default_info = function("FPDF_GetDefaultSystemFontInfo", ctypes.POINTER(_FontInfo))
_set_info = function("FPDF_SetSystemFontInfo", None, ctypes.POINTER(_FontInfo))

_kept: list[Any] = []
"""What pdfium points at until the process ends."""


def install_stand_in() -> None:
    """Wraps pdfium's font lookup once: fonts of the system come first, then the stand-in for East Asian ones."""
    if _kept:
        return
    default = _default_info()
    if not default:
        return
    system = default.contents

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int:
        handle = system.MapFont(default, weight, italic, charset, pitch, face, exact)
        return handle or (_STAND_IN if charset in _EAST_ASIAN else 0)

    def font_data(_: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if font != _STAND_IN:
            return int(system.GetFontData(default, font, table, buffer, size))
        data = _stand_in()
        if table:
            return 0  # asked for one table: pdfium then takes the whole file
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def face_name(_: Any, font: Any, buffer: Any, size: int) -> int:
        return 0 if font == _STAND_IN else int(system.GetFaceName(default, font, buffer, size))

    def font_charset(_: Any, font: Any) -> int:
        return 134 if font == _STAND_IN else int(system.GetFontCharset(default, font))

    def delete_font(_: Any, font: Any) -> None:
        if font != _STAND_IN:
            system.DeleteFont(default, font)

    info = _FontInfo()
    info.version = 2
    kinds: dict[str, Any] = dict(_FontInfo._fields_)
    for name, answer in (
        ("MapFont", map_font), ("GetFontData", font_data), ("GetFaceName", face_name),
        ("GetFontCharset", font_charset), ("DeleteFont", delete_font),
    ):
        setattr(info, name, kinds[name](answer))
    _set_info(info)
    _kept.extend((info, default))


@functools.cache
def _stand_in() -> bytes:
    return Path(__file__).with_name("data").joinpath("placeholder.ttf").read_bytes()
