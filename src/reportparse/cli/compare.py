"""`reportparse compare`: what drifted from one release to the next."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from reportparse.cli.console import console, grid
from reportparse.compare import Comparison, load_release
from reportparse.compare import compare as compare_releases
from reportparse.rulebook import load_rules
from reportparse.rulebook.trust import YearRules, load_checks


@click.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--rules", type=click.Path(path_type=Path), help="Rules folder of one's own, which says what change is usual.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def compare(old: Path, new: Path, rules: Path | None, as_json: bool) -> None:
    """Compare the reports of NEW with those of OLD: two deliveries, or two years' folders of one.

    Shows figures that were dropped, are new, unchanged or changed beyond the usual; rules that fell silent, with the
    sentence that comes closest to last year's; sections renamed or moved; and how much text was carried over.

    \b
    Example:
      reportparse compare output/2024 output/2025
    """
    found = compare_releases(load_release(old), load_release(new), _year_rules(rules))
    if as_json:
        click.echo(json.dumps([comparison.as_dict() for comparison in found], ensure_ascii=False, indent=1))
        return
    out = console()
    for comparison in found:
        _print(out, comparison)


def _year_rules(folder: Path | None) -> YearRules:
    packs = load_rules(folder).packs
    path = next((pack.files["checks"] for pack in packs if "checks" in pack.files and pack.info.fallback), None)
    return load_checks(path).years if path else YearRules()


def _print(out: Console, found: Comparison) -> None:
    out.print(Text(f"{found.old} -> {found.new}", style="bold"))
    titles = {"outlier": "changed beyond the usual", "dropped": "dropped", "new": "new", "unchanged": "unchanged"}
    for kind, title in titles.items():
        rows = [drift for drift in found.figures if drift.kind == kind]
        if rows:
            out.print(Text(f"\nFigures {title}: {len(rows)}", style="bold"))
            out.print(grid(
                ("indicator", "label", "of", "note", "old", "new", "%"),
                [(d.indicator, d.label, d.population, d.note, f"{d.old} {d.unit}" if d.old else "", f"{d.new} {d.unit}" if d.new else "",
                  d.growth_percent) for d in rows], left=4))
    if found.rules:
        out.print(Text(f"\nRules that fell silent: {len(found.rules)}", style="bold"))
        for rule in found.rules:
            out.print(Text.assemble((rule.rule, "bold"), f"  {rule.facts} facts, section {rule.section}"))
            out.print(Text(f"  then: {_line(rule.quote)}"))
            out.print(Text(f"  now ({rule.closest_section}, {rule.likeness:.0%} alike): {_line(rule.closest)}" if rule.closest
                           else "  now: no sentence comes close"))
    if found.sections:
        out.print(Text(f"\nSections: {len(found.sections)}", style="bold"))
        out.print(grid(("what", "old", "title", "new", "title"), [
            (s.kind, s.old_section, s.old_title, s.new_section, s.new_title) for s in found.sections], left=5))
    out.print(Text(f"\nText carried over: {found.carried:.0%}", style="bold"))
    out.print(grid(("section", "title", "characters", "carried over"), [
        (b.section, b.title, str(b.characters), f"{b.carried:.0%}") for b in found.boilerplate], left=2))


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119] + "…"
