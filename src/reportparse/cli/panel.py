"""`reportparse panel`: the indicators of all years side by side, on the terminal or as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import click

from reportparse.cli.console import console, grid
from reportparse.delivery import read_delivery
from reportparse.panel import write_workbook

Row = Mapping[str, str]

_USUAL = {"measure": "level", "scope": "all", "ownership": "all", "status": "actual"}
_SERIES = ("issuer", "sector", "indicator", "measure", "scope", "entity", "ownership", "status", "unit", "base", "population")


@click.command()
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(path_type=Path), help="Folder of the delivery.")
@click.option("--indicator", default="", metavar="TEXT", help="Only indicators with this in their code or label.")
@click.option("--issuer", default="", metavar="TEXT", help="Only issuers with this in their name.")
@click.option("--flag", default="", type=click.Choice(["", "new", "dropped", "unchanged", "outlier"]), help="Only series with this flag.")
@click.option("--xlsx", type=click.Path(path_type=Path, dir_okay=False), help="Save the whole panel as a workbook instead.")
def panel(output: Path, indicator: str, issuer: str, flag: str, xlsx: Path | None) -> None:
    """Show panel.csv with one column for each year.

    \b
    Examples:
      reportparse panel                         everything
      reportparse panel --indicator students    one family of indicators
      reportparse panel --flag outlier          what changed beyond the usual
      reportparse panel --xlsx panel.xlsx       a workbook, one sheet for each issuer
    """
    rows = list(read_delivery(output).rows("panel"))
    if xlsx:
        write_workbook(rows, xlsx)
        click.echo(f"saved {xlsx}")
        return
    chosen = [row for row in rows if issuer in row["issuer"] and (indicator in row["indicator"] or indicator in row["label"])]
    years = sorted({row["year"] for row in chosen})
    lines = [line for series in _series(chosen) if (line := _line(series, years, flag))]
    console().print(grid(("issuer", "indicator", "label", "of", "unit", *years, "%", "flag"), lines, left=5))


def _series(rows: Iterable[Row]) -> list[list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in _SERIES), []).append(row)
    return list(found.values())


def _line(series: list[Row], years: list[str], flag: str) -> tuple[str, ...] | None:
    """One series as a line of the table; None when it does not bear the flag that is asked for."""
    flags = {row["flag"] for row in series} - {""}
    if flag and flag not in flags:
        return None
    first, last = series[0], series[-1]
    told = [first[name] for name, usual in _USUAL.items() if first[name] != usual] + [first["entity"]] * bool(first["entity"])
    values = {year: " / ".join(row["value"] for row in series if row["year"] == year) for year in years}
    return (
        first["issuer"], first["indicator"], first["label"], ", ".join(told), first["unit"], *values.values(), last["growth_percent"],
        " ".join(sorted(flags)),
    )

