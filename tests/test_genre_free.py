"""The engine knows no genre: no word of a pack stands in the strings of the code."""

from __future__ import annotations

import ast
import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import regex

from reportparse.rulebook import load_rules

SOURCE = Path(__file__).resolve().parent.parent / "src" / "reportparse"
FILES = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))

_HAN = regex.compile(r"\p{Han}{2,}")

# What marks a word as the genre's own; words of the packs without any of these (完成, 目标, 名单) belong to the language at large.
ROOTS = (
    "在校", "在籍", "招生", "录取", "毕业", "就业", "升学", "教师", "老师", "学生", "选手", "双师", "职业", "中职",
    "高职", "职教", "技工", "技师", "实训", "实习", "专业", "课程", "教材", "学徒", "职称", "证书", "奖", "赛",
    "学校", "院校", "学院", "大学", "中学", "高中", "中专", "校企", "产教", "生均", "名师", "班主任", "工位", "图书",
    "助学金", "资助", "培训", "教学", "校长", "讲师", "教授", "课题", "论文", "社团", "专利",
)

SECTORS = {"中职", "高职", "职教", "其他"}
"""Values of the delivery's column `sector`, which the code must name."""

# File -> why words of the genre (still) stand in it. A file that is mended fails here until its row is gone.
KNOWN: dict[str, str] = {
    "delivery/year_tables.py": "what the columns hold, in the words of the delivery's contract",
}


def literal_words(pattern: str) -> Iterator[str]:
    """The runs of Chinese characters in a pattern."""
    yield from _HAN.findall(regex.sub(r"\[[^\]]*\]|\\p\{\w+\}", " ", pattern))


@cache
def genre_words() -> frozenset[str]:
    """The words of the codebooks, lexicons and terms of all packs."""
    found: set[str] = set()
    for pack in load_rules().packs:
        with (pack.folder / "codebook.csv").open(encoding="utf-8", newline="") as handle:
            found.update(word for row in csv.DictReader(handle) for word in literal_words(row["label"]))
        for lexicon in pack.lexicons.values():
            found.update(word for entry in lexicon.words for word in literal_words(entry))
        for rule in pack.indicators:
            found.update(word for term in (*rule.rule.terms, *rule.rule.rates) for word in literal_words(term))
        found.update(noun for noun in pack.identity.nouns)
    return frozenset(word for word in found if any(root in word for root in ROOTS))


def strings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string of the code with its line; docstrings, attribute docstrings and what an error says are no code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose and node.value not in SECTORS:
            yield node.lineno, node.value


@cache
def longest_first() -> regex.Pattern[str]:
    return regex.compile("|".join(map(regex.escape, sorted(genre_words(), key=len, reverse=True))))


def marked(names: list[str]) -> list[object]:
    marks = {name: [pytest.mark.xfail(strict=True, reason=reason)] for name, reason in KNOWN.items()}
    return [pytest.param(name, id=name, marks=marks.get(name, [])) for name in names]


@pytest.mark.parametrize("name", marked(FILES))
def test_no_word_of_a_pack_in_the_code(name: str) -> None:
    found = [f"{name}:{line}: {match.group()}" for line, text in strings(SOURCE / name) for match in longest_first().finditer(text)]
    assert not found


def test_the_list_of_words_is_drawn_from_the_packs() -> None:
    assert {"在校生", "毕业生", "一等奖", "教师"} <= genre_words()
    assert len(genre_words()) > 300


def test_a_word_in_the_code_is_found(tmp_path: Path) -> None:
    path = tmp_path / "a.py"
    path.write_text('"""在校生"""\nX = 1\n"""在校生 of a field"""\nY = f"{X}名在校生"\n', encoding="utf-8")
    assert [line for line, text in strings(path) if longest_first().search(text)] == [4]
