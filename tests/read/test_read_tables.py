"""Tables in PDFs: merged cells, cell texts, open sides, three lines, dashes, and what is no table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfs import HEIGHT, Cell, draw_table, even, lines, plain_cells, rotate, text, write_pdf
from views import cells, line_texts, read, rows, tables

from reportparse.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from reportlab.pdfgen.canvas import Canvas

ROSTER = [["序号", "学校", "性质", "备注"], ["1", "甲市第一职业学校", "公办", "省级\n特色校"], ["2", "乙县职教中心", "民办", ""]]


def page(cells_: Sequence[Cell], xs: Sequence[float], ys: Sequence[float], **how: Any) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        text(canvas, 80, 90, "表前的一段文字")
        draw_table(canvas, cells_, xs, ys, **how)
        text(canvas, 80, ys[-1] + 30, "表后的一段文字")

    return draw


def test_a_ruled_table_stands_between_the_lines_around_it(tmp_path: Path) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", page(plain_cells(ROSTER), [80, 120, 260, 320, 420], even(110, 30, 3))))
    assert [type(block).__name__ for block in document.pages[0].blocks] == ["Line", "RawTable", "Line"]
    assert line_texts(document) == ["表前的一段文字", "表后的一段文字"]
    assert rows(tables(document)[0]) == [[words.replace("\n", "|") for words in row] for row in ROSTER]
    box = tables(document)[0].box
    assert box is not None and (box.x0, box.y0, box.x1, box.y1) == pytest.approx((80, 110, 420, 200), abs=1)


def test_merged_cells_stand_once_with_their_spans(tmp_path: Path) -> None:
    drawn = [
        Cell(0, 0, ("地区",), row_span=2), Cell(0, 1, ("学校数",), column_span=2), Cell(1, 1, ("公办",)), Cell(1, 2, ("民办",)),
        Cell(2, 0, ("甲县",)), Cell(2, 1, ("3",)), Cell(2, 2, ("1",)), Cell(3, 0, ("合计4所",), column_span=3),
    ]
    document = read(write_pdf(tmp_path / "a.pdf", page(drawn, [80, 160, 240, 320], even(110, 20, 4))))
    expected = {(cell.row, cell.column, cell.row_span, cell.column_span): "|".join(cell.lines) for cell in drawn}
    assert cells(tables(document)[0]) == expected


def test_numbers_of_adjacent_cells_never_fuse(tmp_path: Path) -> None:
    """The text layer has no blank between cells that touch; only the rule parts them."""

    def draw(canvas: Canvas) -> None:
        draw_table(canvas, plain_cells([["", "", ""]] * 3), [80, 110, 140, 200], even(100, 20, 3))
        for row in range(3):
            text(canvas, 85, 114 + 20 * row, "12345678%主要原因", 10)
        for row in range(3):
            text(canvas, 82, 214 + 20 * row, str(row))

    words = rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0])
    assert all("".join(row) == "12345678%主要原因" and row[0] and row[1] and row[2] for row in words)


def test_digits_below_each_other_never_fuse(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        draw_table(canvas, plain_cells([["人数", "说明"], ["", "无"]]), [80, 120, 200], [100, 120, 180])
        for place, digit in enumerate("123"):
            text(canvas, 95, 134 + 15 * place, digit, 12)

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [["人数", "说明"], ["1|2|3", "无"]] or rows(
        tables(read(tmp_path / "a.pdf"))[0]
    ) == [["人数", "说明"], ["1", "无"], ["2", ""], ["3", ""]]


def dashes(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.setDash(3, 2)
    canvas.line(x0, y0, x1, y1)


def short_pieces(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    length = max(abs(x1 - x0), abs(y1 - y0))
    for start in range(0, int(length), 6):
        a, b = start / length, min((start + 4) / length, 1)
        canvas.line(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)


def thin_areas(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    canvas.rect(min(x0, x1) - 0.4, min(y0, y1) - 0.4, abs(x1 - x0) + 0.8, abs(y1 - y0) + 0.8, stroke=0, fill=1)


def double(canvas: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    for shift in (-0.9, 0.9):
        canvas.line(x0 + shift * (x0 == x1), y0 + shift * (y0 == y1), x1 + shift * (x0 == x1), y1 + shift * (y0 == y1))


@pytest.mark.parametrize("rule", [dashes, short_pieces, thin_areas, double])
def test_kinds_of_rules(tmp_path: Path, rule: Any) -> None:
    how = page(plain_cells(ROSTER), [80, 120, 260, 320, 420], even(110, 30, 3), rule=rule)
    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", how)))[0]) == [[w.replace("\n", "|") for w in row] for row in ROSTER]


@pytest.mark.parametrize("sides", ["TBI", "LTBI", "RTBI", "TI", "LRI"])
def test_open_sides_keep_the_outer_columns(tmp_path: Path, sides: str) -> None:
    how = page(plain_cells(ROSTER), [80, 120, 260, 320, 420], even(110, 30, 3), sides=sides)
    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", how)))[0]) == [[w.replace("\n", "|") for w in row] for row in ROSTER]


NUMBERS = [
    ["指标", "绝对数", "比上年增长（%）"], ["粮食产量", "902.61", "-3.2"], ["棉花产量", "53.42", "—"], ["油料产量", "1186.96", "4.2"],
]


@pytest.mark.parametrize("upright", [(), (180.0, 300.0)])
def test_three_line_tables(tmp_path: Path, upright: tuple[float, ...]) -> None:
    """Rules at top, bottom and below the head only, with or without rules between the columns."""

    def draw(canvas: Canvas) -> None:
        text(canvas, 80, 80, "表前的一段文字写在这里，它写得很长，一直写到了右边")
        for y in (100, 120, 180):
            canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
        for x in upright:
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 180)
        for row, line in enumerate(NUMBERS):
            for x, words in zip((84, 190, 310), line, strict=True):
                text(canvas, x, 115 + 19 * row, words)
        text(canvas, 80, 220, "表后的一段文字")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert rows(tables(document)[0]) == NUMBERS
    assert line_texts(document)[-1] == "表后的一段文字"


def test_wrapped_words_of_a_three_line_table_stay_in_their_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 120, 240):
            canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
        for x, words in ((84, "指标"), (300, "人数")):
            text(canvas, x, 114, words)
        for y, words in ((136, "在校生"), (162, "面向农民工和退役军人的"), (176, "补贴性职业技能培训"), (202, "毕业生"), (228, "招生")):
            text(canvas, 84, y, words)
        for y, words in ((136, "120"), (162, "86"), (202, "40"), (228, "52")):
            text(canvas, 300, y, words)

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [
        ["指标", "人数"], ["在校生", "120"], ["面向农民工和退役军人的|补贴性职业技能培训", "86"], ["毕业生", "40"], ["招生", "52"],
    ]


WRAPPED = [
    ["序号", "学校", "备注"],
    ["1", "东坪县现代农业与机|电工程学校", "省级特色校"],
    ["2", "西坪县职业中学", ""],
    ["3", "南坪市信息与商贸中|等专业学校", "国家级示范校 省级|优质校"],
]


def _draw_roster(canvas: Canvas, rules: Sequence[float], *, centred: bool) -> None:
    """The roster with lines 16 points below each other and no more room between the rows."""
    for y in rules:
        canvas.line(80, HEIGHT - y, 400, HEIGHT - y)
    y = 114.0
    for line in WRAPPED:
        highest = max(words.count("|") + 1 for words in line)
        for x, words in zip((84, 130, 280), line, strict=True):
            parts = words.split("|")
            shift = (highest - len(parts)) * 8 if centred else 0
            for place, part in enumerate(parts):
                text(canvas, x, y + shift + 16 * place, part)
        y += 16 * highest


@pytest.mark.parametrize("centred", [False, True])
@pytest.mark.parametrize(
    "rules", [pytest.param((100, 118, 200), id="three rules"), pytest.param((100, 118, 150, 166, 200), id="a rule below each row")]
)
def test_rows_of_tables_with_level_rules_only_hold_their_wrapped_cells(
    tmp_path: Path, rules: tuple[float, ...], *, centred: bool
) -> None:
    (table,) = tables(read(write_pdf(tmp_path / "a.pdf", lambda canvas: _draw_roster(canvas, rules, centred=centred))))
    assert rows(table) == WRAPPED


STATISTICS = [
    ["地区", "学校数（所）", "在校生（人）"],
    ["东坪县", "12", "3,456"],
    ["西坪县", "9", "2,345"],
    ["南坪市", "14", "5,678"],
    ["合计", "35", "11,479"],
]


def _draw_part(canvas: Canvas, lines: Sequence[Sequence[str]], top: float, rules: Sequence[float], number: str) -> None:
    """Rows 20 points below each other, rules, and the page number close below the last row."""
    for y in rules:
        canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
    for row, line in enumerate(lines):
        for x, words in zip((84, 200, 320), line, strict=True):
            text(canvas, x, top + 20 * row, words)
    text(canvas, 240, top + 20 * len(lines) + 6, number)


def test_a_three_line_table_cut_by_a_page_end(tmp_path: Path) -> None:
    """No rule closes it on the first page, none opens it on the second."""

    def first(canvas: Canvas) -> None:
        text(canvas, 80, 640, "各地情况见下表，表前的一段文字写得很长，一直写到了右边")
        _draw_part(canvas, STATISTICS[:3], 675, (660, 680), "- 1 -")

    def second(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS[3:], 80, (106,), "")
        text(canvas, 80, 140, "表后的一段文字")
        text(canvas, 240, 800, "- 2 -")

    document = read(write_pdf(tmp_path / "a.pdf", first, second))
    assert [rows(table) for table in tables(document)] == [STATISTICS[:3], STATISTICS[3:]]
    assert line_texts(document) == [
        "各地情况见下表，表前的一段文字写得很长，一直写到了右边", "- 1 -", "表后的一段文字", "- 2 -",
    ]


def test_a_three_line_table_over_three_pages(tmp_path: Path) -> None:
    """The page in the middle has no rule, the last rows leave a column blank, and a caption stands close below them."""
    body = [[f"{place}", f"第{place}县", str(40 + place), "示范校" if place < 30 else ""] for place in range(1, 35)]
    head = ["序号", "地区", "学校数", "备注"]

    def part(canvas: Canvas, lines: Sequence[Sequence[str]], top: float, rules: Sequence[float], number: str) -> None:
        text(canvas, 200, 40, "白河市年度报告", 9)
        for y in rules:
            canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
        for row, line in enumerate(lines):
            for x, words in zip((84, 150, 240, 320), line, strict=True):
                text(canvas, x, top + 20 * row, words)
        text(canvas, 240, 800, number)

    def first(canvas: Canvas) -> None:
        text(canvas, 80, 600, "各地情况见下表，表前的一段文字写得很长，一直写到了右边")
        part(canvas, [head, *body[:4]], 675, (660, 680), "- 1 -")

    def last(canvas: Canvas) -> None:
        part(canvas, body[30:], 80, (146,), "- 3 -")
        text(canvas, 180, 164, "表 2 各地教师")

    path = write_pdf(tmp_path / "a.pdf", first, lambda canvas: part(canvas, body[4:30], 80, (), "- 2 -"), last)
    document = read(path)
    assert [rows(table) for table in tables(document)] == [[head, *body[:4]], body[4:30], body[30:]]
    assert len(clean_text(document).tables) == 1


def test_prose_after_an_open_table_is_no_part_of_it(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS[:3], 675, (660, 680), "- 1 -")

    prose = [f"第{place}段文字写得很长，从左边一直写到了右边的尽头" for place in range(12)]
    document = read(write_pdf(tmp_path / "a.pdf", first, lines(*prose)))
    assert [rows(table) for table in tables(document)] == [STATISTICS[:3]]


def test_a_head_alone_at_a_page_end(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        text(canvas, 80, 640, "各地情况见下表，表前的一段文字写得很长，一直写到了右边")
        _draw_part(canvas, STATISTICS[:1], 735, (720, 740), "- 1 -")

    def second(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS[1:], 80, (146,), "")
        text(canvas, 80, 180, "表后的一段文字")

    document = read(write_pdf(tmp_path / "a.pdf", first, second))
    assert [rows(table) for table in tables(document)] == [STATISTICS[:1], STATISTICS[1:]]
    printed = clean_text(document).text.split("\n")
    assert [line.split("\t") for line in printed if "\t" in line] == STATISTICS


def test_a_head_and_one_row_at_a_page_end(tmp_path: Path) -> None:
    """Closed by a rule there, opened by another on the next page."""

    def first(canvas: Canvas) -> None:
        text(canvas, 80, 640, "各地情况见下表，表前的一段文字写得很长，一直写到了右边")
        _draw_part(canvas, STATISTICS[:2], 735, (720, 740, 760), "- 1 -")

    def second(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS[2:], 80, (64, 126), "")
        text(canvas, 80, 180, "表后的一段文字")

    document = read(write_pdf(tmp_path / "a.pdf", first, second))
    assert [rows(table) for table in tables(document)] == [STATISTICS[:2], STATISTICS[2:]]


def test_a_footer_between_two_rules_is_no_head(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        lines(*(f"第{place}段文字写得很长，从左边一直写到了右边的尽头" for place in range(12)))(canvas)
        _draw_part(canvas, [["白河市教育局", "年度报告", "第 3 页"]], 775, (760, 780), "")

    assert tables(read(write_pdf(tmp_path / "a.pdf", draw))) == []


@pytest.mark.parametrize(
    ("above", "below"), [pytest.param(True, True, id="a rule all around"), pytest.param(False, False, id="only between the rows")]
)
def test_rules_below_each_row_make_a_table(tmp_path: Path, above: bool, below: bool) -> None:
    rules = [100 + 20 * place for place in range(6)][not above : 6 if below else 5]

    def draw(canvas: Canvas) -> None:
        text(canvas, 80, 60, "表前的一段文字写在这里，它写得很长，一直写到了右边")
        _draw_part(canvas, STATISTICS, 115, rules, "")
        text(canvas, 80, 250, "表后的一段文字")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document)] == [STATISTICS]
    assert line_texts(document)[-1] == "表后的一段文字"


def test_wide_heads_of_several_lines_and_names_wrapped_at_wide_leading(tmp_path: Path) -> None:
    """Heads reach into the next column, one has a second line; lines stand 1.8 font sizes below each other."""
    head = (("市（州）名", 80), ("学校数（所）", 144), ("在校生（人）", 215), ("专任教师", 300))
    body = [("白河市", "14", "41260", "316"), ("黑水河", "31", "68412", "905"), ("州", "", "", ""), ("青山市", "10", "33508", "702")]

    def draw(canvas: Canvas) -> None:
        for y in (98, 140, 222):
            canvas.line(76, HEIGHT - y, 360, HEIGHT - y)
        for words, x in head:
            text(canvas, x, 112, words, 10)
        text(canvas, 305, 130, "（人）", 10)
        for row, line in enumerate(body):
            for x, words in zip((90, 168, 230, 308), line, strict=True):
                text(canvas, x, 155 + 18 * row, words, 10)

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [
        ["市（州）名", "学校数（所）", "在校生（人）", "专任教师|（人）"],
        ["白河市", "14", "41260", "316"], ["黑水河|州", "31", "68412", "905"], ["青山市", "10", "33508", "702"],
    ]


def test_a_wrapped_head_without_a_rule_over_it(tmp_path: Path) -> None:
    """Its cells have one to three lines, which stand around one middle."""
    head = [["市", "（县）"], ["专任", "教师", "（人）"], ["学校（所）"]]

    def draw(canvas: Canvas) -> None:
        text(canvas, 180, 85, "表 1 各地情况", 12)
        for x, parts in zip((84, 190, 310), head, strict=True):
            for place, words in enumerate(parts):
                text(canvas, x, 114 - 7 * (len(parts) - 1) + 14 * place, words, 10)
        for row, line in enumerate(STATISTICS[1:]):
            for x, words in zip((84, 190, 310), line, strict=True):
                text(canvas, x, 150 + 20 * row, words, 10)
        for row in range(5):
            canvas.line(80, HEIGHT - 136 - 20 * row, 420, HEIGHT - 136 - 20 * row)

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document)] == [[["|".join(parts) for parts in head], *STATISTICS[1:]]]
    assert line_texts(document) == ["表 1 各地情况"]


def test_a_frame_with_rules_below_its_rows_is_a_table_and_one_around_prose_is_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS, 115, [100 + 20 * place for place in range(6)], "")
        for x in (80, 420):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 200)
        prose = ["一是加强领导，落实责任，", "二是增加投入，改善条件，", "三是深化改革，提高质量。"]
        _draw_part(canvas, [[words, "", ""] for words in prose], 415, [400 + 20 * place for place in range(4)], "")
        for x in (80, 420):
            canvas.line(x, HEIGHT - 400, x, HEIGHT - 460)

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document) if table.columns > 1] == [STATISTICS]


def test_rows_with_a_rule_each_go_on_at_the_top_of_a_page(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS[3:], 80, (86, 106), "")
        text(canvas, 80, 140, "表后的一段文字")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document)] == [STATISTICS[3:]]


def test_rules_under_a_running_header_and_over_footnotes_make_no_table(tmp_path: Path) -> None:
    prose = ["这一段文字写得很长，从左边一直写到了右边，共有十二所", "学校 公办 民办 合计", "第二段文字写得不长。"]

    def draw(canvas: Canvas) -> None:
        text(canvas, 80, 60, "白河市年度报告  2024  教育局")
        for y in (66, 700):
            canvas.line(80, HEIGHT - y, 500, HEIGHT - y)
        for row, words in enumerate(prose):
            text(canvas, 80, 100 + 20 * row, words)
        text(canvas, 80, 715, "注：数据来自各校。")

    document = read(write_pdf(tmp_path / "a.pdf", draw, draw))
    assert tables(document) == []


def test_the_rules_of_two_tables_of_one_width_are_kept_apart_by_a_caption(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS, 115, (100, 120, 202), "")
        text(canvas, 200, 230, "表 2 各地情况")
        _draw_part(canvas, STATISTICS, 255, (240, 260, 342), "")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document)] == [STATISTICS, STATISTICS]
    assert line_texts(document) == ["表 2 各地情况"]


def test_a_rule_under_a_head_at_the_top_of_a_page_ends_no_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _draw_part(canvas, STATISTICS, 80, (86,), "")

    assert tables(read(write_pdf(tmp_path / "a.pdf", draw))) == []


def test_the_rest_of_a_cut_table_stands_over_another_one_of_its_width(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        text(canvas, 200, 40, "白河市年度报告")
        canvas.line(60, HEIGHT - 46, 440, HEIGHT - 46)
        _draw_part(canvas, STATISTICS[3:], 80, (106,), "")
        text(canvas, 200, 140, "表 2 各地情况")
        _draw_part(canvas, STATISTICS, 165, (150, 170, 252), "")

    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert [rows(table) for table in tables(document)] == [STATISTICS[3:], STATISTICS]


def test_heads_wider_than_their_columns_keep_to_them(tmp_path: Path) -> None:
    head = ["市（州）名称", "学校数（所）", "在校生数（人）"]

    def draw(canvas: Canvas) -> None:
        for y in (100, 120, 202):
            canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
        for x, words in zip((84, 160, 236), head, strict=True):
            text(canvas, x, 115, words)
        for row, line in enumerate(STATISTICS[1:]):
            for x, words in zip((84, 146, 250), line, strict=True):
                text(canvas, x, 135 + 20 * row, words)

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [head, *STATISTICS[1:]]


def test_a_head_over_several_columns_of_a_three_line_table(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for y in (100, 140, 200):
            canvas.line(80, HEIGHT - y, 420, HEIGHT - y)
        canvas.line(200, HEIGHT - 120, 420, HEIGHT - 120)
        for x, y, words in ((84, 134, "学校"), (270, 114, "二〇二四年"), (220, 134, "公办"), (340, 134, "民办")):
            text(canvas, x, y, words)
        for row, line in enumerate([["甲校", "12", "3"], ["乙校", "45", "6"]]):
            for x, words in zip((84, 220, 340), line, strict=True):
                text(canvas, x, 160 + 24 * row, words)

    found = cells(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0])
    assert found[0, 1, 1, 2] == "二〇二四年"
    assert [found[1, column, 1, 1] for column in range(3)] == ["学校", "公办", "民办"]
    assert [found[3, column, 1, 1] for column in range(3)] == ["乙校", "45", "6"]


def underline(canvas: Canvas) -> None:
    for place in range(4):
        text(canvas, 80, 100 + 24 * place, "带下划线的一行文字写在此处")
        canvas.line(80, HEIGHT - 103 - 24 * place, 236, HEIGHT - 103 - 24 * place)


def box(canvas: Canvas) -> None:
    canvas.rect(70, HEIGHT - 200, 400, 110)
    for place in range(3):
        text(canvas, 80, 110 + 24 * place, "方框里的一行文字，方框不是表格")


def bands(canvas: Canvas) -> None:
    for place in range(4):
        canvas.setFillGray(0.9 if place % 2 else 0.8)
        canvas.rect(70, HEIGHT - 120 - 24 * place, 400, 24, stroke=0, fill=1)
        canvas.setFillGray(0)
        text(canvas, 80, 112 + 24 * place, "彩色条带上的一行文字")


def header_and_footer(canvas: Canvas) -> None:
    for y in (60, 790):
        canvas.line(70, HEIGHT - y, 500, HEIGHT - y)
    canvas.line(70, HEIGHT - 700, 200, HEIGHT - 700)
    for place in range(20):
        text(canvas, 80, 100 + 24 * place, "正文的一行文字，正文上下都有横线")


def ruled_prose(canvas: Canvas) -> None:
    for y in (90, 200, 310, 420):
        canvas.line(70, HEIGHT - y, 500, HEIGHT - y)
    for place in range(13):
        text(canvas, 80, 110 + 24 * place, "横线之间的一段文字写满整行，不能当作三线表来读")


def frame_of_titles(canvas: Canvas) -> None:
    for place in range(3):
        canvas.rect(70, HEIGHT - 150 - 60 * place, 400, 50)
        text(canvas, 80, 130 + 60 * place, "单独的一个方框")


@pytest.mark.parametrize("draw", [underline, box, bands, header_and_footer, ruled_prose, frame_of_titles])
def test_what_is_no_table(tmp_path: Path, draw: Callable[[Canvas], None]) -> None:
    document = read(write_pdf(tmp_path / "a.pdf", draw))
    assert tables(document) == []
    assert len(line_texts(document)) >= 3


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_tables_on_rotated_pages(tmp_path: Path, degrees: int) -> None:
    path = write_pdf(tmp_path / "a.pdf", page(plain_cells(ROSTER), [80, 120, 260, 320, 420], even(110, 30, 3)), compress=False)
    path.write_bytes(rotate(path.read_bytes(), degrees))
    assert rows(tables(read(path))[0]) == [[w.replace("\n", "|") for w in row] for row in ROSTER]


def test_rules_inside_a_form_object_count(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("table")
        draw_table(canvas, plain_cells([["甲", "乙"], ["1", "2"]]), [0, 60, 120], even(0, 20, 2))
        canvas.endForm()
        canvas.saveState()
        canvas.translate(100, -300)
        canvas.scale(1.5, 1)
        canvas.doForm("table")
        canvas.restoreState()

    assert rows(tables(read(write_pdf(tmp_path / "a.pdf", draw)))[0]) == [["甲", "乙"], ["1", "2"]]


# ---------------------------------------------------------------------------------------- differential test (pdfplumber)

WORDS = st.text("甲乙丙丁学校人数0123456789.%", min_size=1, max_size=5)


@st.composite
def shapes(draw: st.DrawFn) -> tuple[list[Cell], list[float], list[float]]:
    """A table of any size up to 5 x 6 with rectangular merged cells, some blank, texts of up to two lines."""
    row_count, column_count = draw(st.integers(1, 6)), draw(st.integers(2, 5))
    taken = [[False] * column_count for _ in range(row_count)]
    found: list[Cell] = []
    for row in range(row_count):
        for column in range(column_count):
            if taken[row][column]:
                continue
            widest = next((c for c in range(column, column_count) if taken[row][c]), column_count) - column
            column_span = draw(st.integers(1, min(widest, 3)))
            row_span = draw(st.integers(1, min(row_count - row, 3)))
            for r in range(row, row + row_span):
                for c in range(column, column + column_span):
                    taken[r][c] = True
            found.append(Cell(row, column, tuple(draw(st.lists(WORDS, max_size=2))), row_span, column_span))
    xs, ys = [70.0], [100.0]
    for _ in range(column_count):
        xs.append(xs[-1] + draw(st.integers(70, 90)))
    for _ in range(row_count):
        ys.append(ys[-1] + draw(st.integers(30, 50)))
    return found, xs, ys


@settings(max_examples=60, deadline=None)
@given(shape=shapes(), rule=st.sampled_from([None, thin_areas, double]))
def test_cells_agree_with_pdfplumber(
    tmp_path_factory: pytest.TempPathFactory, shape: tuple[list[Cell], list[float], list[float]], rule: Any
) -> None:
    """The cells that we find are those drawn, and pdfplumber's finder gives the same wherever it sees the shape.

    A row or column of the lattice at which no cell begins shows in neither; pdfplumber repeats the text of a merged cell
    nowhere and gives None for covered places."""
    drawn, xs, ys = shape
    path = write_pdf(tmp_path_factory.mktemp("tables") / "a.pdf", lambda canvas: draw_table(canvas, drawn, xs, ys, rule=rule))
    filled = [cell for cell in drawn if cell.lines]
    starts_x = sorted({cell.column for cell in drawn})
    starts_y = sorted({cell.row for cell in drawn})
    if len(filled) < 2 or len(starts_x) < 2:
        return
    expected = {(starts_y.index(cell.row), starts_x.index(cell.column)): "|".join(cell.lines) for cell in filled}
    ours = {key[:2]: words for key, words in cells(tables(read(path))[0]).items() if words}
    assert ours == expected
    with pdfplumber.open(path) as pdf:
        (theirs,) = pdf.pages[0].extract_tables()
    plumber = {
        (row, column): words.replace("\n", "|") for row, line in enumerate(theirs) for column, words in enumerate(line) if words
    }
    assert ours == plumber
