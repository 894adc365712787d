"""Honours from tables that list them, one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.people import looks_like_name
from reportparse.facts.recognitions.titles import titles_of
from reportparse.facts.tables import Reading, body, is_total, lists_others, readings, squeezed
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Cell, Identity, Text
    from reportparse.rulebook import Pack


def find_listed(text: Text, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """The honours of the report's own tables of honours; rows with a graded prize are left to the prizes."""
    graded = pattern(words(pack, "prize"))
    for reading in readings(text, pack, "recognitions"):
        if "title" not in reading.columns or lists_others(reading.table, identity, pack):
            continue
        for row in body(reading.table):
            cell = reading.cell(row, "title")
            if cell is None or cell.filled or not cell.text.strip() or any(is_total(c.text) for c in row[:2]) or graded.search(cell.text):
                continue
            record = _honour(reading, row, squeezed(cell.text), identity, pack)
            if record is not None:
                yield Claim(reading.rule.rule.id, record, Evidence(cell.start, cell.end, row[0].start, row[-1].end), (), 20.0)


def _honour(reading: Reading, row: tuple[Cell, ...], printed: str, identity: Identity, pack: Pack) -> Recognition | None:
    """The honour of a row: of the institution named, else of the persons, else of the issuer."""
    found = titles_of(printed, printed, 0, len(printed), "checked", pack)
    if not found:
        return None
    holder = reading.text(row, "holder")
    persons = tuple(part for part in regex.split(r"[、，,；;/]+", reading.text(row, "persons")) if part)
    recipient = holder or "、".join(persons) or identity.issuer
    if holder and looks_like_name(holder):
        holder, persons = "", (holder,)
        recipient = persons[0]
    kind = "organisation" if holder else "person" if persons else "region"
    told = (reading.text(row, "level"), found[0].text, reading.text(row, "giver"))
    return Recognition(
        recipient=recipient, recipient_kind="school" if pack.identity.noun_of(recipient) else kind, title=found[0].text,
        persons="、".join(persons), item=reading.text(row, "item"), batch=found[0].batch,
        level=next((level for text in told if text and (level := level_of(text, pack, identity))), ""),
    )
