"""`reportparse rules diff`: what a change of rules does to reports."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.text import Text

from reportparse.cli.console import console, marked
from reportparse.inputs import find_inputs
from reportparse.rulebook import load_rules
from reportparse.workbench.difference import changes
from reportparse.workbench.specimen import prepare

_STYLES = {"gained": "green", "lost": "red", "changed": "yellow"}
_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rule", "rule", default="", help="Only facts of rules whose id begins so.")
def diff(old: Path, new: Path, files: tuple[Path, ...], rule: str) -> None:
    """Show which facts the rules in NEW give other than those in OLD, on FILES (default: raw), with the words.

    \b
    + a fact gained, - a fact lost, ~ a fact read otherwise. Exit status 1 when there is any.
    Example, before a change of rules is committed:
      git worktree add ../before HEAD
      reportparse rules diff ../before/rules rules raw
    """
    before, after = load_rules(old), load_rules(new)
    out, counts = console(), Counter[str]()
    for item in find_inputs(files or (Path("raw"),)):
        found = [change for change in changes(prepare(item.path, item.source), before, after) if change.rule.startswith(rule)]
        counts.update(change.kind for change in found)
        if found:
            out.print(Text(item.source, style="bold"))
        for change in found:
            lines = [change.old, change.new] if change.kind == "changed" else [change.old or change.new]
            for sign, line in zip(("-", "+") if change.kind == "changed" else (_SIGNS[change.kind],), lines, strict=True):
                out.print(Text(f"  {sign} {line}  [{change.rule}]", style=_STYLES[change.kind]))
            out.print(Text.assemble(f"      {change.section}  ", marked(change.quote, change.start, change.end)))
    out.print(", ".join(f"{counts[kind]} {kind}" for kind in _SIGNS))
    if counts.total():
        click.get_current_context().exit(1)
