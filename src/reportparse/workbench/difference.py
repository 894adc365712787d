"""What a change of rules does to real reports: facts gained, lost and changed, with the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from reportparse.model import Fact, TableFact
from reportparse.rulebook import Rulebook
from reportparse.workbench.examples import told
from reportparse.workbench.specimen import Prepared, Specimen, read_prepared


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that only one of two sets of rules gives, or that they give differently. `old` and `new` are facts on one line."""

    kind: Literal["gained", "lost", "changed"]
    source: str
    section: str
    quote: str
    start: int
    end: int
    """Where the printed value stands in the quote."""
    rule: str
    old: str
    new: str


def changes(prepared: Prepared, old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """The facts of a report that differ between two sets of rules, in reading order."""
    before, after = (read_prepared(prepared, rules) for rules in (old, new))
    facts = {False: _facts(before), True: _facts(after)}
    found = []
    for place in facts[False].keys() | facts[True].keys():
        olds, news = facts[False].get(place, []), facts[True].get(place, [])
        same = {_told(f) for f in olds} & {_told(f) for f in news}
        gone, come = [f for f in olds if _told(f) not in same], [f for f in news if _told(f) not in same]
        for i in range(max(len(gone), len(come))):
            was, now = gone[i] if i < len(gone) else None, come[i] if i < len(come) else None
            found.append(_change(prepared, was, now))
    found.sort(key=lambda pair: pair[0])
    yield from (change for _, change in found)


def _facts(specimen: Specimen) -> dict[tuple[str, int], list[Fact]]:
    """Facts by kind and by the place of their words."""
    found: dict[tuple[str, int], list[Fact]] = {}
    for fact in specimen.report.facts:
        if not isinstance(fact.claim.record, TableFact):
            found.setdefault((type(fact.claim.record).__name__, fact.claim.evidence.start), []).append(fact)
    return found


def _told(fact: Fact) -> str:
    return told(fact.claim.record) if fact.claim.record else ""


def _change(prepared: Prepared, was: Fact | None, now: Fact | None) -> tuple[int, Change]:
    fact = now or was
    if fact is None:
        raise ValueError("a change needs a fact")
    text, place = prepared.text.text, fact.claim.evidence
    kind: Literal["gained", "lost", "changed"] = "changed" if was and now else "gained" if now else "lost"
    return place.start, Change(
        kind, prepared.document.source, fact.section, text[place.quote_start:place.quote_end], place.start - place.quote_start,
        place.end - place.quote_start, fact.claim.rule, _told(was) if was else "", _told(now) if now else "")
