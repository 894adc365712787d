"""Numbers of a sentence tied to the terms of the indicator rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import regex

from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.mentions import Mention, Mentions, outermost
from reportparse.facts.indicators.views import Sentence, View
from reportparse.model import Number
from reportparse.rulebook.loading import CompiledConditions, CompiledIndicator

PERCENT, POINTS = "%", "个百分点"


@dataclass(frozen=True, slots=True)
class Binding:
    """A number read as a value of an indicator.

    `start:end` covers the words that decided; `how` names the construction for `explain`; `when` is the period that the
    construction itself states (the old value of a change); `names` are the items of a list that a zipped value belongs to."""

    rule: CompiledIndicator
    number: Number
    measure: str
    how: str
    start: int
    end: int
    weight: float
    base_text: str = ""
    base_period: str = ""
    when: str = ""
    negative: bool = False
    inherited: Binding | None = None
    """The binding whose dimensions an elliptic one continues."""
    item: str = ""
    item_start: int = -1
    term_start: int = -1
    term_end: int = -1
    """Span of the term itself; -1 where the binding has none of its own."""
    bracketed: bool = False
    """True for a number in a bracket: what follows the bracket does not continue it."""
    superseded: bool = False
    """True for a value that the text itself corrects: it qualifies the right one and is no fact."""


@dataclass(slots=True)
class Memory:
    """What earlier numbers of the paragraph were bound to."""

    bindings: list[Binding] = field(default_factory=list)
    paragraph: int = -1
    broken: bool = False
    """True when nobody has read the number before: nothing continues it."""

    def last(self, fits: Callable[[Binding], bool], view: View) -> Binding | None:
        """The latest binding that fits; one in a bracket only for numbers of the same bracket."""
        if self.broken:
            return None
        for binding in reversed(self.bindings):
            if binding.bracketed and not view.start <= binding.number.start < view.end:
                continue
            if binding.bracketed and view.host < 0:
                continue
            if fits(binding):
                return binding
        return None


@dataclass(frozen=True, slots=True)
class Reader:
    """What binding needs to know of the report: its text, the terms found in it, and what is no content of a segment."""

    text: str
    mentions: Mentions
    listed: Callable[[int, int, int], list[tuple[int, str]]]
    """(start, end, count) -> the last coordinated run of just so many named units in a span, with their offsets."""
    residue: Callable[[int, int, str], str]
    """(start, end, masked text) -> what is left of a segment without cues, names, dates and link words."""
    headings: Callable[[int], str]
    """Titles of the section at an offset and of its ancestors."""
    rules: tuple[CompiledIndicator, ...] = ()


def bind(sentence: Sentence, reader: Reader, memory: Memory) -> list[Binding]:
    """Read each quantity of the sentence; the numbers that stay out are nobody's."""
    if memory.paragraph != sentence.paragraph:
        memory.bindings.clear()
        memory.paragraph = sentence.paragraph
    memory.broken = False
    found: list[Binding] = []
    zipped: dict[int, Binding] = {}
    for number in sentence.numbers:
        if number.start not in zipped:
            zipped |= _distributed(number, sentence, reader, memory)
        binding = zipped.get(number.start) or _read(number, sentence, reader, memory)
        passing = grammar.THRESHOLD.search(sentence.view_of(number.start).slice(sentence.start, number.raw_start)) is not None
        if binding is None and passing and memory.bindings and memory.bindings[-1].number.unit == number.unit:
            # 首次突破4000人 only looks at the value before it.
            last = memory.bindings[-1]
            found.append(replace(last, number=number, start=number.raw_start, end=number.raw_end, superseded=True))
        memory.broken = binding is None and not passing and sentence.view_of(number.start).host < 0
        if binding is not None:
            binding = replace(binding, bracketed=sentence.view_of(number.start).host >= 0)
            found.append(binding)
            memory.bindings.append(binding)
    return _shared_noun(sentence, reader, found)


def _shared_noun(sentence: Sentence, reader: Reader, found: list[Binding]) -> list[Binding]:
    """The bindings with those of numbers whose noun stands behind a later number: `中职11.9万人、高职12.4万人参加实习`."""
    bound = {b.number.start: b for b in found}
    for number in reversed(sentence.numbers):
        if number.start in bound:
            continue
        place = place_of(number, sentence)
        after = next((n for n in sentence.numbers if n.raw_start == place.right_end), None)
        later = bound.get(after.start) if after else None
        if later is None or later.how not in {"right", "frame"} or later.number.unit != number.unit:
            continue
        between = place.view.slice(number.raw_end, place.right_end)
        clause = max(place.left_start, place.view.clause_start(number.raw_start))
        if regex.match(r"\s*[、和与及]", between) and not reader.residue(number.raw_end, place.right_end, between) and not reader.residue(
                clause, number.raw_start, place.view.slice(clause, number.raw_start)):
            bound[number.start] = replace(later, number=number, start=number.raw_start, end=number.raw_end)
    return sorted(bound.values(), key=lambda b: b.number.start)


# ------------------------------------------------------------------------------------------------------ one number


@dataclass(frozen=True, slots=True)
class Place:
    """A number with the words around it that are its own: between the neighbouring numbers of its view."""

    number: Number
    view: View
    left_start: int
    right_end: int

    @property
    def left(self) -> str:
        return self.view.slice(self.left_start, self.number.raw_start)

    @property
    def right(self) -> str:
        return self.view.slice(self.number.raw_end, self.right_end)


def place_of(number: Number, sentence: Sentence) -> Place:
    """The number's own segment."""
    view = sentence.view_of(number.start)
    same = [n for n in sentence.numbers if sentence.view_of(n.start) is view]
    at = same.index(number)
    left = same[at - 1].raw_end if at else view.start
    right = same[at + 1].raw_start if at + 1 < len(same) else view.end
    return Place(number, view, left, right)


def _read(number: Number, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    place = place_of(number, sentence)
    clause = place.view.clause_start(number.raw_start)
    left = place.view.slice(max(place.left_start, clause), number.raw_start)
    if grammar.EXCESS.search(left):
        return None
    framed = _framed(place, sentence, reader)
    if framed is not None:
        return framed
    for construct in (_task, _earlier, _change, _from, _to, _share):
        binding = construct(place, left, sentence, reader, memory)
        if binding is not None:
            return binding
    return _plain(place, sentence, reader, memory)


_BOUND_WORDS = regex.compile(r"(?:约|近|超过?|逾|达到?|共|等|将近|接近|不少于|至少|突破|[\s“”])*$")


def _framed(place: Place, sentence: Sentence, reader: Reader) -> Binding | None:
    """The rule whose words stand on both sides of the number (`与#家企业建立合作关系`), the heaviest."""
    number, view = place.number, place.view
    low = max(view.start, view.part_start(number.raw_start), place.left_start)
    before = view.slice(low, number.raw_start)
    before = before[:_BOUND_WORDS.search(before).start()]  # type: ignore[union-attr]
    after = view.slice(number.raw_end, place.right_end)
    best: Binding | None = None
    for rule in reader.rules:
        for left, right in rule.frames:
            if not _fits(rule, number):
                break
            head = left.search(before)
            tail = right.match(after) if head else None
            if head is None or tail is None:
                continue
            weight = len(head.group()) + len(tail.group()) - sum(len(g) for m in (head, tail) if "gap" in m.re.groupindex for g in m.captures("gap"))
            start, end = low + head.start(), number.raw_end + tail.end()
            if best is not None and weight <= best.weight:
                continue
            if not conditions_hold(Mention(rule, start, end, weight, False), place, sentence, reader):
                continue
            best = Binding(rule, number, _level_measure(number, rule), "frame", start, end, weight + 1.0)
    return best


def _change(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """`比上年增加412元`, `同比增长2.6%`, `提高3.2个百分点`."""
    compared = grammar.COMPARISON.search(left)
    match = compared or grammar.BARE_CHANGE.search(left)
    if match is None:
        return None
    number = place.number
    measure = "growth" if number.unit == PERCENT else "change"
    start = number.raw_start - len(left) + match.start()
    subject = _subject_before(place, start, sentence, reader, memory)
    previous = memory.last(lambda b: True, place.view)
    goes_on = previous is not None and (previous.measure in {"change", "growth"} or previous.how == "from")
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


def _change_unit_fits(rule: CompiledIndicator, number: Number) -> bool:
    if number.unit in {PERCENT, POINTS}:
        return True
    return number.unit in rule.rule.units or (number.unit == "" and "比" in rule.rule.units)


def _task(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """The task that a result before it is held against: `超过年初确定的1000人目标`, `完成下达的5000人次任务`."""
    number = place.number
    outside = reader.text[sentence.start:place.view.host] if place.view.host >= 0 and not left.strip() else ""
    if not regex.search(r"(?:任务|目标)(?:数|为)?$", outside) and not (
            grammar.TASK_BEFORE.search(left) and grammar.TASK_AFTER.match(place.right)):
        return None
    previous = memory.last(lambda b: b.measure == "level" and _fits(b.rule, number) and b.number.unit == number.unit, place.view)
    if previous is None or previous.number.start < sentence.start:
        return None
    return Binding(previous.rule, number, "level", "task", number.raw_start - len(left), number.raw_end, 8.0, inherited=previous)


def _earlier(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """The value of an earlier year for comparison: `上年同期为2287人`, `（2022年为9680元）`."""
    match = grammar.EARLIER.fullmatch(left)
    number = place.number
    previous = memory.last(lambda b: b.measure in {"level", "share"} and _fits(b.rule, number, rate=b.measure == "share"), place.view)
    if match is None or previous is None or previous.number.unit != number.unit or previous.number.start < sentence.start:
        return None
    return Binding(previous.rule, number, previous.measure, "from", number.raw_start - len(left), number.raw_end, len(left),
                   when=match["when"], inherited=previous, base_text=previous.base_text)


def _from(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """The old value in `由上年的2347人提高到2451人`."""
    match = grammar.FROM.search(left)
    number = place.number
    if match is None or number.raw_start - place.view.start < 2:
        return None
    after = place.right
    if match.group()[0] in "比较":
        if not regex.match(r"[^，。；\d]{0,4}(?:增|提|上升|升|下降|降|减|回落|扩大)", after):
            return None
    elif not regex.match(r"[^，。；\d]{0,8}(?:到|至|为)", after):
        return None
    start = number.raw_start - len(match.group())
    superseded = bool(regex.match(r"更正|修正|订正", after))
    subject = _subject_before(place, start, sentence, reader, memory)
    if subject is None:
        previous = memory.last(lambda b: _fits(b.rule, number), place.view)
        if previous is None:
            return None
        return Binding(previous.rule, number, _level_measure(number, previous.rule), "from", start, number.raw_end, len(match.group()),
                       when=match["when"] or "上年", inherited=previous, superseded=superseded)
    if not _fits(subject.rule, number, rate=subject.rate):
        return None
    return Binding(subject.rule, number, _level_measure(number, subject.rule), "from", subject.start, number.raw_end,
                   subject.weight + len(match.group()), when=match["when"] or "上年", superseded=superseded)


def _to(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """The new value in `由上年的2347人提高到2451人`."""
    last = memory.bindings[-1] if memory.bindings else None
    if last is None or last.how != "from" or last.number.raw_end != place.left_start:
        return None
    match = grammar.TO.search(place.left)
    if match is None or not _fits(last.rule, place.number):
        return None
    return replace(last, number=place.number, how="to", when=match["when"] or "", end=place.number.raw_end, inherited=last,
                   superseded=False)


def _share(place: Place, left: str, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """`占毕业生总数的58.8%`, `完成年度任务的113.6%`."""
    number = place.number
    if number.unit != PERCENT:
        return None
    task = grammar.TASK_SHARE.search(left)
    if task:
        start = number.raw_start - len(left) + task.start()
        previous = memory.last(lambda b: b.measure == "level", place.view)
        subject = _subject_before(place, start + len("完成"), sentence, reader, memory, levels=True)
        rule = subject.rule if subject else previous.rule if previous else None
        return rule and Binding(rule, number, "share", "share of task", start, number.raw_end, len(task.group()),
                                base_text=task["task"], inherited=previous)
    if grammar.RATIO_OF_TASK.search(left):
        previous = memory.last(lambda b: b.measure == "level", place.view)
        return previous and Binding(previous.rule, number, "share", "share of task", number.raw_start - len(left), number.raw_end, 4,
                                    base_text="任务", inherited=previous)
    match = grammar.SHARE.search(left) or grammar.SHARE_IN.search(left)
    if match is None or regex.search(r"之和|合计占|共占|总和", left):
        return None
    start = number.raw_start - len(left) + match.start()
    # A rule may name the whole phrase (`占高中阶段在校生总数的`) as its term.
    named = _best_left(place, place.left_start, number.raw_start, reader, sentence, [
        m for m in _candidates(place.left_start, number.raw_start, place, reader, sentence, memory) if m.start <= start < m.end and m.rate])
    if named:
        return Binding(named.rule, number, "share", "share", named.start, number.raw_end, named.weight, base_text=match["base"])
    subject = _subject_before(place, start, sentence, reader, memory)
    if subject is not None and (subject.rule.rule.base or subject.rate or match["base"]):
        return Binding(subject.rule, number, "share", "share", subject.start, number.raw_end, subject.weight + len(match.group()),
                       base_text=match["base"])
    own = reader.residue(place.left_start, start, place.view.slice(place.left_start, start))
    previous = memory.last(lambda b: b.measure == "level", place.view)
    if previous is not None and not own:
        return Binding(previous.rule, number, "share", "share", start, number.raw_end, len(match.group()),
                       base_text=match["base"], inherited=previous)
    return None


def _plain(place: Place, sentence: Sentence, reader: Reader, memory: Memory) -> Binding | None:
    """Term and number side by side, or a number that continues the last term."""
    number, view = place.number, place.view
    clause = view.clause_start(number.raw_start)
    attributive = not grammar.NOT_NOUN.match(place.right)
    right = _best_right(place, reader, sentence, memory) if attributive else None
    if right is not None and right[1]:
        return _bound(right[0], place, "right")
    candidates = _candidates(place.left_start, number.raw_start, place, reader, sentence, memory)
    left = _best_left(place, max(clause, place.left_start), number.raw_start, reader, sentence, candidates)
    if left is not None and not (right is not None and attributive and view.slice(left.end, number.raw_start).strip("“”：: ")):
        return _bound(left, place, "left")
    if right is not None:
        return _bound(right[0], place, "right")
    if view.host >= 0 and not view.slice(place.left_start, number.raw_start).strip():
        # The bracket gives the number of the term before it: 占专业课教师（497人）的86.1%.
        hosted = [m for m in reader.mentions.within(sentence.start, view.host) if m.end == view.host and _fits(m.rule, number, rate=m.rate)]
        if hosted:
            return _bound(max(hosted, key=lambda m: m.weight), place, "bracket")
    own_start = max(clause, place.left_start)
    own = reader.residue(own_start, number.raw_start, view.slice(own_start, number.raw_start))
    if own:
        return None
    # The clause has no term of its own: the topic of the clause before holds on, then the last number's indicator.
    if own_start > place.left_start and not attributive:
        far = [m for m in candidates if m.end <= own_start and _fits(m.rule, number, rate=m.rate)]
        if far:
            topic = max(far, key=lambda m: (m.end, m.weight))
            return replace(_bound(topic, place, "topic"), weight=topic.weight / 2)
    segment = reader.residue(place.left_start, number.raw_start, view.slice(place.left_start, number.raw_start))
    if segment or attributive:
        return None
    previous = memory.last(lambda b: b.measure == _level_measure(number, b.rule) and _fits(b.rule, number), view)
    if previous is None or previous.number.unit != number.unit:
        return None
    if not _narrows(place, reader):
        return None
    return Binding(previous.rule, number, previous.measure, "ellipsis", place.left_start, number.raw_end, 2.0, inherited=previous,
                   base_text=previous.base_text)


def _narrows(place: Place, reader: Reader) -> bool:
    """Whether the words before an elliptic number say which part it counts (`其中公办`, `民办`, `贵阳市`)."""
    return bool(place.left.strip("，,、；;： （(和及与")) or place.view.host >= 0


def _bound(mention: Mention, place: Place, how: str) -> Binding:
    number = place.number
    measure = "share" if mention.rate else _level_measure(number, mention.rule)
    if measure == "level" and not mention.rule.rule.flow and place.view.slice(mention.start - 2, mention.start) in {"新增", "净增"}:
        measure = "change"
    return Binding(mention.rule, number, measure, how, min(mention.start, number.raw_start), max(mention.end, number.raw_end),
                   mention.weight + 1.0, term_start=mention.start, term_end=mention.end)


def _level_measure(number: Number, rule: CompiledIndicator) -> str:
    return "share" if number.unit == PERCENT else "level"


def _fits(rule: CompiledIndicator, number: Number, *, rate: bool = False) -> bool:
    """Whether a number of this unit can be a level or share of the indicator."""
    if number.unit == PERCENT:
        return rate or bool(rule.rule.base) or rule.rates is not None
    return not rate and (number.unit in rule.rule.units or (number.ratio and "比" in rule.rule.units))


# ---------------------------------------------------------------------------------------------------- left and right


def _candidates(start: int, end: int, place: Place, reader: Reader, sentence: Sentence, memory: Memory) -> list[Mention]:
    """The mentions in a span that are visible from the number and whose conditions hold."""
    view = place.view
    seen = []
    for mention in reader.mentions.within(start, end):
        if view.slice(mention.start, mention.start + 1).strip() == "" or sentence.view_of(mention.start) is not view:
            continue
        if mention.rule.rule.follows and not any(
                b.rule.rule.indicator in mention.rule.rule.follows for b in memory.bindings if b.number.start >= sentence.start):
            continue
        if conditions_hold(mention, place, sentence, reader):
            seen.append(mention)
    return outermost(seen)


def _best_left(place: Place, start: int, end: int, reader: Reader, sentence: Sentence, candidates: Sequence[Mention]) -> Mention | None:
    """The term that the number follows: nearest first, tied by link words alone, or with a few words between."""
    number = place.number
    best: tuple[tuple[float, ...], Mention] | None = None
    for mention in candidates:
        if mention.rule.rule.bind == "right" or mention.start < start or not _fits(mention.rule, number, rate=mention.rate):
            continue
        between = place.view.slice(mention.end, number.raw_start)
        if grammar.LINK.fullmatch(between):
            rank = 0.0
        else:
            rest = reader.residue(mention.end, number.raw_start, between)
            if not rest:
                rank = 1.0
            elif len(rest) <= 6 and not regex.match(r"[的中之]", between) and not regex.search(r"[、，]", rest):
                rank = 2.0
            elif "、" in between and not between.startswith(("的", "中")) and len(rest) <= 12:
                rank = 3.0
            else:
                continue
        key = (rank if rank > 1 else 0.0, -mention.end, -mention.weight, not mention.rule.rule.follows)
        if best is None or key < best[0]:
            best = (key, mention)
    return best[1] if best else None


def _best_right(place: Place, reader: Reader, sentence: Sentence, memory: Memory) -> tuple[Mention, bool] | None:
    """The term that follows the number in its clause, and whether it is tied firmly."""
    number, view = place.number, place.view
    end = min(place.right_end, view.clause_end(number.raw_end))
    best: tuple[tuple[float, ...], Mention, bool] | None = None
    for mention in _candidates(number.raw_end, end, place, reader, sentence, memory):
        if mention.rule.rule.bind == "left" or not _fits(mention.rule, number, rate=mention.rate):
            continue
        between = view.slice(number.raw_end, mention.start)
        if len(between) > 40:
            continue
        after = view.slice(mention.end, end)
        closed = bool(regex.match(r"(?:的(?!.)|当中|中(?![高等职小专国医])|[、和及与；，,。）)”\s]|以上|左右|任务|名单|工作|等|$)", after))
        exists = bool(grammar.EXISTS.search(view.slice(place.left_start, number.raw_start))) or _chained(mention, place, memory, reader)
        near = len(between.strip("“” ")) <= 6
        if not closed and not exists and not mention.rule.rule.flow:
            continue
        firm = closed or exists
        key = (0.0 if firm else 1.0, 0.0 if near else 1.0, -mention.weight, mention.start)
        if best is None or key < best[0]:
            best = (key, mention, firm)
    return (best[1], best[2]) if best else None


def _chained(mention: Mention, place: Place, memory: Memory, reader: Reader) -> bool:
    """Whether the number goes on a list of counted things: `开设16个专业大类、86个专业`, `中职学校12所，3所高职院校`."""
    last = memory.bindings[-1] if memory.bindings else None
    if last is None or last.number.raw_end != place.left_start or last.measure != "level":
        return False
    between = place.view.slice(place.left_start, place.number.raw_start)
    head = regex.split(r"[、，,]|和|及|与", between)
    words = reader.text[mention.start:mention.end]
    return len(head) == 2 and not head[1].strip() and len(head[0]) <= 8 and (
        last.rule is not mention.rule or words not in reader.text[last.start:last.end])


def _subject_before(place: Place, end: int, sentence: Sentence, reader: Reader, memory: Memory, *, levels: bool = False) -> Mention | None:
    """The last term in the number's clause before `end`, with few words in between."""
    start = max(place.left_start, place.view.clause_start(place.number.raw_start))
    best: Mention | None = None
    for mention in _candidates(start, end, place, reader, sentence, memory):
        if levels and mention.rate:
            continue
        between = place.view.slice(mention.end, end)
        rest = reader.residue(mention.end, end, between)
        if len(rest) > 4:
            continue
        if best is None or (mention.end, mention.weight) > (best.end, best.weight):
            best = mention
    return best


# -------------------------------------------------------------------------------------------------------- conditions


def conditions_hold(mention: Mention, place: Place, sentence: Sentence, reader: Reader) -> bool:
    """Whether `when` holds and `unless` does not around this mention and number."""
    rule = mention.rule
    if not _conditions_met(rule.when, mention, place, sentence, reader, wanted=True):
        return False
    return not _conditions_met(rule.unless, mention, place, sentence, reader, wanted=False)


def _conditions_met(conditions: CompiledConditions, mention: Mention, place: Place, sentence: Sentence, reader: Reader, *, wanted: bool) -> bool:
    """wanted: all stated conditions are found. Otherwise: any of them is found."""
    number, view = place.number, place.view
    outcomes = []
    if conditions.before is not None:
        outcomes.append(any(_ends(conditions.before, reader.text[max(sentence.start, at - 40):at]) for at in {mention.start, number.raw_start}))
    if conditions.after is not None:
        last = max(mention.end, number.raw_end)
        outcomes.append(bool(conditions.after.match(reader.text[last:min(sentence.end, last + 40)])))
    if conditions.segment is not None:
        low = max(place.left_start, view.clause_start(min(mention.start, number.raw_start)))
        high = max(mention.end, number.raw_end)
        if mention.start >= number.raw_end:
            low = max(low, view.start + view.masked.rfind("、", 0, number.raw_start - view.start) + 1)
            high = max(high, min(place.right_end, view.clause_end(number.raw_end)))
        outcomes.append(bool(conditions.segment.search(reader.text[low:high])))
    if conditions.clause is not None:
        low = view.clause_start(min(mention.start, number.raw_start))
        high = view.clause_end(max(mention.end, number.raw_end))
        outcomes.append(bool(conditions.clause.search(reader.text[low:high])))
    if conditions.sentence is not None:
        outcomes.append(bool(conditions.sentence.search(reader.text[sentence.start:sentence.end])))
    if conditions.section is not None:
        outcomes.append(bool(conditions.section.search(reader.headings(number.start))))
    if wanted:
        return all(outcomes)
    return any(outcomes)


def _ends(pattern: regex.Pattern[str], text: str) -> bool:
    return any(match.end() == len(text) for match in pattern.finditer(text, overlapped=True))


# ------------------------------------------------------------------------------------------------------ distribution


def _distributed(first: Number, sentence: Sentence, reader: Reader, memory: Memory) -> dict[int, Binding]:
    """`A、B和C分别为1、2、3`: the values zipped with the list before 分别, by term or by name; empty when `first` opens no such row."""
    place = place_of(first, sentence)
    match = grammar.RESPECTIVELY.search(place.left)
    run = _run(first, sentence, place.view, shared_noun=match is not None)
    if len(run) < 2:
        return {}
    if match is None:
        # Without 分别 only a list of terms, one for each value, is read so: 在第一、二、三产业就业的占比为3.8%、42.7%、53.5%.
        link = grammar.LINK_TAIL.search(place.left)
        at = place.left_start + (link.start() if link else len(place.left))
        items = _list_items(place.view.slice(place.view.start, at), len(run))
        rows = _terms_of_items(items, "", run, place, sentence, reader, place.view.start) if items else []
        distinct = {b.rule.rule.indicator for b in rows}
        return {b.number.start: b for b in rows} if len(distinct) == len(run) else {}
    at = place.left_start + match.start()
    return {b.number.start: b for b in _zipped(run, at, match.group(), place, sentence, reader, memory)}


def _run(first: Number, sentence: Sentence, view: View, *, shared_noun: bool) -> list[Number]:
    """The numbers that follow one another with nothing but list marks between, all of one unit."""
    run = [first]
    for number in sentence.numbers:
        if number.start <= first.start or sentence.view_of(number.start) is not view:
            continue
        between = view.slice(run[-1].raw_end, number.raw_start)
        if not regex.fullmatch(r"\s*(?:左右|以上)?[、，,和与及]*\s*(?:约|近|超过?|为)*", between):
            break
        if number.unit != first.unit and first.unit:
            break
        run.append(number)
    return run


def _zipped(run: list[Number], at: int, cue: str, place: Place, sentence: Sentence, reader: Reader, memory: Memory) -> list[Binding]:
    view = place.view
    # The values may repeat the row of levels just before: 从事一、二、三产业的分别为…，分别占…的6%、33%、61%.
    task = regex.search(r"任务|计划|目标|完成率", view.slice(place.left_start, run[0].raw_start))
    base = regex.search(r"占(?P<base>[^，。；]*?)(?:的|之|比|$)", cue)
    levels = [b for b in memory.bindings if b.number.start >= sentence.start and b.measure == "level"][-len(run):]
    repeats = bool(task) or not reader.residue(place.left_start, at, view.slice(place.left_start, at))
    if all(n.unit == PERCENT for n in run) and len(levels) == len(run) and repeats and (base or task):
        return [Binding(level.rule, number, "share", "respectively", number.raw_start, number.raw_end, 4.0,
                        base_text="任务" if task else base["base"] if base else "", inherited=level)
                for level, number in zip(levels, run, strict=True)]
    terms = _list_items(place.view.slice(view.start, at), len(run))
    if terms:
        offset = view.start
        named = _terms_of_items(terms, cue, run, place, sentence, reader, offset)
        if named:
            return named
        subject = _subject_of_items(terms, place, at, run, sentence, reader, memory)
        if subject is not None:
            rule, inherited, measure = subject
            return [Binding(rule, number, measure, "respectively", offset + terms[i][0], number.raw_end, 4.0,
                            inherited=inherited, item=terms[i][1], item_start=offset + terms[i][0],
                            base_text=inherited.base_text if inherited else "")
                    for i, number in enumerate(run)]
    names = reader.listed(sentence.start, at, len(run))
    subject = _subject_of_items(names, place, at, run, sentence, reader, memory) if names else None
    if subject is not None:
        rule, inherited, measure = subject
        return [Binding(rule, number, measure, "respectively", names[i][0], number.raw_end, 4.0, inherited=inherited,
                        item=names[i][1], item_start=names[i][0]) for i, number in enumerate(run)]
    # The list stands further off, or the noun behind the last value: 省培分别为7920人次、5643人次; 分别覆盖18个和19个专业大类.
    direct = _best_left(place, place.left_start, run[0].raw_start, reader, sentence,
                        _candidates(place.left_start, run[0].raw_start, place, reader, sentence, memory))
    if direct is None:
        last = _best_right(place_of(run[-1], sentence), reader, sentence, memory)
        direct = last[0] if last else None
    if direct is None:
        return []
    return [replace(_bound(direct, place, "respectively"), number=number) for number in run]


def _list_items(text: str, count: int) -> list[tuple[int, str]]:
    """The last list of `count` items in `text` before 分别, with their offsets; commas end it."""
    for pattern in (r"[，,；;：:]", r"[；;]"):
        start = 0
        for mark in regex.finditer(pattern, text.rstrip("，, ")):
            start = mark.end()
        piece = text[start:].rstrip("，, ")
        items, at = [], start
        for item in regex.split(r"([、]|以及|和|及|与)", piece):
            if item and not grammar.AND.fullmatch(item):
                items.append((at, item.strip()))
            at += len(item)
        if len(items) >= count and not any(char.isdigit() for _, item in items[-count:] for char in item):
            return items[-count:]
    return []


def _terms_of_items(items: list[tuple[int, str]], cue: str, run: list[Number], place: Place, sentence: Sentence, reader: Reader,
                    offset: int) -> list[Binding]:
    """Each item read as a term, with the head of the first item and the tail of the last one completed where it was left out."""
    first, last = items[0][1], items[-1][1]
    tail_words = regex.sub(r"^(?:依次|分别)", "", cue)
    found: list[Binding] = []
    heads = [""] + [first[:n] for n in range(len(first), 0, -1)]
    for i, (at, item) in enumerate(items):
        number = run[i]
        tails = [""] + [last[n:] for n in range(len(last))] if i < len(items) - 1 else [""]
        tails += [tail + tail_words for tail in tails if tail_words]
        best: tuple[tuple[int, int], CompiledIndicator, bool] | None = None
        for head in (heads if i else [""]):
            for tail in tails:
                probe = head + item + tail
                touched = len(head) + (len(item) if i < len(items) - 1 else 1)
                for rule, rate, length in _terms_in(probe, len(head), touched, reader):
                    # Of all completions the one that adds least, then the longest term.
                    key = (len(head) + len(tail), -length)
                    if _fits(rule, number, rate=rate) and (best is None or key < best[0]):
                        best = (key, rule, rate)
        if best is None:
            return []
        measure = "share" if best[2] else _level_measure(number, best[1])
        found.append(Binding(best[1], number, measure, "respectively", offset + at, number.raw_end, 2.0 - best[0][1]))
    return found


def _terms_in(probe: str, low: int, high: int, reader: Reader) -> list[tuple[CompiledIndicator, bool, int]]:
    """Rules one of whose terms matches in `probe` and touches probe[low:high] up to its end or beyond."""
    found = []
    for rule in reader.rules:
        if not rule.rule.follows:
            found += _matches(rule, probe, low, high)
    return found


def _matches(rule: CompiledIndicator, probe: str, low: int, high: int) -> list[tuple[CompiledIndicator, bool, int]]:
    found = []
    for pattern, rate in ((rule.terms, False), (rule.rates, True)):
        for match in pattern.finditer(probe) if pattern is not None else ():
            if match.start() < high and match.end() > low and match.end() >= high:
                found.append((rule, rate, match.end() - match.start()))
    return found


def _subject_of_items(items: list[tuple[int, str]], place: Place, at: int, run: list[Number], sentence: Sentence, reader: Reader,
                      memory: Memory) -> tuple[CompiledIndicator, Binding | None, str] | None:
    """The indicator of a list of names: a term after the last name, or the last indicator of the sentence."""
    start = max(place.view.start, place.left_start)
    mention = _best_left(place, start, at, reader, sentence, [
        m for m in _candidates(start, run[0].raw_start, place, reader, sentence, memory)])
    if mention is None:
        low = place.view.clause_start(at - 1)
        options = [m for m in _candidates(place.left_start, at, place, reader, sentence, memory) if m.start < low and _fits(m.rule, run[0], rate=m.rate)]
        mention = max(options, key=lambda m: (m.end, m.weight), default=None)
    if mention is not None and _fits(mention.rule, run[0], rate=mention.rate):
        return mention.rule, None, "share" if mention.rate else _level_measure(run[0], mention.rule)
    previous = memory.last(lambda b: _fits(b.rule, run[0]) and b.number.unit == run[0].unit, place.view)
    if previous is not None:
        return previous.rule, previous, previous.measure
    return None
