"""Who a sentence speaks of: institutions, places, teams and persons, joined into the groups that a list makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.prose import BRACKETED, FILL
from reportparse.facts.vocabulary import pattern, words, words_valued
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.facts.prose import Sentence
    from reportparse.model import Entity, Identity
    from reportparse.rulebook import Pack

_KINDS = {
    "school": "school", "place": "region", "province": "region", "nation": "region", "organisation": "organisation", "person": "person",
}
_JOIN = regex.compile(r"^\s*(?:[、，]|和|与|及|以及|、?以及)?(?:我[市省县区州]|全[市省县区州])?$")


@dataclass(frozen=True, slots=True)
class Party:
    """A unit that can be given something; `start:end` are offsets in the sentence, `foreign` when it lies outside the issuer."""

    name: str
    kind: str
    start: int
    end: int
    persons: tuple[str, ...] = ()
    foreign: bool = False


Group = tuple[Party, ...]


class Cast:
    """The parties of one report: settles what lies outside the issuer."""

    def __init__(self, identity: Identity, pack: Pack) -> None:
        self.identity, self.pack = identity, pack
        self.regions = load_regions()
        self.issuer = Party(identity.issuer, "school" if identity.level == "school" else "region", -1, -1)
        self.named_team = pattern(
            rf"(?!的“|{words(pack, 'contestant', 'delegation')})[\p{{Han}}“”]{{2,14}}?(?:{words(pack, 'named_team')})"
            rf"(?=[、，；。]|和|与|双双|均|分|荣?获|在|于|夺|摘|斩|喜|[各同]获|入选|被|通过|列入|成功|当选|代表|参加|为[学我本全]|$)")
        """A team of a school that has a name of its own: `英语团队`, `解剖教学团队`."""

    def parties(self, sentence: Sentence, entities: Sequence[Entity], hidden: Iterable[tuple[int, int]]) -> Group:
        """The parties of a sentence in order: persons are attached to the institution before them; entities that overlap `hidden`
        spans (names of contests, titles) or stand in brackets are left out."""
        spans = list(hidden)
        found: list[Party] = []
        for entity in entities:
            start, end = entity.start - sentence.start, entity.end - sentence.start
            if start < 0 or end > len(sentence.plain) or any(start < b and a < end for a, b in spans):
                continue
            if sentence.bare[start] == FILL and sentence.plain[start] != FILL:
                continue
            if not entity.name.strip():
                continue
            party = self._party(entity, start, end)
            if party.kind in {"school", "team"} and (team := self.named_team.match(sentence.bare, end)):
                own = party.name == self.issuer.name
                party = replace(party, name=team.group() if own else entity.name + team.group(), kind="team", end=team.end())
            if party.kind == "person" and (beside := _beside(sentence, end, entities)):
                party = replace(party, name=beside, kind="school")
            last = found[-1] if found else None
            between = sentence.bare[last.end : start] if last else ""
            if last and party.kind == "person" and last.kind not in {"region", "person"} and _attaches(between):
                found[-1] = replace(last, persons=(*last.persons, party.name), end=end)
                continue
            if last and last.kind in {"region", "school"} and between == "" and party.kind in {"school", "organisation", "region", "team"}:
                found[-1] = replace(party, start=last.start)
                continue
            found.append(party)
        return tuple(found)

    def in_brackets(self, sentence: Sentence, entities: Sequence[Entity]) -> dict[int, Party]:
        """Where brackets open that hold nothing but an institution -> the institution (`《…》（城南职业学校）`)."""
        found = {}
        for entity in entities:
            start, end = entity.start - sentence.start, entity.end - sentence.start
            if entity.kind == "school" and start > 0 and sentence.plain[start - 1] == "（" and sentence.plain[end : end + 1] == "）":
                found[start - 1] = self._party(entity, start, end)
        return found

    def _party(self, entity: Entity, start: int, end: int) -> Party:
        if entity.kind == "issuer":
            return Party(self.issuer.name, self.issuer.kind, start, end)
        kind = _KINDS[entity.kind]
        if self._is_part(entity):
            return Party(entity.name, "team", start, end)
        foreign = self._foreign(entity)
        name = "全国" if entity.kind == "nation" else entity.full or entity.name
        return Party(name, kind, start, end, (entity.name,) if kind == "person" else (), foreign)

    def _is_part(self, entity: Entity) -> bool:
        """Whether a place is a part of the reporting school (机电工程学院)."""
        return self.identity.level == "school" and entity.kind == "place" and not self.regions.at(entity.name, 0)

    def _foreign(self, entity: Entity) -> bool:
        identity = self.identity
        if entity.kind == "nation":
            return identity.level != "nation"
        if entity.kind == "province":
            return identity.level not in {"province", "nation"} or entity.name not in {identity.issuer, identity.province}
        if entity.kind in {"person", "organisation"} or identity.level == "nation":
            return False
        if identity.level == "school":
            return not (entity.name.startswith(identity.issuer) or identity.issuer.endswith(entity.name))
        within = identity.region_code
        form = self.regions.at(entity.name, 0)
        if not within or not form:
            return False
        around = within[:2]
        if any(r.lies_in(within) or (r.code[:2] == around and r.level == "province") for r in self.regions.named(form)):
            return False
        return entity.kind == "place" or form[-1] in "省市县区州盟旗"

    def subset_before(self, blank: str, start: int, end: int) -> Group:
        """A kind of the issuer's institutions that stands for itself (`市属学校`, `民办学校`)."""
        kind = words(self.pack, "own_kind")
        subset = pattern(rf"(?<=^|[，；：。中])(?P<name>{kind})(?=[共各均]*[获荣夺斩摘取拿收在有])")
        found = subset.search(blank, start, min(end + 2, len(blank)))
        return (Party(found.group("name"), "organisation", found.start("name"), found.end("name")),) if found else ()

    def team_before(self, blank: str, start: int, end: int) -> Group:
        """Teams and parts of the issuer named between `start` and `end` of a text in which names of contests are filled in."""
        team, who = words(self.pack, "team_noun"), words(self.pack, "contestant")
        office = words_valued(self.pack, "team_noun", "office")
        before = rf"(?:(?<=[，、；：。和与及中上里{FILL}])|^)(?:由|以|我们)?"
        made = words(self.pack, "made_verb")
        works = words(self.pack, "work_noun", "item_noun")
        after = rf"$|[，、；{FILL}]|(?:{made})?的(?=[《“]|[\p{{Han}}]{{0,2}}(?:{works}))"
        after += rf"|(?:{made})的[\p{{Han}}]{{1,4}}《|[在于和与及获荣夺同均分喜勇斩摘参代凭以入被]"
        after += r"|(?!建设|培育|培养|组建|打造|管理|创建|评选|遴选)[\p{Han}]{4}(?:，|$)"
        found = []
        for match in pattern(rf"{before}(?P<name>[\p{{Han}}“”·A-Za-z]{{1,22}}?(?:{team})|{office})(?={after})").finditer(blank, start, end):
            name = match.group("name")
            if ready(r"选派|组建|组成|组织|支$|[0-9]").search(name) or pattern(rf"(?:{who})+").fullmatch(name):
                continue
            party = Party(name, "team", match.start("name"), match.end("name"))
            form = self.regions.at(name, 0)
            home = bool(form) and any(region.code == self.identity.region_code for region in self.regions.named(form))
            sent = words(self.pack, "delegation", *(["contestant"] if home else []))
            if form and pattern(rf"(?:{sent})+").fullmatch(name, len(form)):
                party = replace(self.issuer if home else Party(form, "region", -1, -1, foreign=True), start=party.start, end=party.end)
            if pattern(rf"(?:{words(self.pack, 'track_noun')})[\p{{Han}}]{{0,4}}(?:{words(self.pack, 'delegation')})$").search(name):
                party = replace(self.issuer, start=party.start, end=party.end)
            found.append(party)
        listed = ready(r"(?:(?<=[，；：。由])|^)(?:\p{Han}{2,8}[组系部]、)+$").search(blank[start : found[0].start]) if found else None
        earlier = [
            Party(m.group(1), "team", start + listed.start() + m.start(), start + listed.start() + m.end(1))
            for m in ready(r"(\p{Han}+)、").finditer(listed.group())
        ] if listed and found[0].kind == "team" else []
        return (*earlier, *found)


def _beside(sentence: Sentence, end: int, entities: Sequence[Entity]) -> str:
    """The institution that alone fills the bracket behind a person (`李明（城南职业学校）`); empty if none does."""
    bracket = BRACKETED.match(sentence.plain, end)
    if bracket is None:
        return ""
    inner = (sentence.start + bracket.start() + 1, sentence.start + bracket.end() - 1)
    return next((e.full or e.name for e in entities if e.kind == "school" and (e.start, e.end) == inner), "")


def _attaches(between: str) -> bool:
    """Whether a person belongs to the unit before: only a part of it or a role stands between."""
    role = ready(r"的?[\p{Han}]{0,16}[：:]?|、|\s").fullmatch(between)
    return role is not None and not ready(r"获|荣|得|参|被|入选|，|评|指导的").search(between)


def _roles(pack: Pack) -> str:
    """The words for a person's role as an alternation."""
    return "|".join(sorted(map(regex.escape, pack.identity.roles), key=len, reverse=True)) or r"(?!)"


def grouped(parties: Sequence[Party], sentence: Sentence, pack: Pack) -> tuple[Group, ...]:
    """Parties that one list names: joined by 、 和 ，with nothing but words for people in between."""
    who, works, made = words(pack, "contestant"), words(pack, "work_noun"), words(pack, "made_verb")
    groups: list[list[Party]] = []
    for party in parties:
        if groups:
            between = sentence.bare[groups[-1][-1].end : party.start].replace(FILL, "")
            between = pattern(rf"(?:(?:{made})?的?)(?:{works})?(?:《[^》]*》|“[^”]*”)(?:{works})?").sub("", between)
            cleaned = pattern(rf"^的?(?:{who}|等)+").sub("", between)
            if party.kind == groups[-1][-1].kind == "person":
                place = rf"[\p{{Han}}]{{0,4}}(?:{pack.once(_roles)})|[\p{{Han}}0-9]{{2,10}}[系部科组班室]"
                cleaned = pattern(rf"(?<=[、和])(?:{place})?(?:{who})?$").sub("", cleaned)
            if party.kind == "person" and groups[-1][-1].kind == "region" and not cleaned:
                groups[-1] = [*groups[-1][:-1], party]
                continue
            if _JOIN.match(cleaned):
                groups[-1].append(party)
                continue
        groups.append([party])
    return tuple(tuple(group) for group in groups)


def organises(group: Group, sentence: Sentence, pack: Pack) -> bool:
    """Whether a group is named as the host of something (`由市教育局主办的`), not as its winner."""
    works = words(pack, "work_noun", "item_noun")
    if pattern(rf"[\p{{Han}}]{{2,10}}的(?:{works})").match(sentence.flat, group[-1].end):
        return False
    before, after = sentence.flat[max(0, group[0].start - 1) : group[0].start], sentence.flat[group[-1].end :]
    host = words(pack, "host_verb")
    led = pattern(rf"[\p{{Han}}、]{{0,24}}(?:{host}|主持(?!的(?:[《“]|{words(pack, 'work_noun', 'item_noun')}))|印发|公布|开展)")
    hosting = pattern(rf"[\p{{Han}}]{{0,6}}?(?:{host}|印发|下发|公布|认定|授予|颁发|评选)[的，]?").match(after)
    written = ready(r"[^，。；]{0,40}?的《").match(after)
    return bool(before == "由" and led.match(after) and not written) or bool(
        hosting and ready(r"[\p{Han}]{0,10}的").match(after))
