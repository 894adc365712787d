"""Prizes from tables: one a row with its grade, or counts in columns headed by grades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.facts.awards.contests import Contest, find_contests
from reportparse.facts.awards.prizes import prize_code
from reportparse.facts.levels import level_of
from reportparse.facts.prose import Sentence, flattened
from reportparse.facts.tables import Reading, body, is_total, lists_others, readings, squeezed
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Award, Claim, Evidence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.model import Cell, Entity, Identity, Text
    from reportparse.rulebook import Pack

WEIGHT = 30.0
"""A row of an award table explains its numbers better than any prose rule."""

_COUNT = regex.compile(r"([0-9]+)\s*[\p{Han}]?")
_YEAR = regex.compile(r"20\d\d")
_NAMES = regex.compile(r"[^、，,；;/\s]+")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an award table; `recipient` is the one named in it or, where the cell is blank, above it."""

    reading: Reading
    cells: tuple[Cell, ...]
    recipient: str
    caption: Contest | None

    def evidence(self, cell: Cell) -> Evidence:
        """The cell with its row as the quote."""
        return Evidence(cell.start, cell.end, self.cells[0].start, self.cells[-1].end)

    def text(self, role: str) -> str:
        """The text of the cell of a role without spaces."""
        return self.reading.text(self.cells, role)

    def names(self, role: str) -> list[str]:
        """The names in the cell of a role."""
        cell = self.reading.cell(self.cells, role)
        return _NAMES.findall(cell.text) if cell else []


def find_listed(text: Text, identity: Identity, pack: Pack, starts: set[int], entities: Sequence[Entity]) -> Iterator[Claim]:
    """The prizes of the report's own award tables in reading order; `starts` are the starts of the known numbers. Institutions that a
    cell names in short have the full name of their entity."""
    full = {entity.name: entity.full for entity in entities if entity.full}
    for reading in readings(text, pack, "awards"):
        if lists_others(reading.table, identity, pack):
            continue
        caption = _contest_in(reading.table.caption, identity, pack)
        recipient = ""
        for cells in body(reading.table):
            if any(is_total(cell.text) for cell in cells[:2]):
                continue
            named = reading.text(cells, "recipient")
            recipient = full.get(named, named) or recipient
            row = Row(reading, cells, recipient, caption)
            yield from _counts(row, identity, pack, starts) if reading.columns.get("grades") else _graded(row, identity, pack)


def _counts(row: Row, identity: Identity, pack: Pack, starts: set[int]) -> Iterator[Claim]:
    """A row that counts prizes in columns headed by their grades."""
    for place in row.reading.columns["grades"]:
        cell = row.cells[place]
        match = _COUNT.fullmatch(squeezed(cell.text))
        head = pattern(words(pack, "prize")).search(squeezed(row.reading.table.headers[place]))
        if cell.filled or match is None or int(match.group(1)) == 0 or head is None:
            continue
        award = _award(row, head.group(), int(match.group(1)), "", identity, pack)
        numbers = tuple(start for start in starts if cell.start <= start < cell.end)
        yield Claim(row.reading.rule.rule.id, award, row.evidence(cell), numbers, WEIGHT)


def _graded(row: Row, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """A row with one prize in words; a bare grade (一等, 金) is that prize."""
    cell = row.reading.cell(row.cells, "prize")
    printed = squeezed(cell.text) if cell else ""
    bare = r"(?<![\p{Han}])(?:[一二三特]等|[金银铜])$"
    match = pattern(rf"(?P<known>{words(pack, 'prize')})|(?P<bare>{bare})|[\p{{Han}}]{{2,8}}奖").search(printed)
    if cell is None or match is None:
        return
    count = _COUNT.fullmatch(row.text("count"))
    award = _award(row, match.group() + ("奖" if match.group("bare") else ""), int(count.group(1)) if count else 1, printed, identity, pack)
    yield Claim(row.reading.rule.rule.id, award, row.evidence(cell), (), WEIGHT)


def _award(row: Row, prize: str, count: int, printed: str, identity: Identity, pack: Pack) -> Award:
    """The prize of a row; what the row does not say, its table's caption does."""
    contest = _contest_in(row.text("contest"), identity, pack) if row.text("contest") else row.caption
    named, team = row.names("persons"), pattern(rf"(?:{words(pack, 'team_noun')})$")
    winners = [name for name in named if not team.search(name)]
    recipient, kind = row.recipient, "team"
    if not recipient and named:
        recipient, kind = "、".join(named), "person" if winners else "team"
    elif not recipient:
        recipient, kind = identity.issuer, "region"
    if pack.identity.noun_of(recipient):
        kind = "school"
    elif recipient[-1:] in set("省市县区州盟旗"):
        kind = "region"
    printed_year = _YEAR.search(row.text("year"))
    years = (contest.year if contest else "", printed_year.group() if printed_year else "", row.caption.year if row.caption else "")
    told = level_of(row.text("level") + printed, pack, identity)
    levels = (told, contest.level if contest else "", level_of(row.reading.table.caption, pack, identity))
    return Award(
        recipient=recipient, recipient_kind=kind, competition=contest.name if contest else row.text("contest"),
        prize=prize_code(prize, pack), prize_raw=prize, count=count, persons="、".join([*winners, *row.names("instructors")]),
        competition_year=next(filter(None, years), ""), edition=contest.edition if contest else "", track=row.text("track"),
        group=row.text("group") or ("、".join(contest.groups) if contest else ""), level=next(filter(None, levels), ""),
    )


def _contest_in(text: str, identity: Identity, pack: Pack) -> Contest | None:
    """The contest that a cell or caption names."""
    flat, bare = flattened(text)
    found = find_contests(Sentence(0, len(text), 0, "", text, flat, bare), (), pack, identity) if text.strip() else ()
    return found[0] if found else None
