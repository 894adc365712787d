"""Winners with a count or a part of the contest of their own before the prize that all of them won."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.parties import Party
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    import regex

    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.prizes import Grade, Mention
    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack


@dataclass(frozen=True, slots=True)
class Beside:
    """What a winner has of a prize: a grade, and the span of the count (-1 when none is printed), or the part of the contest, or a
    contest of its own."""

    party: Party
    grade: Grade
    start: int = -1
    end: int = -1
    unit: str = ""
    track: str = ""
    contest: Contest | None = None


def counted_beside(scene: Scene, mention: Mention, start: int, pack: Pack) -> tuple[Beside, ...]:
    """The winners of a list that counts what each won of the one grade told behind it (`甲校（12项）、乙校（9项）的一等奖数居前`,
    `甲系2个、乙系1个项目获一等奖`)."""
    grade = mention.grades[0]
    if len(mention.grades) > 1 or mention.total or mention.shared_out:
        return ()
    plain, left = scene.sentence.plain, max(start, scene.sentence.clause(mention.start)[0])
    what = rf"(?:{words(pack, 'contestant', 'work_noun', 'item_noun')})?"
    count = rf"(?P<n>(?<!第){QUANTITY})\s?(?P<u>{words(pack, 'award_unit')})"
    who = r"(?P<who>[^，。；：、（）]{2,30}?)"
    last = grade.count_end if grade.count >= 0 else -1
    for one in (rf"{who}[（(]{count}[)）]", rf"{who}(?:有|的)?{count}{what}"):
        listed = pattern(rf"{one}(?:(?:[、和与]|以及){one})+")
        for match in listed.finditer(plain, left, mention.end if last >= 0 else mention.start):
            ends = match.spans("n")[-1][1]
            if (last >= 0 and ends != last - len(grade.unit) and ends != last) or "，" in scene.blank[match.end() : mention.start]:
                continue
            winners = [_ending_at(scene, *span, pack) for span in match.spans("who")]
            if all(winners) and ready(r"参[加与赛]|[指辅]导").search(scene.blank, match.end(), max(match.end(), mention.start)) is None:
                spans = zip(winners, match.spans("n"), match.captures("u"), strict=True)
                return tuple(Beside(party, grade, *span, unit) for party, span, unit in spans if party)
    return ()


def placed_beside(scene: Scene, mention: Mention, start: int, pack: Pack) -> tuple[Beside, ...]:
    """The winners of a list that tells where each won what is told behind it (`甲在钳工赛项、乙在焊接赛项均获一等奖`): the one grade, or
    one of as many grades each. Where may be a contest of its own (`甲在A大赛、乙在B大赛中均获一等奖`)."""
    if mention.total or mention.shared_out or (mention.grades[0].count >= 0 and len(mention.grades) > 1):
        return ()
    left = max(start, scene.sentence.part(mention.start)[0])
    part = words(pack, "track_noun", "contest_group")
    one = rf"(?P<who>[^，。；：、]{{2,40}}?)在(?!线)(?P<track>{FILL}{{2,}}|[^，。；：、在{FILL}]{{2,24}}?(?:{part}))[中上里]?"
    each = rf"，?(?:[也又]?[均都各皆同]|分别|双双|依次|先后)*(?:{words(pack, 'win_verb')})[了得]?$"
    match = pattern(rf"(?<=^|[，；：、])(?:其中)?{one}(?:(?:[、，和与]|以及){one})+{each}").search(scene.blank, left, mention.start)
    if match is None:
        return ()
    winners = [_ending_at(scene, *span, pack) for span in match.spans("who")]
    grades = mention.grades if len(mention.grades) == len(winners) else mention.grades[:1] * len(winners)
    if not all(winners) or len(mention.grades) not in {1, len(winners)}:
        return ()
    told = []
    for party, grade, (at, end) in zip(winners, grades, match.spans("track"), strict=True):
        contest = next((c for c in scene.contests if c.start == at and c.end == end), None)
        filled = scene.blank[at] == FILL
        if party is None or (filled and contest is None):
            return ()
        told.append(Beside(party, grade, grade.count, grade.count_end, grade.unit, "" if filled else scene.blank[at:end], contest))
    return tuple(told)


def _ending_at(scene: Scene, start: int, end: int, pack: Pack) -> Party | None:
    """The party whose name, or whose people's name, fills the words `start:end` or ends them; a part of the issuer that no list knows
    by its name."""
    party = next((p for p in scene.parties if start <= p.start and p.end == end), None)
    if party is not None:
        return party
    named: regex.Match[str] | None = pattern(
        rf"(?:^|[中上里])(?P<name>[\p{{Han}}“”]{{0,14}}?(?:{words(pack, 'team_noun')}))").fullmatch(scene.blank[start:end])
    return Party(named.group("name"), "team", start + named.start("name"), end) if named else None
