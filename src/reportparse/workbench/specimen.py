"""A text of an analyst's own, read as if a report said it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reportparse.claims import settle
from reportparse.document import Document, Line, Page
from reportparse.entities import find_entities
from reportparse.facts import extract
from reportparse.identity import identify, printed_title
from reportparse.model import Claim, Entity, Fact, Identity, LedgerEntry, Level, Report, Sections, TableFact, Text
from reportparse.numbers import find_numbers
from reportparse.read import read_document
from reportparse.regions import load_regions
from reportparse.rulebook import Pack, Rulebook
from reportparse.sections import section_tree
from reportparse.text import clean_text

DEFAULT_ISSUER = "甲市"
DEFAULT_YEAR = "2024"

_LEVELS: dict[str, Level] = {
    "国": "nation", "省": "province", "市": "city", "州": "city", "盟": "city", "县": "county", "区": "county", "旗": "county"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document as far as no rule is needed: cleaned and parted into sections."""

    document: Document
    text: Text
    sections: Sections


@dataclass(frozen=True, slots=True)
class Specimen:
    """A report read with the rules of a pack, with every claim that was made on it before settling."""

    report: Report
    pack: Pack
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]

    def facts_of(self, rule: str) -> tuple[Fact, ...]:
        """The settled facts of a rule in reading order, without the tables themselves."""
        return tuple(f for f in self.report.facts if f.claim.rule == rule and not isinstance(f.claim.record, TableFact))

    def knows_table_by(self, rule: str) -> bool:
        """Whether a table of the text is one of the kind that the rule describes."""
        return any(f.claim.rule == rule and isinstance(f.claim.record, TableFact) for f in self.report.facts)

    def entries_of(self, rule: str) -> tuple[LedgerEntry, ...]:
        """The entries of the ledger that a rule without rows (context, name, other) explains."""
        lost = {id(loss.claim) for loss in self.report.losses}
        starts = {n for c in self.claims if c.rule == rule and c.record is None and id(c) not in lost for n in c.numbers}
        won = {n for fact in self.report.facts for n in fact.claim.numbers}
        return tuple(entry for entry in self.report.ledger if entry.start in starts - won)


def read_specimen(text: str, pack: Pack, *, issuer: str = DEFAULT_ISSUER, section: str = "", year: str = DEFAULT_YEAR) -> Specimen:
    """Read `text` with the rules of `pack` as the report of `issuer` for `year`, under a heading `section` when there is one.

    Tables are written with tabs between cells, one row a line."""
    body = f"一、{section}\n{text}" if section else text
    document = Document("example.txt", "txt", hashlib.sha256(body.encode()).hexdigest(), (Page(None, tuple(_lines(body))),))
    return _read(_prepared(document), pack, identity_of(issuer, year, pack))


def prepare(path: Path, source: str) -> Prepared:
    """Read and clean a report file. Raises ReadError."""
    return _prepared(read_document(path, source=source))


def read_prepared(prepared: Prepared, rules: Rulebook) -> Specimen:
    """Read a report with the pack that fits it."""
    pack = rules.pack_for(printed_title(prepared.text, prepared.sections), prepared.text.text)
    return _read(prepared, pack, identify(prepared.text, prepared.sections, prepared.document.source, pack.identity))


def _prepared(document: Document) -> Prepared:
    text = clean_text(document)
    return Prepared(document, text, section_tree(text, document.outline))


def _read(prepared: Prepared, pack: Pack, identity: Identity) -> Specimen:
    text, sections = prepared.text, prepared.sections
    numbers = find_numbers(text, sections, pack.names)
    entities = find_entities(text, identity, pack.identity)
    claims = extract(text, sections, identity, numbers, entities, pack)
    facts, ledger, losses = settle(claims, text, sections, identity, numbers)
    report = Report(prepared.document, text, sections, identity, numbers, facts, ledger, losses, pack.info.name)
    return Specimen(report, pack, entities, claims)


def identity_of(issuer: str, year: str, pack: Pack) -> Identity:
    """Who an issuer is by its name alone: a region by its class word (甲市 need not exist), else a school."""
    regions = load_regions()
    region = regions.find(issuer) or regions.find(regions.at(issuer, 0))
    level = _LEVELS.get(issuer[-1:], "school") if not pack.identity.noun_of(issuer) else "school"
    province = regions.province(region) if region else None
    city = regions.city(region) if region else None
    sector = pack.identity.sector_of(issuer) if level == "school" else "职教"
    return Identity(f"{issuer}-{sector}-{year}", year, issuer, region.code if region else "", level, sector, "", "",
                    province.name if province else "", city.name if city else "")


def _lines(body: str) -> list[Line]:
    found, start = [], 0
    for piece in body.split("\n"):
        found.append(Line(piece, range(start, start + len(piece))))
        start += len(piece) + 1
    return found
