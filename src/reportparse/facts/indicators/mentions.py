"""Where the words of the indicator rules stand in a text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import regex

from reportparse.rulebook.loading import CompiledIndicator
from reportparse.rulebook.terms import Terms


@dataclass(frozen=True, slots=True)
class Mention:
    """A term of a rule in the text; `weight` counts its characters without gaps; `rate` marks a word for the share."""

    rule: CompiledIndicator
    start: int
    end: int
    weight: int
    rate: bool


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of a text, by start."""

    items: tuple[Mention, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie wholly in a span."""
        low, high = bisect_left(self.starts, start), bisect_left(self.starts, end)
        return [m for m in self.items[low:high] if m.end <= end]


def find_mentions(text: str, terms: Terms, bounded: Callable[[int, int], bool]) -> Mentions:
    """Every place where a term of a rule stands; `bounded(start, end)` refuses spans that cut through a word."""
    found: dict[tuple[str, int, bool], Mention] = {}
    for (rule, rate), candidate in terms.matches(text):
        match = _whole_words(candidate, text, bounded)
        if match is None:
            continue
        start, end = match.span()
        key = (rule.rule.id, end, rate)
        # Of several readings that end at the same place the one without needless gaps is meant.
        weight = literal_length(match)
        known = found.get(key)
        if known is None or weight > known.weight or (weight == known.weight and start > known.start):
            found[key] = Mention(rule, start, end, weight, rate)
    items = tuple(sorted(found.values(), key=lambda m: (m.start, -m.end, m.rule.rule.id, m.rate)))
    return Mentions(items, tuple(m.start for m in items))


def _whole_words(match: regex.Match[str], text: str, bounded: Callable[[int, int], bool]) -> regex.Match[str] | None:
    """The match, if it cuts no word; one that ends inside a word is tried again with up to two characters less."""
    start, end = match.span()
    for stop in range(end, max(start, end - 3), -1):
        shorter = match if stop == end else match.re.match(text, start, stop)
        if shorter is not None and shorter.end() == stop and bounded(start, stop):
            return shorter
    return None


def literal_length(match: regex.Match[str]) -> int:
    """How many characters of a match stand in the pattern itself, its gaps left out."""
    gaps = match.captures("gap") if "gap" in match.re.groupindex else ()
    return match.end() - match.start() - sum(len(gap) for gap in gaps)


def outermost(mentions: Sequence[Mention], counts: Callable[[Mention], bool]) -> list[Mention]:
    """The mentions that do not lie inside a heavier mention that `counts`: it can take the number, or names a share of the term."""
    kept = []
    for mention in mentions:
        covered = any(
            other is not mention and other.start <= mention.start and mention.end <= other.end
            and other.weight > mention.weight and counts(other)
            for other in mentions)
        if not covered:
            kept.append(mention)
    return kept
