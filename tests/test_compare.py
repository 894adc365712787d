"""The drift report: figures, silent rules, sections and carried-over text of two releases."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from gold_reports import gold_report
from reportparse.cli.compare import compare as command
from reportparse.compare import compare, load_release
from reportparse.delivery import Delivery, report_rows, write_delivery
from reportparse.errors import DeliveryError
from reportparse.rulebook.trust import YearRules

Row = dict[str, str]

OLD = """\
一、概况
全市在校生1000人，办学条件不断改善，各校根据自身特点加强管理。
二、经费
全年投入经费500万元，专项用于设备更新。
三、安全
开展消防演练。
"""
NEW = """\
一、概况
全市在校生1800人，办学条件不断改善，各校根据自身特点加强管理。
二、经费保障
今年经费投入达600万元，用于设备。
三、服务
开展志愿活动。
四、安全
开展消防演练。
"""
PLAIN = {"measure": "level", "bound": "exact", "scope": "all", "entity": "", "ownership": "all", "sector": "", "status": "actual",
         "period": "", "base": "", "value_high": "", "raw": "", "check": ""}


def release(year: str, text: str, facts: list[tuple[str, str, str, str]]) -> Delivery:
    """A delivery with one report. A fact: indicator, value, unit, rule; the quote is the line with the value."""
    name = f"甲市-中职-{year}"
    lines = text.splitlines(keepends=True)
    starts = [sum(map(len, lines[:i])) for i in range(len(lines))]
    heads = [i for i, line in enumerate(lines) if line[1] == "、"]
    ends = [starts[i] for i in heads[1:]] + [len(text)]
    sections = [{"report_id": name, "section": str(n), "parent": "", "depth": "1", "marker": lines[i][:2], "title": lines[i][2:].strip(),
                 "kind": "body", "char_start": str(starts[i]), "char_end": str(end)}
                for n, (i, end) in enumerate(zip(heads, ends, strict=True), 1)]
    rows = [{**PLAIN, "report_id": name, "year": year, "fact_id": f"f{i}", "indicator": code, "value": value, "unit": unit, "rule": rule,
             "section": "1", "raw": value, "quote": next(line.strip() for line in lines if value in line or value[:1] in line)}
            for i, (code, value, unit, rule) in enumerate(facts)]
    report = {"report_id": name, "year": year, "issuer": "甲市", "sector": "中职"}
    return Delivery({year: {"reports": [report], "sections": sections, "indicators": rows}}, {year: {name: text}})


FIRST = release("2023", OLD, [("s.n", "1000", "人", "students"), ("f.in", "5000000", "元", "money")])
SECOND = release("2024", NEW, [("s.n", "1800", "人", "students")])


def test_figures_rules_and_sections() -> None:
    found, = compare(FIRST, SECOND, YearRules())
    assert (found.old, found.new) == ("甲市-中职-2023", "甲市-中职-2024")
    assert [(d.kind, d.indicator, d.old, d.new) for d in found.figures] == [
        ("outlier", "s.n", "1000", "1800"), ("dropped", "f.in", "5000000", "")]
    rule, = found.rules
    assert (rule.rule, rule.facts, rule.closest_section) == ("money", 1, "2") and rule.closest.startswith("今年经费投入达600万元")
    assert {(s.kind, s.old_title, s.new_title) for s in found.sections} == {
        ("renamed", "经费", "经费保障"), ("moved", "安全", "安全"), ("new", "", "服务")}


def test_carried_over_text_is_told_by_section_whatever_the_figures() -> None:
    old, new = OLD.replace("1000", "1000" + "，各校认真做好资助工作" * 8), NEW.replace("1800", "1800" + "，各校认真做好资助工作" * 8)
    found, = compare(release("2023", old, []), release("2024", new, []), YearRules())
    assert {b.section: b.carried for b in found.boilerplate}["1"] == 1.0
    assert 0.5 < found.carried < 1


def test_a_rule_without_any_like_sentence() -> None:
    found, = compare(FIRST, release("2024", "一、概况\n天气晴好。\n", []), YearRules())
    assert [(rule.closest, rule.closest_section) for rule in found.rules] == [("", ""), ("", "")]


def test_releases_without_a_common_issuer() -> None:
    with pytest.raises(DeliveryError, match="no report of the new release"):
        compare(SECOND, FIRST, YearRules())


@pytest.fixture
def delivered(tmp_path: Path) -> Path:
    both = Delivery({**FIRST.years, **SECOND.years}, {**FIRST.texts, **SECOND.texts})
    write_delivery(tmp_path / "output", both)
    return tmp_path / "output"


def test_years_of_one_delivery(delivered: Path) -> None:
    assert list(load_release(delivered / "2023").years) == ["2023"]
    result = CliRunner().invoke(command, [str(delivered / "2023"), str(delivered / "2024"), "--json"], catch_exceptions=False)
    comparison, = json.loads(result.output)
    assert comparison["new"] == "甲市-中职-2024" and comparison["rules"][0]["rule"] == "money"
    same = CliRunner().invoke(command, [str(delivered), str(delivered)], catch_exceptions=False)
    for words in ("changed beyond the usual: 1", "Rules that fell silent: 1", "renamed", "Text carried over"):
        assert words in same.output


def test_a_folder_that_is_no_delivery(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="no delivery here"):
        load_release(tmp_path)


def test_annotated_reports(shared: Path) -> None:
    releases = []
    for name in ("xuchang-2024", "xuchang-2025"):
        report = gold_report(shared, name)
        tables = report_rows(report, {}, "v")
        releases.append(Delivery({report.identity.year: tables}, {report.identity.year: {report.identity.report_id: report.text.text}}))
    found, = compare(releases[0], releases[1], YearRules())
    kinds = {(drift.kind, drift.indicator) for drift in found.figures}
    assert {("dropped", "students.graduates"), ("new", "programs.count"), ("unchanged", "training.social")} <= kinds
    assert ("renamed", "强化专业人才培养", "注重专业产业匹配") in {(s.kind, s.old_title, s.new_title) for s in found.sections}
    carried = {b.section: b.carried for b in found.boilerplate}
    assert carried["3.1.1"] > 0.95 and carried["4.1"] < 0.1 and 0.25 < found.carried < 0.5
