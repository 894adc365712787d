"""The characters that a pattern's matches may begin with: never fewer than they do begin with."""

from __future__ import annotations

import pytest
import regex

from reportparse.rulebook import load_rules
from reportparse.rulebook.beginnings import beginnings, may_match, needs
from reportparse.rulebook.terms import terms_of

CASES = [
    pytest.param("教师", {"教师"}, id="word"),
    pytest.param("(?:专任)?教师", {"专任", "教师"}, id="optional-word"),
    pytest.param("(?:在校|在籍)?(?:学)?生", {"在校", "在籍", "学生", "生"}, id="one-or-two"),
    pytest.param("[中高]职", {"中职", "高职"}, id="class"),
    pytest.param("留(?P<gap>[^，]{0,9}?)就业", {"留"}, id="gap-behind"),
    pytest.param("留(?:市|省)?就业", {"留市", "留省", "留就"}, id="inside"),
    pytest.param("(?<!未)就业(?!率)", {"就业"}, id="looks-around"),
    pytest.param("(?:人|天)+次", {"人人", "人天", "天人", "天天", "人次", "天次"}, id="repeated"),
    pytest.param("(?:人){2}次", {"人人", "人次"}, id="counted-repeat-may-give-more"),
    pytest.param("(?:省|市)*级", {"省省", "省市", "市省", "市市", "省级", "市级", "级"}, id="none-or-more"),
    pytest.param(r"1\+X", {"1+"}, id="escaped"),
    pytest.param(r"中\p{Han}", {"中"}, id="property-behind"),
    pytest.param("^教师$", {"教师"}, id="anchors"),
    pytest.param(r"\d{4}届", None, id="digit"),
    pytest.param("[^，]校", None, id="all-but"),
    pytest.param("[一-龥]校", None, id="range"),
    pytest.param("(?:教师)?", None, id="may-be-empty"),
    pytest.param("(?:教师)?|校", None, id="empty-alternative"),
    pytest.param("(?i)abc", None, id="flags"),
    pytest.param(r"(学)\1", None, id="reference"),
    pytest.param("教{e<=1}师", None, id="fuzzy"),
]


@pytest.mark.parametrize(("pattern", "expected"), CASES)
def test_beginnings(pattern: str, expected: set[str] | None) -> None:
    assert beginnings(pattern) == (None if expected is None else frozenset(expected))


NEEDS = [
    pytest.param("教师", (({"教"}, {"师"}),), id="word"),
    pytest.param(r"[^，]{4,9}?(?:评审|认定)(?:工作)?", (({"评审", "认定"},),), id="group-that-must-stand"),
    pytest.param(r"(?:(?P<n>\d+)[所个](?:国家级|省级)?)", (({"所", "个"},),), id="inside-of-a-group"),
    pytest.param(r"\d+所|\p{Han}(?:学校|院校)", (({"所"},), ({"学校", "院校"},)), id="alternatives"),
    pytest.param("[^，]{2,9}(?=学校)(?<!中)(?:人)*", ((),), id="nothing-of-its-own"),
    pytest.param("(?:学|\\d)校", (({"校"},),), id="branch-that-is-anything"),
    pytest.param("(?:学|)校", (({"校"},),), id="branch-that-is-empty"),
    pytest.param(r"(学)\1", ((),), id="unreadable"),
]


@pytest.mark.parametrize(("pattern", "expected"), NEEDS)
def test_needs(pattern: str, expected: tuple[tuple[set[str], ...], ...]) -> None:
    assert needs(pattern) == tuple(tuple(map(frozenset, alternative)) for alternative in expected)


def test_no_match_of_the_rules_lacks_what_its_pattern_needs() -> None:
    tried = 0
    for pack in load_rules().packs:
        patterns = [rule.regex for rule in pack.patterns] + [p for rule in pack.indicators for p in (rule.terms, rule.rates)]
        texts = [example.text for rule in (*pack.patterns, *pack.indicators) for example in rule.rule.gives]
        for pattern in filter(None, patterns):
            needed = needs(pattern.pattern)
            for match in filter(None, map(pattern.search, texts)):
                tried += 1
                assert may_match(needed, match.group()), (pattern.pattern, match.group())
    assert tried > 200


TEXT = "全市现有中职学校12所，其中公办9所；在校生4.2万人，专任教师2310人，双师型教师占62%。\n"
TEXT += "毕业生就业率96%，留本市就业1200人，升入高职院校900人，订单班18个，1+X证书试点7个。"


def test_terms_find_what_each_pattern_finds_by_itself() -> None:
    rules = [rule for pack in load_rules().packs for rule in pack.indicators]
    found = {(rule.rule.id, rate, match.span()) for (rule, rate), match in terms_of(rules).matches(TEXT)}
    each = {
        (rule.rule.id, rate, match.span())
        for rule in rules for pattern, rate in ((rule.terms, False), (rule.rates, True)) if pattern is not None
        for match in pattern.finditer(TEXT, overlapped=True)
    }
    assert found == each
    assert len({name for name, _, _ in found}) > 10


def test_every_term_of_the_rules_begins_as_told() -> None:
    """The words of the rules themselves, without what makes them patterns, begin with a beginning of their pattern."""
    for pack in load_rules().packs:
        for rule in pack.indicators:
            for words, pattern in ((rule.rule.terms, rule.terms), (rule.rule.rates, rule.rates)):
                starts = beginnings(pattern.pattern) if pattern is not None else None
                for word in words if starts is not None else ():
                    if regex.fullmatch(r"\p{Han}+", word):
                        assert starts is not None and {word[:1], word[:2]} & starts, f"{rule.place}: {word}"
