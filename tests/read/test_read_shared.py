"""The reader on real PDFs: the same text and cells from every producer, hand-checked figures, scans."""

from __future__ import annotations

import csv
import difflib
import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from views import all_lines, cells, line_texts, read, tables

from reportparse.document import RawTable
from reportparse.read.boxes import confidence
from reportparse.read.radicals import fold_radicals

if TYPE_CHECKING:
    from reportparse.document import Document

CASES = Path(__file__).parent.parent / "cases" / "read" / "wild_cells.csv"
PAGE_NUMBER = re.compile(r"[-—－\s]*\d+[-—－\s]*|第\s*\d+\s*页(\s*共\s*\d+\s*页)?")
needs_ocr = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")


def bare(text: str) -> str:
    return re.sub(r"\s|\*\*", "", fold_radicals(text))


def source_of(shared: Path, pdf: Path) -> str:
    for folder in ("reports", "dev"):
        path = shared / folder / f"{pdf.stem}.txt"
        if path.exists():
            return path.read_text(encoding="utf-8-sig")
    raise AssertionError(pdf)


def digital(shared: Path) -> list[Path]:
    folders = ("libreoffice", "chromium", "weasyprint", "reportlab", "docx")
    return [path for folder in folders for path in sorted((shared / "pdf" / folder).glob("*.*"))]


def flat(document: Document) -> str:
    """All text without blanks and page numbers, tables cell by cell."""
    pieces: list[str] = []
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, RawTable):
                pieces.extend(line.text for cell in block.cells for line in cell.lines)
            elif not PAGE_NUMBER.fullmatch(block.text.strip()):
                pieces.append(block.text)
    return bare("".join(pieces))


@pytest.mark.shared
def test_every_paragraph_and_cell_comes_back_from_every_producer(shared: Path) -> None:
    """Paragraphs run over pages; between their halves may stand a table only where the source has one."""
    for path in digital(shared):
        document = read(path)
        whole = flat(document)
        found = {bare("".join(line.text for line in cell.lines)) for table in tables(document) for cell in table.cells}
        for line in source_of(shared, path).splitlines():
            if PAGE_NUMBER.fullmatch(line.strip()):
                continue
            if "\t" in line:
                # A row may be cut by a page end: its words are then in two cells, which the text stage joins.
                missing = [part for part in map(bare, line.split("\t")) if part and part not in found and part not in whole]
                assert missing == [], (path, line)
            else:
                assert bare(line) in whole, (path, line)


@pytest.mark.shared
def test_figures_of_real_tables_are_exact(shared: Path) -> None:
    """Hand-checked against the printed pages: row, column and spans of each figure."""
    expected: dict[tuple[str, int, int], dict[tuple[int, int, int, int], str]] = {}
    with CASES.open(encoding="utf-8", newline="") as file:
        for case in csv.DictReader(file):
            key = (case["file"], int(case["page"]), int(case["table"]))
            place = (int(case["row"]), int(case["column"]), int(case["row_span"]), int(case["column_span"]))
            expected.setdefault(key, {})[place] = case["text"]
    documents = {name: read(shared / "wild" / f"{name}.pdf") for name, _, _ in expected}
    for (name, page, number), figures in expected.items():
        found = [block for block in documents[name].pages[page - 1].blocks if isinstance(block, RawTable)][number]
        read_cells = cells(found)
        assert {place: read_cells.get(place) for place in figures} == figures, (name, page)


@pytest.mark.shared
def test_a_value_and_its_unit_parted_by_a_page_number_are_neighbours_in_order(shared: Path) -> None:
    for name in ("zhoukou-2023", "chengdu-2021"):
        document = read(shared / "wild" / f"{name}.pdf")
        texts = [text for text in line_texts(document) if not PAGE_NUMBER.fullmatch(text.strip())]
        starts = [index for index, text in enumerate(texts) if re.match(r"(万|亿|人|元|个|%)", text)]
        assert starts, name
        assert any(re.search(r"\d\s*$", texts[index - 1]) for index in starts), name


@pytest.mark.shared
def test_the_wrong_text_layer_of_a_scan_is_said(shared: Path) -> None:
    from reportparse.errors import NoTextLayer

    path = shared / "wild" / "scan-with-wrong-text-layer.pdf"
    with pytest.raises(NoTextLayer) as caught:
        read(path, ocr=False)
    assert "garbage" in caught.value.what


@pytest.mark.shared
@needs_ocr
def test_the_wrong_text_layer_gives_way_to_recognition(shared: Path) -> None:
    document = read(shared / "wild" / "scan-with-wrong-text-layer.pdf", ocr=True)
    assert document.notes[0].startswith("pages 1-6: the text layer is not the text of the page")
    assert all(page.ocr and (page.confidence or 0) > 0.9 for page in document.pages)
    figures = cells(tables(document)[1])
    assert [figures[row, 2, 1, 1] for row in range(6)] == ["3,000", "3,000", "2,000", "3,000", "2,700", "15,700"]


@pytest.mark.shared
@needs_ocr
def test_scans_lose_less_than_one_character_in_a_hundred(shared: Path) -> None:
    path = shared / "pdf" / "scan" / "D2-changzhi-2024.pdf"
    document = read(path, ocr=True)
    truth, found = bare(source_of(shared, path)), flat(document)
    matcher = difflib.SequenceMatcher(None, truth, found, autojunk=False)
    lost = sum(end - start for kind, start, end, _, _ in matcher.get_opcodes() if kind in ("delete", "replace"))
    assert lost < 0.01 * len(truth)
    assert sum(1 for table in tables(document) if table.columns == 4) >= 1
    number, line = next(all_lines(document))
    score = confidence(document, [(number or 0, index) for index in line.indices])
    assert score is not None and 0.5 < score <= 1
