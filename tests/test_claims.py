from __future__ import annotations

from array import array
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from reportparse.claims import settle
from reportparse.model import Claim, Evidence, Identity, Indicator, Removed, Section, Sections, Text
from reportparse.numbers import find_numbers

IDENTITY = Identity("甲市-中职-2024", "2024", "甲市", "", "city", "中职", "", "")


def as_text(text: str, removed: tuple[Removed, ...] = ()) -> Text:
    return Text(text, array("i", [0] * len(text)), array("i", range(len(text))), removed=removed)


def sections(text: str) -> Sections:
    return Sections((Section("1", "", 1, "一、", "", "body", 0, len(text), 0, 0, 0),))


def claim(rule: str, code: str, start: int, weight: float, value: int = 1, **more: object) -> Claim:
    record, evidence = Indicator(code, "level", Decimal(value), "人"), Evidence(start, start + 1, start, start + 1)
    return Claim(rule, record, evidence, (start,), weight, **more)  # type: ignore[arg-type]


def settled(text: str, *claims: Claim, removed: tuple[Removed, ...] = ()):  # type: ignore[no-untyped-def]
    printed = as_text(text, removed)
    return settle(claims, printed, sections(text), IDENTITY, find_numbers(printed, sections(text)))


def test_the_claim_that_explains_more_text_wins_whatever_the_order() -> None:
    weak, strong = claim("a", "students.enrolled", 2, 3), claim("b", "students.graduates", 2, 5)
    for order in ((weak, strong), (strong, weak)):
        facts, ledger, losses = settled("共有5人。", *order)
        assert [fact.claim.rule for fact in facts] == ["b"]
        assert [(loss.claim.rule, loss.winner) for loss in losses] == [("a", "b")]
        assert [(entry.state, entry.reference) for entry in ledger] == [("indicator", facts[0].fact_id)]


def test_a_tie_is_reported() -> None:
    _, _, losses = settled("共有5人。", claim("a", "x.one", 2, 4), claim("b", "x.two", 2, 4))
    assert len(losses) == 1
    assert losses[0].reason.startswith("tie")


def test_what_is_said_twice_is_one_fact_at_its_first_place() -> None:
    facts, ledger, _ = settled("共有5人。又有5人。", claim("a", "x.one", 2, 4, 5), claim("a", "x.one", 7, 4, 5))
    assert [fact.claim.evidence.start for fact in facts] == [2]
    assert [(entry.state, entry.reference) for entry in ledger] == [("indicator", facts[0].fact_id), ("context", facts[0].fact_id)]


def test_ids_do_not_depend_on_other_facts() -> None:
    alone, _, _ = settled("共有5人，另有6人。", claim("a", "x.one", 2, 4))
    both, _, _ = settled("共有5人，另有6人。", claim("a", "x.one", 2, 4), claim("b", "x.two", 7, 4))
    assert alone[0].fact_id == both[0].fact_id


def test_numbers_of_removed_furniture_are_listed_as_structure() -> None:
    _, ledger, _ = settled("共有5人。", removed=(Removed("- 12 -", "page_number", 3, 0),))
    assert [(entry.text, entry.state, entry.removed) for entry in ledger] == [("12", "structure", True), ("5", "residual", False)]


def test_spans_of_time_are_no_worklist() -> None:
    _, ledger, _ = settled("实习6个月，住宿8人。")
    assert [entry.state for entry in ledger] == ["other", "residual"]


@given(st.text(alphabet="共有人所年月第一二三123456.,，。（）%", max_size=60), st.data())
def test_every_number_is_in_the_ledger_once_whatever_is_claimed(text: str, data: st.DataObject) -> None:
    printed = as_text(text)
    numbers = find_numbers(printed, sections(text))
    starts = [number.start for number in numbers] or [0]
    claims = [claim(f"r{i}", f"x.{i}", data.draw(st.sampled_from(starts)), data.draw(st.integers(1, 5))) for i in range(3)]
    _, ledger, _ = settle(claims, printed, sections(text), IDENTITY, numbers)
    assert [(entry.start, entry.end) for entry in ledger] == [(number.start, number.end) for number in numbers]
