"""Loads the pdfium that pypdfium2 brings, starts it, and binds single functions of it with integers for handles.

The generated bindings of pypdfium2 declare all of pdfium, and to load them takes longer than to read ten pages."""

from __future__ import annotations

import ctypes
import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# Values of pdfium's headers fpdfview.h and fpdf_edit.h, under their names there.
FPDF_ERR_PASSWORD: Final = 4
FPDF_ERR_SECURITY: Final = 5
FPDF_PAGEOBJ_PATH: Final = 2
FPDF_PAGEOBJ_IMAGE: Final = 3
FPDF_PAGEOBJ_SHADING: Final = 4
FPDF_PAGEOBJ_FORM: Final = 5
FPDF_SEGMENT_BEZIERTO: Final = 1
FPDF_SEGMENT_MOVETO: Final = 2
FPDFBitmap_BGR: Final = 2
FPDF_ANNOT: Final = 1

Handle = ctypes.c_void_p
Int = ctypes.c_int


def _load() -> ctypes.CDLL:
    """pypdfium2's shared library; when it is built to use one of the system, the one that its bindings find."""
    for path in _shipped():
        if path.exists():
            return ctypes.CDLL(str(path))
    from pypdfium2_raw import bindings  # type: ignore[import-untyped]

    library: ctypes.CDLL = bindings._libs["pdfium"]
    return library


def _shipped() -> Iterator[Path]:
    spec = importlib.util.find_spec("pypdfium2_raw")
    for folder in (spec and spec.submodule_search_locations) or ():
        for name in ("libpdfium.so", "libpdfium.dylib", "pdfium.dll"):
            yield Path(folder) / name


class _Configuration(ctypes.Structure):
    """FPDF_LIBRARY_CONFIG of version 2."""

    _fields_ = (("version", Int), ("user_font_paths", Handle), ("isolate", Handle), ("v8_slot", ctypes.c_uint))


_library = _load()
_library.FPDF_InitLibraryWithConfig(ctypes.byref(_Configuration(version=2)))  # pdfium ignores a second start in one process


def function(name: str, result: Any, *arguments: Any) -> Any:
    """pdfium's function of that name. Its handles are `Handle`, given and taken as integers (0 or None for null), which
    costs a third of a call with pointer objects."""
    return ctypes.CFUNCTYPE(result, *arguments)((name, _library))
