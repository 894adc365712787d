"""Shows what was read in a form that tests compare: texts of lines, cells of tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reportparse.document import Document, Line, RawTable
from reportparse.read import read_document

if TYPE_CHECKING:
    from collections.abc import Iterator


def read(path: Path, ocr: bool | None = False) -> Document:
    """The document, without text recognition unless asked for."""
    return read_document(path, source=path.name, ocr=ocr)


def line_texts(document: Document) -> list[str]:
    """The texts of all lines outside tables."""
    return [block.text for page in document.pages for block in page.blocks if isinstance(block, Line)]


def tables(document: Document) -> list[RawTable]:
    """All tables."""
    return [block for page in document.pages for block in page.blocks if isinstance(block, RawTable)]


def cells(table: RawTable) -> dict[tuple[int, int, int, int], str]:
    """(row, column, row span, column span) -> lines joined by `|`."""
    return {
        (cell.row, cell.column, cell.row_span, cell.column_span): "|".join(line.text for line in cell.lines)
        for cell in table.cells
    }


def rows(table: RawTable) -> list[list[str]]:
    """Texts by row and column; the places that a merged cell covers are empty but for its first."""
    grid = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        grid[cell.row][cell.column] = "|".join(line.text for line in cell.lines)
    return grid


def all_lines(document: Document) -> Iterator[tuple[int | None, Line]]:
    """Every line with its page number, those in tables too."""
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Line):
                yield page.number, block
            else:
                for cell in block.cells:
                    for line in cell.lines:
                        yield page.number, line
