"""Claims settled: which reading of each number holds, the facts that follow, and the ledger of all numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from reportparse.ids import stable_id
from reportparse.model import (
    Award,
    Claim,
    Fact,
    Identity,
    Indicator,
    LedgerEntry,
    LedgerState,
    Loss,
    Number,
    Policy,
    Recognition,
    School,
    Sections,
    TableFact,
    Text,
)
from reportparse.numbers.units import unit_family

KINDS: dict[type, tuple[str, LedgerState]] = {
    Indicator: ("i", "indicator"), Award: ("a", "award"), Recognition: ("r", "recognition"), School: ("s", "school"),
    Policy: ("p", "policy"), TableFact: ("t", "table"),
}
"""Record type -> prefix of its ids and ledger state of the numbers it explains."""

FORM_STATES: dict[str, LedgerState] = {"date": "date", "ordinal": "ordinal", "name": "name", "structure": "structure", "document": "policy"}

_DIGITS = regex.compile(r"\d[\d,，]*(?:\.\d+)?")


def settle(
    claims: Iterable[Claim], text: Text, sections: Sections, identity: Identity, numbers: Sequence[Number]
) -> tuple[tuple[Fact, ...], tuple[LedgerEntry, ...], tuple[Loss, ...]]:
    """Facts in reading order, the ledger of every number, and the claims that were not taken.

    A number goes to the claim that explains more text (`weight`); a tie goes to the earlier evidence and is reported. Claims
    of one rule share their numbers (two winners of one prize). An indicator said twice is one fact, at its first place."""
    taken, losses = _contest(claims)
    facts, repeats = _facts(taken, text, sections, identity)
    ledger = _ledger(facts, repeats, [c for c in taken if c.record is None or c.context], text, sections, numbers)
    return facts, ledger, tuple(losses)


def _contest(claims: Iterable[Claim]) -> tuple[list[Claim], list[Loss]]:
    ranked = sorted(claims, key=lambda c: (-c.weight, c.evidence.start, c.rule, str(c.record)))
    owner: dict[int, Claim] = {}
    taken: list[Claim] = []
    losses: list[Loss] = []
    for claim in ranked:
        rivals = [owner[n] for n in claim.numbers if n in owner and not _shares(owner[n], claim)]
        if rivals:
            rival = rivals[0]
            reason = "tie, the earlier evidence was taken" if rival.weight == claim.weight else "another rule explains more of the text"
            losses.append(Loss(claim, rival.rule, reason))
            continue
        taken.append(claim)
        for n in claim.numbers:
            owner.setdefault(n, claim)
    taken.sort(key=lambda c: (c.evidence.start, c.evidence.end))
    return taken, losses


def _shares(owner: Claim, claim: Claim) -> bool:
    """Whether two claims may read the same number side by side: rows of one rule, or rows of one kind that a list spells out."""
    return owner.rule == claim.rule or (owner.context and claim.context)


def _facts(taken: Sequence[Claim], text: Text, sections: Sections, identity: Identity) -> tuple[tuple[Fact, ...], dict[int, str]]:
    facts: list[Fact] = []
    repeats: dict[int, str] = {}
    first: dict[tuple[object, ...], int] = {}
    used: dict[str, int] = {}
    for claim in taken:
        record = claim.record
        if record is None or claim.context:
            continue
        if isinstance(record, Indicator):
            key = (record.indicator, record.measure, record.value, record.scope, record.entity, record.ownership, record.status)
            known = first.get(key)
            if known is not None:
                repeats.update(dict.fromkeys(claim.numbers, facts[known].fact_id))
                earlier = facts[known].claim.record
                if isinstance(earlier, Indicator) and not earlier.period and record.period:
                    facts[known] = replace(facts[known], claim=replace(facts[known].claim, record=replace(earlier, period=record.period)))
                continue
            first[key] = len(facts)
        prefix, kind = KINDS[type(record)]
        fact_id = stable_id(prefix, identity.report_id, kind, claim.evidence.start, _key(record))
        used[fact_id] = used.get(fact_id, 0) + 1
        if used[fact_id] > 1:
            fact_id = f"{fact_id}-{used[fact_id]}"
        facts.append(Fact(fact_id, claim, sections.at(claim.evidence.start).path, text.page(claim.evidence.start)))
    return tuple(facts), repeats


def _key(record: object) -> str:
    match record:
        case Indicator():
            return f"{record.indicator}|{record.measure}|{record.entity}|{record.status}"
        case Award():
            return f"{record.recipient}|{record.prize}|{record.group}"
        case Recognition():
            return f"{record.recipient}|{record.item}|{record.title}"
        case School():
            return record.name_raw
        case Policy():
            return record.title
        case _:
            return ""


def _ledger(
    facts: Sequence[Fact], repeats: dict[int, str], contexts: Sequence[Claim], text: Text, sections: Sections, numbers: Sequence[Number]
) -> tuple[LedgerEntry, ...]:
    states: dict[int, tuple[LedgerState, str]] = {}
    for claim in contexts:
        for start in claim.numbers:
            states.setdefault(start, (claim.state, ""))
    for start, reference in repeats.items():
        states[start] = ("table" if text.table_at(start) else "context", reference)
    for fact in facts:
        state = KINDS[type(fact.claim.record)][1]
        for start in fact.claim.numbers:
            if state != "table" or start not in states:
                states[start] = (state, fact.fact_id)
    tables = {fact.claim.record.table.start: fact.fact_id for fact in facts if isinstance(fact.claim.record, TableFact)}
    entries = []
    for number in numbers:
        key = number.group if number.second and number.group >= 0 else number.start
        state, reference = states.get(number.start) or states.get(key) or _by_form(number, text, tables)
        entries.append(LedgerEntry(
            text.text[number.start:number.end], number.value, number.unit, number.start, number.end, state, reference,
            sections.at(number.start).path, text.page(number.start)))
    for removed in text.removed:
        path = sections.at(removed.at).path
        entries += [
            LedgerEntry(match.group(), None, "", removed.at, removed.at, "structure", "", path, removed.page, removed=True)
            for match in _DIGITS.finditer(removed.text)]
    entries.sort(key=lambda e: (e.start, not e.removed))
    return tuple(entries)


def _by_form(number: Number, text: Text, tables: dict[int, str]) -> tuple[LedgerState, str]:
    """The state of a number that no rule explains, from its form and place alone."""
    if number.kind != "quantity":
        return FORM_STATES[number.kind], ""
    table = text.table_at(number.start)
    if table is not None:
        return "table", tables.get(table.start, "")
    if unit_family(number.unit) in {"time", "age"}:
        # What spans of time and ages count is a norm or a term, never an indicator of the codebook.
        return "other", ""
    return "residual", ""
