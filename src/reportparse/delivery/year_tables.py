"""The tables in the folder of a year."""

from __future__ import annotations

from reportparse.delivery.schema import (
    BOUNDS,
    MEASURES,
    OWNERSHIPS,
    REPORT_COLUMNS,
    SCOPES,
    STATES,
    STATUSES,
    Column,
    Reference,
    TableSchema,
    count,
    identifier,
    number,
    text,
)

_SPAN = (
    count("char_start", "half-open character offset into text/<report_id>.txt"),
    count("char_end", "end of the span that begins at char_start"),
)
_PLACE = (
    text("section", "path of the section: ordinals joined by dots"),
    count("page", "1-based page, empty for input without pages"),
    *_SPAN,
)
_BOXES = (
    number("x0", "left edge of the first box of the words, in PDF points from the left of the page"),
    number("y0", "top edge of the first box, from the top of the page"),
    number("x1", "right edge of the first box"),
    number("y1", "bottom edge of the first box"),
    text("boxes", "all boxes `x0 y0 x1 y1`, parted by ;, where the words run over several lines"),
    number("confidence", "lowest recognition score of the characters, 0 to 1; empty where nothing was read by OCR"),
)
_RULE = text("rule", "id of the rule that produced the row")
_EVIDENCE = (
    *_PLACE,
    text("quote", "the clause that holds the fact"),
    _RULE,
    text("check", "pass, fail, or empty when no check touches the row", "pass", "fail"),
)
_CORRECTED = (
    text("correction", "id of the analyst's correction that holds for the row, in corrections.csv"),
    text("printed", "what the rules read where the correction changed it: column=value, parted by ;"),
)
_TRACE = (*_BOXES, text("cues", "which words set which dimension, parted by ;"), *_CORRECTED)

_OF_REPORT = Reference(("report_id",), "reports", ("report_id",))
_OF_SECTION = Reference(("report_id", "section"), "sections", ("report_id", "section"))
_OF_TABLE = Reference(("report_id", "table_id"), "tables", ("report_id", "table_id"))

REPORTS = TableSchema(
    "reports",
    "One row for each report",
    (
        *REPORT_COLUMNS,
        text("issuer", "region or school that publishes, empty if unknown"),
        text("region_code", "GB/T 2260 code, six digits, empty if unknown"),
        text("level", "level of the issuer", "nation", "province", "city", "county", "school"),
        text("sector", "what the report is about", "中职", "高职", "职教", "其他"),
        text("title", "title as printed, without the year"),
        text("issued", "date of issue: 2025-01, 2025-12-25 or empty"),
        text("source", "path of the file, seen from the input folder", required=True),
        text("sha256", "hash of the file"),
        text("format", "format of the file", "pdf", "txt", "md", "docx"),
        count("pages", "number of pages, empty for input without pages"),
        count("ocr_pages", "pages read by OCR"),
        count("characters", "length of the clean text"),
        count("sections", "rows in sections.csv"),
        count("indicators", "rows in indicators.csv"),
        count("awards", "rows in awards.csv"),
        count("recognitions", "rows in recognitions.csv"),
        count("numbers", "rows in numbers.csv"),
        count("residual_numbers", "rows in numbers.csv that nothing explains"),
        text("rules_version", "content hash of the rules"),
        text("version", "version of reportparse"),
        text("pack", "rule pack that read the report"),
        text("unread_pages", "pages that could not be read, parted by spaces"),
        text("notes", "what the reader had to do: encoding guessed, pages by OCR; parted by ;"),
    ),
    key=("report_id",),
)

SECTIONS = TableSchema(
    "sections",
    "The tree of numbered sections",
    (
        REPORT_COLUMNS[0],
        text("section", "path of ordinals joined by dots, 0 before the first heading", required=True),
        text("parent", "path of the section above, empty at the top"),
        count("depth", "1 = 一、"),
        text("marker", "marker as printed"),
        text("title", "title without the marker"),
        text("kind", "what the section is", "preface", "body", "attachment", "contents", "signature"),
        count("page", "page of the heading"),
        *_SPAN,
        count("characters", "characters of the section's own text, without its subsections"),
    ),
    key=("report_id", "section"),
    references=(_OF_REPORT,),
)

INDICATORS = TableSchema(
    "indicators",
    "One row for each printed value of an indicator",
    (
        *REPORT_COLUMNS,
        identifier("fact_id", "stable id of the fact"),
        text("indicator", "code in codebook.csv", required=True),
        text("label", "Chinese label of the indicator"),
        text("measure", "level, share (percentage of base), change (absolute) or growth (percent)", *MEASURES),
        number("value", "number after scaling; the lower end of a range"),
        number("value_high", "upper end of a printed range"),
        text("unit", "base unit, synonyms merged"),
        text("bound", "how the value is limited in print", *BOUNDS),
        text("scope", "which part of the reporting unit, or which other unit", *SCOPES),
        text("entity", "name, when scope is place, school, province or other"),
        text("ownership", "public (公办), private (民办) or all", *OWNERSHIPS),
        text("sector", "which kind of education", "secondary", "higher", "technician", "vocational"),
        text("status", "actual, target (a task) or planned", *STATUSES),
        text("period", "period that the sentence states, empty = the report year"),
        text("base", "share: the denominator; change and growth: the base year"),
        text("raw", "value as printed, with its unit"),
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
        *REPORT_COLUMNS,
        identifier("award_id", "stable id of the fact"),
        text("recipient", "institution, or the person when no institution is named"),
        text("recipient_kind", "kind of recipient", "region", "school", "team", "person", "organisation"),
        text("persons", "named winners and instructors, joined by 、"),
        text("competition", "name as printed, without a leading year"),
        text("competition_year", "year of the competition"),
        text("edition", "第二届 -> 2"),
        text("track", "赛项, 赛道, 项目"),
        text("group", "group as printed"),
        text(
            "level", "level of the competition",
            "world", "nation", "province", "city", "county", "school", "industry",
        ),
        text(
            "prize", "grade of the prize",
            "special", "first", "second", "third", "gold", "silver", "bronze", "excellence", "organisation", "instructor",
            "other",
        ),
        text("prize_raw", "prize as printed"),
        count("count", "number of prizes"),
        text("unit", "unit of the count as printed"),
        text("scope", "own, or reference for prizes of others", "own", "reference"),
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
        *REPORT_COLUMNS,
        identifier("recognition_id", "stable id of the fact"),
        text("recipient", "who was recognised"),
        text("recipient_kind", "kind of recipient", "region", "school", "team", "person", "organisation"),
        text("persons", "named persons, joined by 、"),
        text("item", "what was recognised: a programme, course, book, brand; empty if the recipient itself"),
        count("count", "number of recognitions"),
        text("unit", "unit of the count as printed"),
        text("title", "title of the honour, project or list, quotes removed"),
        text("level", "level of the body that recognises"),
        text("batch", "第二批 -> 2"),
        text("status", "how far it has come", "granted", "candidate", "applied", "trial"),
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
        *REPORT_COLUMNS,
        count("seq", "position in the roster", required=True),
        text("school", "harmonised name"),
        text("name_raw", "name as printed"),
        text("school_key", "same for all spellings over the years"),
        text("administration", "level that runs the school", "province", "city", "county"),
        text("ownership", "public (公办) or private (民办)", "public", "private"),
        text("nature_raw", "性质 as printed"),
        text("remarks_raw", "备注 as printed"),
        *_PLACE,
        text("school_id", "stable id of the row, which the ledger refers to"),
        *_BOXES,
        *_CORRECTED,
        _RULE,
    ),
    key=("report_id", "seq"),
    references=(_OF_REPORT, _OF_SECTION),
)

POLICIES = TableSchema(
    "policies",
    "Policy documents that the report names",
    (
        *REPORT_COLUMNS,
        identifier("policy_id", "stable id of the fact"),
        text("title", "title without 《》"),
        text("issuer", "body that issued the document"),
        text("document_number", "number as printed: 教办职成〔2024〕89号"),
        text("relation", "issued by the reporting unit, or cited", "issued", "cited"),
        *_PLACE,
        *_BOXES,
        *_CORRECTED,
        _RULE,
    ),
    key=("policy_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

TABLES_TABLE = TableSchema(
    "tables",
    "Tables of the report",
    (
        *REPORT_COLUMNS,
        identifier("table_id", "stable id of the table"),
        text("section", "path of the section"),
        count("page", "page of the table's first line"),
        text("caption", "caption as printed"),
        count("rows", "rows without header rows"),
        count("columns", "columns"),
        text("kind", "what the table lists", "roster", "list", "statistics", "other"),
        text("subject", "foreign: lists units outside the reporting unit too", "own", "foreign"),
        Column("excerpt", "boolean", "true when the serial numbers jump"),
        Column("continued", "boolean", "true when joined over a page break"),
        *_SPAN,
        _RULE,
    ),
    key=("report_id", "table_id"),
    references=(_OF_REPORT, _OF_SECTION),
)

TABLE_CELLS = TableSchema(
    "table_cells",
    "Cells of the tables, header rows left out",
    (
        REPORT_COLUMNS[0],
        identifier("table_id", "table that the cell belongs to"),
        count("row", "1-based, header rows excluded", required=True),
        count("column", "1-based", required=True),
        text("header", "header of the column, levels joined by /"),
        text("text", "text of the cell; a cell left blank by a merge is filled from above"),
    ),
    key=("report_id", "table_id", "row", "column"),
    references=(_OF_TABLE,),
)

NUMBERS = TableSchema(
    "numbers",
    "The ledger: every number printed in the report, once",
    (
        *REPORT_COLUMNS,
        identifier("number_id", "stable id of the number"),
        text("text", "the run of digits or the Chinese numeral, without unit", required=True),
        number("value", "number after scaling"),
        text("unit", "base unit, synonyms merged"),
        *_PLACE,
        text("state", "what explains the number; residual = nothing does", *STATES, required=True),
        text("reference", "id of the fact that the number belongs to"),
        text("quote", "the clause around the number"),
    ),
    key=("number_id",),
    references=(_OF_REPORT, _OF_SECTION),
)

CHECKS = TableSchema(
    "checks",
    "Arithmetic and plausibility of the facts",
    (
        *REPORT_COLUMNS,
        identifier("check_id", "stable id of the check"),
        text(
            "kind", "what was checked",
            "sum", "share", "count_vs_list", "roster", "year_on_year", "range", "consistency", "contents", required=True,
        ),
        text("expression", "what should hold, with indicator codes"),
        text("expected", "what the expression gives"),
        text("actual", "what is printed"),
        text("result", "how it came out", "pass", "fail", "rounded", "truncated"),
        text("evidence", "ids of the facts, joined by a space; they can be facts of an earlier year's report"),
        text("message", "one sentence for people, behind the names of the indicators that it is about"),
        text("section", "path of the section of the figure that was checked"),
    ),
    key=("check_id",),
    references=(_OF_REPORT,),
)

LOSSES = TableSchema(
    "losses",
    "Readings that lost against another claim, for `reportparse explain`",
    (
        *REPORT_COLUMNS,
        identifier("loss_id", "stable id of the loss"),
        text("rule", "rule whose reading was not taken"),
        text("winner", "rule or fact that won"),
        text("reason", "why the other reading was taken"),
        text("reading", "what the losing rule read: column=value, parted by ;"),
        *_SPAN,
        text("quote", "the clause that it stands in"),
    ),
    key=("loss_id",),
    references=(_OF_REPORT,),
)

YEAR_TABLES = (
    REPORTS, SECTIONS, INDICATORS, AWARDS, RECOGNITIONS, SCHOOLS, POLICIES, TABLES_TABLE, TABLE_CELLS, NUMBERS, CHECKS,
    LOSSES,
)
"""The tables of one year's folder, in the order of the package."""
