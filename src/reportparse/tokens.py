"""Spans of text as tokens; the only home of jieba, with a dictionary of its own."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from reportparse.numbers.units import UNITS

FREQUENCY = 50_000
"""Weight of a domain word: above the common words that it may be cut into."""


_UNIT_WORDS = frozenset(form for form in UNITS if len(form) > 1 and all("一" <= char <= "鿿" for char in form))
"""`人次` must not fall to 次要 in `培训人次要达到`."""


@cache
def _tokenizer(words: frozenset[str]) -> Any:
    import jieba  # a second of start-up: only when a text is really cut

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in sorted(words | _UNIT_WORDS):
        tokenizer.add_word(word, FREQUENCY)
    return tokenizer


def cut(text: str, words: Iterable[str] = ()) -> list[tuple[str, int, int]]:
    """The tokens of `text` with their offsets; `words` are kept whole. Without HMM: unknown words fall into characters."""
    return list(_tokenizer(frozenset(words)).tokenize(text, HMM=False))


@cache
def flags() -> dict[str, str]:
    """Word -> its part of speech (v, n, a …) in jieba's dictionary. Takes a third of a second: only for rules that ask for it."""
    import jieba

    with jieba.Tokenizer().get_dict_file() as lines:
        return {word: flag for word, _, flag in (line.decode("utf-8").split() for line in lines)}


def word_guard(text: str, domain: Iterable[str]) -> Callable[[int, int], bool]:
    """A test that refuses spans that cut through a word: `其中专任教师` holds no 中专, `高中学习` no 中学.

    A span is refused when a token lies across its start or its end, partly inside and partly outside; a token that holds the
    whole span does not count. Lines are cut when they are first asked for."""
    dictionary = frozenset(domain)
    starts = [0] + [i + 1 for i, char in enumerate(text) if char == "\n"]
    tokens: dict[int, list[tuple[int, int]]] = {}

    def inside(offset: int, low: int, high: int) -> bool:
        """Whether a token runs over `offset` that does not hold the whole of low:high."""
        line = starts[bisect_right(starts, offset) - 1]
        if line not in tokens:
            end = text.find("\n", line)
            words = cut(text[line:end if end >= 0 else len(text)], dictionary)
            # A token that is a domain word itself cuts nothing: terms may overlap.
            tokens[line] = [(line + a, line + b) for word, a, b in words if word not in dictionary]
        spans = tokens[line]
        at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
        if at < 0:
            return False
        start, end = spans[at]
        return start < offset < end and not (start <= low and high <= end)

    def bounded(start: int, end: int) -> bool:
        return not inside(start, start, end) and not inside(end, start, end)

    return bounded
