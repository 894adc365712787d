"""Lists that are dealt out in their order: one prize, count, track, group or contest for each winner."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.parties import Group, Party
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.prizes import Mention
    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack


def dealt(scene: Scene, mention: Mention, subject: Group, own: str, pack: Pack) -> list[tuple[Party, str, Contest | None]]:
    """Whom the counts of one grade are for, in their order: the winners, the groups or the contests of a list of as many. `own` is
    the group that they share else."""
    number = len(mention.shared_out)
    if len(subject) == number:
        return [(party, own, None) for party in subject]
    left = scene.sentence.clause(mention.start)[0]
    parts = "|".join(word.removesuffix("组") for word in pack.lexicons["contest_group"].words if word.endswith("组"))
    groups = pattern(rf"(?:{parts})组?(?:[、和与](?:{parts})组?)+").search(scene.blank, left, mention.start)
    named = ready(r"[、和与]").split(groups.group()) if groups else []
    if len(named) == number:
        return [(subject[0], group, None) for group in named]
    begin = scene.sentence.part(mention.start)[0]
    contests = [c for c in scene.contests if begin <= c.start < mention.start]
    if len(contests) != number:
        return []
    return [(subject[0], own, replace(contest, year=contest.year or contests[0].year)) for contest in contests]


def respective(scene: Scene, mention: Mention, verb: int, subject: Group) -> Group:
    """The subject when its parties have one of the counted prizes each that follow, in their order."""
    plain = scene.sentence.plain
    if len(subject) < 2 or mention.grades[0].count < 0 or "分" not in plain[max(0, verb - 2) : mention.start]:
        return ()
    run = [m for m in scene.mentions if m.start >= mention.start][: len(subject)]
    joined = all(plain[a.end : b.start] in {"、", "，", "和"} for a, b in pairwise(run))
    after = next((m for m in scene.mentions if m.start >= run[-1].end), None)
    longer = after is not None and plain[run[-1].end : after.start] in {"、", "和"}
    single = all(len(m.grades) == 1 and m.grades[0].count >= 0 for m in run)
    return subject if len(run) == len(subject) and joined and single and not longer else ()


def by_track(scene: Scene, mention: Mention, verb: int, subject: Group, pack: Pack) -> Group:
    """The subject when its parties have one of the prizes each that follow with tracks of their own, in their order
    (`甲、乙分别获钳工项目金牌和焊接项目铜牌`)."""
    plain = scene.sentence.plain
    if len(subject) < 2 or mention.grades[0].count >= 0 or "分" not in plain[max(0, verb - 2) : mention.start]:
        return ()
    run = [m for m in scene.mentions if m.start >= mention.start and m.start < scene.sentence.clause(mention.start)[1]]
    own = pattern(rf"(?:[、和与]|以及)[^，；。]{{2,30}}(?:{words(pack, 'track_noun')}|{words(pack, 'contest_group')})的?")
    apart = all(own.fullmatch(plain, a.end, b.start) for a, b in pairwise(run))
    return subject if len(run) == len(subject) and apart and all(len(m.grades) == 1 and m.grades[0].count < 0 for m in run) else ()


def by_role(scene: Scene, subject: Group) -> bool:
    """Whether each of several persons is named with a role of their own (`语文教师甲、数学教师乙`)."""
    between = [scene.sentence.bare[a.end : b.start].strip(FILL + "、和与及 ") for a, b in pairwise(subject)]
    return bool(between) and all(between) and all(party.kind == "person" for party in subject)
