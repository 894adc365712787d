"""`reportparse panel`: the indicators of a delivery side by side, on the terminal or as an Excel workbook."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import click
from rich.text import Text

from reportparse.cli.console import console, grid
from reportparse.delivery import Delivery, Row, read_delivery

_SERIES = (
    "issuer", "sector", "indicator", "label", "measure", "scope", "entity", "ownership", "status", "population", "base", "unit",
)


_WIDE = 110
"""Columns from which there is room for the codes beside the labels."""


@click.command()
@click.argument("output", default="output", type=click.Path(path_type=Path))
@click.option("-i", "--indicator", "patterns", multiple=True, help="Only these codes; * stands for anything (staff.*). Repeatable.")
@click.option("--issuer", default="", help="Only this issuer.")
@click.option("--flag", "flags", multiple=True, type=click.Choice(["new", "dropped", "unchanged", "outlier"]),
              help="Only series with this flag.")
@click.option("--absence", is_flag=True, help="Show which report gives which indicator, and which was not understood.")
@click.option("--excel", type=click.Path(path_type=Path), help="Write everything to this .xlsx instead (needs the extra `excel`).")
def panel(output: Path, patterns: tuple[str, ...], issuer: str, flags: tuple[str, ...], absence: bool, excel: Path | None) -> None:
    """Show the years of the delivery at OUTPUT side by side.

    With --absence: the indicators that some report gives, with the number of its figures, `unread` where words of the indicator
    stand near a number that no rule explains, and nothing where the report gives none.

    \b
    Examples:
      reportparse panel output -i "students.*" --issuer 甲市
      reportparse panel output --flag outlier
      reportparse panel output --absence
      reportparse panel output --excel panel.xlsx
    """
    if excel is not None and excel.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"{excel} does not end in .xlsx", param_hint="--excel")
    delivery = read_delivery(output)
    if absence:
        _print_absence(delivery, patterns, issuer)
        return
    rows = [row for row in delivery.rows("panel") if _wanted(row["indicator"], row["issuer"], patterns, issuer)]
    if excel is not None:
        from reportparse.panel import write_workbook

        write_workbook(rows, excel)
        click.echo(f"{len(rows)} rows written to {excel}")
        return
    out = console()
    series: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        series.setdefault(tuple(row.get(name, "") for name in _SERIES), []).append(row)
    shown = {key: found for key, found in series.items() if not flags or any(row["flag"] in flags for row in found)}
    years = sorted({row["year"] for found in shown.values() for row in found})
    for name in sorted({key[:2] for key in shown}):
        out.print(Text(" ".join(name), style="bold"))
        headers = ("indicator", "label", "of", "unit", *years, "%", "flag")
        lines = [_line(key, found, years) for key, found in shown.items() if key[:2] == name]
        first = 0 if out.width >= _WIDE else 1
        out.print(grid(headers[first:], [line[first:] for line in lines], left=4 - first))
    if not shown:
        out.print("no such series")


def _print_absence(delivery: Delivery, patterns: tuple[str, ...], issuer: str) -> None:
    issuers = {row["report_id"]: row["issuer"] for row in delivery.rows("reports")}
    states: dict[tuple[str, str], dict[str, str]] = {}
    for row in delivery.rows("absence"):
        if row["state"] != "not_reported" and _wanted(row["indicator"], issuers[row["report_id"]], patterns, issuer):
            found = "unread" if row["state"] == "unread" else str(len(row["evidence"].split()))
            states.setdefault((row["indicator"], row["label"]), {})[row["report_id"]] = found
    reports = [name for name, publisher in issuers.items() if not issuer or publisher == issuer]
    out = console()
    lines = [(*names, *(found.get(report, "") for report in reports)) for names, found in sorted(states.items())]
    first = 0 if out.width >= _WIDE else 1
    out.print(grid(("indicator", "label", *reports)[first:], [line[first:] for line in lines], left=2 - first))


def _wanted(code: str, publisher: str, patterns: tuple[str, ...], issuer: str) -> bool:
    return (not issuer or publisher == issuer) and (not patterns or any(fnmatchcase(code, pattern) for pattern in patterns))


def _line(key: tuple[str, ...], rows: list[Row], years: list[str]) -> list[str]:
    plain = {"level", "all", "actual", "secondary", ""}
    population = " ".join(part for part in key[4:11] if part not in plain)
    values = [" / ".join(row["value"] for row in rows if row["year"] == year) for year in years]
    return [key[2], key[3], population, key[11], *values, rows[-1]["growth_percent"], rows[-1]["flag"]]
