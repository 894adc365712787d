"""Patterns that can run away: shapes that take exponential time on an unlucky text, and parts without a limit."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import regex

STRESS_CHARACTERS = 4000
STRESS_SECONDS = 1.0
"""A pattern must get through the stress text in this time; a sound one takes some milliseconds."""

_QUANTIFIER = regex.compile(r"(?:[*+?]|\{(?P<low>\d*)(?P<comma>,)?(?P<high>\d*)\})(?P<mode>[?+])?")
_GROUP = regex.compile(r"\((?:\?(?:P?<[A-Za-z_]\w*>|<?[=!]|[:>|]|[a-zA-Z-]+:?|P[=>]\w+\)))?")
_WIDE = {".", r"\S", r"\w", r"\D", r"\W", r"\p{Han}"}


@dataclass(slots=True)
class _Node:
    """A piece of a pattern: an atom (`text`), or a group with its alternatives."""

    text: str = ""
    branches: list[list[_Node]] = field(default_factory=list)
    low: int = 1
    high: int | None = 1
    possessive: bool = False
    look: bool = False


def shape_faults(pattern: str) -> Iterator[str]:
    """What in the shape of a pattern can run away: a repeat without end in a repeat without end, `.*` without a limit."""
    root = _parsed(pattern)
    for node in _walk(root):
        if node.high is None and not node.possessive and node.branches and any(_slippery(branch) for branch in node.branches):
            yield "a repeat inside a repeat, both without end: `(…+)+` can take exponential time"
        if node.high is None and _wide(node) and not node.look:
            yield f"`{node.text}*` without a limit runs over the whole line"


def too_slow(pattern: regex.Pattern[str], text: str, seconds: float = STRESS_SECONDS) -> float | None:
    """Seconds the pattern took on `text` when that is more than `seconds`; None when it is fast enough."""
    began = time.perf_counter()
    try:
        for _ in pattern.finditer(text, overlapped=True, timeout=seconds * 2):
            pass
    except TimeoutError:
        return seconds * 2
    taken = time.perf_counter() - began
    return taken if taken > seconds else None


def stress_text(texts: Iterable[str]) -> str:
    """The texts run together without full stops and commas: one clause of some thousand characters."""
    bare = regex.sub(r"[，。；：！？、\s]", "", "".join(texts))
    return (bare * (STRESS_CHARACTERS // max(len(bare), 1) + 1))[:STRESS_CHARACTERS] if bare else ""


def _wide(node: _Node) -> bool:
    return node.text in _WIDE or (node.text.startswith("[^") and len(node.text) < 6 and "，" not in node.text and "。" not in node.text)


def _slippery(branch: list[_Node]) -> bool:
    """Whether one pass over a branch can match the same words in several ways: it is an endless repeat with nothing firm beside it."""
    solid = [node for node in branch if not node.look and not (node.low == 0 and node.high is not None)]
    endless = [node for node in solid if node.high is None and not node.possessive]
    return bool(endless) and all(node.high is None or node.low == 0 for node in solid)


def _walk(nodes: list[_Node]) -> Iterator[_Node]:
    for node in nodes:
        yield node
        for branch in node.branches:
            yield from _walk(branch)


def _parsed(pattern: str) -> list[_Node]:
    branches, _ = _branches(pattern, 0)
    return branches[0] if len(branches) == 1 else [_Node(branches=branches)]


def _branches(pattern: str, at: int) -> tuple[list[list[_Node]], int]:
    """The alternatives up to the closing bracket (or the end), and the offset after it."""
    branches: list[list[_Node]] = [[]]
    while at < len(pattern):
        char = pattern[at]
        if char == ")":
            return branches, at + 1
        if char == "|":
            branches.append([])
            at += 1
            continue
        node, at = _atom(pattern, at)
        quantifier = _QUANTIFIER.match(pattern, at)
        if quantifier:
            node.low, node.high, possessive = _range(quantifier)
            node.possessive = node.possessive or possessive
            at = quantifier.end()
        branches[-1].append(node)
    return branches, at


def _atom(pattern: str, at: int) -> tuple[_Node, int]:
    char = pattern[at]
    if char == "(":
        opening = _GROUP.match(pattern, at)
        head = opening.group() if opening else "("
        if head.endswith(")"):
            return _Node(head), at + len(head)
        inner, end = _branches(pattern, at + len(head))
        return _Node(branches=inner, possessive=head == "(?>", look=head in {"(?=", "(?!", "(?<=", "(?<!"}), end
    if char == "[":
        end = at + 2 if pattern[at + 1 : at + 2] == "]" else at + 3 if pattern[at + 1 : at + 3] == "^]" else at + 1
        while end < len(pattern) and pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return _Node(pattern[at : end + 1]), end + 1
    if char == "\\":
        brace = regex.match(r"\\[pPN]\{[^}]*\}", pattern[at:])
        size = len(brace.group()) if brace else 2
        return _Node(pattern[at : at + size]), at + size
    return _Node(char), at + 1


def _range(match: regex.Match[str]) -> tuple[int, int | None, bool]:
    sign, possessive = match.group()[0], match["mode"] == "+"
    if sign != "{":
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign] + (possessive,)
    low = int(match["low"] or 0)
    high = int(match["high"]) if match["high"] else None if match["comma"] else low
    return low, high, possessive
