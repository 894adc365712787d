"""Titles, projects, lists entered and certifications, from prose and from the remarks of the roster."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import regex

from reportparse.facts.parties import Cast
from reportparse.facts.people import with_people
from reportparse.facts.prose import sentences
from reportparse.facts.recognitions.listed import core_of, find_listed
from reportparse.facts.recognitions.remarks import find_remarks
from reportparse.facts.recognitions.scan import Scanner

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reportparse.model import Claim, Entity, Identity, Number, Recognition, Sections, Text
    from reportparse.rulebook import Pack

__all__ = ["find_recognitions"]

_CAPTION = regex.compile(r"(?:名单|一览表?|汇总表?|情况表|统计表|公示|目录|表)(?:[（(][^（）()]*[）)])?$")


def find_recognitions(
    text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...], pack: Pack
) -> tuple[Claim, ...]:
    """The honours of a report, one claim for each holder and title; a table's rows that prose tells too are left out.

    A pack without the word lists `grant_verb` and `honour_noun` has none."""
    if not {"grant_verb", "honour_noun"} <= pack.lexicons.keys():
        return ()
    scanner = Scanner(Cast(identity, pack), pack, {s.path: s.title for s in sections.items if s.kind == "attachment"})
    starts = {number.start for number in numbers}
    claims: list[Claim] = [*find_remarks(text, identity, pack)]
    known = {e.name for e in entities if e.kind == "person" and len(e.name) > 2}
    for sentence in sentences(text, sections):
        if _is_caption(text.text, sentence.start, sentence.end):
            continue
        inside = with_people(sentence, sentence.beginning_in(entities), pack, known)
        claims += scanner.claims(sentence, inside, starts)
    claims = _without_repeats(claims, pack)
    told: dict[tuple[str, str], set[str]] = {}
    for claim in claims:
        recipient, item, title = _who_and_what(claim)
        told.setdefault((recipient, item), set()).add(core_of(title, pack))
    return (*claims, *(claim for claim in find_listed(text, identity, entities, pack) if not _is_told(claim, told, pack)))


def _is_told(claim: Claim, told: Mapping[tuple[str, str], Collection[str]], pack: Pack) -> bool:
    """Whether an honour of a list stands among those that were told, under the whole or the end of its name."""
    recipient, item, title = _who_and_what(claim)
    core = core_of(title, pack)
    return any(core == other or (len(min(core, other, key=len)) > 3 and (core.endswith(other) or other.endswith(core)))
               for other in told.get((recipient, item), ()))


def _without_repeats(claims: Sequence[Claim], pack: Pack) -> list[Claim]:
    """Without what a rule found that only counts where nothing else tells the honour (`set: {told: once}`), nor the same rule before."""
    shy = {rule.rule.id for rule in pack.patterns if rule.rule.set.get("told") == "once"}
    seen = {_who_and_what(claim) for claim in claims if claim.rule not in shy}
    kept = []
    for claim in claims:
        key = _who_and_what(claim)
        if claim.rule not in shy or key not in seen:
            kept.append(claim)
        seen.add(key)
    return kept


def _who_and_what(claim: Claim) -> tuple[str, str, str]:
    """What makes two honours the same."""
    record = cast("Recognition", claim.record)
    return record.recipient, record.item, record.title


def _is_caption(text: str, start: int, end: int) -> bool:
    """Whether a sentence is a line of its own that only names a list or table."""
    line = text[text.rfind("\n", 0, start) + 1 : end].strip()
    return text[end : end + 1] in {"\n", ""} and "，" not in line and _CAPTION.search(line) is not None
