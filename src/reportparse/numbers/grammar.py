"""The number grammar over a plain string: runs, the forms that hold them, and quantities from what is left."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from reportparse.model import Number, NumberKind
from reportparse.numbers.chinese import counted, special_quantities
from reportparse.numbers.forms import BARE_YEAR, CITED, FORMS, SLOGAN, Form, Kind, Script
from reportparse.numbers.lexer import Run, runs
from reportparse.numbers.numerals import arabic_value, chinese_value, plain, year_value
from reportparse.numbers.quantities import arabic_quantities

_QUOTED = regex.compile("“(?P<n>[^“”]{1,24})”")
_OTHER: frozenset[Kind | None] = frozenset({"date", "ordinal", "structure", "document"})


@dataclass(frozen=True, slots=True)
class Held:
    """The form that holds a run: its kind and the expression it is part of."""

    kind: Kind
    start: int
    end: int


class Holders:
    """Which form holds which run; the first that asks for a run keeps it."""

    def __init__(self, found: Sequence[Run]) -> None:
        self.runs = found
        self.held: dict[int, Held] = {}
        self._starts = [run.start for run in found]

    def within(self, start: int, end: int) -> Iterator[Run]:
        """The runs that lie inside the span."""
        for at in range(bisect_left(self._starts, start), len(self.runs)):
            if self.runs[at].end > end:
                return
            yield self.runs[at]

    def kind(self, run: Run) -> Kind | None:
        """The kind of the form that holds the run; None for a free one."""
        holder = self.held.get(run.start)
        return holder.kind if holder else None

    def take(self, kind: Kind, start: int, end: int, takes: Script = "both") -> None:
        """Hold the runs inside the span that are free and of the script."""
        for run in self.within(start, end):
            if takes == "both" or run.chinese == (takes == "chinese"):
                self.held.setdefault(run.start, Held(kind, start, end))

    def take_matches(self, form: Form, string: str) -> None:
        """Hold what a form matches anywhere in the string."""
        named = "n" in form.pattern.groupindex
        for match in form.pattern.finditer(string):
            if form.accepts(match):
                start, end = match.span("n") if named and match["n"] is not None else match.span()
                self.take(form.kind, start, end, form.takes)


def numbers_in(string: str, names: Sequence[regex.Pattern[str]] = ()) -> tuple[Number, ...]:
    """Every number of a string by the form of print alone, in reading order and without overlap.

    Each run of Arabic digits is exactly one `Number`; Chinese numerals are numbers where they quantify, order or date, and
    where they stand in a quoted name. The numbers inside a match of `names` are part of a name."""
    return scan(string, names)


def scan(string: str, names: Sequence[regex.Pattern[str]] = (), markers: Sequence[tuple[int, int]] = (),
         cells: Sequence[tuple[int, int, NumberKind]] = ()) -> tuple[Number, ...]:
    """`numbers_in`, told where section markers stand (sorted spans) and which spans hold numbers of one kind only."""
    found = runs(string, [end for _, end in markers])
    holders = Holders(found)
    for start, end in markers:
        holders.take("structure", start, end, "arabic")
        holders.take("word", start, end, "chinese")
    for run in found:
        if run.marker:
            holders.take("structure", run.start, run.end)
    for start, end, kind in cells:
        holders.take(kind, start, end, "arabic")
    for pattern in names:
        for match in pattern.finditer(string):
            holders.take("name", *match.span())
    for form in FORMS:
        holders.take_matches(form, string)
    holders.take_matches(BARE_YEAR, string)
    _take_cited(string, holders)
    return tuple(sorted(_of_forms(holders) + _quantities(string, holders), key=lambda number: number.start))


def _take_cited(string: str, holders: Holders) -> None:
    """Numbers in short quotes and in titles belong to names: “8大产业链”, “四新”, “八不准”, 《三岔口》."""
    for match in CITED.finditer(string):
        start, end = match.span("n")
        if match["title"] or len(match["n"]) <= 12 or match["n"][0].isdigit():
            holders.take("name", start, end, "arabic")
        if match["title"]:
            # a slogan quoted in a title: 《关于“七天集训”的通知》
            for inner in _QUOTED.finditer(match["n"]):
                quoted = [run for run in holders.within(start + inner.start(), start + inner.end()) if run.chinese]
                if quoted and SLOGAN.fullmatch(inner["n"]):
                    holders.held.update({run.start: Held("name", start, end) for run in quoted})
        chinese = [run for run in holders.within(start, end) if run.chinese]
        if chinese and not match["title"] and SLOGAN.fullmatch(match["n"]) and not any(holders.kind(run) in _OTHER for run in chinese):
            # one number for the whole slogan, even where it begins with an ordinary word (“一体两翼”)
            holders.held.update({run.start: Held("name", start, end) for run in chinese})
        holders.take("word", start, end, "chinese")


def _of_forms(holders: Holders) -> list[Number]:
    """The numbers of the runs that a form holds; those of one expression share a group."""
    groups: dict[Held, int] = {}
    numbers = []
    for run in holders.runs:
        holder = holders.held.get(run.start)
        if holder is None or holder.kind == "word":
            continue
        group = groups.setdefault(holder, run.start)
        if holder.kind == "name" and run.chinese and group != run.start:
            continue  # `三会一课` is one name
        numbers.append(Number(
            run.start, run.end, min(holder.start, run.start), max(holder.end, run.end), _value(run), "", "", holder.kind,
            group=group, second=group != run.start, chinese=run.chinese))
    return numbers


def _value(run: Run) -> Decimal:
    if run.year:
        return year_value(run.text) or Decimal(0)
    if run.chinese:
        return (chinese_value(run.text) or (Decimal(0),))[0]
    return plain(arabic_value(run.text)[0])


def _quantities(string: str, holders: Holders) -> list[Number]:
    """The quantities of the runs that no form holds; a Chinese numeral that counts nothing is dropped."""
    held = [run for run in holders.runs if holders.kind(run) not in {None, "word"}]
    numbers = [number for number in special_quantities(string) if not _overlaps(number, held)]
    used = {number.start for number in numbers}
    arabic = [run for run in holders.runs if not run.chinese]
    free = [run for run in arabic if run.start not in holders.held and run.start not in used]
    numbers += arabic_quantities(string, free, [run.start for run in arabic])
    covered = sorted((number.raw_start, number.raw_end) for number in numbers)
    for run in holders.runs:
        if run.chinese and run.start not in holders.held and not _inside(run, covered) and (number := counted(string, run)):
            numbers.append(number)
    return numbers


def _overlaps(number: Number, held: Sequence[Run]) -> bool:
    at = bisect_right(held, number.start, key=lambda run: run.end)
    return at < len(held) and held[at].start < number.end


def _inside(run: Run, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, run.start, key=lambda span: span[0]) - 1
    return at >= 0 and run.start < spans[at][1]
