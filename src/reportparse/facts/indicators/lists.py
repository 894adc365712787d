"""Values zipped with lists: `A、B和C分别为1、2、3`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.binding import Binding, Place
from reportparse.facts.indicators.terms import (
    PERCENT,
    best_left,
    best_right,
    bound,
    candidates_in,
    fits,
    level_measure,
    subject_before,
)
from reportparse.model import Number
from reportparse.rulebook.loading import CompiledIndicator


def distributed(place: Place) -> dict[int, Binding]:
    """`A、B和C分别为1、2、3`: by start of each value, the values zipped with the list before 分别, by term or by name; empty when the
    number at `place` opens no such row."""
    match = grammar.RESPECTIVELY.search(place.left)
    run = _run(place)
    if len(run) < 2:
        return {}
    behind = grammar.RESPECTIVELY_AFTER.match(place.at(run[-1]).right) if match is None else None
    if behind is not None:
        at = run[-1].raw_end + behind.start("items")
        listed = [(at, item) for item in ready(r"、|以及|和|及|与").split(behind["items"]) if item]
        rows = _terms_of_items(listed, "", run, place) if len(listed) == len(run) else []
    elif match is not None:
        rows = _zipped(run, place.left_start + match.start(), match.group(), place)
    else:
        rows = _by_industry(run, place.left_start + len(place.left), place)
        if rows:
            return {b.number.start: b for b in rows}
        # Without 分别 only a list of terms, one for each value, is read so: 在第一、二、三产业就业的占比为3.8%、42.7%、53.5%.
        link = grammar.LINK_TAIL.search(place.left)
        items = _list_items(place, place.left_start + (link.start() if link else len(place.left)), len(run))
        rows = _terms_of_items(items, "", run, place) if items else []
        if len({b.rule.rule.indicator for b in rows}) < len(run):
            return {}
    return {b.number.start: b for b in rows}


def _run(place: Place) -> list[Number]:
    """The numbers from `place` on that follow one another with nothing but list marks between, all of one unit."""
    run = [place.number]
    for number in place.sentence.numbers:
        if number.start <= place.number.start or place.sentence.view_of(number.start) is not place.view:
            continue
        between = place.view.slice(run[-1].raw_end, number.raw_start)
        if not ready(r"\s*(?:左右|以上)?[、，,和与及]*\s*(?:约|近|超过?|为)*").fullmatch(between):
            break
        if place.number.unit and number.unit != place.number.unit:
            break
        run.append(number)
    return run


_THREE = regex.compile(r"三[次大]产业(?P<rest>[^，。；\d]{0,8}?)(?:的)?(?:人数|比例|占比|分布|结构)?(?:情况|状况)?$")
_YEARS = regex.compile(r"((?:19|20)\d\d)年?(?:度|届|级|学年)?(?=[、和与及]|[^，。；\d、]{0,20}$)")
_SPAN = regex.compile(r"((?:19|20)\d\d)年?\s*(?:[-—–~～]+|至|到)\s*((?:19|20)\d\d)(?=年|学年)")
Items = list[tuple[int, str]]
"""The items of a list in print, each with its offset in the report's text."""


def _zipped(run: list[Number], at: int, cue: str, place: Place) -> list[Binding]:
    view = place.view
    # The values may repeat the row of levels just before: 从事一、二、三产业的分别为…，分别占…的6%、33%、61%.
    task = ready(r"任务|计划|目标|完成率").search(view.slice(place.left_start, run[0].raw_start))
    base = ready(r"占(?P<base>[^，。；]*?)(?:的|之|比|依次|分别|$)").search(view.slice(place.left_start, at) + cue)
    levels = [b for b in place.memory.since(place.sentence.start) if b.measure == "level"][-len(run):]
    repeats = bool(task) or not place.reader.residue(place.left_start, at, ready(r"占比?").sub("  ", view.slice(place.left_start, at)))
    if all(n.unit == PERCENT for n in run) and len(levels) == len(run) and repeats and (base or task):
        return [Binding(level.rule, number, "share", "respectively", number.raw_start, number.raw_end, 4.0,
                        base_text="任务" if task else base["base"] if base else "", inherited=level)
                for level, number in zip(levels, run, strict=True)]
    rise = grammar.BARE_CHANGE.search(cue.strip())
    if rise is not None:
        levels = [b for b in place.memory.since(place.sentence.start) if b.measure in {"level", "share"}][-len(run):]
    if rise is not None and len(levels) == len(run):
        return [Binding(level.rule, number, "growth" if number.unit == PERCENT else "change", "respectively", number.raw_start,
                        number.raw_end, 4.0, base_period="上年", negative=bool(grammar.DECREASE.search(rise["direction"])), inherited=level)
                for level, number in zip(levels, run, strict=True)]
    items = _list_items(place, at, len(run))
    named = _by_industry(run, at, place) or (_terms_of_items(items, cue, run, place) if items else [])
    if named:
        return named
    for candidates in (items, place.reader.listed(place.sentence.start, at, len(run))):
        subject = _subject_of_items(candidates, place, at, run) if candidates else None
        if subject is not None:
            rule, inherited, measure = subject
            of = base["base"] if base and measure == "share" else ""
            return [Binding(rule, number, measure, "respectively", start, number.raw_end, 4.0, inherited=inherited, item=item,
                            item_start=start, base_text=inherited.base_text if inherited else of)
                    for (start, item), number in zip(candidates, run, strict=True)]
    again = _row_again(run, at, place)
    if again:
        return again
    # The list stands further off, or the noun behind the last value: 省培分别为7920人次、5643人次; 分别覆盖18个和19个专业大类.
    behind = place.at(run[-1])
    last = None if grammar.NOT_NOUN.match(behind.right) else best_right(behind)
    direct = last[0] if last else best_left(
        place, place.left_start, run[0].raw_start, candidates_in(place.left_start, run[0].raw_start, place))
    if direct is None:
        return []
    when = _years(place.view.slice(place.view.part_start(at), at), len(run))
    return [replace(bound(direct, place, "respectively"), number=n, when=year) for n, year in zip(run, when, strict=True)]


def _years(words: str, count: int) -> list[str]:
    """The years of a list or span that has just so many, one for each value; else empty ones."""
    span = _SPAN.search(words)
    years = [str(year) for year in range(int(span[1]), int(span[2]) + 1)] if span else _YEARS.findall(words)[-count:]
    return years if len(years) == count else [""] * count


def _by_industry(run: list[Number], at: int, place: Place) -> list[Binding]:
    """The values of the three industries where the text goes on about what it spoke of: `三次产业分布1%、2%、3%`."""
    low = place.view.clause_start(at)
    three = _THREE.search(place.view.slice(low, at)) if len(run) == 3 else None
    if three is None:
        return []
    items = [(low + three.start(), f"第{n}产业{three['rest']}") for n in "一二三"]
    rows = _terms_of_items(items, "", run, place)
    family = rows[0].rule.rule.indicator.partition(".")[0] if rows else ""
    spoken = [b.rule for b in place.memory.bindings] + [m.rule for m in place.reader.mentions.within(place.sentence.start, at)]
    return rows if any(rule.rule.indicator.partition(".")[0] == family for rule in spoken) else []


def _row_again(run: list[Number], at: int, place: Place) -> list[Binding]:
    """A second row of values of the list that the row before was zipped with: `…满意度，中职依次为1、2、3，高职依次为4、5、6`."""
    said = place.memory.since(place.sentence.start)
    row = said[-len(run):]
    if len(row) < len(run) or any(b.how != "respectively" or b.number.unit != run[0].unit for b in row):
        return []
    if row[-1].number.raw_end != place.left_start or candidates_in(place.left_start, at, place):
        return []
    return [replace(b, number=number, start=number.raw_start, end=number.raw_end) for b, number in zip(row, run, strict=True)]


def _list_items(place: Place, end: int, count: int) -> Items:
    """The last list of `count` items in the number's view before `end`; a comma or else a ； begins it."""
    text = place.view.slice(place.view.start, end)
    for pattern in (r"[，,；;：:]", r"[；;]"):
        start = 0
        for mark in regex.finditer(pattern, text.rstrip("，, ")):
            start = mark.end()
        piece = text[start:].rstrip("，, ")
        items, at = [], start
        for item in ready(r"([、]|以及|和|及|与)").split(piece):
            if item and not grammar.AND.fullmatch(item):
                items.append((place.view.start + at, item.strip()))
            at += len(item)
        if items:
            # A numeral that sums the list up is no part of its last item: 国家、省、市三级培训.
            items[-1] = (items[-1][0], ready(r"(?<=\p{Han})[两二三四五](?=级\p{Han})").sub("", items[-1][1]))
        if len(items) >= count and not any(char.isdigit() for _, item in items[-count:] for char in item):
            return items[-count:]
    return []


def _terms_of_items(items: Items, cue: str, run: list[Number], place: Place) -> list[Binding]:
    """Each item read as a term, with the head of the first item and the tail of the last one completed where it was left out."""
    first, last = items[0][1], items[-1][1]
    heads = [first[:n] for n in range(len(first) + 1)]
    ends = [last[n:] for n in range(len(last), -1, -1)]
    cue_noun = ready(r"^(?:依次|分别)").sub("", cue)
    patterns = [
        (rule, rate, pattern) for rule in place.reader.rules if not rule.rule.follows
        for pattern, rate in ((rule.terms, False), (rule.rates, True)) if pattern is not None and fits(rule, run[0], rate=rate)]
    found: list[Binding] = []
    for i, ((at, item), number) in enumerate(zip(items, run, strict=True)):
        final = i == len(items) - 1
        tails = ends[:1] if final else ends
        tails = tails + [tail + cue_noun for tail in tails] if cue_noun else tails
        # Of all completions the one that adds least is meant.
        probes = sorted(((h, t) for h in (heads if i else heads[:1]) for t in tails), key=lambda probe: len(probe[0]) + len(probe[1]))
        binding = next((b for h, t in probes if (b := _term_of_probe(h, item, t, final, patterns, at, number))), None)
        if binding is None:
            return []
        found.append(binding)
    return found


def headed(place: Place) -> Binding | None:
    """The noun of all items stands before the colon: `满意度调查结果如下：在校生95.1%，家长94.9%`."""
    view, number = place.view, place.number
    colon = view.masked.find("：", 0, number.raw_start - view.start)
    if not 2 <= colon <= 40:
        return None
    head = view.masked[:colon]
    item = place.view.slice(max(place.clause_start, view.start + colon + 1), number.raw_start).strip("、的为达到约 ")
    if not 2 <= len(item) <= 10:
        return None
    patterns = [
        (rule, rate, pattern) for rule in place.reader.rules if not rule.rule.follows
        for pattern, rate in ((rule.terms, False), (rule.rates, True)) if pattern is not None and fits(rule, number, rate=rate)]
    tails = {head[i:i + n] for n in (2, 3, 4, 5) for i in range(len(head) - n + 1)}
    found = [b for tail in sorted(tails) if (b := _term_of_probe("", item, tail, False, patterns, number.raw_start - len(item), number))]
    # A tail that belongs to the term makes it longer than the item.
    return max((b for b in found if b.weight > len(item) + 3), key=lambda b: b.weight, default=None)


def _term_of_probe(head: str, item: str, tail: str, final: bool, patterns: Sequence[tuple[CompiledIndicator, bool, regex.Pattern[str]]],
                   at: int, number: Number) -> Binding | None:
    """The longest term in a completed item that touches the item itself and, but for the final one, reaches its end."""
    probe, low = head + item + tail, len(head)
    reach = low + (1 if final else len(item))
    best: Binding | None = None
    for rule, rate, pattern in patterns:
        for match in pattern.finditer(probe):
            weight = match.end() - match.start() + 2.0
            if match.start() < reach <= match.end() and match.end() > low and (best is None or weight > best.weight):
                measure = "share" if rate else level_measure(number, rule)
                best = Binding(rule, number, measure, "respectively", at, number.raw_end, weight)
    return best


def _subject_of_items(items: Items, place: Place, at: int, run: list[Number]) -> tuple[CompiledIndicator, Binding | None, str] | None:
    """The indicator of a list of names: a term after the last name, or the last indicator of the sentence."""
    start = max(place.view.start, place.left_start)
    mention = best_left(place, start, at, candidates_in(start, run[0].raw_start, place))
    if mention is None:
        low = place.view.clause_start(at - 1)
        options = [m for m in candidates_in(place.left_start, at, place) if m.start < low and fits(m.rule, run[0], rate=m.rate)]
        mention = max(options, key=lambda m: (m.end, m.weight), default=None)
    if mention is not None and fits(mention.rule, run[0], rate=mention.rate):
        return mention.rule, None, "share" if mention.rate else level_measure(run[0], mention.rule)
    previous = place.memory.last(lambda b: fits(b.rule, run[0]) and b.number.unit == run[0].unit, place.view)
    if previous is not None:
        return previous.rule, previous, previous.measure
    if run[0].unit == PERCENT and "占" in place.view.slice(at, run[0].raw_start):
        # A share of a stated base can be of any indicator: 甲县、乙县在校生分别占全市的12%、9%.
        subject = subject_before(place, at, levels=True)
        return (subject.rule, None, "share") if subject else None
    return None
