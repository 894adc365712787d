"""Prizes won in contests, from prose and from tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.facts.awards.listed import find_listed
from reportparse.facts.awards.memory import Win
from reportparse.facts.awards.scan import Scanner
from reportparse.facts.parties import Cast
from reportparse.facts.people import with_people
from reportparse.facts.prose import sentences
from reportparse.model import Award, Claim, Evidence

if TYPE_CHECKING:
    from reportparse.model import Entity, Identity, Number, Sections, Text
    from reportparse.rulebook import Pack

__all__ = ["find_awards"]


def find_awards(
    text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...], pack: Pack
) -> tuple[Claim, ...]:
    """The prizes of a report, one claim for each prize grade and winner, in reading order.

    A pack without the word lists `prize` and `contest_noun` has none."""
    if not {"prize", "contest_noun", "win_verb"} <= pack.lexicons.keys():
        return ()
    scanner = Scanner(Cast(identity, pack), pack)
    starts = {number.start for number in numbers}
    claims: list[Claim] = []
    known = {e.name for e in entities if e.kind == "person" and len(e.name) > 2}
    prose = tuple(sentences(text, sections))
    for index, sentence in enumerate(prose):
        inside = with_people(sentence, sentence.beginning_in(entities), pack, known)
        known |= {e.name for e in inside if e.kind == "person" and len(e.name) > 2}
        claims += [_claim(win, starts) for win in scanner.wins(sentence, inside, prose[index + 1 : index + 7])]
    told = {_substance(claim) for claim in claims}
    claims += [claim for claim in find_listed(text, identity, pack, starts, entities) if _substance(claim) not in told]
    return tuple(claims)


def _substance(claim: Claim) -> tuple[str, str, int, str]:
    """What makes a prize of a table the same as one that the prose has told."""
    award = claim.record
    if not isinstance(award, Award):
        return ("", "", 0, "")
    return (award.recipient, award.prize, award.count, award.competition)


def _claim(win: Win, starts: set[int]) -> Claim:
    contest, party = win.contest, win.party
    record = Award(
        recipient=party.name, recipient_kind=party.kind, competition=contest.name if contest else "", prize=win.grade.code,
        prize_raw=win.grade.raw, count=win.count, unit=win.grade.unit, persons="、".join(party.persons),
        competition_year=contest.year if contest else "", edition=contest.edition if contest else "", track=win.track, group=win.group,
        level=win.level, scope="reference" if win.reference else "own",
    )
    evidence = Evidence(win.start, win.end, win.quote_start, win.quote_end)
    return Claim(win.rule, record, evidence, (win.number,) if win.number in starts else (), win.weight)
