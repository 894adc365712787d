"""The panel: series that never mix, flags, restated values, the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gold_reports import gold_report
from reportparse.cli.panel import panel as command
from reportparse.delivery import Delivery, report_rows, write_delivery
from reportparse.panel import panel_rows, write_workbook
from reportparse.rulebook.trust import YearRules, load_checks

PACK = Path(__file__).resolve().parent.parent / "rules" / "vocational" / "checks.yaml"
PLAIN = {"measure": "level", "bound": "exact", "scope": "all", "entity": "", "ownership": "all", "sector": "", "status": "actual",
         "period": "", "base": "", "value_high": "", "raw": "", "section": "1", "char_start": "", "char_end": ""}

Row = dict[str, str]


def report(year: str, issuer: str = "甲市", sector: str = "中职") -> Row:
    return {"report_id": f"{issuer}-{sector}-{year}", "year": year, "issuer": issuer, "sector": sector}


def fact(line: str, year: str, issuer: str = "甲市", sector: str = "中职") -> Row:
    """`students.enrolled 300 人 scope=municipal` as a row of indicators.csv."""
    indicator, value, unit, *pairs = line.split()
    row = {**PLAIN, **dict(pair.split("=", 1) for pair in pairs)}
    return {**row, "report_id": f"{issuer}-{sector}-{year}", "year": year, "fact_id": f"{year}:{line}", "indicator": indicator,
            "value": value, "unit": unit, "raw": row["raw"] or value}


def panel(old: list[str], new: list[str], rules: YearRules | None = None) -> list[Row]:
    rows = [*(fact(line, "2023") for line in old), *(fact(line, "2024") for line in new)]
    return panel_rows(rows, [report("2023"), report("2024")], {"s.n": "在校生数"}, rules or YearRules())


def flags(rows: list[Row], year: str = "2024") -> list[str]:
    return [row.get("flag", "") for row in rows if row["year"] == year]


def test_two_years_side_by_side() -> None:
    old, new = panel(["s.n 1000 人"], ["s.n 1100 人"])
    assert (old["year"], old["value"], old.get("previous_value", ""), old.get("flag", "")) == ("2023", "1000", "", "")
    assert {name: new[name] for name in ("previous_year", "previous_value", "change", "growth_percent", "flag", "label")} == {
        "previous_year": "2023", "previous_value": "1000", "change": "100", "growth_percent": "10", "flag": "", "label": "在校生数"}


@pytest.mark.parametrize(("old", "new", "flag"), [
    (["s.n 1000 人"], ["s.n 1000 人"], "unchanged"),
    (["s.n 500 人次 bound=over"], ["s.n 500 人次 bound=over"], "unchanged"),
    (["s.n 500 人次 bound=over"], ["s.n 500 人次"], ""),
    (["s.n 1000 人"], ["s.n 1600 人"], "outlier"),
    (["s.n 1000 人"], ["s.n 400 人"], "outlier"),
    (["s.n 4 个"], ["s.n 8 个"], ""),
    (["s.n 50 % measure=share"], ["s.n 65 % measure=share"], "outlier"),
    (["s.n 50 % measure=share"], ["s.n 55 % measure=share"], ""),
    ([], ["s.n 1000 人"], "new"),
    (["s.n 1000 人"], [], "dropped"),
])
def test_flags(old: list[str], new: list[str], flag: str) -> None:
    assert flags(panel(old, new)) == [flag]


def test_the_usual_growth_can_be_set_for_an_indicator() -> None:
    rules = YearRules(growths={"s.*": 5}, growth=50)
    assert flags(panel(["s.n 1000 人"], ["s.n 1100 人"], rules)) == ["outlier"]
    assert flags(panel(["t.n 1000 人"], ["t.n 1100 人"], rules)) == [""]


@pytest.mark.parametrize("other", [
    "s.n 1100 人 status=target", "s.n 1100 人 scope=municipal", "s.n 1100 人 ownership=private", "s.n 1100 人次",
    "s.n 1100 人 sector=higher",
    "s.n 55 % measure=share", "s.n 1100 人 scope=place entity=乙县",
])
def test_what_differs_in_a_dimension_is_never_compared(other: str) -> None:
    rows = panel(["s.n 1000 人"], [other])
    assert all(not row.get("change") for row in rows)
    assert "dropped" in flags(rows)


def test_shares_of_different_denominators_are_two_series_that_point_at_each_other() -> None:
    rows = panel(["s.n 57.9 % measure=share base=t.special"], ["s.n 45.2 % measure=share base=t.all"])
    assert sorted(flags(rows)) == ["dropped", "new"]
    notes = [row["note"] for row in rows if row.get("flag")]
    assert any("another denominator in 2023: 57.9 of t.special" in note for note in notes)
    assert any("another denominator in 2024: 45.2 of t.all" in note for note in notes)


def test_a_change_of_unit_is_noted() -> None:
    assert any("another unit in 2023: 1000 人次" in row["note"] for row in panel(["s.n 1000 人次"], ["s.n 1100 人"]))


def test_targets_are_series_of_their_own_and_never_new_or_dropped() -> None:
    rows = panel(["s.n 1000 人 status=target"], ["s.n 1200 人 status=actual", "s.n 1100 人 status=target"])
    target, = [row for row in rows if row["status"] == "target" and row["year"] == "2024"]
    assert (target["previous_value"], target["change"]) == ("1000", "100")
    assert flags(panel(["s.n 1000 人 status=target"], [])) == []


def test_a_restated_value_stands_beside_the_first_one() -> None:
    rows = panel(["s.n 31206 人"], ["s.n 31260 人 period=2023", "s.n 31890 人"])
    assert [(row["year"], row["value"], row.get("restated", "")) for row in rows] == [("2023", "31206", "31260"), ("2024", "31890", "")]
    assert rows[0]["note"] == "the 2024 report gives 31260" and rows[1]["previous_value"] == "31206"


def test_a_value_of_a_year_without_a_report_comes_from_the_later_report() -> None:
    rows = panel_rows([fact("s.n 90 人 period=2023", "2024"), fact("s.n 100 人", "2024")], [report("2024")], {}, YearRules())
    assert [(row["year"], row["value"], row["note"]) for row in rows] == [
        ("2023", "90", "printed in the 2024 report"), ("2024", "100", "")]
    assert rows[1]["previous_value"] == "90"


def test_figures_that_cannot_be_told_apart_are_listed_and_not_compared() -> None:
    rows = panel(["e.n 10 期"], ["e.n 12 期", "e.n 40 期", "e.n 40 期"])
    assert [(row["value"], row.get("change", ""), row["note"]) for row in rows if row["year"] == "2024"] == [
        ("12", "", "one of 2 figures of the year"), ("40", "", "one of 2 figures of the year")]


def test_a_sum_over_years_is_a_series_of_its_own() -> None:
    rows = panel(["s.n 1000 人"], ["s.n 1100 人", "s.n 5000 人 period=2021..2024"])
    assert [(row["value"], row["note"]) for row in rows if "2021" in row["note"]] == [("5000", "for the years 2021..2024")]
    assert [row["change"] for row in rows if row.get("change")] == ["100"]


def test_issuers_and_sectors_do_not_mix() -> None:
    rows = panel_rows([fact("s.n 1000 人", "2023"), fact("s.n 10 人", "2024", "乙市"), fact("s.n 20 人", "2024", "甲市", "高职")],
                      [report("2023"), report("2024", "乙市"), report("2024", "甲市", "高职")], {}, YearRules())
    assert all("change" not in row and not row.get("flag") for row in rows)


def test_entities_are_compared_by_their_harmonised_name() -> None:
    rows = panel_rows(
        [fact("s.n 100 人 scope=school entity=乙县职业中学", "2023"), fact("s.n 110 人 scope=school entity=乙县职教中心", "2024")],
        [report("2023"), report("2024")], {}, YearRules(), lambda name, issuer: "乙县职教中心")
    assert [(row["entity"], row.get("change", "")) for row in rows] == [("乙县职教中心", ""), ("乙县职教中心", "10")]


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_change_and_growth_are_those_of_the_values(old: int, new: int) -> None:
    row = panel([f"s.n {old} 人"], [f"s.n {new} 人"])[-1]
    assert int(row["change"]) == new - old
    assert abs(float(row["growth_percent"]) - (new / old - 1) * 100) <= 0.0051
    assert row["flag"] == "unchanged" if new == old else row["flag"] in {"", "outlier"}


def test_the_workbook_has_a_sheet_for_each_issuer(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    write_workbook(panel(["s.n 1000 人"], ["s.n 1100 人", "s.n 9 人 status=target"]), tmp_path / "panel.xlsx")
    book = openpyxl.load_workbook(tmp_path / "panel.xlsx")
    assert book.sheetnames == ["panel", "甲市"]
    rows = list(book["甲市"].iter_rows(values_only=True))
    assert rows[0][-2:] == ("2023", "2024") and rows[1][-2:] == (1000, 1100) and len(rows) == 2


def test_a_workbook_without_rows(tmp_path: Path) -> None:
    pytest.importorskip("openpyxl")
    write_workbook([], tmp_path / "panel.xlsx")
    assert (tmp_path / "panel.xlsx").exists()


@pytest.mark.parametrize(("names", "expected"), [
    (("xuchang-2024", "xuchang-2025"),
     {("training.social", "unchanged"), ("students.graduates", "dropped"), ("programs.count", "new"), ("schools.count", "unchanged")}),
    (("D1-changzhi-2023", "D2-changzhi-2024"),
     {("training.social", "unchanged"), ("staff.double_qualified", "outlier"), ("students.retention", "dropped"),
      ("textbooks.planned", "new")}),
])
def test_annotated_reports_side_by_side(shared: Path, names: tuple[str, str], expected: set[tuple[str, str]]) -> None:
    tables = [report_rows(gold_report(shared, name), {}, "v") for name in names]
    rows = panel_rows([r for t in tables for r in t["indicators"]], [r for t in tables for r in t["reports"]], {}, load_checks(PACK).years)
    assert expected <= {(row["indicator"], row.get("flag", "")) for row in rows}
    enrolled = [row for row in rows if row["indicator"] == "students.enrolled" and row["scope"] == "all" and row["status"] == "actual"
                and row["measure"] == "level"]
    assert [row.get("restated", "") for row in enrolled] == (["31260", ""] if names[0].startswith("D1") else ["", ""])


def test_command_shows_and_writes(tmp_path: Path) -> None:
    rows = panel(["s.n 1000 人", "t.n 5 人"], ["s.n 1800 人", "t.n 5 人"])
    write_delivery(tmp_path / "output", Delivery({}, {}, {"panel": rows}))
    shown = CliRunner().invoke(command, [str(tmp_path / "output"), "-i", "s.*", "--flag", "outlier"], catch_exceptions=False).output
    assert "1000" in shown and "1800" in shown and "outlier" in shown and "t.n" not in shown
    assert "no such series" in CliRunner().invoke(command, [str(tmp_path / "output"), "--issuer", "乙市"], catch_exceptions=False).output
    pytest.importorskip("openpyxl")
    CliRunner().invoke(command, [str(tmp_path / "output"), "--excel", str(tmp_path / "p.xlsx")], catch_exceptions=False)
    assert (tmp_path / "p.xlsx").exists()
