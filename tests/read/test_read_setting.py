"""Letter-spaced lines, and lines whose characters were not drawn from left to right."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import HEIGHT, SONG, draw_table, even, lines, plain_cells, rotate, text, write_pdf
from views import line_texts, read, rows, tables

from reportparse.document import Line
from reportparse.read.boxes import locate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas


def show(canvas: Canvas, x: float, y: float, words: str, spacing: float = 0.0, size: float = 12) -> None:
    """Draws words letter by letter, each moved on by `spacing` points, as word processors do; `_` leaves out a letter."""
    canvas.setFont(SONG, size)
    shown = f" {-1000 * spacing / size:.2f} ".join(
        "-1000" if letter == "_" else f"<{letter.encode('utf-16-be').hex()}>" for letter in words
    )
    font = canvas._doc.getInternalFontName(SONG)
    canvas._code.append(f"BT {font} {size} Tf {x} {HEIGHT - y:.2f} Td [{shown}] TJ ET")


def spaced(*texts: str, spacing: float) -> Callable[[Canvas], None]:
    """A page of lines whose letters stand apart."""

    def draw(canvas: Canvas) -> None:
        for place, words in enumerate(texts):
            show(canvas, 80, 100 + 24 * place, words, spacing)

    return draw


@pytest.mark.parametrize("spacing", [0.5, 1.2, 2.5, 4.0, 6.0])
def test_letter_spacing_makes_no_blanks(tmp_path: Path, spacing: float) -> None:
    words = ["在册学徒人数较上年增长", "共有在校生其中女生占近一半", "实训室"]
    assert line_texts(read(write_pdf(tmp_path / "a.pdf", spaced(*words, spacing=spacing)))) == words


@pytest.mark.parametrize("spacing", [0.5, 1.2, 2.5])
def test_letter_spaced_numbers_are_whole(tmp_path: Path, spacing: float) -> None:
    (found,) = line_texts(read(write_pdf(tmp_path / "a.pdf", spaced("共有在校生12460人，其中女生5120人", spacing=spacing))))
    assert re.findall(r"[\d ]*\d", found.replace("， ", "，")) in (["12460", "5120"], [" 12460", " 5120"])


def test_a_line_that_is_spaced_in_part_is_closed_up(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        show(canvas, 80, 100, "全市现有学徒制试点专业十个，")
        show(canvas, 80 + 14 * 12, 100, "在册学徒人数", 2.5)

    assert line_texts(read(write_pdf(tmp_path / "a.pdf", draw))) == ["全市现有学徒制试点专业十个，在册学徒人数"]


@pytest.mark.parametrize("spacing", [0.0, 1.2, 2.5])
def test_typed_blanks_stay_in_letter_spaced_lines(tmp_path: Path, spacing: float) -> None:
    words = "省级特色学校　省级示范学校 市级文明校园"
    (read_words,) = line_texts(read(write_pdf(tmp_path / "a.pdf", spaced(words, spacing=spacing))))
    assert read_words.split() == words.split()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_letter_spacing_is_closed_up_on_turned_pages(tmp_path: Path, degrees: int) -> None:
    words = ["在册学徒人数较上年增长", "教学设备总值"]
    source = write_pdf(tmp_path / "a.pdf", spaced(*words, spacing=2.5), compress=False)
    source.write_bytes(rotate(source.read_bytes(), degrees))
    assert line_texts(read(source)) == words


@given(spacing=st.floats(0.3, 2.5), numbers=st.lists(st.integers(10, 99999), min_size=2, max_size=4))
@settings(max_examples=15, deadline=None)
def test_numbers_in_letter_spaced_cells_are_whole_and_do_not_fuse(
    tmp_path_factory: pytest.TempPathFactory, spacing: float, numbers: list[int]
) -> None:
    data = [["地区", *("指标" for _ in numbers)], ["东河区", *(f"{number:,}" for number in numbers)]]

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, plain_cells([[""] * len(row) for row in data]), even(60, 90, len(numbers) + 1), even(100, 20, 2))
        for row, words in enumerate(data):
            for column, cell in enumerate(words):
                show(canvas, 63 + 90 * column, 112 + 20 * row, cell, spacing, 10)

    (table,) = tables(read(write_pdf(tmp_path_factory.mktemp("cells") / "a.pdf", draw)))
    assert rows(table) == data


def test_single_digits_in_narrow_columns_do_not_fuse(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for row in range(4):
            for column in range(4):
                text(canvas, 80 + 12 * column, 100 + 20 * row, str(row + column))

    found = line_texts(read(write_pdf(tmp_path / "a.pdf", draw)))
    assert [words.split() for words in found] == [[str(row + column) for column in range(4)] for row in range(4)]


def disordered(canvas: Canvas) -> None:
    """Glyphs of a substitute font are drawn after the rest of their piece of the line."""
    for x, y, words in (
        (80, 100, "师生之比为1_14"), (146, 100, "∶"), (170, 100, "，较上年下降"), (80, 124, "二_二四年十二月"), (92, 124, "〇"),
    ):
        show(canvas, x, y, words)


def test_characters_drawn_out_of_order_are_read_as_they_stand(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", disordered))
    assert line_texts(document) == ["师生之比为1∶14，较上年下降", "二〇二四年十二月"]
    for block in document.pages[0].blocks:
        assert isinstance(block, Line) and block.size == pytest.approx(12, abs=0.1)
        places = [locate(document, [[(1, index)]])[0] for index in block.indices]
        lefts = [round(boxes[0].x0, 1) for boxes in places]
        assert lefts == sorted(lefts)
        assert lefts[0] == pytest.approx(80, abs=1)


def test_lines_in_order_keep_their_indices(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", lines("共有学校12所", "在校生300人")))
    assert [list(block.indices) for block in document.pages[0].blocks if isinstance(block, Line)] == [
        list(range(7)), list(range(9, 16)),
    ]
