"""Which indicator of the codebook a report gives, leaves out, or mentions beside a number that no rule explains."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import regex

from reportparse.ids import stable_id
from reportparse.model import Indicator, LedgerEntry, Report

State = Literal["reported", "not_reported", "unread"]

_ENDS = regex.compile(r"[。；！？\n]")
_REACH = 30
"""Characters between a term and a number that may still belong together."""
_OF_OTHERS = ("province", "nation", "other")
_KINDS = {
    **dict.fromkeys(("人", "人次", "名", "位"), "people"), **dict.fromkeys(("%", "个百分点", "‰"), "share"), "元": "money",
    **dict.fromkeys(("平方米", "亩"), "area"), **dict.fromkeys(("所", "家"), "institutions"), "Mbps": "bandwidth", "比": "ratio",
}
"""Unit -> what it counts; units that are not here count things."""


@dataclass(frozen=True, slots=True)
class Absence:
    """The state of one indicator in one report.

    `evidence` holds the ids of the facts, or of the residual numbers that stand near the indicator's terms; `note` says what
    kind of figures there are when none is the unit's own actual one, or that the terms occur without a number."""

    report_id: str
    year: str
    indicator: str
    state: State
    evidence: tuple[str, ...] = ()
    note: str = ""


def absences(
    report: Report, codes: Sequence[str], terms: Mapping[str, regex.Pattern[str]], units: Mapping[str, str] | None = None,
    mentioned: Collection[str] | None = None,
) -> tuple[Absence, ...]:
    """One row for each code, in the codebook's order. `terms` maps a code to the pattern of the words that name it, `units` to
    its unit in the codebook; `mentioned` are the codes whose terms stand in the text, where that was looked for already.

    reported: a fact of the reporting unit or a part of it. unread: no such fact, but the code's term is the nearest term to a
    residual number in the same sentence that counts what the code counts. not_reported: neither."""
    facts: dict[str, list[tuple[str, Indicator]]] = {}
    for fact in report.facts:
        if isinstance(fact.claim.record, Indicator):
            facts.setdefault(fact.claim.record.indicator, []).append((fact.fact_id, fact.claim.record))
    near = _residual_near(report, terms, units or {})
    rows = []
    for code in codes:
        own = [(name, record) for name, record in facts.get(code, ()) if record.scope not in _OF_OTHERS]
        if own:
            rows.append(_row(report, code, "reported", tuple(name for name, _ in own), _note([record for _, record in own])))
        elif code in near:
            rows.append(_row(report, code, "unread", tuple(_number_id(report, entry) for entry in near[code]), _words(report, near[code])))
        else:
            others = [record for _, record in facts.get(code, ())]
            named = code in mentioned if mentioned is not None else code in terms and terms[code].search(report.text.text)
            note = "only of other units" if others else "mentioned without a figure" if named else ""
            rows.append(_row(report, code, "not_reported", (), note))
    return tuple(rows)


def _row(report: Report, code: str, state: State, evidence: tuple[str, ...], note: str) -> Absence:
    return Absence(report.identity.report_id, report.identity.year, code, state, evidence, note)


def _note(records: Sequence[Indicator]) -> str:
    statuses = {record.status for record in records}
    if "actual" not in statuses:
        return "only as " + " and ".join(sorted(statuses))
    scopes = {record.scope for record in records}
    return "" if scopes & {"all", "municipal", "county"} else "only of parts: " + ", ".join(sorted(scopes))


def _residual_near(
    report: Report, terms: Mapping[str, regex.Pattern[str]], units: Mapping[str, str]
) -> dict[str, list[LedgerEntry]]:
    """Code -> residual numbers whose nearest term names it."""
    text = report.text.text
    found: dict[str, list[LedgerEntry]] = {}
    for entry in report.ledger:
        if entry.state != "residual" or entry.removed:
            continue
        first = max(0, entry.start - _REACH)
        begin = max((match.end() for match in _ENDS.finditer(text, first, entry.start)), default=first)
        stop = _ENDS.search(text, entry.end, min(len(text), entry.end + _REACH))
        end = stop.start() if stop else min(len(text), entry.end + _REACH)
        matches = [
            (m.start(), m.end(), code)
            for code, pattern in terms.items() for m in pattern.finditer(text, begin, end) if m.end() > m.start()
        ]
        # 毕业生 inside 毕业生满意度 names nothing of its own.
        whole = [m for m in matches if not any(o[0] <= m[0] and m[1] <= o[1] and o[1] - o[0] > m[1] - m[0] for o in matches)]
        distances = [(entry.start - m[1] if m[1] <= entry.start else m[0] - entry.end, m[2]) for m in whole]
        if distances:
            nearest = min(distance for distance, _ in distances)
            for code in {code for distance, code in distances if distance == nearest and _may_count(units.get(code, ""), entry.unit)}:
                found.setdefault(code, []).append(entry)
    return found


def _may_count(unit: str, printed: str) -> bool:
    """Whether a number with the printed unit can be of an indicator with `unit`; people have shares too."""
    if not unit or not printed:
        return True
    wanted, found = _KINDS.get(unit, "things"), _KINDS.get(printed, "things")
    return wanted == found or (wanted == "people" and found == "share")


def _number_id(report: Report, entry: LedgerEntry) -> str:
    """The id that the ledger's row bears in the delivery."""
    return stable_id("n", report.identity.report_id, entry.start, entry.end, entry.text, entry.removed)


def _words(report: Report, entries: Sequence[LedgerEntry]) -> str:
    text = report.text.text
    return "; ".join(text[max(0, e.start - 12) : e.end + 6].replace("\n", " ").replace("\t", " ") for e in entries[:3])


def absence_rows(absences_of_all: Sequence[Absence], labels: Mapping[str, str]) -> list[dict[str, str]]:
    """Rows of absence.csv, by year, report and the order given."""
    return [
        {
            "report_id": row.report_id, "year": row.year, "indicator": row.indicator, "label": labels.get(row.indicator, ""),
            "state": row.state, "evidence": " ".join(row.evidence), "note": row.note,
        }
        for row in sorted(absences_of_all, key=lambda row: (row.year, row.report_id))
    ]
