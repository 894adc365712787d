"""Harmonised names: keys by rule, data with years, statements in the text, and what is left to the analyst."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest

from gold_reports import gold_report
from reportparse.document import Document
from reportparse.errors import RuleError
from reportparse.harmonise import NameRow, competition_key, harmonised, label, school_key, shown_names
from reportparse.model import Award, Claim, Evidence, Fact, Identity, Report, School, Sections, Text
from reportparse.rulebook.trust import FormerName, Harmonise, NameEntry, load_harmonise

PACK = Path(__file__).resolve().parent.parent / "rules" / "vocational" / "harmonise.yaml"
RULES = load_harmonise(PACK)


@pytest.mark.parametrize(("a", "b"), [
    ("长葛立兴职业高中", "长葛市立兴职业高中"), ("许昌凤雏机电工程学校", "许昌市凤雏机电工程学校"),
    ("建安区职业中等专业学校", "许昌市建安区职业中等专业学校"),
    ("沁县为民中等职业学校", "沁县为民中职学校"), ("禹州市职业技术教育中心", "禹州市职教中心"), ("许昌市 卫生学校", "许昌卫校"),
    ("许昌幼儿师范学校", "许昌市幼师"), ("科技学校（新校区）", "许昌市科技学校"),
])
def test_spellings_with_one_key(a: str, b: str) -> None:
    assert school_key(a, RULES, "411000") == school_key(b, RULES, "411000")


@pytest.mark.parametrize(("a", "b"), [
    ("禹州市中等专业学校", "长葛市中等专业学校"), ("许昌科技学校", "许昌信息工程学校"), ("壶关县职业中学", "壶关县中等专业学校"),
    ("许昌市第一职业高中", "许昌市第二职业高中"), ("建安区职业中等专业学校", "建安区中等专业学校"), ("城市建设学校", "城建学校"),
])
def test_different_schools_keep_different_keys(a: str, b: str) -> None:
    assert school_key(a, RULES, "411000") != school_key(b, RULES, "411000")


@pytest.mark.parametrize(("a", "b", "same"), [
    ("2025 一带一路暨金砖国家技能发展与技术创新大赛", "2025年“一带一路”暨金砖国家技能发展与技术创新大赛", True),
    ("第二届河南省技能大赛（中职组）", "河南省第三届技能大赛", True), ("全省中职班主任能力比赛", "河南省中职班主任能力比赛", True),
    ("世界职业院校技能大赛总决赛争夺赛", "世界职业院校技能大赛", True), ("河南省技能大赛", "河南省教学能力大赛", False),
])
def test_competitions(a: str, b: str, same: bool) -> None:
    assert (competition_key(a, RULES, "河南省") == competition_key(b, RULES, "河南省")) == same


def test_labels() -> None:
    assert label("市直民办", RULES) == label("市属民办", RULES) == "市属民办"
    assert label("县属 公办", RULES) == "县属公办" and label("行业办", RULES) == "行业办"


def report(year: str, *schools: str, text: str = "", competitions: tuple[str, ...] = ()) -> Report:
    records = [School(i, name, name, name, "county", "public", "", "") for i, name in enumerate(schools, 1)]
    awards = [Award("甲", "region", name, "first", "一等奖", 1) for name in competitions]
    facts = tuple(Fact(f"f{i}", Claim("r", record, Evidence(0, 1, 0, 1)), "1", None) for i, record in enumerate([*records, *awards]))
    return Report(Document("a.txt", "txt", "", ()), Text(text, array("i", [0]) * len(text), array("i", range(len(text)))), Sections(()),
                  Identity(f"许昌市-中职-{year}", year, "许昌市", "411000", "city", "中职", "", "", "河南省"), (), facts, ())


def keys(made: Report) -> list[tuple[str, str]]:
    return [(f.claim.record.school, f.claim.record.school_key) for f in made.facts if isinstance(f.claim.record, School)]


def rows(found: tuple[NameRow, ...], *states: str) -> list[tuple[str, str, str]]:
    return [(row.state, row.name, row.other) for row in found if row.state in states]


def test_the_latest_spelling_is_shown_for_all_years() -> None:
    (old, new), names = harmonised([report("2024", "长葛立兴职业高中"), report("2025", "长葛市立兴职业高中")], RULES)
    assert keys(old) == keys(new) == [("长葛市立兴职业高中", "长葛立兴职高")]
    assert rows(names.rows, "unmapped", "near") == []


@pytest.mark.parametrize("statement", [
    "2025年6月，禹州市职业中学更名为“禹州市中等专业学校”。", "禹州市职业中学升格为禹州市中等专业学校。"])
def test_a_renaming_that_the_report_states(statement: str) -> None:
    (old, new), names = harmonised([report("2024", "禹州市职业中学"), report("2025", "禹州市中等专业学校", text=statement)], RULES)
    assert keys(old) == keys(new)
    assert rows(names.rows, "stated", "unmapped", "near") == [("stated", "禹州市职业中学", "禹州市中等专业学校")]
    assert shown_names(names.rows)("禹州市职业中学", "许昌市") == "禹州市中等专业学校"


def test_a_merger_that_the_report_states() -> None:
    text = "2025年6月，鄢陵县职业中学并入襄城县职业中学，合并后更名为“襄城县职业教育中心”。"
    both = [report("2024", "鄢陵县职业中学", "襄城县职业中学"), report("2025", "襄城县职业教育中心", text=text)]
    (old, new), names = harmonised(both, RULES)
    assert keys(old)[1] == keys(new)[0] and keys(old)[0] != keys(new)[0]
    assert rows(names.rows, "stated", "merged", "unmapped", "near") == [
        ("merged", "鄢陵县职业中学", "襄城县职业中学"), ("stated", "襄城县职业中学", "襄城县职业教育中心")]


def test_a_founding_by_merger() -> None:
    text = "鄢陵县职业中学与襄城县职业中学合并组建许昌职业教育中心。"
    _, names = harmonised([report("2024", "鄢陵县职业中学", "襄城县职业中学"), report("2025", "许昌职业教育中心", text=text)], RULES)
    assert [state for state, _, other in rows(names.rows, "merged") if other == "许昌职业教育中心"] == ["merged", "merged"]


def test_names_that_are_only_alike_are_listed_and_not_merged() -> None:
    (old, new), names = harmonised([report("2024", "禹州市机电职业学校"), report("2025", "禹州市机电工程学校")], RULES)
    assert keys(old)[0][1] != keys(new)[0][1]
    assert rows(names.rows, "unmapped", "near") == [
        ("unmapped", "禹州市机电职业学校", ""), ("unmapped", "禹州市机电工程学校", ""),
        ("near", "禹州市机电职业学校", "禹州市机电工程学校")]


ENTRY = NameEntry(name="禹州市中等专业学校", since=2025, former=(FormerName(name="禹州市职业中学", until=2025),
                                                           FormerName(name="长葛市职业中学", until=2025, how="merged")))


def test_data_with_years() -> None:
    data = Harmonise(names=(ENTRY, NameEntry(name="没有的学校")))
    (old, new), names = harmonised([report("2024", "禹州市职业中学", "长葛市职业中学"), report("2025", "禹州市中等专业学校")], data)
    assert keys(old)[0] == keys(new)[0] and keys(old)[1][0] == "长葛市职业中学"
    assert rows(names.rows, "unused", "out_of_years", "unmapped") == [("unused", "没有的学校", "")]


def test_a_name_outside_its_years_is_reported() -> None:
    _, names = harmonised([report("2026", "禹州市职业中学"), report("2023", "禹州市中等专业学校")], Harmonise(names=(ENTRY,)))
    found = [(row.name, row.reason) for row in names.rows if row.state == "out_of_years"]
    assert found == [("禹州市中等专业学校", "holds from 2025"), ("禹州市职业中学", "holds until 2025")]


def test_competitions_are_listed_with_their_spellings() -> None:
    years = [report("2024", competitions=("第一届河南省技能大赛",)), report("2025", competitions=("第二届河南省技能大赛",))]
    _, names = harmonised(years, RULES)
    found = [(row.key, row.years, row.other) for row in names.rows if row.kind == "competition"]
    assert found == [("河南省技能大赛", "2024", "第二届河南省技能大赛"), ("河南省技能大赛", "2025", "第一届河南省技能大赛")]


@pytest.mark.parametrize(("content", "what"), [
    ("names:\n  - {name: 甲, spellings: [乙]}\n  - {name: 乙}\n", "stands in two entries"),
    ("schools:\n  drop: ['(']\n", "not a valid pattern"), ("names:\n  - {name: 甲, from: 2020}\n", "unknown field"),
])
def test_faults_in_the_data(tmp_path: Path, content: str, what: str) -> None:
    path = tmp_path / "harmonise.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=what) as error:
        load_harmonise(path)
    assert "harmonise.yaml:" in error.value.where


def test_two_years_of_annotated_reports(shared: Path) -> None:
    both = ("xuchang-2024", "xuchang-2025", "D1-changzhi-2023", "D2-changzhi-2024")
    made, names = harmonised([gold_report(shared, name) for name in both], RULES)
    assert {key for _, key in keys(made[0])} == {key for _, key in keys(made[1])}
    assert rows(names.rows, "stated", "merged") == [
        ("stated", "潞州区职业高级中学", "长治市潞州职业教育中心"), ("merged", "屯留区职业高级中学", "潞州区职业高级中学"),
        ("stated", "壶关县职业中学", "壶关县中等专业学校")]
    assert rows(names.rows, "unmapped", "near", "unused") == []
