"""`reportparse rules add-example`: a sentence of a report, or a correction, as an example of a rule."""

from __future__ import annotations

from pathlib import Path

import click

from reportparse.corrections import read_corrections
from reportparse.errors import CorrectionError, RuleError
from reportparse.rulebook import default_rules, load_rules
from reportparse.workbench.adding import LONGEST_COPY, Value, add_example, passage_at, shown_fields, source_of
from reportparse.workbench.examples import run_case
from reportparse.workbench.sources import cases
from reportparse.workbench.specimen import Specimen, prepare, read_prepared, read_specimen


@click.command("add-example")
@click.argument("rule")
@click.option("--from", "file", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The report.")
@click.option("--at", default="", help="Words of the sentence, enough to find it.")
@click.option("--correction", default="", help="Take words and values from the correction with this id.")
@click.option("--corrections", "folder", default="corrections", show_default=True, type=click.Path(path_type=Path), help="Its folder.")
@click.option("--none", "negative", is_flag=True, help="The sentence must give no fact of the rule.")
@click.option("--text", "own", default="", help="The sentence in words of your own.")
@click.option("--fact", "given", multiple=True, metavar="FIELD=VALUE,...", help="A fact that it must give.")
@click.option("--rules", type=click.Path(path_type=Path), help="Rules folder of one's own.")
def add_example_command(
    rule: str, file: Path, at: str, correction: str, folder: Path, negative: bool, own: str, given: tuple[str, ...], rules: Path | None
) -> None:
    """Add a sentence of a report to the examples of RULE, in the rule's own file; everything else there stays as it is.

    \b
    The facts are those that the rule reads in it now, those of --fact, or those of the correction. Sentences longer than
    60 characters are not copied: say the same in your own words with --text. Examples in packs that are passed on should
    always be your own sentences.
    Examples:
      reportparse rules add-example students.enrolled --from raw/report.txt --at 1204人 --none --text '享受补贴的在校生有1180人。'
      reportparse rules add-example students.enrolled --from raw/report.txt --correction c-12ab34cd56 --text '在籍学生3180人。'
    """
    book = load_rules(rules)
    source = source_of(book, rule)
    specimen = read_prepared(prepare(file, file.name), book)
    facts = [_fact(one) for one in given]
    if correction:
        found = next((one for one in read_corrections(folder) if one.id == correction), None)
        if found is None:
            raise CorrectionError(f"no correction is called {correction}", str(folder), "`reportparse corrections status` lists them.")
        before, after = found.before.rsplit(None, 1)[-1:], found.after.split(None, 1)[:1]
        at, negative = at or "".join([*before, found.quote, *after]), negative or found.action == "reject"
        facts = facts or ([] if negative else [{name: _value(str(value)) for name, value in found.values.items()}])
    passage = passage_at(specimen, at)
    text = own or passage.text
    if not own and len(text) > LONGEST_COPY:
        raise RuleError(f"the sentence has {len(text)} characters, more than {LONGEST_COPY}", file.name,
                        f"Say the same in your own words with --text. It reads: {text}")
    if not own:
        click.echo("note: the sentence is copied from the report; packs that are passed on should have sentences of their own", err=True)
    pack = next(pack for pack in book.packs if source.path.is_relative_to(pack.folder))
    if not negative and not facts:
        facts = _read_now(read_specimen(text, pack, issuer=passage.issuer, year=passage.year), rule)
        if not facts:
            raise RuleError("the rule reads no fact in this sentence", f"{file.name}: {text}",
                            "State what it must give with --fact value=1204,unit=人, or that it must give none with --none.")
    line = add_example(source, text, None if negative else tuple(facts), passage.issuer, passage.year)
    click.echo(f"{source.path}:{line}: {text}")
    book = load_rules(rules or default_rules())
    added = next(case for pack in book.packs for case in cases(pack) if (case.path, case.line) == (source.path, line)
                 and case.example.text == text)
    passed = run_case(added, next(pack for pack in book.packs if source.path.is_relative_to(pack.folder))).passed
    click.echo("passes" if passed else "fails: the rule is to be mended (reportparse rules test shows how)")


def _read_now(specimen: Specimen, rule: str) -> list[dict[str, Value]]:
    records = [fact.claim.record for fact in specimen.facts_of(rule)]
    entries = [{"text": entry.text, "state": str(entry.state)} for entry in specimen.entries_of(rule)]
    return [shown_fields(record) for record in records if record is not None] or [dict[str, Value](entry) for entry in entries]


def _fact(words: str) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for part in words.split(","):
        name, equals, value = part.partition("=")
        if not equals:
            raise click.BadParameter(f"`{part}` is no FIELD=VALUE", param_hint="--fact")
        found[name.strip()] = _value(value.strip())
    return found


def _value(words: str) -> Value:
    for kind in (int, float):
        try:
            return kind(words)
        except ValueError:
            continue
    return words
