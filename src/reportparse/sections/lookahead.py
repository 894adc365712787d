"""Questions to the candidates that are still to come: does a list go on, and which of two lists does an item belong to?"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.sections.candidates import Candidate
    from reportparse.sections.levels import Level

_PAIR_WINDOW = 4000
"""Characters within which the second item of a list in running text must follow."""
_NEXT = 20
"""Candidates over which two readings are compared."""


class Later:
    """The candidates from a position on, without a copy of them."""

    def __init__(self, found: Sequence[Candidate], start: int) -> None:
        """`found[start:]` as a view."""
        self._found = found
        self._start = start

    def __iter__(self) -> Iterator[Candidate]:
        """The candidates in order."""
        return (self._found[position] for position in range(self._start, len(self._found)))


def style_votes(found: Sequence[Candidate]) -> Counter[tuple[str, str]]:
    """How often a first item of one style (second of the pair) stands between two items in sequence of another (first)."""
    votes: Counter[tuple[str, str]] = Counter()
    last: dict[str, int] = {}
    between: dict[str, set[str]] = {}
    for candidate in found:
        if candidate.kind != "marker":
            continue
        family, ordinal = candidate.family, candidate.ordinal
        if last.get(family) == ordinal - 1:
            votes.update((family, below) for below in between[family])
        if ordinal == 1:
            for other in between.keys() - {family}:
                between[other].add(family)
        last[family], between[family] = ordinal, set()
    return votes


def second_follows(candidate: Candidate, later: Later) -> bool:
    """True when the next item of the candidate's style is a second, or (for chapters) a decimal below it follows."""
    for other in later:
        if other.family == candidate.family:
            near = other.start - candidate.start <= _PAIR_WINDOW or candidate.at_line
            return near and (other.ordinal == 2 or (other.last and candidate.family == "first"))
        if other.family == "decimal2" and other.numbers == (candidate.ordinal, 1):
            return True
    return False


def next_ordinal(family: str, later: Later) -> int | None:
    """The ordinal of the next candidate of the style."""
    return next((other.ordinal for other in later if other.family == family), None)


def goes_on(stack: Sequence[Level], at: int, later: Later) -> bool:
    """True when the list of the level at `at` goes on before a level above it does."""
    for other in later:
        if other.family == stack[at].family:
            return other.ordinal == stack[at].ordinal + 1
        if any(other.family == up.family and other.ordinal == up.ordinal + 1 for up in stack[:at]):
            return False
    return False


def nests_in_same(stack: Sequence[Level], at: int, later: Later) -> bool:
    """True when a list in the style of an open list ends before the open list goes on: 1. 2. [1. 2.] 3."""
    expected = stack[at].ordinal + 1
    run = 1
    for other in later:
        if other.family == stack[at].family:
            if other.ordinal == run + 1 and other.ordinal != expected:
                run += 1
                continue
            return other.ordinal == expected and other.ordinal != run + 1
        if any(other.family == up.family and other.ordinal == up.ordinal + 1 for up in stack[:at]):
            return False
    return False


def comes_again(candidate: Candidate, later: Later) -> bool:
    """True when the same ordinal follows after the run that the candidate begins: then the run is an inner list's."""
    expected = candidate.ordinal + 1
    for other in later:
        if other.family != candidate.family:
            continue
        if other.ordinal != expected:
            return other.ordinal == candidate.ordinal
        expected += 1
    return False


def misfits(stack: Sequence[Level], at: int, candidate: Candidate, later: Later) -> int:
    """How many of the next candidates would find no list to go on with if this one went on with the level at `at`."""
    items = [(level.family, level.ordinal) for level in stack[:at]]
    items.append((candidate.family, candidate.ordinal))
    count = 0
    for other in islice(later, _NEXT):
        places = [i for i, item in enumerate(items) if item == (other.family, other.ordinal - 1)]
        if places:
            del items[places[-1] :]
        elif other.ordinal > 1:
            count += other.at_line
            continue
        items.append((other.family, other.ordinal))
    return count
