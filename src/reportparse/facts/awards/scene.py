"""A sentence with the contests, parties and prizes that it names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.awards.brackets import Bracket, find_brackets
from reportparse.facts.awards.contests import Contest, find_contests
from reportparse.facts.awards.prizes import Mention, find_mentions
from reportparse.facts.parties import Cast, Group, grouped, organises
from reportparse.facts.prose import FILL, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.model import Entity
    from reportparse.rulebook import Pack


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with everything that was found in it; offsets count in the sentence. `groups` are the parties that can be subjects, as
    lists name them, those in brackets apart in `brackets`; `blank` is the sentence with brackets and contests filled in."""

    sentence: Sentence
    contests: tuple[Contest, ...]
    parties: Group
    groups: tuple[Group, ...]
    mentions: tuple[Mention, ...]
    blank: str
    brackets: tuple[Bracket, ...]


def make_scene(sentence: Sentence, entities: Sequence[Entity], cast: Cast, pack: Pack) -> Scene:
    """Find in a sentence what prizes are told with; `entities` are those that lie in it."""
    inside = [e for e in entities if sentence.start <= e.start and e.end <= sentence.end]
    ends = [e.end - sentence.start for e in inside if _ends_a_party(e, sentence)]
    contests = find_contests(sentence, ends, pack, cast.identity)
    hidden = [(c.name_start, c.end) for c in contests]
    mentions = find_mentions(sentence, pack, [e.start - sentence.start for e in inside if e.kind in {"school", "place", "issuer"}])
    brackets = find_brackets(sentence, inside, hidden, cast, pack) if mentions else ()
    parties = _with_makers(cast.parties(sentence, inside, hidden), brackets, sentence)
    named = [g for g in grouped(parties, sentence, pack) if not organises(g, sentence, pack) and not _mere_mention(g, sentence)]
    groups = tuple(g for g, after in zip_longest(named, named[1:]) if after is None or not _instructs(g, after, sentence))
    blank = sentence.bare
    for contest in contests:
        blank = blank[: contest.start] + FILL * (contest.end - contest.start) + blank[contest.end :]
    return Scene(sentence, contests, parties, groups, mentions, blank, brackets)


def _ends_a_party(entity: Entity, sentence: Sentence) -> bool:
    """Whether the name of a contest may begin right behind the entity: it is no part of that name (as a place or a cup is)."""
    start, end = entity.start - sentence.start, entity.end - sentence.start
    if entity.kind == "issuer" and sentence.plain[start] == "全":
        return False
    named = entity.kind == "school" or (entity.kind == "issuer" and sentence.plain[start] in "我全本学")
    return named and sentence.plain[end : end + 1] not in {"杯", "”"}


def _with_makers(parties: Group, brackets: Sequence[Bracket], sentence: Sentence) -> Group:
    """The parties and the institutions that alone fill a bracket behind a work of theirs (`《…》（城南职业学校）`)."""
    made = []
    for bracket in brackets:
        alone = bracket.groups[0][0] if len(bracket.groups) == 1 == len(bracket.groups[0]) else None
        if alone is None or alone.kind not in {"school", "team"} or sentence.plain[bracket.start - 1 : bracket.start] not in {"》", "”"}:
            continue
        if (alone.start, alone.end) == (bracket.start + 1, bracket.end - 1):
            made.append(replace(alone, start=bracket.start, end=bracket.end))
    return tuple(sorted((*parties, *made), key=lambda party: party.start)) if made else parties


def _instructs(group: Group, after: Group, sentence: Sentence) -> bool:
    """Whether a group only taught the one named right behind it (`由张某指导的学生李某`)."""
    between = sentence.bare[group[-1].end : after[0].start]
    return ready(r"[\p{Han}、]{0,16}(?:指导|辅导|执教)的?[\p{Han}]{0,6}").fullmatch(between) is not None


def _mere_mention(group: Group, sentence: Sentence) -> bool:
    """Whether a region only ranks or measures (`居全省首位`, `占全省的12%`, `代表山东出战`)."""
    first, last = group[0], group[-1]
    if first.kind != "region":
        return False
    measured = ready(r"(?:[居列占位冠]|代表|领先|高于|低于|创造?|刷新|在|处)$").search(sentence.bare[max(0, first.start - 2) : first.start])
    ranked = ready(r"前|首|第|排|同类|唯一|最|历史").match(sentence.bare[last.end : last.end + 2])
    return bool(measured and first.foreign) or bool(ranked)


def told_after(scene: Scene, at: int) -> tuple[Contest, ...]:
    """The contest that a result is held against behind it (`凭3个一等奖居全省…大赛首位`)."""
    plain, part = scene.sentence.plain, scene.sentence.part(at)
    if not ready(r"(?:凭借?|以|携)[^，。；]{0,24}$").search(plain, scene.sentence.clause(at)[0], at):
        return ()
    later = tuple(c for c in scene.contests if at < c.start < part[1] and not c.pointer)
    led = r"[^；。]{0,40}(?:位?[居列]|名列|排名?|领跑|领先|荣登|跻身|称雄|成绩[，在于]?|佳绩[，在于]?|战绩[，在于]?)[在于了]?"
    if not later or not ready(led).fullmatch(plain, at, later[0].start):
        return ()
    return () if any(at < g[0].start < later[0].start for g in scene.groups) else later[:1]
