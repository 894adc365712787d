"""Patterns over tokens: the notation, and what it matches on lines cut into words, numbers and names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from reportparse.errors import RuleError
from reportparse.facts.token_rules import lines_of_tokens, token_matches
from reportparse.model import Entity, Number
from reportparse.rulebook.token_patterns import token_pattern

TEXT = "全市12所参加试点的中职学校与甲公司共建8个基地，培训教师300人。\n没有数的一行学校。\n高中学习3人。"
PARTS = {"school": "中职学校|职业学校|学校|中学", "verb": "共建|建设"}


def numbers() -> tuple[Number, ...]:
    found, at = [], 0
    for digits, unit in (("12", "所"), ("8", "个"), ("300", "人"), ("3", "人")):
        start = TEXT.index(digits + unit, at)
        at = start + len(digits)
        found.append(Number(start, at, start, at + len(unit), Decimal(digits), unit, unit, "quantity", group=start))
    return tuple(found)


ENTITIES = (Entity("organisation", "甲公司", TEXT.index("甲公司"), TEXT.index("甲公司") + 3),)


def found(source: str) -> list[str]:
    pattern = token_pattern(source, PARTS, "test")
    tagged = any(piece.needs_flags for piece in pattern)
    everywhere, looked_for = (
        [TEXT[m.start:m.end] for line in lines for m in token_matches(pattern, line, TEXT)]
        for lines in (
            lines_of_tokens(TEXT, numbers(), ENTITIES, frozenset({"中职学校"}), tagged=tagged),
            lines_of_tokens(TEXT, numbers(), ENTITIES, frozenset({"中职学校"}), tagged=tagged, patterns=[pattern]),
        )
    )
    assert looked_for == everywhere, "a line was left out in which the pattern matches"
    return everywhere


CASES = [
    pytest.param("#所", ["12所"], id="number-with-unit"),
    pytest.param("#", ["12所", "8个", "300人", "3人"], id="any-number"),
    pytest.param("#所 …4 {school}", ["12所参加试点的中职学校"], id="gap-and-part"),
    pytest.param("#所 …1 {school}", [], id="gap-too-short"),
    pytest.param("#所 …9 #个", ["12所参加试点的中职学校与甲公司共建8个"], id="gap-up-to-a-number"),
    pytest.param("#所 …9 #人", [], id="gap-runs-over-no-number"),
    pytest.param("#个 …9 教师", [], id="gap-runs-over-no-comma"),
    pytest.param("@organisation {verb} #个 基地", ["甲公司共建8个基地"], id="name"),
    pytest.param("与 @ {verb}", ["与甲公司共建"], id="any-name"),
    pytest.param("@school", [], id="other-name"),
    pytest.param("(培训|培养) (学生|教师)? #人", ["培训教师300人"], id="group"),
    pytest.param("培训 学生? 教师 #人", ["培训教师300人"], id="optional"),
    pytest.param("{school}", ["中职学校"], id="only-lines-with-numbers-and-whole-words"),
    pytest.param("中学", [], id="no-word-cut-out-of-others"),
    pytest.param("学校", [], id="no-end-of-a-longer-word"),
    pytest.param("/v /n #人", ["培训教师300人"], id="parts-of-speech"),
    pytest.param("全市 #所 参加 试点 的 中职 学校", [], id="a-word-of-the-dictionary-is-one-token"),
    pytest.param("参加试点", ["参加试点"], id="words-over-several-tokens"),
]


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_what_matches(source: str, expected: list[str]) -> None:
    assert found(source) == expected


def test_groups_have_spans() -> None:
    pattern = token_pattern("number:#所 …4 who:{school}", PARTS, "test")
    line = next(lines_of_tokens(TEXT, numbers(), ENTITIES, frozenset({"中职学校"}), tagged=False))
    match = next(token_matches(pattern, line, TEXT))
    assert {name: TEXT[start:end] for name, (start, end) in match.groups.items()} == {"number": "12所", "who": "中职学校"}


FAULTS = [
    ("#所 (学校", "is open"), ("学校)", "closes nothing"), ("{unknown}", "no part or lexicon"), ("@town", "no name is a"),
    ("&", "no element"),
    ("…", "may match nothing"), ("学校?", "may match nothing"), ("(a|)", "empty alternative"), ("", "empty alternative"),
]


@pytest.mark.parametrize(("source", "what"), FAULTS)
def test_faults_are_told(source: str, what: str) -> None:
    with pytest.raises(RuleError, match=what):
        token_pattern(source, PARTS, "test.yaml:3: rule")
