"""`reportparse show`: one report in the terminal, section by section."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from reportparse.cli.console import console, marked, show_indented
from reportparse.cli.explain import in_clause
from reportparse.delivery import cells_of, notes_on, plain
from reportparse.model import Award, Fact, Indicator, LedgerEntry, Policy, Recognition, Record, Report, School, Section, TableFact
from reportparse.pipeline import read_report
from reportparse.rulebook import load_rules


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--rules", type=click.Path(path_type=Path), help="A rules folder of your own.")
@click.option("--section", default="", metavar="PATH", help="Only this section and what is in it: 3 or 3.1.2.")
@click.option("--tree", is_flag=True, help="Only the section tree.")
@click.option("--residual", is_flag=True, help="Only the numbers that nothing explains: the worklist.")
@click.option("--ocr/--no-ocr", default=None, help="Demand or forbid OCR of pages without text.")
@click.option("--json", "as_json", is_flag=True, help="Print sections and facts as JSON.")
def show(
    file: Path, rules: Path | None, section: str, tree: bool, residual: bool, ocr: bool | None, as_json: bool
) -> None:
    """Show the section tree and the facts of FILE, each with the words it came from.

    \b
    Examples:
      reportparse show raw/2025.pdf                   the whole report
      reportparse show raw/2025.pdf --tree            its sections
      reportparse show raw/2025.pdf --section 1.1     the facts of one section
      reportparse show raw/2025.pdf --residual        only the numbers that no rule explains

    Nothing is written. The value of each fact stands between ⟦ and ⟧ in its clause.
    """
    report = read_report(file, file.name, load_rules(rules), ocr=ocr)
    if not any(_within(item.path, section) for item in report.sections.items):
        raise click.BadParameter(f"no section {section} in {file}; `--tree` shows them all", param_hint="--section")
    if as_json:
        click.echo(json.dumps(_machine(report, section), ensure_ascii=False, indent=1))
        return
    out = console()
    _print_head(out, report)
    for item in report.sections.items:
        if not _within(item.path, section):
            continue
        left = [entry for entry in report.ledger if entry.state == "residual" and entry.section == item.path and not entry.removed]
        if residual and not left:
            continue
        _print_section(out, item)
        indent = 2 * (item.path.count(".") + 1)
        if residual:
            for entry in left:
                show_indented(out, _around(report, entry), indent)
        elif not tree:
            _print_facts(out, report, item, indent)


def _within(path: str, wanted: str) -> bool:
    return not wanted or f"{path}.".startswith(f"{wanted}.")


def _print_head(out: Console, report: Report) -> None:
    identity, explained = report.identity, sum(entry.state != "residual" for entry in report.ledger)
    out.print(Text(f"{identity.report_id}  {identity.title}", style="bold"))
    told = (identity.level, identity.region_code, f"issued {identity.issued}" if identity.issued else "", report.document.format)
    out.print(Text("  ".join(part for part in told if part)))
    out.print(Text(f"{len(report.facts)} facts; {explained} of {len(report.ledger)} numbers explained"))
    for note in notes_on(report):
        out.print(Text(f"note: {note}"))


def _print_section(out: Console, item: Section) -> None:
    name = f"{item.marker}{item.title}" or item.kind
    text = Text.assemble((f"{item.path}  {name}", "bold cyan"), f"  ({item.end - item.start} characters)")
    show_indented(out, text, 2 * item.path.count("."))


def _print_facts(out: Console, report: Report, item: Section, indent: int) -> None:
    for fact in report.facts:
        if fact.section == item.path:
            show_indented(out, Text.assemble((fact.fact_id, "dim"), "  ", (said(fact.claim.record), "green")), indent)
            show_indented(out, _quote(report, fact), indent + 4)


def _quote(report: Report, fact: Fact) -> Text:
    evidence, text = fact.claim.evidence, report.text.text
    quote = text[evidence.quote_start : max(evidence.quote_end, evidence.end)]
    return marked(quote, evidence.start - evidence.quote_start, evidence.end - evidence.quote_start)


def _around(report: Report, entry: LedgerEntry) -> Text:
    return in_clause(report.text.text, entry.start, entry.end, style="bold red")


def said(record: Record | None) -> str:
    """A record in one line for people: `staff.total 2422 人`, then what is not the usual case."""
    match record:
        case None:
            return ""
        case Indicator():
            head = f"{record.indicator} {plain(record.value)}" + (f"–{plain(record.value_high)}" if record.value_high else "")
            usual = {"measure": "level", "bound": "exact", "scope": "all", "ownership": "all", "status": "actual", "sector": ""}
            told = [str(getattr(record, name)) for name, value in usual.items() if getattr(record, name) != value]
            named = {"period": record.period, "base": record.base}
            told += [record.entity] * bool(record.entity) + [f"{name} {value}" for name, value in named.items() if value]
            return f"{head} {record.unit}" + (f" ({', '.join(told)})" if told else "")
        case Award():
            return f"award {record.recipient}: {record.prize_raw or record.prize} × {record.count}, {record.competition}"
        case Recognition():
            item = f" {record.item}" if record.item else ""
            return f"recognition {record.recipient}{item}: {record.title} × {record.count} ({record.status})"
        case School():
            return f"school {record.seq} {record.school} ({record.administration}, {record.ownership})"
        case Policy():
            return f"policy 《{record.title}》{record.document_number} ({record.relation})"
        case TableFact():
            return f"table {record.kind}, {record.table.rows} rows of {record.table.columns} ({record.subject})"


def _machine(report: Report, section: str) -> dict[str, Any]:
    identity = report.identity
    return {
        "report_id": identity.report_id, "title": identity.title, "issuer": identity.issuer, "year": identity.year,
        "sections": [
            {"section": item.path, "marker": item.marker, "title": item.title, "kind": item.kind}
            for item in report.sections.items if _within(item.path, section)
        ],
        "facts": [
            {"fact_id": fact.fact_id, "kind": type(fact.claim.record).__name__.lower(), "section": fact.section,
             "page": fact.page, "rule": fact.claim.rule, **_filled(fact.claim.record), "quote": _quote(report, fact).plain}
            for fact in report.facts if _within(fact.section, section)
        ],
        "residual": [
            {"text": entry.text, "section": entry.section, "quote": _around(report, entry).plain}
            for entry in report.ledger if entry.state == "residual" and _within(entry.section, section)
        ],
    }


def _filled(record: Record | None) -> dict[str, str]:
    return {name: cell for name, cell in cells_of(record).items() if cell}
