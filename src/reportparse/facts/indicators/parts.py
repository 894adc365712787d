"""Where the parts after 其中 end: what follows them under a new term is about the sentence's own subject again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from reportparse.compiling import compiled
from reportparse.facts.indicators.binding import Binding
from reportparse.facts.indicators.views import Sentence
from reportparse.model import Entity

OF_WHICH = compiled(r"其中(?!的?[一二两三四五六七八九十\d])")
_UNITS = {"school", "place"}


def closed_parts(bindings: Sequence[Binding], sentence: Sentence, entities: Sequence[Entity]) -> dict[int, tuple[int, int]]:
    """By start of a number after the parts of a 其中: the span of those parts, whose names it is not about.

    `两校占地400亩，其中甲校300亩，校舍面积15万平方米`: the new term closes the parts, unless parallel ones go on
    (`其中甲校300亩，校舍面积10万平方米；乙校…，校舍面积…`)."""
    view = sentence.views[0]
    found: dict[int, tuple[int, int]] = {}
    marks = [view.start + m.start() for m in OF_WHICH.finditer(view.masked)]
    for at, mark in enumerate(marks):
        end = view.start + view.masked.find("；", mark - view.start) if "；" in view.masked[mark - view.start:] else view.end
        end = min(end, marks[at + 1]) if at + 1 < len(marks) else end
        inside = [b for b in bindings if mark < _anchor(b, sentence) < end]
        whole = {b.rule.rule.indicator for b in bindings if _anchor(b, sentence) < mark}
        if not inside or inside[0].rule.rule.indicator not in whole or not _named(mark, _anchor(inside[0], sentence), entities):
            continue
        first = next((b for b in inside[1:] if _opens(b, inside[0], sentence, entities)), None)
        if first is None or _goes_on(first, bindings, sentence, entities):
            continue
        close = view.clause_start(_anchor(first, sentence))
        found |= {b.number.start: (mark, close) for b in inside if b.number.start >= first.number.start}
    return found


def whole_of_parts(number_start: int, bindings: Sequence[Binding], text: str) -> Binding | None:
    """The whole that the last bindings, all the parts of it after 其中, add up to; None where they do not."""
    total, parts = Decimal(0), 0
    for binding in reversed(bindings):
        last = bindings[-1]
        if binding.measure != "level" or binding.bracketed or binding.rule is not last.rule or binding.number.unit != last.number.unit:
            return None
        if parts > 1 and binding.number.value == total:
            return binding if OF_WHICH.search(text, binding.number.raw_end, number_start) else None
        total, parts = total + binding.number.value, parts + 1
    return None


def parallel(binding: Binding, last: Binding | None, text: str) -> bool:
    """Whether a number's term goes on in the words of the one right before it: `公办学校生均拨款1万元、生均公用经费2000元`."""
    if last is None or min(binding.term_start, last.term_start) < 0 or binding.rule.rule.indicator == last.rule.rule.indicator:
        return False
    between = text[last.number.raw_end:binding.term_start]
    return last.term_start < last.number.start and between in {"、", "和", "及"} and (
        text[binding.term_start:binding.term_start + 2] == text[last.term_start:last.term_start + 2])


def _anchor(binding: Binding, sentence: Sentence) -> int:
    """Where the number, or the bracket that it stands in, stands in the sentence."""
    view = sentence.view_of(binding.number.start)
    return view.host if view.host >= 0 else binding.number.raw_start


def _opens(binding: Binding, part: Binding, sentence: Sentence, entities: Sequence[Entity]) -> bool:
    """Whether a number has a term of its own, other than the parts', in a clause that names no unit."""
    anchor = _anchor(binding, sentence)
    clause = sentence.views[0].clause_start(anchor)
    if binding.inherited is not None or binding.rule.rule.indicator == part.rule.rule.indicator:
        return False
    if clause <= _anchor(part, sentence) or _named(clause, anchor, entities) or sentence.view_of(binding.number.start).host >= 0:
        return False
    family, own = (b.rule.rule.indicator.partition(".")[0] for b in (part, binding))
    # A part that repeats its term may go on with parts of its own: 其中甲校教师120人，高级讲师30人.
    return part.how == "ellipsis" or family != own or binding.number.unit != part.number.unit


def _goes_on(first: Binding, bindings: Sequence[Binding], sentence: Sentence, entities: Sequence[Entity]) -> bool:
    """Whether a later clause that names another unit gives the same indicator."""
    view = sentence.views[0]
    later = [_anchor(b, sentence) for b in bindings
             if b.number.start > first.number.start and b.rule.rule.indicator == first.rule.rule.indicator]
    return any(_named(max(view.part_start(at), first.number.raw_end), at, entities) for at in later)


def _named(start: int, end: int, entities: Sequence[Entity]) -> bool:
    """Whether a school or place is named in a span."""
    low, high = (bisect_left(entities, at, key=lambda e: e.start) for at in (start, end))
    return any(e.kind in _UNITS for e in entities[low:high])
