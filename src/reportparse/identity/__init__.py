"""Who reports for which year: issuer, region, level, sector, title and date of a report, read from its cover and its end."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportparse.identity.cover import BRACKET, Title, find_title, head_lines, squeezed
from reportparse.identity.dating import edition_year, issued_on
from reportparse.identity.issuer import Issuer, find_issuer, most_named_place
from reportparse.model import Identity
from reportparse.naming import IdentityVocabulary
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from reportparse.model import Sections, Text
    from reportparse.naming import Sector
    from reportparse.regions import Region, Regions

__all__ = ["identify", "printed_title"]


def printed_title(text: Text, sections: Sections) -> str:
    """The title on the cover or at the head, without its year bracket; empty if there is none."""
    found = find_title(head_lines(text, sections), IdentityVocabulary(), load_regions())
    return found.text if found else ""


def identify(text: Text, sections: Sections, source: str, vocabulary: IdentityVocabulary) -> Identity:
    """Read the identity of a report; what is not printed is taken from the file's name, the text, in this order, and noted.

    `source` is the path of the input file. `region_code` follows GB/T 2260: a zone that it does not list and a school have the code
    of the division that they lie in."""
    regions = load_regions()
    head = head_lines(text, sections)
    title = find_title(head, vocabulary, regions)
    notes: list[str] = []
    stem = squeezed(PurePosixPath(source.replace("\\", "/")).stem)
    if title is None:
        title = Title(BRACKET.sub("", stem), -1)
        notes.append("no title in the text: the file name stands for it")
    context = most_named_place(text.text, regions)
    issuer = find_issuer(title, head, text, stem, vocabulary, regions, context, notes)
    year = edition_year(title, head, stem, text.text, notes)
    sector = _sector(title.text, issuer, text.text if title.last < 0 else "", vocabulary)
    region = issuer.region
    city = regions.city(region) if region else None
    province = regions.province(region) if region else None
    if not year:
        notes.append("no year found")
    return Identity(
        report_id="-".join((issuer.name or stem, sector, year)),
        year=year,
        issuer=issuer.name,
        region_code=_listed_code(region, regions),
        level=issuer.level,
        sector=sector,
        title=title.text,
        issued=issued_on(title, head, text, vocabulary),
        province=province.name if province else "",
        city=city.name if city else "",
        notes=tuple(notes),
    )


def _sector(title: str, issuer: Issuer, text: str, vocabulary: IdentityVocabulary) -> Sector:
    """By the words of the title without the issuer's name, then by the kind of school; by the text when there is no title."""
    rest = title.replace(issuer.name, "", 1) if issuer.level == "school" else title
    named = [group.sector for group in vocabulary.sectors if any(word in rest for word in group.words)]
    if not named and text:
        counts = {group.sector: sum(text.count(word) for word in group.words) for group in vocabulary.sectors}
        best = max(counts, key=lambda sector: counts[sector], default=None)
        named = [best] if best and counts[best] >= 3 else []
    if len(named) > 1:
        return "职教"
    if named:
        return named[0]
    if any(word in rest for word in vocabulary.joint):
        if issuer.level == "school":
            return vocabulary.sector_of(issuer.name)
        return "职教"
    return "其他"


def _listed_code(region: Region | None, regions: Regions) -> str:
    if region is None:
        return ""
    if region.level == "zone":
        return region.city_code or region.province_code
    return region.code
