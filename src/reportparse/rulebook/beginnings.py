"""What a match of a pattern begins with and must hold, read from the pattern without compiling it."""

from __future__ import annotations

from itertools import product

ANY = "\0"
"""Stands for any character."""
MOST = 600
"""Beginnings beyond which their second characters are given up."""

_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_CLASSES = "dDsSwW"
_PLACES = "bBAZ"


class _Unreadable(Exception):
    """The pattern uses what is not followed here."""


def beginnings(pattern: str) -> frozenset[str] | None:
    """The first two characters of every possible match (only the first where the second may be any or none); None when a match may
    begin with anything, may be empty, or the pattern is beyond this reading. There may be more than can really match, never less."""
    try:
        starts, at = _alternatives(pattern, 0)
    except _Unreadable:
        return None
    if at < len(pattern) or any(start[:1] in {"", ANY} for start in starts):
        return None
    found = {start.partition(ANY)[0] for start in starts}
    return frozenset(start for start in found if len(start) == 1 or start[0] not in found)


Needs = tuple[tuple[frozenset[str], ...], ...]
"""For each alternative: sets of words, from each of which a match must hold one."""


def needs(pattern: str) -> Needs:
    """Words of one or two characters without which a text has no match. An alternative without any such words has an empty tuple; so
    has a pattern that is beyond this reading."""
    try:
        found, at = _needed(pattern, 0)
    except _Unreadable:
        return ((),)
    return found if at == len(pattern) else ((),)


def may_match(needed: Needs, text: str) -> bool:
    """Whether a text holds what some alternative needs."""
    return any(all(any(word in text for word in words) for words in alternative) for alternative in needed)


def _needed(pattern: str, at: int) -> tuple[Needs, int]:
    found: list[tuple[frozenset[str], ...]] = []
    current: list[frozenset[str]] = []
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found.append(tuple(current))
            current, at = [], at + 1
            continue
        begin = at
        starts, inner_end = _piece(pattern, at)
        repeated, at = _repeated(pattern, inner_end, starts)
        if "" in repeated:  # it may lack, or takes no character
            continue
        inside = _inside(pattern, begin)
        inner = _needed(pattern, inside)[0] if inside else ()
        if len(inner) == 1:
            current += inner[0]
        elif all(start[0] != ANY for start in starts):
            current.append(frozenset(start.partition(ANY)[0] for start in starts))
    return (*found, tuple(current)), at


def _inside(pattern: str, at: int) -> int:
    """Where the inside of a group begins; 0 for what is no group."""
    if pattern[at] != "(":
        return 0
    if not pattern.startswith("(?", at):
        return at + 1
    return pattern.index(">", at) + 1 if pattern.startswith("(?P<", at) else at + 3


def _joined(first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
    if all(len(start) > 1 for start in first):
        return first
    if len(first) * len(second) > MOST:
        second = frozenset(start[:1] and ANY for start in second)
    found = frozenset((a + b)[:2] if len(a) < 2 else a for a, b in product(first, second))
    return found if len(found) <= MOST else frozenset(start[:1] + ANY if len(start) > 1 else start for start in found)


def _alternatives(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """The beginnings of alternatives up to a closing bracket or the end, and where they end."""
    found: frozenset[str] = frozenset()
    current = frozenset({""})
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            found, current, at = found | current, frozenset({""}), at + 1
            continue
        piece, at = _piece(pattern, at)
        piece, at = _repeated(pattern, at, piece)
        current = _joined(current, piece)
    return found | current, at


def _repeated(pattern: str, at: int, piece: frozenset[str]) -> tuple[frozenset[str], int]:
    sign = pattern[at : at + 1]
    if sign == "{":
        close = pattern.find("}", at)
        low, comma, high = pattern[at + 1 : close].partition(",")
        if close < 0 or not (low or comma) or not (low + high).isascii() or not (low + high).isdigit():
            raise _Unreadable
        at, may_lack = close + 1, int(low or "0") == 0
    elif sign and sign in "?*+":
        at, may_lack = at + 1, sign != "+"
    else:
        return piece, at
    if pattern[at : at + 1] and pattern[at] in "?+":  # lazy, possessive
        at += 1
    if pattern[at : at + 1] and pattern[at] in "?*+{":
        raise _Unreadable
    if sign != "?":
        piece = _joined(piece, piece | {""})
    return piece | {""} if may_lack else piece, at


def _piece(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """The beginnings of the element at `at` without its quantifier, and where it ends."""
    char = pattern[at]
    if char == "(":
        return _group(pattern, at)
    if char == "[":
        return _class(pattern, at)
    if char == "\\":
        return _escape(pattern, at)
    if char in "^$":
        return frozenset({""}), at + 1
    if char == ".":
        return frozenset({ANY}), at + 1
    if char in "{}?*+]":
        raise _Unreadable
    return frozenset({char}), at + 1


def _escape(pattern: str, at: int) -> tuple[frozenset[str], int]:
    char = pattern[at + 1 : at + 2]
    if char and char in "pP" and pattern[at + 2 : at + 3] == "{":
        return frozenset({ANY}), pattern.index("}", at) + 1
    if char and char in _CLASSES:
        return frozenset({ANY}), at + 2
    if char and char in _PLACES:
        return frozenset({""}), at + 2
    if char in _ESCAPES:
        return frozenset({_ESCAPES[char]}), at + 2
    if not char or (char.isascii() and char.isalnum()):
        raise _Unreadable
    return frozenset({char}), at + 2


def _class(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """A class of single characters; any other kind may be any character."""
    close = at + 1
    while close < len(pattern) and pattern[close] != "]":
        if pattern[close] == "[":
            raise _Unreadable
        close += 2 if pattern[close] == "\\" else 1
    inside = pattern[at + 1 : close]
    if close >= len(pattern) or not inside:
        raise _Unreadable
    plain = not any(sign in inside for sign in "^-\\&|~")
    return frozenset(inside) if plain else frozenset({ANY}), close + 1


def _group(pattern: str, at: int) -> tuple[frozenset[str], int]:
    """A group, or what is looked at before or behind, which takes no character itself."""
    nothing = False
    if not pattern.startswith("(?", at):
        inner = at + 1
    elif pattern.startswith(("(?:", "(?>"), at):
        inner = at + 3
    elif pattern.startswith("(?P<", at):
        inner = pattern.index(">", at) + 1
    elif pattern.startswith(("(?=", "(?!"), at):
        inner, nothing = at + 3, True
    elif pattern.startswith(("(?<=", "(?<!"), at):
        inner, nothing = at + 4, True
    else:
        raise _Unreadable
    found, end = _alternatives(pattern, inner)
    if pattern[end : end + 1] != ")":
        raise _Unreadable
    return frozenset({""}) if nothing else found, end + 1
