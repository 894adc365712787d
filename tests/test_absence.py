"""Absence: reported, not reported, or read past."""

from __future__ import annotations

from array import array
from decimal import Decimal

import pytest
import regex

from gold_reports import find_numbers
from reportparse.absence import absence_rows, absences
from reportparse.document import Document
from reportparse.model import Claim, Evidence, Fact, Identity, Indicator, LedgerEntry, Report, Section, Sections, Text

TERMS = {code: regex.compile(pattern) for code, pattern in {
    "students.graduates": "毕业生", "satisfaction.graduates": "毕业生满意度", "students.enrolled": "在校生", "graduates.placed": "就业率",
}.items()}
UNITS = {"students.graduates": "人", "satisfaction.graduates": "%", "students.enrolled": "人", "graduates.placed": "人"}


def report(text: str, *records: Indicator, states: dict[str, str] | None = None) -> Report:
    facts = tuple(Fact(f"f-{i}", Claim("r", record, Evidence(0, 1, 0, 1)), "1", None) for i, record in enumerate(records))
    printed = [(text[n.start : n.end], n) for n in find_numbers(text)]
    ledger = tuple(
        LedgerEntry(word, n.value, n.unit, n.start, n.end, (states or {}).get(word, "residual"))  # type: ignore[arg-type]
        for word, n in printed)
    return Report(Document("a.txt", "txt", "", ()), Text(text, array("i", [0]) * len(text), array("i", range(len(text)))),
                  Sections((Section("1", "", 1, "", "", "body", 0, len(text), 0, 0, 0),)),
                  Identity("甲市-中职-2024", "2024", "甲市", "", "city", "中职", "", ""), (), facts, ledger)


def fact(**changes: str) -> Indicator:
    return Indicator("students.graduates", "level", Decimal(1), "人", **changes)  # type: ignore[arg-type]


def state(made: Report, code: str = "students.graduates") -> tuple[str, str]:
    row, = [row for row in absences(made, tuple(TERMS), TERMS, UNITS) if row.indicator == code]
    return row.state, row.note


@pytest.mark.parametrize(("made", "expected"), [
    (report("", fact()), ("reported", "")),
    (report("", fact(scope="municipal")), ("reported", "")),
    (report("", fact(scope="school", entity="甲校")), ("reported", "only of parts: school")),
    (report("", fact(status="target")), ("reported", "only as target")),
    (report("全省毕业生9000人。", fact(scope="province", entity="乙省"), states={"9000": "indicator"}),
     ("not_reported", "only of other units")),
    (report("各校重视安全。"), ("not_reported", "")),
    (report("指导毕业生就业创业。"), ("not_reported", "mentioned without a figure")),
    (report("全市毕业生达9000人。"), ("unread", "全市毕业生达9000人。")),
    (report("全市毕业生达9000人。", states={"9000": "other"}), ("not_reported", "mentioned without a figure")),
    (report("指导毕业生就业。会议开了9000人的规模。"), ("not_reported", "mentioned without a figure")),
    (report("毕业生满意度95%。"), ("not_reported", "mentioned without a figure")),
    (report("毕业生多，在校生9000人。"), ("not_reported", "mentioned without a figure")),
    (report("每位毕业生至少获得2个证书。"), ("not_reported", "mentioned without a figure")),
])
def test_states(made: Report, expected: tuple[str, str]) -> None:
    assert state(made) == expected


def test_the_nearest_term_has_the_number() -> None:
    made = report("毕业生多，在校生9000人。")
    assert state(made, "students.enrolled")[0] == "unread"


def test_the_longer_term_has_the_number() -> None:
    assert state(report("毕业生满意度95%。"), "satisfaction.graduates")[0] == "unread"


def test_people_have_shares_and_things_have_none() -> None:
    assert state(report("就业率为96%。"), "graduates.placed")[0] == "unread"


def test_rows_have_every_code_of_every_report_and_point_at_the_evidence() -> None:
    made = report("全市毕业生达9000人。", fact(status="planned"))
    rows = absence_rows(absences(made, tuple(TERMS), TERMS, UNITS), {"students.enrolled": "在校生数"})
    assert [row["indicator"] for row in rows] == list(TERMS)
    assert rows[0]["evidence"] == "f-0" and rows[2]["label"] == "在校生数"
    unread = absence_rows(absences(report("全市毕业生达9000人。"), tuple(TERMS), TERMS, UNITS), {})[0]
    assert unread["evidence"].startswith("n-") and unread["state"] == "unread"
