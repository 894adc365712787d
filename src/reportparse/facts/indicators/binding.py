"""What binds a number to a rule, and the words around a number that may decide it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from reportparse.facts.indicators.mentions import Mentions
from reportparse.facts.indicators.views import Sentence, View
from reportparse.model import Number
from reportparse.rulebook.loading import CompiledIndicator


@dataclass(frozen=True, slots=True)
class Binding:
    """A number read as a value of an indicator.

    `start:end` covers the words that decided; `how` names the construction for `explain`; `when` is the period that the
    construction itself states (the old value of a change); `names` are the items of a list that a zipped value belongs to."""

    rule: CompiledIndicator
    number: Number
    measure: str
    how: str
    start: int
    end: int
    weight: float
    base_text: str = ""
    base_period: str = ""
    when: str = ""
    negative: bool = False
    inherited: Binding | None = None
    """The binding whose dimensions an elliptic one continues."""
    item: str = ""
    item_start: int = -1
    term_start: int = -1
    term_end: int = -1
    """Span of the term itself; -1 where the binding has none of its own."""
    bracketed: bool = False
    """True for a number in a bracket: what follows the bracket does not continue it."""
    superseded: bool = False
    """True for a value that the text itself corrects: it qualifies the right one and is no fact."""


@dataclass(slots=True)
class Memory:
    """What earlier numbers of the paragraph were bound to."""

    bindings: list[Binding] = field(default_factory=list)
    paragraph: int = -1
    broken: bool = False
    """True when nobody has read the number before: nothing continues it."""

    def since(self, offset: int) -> list[Binding]:
        """The bindings of numbers at or after an offset."""
        return [binding for binding in self.bindings if binding.number.start >= offset]

    def last(self, fits: Callable[[Binding], bool], view: View) -> Binding | None:
        """The latest binding that fits; one in a bracket only for numbers of the same bracket."""
        if self.broken:
            return None
        for binding in reversed(self.bindings):
            if binding.bracketed and not view.start <= binding.number.start < view.end:
                continue
            if binding.bracketed and view.host < 0:
                continue
            if fits(binding):
                return binding
        return None


@dataclass(frozen=True, slots=True)
class Reader:
    """What binding needs to know of the report: its text, the terms found in it, and what is no content of a segment."""

    text: str
    mentions: Mentions
    listed: Callable[[int, int, int], list[tuple[int, str]]]
    """(start, end, count) -> the last coordinated run of just so many named units in a span, with their offsets."""
    residue: Callable[[int, int, str], str]
    """(start, end, masked text) -> what is left of a segment without cues, names, dates and link words."""
    headings: Callable[[int], str]
    """Titles of the section at an offset and of its ancestors."""
    rules: tuple[CompiledIndicator, ...] = ()
    people: tuple[str, ...] = ()
    """The pack's words for people."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A number with the words around it that are its own: between the neighbouring numbers of its view."""

    number: Number
    sentence: Sentence
    view: View
    left_start: int
    right_end: int

    @property
    def left(self) -> str:
        """The words since the number before."""
        return self.view.slice(self.left_start, self.number.raw_start)

    @property
    def right(self) -> str:
        """The words up to the next number."""
        return self.view.slice(self.number.raw_end, self.right_end)

    @property
    def clause_start(self) -> int:
        """Where the number's own words begin within its clause."""
        return max(self.left_start, self.view.clause_start(self.number.raw_start))


@dataclass(frozen=True, slots=True)
class Place(Segment):
    """A segment with the report around it and what was read before."""

    reader: Reader
    memory: Memory

    def at(self, number: Number) -> Place:
        """The place of another number of the sentence."""
        return place_of(number, self.sentence, self.reader, self.memory)


def segment_of(number: Number, sentence: Sentence) -> Segment:
    """The number's own words."""
    view = sentence.view_of(number.start)
    same = [n for n in sentence.numbers if sentence.view_of(n.start) is view]
    at = same.index(number)
    left = same[at - 1].raw_end if at else view.start
    right = same[at + 1].raw_start if at + 1 < len(same) else view.end
    return Segment(number, sentence, view, left, right)


def place_of(number: Number, sentence: Sentence, reader: Reader, memory: Memory) -> Place:
    """The number's own words with all that may decide their reading."""
    own = segment_of(number, sentence)
    return Place(number, sentence, own.view, own.left_start, own.right_end, reader, memory)
