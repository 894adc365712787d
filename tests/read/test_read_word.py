"""Word files: order of paragraphs and tables, merged cells, automatic numbering, damaged packages."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from views import cells, line_texts, read, tables

from reportparse.errors import BrokenFile, EmptyFile, UnknownFormat
from reportparse.read.numbering import format_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def add_list(document: Any, levels: Sequence[tuple[str, str]], key: int) -> int:
    """Defines a list with (format, text) for each level; its numId."""
    part = document.part.numbering_part.element
    body = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{key}">{body}</w:abstractNum>')
    part.insert(0, abstract)
    part.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>'))
    return key


def number(paragraph: Any, list_id: int, level: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for tag, value in (("w:ilvl", level), ("w:numId", list_id)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


def save(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def test_automatic_numbers_stand_as_word_prints_them(tmp_path: Path) -> None:
    document = docx.Document()
    key = add_list(document, [("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%4")], 77)
    for level, title in [(0, "概况"), (1, "规模"), (2, "学校"), (2, "学生"), (1, "师资"), (2, "教师"), (0, "成效"), (1, "质量")]:
        number(document.add_paragraph(title), key, level)
    document.add_paragraph("无编号")
    assert line_texts(read(save(document, tmp_path / "a.docx"))) == [
        "一、概况", "（一）规模", "1. 学校", "2. 学生", "（二）师资", "1. 教师", "二、成效", "（一）质量", "无编号",
    ]


def test_numbers_of_a_style_and_forced_starts(tmp_path: Path) -> None:
    document = docx.Document()
    key = add_list(document, [("chineseCountingThousand", "第%1章")], 78)
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="{key}"/></w:numPr>'))
    document.part.numbering_part.element.append(parse_xml(
        f'<w:num {nsdecls("w")} w:numId="79"><w:abstractNumId w:val="78"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    ))
    document.add_heading("总则", 1)
    document.add_heading("分则", 1)
    number(document.add_paragraph("附则"), 79, 0)
    none = document.add_heading("不编号", 1)
    number(none, 0, 0)
    assert line_texts(read(save(document, tmp_path / "a.docx"))) == ["第一章 总则", "第二章 分则", "第五章 附则", "不编号"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (1, "chineseCounting", "一"), (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"),
        (20, "chineseCounting", "二十"), (105, "chineseCountingThousand", "一百〇五"), (110, "chineseCountingThousand", "一百一十"),
        (3, "decimalEnclosedCircleChinese", "③"), (4, "upperRoman", "IV"), (27, "lowerLetter", "aa"), (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"), (12, "ideographDigital", "一二"), (3, "chineseLegalSimplified", "叁"),
        (12, "decimalFullWidth", "１２"), (9, "noSuchFormat", "9"), (50, "ideographTraditional", "50"),
    ],
)
def test_number_formats(value: int, form: str, printed: str) -> None:
    assert format_number(value, form) == printed


def test_tables_keep_their_place_and_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("表前")
    table = document.add_table(rows=3, cols=3)
    for row, line in enumerate([["学校", "人数", ""], ["", "教师", "学生"], ["甲校", "12", "345"]]):
        for column, words in enumerate(line):
            table.cell(row, column).text = words
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    document.add_paragraph("表后")
    result = read(save(document, tmp_path / "a.docx"))
    kinds = [type(block).__name__ for block in result.pages[0].blocks]
    assert kinds == ["Line", "RawTable", "Line"]
    assert cells(tables(result)[0]) == {
        (0, 0, 2, 1): "学校", (0, 1, 1, 2): "人数", (1, 1, 1, 1): "教师", (1, 2, 1, 1): "学生",
        (2, 0, 1, 1): "甲校", (2, 1, 1, 1): "12", (2, 2, 1, 1): "345",
    }


def test_a_frame_of_one_column_is_no_table(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).cell(0, 0).text = "案例"
    result = read(save(document, tmp_path / "a.docx"))
    assert tables(result) == []
    assert "案例" in line_texts(result)


def test_breaks_deletions_insertions_hidden_text_and_boxes(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("上")
    paragraph.add_run().add_break()
    paragraph.add_run("下\t右")
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")}><w:r><w:delText>删</w:delText></w:r></w:del>'))
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")}><w:r><w:t>增</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>'))
    paragraph._p.append(parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>'
    ))
    assert line_texts(read(save(document, tmp_path / "a.docx"))) == ["上", "下\t右增", "框内"]


def test_relationships_that_point_nowhere_do_not_matter(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("正文在此")
    whole = save(document, tmp_path / "whole.docx")
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            if name in ("word/styles.xml", "word/settings.xml", "word/theme/theme1.xml"):
                continue
            target.writestr(name, source.read(name))
    assert line_texts(read(broken)) == ["正文在此"]


@pytest.mark.parametrize(
    ("parts", "error"),
    [
        ({"other.txt": b"x"}, UnknownFormat),
        ({"word/document.xml": b"<w:document"}, BrokenFile),
        ({"word/document.xml": b"<a/>"}, BrokenFile),
        (
            {"word/document.xml": b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                                  b"<w:body><w:p/></w:body></w:document>"},
            EmptyFile,
        ),
    ],
)
def test_faults(tmp_path: Path, parts: dict[str, bytes], error: type[Exception]) -> None:
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    with pytest.raises(error):
        read(path)


def test_shared_word_file_with_a_broken_relationship(shared: Path) -> None:
    document = read(shared / "wild" / "broken-relationship.docx")
    assert len(tables(document)) == 4
    assert sum(len(line) for line in line_texts(document)) > 4000
