"""Who is named in brackets beside prizes: those that share a count, and those before a bracket that holds their prize."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.parties import Cast, Group, grouped
from reportparse.facts.prose import BRACKETED
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.facts.awards.prizes import Mention
    from reportparse.facts.prose import Sentence
    from reportparse.model import Entity
    from reportparse.rulebook import Pack


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket of a sentence with the parties in it; `start:end` hold its marks."""

    start: int
    end: int
    groups: tuple[Group, ...]


def find_brackets(
    sentence: Sentence, entities: Sequence[Entity], hidden: Iterable[tuple[int, int]], cast: Cast, pack: Pack
) -> tuple[Bracket, ...]:
    """The brackets of a sentence in order; entities that overlap `hidden` spans are left out."""
    if "（" not in sentence.plain:
        return ()
    spans, found = list(hidden), []
    for match in BRACKETED.finditer(sentence.plain):
        start, end = match.span()
        inside = [e for e in entities if start < e.start - sentence.start and e.end - sentence.start < end]
        groups: tuple[Group, ...] = ()
        if inside:
            opened = replace(sentence, bare=sentence.bare[:start] + "，" + sentence.plain[start + 1 : end - 1] + "，" + sentence.bare[end:])
            groups = grouped(cast.parties(opened, inside, spans), opened, pack)
        found.append(Bracket(start, end, groups))
    return tuple(found)


def around(brackets: Sequence[Bracket], at: int) -> Bracket | None:
    """The bracket that holds an offset."""
    return next((bracket for bracket in brackets if bracket.start < at < bracket.end), None)


def holders(sentence: Sentence, brackets: Sequence[Bracket], groups: Sequence[Group], mention: Mention, cast: Cast, pack: Pack) -> Group:
    """Whose prize a bracket tells: the parties in it (`《…》（城南职业学校，一等奖）`), else those right before it (`林某（一等奖）`,
    `甲校（一等奖3个）`), else the issuer for a work that is named alone."""
    bracket = around(brackets, mention.start)
    if bracket is None:
        return ()
    within = [g for g in bracket.groups if g[-1].end <= mention.start]
    if within:
        return within[-1]
    if bracket.groups:
        return ()
    floor = max((b.end for b in brackets if b.end <= bracket.start), default=0)
    floor = max(floor, sentence.part(bracket.start)[0])
    named = [p for g in groups for p in g if floor <= p.start and p.end <= bracket.start]
    work = rf"(?:的?[\p{{Han}}]{{0,6}}(?:《[^》]*》|“[^”]*”)(?:{words(pack, 'work_noun', 'contestant')})?)"
    if named and pattern(rf"{work}?").fullmatch(sentence.plain, named[-1].end, bracket.start):
        return tuple(p for p in named if ready(r"[、和与及的]|《[^》]*》|“[^”]*”|\p{Han}{0,6}(?=《|“)|，(?=《|“)").search(
            sentence.plain, p.end, bracket.start) or p is named[-1])
    alone = pattern(rf"(?:^|[，；：。、和及]){work}$").search(sentence.plain, floor, bracket.start)
    return (cast.issuer,) if alone and not named else ()
