"""Many patterns looked for at once: a text is gone over by the characters that each pattern may begin with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import regex

from reportparse.rulebook.beginnings import Needs, beginnings, may_match, needs

T = TypeVar("T")

_LINE = regex.compile(r"[^\n]+")


class Finder(Generic[T]):
    """Patterns with what each of them stands for."""

    def __init__(self, entries: Iterable[tuple[T, regex.Pattern[str]]]) -> None:
        self.entries = tuple(entries)
        self._starting: dict[str, dict[str, list[int]]] = {}
        """First character -> second character (empty: any) -> entries."""
        self._anywhere: list[tuple[int, Needs]] = []
        """Those that may begin with anything, with the words that they need."""
        for index, (_, pattern) in enumerate(self.entries):
            starts = beginnings(pattern.pattern)
            if starts is None:
                self._anywhere.append((index, needs(pattern.pattern)))
            for start in starts or ():
                self._starting.setdefault(start[0], {}).setdefault(start[1:], []).append(index)

    def matches(self, text: str) -> Iterator[tuple[T, regex.Match[str]]]:
        """The match of each pattern at each place of a text. One that begins with a line end, or only holds with words of the next
        line, is left out."""
        for index, at in self._places(text):
            meant, pattern = self.entries[index]
            match = pattern.match(text, at)
            if match is not None:
                yield meant, match

    def present(self, text: str) -> list[tuple[T, regex.Pattern[str]]]:
        """The entries whose pattern matches somewhere in a text, in their own order."""
        found: set[int] = set()
        for index, at in self._places(text):
            if index not in found and self.entries[index][1].match(text, at) is not None:
                found.add(index)
        return [self.entries[index] for index in sorted(found)]

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """(entry, offset) where a match may begin."""
        for line in _LINE.finditer(text):
            low, high = line.span()
            printed = line.group()
            for at, char in enumerate(printed, low):
                if char in self._starting:
                    starting = self._starting[char]
                    for index in (*starting.get("", ()), *starting.get(text[at + 1 : at + 2] or "\n", ())):
                        yield index, at
            for index, needed in self._anywhere:
                if not may_match(needed, printed):
                    continue
                for match in self.entries[index][1].finditer(text, low, high + 1, overlapped=True):
                    if match.start() < high:
                        yield index, match.start()
