"""A YAML text as plain values, with the line of each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from reportparse.errors import RuleError
from reportparse.rulebook.reading import Lines

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOOLEANS = {"true": True, "false": False}


def plain_values(text: str, path: Path) -> tuple[Any, Lines]:
    """The value of a text, and the line of each of its nodes. RuleError for bad YAML and for duplicate keys."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        problem = getattr(error, "problem", None) or str(error)
        raise RuleError(f"not valid YAML: {problem}", where, "Check the indentation and quote texts that hold `: ` or `#`.") from error
    lines: Lines = {}
    return (_plain(node, "$", lines, path) if node is not None else {}), lines


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
