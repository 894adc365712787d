"""Prizes from tables: one a row with its grade, or counts in columns headed by grades."""

from __future__ import annotations

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
    from collections.abc import Iterator

    from reportparse.model import Cell, Identity, Text
    from reportparse.rulebook import Pack

_COUNT = regex.compile(r"([0-9]+)\s*[\p{Han}]?")
_NOTHING = regex.compile(r"[-—－–/*0無无]*")
_YEAR = regex.compile(r"20\d\d")


def find_listed(text: Text, identity: Identity, pack: Pack, starts: set[int]) -> Iterator[Claim]:
    """The prizes of the report's own award tables in reading order."""
    for reading in readings(text, pack, "awards"):
        if lists_others(reading.table, identity):
            continue
        caption = _contest_in(reading.table.caption, identity, pack)
        previous = ""
        for row in body(reading.table):
            if any(is_total(cell.text) for cell in row[:2]):
                continue
            previous = reading.text(row, "recipient") or previous
            if reading.columns.get("grades"):
                yield from _counts(reading, row, previous, caption, identity, pack, starts)
            else:
                yield from _graded(reading, row, previous, caption, identity, pack)


def _counts(reading: Reading, row: tuple[Cell, ...], holder: str, caption: Contest | None, identity: Identity, pack: Pack, starts: set[int]) -> Iterator[Claim]:
    """A row that counts prizes in columns headed by their grades."""
    for place in reading.columns["grades"]:
        cell = row[place]
        match = _COUNT.fullmatch(squeezed(cell.text))
        if cell.filled or match is None or int(match.group(1)) == 0:
            continue
        head = pattern(words(pack, "prize")).search(squeezed(reading.table.headers[place]))
        if head is None:
            continue
        award = _award(reading, row, holder, caption, head.group(), int(match.group(1)), identity, pack)
        numbers = tuple(s for s in starts if cell.start <= s < cell.end)
        yield Claim("tables.prize_counts", award, Evidence(cell.start, cell.end, row[0].start, row[-1].end), numbers, 30.0)


def _graded(reading: Reading, row: tuple[Cell, ...], holder: str, caption: Contest | None, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """A row with one prize in words."""
    cell = reading.cell(row, "prize")
    if cell is None or not cell.text.strip():
        return
    match = pattern(rf"(?:{words(pack, 'prize')})|(?<![\p{{Han}}])(?:[一二三特]等|[金银铜])$|[\p{{Han}}]{{2,8}}奖").search(squeezed(cell.text))
    if match is None:
        return
    raw = match.group() if match.group()[-1] in "奖牌名军" or match.group() in pack.lexicons["prize"].words else match.group() + "奖"
    count = _COUNT.fullmatch(reading.text(row, "count"))
    award = _award(reading, row, holder, caption, raw, int(count.group(1)) if count else 1, identity, pack, squeezed(cell.text))
    yield Claim(reading.rule.rule.id, award, Evidence(cell.start, cell.end, row[0].start, row[-1].end), (), 30.0)


def _award(
    reading: Reading, row: tuple[Cell, ...], recipient: str, caption: Contest | None, prize: str, count: int, identity: Identity, pack: Pack, printed: str = ""
) -> Award:
    contest_cell = reading.text(row, "contest")
    contest = _contest_in(contest_cell, identity, pack) if contest_cell else caption
    name = contest.name if contest else contest_cell
    persons = [part for role in ("persons", "instructors") for part in regex.split(r"[、，,；;/\s]+", reading.cell(row, role).text if reading.cell(row, role) else "") if part]  # type: ignore[union-attr]
    track = reading.text(row, "track")
    level_text = reading.text(row, "level") + printed
    level = level_of(level_text, pack, identity) or (contest.level if contest else "") or level_of(reading.table.caption, pack, identity)
    year = contest.year if contest and contest.year else _found_year(reading.text(row, "year")) or (caption.year if caption else "")
    if recipient:
        kind = "school" if regex.search(r"(?:校|学院|中心|中学|高中|中专)$", recipient) else "region" if regex.search(r"[省市县区州]$", recipient) else "team"
    elif persons and "persons" in reading.columns:
        kind = "person"
        recipient = "、".join(part for part in regex.split(r"[、，,；;/\s]+", reading.text(row, "persons")) if part)
    else:
        recipient, kind = identity.issuer, "school" if identity.level == "school" else "region"
    return Award(
        recipient=recipient, recipient_kind=kind, competition=name, prize=prize_code(prize, pack), prize_raw=prize, count=count,
        persons="、".join(persons), competition_year=year, edition=contest.edition if contest else "", track=track,
        group=reading.text(row, "group") or ("、".join(contest.groups) if contest else ""), level=level,
    )


def _contest_in(text: str, identity: Identity, pack: Pack) -> Contest | None:
    """The contest that a cell or caption names."""
    if not text.strip():
        return None
    flat, bare = flattened(text)
    found = find_contests(Sentence(0, len(text), 0, "", text, flat, bare), (), pack, identity)
    return found[0] if found else None


def _found_year(text: str) -> str:
    match = _YEAR.search(text)
    return match.group() if match else ""
