"""Pages of two columns: what crosses the strip between them, what stands in it, short columns; and pages of one column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pdfs import HEIGHT, draw_table, even, plain_cells, text, write_pdf
from views import line_texts, read, rows, tables

from reportparse.document import Line
from reportparse.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

SIZE = 12
LEFT, RIGHT = 60, 300
WIDTH = 17
"""Characters in a line of a column; the strip is 36 points wide."""
LEADING = 20
PROSE = (
    "本年度学校新增校外实训基地，安排学生分批到岗实习，教师随队指导。",
    "图书馆延长了开放时间，读者人数明显增加，借阅服务也更加便利。",
    "食堂改造已经完工，新的就餐区可以同时容纳更多学生，环境整洁明亮。",
    "校园网络覆盖了全部教室，线上课程逐步开放，学习资源更加丰富。",
    "后勤部门定期检查宿舍设施，发现问题及时维修，学生反映良好。",
)


def paragraph(length: int, first: int = 0) -> str:
    """Prose of so many characters that ends in a full stop."""
    whole = "".join(PROSE[(first + place) % len(PROSE)] for place in range(length // 25 + 2))
    return whole[: length - 1].rstrip("，。") .ljust(length - 1, "好") + "。"


def set_lines(words: str, *, indent: int = 2, width: int = WIDTH) -> list[tuple[int, str]]:
    """The lines of a paragraph with the indent of each, in characters."""
    first = words[: width - indent]
    rest = words[width - indent :]
    return [(indent, first), *((0, rest[at : at + width]) for at in range(0, len(rest), width))]


def show(canvas: Canvas, lines: Sequence[tuple[int, str]], x: float, y: float) -> None:
    for place, (indent, words) in enumerate(lines):
        text(canvas, x + indent * SIZE, y + place * LEADING, words, SIZE)


def texts(lines: Sequence[tuple[int, str]]) -> list[str]:
    return [words for _, words in lines]


def test_a_page_number_between_the_columns_and_a_title_across_them(tmp_path: Path) -> None:
    left, right = set_lines(paragraph(200)), set_lines(paragraph(190, 2))

    def draw(canvas: Canvas) -> None:
        text(canvas, 180, 60, "两栏刊印的年度情况通报", 18)
        show(canvas, left, LEFT, 100)
        show(canvas, right, RIGHT, 100)
        text(canvas, 272, 800, "1/4", SIZE)

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert line_texts(document) == ["两栏刊印的年度情况通报", *texts(left), *texts(right), "1/4"]
    columns = [block.column and tuple(map(round, block.column)) for block in document.pages[0].blocks]
    sides = [(LEFT, LEFT + WIDTH * SIZE), (RIGHT, RIGHT + WIDTH * SIZE)]
    assert columns == [None, *[sides[0]] * len(left), *[sides[1]] * len(right), None]


def test_a_table_in_a_column_reaches_into_the_strip(tmp_path: Path) -> None:
    above, below, right = set_lines(paragraph(120)), set_lines(paragraph(100, 1)), set_lines(paragraph(280, 2))

    def draw(canvas: Canvas) -> None:
        show(canvas, above, LEFT, 80)
        draw_table(canvas, plain_cells([["校名", "学生数"], ["甲校", "812"], ["乙校", "540"]]), [54, 160, 272], even(240, 20, 3))
        show(canvas, below, LEFT, 330)
        show(canvas, right, RIGHT, 80)

    blocks = read(write_pdf(tmp_path / "a.pdf", draw)).pages[0].blocks
    order = [block.text if isinstance(block, Line) else "table" for block in blocks]
    assert order == [*texts(above), "table", *texts(below), *texts(right)]


def test_a_table_and_a_heading_across_the_columns_part_bands(tmp_path: Path) -> None:
    bands = [set_lines(paragraph(100, place)) for place in range(6)]

    def draw(canvas: Canvas) -> None:
        for place, y in enumerate((80, 380, 600)):
            show(canvas, bands[2 * place], LEFT, y)
            show(canvas, bands[2 * place + 1], RIGHT, y)
        draw_table(canvas, plain_cells([["校名", "学生数", "教师数"], ["甲校", "812", "66"]]), [60, 220, 380, 504], even(230, 20, 2))
        text(canvas, 210, 560, "第二部分 学生发展", 16)

    blocks = read(write_pdf(tmp_path / "a.pdf", draw)).pages[0].blocks
    order = [block.text if isinstance(block, Line) else "table" for block in blocks]
    first, second, third = ([*texts(bands[2 * place]), *texts(bands[2 * place + 1])] for place in range(3))
    assert order == [*first, "table", *second, "第二部分 学生发展", *third]


def test_prose_goes_on_from_column_to_column_and_from_page_to_page(tmp_path: Path) -> None:
    whole = [paragraph(260), paragraph(330, 1), paragraph(300, 2), paragraph(240, 3)]
    lines = [line for words in whole for line in set_lines(words)]
    per_column = 22
    parts = [lines[at : at + per_column] for at in range(0, len(lines), per_column)]
    assert len(parts) == 4
    assert len(parts[3]) < 5, "the last column should be too short to show columns by itself"

    def page(number: int) -> Callable[[Canvas], None]:
        def draw(canvas: Canvas) -> None:
            show(canvas, parts[2 * number], LEFT, 80)
            show(canvas, parts[2 * number + 1], RIGHT, 80)
            text(canvas, 272, 800, f"{number + 1}/2", SIZE)

        return draw

    document = read(write_pdf(tmp_path / "a.pdf", page(0), page(1)))
    assert clean_text(document).text.rstrip("\n").split("\n") == whole


def test_a_table_cut_by_a_column_end_is_one_table(tmp_path: Path) -> None:
    before, after = set_lines(paragraph(220)), set_lines(paragraph(220, 2))
    cells = [["序号", "学校", "人数"], *([str(place), f"第{place}中学", str(100 + place)] for place in range(1, 9))]

    def draw(canvas: Canvas) -> None:
        show(canvas, before, LEFT, 80)
        draw_table(canvas, plain_cells(cells[:5]), [60, 100, 190, 264], even(380, 20, 5))
        draw_table(canvas, plain_cells([cells[0], *cells[5:]]), [300, 340, 430, 504], even(70, 20, 5))
        show(canvas, after, RIGHT, 200)

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert len(tables(document)) == 2
    printed = clean_text(document).text.split("\n")
    assert [line.split("\t") for line in printed if "\t" in line] == cells


def test_a_page_of_a_list_has_the_columns_of_the_page_after_it(tmp_path: Path) -> None:
    left = [(0, f"附录第{place}项" + "……" * 5) for place in range(8)]
    right = [(0, f"附录第{place}项" + "……" * 5) for place in range(8, 16)]
    full = [(0, "本目录所列各项材料均由编写小组整理并")] * 2

    def listed(canvas: Canvas) -> None:
        show(canvas, [*left, *full], LEFT, 80)
        show(canvas, [*right, *full], RIGHT, 80)
        text(canvas, 272, 800, "1/2", SIZE)

    def prose(canvas: Canvas) -> None:
        show(canvas, set_lines(paragraph(200)), LEFT, 80)
        show(canvas, set_lines(paragraph(200, 1)), RIGHT, 80)
        text(canvas, 272, 800, "2/2", SIZE)

    document = read(write_pdf(tmp_path / "a.pdf", listed, prose))
    first = [block.text for block in document.pages[0].blocks if isinstance(block, Line)]
    assert first == [*texts(left), *texts(full), *texts(right), *texts(full), "1/2"]


def _dialogue(canvas: Canvas) -> None:
    for place in range(14):
        text(canvas, 60, 80 + 24 * place, "记者提问：" if place % 2 else "校长回答：")
        text(canvas, 300, 80 + 24 * place, "学校今年在实训条件上有改进吗，" if place % 2 else "有的，新建了实训中心。")


def _statistics(canvas: Canvas) -> None:
    for place in range(16):
        for column, words in enumerate((f"第{place}职业中学", f"{812 + place}", f"{60 + place}", f"{5 + place}.3%")):
            text(canvas, 60 + 125 * column, 80 + 20 * place, words)


def _tabs(canvas: Canvas) -> None:
    for place in range(12):
        text(canvas, 60, 80 + 20 * place, f"{place}.学校地址：某市某路{place}号")
        text(canvas, 300, 80 + 20 * place, f"联系电话：0371-555{place:03d}")


def _verses(canvas: Canvas) -> None:
    for place in range(16):
        text(canvas, 60 if place % 2 else 300, 80 + 20 * place, PROSE[place % len(PROSE)][:13] + "。")


def _one_column(canvas: Canvas) -> None:
    for place, (indent, words) in enumerate(set_lines(paragraph(700), width=37)):
        text(canvas, 60 + indent * SIZE, 80 + LEADING * place, words, SIZE)


def _chart(canvas: Canvas) -> None:
    _one_column(canvas)
    for place in range(5):
        canvas.rect(120 + 70 * place, 150, 30, 40 + 20 * place, fill=1)
        text(canvas, 115 + 70 * place, 710, f"第{place}组", 9)
        text(canvas, 120 + 70 * place, 640 - 20 * place, f"{40 + 20 * place}", 9)


def _signatures(canvas: Canvas) -> None:
    _one_column(canvas)
    for place in range(6):
        text(canvas, 330, 560 + 20 * place, f"第{place}编写小组，二〇二四年")


@pytest.mark.parametrize("draw", [_dialogue, _statistics, _tabs, _verses, _one_column, _chart, _signatures])
@pytest.mark.parametrize("after_columns", [False, True])
def test_pages_of_one_column_stay_whole(draw: Callable[[Canvas], None], after_columns: bool, tmp_path: Path) -> None:
    def columns(canvas: Canvas) -> None:
        show(canvas, set_lines(paragraph(300)), LEFT, 80)
        show(canvas, set_lines(paragraph(300, 1)), RIGHT, 80)

    document = read(write_pdf(tmp_path / "a.pdf", *([columns] if after_columns else []), draw))
    assert bool(after_columns) == any(block.column for block in document.pages[0].blocks)
    page = document.pages[-1]
    assert [block for block in page.blocks if block.column is not None] == []
    heights = [block.box.y0 for block in page.blocks if isinstance(block, Line) and block.box and not block.chart]
    assert heights == sorted(heights)


def test_the_rows_of_a_table_without_rules_stay_together_below_columns(tmp_path: Path) -> None:
    left, right = set_lines(paragraph(200)), set_lines(paragraph(200, 2))
    body = [[f"第{place}区", str(place), str(800 + place), str(70 + place)] for place in range(6)]
    cells = [["地区", "学校数", "学生数", "教师数"], *body]

    def draw(canvas: Canvas) -> None:
        show(canvas, left, LEFT, 80)
        show(canvas, right, RIGHT, 80)
        text(canvas, 200, 360, "各区学校基本情况一览", SIZE)
        for place, row in enumerate(cells):
            for column, words in enumerate(row):
                text(canvas, 60 + 125 * column, 390 + 20 * place, words, SIZE)

    found = line_texts(read(write_pdf(tmp_path / "a.pdf", draw)))
    assert found == [*texts(left), *texts(right), "各区学校基本情况一览", *("\t".join(row) for row in cells)]




def test_tables_of_level_rules_inside_a_column(tmp_path: Path) -> None:
    """A three-line table over prose, one that the column end cuts beside a page number, and one with a rule below each row."""
    above, below, right = set_lines(paragraph(190)), set_lines(paragraph(120, 1)), set_lines(paragraph(180, 2))
    cells = [["学校", "学生数", "教师数"], ["甲校", "812", "66"], ["乙校", "540", "41"], ["丙校", "377", "29"]]

    def table(canvas: Canvas, x: float, y: float, rules: Sequence[float], body: Sequence[Sequence[str]]) -> None:
        for rule in rules:
            canvas.line(x, HEIGHT - y - rule, x + 204, HEIGHT - y - rule)
        for row, line in enumerate(body):
            for column, words in enumerate(line):
                text(canvas, x + 4 + 70 * column, y + 14 + 20 * row, words, 10)

    def draw(canvas: Canvas) -> None:
        show(canvas, above, LEFT, 80)
        table(canvas, LEFT, 320, (0, 20, 80), cells)
        show(canvas, below, LEFT, 430)
        table(canvas, LEFT, 700, (0, 20), cells)
        show(canvas, right, RIGHT, 80)
        table(canvas, RIGHT, 320, (20, 40, 60, 80), cells)
        show(canvas, right, RIGHT, 430)
        text(canvas, 262, 815, "第 2 页", SIZE)

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(found) for found in tables(document)] == [cells] * 3
    assert line_texts(document) == [*texts(above), *texts(below), *texts(right), *texts(right), "第 2 页"]
