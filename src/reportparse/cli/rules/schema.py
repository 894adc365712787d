"""`reportparse rules schema`: the JSON Schema of the rule files."""

from __future__ import annotations

import click

from reportparse.workbench.json_schema import json_schema_text


@click.command()
def schema() -> None:
    """Print the JSON Schema of the files of a pack. It is shipped as rules/schema.json.

    \b
    Editors with the YAML language server complete and check keys in a file that begins with:
      # yaml-language-server: $schema=../../schema.json     (in indicators/, patterns/, tables/, lexicons/, examples/)
      # yaml-language-server: $schema=../schema.json        (in pack.yaml, parts.yaml, cues.yaml, identity.yaml)
    """
    click.echo(json_schema_text(), nl=False)
