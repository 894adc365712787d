"""The tables at the top of a delivery, above the years."""

from __future__ import annotations

from reportparse.delivery.schema import (
    BOUNDS,
    MEASURES,
    OWNERSHIPS,
    REPORT_COLUMNS,
    SCOPES,
    STATUSES,
    Column,
    TableSchema,
    identifier,
    number,
    text,
)

PANEL = TableSchema(
    "panel",
    "Indicators of all years side by side, one row for each year of a series",
    (
        text("issuer", "region or school that publishes"),
        text("sector", "sector of the reports"),
        text("indicator", "code in codebook.csv"),
        text("label", "Chinese label of the indicator"),
        text("measure", "level, share, change or growth", *MEASURES),
        text("scope", "which part of the reporting unit", *SCOPES),
        text("entity", "name, when scope asks for one"),
        text("ownership", "public, private or all", *OWNERSHIPS),
        text("status", "actual, target or planned", *STATUSES),
        text("unit", "base unit"),
        Column("year", "year", "report year"),
        number("value", "value of the year"),
        text("bound", "how the value is limited in print", *BOUNDS),
        Column("previous_year", "year", "the year before that has a report"),
        number("previous_value", "value of that year"),
        number("change", "value minus previous_value"),
        number("growth_percent", "change in percent of previous_value"),
        text("flag", "what to look at", "new", "dropped", "unchanged", "outlier"),
        text("fact_id", "fact that gives the value"),
        text("report_id", "report that prints the value"),
        text("base", "share: the denominator"),
        text("population", "sector of the schools that are counted"),
        number("restated", "value that the next year's report gives for this year, where it differs"),
        text("note", "what else there is to know of the value"),
    ),
)

ABSENCE = TableSchema(
    "absence",
    "Which indicator a report gives: reported, not_reported, or unread",
    (
        *REPORT_COLUMNS,
        text("indicator", "code in codebook.csv", required=True),
        text("label", "Chinese label of the indicator"),
        text(
            "state", "unread: its terms stand near a number that no rule explains", "reported", "not_reported", "unread"
        ),
        text("evidence", "ids of the facts, or of the residual numbers near its terms"),
        text("note", "what there is instead: figures of other units, plans only, the words without a figure"),
    ),
    key=("report_id", "indicator"),
)

NAMES = TableSchema(
    "names",
    "How spellings of schools and competitions became one name, and what an analyst should decide",
    (
        text("kind", "what is named", "school", "competition", required=True),
        text("issuer", "issuer whose reports have the name"),
        text("key", "same for all spellings over the years"),
        text("name", "name as printed"),
        text("years", "report years that print it"),
        text(
            "state", "how the key was found, or what is left to decide",
            "rule", "data", "stated", "merged", "unmapped", "near", "unused", "out_of_years",
        ),
        text("other", "name that it is like, became or was merged into"),
        text("likeness", "0 to 1, for names that are near"),
        text("reason", "why, or what to do"),
    ),
)

CORRECTIONS = TableSchema(
    "corrections",
    "What became of the analyst's corrections in this run",
    (
        identifier("correction_id", "id of the correction"),
        text("report_id", "report that it is about"),
        text("action", "what it does", "accept", "reject", "set", "add"),
        text("table", "table of the fact"),
        text(
            "state", "stale: its words or its fact are no longer there; redundant: the rules now agree",
            "applied", "moved", "stale", "redundant",
        ),
        text("fact_id", "fact that it is about"),
        text("message", "why it moved or is stale"),
        text("quote", "words that it is anchored in"),
        text("reason", "why the analyst made it"),
        text("place", "file:line"),
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
        text("source", "path of the file, seen from the input folder", required=True),
        text("code", "stable code of the cause", *FAILURE_CODES, required=True),
        text("message", "what is wrong, and where"),
        text("remedy", "what to do"),
        text("pages", "pages that were not read, parted by spaces; empty: the whole file"),
        text("sha256", "hash of the file"),
    ),
)

CODEBOOK = TableSchema(
    "codebook",
    "Indicator codes, labels, units, definitions",
    (
        text("code", "code used in the column indicator", required=True),
        text("label", "Chinese label"),
        text("unit", "base unit"),
        text("family", "group of indicators"),
        text("description", "definition"),
        text("pack", "rule pack that defines the code", required=True),
    ),
    key=("pack", "code"),
)

TOP_TABLES = (PANEL, ABSENCE, NAMES, CORRECTIONS, FAILURES, CODEBOOK)
"""The tables at the top of a delivery."""
