"""Persons in the shapes of lists of winners and holders: `机电系张某老师`, `甲、乙两名同学`, `张某主编的《…》`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled, ready
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import NOTHING, words
from reportparse.model import Entity
from reportparse.rulebook.beginnings import beginnings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reportparse.facts.prose import Sentence
    from reportparse.rulebook import Pack

_NO_NAMES = regex.compile(
    "我校|本校|全省|全市|全国|以及|其中|同时|许多|多位|多名|几名|一名|两名|数名|包括|于是|水平|单项|古代|平均|常见|连续|向上|时间|温馨|常年|高度|全程|共"
)
"""Words that begin like a family name."""
_NO_SIGNS = "各再首多先后分别已曾又也还共均参加成功在于中上获荣被等名次"
"""Signs that a name after a role without a known family name does not have."""


@lru_cache(maxsize=1)
def _family_names() -> tuple[str, str]:
    """The family names of two signs as an alternation, those of one as a class."""
    names = files("reportparse").joinpath("data", "surnames.txt").read_text(encoding="utf-8").split()
    return "|".join(name for name in names if len(name) > 1), "".join(name for name in names if len(name) == 1)


@lru_cache(maxsize=1)
def _family_signs() -> re.Pattern[str]:
    """The first signs of family names. The standard library looks up a sign among many at once, the other one by one."""
    double, single = _family_names()
    return re.compile(f"[{single}{''.join(name[0] for name in double.split('|'))}]")


@lru_cache(maxsize=1)
def _full_name() -> regex.Pattern[str]:
    double, single = _family_names()
    return compiled(rf"(?:{double})\p{{Han}}{{1,2}}|[{single}]\p{{Han}}{{1,2}}")


def looks_like_name(text: str) -> bool:
    """Whether a text is as long as a person's name and begins with a family name."""
    return _full_name().fullmatch(text) is not None


def _last_signs(pack: Pack) -> str:
    """The signs that names of institutions end in, short forms too (市一职)."""
    return "".join(sorted({noun[-1] for noun in (*pack.identity.nouns, *pack.identity.abbreviations)}))


def _shapes(pack: Pack) -> Iterator[str]:
    """Patterns whose group `n` is a name; `school` in one marks that it must stand right behind the name of an institution, `beside`
    that a bracket behind it must begin with one, `told` that this bracket must tell of the person."""
    double, single = _family_names()
    given = r"\p{Han}{1,2}"
    name = rf"(?:(?:{double}){given}|[{single}](?![、，的和与等获荣被]){given})"
    brief = rf"(?:(?:{double}){given}?|[{single}](?![、，的和与等获荣被]){given}?)"
    some = r"(?:[两三四五六七八九十]|[0-9]{1,2})[位名人]"
    roles = "|".join(sorted(map(regex.escape, pack.identity.roles), key=len, reverse=True)) or r"(?!)"
    last_of_roles = "".join(sorted({role[-1] for role in pack.identity.roles})) or "\0"
    verbs = "|".join(map(regex.escape, ("荣获", "分别", "双双", "参加", "代表", "成为", *pack.identity.person_verbs)))
    ends = _last_signs(pack)
    made, works = words(pack, "made_verb"), words(pack, "work_noun")
    noun_ends = "".join(sorted({word[-1] for word in regex.findall(r"[^|\\]+", words(pack, "contest_noun"))})) or "\0"
    marks = "".join(sorted({word[0] for word in regex.findall(r"[^|\\]+", words(pack, "prize"))})) or "\0"
    won = rf"(?:成功|顺利|光荣|再次)?(?:{words(pack, 'win_verb', 'grant_verb')}|被评|被授|[获摘夺])"
    shared = r"(?:分获|分别获|双双|[均都皆各同][获得夺摘捧])"
    noun = words(pack, "contest_noun")
    there = rf"在[^，。；]{{2,40}}?(?:{noun})[\p{{Han}}]{{0,6}}?，?(?:分别|先后|{shared}|{won})"
    work = rf"(?!指导)(?:{made})的[\p{{Han}}]{{0,6}}?(?:{works}|{noun})(?:分别|双双|先后|均)?(?:在|{won})"
    in_track = rf"在[^，。；、]{{2,20}}?(?:{words(pack, 'track_noun')})[中上]?(?:[、，和][^，。；、]{{2,20}}在|(?:{shared}|{won}))"
    with_others = rf"(?:{there}|{work}|组成|组队|搭档|联手|联袂|携手|合作|结对|共同|一[同起道]|{verbs}|{shared}|{won})"
    border = rf"(?:(?<=^|[，；：。、由系部科组班室{ends}])|(?<=[{last_of_roles}])(?<={roles}))"
    yield rf"(?<=[系部科组班院室]|^|[，；：、（])(?P<n>{brief})(?=(?:{roles}))"
    yield rf"(?<=^|[，；：、（和{ends}])(?P<n>{name})(?=(?:[、和]{name})*{some}(?:{roles})?)"
    yield rf"(?<=[、和])(?P<n>{brief})(?={some}|组成|组队|搭档|(?:{roles}))"
    yield rf"(?<=^|[，；：、由{ends}])(?P<n>{brief})(?=(?:{made})的?(?:{works})?[《“])"
    yield rf"(?P<school>)(?P<n>{brief})(?={won})"
    yield rf"(?<=[市县区镇村]民|市民|居民|村民)(?P<n>{brief})(?={won})"
    yield rf"(?<=^|。)(?P<n>{brief})(?={won})"
    yield rf"(?<=[{last_of_roles}])(?<={roles})(?P<n>(?:(?![{_NO_SIGNS}])\p{{Han}}){{2,4}}?)(?={verbs}|{won})"
    yield rf"(?<=^|[，；：。])(?P<n>{brief})(?=(?:、\p{{Han}}{{2,4}})+?{shared})"
    yield rf"(?<=^|[，；：。、由])(?P<n>{brief})(?=(?:、{brief})+(?:(?:{made})的?[《“]|组成|组队|搭档))"
    yield rf"{border}(?P<n>{brief})(?=(?:[、和与]{brief})+{with_others})"
    yield rf"(?<=[、和与])(?<={border}(?:{brief}[、和与])+)(?P<n>{brief})(?=(?:[、和与]{brief})*{with_others})"
    yield rf"(?<=^|[，；：。])(?P<n>[{single}]\p{{Han}}(?![班社课组队员们生委会部科室系级届])\p{{Han}})(?={there})"
    yield rf"(?<=^|[，；：。、和系部科组班室])(?P<n>{brief})(?={in_track})"
    yield rf"(?P<school>)(?P<n>{brief})(?={in_track}|{there}|在[^，。；、]{{2,30}}?(?:{noun})[中上]?[、，和][^，。；、]{{2,20}}在)"
    yield rf"(?<=^|[，；：。、由{ends}])(?P<n>{brief})(?={work})"
    yield rf"(?<=[{last_of_roles}])(?<={roles})(?P<n>{brief})(?=的(?:{works}|{noun})(?:在|{won}))"
    yield rf"(?<=[{last_of_roles}])(?<={roles})(?P<n>{brief})(?=[、和]\p{{Han}}{{0,4}}(?:{roles}){brief})"
    yield rf"(?<=[{last_of_roles}])(?<={roles})(?P<n>{brief})(?=凭借|凭|[以将把](?!来|上|下|后|及))"
    yield rf"(?<=[系部科组班室])(?P<n>{brief})(?=[、和][\p{{Han}}0-9]{{2,10}}[系部科组班室]{brief})"
    yield rf"(?<=[系部科组班室]{brief}[、和][\p{{Han}}0-9]{{2,10}}[系部科组班室])(?P<n>{brief})(?=[、和]|{shared}|{won}|{verbs})"
    yield rf"(?<=^|[，；。])(?P<n>{brief})(?=不仅|不但|不只)"
    yield rf"(?<=^|[，；：。、])(?P<n>{brief})(?=的\p{{Han}}{{0,6}}《)"
    yield rf"(?P<told>)(?<=^|[，；：。、和]|{FILL}[、和，])(?P<n>{brief})(?={FILL}{{3}})"
    yield rf"(?P<school>)(?P<n>{brief})(?=[，：](?:{words(pack, 'prize')}))"
    yield rf"(?P<school>)(?P<n>{brief})(?={FILL}{{3}})"
    yield rf"(?<=[{last_of_roles}])(?<={roles})(?P<n>{brief})(?=位?列[“{marks}])"
    yield rf"(?<=[{noun_ends}][上中里]，)(?P<n>{brief})(?={won})"
    yield rf"(?<=[{ends}]\s)(?P<n>\p{{Han}}{{2,4}})(?=[、，；。\s]|$)" if ends else NOTHING
    yield rf"(?<={name}、)(?P<n>\p{{Han}}{{2,4}}?)(?={shared}|[获摘夺])"
    yield rf"(?P<beside>)(?<=^|[，；：。]|{FILL}[、和])(?P<n>{brief})(?={FILL}{{4}})"
    yield rf"(?<=另有|还有|其中|以及)(?P<n>{brief})(?=、{name})"


@dataclass(frozen=True, slots=True)
class _Patterns:
    """The shapes of a pack in their order, where one that begins with a family name may stand, and what no name has in it."""

    shapes: tuple[regex.Pattern[str], ...]
    by_family: tuple[int, ...]
    """The shapes that begin with a family name."""
    family: regex.Pattern[str]
    """Any of them: most family signs are part of a word, and none of the shapes need be tried there."""
    no_person: regex.Pattern[str]
    told: regex.Pattern[str]
    """What a bracket behind a name tells of the person: a prize, or the people of a role."""

    def matches(self, text: str) -> Iterator[regex.Match[str]]:
        """The matches of each shape that do not overlap, shape by shape."""
        last = (-1, 0)
        for shape, match in sorted(self._found(text), key=lambda found: (found[0], found[1].start())):
            if shape != last[0] or match.start() >= last[1]:
                last = (shape, match.end())
                yield match

    def _found(self, text: str) -> Iterator[tuple[int, regex.Match[str]]]:
        for place in _family_signs().finditer(text):
            if self.family.match(text, place.start()):
                for shape in self.by_family:
                    if match := self.shapes[shape].match(text, place.start()):
                        yield shape, match
        for shape, pattern in enumerate(self.shapes):
            if shape not in self.by_family:
                yield from ((shape, match) for match in pattern.finditer(text, overlapped=True))


def _patterns(pack: Pack) -> _Patterns:
    shapes = tuple(map(compiled, _shapes(pack)))
    by_family = tuple(
        index for index, shape in enumerate(shapes)
        if (starts := beginnings(shape.pattern)) and all(_family_signs().match(start) for start in starts)
    )
    family = compiled("|".join(shapes[index].pattern for index in by_family))
    roles = "|".join(sorted(map(regex.escape, pack.identity.roles), key=len, reverse=True)) or NOTHING
    told = compiled(rf"[（(](?:(?:{words(pack, 'prize')})|[\p{{Han}}]{{0,4}}(?:{roles})[：:])")
    return _Patterns(shapes, by_family, family, compiled(words(pack, "not_person", "contestant", "team_noun")), told)


def with_people(sentence: Sentence, entities: Sequence[Entity], pack: Pack, known: Collection[str] = ()) -> tuple[Entity, ...]:
    """The entities of a sentence and the persons that stand in a list of winners beside them or whose names are `known`; a word
    that only looks like a name is taken out."""
    patterns = pack.once(_patterns)
    no_person, bare = patterns.no_person, sentence.bare
    found = [e for e in entities if e.kind != "person" or not no_person.search(e.name)]
    ends = {e.end for e in found if e.kind in {"school", "issuer", "place"}}
    heads = {e.start for e in found if e.kind == "school"}
    covered = {i for e in found for i in range(e.start, e.end)}
    persons = sorted(name for name in known if name in bare and not no_person.search(name))
    places = [(sentence.start + m.start(), name) for name in persons for m in ready(regex.escape(name)).finditer(bare)]
    for match in patterns.matches(bare):
        start, name = sentence.start + match.start("n"), match.group("n")
        if "beside" in match.re.groupindex and start + len(name) + 1 not in heads:
            continue
        if "told" in match.re.groupindex and not patterns.told.match(sentence.plain, match.end("n")):
            continue
        if ("school" not in match.re.groupindex or start in ends) and not _NO_NAMES.search(name) and not no_person.search(name):
            places.append((start, name))
    for start, name in places:
        within = [e for e in found if e.kind == "place" and start <= e.start and e.end <= start + len(name)]
        if within and name not in known and all(e.name[-1] not in "省市县区州" for e in within):  # 余江 in 余江红 is no place
            found = [e for e in found if e not in within]
            covered.difference_update(i for e in within for i in range(e.start, e.end))
        if covered.isdisjoint(range(start, start + len(name))):
            found.append(Entity("person", name, start, start + len(name)))
            covered.update(range(start, start + len(name)))
    return tuple(sorted(found, key=lambda e: e.start))
