"""An example written into the file of its rule, everything else in the file left as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

import yaml

from reportparse.errors import RuleError
from reportparse.model import Award, Indicator, Policy, Recognition, Record, School
from reportparse.rulebook import Rulebook
from reportparse.rulebook.reading import read_yaml
from reportparse.rulebook.schema import ExampleSet, ExamplesFile, RulesFile
from reportparse.workbench.sources import RuleSource, rule_sources
from reportparse.workbench.specimen import DEFAULT_ISSUER, DEFAULT_YEAR, Specimen

Value = str | int | float
LONGEST_COPY = 60
"""Characters of a report that an example may copy; a longer sentence is to be told in own words."""

_SHOWN = {
    Indicator: ("value", "unit"), Award: ("recipient", "prize", "count"), Recognition: ("recipient", "title", "count"),
    School: ("seq", "school"), Policy: ("title",),
}
"""Fields that an example names besides those that are not at their usual value."""
_LEFT_OUT = {"indicator", "raw", "name_raw", "nature_raw", "remarks_raw", "school_key", "recipient_kind", "prize_raw", "level"}


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a report, with what an example needs to know of its surroundings."""

    text: str
    issuer: str
    year: str


def passage_at(specimen: Specimen, words: str) -> Passage:
    """The sentence that holds `words`. Raises RuleError when they are not in the text, or in several sentences."""
    text, identity = specimen.report.text.text, specimen.report.identity
    found = []
    at = text.find(words)
    while words and at >= 0:
        low = max(text.rfind(mark, 0, at) for mark in "。！？\n") + 1
        ends = [end for mark in "。！？\n" if (end := text.find(mark, at + len(words) - 1)) >= 0]
        high = min(ends, default=len(text))
        found.append(text[low:high + (text[high:high + 1] in {"。", "！", "？"})].strip())
        at = text.find(words, high)
    if not found:
        raise RuleError(f"`{words}` is not in the clean text", specimen.report.document.source, "Find words with `reportparse rules try`.")
    if len(set(found)) > 1:
        raise RuleError(f"`{words}` stands in {len(set(found))} sentences", specimen.report.document.source, "Give more words of the one.")
    return Passage(found[0], identity.issuer, identity.year)


def shown_fields(record: Record) -> dict[str, Value]:
    """The fields of a record that an example writes: what it is about and what is not at its usual value."""
    wanted = _SHOWN.get(type(record), ())
    shown: dict[str, Value] = {}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in wanted or (field.name not in _LEFT_OUT and value not in ("", None, field.default)):
            shown[field.name] = _plain(value)
    if shown.get("measure") == "level":
        del shown["measure"]
    return shown


def source_of(rules: Rulebook, name: str) -> RuleSource:
    """Where a rule is written. Raises RuleError when there is none, or in several packs."""
    found = [source for pack in rules.packs for source in rule_sources(pack) if source.name == name]
    found = [source for source in found if not isinstance(source.rule, ExampleSet)] or found
    if len(found) != 1:
        what = f"no rule is called `{name}`" if not found else f"{len(found)} packs have a rule `{name}`"
        raise RuleError(what, str(rules.folder), "Give the id of a rule, and the folder of its pack with --rules.")
    return found[0]


def add_example(source: RuleSource, text: str, facts: tuple[Mapping[str, Value], ...] | None, issuer: str = "", year: str = "") -> int:
    """Write an example (`facts` None: one that must give nothing) at the end of the rule's examples; the line that it stands on.

    Nothing else in the file changes. Raises RuleError when the file would not read as before plus the example."""
    body: dict[str, object] = {"text": text}
    if issuer and issuer != DEFAULT_ISSUER:
        body["issuer"] = issuer
    if year and year != DEFAULT_YEAR:
        body["year"] = year
    if facts is not None:
        body["facts"] = [dict(fact) for fact in facts]
    line = _flow(body) if len(body) > 1 else _flow(text)
    before = source.path.read_text(encoding="utf-8")
    after, at = _inserted(before, source, "none" if facts is None else "gives", line)
    source.path.write_text(after, encoding="utf-8")
    try:
        read_yaml(source.path, ExamplesFile if source.at.startswith("$.examples") else RulesFile)
    except RuleError:
        source.path.write_text(before, encoding="utf-8")
        raise
    return at


def _plain(value: object) -> Value:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if isinstance(value, int | float) else str(value)


def _flow(value: object) -> str:
    """The value as one line of YAML; texts in single quotes."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, int | float):
        return str(value)
    words = str(value)
    if any(char in words for char in "\n\t"):
        return '"' + words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    return "'" + words.replace("'", "''") + "'"


def _inserted(text: str, source: RuleSource, key: str, line: str) -> tuple[str, int]:
    """The file's text with the new example, and its 1-based line."""
    rule = _rule_node(text, source)
    lines = text.split("\n")
    column = rule.value[0][0].start_mark.column
    examples = next((value for name, value in rule.value if name.value == key), None)
    if examples is None:
        at = _last_line(rule) + 1
        lines[at:at] = [f"{' ' * column}{key}:", f"{' ' * (column + 2)}- {line}"]
        return "\n".join(lines), at + 2
    if examples.flow_style:
        mark = examples.end_mark
        joined = ", " if examples.value else ""
        row = lines[mark.line]
        lines[mark.line] = row[: mark.column - 1].rstrip() + joined + line + row[mark.column - 1 :]
        return "\n".join(lines), mark.line + 1
    at = _last_line(examples) + 1
    lines.insert(at, f"{' ' * examples.start_mark.column}- {line}")
    return "\n".join(lines), at + 1


def _rule_node(text: str, source: RuleSource) -> yaml.MappingNode:
    """The node of the rule: the one whose first line is the rule's."""
    root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for _, group in root.value if isinstance(root, yaml.MappingNode) else ():
        for node in group.value:
            if isinstance(node, yaml.MappingNode) and node.start_mark.line + 1 == source.line():
                return node
    raise RuleError("the rule is not where it was", f"{source.path}:{source.line()}", "Run the command again.")


def _last_line(node: yaml.Node) -> int:
    """0-based line on which the last thing of a node ends (a block node's own end lies behind blank lines and comments)."""
    if isinstance(node, yaml.MappingNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and node.value:
        return _last_line(node.value[-1])
    mark = node.end_mark
    return mark.line - 1 if mark.column == 0 and mark.line > node.start_mark.line else mark.line
