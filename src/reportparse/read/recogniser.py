"""Says whether text recognition is installed, and calls it for the pages that need it."""

from __future__ import annotations

import functools
import importlib.util
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportparse.document import Page
    from reportparse.read.pdfium import PdfPage

OCR_COMMAND = 'pip install "reportparse[ocr]"'


class Recogniser:
    """Recognises pages when it is wanted and installed; the models load with the first page."""

    def __init__(self, *, wanted: bool = True) -> None:
        self.wanted = wanted
        self.notes: list[str] = []
        """Why recognition broke down, if it did."""

    @property
    def available(self) -> bool:
        """Whether pages can be recognised here."""
        return self.wanted and not self.notes and _installed()

    def page(self, page: PdfPage, number: int) -> Page | None:
        """The recognised page; None without recognition or without any text found."""
        if not self.available:
            return None
        from reportparse.read.ocr import recognise_page

        try:
            return recognise_page(page, number)
        except Exception as error:  # a missing or damaged model must not stop the run; it is said in the notes
            self.notes.append(f"text recognition failed ({type(error).__name__}: {error})")
            return None


@functools.cache
def _installed() -> bool:
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "numpy", "cv2"))
