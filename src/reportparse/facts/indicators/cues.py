"""Cue words that set a dimension of the numbers they reach (市直, 民办, 任务), and where their reach ends."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reportparse.compiling import compiled
from reportparse.facts.indicators import grammar
from reportparse.facts.indicators.binding import Binding, Segment
from reportparse.facts.indicators.views import Sentence, View
from reportparse.rulebook.loading import CompiledCue


@dataclass(frozen=True, slots=True)
class CueHit:
    """A cue word in the text."""

    cue: CompiledCue
    start: int
    end: int


def find_cues(text: str, cues: Sequence[CompiledCue]) -> tuple[CueHit, ...]:
    """Every place where a cue stands, longer words covering shorter ones of the same dimension."""
    hits = []
    for cue in cues:
        for match in cue.words.finditer(text):
            around = text[max(0, match.start() - 8):match.end() + 8]
            if cue.unless is not None and cue.unless.search(around):
                continue
            hits.append(CueHit(cue, *match.span()))
    hits.sort(key=lambda h: (h.start, h.start - h.end))
    kept: list[CueHit] = []
    for hit in hits:
        if not any(_covers(k, hit) for k in kept[-6:]):
            kept.append(hit)
    return tuple(kept)


def _covers(longer: CueHit, hit: CueHit) -> bool:
    a, b = longer.cue.cue, hit.cue.cue
    inside = longer.start <= hit.start and hit.end <= longer.end and (longer.start, longer.end) != (hit.start, hit.end)
    return inside and a.dimension == b.dimension and a.reach == b.reach


def nearest_cue(dimension: str, binding: Binding, place: Segment, sentence: Sentence, cues: Sequence[CueHit]) -> CueHit | None:
    """The nearest cue of a dimension whose reach covers the number."""
    number, view = place.number, place.view
    first = min(binding.start, number.raw_start)
    last = max(binding.end, number.raw_end)
    # A number in a bracket is also reached by what stands before the bracket.
    outer = sentence.views[0] if view.host >= 0 else view
    anchor = view.host if view.host >= 0 else first
    clause_start, part_start = outer.clause_start(anchor), outer.part_start(anchor)
    low = bisect_left(cues, sentence.line, key=lambda h: h.start)
    high = bisect_right(cues, last + 12, key=lambda h: h.start)
    best: CueHit | None = None
    for hit in cues[low:high]:
        cue = hit.cue.cue
        if cue.dimension != dimension:
            continue
        if cue.reach == "after":
            limit = min(place.right_end, view.clause_end(number.raw_end))
            if number.start < hit.start < limit and hit.end > number.raw_end and hit.start - last <= 6:
                return hit
            continue
        if hit.start >= last:
            continue
        own = view.start <= hit.start and view.slice(hit.start, hit.start + 1).strip() != ""
        visible = sentence.start <= hit.start and (own or (view.host >= 0 and outer.slice(hit.start, hit.start + 1).strip() != ""))
        inside = {
            "segment": visible and hit.start >= min(max(place.left_start, view.clause_start(first)), first) and hit.end <= last,
            "clause": visible and hit.start >= clause_start,
            "list": cue.reach == "list" and visible and hit.start >= part_start and not _parted_anew(hit, anchor, outer, sentence) and not (
                hit.end <= clause_start and sums_up(dimension, outer, anchor, cues)),
            "sentence": visible,
            "paragraph": True,
        }[cue.reach]
        if inside and (best is None or hit.start >= best.start):
            best = hit
    return best


SUM = compiled(r"^[^，。；\d]{0,8}?(?:总[人校生]?数|总人次|总量|总规模|总额|合计|总计)")


def sums_up(dimension: str, view: View, anchor: int, cues: Sequence[CueHit]) -> bool:
    """Whether the clause of `anchor` gives the total of several parts before it: 市属…8所，县属…10所，学校总数…."""
    clause = view.clause_start(anchor)
    if SUM.match(view.slice(clause, anchor)) is None:
        return False
    return several(dimension, view.part_start(anchor), clause, cues)


def several(dimension: str, start: int, stop: int, cues: Sequence[CueHit]) -> bool:
    """Whether the words of a stretch set a dimension to more than one value: what follows is of the whole again."""
    low, high = (bisect_left(cues, at, key=lambda h: h.start) for at in (start, stop))
    return len({hit.cue.cue.value for hit in cues[low:high] if hit.cue.cue.dimension == dimension}) > 1


def _parted_anew(hit: CueHit, anchor: int, view: View, sentence: Sentence) -> bool:
    """Whether a cue tells one part of the whole and the whole is parted by something else after it: 按隶属分，市属…，按性质分，公办…."""
    if hit.end >= anchor or grammar.PARTITION.search(view.slice(hit.end, anchor)) is None:
        return False
    return grammar.PARTITION.search(view.slice(sentence.start, hit.start)) is not None
