"""The examples of rules, run: does each text give the facts that are written beside it, and does each none-text give none?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from reportparse.model import Award, Indicator, LedgerEntry, Policy, Recognition, Record, School
from reportparse.rulebook import Pack
from reportparse.workbench.sources import Case
from reportparse.workbench.specimen import Specimen, read_specimen

RECORDS: tuple[type, ...] = (Indicator, Award, Recognition, School, Policy)
LEDGER_FIELDS = frozenset({"text", "state"})
FIELDS = frozenset(f.name for kind in RECORDS for f in fields(kind)) | LEDGER_FIELDS
"""What may be written of an expected fact."""

Expected = dict[str, str | int | float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an example. `expected` and `got` are one line a fact; `note` says what else took the numbers."""

    case: Case
    passed: bool
    expected: tuple[str, ...] = ()
    got: tuple[str, ...] = ()
    note: str = ""


def run_cases(found: Iterable[Case], pack: Pack) -> Iterator[Outcome]:
    """The outcome of each example; a failure stops nothing."""
    for case in found:
        yield run_case(case, pack)


def run_case(case: Case, pack: Pack) -> Outcome:
    """Read the example's text with all rules of the pack and compare what its rule makes of it."""
    example = case.example
    specimen = read_specimen(example.text, pack, issuer=example.issuer, section=example.section, year=example.year)
    if case.kind in {"context", "name", "other"}:
        return _ledger_outcome(case, specimen)
    records = [fact.claim.record for fact in specimen.facts_of(case.rule)]
    tabular = case.kind == "table"
    known = specimen.knows_table_by(case.rule)
    if not case.positive:
        taken = [told(record) for record in records if record is not None] + ["a table of this kind"] * (tabular and known)
        return Outcome(case, not taken, (), tuple(taken))
    expected = tuple(written(fact) for fact in example.facts) or (("a table of this kind",) if tabular else ())
    wanted = {key for fact in example.facts for key in fact}
    got = tuple(told(record, wanted) for record in records if record is not None)
    if tabular and not example.facts:
        return Outcome(case, known, expected, ("a table of this kind",) if known else ())
    passed = bool(records) and len(records) == len(example.facts) and all(
        agrees(record, fact) for record, fact in zip(records, example.facts, strict=True))
    return Outcome(case, passed, expected, got, "" if passed else _taken_by_others(case, specimen))


def agrees(record: Record | None, fact: Expected) -> bool:
    """Whether a record has all the values that are written; numbers agree by value (18.0 and 18)."""
    return record is not None and all(_same(getattr(record, name, None), value) for name, value in fact.items())


def _same(got: object, written_value: str | int | float) -> bool:
    if isinstance(got, Decimal | int):
        try:
            return Decimal(got) == Decimal(str(written_value))
        except InvalidOperation:
            return False
    return str(got if got is not None else "") == str(written_value)


def written(fact: Expected) -> str:
    """An expected fact on one line."""
    return ", ".join(f"{name} {value}" for name, value in fact.items())


def told(record: Record, wanted: Iterable[str] = ()) -> str:
    """A record on one line: the wanted fields, and those that are not at their usual value."""
    shown = []
    wanted = set(wanted)
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in wanted or (value not in ("", None, field.default) and field.name not in {"table", "raw", "name_raw"}):
            shown.append(f"{field.name} {value:f}" if isinstance(value, Decimal) else f"{field.name} {value}")
    return ", ".join(shown)


def _ledger_outcome(case: Case, specimen: Specimen) -> Outcome:
    """Rules without rows are tried by the numbers that they explain in the ledger."""
    entries = specimen.entries_of(case.rule)
    got = tuple(_entry(entry) for entry in entries)
    if not case.positive:
        return Outcome(case, not entries, (), got)
    facts = case.example.facts
    passed = bool(entries) and len(entries) == len(facts) and all(
        str(getattr(entry, name, "")) == str(value) for entry, fact in zip(entries, facts, strict=True) for name, value in fact.items())
    return Outcome(case, passed, tuple(written(fact) for fact in facts), got, "" if passed else _taken_by_others(case, specimen))


def _entry(entry: LedgerEntry) -> str:
    return f"text {entry.text}, state {entry.state}"


def _taken_by_others(case: Case, specimen: Specimen) -> str:
    """Which rules read the text's numbers otherwise."""
    lost = [f"lost to {loss.winner} ({loss.reason})" for loss in specimen.report.losses if loss.claim.rule == case.rule]
    others = sorted({f.claim.rule for f in specimen.report.facts if f.claim.rule != case.rule and f.claim.numbers})
    return "; ".join(lost + ([f"facts of other rules: {', '.join(others)}"] if others else []))
