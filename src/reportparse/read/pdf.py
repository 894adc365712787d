"""Reads PDFs page by page: lines with boxes and ruled tables in reading order."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from reportparse.errors import BrokenFile, NoTextLayer
from reportparse.model import Box, Document, Line, Page, RawTable
from reportparse.read.frame import Frame, turns_of
from reportparse.read.grid import find_grids
from reportparse.read.outline import read_outline
from reportparse.read.pdfium import PdfDocument, PdfPage, open_pdf
from reportparse.read.radicals import fold_radicals
from reportparse.read.rulings import page_rulings
from reportparse.read.runs import Run, line_runs, printed_lines, printed_words, runs_to_lines
from reportparse.read.tables import grid_to_table, words_to_cells

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OCR_COMMAND = 'pip install "reportparse[ocr]"'


def read_pdf(path: Path, source: str, ocr: bool | None) -> Document:
    """The pages of a PDF. Raises EncryptedFile, BrokenFile, and NoTextLayer when not one page can be read."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    pages: list[Page] = []
    unread: list[int] = []
    with open_pdf(path, source) as document:
        if document.page_count < 1:
            raise BrokenFile("the PDF has no pages", source, "Fetch the file again.")
        for index in range(document.page_count):
            page = _read_page(document, index)
            pages.append(page)
            if not page.blocks:
                unread.append(index + 1)
        outline = read_outline(document)
    if len(unread) == len(pages):
        raise NoTextLayer(
            "no page has a text that can be read (a scan?)", source, f"Install the text recognition: {OCR_COMMAND}"
        )
    notes = (f"pages {_list(unread)} have no text layer and were not read: {OCR_COMMAND}",) if unread else ()
    return Document(source, "pdf", digest, tuple(pages), outline, notes, tuple(unread))


def _list(numbers: Sequence[int]) -> str:
    return ", ".join(str(number) for number in numbers)


def _read_page(document: PdfDocument, index: int) -> Page:
    with document.page(index) as page:
        if page is None:
            return Page(index + 1, ())
        return page_blocks(page, index + 1)


def page_blocks(page: PdfPage, number: int) -> Page:
    """A page's lines and tables in reading order, boxes in points of the page as displayed."""
    left, bottom, right, top = page.bounds()
    shown = Frame(left, bottom, right, top, page.rotation)
    text = fold_radicals(page.characters())
    runs = line_runs(page, printed_lines(text), shown)
    if not runs:
        return Page(number, (), shown.width, shown.height)
    turns = _main_turns(runs)
    frame = shown
    if turns != shown.turns:
        # The text lies sideways as displayed: read it upright, give the boxes as displayed.
        frame = shown.turned(turns)
        runs = line_runs(page, [(run.start, run.end) for run in runs], frame)
    blocks = _blocks(page, text, runs, frame)
    if frame is not shown:
        blocks = [_displayed(block, frame, shown) for block in blocks]
    return Page(number, tuple(blocks), shown.width, shown.height)


def _main_turns(runs: Sequence[Run]) -> int:
    votes = [0, 0, 0, 0]
    for run in runs:
        votes[turns_of(*run.direction)] += run.end - run.start
    return votes.index(max(votes))


def _blocks(page: PdfPage, text: str, runs: list[Run], frame: Frame) -> list[Line | RawTable]:
    grids = find_grids(page_rulings(page, frame))
    if not grids:
        return _ordered(list(runs_to_lines(runs, text)))
    words = words_to_cells(page, printed_words(text), frame, grids)
    tables: list[RawTable] = []
    outside = list(words.outside)
    for grid, inside in zip(grids, words.inside, strict=True):
        if grid.columns < 2 or len(inside) < 2:
            outside.extend(run for cell in inside.values() for run in cell)
        else:
            tables.append(grid_to_table(grid, inside, text))
    outside.sort(key=lambda run: run.start)
    return _ordered([*runs_to_lines(outside, text), *tables])


def _ordered(blocks: list[Line | RawTable]) -> list[Line | RawTable]:
    return sorted(blocks, key=lambda block: block.box.y0 if block.box else 0.0)


def _displayed(block: Line | RawTable, frame: Frame, shown: Frame) -> Line | RawTable:
    box = frame.box_in(shown, block.box) if block.box else None
    if isinstance(block, Line):
        return Line(block.text, block.indices, box, block.size)
    cells = tuple(
        type(cell)(
            cell.row, cell.column, cell.row_span, cell.column_span,
            tuple(Line(line.text, line.indices, _box(line.box, frame, shown), line.size) for line in cell.lines),
        )
        for cell in block.cells
    )
    return RawTable(block.rows, block.columns, cells, box)


def _box(box: Box | None, frame: Frame, shown: Frame) -> Box | None:
    return frame.box_in(shown, box) if box else None
