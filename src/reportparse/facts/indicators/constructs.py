"""Constructions that say more than a term and a number: changes, shares, tasks, old and new values."""

from __future__ import annotations

from dataclasses import replace

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.binding import Binding, Place
from reportparse.facts.indicators.mentions import Mention, literal_length
from reportparse.facts.indicators.terms import (
    PERCENT,
    POINTS,
    best_left,
    candidates_in,
    conditions_hold,
    fits,
    level_measure,
    subject_before,
)
from reportparse.model import Number
from reportparse.numbers.units import unit_family
from reportparse.rulebook.loading import CompiledIndicator

_BOUND_WORDS = regex.compile(r"(?:约|近|超过?|逾|达到?|共|等|将近|接近|不少于|至少|突破|[\s“”])*$")


def framed(place: Place) -> Binding | None:
    """The rule whose words stand on both sides of the number (`与#家企业建立合作关系`), the heaviest."""
    number, view = place.number, place.view
    low = max(view.start, view.part_start(number.raw_start), place.left_start)
    before = view.slice(low, number.raw_start)
    before = before[:_BOUND_WORDS.search(before).start()]  # type: ignore[union-attr]
    after = view.slice(number.raw_end, place.right_end)
    best: Binding | None = None
    for rule in place.reader.rules:
        for left, right in rule.frames:
            if not fits(rule, number):
                break
            head = left.search(before)
            tail = right.match(after) if head else None
            if head is None or tail is None:
                continue
            weight = literal_length(head) + literal_length(tail)
            start, end = low + head.start(), number.raw_end + tail.end()
            if best is not None and weight <= best.weight:
                continue
            if not conditions_hold(Mention(rule, start, end, weight, False), place):
                continue
            best = Binding(rule, number, level_measure(number, rule), "frame", start, end, weight + 1.0)
    return best


def change(place: Place, left: str) -> Binding | None:
    """`比上年增加412元`, `同比增长2.6%`, `提高3.2个百分点`."""
    compared = grammar.COMPARISON.search(left) or grammar.BEYOND_PERIOD.search(left)
    match = compared or grammar.BARE_CHANGE.search(left)
    if match is None:
        return None
    number = place.number
    measure = "growth" if number.unit == PERCENT else "change"
    start = number.raw_start - len(left) + match.start()
    subject = subject_before(place, start)
    previous = place.memory.last(lambda b: True, place.view)
    goes_on = previous is not None and (
        previous.measure in {"change", "growth"} or previous.how in {"from", "to"} or "幅" in match["direction"]
        or (_changes(previous, number) and previous.number.raw_end == place.left_start and not left[:match.start()].strip("，, ")))
    if compared is None and not goes_on and (subject is None or place.view.slice(subject.end, start).strip()):
        return None
    rule = subject.rule if subject else previous.rule if previous else None
    if rule is None or not _change_unit_fits(rule, number):
        return None
    if previous is not None and previous.rule is not rule and subject is not None:
        previous = None
    base = match["base"] or ""
    if not base and previous is not None and goes_on:
        base = previous.base_period or previous.when
    return Binding(
        rule, number, measure, "change", subject.start if subject else start, number.raw_end,
        (subject.weight if subject else 0) + len(match.group()), base_period=base or "上年",
        negative=bool(grammar.DECREASE.search(match["direction"])), inherited=previous)


def extreme(place: Place, left: str) -> Binding | None:
    """The change of the unit that changed most: `增幅最高的是甲县（6.8%），降幅最大的是乙县（3.4%）`, `甲县增幅最大，达6.8%`."""
    number, outer = place.number, place.sentence.views[0]
    if place.view.host < 0 and grammar.EXTREME.search(left):
        at = number.raw_start
    elif grammar.LINK.fullmatch(left):
        at = place.view.host if place.view.host >= 0 else number.raw_start - len(left) - 1
    else:
        return None
    low = outer.clause_start(at)
    match = grammar.EXTREME.search(outer.slice(low, at))
    start = low + match.start() if match else 0
    said = [m for m in place.reader.mentions.within(place.sentence.start, start) if not (
        m.rate or m.rule.rule.follows or m.rule.rule.bind == "right")]
    if match is None or not said or place.reader.residue(low + match.end(), at, outer.slice(low + match.end(), at)):
        return None
    subject = max(said, key=lambda m: (m.end, m.weight))
    if not _change_unit_fits(subject.rule, number):
        return None
    return Binding(subject.rule, number, "growth" if number.unit == PERCENT else "change", "change", start, number.raw_end,
                   subject.weight + len(match.group()), base_period="上年", negative=bool(grammar.DECREASE.search(match["direction"])))


def of_named(place: Place, left: str) -> Binding | None:
    """The value in a bracket after the unit that it is of, or after how that stands: `落实率以甲县（98.3%）、乙县（97.4%）为高`."""
    number, view, outer = place.number, place.view, place.sentence.views[0]
    if view.host < 0 or left.strip():
        return None
    low = outer.clause_start(view.host)
    said = [m for m in place.reader.mentions.within(low, view.host) if fits(m.rule, number, rate=m.rate) and not m.rule.rule.follows]
    subject = max(said, key=lambda m: (m.end, m.weight), default=None)
    start = subject.end if subject else low
    between = outer.slice(start, view.host)
    words = grammar.RANK.sub(lambda m: " " * len(m.group()), between)
    words = ready(r"^\s*以").sub(lambda m: " " * len(m.group()), words)
    if not between.strip() or place.reader.residue(start, view.host, words):
        return None
    if subject is None:
        # Another unit in its order: 甲县最高（98.3%），乙县次之（97.4%）.
        last = place.memory.bindings[-1] if place.memory.bindings else None
        if last is None or last.how != "of named" or last.number.start < place.sentence.start or last.number.unit != number.unit:
            return None
        ranked = grammar.RANK.search(between) or grammar.RANKED_AFTER.match(outer.slice(view.end, outer.end))
        return replace(last, number=number, end=number.raw_end) if ranked else None
    if not conditions_hold(subject, place):
        return None
    measure = "share" if subject.rate else level_measure(number, subject.rule)
    return Binding(subject.rule, number, measure, "of named", subject.start, number.raw_end, subject.weight, term_start=subject.start,
                   term_end=subject.end)


def _changes(value: Binding, number: Number) -> bool:
    """Whether a number of this unit can be the change of a value just before it: points change a share, all else a level."""
    return value.measure == "level" or (value.measure == "share" and number.unit == POINTS)


def _change_unit_fits(rule: CompiledIndicator, number: Number) -> bool:
    if number.unit in {PERCENT, POINTS}:
        return True
    return number.unit in rule.rule.units or (number.unit == "" and "比" in rule.rule.units)


def corrected(place: Place, left: str) -> Binding | None:
    """The right value after a wrong one: `在校生46318人有误，经核定应为46275人`."""
    match = grammar.CORRECTED.search(left)
    number = place.number
    previous = place.memory.last(lambda b: fits(b.rule, number, rate=b.measure == "share"), place.view) if match else None
    if match is None or previous is None or previous.number.unit != number.unit or previous.number.start < place.sentence.start:
        return None
    return replace(previous, number=number, how="corrected", start=number.raw_start - len(match.group()), end=number.raw_end,
                   inherited=previous, superseded=False)


def task(place: Place, left: str) -> Binding | None:
    """The task that a result before it is held against: `超过年初确定的1000人目标`, `完成下达的5000人次任务`."""
    number = place.number
    outside = place.reader.text[place.sentence.start:place.view.host] if place.view.host >= 0 and not left.strip() else ""
    if not ready(r"(?:任务|目标)(?:数|为)?$").search(outside) and not (
            grammar.TASK_BEFORE.search(left) and grammar.TASK_AFTER.match(place.right)):
        return None
    previous = place.memory.last(lambda b: b.measure == "level" and fits(b.rule, number) and b.number.unit == number.unit, place.view)
    if previous is None or previous.number.start < place.sentence.start:
        return None
    return Binding(previous.rule, number, "level", "task", number.raw_start - len(left), number.raw_end, 8.0, inherited=previous)


def benchmark(place: Place, left: str) -> Binding | None:
    """The value of a larger unit for comparison: `高于全省平均水平的4615元`, `高于全省平均水平（4615元）`."""
    number, view = place.number, place.view
    bracketed = view.host >= 0 and place.left_start == view.start and not left.strip()
    start = place.sentence.start if bracketed else number.raw_start - len(left)
    words = place.reader.text[start:view.host] if bracketed else left
    match = (grammar.MEAN_OF if bracketed else grammar.BENCHMARK).search(words)
    if match is None and not bracketed and grammar.AFTER_MEAN.match(place.right):
        match = grammar.BEFORE_MEAN.search(words)
    previous = place.memory.last(lambda b: b.measure in {"level", "share"} and b.number.unit == number.unit, view) if match else None
    if match is None or previous is None or previous.number.start < place.sentence.start:
        return None
    at = start + match.start("unit")
    return Binding(previous.rule, number, previous.measure, "benchmark", at, number.raw_end, len(match.group()), inherited=previous,
                   base_text=previous.base_text, item=match["unit"], item_start=at)


def earlier(place: Place, left: str) -> Binding | None:
    """The value of an earlier year for comparison: `上年同期为2287人`, `（2022年为9680元）`."""
    match = grammar.EARLIER.fullmatch(left)
    number = place.number
    previous = place.memory.last(lambda b: b.measure in {"level", "share"} and fits(b.rule, number, rate=b.measure == "share"), place.view)
    if match is None or previous is None or previous.number.unit != number.unit or previous.number.start < place.sentence.start:
        return None
    return Binding(previous.rule, number, previous.measure, "from", number.raw_start - len(left), number.raw_end, len(left),
                   when=match["when"], inherited=previous, base_text=previous.base_text)


def old_value(place: Place, left: str) -> Binding | None:
    """The old value in `由上年的2347人提高到2451人`."""
    match = grammar.FROM.search(left)
    number = place.number
    if match is None or number.raw_start - place.view.start < 2:
        return None
    after = place.right
    if match.group()[0] in "比较":
        if not ready(r"[^，。；\d]{0,4}(?:增|提|上升|升|下降|降|减|回落|扩大)").match(after):
            return None
    elif not ready(r"[^，。；\d]{0,8}(?:到|至|为)").match(after):
        return None
    start = number.raw_start - len(match.group())
    superseded = bool(ready(r"更正|修正|订正").match(after))
    subject = subject_before(place, start)
    if subject is None:
        previous = place.memory.last(lambda b: fits(b.rule, number), place.view)
        if previous is None:
            return None
        return Binding(previous.rule, number, level_measure(number, previous.rule), "from", start, number.raw_end, len(match.group()),
                       when=match["when"] or "上年", inherited=previous, superseded=superseded)
    if not fits(subject.rule, number, rate=subject.rate):
        return None
    return Binding(subject.rule, number, level_measure(number, subject.rule), "from", subject.start, number.raw_end,
                   subject.weight + len(match.group()), when=match["when"] or "上年", superseded=superseded)


def new_value(place: Place, left: str) -> Binding | None:
    """The new value in `由上年的2347人提高到2451人`."""
    last = place.memory.bindings[-1] if place.memory.bindings else None
    if last is None or last.how != "from" or last.number.raw_end != place.left_start:
        return None
    match = grammar.TO.search(place.left)
    if match is None or not fits(last.rule, place.number):
        return None
    return replace(last, number=place.number, how="to", when=match["when"] or "", end=place.number.raw_end, inherited=last,
                   superseded=False)


def share_words(left: str) -> regex.Match[str] | None:
    """`占毕业生总数的` or `在毕业生中占到` before a percentage, with the words of its base."""
    return grammar.SHARE_IN.search(left) or grammar.SHARE.search(left)


def counterpart(place: Place, left: str) -> Binding | None:
    """The share right after a number (`1260人，比例升至62.8%`) or the number right after a share (`占到21.6%，共182人`)."""
    number = place.number
    last = place.memory.bindings[-1] if place.memory.bindings else None
    before = place.view.host if place.view.host >= 0 and place.left_start == place.view.start else place.left_start
    if last is None or last.number.raw_end != before or last.bracketed or not fits(last.rule, number):
        return None
    if number.unit == PERCENT and last.measure == "level" and last.rule.rule.base and grammar.PROPORTION.fullmatch(place.left):
        measure = "share"
    elif number.unit != PERCENT and last.measure == "share" and last.base_text != "任务" and grammar.COUNTED.fullmatch(place.left):
        measure = "level"
    else:
        return None
    return Binding(last.rule, number, measure, "counterpart", place.left_start, number.raw_end, 4.0, inherited=last)


def share(place: Place, left: str) -> Binding | None:
    """`占毕业生总数的58.8%`, `完成年度任务的113.6%`."""
    number = place.number
    if number.unit != PERCENT:
        return None
    task = grammar.TASK_SHARE.search(left)
    if task:
        start = number.raw_start - len(left) + task.start()
        previous = place.memory.last(lambda b: b.measure == "level", place.view)
        subject = subject_before(place, start + len("完成"), levels=True)
        rule = subject.rule if subject else previous.rule if previous else None
        return None if rule is None else Binding(rule, number, "share", "share of task", start, number.raw_end, len(task.group()),
                                base_text=task["task"], inherited=previous)
    if grammar.RATIO_OF_TASK.search(left):
        previous = place.memory.last(lambda b: b.measure == "level", place.view)
        return None if previous is None else Binding(
            previous.rule, number, "share", "share of task", number.raw_start - len(left), number.raw_end, 4, base_text="任务",
            inherited=previous)
    match = share_words(left)
    if match is None:
        return _of_each(place, left) or _of_count(place) or _held(place, left)
    if ready(r"之和|合计占|共占|总和").search(left):
        return None
    start = number.raw_start - len(left) + match.start()
    # A rule may name the whole phrase (`占高中阶段在校生总数的`) as its term.
    named = best_left(place, place.left_start, number.raw_start, [
        m for m in candidates_in(place.left_start, number.raw_start, place) if m.start <= start < m.end and m.rate])
    if named:
        return Binding(named.rule, number, "share", "share", named.start, number.raw_end, named.weight, base_text=match["base"])
    subject = subject_before(place, start)
    if subject is not None and (of := _part_of(subject, match, start, place)) is not None:
        return Binding(of.rule, number, "share", "share", subject.start, number.raw_end, of.weight, base_text=match["base"])
    if subject is not None and (subject.rule.rule.base or subject.rate or match["base"]):
        return Binding(subject.rule, number, "share", "share", subject.start, number.raw_end, subject.weight + len(match.group()),
                       base_text=match["base"])
    previous = place.memory.last(lambda b: b.measure == "level" or (b.measure == "share" and bool(match["base"])), place.view)
    begin = max(place.left_start, min(previous.end, start) if previous else 0)
    own = place.reader.residue(begin, start, place.view.slice(begin, start))
    if previous is not None and not own:
        return Binding(previous.rule, number, "share", "share", start, number.raw_end, len(match.group()),
                       base_text=match["base"], inherited=previous)
    return None


def _of_each(place: Place, left: str) -> Binding | None:
    """The share of the first part of a list: `各县区在校生占比：某区24.1%，…`."""
    match = grammar.SHARES_OF_EACH.search(left)
    label = place.number.raw_start - len(left) + match.start("label") if match else 0
    if match is None or place.reader.residue(label, place.number.raw_start, match["label"]):
        return None
    start = place.number.raw_start - len(left) + match.start()
    subject = subject_before(place, start, levels=True)
    if subject is None or subject.end != start:
        return None
    return Binding(subject.rule, place.number, "share", "share", subject.start, place.number.raw_end, subject.weight + 2.0)


def _of_count(place: Place) -> Binding | None:
    """The share of a number that stands within its base: `学校数占全省27所学校的14.8%`."""
    whole = next((n for n in place.sentence.numbers if n.raw_end == place.left_start), None)
    if whole is None or whole.unit == PERCENT or not grammar.AFTER_COUNT.fullmatch(place.left):
        return None
    outer = place.at(whole)
    words = grammar.OF_COUNT.search(outer.left)
    if words is None:
        return None
    start = outer.left_start + words.start()
    subject = subject_before(outer, start)
    previous = place.memory.last(lambda b: b.measure == "level" and b.number.raw_end <= start, place.view)
    rule = subject.rule if subject else previous.rule if previous else None
    if rule is None:
        return None
    return Binding(rule, place.number, "share", "share", subject.start if subject else start, place.number.raw_end, len(words.group()),
                   base_text=place.left.strip().removesuffix("的"), inherited=None if subject else previous)


def _held(place: Place, left: str) -> Binding | None:
    """The share of the whole that a part has: `某区集中了全市33.9%的在校生`."""
    match = grammar.HOLDS.search(left)
    after = ready(r"(?:以上|左右)?的").match(place.right) if match else None
    if match is None or after is None:
        return None
    start = place.number.raw_end + after.end()
    named = [m for m in candidates_in(start, place.view.clause_end(start), place) if not m.rate and m.start <= start + 4]
    best = max(named, key=lambda m: (m.weight, -m.start), default=None)
    if best is None:
        return None
    return Binding(best.rule, place.number, "share", "share", place.number.raw_start - len(left) + match.start(), best.end,
                   best.weight, base_text=place.reader.text[best.start:best.end])


def _part_of(subject: Mention, words: regex.Match[str], start: int, place: Place) -> Mention | None:
    """The term of the base where the subject is a kind of institutions and the base counts something else: `民办占在校生总数的`."""
    if subject.rate or unit_family(subject.rule.rule.units[0] if subject.rule.rule.units else "") != "institutions":
        return None
    low = start + words.start("base") - words.start()
    base = [m for m in candidates_in(low, low + len(words["base"]), place) if not m.rate and m.rule.rule.units]
    last = max(base, key=lambda m: (m.end, m.weight), default=None)
    return last if last is not None and unit_family(last.rule.rule.units[0]) != "institutions" else None
