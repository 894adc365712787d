"""Section trees of written cases, and of the annotated reports where they are at hand."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generated import generated_pages, generated_tables, generated_text
from reportparse.document import Document, Line, Page
from reportparse.markers import han_number, inline_markers, marker_at
from reportparse.sections import section_tree
from reportparse.text import clean_text

if TYPE_CHECKING:
    from types import ModuleType

    from reportparse.model import Sections, Text

CASES = sorted((Path(__file__).parent / "cases" / "sections").glob("*.*"))
DIVIDER = "=== tree ===\n"


def plain_document(content: str, form: str = "txt") -> Document:
    """A document of one page, each source line a Line with its offsets."""
    lines: list[Line] = []
    at = 0
    for piece in content.split("\n"):
        lines.append(Line(piece, range(at, at + len(piece))))
        at += len(piece) + 1
    return Document("case", form, "", (Page(None, tuple(lines)),))  # type: ignore[arg-type]


def tree_of(content: str, form: str = "txt") -> tuple[Text, Sections]:
    text = clean_text(plain_document(content, form))
    return text, section_tree(text)


def rows(sections: Sections) -> list[tuple[str, str, str]]:
    return [(s.path, s.marker, s.title) for s in sections.items]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_tree_of_case(case: Path) -> None:
    content, _, expected = case.read_text(encoding="utf-8").partition(DIVIDER)
    _, sections = tree_of(content, case.suffix.lstrip("."))
    wanted = [tuple((line + "\t\t").split("\t")[:3]) for line in expected.splitlines() if line.strip()]
    assert rows(sections) == wanted


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_sections_cover_the_text_without_overlap(case: Path) -> None:
    content, _, _ = case.read_text(encoding="utf-8").partition(DIVIDER)
    text, sections = tree_of(content, case.suffix.lstrip("."))
    starts = [s.start for s in sections.items]
    assert starts == sorted(starts)
    assert len({s.path for s in sections.items}) == len(sections.items)
    paths = {s.path for s in sections.items}
    for section in sections.items:
        assert section.start <= section.title_start <= section.title_end <= len(text.text)
        assert text.text[section.title_start : section.title_end] == section.title
        assert section.start < section.end
        assert sections.at(section.start) is section
        assert sections.at(section.end - 1).path == section.path
        assert section.parent == "" or section.parent in paths or section.path[0].isdigit()


def test_text_goes_on_in_the_section_that_an_attachment_interrupted() -> None:
    case = next(path for path in CASES if path.stem == "text-goes-on-after-attachment")
    text, sections = tree_of(case.read_text(encoding="utf-8").partition(DIVIDER)[0])
    assert sections.at(text.text.index("卫生学校")).path == "1.1.a1"
    assert sections.at(text.text.index("布局已经稳定")).path == "1.1"
    assert sections.at(text.text.index("在校生4120")).path == "1.2"


def test_contents_and_signature_are_pieces_of_their_own_kind() -> None:
    case = next(path for path in CASES if path.stem == "chapters-with-contents")
    text, sections = tree_of(case.read_text(encoding="utf-8").partition(DIVIDER)[0])
    assert sections.at(text.text.index("招生就业 …")).kind == "contents"
    assert sections.at(text.text.index("本报告依据")).kind == "preface"
    case = next(path for path in CASES if path.stem == "school-four-levels")
    text, sections = tree_of(case.read_text(encoding="utf-8").partition(DIVIDER)[0])
    end = sections.at(text.text.index("2023年12月20日"))
    assert (end.kind, end.path) == ("signature", "3.3")


def test_a_text_without_words_is_a_preface() -> None:
    _, sections = tree_of("\n \n")
    assert [section.path for section in sections.items] == ["0"]
    assert sections.at(0).kind == "preface"


@pytest.mark.parametrize(
    ("text", "style", "numbers", "title"),
    [
        ("一、基本情况", "han", (1,), "基本情况"),
        ("十二、面临困难", "han", (12,), "面临困难"),
        ("（三）教师", "han_paren", (3,), "教师"),
        ("㈡教师", "han_paren", (2,), "教师"),
        ("第 一 章　概况", "chapter", (1,), "概况"),
        ("第十一节 经费", "division", (11,), "经费"),
        ("第二部分：高职", "part", (2,), "高职"),
        ("1.规模", "arabic", (1,), "规模"),
        ("1.1+X证书试点", "arabic", (1,), "1+X证书试点"),
        ("1.2024年工作", "arabic", (1,), "2024年工作"),
        ("4.3 1+X证书", "decimal", (4, 3), "1+X证书"),
        ("2.1.3师资", "decimal", (2, 1, 3), "师资"),
        ("⑶ 资助", "paren", (3,), "资助"),
        ("③资助", "circled", (3,), "资助"),
        ("二是加强管理", "is", (2,), "加强管理"),
        ("第三，加强管理", "nth", (3,), "加强管理"),
        ("其二，加强管理", "one_of", (2,), "加强管理"),
    ],
)
def test_marker(text: str, style: str, numbers: tuple[int, ...], title: str) -> None:
    marker = marker_at(text)
    assert marker is not None
    assert (marker.style, marker.numbers, text[marker.title_start :]) == (style, numbers, title)


@pytest.mark.parametrize(
    "text",
    [
        "一、二、三产业",
        "一、二年级学生",
        "1.5亿元",
        "2.3%",
        "2025年12月",
        "1门课程",
        "1、2号楼",
        "第一节课",
        "第一批",
        "12所学校",
        "其次要",
    ],
)
def test_no_marker(text: str) -> None:
    marker = marker_at(text)
    assert marker is None or marker.style == "first"


def test_ratio_is_no_inline_marker() -> None:
    assert not list(inline_markers("生师比为18.3：1、略有下降。"))


@pytest.mark.parametrize(("text", "value"), [("十", 10), ("二十一", 21), ("一百零三", 103), ("〇", 0), ("12", 12), ("章", 0)])
def test_han_number(text: str, value: int) -> None:
    assert han_number(text) == value


@pytest.mark.parametrize("inserts", [False, True], ids=["plain", "inserts"])
@pytest.mark.parametrize("seed", range(60))
def test_generated_text(seed: int, inserts: bool) -> None:
    content, wanted = generated_text(seed, inserts=inserts)
    _, sections = tree_of(content)
    assert rows(sections) == wanted


@pytest.mark.parametrize("inserts", [False, True], ids=["plain", "inserts"])
@pytest.mark.parametrize("seed", range(60))
def test_generated_pages(seed: int, inserts: bool) -> None:
    document, wanted = generated_pages(seed, inserts=inserts)
    text = clean_text(document)
    assert rows(section_tree(text)) == wanted
    if inserts:
        assert [[[cell.text for cell in row] for row in table.cells] for table in text.tables] == generated_tables(seed)


def _scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", shared / "contract" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.shared
def test_annotated_reports(shared: Path) -> None:
    """Sections of the real reports all right, those of the others nearly; measured with the contract's own scorer."""
    score = _scorer(shared)
    for folder in sorted((shared / "gold").iterdir()):
        sources = [p for d in ("reports", "dev", "wild") for p in (shared / d).glob(f"{folder.name}.*")]
        source = next((p for p in sources if p.suffix in {".txt", ".md"}), None)
        if source is None or not (folder / "sections.csv").exists():
            continue
        _, sections = tree_of(source.read_text(encoding="utf-8-sig"), source.suffix.lstrip("."))
        found = [{"section": s.path, "title": s.title} for s in sections.items]
        gold = score.read_rows(folder / "sections.csv")
        pairs, missed, extra = score.pair(gold, found, score.same_section)
        f1 = score.f1(len(pairs), len(gold), len(found))[2]
        assert f1 >= (1.0 if source.parent.name == "reports" else 0.98), (folder.name, missed, extra)


def test_a_chapter_that_is_printed_twice_counts_on() -> None:
    """A damaged contents line takes path 6.1 before the chapter itself: paths are keys, so they must differ."""
    text = "6 政府履责....”..3...“....8...8.. 17\n6.1经费保障..........3.. 17\n6 政府履责\n6.1经费保障\n"
    paths = [section.path for section in tree_of(text)[1].items]
    assert len(set(paths)) == len(paths)
