"""Units that a sentence leaves out: of counts whose noun counts by itself, and in rows of numbers that share the last one's unit."""

from __future__ import annotations

from dataclasses import replace

from reportparse.compiling import compiled
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.mentions import Mention, Mentions
from reportparse.facts.indicators.views import Sentence
from reportparse.model import Number
from reportparse.numbers.units import unit_family

_COUNTS = compiled(r"(?:人数|总数|数量|总量|规模|人次|[^倍次指分]数)$")
"""The end of a noun that says that it is a count: 在校生人数."""
_SAYS = compiled(r"(?:的)?(?:总?人数|总数|数量|总量|规模)|(?:现?已|目前|共|均)?(?:达到?了?|为|有|增至|增加到|突破|超过?)\s*$")
"""Before a number: a word for a count, or a verb that says how many there are."""
_ENDS = compiled(r"\s*(?:左右|以上|以下)?\s*(?:[，。；、（(）)]|$|其中|同比|比|较|和|及|与)")
_SHARED = compiled(r"\s*(?:、|和|与|及)\s*")
_FAMILIES = {"people", "person_times", "institutions", "count", "courses", "books", "equipment", "rooms", "events"}
_SCALED = compiled(r"[十百千万亿]")
_WHOLE = compiled(r"[\d,，]+")


def with_units(sentence: Sentence, mentions: Mentions, text: str) -> Sentence:
    """The sentence with the units of its bare numbers filled in where its words say them."""
    if all(n.unit or n.ratio for n in sentence.numbers):
        return sentence
    numbers = list(sentence.numbers)
    for i in range(len(numbers) - 1, -1, -1):
        number = numbers[i]
        if number.unit or number.ratio or not _WHOLE.fullmatch(text[number.raw_start:number.raw_end].strip("余多约近")):
            continue
        after = numbers[i + 1] if i + 1 < len(numbers) else None
        unit = _shared(number, after, text) or _counted(number, sentence, mentions, text)
        if unit:
            numbers[i] = replace(number, unit=unit)
    for i, number in enumerate(numbers[1:], 1):
        # `达到32600，同比增加1200`
        if number.unit or number.ratio or numbers[i - 1].unit == sentence.numbers[i - 1].unit or not _ENDS.match(text, number.raw_end):
            continue
        between = text[numbers[i - 1].raw_end:number.raw_start]
        unit = numbers[i - 1].unit if grammar.COMPARISON.search(between) or grammar.BARE_CHANGE.search(between) else ""
        if unit:
            numbers[i] = replace(number, unit=unit)
    return replace(sentence, numbers=tuple(numbers))


def _shared(number: Number, after: Number | None, text: str) -> str:
    """The unit of the next number of a row (`126、480、1260人次`), if it is printed without a factor."""
    if after is None or not _SHARED.fullmatch(text, number.raw_end, after.raw_start):
        return ""
    if _SCALED.search(text, after.raw_start, after.raw_end):
        return ""
    return after.unit if unit_family(after.unit) in _FAMILIES else ""


def _counted(number: Number, sentence: Sentence, mentions: Mentions, text: str) -> str:
    """The unit of a term right before the number that ends in a word for a count."""
    if not _ENDS.match(text, number.raw_end):
        return ""
    best: Mention | None = None
    for mention in mentions.within(max(sentence.start, number.raw_start - 30), number.raw_start):
        between = text[mention.end:number.raw_start]
        closed = not between and text[number.raw_end:number.raw_end + 1] in {"）", ")"}
        counts = closed or _COUNTS.search(text, mention.start, mention.end) or _SAYS.match(between)
        if counts and not mention.rate and grammar.LINK.fullmatch(between) and (best is None or mention.weight > best.weight):
            best = mention
    units = best.rule.rule.units if best is not None else ()
    return units[0] if units and unit_family(units[0]) in _FAMILIES else ""
