"""Whether words tell of prizes won or given, or only name, sum up or wish for them, and how many they tell of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.vocabulary import pattern, words
from reportparse.markers import han_number

if TYPE_CHECKING:
    import regex

    from reportparse.facts.awards.contests import Contest
    from reportparse.facts.awards.memory import Memory
    from reportparse.facts.awards.prizes import Grade, Mention
    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack

NEAR = 14
"""Characters between a contest and a bare prize that still belong together without a verb (`…大赛护理赛项二等奖`)."""

SHORT = 4
"""Characters of a verb of winning that no list knows, between a winner and a prize."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What a pack's word lists make of the words around a prize."""

    verbs: regex.Pattern[str]
    """Verbs of winning (`win`) and of what a contest gave out (`sum`)."""
    not_won: regex.Pattern[str]
    """Words of a wish or a rule."""
    tail: regex.Pattern[str]
    """What stands behind a prize that is only spoken of."""


def signs(pack: Pack) -> Signs:
    """The signs of a pack; ask for them with `pack.once`."""
    verbs = pattern(rf"(?P<sum>{words(pack, 'sum_verb')})|(?P<win>{words(pack, 'win_verb')})")
    not_won = pattern(words(pack, "not_won"))
    more = r"的?(?:历史性|“零”的?|新)突破|(?:同比|净|又)?(?:增加|增长|减少|下降|提高|多了|少了|[比较][上去往前])"
    given = rf"的(?:{words(pack, 'contestant')}|[\p{{Han}}]{{1,4}}?)?，?(?:每[人项名次]|(?:分别)?(?:给予|予以)|一次性|享受|可免|发放)"
    rate = rf"(?:{words(pack, 'prize_total')})?(?:比?率|比例|占比)|\s?[0-9.]+\s?[%％]"
    listed = rf"(?:{words(pack, 'prize_total')})(?:者|人员|{words(pack, 'contestant')})?(?:名单|情况)"
    tail = pattern(rf"{words(pack, 'prize_tail')}|{listed}|(?:获得|[个项枚])?数(?![控字码学据])|{rate}|{more}|{given}")
    return Signs(verbs, not_won, tail)


def is_told(scene: Scene, mention: Mention, verb: str, contest: Contest | None, names: bool, memory: Memory, pack: Pack) -> bool:
    """Whether a mention tells of prizes won or given, and not of a wish, a rule or a mere word."""
    sentence, known, wished = scene.sentence, memory.contest, pack.once(signs).not_won
    left, right = sentence.clause(mention.start)
    if wished.search(scene.blank, left, mention.start) or wished.search(scene.blank, mention.end, right):
        return False
    counted = mention.grades[0].count >= 0
    if names:
        return known is not None
    if not counted and pack.once(signs).tail.match(sentence.plain, mention.end):
        return False
    if mention.total:
        return verb == "win"
    if known is None and not counted and mention.grades[0].raw not in pack.lexicons["prize"].words:
        return False
    if verb or (counted and (memory.listing or contest is not None)):
        return True
    near = sentence.part(mention.start)[0] if memory.listing else mention.start - SHORT
    if known is not None and any(near <= g[-1].end < mention.start for g in scene.groups):
        return True
    if counted:
        return known is not None
    if contest is None:
        return False
    near = len(mention.grades) == 1 and mention.start - contest.end <= NEAR
    return near or sentence.plain[contest.end : mention.start].strip(" 中的，") in {"", "获"}


def is_topic(scene: Scene, mention: Mention, pack: Pack) -> bool:
    """Whether a prize is only the heading of a list of counts (`获一等奖情况为：甲市46个`, `7个一等奖中，甲校2个`)."""
    heading = pattern(
        rf"的?(?:获得|{words(pack, 'prize_total')})?(?:情况|数量|名单|分布|归属|去向|数|多少|由|：|—|前[一二三四五六两])"
        rf"|的?[\p{{Han}}（）()]{{0,10}}(?:构成|分布|分配|归属|去向|占比)[\p{{Han}}]{{0,2}}[：为是，]")
    if mention.grades[0].count < 0:
        return heading.match(scene.sentence.plain, mention.end) is not None
    left = scene.sentence.clause(mention.start)[0]
    back = ready(r"(?:当?中|里|之中)，").match(scene.sentence.plain[mention.end :])
    return back is not None and pack.once(signs).verbs.search(scene.blank, left, mention.start) is None


def named_next(scene: Scene, mention: Mention, pack: Pack) -> bool:
    """Whether the next words name the prize of an idiom (`在…中夺冠，获一等奖`)."""
    idioms = pack.lexicons["prize_idiom"].words if "prize_idiom" in pack.lexicons else {}
    after = next((m for m in scene.mentions if m.start > mention.start), None)
    if mention.grades[0].raw not in idioms or after is None:
        return False
    part = scene.sentence.part
    return part(after.start) == part(mention.start) and not any(mention.end <= g[0].start < after.start for g in scene.groups)


def is_graded(scene: Scene, mention: Mention, pack: Pack) -> bool:
    """Whether what is read as a prize is the name of one that is given in grades, which the sentence tells (`获…成果奖一、二等奖`)."""
    known = pack.lexicons["prize"].words
    named = len(mention.grades) == 1 and mention.grades[0].count < 0 and mention.grades[0].raw not in known
    return named and any(grade.raw in known for other in scene.mentions if other.start >= mention.end for grade in other.grades)


def spelt_out(scene: Scene, mention: Mention) -> bool:
    """Whether the same part of the sentence has the grades of a total (`46件作品获奖，其中一等奖6件`)."""
    part = scene.sentence.part
    return any(not other.total and part(other.start) == part(mention.start) for other in scene.mentions)


def count_of(scene: Scene, mention: Mention, grade: Grade, pack: Pack) -> tuple[int, int]:
    """The count of a grade and the start of its number in the text: printed with the prize, or at the head of the clause
    (`3名学生在…中获银奖`); else 1 and -1."""
    sentence = scene.sentence
    if grade.count >= 0:
        return han_number(sentence.plain[grade.count : grade.count_end]), sentence.start + grade.count
    left, _ = sentence.clause(mention.start)
    who, unit = words(pack, "contestant"), words(pack, "award_unit")
    win, noun = words(pack, "win_verb"), words(pack, "contest_noun")
    thing = rf"(?:{QUANTITY})\s?(?:[项件篇部幅门节]|个(?:{words(pack, 'work_noun', 'item_noun')}))"
    counted = pattern(
        rf"(?:(?:[我全该本][市省县校院]|共|还?另?有|其中|先后)*|[^，。；]*?(?:的|选送|报送|推荐|等(?={thing})))(?P<n>{QUANTITY})\s?(?:{unit})(?:{who})"
        rf"(?:在|(?:分别|先后|均|各)?(?:{win})(?=[^，。；]*(?:{noun}))|(?:{words(pack, 'entry_verb')}))")
    headed = counted.match(sentence.bare, left, mention.start)
    return (han_number(headed.group("n")), sentence.start + headed.start("n")) if headed else (1, -1)
