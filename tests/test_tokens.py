"""The cut into tokens is jieba's own, with words of one's own, whatever stands in the text."""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportparse import tokens
from reportparse.tokens import FREQUENCY, cut, word_guard

if TYPE_CHECKING:
    from pathlib import Path

jieba = pytest.importorskip("jieba")
OWN = frozenset({"双师型教师", "中职学校", "产教融合", "校"})
PARTS = ["全市", "中职学校", "高富帅", "吉林工业大学", "双师型", "双师型教师", "培训人次要达到", "吉林", "T恤", "卡拉OK", "阿Q", "榔头",
         "其中专任教师", "毕业生", "研究生命", "2024年", "12.5%",
         "，", "。", "、", "\n", "\t", " ", "\r\n", "A", "b", "1+X", "龘", "𠀀", "校", "“", "（"]


@cache
def reference() -> object:
    """jieba itself with the same words."""
    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in OWN | tokens._UNIT_WORDS:
        tokenizer.add_word(word, FREQUENCY)
    return tokenizer


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS) | st.text("的一是中国职业学校教育人生发展大会A1 ，%", max_size=6), max_size=12).map("".join))
def test_cuts_as_jieba_does(text: str) -> None:
    assert cut(text, OWN) == list(reference().tokenize(text, HMM=False))  # type: ignore[attr-defined]


def test_another_edition_of_the_dictionary_is_put_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shuffled = tmp_path / "dict.txt"
    shuffled.write_text("学校 50 n\n中学 9 n\nT恤 4 n\n学 8 v\n学习 70 v\n中学生 3 n\n高 5 a\n高中 60 n\n", encoding="utf-8")
    monkeypatch.setattr(tokens, "_dictionary_file", lambda: shuffled)
    words = tokens._Words(shuffled.read_bytes())
    assert words.total == 209
    assert words.beginning("学") == [("学", 8)]
    assert words.beginning("中学") == [("中学", 9), ("中学生", 3)]
    assert words.beginning("T恤") == [("T恤", 4)]
    assert words.beginning("教师") == []


@pytest.mark.parametrize(("text", "term", "whole"), [
    pytest.param("其中专任教师12人", "中专", False, id="cut-out-of-two-words"),
    pytest.param("全市中专在校生", "中专", True, id="a-word"),
    pytest.param("（学校）", "学校", True, id="between-brackets"),
    pytest.param("，学校", "，", True, id="a-mark"),
    pytest.param("学校", "学校", True, id="the-whole-text"),
])
def test_guard_refuses_spans_that_cut_a_word(text: str, term: str, whole: bool) -> None:
    at = text.index(term)
    assert word_guard(text, ["专任教师"])(at, at + len(term)) is whole
