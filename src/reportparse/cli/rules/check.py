"""`reportparse rules check`: faults in rules."""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.rulebook import default_rules
from reportparse.workbench.lint import check_rules


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
def check(folder: Path | None, strict: bool, quiet: bool) -> None:
    """Check the rules in FOLDER (default: those of the package) and print each fault as file:line: rule: what. How to mend it.

    \b
    Errors:   files that cannot be read, unknown keys and names, rules without examples, terms, cues, parts and words of
              lexicons that no example exercises, patterns that can run away.
    Warnings: conditions and table headers that no example shows.
    Exit status 1 when there is an error.
    """
    found = check_rules(folder or default_rules())
    for fault in found:
        if fault.level == "error" or not quiet:
            click.echo(f"{fault}" if fault.level == "error" else f"{fault} (warning)")
    errors = sum(fault.level == "error" for fault in found)
    click.echo(f"{errors} errors, {len(found) - errors} warnings", err=True)
    if errors or (strict and found):
        click.get_current_context().exit(1)
