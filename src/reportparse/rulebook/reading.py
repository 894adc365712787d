"""YAML files into rule types, strictly: each fault is named with file, line and remedy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

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
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise RuleError(f"not valid YAML: {problem}", where, "Check the indentation and quote texts that hold `: ` or `#`.") from error
    lines: Lines = {}
    value = _plain(node, "$", lines, path) if node is not None else {}
    try:
        return msgspec.convert(value, kind, strict=True), lines
    except msgspec.ValidationError as error:
        raise RuleError(*_explained(str(error), lines, path)) from error


_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS = {"true": True, "false": False}


def _plain(node: yaml.Node, at: str, lines: Lines, path: Path) -> Any:
    """Node -> dict, list, str, int, float or bool; only `true` and `false` are booleans, dates stay text."""
    lines[at] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Any] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in found:
                raise RuleError(f"key `{name}` stands twice", f"{path}:{key.start_mark.line + 1}", "Keep one of them.")
            found[name] = _plain(value, f"{at}.{name}", lines, path)
            lines.setdefault(f"{at}[...].{name}", key.start_mark.line + 1)
        return found
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, f"{at}[{i}]", lines, path) for i, item in enumerate(node.value)]
    text = str(node.value)
    if isinstance(node, yaml.ScalarNode) and node.style in {"'", '"', "|", ">"}:
        return text
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    return text


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
