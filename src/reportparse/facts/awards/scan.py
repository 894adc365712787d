"""Sentences into prizes: who won what where, with the subject and the contest carried from clause to clause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.awards.beside import counted_beside, placed_beside
from reportparse.facts.awards.brackets import around, holders
from reportparse.facts.awards.contests import Contest
from reportparse.facts.awards.dealing import by_role, by_track, dealt, respective
from reportparse.facts.awards.memory import Memory, Thread, Win
from reportparse.facts.awards.prizes import Grade, Mention
from reportparse.facts.awards.scene import Scene, make_scene, told_after
from reportparse.facts.awards.shares import shares
from reportparse.facts.awards.telling import count_of, is_graded, is_told, is_topic, named_next, signs, spelt_out
from reportparse.facts.awards.tracks import listed_tracks, respective_tracks, track_of
from reportparse.facts.awards.winners import (
    counts_named,
    distributes,
    giver,
    labelled,
    lists_winners,
    only_names,
    sharing,
    subject_of,
    winners_in,
    with_people,
)
from reportparse.facts.parties import Cast, Group, Party
from reportparse.facts.prose import Sentence
from reportparse.facts.vocabulary import pattern, words, words_valued

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.model import Entity
    from reportparse.rulebook import Pack

_SUMMED = regex.compile(r"^[^，。]{0,60}(?:，[^，。]{0,20})?(?:共|累计|总计|合计)(?:获|取得|斩获|荣获|夺得|有|收获|摘得)")
_LIST_HEAD = regex.compile(r"(?:：|如下[。：]?|名单[。：]?)\s*$")
_ANNOUNCED = regex.compile(r"(?:结果|名单|情况)(?:公布)?(?:如下|揭晓|出炉|为|公布|：)[。：]?\s*$")
"""How a sentence ends that tells the results of a contest next."""
_LABEL_LINE = regex.compile(r"\s*（?[\p{Han}]{1,8}奖）?：")


class Scanner:
    """Reads the sentences of one report in order."""

    def __init__(self, cast: Cast, pack: Pack) -> None:
        self.cast, self.pack = cast, pack
        self.memory = Memory()
        self.signs = pack.once(signs)
        self.part = pattern(rf"(?:[项道]|{words_valued(pack, 'contest_noun', 'stage')})$")
        """What only a part of a contest is called by: `护理赛项`, `总决赛`."""

    def wins(self, sentence: Sentence, entities: Sequence[Entity], following: Sequence[Sentence] = ()) -> Iterator[Win]:
        """The prizes of a sentence; call it for the sentences of a report in order. `following` are the next few sentences: a list of
        winners may be told only behind it what it is a list of (`以上为…获奖名单`)."""
        scene = make_scene(sentence, entities, self.cast, self.pack)
        self._begin(scene)
        if scene.mentions and not scene.contests and self.memory.contest is None and _LABEL_LINE.match(sentence.plain):
            self._look_ahead(following)
        if self._heads_winners(scene):
            self.memory.grade = replace(scene.mentions[0].grades[0], count=-1, count_end=-1)
        elif scene.mentions:
            yield from self._read(scene)
        elif self.memory.grade is not None:
            yield from self._below(scene, self.memory.grade)
        else:
            self._remember(scene)

    # ------------------------------------------------------------------------------------------------------ memory

    def _begin(self, scene: Scene) -> None:
        """What a sentence may take over: a school goes on as subject within a paragraph, a contest goes on into the lines of the
        list that it heads."""
        memory, sentence = self.memory, scene.sentence
        if sentence.paragraph != memory.paragraph:
            below = memory.grade if not scene.mentions and only_names(scene, self.pack) else None
            headed = memory.listing and (bool(scene.mentions) or below is not None) and not scene.contests
            contest = memory.contest if headed else None
            self.memory = memory = Memory(sentence.paragraph, contest=contest, listing=headed, grade=below if headed else None)
        elif any(party.kind != "school" for party in memory.subject) or _SUMMED.search(sentence.plain):
            memory.subject = ()
        named = [p for p in scene.parties if p.kind == "school" and not p.foreign]
        if named:
            memory.school = (replace(named[0], persons=()),)
        if _LIST_HEAD.search(sentence.plain):
            memory.listing = True

    def _heads_winners(self, scene: Scene) -> bool:
        """Whether a line of a list is nothing but a prize: its winners follow in lines of their own."""
        memory, plain = self.memory, scene.sentence.plain
        if not memory.listing or memory.contest is None or len(scene.mentions) != 1 or len(scene.mentions[0].grades) != 1:
            return False
        before, after = plain[: scene.mentions[0].start], plain[scene.mentions[0].end :]
        serial = ready(r"\s*(?:[（(]?[0-9一二三四五六七八九十]{1,2}[)）、.．])?\s*").fullmatch(before)
        return serial is not None and ready(r"(?:[（(][^（）()]{0,8}[)）]|[)）])?[：:]?\s*").fullmatch(after) is not None

    def _below(self, scene: Scene, grade: Grade) -> Iterator[Win]:
        """The winners in a line under their prize."""
        parties = [party for group in scene.groups for party in group]
        for party in winners_in(scene, 0, len(scene.sentence.plain), parties, self.cast):
            mention = Mention(party.start, party.end, (grade,), "awards.bare")
            yield self._win(scene, mention, grade, party, (1, -1), "", False)

    def _look_ahead(self, following: Sequence[Sentence]) -> None:
        closing = next((s for s in following if ready(r"（?(?:以上|上述)").match(s.plain)), None)
        named = make_scene(closing, (), self.cast, self.pack).contests if closing else ()
        if named:
            self.memory.contest, self.memory.listing = named[0], True

    def _remember(self, scene: Scene) -> None:
        """A sentence without prizes may name the contest and the subject of the next one."""
        announced = _ANNOUNCED.search(scene.sentence.plain) is not None
        strong = [c for c in scene.contests if (announced or not c.weak) and not c.pointer]
        if strong:
            self.memory.contest = strong[-1]
            first = next((g for g in scene.groups if not g[0].foreign and g[0].kind != "organisation"), None)
            self.memory.subject = first or self.memory.subject

    # ----------------------------------------------------------------------------------------------------- reading

    def _read(self, scene: Scene) -> Iterator[Win]:
        thread = Thread()
        ends = [m.start for m in scene.mentions[1:]] + [len(scene.sentence.plain)]
        for mention, following in zip(scene.mentions, ends, strict=True):
            yield from self._mention(scene, mention, following, thread)

    def _mention(self, scene: Scene, mention: Mention, following: int, thread: Thread) -> Iterator[Win]:
        sentence, memory, start = scene.sentence, self.memory, thread.start
        contest = self._contest(scene, start, mention.end if mention.total or mention.verb > mention.start else mention.start)
        if contest is not None:
            thread.group, thread.level = "、".join(contest.groups), ""
        verb, kind = self._verb(scene, start, mention)
        self._govern(scene, start, mention, contest, kind, thread)
        subject = subject_of(scene, start, verb if verb >= 0 else mention.start, mention.start, self.cast, memory.school)
        thread.level = mention.level or ("" if subject else thread.level)
        mention = replace(mention, level=thread.level)
        if subject:
            memory.subject = subject
        elif kind == "win" and memory.reference:
            memory.subject = ()
        if thread.verb:
            memory.reference = thread.verb == "sum"
        thread.start = mention.end
        thread.group = self._group(scene, max(start, contest.end if contest else 0), mention) or thread.group
        teams = [party.name for party in subject if party.kind == "team"]
        thread.group = "、".join(part for part in thread.group.split("、") if not any(part in team for team in teams))
        if named_next(scene, mention, self.pack):
            return
        if any(c.name_start < mention.end <= c.end for c in scene.contests) and is_graded(scene, mention, self.pack):
            thread.start, thread.verb = mention.start, thread.verb or "win"
            return
        if mention.total and spelt_out(scene, mention):
            if "获" in sentence.plain[mention.start : mention.end]:
                thread.verb = "win"
            return
        if beside := tuple(self._beside(scene, mention, start, thread)):
            memory.subject = ()
            thread.made += beside
            thread.last = None
            yield from beside
            return
        names = holders(sentence, scene.brackets, scene.groups, mention, self.cast, self.pack)
        names = names or labelled(scene, mention, following, self.cast)
        if not names and is_topic(scene, mention, self.pack):
            heading = self._win(scene, mention, mention.grades[0], self.cast.issuer, (1, -1), thread.group, False)
            shares = tuple(self._shares(scene, mention.end, following, heading))
            yield from shares
            if shares:
                return
        if not is_told(scene, mention, thread.verb, contest, bool(names), memory, self.pack):
            return
        if names:
            memory.subject = ()
            thread.start = max(thread.start, names[-1].end)
        made = [win for win in self._rows(scene, mention, thread, verb, names) if not self._told(win, thread)]
        yield from made
        thread.made += made
        if made:
            thread.last = made[-1]
        if thread.last and not names:
            yield from self._shares(scene, mention.end, following, thread.last)
        if behind := around(scene.brackets, mention.end + 1):
            thread.start = max(thread.start, behind.end)

    def _beside(self, scene: Scene, mention: Mention, start: int, thread: Thread) -> Iterator[Win]:
        """The prizes of those that have a count or a part of the contest of their own before the prize."""
        left = scene.sentence.clause(mention.start)[0]
        if self.memory.contest is None or self.signs.not_won.search(scene.blank, left, mention.start):
            return
        for told in counted_beside(scene, mention, start, self.pack) or placed_beside(scene, mention, start, self.pack):
            grade = replace(told.grade, count=told.start, count_end=told.end, unit=told.unit or told.grade.unit)
            count = count_of(scene, mention, grade, self.pack) if told.start >= 0 else (1, -1)
            win = self._win(scene, mention, grade, told.party, count, thread.group, False)
            if told.contest is not None:
                win = replace(win, contest=told.contest, track=told.contest.track, level=grade.level or told.contest.level)
            yield replace(win, track=told.track) if told.track else win

    def _told(self, win: Win, thread: Thread) -> bool:
        """Whether a prize of nobody named is one of those that the sentence has counted (`获金奖2个，“丰收”项目获金奖`)."""
        own = self.cast.issuer.name
        return win.number < 0 and win.party.name == own and any(
            before.number >= 0 and before.grade.code == win.grade.code and before.contest == win.contest and before.party.name == own
            and (before.group, before.track, before.level) == (win.group, win.track, win.level)
            for before in thread.made)

    def _contest(self, scene: Scene, start: int, end: int) -> Contest | None:
        """The contest named last between `start` and `end`; it is the one that later mentions go on with."""
        memory = self.memory
        named = [c for c in scene.contests if start <= c.start < end] or list(told_after(scene, end))
        kinds = self.pack.lexicons["contest_noun"].words
        if not named and (memory.contest is None or memory.contest.name in kinds):  # `获省赛一等奖`
            named = [c for c in scene.contests if c.start == end and c.name in kinds]
        for contest in named:
            before = memory.contest
            division = pattern(rf"[\p{{Han}}]{{2,6}}(?:{words(self.pack, 'division_noun')})").fullmatch(contest.name)
            if before is not None and (division or self._is_stage_of(scene, contest, before)):
                memory.contest = replace(before, level=contest.level or before.level)
            elif not ((contest.pointer and before is not None) or (contest.weak and not contest.introduced)):
                nameless = not contest.level and not contest.track and self.part.search(contest.name) is not None
                memory.contest = replace(contest, level=before.level) if before is not None and nameless else contest
        return named[-1] if named else None

    def _is_stage_of(self, scene: Scene, contest: Contest, before: Contest) -> bool:
        """Whether a bare 国赛 or 省赛 is a stage of the contest that the same part of the sentence has named."""
        if contest.year or contest.name not in self.pack.lexicons["contest_noun"].words or len(before.name) <= len(contest.name):
            return False
        part = scene.sentence.part(contest.start)[0]
        return bool(contest.level) and any(c.name_start == before.name_start and part <= c.start < contest.start for c in scene.contests)

    def _verb(self, scene: Scene, start: int, mention: Mention) -> tuple[int, str]:
        """Offset and kind of the last verb before the prize; -1 and empty when there is none."""
        if mention.verb >= 0:
            return mention.verb, "sum" if mention.given else "win"
        found = list(self.signs.verbs.finditer(scene.blank, start, mention.start))
        return (found[-1].start(), "sum" if found[-1].group("sum") else "win") if found else (-1, "")

    def _govern(self, scene: Scene, start: int, mention: Mention, contest: Contest | None, kind: str, thread: Thread) -> None:
        """A verb governs until another one does, until one's own are named after the prizes of a whole contest, or until ；."""
        if kind:
            thread.verb = kind
        elif thread.verb == "sum" and any(start <= g[0].start < mention.start and self._is_own(g) for g in scene.groups):
            thread.verb = "win"
        elif "；" in scene.sentence.flat[start : mention.start] and contest is None and mention.grades[0].count < 0:
            thread.verb = ""

    def _is_own(self, group: Group) -> bool:
        first = group[0]
        return not first.foreign and (first.kind != "region" or first.name == self.cast.issuer.name)

    def _group(self, scene: Scene, start: int, mention: Mention) -> str:
        """The group printed with a prize or before it (`学生组获…`, `参加“技能”类…`)."""
        if mention.group:
            return mention.group
        printed = r"“[^”]{1,10}”类|(?<=[，、；和（(]|其中)"
        printed += r"(?!其中|[我全本该][省市县区州校院])[\p{Han}]{1,6}组(?=[获荣共斩夺有分，、（(）)和])"
        start = max(min(start, mention.start), scene.sentence.part(mention.start)[0])
        found = pattern(rf"{printed}|{words(self.pack, 'contest_group')}").finditer(scene.blank, start, mention.start)
        return "、".join(dict.fromkeys(match.group() for match in found))

    # -------------------------------------------------------------------------------------------------------- rows

    def _rows(self, scene: Scene, mention: Mention, thread: Thread, verb: int, names: Group) -> Iterator[Win]:
        reference = thread.verb == "sum"
        if not names and not reference:
            named = self.memory.subject
            thread.queue = (
                thread.queue or respective(scene, mention, verb, named) or by_track(scene, mention, verb, named, self.pack))
        if thread.queue:
            names, thread.queue = thread.queue[:1], thread.queue[1:]
        subject = names or (() if reference else self.memory.subject or (self.cast.issuer,))
        subject = subject or giver(scene, mention, self.memory.contest, self.cast)
        each = distributes(scene, mention, verb) or by_role(scene, subject) or lists_winners(scene, mention, names)
        bare = mention.grades[0].count < 0
        tracks = respective_tracks(scene, mention, self.pack)
        apart = max(0, min(verb - 2, subject[-1].end if subject and subject[-1].end >= 0 else verb))
        if bare and len(mention.grades) == len(subject) > 1 and "分" in scene.sentence.plain[apart : mention.start]:
            for place, (grade, party) in enumerate(zip(mention.grades, subject, strict=True)):
                win = self._win(scene, mention, grade, party, (1, -1), thread.group, reference)
                yield replace(win, track=tracks[place]) if len(tracks) == len(subject) else win
            return
        if mention.shared_out and (shared := dealt(scene, mention, subject, thread.group, self.pack)):
            for grade, (party, group, contest) in zip(mention.shared_out, shared, strict=True):
                win = self._win(scene, mention, grade, party, count_of(scene, mention, grade, self.pack), group, reference)
                yield win if contest is None else replace(win, contest=contest, level=contest.level)
            return
        if len(mention.grades) > 1:
            tracks = ()
        if len(subject) == 1 < len(subject[0].persons) == len(tracks):
            subject = tuple(replace(subject[0], persons=(person,)) for person in subject[0].persons)
        if len(tracks) == len(subject) > 1:
            for party, track in zip(subject, tracks, strict=True):
                yield replace(self._win(scene, mention, mention.grades[0], party, (1, -1), thread.group, reference), track=track)
            return
        tracks = listed_tracks(scene, mention, self.pack) if len(subject) == len(mention.grades) == 1 and (mention.each or each) else ()
        if len(tracks) > 1:
            grade = mention.grades[0]
            win = self._win(scene, mention, grade, subject[0], count_of(scene, mention, grade, self.pack), thread.group, reference)
            yield from (replace(win, track=track) for track in tracks)
            return
        groups = [part for part in ready(r"[、和与及]").split(thread.group) if part] or [""]
        if not bare and each and len(groups) == len(subject) > 1 == len(mention.grades):
            grade = mention.grades[0]
            for party, group in zip(subject, groups, strict=True):
                yield self._win(scene, mention, grade, party, count_of(scene, mention, grade, self.pack), group, reference)
            return
        if not bare:
            groups = ["和".join(groups)]
        for grade in mention.grades:
            count, number = count_of(scene, mention, grade, self.pack)
            if count > 1 and mention.verb > mention.start and counts_named(scene, mention, subject, self.pack):
                yield from (self._win(scene, mention, grade, party, (1, number), groups[0], reference) for party in subject)
                continue
            winners = sharing(subject, grade, count, each)
            alone = count == len(winners) > 1 and not each
            for party in winners:
                for group in groups:
                    yield self._win(scene, mention, grade, party, (1 if alone else count, number), group, reference)

    def _win(self, scene: Scene, mention: Mention, grade: Grade, party: Party, count: tuple[int, int], group: str, reference: bool) -> Win:
        sentence, contest = scene.sentence, self.memory.contest
        base, quote = sentence.start, sentence.part(mention.start)
        inside = contest if contest is not None and any(c.name_start == contest.name_start for c in scene.contests) else None
        span = (grade.count, grade.count_end) if grade.count >= 0 else (mention.start, mention.end)
        return Win(
            party=with_people(scene, mention, party, self.pack), contest=contest, grade=grade, mention=mention,
            count=count[0], number=count[1], start=base + span[0], end=base + span[1],
            quote_start=base + quote[0], quote_end=base + quote[1],
            group=group, track=track_of(scene, mention, inside, self.pack), reference=reference or party.foreign, rule=mention.rule,
            level=grade.level or mention.level or (contest.level if contest else ""),
            weight=float(mention.end - mention.start + 12 + (inside.end - inside.start if inside else 0)),
        )

    def _shares(self, scene: Scene, start: int, end: int, won: Win) -> Iterator[Win]:
        """`…一等奖…，其中甲校12枚、乙校和丙校各1枚`: counts of the prize named before, by party or by group of the contest."""
        for share in shares(scene, start, end, won.count if won.number >= 0 else -1, self.pack):
            grade = replace(won.grade, count=share.start, count_end=share.end, unit=share.unit or won.grade.unit)
            if share.start < 0:
                grade = replace(grade, unit=won.grade.unit)
            elif won.group and share.group:
                continue
            for party in share.winners or (won.party,):
                count = count_of(scene, won.mention, grade, self.pack) if share.start >= 0 else (won.count if share.whole else 1, -1)
                win = self._win(scene, won.mention, grade, party, count, share.group or won.group, won.reference and party.foreign)
                yield replace(win, contest=won.contest, rule="awards.shares")
