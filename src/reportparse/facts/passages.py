"""Passages that speak of one named unit: a section or line that its name heads, and `the school` as a subject in or after it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled, ready
from reportparse.model import Award, Entity, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportparse.model import Claim, Identity, Section, Sections, Text

_BULLET = compiled(r"[\s●○◆◇■□★▲·•※—－【\[-]*")
_MARKER = compiled(
    r"\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}(?:[）)、．.]|是|要)|[①-⑳]|第[一二三四五六七八九十]+[，,、]|[●○◆◇■□★▲·•※—－-]+)?\s*")
"""What marks a line or item of a list."""
_CLAUSE_END = compiled(r"[，。；\n]")
_JOINED = compiled(r"\s*(?:[、，]|和|与|及|以及|等)")


@lru_cache(maxsize=8)
def _rest(own: tuple[str, ...]) -> regex.Pattern[str]:
    """What follows the name of a unit that heads a passage alone: its short form in a bracket, 概况, and the end of the heading."""
    return regex.compile(
        rf"[”\"】\]]?\s*(?:[（(][^（）()\n]*[）)])?\s*(?:的?(?:{_either(own)})?"
        r"(?:简介|概况|简况|概述|(?:基本|发展|主要)?情况|基本信息)\s*)?(?:$|[。：:；;]|[—–－-]|(?<=[】\]]))")


@lru_cache(maxsize=8)
def _subject(own: tuple[str, ...]) -> regex.Pattern[str]:
    """A bare type noun where a clause begins with it, as somebody who does or has something."""
    words = [word for word in own if not word.startswith(("我", "本"))]
    lead = "|".join(f"(?<=(?:^|[。；！？：，\n]){'.' * len(word)})" for word in sorted(words, key=len))
    return regex.compile(
        rf"(?:{_either(words)})(?:{lead})(?![数布之类名章总校]|间|(?:现?共?(?:有|计)?|总计)?\s*[\d一二两三四五六七八九十百]+\s*所|"
        r"\p{Han}{0,3}(?:之间|布局))") if words else regex.compile(r"(?!)")


def _either(words: Sequence[str]) -> str:
    return "|".join(map(regex.escape, words)) or "(?!)"


@dataclass(frozen=True, slots=True)
class Passages:
    """Which unit a place of the text is about, where a heading says so."""

    sections: Sections
    headed: Mapping[str, Entity]
    """By path of a section: the unit whose name heads it."""
    lines: tuple[tuple[int, int, Entity], ...]
    """Spans of lines headed by a name without a marker, or that begin with one as their subject, by start."""
    subjects: frozenset[int] = frozenset()
    """Where those of them begin that only have it as their subject."""

    def at(self, offset: int, *, headed: bool = False) -> Entity | None:
        """The unit whose name heads the innermost passage that holds `offset`, or begins it as its subject unless `headed`."""
        at = bisect_right(self.lines, offset, key=lambda line: line[0]) - 1
        for start, end, unit in reversed(self.lines[max(at - 20, 0):at + 1]):
            if start <= offset < end and not (headed and start in self.subjects):
                return unit
        path = self.sections.at(offset).path if self.headed else ""
        while path:
            if path in self.headed:
                return self.headed[path]
            path = path.rpartition(".")[0]
        return None


def find_passages(text: Text, sections: Sections, entities: Sequence[Entity], identity: Identity, own: tuple[str, ...]) -> Passages:
    """The passages headed by an institution, a place of the issuer, or a part of the school that reports.

    `own` are the words that an institution calls itself by."""
    rest = _rest(own)
    units = {
        e.start: e for e in entities
        if (e.full or e.name) != identity.issuer and e.kind in ({"place"} if identity.level == "school" else {"place", "school"})}
    headed = {}
    spoken: list[tuple[int, int, Entity]] = []
    begins = sorted(e.start for e in entities if e.kind != "person" and text.text[max(e.start - 1, 0)] in "。；！？")
    for section in sections.items:
        start = section.title_start + len(_BULLET.match(text.text, section.title_start, section.title_end).group())  # type: ignore[union-attr]
        unit = units.get(start) or units.get(start + 1)
        if unit is None:
            continue
        stop = _line_end(text.text, unit.end)
        if unit.end <= section.title_end and (rest.match(text.text[unit.end:section.title_end]) or (
                section.title_end == stop and _is_subject(unit, text.text, units))):
            headed[section.path] = unit
        elif _is_subject(unit, text.text, units):
            spoken.append((section.start, _until_next(unit.end, stop, begins), unit))
    lines = sorted([*_lines(text, sections, units, rest, begins), *spoken], key=lambda line: line[:2])
    subjects = frozenset(start for start, _, unit in lines if not rest.match(text.text, unit.end, _line_end(text.text, unit.end)))
    return Passages(sections, headed, tuple(lines), subjects)


def _line_end(text: str, at: int) -> int:
    stop = text.find("\n", at)
    return stop if stop >= 0 else len(text)


def _until_next(at: int, stop: int, begins: Sequence[int]) -> int:
    """Where the next unit begins a sentence, but not beyond `stop`."""
    following = bisect_right(begins, at)
    return min(begins[following], stop) if following < len(begins) else stop


def _lines(
    text: Text, sections: Sections, units: Mapping[int, Entity], alone_by: regex.Pattern[str], begins: Sequence[int]
) -> Iterator[tuple[int, int, Entity]]:
    """Lines that begin with a name that stands alone; a name that is the whole line heads those up to the next name or heading."""
    heads: list[tuple[int, int, Entity, bool]] = []
    for unit in units.values():
        line = text.text.rfind("\n", 0, unit.start) + 1
        stop = _line_end(text.text, unit.end)
        first = _BULLET.fullmatch(text.text, line, unit.start) or _MARKER.fullmatch(text.text, line, unit.start)
        if not first or "\t" in text.text[line:stop] or text.table_at(unit.start):
            continue
        rest = alone_by.match(text.text, unit.end, stop)
        if rest is None and _is_subject(unit, text.text, units):
            heads.append((line, _until_next(unit.end, stop, begins), unit, False))
            # A line that goes through the schools one by one.
            after = (units[at] for at in begins[bisect_right(begins, unit.end):bisect_right(begins, stop - 1)] if at in units)
            heads += [(e.start, _until_next(e.end, stop, begins), e, False) for e in after if _is_subject(e, text.text, units)]
        if rest is not None:
            heads.append((line, stop, unit, not text.text[rest.end():stop].strip()))
    yield from ((start, stop, unit) for start, stop, unit, alone in heads if not alone)
    whole = sorted(((start, stop, unit) for start, stop, unit, alone in heads if alone), key=lambda head: head[0])
    for i, (line, stop, unit) in enumerate(whole):
        following = whole[i + 1][0] if i + 1 < len(whole) else len(text.text)
        # Names line by line are a list, and head nothing.
        listed = not text.text[stop:following].strip() or (i > 0 and not text.text[whole[i - 1][1]:line].strip())
        section = sections.at(unit.start)
        end = min(_end_of(section, sections, text), following)
        if not listed and line > section.body_start and end > stop:
            yield line, end, unit


def _end_of(section: Section, sections: Sections, text: Text) -> int:
    return next((s.start for s in sections.items if s.start > section.start), len(text.text))


def _is_subject(unit: Entity, text: str, units: Mapping[int, Entity]) -> bool:
    """Whether an institution at the head of a passage is what its first sentence speaks of, alone."""
    if unit.kind != "school" or _JOINED.match(text, unit.end) or text[unit.end:unit.end + 1] in {"的", "教"}:
        return False
    clause = _CLAUSE_END.search(text, unit.end)
    stop = clause.start() if clause else len(text)
    return not any(text[at - 1] in "、和与及" for at in range(unit.end + 1, stop) if at in units and units[at].kind == "school")


def with_subjects(
    text: Text, entities: tuple[Entity, ...], passages: Passages, identity: Identity, own: tuple[str, ...]
) -> tuple[Entity, ...]:
    """The entities with bare type nouns for the institution that its passage is about, or that began a sentence before it in its line."""
    if identity.level == "school":
        return entities
    starts = [e.start for e in entities]
    found = []
    for match in _subject(own).finditer(text.text):
        unit = _begun(text.text, match.start(), entities, starts) or passages.at(match.start())
        if unit is not None and unit.kind == "school":
            found.append(Entity("school", match.group(), *match.span(), unit.full or unit.name))
    return tuple(sorted((*entities, *found), key=lambda e: e.start)) if found else entities


def _begun(text: str, offset: int, entities: Sequence[Entity], starts: Sequence[int]) -> Entity | None:
    """The institution that alone is what the last sentence before `offset` that begins with a unit begins with."""
    line = text.rfind("\n", 0, offset) + 1
    at = bisect_right(starts, offset - 1) - 1
    while at >= 0 and entities[at].start >= line:
        unit = entities[at]
        at -= 1
        if unit.kind == "person" or not ready(r"(?:^|[。；！？])\s*(?:[^，。；、]{0,8}[年月日底末初]，?)?$").search(text[line:unit.start]):
            continue
        return unit if unit.kind == "school" and unit.start >= line and not _JOINED.match(text, unit.end) else None
    return None


def won_in_passage(
    claim: Claim, text: str, passages: Passages, entities: Sequence[Entity], starts: Sequence[int], identity: Identity
) -> Claim:
    """A prize or honour of the issuer as one of the school whose name heads its passage, unless its sentence names the issuer."""
    record = claim.record
    if not isinstance(record, Award | Recognition) or record.recipient != identity.issuer or identity.level == "school":
        return claim
    if isinstance(record, Award) and record.scope != "own":
        return claim
    unit = passages.at(claim.evidence.start, headed=True)
    if unit is None or unit.kind != "school" or record.unit == "所":
        return claim
    low = max(text.rfind(mark, 0, claim.evidence.start) for mark in "。；\n") + 1
    near = entities[bisect_left(starts, low):bisect_left(starts, claim.evidence.end)]
    if any(entity.kind == "issuer" for entity in near):
        return claim
    return replace(claim, record=replace(record, recipient=unit.full or unit.name, recipient_kind="school"))
