"""A rules folder into packs: every file read, every name resolved, every pattern compiled."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import regex

from reportparse.errors import RuleError
from reportparse.naming import IdentityVocabulary
from reportparse.rulebook.patterns import compiled, words_pattern
from reportparse.rulebook.reading import read_yaml
from reportparse.rulebook.schema import (
    Conditions,
    Cue,
    CuesFile,
    IndicatorRule,
    Lexicon,
    LexiconsFile,
    PackInfo,
    PartsFile,
    PatternRule,
    RulesFile,
    TableRule,
)
from reportparse.rulebook.token_patterns import Piece, token_pattern

T = TypeVar("T")

Compiled = regex.Pattern[str]

_HAN_WORD = regex.compile(r"\p{Han}{2,12}")


@dataclass(frozen=True, slots=True)
class CompiledConditions:
    """Conditions with one regex a reach (None: no condition)."""

    before: Compiled | None = None
    after: Compiled | None = None
    segment: Compiled | None = None
    clause: Compiled | None = None
    sentence: Compiled | None = None
    section: Compiled | None = None


@dataclass(frozen=True, slots=True)
class CompiledIndicator:
    """An indicator rule ready to match; `place` is file:line for messages."""

    rule: IndicatorRule
    place: str
    terms: Compiled | None
    rates: Compiled | None
    when: CompiledConditions
    unless: CompiledConditions
    frames: tuple[tuple[Compiled, Compiled], ...] = ()
    """(words that end before the number, words that begin after it)."""


@dataclass(frozen=True, slots=True)
class CompiledPattern:
    """A pattern rule ready to match: `regex` or, for a pattern over tokens, `tokens`."""

    rule: PatternRule
    place: str
    regex: Compiled | None
    when: CompiledConditions
    unless: CompiledConditions
    tokens: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table rule ready to match."""

    rule: TableRule
    place: str
    columns: dict[str, Compiled]
    caption: Compiled | None


@dataclass(frozen=True, slots=True)
class CompiledCue:
    """A cue ready to match."""

    cue: Cue
    place: str
    words: Compiled
    unless: Compiled | None


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """A row of the pack's codebook.csv."""

    code: str
    label: str
    unit: str
    family: str
    description: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything about one genre."""

    info: PackInfo
    folder: Path
    codebook: dict[str, CodebookEntry]
    parts: dict[str, str]
    lexicons: dict[str, Lexicon]
    cues: tuple[CompiledCue, ...]
    indicators: tuple[CompiledIndicator, ...]
    patterns: tuple[CompiledPattern, ...]
    tables: tuple[CompiledTable, ...]
    titles: Compiled
    signs: Compiled | None
    names: tuple[Compiled, ...]
    fillers: Compiled | None
    identity: IdentityVocabulary
    """What identifies the genre's reports and names its institutions (identity.yaml)."""
    words: frozenset[str]
    """Plain words of the lexicons and terms, for the tokenizer's dictionary."""
    files: dict[str, Path] = field(default_factory=dict)
    """Further YAML files of the pack by stem (`checks`, `harmonise`, `identity`, `policies`), read by the stages they belong to."""
    _made: dict[Callable[[Pack], Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def made(self) -> int:
        """How many things were made of the pack and kept with it."""
        return len(self._made)

    def once(self, make: Callable[[Pack], T]) -> T:
        """What `make` makes of the pack, made when it is first asked for and kept: patterns of many words cost more to put
        together than to search for."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("T", self._made[make])


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All packs of a rules folder and its version (a hash of the contents of its files)."""

    folder: Path
    packs: tuple[Pack, ...]
    version: str

    def pack_for(self, title: str, text: str = "") -> Pack:
        """The pack whose title patterns fit, else the one with signs in the text, else the fallback pack."""
        for pack in self.packs:
            if pack.titles.search(title):
                return pack
        for pack in self.packs:
            if pack.signs is not None and pack.signs.search(text):
                return pack
        return next((pack for pack in self.packs if pack.info.fallback), self.packs[0])


def default_rules() -> Path:
    """The rules that come with the package, or those of the checkout the package runs from."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_rules", package.parent.parent / "rules"):
        if folder.is_dir():
            return folder
    raise RuleError("the installed package has no rules", str(package), "Install it again, or give a folder with --rules.")


def load_rules(folder: Path | None = None) -> Rulebook:
    """Read and check a rules folder (default: the one of the package). Raises RuleError with file, line and remedy."""
    folder = folder or default_rules()
    if not folder.is_dir():
        raise RuleError("no such rules folder", str(folder), "Give a folder that holds packs (folders with a pack.yaml).")
    packs = tuple(_pack(path.parent) for path in sorted(folder.glob("*/pack.yaml")))
    if not packs:
        raise RuleError("holds no pack", str(folder), "A pack is a folder with a pack.yaml; see rules/README.md.")
    return Rulebook(folder, packs, version_of(folder))


def version_of(folder: Path) -> str:
    """A hash of the contents of the files of a rules folder."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(p for p in folder.rglob("*") if p.suffix in {".yaml", ".csv"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


SINGLE_FILES = {"pack", "cues", "parts"}


def _pack(folder: Path) -> Pack:
    info, _ = read_yaml(folder / "pack.yaml", PackInfo)
    parts_path = folder / "parts.yaml"
    parts: dict[str, str] = dict(read_yaml(parts_path, PartsFile)[0].parts) if parts_path.exists() else {}
    lexicons: dict[str, Lexicon] = {}
    for path in sorted((folder / "lexicons").glob("*.yaml")):
        listed, lines = read_yaml(path, LexiconsFile)
        for i, lexicon in enumerate(listed.lexicons):
            if lexicon.name in lexicons or lexicon.name in parts:
                raise RuleError(f"the name `{lexicon.name}` is taken", f"{path}:{lines[f'$.lexicons[{i}]']}", "Choose another name.")
            lexicons[lexicon.name] = lexicon
    names = {**parts, **{name: words_pattern(lexicon.words) for name, lexicon in lexicons.items()}}
    cues = _cues(folder, names)
    indicators: list[CompiledIndicator] = []
    patterns: list[CompiledPattern] = []
    tables: list[CompiledTable] = []
    seen: dict[str, str] = {}
    codebook = _codebook(folder)
    for path in sorted(p for sub in ("indicators", "patterns", "tables") for p in (folder / sub).glob("*.yaml")):
        file, lines = read_yaml(path, RulesFile)
        kinds: dict[str, Sequence[IndicatorRule | PatternRule | TableRule]] = {
            "indicators": file.indicators, "patterns": file.patterns, "tables": file.tables}
        for key, rules in kinds.items():
            for i, rule in enumerate(rules):
                place = f"{path}:{lines[f'$.{key}[{i}]']}: {rule.id}"
                if rule.id in seen:
                    raise RuleError(f"the id stands twice (also at {seen[rule.id]})", place, "Give each rule an id of its own.")
                seen[rule.id] = place
                if isinstance(rule, IndicatorRule):
                    if codebook and rule.indicator not in codebook:
                        raise RuleError(f"`{rule.indicator}` is not in codebook.csv", place, "Use a code of the codebook, or add it there.")
                    indicators.append(CompiledIndicator(
                        rule, place, compiled(rule.terms, names, place), compiled(rule.rates, names, place),
                        _conditions(rule.when, names, place), _conditions(rule.unless, names, place),
                        tuple(_frame(frame, names, place) for frame in rule.frames)))
                elif isinstance(rule, PatternRule):
                    patterns.append(CompiledPattern(
                        rule, place, compiled((rule.pattern,) if rule.pattern else (), names, place),
                        _conditions(rule.when, names, place), _conditions(rule.unless, names, place),
                        token_pattern(rule.tokens, names, place) if rule.tokens else ()))
                else:
                    columns = {role: pattern for role, heads in rule.columns.items() if (pattern := compiled(heads, names, place))}
                    tables.append(CompiledTable(rule, place, columns, compiled(rule.caption, names, place)))
    where = str(folder / "pack.yaml")
    titles = compiled(info.titles, names, where)
    if titles is None:
        raise RuleError("`titles` is empty", where, "Write at least one pattern of the titles that belong to the pack.")
    pack_names = tuple(p for name in info.names if (p := compiled((name,), names, where)))
    files = {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.stem not in SINGLE_FILES}
    words = {word for lexicon in lexicons.values() if lexicon.tokenizer for word in lexicon.words}
    words |= {term for rule in indicators for term in (*rule.rule.terms, *rule.rule.rates)}
    plain = frozenset(word for word in words if _HAN_WORD.fullmatch(word))
    identity = read_yaml(files["identity"], IdentityVocabulary)[0] if "identity" in files else IdentityVocabulary()
    return Pack(info, folder, codebook, names, lexicons, cues, tuple(indicators), tuple(patterns), tuple(tables), titles,
                compiled(info.signs, names, where), pack_names,
                compiled(info.fillers, names, where), identity, plain, files)


def _cues(folder: Path, names: dict[str, str]) -> tuple[CompiledCue, ...]:
    path = folder / "cues.yaml"
    if not path.exists():
        return ()
    file, lines = read_yaml(path, CuesFile)
    found = []
    for i, cue in enumerate(file.cues):
        place = f"{path}:{lines[f'$.cues[{i}]']}: {cue.dimension}={cue.value}"
        words = compiled(cue.words, names, place)
        if words is None:
            raise RuleError("a cue without words", place, "Write the words that set the dimension.")
        found.append(CompiledCue(cue, place, words, compiled(cue.unless, names, place)))
    return tuple(found)


def _frame(frame: str, names: dict[str, str], place: str) -> tuple[Compiled, Compiled]:
    if frame.count("#") != 1:
        raise RuleError(f"the frame `{frame}` needs one #", place, "Write # where the number stands.")
    left, right = frame.split("#")
    before, after = compiled((f"(?:{left})$",), names, place), compiled((right,), names, place)
    if before is None or after is None:
        raise RuleError(f"the frame `{frame}` is empty", place, "Write words on at least one side of #.")
    return before, after


def _conditions(conditions: Conditions, names: dict[str, str], place: str) -> CompiledConditions:
    return CompiledConditions(*(compiled(getattr(conditions, reach), names, f"{place}: {reach}") for reach in Conditions.__struct_fields__))


def _codebook(folder: Path) -> dict[str, CodebookEntry]:
    path = folder / "codebook.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["code"]: CodebookEntry(row["code"], row["label"], row["unit"], row["family"], row["description"])
                for row in csv.DictReader(handle)}
