"""Honours from tables that list them, one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.recognitions.titles import titles_of
from reportparse.facts.tables import body, is_total, lists_others, readings, squeezed
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity, Text
    from reportparse.rulebook import Pack


def find_listed(text: Text, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """The honours of the report's own tables of honours; rows with a graded prize are left to the prizes."""
    graded = pattern(words(pack, "prize"))
    for reading in readings(text, pack, "recognitions"):
        if lists_others(reading.table, identity):
            continue
        for row in body(reading.table):
            cell = reading.cell(row, "title")
            if cell is None or cell.filled or not cell.text.strip() or any(is_total(c.text) for c in row[:2]) or graded.search(cell.text):
                continue
            printed = squeezed(cell.text)
            found = titles_of(printed, printed, 0, len(printed), "checked", pack)
            if not found:
                continue
            holder, persons = reading.text(row, "holder"), reading.text(row, "persons")
            names = tuple(part for part in regex.split(r"[、，,；;/]+", persons) if part)
            recipient = holder or ("" if names else identity.issuer) or "、".join(names)
            kind = "school" if (recipient == identity.issuer and identity.level == "school") or regex.search(r"(?:校|学院|中心|中学|高中)$", recipient) else (
                "person" if not holder and names else "region" if recipient == identity.issuer else "organisation")
            level = level_of(reading.text(row, "level"), pack, identity) or level_of(found[0].text, pack, identity) or level_of(reading.text(row, "giver"), pack, identity)
            record = Recognition(recipient=recipient, recipient_kind=kind, title=found[0].text, persons="、".join(names), item=reading.text(row, "item"),
                                 level=level, batch=found[0].batch)
            yield Claim(reading.rule.rule.id, record, Evidence(cell.start, cell.end, row[0].start, row[-1].end), (), 20.0)
