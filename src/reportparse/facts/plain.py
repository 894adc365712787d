"""Pattern rules that only tell what a number is: part of a name, a mere qualifier, or a figure of others."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from reportparse.facts.token_rules import lines_of_tokens, token_matches
from reportparse.model import Claim, Entity, Evidence, Number, Text
from reportparse.rulebook.loading import CompiledPattern, Pack

Span = tuple[int, int]

PLAIN_KINDS = {"context": "context", "name": "name", "other": "other"}


def find_plain(text: Text, numbers: tuple[Number, ...], pack: Pack, entities: tuple[Entity, ...] = ()) -> tuple[Claim, ...]:
    """Claims without a row of the pattern rules of kinds context, name and other.

    A pattern may mark the number it explains with a group `number`; without one it explains every number inside the match.
    Their weight is small: any rule that yields a fact wins the number."""
    starts = [number.start for number in numbers]
    claims = []
    for rule, (start, end), (low, high) in _matches(text, numbers, pack, entities):
        found = tuple(starts[bisect_left(starts, low):bisect_left(starts, high)])
        if found and _holds(rule, text.text, start, end):
            claims.append(Claim(rule.rule.id, None, Evidence(low, high, start, end), found, 0.5, context=True,
                                state=rule.rule.kind))  # type: ignore[arg-type]
    return tuple(claims)


def _matches(
    text: Text, numbers: tuple[Number, ...], pack: Pack, entities: tuple[Entity, ...]
) -> Iterator[tuple[CompiledPattern, Span, Span]]:
    """Each match of a rule: its span and the span of what it explains."""
    rules = [rule for rule in pack.patterns if rule.rule.kind in PLAIN_KINDS]
    for rule in rules:
        for match in rule.regex.finditer(text.text) if rule.regex is not None else ():
            yield rule, match.span(), match.span("number") if "number" in match.re.groupindex else match.span()
    over_tokens = [rule for rule in rules if rule.tokens]
    if not over_tokens:
        return
    tagged = any(piece.needs_flags for rule in over_tokens for piece in rule.tokens)
    patterns = [rule.tokens for rule in over_tokens]
    for line in lines_of_tokens(text.text, numbers, entities, pack.words, tagged=tagged, patterns=patterns):
        for rule in over_tokens:
            for found in token_matches(rule.tokens, line, text.text):
                yield rule, (found.start, found.end), found.groups.get("number", (found.start, found.end))


def _holds(rule: CompiledPattern, text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    wanted, unwanted = rule.when.sentence, rule.unless.sentence
    return (wanted is None or wanted.search(line) is not None) and (unwanted is None or unwanted.search(line) is None)
