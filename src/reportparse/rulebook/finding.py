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
        self._anywhere: list[tuple[int, Needs, regex.Pattern[str]]] = []
        """Those that may begin with anything, with the words that they need and one of which every match holds."""
        for index, (_, pattern) in enumerate(self.entries):
            starts = beginnings(pattern.pattern)
            if starts is None:
                needed = needs(pattern.pattern)
                self._anywhere.append((index, needed, _one_of(needed)))
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
        for index, needed, one in self._anywhere:
            for low, high in _lines_with(one, text):
                if may_match(needed, text[low:high]):
                    for match in self.entries[index][1].finditer(text, low, high + 1, overlapped=True):
                        if match.start() < high:
                            yield index, match.start()


def _lines_with(pattern: regex.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The spans of the lines in which a pattern matches."""
    end = -1
    for match in pattern.finditer(text):
        if match.start() > end:
            end = text.find("\n", match.start()) % (len(text) + 1)
            yield text.rfind("\n", 0, match.start()) + 1, end


def _one_of(needed: Needs) -> regex.Pattern[str]:
    """Words one of which a line with a match holds: to look for these first is quicker than for all; any line where that is unknown."""
    if not all(needed):
        return _LINE
    words = {word for alternative in needed for word in min(alternative, key=len)}
    return regex.compile("|".join(map(regex.escape, sorted(words))))
