from __future__ import annotations

from pathlib import Path

import pytest

from reportparse.entities import find_entities
from reportparse.facts import extract
from reportparse.identity import identify
from reportparse.model import Award, Entity, Indicator, Recognition, Record
from reportparse.numbers import find_numbers
from reportparse.read import read_document
from reportparse.rulebook import load_rules
from reportparse.sections import section_tree
from reportparse.text import clean_text

PACK = next(pack for pack in load_rules().packs if pack.info.fallback)
HEALTH, FIRST = "长治卫生学校", "长治第一职业高级中学"


def records(tmp_path: Path, *lines: str, issuer: str = "长治市") -> list[Record | None]:
    """What is read in a report with these lines."""
    path = tmp_path / "report.txt"
    path.write_text("\n".join([f"{issuer}中等职业教育质量年度报告", "（2024年度）", "", *lines]), encoding="utf-8")
    text = clean_text(read_document(path, source="report.txt"))
    sections = section_tree(text)
    identity = identify(text, sections, "report.txt", PACK.identity)
    numbers = find_numbers(text, sections, PACK.names)
    entities: tuple[Entity, ...] = find_entities(text, identity, PACK.identity)
    claims = extract(text, sections, identity, numbers, entities, PACK)
    return [claim.record for claim in claims]


def found(tmp_path: Path, *lines: str, issuer: str = "长治市") -> list[tuple[str, str, str]]:
    """Code, value and entity of every indicator of a report with these lines."""
    read = [record for record in records(tmp_path, *lines, issuer=issuer) if isinstance(record, Indicator)]
    return [(r.indicator, format(r.value.normalize(), "f"), r.entity) for r in read]


@pytest.mark.parametrize("head", [
    "1.长治卫生学校（以下简称市卫校）。", "（一）长治卫生学校：", "1.长治卫生学校概况。",
    "一是长治卫生学校。", "长治卫生学校：", "●长治卫生学校。", "【长治卫生学校】"])
def test_a_heading_that_is_a_school_gives_its_figures_to_it(tmp_path: Path, head: str) -> None:
    rows = found(tmp_path, "一、办学概况", f"{head}学校占地186亩，现有在校生5812人。2024年招生1986人。", "二、学生", "全市在校生9800人。")
    assert rows == [
        ("facilities.land_area", "186", HEALTH), ("students.enrolled", "5812", HEALTH), ("students.new_intake", "1986", HEALTH),
        ("students.enrolled", "9800", "")]


def test_a_line_that_is_a_school_heads_the_lines_below_it(tmp_path: Path) -> None:
    rows = found(tmp_path, "一、各校情况", HEALTH, "占地186亩。", "教职工468人。", FIRST, "占地90亩。", "二、经费", "教职工860人。")
    assert rows == [
        ("facilities.land_area", "186", HEALTH), ("staff.total", "468", HEALTH), ("facilities.land_area", "90", FIRST),
        ("staff.total", "860", "")]


def test_schools_line_by_line_head_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, "一、学校", HEALTH, FIRST, "教职工860人。") == [("staff.total", "860", "")]


def test_a_school_that_begins_a_sentence_is_meant_by_a_bare_noun_after_it(tmp_path: Path) -> None:
    rows = found(
        tmp_path, "一、学校", "长治卫生学校占地186亩。学校有教职工468人。", "学校总数12所。",
        "长治市卫生学校与企业合作。全市教职工860人。学校教职工满意度93%。")
    assert rows == [
        ("facilities.land_area", "186", HEALTH), ("staff.total", "468", HEALTH), ("schools.count", "12", ""),
        ("staff.total", "860", ""), ("satisfaction.staff", "93", "")]


def test_an_item_that_begins_with_a_school_is_about_it_up_to_the_next_unit(tmp_path: Path) -> None:
    rows = found(
        tmp_path, "一、学校",
        "长治卫生学校系公办学校，占地186亩。2024年招生1100人。长治第一职业高级中学占地90亩。教职工120人。全市教职工860人。",
        "长治卫生学校护理专业、长治第一职业高级中学电商专业列为试点。培养学徒318人。")
    assert rows == [
        ("facilities.land_area", "186", HEALTH), ("students.new_intake", "1100", HEALTH), ("facilities.land_area", "90", FIRST),
        ("staff.total", "120", FIRST), ("staff.total", "860", ""), ("cooperation.apprentices", "318", "")]


def test_short_forms_in_tables_and_lists_have_the_full_name(tmp_path: Path) -> None:
    rows = found(
        tmp_path, "一、学校", "全市有长治市潞安职业中等专业学校（以下简称潞安职专）、长治市北方工业技师学院（下称北工技院）等学校。",
        "表1 各校学生", "学校\t在校生（人）\t招生（人）", "潞安职专\t3200\t1100", "北方工业技师学院\t1200\t410",
        "二、升学", "升入本科270人，其中潞安职专241人、北工技院29人。")
    assert {entity for _, _, entity in rows} == {"长治市潞安职业中等专业学校", "长治市北方工业技师学院", ""}
    assert ("graduates.to_undergraduate", "29", "长治市北方工业技师学院") in rows
    assert ("students.enrolled", "1200", "长治市北方工业技师学院") in rows


def test_prizes_and_honours_under_a_heading_that_is_a_school_are_its_own(tmp_path: Path) -> None:
    read = records(
        tmp_path, "一、各校情况", "1.长治卫生学校。占地186亩。2024年，获全省职业院校技能大赛一等奖3个，被评为省级优质中职学校。",
        "二、成绩", "2024年，获全省职业院校技能大赛一等奖9个。")
    won = [record for record in read if isinstance(record, Award | Recognition)]
    assert {(type(r).__name__, r.recipient, r.count) for r in won} == {
        ("Award", HEALTH, 3), ("Recognition", HEALTH, 1), ("Award", "长治市", 9)}
