"""The YAML files of a pack with the line of every rule and example in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportparse.rulebook import Pack
from reportparse.rulebook.reading import Lines, read_yaml
from reportparse.rulebook.schema import (
    CuesFile,
    Example,
    ExampleSet,
    ExamplesFile,
    IndicatorRule,
    LexiconsFile,
    PartsFile,
    PatternRule,
    RulesFile,
    TableRule,
)

_KINDS: dict[type, str] = {IndicatorRule: "indicator", TableRule: "table"}

Rule = IndicatorRule | PatternRule | TableRule | ExampleSet


@dataclass(frozen=True, slots=True)
class RuleSource:
    """A rule where it is written; `at` is its path in the file (`$.indicators[3]`)."""

    rule: Rule
    path: Path
    at: str
    lines: Lines

    @property
    def name(self) -> str:
        """The id of the rule."""
        return self.rule.rule if isinstance(self.rule, ExampleSet) else self.rule.id

    def line(self, inside: str = "") -> int:
        """1-based line of the rule, or of a node in it (`gives[0]`)."""
        return self.lines.get(f"{self.at}.{inside}" if inside else self.at, self.lines.get(self.at, 1))


@dataclass(frozen=True, slots=True)
class Case:
    """An example of a rule: a text with the facts that it gives, or (`facts` None) one that must give none."""

    rule: str
    kind: str
    """indicator, a kind of pattern rule, table, or engine (a reading that no rule describes)."""
    path: Path
    line: int
    number: int
    example: Example
    positive: bool
    group: str = ""
    """Name of the file under examples/ that it stands in."""

    @property
    def name(self) -> str:
        """`students.enrolled:gives:2`, or `cues/students.enrolled:gives:1` from examples/cues.yaml: unique in the pack."""
        return f"{self.group}{self.rule}:{'gives' if self.positive else 'none'}:{self.number}"

    @property
    def place(self) -> str:
        """file:line"""
        return f"{self.path}:{self.line}"


def rule_sources(pack: Pack) -> Iterator[RuleSource]:
    """Every rule of the pack and every set of examples for the engine's own readings, file by file."""
    for folder in ("indicators", "patterns", "tables"):
        for path in sorted((pack.folder / folder).glob("*.yaml")):
            file, lines = read_yaml(path, RulesFile)
            groups: tuple[tuple[str, tuple[Rule, ...]], ...] = (
                ("indicators", file.indicators), ("patterns", file.patterns), ("tables", file.tables))
            for key, rules in groups:
                for i, rule in enumerate(rules):
                    yield RuleSource(rule, path, f"$.{key}[{i}]", lines)
    for path in sorted((pack.folder / "examples").glob("*.yaml")):
        sets, lines = read_yaml(path, ExamplesFile)
        for i, one in enumerate(sets.examples):
            yield RuleSource(one, path, f"$.examples[{i}]", lines)


def cases(pack: Pack) -> tuple[Case, ...]:
    """Every example of the pack, positive and negative, in the order of the files."""
    found: list[Case] = []
    kinds: dict[str, str] = {}
    for source in rule_sources(pack):
        rule = source.rule
        if isinstance(rule, ExampleSet):
            kind, group = kinds.get(rule.rule, "engine"), f"{source.path.stem}/"
        else:
            kind, group = rule.kind if isinstance(rule, PatternRule) else _KINDS[type(rule)], ""
            kinds[rule.id] = kind
        before = sum(case.name.startswith(f"{group}{source.name}:gives:") for case in found) if group else 0
        for i, example in enumerate(rule.gives):
            place = source.line(f"gives[{i}]")
            found.append(Case(source.name, kind, source.path, place, before + i + 1, example, True, group))
        before = sum(case.name.startswith(f"{group}{source.name}:none:") for case in found) if group else 0
        for i, none in enumerate(rule.none):
            example = Example(text=none, facts=()) if isinstance(none, str) else Example(
                text=none.text, facts=(), issuer=none.issuer, section=none.section, year=none.year)
            place = source.line(f"none[{i}]")
            found.append(Case(source.name, kind, source.path, place, before + i + 1, example, False, group))
    return tuple(found)


def cues_of(pack: Pack) -> tuple[CuesFile, Lines, Path]:
    """cues.yaml with its lines (empty when there is none)."""
    path = pack.folder / "cues.yaml"
    return (*read_yaml(path, CuesFile), path) if path.exists() else (CuesFile(cues=()), {}, path)


def parts_of(pack: Pack) -> tuple[PartsFile, Lines, Path]:
    """parts.yaml with its lines (empty when there is none)."""
    path = pack.folder / "parts.yaml"
    return (*read_yaml(path, PartsFile), path) if path.exists() else (PartsFile(parts={}), {}, path)


def lexicon_files(pack: Pack) -> Iterator[tuple[LexiconsFile, Lines, Path]]:
    """The files of word lists with their lines."""
    for path in sorted((pack.folder / "lexicons").glob("*.yaml")):
        yield (*read_yaml(path, LexiconsFile), path)
