#!/usr/bin/env python3
"""Write docs/delivery.md: every table and column of a delivery, from the code that writes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportparse.delivery.schema import TableSchema
from reportparse.delivery.top_tables import FAILURE_CODES, TOP_TABLES
from reportparse.delivery.year_tables import YEAR_TABLES

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# The tables of a delivery

Written by `python scripts/make_docs.py` from the tables in `src/reportparse/delivery/`; `datapackage.json` says the same for machines.

All files are CSV in UTF-8 with one header row and line feeds; a missing value is an empty cell. Numbers are scaled (`2.25万`
is 22500) and have no separators and no trailing zeros. `char_start` and `char_end` count the characters of
`<year>/text/<report_id>.txt`, half-open: `text[char_start:char_end]` is the value as printed. Boxes are in PDF points from the top left
of the page as displayed. A text that a spreadsheet would run as a formula has an apostrophe in front.

Ids are hashes of report, position and reading: they are the same on each run over the same input.
"""


def described(table: TableSchema, folder: str) -> Iterator[str]:
    """One table as Markdown."""
    yield f"\n### {folder}{table.name}.csv\n\n{table.title}."
    if table.key:
        yield f" Key: {', '.join(table.key)}."
    yield "\n\n| column | type | meaning |\n|---|---|---|\n"
    for column in table.columns:
        values = f": {', '.join(f'`{value}`' for value in column.values)}" if column.values else ""
        yield f"| {column.name} | {column.type} | {column.description}{values} |\n"


def document() -> str:
    """The whole page."""
    parts = [HEAD, "\n## One folder for each year\n", *(part for table in YEAR_TABLES for part in described(table, "<year>/"))]
    parts += ["\n## Above the years\n", *(part for table in TOP_TABLES for part in described(table, ""))]
    parts += ["\n## Codes of failures.csv\n\n| code | cause |\n|---|---|\n"]
    parts += [f"| {code} | {cause} |\n" for code, cause in FAILURE_CODES.items()]
    return "".join(parts)


if __name__ == "__main__":
    (ROOT / "docs" / "delivery.md").write_text(document(), encoding="utf-8")
