"""Honours in the remarks column of the roster of schools: one for each school and honour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.recognitions.titles import Title, is_honour, titles_of
from reportparse.facts.rosters import roster_rows, rosters
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity, Text
    from reportparse.rulebook import Pack

_PIECE = regex.compile(r"[^\s、，；;/,]+?(?=[\s、，；;/,]|$|(?<=[校位地区群业心])(?=国家级|省级|市级|全国))")


def find_remarks(text: Text, identity: Identity, pack: Pack) -> Iterator[Claim]:
    """The honours that the rosters print beside their schools, in the order of the tables."""
    for reading in rosters(text, identity, pack):
        cells = {cell.start: row for row in reading.table.cells for cell in row}
        for school, cell in roster_rows(reading, identity, pack):
            for group in range(len(reading.columns.get("remarks", ()))):
                remark = reading.cell(cells[cell.start], "remarks", group)
                if remark is None or not remark.text.strip():
                    continue
                printed = text.text[remark.start : remark.end]
                for match in _PIECE.finditer(printed):
                    for title in _titles(match.group(), pack):
                        start = remark.start + match.start()
                        record = Recognition(
                            recipient=school.school, recipient_kind="school", title=title.text, level=level_of(title.text, pack, identity), batch=title.batch)
                        yield Claim("recognitions.remarks", record, Evidence(start, remark.start + match.end(), remark.start, remark.end), (), 10.0)


def _titles(piece: str, pack: Pack) -> tuple[Title, ...]:
    found = titles_of(piece, piece, 0, len(piece), "strong", pack)
    return tuple(title for title in found if is_honour(title, "level", pack) or is_honour(title, "strong", pack))
