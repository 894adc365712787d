"""Sentences into prizes: who won what where, with the subject and the contest carried from clause to clause."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from reportparse.facts.awards.contests import Contest, find_contests
from reportparse.facts.numerals import integer as chinese_integer
from reportparse.facts.awards.prizes import QUANTITY, Grade, Mention, find_mentions
from reportparse.facts.parties import Cast, Group, Party, grouped, organises
from reportparse.facts.prose import BRACKETED, FILL, Sentence
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.model import Entity
    from reportparse.rulebook import Pack

_SUMMED = regex.compile(r"^[^，。]{0,60}(?:，[^，。]{0,20})?(?:共|累计|总计|合计)(?:获|取得|斩获|荣获|夺得|有|收获|摘得)")
_ANAPHOR = regex.compile(r"该[校院]|该(?:项目|团队|作品|赛队|队|专业|课程)")
_LABEL_LINE = regex.compile(r"\s*[（(]?[\p{Han}]{1,8}奖[）)]?[：:]")
_DISTRIBUTIVE = regex.compile(r"各|分别|均|双双|同时|分获|都|每")


@dataclass(frozen=True, slots=True)
class Win:
    """One row to be: offsets count in the clean text; `number` is the start of the printed count, -1 when none is printed."""

    party: Party
    contest: Contest | None
    grade: Grade
    mention: Mention
    count: int
    number: int
    start: int
    end: int
    quote_start: int
    quote_end: int
    group: str
    track: str
    level: str
    reference: bool
    weight: float
    rule: str
    year: str = ""


@dataclass
class Memory:
    """What later clauses of a paragraph may leave out."""

    subject: Group = ()
    contest: Contest | None = None
    paragraph: int = -1
    reference: bool = False
    school: Group = ()
    """The school that 该校 means."""
    listing: bool = False
    """True while the lines of a list under one contest go on."""


@dataclass
class Scene:
    """A sentence with everything that was found in it."""

    sentence: Sentence
    contests: tuple[Contest, ...]
    parties: Group
    groups: tuple[Group, ...]
    mentions: tuple[Mention, ...]
    blank: str
    spare: list[int] = field(default_factory=list)


class Scanner:
    """Reads the sentences of one report in order."""

    def __init__(self, cast: Cast, pack: Pack) -> None:
        self.cast, self.pack = cast, pack
        self.memory = Memory()
        self.win = pattern(words(pack, "win_verb"))
        self.sum = pattern(words(pack, "sum_verb"))
        self.verbs = pattern(rf"(?P<sum>{words(pack, 'sum_verb')})|(?P<win>{words(pack, 'win_verb')})")
        self.not_won = pattern(words(pack, "not_won"))
        self.tail = pattern(words(pack, "prize_tail"))

    def scene(self, sentence: Sentence, entities: Sequence[Entity]) -> Scene:
        inside = [e for e in entities if sentence.start <= e.start and e.end <= sentence.end]
        ends = [e.end - sentence.start for e in inside if _ends_a_party(e, sentence)]
        contests = find_contests(sentence, ends, self.pack, self.cast.identity)
        mentions = find_mentions(sentence, self.pack)
        names = [(c.name_start, c.end) for c in contests]
        parties = self.cast.parties(sentence, inside, names)
        groups = grouped(parties, sentence)
        groups = tuple(g for g in groups if not organises(g, sentence, self.pack) and not _mere_mention(g, sentence))
        blank = sentence.bare
        for contest in contests:
            blank = blank[: contest.start] + FILL * (contest.end - contest.start) + blank[contest.end :]
        return Scene(sentence, contests, parties, groups, mentions, blank)

    def wins(self, sentence: Sentence, entities: Sequence[Entity], following: Sequence[Sentence] = ()) -> Iterator[Win]:
        """The prizes of a sentence; call it for the sentences of a report in order. `following` are the next few sentences: a list of
        winners may be told only behind it what it is a list of (`以上为…获奖名单`)."""
        scene = self.scene(sentence, entities)
        self._begin(scene)
        if scene.mentions and not scene.contests and self.memory.contest is None and _LABEL_LINE.match(sentence.plain):
            closing = next((s for s in following if regex.match(r"（?(?:以上|上述)", s.plain)), None)
            named = self.scene(closing, ()).contests if closing else ()
            if named:
                self.memory.contest, self.memory.listing = named[0], True
        if not scene.mentions:
            self._remember(scene)
            return
        yield from self._read(scene)

    def _begin(self, scene: Scene) -> None:
        """What a sentence may take over: a school goes on as subject within a paragraph, a contest goes on into the lines of the
        list that it heads."""
        memory, sentence = self.memory, scene.sentence
        if sentence.paragraph != memory.paragraph:
            headed = memory.listing and bool(scene.mentions) and not scene.contests
            self.memory = Memory(paragraph=sentence.paragraph, contest=memory.contest if headed else None, listing=headed)
        elif any(party.kind != "school" for party in memory.subject) or _SUMMED.search(sentence.plain):
            memory.subject = ()
        memory = self.memory
        named = [p for p in scene.parties if p.kind == "school" and not p.foreign]
        if named:
            memory.school = (named[0],)
        if sentence.plain.rstrip().endswith(("：", ":")):
            memory.listing = True

    def _remember(self, scene: Scene) -> None:
        strong = [c for c in scene.contests if not c.weak and not c.pointer]
        if strong:
            self.memory.contest = strong[-1]
            first = next((g for g in scene.groups if not g[0].foreign and g[0].kind != "organisation"), None)
            if first:
                self.memory.subject = first

    def _read(self, scene: Scene) -> Iterator[Win]:
        sentence, memory = scene.sentence, self.memory
        zone_start, verb_kind = 0, ""
        group_word = level = ""
        last_grade: tuple[Mention, Win] | None = None
        for index, mention in enumerate(scene.mentions):
            following = scene.mentions[index + 1].start if index + 1 < len(scene.mentions) else len(sentence.plain)
            zone_end = mention.start
            contest = self._contest(scene, zone_start, zone_end)
            if contest is not None:
                group_word, level = "、".join(contest.groups), ""
            level = mention.level or level
            mention = replace(mention, level=level)
            verb_start, kind = self._verb(scene, zone_start, mention)
            new_part = ";" in sentence.flat[zone_start:zone_end] or "；" in sentence.flat[zone_start:zone_end]
            if kind:
                verb_kind = kind
            elif verb_kind == "sum" and self._own_since(scene, zone_start, zone_end):
                verb_kind = "win"
            elif new_part and contest is None and not mention.grades[0].count >= 0:
                verb_kind = ""
            at = verb_start if verb_start >= 0 else zone_end
            subject = self._subject(scene, zone_start, at, mention)
            if subject:
                memory.subject = subject
                level = ""
            elif kind == "win" and memory.reference:
                memory.subject = ()
            if verb_kind:
                memory.reference = verb_kind == "sum"
            start, zone_start = zone_start, mention.end
            found = self._group_word(scene, max(start, contest.end if contest else 0), zone_end, mention)
            if found:
                group_word = found
            if mention.total and any(not m.total and sentence.part(m.start) == sentence.part(mention.start) for m in scene.mentions if m is not mention):
                if mention.grades[0].count >= 0:
                    scene.spare.append(mention.grades[0].count)
                if "获" in sentence.plain[mention.start : mention.end]:
                    verb_kind = "win"
                continue
            if not self._valid(scene, mention, verb_kind, contest, following):
                if self._topic(scene, mention):
                    yield from self._shares(scene, mention.end, following, self._win(scene, mention, mention.grades[0], self.cast.issuer, 1, -1, group_word, False))
                continue
            labelled = self._labelled(scene, mention, following)
            if labelled:
                memory.subject = ()
                zone_start = max(zone_start, labelled[-1].end)
            made = list(self._rows(scene, mention, verb_kind, verb_start, group_word, labelled))
            yield from made
            if made:
                last_grade = (mention, made[-1])
            if last_grade:
                yield from self._shares(scene, mention.end, following, last_grade[1])

    def _own_since(self, scene: Scene, start: int, end: int) -> bool:
        """Whether one of the issuer's own is named between two mentions."""
        return any(start <= g[0].start < end and not g[0].foreign and (g[0].kind != "region" or g[0].name == self.cast.issuer.name) for g in scene.groups)

    def _contest(self, scene: Scene, start: int, end: int) -> Contest | None:
        """The contest named last between `start` and `end`, which later mentions go on with."""
        named = [c for c in scene.contests if start <= c.start < end]
        for contest in named:
            if (contest.pointer and self.memory.contest is not None) or (contest.weak and not contest.introduced):
                continue
            before = self.memory.contest
            if before is not None and not contest.level:
                contest = replace(contest, level=before.level if contest.track == "" and contest.name.endswith(("赛项", "赛道", "决赛")) else contest.level)
            self.memory.contest = contest
        return named[-1] if named else None

    def _verb(self, scene: Scene, start: int, mention: Mention) -> tuple[int, str]:
        if mention.verb >= 0:
            return mention.verb, "win"
        zone = scene.blank[start : mention.start]
        found = [(start + m.start(), "sum" if m.group("sum") else "win") for m in self.verbs.finditer(zone)]
        return found[-1] if found else (-1, "")

    def _subject(self, scene: Scene, start: int, at: int, mention: Mention) -> Group:
        """The group that the verb at `at` speaks of, named since `start`; empty when none is."""
        sentence = scene.sentence
        groups = [g for g in scene.groups if start <= g[0].start and g[-1].end <= max(at, mention.start)]
        left, _ = sentence.clause(max(at, start))
        left = max(left, start)
        clause_groups = [g for g in groups if g[-1].end > left and g[0].start < at]
        teams = self.cast.team_before(scene.blank, left, at) or self.cast.subset_before(scene.blank, left, at)
        if clause_groups:
            chosen = clause_groups[-1]
            if len(teams) > 1 and all(t.kind == "team" for t in teams) and chosen[0].name == self.cast.issuer.name and teams[0].start <= chosen[0].end:
                return tuple(replace(t, name=t.name.removeprefix(sentence.plain[chosen[0].start : chosen[0].end])) for t in teams)
            if teams and teams[0].start > chosen[-1].end and chosen[0].kind == "region" and not regex.match(r"的?$", scene.blank[chosen[-1].end : teams[0].start]):
                return teams
            return chosen
        if teams:
            return teams
        if self.memory.school and _ANAPHOR.search(scene.blank, start, at):
            return self.memory.school
        while left > start:
            right = left - 1
            left = max(sentence.clause(max(right - 1, 0))[0], start)
            found = [g for g in groups if left <= g[0].start < right]
            found = [g for g in found if g[0].kind != "organisation" or len(found) == 1] or found
            if found:
                return found[0]
            teams = self.cast.team_before(scene.blank, left, right)
            if teams:
                return teams
            if sentence.flat[right : right + 1] in "；;":
                break
        return ()

    def _group_word(self, scene: Scene, start: int, end: int, mention: Mention) -> str:
        if mention.group:
            return mention.group
        names = [m.group() for m in pattern(rf"“[^”]{{1,10}}”类|(?<=[，、；和（(其中])[\p{{Han}}]{{1,6}}组(?=[获荣共斩夺有分，、（(）)和])|{words(self.pack, 'contest_group')}").finditer(scene.blank, min(start, end), end)]
        return "、".join(dict.fromkeys(names))

    def _valid(self, scene: Scene, mention: Mention, verb_kind: str, contest: Contest | None, following: int) -> bool:
        sentence = scene.sentence
        left, right = sentence.clause(mention.start)
        if self.not_won.search(scene.blank, left, mention.start) or self.not_won.search(scene.blank, mention.end, right):
            return False
        counted = mention.grades[0].count >= 0
        if not counted and self._labelled(scene, mention, following):
            return self.memory.contest is not None
        after = sentence.plain[mention.end : mention.end + 5]
        if not counted and (self.tail.match(after)):
            return bool(regex.match(r"(?:获得者|得主|获奖者)[：:]", after))
        if mention.total:
            return verb_kind == "win"
        if self.memory.contest is None and not counted and mention.grades[0].raw not in self.pack.lexicons["prize"].words:
            return False
        if verb_kind or (counted and self.memory.listing):
            return True
        if counted and mention.rule not in {"awards.count_first"}:
            return self.memory.contest is not None
        near = (contest is not None and sentence.plain[contest.end : mention.start].strip(" 中的，,") in {"", "获"}) or (contest is not None and len(mention.grades) == 1 and mention.start - contest.end <= 14)
        return near or (counted and self.memory.contest is not None)

    def _topic(self, scene: Scene, mention: Mention) -> bool:
        """Whether a prize is only the heading of a list of counts (`获一等奖情况为：甲市46个`)."""
        return bool(mention.grades[0].count < 0 and regex.match(r"的?(?:获得|获奖)?(?:(?:情况|数量|名单|分布|数)|[：:])", scene.sentence.plain[mention.end :]))

    def _rows(self, scene: Scene, mention: Mention, verb_kind: str, verb_start: int, group_word: str, labelled: Group) -> Iterator[Win]:
        sentence, memory = scene.sentence, self.memory
        contest = memory.contest
        reference = verb_kind == "sum"
        subject = memory.subject or (self.cast.issuer,)
        if reference:
            subject = self._giver(scene, mention, contest)
        if labelled:
            subject = labelled
        if len(mention.grades) == len(subject) > 1 and mention.grades[0].count < 0 and "分" in sentence.plain[max(0, verb_start) : mention.start]:
            for grade, party in zip(mention.grades, subject, strict=True):
                yield self._win(scene, mention, grade, party, 1, -1, group_word, reference)
            return
        tracks = self._tracks(scene, mention) if len(subject) == 1 and (mention.each or self._distributes(scene, mention, verb_start)) else ()
        if len(tracks) > 1 and len(mention.grades) == 1:
            grade = mention.grades[0]
            count, number = self._count(sentence, grade)
            for track in tracks:
                yield replace(self._win(scene, mention, grade, subject[0], count, number, group_word, reference), track=track)
            return
        groups = [part for part in regex.split(r"[、和与及]", group_word) if part] or [""]
        if not (mention.grades[0].count < 0 and len(groups) > 1):
            groups = ["和".join(groups)]
        for grade in mention.grades:
            count, number = self._count(sentence, grade, mention)
            if count > 1 and mention.verb > mention.start and number >= 0 and self._counts_named(scene, mention, subject):
                for party in subject:
                    yield self._win(scene, mention, grade, party, 1, -1, groups[0], reference)
                continue
            winners = self._winners(scene, subject, mention, grade, count, verb_start)
            each = len(winners) > 1 or mention.each
            for party in winners:
                for group in groups:
                    yield self._win(scene, mention, grade, party, 1 if each and len(winners) == count and not self._distributes(scene, mention, verb_start) else count, number, group, reference)

    def _counts_named(self, scene: Scene, mention: Mention, subject: Group) -> bool:
        """Whether the number before the verb only counts the winners that a list has named (`甲、乙等3个单位获…奖`)."""
        last = max((party.end for party in subject), default=-1)
        return len(subject) > 0 and last >= 0 and bool(regex.fullmatch(r"等?|(?:学生|教师|师生|代表队)?等", scene.sentence.bare[last : mention.start].strip())) and (
            len(subject) > 1 or "等" in scene.sentence.bare[last : mention.start])

    def _winners(self, scene: Scene, subject: Group, mention: Mention, grade: Grade, count: int, verb_start: int) -> Group:
        """The parties that get a row each; one joined party when they won together."""
        if grade.code == "instructor" and grade.count < 0:
            return tuple(replace(party, persons=(person,)) for party in subject for person in party.persons) or subject
        people = [party for party in subject if party.kind == "person"]
        if len(subject) == 1 or not people or len(people) < len(subject):
            if len(subject) > 1 and not self._distributes(scene, mention, verb_start) and count not in {1, len(subject)}:
                return (_together(subject),)
            return subject
        if self._distributes(scene, mention, verb_start) or grade.code == "instructor" or count == len(subject):
            return subject
        return (_together(subject),)

    def _distributes(self, scene: Scene, mention: Mention, verb_start: int) -> bool:
        start = max(0, (verb_start if verb_start >= 0 else mention.start) - 6)
        return bool(_DISTRIBUTIVE.search(scene.sentence.plain, start, mention.end))

    def _win(self, scene: Scene, mention: Mention, grade: Grade, party: Party, count: int, number: int, group: str, reference: bool, rule: str = "") -> Win:
        sentence, contest = scene.sentence, self.memory.contest
        quote = sentence.part(mention.start)
        party = self._with_people(scene, mention, party)
        inside = contest is not None and any(c is contest or c.name_start == contest.name_start for c in scene.contests)
        track = self._track(scene, mention, contest if inside else None)
        weight = float(mention.end - mention.start + 12 + (contest.end - contest.start if inside and contest else 0))
        return Win(
            party=party, contest=contest, grade=grade, mention=mention, count=count, number=number,
            start=sentence.start + (grade.count if grade.count >= 0 else mention.start),
            end=sentence.start + (grade.count_end if grade.count >= 0 else mention.end),
            quote_start=sentence.start + quote[0], quote_end=sentence.start + quote[1],
            group=group, track=track, level=grade.level or mention.level or (contest.level if contest else ""),
            reference=reference or party.foreign, weight=weight, rule=rule or mention.rule,
        )

    def _with_people(self, scene: Scene, mention: Mention, party: Party) -> Party:
        """The party with the people whom a bracket behind the prize names (`（选手：甲、乙；指导老师：丙）`)."""
        bracket = BRACKETED.match(scene.sentence.plain, mention.end)
        if bracket is None or not regex.search(r"(?:选手|学生|教师|老师|成员|队员|作者|指导)[\p{Han}]{0,2}[：:]", bracket.group()):
            return party
        names = regex.findall(r"(?<=[：:、，\s])[\p{Han}]{2,4}(?=[、，；;）)\s])", bracket.group())
        return replace(party, persons=tuple(dict.fromkeys((*party.persons, *names))))

    def _tracks(self, scene: Scene, mention: Mention) -> tuple[str, ...]:
        """The tracks of a list before the prize (`在甲赛道、乙赛道各获银奖1枚`)."""
        start, _ = scene.sentence.clause(mention.start)
        noun = words(self.pack, "track_noun")
        listed = pattern(rf"(?:[\p{{Han}}“”]{{2,20}}?(?:{noun})[、和]){{1,6}}[\p{{Han}}“”]{{2,20}}?(?:{noun})").search(scene.blank, start, mention.start)
        if listed is None:
            return ()
        return tuple(regex.sub(r"^.*在", "", part) for part in regex.split(r"[、和](?=[\p{Han}“])", listed.group()))

    def _track(self, scene: Scene, mention: Mention, contest: Contest | None) -> str:
        if contest is not None and contest.track:
            return contest.track
        start, _ = scene.sentence.clause(mention.start)
        found = pattern(rf"(?:{words(self.pack, 'win_verb')}|(?<=[在，、：；。]|^))([^，。；、获]{{2,24}}?(?:{words(self.pack, 'track_noun')}))").search(scene.blank, start, mention.start)
        track = regex.sub(r"^(?:参加|共设|设有?|其中)", "", found.group(1).strip(FILL)) if found else ""
        return "" if regex.search(r"[0-9]|^(?:主持|参与)", track) else track

    def _giver(self, scene: Scene, mention: Mention, contest: Contest | None) -> Group:
        """Whose prizes a contest gave out: the region named, else the one of the contest's level."""
        named = [g for g in scene.groups if g[-1].end <= mention.start and g[0].kind == "region"]
        if named:
            return named[-1]
        identity = self.cast.identity
        name = {"nation": "全国", "world": "全国", "province": identity.province or identity.issuer, "city": identity.city or identity.issuer}
        chosen = name.get(contest.level if contest else "", identity.issuer)
        return (Party(chosen, "region", -1, -1),) if chosen != identity.issuer else (self.cast.issuer,)

    def _labelled(self, scene: Scene, mention: Mention, following: int) -> Group:
        """The winners named behind a label (`一等奖：甲、乙`), if the mention is one."""
        sentence = scene.sentence
        if mention.grades[0].count >= 0:
            return ()
        listed = sentence.part(mention.start)[0]
        begins = listed == mention.start or (mention.start > 0 and sentence.flat[mention.start - 1] in "：；")
        label = regex.compile(r"，(?=[\p{Han}])").match(sentence.plain, mention.end) if begins else None
        label = label or regex.compile(
            r"(?:获得者|获奖者|得主|获奖(?:学校|单位|选手|学生|教师|名单))?(?:名单)?(?:分别)?(?:为|是)?[：:]|(?:获得者|获奖者|的)?(?:学校|单位|选手|学生|教师|作品)?(?:有|是|为|分别是|分别为)(?=[\p{Han}“《])"
        ).match(sentence.plain, mention.end)
        if not label:
            return ()
        stop = min(following, sentence.part(mention.start)[1])
        parties = [p for g in scene.groups for p in g if label.end() <= p.start < stop]
        if any(regex.match(rf"[\p{{Han}}]{{0,4}}?[各分共均]*(?:{QUANTITY})[个枚项名人件]", sentence.plain[p.end : stop]) for p in parties):
            return ()
        if parties:
            return tuple(parties)
        found: list[Party] = []
        waiting: list[str] = []
        for piece in regex.finditer(r"([^、，,；;。（）()]+)(?:[（(]([^）)]*)[）)])?", sentence.plain[label.end() : stop]):
            name = piece.group(1).strip(" 和等")
            if not 2 <= len(name) <= 20:
                continue
            start, end = label.end() + piece.start(), label.end() + piece.end()
            kind = "person" if len(name) <= 4 and not regex.search(r"[系部校队班组]$", name) else "team"
            if piece.group(2) and kind == "person":
                found = [p for p in found if p.name not in waiting]
                found.append(Party(piece.group(2), "school", start, end, (*waiting, name)))
                waiting = []
                continue
            waiting = [*waiting, name] if kind == "person" else []
            found.append(Party(name, kind, start, end, (name,) if kind == "person" else ()))
        return tuple(found)

    def _shares(self, scene: Scene, start: int, end: int, won: Win) -> Iterator[Win]:
        """`…一等奖…，其中甲校12枚、乙校和丙校各1枚`: counts of the prize named before, by party or group."""
        sentence = scene.sentence
        unit = words(self.pack, "award_unit")
        share = pattern(rf"^(?:代表队|选手|学生|教师|师生)?(?:获得?|有|共|为|：)*(?P<each>各|分别|均)?(?:获得?|有|为)*(?P<n>{QUANTITY})\s?(?P<u>{unit})?(?:{words(self.pack, 'contestant')})?(?=[、，,；;。）)和及]|$)")
        for group in scene.groups:
            if not start <= group[0].start < end:
                continue
            match = share.match(sentence.plain[group[-1].end : end] + ("。" if end == len(sentence.plain) else ""))
            if not match:
                continue
            at = group[-1].end + match.start("n")
            grade = replace(won.grade, count=at, count_end=group[-1].end + match.end("n"), unit=match.group("u") or "")
            count, number = self._count(sentence, grade)
            for party in group:
                yield replace(self._win(scene, won.mention, grade, party, count, number, won.group, won.reference and party.foreign, "awards.shares"), contest=won.contest)

    def _count(self, sentence: Sentence, grade: Grade, mention: Mention | None = None) -> tuple[int, int]:
        if grade.count < 0 and mention is not None:
            left, _ = sentence.clause(mention.start)
            headed = pattern(
                rf"(?:我[市省县校]|全[市省县校]|共|有|其中)*(?P<n>{QUANTITY})\s?(?:{words(self.pack, 'award_unit')})(?:{words(self.pack, 'contestant')})在"
            ).match(sentence.bare, left, mention.start)
            if headed and sentence.bare[left : headed.start("n")].strip() in {"", "我市", "我校", "全市", "全校", "共有", "其中"}:
                return chinese_or_arabic(headed.group("n")), sentence.start + headed.start("n")
        if grade.count < 0:
            return 1, -1
        printed = sentence.plain[grade.count : grade.count_end]
        return chinese_or_arabic(printed), sentence.start + grade.count


def _ends_a_party(entity: Entity, sentence: Sentence) -> bool:
    """Whether the name of a contest may begin right behind the entity: it is no part of that name (as a place or a cup is)."""
    printed = sentence.plain[entity.start - sentence.start : entity.end - sentence.start]
    after = sentence.plain[entity.end - sentence.start : entity.end - sentence.start + 1]
    if printed[0] == "全" and regex.search(r"[在于获得加与的]$", sentence.plain[: entity.start - sentence.start]):
        return False
    return after not in {"杯", "”"} and (entity.kind == "school" or (entity.kind == "issuer" and printed[0] in "我全本学"))


def _mere_mention(group: Group, sentence: Sentence) -> bool:
    """Whether a region only ranks or measures (`居全省首位`, `占全省的12%`, `代表山东出战`)."""
    first, last = group[0], group[-1]
    if first.kind != "region":
        return False
    before, after = sentence.bare[max(0, first.start - 2) : first.start], sentence.bare[last.end : last.end + 2]
    return bool(regex.search(r"(?:[居列占位冠]|代表|领先|高于|低于|创造?|刷新|在|处)$", before) and first.foreign) or bool(regex.match(r"(?:前|首|第|排|同类|唯一|最|历史)", after))


def chinese_or_arabic(printed: str) -> int:
    """The value of a printed count."""
    return int(printed) if printed.isdecimal() else chinese_integer(printed)


def _together(subject: Group) -> Party:
    persons = tuple(name for party in subject for name in party.persons)
    name = "、".join(party.name for party in subject)
    return replace(subject[0], name=name, persons=persons, end=subject[-1].end)
