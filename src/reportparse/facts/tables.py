"""What kind of table each table is, whether it lists the issuer's own matters, and which column holds what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import regex

from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, TableFact
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportparse.model import Cell, Entity, Identity, Number, Sections, Table, Text
    from reportparse.rulebook import Pack
    from reportparse.rulebook.loading import CompiledTable

_KEEPERS = {"nature", "administration", "ownership"}
"""Roles of which a roster has at least one: they tell who runs or owns a school."""
_SPACE = regex.compile(r"\s+")
_NOTE = regex.compile(r"[（(][^（）()]{1,6}[)）]$")
"""What the head of a column adds to its name: `学校（简称）`, `金奖（个）`."""
_NUMERIC = regex.compile(r"[<>≥≤约近]?\s*-?[0-9][0-9,，.:：/\s]*(?:%|％|[\p{Han}]{0,3})?")
_TOTAL = regex.compile(
    r"(?:(?:全[省市县区州国校]|本[省市县区州校])?(?:合计|总计|小计|共计|平均|总数|汇总)[\p{Han}（）()]{0,6}|全[省市县区州国])")


@dataclass(frozen=True, slots=True)
class Reading:
    """A table under a rule: the columns of each role (a role may stand twice in side-by-side lists)."""

    table: Table
    rule: CompiledTable
    columns: dict[str, tuple[int, ...]]

    def cell(self, row: tuple[Cell, ...], role: str, group: int = 0) -> Cell | None:
        """The cell of a role in a row; `group` counts lists side by side."""
        places = self.columns.get(role, ())
        return row[places[group]] if group < len(places) else None

    def text(self, row: tuple[Cell, ...], role: str, group: int = 0) -> str:
        """The text of that cell without spaces; empty when the role has no column."""
        cell = self.cell(row, role, group)
        return squeezed(cell.text) if cell else ""


def squeezed(text: str) -> str:
    """Text without any space."""
    return _SPACE.sub("", text)


def find_tables(
    text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...], pack: Pack
) -> tuple[Claim, ...]:
    """One claim for each table of the text, with its kind and subject; they claim no numbers."""
    claims = []
    for table in text.tables:
        reading = read_table(table, pack)
        kind, rule = (reading.rule.rule.kind, reading.rule.rule.id) if reading else (_kind_by_content(table), "tables.content")
        if reading and kind == "roster" and is_statistics(reading):
            kind = "statistics"
        fact = TableFact(table, kind, "foreign" if lists_others(table, identity, pack) else "own", has_gaps(table))
        claims.append(Claim(rule, fact, Evidence(table.start, table.end, table.start, table.end)))
    return tuple(claims)


def readings(text: Text, pack: Pack, yields: str) -> tuple[Reading, ...]:
    """The tables whose rule yields rows of the kind `yields`."""
    found = (read_table(table, pack) for table in text.tables)
    return tuple(reading for reading in found if reading is not None and reading.rule.rule.yields == yields)


def read_table(table: Table, pack: Pack) -> Reading | None:
    """The table under the rule that explains most of its columns, of equal ones that which asks for a caption; None when none fits."""
    best: tuple[int, bool, int, str, Reading] | None = None
    for rule in pack.tables:
        if rule.caption is not None and not rule.caption.search(table.caption):
            continue
        columns = _columns(table, rule)
        if rule.rule.yields == "schools":
            columns = _with_content(table, columns, pack)
        if not all(role in columns for role in rule.rule.required):
            continue
        if rule.rule.yields == "schools" and not _KEEPERS & columns.keys():
            continue
        explained = sum(len(places) for places in columns.values())
        key = (explained, rule.caption is not None, len(rule.rule.required), rule.rule.id)
        if explained and (best is None or key > best[:4]):
            best = (*key, Reading(table, rule, columns))
    return best[4] if best else None


def _columns(table: Table, rule: CompiledTable) -> dict[str, tuple[int, ...]]:
    """Role -> columns whose header it fits, each column in the first role that fits it best."""
    found: dict[str, list[int]] = {}
    for place, header in enumerate(table.headers):
        head = squeezed(header)
        names = [head, head.rsplit("/", 1)[-1], head.split("/", 1)[0], _NOTE.sub("", head)]
        role = next((role for name in names for role, pattern in rule.columns.items() if name and pattern.fullmatch(name)), None)
        if role is not None:
            found.setdefault(role, []).append(place)
    return {role: tuple(places) for role, places in found.items()}


def _with_content(table: Table, columns: dict[str, tuple[int, ...]], pack: Pack) -> dict[str, tuple[int, ...]]:
    """The columns of a roster with those that only their cells tell: names of institutions, who runs or owns them, their honours."""
    taken = {place for places in columns.values() for place in places}
    cells = {
        place: [squeezed(row[place].text) for row in body(table) if not row[place].filled and row[place].text.strip()]
        for place in range(table.columns) if place not in taken
    }

    def told(role: str, fits: Callable[[str], object], share: float) -> None:
        if role in columns:
            return
        for place, texts in cells.items():
            if place not in taken and len(texts) > 1 and sum(bool(fits(text)) for text in texts) >= share * len(texts):
                columns[role] = (place,)
                taken.add(place)
                return

    told("school", pack.identity.noun_of, 0.9)
    keeper = words(pack, "administration_word", "ownership_word")
    if "school" in columns and not _KEEPERS & columns.keys():
        told("nature", pattern(rf"(?:{keeper}|[、/，性制的（）()])+").fullmatch, 0.9)
    if "school" in columns and _KEEPERS & columns.keys():
        told("remarks", pattern(rf"(?:{words(pack, 'level_word')}).*(?:{words(pack, 'honour_noun')})$").search, 0.6)
    return columns


def body(table: Table) -> tuple[tuple[Cell, ...], ...]:
    """The rows without header rows."""
    return table.cells[table.header_rows :]


def _kind_by_content(table: Table) -> Literal["list", "statistics", "other"]:
    rows = [row for row in body(table) if any(cell.text.strip() for cell in row)]
    cells = [squeezed(cell.text) for row in rows for cell in row if not cell.filled and cell.text.strip()]
    if not cells:
        return "other"
    serials = _serials(table)
    numeric = sum(bool(_NUMERIC.fullmatch(cell)) for cell in cells) - len(serials)
    others = max(1, len(cells) - len(serials))
    if numeric / others >= 0.4:
        return "statistics"
    return "list" if serials else "other"


def is_statistics(reading: Reading) -> bool:
    """Whether a table headed like a roster is a table of figures by school: many columns of numbers and no serials."""
    taken = {place for places in reading.columns.values() for place in places}
    rows = body(reading.table)
    figures = [
        place for place in range(reading.table.columns)
        if place not in taken and rows and sum(bool(_NUMERIC.fullmatch(squeezed(row[place].text))) for row in rows) * 2 > len(rows)
    ]
    return len(figures) >= 3 and "serial" not in reading.columns


def _serials(table: Table) -> list[int]:
    """The serial numbers of the first column, when that is what it holds."""
    heads = squeezed(table.headers[0]) if table.headers else ""
    values = [squeezed(row[0].text) for row in body(table) if row and not row[0].filled and row[0].text.strip()]
    if values and (heads in {"序号", "编号", "号", "序"} or all(v.isdecimal() for v in values)):
        return [int(v) for v in values if v.isdecimal()]
    return []


def has_gaps(table: Table) -> bool:
    """Whether the serial numbers jump: only some rows of a longer table are printed."""
    serials = _serials(table)
    return (len(serials) > 1 and any(b > a + 1 for a, b in pairwise(serials))) or bool(serials and serials[0] > 1)


def lists_others(table: Table, identity: Identity, pack: Pack) -> bool:
    """Whether a table lists units outside the issuer: institutions or places of other regions in its rows."""
    if identity.level == "nation":
        return False
    regions = load_regions()
    code = identity.region_code
    outside = inside = 0
    for row in body(table):
        for cell in row:
            text = squeezed(cell.text)
            if cell.filled or len(text) < 2:
                continue
            known = [r for r in regions.named(regions.at(text, 0)) if text.startswith(r.name) or r.level in {"province", "city"}]
            if not known or not (text in known[0].forms or pack.identity.noun_of(text) or text.startswith(known[0].name)):
                continue
            neighbour = identity.level == "school" and any(code[:4] == r.code[:4] for r in known)
            if any(r.level == "city" and r.code != code and code[:4] == r.code[:4] for r in known) and not pack.identity.noun_of(text):
                continue  # what the city of a county does or gives (`某市优质课评选`) is no unit elsewhere
            home = any(r.lies_in(code) or (r.level == "province" and code.startswith(r.code[:2]) and text not in r.forms) for r in known)
            inside, outside = inside + (home or neighbour), outside + (not home and not neighbour)
    return outside > 0 and outside >= max(1, (inside + outside) // 5)


def is_total(text: str) -> bool:
    """Whether a row label names a sum instead of a member."""
    return bool(_TOTAL.fullmatch(squeezed(text)))
