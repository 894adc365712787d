"""Holders that are named behind what counts them: `2所学校获评…，分别是甲、乙`, `（甲、乙）`, `：甲、乙`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.facts.numerals import QUANTITY
from reportparse.facts.prose import BRACKETED, FILL, Sentence, flattened
from reportparse.facts.recognitions.holders import Holder, Holders, Span, holders_of
from reportparse.facts.vocabulary import pattern, words
from reportparse.markers import han_number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportparse.facts.parties import Party

    Parties = Callable[[Sentence], tuple[Party, ...]]

HEADS = frozenset("人名位")
"""Units of persons."""
_LINK = (
    r"(?:它们|他们|名单|具体|[\p{Han}]{2,10}(?=[依分][次别][是为])|[\p{Han}]{1,10}者(?=有|包括)|[\p{Han}]{2,10}(?=(?:有|包括)：))?"
    r"(?:即为?|也就是|分别[是为]|依次[是为]|具体[是为]|[是为]|其中包括|包括|其中有|有|涵盖|其中)[：:]?"
)


def opened(sentence: Sentence, start: int, end: int) -> Sentence:
    """The sentence with the words of a bracket at `start:end` (its signs not counted) as words of its own."""
    flat, bare = flattened(sentence.plain[start:end])
    return replace(
        sentence, flat=sentence.flat[:start] + flat + sentence.flat[end:], bare=sentence.bare[:start] + bare + sentence.bare[end:])


def named_behind(span: Span, counted: Holder, title_end: int, parties: Parties, verbs: regex.Pattern[str]) -> Holders | None:
    """Those whom the words behind a count or a title name; None when none are named there. `counted` is who was counted so far.

    As many names as the count tells stand for it; of fewer the count stays beside them."""
    told = han_number(span.sentence.plain[counted.count : counted.count_end])
    for sentence, start, end, link in _places(span, counted, title_end):
        stop = _before_verb(sentence, start, end, verbs)
        inside = tuple(p for p in parties(sentence) if start <= p.start and p.end <= stop)
        persons = counted.unit in HEADS
        behind = replace(span, sentence=sentence, start=start, end=stop, parties=inside, carried=None, owner=None, named=persons)
        found = holders_of(behind).items
        full = link not in {"", "是", "为"} and len(found) == told
        named = [h for h in found if h.party or (h.count < 0 and (h.body or _is_quoted(h.item, sentence) or (full and h.item)))]
        numbered = [h for h in named if h.count >= 0]
        if not named or len(named) < len(found) or not (link or any(h.party for h in named)):
            continue
        if (numbered and len(numbered) < len(named)) or (link == "其中" and not numbered):
            continue
        parts = sum(han_number(sentence.plain[h.count : h.count_end]) for h in numbered) if numbered else len(named)
        if told > parts and link not in {"是", "为"}:
            return Holders((counted, *named))
        if told == parts:
            return Holders(tuple(h if numbered else replace(h, unit=h.unit or counted.unit, counted=counted.count) for h in named))
    return None


def _is_quoted(item: str, sentence: Sentence) -> bool:
    return f"《{item}》" in sentence.plain or f"“{item}”" in sentence.plain


def _places(span: Span, counted: Holder, title_end: int) -> Iterator[tuple[Sentence, int, int, str]]:
    """Where names may stand, as a sentence and a span of it, and the words that say that they do."""
    sentence = span.sentence
    if counted.count_end <= span.end:
        for bracket in BRACKETED.finditer(sentence.plain, counted.count_end, span.end):
            yield opened(sentence, bracket.start() + 1, bracket.end() - 1), bracket.start() + 1, bracket.end() - 1, ""
    unit = words(span.pack, "recognition_unit")
    more = rf"(?:[，；][^，；：。（{FILL}]{{0,12}}?(?:{QUANTITY})\s?(?:席|校|{unit})[^，；：。（0-9]{{0,6}})?"
    tail = pattern(rf"[^，；：。（{FILL}]{{0,12}}{more}(?:(?P<link>(?:，|——|：|；)(?:{_LINK}))|(?P<colon>：)|(?P<bracket>（))")
    behind = tail.match(sentence.flat, title_end)
    if behind is None:
        return
    if behind.group("bracket"):
        close = BRACKETED.match(sentence.plain, behind.end() - 1)
        if close is not None:
            yield opened(sentence, behind.end(), close.end() - 1), behind.end(), close.end() - 1, ""
        return
    end = sentence.part(behind.end())[1] if behind.group("link") else len(sentence.plain)
    end = max(behind.end(), min(end, len(sentence.plain.rstrip("。！？!? "))))
    yield sentence, behind.end(), end, behind.group("link")[1:] if behind.group("link") else ""


def _before_verb(sentence: Sentence, start: int, end: int, verbs: regex.Pattern[str]) -> int:
    """Where a list ends that begins at `start`: before the clause with the next verb."""
    bare = regex.sub(r"“[^”]*”|《[^》]*》", lambda m: FILL * len(m.group()), sentence.flat)
    found = verbs.search(bare, start, end)
    if found is None:
        return end
    return max(sentence.flat.rfind("，", start, found.start()), sentence.flat.rfind("；", start, found.start()), start)
