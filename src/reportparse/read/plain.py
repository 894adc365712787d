"""Reads text and Markdown files: finds the encoding, keeps every source line with its offsets."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING, Literal

from reportparse.document import Document, Line, Page
from reportparse.errors import BrokenFile, EmptyFile
from reportparse.read.radicals import fold_radicals

if TYPE_CHECKING:
    from pathlib import Path

_MARKS = (
    # UTF-32 first: its mark begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain(path: Path, source: str, form: Literal["txt", "md"]) -> Document:
    """The lines of a text file, one `Line` for each source line (blank ones included), tabs kept.

    Offsets count in the decoded file with its byte-order mark left out. Line ends are those of LF, CRLF and CR only.
    Raises EmptyFile for a file without a printing character and BrokenFile for bytes that are no text."""
    data = path.read_bytes()
    decoded, notes = decode(data, source)
    if not decoded.strip("\ufeff \t\r\n\f\v\u3000\xa0"):
        raise EmptyFile("the file has no text", source, "Put the report's text into it or take it out of the folder.")
    folded = fold_radicals(decoded)
    lines: list[Line] = []
    start = 0
    for piece in _split_lines(folded):
        body = piece.rstrip("\r\n")
        lines.append(Line(body, range(start, start + len(body))))
        start += len(piece)
    page = Page(None, tuple(lines))
    return Document(source, form, hashlib.sha256(data).hexdigest(), (page,), notes=notes)


def decode(data: bytes, source: str) -> tuple[str, tuple[str, ...]]:
    """`data` as text and notes on what had to be guessed: byte-order mark, then UTF-8, then GB18030."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError as error:
                raise _no_text(source, f"the byte-order mark says {encoding}, but {error.reason}") from error
    if b"\0" in data:
        wide = _wide_without_mark(data)
        if wide is None:
            raise _no_text(source, "it holds zero bytes")
        return data.decode(wide), (f"no byte-order mark, read as {wide}",)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        at = error.start
    try:
        return data.decode("gb18030"), ("not UTF-8, read as GB18030",)
    except UnicodeDecodeError as error:
        raise _no_text(source, f"byte {at} is no UTF-8 and byte {error.start} no GB18030") from error


def _wide_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes beside each ASCII character, on one side only."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    if len(data) % 2 or min(even, odd) * 20 > max(even, odd):
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return encoding


def _split_lines(text: str) -> list[str]:
    """Lines with their ends; unlike str.splitlines only at LF, CRLF and CR, for NEL and U+2028 may stand inside."""
    pieces: list[str] = []
    start = 0
    while start < len(text):
        line_feed = text.find("\n", start)
        carriage = text.find("\r", start, line_feed if line_feed >= 0 else len(text))
        if carriage >= 0 and carriage + 1 != line_feed:
            end = carriage + 1
        elif line_feed >= 0:
            end = line_feed + 1
        else:
            end = len(text)
        pieces.append(text[start:end])
        start = end
    return pieces


def _no_text(source: str, what: str) -> BrokenFile:
    return BrokenFile(f"this is no text file: {what}", source, "Save it as UTF-8 text, or give the original PDF or DOCX.")
