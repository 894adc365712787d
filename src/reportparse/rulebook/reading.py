"""YAML files into rule types, strictly: each fault is named with file, line and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TypeVar

import msgspec

from reportparse.errors import RuleError

T = TypeVar("T")

Lines = dict[str, int]
"""Path of a node as msgspec prints it (`$.cues[2].words`) -> 1-based line."""


def read_yaml(path: Path, kind: type[T]) -> tuple[T, Lines]:
    """The file as a value of `kind`, and the line of each of its nodes.

    Raises RuleError (file:line: what, remedy) for unreadable files, bad YAML, duplicate or unknown keys and wrong types."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RuleError(f"cannot be read as UTF-8 ({error})", str(path), "Save the file as UTF-8.") from error
    from reportparse.rulebook.nodes import plain_values  # with YAML's library, which kept rules do not need

    value, lines = plain_values(text, path)
    try:
        return msgspec.convert(value, kind, strict=True), lines
    except msgspec.ValidationError as error:
        raise RuleError(*_explained(str(error), lines, path)) from error


def _explained(message: str, lines: Lines, path: Path) -> tuple[str, str, str]:
    """msgspec's message -> (what, file:line, remedy)."""
    what, _, at = message.partition(" - at `")
    at = at.rstrip("`") or "$"
    unknown = re.search(r"unknown field `([^`]+)`", what)
    line = lines.get(f"{at}.{unknown[1]}") if unknown else lines.get(at)
    probe = at
    while line is None and probe:
        probe = re.sub(r"(\.[^.\[\]]+|\[[^\]]*\])$", "", probe)
        line = lines.get(probe, None if probe else 1)
    remedy = "See rules/README.md for the keys of each kind of rule."
    if "unknown field" in what:
        remedy = "Mend the spelling of the key, or remove it; rules/README.md lists the keys."
    elif what.startswith("Expected"):
        remedy = "Write the value as that type; quote a number that is meant as text."
    return f"{at}: {what}", f"{path}:{line or 1}", remedy
