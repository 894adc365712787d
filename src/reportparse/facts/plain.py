"""Pattern rules that only tell what a number is: part of a name, a mere qualifier, or a figure of others."""

from __future__ import annotations

from bisect import bisect_left

from reportparse.model import Claim, Evidence, Number, Text
from reportparse.rulebook.loading import CompiledPattern, Pack

PLAIN_KINDS = {"context": "context", "name": "name", "other": "other"}


def find_plain(text: Text, numbers: tuple[Number, ...], pack: Pack) -> tuple[Claim, ...]:
    """Claims without a row of the pattern rules of kinds context, name and other.

    A pattern may mark the number it explains with a group `number`; without one it explains every number inside the match.
    Their weight is small: any rule that yields a fact wins the number."""
    starts = [number.start for number in numbers]
    claims = []
    for rule in pack.patterns:
        if rule.rule.kind not in PLAIN_KINDS or rule.regex is None:
            continue
        for match in rule.regex.finditer(text.text):
            low, high = match.span("number") if "number" in rule.regex.groupindex else match.span()
            found = tuple(starts[bisect_left(starts, low):bisect_left(starts, high)])
            if not found or not _holds(rule, text.text, match.start(), match.end()):
                continue
            claims.append(Claim(rule.rule.id, None, Evidence(low, high, match.start(), match.end()), found, 0.5, context=True,
                                state=rule.rule.kind))  # type: ignore[arg-type]
    return tuple(claims)


def _holds(rule: CompiledPattern, text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line = text[line_start:line_end if line_end >= 0 else len(text)]
    wanted, unwanted = rule.when.sentence, rule.unless.sentence
    return (wanted is None or wanted.search(line) is not None) and (unwanted is None or unwanted.search(line) is None)
