"""Checks of figures and texts: cases as data, properties of the arithmetic, and the annotated reports."""

from __future__ import annotations

from array import array
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gold_reports import find_numbers, gold_report, tables_of
from reportparse.checks import Figure, check_report, check_years, marked, summary, with_subject
from reportparse.checks.chains import bracket_findings, chain_findings
from reportparse.checks.figures import period_year, precision_of
from reportparse.checks.intervals import Interval, around, compare_quotient, compare_sum, point, total
from reportparse.checks.lists import list_findings
from reportparse.checks.plausible import order_findings, range_findings, single_findings
from reportparse.checks.shares import ratio_findings, share_findings
from reportparse.checks.sums import partition_findings, sum_findings
from reportparse.checks.tables import contents_findings, roster_findings, total_findings
from reportparse.checks.years import change_findings, year_findings
from reportparse.corrections.apply import State
from reportparse.corrections.files import ACTIONS
from reportparse.document import Document
from reportparse.errors import RuleError
from reportparse.model import (
    Claim,
    Evidence,
    Fact,
    Finding,
    Identity,
    Indicator,
    Report,
    School,
    Section,
    Sections,
    Text,
)
from reportparse.rulebook.trust import Checks, RosterRule, TotalsRule, YearRules, load_checks

ROOT = Path(__file__).resolve().parent.parent
CASES = Path(__file__).parent / "cases" / "checks"
PACK = ROOT / "rules" / "vocational" / "checks.yaml"


def cases(name: str) -> list[dict[str, Any]]:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def figure(line: str, at: int = 0, year: str = "2024") -> Figure:
    """`students.enrolled 300 人 scope=municipal` as a figure of a report of `year`."""
    indicator, value, unit, *pairs = line.split()
    given_ = dict(pair.split("=", 1) for pair in pairs)
    number, raw = Decimal(value), given_.get("raw", value)
    high = given_.get("high")
    return Figure(
        f"甲市-中职-{year}", year, "甲市", "中职", f"f{at}", indicator, given_.get("measure", "level"), number,
        Decimal(high) if high else None, precision_of(raw, number), unit, given_.get("bound", "exact"), given_.get("scope", "all"),
        given_.get("entity", ""), given_.get("ownership", "all"), given_.get("sector", ""), given_.get("status", "actual"),
        given_.get("period", ""), given_.get("base", ""), given_.get("raw", ""), given_.get("section", "1"), at * 100, at * 100 + 5)


def report(text: str, facts: tuple[Fact, ...] = (), sections: Sections | None = None, contents: tuple[tuple[int, int], ...] = ()) -> Report:
    whole = Sections((Section("1", "", 1, "一、", "", "body", 0, len(text), 0, 0, 0),))
    clean = Text(text, array("i", [0]) * len(text), array("i", range(len(text))), tables_of(text), contents=contents)
    identity = Identity("甲市-中职-2024", "2024", "甲市", "", "city", "中职", "", "")
    return Report(Document("a.txt", "txt", "0", ()), clean, sections or whole, identity, find_numbers(text), facts, ())


def told(finding: Finding) -> str:
    return f"{finding.result} {finding.kind} {finding.expression} {finding.message}"


@pytest.mark.parametrize("case", cases("figures.yaml"), ids=lambda case: case["name"])
def test_figures(case: dict[str, Any]) -> None:
    rules = msgspec.convert(case["rules"], Checks)
    figures = [figure(line, i) for i, line in enumerate(case["figures"])]
    found = [*sum_findings(figures, rules.sums), *partition_findings(figures, rules.partitions),
             *ratio_findings(figures, rules.ratios), *order_findings(figures, rules.orders), *range_findings(figures, rules.ranges),
             *change_findings(figures)]
    found += share_findings(figures, rules.shares) if rules.shares else []
    found += single_findings(figures, rules.single) if rules.single else []
    assert len(found) == len(case["findings"]), [told(f) for f in found]
    for finding, expected in zip(found, case["findings"], strict=True):
        result, kind, piece = expected.split(" ", 2)
        assert (finding.result, finding.kind) == (result, kind), told(finding)
        assert piece in finding.expression or piece in finding.message, told(finding)
        assert set(finding.evidence) <= {f.fact_id for f in figures}


@pytest.mark.parametrize("case", cases("texts.yaml"), ids=lambda case: case["text"])
def test_texts(case: dict[str, Any]) -> None:
    rules = load_checks(PACK)
    made = report(case["text"])
    assert rules.lists is not None and rules.chains is not None
    found = [*list_findings(made, rules.lists), *chain_findings(made, rules.chains), *bracket_findings(made)]
    assert [f"{f.result} {f.expected} {f.actual}" for f in found] == case["findings"], [told(f) for f in found]


# ------------------------------------------------------------------------------------------------------ tables, roster, contents

TOTALS = TotalsRule(rows=("合计",), unless=("率",))
TABLE = "地区\t学校\t率\n甲县\t{a}\t90.1\n乙县\t5\t91.5\n其中：丙镇\t1\t90\n合计\t12\t90.9\n"


@pytest.mark.parametrize(("cell", "result"), [("7", "pass"), ("8", "fail"), ("—", "fail"), ("约7", None)])
def test_total_rows(cell: str, result: str | None) -> None:
    found = list(total_findings(report(TABLE.format(a=cell)), TOTALS))
    assert [f.result for f in found] == ([result] if result else [])
    if result == "fail":
        assert "12 is printed" in found[0].message


def test_an_abridged_table_has_no_total_to_check() -> None:
    text = "地区\t学校\t人数\n甲县\t7\t70\n乙县\t5\t50\n合计\t90\t900\n"
    assert not list(total_findings(report(text), TOTALS))
    assert [f.result for f in total_findings(report(text.replace("90\t900", "90\t120")), TOTALS)] == ["fail", "pass"]


def school(name: str, administration: str, ownership: str) -> Fact:
    record = School(1, name, name, name, administration, ownership, "", "")
    return Fact(f"s-{name}", Claim("t", record, Evidence(0, 1, 0, 1)), "1", None)


def test_roster_against_the_stated_numbers() -> None:
    facts = (school("甲校", "city", "public"), school("乙校", "city", "private"), school("丙校", "county", "public"))
    figures = [figure("schools.count 3 所", 0), figure("schools.count 1 所 scope=municipal ownership=public", 1),
               figure("schools.count 2 所 scope=county ownership=public", 2), figure("schools.count 400 所 scope=province entity=乙省", 3)]
    rule = RosterRule(indicator="schools.count", administrations={"city": "municipal", "county": "county"})
    found = {f.expression: f for f in roster_findings(report("", facts), figures, rule)}
    assert {name: f.result for name, f in found.items()} == {
        "rows of the roster = schools.count": "pass",
        "rows of the roster [municipal,public] = schools.count[municipal,public]": "pass",
        "rows of the roster [county,public] = schools.count[county,public]": "fail",
    }
    assert "s-甲校" in found["rows of the roster = schools.count"].evidence


def test_a_roster_of_one_part_of_the_schools() -> None:
    facts = (school("甲校", "", "public"), school("乙校", "", "private"))
    figures = [figure("schools.count 21 所", 0), figure("schools.count 2 所 scope=municipal", 1),
               figure("schools.count 19 所 scope=county", 2)]
    rule = RosterRule(indicator="schools.count", administrations={"city": "municipal", "county": "county"})
    found = list(roster_findings(report("", facts), figures, rule))
    assert [(f.expression, f.result) for f in found] == [("rows of the roster [municipal] = schools.count[municipal]", "pass")]


def test_no_roster_no_finding() -> None:
    assert not list(roster_findings(report(""), [figure("schools.count 3 所")], RosterRule(indicator="schools.count")))


def sections(*headings: tuple[str, str, str]) -> Sections:
    return Sections(tuple(Section(path, path.rpartition(".")[0], path.count(".") + 1, marker, title, "body", i, i + 1, i, i, i)
                          for i, (path, marker, title) in enumerate(headings)))


def test_contents_against_headings() -> None:
    text = "目 录\n一、学校概况……3\n（一）专业建设 (5)\n二、教 学....9\n"
    tree = sections(("1", "一、", "学校概况"), ("1.1", "（一）", "专业建设"), ("2", "二、", "教学"))
    good = list(contents_findings(report(text, sections=tree, contents=((0, len(text)),))))
    assert [f.result for f in good] == ["pass"]
    tree = sections(("1", "一、", "学校概况"), ("2", "二、", "教学"))
    bad = list(contents_findings(report(text, sections=tree, contents=((0, len(text)),))))
    assert [f.result for f in bad] == ["fail"] and "（一）专业建设" in bad[0].message


def test_a_heading_that_leaves_out_a_number() -> None:
    tree = sections(("1", "一、", "甲"), ("1.1", "1.", "乙"), ("1.2", "2.", "丙"), ("3", "三、", "丁"))
    found = list(contents_findings(report("", sections=tree)))
    assert [f.result for f in found] == ["fail"] and "2 is missing" in found[0].message


# ---------------------------------------------------------------------------------------------------------------------- years


def years(earlier: list[str], later: list[str], rules: YearRules | None = None) -> list[Finding]:
    old = [figure(line, i, "2023") for i, line in enumerate(earlier)]
    new = [figure(line, 100 + i, "2024") for i, line in enumerate(later)]
    return list(year_findings({"甲市-中职-2023": old, "甲市-中职-2024": new}, rules or YearRules()).get("甲市-中职-2024", ()))


@pytest.mark.parametrize(("earlier", "later", "result", "piece"), [
    (["s.n 31206 人"], ["s.n 31260 人 period=2023"], "fail", "restated"),
    (["s.n 31206 人"], ["s.n 31206 人 period=2023"], "pass", "31206 in the 2023 report"),
    (["s.n 31206 人"], ["s.n 31000 人 raw=3.10万人 period=2023"], "fail", "restated"),
    (["s.n 31046 人"], ["s.n 31000 人 raw=3.10万人 period=2023"], "pass", "2023"),
    (["g.p 97.4 % measure=share"], ["g.p 97.9 % measure=share", "g.p 0.5 个百分点 measure=change base=2023"], "pass", "97.9 - 97.4 = 0.5"),
    (["a.n 412 人"], ["a.n 586 人", "a.n 42.2 % measure=growth base=2023"], "pass", "42.233 % more, as printed (with the 2023 value"),
    (["a.n 412 人"], ["a.n 586 人", "a.n 52.2 % measure=growth base=2023"], "fail", "52.2 % is printed"),
    (["f.n 42750000 元"], ["f.n 51000000 元", "f.n 8250000 元 measure=change base=2023"], "pass", "= 8250000"),
])
def test_two_years(earlier: list[str], later: list[str], result: str, piece: str) -> None:
    found = years(earlier, later)
    assert [f.result for f in found] == [result]
    assert piece in found[0].message


def test_a_change_is_held_against_the_base_that_its_own_report_prints() -> None:
    found = years(["s.n 31206 人"], ["s.n 31260 人 period=2023", "s.n 31890 人", "s.n 630 人 measure=change base=2023"])
    assert [(f.result, "restated" in f.message) for f in found] == [("fail", True)]


@pytest.mark.parametrize(("earlier", "later"), [
    (["s.n 100 人"], ["s.n 100 人次 period=2023"]),
    (["s.n 100 人"], ["s.n 120 人 period=2023 status=target"]),
    (["s.n 100 人 scope=county"], ["s.n 120 人 period=2023"]),
    (["s.p 57.9 % measure=share base=t.special"], ["s.p 45.2 % measure=share base=t.all period=2023"]),
])
def test_other_populations_are_not_compared(earlier: list[str], later: list[str]) -> None:
    assert years(earlier, later) == []


def test_carried_over_figures() -> None:
    rules = YearRules(carried=("training.*",), carried_from=100)
    line = "training.social 500 人次 bound=over raw=500余人次"
    assert [f.result for f in years([line], [line], rules)] == ["fail"]
    assert years([line], ["training.social 500 人次"], rules) == []
    assert years(["training.social 50 人次"], ["training.social 50 人次"], rules) == []
    assert years(["schools.count 120 所"], ["schools.count 120 所"], rules) == []


# ------------------------------------------------------------------------------------------------------------------ arithmetic

numbers = st.decimals(min_value=0, max_value=10**7, places=3)


@given(numbers, numbers, numbers, numbers)
def test_sums_and_differences_of_intervals_hold_those_of_their_values(a: Decimal, b: Decimal, c: Decimal, d: Decimal) -> None:
    first, second = Interval(min(a, b), max(a, b)), Interval(min(c, d), max(c, d))
    for x in (first.low, first.high):
        for y in (second.low, second.high):
            assert (first + second).holds(x + y)
            assert (first - second).holds(x - y)
            if y > 0 and second.low > 0:
                assert (first / second).holds(x / y)


@given(numbers, st.integers(0, 3))
def test_a_value_lies_around_its_rounding(value: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    assert around(value.quantize(step, ROUND_HALF_UP), step).holds(value)


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_a_share_is_known_by_how_it_was_made(part: int, whole: int, places: int) -> None:
    exact = Decimal(part) / Decimal(whole) * 100
    step = Decimal(1).scaleb(-places)

    def result(printed: Decimal) -> str:
        return compare_quotient(printed, step, around(printed, step), exact, point(exact))

    assert result(exact.quantize(step, ROUND_HALF_UP)) == "pass"
    assert result(exact.quantize(step, ROUND_DOWN)) in {"pass", "truncated"}
    assert result(exact.quantize(step, ROUND_DOWN) + 2 * step) == "fail"
    assert result(exact.quantize(step, ROUND_DOWN) - 2 * step) == "fail"


@given(st.lists(st.integers(0, 10**5), min_size=2, max_size=6), st.sampled_from([1, 100, 1000, 10000]))
def test_a_sum_is_known_by_how_its_whole_was_rounded(parts: list[int], step: int) -> None:
    exact, size = Decimal(sum(parts)), Decimal(step)
    possible = total([point(Decimal(part)) for part in parts])

    def result(printed: Decimal) -> str:
        reach = point(printed) if step == 1 else around(printed, size)
        return compare_sum(printed, size, reach, exact, possible)

    rounded = (exact / size).quantize(Decimal(1), ROUND_HALF_UP) * size
    cut = (exact / size).quantize(Decimal(1), ROUND_DOWN) * size
    assert result(rounded) == ("pass" if rounded == exact else "rounded")
    assert result(cut) in {"pass", "rounded", "truncated"}
    assert result(rounded + 2 * size) == "fail"


@given(st.integers(1, 10**6), st.integers(0, 3), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_precision_is_one_unit_of_the_last_printed_digit(digits: int, places: int, scale: tuple[str, int]) -> None:
    printed = Decimal(digits).scaleb(-places)
    raw = f"{printed:f}{scale[0]}人"
    assert precision_of(raw, printed * scale[1]) == Decimal(1).scaleb(-places) * scale[1]


@pytest.mark.parametrize(("raw", "value", "step"), [
    ("2.25万人次", "22500", "100"), ("１２万人", "120000", "10000"), ("45,210人", "45210", "1"), ("18 600人次", "18600", "1"),
    ("1:14.2", "14.2", "0.1"), ("八成", "80", "10"), ("十二所", "12", "1"), ("6,120", "61200000", "10000"), ("４６:５４", "46", "1"),
    ("0.3", "-0.3", "0.1"),
])
def test_precision_of_print(raw: str, value: str, step: str) -> None:
    assert precision_of(raw, Decimal(value)) == Decimal(step)


@pytest.mark.parametrize(("line", "low", "high"), [
    ("t.x 500 人次 bound=over raw=500余人次", "500", "600"), ("t.x 500 人次 bound=over raw=500人次", "500", "Infinity"),
    ("t.x 3000 人 bound=under", "2000", "3000"), ("t.x 32000 人 raw=3.2万人 bound=about", "31500", "32500"),
    ("t.x 22500 人 raw=2.25万人", "22450", "22550"), ("t.x 12 所", "12", "12"), ("t.x 9678 元", "9677.5", "9678.5"),
    ("t.x 3500 元 high=5000 bound=range", "3500", "5000"),
])
def test_what_a_print_can_stand_for(line: str, low: str, high: str) -> None:
    assert figure(line).reach == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(("period", "year"), [
    ("", "2024"), ("2024-autumn", "2024"), ("2023-12", "2023"), ("2023/2024", "2024"), ("2024/2025", "2024"), ("2021/2022", "2021"),
    ("2021..2024", "2021..2024"),
])
def test_year_of_a_period(period: str, year: str) -> None:
    assert period_year(period, "2024") == year


# ------------------------------------------------------------------------------------------------------------- rules, summary


def test_the_packs_checks_name_known_indicators() -> None:
    codes = frozenset(line.split(",")[0] for line in (PACK.parent / "codebook.csv").read_text(encoding="utf-8").splitlines()[1:])
    checks = load_checks(PACK, codes)
    assert checks.sums and checks.shares and checks.lists and checks.ranges


def test_the_page_on_checks_names_every_kind_part_state_and_action() -> None:
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    kinds = get_args(get_type_hints(Finding)["kind"])
    words = (*kinds, *Checks.__struct_fields__, *get_args(State), *ACTIONS)
    assert [word for word in words if f"`{word}`" not in page and f"`{word}." not in page] == []


@pytest.mark.parametrize(("content", "line", "what"), [
    ("sums:\n  - id: a\n    parts: [[x]]\n    hole: [y]\n", 4, "unknown field"),
    ("partitions:\n  - indicators: [nothing.*]\n", 2, "fits no code"),
    ("ranges:\n  - indicators: [schools.count]\n    source: x\n", 2, "without limits"),
    ("lists:\n  measures: [个]\n  unless: ['(']\n", 3, "not a valid pattern"),
    ("ratios:\n  - {id: a, indicator: schools.count, numerator: schools.count, denominator: schools.count, units: {亩: x}}\n", 2,
     "no factor"),
    ("sums:\n  - {id: a, parts: [[schools.count]]}\n  - {id: a, parts: [[schools.count]]}\n", 3, "stands twice"),
])
def test_faults_in_the_rules_are_named_with_their_line(tmp_path: Path, content: str, line: int, what: str) -> None:
    path = tmp_path / "checks.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=what) as error:
        load_checks(path, frozenset({"schools.count"}))
    assert f"checks.yaml:{line}" in error.value.where


def test_a_joint_report_is_not_contradicted_where_the_sector_is_open() -> None:
    record = Indicator("students.enrolled", "level", Decimal(100), "人", raw="100人")
    open_ = [Fact(f"f{i}", Claim("r", replace(record, value=value), Evidence(i * 50, i * 50 + 4, 0, 1)), "1", None)
             for i, value in enumerate((Decimal(100), Decimal(120)))]
    stated = [replace(f, claim=replace(f.claim, record=replace(f.claim.record, sector="secondary"))) for f in open_]  # type: ignore[type-var]
    for sector, facts, failed in (("职教", open_, 0), ("职教", stated, 1), ("中职", open_, 1)):
        made = report("", tuple(facts))
        made = replace(made, identity=replace(made.identity, sector=sector))  # type: ignore[arg-type]
        assert [f.result for f in check_report(made, load_checks(PACK)) if f.kind == "consistency"] == ["fail"] * failed


def test_summary_and_marks() -> None:
    text = "甲、乙"
    facts = tuple(Fact(name, Claim("t", School(1, "", "", "", "", "", "", ""), Evidence(0, 1, 0, 1)), "1", None) for name in "abc")
    found = [
        Finding("sum", "e1", "1", "1", "pass", ("a",), ""), Finding("share", "e2", "1", "2", "fail", ("a", "b"), "wrong"),
        Finding("share", "e3", "1", "2", "truncated", ("c",), ""), Finding("range", "e4", "1", "2", "fail", ("c",), ""),
    ]
    made = marked(report(text, facts), found)
    assert {fact.fact_id: fact.check for fact in made.facts} == {"a": "fail", "b": "fail", "c": "fail"}
    counted = summary(made.findings)
    assert counted.line() == "3 identities checked: 1 passed, 1 truncated, 1 failed; 1 of 1 values out of range"
    assert [f.message for f in counted.failed] == ["wrong"]
    assert marked(made, found).findings == made.findings


# ---------------------------------------------------------------------------------------------------------- annotated reports

FAILED = {
    "xuchang-2024": {
        "graduates.further_study + graduates.employed = students.graduates": "92 short of the printed 12856",
        "`7个`": "6 named",
    },
    "xuchang-2025": {}, "D1-changzhi-2023": {}, "D2-changzhi-2024": {},
    "D3-jian-2022": {"江西庐陵电子工业学校": "19 short of the printed 968", "`4个`": "3 named", "section before 9": "8 is missing"},
    "D4-guizhou-2024": {}, "D5-suzhou-bianhe-2024": {"students.fitness_pass": "93.4"}, "D6-zhanghe-2023": {},
}


@pytest.mark.parametrize("name", FAILED)
def test_annotated_reports_fail_only_where_they_are_wrong(shared: Path, name: str) -> None:
    found = check_report(gold_report(shared, name), load_checks(PACK))
    failed = {f.expression: f.message for f in found if f.result == "fail"}
    assert len(failed) == len(FAILED[name]), failed
    for piece, message in FAILED[name].items():
        assert any(piece in expression and message in text for expression, text in failed.items()), failed


CLOSING = {
    "xuchang-2024": ["17996 + 16709 = 34705", "3 + 3 + 5 + 1 = 12", "491 + 1833 + 3047 = 5371", "12 + 3 = 15", "57.5062 %, printed 57.5",
                     "12 schools listed"],
    "xuchang-2025": ["20128 + 16544 = 36672", "23 + 7 = 30", "3 + 3 + 5 + 1 = 12", "6 + 6 + 6 = 18", "“1+5”: 1 leading, 5 joining",
                     "“2+7”: 2 leading, 7 joining", "`六门课程", "12 schools listed"],
    "D1-changzhi-2023": ["17342 + 13864 = 31206", "13120 + 4222 = 17342", "6018 + 3952 = 9970", "412 + 5606 = 6018", "13 schools listed",
                         "9 + 18 + 31 = 58", "23860 / 21000 = 113.619"],
    "D2-changzhi-2024": ["17805 + 14085 = 31890", "31890 - 31260 = 630", "3 + 4 + 7 = 14", "12 schools listed", "142 + 1655 + 1705 = 3502"],
}


@pytest.mark.parametrize("name", CLOSING)
def test_sums_that_close_pass(shared: Path, name: str) -> None:
    messages = [f.message for f in check_report(gold_report(shared, name), load_checks(PACK)) if f.result == "pass"]
    assert [piece for piece in CLOSING[name] if not any(piece in message for message in messages)] == []


def test_the_truncated_share(shared: Path) -> None:
    found = check_report(gold_report(shared, "xuchang-2024"), load_checks(PACK))
    assert ["41.7782 %, printed 41.7" in f.message for f in found if f.result == "truncated"] == [True]


@pytest.mark.parametrize(("older", "newer", "failed"), [
    ("xuchang-2024", "xuchang-2025", ["training.social"]),
    ("D1-changzhi-2023", "D2-changzhi-2024", ["students.enrolled[2023][level]", "training.social"]),
])
def test_what_two_years_say_of_each_other(shared: Path, older: str, newer: str, failed: list[str]) -> None:
    reports = [gold_report(shared, older), gold_report(shared, newer)]
    found = check_years(reports, load_checks(PACK))[reports[1].identity.report_id]
    assert [f.expression.split(" ")[0] for f in found if f.result == "fail"] == failed


# ------------------------------------------------------------------------------------------------------------ wording


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("a.x + a.y = a.whole", "升学 + 就业 = 毕业生: said"),
        ("a.x[share] in 0..100", "升学[share]: said"),
        ("a.x[2023][level] in the 2024 report = in the 2023 report", "升学[2023]: said"),
        ("a.x != a.x[2023]", "升学: said"),
        ("a.x[share] has one value", "升学[share]: said"),
        ("a.unknown <= a.whole[school,甲校]", "a.unknown <= 毕业生[school,甲校]: said"),
        ("column `人数` of the table at 12: rows = 合计", "column `人数`: said"),
        ("items named beside `7个` at 40 = 7", "said"),
        ("entries of the table of contents = headings", "said"),
    ],
)
def test_a_message_begins_with_its_subject(expression: str, told: str) -> None:
    finding = Finding("sum", expression, "1", "2", "fail", (), "said")
    assert with_subject(finding, {"a.x": "升学", "a.y": "就业", "a.whole": "毕业生"}).message == told
