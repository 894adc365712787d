"""The notation of patterns in rules: a regex with named parts, word lists and gaps."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from reportparse.compiling import compiled as kept_or_compiled
from reportparse.errors import RuleError

GAP = r"(?P<gap>(?:[^，。；：！？、\n\t\d]|20\d\d(?=年)){0,12}?)"
"""`…`: up to twelve characters inside one list item, no digit but a year."""
WIDE_GAP = r"(?P<gap>(?:[^，。；！？\n\t\d]|20\d\d(?=年)){0,60}?)"
"""`……`: up to sixty characters inside one clause, list marks allowed, no digit but a year."""

_NAME = regex.compile(r"\{([a-z_][a-z0-9_]*)\}")


def expand(pattern: str, parts: Mapping[str, str], where: str) -> str:
    """The pattern as a plain regex: {name} replaced by the part or word list, `…` by a gap. Raises RuleError for unknown names."""

    def part(match: regex.Match[str]) -> str:
        name = match.group(1)
        if name not in parts:
            known = ", ".join(sorted(parts)) or "none"
            raise RuleError(f"no part or lexicon is called `{name}`", where, f"Known names: {known}.")
        return f"(?:{expand(parts[name], parts, where)})"

    return _NAME.sub(part, pattern).replace("……", WIDE_GAP).replace("…", GAP)


def compiled(patterns: tuple[str, ...], parts: Mapping[str, str], where: str) -> regex.Pattern[str] | None:
    """One regex that finds any of the patterns, longer literal ones first; None without patterns."""
    if not patterns:
        return None
    ordered = sorted(patterns, key=len, reverse=True)
    alternatives = [expand(pattern, parts, where) for pattern in ordered]
    try:
        return kept_or_compiled("|".join(f"(?:{alternative})" for alternative in alternatives))
    except regex.error:
        for source, alternative in zip(ordered, alternatives, strict=True):
            try:
                regex.compile(alternative)
            except regex.error as error:
                raise RuleError(f"`{source}` is not a valid pattern: {error}", where, "Escape ( ) [ ] + * ? . with a backslash.") from error
        raise


def words_pattern(words: Mapping[str, str]) -> str:
    """Alternation of words, longest first."""
    return "|".join(regex.escape(word) for word in sorted(words, key=len, reverse=True))
