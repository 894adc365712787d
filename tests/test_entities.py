"""Named units in invented sentences: exact ends, short forms, lists, and what is no name at all."""

from __future__ import annotations

from array import array
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.entities import find_entities
from reportparse.model import Cell, Entity, Identity, Table, Text
from reportparse.naming import IdentityVocabulary
from reportparse.regions import load_regions
from reportparse.rulebook.loading import default_rules
from reportparse.rulebook.reading import read_yaml

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "entities.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@cache
def vocabulary() -> IdentityVocabulary:
    return read_yaml(default_rules() / "vocational" / "identity.yaml", IdentityVocabulary)[0]


def reporting(issuer: str) -> Identity:
    regions = load_regions()
    region = regions.find(issuer)
    if region is None:
        region = regions.chain(issuer)[0][-1]
        level = "school"
    else:
        level = region.level if region.level != "zone" else "county"
    province, city = regions.province(region), regions.city(region)
    return Identity(
        f"{issuer}-中职-2024", "2024", issuer, region.code, level, "中职", "", "",  # type: ignore[arg-type]
        province.name if province else "", city.name if city else "",
    )


def text_of(printed: str, tables: tuple[Table, ...] = ()) -> Text:
    return Text(printed, array("i", [0]) * len(printed), array("i", range(len(printed))), tables)


def shown(entity: Entity, printed: str) -> str:
    words = printed[entity.start : entity.end]
    stands_for = entity.full or (entity.name if entity.name != words else "")
    return f"{entity.kind}:{words}" + (f"={stands_for}" if stands_for else "")


@pytest.mark.parametrize(("issuer", "sentence", "wanted"), CASES, ids=[case[1] for case in CASES])
def test_sentences(issuer: str, sentence: str, wanted: str) -> None:
    printed = f"{sentence}。"
    found = find_entities(text_of(printed), reporting(issuer), vocabulary())
    assert (" ".join(shown(entity, printed) for entity in found) or "-") == wanted


def test_names_in_a_table_give_the_left_end_in_prose() -> None:
    printed = "1\t云桥工贸学校\n2\t优秀公办学校\n支持云桥工贸学校发展，建设云桥工贸学校实训楼。"
    cells = tuple(
        (Cell(row, 0, str(row + 1), at, at + 1), Cell(row, 1, name, at + 2, at + 2 + len(name)))
        for row, (at, name) in enumerate([(0, "云桥工贸学校"), (9, "优秀公办学校")])
    )
    table = Table(0, 17, 0, ("", ""), cells)
    found = find_entities(text_of(printed, (table,)), reporting("许昌市"), vocabulary())
    assert [entity.name for entity in found] == ["云桥工贸学校"] * 3


def test_without_a_vocabulary_there_are_places_and_offices_alone() -> None:
    printed = "许昌市教育局在长葛市调研许昌云桥科技学校。"
    found = find_entities(text_of(printed), reporting("许昌市"), IdentityVocabulary())
    assert {entity.kind for entity in found} <= {"organisation", "place", "issuer"}
    assert [entity.name for entity in found][:2] == ["许昌市教育局", "长葛市"]


PARTS = (
    "许昌市", "长葛", "全市", "我市", "云桥", "职业学校", "学校", "中专", "教师", "王芳", "获", "、", "，", "。", "12", "教育局",
    "（", "）", "第一", "省", "\n", "\t",
)


@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join))
def test_entities_are_sorted_and_apart_and_as_printed(printed: str) -> None:
    found = find_entities(text_of(printed), reporting("许昌市"), vocabulary())
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(0 <= e.start < e.end <= len(printed) and "\n" not in printed[e.start : e.end] for e in found)
    assert all(e.name == printed[e.start : e.end] for e in found if e.kind in {"school", "person", "organisation"})
