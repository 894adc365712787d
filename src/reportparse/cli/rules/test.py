"""`reportparse rules test`: the examples that stand in the rules."""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.rulebook import load_rules
from reportparse.workbench.examples import Outcome, run_cases
from reportparse.workbench.junit import report_lines, write_junit
from reportparse.workbench.sources import cases


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option("-k", "words", default="", help="Only examples whose name (rule:gives:1) or text holds these words.")
@click.option("--junit", type=click.Path(path_type=Path), help="Write the outcomes as JUnit XML too.")
def test(folder: Path | None, words: str, junit: Path | None) -> None:
    """Run every example of the rules in FOLDER (default: those of the package), positive and negative.

    A failure stops nothing; each is shown with its text, what was expected and what the rules gave. Exit status 1 when one
    failed, or when -k picks none.
    """
    outcomes: list[Outcome] = []
    for pack in load_rules(folder).packs:
        for outcome in run_cases((c for c in cases(pack) if words in c.name or words in c.example.text), pack):
            outcomes.append(outcome)
            if not outcome.passed:
                _print(outcome)
    failed = sum(not outcome.passed for outcome in outcomes)
    if junit:
        write_junit(outcomes, junit)
    click.echo(f"{len(outcomes)} examples, {failed} failed")
    if failed or not outcomes:
        click.get_current_context().exit(1)


def _print(outcome: Outcome) -> None:
    click.echo(f"{outcome.case.place}: {outcome.case.name}")
    for line in report_lines(outcome):
        click.echo("    " + line.strip().replace("\n", "\n          "))
