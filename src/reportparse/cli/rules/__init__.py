"""`reportparse rules`: the workbench of those who write rules; each command's module loads only when it is called."""

from __future__ import annotations

import click

from reportparse.cli import LazyGroup

COMMANDS: dict[str, tuple[str, str]] = {
    "check": ("reportparse.cli.rules.check:check", "Find faults in rules: schema, names, dead entries, patterns that run away."),
    "test": ("reportparse.cli.rules.test:test", "Run the examples that stand in the rules."),
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
