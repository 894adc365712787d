"""`reportparse rules why`: the first condition that fails."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from reportparse.cli.console import console, marked
from reportparse.rulebook import load_rules
from reportparse.workbench.reasons import reasons, rule_named
from reportparse.workbench.specimen import prepare, read_prepared


@click.command()
@click.argument("rule")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--at", default="", help="The words to ask about: a number, or words of its sentence.")
@click.option("--rules", "folder", type=click.Path(path_type=Path), help="Rules folder of one's own.")
def why(rule: str, file: Path, at: str, folder: Path | None) -> None:
    """Say why RULE reads or does not read a place of FILE: each condition in turn, up to the first that fails.

    \b
    Without --at: the places where words of the rule stand and it reads no number.
    Example:
      reportparse rules why students.enrolled raw/report.txt --at 1204人
    """
    specimen = read_prepared(prepare(file, file.name), load_rules(folder))
    out, told = console(), 0
    for reason in reasons(specimen, rule_named(specimen, rule), at):
        told += 1
        out.print(Text.assemble(f"{reason.section}  ", marked(reason.quote, reason.start, reason.end)))
        for step in reason.steps:
            out.print(Text(f"    {'yes' if step.holds else 'NO '}  {step.what}", style="" if step.holds else "bold red"))
    if not told:
        out.print("The words of the rule stand nowhere without being read; ask about a place with --at.")
