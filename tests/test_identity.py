"""Identity of reports: invented covers of every form, the annotated reports, and years and dates in every spelling."""

from __future__ import annotations

import csv
from array import array
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportparse.dates import date_in, only_date, year_in
from reportparse.identity import identify, printed_title
from reportparse.model import Identity, Removed, Section, Sections, Text
from reportparse.naming import IdentityVocabulary
from reportparse.read import read_document
from reportparse.rulebook.loading import default_rules
from reportparse.rulebook.reading import read_yaml
from reportparse.sections import section_tree
from reportparse.text import clean_text

CASES = yaml.load((Path(__file__).parent / "cases" / "covers.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


@cache
def vocabulary() -> IdentityVocabulary:
    return read_yaml(default_rules() / "vocational" / "identity.yaml", IdentityVocabulary)[0]


def plain(printed: str, removed: tuple[Removed, ...] = ()) -> tuple[Text, Sections]:
    """A text as the stages before would give it, with one section from the first line that begins with 一、 on."""
    text = Text(printed, array("i", [0]) * len(printed), array("i", range(len(printed))), removed=removed)
    start = max(printed.find("一、"), 0)
    preface = Section("0", "", 0, "", "", "preface", 0, start, 0, 0, 0)
    return text, Sections((preface, Section("1", "", 1, "一、", "", "body", start, len(printed), start, start, start)))


@pytest.mark.parametrize("case", CASES, ids=[next(iter(case["text"].splitlines())) for case in CASES])
def test_covers(case: dict[str, object]) -> None:
    found = identify(*plain(str(case["text"])), str(case.get("source", "x.txt")), vocabulary())
    wants = dict(case["wants"])  # type: ignore[call-overload]
    got = {name: getattr(found, name) for name in wants}
    assert got == {name: tuple(value) if isinstance(value, list) else value for name, value in wants.items()}


def test_title_that_heads_each_page_and_was_taken_for_a_header() -> None:
    title = "衢州市中等职业教育质量年度报告（2024年度）"
    found = identify(*plain("衢州市教育局\n一、概况\n", (Removed(title, "running_header", None, 0),)), "x.txt", vocabulary())
    assert (found.report_id, found.title) == ("衢州市-中职-2024", "衢州市中等职业教育质量年度报告")


def test_title_alone_needs_no_vocabulary() -> None:
    assert printed_title(*plain("2024年衢州市国民经济和社会发展\n统计公报\n一、综合\n")) == "2024年衢州市国民经济和社会发展统计公报"
    assert printed_title(*plain("随便一行\n一、综合\n")) == ""


def test_same_bytes_twice() -> None:
    first, second = (identify(*plain(CASES[0]["text"]), "x.txt", vocabulary()) for _ in range(2))
    assert first == second
    assert isinstance(first, Identity)


@pytest.mark.shared
def test_annotated_reports(shared: Path) -> None:
    wrong = {}
    for gold in sorted((shared / "gold").glob("*/report.csv")):
        path = next((p for d in ("reports", "dev", "wild") for p in (shared / d).glob(f"{gold.parent.name}.*")), None)
        if path is None or path.suffix not in {".txt", ".md"}:
            continue
        document = read_document(path, source=path.name)
        text = clean_text(document)
        found = identify(text, section_tree(text, document.outline), path.name, vocabulary())
        with gold.open(encoding="utf-8-sig") as handle:
            wants = next(csv.DictReader(handle))
        bad = {name: (value, getattr(found, name)) for name, value in wants.items() if value and value != getattr(found, name)}
        if bad:
            wrong[gold.parent.name] = bad
    assert not wrong


@pytest.mark.parametrize(
    ("printed", "year"),
    [
        ("（2024年度）", "2024"),
        ("(２０２４)", "2024"),
        ("〔二〇二四年度〕", "2024"),
        ("二O一九年", "2019"),
        ("二○二零", "2020"),
        ("2022—2023学年", "2023"),
        ("2023年9月—2024年8月", "2024"),
        ("第1234号", ""),
        ("20240", ""),
        ("", ""),
    ],
)
def test_years(printed: str, year: str) -> None:
    assert year_in(printed) == year


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("2025年1月", "2025-01"),
        ("2025 年 12 月 25 日", "2025-12-25"),
        ("二〇二四年十二月", "2024-12"),
        ("二O二二年十二月二十日", "2022-12-20"),
        ("2025.1.8", "2025-01-08"),
        ("2025-01-08", "2025-01-08"),
        ("（2025年3月）", "2025-03"),
        ("二〇二五年元月廿五日", "2025-01-25"),
        ("2025年13月", ""),
        ("共2025年1月", ""),
        ("2025年", ""),
    ],
)
def test_dates(printed: str, meant: str) -> None:
    assert only_date(printed) == meant


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_any_date_in_digits(day: date) -> None:
    printed = f"{day.year}年{day.month}月{day.day}日"
    assert date_in(printed) == str(day)
