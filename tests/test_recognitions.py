"""Honours in the sentences and tables of invented reports: who holds what, and what is a figure or an event instead."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from reportparse.facts.recognitions.titles import titles_of
from reportparse.model import Recognition
from reportparse.rulebook import Pack, default_rules, load_rules
from reportparse.workbench.specimen import read_specimen

CASES = Path(__file__).parent / "cases" / "recognitions"
USUAL = {field.name: field.default for field in fields(Recognition) if field.default is not MISSING}


@cache
def pack() -> Pack:
    return next(pack for pack in load_rules(default_rules()).packs if "grant_verb" in pack.lexicons)


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['text'][:40]}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def rows(text: str, issuer: str) -> list[Recognition]:
    report = read_specimen(text, pack(), issuer=issuer).report
    return [fact.claim.record for fact in report.facts if isinstance(fact.claim.record, Recognition)]


@pytest.mark.parametrize("case", cases())
def test_each_row_is_read_and_no_other(case: dict[str, Any]) -> None:
    keys = {"recipient", "persons", "item", "title", "count", "level", "status"}
    got = [{key: getattr(honour, key) for key in keys} for honour in rows(case["text"], case["issuer"])]
    expected = [{key: row.get(key, USUAL.get(key, "")) for key in keys} for row in case["rows"]]
    assert sorted(got, key=str) == sorted(expected, key=str)


TITLES = [
    ("为“省级文明校园”称号", ["省级文明校园"]),
    ("2024年省级精品在线课程", ["省级精品在线课程"]),
    ("国家级、省级职业教育在线精品课程", ["国家级、省级职业教育在线精品课程"]),
    ("省级文明单位、省级平安校园和市级先进集体", ["省级文明单位", "省级平安校园", "市级先进集体"]),
    ("“省级文明校园”“市级先进集体”等荣誉称号", ["省级文明校园", "市级先进集体"]),
    ("省级示范性实训基地（全省共12个）", ["省级示范性实训基地"]),
    ("社会各界的一致好评", []),
    ("省级专项资金300万元", []),
]


@pytest.mark.parametrize(("words", "titles"), TITLES, ids=[words for words, _ in TITLES])
def test_titles_are_parted_and_cleaned(words: str, titles: list[str]) -> None:
    assert [title.text for title in titles_of(words, words, 0, len(words), "strong", pack())] == titles


def test_batches_are_read() -> None:
    (honour,) = rows("许昌第一职业学校入选第三批省级现代学徒制试点单位名单。", "许昌市")
    assert (honour.batch, honour.status, honour.level) == ("3", "trial", "province")


def test_the_number_that_counts_what_is_named_stands_for_its_rows() -> None:
    report = read_specimen("许昌第一职业学校、许昌第二职业学校2所学校入选省级示范校名单。", pack(), issuer="许昌市").report
    assert [entry.state for entry in report.ledger if entry.text == "2"] == ["recognition"]
    assert len([fact for fact in report.facts if isinstance(fact.claim.record, Recognition)]) == 2


def test_honours_beside_the_roster_are_one_for_each_school_and_honour() -> None:
    table = "序号\t学校\t性质\t备注\n1\t许昌第一职业学校\t市属公办\t省级特色校 国家级改革示范校\n2\t襄城第二职业学校\t县属民办\t\n"
    found = rows(table, "许昌市")
    assert [(honour.recipient, honour.title, honour.level) for honour in found] == [
        ("许昌第一职业学校", "省级特色校", "province"), ("许昌第一职业学校", "国家级改革示范校", "nation")]
