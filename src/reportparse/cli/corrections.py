"""`reportparse corrections`: write down what an analyst found wrong, and see what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path

import click

from reportparse.cli.console import console, grid
from reportparse.corrections import append_correction, read_corrections
from reportparse.corrections.files import EMPTY, FIELDS, KINDS
from reportparse.delivery import FACT_TABLES, Delivery, read_delivery
from reportparse.errors import CorrectionError
from reportparse.ids import stable_id

_IDS = {table: FACT_TABLES[table][1] for table in KINDS}
_CONTEXT = 24
"""Characters of the text that are kept on either side of the words."""

_output = click.option(
    "-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder of the delivery.")
_folder = click.option(
    "--corrections", "folder", default="corrections", show_default=True, type=click.Path(path_type=Path), help="Folder of the corrections.")
_reason = click.option("--reason", default="", help="Why, for those who read it later.")
_author = click.option("--author", default="", help="Who says so.")


@click.group()
def corrections() -> None:
    """Keep corrections of facts in corrections/*.csv; each run applies them again.

    \b
    Example:
      reportparse corrections set i-1a2b3c4d5e value=12856 --reason "the table says so"
      reportparse corrections reject i-1a2b3c4d5e
      reportparse corrections add 甲市-中职-2024 "3200人" indicator=students.enrolled measure=level value=3200 unit=人
      reportparse corrections status
    """


@corrections.command()
@click.argument("fact_id")
@_output
@_folder
@_reason
@_author
def accept(fact_id: str, output: Path, folder: Path, reason: str, author: str) -> None:
    """Confirm FACT_ID as it is: it stays, whatever the rules do later.

    \b
    Example:
      reportparse corrections accept i-1a2b3c4d5e
    """
    _write(output, folder, "accept", fact_id, (), reason, author)


@corrections.command()
@click.argument("fact_id")
@_output
@_folder
@_reason
@_author
def reject(fact_id: str, output: Path, folder: Path, reason: str, author: str) -> None:
    """Take FACT_ID out: it is no fact.

    \b
    Example:
      reportparse corrections reject a-1a2b3c4d5e --reason "won by another city"
    """
    _write(output, folder, "reject", fact_id, (), reason, author)


@corrections.command("set")
@click.argument("fact_id")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_output
@_folder
@_reason
@_author
def set_fields(fact_id: str, pairs: tuple[str, ...], output: Path, folder: Path, reason: str, author: str) -> None:
    """Give fields of FACT_ID other values; FIELD= empties a field. The printed value stays beside the new one.

    \b
    Examples:
      reportparse corrections set i-1a2b3c4d5e value=12856 --reason "the table says so"
      reportparse corrections set i-1a2b3c4d5e scope=place entity=甲县
    """
    _write(output, folder, "set", fact_id, pairs, reason, author)


@corrections.command()
@click.argument("report_id")
@click.argument("quote")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.option("--table", type=click.Choice(list(KINDS)), default="indicators", show_default=True, help="Table that the fact belongs to.")
@click.option("--after", "after_words", default="", help="Words that stand before QUOTE, where it stands several times.")
@_output
@_folder
@_reason
@_author
def add(
    report_id: str, quote: str, pairs: tuple[str, ...], table: str, after_words: str, output: Path, folder: Path, reason: str, author: str
) -> None:
    """Add a fact of REPORT_ID that stands on the words QUOTE of its text.

    \b
    Example:
      reportparse corrections add 甲市-中职-2024 "3200人" indicator=students.enrolled measure=level value=3200 unit=人
    """
    delivery = read_delivery(output)
    values = _values(pairs, table, delivery)
    text, report = delivery.text(report_id), _report(delivery, report_id)
    begin = text.find(after_words) if after_words else 0
    start = text.find(quote, begin) if begin >= 0 else -1
    if start < 0:
        what = f"`{after_words}{quote}` is not in the text of {report_id}"
        raise CorrectionError(what, str(output), "Copy the words from output/<year>/text/.")
    if not after_words and text.count(quote) > 1:
        raise CorrectionError(f"`{quote}` stands {text.count(quote)} times", str(output), "Say with --after which words stand before it.")
    section = max((row for row in delivery.rows("sections") if row["report_id"] == report_id and int(row["char_start"]) <= start),
                  key=lambda row: int(row["char_start"]), default={"section": ""})["section"]
    row = _anchored(report, text, start, start + len(quote), section) | values | {"action": "add", "table": table}
    _finish(row, folder, reason, author)


@corrections.command()
@_output
@_folder
def status(output: Path, folder: Path) -> None:
    """Show what became of each correction in the last run.

    \b
    Example:
      reportparse corrections status
    """
    rows = list(read_delivery(output).top.get("corrections", ()))
    written = read_corrections(folder)
    known = {row["correction_id"] for row in rows}
    out = console()
    table = [(row["state"], row["correction_id"], row["action"], row["report_id"], row["fact_id"], row["message"]) for row in rows]
    table += [("not yet run", c.id, c.action, c.report_id, c.fact_id, "") for c in written if c.id not in known]
    out.print(grid(("state", "correction", "action", "report", "fact", "why"), table, left=6))
    counts = Counter(row[0] for row in table)
    out.print(", ".join(f"{number} {state}" for state, number in sorted(counts.items())) or "no corrections")


def _write(output: Path, folder: Path, action: str, fact_id: str, pairs: tuple[str, ...], reason: str, author: str) -> None:
    delivery = read_delivery(output)
    table, fact = _fact(delivery, fact_id, output)
    report, text = _report(delivery, fact["report_id"]), delivery.text(fact["report_id"])
    row = _anchored(report, text, int(fact["char_start"]), int(fact["char_end"]), fact["section"])
    row |= {"action": action, "table": table, "fact_id": fact[_IDS[table]]}
    if action == "accept":
        row |= {name: fact[name] for name in FIELDS if fact.get(name)}
    _finish(row | _values(pairs, table, delivery), folder, reason, author)


def _fact(delivery: Delivery, fact_id: str, output: Path) -> tuple[str, Mapping[str, str]]:
    found = [(table, row) for table, column in _IDS.items() for row in delivery.rows(table) if row[column].startswith(fact_id)]
    if len(found) != 1:
        what = "no fact has this id" if not found else f"{len(found)} facts have ids that begin so"
        raise CorrectionError(f"{what}: {fact_id}", str(output), "Take the id from the tables of the delivery.")
    return found[0]


def _report(delivery: Delivery, report_id: str) -> Mapping[str, str]:
    found = next((row for row in delivery.rows("reports") if row["report_id"] == report_id), None)
    if found is None:
        raise CorrectionError(f"no report {report_id} in the delivery", "corrections", "Take the id from reports.csv.")
    return found


def _anchored(report: Mapping[str, str], text: str, start: int, end: int, section: str) -> dict[str, str]:
    return {
        "report_id": report["report_id"], "sha256": report["sha256"], "section": section, "quote": text[start:end],
        "before": text[max(0, start - _CONTEXT) : start].replace("\n", " "), "after": text[end : end + _CONTEXT].replace("\n", " "),
    }


def _values(pairs: tuple[str, ...], table: str, delivery: Delivery) -> dict[str, str]:
    """FIELD=VALUE pairs as cells; CorrectionError for a field that the table has not, or a code that the codebook has not."""
    names = [field.name for field in fields(KINDS[table])]
    found: dict[str, str] = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or name not in names:
            raise CorrectionError(f"`{pair}` sets no field", table, f"Write FIELD=VALUE; fields: {', '.join(names)}.")
        found[name] = value or EMPTY
    code, codes = found.get("indicator"), {row["code"] for row in delivery.rows("codebook")}
    if code and codes and code not in codes:
        raise CorrectionError(f"no indicator is called `{code}`", table, "Take a code from codebook.csv.")
    return found


def _finish(row: dict[str, str], folder: Path, reason: str, author: str) -> None:
    row |= {"reason": reason, "author": author, "date": date.today().isoformat()}
    number = sum(1 for c in read_corrections(folder) if c.report_id == row["report_id"])
    row["id"] = stable_id("k", row["report_id"], row["action"], row["quote"], row["before"], number, row.get("fact_id", ""))
    path = append_correction(folder, row)
    click.echo(f"{row['id']} written to {path}; `reportparse run` applies it")
