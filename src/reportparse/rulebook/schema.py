"""The types of everything that stands in `rules/`: they are the schema, unknown keys are refused."""

from __future__ import annotations

from typing import Literal

import msgspec


class Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all rule types: immutable, no unknown keys."""


class Example(Strict, frozen=True):
    """A text and the facts that the rule must take from it: in order, each with at least the fields that are written."""

    text: str
    facts: tuple[dict[str, str | int | float], ...]
    issuer: str = "甲市"
    """Who reports: a name ending in 省, 市, 县 or a school's name sets what 全省, 全市, 我校 mean."""
    section: str = ""
    """Title of the section the text stands in."""
    year: str = "2024"
    """Year of the report, which sets what 上年 means."""


class Counterexample(Strict, frozen=True):
    """A text that must give no fact of the rule, with what it needs beside the text (else a plain text will do)."""

    text: str
    issuer: str = "甲市"
    section: str = ""
    year: str = "2024"


class Conditions(Strict, frozen=True):
    """Patterns by reach, any of which must be found (`when`) or none of which may be found (`unless`).

    before: directly before the number or its term; after: directly after the number and its unit; segment: between the
    neighbouring numbers; clause: up to the commas around; sentence; section: titles of the section and its ancestors."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    segment: tuple[str, ...] = ()
    clause: tuple[str, ...] = ()
    sentence: tuple[str, ...] = ()
    section: tuple[str, ...] = ()


class IndicatorRule(Strict, frozen=True):
    """Which words name an indicator, in which units it is counted, and what must or must not stand near."""

    id: str
    indicator: str
    terms: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    """Words that name the indicator's share (`就业率`): they bind percentages only."""
    frames: tuple[str, ...] = ()
    """Words on both sides of the number, which stands as `#`: `与……#企业…合作`."""
    units: tuple[str, ...] = ()
    """Units or unit families of the level; empty: the rule binds percentages only."""
    base: str = ""
    """Denominator of a share that the sentence does not state: an indicator code or a word."""
    follows: tuple[str, ...] = ()
    """The terms count only after a number of one of these indicators in the same sentence (`面积82436平方米，生均23.7平方米`)."""
    bind: Literal["any", "left", "right"] = "any"
    """Where the term may stand: left of the number, right of it, or both."""
    flow: bool = False
    """True for what happens within a period (intake, graduates, training): the year of an earlier sentence holds on."""
    set: dict[str, str] = {}
    """Fixed values of dimensions (status, scope, ownership, period, sector)."""
    when: Conditions = Conditions()
    unless: Conditions = Conditions()
    status: Literal["stable", "experimental"] = "stable"
    gives: tuple[Example, ...] = ()
    none: tuple[str | Counterexample, ...] = ()
    """Texts that must give no fact of this rule."""


class PatternRule(Strict, frozen=True):
    """A regex, or a pattern over tokens, whose named groups become the fields of a record."""

    id: str
    kind: Literal["indicator", "award", "recognition", "policy", "context", "name", "other"]
    pattern: str = ""
    tokens: str = ""
    """A token pattern (see rules/README.md) instead of a regex."""
    set: dict[str, str] = {}
    when: Conditions = Conditions()
    unless: Conditions = Conditions()
    status: Literal["stable", "experimental"] = "stable"
    gives: tuple[Example, ...] = ()
    none: tuple[str | Counterexample, ...] = ()


class TableRule(Strict, frozen=True):
    """How a kind of table is known by its header and what its cells yield."""

    id: str
    kind: Literal["roster", "list", "statistics", "other"]
    columns: dict[str, tuple[str, ...]] = {}
    """Role -> header patterns that fill it (`school: [学校(名称)?]`)."""
    required: tuple[str, ...] = ()
    """Roles without which the table is not of this kind."""
    caption: tuple[str, ...] = ()
    yields: Literal["schools", "awards", "recognitions", "indicators", "nothing"] = "nothing"
    status: Literal["stable", "experimental"] = "stable"
    gives: tuple[Example, ...] = ()
    none: tuple[str | Counterexample, ...] = ()


class Cue(Strict, frozen=True):
    """Words that set a dimension of the numbers they reach."""

    dimension: Literal["scope", "ownership", "status", "period", "sector"]
    value: str
    words: tuple[str, ...]
    reach: Literal["segment", "list", "clause", "sentence", "paragraph", "after"] = "clause"
    """segment: between the neighbouring numbers; list: up to ； or the next cue of the dimension; clause: up to the comma; sentence;
    paragraph; after: stands behind the number in its segment."""
    unless: tuple[str, ...] = ()
    """Patterns around the word that take its effect away."""


class Lexicon(Strict, frozen=True):
    """A word list; each word may carry a value (`一等奖: first`). Plain words go into the tokenizer's dictionary."""

    name: str
    words: dict[str, str]
    tokenizer: bool = True


class PackInfo(Strict, frozen=True):
    """`pack.yaml`: which documents a pack reads and what it needs to know of the genre."""

    name: str
    label: str
    titles: tuple[str, ...]
    """Patterns of the titles of documents that belong to the pack."""
    signs: tuple[str, ...] = ()
    """Patterns in the text by which a document is known whose title fits no pack (it may be damaged or missing)."""
    fallback: bool = False
    """True for the one pack that takes documents no title pattern fits."""
    fillers: tuple[str, ...] = ()
    """Nouns so common in the genre that they narrow nothing: an elliptic number may have them before it (`其中公办学校45210人`)."""
    names: tuple[str, ...] = ()
    """Patterns of names that hold numbers (`“?1\\+X”?`): their numbers are no quantities."""


class CuesFile(Strict, frozen=True):
    """cues.yaml"""

    cues: tuple[Cue, ...]


class PartsFile(Strict, frozen=True):
    """parts.yaml: named pieces of patterns, used as {name}."""

    parts: dict[str, str]


class RulesFile(Strict, frozen=True):
    """Any file under indicators/, patterns/ or tables/."""

    indicators: tuple[IndicatorRule, ...] = ()
    patterns: tuple[PatternRule, ...] = ()
    tables: tuple[TableRule, ...] = ()


class ExampleSet(Strict, frozen=True):
    """Examples of a reading that the engine makes by itself from the word lists (`awards.grades_zipped`, `policies.title`)."""

    rule: str
    gives: tuple[Example, ...] = ()
    none: tuple[str | Counterexample, ...] = ()


class ExamplesFile(Strict, frozen=True):
    """Any file under examples/."""

    examples: tuple[ExampleSet, ...]


class LexiconsFile(Strict, frozen=True):
    """Any file under lexicons/."""

    lexicons: tuple[Lexicon, ...]
