"""The frozen records that flow between the stages; no stage imports another, they meet here.

They start from what was read (`reportparse.document`). Positions are half-open character offsets in the clean text of the
report, which the delivery keeps, if nothing else is said.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from reportparse.document import Box, Document

# ------------------------------------------------------------------------------------------------------- clean text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table in the clean text. `filled` marks a text copied from the merged cell above or to the left: it
    has the span of the cell that it was copied from."""

    row: int
    """0-based, header rows included."""
    column: int
    text: str
    start: int
    end: int
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the clean text; its rows stand there as lines of tab-separated cells, `text[start:end]`.

    `cells[r][c]` always exists: blank cells have empty text, merged cells are filled from above (and, in header rows,
    from the left). The first `header_rows` rows are headers; `headers[c]` is the flattened header (`2024年/公办`)."""

    start: int
    end: int
    header_rows: int
    headers: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    caption_start: int = -1
    unit: str = ""
    """The unit that a caption or a line above states for the whole table (`单位：人` -> `人`)."""
    page: int | None = None
    continued: bool = False

    @property
    def rows(self) -> int:
        """Rows without header rows."""
        return len(self.cells) - self.header_rows

    @property
    def columns(self) -> int:
        """Columns of the grid."""
        return len(self.headers)


RemovalReason = Literal[
    "page_number", "running_header", "running_footer", "footnote", "markup", "chart", "duplicate", "contents", "wrapper"
]


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken out of the text, and why; `at` is the clean offset where it stood."""

    text: str
    reason: RemovalReason
    page: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Text:
    """The clean text of a report: one paragraph or table row a line, each character with its origin.

    `pages[i]` is the page of character i (0 for input without pages) and `indices[i]` its index there (see `Line`);
    -1 for a character that was put in (line ends, tabs between cells)."""

    text: str
    pages: array[int]
    indices: array[int]
    tables: tuple[Table, ...] = ()
    removed: tuple[Removed, ...] = ()
    contents: tuple[tuple[int, int], ...] = ()
    """Spans of tables of contents: in the text, but never content."""
    notes: tuple[str, ...] = ()

    def page(self, offset: int) -> int | None:
        """The page that the character at `offset` stands on; None for input without pages."""
        while offset < len(self.pages) - 1 and self.pages[offset] <= 0 and self.indices[offset] < 0:
            offset += 1
        number = self.pages[offset] if 0 <= offset < len(self.pages) else 0
        return number or None

    def table_at(self, offset: int) -> Table | None:
        """The table that holds `offset`, if any."""
        at = bisect_right(self.tables, offset, key=lambda table: table.start) - 1
        return self.tables[at] if at >= 0 and offset < self.tables[at].end else None


SectionKind = Literal["preface", "body", "attachment", "contents", "signature"]


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section. `start:end` is its own text (heading included) up to the next heading of any depth, or to where
    a section that it interrupted goes on; such a further piece is listed in `Sections.resumed`."""

    path: str
    parent: str
    depth: int
    marker: str
    title: str
    kind: SectionKind
    start: int
    end: int
    title_start: int
    title_end: int
    body_start: int
    """Where the text after marker and title begins."""


@dataclass(frozen=True, slots=True)
class Sections:
    """The section tree in reading order, and which section each offset belongs to."""

    items: tuple[Section, ...]
    """One for each section, ordered by start; the first is the preface (`0`) when text stands before the first heading."""
    resumed: tuple[Section, ...] = ()
    """Further pieces of sections, ordered by start, that are no sections of their own: a section that goes on after an
    attachment (same path), a table of contents (path `0`, kind contents), the signature (kind signature)."""

    def at(self, offset: int) -> Section:
        """The innermost section that holds `offset`; pieces do not overlap, so the last that starts before it."""
        item = bisect_right(self.items, offset, key=lambda section: section.start) - 1
        more = bisect_right(self.resumed, offset, key=lambda section: section.start) - 1
        found = self.items[max(item, 0)]
        return self.resumed[more] if more >= 0 and self.resumed[more].start >= found.start else found


# -------------------------------------------------------------------------------------------------------- identity

Level = Literal["nation", "province", "city", "county", "school"]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who reports for which year."""

    report_id: str
    year: str
    issuer: str
    region_code: str
    level: Level
    sector: Literal["中职", "高职", "职教", "其他"]
    title: str
    issued: str
    province: str = ""
    """Full name of the province that the issuer lies in (`河南省`), empty if unknown."""
    city: str = ""
    """Full name of the prefecture-level city that the issuer is or lies in, empty if unknown."""
    notes: tuple[str, ...] = ()
    """What was not printed where it should be, and what was taken instead."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A named unit in the text: an institution, a place, an office or a person."""

    kind: Literal["school", "place", "province", "nation", "organisation", "person", "issuer"]
    name: str
    """As printed; for `我市`, `全市`, `我校` of kind issuer: the issuer's name."""
    start: int
    end: int
    full: str = ""
    """The full name that a short form stands for (市一职), when there is just one in the text; else empty."""


# --------------------------------------------------------------------------------------------------------- numbers

Bound = Literal["exact", "over", "under", "about", "range"]
NumberKind = Literal["quantity", "date", "ordinal", "name", "structure", "document"]


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number. `start:end` is the run of digits or the Chinese numeral alone (what the ledger lists as `text`),
    `raw_start:raw_end` the value as printed with what stands inside it and its unit (`500余人次`).

    `value` is scaled (`2.25万` -> 22500); `unit` is the base unit with synonyms merged, `unit_raw` as printed. `kind` says
    what the form alone tells: a date, an ordinal, part of a name, a heading marker or serial (structure), a document
    number; everything else is a quantity. Runs that make one expression (2023年12月, 2+7, 46:54, 3-5) share `group`, the start of the
    first run; a ratio or range is one quantity on its first run with `value_high` set, its second run refers to it."""

    start: int
    end: int
    raw_start: int
    raw_end: int
    value: Decimal
    unit: str
    unit_raw: str
    kind: NumberKind
    bound: Bound = "exact"
    value_high: Decimal | None = None
    precision: Decimal = Decimal(1)
    """Half-open uncertainty of the print: 2.25万 -> 100 (one unit of the last printed digit, scaled)."""
    group: int = -1
    second: bool = False
    """True for the later runs of one expression: never bound to a fact on their own."""
    chinese: bool = False
    ratio: bool = False


# ---------------------------------------------------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: the span of the printed value (or of the words that state it) and the clause around it."""

    start: int
    end: int
    quote_start: int
    quote_end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of indicators.csv without identity columns; value and value_high as plain decimal strings."""

    indicator: str
    measure: Literal["level", "share", "change", "growth"]
    value: Decimal
    unit: str
    value_high: Decimal | None = None
    bound: Bound = "exact"
    scope: str = "all"
    entity: str = ""
    ownership: str = "all"
    sector: str = ""
    status: str = "actual"
    period: str = ""
    base: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """A row of awards.csv without identity columns."""

    recipient: str
    recipient_kind: str
    competition: str
    prize: str
    prize_raw: str
    count: int
    unit: str = ""
    persons: str = ""
    competition_year: str = ""
    edition: str = ""
    track: str = ""
    group: str = ""
    level: str = ""
    scope: str = "own"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A row of recognitions.csv without identity columns."""

    recipient: str
    recipient_kind: str
    title: str
    count: int = 1
    unit: str = ""
    persons: str = ""
    item: str = ""
    level: str = ""
    batch: str = ""
    status: str = "granted"


@dataclass(frozen=True, slots=True)
class School:
    """A row of schools.csv without identity columns."""

    seq: int
    school: str
    name_raw: str
    school_key: str
    administration: str
    ownership: str
    nature_raw: str
    remarks_raw: str


@dataclass(frozen=True, slots=True)
class Policy:
    """A row of policies.csv without identity columns."""

    title: str
    issuer: str
    document_number: str
    relation: Literal["issued", "cited"]


@dataclass(frozen=True, slots=True)
class TableFact:
    """A row of tables.csv: the table and what kind of table it is."""

    table: Table
    kind: Literal["roster", "list", "statistics", "other"]
    subject: Literal["own", "foreign"]
    excerpt: bool = False


Record = Indicator | Award | Recognition | School | Policy | TableFact


@dataclass(frozen=True, slots=True)
class Claim:
    """A rule's reading of a piece of text.

    `numbers` are the starts of the `Number`s it explains (none for a fact without a printed number). `weight` is how much text the
    rule explains, in characters: the more specific claim wins a number. `cues` tells which words set which dimension
    (`status=planned: 拟`), for `explain`."""

    rule: str
    record: Record | None
    """None for a claim that yields no row."""
    evidence: Evidence
    numbers: tuple[int, ...] = ()
    weight: float = 0.0
    cues: tuple[str, ...] = ()
    context: bool = False
    """True when the claim only says that the numbers qualify a fact: it fills the ledger and yields no row."""
    state: Literal["context", "name", "other"] = "context"
    """The ledger state that a claim without a row gives its numbers."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A settled claim with its stable id and section; `boxes` are filled for documents with pages."""

    fact_id: str
    claim: Claim
    section: str
    page: int | None
    boxes: tuple[Box, ...] = ()
    confidence: float | None = None
    """The lowest recognition score (0 to 1) of its characters; None where nothing was recognised by OCR."""
    check: str = ""
    correction: str = ""
    """Id of the analyst's correction that holds for the fact."""
    printed: Record | None = None
    """The record as the rules read it, where a correction changed it."""


LedgerState = Literal[
    "indicator", "award", "recognition", "school", "table", "policy", "structure", "date", "ordinal", "name", "context",
    "other", "residual",
]


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One printed number and what became of it. `number` is None for a number in removed page furniture."""

    text: str
    value: Decimal | None
    unit: str
    start: int
    end: int
    state: LedgerState
    reference: str = ""
    section: str = ""
    page: int | None = None
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Loss:
    """A claim that was not taken, and why."""

    claim: Claim
    winner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything known of one report after settling."""

    document: Document
    text: Text
    sections: Sections
    identity: Identity
    numbers: tuple[Number, ...]
    facts: tuple[Fact, ...]
    ledger: tuple[LedgerEntry, ...]
    losses: tuple[Loss, ...] = ()
    pack: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A row of checks.csv: what was expected by which expression and what was found."""

    kind: Literal["sum", "share", "count_vs_list", "roster", "year_on_year", "range", "consistency", "contents"]
    expression: str
    expected: str
    actual: str
    result: Literal["pass", "fail", "rounded", "truncated"]
    evidence: tuple[str, ...]
    message: str
    details: dict[str, str] = field(default_factory=dict)
