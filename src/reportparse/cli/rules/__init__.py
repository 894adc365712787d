"""`reportparse rules`: the workbench of those who write rules; each command's module loads only when it is called."""

from __future__ import annotations

import click

from reportparse.cli import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("reportparse.cli.rules.check:check", "Find faults in rules: schema, names, dead entries, patterns that run away."),
    "test": ("reportparse.cli.rules.test:test", "Run the examples that stand in the rules."),
    "try": ("reportparse.cli.rules.try_:try_", "Show where a rule or pattern matches in reports."),
    "why": ("reportparse.cli.rules.why:why", "Say why a rule does not read a place of a report."),
    "coverage": ("reportparse.cli.rules.coverage:coverage", "Show what rules do on a delivery, and rules for what is left over."),
    "diff": ("reportparse.cli.rules.diff:diff", "Show facts that two rules folders read differently."),
    "add-example": ("reportparse.cli.rules.add_example:add_example_command", "Turn a sentence of a report into an example of a rule."),
    "schema": ("reportparse.cli.rules.schema:schema", "Print the JSON Schema of the rule files, for editors."),
}
"""Command -> (module:function, one line for --help)."""


@click.group(cls=LazyGroup, lazy=COMMANDS)
def rules() -> None:
    """Write, check and try rules. rules/README.md teaches the language.

    \b
    An analyst's round on a rule:
      reportparse rules try 在校生 raw          where do these words stand, and what reads the numbers there?
      (write the rule with examples in rules/<pack>/)
      reportparse rules check rules            is it sound?
      reportparse rules test rules             does it read its examples?
      reportparse rules diff OLD rules raw     what does it change on real reports?
    """
