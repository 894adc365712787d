"""Loads pdfium and starts it: the bare bindings of pypdfium2, without its helper classes, which take longer to load."""

from __future__ import annotations

from pypdfium2_raw import bindings as raw  # type: ignore[import-untyped]

__all__ = ["raw"]


def _start() -> None:
    """Starts the library as pypdfium2 does; pdfium ignores a second start in one process."""
    config = raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=None, m_pIsolate=None, m_v8EmbedderSlot=0)
    raw.FPDF_InitLibraryWithConfig(config)


_start()
