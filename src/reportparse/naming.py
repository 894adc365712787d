"""The words of a genre that name its institutions and sectors (`identity.yaml` of a pack), and what follows from them alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Sector = Literal["中职", "高职", "职教", "其他"]


@dataclass(frozen=True, slots=True)
class SectorWords:
    """Words of a title that name a sector."""

    sector: Sector
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstitutionNouns:
    """Endings of the names of institutions that report in a sector."""

    sector: Sector
    nouns: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class IdentityVocabulary:
    """The words of a genre that identify its reports and name its institutions (`identity.yaml` of a pack)."""

    sectors: tuple[SectorWords, ...] = ()
    joint: tuple[str, ...] = ()
    """Words of a title that stand for all sectors at once."""
    institutions: tuple[InstitutionNouns, ...] = ()
    suffixes: tuple[str, ...] = ()
    """Parts of an institution that follow its name and belong to it: 中职部."""
    parts: tuple[str, ...] = ()
    """Type nouns of what belongs to another institution and is none itself: 产业学院."""
    abbreviations: tuple[str, ...] = ()
    """Endings of short forms: 一职."""
    plain: tuple[str, ...] = ()
    """Type nouns that are common nouns as well: after a place alone, or a kind, they name nobody."""
    generic: tuple[str, ...] = ()
    """Words before a type noun that tell a kind, not a name."""
    not_inside: tuple[str, ...] = ()
    """Words of the genre that no name of an institution holds (beside the verbs and particles of the language)."""
    common: tuple[str, ...] = ()
    """Type nouns that make no name with no more than a place before them: 许昌市学校."""
    bare: tuple[str, ...] = ()
    """Endings of type nouns that make a name with the bare name of a place: 许昌学院."""
    colleges: tuple[str, ...] = ()
    """Endings of type nouns that institutions and their parts share: 机电工程学院 in a college's own report is a part of it."""
    occasions: tuple[str, ...] = ()
    """Words for events that are no part of the name that follows them."""
    kind_before: tuple[str, ...] = ()
    """What follows a type noun when it means all institutions of a place: 毕节市中等职业学校 + 布局."""
    not_after: tuple[str, ...] = ()
    """What follows a type noun when it is the beginning of another word (大学 in 大学生)."""
    own: tuple[str, ...] = ()
    """What an institution calls itself."""
    roles: tuple[str, ...] = ()
    """Words for people that stand before or after a person's name."""
    groups: tuple[str, ...] = ()
    """Words for groups named after a person: 团队, 名师工作室."""
    person_verbs: tuple[str, ...] = ()
    """Verbs of the genre right after a person's name (beside 获, 主持, 参加 of the language)."""
    person_heads: tuple[str, ...] = ()
    """Endings of words whose colon introduces persons: （一等奖：甲、乙）."""
    subjects: tuple[str, ...] = ()
    """What a report of the genre is on: words of a title after the issuer's name (beside 质量, 发展, 工作 of the language)."""

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """All endings of names of institutions, longest first."""
        return tuple(sorted((noun for group in self.institutions for noun in group.nouns), key=lambda n: (-len(n), n)))

    @cached_property
    def noun_pattern(self) -> re.Pattern[str]:
        """A type noun (with the part of the institution after it) that is not the beginning of another word."""
        if not self.nouns:
            return re.compile(r"(?!)")
        tail = f"(?:{_either(self.suffixes)})?" if self.suffixes else ""
        guard = f"(?!{_either(self.not_after)})" if self.not_after else ""
        return re.compile(f"(?:{_either(self.nouns)}){tail}{guard}")

    @cached_property
    def _kinds(self) -> re.Pattern[str]:
        return re.compile(f"(?:{_either(self.generic)})*" if self.generic else "")

    def noun_of(self, name: str) -> str:
        """The type noun that a name ends in, a part of the institution after it left out; empty if none."""
        for suffix in self.suffixes:
            name = name.removesuffix(suffix)
        if not name.endswith(self.nouns):
            return ""
        return next((noun for noun in self.nouns if name.endswith(noun)), "")

    def is_kind(self, words: str) -> bool:
        """Whether words (without a place before them) only tell a kind of institution: 中等职业学校, 公办学校."""
        noun = self.noun_of(words)
        return noun in self.plain and bool(self._kinds.fullmatch(words[: words.rindex(noun)])) if noun else False

    def tells_kind(self, words: str) -> bool:
        """Whether words before a type noun only tell a kind of institution: 中等职业, 公办."""
        return bool(self._kinds.fullmatch(words))

    def sector_of(self, institution: str) -> Sector:
        """The sector in which an institution of this name reports."""
        endings = [(len(n), group.sector) for group in self.institutions for n in group.nouns if institution.endswith(n)]
        return max(endings)[1] if endings else "其他"


def _either(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))
