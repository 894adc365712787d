"""The rows to be of prizes, and what the clauses and the mentions before hand on to the next ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.prizes import Grade, Mention
    from reportparse.facts.parties import Group, Party


@dataclass(frozen=True, slots=True)
class Win:
    """One row to be: offsets count in the clean text; `number` is the start of the printed count, -1 when none is printed."""

    party: Party
    contest: Contest | None
    grade: Grade
    mention: Mention
    count: int
    number: int
    start: int
    end: int
    quote_start: int
    quote_end: int
    group: str
    track: str
    level: str
    reference: bool
    weight: float
    rule: str


@dataclass
class Memory:
    """What later clauses of a paragraph may leave out."""

    paragraph: int = -1
    subject: Group = ()
    contest: Contest | None = None
    reference: bool = False
    """True while the prizes told are those of a whole contest."""
    school: Group = ()
    """The school that 该校 means."""
    listing: bool = False
    """True while the lines of a list under one contest go on."""
    grade: Grade | None = None
    """The prize that a line of its own has put over the lines with its winners."""


@dataclass
class Thread:
    """What the mentions of one sentence hand on from one to the next."""

    start: int = 0
    """Where the words of the next mention begin: behind the last one."""
    verb: str = ""
    """`win` or `sum`: the kind of verb that governs."""
    group: str = ""
    level: str = ""
    last: Win | None = None
    made: list[Win] = field(default_factory=list)
    queue: Group = ()
    """Parties that wait for one of the next prizes each (`甲、乙分别获金奖1项、铜奖2项`)."""
