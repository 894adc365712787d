"""`reportparse explain`: where a fact or number of a delivery comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from reportparse.cli.console import console, marked
from reportparse.delivery import FACT_TABLES, Delivery, clause_around, read_delivery
from reportparse.errors import DeliveryError

Row = Mapping[str, str]

KEYS = {table: column for table, (_, column) in FACT_TABLES.items()} | {
    "numbers": "number_id", "checks": "check_id", "losses": "loss_id",
}
"""Tables whose rows can be asked for, and their id columns."""
_EDGES = ("x0", "y0", "x1", "y1")
_PLACE = {"report_id", "year", "section", "page", "char_start", "char_end", "quote", "rule", "cues", "boxes", *_EDGES}


@click.command()
@click.argument("fact_id")
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder of the delivery.")
def explain(fact_id: str, output: Path) -> None:
    """Say where FACT_ID (any id of the delivery; its beginning is enough) comes from.

    \b
    Example:
      reportparse explain i-1a2b3c4d5e -o output

    Shows the file, page and section, the clause with the value between ⟦ and ⟧, the rule, the words that set its
    dimensions, the numbers it explains, its checks, and the readings that lost against it with the reason.
    """
    delivery = read_delivery(output)
    table, row = _find(delivery, fact_id)
    out = console()
    _print_row(out, table, row)
    _print_place(out, delivery, row)
    for name, value in _related(delivery, table, row):
        out.print(Text.assemble((f"{name:<12}", "bold"), value))


def _find(delivery: Delivery, wanted: str) -> tuple[str, Row]:
    found = [(table, row) for table, key in KEYS.items() for row in delivery.rows(table) if row[key].startswith(wanted)]
    exact = [(table, row) for table, row in found if row[KEYS[table]] == wanted]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        raise DeliveryError("no row has this id", wanted, "Take an id from a column that ends in _id; ids change with the input.")
    ids = ", ".join(sorted({row[KEYS[table]] for table, row in found})[:5])
    raise DeliveryError("several rows have ids that begin so", wanted, f"Write more of it: {ids}.")


def _print_row(out: Console, table: str, row: Row) -> None:
    out.print(Text(f"{row[KEYS[table]]}  ({table}.csv)", style="bold"))
    for name, value in row.items():
        if value and name not in _PLACE and name != KEYS[table]:
            out.print(Text.assemble((f"  {name:<18}", "cyan"), value))


def _print_place(out: Console, delivery: Delivery, row: Row) -> None:
    report = next((found for found in delivery.rows("reports") if found["report_id"] == row["report_id"]), {})
    page = f", page {row['page']}" if row.get("page") else ""
    box = row.get("boxes") or " ".join(row.get(edge, "") for edge in _EDGES).strip()
    where = f", box {box} (points from the top left)" if box else ""
    out.print(Text.assemble(("file        ", "bold"), f"{report.get('source', '')}{page}{where}  ({row['report_id']})"))
    if row.get("section"):
        out.print(Text.assemble(("section     ", "bold"), " > ".join(_titles(delivery, row))))
    if row.get("char_start"):
        start, end = int(row["char_start"]), int(row["char_end"])
        words = in_clause(delivery.text(row["report_id"]), start, end, row.get("quote", ""))
        out.print(Text.assemble(("words       ", "bold"), words))
        out.print(Text.assemble(("characters  ", "bold"), f"{start}–{end} of text/{row['report_id']}.txt"))
    for name in ("rule", "cues"):
        if row.get(name):
            out.print(Text.assemble((f"{name:<12}", "bold"), row[name]))


def in_clause(text: str, start: int, end: int, quote: str = "", style: str = "bold yellow") -> Text:
    """`text[start:end]` marked in its quote, or in the clause around it where no quote is given or it stands elsewhere."""
    begin = text.rfind(quote, max(0, start - len(quote)), start + len(quote)) if quote else -1
    if not begin <= start < end <= begin + len(quote):
        quote = clause_around(text, start, end)
        begin = text.rfind(quote, max(0, start - len(quote)), start + len(quote))
    return marked(quote, start - begin, end - begin, style)


def _titles(delivery: Delivery, row: Row) -> list[str]:
    """The section and those above it, from the top, each with its path."""
    tree = {found["section"]: found for found in delivery.rows("sections") if found["report_id"] == row["report_id"]}
    titles: list[str] = []
    path = row["section"]
    while path in tree and len(titles) <= len(tree):
        titles.append(f"{path} {tree[path]['marker']}{tree[path]['title']}".strip())
        path = tree[path]["parent"]
    return titles[::-1]


def _related(delivery: Delivery, table: str, row: Row) -> Iterator[tuple[str, str]]:
    """Numbers, checks and lost readings that belong to the row."""
    own = row[KEYS[table]]
    for number in delivery.rows("numbers"):
        if number["reference"] == own:
            yield "number", f"{number['number_id']}  {number['text']}  at {number['char_start']}"
    for check in delivery.rows("checks"):
        if own in check["evidence"].split():
            yield "check", f"{check['result']}: {check['message']}"
    for loss in delivery.rows("losses"):
        if table != "losses" and (loss["winner"] == own or (loss["report_id"] == row["report_id"] and _overlap(loss, row))):
            yield "lost", f"{loss['rule']} ({loss['reason']}): {loss['reading']}"


def _overlap(a: Row, b: Row) -> bool:
    if not a.get("char_start") or not b.get("char_start"):
        return False
    return int(a["char_start"]) < int(b["char_end"]) and int(b["char_start"]) < int(a["char_end"])
