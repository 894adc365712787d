"""What the tree is made of while it grows: sections found, levels still open, which style stands over which."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportparse.sections.candidates import Candidate

RANK = {
    "part": 0.0, "chapter": 1.0, "division": 2.0, "roman": 2.5, "han": 3.0, "plain": 3.2, "decimal2": 3.5, "han_paren": 4.0,
    "decimal3": 4.5, "arabic": 5.0, "decimal4": 5.5, "paren": 6.0, "decimal5": 6.5, "half": 7.0, "circled": 8.0,
    "latin": 9.0, "is": 10.0, "must": 10.0, "first": 10.0, "nth": 10.0, "one_of": 10.0,
}  # fmt: skip
"""Which style usually stands over which; the document's own order goes first."""

CHAPTER_LIKE = frozenset({"part", "chapter", "division", "han", "arabic", "plain", "roman"})
"""Styles whose ordinal may be the first number of a decimal below."""

FOREIGN = frozenset({"part", "chapter", "division", "han"})
"""Styles of chapters that begin anew only in a list from elsewhere."""

IN_PAIRS = frozenset({"must", "one_of", "first", "nth", "latin", "roman", "half", "circled"})
"""Styles whose form is common in prose: a first item counts only when a second follows."""


@dataclass(frozen=True, slots=True)
class Node:
    """A section found: its candidate, path and parent path; `marked` is False for a title line without a marker."""

    candidate: Candidate
    path: str
    parent: str
    attached: bool
    marked: bool = True


@dataclass(frozen=True, slots=True)
class Resumption:
    """The offset at which the section `path` goes on after an attachment."""

    start: int
    path: str


@dataclass(frozen=True, slots=True)
class Level:
    """An open level of the tree: the last item of its list. `counted` marks a head such as `一、优质学校（60所）`."""

    family: str
    numbers: tuple[int, ...]
    path: str
    attachment: bool = False
    case: bool = False
    counted: bool = False

    @property
    def ordinal(self) -> int:
        """The number of the last item; 0 for an attachment."""
        return self.numbers[-1] if self.numbers else 0
