"""Persons by a family name beside a word for people or a verb of winning: 教师王某, 李某老师, （参赛选手：甲、乙）, 甲、乙获评."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled
from reportparse.model import Entity
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.naming import IdentityVocabulary

Pattern = re.Pattern[str] | regex.Pattern[str]
Match = re.Match[str] | regex.Match[str]

WINS = "获|荣获|分获|分别获|斩获|夺得|被评|被授予|被聘|被认定|入选|当选|荣膺"
AFTER_NAME = (
    r"$|[\s、，。；：！？）)（(《“\d]|[和与及等的获荣被入在为以因]|分|斩获|夺得|取得|主持|参与|主编|当选|成为|作为|代表|凭借|撰写|设计|负责|带领|指导|同志"
)
"""What may follow a name, beside the verbs of the genre."""
LEFT = re.compile(r"(?:^|[^一-鿿]|其中|[由和与有为是如对向以被的])$")
# A name before a verb of winning follows a mark, or the end of a word for a class, school, programme or group (2301班甲获…).
LEFT_OF_WINNER = re.compile(r"(?:^|[，。；、：\s（(]|[班级系部校院社生员])$")


def _words(name: str) -> list[str]:
    return files("reportparse").joinpath("data", name).read_text(encoding="utf-8").split()


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    """Common words that begin with a family name."""
    return frozenset(_words("not_names.txt"))


def _is_word(name: str) -> bool:
    """Whether it is a common word or a place (金华, 安康)."""
    return name in _not_names() or bool(load_regions().named(name))


@lru_cache(maxsize=1)
def _name() -> str:
    """A Chinese personal name: a family name and one or two characters more."""
    names = _words("surnames.txt")
    double = "|".join(name for name in names if len(name) > 1)
    single = "".join(name for name in names if len(name) == 1)
    given = "(?:(?![的和与等获荣被名位人次个所项门省市县校余多近约及以队师生级类层大各均共率量度数额分奖])[一-鿿])"
    return rf"(?:[一-鿿]{{1,6}}·[一-鿿]{{1,7}}|(?:{double}){given}{{1,2}}?|[{single}](?:某{{0,2}}{given}{{1,2}}?|某+))"


@lru_cache(maxsize=8)
def _patterns(vocabulary: IdentityVocabulary) -> tuple[Pattern, ...]:
    """Names after a word for people; before one; before a verb of winning; right after an institution; alone in brackets or
    after the name of a prize.

    The standard library compiles the many family names slowly, but finds names in a text faster: it has those that begin with one."""
    roles = _either(vocabulary.roles)
    ending = _either((*vocabulary.roles, *vocabulary.groups))
    name = _name()
    after = "|".join((AFTER_NAME, *map(re.escape, vocabulary.person_verbs)))
    each = f"{name}(?={after})"
    return (
        compiled(rf"(?:{roles})[:：]?({each}(?:[、和与及]{each})*)"),
        re.compile(rf"({name}(?:[、和与及]{name})*)(?:{ending})"),
        re.compile(rf"({name}(?:[、和与及]{name})*)(?=等?[\d一二两三四五六七八九十]*[人名位]?(?:{WINS}))"),
        compiled(rf"({each})(?P<after>[、和与及，；]?)(?=(?P<wins>{WINS}|等|[一二两三四五六七八九十\d]+[位名])?)"),
        compiled(rf"(?:[（(]|(?:{_either(vocabulary.person_heads)})[:：])({name}(?:[、，和]{name})*)(?=[）)；。\n])"),
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) or r"(?!)"


def find_persons(text: str, vocabulary: IdentityVocabulary, institutions: Sequence[Entity]) -> Iterator[Entity]:
    """Yields entities of kind person; in a list each name is one (`教师甲、乙和丙`)."""
    if not vocabulary.roles:
        return
    after_role, before_role, winning, beside, in_brackets = _patterns(vocabulary)
    ends = {entity.end for entity in institutions}
    found: list[Match] = list(after_role.finditer(text))
    found += [
        match for match in before_role.finditer(text)
        if match.start() in ends or LEFT.search(text[max(0, match.start() - 2) : match.start()])
    ]
    found += [
        match for match in winning.finditer(text)
        if match.start() in ends or LEFT_OF_WINNER.search(text[max(0, match.start() - 1) : match.start()])
    ]
    starts = {entity.start for entity in institutions}
    listed: set[int] = set()  # ends of names that stand right after an institution in a list of such pairs
    for entity in institutions:
        match = beside.match(text, entity.end)
        if match and (match["wins"] or (match["after"] and match.end() in starts) or entity.start in listed):
            found.append(match)
            listed.add(match.end())
    found += [match for match in in_brackets.finditer(text) if _all_names(match[1])]
    seen: set[int] = set()
    for match in found:
        for entity in _each(match, vocabulary):
            if entity.start not in seen:
                seen.add(entity.start)
                yield entity


def _all_names(listed: str) -> bool:
    """Whether the words in a bracket are names beyond doubt: none is a common word, and one of three characters is among them."""
    pieces = re.split(r"[、，和]", listed)
    return not any(_is_word(piece) for piece in pieces) and any(len(piece) > 2 for piece in pieces)


def _each(match: Match, vocabulary: IdentityVocabulary) -> Iterator[Entity]:
    """The names of a list, words that only look like a name left out."""
    offset = match.start(1)
    at = 0
    for piece in re.split(r"([、，]|(?<=[一-鿿]{2})[和与及](?=[一-鿿]{2}))", match[1]):
        if len(piece) > 1 and not _is_word(piece) and not any(len(w) > 1 and w in piece for w in vocabulary.generic):
            yield Entity("person", piece, offset + at, offset + at + len(piece))
        at += len(piece)
