"""Passages that speak of one named unit: a section or line that its name heads, and `the school` as a subject in or after it."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled
from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportparse.model import Identity, Section, Sections, Text

_BULLET = compiled(r"[\s●○◆◇■□★▲·•※—－-]*")
_JOINED = compiled(r"\s*(?:[、，]|和|与|及|以及|等)")


@lru_cache(maxsize=8)
def _rest(own: tuple[str, ...]) -> regex.Pattern[str]:
    """What follows the name of a unit that heads a passage alone: its short form in a bracket, 概况, and the end of the heading."""
    return regex.compile(
        rf"[”\"]?\s*(?:[（(][^（）()\n]*[）)])?\s*(?:的?(?:{_either(own)})?"
        r"(?:简介|概况|简况|概述|(?:基本|发展|主要)?情况|基本信息)\s*)?(?:$|[。：:；;]|[—–－-])")


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
    """Spans of lines headed by a name without a marker, by start."""

    def at(self, offset: int) -> Entity | None:
        """The unit whose name heads the innermost passage that holds `offset`."""
        at = bisect_right(self.lines, offset, key=lambda line: line[0]) - 1
        if at >= 0 and offset < self.lines[at][1]:
            return self.lines[at][2]
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
    for section in sections.items:
        start = section.title_start + len(_BULLET.match(text.text, section.title_start, section.title_end).group())  # type: ignore[union-attr]
        unit = units.get(start) or units.get(start + 1)
        if unit is not None and unit.end <= section.title_end and rest.match(text.text[unit.end:section.title_end]):
            headed[section.path] = unit
    return Passages(sections, headed, tuple(_lines(text, sections, units, rest)))


def _lines(text: Text, sections: Sections, units: Mapping[int, Entity], alone_by: regex.Pattern[str]) -> Iterator[tuple[int, int, Entity]]:
    """Lines that begin with a name that stands alone; a name that is the whole line heads those up to the next name or heading."""
    heads: list[tuple[int, int, Entity, bool]] = []
    for unit in units.values():
        line = text.text.rfind("\n", 0, unit.start) + 1
        stop = text.text.find("\n", unit.end)
        stop = len(text.text) if stop < 0 else stop
        if not _BULLET.fullmatch(text.text, line, unit.start) or "\t" in text.text[line:stop] or text.table_at(unit.start):
            continue
        rest = alone_by.match(text.text, unit.end, stop)
        if rest is not None:
            heads.append((line, stop, unit, not text.text[rest.end():stop].strip()))
    for i, (line, stop, unit, alone) in enumerate(heads):
        if not alone:
            yield line, stop, unit
        elif i + 1 == len(heads) or text.text[stop:heads[i + 1][0]].strip():
            # Names line by line are a list, and head nothing.
            listed = i > 0 and heads[i - 1][3] and not text.text[heads[i - 1][1]:line].strip()
            section = sections.at(unit.start)
            end = min(_end_of(section, sections, text), heads[i + 1][0] if i + 1 < len(heads) else len(text.text))
            if not listed and line > section.body_start and end > stop:
                yield line, end, unit


def _end_of(section: Section, sections: Sections, text: Text) -> int:
    return next((s.start for s in sections.items if s.start > section.start), len(text.text))


def with_subjects(
    text: Text, entities: tuple[Entity, ...], passages: Passages, identity: Identity, own: tuple[str, ...]
) -> tuple[Entity, ...]:
    """The entities with bare type nouns for the institution that its passage is about, or that began a sentence before it in its line."""
    if identity.level == "school":
        return entities
    starts = [e.start for e in entities]
    found = []
    for match in _subject(own).finditer(text.text):
        unit = passages.at(match.start())
        if unit is None or unit.kind != "school":
            unit = _begun(text.text, match.start(), entities, starts)
        if unit is not None:
            found.append(Entity("school", match.group(), *match.span(), unit.full or unit.name))
    return tuple(sorted((*entities, *found), key=lambda e: e.start)) if found else entities


def _begun(text: str, offset: int, entities: Sequence[Entity], starts: Sequence[int]) -> Entity | None:
    """The institution that alone is what the last sentence before `offset` that begins with a unit begins with."""
    line = text.rfind("\n", 0, offset) + 1
    at = bisect_right(starts, offset - 1) - 1
    while at >= 0 and entities[at].start >= line:
        unit = entities[at]
        at -= 1
        if unit.kind == "person" or not regex.search(r"(?:^|[。；！？])\s*(?:[^，。；、]{0,8}[年月日底末初]，?)?$", text[line:unit.start]):
            continue
        return unit if unit.kind == "school" and unit.start >= line and not _JOINED.match(text, unit.end) else None
    return None
