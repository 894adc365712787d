"""The words of a pack's indicator rules, ready to be looked for all at once."""

from __future__ import annotations

from collections.abc import Iterable

from reportparse.rulebook.finding import Finder
from reportparse.rulebook.loading import CompiledIndicator, Pack

Terms = Finder[tuple[CompiledIndicator, bool]]
"""The words of rules; the flag marks the words for the share."""


def terms_of(rules: Iterable[CompiledIndicator]) -> Terms:
    """The words of rules, ready to be looked for."""
    return Finder(
        ((rule, rate), pattern)
        for rule in rules for pattern, rate in ((rule.terms, False), (rule.rates, True)) if pattern is not None)


def pack_terms(pack: Pack) -> Terms:
    """The words of a pack's indicator rules."""
    return terms_of(pack.indicators)
