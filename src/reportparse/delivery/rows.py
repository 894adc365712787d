"""What is known of one report as rows of the delivery's tables, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import TypeVar

from reportparse import __version__
from reportparse.delivery.form import Row, plain
from reportparse.ids import stable_id
from reportparse.model import (
    Award,
    Fact,
    Indicator,
    LedgerEntry,
    Loss,
    Policy,
    Recognition,
    Record,
    Report,
    School,
    TableFact,
)

R = TypeVar("R", bound=Record)

_SENTENCE_END = re.compile(r"[。；！？\n]")
_QUOTE_REACH = 80
"""Characters that a number's quote takes at most on either side."""


FACT_TABLES: dict[str, tuple[type[Record], str]] = {
    "indicators": (Indicator, "fact_id"),
    "awards": (Award, "award_id"),
    "recognitions": (Recognition, "recognition_id"),
    "schools": (School, "school_id"),
    "policies": (Policy, "policy_id"),
    "tables": (TableFact, "table_id"),
}
"""Table of facts -> kind of its records, and its column of ids."""


def report_rows(report: Report, labels: Mapping[str, str], rules_version: str) -> dict[str, list[Row]]:
    """All rows of one report by table name. `labels` gives the Chinese label of an indicator code."""
    tables: dict[str, list[Row]] = {
        "sections": list(_sections(report)),
        "indicators": [
            {**_fact(report, fact, "indicators"), **_evidence(report, fact), "label": labels.get(record.indicator, "")}
            for fact, record in _facts(report, Indicator)
        ],
        "awards": [{**_fact(report, fact, "awards"), **_evidence(report, fact)} for fact, _ in _facts(report, Award)],
        "recognitions": [{**_fact(report, fact, "recognitions"), **_evidence(report, fact)} for fact, _ in _facts(report, Recognition)],
        "schools": [_fact(report, fact, "schools") for fact, _ in _facts(report, School)],
        "policies": [_fact(report, fact, "policies") for fact, _ in _facts(report, Policy)],
        "tables": [_table(report, fact, record) for fact, record in _facts(report, TableFact)],
        "table_cells": [row for fact, record in _facts(report, TableFact) for row in _cells(report, fact, record)],
        "numbers": list(_numbers(report)),
        "checks": list(_checks(report)),
        "losses": list(_losses(report)),
    }
    return {"reports": [_report(report, tables, rules_version)], **tables}


def _facts(report: Report, kind: type[R]) -> Iterator[tuple[Fact, R]]:
    for fact in sorted(report.facts, key=lambda fact: (fact.claim.evidence.start, fact.claim.evidence.end)):
        record = fact.claim.record
        if isinstance(record, kind):
            yield fact, record


def _dated(report: Report) -> dict[str, str]:
    return {"report_id": report.identity.report_id, "year": report.identity.year}


def _whole(number: int | None) -> str:
    return "" if number is None else str(number)


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _span(start: int, end: int) -> dict[str, str]:
    return {"char_start": str(start), "char_end": str(end)}


def _place(fact: Fact) -> dict[str, str]:
    evidence = fact.claim.evidence
    return {"section": fact.section, "page": _whole(fact.page), **_span(evidence.start, evidence.end)}


def _boxes(fact: Fact) -> dict[str, str]:
    corners = [
        [plain(round(Decimal(edge), 2)) for edge in (box.x0, box.y0, box.x1, box.y1)] for box in fact.boxes
    ]
    return {
        **(dict(zip(("x0", "y0", "x1", "y1"), corners[0], strict=True)) if corners else {}),
        "boxes": ";".join(" ".join(box) for box in corners) if len(corners) > 1 else "",
        "confidence": "" if fact.confidence is None else plain(round(Decimal(fact.confidence), 3)),
    }


def _fact(report: Report, fact: Fact, table: str) -> dict[str, str]:
    """What every fact has: its record, id, place, boxes, rule and correction."""
    return {
        **_dated(report),
        FACT_TABLES[table][1]: fact.fact_id,
        **cells_of(fact.claim.record),
        **_place(fact),
        **_boxes(fact),
        "rule": fact.claim.rule,
        "correction": fact.correction,
        "printed": printed_differences(fact),
    }


def _evidence(report: Report, fact: Fact) -> dict[str, str]:
    evidence = fact.claim.evidence
    return {
        "quote": report.text.text[evidence.quote_start : evidence.quote_end],
        "check": fact.check,
        "cues": "; ".join(fact.claim.cues),
    }


def printed_differences(fact: Fact) -> str:
    """What the rules read where a correction changed it: `value=12; unit=人`; empty when nothing was changed."""
    now = cells_of(fact.claim.record)
    return "; ".join(f"{name}={cell}" for name, cell in cells_of(fact.printed).items() if now.get(name) != cell)


def _report(report: Report, tables: Mapping[str, list[Row]], rules_version: str) -> Row:
    identity, document = report.identity, report.document
    paged = [page for page in document.pages if page.number is not None]
    return {
        **_dated(report),
        "issuer": identity.issuer,
        "region_code": identity.region_code,
        "level": identity.level,
        "sector": identity.sector,
        "title": identity.title,
        "issued": identity.issued,
        "source": document.source,
        "sha256": document.sha256,
        "format": document.format,
        "pages": str(len(paged)) if paged else "",
        "ocr_pages": str(sum(page.ocr for page in document.pages)),
        "characters": str(len(report.text.text)),
        **{name: str(len(tables[name])) for name in ("sections", "indicators", "awards", "recognitions", "numbers")},
        "residual_numbers": str(sum(row["state"] == "residual" for row in tables["numbers"])),
        "rules_version": rules_version,
        "version": __version__,
        "pack": report.pack,
        "unread_pages": " ".join(str(page) for page in document.unread_pages),
        "notes": "; ".join(notes_on(report)),
    }


def notes_on(report: Report) -> tuple[str, ...]:
    """What a person should know of the reading of a report, each once: encoding guessed, pages by OCR, no title found."""
    return tuple(dict.fromkeys((*report.document.notes, *report.text.notes, *report.identity.notes)))


def _sections(report: Report) -> Iterator[Row]:
    further: dict[tuple[str, str], int] = {}
    for piece in report.sections.resumed:
        key = (piece.path, piece.kind)
        further[key] = further.get(key, 0) + piece.end - piece.start
    for item in report.sections.items:
        yield {
            "report_id": report.identity.report_id,
            "section": item.path,
            "parent": item.parent,
            "depth": str(item.depth),
            "marker": item.marker,
            "title": item.title,
            "kind": item.kind,
            "page": _whole(report.text.page(item.start)),
            **_span(item.start, item.end),
            "characters": str(item.end - item.start + further.get((item.path, item.kind), 0)),
        }


def _table(report: Report, fact: Fact, record: TableFact) -> Row:
    table = record.table
    return {
        **_dated(report),
        "table_id": fact.fact_id,
        "section": fact.section,
        "page": _whole(table.page),
        "caption": table.caption,
        "rows": str(table.rows),
        "columns": str(table.columns),
        "kind": record.kind,
        "subject": record.subject,
        "excerpt": _truth(record.excerpt),
        "continued": _truth(table.continued),
        **_span(table.start, table.end),
        "rule": fact.claim.rule,
    }


def _cells(report: Report, fact: Fact, record: TableFact) -> Iterator[Row]:
    table = record.table
    for row, cells in enumerate(table.cells[table.header_rows :], start=1):
        for column, cell in enumerate(cells, start=1):
            yield {
                "report_id": report.identity.report_id,
                "table_id": fact.fact_id,
                "row": str(row),
                "column": str(column),
                "header": table.headers[column - 1],
                "text": cell.text,
            }


def clause_around(text: str, start: int, end: int) -> str:
    """The clause that holds `start:end`: to the nearest 。；！？ or line end, 80 characters at most each way."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _QUOTE_REACH), start)]
    right = _SENTENCE_END.search(text, end, end + _QUOTE_REACH)
    begin = ends[-1] if ends else max(0, start - _QUOTE_REACH)
    return text[begin : right.start() if right else end + _QUOTE_REACH].strip()


def _numbers(report: Report) -> Iterator[Row]:
    text = report.text.text
    seen: dict[str, int] = {}
    for entry in report.ledger:
        name = stable_id("n", report.identity.report_id, entry.start, entry.end, entry.text, entry.removed)
        again = seen[name] = seen.get(name, -1) + 1
        yield {
            **_dated(report),
            "number_id": f"{name}-{again}" if again else name,
            "text": entry.text,
            "value": plain(entry.value),
            "unit": entry.unit,
            "section": entry.section,
            "page": _whole(entry.page),
            **_span(entry.start, entry.end),
            "state": entry.state,
            "reference": entry.reference,
            "quote": _ledger_quote(text, entry),
        }


def _ledger_quote(text: str, entry: LedgerEntry) -> str:
    # A number of the page furniture stands in no clause of the clean text.
    return entry.text if entry.removed else clause_around(text, entry.start, entry.end)


def _checks(report: Report) -> Iterator[Row]:
    for finding in report.findings:
        key = (finding.kind, finding.expression, *finding.evidence)
        yield {
            **_dated(report),
            "check_id": stable_id("c", report.identity.report_id, *key),
            "kind": finding.kind,
            "expression": finding.expression,
            "expected": finding.expected,
            "actual": finding.actual,
            "result": finding.result,
            "evidence": " ".join(finding.evidence),
            "message": finding.message,
            "section": finding.details.get("section", ""),
        }


def _losses(report: Report) -> Iterator[Row]:
    rows: dict[str, Row] = {}
    for loss in sorted(report.losses, key=_loss_order):
        row = _loss(report, loss)
        rows.setdefault(row["loss_id"], row)
    yield from rows.values()


def _loss_order(loss: Loss) -> tuple[int, int, str]:
    return loss.claim.evidence.start, loss.claim.evidence.end, loss.claim.rule


def _loss(report: Report, loss: Loss) -> Row:
    evidence, text = loss.claim.evidence, reading(loss.claim.record)
    return {
        **_dated(report),
        "loss_id": stable_id(
            "l", report.identity.report_id, loss.claim.rule, evidence.start, evidence.end, text, loss.winner
        ),
        "rule": loss.claim.rule,
        "winner": loss.winner,
        "reason": loss.reason,
        "reading": text,
        **_span(evidence.start, evidence.end),
        "quote": report.text.text[evidence.quote_start : evidence.quote_end],
    }


def reading(record: Record | None) -> str:
    """What a record says, on one line: `indicator=staff.total; value=2422; unit=人`; empty fields left out."""
    return "; ".join(f"{name}={cell}" for name, cell in cells_of(record).items() if cell)


def cells_of(record: Record | None) -> dict[str, str]:
    """The fields of a record as cells; nothing for a claim without a row, of a table what kind of table it is."""
    if record is None:
        return {}
    if isinstance(record, TableFact):
        return {
            "table": record.kind, "subject": record.subject, "rows": str(record.table.rows), "columns": str(record.table.columns),
        }
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    return {name: plain(value) if isinstance(value, Decimal) or value is None else str(value) for name, value in values.items()}
