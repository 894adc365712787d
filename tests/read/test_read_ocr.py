"""Text recognition on pictures that the tests draw themselves: words, boxes, tables, skewed and turned pages."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest
from pdfs import lines, picture, picture_page, write_pdf
from views import all_lines, line_texts, read, rows, tables

from reportparse.read.boxes import locate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(importlib.util.find_spec("rapidocr") is None, reason="the extra `ocr` is not installed")

ROWS = [["Year", "Students", "Share"], ["2023", "36672", "57.5%"], ["2024", "34801", "61.2%"]]
TEXTS = [(80 + 120 * column, 200 + 30 * row, words) for row, line in enumerate(ROWS) for column, words in enumerate(line)]
RULES = [(70.0, 180.0 + 30 * row, 430.0, 180.0 + 30 * row) for row in range(4)] + [
    (70.0 + 120 * column, 180.0, 70.0 + 120 * column, 270.0) for column in range(4)
]


@pytest.mark.parametrize("angle", [0.0, 0.8, -0.8])
def test_a_ruled_scan_becomes_a_table(tmp_path: Path, angle: float) -> None:
    image = picture([(80, 100, "There are twelve schools in the city"), *TEXTS], RULES).rotate(angle, fillcolor=255)
    document = read(write_pdf(tmp_path / "a.pdf", lines("第一页有字"), picture_page(image)), ocr=True)
    assert rows(tables(document)[0]) == ROWS
    assert line_texts(document)[1].replace(" ", "") == "Therearetwelveschoolsinthecity"
    page = document.pages[1]
    assert page.ocr and page.confidence is not None and page.confidence > 0.8
    assert document.unread_pages == () and document.notes == ("page 2: read by text recognition",)


@pytest.mark.parametrize("turns", [90, 180, 270])
def test_pages_scanned_the_wrong_way_round_are_turned(tmp_path: Path, turns: int) -> None:
    from PIL import Image

    image = picture([(80, 100, "There are twelve schools in the city"), (80, 130, "with 36672 students in the year 2024"),
                     (80, 160, "and more than 2000 teachers among them")])
    image = image.rotate(turns, expand=True).resize(image.size) if turns == 180 else image.rotate(turns, expand=True)
    size = (595.0, 842.0) if turns == 180 else (842.0, 595.0)
    assert isinstance(image, Image.Image)

    def draw(canvas: object) -> None:
        import io

        from reportlab.lib.utils import ImageReader

        stream = io.BytesIO()
        image.save(stream, "PNG")
        canvas.drawImage(ImageReader(stream), 0, 0, *size)  # type: ignore[attr-defined]

    document = read(write_pdf(tmp_path / "a.pdf", draw, size=size), ocr=True)
    assert [text.replace(" ", "") for text in line_texts(document)][1] == "with36672studentsintheyear2024"


def test_boxes_of_recognised_digits_hold_their_ink(tmp_path: Path) -> None:
    """The box is where the digits were drawn, to a few points."""
    document = read(write_pdf(tmp_path / "a.pdf", picture_page(picture([(100, 300, "36672"), (300, 300, "students")]))), ocr=True)
    number, line = next((number, line) for number, line in all_lines(document) if "36672" in line.text)
    at = line.text.index("36672")
    ((box,),) = locate(document, [[(number or 0, index) for index in line.indices[at : at + 5]]])
    assert box.x0 == pytest.approx(100, abs=8) and box.x1 == pytest.approx(138, abs=12)
    assert box.y0 < 292 and 296 < box.y1 < 312


@pytest.mark.parametrize(
    ("recognised", "mended"),
    [
        ("学校12所;学生300人,其中", "学校12所；学生300人，其中"),
        ("中职(含技工）共3,805.07万元", "中职（含技工）共3,805.07万元"),
        ("（含技工)学校", "（含技工）学校"),
        ("(2024年度)", "(2024年度)"),
        ("损失9，500万元，300人", "损失9,500万元，300人"),
        ("比例为2.5:36.7", "比例为2.5:36.7"),
        ("a, b; c", "a, b; c"),
    ],
)
def test_punctuation_beside_chinese_text_is_chinese(recognised: str, mended: str) -> None:
    from reportparse.read.ocr import wide_marks

    assert wide_marks(recognised) == mended
