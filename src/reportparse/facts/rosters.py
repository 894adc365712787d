"""The roster of the issuer's schools: who runs each school and who owns it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.tables import Reading, body, is_statistics, is_total, lists_others, readings, squeezed
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, School
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Cell, Entity, Identity, Number, Sections, Text
    from reportparse.rulebook import Pack

_BRACKETS = regex.compile(r"[（(][^（）()]*[）)]")
_MARKS = regex.compile(r"[*＊#※\[\]\s]|^[0-9]+[.、]")


def find_schools(
    text: Text, sections: Sections, identity: Identity, numbers: tuple[Number, ...], entities: tuple[Entity, ...], pack: Pack
) -> tuple[Claim, ...]:
    """The schools of the issuer's own rosters, one claim for each row; a school that two tables list counts once."""
    seen: set[str] = set()
    claims = []
    for reading in rosters(text, identity, pack):
        for school, cell in roster_rows(reading, identity, pack):
            if school.school_key in seen:
                continue
            seen.add(school.school_key)
            claims.append(Claim(reading.rule.rule.id, school, Evidence(cell.start, cell.end, cell.start, cell.end)))
    return tuple(claims)


def rosters(text: Text, identity: Identity, pack: Pack) -> tuple[Reading, ...]:
    """The tables that are rosters of the issuer's own schools."""
    if identity.level == "school":
        return ()
    own = []
    for reading in readings(text, pack, "schools"):
        if lists_others(reading.table, identity, pack) or is_statistics(reading):
            continue
        rows = list(roster_rows(reading, identity, pack))
        told = sum(bool(school.administration and school.ownership) for school, _ in rows)
        if rows and told * 2 >= len(rows):
            own.append(reading)
    return tuple(own)


def roster_rows(reading: Reading, identity: Identity, pack: Pack) -> Iterator[tuple[School, Cell]]:
    """The schools of a roster with the cell that names each; rows of sums and sub-headings yield none."""
    label = ""
    seq = 0
    for row in body(reading.table):
        printed = {squeezed(cell.text) for cell in row if cell.text.strip()}
        cells = [reading.cell(row, "school", group) for group in range(len(reading.columns["school"]))]
        names = [cell for cell in cells if cell and cell.text.strip()]
        if len(printed) == 1 and len(row) > 2:
            label = next(iter(printed))
            continue
        for group, cell in enumerate(names):
            if is_total(cell.text) or any(is_total(c.text) for c in row[:1]):
                continue
            seq += 1
            serial = reading.text(row, "serial", group)
            nature, administration, ownership = (reading.text(row, role, group) for role in ("nature", "administration", "ownership"))
            place, remarks = reading.text(row, "place", group), reading.cell(row, "remarks", group)
            name = _MARKS.sub("", squeezed(cell.text))
            yield School(
                seq=int(serial) if serial.isdecimal() else seq, school=name, name_raw=cell.text.strip(),
                school_key=_BRACKETS.sub("", name),
                administration=_administration((nature, administration, place, label, ownership), name, identity, pack),
                ownership=_ownership((nature, ownership, administration, label), reading, pack),
                nature_raw=nature or "".join(part for part in (administration, ownership) if part),
                remarks_raw=remarks.text.strip() if remarks else "",
            ), cell


def _administration(cells: tuple[str, ...], name: str, identity: Identity, pack: Pack) -> str:
    """province | city | county: by the words of level in the row, else by the place or office named, else by the school's name."""
    lexicon = pack.lexicons["administration_word"].words
    for cell in cells:
        if match := pack.once(_long_words).search(cell):
            return lexicon[match.group()]
    for cell in cells[1:4]:
        if level := _level_of_place(cell, identity):
            return level
    for cell in cells[:3]:
        if cell in lexicon:
            return lexicon[cell]
        office = ready(r"(?:该|本)?([省市县区州])(?:教|人|政|委|直|级|本|卫|农|民|发|工|财|文|体)").match(cell)
        if office:
            return {"省": "province", "市": "city", "州": "city"}.get(office.group(1), "county")
    own = identity.level if identity.level in {"city", "county"} else ""
    return "county" if _level_of_place(name, identity) == "county" else own


def _long_words(pack: Pack) -> regex.Pattern[str]:
    """The words of administration of more than one sign."""
    long = (word for word in pack.lexicons["administration_word"].words if len(word) > 1)
    return pattern("|".join(regex.escape(word) for word in sorted(long, key=len, reverse=True)))


def _level_of_place(text: str, identity: Identity) -> str:
    """The level of the division that a text begins with, read inside the issuer; `市本级` and the like are the issuer's own."""
    if ready(r"[市州]?(?:本级|直|直管)|市辖").match(text):
        return "city"
    regions = load_regions()
    form = regions.at(text, 0)
    region = regions.find(form, identity.region_code) if form else None
    if region is None:
        return ""
    if region.level in {"county", "zone"} and not region.seat_like_city:
        return "county"
    return {"province": "province", "city": "city"}.get(region.level, "county")


def _ownership(cells: tuple[str, ...], reading: Reading, pack: Pack) -> str:
    """public | private: by the words of ownership in the row; `是` and `否` answer the column's header."""
    lexicon = pack.lexicons["ownership_word"].words
    known = pattern(words(pack, "ownership_word"))
    for cell in cells:
        if match := known.search(cell):
            return lexicon[match.group()]
    if cells[1] in {"是", "否"}:
        header = "".join(reading.table.headers[place] for place in reading.columns.get("ownership", ()))
        asked = known.search(header)
        if asked:
            given = lexicon[asked.group()]
            other = {"public": "private", "private": "public"}[given]
            return given if cells[1] == "是" else other
    return ""
