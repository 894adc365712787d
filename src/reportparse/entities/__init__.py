"""Finds the named units of a report: institutions, places, offices, persons, and the words that stand for the issuer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.entities.deictics import find_deictics
from reportparse.entities.institutions import find_institutions, known_institutions
from reportparse.entities.offices import find_offices
from reportparse.entities.persons import find_persons
from reportparse.entities.places import find_places
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from reportparse.model import Entity, Identity, Text
    from reportparse.naming import IdentityVocabulary

__all__ = ["find_entities"]


def find_entities(text: Text, identity: Identity, vocabulary: IdentityVocabulary) -> tuple[Entity, ...]:
    """Every named unit of the text, in reading order, without overlaps: of two that overlap the longer one stays.

    Names are as printed; a short form (市一职) has in `full` the name that it stands for when there is just one in the text; words
    for the issuer (我市, 我校) have the issuer's name, 全省 and 全国 those of the province and the nation."""
    regions = load_regions()
    known = known_institutions(text, identity, vocabulary, regions)
    institutions = find_institutions(text.text, identity, vocabulary, regions, known)
    found = [
        *institutions,
        *find_offices(text.text, identity, regions),
        *find_persons(text.text, vocabulary, institutions),
        *find_places(text.text, identity, regions),
        *find_deictics(text.text, identity, vocabulary),
    ]
    return _without_overlaps(found)


def _without_overlaps(found: list[Entity]) -> tuple[Entity, ...]:
    """The longest ones; of equal length the first in the order of finders."""
    taken: list[Entity] = []
    covered: set[int] = set()
    for entity in sorted(found, key=lambda e: e.start - e.end):
        if covered.isdisjoint(range(entity.start, entity.end)):
            taken.append(entity)
            covered.update(range(entity.start, entity.end))
    return tuple(sorted(taken, key=lambda e: e.start))
