"""`reportparse rules coverage`: what rules do on a delivery."""

from __future__ import annotations

from pathlib import Path

import click
from rich.text import Text

from reportparse.cli.console import console, grid
from reportparse.delivery import read_delivery
from reportparse.rulebook import load_rules
from reportparse.workbench.coverage import fires, leftovers, quarrels, skeleton


@click.command()
@click.argument("output", default="output", type=click.Path(path_type=Path))
@click.option("--rules", "folder", type=click.Path(path_type=Path), help="Rules folder of one's own.")
@click.option("--limit", default=15, show_default=True, help="Groups of residual numbers shown; 0 = all.")
def coverage(output: Path, folder: Path | None, limit: int) -> None:
    """Show what the rules did on the delivery OUTPUT: facts for each rule, rules that never fire, numbers that two rules
    claimed, and the residual numbers by their words, each group with a rule to finish and paste.
    """
    delivery, rules = read_delivery(output), load_rules(folder)
    out = console()
    found = fires(delivery, rules)
    out.print(grid(("rule", "facts", "lost"), [(f.rule, str(f.facts), str(f.losses)) for f in found if f.facts]))
    silent = [f.rule + (f" (lost {f.losses})" if f.losses else "") for f in found if not f.facts]
    out.print(Text(f"\nnever fired: {len(silent)}", style="bold"))
    out.print(Text(", ".join(silent)))
    pairs = quarrels(delivery)
    out.print(Text(f"\nclaimed twice: {sum(pair.times for pair in pairs)}", style="bold"))
    out.print(grid(("times", "winner", "loser", "why", "for example"),
                   [(str(p.times), p.winner, p.loser, p.reason, _short(p.quote)) for p in pairs[: limit or None]], left=5))
    groups = leftovers(delivery)
    out.print(Text(f"\nresidual: {sum(left.times for left in groups)} in {len(groups)} groups", style="bold"))
    packs = {row["pack"] for row in delivery.rows("reports")}
    pack = next((pack for pack in rules.packs if pack.info.name in packs), rules.packs[0])
    for left in groups[: limit or None]:
        out.print(Text(f"\n# {left.times} in {left.reports} reports: {left.words or '(no words)'} … {left.unit}", style="bold"))
        for quote in left.quotes:
            out.print(Text(f"#   {_short(quote)}", style="dim"))
        out.print(Text(skeleton(left, pack)))
    if limit and len(groups) > limit:
        out.print(Text(f"\n{len(groups) - limit} more groups: --limit 0 shows all"))


def _short(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= 70 else line[:69] + "…"
