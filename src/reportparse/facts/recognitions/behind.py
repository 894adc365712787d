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

_LINK = r"(?:它们|他们|名单|具体)?(?:即为?|也就是|分别[是为]|依次[是为]|具体[是为]|[是为]|其中包括|包括|其中有|涵盖)[：:]?"


def opened(sentence: Sentence, start: int, end: int) -> Sentence:
    """The sentence with the words of a bracket at `start:end` (its signs not counted) as words of its own."""
    flat, bare = flattened(sentence.plain[start:end])
    return replace(
        sentence, flat=sentence.flat[:start] + flat + sentence.flat[end:], bare=sentence.bare[:start] + bare + sentence.bare[end:])


def named_behind(span: Span, counted: Holder, title_end: int, parties: Parties, verbs: regex.Pattern[str]) -> Holders | None:
    """Those whom the words behind a count or a title name; None when none are named there. `counted` is who holds the title so far.

    As many names as the count tells stand for it; of fewer the count stays beside them."""
    for sentence, start, end, surely in _places(span, counted, title_end):
        stop = _before_verb(sentence, start, end, verbs)
        inside = tuple(p for p in parties(sentence) if start <= p.start and p.end <= stop)
        found = holders_of(replace(span, sentence=sentence, start=start, end=stop, parties=inside, carried=None, owner=None)).items
        named = tuple(h for h in found if h.count < 0 and (h.party or h.body or _is_quoted(h.item, sentence)))
        if not named or len(named) < len(found) or not (surely or any(h.party for h in named)):
            continue
        told = han_number(sentence.plain[counted.count : counted.count_end]) if counted.count >= 0 else 0
        if told == len(named):
            return Holders(tuple(replace(h, unit=h.unit or counted.unit, counted=counted.count) for h in named))
        if told > len(named):
            return Holders((counted, *named))
    return None


def _is_quoted(item: str, sentence: Sentence) -> bool:
    return f"《{item}》" in sentence.plain or f"“{item}”" in sentence.plain


def _places(span: Span, counted: Holder, title_end: int) -> Iterator[tuple[Sentence, int, int, bool]]:
    """Where names may stand, as a sentence and a span of it, and whether words say that they do."""
    sentence = span.sentence
    if counted.count_end <= span.end:
        for bracket in BRACKETED.finditer(sentence.plain, counted.count_end, span.end):
            yield opened(sentence, bracket.start() + 1, bracket.end() - 1), bracket.start() + 1, bracket.end() - 1, False
    unit = words(span.pack, "recognition_unit")
    more = rf"(?:[，；][^，；：。（{FILL}]{{0,12}}?(?:{QUANTITY})\s?(?:席|校|{unit})[^，；：。（0-9]{{0,6}})?"
    tail = pattern(rf"[^，；：。（{FILL}]{{0,12}}{more}(?:(?P<link>(?:，|——|：|；)(?:{_LINK}))|(?P<colon>：)|(?P<bracket>（))")
    behind = tail.match(sentence.flat, title_end)
    if behind is None:
        return
    if behind.group("bracket"):
        close = BRACKETED.match(sentence.plain, behind.end() - 1)
        if close is not None:
            yield opened(sentence, behind.end(), close.end() - 1), behind.end(), close.end() - 1, False
        return
    end = sentence.part(behind.end())[1] if behind.group("link") else len(sentence.plain)
    yield sentence, behind.end(), end, bool(behind.group("link"))


def _before_verb(sentence: Sentence, start: int, end: int, verbs: regex.Pattern[str]) -> int:
    """Where a list ends that begins at `start`: before the clause with the next verb."""
    bare = regex.sub(r"“[^”]*”|《[^》]*》", lambda m: FILL * len(m.group()), sentence.flat)
    found = verbs.search(bare, start, end)
    if found is None:
        return end
    return max(sentence.flat.rfind("，", start, found.start()), sentence.flat.rfind("；", start, found.start()), start)
