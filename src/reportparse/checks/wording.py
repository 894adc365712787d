"""What a finding says to people: its message behind the names of the indicators that it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import regex

from reportparse.model import Finding

_CODE = regex.compile(r"[a-z_]+(?:\.[a-z0-9_]+)+")
_PREDICATE = regex.compile(r" (?:in|has|!=|of the table) ")
"""What follows the subject of an expression where the message itself says it again."""


def with_subject(finding: Finding, labels: Mapping[str, str]) -> Finding:
    """The finding with its subject before its message: `升学 + 直接就业 = 毕业生数: 7393 + 5371 = 12764: 92 short of the printed 12856`.

    `labels` gives the Chinese label of an indicator code. A finding whose expression names neither a code nor a column of
    a table is about words that its message quotes; it stays as it is."""
    subject = _PREDICATE.split(finding.expression)[0].replace("[level]", "")
    named = _CODE.sub(lambda code: labels.get(code[0], code[0]), subject)
    if named == subject and not subject.startswith("column "):
        return finding
    return replace(finding, message=f"{named}: {finding.message}")
