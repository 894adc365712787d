"""Finds out what a file is and has it read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.errors import BrokenFile, EmptyFile, ReadError, UnknownFormat

if TYPE_CHECKING:
    from pathlib import Path

    from reportparse.document import Document

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REMEDY = "Give the report as PDF, DOCX, TXT or MD."


def read_document(path: Path, *, source: str, ocr: bool | None = None) -> Document:
    """The document at `path`; its format is told by its first bytes, then by its suffix.

    `ocr` says whether pages without readable text go to text recognition: True demands it, False forbids it, None uses it
    when it is installed. Raises a ReadError: EmptyFile, EncryptedFile, BrokenFile, NoTextLayer or UnknownFormat."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise ReadError(f"the file cannot be opened ({error.strerror})", source, "Check that it is there and readable.") from error
    if not head:
        raise EmptyFile("the file is empty", source, "Fetch it again or take it out of the folder.")
    if b"%PDF-" in head or suffix == ".pdf":
        from reportparse.read.pdf import read_pdf

        return read_pdf(path, source, ocr)
    if head.startswith(b"PK\x03\x04") or suffix == ".docx":
        from reportparse.read.word import read_word

        return read_word(path, source)
    if head.startswith(_OLD_OFFICE):
        raise UnknownFormat("this is an old Office file (.doc, .xls, .wps)", source, "Save it as DOCX or PDF.")
    if suffix in (".txt", ".md", ".markdown", ".text"):
        from reportparse.read.plain import read_plain

        return read_plain(path, source, "md" if suffix in (".md", ".markdown") else "txt")
    if suffix in (".docx", ".doc", ".wps"):
        raise BrokenFile("this is no Word file", source, _REMEDY)
    raise UnknownFormat(f"files of the kind {suffix or 'without suffix'} are not read", source, _REMEDY)
