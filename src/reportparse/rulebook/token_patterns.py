"""The notation of token patterns: words, lexicons, parts of speech, numbers, names, gaps and repeats, one after the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import regex

from reportparse.errors import RuleError
from reportparse.rulebook.patterns import compiled

Kind = Literal["word", "pattern", "flag", "number", "entity", "gap", "group"]

GAP_TOKENS = 4
"""Tokens that `…` may skip when it does not say how many."""
ENTITIES = frozenset({"school", "place", "province", "nation", "organisation", "person", "issuer"})

_PIECE = regex.compile(
    r"\s*(?:(?P<name>[a-z_]+):)?(?:#(?P<number>[\p{Han}%]*)|@(?P<entity>[a-z]*)|/(?P<flag>[a-z]+)|…(?P<gap>\d*)|\{(?P<pattern>[a-z_][a-z0-9_]*)\}"
    r"|(?P<open>\()|(?P<word>[\p{Han}A-Za-z“”《》、，：]+))")
_REPEAT = regex.compile(r"[?*+]|\{(\d+)(?:,(\d+))?\}")
_REPEATS = {"?": (0, 1), "*": (0, 8), "+": (1, 8)}


@dataclass(frozen=True, slots=True)
class Piece:
    """An element of a token pattern: what it matches, how often, and the group that its words fill.

    `value` is the word, the unit of a number (empty: any), the kind of a name (empty: any) or the beginning of a flag; `most` is
    the length of a gap; `branches` are the alternatives of a group."""

    kind: Kind
    value: str = ""
    pattern: regex.Pattern[str] | None = None
    branches: tuple[tuple[Piece, ...], ...] = ()
    name: str = ""
    low: int = 1
    high: int = 1
    most: int = 0

    @property
    def needs_flags(self) -> bool:
        """Whether parts of speech are asked for."""
        return self.kind == "flag" or any(piece.needs_flags for branch in self.branches for piece in branch)


def token_pattern(source: str, parts: Mapping[str, str], where: str) -> tuple[Piece, ...]:
    """The elements of a token pattern. Raises RuleError for what is no element, unknown names and open brackets."""
    branches, at = _branches(source, 0, parts, where)
    if at < len(source):
        raise RuleError(f"`{source[at:]}` closes nothing", where, "Write ( before its ).")
    if len(branches) > 1:
        return (Piece("group", branches=branches),)
    if not any(piece.kind not in {"gap"} and piece.low for piece in branches[0]):
        raise RuleError(f"`{source}` may match nothing", where, "Write at least one word, number or name that must stand there.")
    return branches[0]


def _branches(source: str, at: int, parts: Mapping[str, str], where: str) -> tuple[tuple[tuple[Piece, ...], ...], int]:
    branches: list[list[Piece]] = [[]]
    while at < len(source):
        if source[at].isspace():
            at += 1
        elif source[at] == "|":
            branches.append([])
            at += 1
        elif source[at] == ")":
            break
        else:
            piece, at = _piece(source, at, parts, where)
            branches[-1].append(piece)
    if not all(branches):
        raise RuleError(f"`{source}` has an empty alternative", where, "Write something on both sides of |, or ? for what may be left out.")
    return tuple(map(tuple, branches)), at


def _piece(source: str, at: int, parts: Mapping[str, str], where: str) -> tuple[Piece, int]:
    match = _PIECE.match(source, at)
    if match is None:
        raise RuleError(f"`{source[at:]}` is no element of a token pattern", where,
                        "Write a word, {lexicon}, /v, #所, @school, …, or a group in ( ); rules/README.md lists them.")
    at = match.end()
    name = match["name"] or ""
    if match["open"]:
        branches, at = _branches(source, at, parts, where)
        if source[at:at + 1] != ")":
            raise RuleError(f"a bracket of `{source}` is open", where, "Write the ) that belongs to it.")
        piece, at = Piece("group", branches=branches, name=name), at + 1
    elif match["pattern"]:
        piece = Piece("pattern", match["pattern"], compiled((f"{{{match['pattern']}}}",), parts, where), name=name)
    elif match["gap"] is not None:
        piece = Piece("gap", most=int(match["gap"] or GAP_TOKENS), name=name)
    elif match["entity"] is not None:
        if match["entity"] and match["entity"] not in ENTITIES:
            raise RuleError(f"no name is a `{match['entity']}`", where, f"Known: {', '.join(sorted(ENTITIES))}.")
        piece = Piece("entity", match["entity"], name=name)
    elif match["number"] is not None:
        piece = Piece("number", match["number"], name=name)
    else:
        piece = Piece("flag", match["flag"], name=name) if match["flag"] else Piece("word", match["word"], name=name)
    repeat = _REPEAT.match(source, at)
    if repeat:
        low, high = _REPEATS.get(repeat.group()) or (int(repeat[1]), int(repeat[2] or repeat[1]))
        piece, at = replace(piece, low=low, high=high), repeat.end()
    return piece, at
