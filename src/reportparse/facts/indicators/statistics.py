"""Statistics tables: each cell read through its column head, its row label, the unit and the year that stand beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators.bases import base_of
from reportparse.facts.indicators.cues import CueHit, find_cues
from reportparse.facts.indicators.dimensions import full_name
from reportparse.facts.indicators.heads import TOTAL, YEAR, Head, joined, read_head, unit_of
from reportparse.facts.indicators.periods import base_year
from reportparse.model import Cell, Claim, Entity, Evidence, Identity, Indicator, Number, Sections, Table, Text
from reportparse.rulebook.loading import Pack
from reportparse.rulebook.terms import Terms, pack_terms

UNIT_WORDS = regex.compile(r"公办|民办|市[直属]|县[区属]|省属|[省市州县区旗校院]$")
SERIAL = regex.compile(r"^(?:序\s*号|编\s*号|No\.?|行次)$", regex.IGNORECASE)
UNIT_HEAD = regex.compile(r"^(?:计量)?单\s*位$")
VALUES = regex.compile(
    r"数值|数量|数据|合计|总计|结果|实绩|实际|指标值|完成|[本上今去当]年度?|年度|全[省市县区校]|比例|占比|值$|情况$|"
    r"^(?:人数|个数|数|规模|总数|总量)?$")
MINUS = regex.compile(r"^\s*[-－−–↓]\s*\d")
INCREASE = regex.compile(r"^\s*[+＋↑]\s*\d")


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table with what its heads say and what stands around it."""

    table: Table
    heads: tuple[Head, ...]
    caption: Head
    caption_unit: tuple[str, Decimal] | None
    text: Text
    identity: Identity
    entities: Sequence[Entity]
    pack: Pack

    @property
    def school(self) -> Entity | None:
        """The one school that the caption says the whole table is about."""
        caption = self.table.caption
        if self.identity.level == "school" or ready(r"全[省市县区州盟]|各[县校市区]|不含|除外").search(caption):
            return None
        above = (self.table.start - len(caption) - 40, self.table.start)
        low, high = (bisect_left(self.entities, at, key=lambda e: e.start) for at in above)
        named = {full_name(e): e for e in self.entities[low:high] if e.kind == "school" and e.name not in self.pack.identity.own and (
            self.text.text[e.start:e.end] in caption)}
        return next(iter(named.values())) if len(named) == 1 else None

    @property
    def inner(self) -> dict[str, Entity]:
        """The schools and places of the text by their printed names."""
        return {self.text.text[e.start:e.end]: e for e in reversed(self.entities) if e.kind in {"school", "place"}}


def read_statistics(text: Text, sections: Sections, identity: Identity, numbers: Sequence[Number], entities: Sequence[Entity],
                    pack: Pack) -> tuple[Claim, ...]:
    """The claims of the pack's indicator rules on the cells of tables about the reporting unit."""
    claims: list[Claim] = []
    for table in text.tables:
        if sections.at(table.start).kind == "attachment":
            continue
        claims += _table_claims(table, text, identity, numbers, entities, pack)
    return tuple(claims)


def _table_claims(
    table: Table, text: Text, identity: Identity, numbers: Sequence[Number], entities: Sequence[Entity], pack: Pack
) -> list[Claim]:
    terms = pack.once(pack_terms)
    grid = _Grid(
        table, tuple(read_head(head, terms, identity.year) for head in table.headers), read_head(table.caption, terms, identity.year),
        unit_of(table.unit) if table.unit else None, text, identity, entities, pack)
    unit_columns = [c for c, head in enumerate(table.headers) if UNIT_HEAD.match(head.replace(" ", ""))]
    serials = [c for c, head in enumerate(table.headers) if SERIAL.match(head.strip())]
    inside = [n for n in numbers if table.start <= n.start < table.end and not n.second and _is_value(n, text)]
    by_cell: dict[tuple[int, int], list[Number]] = {}
    for row in table.cells[table.header_rows:]:
        for cell in row:
            if not cell.filled and cell.text:
                by_cell[cell.row, cell.column] = [n for n in inside if cell.start <= n.start < cell.end]
    keys = _distinct_values(table)
    claims = []
    for row in table.cells[table.header_rows:]:
        named = [c for c in row if c.text and c.column not in unit_columns and c.column not in serials and (
            not _numeric(c) or _is_year(c, table))]
        read = {cell.column: read_head(cell.text, terms, identity.year) for cell in named}
        row_unit = next((unit_of(row[c].text) for c in unit_columns if row[c].text), None)
        for cell in row:
            found = by_cell.get((cell.row, cell.column), [])
            if len(found) != 1 or cell.column in serials or cell.column in unit_columns or not _numeric(cell) or _is_year(cell, table):
                continue
            # The last label names the row's indicator; the one that tells the rows apart names its unit, and stands first.
            labels = [c for c in named if c.column < cell.column]
            label = read[labels[-1].column] if labels and not _is_school(labels[-1], entities) else Head("")
            dated = next((read[c.column].period for c in labels if read[c.column].period), "")
            labels = sorted(labels, key=lambda c: (-keys[c.column], c.column))
            seen = replace(grid, heads=tuple(_beside(label, head, terms, pack) for head in grid.heads)) if labels else grid
            claim = _cell_claim(found[0], cell, replace(label, period=label.period or dated), labels, row_unit, seen)
            if claim is not None:
                claims.append(claim)
    return claims


def _beside(label: Head, column: Head, terms: Terms, pack: Pack) -> Head:
    """A column head as it reads beside a row's label: with the label it may make a term, and where the label names the indicator
    a word for a part (公办) names none."""
    if label.rule is not None and column.rule is not None and any(
            (hit.start, hit.end) == (0, len(column.text.strip())) for hit in find_cues(column.text.strip(), pack.cues)):
        return replace(column, rule=None, rate=False, weight=0)
    return joined(label, column, terms)


def _is_year(cell: Cell, table: Table) -> bool:
    """Whether a cell is the year that its row is of."""
    head = table.headers[cell.column] if cell.column < len(table.headers) else ""
    return ready(r"\s*(?:19|20)\d\d\s*(?:年度?|学年|届)?\s*").fullmatch(cell.text) is not None and (
        ready(r"\s*(?:年\s*[份度]?|学年|时间|届[次别]?)\s*").fullmatch(head) is not None)


def _is_school(cell: Cell, entities: Sequence[Entity]) -> bool:
    """Whether a cell is the name of a school, in which no term stands."""
    return any(e.kind == "school" and cell.start <= e.start < cell.end for e in entities)


def _is_value(number: Number, text: Text) -> bool:
    """A quantity, or a cell's increase with its sign, which elsewhere is part of a name (2+7)."""
    return number.kind == "quantity" or (
        number.kind == "name" and INCREASE.match(text.text[number.raw_start:number.raw_end]) is not None)


def _distinct_values(table: Table) -> list[int]:
    """How many different texts each column holds below its header."""
    body = table.cells[table.header_rows:]
    return [len({row[column].text for row in body}) for column in range(table.columns)]


def _cell_claim(number: Number, cell: Cell, label: Head, labels: Sequence[Cell], row_unit: tuple[str, Decimal] | None,
                grid: _Grid) -> Claim | None:
    column = grid.heads[cell.column]
    by_label = column.rule is None and label.rule is not None
    named = _naming(cell.column, label, grid)
    if named is None or named.rule is None or (by_label and not column.kind and not _holds_values(column, grid)):
        return None
    rule = named.rule.rule
    text, identity = grid.text, grid.identity
    told = column if column.kind or not by_label else label
    by_label = by_label or named.joined
    about = _about(labels, column, (by_label and named is label) or named.joined, grid)
    unit, value = number.unit, number.value
    if not unit and told.kind == "change" and named.rate and not told.unit:
        unit = "个百分点"
    if not unit and told.relative:
        unit = "%"
    if not unit:
        inner = next(((h.unit, h.factor) for h in (column, label) if h.unit), None)
        stated = inner or (None if told.kind == "share" else row_unit or grid.caption_unit) or (
            (grid.caption.unit, grid.caption.factor) if grid.caption.unit and not told.kind else None)
        if stated is not None:
            unit, value = stated[0], value * stated[1]
        elif named.rate or told.kind == "share":
            unit = "%"
        elif number.ratio or rule.units == ("比",):
            unit = "比"
        elif rule.units:
            unit = rule.units[0]
    base = ""
    period = next((h.period for h in (column, label, grid.caption) if h.period), "")
    if told.kind == "change":
        if not (unit in {"%", "个百分点"} or unit in rule.units):
            return None
        measure = "growth" if unit == "%" else "change"
        base = base_year(told.of, period, identity.year)
        if MINUS.match(cell.text) or (told.fewer and not INCREASE.match(cell.text)):
            value = -abs(value)
    elif unit == "%":
        if not (named.rate or told.kind == "share" or rule.base or named.rule.rates is not None):
            return None
        if told.kind == "share" and value == 100 and not about[1]:
            return None  # the whole as a share of itself
        measure = "share"
        base = base_of(told.of, grid.pack) if told.kind == "share" else ""
        base = base or rule.base or (rule.indicator if told.kind == "share" else "")
    elif named.rate or told.kind == "share" or unit not in rule.units:
        return None
    else:
        measure = "level"
    if unit == "比" and number.ratio and number.value == 1 and number.value_high is not None:
        value = number.value_high
    scope, entity, ownership, sector, reasons = about
    evidence = Evidence(number.raw_start, number.raw_end, _row_start(text, cell), _row_end(text, cell))
    record = Indicator(
        indicator=rule.indicator, measure=measure, value=value, unit=unit, bound=number.bound if number.bound != "range" else "exact",  # type: ignore[arg-type]
        scope=scope, entity=entity, ownership=ownership, status=rule.set.get("status", "actual"), period=period, sector=sector,
        base=base, raw=text.text[number.raw_start:number.raw_end])
    return Claim(rule.id, record, evidence, (number.start,), named.weight + 3.0, reasons)


def _naming(at: int, label: Head, grid: _Grid) -> Head | None:
    """The head that names the indicator of a cell: its column, its row, the caption; for changes and shares also a column before."""
    column = grid.heads[at]
    if column.rule is not None:
        return column
    if column.kind:
        if column.kind == "share" and label.rule is not None:
            return label
        before = next((head for head in reversed(grid.heads[:at]) if head.rule is not None and not head.kind), None)
        if before is not None:
            return before
    return label if label.rule is not None else grid.caption if grid.caption.rule is not None and not grid.caption.kind else None


def _holds_values(column: Head, grid: _Grid) -> bool:
    """Whether a column beside indicator names holds their values, not the size of a survey or the length of a course: values of
    a year, of a named unit, or of a part that a cue word names."""
    if column.period or VALUES.search(column.text) or UNIT_WORDS.search(column.text):
        return True
    return column.text.strip() in grid.inner or bool(find_cues(column.text, grid.pack.cues))


def _about(labels: Sequence[Cell], column: Head, label_is_indicator: bool, grid: _Grid) -> tuple[str, str, str, str, tuple[str, ...]]:
    """Scope, entity, ownership and sector of a cell from its row labels and its column head."""
    hits: list[CueHit] = []
    words = [cell.text for cell in labels] + [column.text]
    for word in words:
        hits += find_cues(word, grid.pack.cues)
    dims = {hit.cue.cue.dimension: hit.cue.cue.value for hit in hits}
    ownership, sector = dims.get("ownership", "all"), dims.get("sector", "")
    reasons = tuple(f"{d}={v}" for d, v in dims.items() if d in {"scope", "ownership", "sector"})
    if label_is_indicator or not labels:
        headed = grid.inner.get(column.text.strip())
        if headed is not None:
            return headed.kind, full_name(headed), "all", sector, (*reasons, f"scope={headed.kind}: {headed.name}")
        return _of_all(dims.get("scope", ""), ownership, sector, reasons, grid)
    name = next((cell for cell in labels if any(cell.start <= e.start < cell.end for e in grid.entities)), labels[0])
    bare = name.text.strip()
    if bare != grid.identity.issuer and (TOTAL.match(bare) or YEAR.match(bare)):
        return _of_all(dims.get("scope", ""), ownership, sector, reasons, grid)
    if bare == grid.identity.issuer:
        return dims.get("scope", "all"), "", ownership, sector, reasons
    entity = next((e for e in grid.entities if name.start <= e.start < name.end), None)
    if entity is not None and entity.kind == "issuer":
        return "all", "", ownership, sector, reasons
    if entity is not None and entity.kind in {"school", "place", "province"}:
        return entity.kind, full_name(entity), "all", sector, (*reasons, f"scope={entity.kind}: {entity.name}")
    if "scope" in dims:
        return dims["scope"], "", ownership, sector, reasons
    if "ownership" in dims and len(bare) <= 6:
        return "all", "", ownership, sector, reasons
    return "place", bare, ownership, sector, (*reasons, f"scope=place: {bare}")


def _of_all(
    scope: str, ownership: str, sector: str, reasons: tuple[str, ...], grid: _Grid
) -> tuple[str, str, str, str, tuple[str, ...]]:
    """The dimensions of the whole that a table is about: the reporting unit, or the one school of its caption."""
    school = grid.school if not scope else None
    if school is not None:
        return "school", full_name(school), "all", sector, (*reasons, f"scope=school: {school.name}")
    return scope or "all", "", ownership, sector, reasons


def _numeric(cell: Cell) -> bool:
    return ready(r"[\s约近≥＞>]*[-－−–+＋↑↓]?\s?\d[\d,，.:：∶\s]*(?:万|亿)?\D{0,4}").fullmatch(cell.text) is not None


def _row_start(text: Text, cell: Cell) -> int:
    return text.text.rfind("\n", 0, cell.start) + 1


def _row_end(text: Text, cell: Cell) -> int:
    end = text.text.find("\n", cell.end)
    return end if end >= 0 else len(text.text)
