"""Spans of text as tokens: the cut of jieba without HMM, over the part of its dictionary that a text needs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from reportparse.errors import ReportparseError
from reportparse.numbers.units import UNITS

FREQUENCY = 50_000
"""Weight of a domain word: above the common words that it may be cut into."""


_UNIT_WORDS = frozenset(form for form in UNITS if len(form) > 1 and all("一" <= char <= "鿿" for char in form))
"""`人次` must not fall to 次要 in `培训人次要达到`."""

_BLOCK = re.compile(r"[\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+")
"""What jieba cuts by the dictionary; every other sign is a token of its own."""
_ALONE = re.compile(r"\r\n|.", re.DOTALL)
_LATIN = re.compile(r"[a-zA-Z0-9]")
_SORTED = (5_071_852, 60_101_967)
"""Size of the dictionary of jieba 0.42.1 in bytes, which is in order from 一 on, and the sum of its frequencies."""
_STRIDE = 4096


class _Words:
    """The dictionary's lines (`word frequency flag`), found by their first two characters without reading all of them: jieba
    itself spends half a second on that."""

    def __init__(self, data: bytes) -> None:
        if len(data) == _SORTED[0]:
            start, self.total = data.index("\n一 ".encode()), _SORTED[1]
            head, self.body = data[:start].decode(), data[start:]
        else:
            lines = sorted(line for line in data.split(b"\n") if line.strip())
            self.total = sum(int(line.split(b" ")[1]) for line in lines)
            head, self.body = "", b"\n".join([b"", *lines, b""])
        self.head: dict[str, list[tuple[str, int]]] = {}
        for word, frequency in _read(head):
            self.head.setdefault(word[:2], []).append((word, frequency))
        self.marks = [self.body.find(b"\n", at) for at in range(0, len(self.body) - 1, _STRIDE)]
        self.first = [self.body[at + 1 : at + 9] for at in self.marks]

    def beginning(self, start: str) -> list[tuple[str, int]]:
        """(word, frequency) of the words that begin with `start`; of a single character only that word."""
        key = b"\n" + start.encode() + (b" " if len(start) == 1 else b"")
        low = self.marks[max(bisect_left(self.first, key[1:7]) - 1, 0)]
        after = bisect_right(self.first, key[1:7] + b"\xff")
        high = self.marks[after] if after < len(self.marks) else len(self.body)
        at = self.body.find(key, low, high + len(key))
        found = list(self.head.get(start, ()))
        if at >= 0:
            last = self.body.rfind(key, at, high + len(key))
            lines = self.body[at + 1 : self.body.find(b"\n", last + 1)].decode()
            found += ((word, frequency) for word, frequency in _read(lines) if word.startswith(start) and (len(start) > 1 or word == start))
        return found


def _read(lines: str) -> Iterator[tuple[str, int]]:
    for line in lines.split("\n"):
        if line:
            word, frequency, *_ = line.split(" ")
            yield word, int(frequency)


def _dictionary_file() -> Path:
    spec = find_spec("jieba")  # without importing it, which takes a tenth of a second
    if spec is None or spec.origin is None:
        raise ReportparseError("the dictionary of jieba is missing", "installation", "install reportparse again")
    return Path(spec.origin).with_name("dict.txt")


@cache
def _words() -> _Words:
    return _Words(_dictionary_file().read_bytes())


class _Tokenizer:
    """jieba's cut by the likeliest path, with words of one's own."""

    def __init__(self, own: frozenset[str]) -> None:
        self.words = _words()
        self.total = log(self.words.total + FREQUENCY * len(own))
        self.weights = {word: log(FREQUENCY) - self.total for word in own}
        self.single: dict[str, float | None] = {}
        """Character -> its weight as a word; None when it is none."""
        self.lengths: dict[str, tuple[int, ...]] = {}
        """Two characters -> the lengths of the words that begin with them."""
        self.own: dict[str, set[int]] = {}
        for word in own:
            self.own.setdefault(word[:2], set()).add(len(word))

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The tokens of a text as spans."""
        at = 0
        for block in _BLOCK.finditer(text):
            yield from (match.span() for match in _ALONE.finditer(text, at, block.start()))
            at = block.end()
            yield from self.block(block.group(), block.start())
        yield from (match.span() for match in _ALONE.finditer(text, at))

    def block(self, text: str, offset: int) -> Iterator[tuple[int, int]]:
        """The tokens of a text that is one block; single Latin letters and digits in a row are one token."""
        ends = self._path(text)
        at = latin = 0
        while at < len(text):
            end = ends[at]
            if end - at > 1 or not _LATIN.match(text[at]):
                if latin < at:
                    yield offset + latin, offset + at
                yield offset + at, offset + end
                latin = end
            at = end
        if latin < at:
            yield offset + latin, offset + at

    def _path(self, text: str) -> list[int]:
        """Where the word that begins at each character ends on the likeliest path to the end; of two alike the longer word."""
        scores = [0.0] * (len(text) + 1)
        ends = [0] * len(text)
        weights, single, lengths = self.weights, self.single, self.lengths
        for at in range(len(text) - 1, -1, -1):
            char, pair = text[at], text[at : at + 2]
            weight = single[char] if char in single else self._load_single(char)
            best, end = (float("-inf"), 0) if weight is None else (weight + scores[at + 1], at + 1)
            for length in lengths[pair] if pair in lengths else self._load(pair):
                known = weights.get(text[at : at + length])
                if known is not None and at + length <= len(text) and known + scores[at + length] >= best:
                    best, end = known + scores[at + length], at + length
            if not end:
                best, end = 0.0 - self.total + scores[at + 1], at + 1
            scores[at], ends[at] = best, end
        return ends

    def _load_single(self, char: str) -> float | None:
        found = [log(frequency) - self.total for _, frequency in self.words.beginning(char) if frequency]
        self.single[char] = self.weights.get(char, found[-1] if found else None)
        return self.single[char]

    def _load(self, pair: str) -> tuple[int, ...]:
        own = self.own.get(pair, set())
        lengths = set(own)
        for word, frequency in self.words.beginning(pair) if len(pair) == 2 else ():
            if frequency and not (len(word) in own and word in self.weights):
                self.weights[word] = log(frequency) - self.total
                lengths.add(len(word))
        self.lengths[pair] = tuple(sorted(lengths - {1}))
        return self.lengths[pair]


@cache
def _tokenizer(words: frozenset[str]) -> _Tokenizer:
    return _Tokenizer(words | _UNIT_WORDS)


def cut(text: str, words: Iterable[str] = ()) -> list[tuple[str, int, int]]:
    """The tokens of `text` with their offsets; `words` are kept whole. Without HMM: unknown words fall into characters."""
    return [(text[start:end], start, end) for start, end in _tokenizer(frozenset(words)).spans(text)]


@cache
def flags() -> dict[str, str]:
    """Word -> its part of speech (v, n, a …) in jieba's dictionary. Takes a third of a second: only for rules that ask for it."""
    lines = _dictionary_file().read_text(encoding="utf-8").splitlines()
    return {word: flag for word, _, flag in (line.split() for line in lines if line)}


def word_guard(text: str, domain: Iterable[str]) -> Callable[[int, int], bool]:
    """A test that refuses spans that cut through a word: `其中专任教师` holds no 中专, `高中学习` no 中学.

    A span is refused when a token lies across its start or its end, partly inside and partly outside; a token that holds the
    whole span does not count. The blocks between punctuation are cut when they are first asked for."""
    dictionary = frozenset(domain)
    blocks = [match.span() for match in _BLOCK.finditer(text)]
    starts = [start for start, _ in blocks]
    tokens: dict[int, list[tuple[int, int]]] = {}

    def inside(offset: int, low: int, high: int) -> bool:
        """Whether a token runs over `offset` that does not hold the whole of low:high."""
        block = bisect_right(starts, offset) - 1
        if block < 0 or offset >= blocks[block][1]:
            return False
        if block not in tokens:
            begin, end = blocks[block]
            words = _tokenizer(dictionary).block(text[begin:end], begin)
            # A token that is a domain word itself cuts nothing: terms may overlap.
            tokens[block] = [(a, b) for a, b in words if text[a:b] not in dictionary]
        spans = tokens[block]
        at = bisect_right(spans, offset, key=lambda span: span[0]) - 1
        if at < 0:
            return False
        start, end = spans[at]
        return start < offset < end and not (start <= low and high <= end)

    def bounded(start: int, end: int) -> bool:
        return not inside(start, start, end) and not inside(end, start, end)

    return bounded
