"""Corrections found again in the words of a report and applied to its facts and ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import regex

from reportparse.corrections.files import KINDS, Correction
from reportparse.ids import stable_id
from reportparse.model import Claim, Evidence, Fact, LedgerEntry, LedgerState, Report

State = Literal["applied", "moved", "stale", "redundant"]

_STATES: dict[str, LedgerState] = {
    "indicators": "indicator", "awards": "award", "recognitions": "recognition", "schools": "school", "policies": "policy",
}
_LEAST = 0.5
"""Share of the recorded surroundings that must still stand around the words."""
_CLAUSE = regex.compile(r"[。；，！？\n\t]")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction in a run.

    applied: it holds. moved: it holds, but the file or the place of the words is another than when it was written. stale: the
    words are no longer there, or no such fact stands on them; nothing was done. redundant: the rules now agree by themselves."""

    correction: Correction
    state: State
    fact_id: str = ""
    reason: str = ""


def corrected(report: Report, corrections: Iterable[Correction]) -> tuple[Report, tuple[Outcome, ...]]:
    """The report with the corrections that are about it applied in their order, and what became of each of them.

    A changed fact keeps its id and, in `printed`, the record as the rules read it. Checks are not renewed: do so after."""
    outcomes: list[Outcome] = []
    for correction in corrections:
        if correction.report_id != report.identity.report_id and correction.sha256 != report.document.sha256:
            continue
        report, outcome = _applied(report, correction)
        outcomes.append(outcome)
    return report, tuple(outcomes)


def unplaced(corrections: Iterable[Correction], outcomes: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """An outcome for each correction that is about no report of the run: nothing typed is lost silently."""
    placed = {outcome.correction.id for outcome in outcomes}
    return tuple(Outcome(c, "stale", "", f"no report {c.report_id} in this run") for c in corrections if c.id not in placed)


def _applied(report: Report, correction: Correction) -> tuple[Report, Outcome]:
    found = _anchor(report.text.text, correction)
    if isinstance(found, str):
        return report, Outcome(correction, "stale", correction.fact_id, found)
    start, end = found
    moved = _moved(report, correction, start)
    facts = _facts_at(report, correction, start, end)
    if correction.action == "add":
        return _add(report, correction, start, end, facts, moved)
    if correction.action == "reject":
        return _reject(report, correction, facts, moved)
    return _set(report, correction, start, end, facts, moved)


def _anchor(text: str, correction: Correction) -> tuple[int, int] | str:
    """The span of the corrected words: the place whose surroundings are most like those recorded; else why there is none."""
    pattern = r"\s*".join(regex.escape(char) for char in correction.quote if not char.isspace())
    places = [match.span() for match in regex.finditer(pattern, text)]
    if not places:
        return "the words are no longer there"
    scores = [(_surroundings(text, span, correction), span) for span in places]
    best = max(score for score, _ in scores)
    at_best = [span for score, span in scores if score == best]
    recorded = bool(correction.before or correction.after)
    if recorded and best < _LEAST:
        return "the words are there, but not in their surroundings"
    if len(at_best) > 1:
        return f"the words stand {len(at_best)} times in such surroundings"
    return at_best[0]


def _surroundings(text: str, span: tuple[int, int], correction: Correction) -> float:
    """Share of the recorded words before and after that stand around a span, counted from the span outwards."""
    before, after = _plain(correction.before), _plain(correction.after)
    if not before and not after:
        return 1.0
    left = _plain(text[max(0, span[0] - 2 * len(correction.before) - 8) : span[0]])
    right = _plain(text[span[1] : span[1] + 2 * len(correction.after) + 8])
    same = _common(before[::-1], left[::-1]) + _common(after, right)
    return same / (len(before) + len(after))


def _plain(text: str) -> str:
    return "".join(text.split())


def _common(a: str, b: str) -> int:
    return next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


def _moved(report: Report, correction: Correction, start: int) -> str:
    """Why the words count as moved; empty if they stand where they stood."""
    if correction.sha256 and correction.sha256 != report.document.sha256:
        return "the file is another one"
    section = report.sections.at(start).path
    if correction.section and correction.section != section:
        return f"from section {correction.section} to {section}"
    return ""


def _facts_at(report: Report, correction: Correction, start: int, end: int) -> list[Fact]:
    """The facts of the table that stand on the words."""
    return [f for f in report.facts if isinstance(f.claim.record, correction.kind)
            and f.claim.evidence.start < end and start < f.claim.evidence.end]


def _chosen(correction: Correction, facts: Sequence[Fact]) -> Fact | None:
    """The one fact that is meant: by its id, else the only one, else the only one that has the filled fields."""
    named = [f for f in facts if f.fact_id == correction.fact_id]
    if named:
        return named[0]
    if len(facts) == 1:
        return facts[0]
    fitting = [f for f in facts if _agrees(f, correction)]
    return fitting[0] if len(fitting) == 1 else None


def _agrees(fact: Fact, correction: Correction) -> bool:
    return all(getattr(fact.claim.record, name) == value for name, value in correction.values.items())


def _none(correction: Correction, facts: Sequence[Fact]) -> Outcome:
    reason = f"{len(facts)} facts stand on the words" if facts else "no fact stands on the words"
    return Outcome(correction, "stale", correction.fact_id, reason)


def _done(correction: Correction, fact_id: str, moved: str, reason: str = "") -> Outcome:
    return Outcome(correction, "moved" if moved else "applied", fact_id, "; ".join(part for part in (moved, reason) if part))


def _set(report: Report, correction: Correction, start: int, end: int, facts: Sequence[Fact], moved: str) -> tuple[Report, Outcome]:
    fact = _chosen(correction, facts)
    if fact is None:
        if correction.action == "accept" and not facts and _complete(correction):
            # The analyst has seen the fact: rules that no longer find it do not take it away.
            again, outcome = _add(report, correction, start, end, facts, moved)
            return again, replace(outcome, reason="the rules no longer find it")
        return report, _none(correction, facts)
    if _agrees(fact, correction):
        if correction.action == "set" and not fact.correction:
            return report, Outcome(correction, "redundant", fact.fact_id, "the rules now agree")
        return _with(report, fact, replace(fact, correction=correction.id)), _done(correction, fact.fact_id, moved)
    record = replace(fact.claim.record, **dict(correction.values))  # type: ignore[type-var]
    changed = replace(fact, claim=replace(fact.claim, record=record), correction=correction.id, printed=fact.printed or fact.claim.record)
    return _with(report, fact, changed), _done(correction, fact.fact_id, moved)


def _complete(correction: Correction) -> bool:
    try:
        correction.kind(**correction.values)
    except TypeError:
        return False
    return True


def _with(report: Report, old: Fact, new: Fact) -> Report:
    return replace(report, facts=tuple(new if fact is old else fact for fact in report.facts))


def _reject(report: Report, correction: Correction, facts: Sequence[Fact], moved: str) -> tuple[Report, Outcome]:
    fitting = [f for f in facts if _agrees(f, correction)] if correction.values else list(facts)
    if not fitting:
        return report, Outcome(correction, "redundant", correction.fact_id, "the rules no longer give the fact")
    fact = _chosen(correction, fitting)
    if fact is None:
        return report, _none(correction, fitting)
    kept = tuple(f for f in report.facts if f is not fact)
    claimed = {at: f for f in kept for at in f.claim.numbers}
    ledger = tuple(_released(entry, fact, claimed, correction) for entry in report.ledger)
    return replace(report, facts=kept, ledger=ledger), _done(correction, fact.fact_id, moved)


def _released(entry: LedgerEntry, fact: Fact, claimed: dict[int, Fact], correction: Correction) -> LedgerEntry:
    """The ledger's entry after its fact was rejected: of another fact on the number, else explained by the analyst."""
    if entry.reference != fact.fact_id:
        return entry
    other = claimed.get(entry.start)
    if other is None:
        return replace(entry, state="other", reference=correction.id)
    return replace(entry, state=_state_of(other), reference=other.fact_id)


def _state_of(fact: Fact) -> LedgerState:
    return next((_STATES[table] for table, kind in KINDS.items() if isinstance(fact.claim.record, kind)), "table")


def _add(report: Report, correction: Correction, start: int, end: int, facts: Sequence[Fact], moved: str) -> tuple[Report, Outcome]:
    same = next((f for f in facts if _agrees(f, correction)), None)
    if same is not None:
        return report, Outcome(correction, "redundant", same.fact_id, "the rules now give the fact")
    record: Any = correction.kind(**correction.values)
    text = report.text.text
    left = max((m.end() for m in _CLAUSE.finditer(text, max(0, start - 80), start)), default=max(0, start - 80))
    stop = _CLAUSE.search(text, end, end + 80)
    numbers = tuple(n.start for n in report.numbers if start <= n.start < end and not n.second)
    fact_id = correction.fact_id or stable_id("f", report.identity.report_id, "correction", correction.id)
    right = stop.start() if stop else min(len(text), end + 80)
    claim = Claim(f"correction:{correction.id}", record, Evidence(start, end, left, right), numbers)
    fact = Fact(fact_id, claim, report.sections.at(start).path, report.text.page(start), correction=correction.id)
    free = {"residual", "context", "other"}
    ledger = tuple(
        replace(entry, state=_STATES[correction.table], reference=fact_id)
        if entry.start in numbers and not entry.removed and entry.state in free else entry
        for entry in report.ledger
    )
    ordered = sorted((*report.facts, fact), key=lambda f: (f.claim.evidence.start, f.claim.evidence.end))
    return replace(report, facts=tuple(ordered), ledger=ledger), _done(correction, fact_id, moved)


def outcome_rows(outcomes: Iterable[Outcome]) -> list[dict[str, str]]:
    """Rows of corrections.csv: one for each correction of the run."""
    return [
        {
            "correction_id": o.correction.id, "report_id": o.correction.report_id, "action": o.correction.action,
            "table": o.correction.table, "state": o.state, "fact_id": o.fact_id, "message": o.reason,
            "quote": o.correction.quote, "reason": o.correction.reason,
            "place": o.correction.place.replace("\\", "/").rpartition("/")[2],
        }
        for o in outcomes
    ]
