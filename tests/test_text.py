"""The clean text of written cases, of pages with boxes, and what must hold for any document."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.document import Box, Document, Line, Page, RawCell, RawTable
from reportparse.model import Table, Text
from reportparse.text import clean_text
from reportparse.text.chars import INVISIBLE, MEND, despaced, made_up

if TYPE_CHECKING:
    from collections.abc import Sequence

CASES = sorted((Path(__file__).parent / "cases" / "text").glob("*.*"))


def plain_document(content: str, form: str = "txt") -> Document:
    """A document of one page, each source line a Line with its offsets."""
    lines: list[Line] = []
    at = 0
    for piece in content.split("\n"):
        lines.append(Line(piece, range(at, at + len(piece))))
        at += len(piece) + 1
    return Document("case", form, "", (Page(None, tuple(lines)),))  # type: ignore[arg-type]


def parts(case: Path) -> dict[str, str]:
    """The parts of a case file: `source`, then what each line `=== name ===` opens."""
    found = {"source": ""}
    name = "source"
    for line in case.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith("=== "):
            name = line.strip("= \n")
            found[name] = ""
        else:
            found[name] += line
    return found


def described(table: Table) -> str:
    continued = "continued" if table.continued else ""
    headers = ",".join(table.headers)
    fields = [table.caption, f"{table.rows}x{table.columns}", str(table.header_rows), headers, continued, table.unit]
    return "|".join(fields)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path) -> None:
    wanted = parts(case)
    text = clean_text(plain_document(wanted["source"], case.suffix.lstrip(".")))
    assert text.text == wanted["text"].rstrip("\n")
    if "removed" in wanted:
        assert [f"{r.reason}\t{r.text}" for r in text.removed] == wanted["removed"].splitlines()
    if "tables" in wanted:
        assert [described(table) for table in text.tables] == [
            "|".join(field.strip() for field in line.split("|")) for line in wanted["tables"].splitlines()
        ]
    if "contents" in wanted:
        assert "\n".join(text.text[a:b] for a, b in text.contents) == wanted["contents"].rstrip("\n")


def test_merged_cells_are_filled_from_above() -> None:
    case = next(path for path in CASES if path.stem == "merged-cells")
    first, second = clean_text(plain_document(parts(case)["source"])).tables
    assert [cell.text for cell in first.cells[0]] == ["县（区）", "2024年", "2024年", "2023年", "2023年"]
    assert [cell.text for cell in first.cells[1]] == ["县（区）", "公办", "民办", "公办", "民办"]
    row = second.cells[2]
    assert [cell.text for cell in row] == ["1", "甲学校", "汽车维修"]
    assert [cell.filled for cell in row] == [True, True, False]
    assert (row[1].start, row[1].end) == (second.cells[1][1].start, second.cells[1][1].end)
    assert [cell.text for cell in second.cells[4]] == ["", "合计", "3个"], "a row of sums belongs to no row above"


# ------------------------------------------------------------------------------------------------------------ pages


class _Layout:
    """Makes pages of lines with boxes: full-width characters of 12 points, body from x=80 to x=500."""

    left, right, size = 80.0, 500.0, 12.0

    def __init__(self) -> None:
        self.pages: list[Page] = []

    def page(self, *blocks: tuple[float, float, str] | RawTable, height: float = 800.0) -> _Layout:
        """Blocks are (x, y, words) or tables."""
        made: list[Line | RawTable] = []
        at = 0
        for block in blocks:
            if isinstance(block, RawTable):
                made.append(block)
                continue
            x, y, words = block
            width = sum(0.5 if c < "\u0100" else 1.0 for c in words) * self.size
            made.append(Line(words, range(at, at + len(words)), Box(x, y, x + width, y + self.size), self.size))
            at += len(words) + 2
        self.pages.append(Page(len(self.pages) + 1, tuple(made), 580.0, height))
        return self

    def document(self) -> Document:
        return Document("case.pdf", "pdf", "", tuple(self.pages))


def _table(rows: Sequence[Sequence[str]], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> RawTable:
    """A ruled table; `spans` gives (rows, columns) of merged cells, whose covered places are None in `rows`."""
    cells = []
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words is None:
                continue
            down, across = (spans or {}).get((r, c), (1, 1))
            lines = tuple(Line(part, range(len(part))) for part in words.split("\n") if part)
            cells.append(RawCell(r, c, down, across, lines))
    return RawTable(len(rows), len(rows[0]), tuple(cells), Box(80, 100, 500, 300))


FULL = "甲" * 35
"""A line that reaches from the left edge to the right."""


def test_furniture_goes_by_its_place_on_the_pages() -> None:
    layout = _Layout()
    for number in range(1, 5):
        layout.page(
            (200, 30, "白河市质量年度报告"),
            (104, 100, "甲乙丙丁"[number - 1] * 33),
            (80, 120, FULL),
            (80, 140, "白河市质量年度报告很好。"),
            (280, 770, str(number)),
        )
    text = clean_text(layout.document())
    assert "\n白河市质量年度报告\n" not in text.text
    assert text.text.count("白河市质量年度报告很好") == 4
    assert Counter(r.reason for r in text.removed) == {"running_header": 4, "page_number": 4}
    assert [r.page for r in text.removed if r.reason == "page_number"] == [1, 2, 3, 4]


def test_full_lines_go_on_and_indented_lines_do_not() -> None:
    layout = _Layout()
    layout.page(
        (104, 100, "乙" * 32 + "。"),
        (80, 120, "丙" * 20 + "。"),
        (104, 140, "丁" * 33),
        (80, 160, "戊" * 10 + "。"),
        (104, 180, "己" * 33),
        (280, 770, "1"),
    )
    layout.page((80, 100, "庚" * 20 + "。"), (104, 120, "一、标题"), (104, 140, "辛" * 30 + "。"), (280, 770, "2"))
    lines = clean_text(layout.document()).text.split("\n")
    assert [line[0] for line in lines] == ["乙", "丁", "己", "一", "辛"]
    assert lines[2] == "己" * 33 + "庚" * 20 + "。"


def test_a_ruled_table_over_two_pages_is_one() -> None:
    layout = _Layout()
    head = ["序号", "学校", "备注"]
    layout.page((104, 60, "学校如下。"), _table([head, ["1", "甲校", "省级特色校"], ["2", "乙校", "国家级改革\n示范校"]]), (280, 770, "1"))
    layout.page(_table([head, ["", "", "省级双高校"], ["3", "丙校", "省级双高校"]]), (104, 320, "表后的话。"), (280, 770, "2"))
    text = clean_text(layout.document())
    (table,) = text.tables
    assert table.continued
    assert (table.rows, table.columns, table.header_rows) == (3, 3, 1)
    assert [[cell.text for cell in row] for row in table.cells[1:]] == [
        ["1", "甲校", "省级特色校"],
        ["2", "乙校", "国家级改革示范校 省级双高校"],
        ["3", "丙校", "省级双高校"],
    ]


HEAD = ["序号", "学校", "性质", "备注"]


@pytest.mark.parametrize(
    ("first", "second", "body"),
    [
        pytest.param(
            [HEAD, ["1", "甲校", "公办", "特色校"]], [["2", "乙校", "公办", ""], ["3", "丙校", "民办", ""]],
            [["1", "甲校", "公办", "特色校"], ["2", "乙校", "公办", ""], ["3", "丙校", "民办", ""]],
            id="last column blank on the second page",
        ),
        pytest.param(
            [HEAD], [["1", "甲校", "公办", ""], ["2", "乙校", "民办", "特色校"]],
            [["1", "甲校", "公办", ""], ["2", "乙校", "民办", "特色校"]], id="head alone at the page end",
        ),
        pytest.param(
            [HEAD], [HEAD, ["1", "甲校", "公办", ""]], [["1", "甲校", "公办", ""]], id="head alone at the page end and repeated",
        ),
        pytest.param(
            [HEAD, ["1", "甲校", "公办", "特色校"]], [["2", "乙校", "民办", ""]],
            [["1", "甲校", "公办", "特色校"], ["2", "乙校", "民办", ""]], id="last row alone on the second page",
        ),
        pytest.param(
            [HEAD, ["1", "甲校", "公办", "特色校"], ["", "", "", ""]], [["2", "乙校", "民办", ""], ["3", "丙校", "民办", ""]],
            [["1", "甲校", "公办", "特色校"], ["2", "乙校", "民办", ""], ["3", "丙校", "民办", ""]], id="blank row at the page end",
        ),
        pytest.param(
            [["学校", "人数", "教师", "班级"], ["甲校", "12", "3", "1"], ["东坪县中等", "20", "4", "2"]],
            [["专业学校", "", "", ""], ["丙校", "30", "5", "3"], ["丁校", "31", "6", "3"]],
            [["甲校", "12", "3", "1"], ["东坪县中等专业学校", "20", "4", "2"], ["丙校", "30", "5", "3"], ["丁校", "31", "6", "3"]],
            id="first cell of a row cut",
        ),
        pytest.param(
            [["学校", "人数", "教师", "班级"], ["甲校", "12", "3", "1"], ["乙校", "20", "4", "2"]],
            [["其中：民办", "", "", ""], ["丙校", "30", "5", "3"]],
            [["甲校", "12", "3", "1"], ["乙校", "20", "4", "2"], ["其中：民办", "", "", ""], ["丙校", "30", "5", "3"]],
            id="a label on the second page is a row",
        ),
    ],
)  # fmt: skip
def test_a_table_cut_by_a_page_end(first: list[list[str]], second: list[list[str]], body: list[list[str]]) -> None:
    layout = _Layout()
    layout.page((104, 60, "学校如下。"), _table(first), (280, 770, "1"))
    layout.page(_table(second), (104, 320, "表后的话。"), (280, 770, "2"))
    (table,) = clean_text(layout.document()).tables
    assert [[cell.text for cell in row] for row in table.cells[table.header_rows :]] == body
    assert table.header_rows == 1


def test_a_merged_cell_goes_on_over_a_page_end() -> None:
    layout = _Layout()
    rows: list[list[Any]] = [HEAD, ["1", "甲校", "公办", "特色校"], ["2", "乙校", None, ""], ["3", "丙校", None, ""]]
    rest: list[list[Any]] = [["4", "丁校", "", ""], ["5", "戊校", None, "双高校"], ["6", "己校", "民办", ""]]
    layout.page((104, 60, "学校如下。"), _table(rows, {(1, 2): (3, 1)}), (280, 770, "1"))
    layout.page(_table(rest, {(0, 2): (2, 1)}), (104, 320, "表后的话。"), (280, 770, "2"))
    (table,) = clean_text(layout.document()).tables
    assert [row[2].text for row in table.cells[1:]] == ["公办"] * 5 + ["民办"]
    assert [row[3].text for row in table.cells[1:]] == ["特色校", "", "", "", "双高校", ""]


def test_a_merged_cell_goes_on_below_the_rest_of_a_row_that_the_page_end_cut() -> None:
    layout = _Layout()
    layout.page((104, 60, "学校如下。"), _table([HEAD, ["1", "甲校", "公办", "省级特色"]]), (280, 770, "1"))
    rest: list[list[Any]] = [HEAD, ["", "", "", "学校"], ["2", "乙校", None, ""], ["3", "丙校", None, "双高校"], ["4", "丁校", "民办", ""]]
    layout.page(_table(rest, {(1, 2): (3, 1)}), (104, 320, "表后的话。"), (280, 770, "2"))
    (table,) = clean_text(layout.document()).tables
    assert [[cell.text for cell in row] for row in table.cells[1:]] == [
        ["1", "甲校", "公办", "省级特色学校"], ["2", "乙校", "公办", ""], ["3", "丙校", "公办", "双高校"], ["4", "丁校", "民办", ""],
    ]


def test_a_row_of_boxes_before_another_table_is_no_part_of_it() -> None:
    layout = _Layout()
    layout.page((104, 60, "两所学校。"), _table([["甲校", "乙校"]]), (280, 770, "1"))
    layout.page(_table([["县", "人数", "班级"], ["东坪县", "12", "3"], ["西坪县", "13", "4"]]), (280, 770, "2"))
    (table,) = clean_text(layout.document()).tables
    assert table.columns == 3


def test_the_centred_rest_of_a_long_title_or_caption_belongs_to_it() -> None:
    layout = _Layout()
    caption = "表1 " + "学" * 28 + "情况（单位"
    layout.page(
        (104, 100, "乙" * 33),
        (80, 120, "丙" * 20 + "。"),
        (80, 140, caption),
        (266, 160, "校、人）"),
        (104, 180, "丁" * 33),
        (80, 200, "戊" * 10 + "。"),
        (104, 220, "己" * 20 + "。"),
    )
    lines = clean_text(layout.document()).text.split("\n")
    assert lines[1] == caption + "校、人）"
    assert [line[0] for line in lines] == ["乙", "表", "丁", "己"]


def test_merged_cells_of_a_ruled_table() -> None:
    rows: list[list[Any]] = [
        ["表3 各县在校生", None, None],
        ["县", "2024年", None],
        [None, "公办", "民办"],
        ["东坪县", "12", "3"],
        [None, "10", "2"],
        ["注：不含技工学校。", None, None],
    ]
    spans = {(0, 0): (1, 3), (1, 0): (2, 1), (1, 1): (1, 2), (3, 0): (2, 1), (5, 0): (1, 3)}
    text = clean_text(_Layout().page(_table(rows, spans)).document())
    (table,) = text.tables
    assert table.headers == ("县", "2024年/公办", "2024年/民办")
    assert table.caption == "表3 各县在校生"
    assert [[cell.text for cell in row] for row in table.cells[2:]] == [["东坪县", "12", "3"], ["东坪县", "10", "2"]]
    assert text.text.endswith("\n注：不含技工学校。")


def test_wide_heads_make_a_second_header_row() -> None:
    rows: list[list[Any]] = [["学校情况", None, "学生情况", None], ["名称", "性质", "人数", "比例"], ["甲校", "公办", "12", "3%"]]
    (table,) = clean_text(_Layout().page(_table(rows, {(0, 0): (1, 2), (0, 2): (1, 2)})).document()).tables
    assert table.headers == ("学校情况/名称", "学校情况/性质", "学生情况/人数", "学生情况/比例")


def test_a_number_at_the_page_end_is_no_page_number_when_it_does_not_count_pages() -> None:
    layout = _Layout()
    for number, words in zip((41, 7, 93), "甲乙丙", strict=True):
        layout.page((104, 100, words * 33), (80, 120, words * 30 + "。"), (280, 700, str(number)))
    text = clean_text(layout.document())
    assert [line for line in text.text.split("\n") if line.isdecimal()] == ["41", "7", "93"]


# ------------------------------------------------------------------------------------------------------- properties

_PROSE = ["全市共有学校", "12 所", "，其中", "公办 8 所", "。", "在校生１２３人", "“双高”", "（省级", "）", "、", "；", " ", "1.5%", "A 类"]
_LINES = st.one_of(
    st.lists(st.sampled_from(_PROSE), min_size=1, max_size=14).map("".join),
    st.lists(st.sampled_from(["", "甲校", "12", "合计", "省级 特色"]), min_size=2, max_size=4).map("\t".join),
    st.sampled_from(
        ["", "", "", "一、基本情况", "1. 规模。正文", "- 3 -", "12", "附件：", "注：说明。", "表1 名单", "目录", "一、概况…… 3"]
    ),
    st.sampled_from(["**一是**做好", "| 甲 | 乙 |", "|---|---|", "# 标题", "续表", "2025年1月", "单位：人", "发布时间：2024-01-02"]),
    st.text(alphabet="甲乙1２ \t。，（）“”\u3000\u200b*|#-一、.", max_size=12),
)


def _same(source: str, clean: str) -> bool:
    return source == clean or source.translate(MEND) == clean


def _printed(characters: str) -> Counter[str]:
    return Counter(c.translate(MEND) for c in characters if not c.isspace() and c not in INVISIBLE and c.translate(MEND) != " ")


def check_origins(text: Text, source: str) -> None:
    assert len(text.text) == len(text.pages) == len(text.indices)
    real = [(i, index) for i, index in enumerate(text.indices) if index >= 0]
    assert all(_same(source[index], text.text[i]) for i, index in real)
    assert all(a[1] < b[1] for a, b in itertools.pairwise(real)), "origins rise through the text"
    kept = _printed("".join(source[index] for _, index in real))
    gone = _printed("".join(r.text for r in text.removed))
    assert kept + gone == _printed(source), "nothing is lost and nothing doubled"
    for table in text.tables:
        assert len({len(row) for row in table.cells}) == 1
        assert len(table.headers) == len(table.cells[0])
        assert 0 <= table.header_rows <= len(table.cells)
        for row in table.cells:
            assert all(text.text[cell.start : cell.end] == cell.text for cell in row)
    for r in text.removed:
        assert 0 <= r.at <= len(text.text)


@given(st.lists(_LINES, max_size=30), st.sampled_from(["txt", "md"]))
def test_every_character_keeps_its_origin_and_none_is_lost(lines: list[str], form: str) -> None:
    source = "\n".join(lines)
    check_origins(clean_text(plain_document(source, form)), source)


@given(st.text(alphabet="甲乙1２3 （）“”。，%+A", max_size=40))
def test_despacing_only_drops_spaces(words: str) -> None:
    once = despaced(made_up(words)).text
    assert once.replace(" ", "") == words.replace(" ", "")
    assert "  " not in once
    assert despaced(made_up(once)).text == once


@pytest.mark.shared
def test_origins_of_real_files(shared: Path) -> None:
    for path in sorted([*(shared / "reports").glob("*.txt"), *(shared / "dev").glob("*.txt"), *(shared / "wild").glob("*.md")]):
        source = path.read_text(encoding="utf-8-sig")
        check_origins(clean_text(plain_document(source, path.suffix[1:])), source)
