"""The tables of a delivery as data: columns with type, meaning and allowed values, and the keys between tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ColumnType = Literal["string", "integer", "number", "boolean", "year"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, its Table Schema type, what it means and, for a closed list, the values it may take."""

    name: str
    type: ColumnType
    description: str
    values: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """A foreign key: these columns of a table name a row of `table` of the same year."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """One CSV file of a delivery."""

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


def _text(name: str, description: str, *values: str, required: bool = False) -> Column:
    return Column(name, "string", description, values, required)


def _count(name: str, description: str, required: bool = False) -> Column:
    return Column(name, "integer", description, (), required)


def _number(name: str, description: str) -> Column:
    return Column(name, "number", description)


def _id(name: str, description: str) -> Column:
    return Column(name, "string", description, (), True)


_REPORT = (_id("report_id", "issuer-sector-year"), Column("year", "year", "report year: the edition year of the title"))
_SPAN = (
    _count("char_start", "half-open character offset into text/<report_id>.txt"),
    _count("char_end", "end of the span that begins at char_start"),
)
_PLACE = (
    _text("section", "path of the section: ordinals joined by dots"),
    _count("page", "1-based page, empty for input without pages"),
    *_SPAN,
)
_BOXES = (
    _number("x0", "left edge of the first box of the words, in PDF points from the left of the page"),
    _number("y0", "top edge of the first box, from the top of the page"),
    _number("x1", "right edge of the first box"),
    _number("y1", "bottom edge of the first box"),
    _text("boxes", "all boxes `x0 y0 x1 y1`, parted by ;, where the words run over several lines"),
    _number("confidence", "lowest recognition score of the characters, 0 to 1; empty where nothing was read by OCR"),
)
_EVIDENCE = (
    *_PLACE,
    _text("quote", "the clause that holds the fact"),
    _text("rule", "id of the rule that produced the row"),
    _text("check", "pass, fail, or empty when no check touches the row", "pass", "fail"),
)
_CORRECTED = (
    _text("correction", "id of the analyst's correction that holds for the row, in corrections.csv"),
    _text("printed", "what the rules read where the correction changed it: column=value, parted by ;"),
)
_TRACE = (*_BOXES, _text("cues", "which words set which dimension, parted by ;"), *_CORRECTED)

_OF_REPORT = Reference(("report_id",), "reports", ("report_id",))
_OF_SECTION = Reference(("report_id", "section"), "sections", ("report_id", "section"))
_OF_TABLE = Reference(("report_id", "table_id"), "tables", ("report_id", "table_id"))

BOUNDS = ("exact", "over", "under", "about", "range")
MEASURES = ("level", "share", "change", "growth")
SCOPES = ("all", "municipal", "county", "place", "school", "province", "nation", "other")
OWNERSHIPS = ("all", "public", "private")
STATUSES = ("actual", "target", "planned")
STATES = (
    "indicator", "award", "recognition", "school", "table", "policy", "structure", "date", "ordinal", "name", "context",
    "other", "residual",
)

REPORTS = TableSchema(
    "reports",
    "One row for each report",
    (
        *_REPORT,
        _text("issuer", "region or school that publishes", required=True),
        _text("region_code", "GB/T 2260 code, six digits, empty if unknown"),
        _text("level", "level of the issuer", "nation", "province", "city", "county", "school"),
        _text("sector", "what the report is about", "中职", "高职", "职教", "其他"),
        _text("title", "title as printed, without the year"),
        _text("issued", "date of issue: 2025-01, 2025-12-25 or empty"),
        _text("source", "path of the file, seen from the input folder", required=True),
        _text("sha256", "hash of the file"),
        _text("format", "format of the file", "pdf", "txt", "md", "docx"),
        _count("pages", "number of pages, empty for input without pages"),
        _count("ocr_pages", "pages read by OCR"),
        _count("characters", "length of the clean text"),
        _count("sections", "rows in sections.csv"),
        _count("indicators", "rows in indicators.csv"),
        _count("awards", "rows in awards.csv"),
        _count("recognitions", "rows in recognitions.csv"),
        _count("numbers", "rows in numbers.csv"),
        _count("residual_numbers", "rows in numbers.csv that nothing explains"),
        _text("rules_version", "content hash of the rules"),
        _text("version", "version of reportparse"),
        _text("pack", "rule pack that read the report"),
        _text("unread_pages", "pages that could not be read, parted by spaces"),
        _text("notes", "what the reader had to do: encoding guessed, pages by OCR; parted by ;"),
    ),
    key=("report_id",),
)

SECTIONS = TableSchema(
    "sections",
    "The tree of numbered sections",
    (
        _REPORT[0],
        _text("section", "path of ordinals joined by dots, 0 before the first heading", required=True),
        _text("parent", "path of the section above, empty at the top"),
        _count("depth", "1 = 一、"),
        _text("marker", "marker as printed"),
        _text("title", "title without the marker"),
        _text("kind", "what the section is", "preface", "body", "attachment", "contents", "signature"),
        _count("page", "page of the heading"),
        *_SPAN,
        _count("characters", "characters of the section's own text, without its subsections"),
    ),
    key=("report_id", "section"),
    references=(_OF_REPORT,),
)

INDICATORS = TableSchema(
    "indicators",
    "One row for each printed value of an indicator",
    (
        *_REPORT,
        _id("fact_id", "stable id of the fact"),
        _text("indicator", "code in codebook.csv", required=True),
        _text("label", "Chinese label of the indicator"),
        _text("measure", "level, share (percentage of base), change (absolute) or growth (percent)", *MEASURES),
        _number("value", "number after scaling; the lower end of a range"),
        _number("value_high", "upper end of a printed range"),
        _text("unit", "base unit, synonyms merged"),
        _text("bound", "how the value is limited in print", *BOUNDS),
        _text("scope", "which part of the reporting unit, or which other unit", *SCOPES),
        _text("entity", "name, when scope is place, school, province or other"),
        _text("ownership", "public (公办), private (民办) or all", *OWNERSHIPS),
        _text("sector", "which kind of education", "secondary", "higher", "technician", "vocational"),
        _text("status", "actual, target (a task) or planned", *STATUSES),
        _text("period", "period that the sentence states, empty = the report year"),
        _text("base", "share: the denominator; change and growth: the base year"),
        _text("raw", "value as printed, with its unit"),
        *_EVIDENCE,
        *_TRACE,
    ),
    key=("fact_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

AWARDS = TableSchema(
    "awards",
    "Prizes won in competitions, one row for each prize grade and recipient",
    (
        *_REPORT,
        _id("award_id", "stable id of the fact"),
        _text("recipient", "institution, or the person when no institution is named"),
        _text("recipient_kind", "kind of recipient", "region", "school", "team", "person", "organisation"),
        _text("persons", "named winners and instructors, joined by 、"),
        _text("competition", "name as printed, without a leading year"),
        _text("competition_year", "year of the competition"),
        _text("edition", "第二届 -> 2"),
        _text("track", "赛项, 赛道, 项目"),
        _text("group", "group as printed"),
        _text(
            "level", "level of the competition",
            "world", "nation", "province", "city", "county", "school", "industry",
        ),
        _text(
            "prize", "grade of the prize",
            "special", "first", "second", "third", "gold", "silver", "bronze", "excellence", "organisation", "instructor",
            "other",
        ),
        _text("prize_raw", "prize as printed"),
        _count("count", "number of prizes"),
        _text("unit", "unit of the count as printed"),
        _text("scope", "own, or reference for prizes of others", "own", "reference"),
        *_EVIDENCE,
        *_TRACE,
    ),
    key=("award_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

RECOGNITIONS = TableSchema(
    "recognitions",
    "Titles, projects, lists entered, certifications",
    (
        *_REPORT,
        _id("recognition_id", "stable id of the fact"),
        _text("recipient", "who was recognised"),
        _text("recipient_kind", "kind of recipient", "region", "school", "team", "person", "organisation"),
        _text("persons", "named persons, joined by 、"),
        _text("item", "what was recognised: a programme, course, book, brand; empty if the recipient itself"),
        _count("count", "number of recognitions"),
        _text("unit", "unit of the count as printed"),
        _text("title", "title of the honour, project or list, quotes removed"),
        _text("level", "level of the body that recognises"),
        _text("batch", "第二批 -> 2"),
        _text("status", "how far it has come", "granted", "candidate", "applied", "trial"),
        *_EVIDENCE,
        *_TRACE,
    ),
    key=("recognition_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

SCHOOLS = TableSchema(
    "schools",
    "The roster of the reporting unit's own schools",
    (
        *_REPORT,
        _count("seq", "position in the roster", required=True),
        _text("school", "harmonised name"),
        _text("name_raw", "name as printed"),
        _text("school_key", "same for all spellings over the years"),
        _text("administration", "level that runs the school", "province", "city", "county"),
        _text("ownership", "public (公办) or private (民办)", "public", "private"),
        _text("nature_raw", "性质 as printed"),
        _text("remarks_raw", "备注 as printed"),
        *_PLACE,
        _text("school_id", "stable id of the row, which the ledger refers to"),
        *_BOXES,
        *_CORRECTED,
    ),
    key=("report_id", "seq"),
    references=(_OF_REPORT, _OF_SECTION),
)

POLICIES = TableSchema(
    "policies",
    "Policy documents that the report names",
    (
        *_REPORT,
        _id("policy_id", "stable id of the fact"),
        _text("title", "title without 《》"),
        _text("issuer", "body that issued the document"),
        _text("document_number", "number as printed: 教办职成〔2024〕89号"),
        _text("relation", "issued by the reporting unit, or cited", "issued", "cited"),
        *_PLACE,
        *_BOXES,
        *_CORRECTED,
    ),
    key=("policy_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

TABLES_TABLE = TableSchema(
    "tables",
    "Tables of the report",
    (
        *_REPORT,
        _id("table_id", "stable id of the table"),
        _text("section", "path of the section"),
        _count("page", "page of the table's first line"),
        _text("caption", "caption as printed"),
        _count("rows", "rows without header rows"),
        _count("columns", "columns"),
        _text("kind", "what the table lists", "roster", "list", "statistics", "other"),
        _text("subject", "foreign: lists units outside the reporting unit too", "own", "foreign"),
        Column("excerpt", "boolean", "true when the serial numbers jump"),
        Column("continued", "boolean", "true when joined over a page break"),
        *_SPAN,
    ),
    key=("report_id", "table_id"),
    references=(_OF_REPORT, _OF_SECTION),
)

TABLE_CELLS = TableSchema(
    "table_cells",
    "Cells of the tables, header rows left out",
    (
        _REPORT[0],
        _id("table_id", "table that the cell belongs to"),
        _count("row", "1-based, header rows excluded", required=True),
        _count("column", "1-based", required=True),
        _text("header", "header of the column, levels joined by /"),
        _text("text", "text of the cell; a cell left blank by a merge is filled from above"),
    ),
    key=("report_id", "table_id", "row", "column"),
    references=(_OF_TABLE,),
)

NUMBERS = TableSchema(
    "numbers",
    "The ledger: every number printed in the report, once",
    (
        *_REPORT,
        _id("number_id", "stable id of the number"),
        _text("text", "the run of digits or the Chinese numeral, without unit", required=True),
        _number("value", "number after scaling"),
        _text("unit", "base unit, synonyms merged"),
        *_PLACE,
        _text("state", "what explains the number; residual = nothing does", *STATES, required=True),
        _text("reference", "id of the fact that the number belongs to"),
        _text("quote", "the clause around the number"),
    ),
    key=("number_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

CHECKS = TableSchema(
    "checks",
    "Arithmetic and plausibility of the facts",
    (
        *_REPORT,
        _id("check_id", "stable id of the check"),
        _text("kind", "what was checked", required=True),
        _text("expression", "what should hold, with indicator codes"),
        _text("expected", "what the expression gives"),
        _text("actual", "what is printed"),
        _text("result", "how it came out", "pass", "fail", "rounded", "truncated"),
        _text("evidence", "ids of the facts, joined by a space"),
        _text("message", "one sentence for people"),
    ),
    key=("check_id",),
    references=(_OF_REPORT,),
)

LOSSES = TableSchema(
    "losses",
    "Readings that lost against another claim, for `reportparse explain`",
    (
        *_REPORT,
        _id("loss_id", "stable id of the loss"),
        _text("rule", "rule whose reading was not taken"),
        _text("winner", "rule or fact that won"),
        _text("reason", "why the other reading was taken"),
        _text("reading", "what the losing rule read: column=value, parted by ;"),
        *_SPAN,
        _text("quote", "the clause that it stands in"),
    ),
    key=("loss_id",),
    references=(_OF_REPORT,),
)

YEAR_TABLES = (
    REPORTS, SECTIONS, INDICATORS, AWARDS, RECOGNITIONS, SCHOOLS, POLICIES, TABLES_TABLE, TABLE_CELLS, NUMBERS, CHECKS,
    LOSSES,
)
"""The tables of one year's folder, in the order of the package."""

PANEL = TableSchema(
    "panel",
    "Indicators of all years side by side, one row for each year of a series",
    (
        _text("issuer", "region or school that publishes"),
        _text("sector", "sector of the reports"),
        _text("indicator", "code in codebook.csv"),
        _text("label", "Chinese label of the indicator"),
        _text("measure", "level, share, change or growth", *MEASURES),
        _text("scope", "which part of the reporting unit", *SCOPES),
        _text("entity", "name, when scope asks for one"),
        _text("ownership", "public, private or all", *OWNERSHIPS),
        _text("status", "actual, target or planned", *STATUSES),
        _text("unit", "base unit"),
        Column("year", "year", "report year"),
        _number("value", "value of the year"),
        _text("bound", "how the value is limited in print", *BOUNDS),
        Column("previous_year", "year", "the year before that has a report"),
        _number("previous_value", "value of that year"),
        _number("change", "value minus previous_value"),
        _number("growth_percent", "change in percent of previous_value"),
        _text("flag", "what to look at", "new", "dropped", "unchanged", "outlier"),
        _text("fact_id", "fact that gives the value"),
        _text("report_id", "report that prints the value"),
        _text("base", "share: the denominator"),
        _text("population", "sector of the schools that are counted"),
        _number("restated", "value that the next year's report gives for this year, where it differs"),
        _text("note", "what else there is to know of the value"),
    ),
)

ABSENCE = TableSchema(
    "absence",
    "Which indicator a report gives: reported, not_reported, or unread",
    (
        *_REPORT,
        _text("indicator", "code in codebook.csv", required=True),
        _text("label", "Chinese label of the indicator"),
        _text(
            "state", "unread: its terms stand near a number that no rule explains", "reported", "not_reported", "unread"
        ),
        _text("evidence", "ids of the facts, or of the residual numbers near its terms"),
        _text("note", "what there is instead: figures of other units, plans only, the words without a figure"),
    ),
    key=("report_id", "indicator"),
)

NAMES = TableSchema(
    "names",
    "How spellings of schools and competitions became one name, and what an analyst should decide",
    (
        _text("kind", "what is named", "school", "competition", required=True),
        _text("issuer", "issuer whose reports have the name"),
        _text("key", "same for all spellings over the years"),
        _text("name", "name as printed"),
        _text("years", "report years that print it"),
        _text(
            "state", "how the key was found, or what is left to decide",
            "rule", "data", "stated", "merged", "unmapped", "near", "unused", "out_of_years",
        ),
        _text("other", "name that it is like, became or was merged into"),
        _text("likeness", "0 to 1, for names that are near"),
        _text("reason", "why, or what to do"),
    ),
)

CORRECTIONS = TableSchema(
    "corrections",
    "What became of the analyst's corrections in this run",
    (
        _id("correction_id", "id of the correction"),
        _text("report_id", "report that it is about"),
        _text("action", "what it does", "accept", "reject", "set", "add"),
        _text("table", "table of the fact"),
        _text(
            "state", "stale: its words or its fact are no longer there; redundant: the rules now agree",
            "applied", "moved", "stale", "redundant",
        ),
        _text("fact_id", "fact that it is about"),
        _text("message", "why it moved or is stale"),
        _text("quote", "words that it is anchored in"),
        _text("reason", "why the analyst made it"),
        _text("place", "file:line"),
    ),
    key=("correction_id",),
)

FAILURE_CODES = {
    "empty": "the file has no content",
    "encrypted": "the PDF needs a password",
    "broken": "the reader of the format rejects the file",
    "no_text": "pages without readable text, and no OCR at hand",
    "unknown_format": "a kind of file that is not read",
    "unreadable": "the file cannot be opened",
    "duplicate_report": "another file has given the same report already",
    "time_limit": "not done within --timeout",
    "memory_limit": "needs more than --memory",
    "crashed": "the process that read it ended",
    "internal_error": "a fault of the program",
}
"""Code in failures.csv -> cause."""

FAILURES = TableSchema(
    "failures",
    "Inputs that could not be read, or not in full",
    (
        _text("source", "path of the file, seen from the input folder", required=True),
        _text("code", "stable code of the cause", *FAILURE_CODES, required=True),
        _text("message", "what is wrong, and where"),
        _text("remedy", "what to do"),
        _text("pages", "pages that were not read, parted by spaces; empty: the whole file"),
        _text("sha256", "hash of the file"),
    ),
)

CODEBOOK = TableSchema(
    "codebook",
    "Indicator codes, labels, units, definitions",
    (
        _text("code", "code used in the column indicator", required=True),
        _text("label", "Chinese label"),
        _text("unit", "base unit"),
        _text("family", "group of indicators"),
        _text("description", "definition"),
        _text("pack", "rule pack that defines the code", required=True),
    ),
    key=("pack", "code"),
)

TOP_TABLES = (PANEL, ABSENCE, NAMES, CORRECTIONS, FAILURES, CODEBOOK)
"""The tables at the top of a delivery."""
