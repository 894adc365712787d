"""Statistics tables: each cell read through its column head, its row label, the unit and the year that stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from reportparse.compiling import ready
from reportparse.facts.indicators.cues import CueHit, find_cues
from reportparse.facts.indicators.dimensions import full_name
from reportparse.facts.indicators.periods import find_dates
from reportparse.model import Cell, Claim, Entity, Evidence, Identity, Indicator, Number, Sections, Table, Text
from reportparse.numbers.units import read_unit
from reportparse.rulebook.loading import CompiledCue, CompiledIndicator, Pack
from reportparse.rulebook.terms import Terms, pack_terms

UNIT_WORDS = regex.compile(r"公办|民办|市[直属]|县[区属]|省属|[省市州县区旗校院]$")
TOTAL = regex.compile(r"^(?:合\s*计|总\s*计|小\s*计|汇\s*总|全[省市县区州盟国校]|总数|全部|本[市省县区校])$")
SERIAL = regex.compile(r"^(?:序\s*号|编\s*号|No\.?|行次)$", regex.IGNORECASE)
UNIT_HEAD = regex.compile(r"^(?:计量)?单\s*位$")
BRACKETS = regex.compile(r"[（(]([^（）()]*)[）)]")
YEAR = regex.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Head:
    """What a header or row label says: the rule it names (if any), unit, scale, period and the words without brackets."""

    text: str
    rule: CompiledIndicator | None
    rate: bool
    weight: int
    unit: str
    factor: Decimal
    period: str


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
    caption = _head(table.caption, terms, identity.year)
    caption_unit = unit_of(table.unit) if table.unit else None
    heads = [_head(head, terms, identity.year) for head in table.headers]
    unit_columns = [c for c, head in enumerate(table.headers) if UNIT_HEAD.match(head.replace(" ", ""))]
    serials = [c for c, head in enumerate(table.headers) if SERIAL.match(head.strip())]
    inside = [n for n in numbers if table.start <= n.start < table.end and n.kind == "quantity" and not n.second]
    by_cell: dict[tuple[int, int], list[Number]] = {}
    for row in table.cells[table.header_rows:]:
        for cell in row:
            if not cell.filled and cell.text:
                by_cell[cell.row, cell.column] = [n for n in inside if cell.start <= n.start < cell.end]
    keys = _distinct_values(table)
    claims = []
    for row in table.cells[table.header_rows:]:
        named = [c for c in row if c.text and c.column not in unit_columns and c.column not in serials and not _numeric(c)]
        read = {cell.column: _head(cell.text, terms, identity.year) for cell in named}
        row_unit = next((unit_of(row[c].text) for c in unit_columns if row[c].text), None)
        for cell in row:
            found = by_cell.get((cell.row, cell.column), [])
            if len(found) != 1 or cell.column in serials or cell.column in unit_columns or not _numeric(cell):
                continue
            # The last label names the row's indicator; the one that tells the rows apart names its unit, and stands first.
            labels = [c for c in named if c.column < cell.column]
            label = read[labels[-1].column] if labels else _head("", terms, identity.year)
            labels = sorted(labels, key=lambda c: (-keys[c.column], c.column))
            claim = _cell_claim(found[0], cell, heads[cell.column], label, labels, caption, row_unit or caption_unit, text, identity,
                                entities, pack.cues)
            if claim is not None:
                claims.append(claim)
    return claims


def _distinct_values(table: Table) -> list[int]:
    """How many different texts each column holds below its header."""
    body = table.cells[table.header_rows:]
    return [len({row[column].text for row in body}) for column in range(table.columns)]


def _cell_claim(number: Number, cell: Cell, column: Head, label: Head, labels: Sequence[Cell], caption: Head,
                outer_unit: tuple[str, Decimal] | None, text: Text, identity: Identity, entities: Sequence[Entity],
                cues: Sequence[CompiledCue]) -> Claim | None:
    named = column if column.rule is not None else label if label.rule is not None else caption if caption.rule is not None else None
    if named is None or named.rule is None or (named is label and not _holds_values(column)):
        return None
    rule = named.rule.rule
    unit, value = number.unit, number.value
    if not unit:
        inner = next(((h.unit, h.factor) for h in (column, label) if h.unit), None)
        stated = inner or outer_unit or ((caption.unit, caption.factor) if caption.unit else None)
        if stated is not None:
            unit, value = stated[0], value * stated[1]
        elif named.rate:
            unit = "%"
        elif number.ratio or rule.units == ("比",):
            unit = "比"
        elif rule.units:
            unit = rule.units[0]
    if unit == "%":
        if not (named.rate or rule.base or named.rule.rates is not None):
            return None
        measure = "share"
    elif named.rate or unit not in rule.units:
        return None
    else:
        measure = "level"
    if unit == "比" and number.ratio and number.value == 1 and number.value_high is not None:
        value = number.value_high
    scope, entity, ownership, reasons = _about(labels, column, named is label, entities, cues, identity)
    period = next((h.period for h in (column, label, caption) if h.period), "")
    evidence = Evidence(number.raw_start, number.raw_end, _row_start(text, cell), _row_end(text, cell))
    record = Indicator(
        indicator=rule.indicator, measure=measure, value=value, unit=unit, bound=number.bound if number.bound != "range" else "exact",  # type: ignore[arg-type]
        scope=scope, entity=entity, ownership=ownership, status=rule.set.get("status", "actual"), period=period,
        base=rule.base if measure == "share" else "", raw=text.text[number.raw_start:number.raw_end])
    return Claim(rule.id, record, evidence, (number.start,), named.weight + 3.0, reasons)


VALUES = regex.compile(r"数值|数量|数据|合计|总计|结果|实绩|实际|指标值|完成|[本上今去当]年度?|年度|全[省市县区校]|比例|占比|值$|情况$|^$")


def _holds_values(column: Head) -> bool:
    """Whether a column beside indicator names holds their values, not the size of a survey or the length of a course."""
    return bool(column.period or VALUES.search(column.text) or UNIT_WORDS.search(column.text))


def _about(labels: Sequence[Cell], column: Head, label_is_indicator: bool, entities: Sequence[Entity], cues: Sequence[CompiledCue],
           identity: Identity) -> tuple[str, str, str, tuple[str, ...]]:
    """Scope, entity and ownership of a cell from its row labels and its column head."""
    hits: list[CueHit] = []
    words = [cell.text for cell in labels] + [column.text]
    for word in words:
        hits += find_cues(word, cues)
    dims = {hit.cue.cue.dimension: hit.cue.cue.value for hit in hits}
    ownership = dims.get("ownership", "all")
    reasons = tuple(f"{d}={v}" for d, v in dims.items() if d in {"scope", "ownership"})
    if label_is_indicator or not labels:
        return dims.get("scope", "all"), "", ownership, reasons
    name = next((cell for cell in labels if any(cell.start <= e.start < cell.end for e in entities)), labels[0])
    bare = name.text.strip()
    if TOTAL.match(bare) or bare == identity.issuer or YEAR.match(bare):
        return dims.get("scope", "all"), "", ownership, reasons
    entity = next((e for e in entities if name.start <= e.start < name.end), None)
    if entity is not None and entity.kind == "issuer":
        return "all", "", ownership, reasons
    if entity is not None and entity.kind in {"school", "place", "province"}:
        return entity.kind, full_name(entity), "all", (*reasons, f"scope={entity.kind}: {entity.name}")
    if "scope" in dims:
        return dims["scope"], "", ownership, reasons
    if "ownership" in dims and len(bare) <= 6:
        return "all", "", ownership, reasons
    return "place", bare, ownership, (*reasons, f"scope=place: {bare}")


def _head(words: str, terms: Terms, year: str) -> Head:
    """A header or label without its brackets, read by the terms of the rules: the match that covers most of it wins."""
    unit, factor = "", Decimal(1)
    for inner in BRACKETS.findall(words):
        read = unit_of(inner)
        if read is not None:
            unit, factor = read
    bare = BRACKETS.sub("", words)
    # A flattened multi-level header names the indicator in one level and year or part in another.
    dates = find_dates(bare, year)
    period = dates[0].period if dates else (m.group() if (m := YEAR.fullmatch(bare.strip(" 年/"))) else "")
    if not period and year.isdigit() and ready(r"上年度?|去年").fullmatch(bare.strip()):
        period = str(int(year) - 1)
    probe = ready(r"^(?:其中)?[：:、\s]*|^\d+[.、．]\s*|^[（(]\d+[）)]|^[A-Z]类[：:]").sub("", ready(r"\s+").sub("", bare))
    best: tuple[float, CompiledIndicator, bool, int] | None = None
    for (rule, rate), pattern in terms.present(probe):
        if rule.rule.follows:
            continue
        for match in pattern.finditer(probe):
            length = match.end() - match.start()
            if length == 0 or _refused(rule, probe):
                continue
            cover = length / max(len(probe), 1)
            if cover < 0.45:
                continue
            key = (cover, rule, rate, length)
            if best is None or key[0] > best[0]:
                best = key
    return Head(bare, best[1] if best else None, best[2] if best else False, best[3] if best else 0, unit, factor, period)


def _refused(rule: CompiledIndicator, probe: str) -> bool:
    unless = rule.unless
    return any(p is not None and p.search(probe) for p in (unless.segment, unless.clause, unless.sentence))


def unit_of(words: str) -> tuple[str, Decimal] | None:
    """(base unit, factor) of a unit as a header or caption prints it: `单位：万元` -> (元, 10000)."""
    unit = read_unit(ready(r"^(?:计量)?单位[：:]?").sub("", words.replace(" ", "")))
    return (unit.unit, unit.factor) if unit else None


def _numeric(cell: Cell) -> bool:
    return ready(r"[\s约近≥＞>]*[-－]?\d[\d,，.:：∶\s]*(?:万|亿)?\D{0,4}").fullmatch(cell.text) is not None


def _row_start(text: Text, cell: Cell) -> int:
    return text.text.rfind("\n", 0, cell.start) + 1


def _row_end(text: Text, cell: Cell) -> int:
    end = text.text.find("\n", cell.end)
    return end if end >= 0 else len(text.text)
