"""Persons by a family name beside a word for people: 教师王某, 李某老师, （参赛选手：甲、乙）."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.naming import IdentityVocabulary

AFTER_NAME = (
    r"(?=$|[\s、，。；：！？）)（(《“\d]|[和与及等的获荣被入在为]|分获|分别|斩获|夺得|取得|主持|参与|参赛|主编|当选|成为|作为|代表|凭借|以|撰写|设计|负责|带领|指导|同志|因)"
)


LEFT = re.compile(r"(?:^|[^一-鿿]|其中|[由和与有为是如对向以被的])$")
WINS = "获|荣获|分获|斩获|夺得|被评|被授予|被聘|入选|当选|荣膺"


def _words(name: str) -> list[str]:
    return files("reportparse").joinpath("data", name).read_text(encoding="utf-8").split()


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    """Common words that begin with a family name."""
    return frozenset(_words("not_names.txt"))


@lru_cache(maxsize=1)
def _name() -> str:
    """A Chinese personal name: a family name and one or two characters more."""
    names = _words("surnames.txt")
    double = "|".join(name for name in names if len(name) > 1)
    single = "".join(name for name in names if len(name) == 1)
    given = "(?:(?![的和与等获荣被名位人次个所项门省市县校余多近约及以队师生级类层大各均共率量度数额])[一-鿿])"
    return rf"(?:(?:{double}){given}{{1,2}}?|[{single}]某{{0,2}}{given}{{1,2}}?|[{single}]某+)"


def find_persons(text: str, vocabulary: IdentityVocabulary, institutions: Sequence[Entity]) -> Iterator[Entity]:
    """Yields entities of kind person; in a list each name is one (`教师甲、乙和丙`)."""
    if not vocabulary.roles:
        return
    roles = "|".join(sorted(map(re.escape, vocabulary.roles), key=lambda r: (-len(r), r)))
    name = _name()
    starts = {entity.end for entity in institutions}
    listed = re.compile(rf"(?:{roles})[:：]?({name}{AFTER_NAME}(?:[、和与及]{name}{AFTER_NAME})*)")
    for match in listed.finditer(text):
        yield from _each(match, 1)
    before = re.compile(rf"({name}(?:、{name})*)(?:{roles})")
    for match in before.finditer(text):
        if match.start() in starts or LEFT.search(text[max(0, match.start() - 2) : match.start()]):
            yield from _each(match, 1)
    alone = re.compile(rf"(?<=[，。；、：\n])({name})(?=(?:{WINS}))")
    for match in alone.finditer(text):
        if len(match[1]) > 2:
            yield from _each(match, 1)
    beside = re.compile(rf"{name}(?=[、，]?(?:{WINS})|[、和](?:{name}){AFTER_NAME})")
    for start in sorted(starts):
        if (name_beside := beside.match(text, start)) and name_beside.group() not in _not_names():
            yield Entity("person", name_beside.group(), start, name_beside.end())


def _each(match: re.Match[str], group: int) -> Iterator[Entity]:
    offset = match.start(group)
    for part in re.finditer(r"[^、]+", match[group]):
        pieces = re.split(r"(?<=[一-鿿]{2})[和与及](?=[一-鿿]{2})", part.group())
        at = part.start()
        for piece in pieces:
            if piece not in _not_names():
                yield Entity("person", piece, offset + at, offset + at + len(piece))
            at += len(piece) + 1
