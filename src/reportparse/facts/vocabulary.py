"""The word lists of a pack as patterns and values."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from reportparse.rulebook import Pack

NOTHING = r"(?!)"


def words(pack: Pack, *names: str) -> str:
    """Alternation of the words of the named lexicons, longest first; a pattern that never fits when all are empty or absent."""
    return _alternation(frozenset(word for name in names if name in pack.lexicons for word in pack.lexicons[name].words))


def words_valued(pack: Pack, name: str, value: str) -> str:
    """Alternation of the words of a lexicon that carry `value`."""
    lexicon = pack.lexicons.get(name)
    return _alternation(frozenset(word for word, carried in lexicon.words.items() if carried == value) if lexicon else frozenset())


@lru_cache(maxsize=512)
def _alternation(found: frozenset[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(found, key=lambda w: (-len(w), w))) or NOTHING


def value(pack: Pack, name: str, word: str) -> str:
    """What a word carries in a lexicon; empty when it is not in it."""
    lexicon = pack.lexicons.get(name)
    return lexicon.words.get(word, "") if lexicon else ""


@lru_cache(maxsize=512)
def pattern(source: str) -> regex.Pattern[str]:
    """The compiled pattern."""
    return regex.compile(source)
