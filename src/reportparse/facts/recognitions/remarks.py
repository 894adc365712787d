"""Honours in the remarks column of a roster of schools or a list of programmes: one for each line and honour."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.recognitions.titles import titles_of
from reportparse.facts.rosters import roster_rows, rosters
from reportparse.facts.tables import body, is_total, lists_others, readings
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Cell, Identity, Text
    from reportparse.rulebook import Pack

_PIECE = regex.compile(r"[^\s、，；;/,]+?(?=[\s、，；;/,]|$|(?<=[校位地区群业心])(?=国家级|省级|市级|全国))")


def find_remarks(text: Text, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """The honours that the report's own rosters print beside their schools and its lists of programmes beside these, in the order of
    the tables."""
    for reading in rosters(text, identity, pack):
        rows = {cell.start: row for row in reading.table.cells for cell in row}
        for school, cell in roster_rows(reading, identity, pack):
            for group in range(len(reading.columns.get("remarks", ()))):
                remark = reading.cell(rows[cell.start], "remarks", group)
                if remark is not None:
                    yield from _honours(text, remark, Recognition(school.school, "school", ""), "recognitions.remarks", identity, pack)
    for reading in readings(text, pack, "recognitions"):
        if "remarks" not in reading.columns or lists_others(reading.table, identity, pack):
            continue
        for row in body(reading.table):
            item, remark = reading.text(row, "item"), reading.cell(row, "remarks")
            if not item or remark is None or any(is_total(cell.text) for cell in row[:2]):
                continue
            holder = reading.text(row, "holder") or identity.issuer
            kind = "school" if pack.identity.noun_of(holder) else "region"
            yield from _honours(text, remark, Recognition(holder, kind, "", item=item), reading.rule.rule.id, identity, pack)


def _honours(text: Text, remark: Cell, model: Recognition, rule: str, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """The honours of one cell, for the holder and item of `model`."""
    if not remark.text.strip():
        return
    for match in _PIECE.finditer(text.text[remark.start : remark.end]):
        for title in titles_of(match.group(), match.group(), 0, len(match.group()), "strong", pack):
            start = remark.start + match.start()
            record = replace(model, title=title.text, level=level_of(title.text, pack, identity), batch=title.batch)
            yield Claim(rule, record, Evidence(start, remark.start + match.end(), remark.start, remark.end), (), 10.0)
