"""Tables against themselves and against the text: total rows, the roster of schools, the table of contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation

import regex

from reportparse.checks.figures import Figure, shown
from reportparse.compiling import ready
from reportparse.model import Cell, Finding, Report, School, Table, TableFact
from reportparse.rulebook.trust import RosterRule, TotalsRule

_NOTHING = {"", "—", "－", "-", "–", "/", "*", "无"}
_SUBSET = regex.compile(r"^\s*(?:其中|#|其他|\s{2,})")
_LEADER = regex.compile(r"[\s.…·．。]*(?:[（(]?\d{1,3}[）)]?)?\s*$")


def total_findings(report: Report, rule: TotalsRule) -> Iterator[Finding]:
    """One finding for each number column of a table with one total row."""
    rows, unless = ("|".join(words) for words in (rule.rows, rule.unless))
    known = {fact.claim.record.table.start: fact.fact_id for fact in report.facts if isinstance(fact.claim.record, TableFact)}
    for table in report.text.tables:
        body = table.cells[table.header_rows :]
        totals = [row for row in body if any(ready(rows).fullmatch(cell.text.strip().replace(" ", "")) for cell in row[:2])]
        if len(totals) != 1 or len(body) < 3:
            continue
        parts = [row for row in body if row is not totals[0] and not _SUBSET.match(row[0].text)]
        columns = _columns(table, totals[0], parts, unless)
        if len(columns) > 1 and all(exact < whole for _, exact, whole in columns):
            # A clerk's slip is in one column. Every column short of its total: rows are missing, an abridged table or one in pieces.
            continue
        for column, exact, whole in columns:
            header, good = table.headers[column], exact == whole
            yield Finding(
                "sum", f"column `{header}` of the table at {table.start}: rows = {totals[0][0].text.strip()}", shown(exact), shown(whole),
                "pass" if good else "fail", (known[table.start],) if table.start in known else (),
                f"{len(parts)} rows make {shown(exact)}" + (", as printed" if good else f", {shown(whole)} is printed"),
                {"section": report.sections.at(table.start).path, "caption": table.caption},
            )


def _columns(
    table: Table, total: Sequence[Cell], parts: Sequence[Sequence[Cell]], unless: str
) -> list[tuple[int, Decimal, Decimal]]:
    """The columns of numbers that add up: index, sum of the rows, printed total."""
    found = []
    for column in range(1, table.columns):
        if unless and ready(unless).search(table.headers[column]):
            continue
        whole, values = _number(total[column].text), [_number(row[column].text) for row in parts]
        if whole is None or any(value is None for value in values):
            continue
        found.append((column, sum((value for value in values if value is not None), Decimal(0)), whole))
    return found


def _number(text: str) -> Decimal | None:
    """A cell as a number: nothing printed counts 0; None for a text."""
    bare = text.strip().replace(",", "").replace("，", "").replace(" ", "")
    if bare in _NOTHING:
        return Decimal(0)
    try:
        return Decimal(bare)
    except InvalidOperation:
        return None


def roster_findings(report: Report, figures: Sequence[Figure], rule: RosterRule) -> Iterator[Finding]:
    """The rows of the roster against the stated number of schools: in all, and by administration and ownership."""
    schools = [(fact, fact.claim.record) for fact in report.facts if isinstance(fact.claim.record, School)]
    excerpt = any(f.claim.record.excerpt for f in report.facts if isinstance(f.claim.record, TableFact) and f.claim.record.kind == "roster")
    if not schools or excerpt:
        return
    stated = [f for f in figures if f.indicator == rule.indicator and f.measure == "level" and f.status == "actual"
              and not f.entity and f.year == f.report_year]
    cells = {(f.scope, f.ownership) for f in stated}
    listed = Decimal(len(schools))
    parts: set[str] = set()
    if all(f.value != listed for f in stated if (f.scope, f.ownership) == ("all", "all")):
        # A table that lists the schools of one part only (市直学校概况) says nothing of the others.
        parts = {f.scope for f in stated if f.scope != "all" and f.ownership == "all" and f.value == listed}
        cells = {(part, "all") for part in parts} or cells
    for scope, ownership in sorted(cells):
        rows = [fact.fact_id for fact, school in schools
                if scope in {"all", *parts, rule.administrations.get(school.administration, school.administration)}
                and ownership in {"all", school.ownership}]
        candidates = [f for f in stated if (f.scope, f.ownership) == (scope, ownership)]
        figure = min(candidates, key=lambda f: (f.value != len(rows), abs(f.value - len(rows)), f.start))
        if scope not in {"all", *rule.administrations.values()}:
            continue
        good = figure.value == len(rows)
        name = ",".join(mark for mark in (scope, ownership) if mark != "all")
        yield Finding(
            "roster", f"rows of the roster{f' [{name}]' if name else ''} = {rule.indicator}{f'[{name}]' if name else ''}",
            shown(figure.value), str(len(rows)), "pass" if good else "fail", (figure.fact_id, *rows),
            f"{len(rows)} schools listed, {figure.raw or shown(figure.value)} stated", {"section": figure.section},
        )


def contents_findings(report: Report) -> Iterator[Finding]:
    """The table of contents against the headings, and headings whose number leaves out the one before."""
    text = report.text.text
    headings = {_bare(section.marker + section.title) for section in report.sections.items}
    lines = [line for start, end in report.text.contents for line in text[start:end].splitlines()]
    entries = [entry for line in lines if (entry := _LEADER.sub("", line).strip()) and _bare(entry) not in {"目录", "contents"}]
    if entries:
        missing = [entry for entry in entries if _bare(entry) not in headings]
        yield Finding(
            "contents", "entries of the table of contents = headings", str(len(entries)), str(len(entries) - len(missing)),
            "fail" if missing else "pass", (),
            f"{len(entries) - len(missing)} of {len(entries)} entries stand in the text"
            + (f", not: {'; '.join(missing)}" if missing else ""), {},
        )
    before: dict[str, int] = {}
    for section in report.sections.items:
        last = section.path.rpartition(".")[2]
        if not last.isdigit() or int(last) == 0:
            continue
        previous = before.get(section.parent)
        before[section.parent] = int(last)
        if previous is not None and int(last) > previous + 1:
            yield Finding(
                "contents", f"section before {section.path} = {section.parent + '.' if section.parent else ''}{int(last) - 1}",
                str(previous + 1), last, "fail", (),
                f"`{section.marker}{section.title}` follows number {previous}: {previous + 1} is missing",
                {"section": section.path},
            )


def _bare(text: str) -> str:
    return ready(r"[\s　、.．。()（）]").sub("", text).lower()

