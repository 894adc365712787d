"""`reportparse rules try`: what a rule or pattern would match."""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.inputs import find_inputs
from reportparse.rulebook import default_rules
from reportparse.workbench.corpus import clean_texts
from reportparse.workbench.trial import matches, trial_of


@click.command("try")
@click.argument("rule_or_pattern")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--rules", "folder", type=click.Path(path_type=Path), help="Rules folder of one's own.")
@click.option("--pack", default="", help="Only this pack's rules and parts.")
@click.option("--limit", default=20, show_default=True, help="Places shown for each file; 0 = all.")
def try_(rule_or_pattern: str, files: tuple[Path, ...], folder: Path | None, pack: str, limit: int) -> None:
    """Show where RULE_OR_PATTERN would match in FILES (default: raw), each place marked in its sentence.

    \b
    A rule is tried by its words alone, before anything binds or refuses them: `rules why` tells the rest. A pattern is
    written as in rules: regex, {parts} and … for a gap. Clean texts are kept, so that a second try is quick.
    Examples:
      reportparse rules try students.enrolled raw
      reportparse rules try '在(?:校|读)…生' raw/report.txt
    Exit status 1 when nothing matches.
    """
    trial = trial_of(rule_or_pattern, folder or default_rules(), pack)
    total = 0
    for clean in clean_texts(find_inputs(files or (Path("raw"),))):
        if clean.fault:
            click.echo(f"{clean.source}: not read: {clean.fault}", err=True)
        found = list(matches(trial, clean.text))
        total += len(found)
        if found:
            click.secho(f"{clean.source}: {len(found)}", bold=True)
        for match in found[: limit or None]:
            before, words, after = match.quote[: match.start], match.quote[match.start : match.end], match.quote[match.end :]
            key = f"{match.key}: " if match.key else ""
            line = f"{before}⟦{click.style(words, fg='yellow', bold=True)}⟧{after}".replace("\n", " ").replace("\t", " ")
            click.echo(f"  {key}{line}")
            if match.groups:
                click.echo("      " + ", ".join(f"{name} = {value}" for name, value in match.groups.items()))
        if limit and len(found) > limit:
            click.echo(f"  … {len(found) - limit} more: --limit 0 shows all")
    click.echo(f"{total} places")
    if not total:
        click.get_current_context().exit(1)
