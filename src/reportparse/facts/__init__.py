"""Claims of all kinds on one report: what each rule reads, before it is settled which reading holds."""

from __future__ import annotations

from reportparse.facts.indicators import find_indicators
from reportparse.facts.indicators.statistics import read_statistics
from reportparse.facts.plain import find_plain
from reportparse.model import Claim, Entity, Identity, Number, Sections, Text
from reportparse.rulebook.loading import Pack
from reportparse.tokens import word_guard


def extract(text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...],
            pack: Pack) -> tuple[Claim, ...]:
    """All claims of the pack's rules on a report."""
    bounded = word_guard(text.text, pack.words)
    claims = list(find_indicators(text, sections, identity, numbers, entities, pack, bounded))
    claims += read_statistics(text, sections, identity, numbers, entities, pack)
    claims += find_plain(text, numbers, pack)
    return tuple(claims)
