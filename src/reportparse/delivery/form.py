"""The CSV form: how values are written as cells and cells read back, the same bytes on every machine."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

Row = Mapping[str, str]

_LINE_END = re.compile(r"\r\n?")
_HARMLESS = re.compile(r"[+-]?\d+(?:[.,]\d+)*%?(?:\.\.[+-]?\d+(?:\.\d+)?)?|[-－—]+")
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
_GUARDED = re.compile(r"'+[=+\-@＝＋－＠\t\r]")


def plain(value: Decimal | None) -> str:
    """A decimal without exponent, separators or trailing zeros: 8153.40 -> `8153.4`, 1E+3 -> `1000`; None -> empty."""
    if value is None:
        return ""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it as a formula; numbers, ranges and dashes stay.

    Follows OWASP's page on CSV injection (= + - @ tab return, full-width forms too). `unguarded` takes it off again."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if _GUARDED.match(text) else text


def to_csv(header: Sequence[str], rows: Iterable[Row], *, bom: bool = False) -> bytes:
    """A CSV file: UTF-8, line feeds (in cells too), one header row, quotes only where needed; ValueError for an unknown column."""
    columns = set(header)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        if not columns.issuperset(row):
            raise ValueError(f"columns that the table does not have: {sorted(set(row) - columns)}")
        writer.writerow([guarded(_LINE_END.sub("\n", row.get(name, ""))) for name in header])
    return buffer.getvalue().encode("utf-8-sig" if bom else "utf-8")


def from_csv(data: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file written by `to_csv`, with or without byte order mark."""
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: unguarded(cell or "") for name, cell in row.items() if name} for row in reader]
