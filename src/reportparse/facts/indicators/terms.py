"""Which terms of the rules a number can belong to: those left and right of it whose conditions hold."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.binding import Binding, Place
from reportparse.facts.indicators.mentions import Mention, outermost
from reportparse.model import Number
from reportparse.rulebook.loading import CompiledConditions, CompiledIndicator

PERCENT, POINTS = "%", "个百分点"


def candidates_in(start: int, end: int, place: Place) -> list[Mention]:
    """The mentions in a span that are visible from the number and whose conditions hold."""
    view = place.view
    seen = []
    for mention in place.reader.mentions.within(start, end):
        if view.slice(mention.start, mention.start + 1).strip() == "" or place.sentence.view_of(mention.start) is not view:
            continue
        follows = mention.rule.rule.follows
        if follows and not any(b.rule.rule.indicator in follows for b in place.memory.since(place.sentence.start)):
            continue
        if conditions_hold(mention, place):
            seen.append(mention)
    return outermost(seen, lambda m: m.rate or fits(m.rule, place.number))


def best_left(place: Place, start: int, end: int, candidates: Sequence[Mention]) -> Mention | None:
    """The term that the number follows: nearest first, tied by link words alone, or with a few words between."""
    number = place.number
    best: tuple[tuple[float, ...], Mention] | None = None
    for mention in candidates:
        if mention.rule.rule.bind == "right" or mention.start < start or not fits(mention.rule, number, rate=mention.rate):
            continue
        between = place.view.slice(mention.end, number.raw_start)
        if grammar.LINK.fullmatch(between):
            rank = 0.0
        else:
            rest = place.reader.residue(mention.end, number.raw_start, between)
            if not rest:
                rank = 1.0
            elif len(rest) <= 6 and not ready(r"[的中之]").match(between) and not ready(r"[、，]").search(rest):
                rank = 2.0
            elif "、" in between and not between.startswith(("的", "中")) and len(rest) <= 12:
                rank = 3.0
            else:
                continue
        key = (rank if rank > 1 else 0.0, -mention.end, -mention.weight, not mention.rule.rule.follows)
        if best is None or key < best[0]:
            best = (key, mention)
    return best[1] if best else None


def best_right(place: Place) -> tuple[Mention, bool] | None:
    """The term that follows the number in its clause, and whether it is tied firmly."""
    number, view = place.number, place.view
    end = min(place.right_end, view.clause_end(number.raw_end))
    best: tuple[tuple[float, ...], Mention, bool] | None = None
    for mention in candidates_in(number.raw_end, end, place):
        if mention.rule.rule.bind == "left" or not fits(mention.rule, number, rate=mention.rate):
            continue
        between = view.slice(number.raw_end, mention.start)
        if len(between) > 40:
            continue
        after = view.slice(mention.end, end)
        closed = _is_there(mention, place, after) or bool(ready(
            r"(?:的(?!.)|当中|中(?![等职国高小医专])|[之以]?[内里]|[、和与及；，,。：）)”\s]|以上|左右|任务|名单|工作|等|$)").match(after))
        exists = bool(grammar.EXISTS.search(view.slice(place.left_start, number.raw_start))) or _chained(mention, place)
        near = len(between.strip("“” ")) <= 6
        if not closed and not exists and not mention.rule.rule.flow:
            continue
        firm = closed or exists
        key = (0.0 if firm else 1.0, 0.0 if near else 1.0, -mention.weight, mention.start)
        if best is None or key < best[0]:
            best = (key, mention, firm)
    return (best[1], best[2]) if best else None


def _is_there(mention: Mention, place: Place, after: str) -> bool:
    """Whether the clause begins with the number and its noun and only says that they are there: `412间实训室遍布各校`."""
    opening = place.view.slice(place.clause_start, place.number.raw_start)
    said = grammar.LINK.fullmatch(opening) is not None or not place.reader.residue(place.clause_start, place.number.raw_start, opening)
    close = not place.view.slice(place.number.raw_end, mention.start).strip("“” ")
    return said and close and grammar.IS_THERE.match(after) is not None


def _chained(mention: Mention, place: Place) -> bool:
    """Whether the number goes on a list of counted things: `开设16个专业大类、86个专业`, `中职学校12所，3所高职院校`."""
    last = place.memory.bindings[-1] if place.memory.bindings else None
    if last is None or last.number.raw_end != place.left_start or last.measure != "level":
        return False
    between = place.view.slice(place.left_start, place.number.raw_start)
    head = ready(r"[、，,]|和|及|与").split(between)
    words = place.reader.text[mention.start:mention.end]
    return len(head) == 2 and not head[1].strip() and len(head[0]) <= 8 and (
        last.rule is not mention.rule or words not in place.reader.text[last.start:last.end])


def subject_before(place: Place, end: int, *, levels: bool = False) -> Mention | None:
    """The last term in the number's clause before `end`, with few words in between."""
    start = max(place.left_start, place.view.clause_start(place.number.raw_start))
    best: Mention | None = None
    for mention in candidates_in(start, end, place):
        if levels and mention.rate:
            continue
        between = place.view.slice(mention.end, end)
        rest = place.reader.residue(mention.end, end, between)
        if len(rest) > 4:
            continue
        if best is None or (mention.end, mention.weight) > (best.end, best.weight):
            best = mention
    return best


def bound(mention: Mention, place: Place, how: str) -> Binding:
    """The number read as a value of the term's indicator: a share for a percentage, a change after 新增."""
    number = place.number
    measure = "share" if mention.rate else level_measure(number, mention.rule)
    if measure == "level" and not mention.rule.rule.flow and place.view.slice(mention.start - 2, mention.start) in {"新增", "净增"}:
        measure = "change"
    return Binding(mention.rule, number, measure, how, min(mention.start, number.raw_start), max(mention.end, number.raw_end),
                   mention.weight + 1.0, term_start=mention.start, term_end=mention.end)


def level_measure(number: Number, rule: CompiledIndicator) -> str:
    """`share` for a percentage, else `level`."""
    return "share" if number.unit == PERCENT else "level"


def fits(rule: CompiledIndicator, number: Number, *, rate: bool = False) -> bool:
    """Whether a number of this unit can be a level or share of the indicator."""
    if number.unit == PERCENT:
        return rate or bool(rule.rule.base) or rule.rates is not None
    bare_ratio = number.ratio or (number.unit == "" and rule.rule.units == ("比",))
    return not rate and (number.unit in rule.rule.units or (bare_ratio and "比" in rule.rule.units))


def conditions_hold(mention: Mention, place: Place) -> bool:
    """Whether `when` holds and `unless` does not around this mention and number."""
    if not _conditions_met(mention.rule.when, mention, place, wanted=True):
        return False
    return not _conditions_met(mention.rule.unless, mention, place, wanted=False)


def _conditions_met(conditions: CompiledConditions, mention: Mention, place: Place, *, wanted: bool) -> bool:
    """wanted: all stated conditions are found. Otherwise: any of them is found."""
    number, view = place.number, place.view
    outcomes = []
    if conditions.before is not None:
        texts = [place.reader.text[max(place.sentence.start, at - 40):at] for at in (mention.start, number.raw_start)]
        outcomes.append(any(_ends(conditions.before, text) for text in texts))
    if conditions.after is not None:
        last = max(mention.end, number.raw_end)
        outcomes.append(bool(conditions.after.match(place.reader.text[last:min(place.sentence.end, last + 40)])))
    if conditions.segment is not None:
        low = max(place.left_start, view.clause_start(min(mention.start, number.raw_start)))
        high = max(mention.end, number.raw_end)
        if mention.start >= number.raw_end:
            low = max(low, view.start + view.masked.rfind("、", 0, number.raw_start - view.start) + 1)
            high = max(high, min(place.right_end, view.clause_end(number.raw_end)))
        outcomes.append(bool(conditions.segment.search(place.reader.text[low:high])))
    if conditions.clause is not None:
        low = view.clause_start(min(mention.start, number.raw_start))
        high = view.clause_end(max(mention.end, number.raw_end))
        outcomes.append(bool(conditions.clause.search(place.reader.text[low:high])))
    if conditions.sentence is not None:
        outcomes.append(bool(conditions.sentence.search(place.reader.text[place.sentence.start:place.sentence.end])))
    if conditions.section is not None:
        outcomes.append(bool(conditions.section.search(place.reader.headings(number.start))))
    if wanted:
        return all(outcomes)
    return any(outcomes)


def _ends(pattern: regex.Pattern[str], text: str) -> bool:
    return any(match.end() == len(text) for match in pattern.finditer(text, overlapped=True))
