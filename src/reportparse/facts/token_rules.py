"""Token patterns matched on the lines of a report: numbers and names are tokens of their own, the rest is cut into words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from reportparse.model import Entity, Number
from reportparse.rulebook.token_patterns import Piece
from reportparse.tokens import cut, flags

LONGEST_WORD = 8
"""Tokens that one word, part or lexicon entry may run over."""
_STOP = regex.compile(r"[，。；：！？、,;:!?\n\t]")

Groups = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a line; `kind` is number, entity or word, `value` the unit, the kind of name, or the part of speech."""

    text: str
    start: int
    end: int
    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class TokenMatch:
    """Where a token pattern matches, with the spans of its groups."""

    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


def lines_of_tokens(
    text: str, numbers: Sequence[Number], entities: Sequence[Entity], words: frozenset[str], *, tagged: bool,
    patterns: Sequence[tuple[Piece, ...]] | None = None,
) -> Iterator[tuple[Token, ...]]:
    """The lines that hold a quantity (and, with `patterns`, what one of them asks for) as tokens; with `tagged`, words have their part
    of speech by the dictionary."""
    quantities = [n for n in numbers if n.kind == "quantity" and not n.second]
    tags = flags() if tagged else {}
    at = 0
    while at < len(quantities):
        low = text.rfind("\n", 0, quantities[at].start) + 1
        high = text.find("\n", quantities[at].start) % (len(text) + 1)
        stop = bisect_left(quantities, high, key=lambda n: n.start)
        fixed = [Token(text[n.raw_start:n.raw_end], n.raw_start, n.raw_end, "number", n.unit) for n in quantities[at:stop]]
        first, last = (bisect_left(entities, edge, key=lambda e: e.start) for edge in (low, high))
        fixed += [Token(text[e.start:e.end], e.start, e.end, "entity", e.kind) for e in entities[first:last]]
        if patterns is None or any(_may_match(pattern, fixed, text[low:high]) for pattern in patterns):
            yield tuple(_line(text, low, high, sorted(fixed, key=lambda t: (t.start, -t.end)), words, tags))
        at = stop


def _may_match(pattern: tuple[Piece, ...], fixed: Sequence[Token], line: str) -> bool:
    """Whether a line has the numbers, names and words that a pattern cannot do without: to cut it into words takes longer."""
    for piece in pattern:
        if piece.low and piece.kind in {"number", "entity"}:
            if not any(token.kind == piece.kind and piece.value in {"", token.value} for token in fixed):
                return False
        elif piece.low and piece.kind == "word" and piece.value not in line:
            return False
    return True


def token_matches(pattern: tuple[Piece, ...], line: tuple[Token, ...], text: str) -> Iterator[TokenMatch]:
    """Every place of a line that the pattern matches, from left to right, without overlaps."""
    at = 0
    while at < len(line):
        found = next(_match(pattern, line, at, text), None)
        if found is None or found[0] == at:
            at += 1
            continue
        yield TokenMatch(line[at].start, line[found[0] - 1].end, found[1])
        at = found[0]


def _line(text: str, low: int, high: int, fixed: list[Token], words: frozenset[str], tags: Mapping[str, str]) -> Iterator[Token]:
    at = low
    for token in [*fixed, Token("", high, high, "", "")]:
        if token.start < at:
            continue
        for word, start, end in cut(text[at:token.start], words):
            if not word.isspace():
                yield Token(word, at + start, at + end, "word", tags.get(word, ""))
        if token.kind:
            yield token
        at = token.end


def _match(pieces: tuple[Piece, ...], line: tuple[Token, ...], at: int, text: str) -> Iterator[tuple[int, Groups]]:
    """The ends of the ways in which the pieces match from token `at`, with their groups."""
    if not pieces:
        yield at, {}
        return
    first, rest = pieces[0], pieces[1:]
    for middle, inner in _repeated(first, line, at, text, first.low, first.high):
        for end, groups in _match(rest, line, middle, text):
            own = {first.name: (line[at].start, line[middle - 1].end)} if first.name and middle > at else {}
            yield end, {**inner, **groups, **own}


def _repeated(piece: Piece, line: tuple[Token, ...], at: int, text: str, low: int, high: int) -> Iterator[tuple[int, Groups]]:
    if high > 0:
        for middle, groups in _once(piece, line, at, text):
            if middle > at:
                for end, more in _repeated(piece, line, middle, text, max(low - 1, 0), high - 1):
                    yield end, {**groups, **more}
            elif low <= 1:
                yield middle, groups
    if low <= 0:
        yield at, {}


def _once(piece: Piece, line: tuple[Token, ...], at: int, text: str) -> Iterator[tuple[int, Groups]]:
    match piece.kind:
        case "gap":
            for end in range(at, min(at + piece.most, len(line)) + 1):
                yield end, {}
                if end < len(line) and (line[end].kind == "number" or _STOP.search(line[end].text)):
                    return
        case "group":
            for branch in piece.branches:
                yield from _match(branch, line, at, text)
        case "word" | "pattern":
            for end in range(at + 1, min(at + LONGEST_WORD, len(line)) + 1):
                words = text[line[at].start:line[end - 1].end]
                if words == piece.value if piece.pattern is None else piece.pattern.fullmatch(words):
                    yield end, {}
        case "number" | "entity":
            if at < len(line) and line[at].kind == piece.kind and piece.value in {"", line[at].value}:
                yield at + 1, {}
        case "flag":
            if at < len(line) and line[at].kind == "word" and line[at].value.startswith(piece.value):
                yield at + 1, {}
