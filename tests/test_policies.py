"""Policy documents in invented sentences: what is one, its number, who gave it out, and which numbers it explains."""

from __future__ import annotations

import csv
import importlib.util
from array import array
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportparse.facts.policies import PolicyVocabulary, find_policies
from reportparse.model import Claim, Identity, Policy, Section, Sections, Text
from reportparse.numbers import find_numbers
from reportparse.read import read_document
from reportparse.rulebook.loading import default_rules
from reportparse.rulebook.reading import read_yaml
from reportparse.sections import section_tree
from reportparse.text import clean_text

CASES = [
    line.split("\t")
    for line in (Path(__file__).parent / "cases" / "policies.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
CITY = Identity("衢州市-中职-2024", "2024", "衢州市", "330800", "city", "中职", "", "", "浙江省", "衢州市")


@cache
def vocabulary() -> PolicyVocabulary:
    return read_yaml(default_rules() / "vocational" / "policies.yaml", PolicyVocabulary)[0]


def claims_on(printed: str) -> tuple[Claim, ...]:
    text = Text(printed, array("i", [0]) * len(printed), array("i", range(len(printed))))
    sections = Sections((Section("0", "", 0, "", "", "preface", 0, len(printed), 0, 0, 0),))
    return find_policies(text, sections, find_numbers(text, sections, ()), vocabulary(), CITY)


def rows(claims: tuple[Claim, ...]) -> list[Policy]:
    return [claim.record for claim in claims if isinstance(claim.record, Policy) and not claim.context]


@pytest.mark.parametrize(("sentence", "wanted"), CASES, ids=[case[0] for case in CASES])
def test_sentences(sentence: str, wanted: str) -> None:
    found = [" | ".join((row.title, row.document_number, row.relation, row.issuer)) for row in rows(claims_on(sentence))]
    assert "; ".join(found).strip() == ("" if wanted == "-" else wanted.strip())


def test_numbers_of_title_and_document_number_are_explained() -> None:
    printed = "印发《关于2025年招生的通知》（衢教职〔2024〕17号），招生800人。"
    (claim,) = claims_on(printed)
    assert [printed[start : start + 4].rstrip("年招〕号）") for start in claim.numbers] == ["2025", "2024", "17"]
    assert printed[claim.evidence.start : claim.evidence.end] == "关于2025年招生的通知"


def test_a_title_printed_again_gives_no_second_row_but_explains_its_numbers() -> None:
    claims = claims_on("落实《2025年实训管理办法》。按照《2025年实训管理办法》（衢教〔2024〕3号）办理。")
    assert [claim.context for claim in claims] == [False, True]
    assert [row.document_number for row in rows(claims)] == ["衢教〔2024〕3号"]
    assert len(claims[1].numbers) == 3


def test_a_superior_organ_is_cited() -> None:
    first, second = rows(claims_on("省教育厅出台《实训基地建设办法》，市教育局出台《实训基地管理细则》。"))
    assert (first.relation, second.relation) == ("cited", "issued")


@pytest.mark.shared
def test_annotated_reports(shared: Path) -> None:
    spec = importlib.util.spec_from_file_location("score", shared / "contract" / "score.py")
    assert spec is not None and spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    wrong: dict[str, object] = {}
    for path in sorted([*(shared / "reports").glob("*.txt"), *(shared / "dev").glob("*.txt")]):
        text = clean_text(read_document(path, source=path.name))
        found = [
            {"title": row.title, "document_number": row.document_number}
            for row in rows(find_policies(text, section_tree(text), (), vocabulary()))
        ]
        with (shared / "gold" / path.stem / "policies.csv").open(encoding="utf-8-sig") as handle:
            _, missed, extra = score.pair(list(csv.DictReader(handle)), found, score.same_policy)
        if missed or extra:
            wrong[path.stem] = (missed, extra)
    assert not wrong


MARKS = [*["《", "》", "〈", "〉", "关于", "印发", "通知", "（", "）", "衢教〔2024〕3号", "，", "。", "办法"], "\n", "\t"]


@given(st.lists(st.sampled_from(MARKS), max_size=30))
def test_any_order_of_marks(parts: list[str]) -> None:
    printed = "".join(parts)
    for claim in claims_on(printed):
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(printed)
        assert claim.evidence.quote_start <= claim.evidence.start
        assert claim.evidence.quote_end >= claim.evidence.end
