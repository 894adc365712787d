from __future__ import annotations

from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from reportparse.claims import settle
from reportparse.entities import find_entities
from reportparse.facts import extract
from reportparse.facts.indicators.views import reading_form, sentences
from reportparse.identity import identify
from reportparse.model import Identity, Indicator, Section, Sections, Text
from reportparse.numbers import find_numbers
from reportparse.rulebook import load_rules
from reportparse.workbench.specimen import read_specimen

FOLDER = Path(__file__).parent / "cases" / "binding"
CASES = yaml.safe_load((FOLDER / "grammar.yaml").read_text(encoding="utf-8"))
TABLES = yaml.safe_load((FOLDER / "tables.yaml").read_text(encoding="utf-8"))
PACK = next(pack for pack in load_rules().packs if pack.info.fallback)
SCOPES = {"municipal", "county", "place", "school", "province", "nation", "other"}
DEFAULTS = {"measure": "level", "scope": "all", "ownership": "all", "status": "actual", "bound": "exact"}
WORDS = {word: ("scope", word) for word in SCOPES} | {
    "public": ("ownership", "public"), "private": ("ownership", "private"),
    "target": ("status", "target"), "planned": ("status", "planned"),
    "over": ("bound", "over"), "under": ("bound", "under"), "about": ("bound", "about"),
    "share": ("measure", "share"), "change": ("measure", "change"), "growth": ("measure", "growth")}


def as_text(text: str) -> Text:
    return Text(text, array("i", [0] * len(text)), array("i", range(len(text))))


def one_section(text: str) -> Sections:
    return Sections((Section("1", "", 1, "一、", "", "body", 0, len(text), 0, 0, 0),))


def reporting(issuer: str) -> Identity:
    title = f"{issuer}中等职业教育质量年度报告（2024年度）\n"
    return identify(as_text(title), one_section(title), "report.txt", PACK.identity)


def rows(text: str, issuer: str) -> list[dict[str, str]]:
    printed, sections, identity = as_text(text), one_section(text), reporting(issuer)
    numbers = find_numbers(printed, sections, PACK.names)
    claims = extract(printed, sections, identity, numbers, find_entities(printed, identity, PACK.identity), PACK)
    facts, _, _ = settle(claims, printed, sections, identity, numbers)
    return as_rows(fact.claim.record for fact in facts)


def as_rows(records: Iterable[object]) -> list[dict[str, str]]:
    return [
        {"indicator": record.indicator, "value": format(record.value.normalize(), "f"), "base": record.base, "period": record.period,
         **{name: getattr(record, name) for name in DEFAULTS}}
        for record in records if isinstance(record, Indicator)
    ]


def expected(row: str) -> dict[str, str]:
    code, *words = row.split()
    wanted = {"indicator": code, **DEFAULTS}
    for word in words:
        if word.startswith(("base=", "period=")):
            name, _, value = word.partition("=")
            wanted[name] = value
        elif word in WORDS:
            name, value = WORDS[word]
            wanted[name] = value
        else:
            wanted["value"] = word
    return wanted


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_binding_grammar(case: dict[str, Any]) -> None:
    wanted = [expected(row) for row in case["facts"]]
    found = rows(case["text"], case.get("issuer", "长治市"))
    assert [{key: row[key] for key in want} for row, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted), found[len(wanted):]


@pytest.mark.parametrize("case", TABLES, ids=[case["name"] for case in TABLES])
def test_statistics_tables(case: dict[str, Any]) -> None:
    report = read_specimen(case["table"].replace("｜", "\t"), PACK, issuer="长治市").report
    wanted = [expected(row) for row in case["facts"]]
    found = as_rows(fact.claim.record for fact in report.facts)
    assert [{key: row[key] for key in want} for row, want in zip(found, wanted, strict=False)] == wanted
    assert len(found) == len(wanted), found[len(wanted):]


PROSE = st.text(alphabet="全市在校生共有人，。；：（）、(),.;:1234567890%其中 “”\n", max_size=120)


@given(PROSE)
def test_the_reading_form_keeps_every_place(text: str) -> None:
    read = reading_form(text)
    assert len(read) == len(text)
    assert [char for char in read if char.isalnum()] == [char for char in text if char.isalnum()]


@given(PROSE)
def test_each_quantity_stands_in_one_sentence_and_in_its_view(text: str) -> None:
    printed = as_text(text)
    numbers = find_numbers(printed, one_section(text))
    seen = [number for sentence in sentences(printed, numbers, one_section(text)) for number in sentence.numbers]
    assert len({number.start for number in seen}) == len(seen)
    for sentence in sentences(printed, numbers, one_section(text)):
        for number in sentence.numbers:
            view = sentence.view_of(number.start)
            assert view.slice(number.start, number.end) == text[number.start:number.end]


def test_a_span_that_cuts_a_word_is_refused() -> None:
    from reportparse.tokens import word_guard

    text = "其中专任教师1200人，高中学习"
    bounded = word_guard(text, ["专任教师"])
    assert bounded(2, 6)
    assert not bounded(text.index("中专"), text.index("中专") + 2)
    assert not bounded(text.index("中学"), text.index("中学") + 2)
