"""Drawn charts: their labels are marked, their grid lines are no tables, the text around stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pdfs import HEIGHT, draw_table, even, plain_cells, text, write_pdf
from views import read, rows, tables

from reportparse.document import Line

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas


def axes(canvas: Canvas) -> None:
    text(canvas, 80, 100, "全市招生人数连续三年增长，下图为各年人数，此行是正文")
    text(canvas, 80, 150, "图一 招生人数")
    for place in range(5):
        canvas.line(100, HEIGHT - 360 + 40 * place, 400, HEIGHT - 360 + 40 * place)
        text(canvas, 75, 360 - 40 * place, str(place * 1000), 8)
    canvas.line(100, HEIGHT - 360, 100, HEIGHT - 200)
    for place in range(4):
        text(canvas, 125 + 75 * place, 372, f"{2021 + place}年", 8)
        text(canvas, 125 + 75 * place, 250 - 10 * place, str(3000 + 212 * place), 8)
    text(canvas, 80, 400, "二、学生发展")
    text(canvas, 80, 430, "图后的正文从这里开始，它也写得相当长")


def bar_chart(canvas: Canvas) -> None:
    for place in range(4):
        canvas.rect(120 + 75 * place, HEIGHT - 360, 30, 100 + 10 * place, stroke=0, fill=1)
    axes(canvas)


def line_chart(canvas: Canvas) -> None:
    path = canvas.beginPath()
    path.moveTo(120, HEIGHT - 260)
    for place in range(1, 4):
        path.lineTo(120 + 75 * place, HEIGHT - 255 - 10 * place * (-1) ** place)
    canvas.drawPath(path)
    axes(canvas)


@pytest.mark.parametrize("draw", [bar_chart, line_chart])
def test_labels_of_charts_are_marked(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert tables(document) == []
    lines = [block for block in document.pages[0].blocks if isinstance(block, Line)]
    assert [line.text for line in lines if not line.chart] == [
        "全市招生人数连续三年增长，下图为各年人数，此行是正文", "图一 招生人数", "二、学生发展", "图后的正文从这里开始，它也写得相当长",
    ]
    assert {"2021年", "3212", "4000", "0"} <= {word for line in lines if line.chart for word in line.text.split()}


def test_shaded_cells_and_bands_are_no_chart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for column in range(3):
            canvas.setFillGray(0.8)
            canvas.rect(80 + 80 * column, HEIGHT - 120, 80, 20, stroke=0, fill=1)
            canvas.rect(80 + 80 * column, HEIGHT - 160, 80, 20, stroke=0, fill=1)
        canvas.setFillGray(0)
        draw_table(canvas, plain_cells([["甲", "乙", "丙"], ["1", "2", "3"], ["", "", ""]]), even(80, 80, 3), even(100, 20, 3))
        text(canvas, 80, 200, "表后的正文")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert rows(tables(document)[0]) == [["甲", "乙", "丙"], ["1", "2", "3"], ["", "", ""]]
    assert not any(block.chart for block in document.pages[0].blocks if isinstance(block, Line))


def test_a_round_frame_around_prose_is_no_chart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.roundRect(70, HEIGHT - 220, 420, 130, 12)
        for place in range(4):
            text(canvas, 80, 120 + 24 * place, "案例框里的一段文字，写满了整个方框的宽度，不是图")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert not any(block.chart for block in document.pages[0].blocks if isinstance(block, Line))


def test_cells_of_colour_without_rules_are_no_chart(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(3):
            for column in range(4):
                canvas.setFillGray(0.85)
                canvas.rect(82 + 80 * column, HEIGHT - 118 - 22 * row, 76, 18, stroke=0, fill=1)
                canvas.setFillGray(0)
                text(canvas, 90 + 80 * column, 114 + 22 * row, str(100 * row + column))

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [block.text for block in document.pages[0].blocks if isinstance(block, Line) and not block.chart] == [
        "0\t1\t2\t3", "100\t101\t102\t103", "200\t201\t202\t203",
    ]


def test_cells_with_shaded_lines_of_text_are_a_table(tmp_path: Path) -> None:
    """Word shades the cell and the line of text in it, which has sides of its own."""

    def draw(canvas: Canvas) -> None:
        for column in range(4):
            canvas.setFillGray(0.8)
            canvas.rect(85 + 80 * column, HEIGHT - 116, 70, 12, stroke=0, fill=1)
        canvas.setFillGray(0)
        draw_table(canvas, plain_cells([["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]]), even(80, 80, 4), even(100, 20, 2))

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [["甲", "乙", "丙", "丁"], ["1", "2", "3", "4"]]
