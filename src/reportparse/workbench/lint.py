"""Rules checked: what the reader of the files refuses, names that mean nothing, what no example exercises, patterns that run away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import regex

from reportparse.errors import RuleError
from reportparse.numbers.units import UNITS
from reportparse.rulebook import Pack, load_rules
from reportparse.rulebook.patterns import compiled, expand, words_pattern
from reportparse.rulebook.reading import read_yaml
from reportparse.rulebook.schema import (
    Conditions,
    CuesFile,
    ExampleSet,
    ExamplesFile,
    IndicatorRule,
    LexiconsFile,
    PackInfo,
    PartsFile,
    PatternRule,
    RulesFile,
    TableRule,
)
from reportparse.workbench.examples import FIELDS
from reportparse.workbench.runaway import shape_faults, stress_text, too_slow
from reportparse.workbench.sources import RuleSource, cases, cues_of, lexicon_files, parts_of, rule_sources

Level = Literal["error", "warning"]
Texts = tuple[str, ...]

DIMENSIONS: dict[str, frozenset[str]] = {
    "scope": frozenset({"all", "municipal", "county", "place", "school", "province", "nation", "other"}),
    "ownership": frozenset({"all", "public", "private"}),
    "status": frozenset({"actual", "target", "planned"}),
    "sector": frozenset({"secondary", "higher", "technician", "vocational"}),
}
"""Dimension -> the values that the delivery knows; `period` may have any."""
PATTERN_SETTINGS = frozenset({"strength", "holder", "told"})

_KINDS: dict[str, type] = {"pack.yaml": PackInfo, "cues.yaml": CuesFile, "parts.yaml": PartsFile}
_FOLDERS: dict[str, type] = {
    "indicators": RulesFile, "patterns": RulesFile, "tables": RulesFile, "lexicons": LexiconsFile, "examples": ExamplesFile}
_USED = regex.compile(r"\{([a-z_][a-z0-9_]*)\}")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a rules folder. `place` is file:line, `rule` the id or name that it is about."""

    level: Level
    place: str
    rule: str
    what: str
    remedy: str

    def __str__(self) -> str:
        rule = f" {self.rule}:" if self.rule else ""
        return f"{self.place}:{rule} {self.what}. {self.remedy}"


def check_rules(folder: Path) -> tuple[Fault, ...]:
    """All faults of a rules folder, errors first within a file. What cannot be read hides the faults that lie behind it."""
    unread = tuple(_unread(folder))
    if unread:
        return unread
    try:
        book = load_rules(folder)
    except RuleError as error:
        return (_of_error(error),)
    found = [fault for pack in book.packs for fault in _pack_faults(pack)]
    return tuple(sorted(found, key=lambda f: (_split(f.place), f.level, f.rule, f.what)))


def _split(place: str) -> tuple[str, int]:
    path, _, line = place.rpartition(":")
    return path, int(line)


def _unread(folder: Path) -> Iterator[Fault]:
    """Each file that cannot be read, not only the first."""
    for pack in sorted(folder.glob("*/pack.yaml")):
        files = [(pack.parent / name, kind) for name, kind in _KINDS.items()]
        files += [(path, kind) for sub, kind in _FOLDERS.items() for path in sorted((pack.parent / sub).glob("*.yaml"))]
        for path, kind in files:
            if path.exists():
                try:
                    read_yaml(path, kind)
                except RuleError as error:
                    yield _of_error(error)


def _of_error(error: RuleError) -> Fault:
    found = regex.fullmatch(r"(?P<place>.*?:\d+)(?:: (?P<rule>.*))?", error.where)
    place, rule = (found["place"], found["rule"] or "") if found else (f"{error.where}:1", "")
    return Fault("error", place, rule, error.what.rstrip("."), error.remedy)


def _pack_faults(pack: Pack) -> Iterator[Fault]:
    sources = tuple(rule_sources(pack))
    given = tuple(case.example.text for case in cases(pack) if case.positive)
    every = tuple(case.example.text for case in cases(pack))
    for source in sources:
        yield from _rule_faults(source, pack, frozenset(source.name for source in sources))
    yield from _cue_faults(pack, given, every)
    yield from _part_faults(pack, sources, every)
    yield from _lexicon_faults(pack, given)
    yield from _slow_faults(pack, every)


# --------------------------------------------------------------------------------------------------------- one rule


def _rule_faults(source: RuleSource, pack: Pack, names: frozenset[str]) -> Iterator[Fault]:
    rule = source.rule
    fault = partial(_fault, source)
    if not rule.gives:
        yield fault("", "no example shows what it gives", "Add a text of your own with the facts that follow from it under `gives`.")
    if not rule.none and not isinstance(rule, ExampleSet):
        yield fault("", "no example shows what it leaves alone", "Add a text that comes close but must give nothing under `none`.")
    for i, example in enumerate(rule.gives):
        for name in sorted({key for fact in example.facts for key in fact} - FIELDS):
            yield fault(f"gives[{i}]", f"a fact has no field `{name}`", "Use a column of the delivery: docs/delivery.md lists them.")
    texts = tuple(example.text for example in rule.gives)
    others = tuple(none if isinstance(none, str) else none.text for none in rule.none)
    match rule:
        case IndicatorRule():
            yield from _indicator_faults(source, rule, pack, texts, others)
        case PatternRule():
            for name in sorted(set(rule.set) - PATTERN_SETTINGS - DIMENSIONS.keys()):
                yield fault("set", f"`{name}` is nothing that a pattern rule sets", f"Known: {', '.join(sorted(PATTERN_SETTINGS))}.")
            if bool(rule.pattern) == bool(rule.tokens):
                yield fault("", "needs `pattern` or `tokens`, and not both", "Write a regex under `pattern` or tokens under `tokens`.")
            yield from _condition_faults(source, rule.when, rule.unless, pack, texts, others)
            if rule.pattern:
                yield from _shape(source, "pattern", rule.pattern, pack)
        case TableRule():
            yield from _table_faults(source, rule, pack, texts)


def _indicator_faults(source: RuleSource, rule: IndicatorRule, pack: Pack, texts: Texts, others: Texts) -> Iterator[Fault]:
    fault = partial(_fault, source)
    if not (rule.terms or rule.rates or rule.frames):
        yield fault("", "binds nothing", "Give it `terms`, `rates` or `frames`.")
    if rule.terms and not rule.units and not rule.base:
        yield fault("terms", "its terms can bind no number", "State the `units` of the level, or the `base` of its share.")
    for unit in rule.units:
        if unit not in _KNOWN_UNITS:
            yield fault("units", f"`{unit}` is no base unit", f"Use one of {' '.join(sorted(_KNOWN_UNITS))}.")
    for code in rule.follows:
        if pack.codebook and code not in pack.codebook:
            yield fault("follows", f"`{code}` is not in codebook.csv", "Use a code of the codebook.")
    for name, value in rule.set.items():
        if name not in DIMENSIONS and name != "period":
            yield fault("set", f"`{name}` is no dimension", f"Known: {', '.join(sorted(DIMENSIONS))}, period.")
        elif name != "period" and value not in DIMENSIONS[name]:
            yield fault("set", f"`{value}` is no {name}", f"Known: {', '.join(sorted(DIMENSIONS[name]))}.")
    for key in ("terms", "rates"):
        for i, entry in enumerate(getattr(rule, key)):
            yield from _shape(source, f"{key}[{i}]", entry, pack)
            if texts and not _found(entry, pack, texts):
                yield fault(f"{key}[{i}]", _dead(entry), _EXAMPLE)
    for i, frame in enumerate(rule.frames):
        left, _, right = frame.partition("#")
        if texts and not _found(f"(?:{left})[^，。；]{{0,20}}?(?:{right})", pack, texts):
            yield fault(f"frames[{i}]", _dead(frame), _EXAMPLE)
    yield from _condition_faults(source, rule.when, rule.unless, pack, texts, others)


def _condition_faults(
    source: RuleSource, when: Conditions, unless: Conditions, pack: Pack, texts: Texts, others: Texts
) -> Iterator[Fault]:
    for key, conditions, sample, where in (("when", when, texts, "gives"), ("unless", unless, others, "none")):
        for reach in Conditions.__struct_fields__:
            entries = getattr(conditions, reach)
            for i, entry in enumerate(entries):
                yield from _shape(source, f"{key}.{reach}[{i}]", entry, pack)
            # Titles of sections stand beside the texts.
            idle = [entry for entry in entries if not _found(entry, pack, sample)] if sample and reach != "section" else []
            if idle:
                yield _fault(source, f"{key}.{reach}", f"no example under `{where}` has {_listed(idle)}",
                             f"Add one under `{where}` that shows why the words are there.", level="warning")


def _table_faults(source: RuleSource, rule: TableRule, pack: Pack, texts: Texts) -> Iterator[Fault]:
    for role in rule.required:
        if role not in rule.columns:
            yield _fault(source, "required", f"`{role}` is no role under `columns`", f"Known: {', '.join(rule.columns)}.")
    cells = {regex.sub(r"\s", "", cell) for text in texts for line in text.split("\n") for cell in line.split("\t")}
    for role, heads in rule.columns.items():
        patterns = {head: compiled((head,), pack.parts, source.name) for head in heads}
        idle = [head for head, pattern in patterns.items() if pattern is not None and not any(map(pattern.fullmatch, cells))]
        if texts and idle:
            what = f"no example has a column {_listed(idle)}"
            yield _fault(source, f"columns.{role}", what, "Add one, or remove the header.", level="warning")


# ----------------------------------------------------------------------------------------------- what rules share


def _cue_faults(pack: Pack, given: Texts, every: Texts) -> Iterator[Fault]:
    file, lines, path = cues_of(pack)
    for i, cue in enumerate(file.cues):
        name, place = f"{cue.dimension}={cue.value}", partial(_line_of, path, lines, f"$.cues[{i}]")
        if cue.dimension in DIMENSIONS and cue.value not in DIMENSIONS[cue.dimension]:
            yield Fault("error", place("value"), name, f"`{cue.value}` is no {cue.dimension}",
                        f"Known: {', '.join(sorted(DIMENSIONS[cue.dimension]))}.")
        for key, sample in (("words", given), ("unless", every)):
            for j, entry in enumerate(getattr(cue, key)):
                for what in shape_faults(expand(entry, pack.parts, name)):
                    yield Fault("error", place(f"{key}[{j}]"), name, f"`{_short(entry)}`: {what}", _LIMIT)
                if not _found(entry, pack, sample):
                    yield Fault("error" if key == "words" else "warning", place(f"{key}[{j}]"), name,
                                f"dead: no example has `{_short(entry)}`", "Add an example of a rule with these words, or remove them.")


def _part_faults(pack: Pack, sources: tuple[RuleSource, ...], every: Texts) -> Iterator[Fault]:
    file, lines, path = parts_of(pack)
    used = set(_USED.findall("\n".join(_patterns_of(pack))))
    for name, part in file.parts.items():
        place = _line_of(path, lines, "$.parts", name)
        if name not in used:
            yield Fault("error", place, name, "dead: no pattern uses this part", "Use it as {" + name + "}, or remove it.")
        elif not _found(part, pack, every):
            yield Fault("error", place, name, "dead: no example of any rule has these words", "Add an example to a rule that uses it.")
        for what in shape_faults(expand(part, pack.parts, place)):
            yield Fault("error", place, name, what, _LIMIT)


def _lexicon_faults(pack: Pack, given: Texts) -> Iterator[Fault]:
    for file, lines, path in lexicon_files(pack):
        for i, lexicon in enumerate(file.lexicons):
            if not lexicon.words:
                place = _line_of(path, lines, f"$.lexicons[{i}]")
                yield Fault("error", place, lexicon.name, "holds no word", "Add words, or remove it.")
                continue
            longest = regex.compile(words_pattern(lexicon.words))
            seen = {match.group() for text in given for match in longest.finditer(text, overlapped=True)}
            for word in lexicon.words:
                if word not in seen:
                    place = _line_of(path, lines, f"$.lexicons[{i}].words", word)
                    yield Fault("error", place, lexicon.name, f"dead: no example has `{word}`", _WORD)


def _slow_faults(pack: Pack, every: Texts) -> Iterator[Fault]:
    text = stress_text(every)
    for place, name, pattern in _compiled_of(pack):
        taken = too_slow(pattern, text)
        if taken is not None:
            yield Fault("error", place, name, f"runs away: {taken:.1f} s on {len(text)} characters without a comma", _LIMIT)


def _compiled_of(pack: Pack) -> Iterator[tuple[str, str, regex.Pattern[str]]]:
    for rule in pack.indicators:
        place, _, name = rule.place.rpartition(": ")
        yield from ((place, name, p) for p in (rule.terms, rule.rates) if p is not None)
    for pattern in pack.patterns:
        if pattern.regex is not None:
            place, _, name = pattern.place.rpartition(": ")
            yield place, name, pattern.regex
    for cue in pack.cues:
        place, _, name = cue.place.rpartition(": ")
        yield place, name, cue.words


def _patterns_of(pack: Pack) -> Iterator[str]:
    """The text of every file that may use a part."""
    yield from (path.read_text(encoding="utf-8") for path in sorted(pack.folder.rglob("*.yaml")))


# ------------------------------------------------------------------------------------------------------------ pieces

_KNOWN_UNITS = frozenset(unit.unit for unit in UNITS.values()) | {"比"}
_EXAMPLE = "Add an example with these words, or remove them."
_WORD = "Add an example with the word (examples/ takes those of no single rule), or remove it."
_LIMIT = "Give the repeat a limit, as in {0,20}, or say what it may not run over: [^，。；]."


def _fault(source: RuleSource, inside: str, what: str, remedy: str, level: Level = "error") -> Fault:
    return Fault(level, f"{source.path}:{source.line(inside)}", source.name, what, remedy)


def _line_of(path: Path, lines: dict[str, int], at: str, inside: str = "") -> str:
    return f"{path}:{lines.get(f'{at}.{inside}', lines.get(at, 1))}"


def _shape(source: RuleSource, inside: str, entry: str, pack: Pack) -> Iterator[Fault]:
    for what in shape_faults(expand(entry, pack.parts, source.name)):
        yield _fault(source, inside, f"`{_short(entry)}`: {what}", _LIMIT)


def _found(entry: str, pack: Pack, texts: Iterable[str]) -> bool:
    pattern = compiled((entry,), pack.parts, entry)
    return pattern is not None and any(pattern.search(text) for text in texts)


def _dead(entry: str) -> str:
    return f"dead: no example under `gives` has `{_short(entry)}`"


def _short(entry: str) -> str:
    return entry if len(entry) <= 60 else entry[:57] + "…"


def _listed(entries: list[str]) -> str:
    more = f" and {len(entries) - 3} more" if len(entries) > 3 else ""
    return ", ".join(f"`{_short(entry)}`" for entry in entries[:3]) + more
