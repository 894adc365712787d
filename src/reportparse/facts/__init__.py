"""Claims of all kinds on one report: what each rule reads, before it is settled which reading holds."""

from __future__ import annotations

from reportparse.facts.awards import find_awards
from reportparse.facts.indicators import find_indicators
from reportparse.facts.indicators.statistics import read_statistics
from reportparse.facts.passages import find_passages, with_subjects, won_in_passage
from reportparse.facts.plain import find_plain
from reportparse.facts.policies import PolicyVocabulary, find_policies
from reportparse.facts.recognitions import find_recognitions
from reportparse.facts.rosters import find_schools
from reportparse.facts.tables import find_tables
from reportparse.model import Claim, Entity, Identity, Number, Sections, Text
from reportparse.rulebook.loading import Pack
from reportparse.rulebook.reading import read_yaml
from reportparse.tokens import word_guard


def extract(text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...],
            pack: Pack) -> tuple[Claim, ...]:
    """All claims of the pack's rules on a report."""
    bounded = word_guard(text.text, pack.words)
    own = pack.identity.own
    passages = find_passages(text, sections, entities, identity, own)
    entities = with_subjects(text, entities, passages, identity, own)
    claims = list(find_indicators(text, sections, identity, numbers, entities, pack, bounded))
    for find in (read_statistics, find_awards, find_recognitions, find_schools, find_tables):
        claims += find(text, sections, identity, numbers, entities, pack)
    if "policies" in pack.files:
        claims += find_policies(text, sections, numbers, pack.once(_policy_vocabulary), identity)
    claims += find_plain(text, numbers, pack, entities)
    starts = [entity.start for entity in entities]
    return tuple(won_in_passage(claim, text.text, passages, entities, starts, identity) for claim in claims)


def _policy_vocabulary(pack: Pack) -> PolicyVocabulary:
    return read_yaml(pack.files["policies"], PolicyVocabulary)[0]
