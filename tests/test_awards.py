"""Prizes in the sentences and tables of invented reports: who won what where, and what is no prize."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportparse.model import Award
from reportparse.rulebook import Pack, default_rules, load_rules
from reportparse.workbench.specimen import read_specimen

CASES = Path(__file__).parent / "cases" / "awards"
USUAL = {field.name: field.default for field in fields(Award) if field.default is not MISSING} | {"count": 1}


@cache
def pack() -> Pack:
    return next(pack for pack in load_rules(default_rules()).packs if "prize" in pack.lexicons)


def cases() -> list[Any]:
    return [
        pytest.param(case, id=f"{path.stem}: {case['text'][:40]}")
        for path in sorted(CASES.glob("*.yaml"))
        for case in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


def rows(text: str, issuer: str) -> list[Award]:
    report = read_specimen(text, pack(), issuer=issuer).report
    return [fact.claim.record for fact in report.facts if isinstance(fact.claim.record, Award)]


@pytest.mark.parametrize("case", cases())
def test_each_row_is_read_and_no_other(case: dict[str, Any]) -> None:
    keys = {"recipient", "persons", "competition", "competition_year", "track", "group", "level", "prize", "count", "scope"}
    got = [{key: getattr(award, key) for key in keys} for award in rows(case["text"], case["issuer"])]
    expected = [{key: row.get(key, USUAL.get(key, "")) for key in keys} for row in case["rows"]]
    assert sorted(got, key=str) == sorted(expected, key=str)


@given(st.integers(1, 400), st.integers(1, 400), st.sampled_from(["个", "项", "名"]))
def test_counts_are_those_printed(first: int, second: int, unit: str) -> None:
    found = rows(f"在全省物流大赛中，全市获得一等奖{first}{unit}、二等奖{second}{unit}。", "许昌市")
    assert [(award.prize, award.count, award.unit) for award in found] == [("first", first, unit), ("second", second, unit)]


@given(st.lists(st.sampled_from("甲乙丙丁戊"), min_size=1, max_size=5, unique=True), st.integers(1, 9))
def test_each_of_a_list_has_the_count(names: list[str], count: int) -> None:
    schools = [f"许昌{name}方职业学校" for name in names]
    found = rows(f"在全省物流大赛中，{'、'.join(schools)}各获一等奖{count}个。", "许昌市")
    assert sorted((award.recipient, award.count) for award in found) == sorted((school, count) for school in schools)


def test_counts_stand_in_the_ledger_as_prizes() -> None:
    report = read_specimen("在全省物流大赛中，全市获得一等奖31个、二等奖46个。", pack(), issuer="许昌市").report
    assert {entry.text: entry.state for entry in report.ledger} == {"31": "award", "46": "award"}


def test_a_pack_without_words_of_prizes_has_none() -> None:
    bare = next((pack for pack in load_rules(default_rules()).packs if "prize" not in pack.lexicons), None)
    if bare is None:
        pytest.skip("every pack knows prizes")
    report = read_specimen("在全省物流大赛中，全市获得一等奖31个。", bare, issuer="许昌市").report
    assert not [fact for fact in report.facts if isinstance(fact.claim.record, Award)]
