"""What a rule or a pattern would match in texts, each place marked in its sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import regex

from reportparse.errors import RuleError
from reportparse.rulebook.patterns import compiled, words_pattern
from reportparse.rulebook.reading import read_yaml
from reportparse.rulebook.schema import IndicatorRule, LexiconsFile, PartsFile, PatternRule, RulesFile, TableRule

_SENTENCE_END = regex.compile(r"[。！？\n]")
_NUMBER = r"[约近超逾达共\s]{0,3}\d[\d,，.]*(?:万|亿)?[余多]?\s*\p{Han}{0,3}?"
_WIDTH = 60
"""Characters of a sentence shown on either side of a match."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Patterns to try: what they are called and what they match."""

    name: str
    patterns: tuple[tuple[str, regex.Pattern[str]], ...]
    """(the key that the pattern stands under, the compiled pattern)"""


@dataclass(frozen=True, slots=True)
class Match:
    """A place that a pattern matches: `quote[start:end]` is the match, `quote` the sentence around it, cut where it is long."""

    key: str
    quote: str
    start: int
    end: int
    groups: Mapping[str, str]


def trial_of(wanted: str, folder: Path, pack: str = "") -> Trial:
    """The patterns of the rule whose id is `wanted`, else `wanted` itself as a pattern that may use the packs' parts.

    Reads only the files that it needs. Raises RuleError for a pattern that is none."""
    for home in sorted(path.parent for path in folder.glob("*/pack.yaml") if not pack or path.parent.name == pack):
        for path in sorted(p for sub in ("indicators", "patterns", "tables") for p in (home / sub).glob("*.yaml")):
            if f"id: {wanted}\n" in path.read_text(encoding="utf-8") + "\n":
                file, _ = read_yaml(path, RulesFile)
                rules: tuple[IndicatorRule | PatternRule | TableRule, ...] = (*file.indicators, *file.patterns, *file.tables)
                return Trial(wanted, tuple(_of_rule(next(r for r in rules if r.id == wanted), _names(home))))
    names: dict[str, str] = {}
    for home in sorted(path.parent for path in folder.glob("*/pack.yaml") if not pack or path.parent.name == pack):
        names = {**_names(home), **names}
    found = compiled((wanted,), names, wanted)
    if found is None:
        raise RuleError("nothing to try", wanted, "Give the id of a rule, or a pattern.")
    return Trial("", (("", found),))


def matches(trial: Trial, text: str) -> Iterator[Match]:
    """Every place that the patterns match, in reading order."""
    found = sorted(((m.start(), m.end(), key, m) for key, pattern in trial.patterns for m in pattern.finditer(text) if m.group()),
                   key=lambda hit: hit[:3])
    for start, end, key, match in found:
        low = max((m.end() for m in _SENTENCE_END.finditer(text, max(0, start - _WIDTH), start)), default=max(0, start - _WIDTH))
        stop = _SENTENCE_END.search(text, end, min(len(text), end + _WIDTH))
        high = stop.start() if stop else min(len(text), end + _WIDTH)
        groups = {name: value for name, value in match.groupdict().items() if value and name != "gap"}
        yield Match(key, text[low:high], start - low, end - low, groups)


def _names(home: Path) -> dict[str, str]:
    names = dict(read_yaml(home / "parts.yaml", PartsFile)[0].parts) if (home / "parts.yaml").exists() else {}
    for path in sorted((home / "lexicons").glob("*.yaml")):
        names |= {lexicon.name: words_pattern(lexicon.words) for lexicon in read_yaml(path, LexiconsFile)[0].lexicons}
    return names


def _of_rule(rule: IndicatorRule | PatternRule | TableRule, names: dict[str, str]) -> Iterator[tuple[str, regex.Pattern[str]]]:
    if isinstance(rule, IndicatorRule):
        for key, entries in (("terms", rule.terms), ("rates", rule.rates)):
            pattern = compiled(entries, names, rule.id)
            if pattern is not None:
                yield key, pattern
        for frame in rule.frames:
            left, _, right = frame.partition("#")
            pattern = compiled((f"(?:{left}){_NUMBER}(?:{right})",), names, rule.id)
            if pattern is not None:
                yield "frames", pattern
    elif isinstance(rule, PatternRule):
        if rule.tokens:
            raise RuleError("is a pattern over tokens", rule.id, "`reportparse rules why` reads a report with it.")
        pattern = compiled((rule.pattern,) if rule.pattern else (), names, rule.id)
        if pattern is not None:
            yield "pattern", pattern
    else:
        for role, heads in rule.columns.items():
            pattern = compiled(tuple(rf"(?<=^|\t)(?:{head})(?=\t|$)" for head in heads), names, rule.id)
            if pattern is not None:
                yield role, regex.compile(pattern.pattern, regex.MULTILINE)
