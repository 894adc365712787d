"""A small settled report with a row for every table of the delivery."""

from __future__ import annotations

from array import array
from decimal import Decimal

from reportparse.document import Box, Document
from reportparse.ids import stable_id
from reportparse.model import (
    Award,
    Cell,
    Claim,
    Evidence,
    Fact,
    Finding,
    Identity,
    Indicator,
    LedgerEntry,
    Loss,
    Policy,
    Recognition,
    Record,
    Report,
    School,
    Section,
    Sections,
    Table,
    TableFact,
    Text,
)

TEXT = """云州市中等职业教育质量年度报告
（2031年度）
一、学校概况
全市共有专任教师420人，在校生约1.25万人。
序号\t学校
1\t云州一职
云州一职获省技能节二等奖，被评为示范校，见《云州方案》。
"""


def make_report(source: str = "a.txt", *, year: str = "2031", issuer: str = "云州市", sha256: str = "0" * 64) -> Report:
    """A report whose facts stand in `TEXT`."""
    report_id = f"{issuer}-中职-{year}"
    table = _table()
    facts = (
        _fact(report_id, "420人", Indicator("staff.teachers", "level", Decimal("420.00"), "人", raw="420人"), (420,)),
        _fact(report_id, "1.25万人", Indicator("students.enrolled", "level", Decimal("1.25E+4"), "人", bound="about"), boxes=2),
        _fact(report_id, "二等奖", Award("云州一职", "school", "省技能节", "second", "二等奖", 1)),
        _fact(report_id, "示范校", Recognition("云州一职", "school", "示范校")),
        _fact(report_id, "1\t云州一职", School(1, "云州一职", "云州一职", "云州一职", "city", "public", "", "=备注")),
        _fact(report_id, "《云州方案》", Policy("云州方案", "", "", "issued")),
        Fact(stable_id("t", report_id, table.start), Claim("tables", TableFact(table, "roster", "own"), _evidence("序号")), "1", None),
    )
    at = TEXT.index("420")
    ledger = (
        LedgerEntry("2031", Decimal(2031), "", TEXT.index("2031"), TEXT.index("2031") + 4, "date", section="0"),
        LedgerEntry("420", Decimal(420), "人", at, at + 3, "indicator", facts[0].fact_id, "1"),
        LedgerEntry("1.25", Decimal(12500), "人", at + 10, at + 14, "indicator", facts[1].fact_id, "1"),
        LedgerEntry("7", None, "", 30, 30, "structure", section="1", removed=True),
        LedgerEntry("7", None, "", 30, 30, "structure", section="1", removed=True),
    )
    lost = Claim("staff.total", Indicator("staff.total", "level", Decimal(420), "人"), _evidence("420人"))
    loss = Loss(lost, "staff.teachers", "less specific")
    finding = Finding("range", "staff.teachers > 0", "> 0", "420", "pass", (facts[0].fact_id,), "staff.teachers is above 0")
    return Report(
        Document(source, "txt", sha256, ()), Text(TEXT, array("i", [0] * len(TEXT)), array("i", range(len(TEXT))), (table,)),
        _sections(), Identity(report_id, year, issuer, "", "city", "中职", "云州市中等职业教育质量年度报告", ""), (), facts, ledger,
        (loss,), "vocational", (finding,),
    )


def _evidence(words: str) -> Evidence:
    start = TEXT.index(words)
    return Evidence(start, start + len(words), start, TEXT.index("\n", start))


def _fact(report_id: str, words: str, record: Record, numbers: tuple[int, ...] = (), boxes: int = 0) -> Fact:
    evidence = _evidence(words)
    claim = Claim(f"rule.{type(record).__name__.lower()}", record, evidence, numbers, cues=("scope=all: 全市",))
    fact_id = stable_id("f", report_id, type(record).__name__, evidence.start)
    return Fact(fact_id, claim, "1", None, tuple(Box(10.123456 + i, 20, 30.5, 40) for i in range(boxes)))


def _sections() -> Sections:
    start, title = TEXT.index("一、"), TEXT.index("学校概况")
    return Sections((
        Section("0", "", 0, "", "", "preface", 0, start, 0, 0, 0),
        Section("1", "", 1, "一、", "学校概况", "body", start, len(TEXT), title, title + 4, title + 5),
    ))


def _table() -> Table:
    start, end = TEXT.index("序号"), TEXT.index("云州一职获")
    rows = tuple(
        tuple(Cell(row, column, text, start, end) for column, text in enumerate(cells))
        for row, cells in enumerate((("序号", "学校"), ("1", "云州一职")))
    )
    return Table(start, end, 1, ("序号", "学校"), rows)
