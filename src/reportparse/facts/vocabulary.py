"""The word lists of a pack as patterns and values."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled

if TYPE_CHECKING:
    from collections.abc import Collection

    from reportparse.rulebook import Pack

NOTHING = r"(?!)"


class _Alternations:
    """The alternations of a pack that were asked for."""

    def __init__(self, pack: Pack) -> None:
        self.lexicons = pack.lexicons
        self.known: dict[tuple[str, ...], str] = {}
        self.valued: dict[tuple[str, str], str] = {}

    def of(self, names: tuple[str, ...]) -> str:
        if names not in self.known:
            self.known[names] = _alternation({word for name in names if name in self.lexicons for word in self.lexicons[name].words})
        return self.known[names]

    def of_value(self, name: str, value: str) -> str:
        if (name, value) not in self.valued:
            listed = self.lexicons[name].words if name in self.lexicons else {}
            self.valued[name, value] = _alternation({word for word, carried in listed.items() if carried == value})
        return self.valued[name, value]


def words(pack: Pack, *names: str) -> str:
    """Alternation of the words of the named lexicons, longest first; a pattern that never fits when all are empty or absent."""
    return pack.once(_Alternations).of(names)


def words_valued(pack: Pack, name: str, value: str) -> str:
    """Alternation of the words of a lexicon that carry `value`."""
    return pack.once(_Alternations).of_value(name, value)


def _alternation(found: Collection[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(found, key=lambda w: (-len(w), w))) or NOTHING


def value(pack: Pack, name: str, word: str) -> str:
    """What a word carries in a lexicon; empty when it is not in it."""
    lexicon = pack.lexicons.get(name)
    return lexicon.words.get(word, "") if lexicon else ""


@lru_cache(maxsize=512)
def pattern(source: str) -> regex.Pattern[str]:
    """The compiled pattern."""
    return compiled(source)
