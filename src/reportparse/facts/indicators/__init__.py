"""Indicators: numbers of the prose and of statistics tables read as values of the codebook's indicators."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.bases import base_of, whole_of
from reportparse.facts.indicators.binding import Binding, Memory, Reader
from reportparse.facts.indicators.counting import with_units
from reportparse.facts.indicators.cues import CueHit, find_cues
from reportparse.facts.indicators.dimensions import LIST_AND, Dimensions, Surroundings, dimensions, full_name
from reportparse.facts.indicators.mentions import find_mentions
from reportparse.facts.indicators.parts import closed_parts, parallel
from reportparse.facts.indicators.periods import base_year, find_dates
from reportparse.facts.indicators.sentence import bind
from reportparse.facts.indicators.views import Sentence, reading_form, sentences
from reportparse.facts.passages import find_passages
from reportparse.model import Claim, Entity, Evidence, Identity, Indicator, Number, Sections, Text
from reportparse.rulebook.loading import Pack
from reportparse.rulebook.terms import pack_terms

__all__ = ["find_indicators", "reader_of"]

Bounded = Callable[[int, int], bool]


def find_indicators(text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...],
                    pack: Pack, bounded: Bounded = lambda start, end: True) -> tuple[Claim, ...]:
    """The claims of the pack's indicator rules on the prose of a report.

    `bounded(start, end)` says whether a span begins and ends at word boundaries (see `tokens`)."""
    text = replace(text, text=reading_form(text.text))
    counting = tuple(sentences(text, numbers, sections))
    reader, around = reader_of(text, sections, identity, entities, pack, bounded, [(s.start, s.end) for s in counting])
    memory = Memory()
    claims: list[Claim] = []
    known: dict[int, Dimensions] = {}
    together: set[int] = set()
    """Numbers said of some units together, which are no facts, nor are their shares and changes."""
    for bare in counting:
        sentence = with_units(bare, reader.mentions, text.text)
        before: Dimensions | None = None
        bindings = bind(sentence, reader, memory)
        closed = closed_parts(bindings, sentence, around.entities) if "其中" in sentence.views[0].masked else {}
        for at, binding in enumerate(bindings):
            inherited = known.get(binding.inherited.number.start) if binding.inherited else None
            found = dimensions(binding, sentence, around, inherited, before, closed.get(binding.number.start))
            if before is not None and parallel(binding, bindings[at - 1] if at else None, text.text):
                found = [replace(one, ownership=before.ownership) if one.ownership == "all" else one for one in found]
            of = binding.inherited if binding.measure != "level" and binding.how != "respectively" else None
            if not found or (of is not None and of.number.start in together and not found[0].entity):
                together.add(binding.number.start)
                continue
            before = found[0]
            known[binding.number.start] = found[0]
            claims += [_claim(binding, one, sentence, around, pack) for one in found]
    return tuple(claims)


def reader_of(text: Text, sections: Sections, identity: Identity, entities: tuple[Entity, ...], pack: Pack,
              bounded: Bounded = lambda start, end: True, spans: Sequence[tuple[int, int]] | None = None) -> tuple[Reader, Surroundings]:
    """What binding needs to know of a report: its cues, names and dates, and the terms found in it (in `spans`, or all of it)."""
    named = [e for e in entities if e.kind in {"school", "organisation", "person"}]
    looked_at = text.text if spans is None else _only(text.text, spans)
    mentions = find_mentions(looked_at, pack.once(pack_terms), lambda start, end: bounded(start, end) and not _inside(start, end, named))
    cues, entities = _with_parts(_outside(find_cues(text.text, pack.cues), entities), entities, text.text)
    dates = find_dates(text.text, identity.year)
    titled = frozenset(m.start for m in mentions.items if m.rule.rule.set.get("scope") == "all" and not m.rate)
    around = Surroundings(
        text.text, identity, cues, entities, dates, titled, _case_of(sections, entities, identity),
        find_passages(text, sections, entities, identity, pack.identity.own))
    headings = _headings(sections)
    return Reader(text.text, mentions, _listed(entities, text.text), _residue(around, pack.fillers), headings, pack.indicators,
                  pack.identity.roles), around


def _outside(cues: tuple[CueHit, ...], entities: tuple[Entity, ...]) -> tuple[CueHit, ...]:
    """The cues without those of scope that a place's name ends in: the 县区 of 乙县区."""
    places = {e.end: e for e in entities if e.kind == "place"}
    return tuple(hit for hit in cues if not (
        hit.cue.cue.dimension == "scope" and hit.end in places and places[hit.end].start < hit.start))


def _with_parts(
    cues: tuple[CueHit, ...], entities: tuple[Entity, ...], text: str
) -> tuple[tuple[CueHit, ...], tuple[Entity, ...]]:
    """The cues without those that name a part of the unit (a programme, a zone) for a whole list, and the units with those parts."""
    parts = [cue for cue in cues if cue.cue.cue.dimension == "scope" and cue.cue.cue.value == "place" and cue.cue.cue.reach == "list"]
    if not parts:
        return cues, entities
    starts = [e.start for e in entities]
    within: set[int] = set()
    named = []
    for part in parts:
        over = range(max(bisect_right(starts, part.start) - 1, 0), bisect_right(starts, part.end - 1))
        touched = [i for i in over if entities[i].end > part.start]
        # A place in the name of a zone (成都平原经济区) is part of that name.
        if all(part.start <= entities[i].start and entities[i].end < part.end and entities[i].kind == "place" for i in touched):
            within.update(touched)
            named.append(Entity("place", text[part.start:part.end], part.start, part.end))
    kept = [entity for i, entity in enumerate(entities) if i not in within]
    return tuple(cue for cue in cues if cue not in parts), tuple(sorted([*kept, *named], key=lambda e: e.start))


def _only(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with all but the spans blanked by line ends, in which no term stands."""
    pieces, at = [], 0
    for start, end in spans:
        pieces += ["\n" * (start - at), text[start:end]]
        at = end
    return "".join([*pieces, "\n" * (len(text) - at)])


def _inside(start: int, end: int, named: list[Entity]) -> bool:
    """Whether a span lies within a name: the 职业技术学校 of a school's name is no term."""
    at = bisect_right(named, start, key=lambda e: e.start) - 1
    return at >= 0 and end <= named[at].end


def _residue(around: Surroundings, fillers: regex.Pattern[str] | None) -> Callable[[int, int, str], str]:
    """What is left of a segment without cues, names, dates and link words: a word that nobody explained."""

    def residue(start: int, end: int, masked: str) -> str:
        chars = list(masked)
        for hit in around.cues:
            if start <= hit.start and hit.end <= end:
                chars[hit.start - start:hit.end - start] = " " * (hit.end - hit.start)
        for entity in around.entities:
            if start <= entity.start and entity.end <= end:
                chars[entity.start - start:entity.end - start] = " " * (entity.end - entity.start)
        for date in around.dates:
            if start <= date.start and date.end <= end:
                chars[date.start - start:date.end - start] = " " * (date.end - date.start)
        left = "".join(chars)
        if fillers is not None:
            left = fillers.sub(" ", left)
        left = ready(r"(?:用于|用在|投向|投给|拨给|拨付给?|安排给|分配给)(?=  )").sub(" ", left)
        left = ready(r"其中|另外|此外|以及|同时|同期|截至|据统计|分别|依次|最[高低多少大小]的?|[，,、；;和与及等：:]").sub(" ", left)
        return "".join(piece for piece in left.split() if not grammar.LINK.fullmatch(piece))

    return residue


def _case_of(sections: Sections, entities: tuple[Entity, ...], identity: Identity) -> Callable[[int], str]:
    """Finds the school that a case study is about: the first one named in its title or its first lines."""

    def case_of(offset: int) -> str:
        section = sections.at(offset)
        if section.kind != "attachment" or identity.level == "school":
            return ""
        at = bisect_right(entities, section.start - 1, key=lambda e: e.start)
        while at < len(entities) and entities[at].start < min(section.body_start + 200, offset):
            if entities[at].kind == "school":
                return full_name(entities[at])
            at += 1
        return ""

    return case_of


def _listed(entities: tuple[Entity, ...], text: str) -> Callable[[int, int, int], list[tuple[int, str]]]:
    """Finds the last run of just so many schools or places joined by 、 and 和."""

    def listed(start: int, end: int, count: int) -> list[tuple[int, str]]:
        run: list[Entity] = []
        for entity in entities:
            if not start <= entity.start < end or entity.kind not in {"school", "place", "province"}:
                continue
            joined = run and LIST_AND.match(text[run[-1].end:entity.start])
            if not joined and len(run) == count:
                break
            run = [*run, entity] if joined else [entity]
        return [(e.start, text[e.start:e.end]) for e in run] if len(run) == count else []

    return listed


def _headings(sections: Sections) -> Callable[[int], str]:
    titles = {section.path: section.title for section in sections.items}

    def headings(offset: int) -> str:
        section = sections.at(offset)
        path, found = section.path, []
        while path:
            found.append(titles.get(path, ""))
            path = path.rpartition(".")[0]
        return "\n".join(found)

    return headings


def _claim(binding: Binding, dims: Dimensions, sentence: Sentence, around: Surroundings, pack: Pack) -> Claim:
    number, rule = binding.number, binding.rule.rule
    value, high = number.value, number.value_high
    unit = number.unit
    bound = number.bound
    year = around.identity.year
    if number.ratio or (unit in {"", ":1"} and "比" in rule.units):
        # 生师比 18.4:1 and 师生比 1:18.4 both say how many students one teacher has; other ratios keep the first number.
        if high is not None and value == 1 and high > 1:
            value = high
        high, unit = None, "比"
        bound = "exact" if bound == "range" else bound
    if binding.measure in {"change", "growth"} and binding.negative:
        value = -abs(value)
    if binding.measure == "change" and unit == "":
        unit = "比"
    base = ""
    if binding.measure == "share":
        base = _base(binding, pack)
    elif binding.measure in {"change", "growth"}:
        base = base_year(binding.base_period, dims.period, year)
    if binding.superseded:
        where = Evidence(number.raw_start, number.raw_end, sentence.start, sentence.end)
        return Claim(rule.id, None, where, (number.start,), binding.weight, dims.reasons, context=True)
    record = Indicator(
        indicator=rule.indicator, measure=binding.measure, value=value, value_high=high, unit=unit, bound=bound,  # type: ignore[arg-type]
        scope=dims.scope, entity=dims.entity, ownership=dims.ownership, sector=dims.sector, status=dims.status, period=dims.period,
        base=base, raw=around.text[number.raw_start:number.raw_end])
    view = sentence.view_of(number.start)
    quote = (view.clause_start(min(binding.start, number.raw_start)), view.clause_end(max(binding.end, number.raw_end)))
    return Claim(rule.id, record, Evidence(number.raw_start, number.raw_end, *quote), (number.start,), binding.weight, dims.reasons)


def _base(binding: Binding, pack: Pack) -> str:
    """The denominator as a code of the codebook where its words name one, else as printed, else the rule's default."""
    words = whole_of(binding.base_text)
    if words:
        return base_of(words, pack)
    inherited = binding.inherited
    if binding.how == "ellipsis" and inherited is not None and inherited.base_text:
        return _base(inherited, pack)
    rule = binding.rule.rule
    return rule.base or ("" if binding.rule.rates is not None else rule.indicator)  # the share of a part in the whole of it
