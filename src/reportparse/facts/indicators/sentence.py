"""The quantities of a sentence read one after the other, each with what came before in mind."""

from __future__ import annotations

from dataclasses import replace

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.binding import Binding, Memory, Place, Reader, place_of
from reportparse.facts.indicators.constructs import (
    benchmark,
    change,
    corrected,
    counterpart,
    earlier,
    extreme,
    framed,
    new_value,
    of_named,
    old_value,
    share,
    share_words,
    task,
)
from reportparse.facts.indicators.lists import distributed, headed
from reportparse.facts.indicators.parts import whole_of_parts
from reportparse.facts.indicators.terms import PERCENT, best_left, best_right, bound, candidates_in, fits, level_measure
from reportparse.facts.indicators.views import Sentence
from reportparse.numbers.units import unit_family


def bind(sentence: Sentence, reader: Reader, memory: Memory) -> list[Binding]:
    """Read each quantity of the sentence; the numbers that stay out are nobody's."""
    if memory.paragraph != sentence.paragraph:
        memory.bindings.clear()
        memory.paragraph = sentence.paragraph
    memory.broken = False
    found: list[Binding] = []
    zipped: dict[int, Binding] = {}
    for number in sentence.numbers:
        place = place_of(number, sentence, reader, memory)
        if number.start not in zipped:
            zipped |= distributed(place)
        binding = zipped.get(number.start) or _read(place)
        bracketed = place.view.host >= 0
        passing = grammar.THRESHOLD.search(place.view.slice(sentence.start, number.raw_start)) is not None
        criterion = _criterion(place) if binding is None else None
        memory.broken = binding is None and not passing and not bracketed and criterion is None and not _told_by(memory, place)
        if criterion is not None:
            memory.bindings.append(criterion)
        if binding is not None:
            if binding.how == "corrected" and found:
                found[-1] = replace(found[-1], superseded=True)
            found.append(replace(binding, bracketed=bracketed))
            memory.bindings.append(found[-1])
        elif passing and memory.bindings and memory.bindings[-1].number.unit == number.unit:
            # 首次突破4000人 only looks at the value before it.
            found.append(replace(memory.bindings[-1], number=number, start=number.raw_start, end=number.raw_end, superseded=True))
    return found


def _shared_noun(place: Place) -> Binding | None:
    """The noun stands behind a later number of the list: `中职11.9万人、高职12.4万人参加实习`."""
    number = place.number
    after = next((n for n in place.sentence.numbers if n.raw_start == place.right_end), None)
    if after is None or after.unit != number.unit or not ready(r"\s*[、和与及]").match(place.right):
        return None
    later = place.at(after)
    if _unexplained(place, number.raw_end, place.right_end) or grammar.NOT_NOUN.match(later.right):
        return None
    noun = best_right(later)
    return bound(noun[0], place, "right") if noun else None


def _unexplained(place: Place, start: int, end: int) -> str:
    """What is left of a stretch of the number's view when all that is known is taken out."""
    return place.reader.residue(start, end, place.view.slice(start, end))


def _read(place: Place) -> Binding | None:
    left = place.view.slice(place.clause_start, place.number.raw_start)
    if any(words.search(left) for words in (grammar.EXCESS, grammar.OTHERS, grammar.SOME_OF)) or _of_some(place):
        return None
    binding = framed(place)
    for construct in (benchmark, corrected, task, earlier, extreme, change, old_value, new_value, share, counterpart, of_named):
        binding = binding or construct(place, left)
    return _of_whole(binding, place) if binding is not None else _plain(place)


def _of_whole(binding: Binding, place: Place) -> Binding:
    """A comparison right after parts that add up to a whole is of that: `在校生500人，其中甲校300人、乙校200人，比上年增加20人`."""
    last = binding.inherited
    if binding.how not in {"change", "from"} or last is None or last is not place.memory.bindings[-1] or place.view.host >= 0:
        return binding
    if last.number.start < place.sentence.start or not ready(r"[，；]").match(place.left):
        return binding
    whole = whole_of_parts(place.number.start, place.memory.since(place.sentence.start), place.reader.text)
    return replace(binding, inherited=whole) if whole is not None else binding


def _said_before(words: str, place: Place) -> bool:
    """Whether a parallel clause repeats a word of the clause of the last number: `中职学校安排…860人，高职院校安排126人`."""
    last = place.memory.bindings[-1] if place.memory.bindings else None
    if last is None or last.number.raw_end != place.left_start or len(words) != 2 or place.left[:1] not in "，；":
        return False
    if last.term_start < 0:
        return False
    # What the term ends in is its noun, and said again it names others: 高级讲师96人，讲师132人.
    said = place.view.slice(place.view.clause_start(last.number.raw_start), last.term_end)
    return words in said and (not said.endswith(words) or "其中" in place.left)


def _beside(place: Place) -> Binding | None:
    """The second of two numbers side by side under one term: `国家助学金1120人次、112万元`, `资助学生1120人次，112万元。`."""
    before = next((n for n in place.sentence.numbers if n.raw_end == place.left_start), None)
    if before is None or before.unit == place.number.unit or place.number.unit == PERCENT or place.left.strip() not in {"", "、", "，"}:
        return None
    if place.left.strip() == "，" and not ready(r"\s*(?:$|[。；，）])").match(place.right):
        return None
    other = place.at(before)
    shared = [m for m in candidates_in(other.clause_start, before.raw_start, place) if fits(m.rule, place.number, rate=m.rate)]
    nearest = max(shared, key=lambda m: (m.end, m.weight), default=None)
    if nearest is None or not grammar.LINK.fullmatch(place.view.slice(nearest.end, before.raw_start)):
        return None
    return bound(nearest, place, "beside")


def _of_some(place: Place) -> bool:
    """Whether a limit speaks of some units only: `3所学校招生不足400人`, `在校生超过3000人的学校`."""
    number = place.number
    if number.bound not in {"under", "over"}:
        return False
    if number.unit != PERCENT and grammar.QUALIFIES.match(place.right):
        return True
    counted = next((n for n in place.sentence.numbers if n.raw_end == place.left_start and n.raw_end > place.view.start), None)
    return counted is not None and unit_family(counted.unit) in {"institutions", "count"} and regex.match(
        r"\p{Han}{1,12}$", place.left.strip()) is not None and "共" not in place.left and grammar.EXISTS.search(
        place.view.slice(place.view.start, counted.raw_start)) is None


def _criterion(place: Place) -> Binding | None:
    """What a limit measures by which units are picked that a list then names: `在校生超过3000人的学校有2所：甲校3260人，乙校3180人`."""
    if place.number.bound not in {"under", "over"} or not grammar.QUALIFIES.match(place.right):
        return None
    rest = place.view.slice(place.number.raw_end, place.view.end)
    listed = ready(r"[^，。；：]{0,24}(?:：|，?(?:分别|依次)?[为是]|即|的有)").match(rest)
    read = _plain(place) if listed else None
    before = next((b for b in reversed(place.memory.since(place.sentence.start)) if b.how == "criterion"), None) if listed else None
    if read is None and before is not None and before.number.unit == place.number.unit:
        return replace(before, number=place.number)
    return replace(read, how="criterion") if read is not None and read.how in {"left", "right", "ellipsis"} else None


def _told_by(memory: Memory, place: Place) -> bool:
    """Whether a number counts the units that a limit just before it picked."""
    last = memory.bindings[-1] if memory.bindings else None
    return last is not None and last.how == "criterion" and (
        last.number.raw_end == place.left_start and place.number.unit != last.number.unit)


def _plain(place: Place) -> Binding | None:
    """Term and number side by side, or a number that continues the last term."""
    number, view = place.number, place.view
    attributive = not grammar.NOT_NOUN.match(place.right)
    right = best_right(place) if attributive else None
    if right is not None and right[1]:
        return bound(right[0], place, "right")
    candidates = candidates_in(place.left_start, number.raw_start, place)
    if number.unit == PERCENT and (share := share_words(view.slice(place.left_start, number.raw_start))) is not None and share["base"]:
        # What a share is of is not its subject: `外聘人员占专任教师的12%`.
        base = place.left_start + share.start("base")
        candidates = [m for m in candidates if m.start < base]
    left = best_left(place, place.clause_start, number.raw_start, candidates)
    if left is not None and not (right is not None and attributive and view.slice(left.end, number.raw_start).strip("“”：: ")):
        return bound(left, place, "left")
    if right is not None:
        return bound(right[0], place, "right")
    if not attributive and ready(r"(?:左右|上下|以上)?(?:已|均|都|全部|进入|升入|考入|选择)").match(place.right):
        # A verb phrase after the number is its term: 326人已落实毕业去向.
        behind = best_right(place)
        if behind is not None:
            return bound(behind[0], place, "right")
    beside = _beside(place)
    if beside is not None:
        return beside
    if view.host >= 0 and not view.slice(place.left_start, number.raw_start).strip():
        counted = place.memory.bindings[-1] if place.memory.bindings else None
        if number.unit == PERCENT and counted is not None and counted.number.raw_end == view.host and fits(counted.rule, number):
            return Binding(counted.rule, number, "share", "bracket", number.raw_start, number.raw_end, 4.0, inherited=counted)
        # The bracket gives the number of the term before it: 占专业课教师（497人）的86.1%.
        before = place.reader.mentions.within(place.sentence.start, view.host)
        hosted = [m for m in before if m.end == view.host and fits(m.rule, number, rate=m.rate)]
        if hosted:
            return bound(max(hosted, key=lambda m: m.weight), place, "bracket")
    counted = place.memory.bindings[-1] if place.memory.bindings else None
    if number.unit == PERCENT and counted is not None and counted.measure == "level" and counted.number.raw_end == place.left_start and (
            place.left.strip() in {"、", "，"} and fits(counted.rule, number)):
        return Binding(counted.rule, number, "share", "share", number.raw_start, number.raw_end, 4.0, inherited=counted)
    unexplained = _unexplained(place, place.clause_start, number.raw_start)
    if unexplained and not _said_before(unexplained, place):
        return headed(place)
    held = _held_by(place) if not attributive and _narrows(place) else None
    if held is not None:
        return held
    # The clause has no term of its own: the topic of the clause before holds on, then the last number's indicator.
    if place.clause_start > place.left_start and not attributive:
        far = [m for m in candidates if m.end <= place.clause_start and fits(m.rule, number, rate=m.rate)]
        if far:
            topic = max(far, key=lambda m: (m.end, m.weight))
            return replace(bound(topic, place, "topic"), weight=topic.weight / 2)
    if attributive:
        return None
    shared = _shared_noun(place)
    if shared is not None:
        return shared
    previous = place.memory.last(lambda b: b.measure == level_measure(number, b.rule) and (
        fits(b.rule, number) or (b.how in {"share", "ellipsis"} and b.measure == "share")), view)
    if previous is None or previous.number.unit != number.unit:
        return None
    if not _narrows(place) or _of_others(place, previous):
        return None
    return Binding(previous.rule, number, previous.measure, "ellipsis", place.left_start, number.raw_end, 2.0, inherited=previous,
                   base_text=previous.base_text)


def _held_by(place: Place) -> Binding | None:
    """A part that is more than the last number is of a whole before it: `开设专业26个，归属9个大类，其中甲校19个`."""
    number = place.number
    if place.view.host >= 0 or "，其中" not in place.left:
        return None
    levels = [b for b in place.memory.since(place.sentence.start) if b.measure == "level" and not b.bracketed]
    if not levels or levels[-1].number.raw_end != place.left_start or levels[-1].number.value >= number.value:
        return None
    whole = next((b for b in reversed(levels) if (
        b.number.unit == number.unit and b.number.value >= number.value and fits(b.rule, number))), None)
    return whole and Binding(whole.rule, number, "level", "ellipsis", place.left_start, number.raw_end, 2.0, inherited=whole)


def _of_others(place: Place, previous: Binding) -> bool:
    """Whether the noun before an elliptic number is about others than the number it would continue: `在校生3200人，…现有教师80人`."""
    own = place.view.slice(place.clause_start, place.number.raw_start).rstrip("有为共达约计近的 ")
    term = place.reader.text[previous.term_start:previous.term_end] if previous.term_start >= 0 else ""
    return bool(term) and own.endswith(place.reader.people) and own[-1] not in term


def _narrows(place: Place) -> bool:
    """Whether the words before an elliptic number say which part it counts (`其中公办`, `民办`, `贵阳市`): in its clause, all of
    whose words are known, at least one is no mere link word."""
    own = place.view.slice(place.clause_start, place.number.raw_start).strip("，,、；;：: （(和及与")
    restated = ready(r"(?:实际|具体|准确)?(?:为|是|达到?)").fullmatch(own) is not None
    if place.view.host < 0 and not restated and grammar.LINK.fullmatch(own) and place.clause_start > place.left_start:
        # The unit stands in a clause of its own: 乙县最低，仅为1200人.
        before = place.view.slice(place.left_start, place.clause_start - 1)
        ranked = ready(r"(?:为|是|居)?最[高低大小多少]$|次之$|居首$|其次$").search(before)
        words = before[:ranked.start()].strip("，,、；;： ") if ranked else ""
        return bool(words) and not _unexplained(place, place.left_start, place.left_start + ranked.start())  # type: ignore[union-attr]
    return place.view.host >= 0 or restated or (bool(own) and grammar.LINK.fullmatch(own) is None)
