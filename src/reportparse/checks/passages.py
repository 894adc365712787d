"""Pieces of the clean text around a number, and the facts that stand on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from reportparse.compiling import ready
from reportparse.model import Indicator, Number, Report

_ENDS = regex.compile(r"[。；;！？!?\n\t]")


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence part (to the nearest 。；！？, line end or cell border) cut around a span of it."""

    start: int
    before: str
    middle: str
    after: str


def sentence_around(text: str, start: int, end: int) -> Passage:
    """The sentence part that holds `start:end`."""
    begin = max((match.end() for match in _ENDS.finditer(text, max(0, start - 400), start)), default=max(0, start - 400))
    stop = _ENDS.search(text, end)
    return Passage(begin, text[begin:start], text[start:end], text[end : stop.start() if stop else len(text)])


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences: to 。！？ or a line end; ； parts none."""
    begin = 0
    for match in ready(r"[。！？\n]").finditer(text):
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def numbers_in(report: Report, start: int, end: int) -> list[Number]:
    """The quantities whose digits stand in the span, in reading order."""
    return [n for n in report.numbers if start <= n.start < end and n.kind == "quantity" and not n.second]


def evidence_at(report: Report, *starts: int) -> tuple[str, ...]:
    """Ids of the facts that claim the numbers at these offsets: indicators first."""
    wanted = set(starts)
    facts = [fact for fact in report.facts if wanted.intersection(fact.claim.numbers)]
    facts.sort(key=lambda f: (not isinstance(f.claim.record, Indicator), f.claim.evidence.start, f.fact_id))
    return tuple(fact.fact_id for fact in facts)
