"""Mentions of graded prizes in a sentence with their counts, in every order that prose knows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportparse.facts.prose import Sentence
    from reportparse.rulebook import Pack

_NUMERALS = "一二三四五六七八九十百"

@dataclass(frozen=True, slots=True)
class Grade:
    """One prize grade of a mention: its code, its printed form, and the offset of the count in the sentence (-1: none printed)."""

    code: str
    raw: str
    count: int
    count_end: int
    unit: str = ""
    level: str = ""
    """The level that is printed with this grade alone (`5个国家级、18个省级奖项`)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Prizes named together at `start:end` of a sentence; `each` when every winner (or grade) has the count that is printed once.

    `total` marks prizes counted without a grade (`12个奖项`), `rule` the shape."""

    start: int
    end: int
    grades: tuple[Grade, ...]
    rule: str
    each: bool = False
    total: bool = False
    level: str = ""
    group: str = ""
    verb: int = -1
    """Offset of a win verb inside the mention (`5名学生获一等奖`)."""
    shared_out: tuple[Grade, ...] = ()
    """The one grade with each of several counts that are for several winners, groups or contests in their order (`一等奖3个、5个`)."""
    given: bool = False
    """Whether the verb inside tells what a contest gave out (`一、二等奖分别产生7个、14个`)."""


def find_mentions(sentence: Sentence, pack: Pack, named: Sequence[int] = ()) -> tuple[Mention, ...]:
    """The mentions of a sentence in order, none overlapping; `named` are the offsets where names begin, whose first sign counts nothing
    (`一等奖：三门县…`)."""
    if not pack.once(_trigger).search(sentence.plain):
        return ()
    found = []
    plain = sentence.plain
    for at in named:
        if plain[at] in _NUMERALS:
            plain = plain[:at] + FILL + plain[at + 1 :]
    serial = ready(r"\s*[一二三四五六七八九十]{1,2}(?=、)").match(plain)
    if serial and pattern(rf"、(?:{words(pack, 'prize')})(?:[（(][^（）()]*[)）])?[：:]?\s*").fullmatch(plain, serial.end()):
        plain = FILL * serial.end() + plain[serial.end() :]  # `一、一等奖`: a heading
    for match in pack.once(_grammar).finditer(plain):
        mention = _mention(match, pack)
        if mention is not None and not _only_ranks(sentence, mention, pack):
            found.append(mention)
    return tuple(found)


def _named(pack: Pack) -> str:
    """The prizes that have a name, and ranks that are prizes (`第一名`)."""
    return words(pack, "prize", "prize_rank")


def _only_ranks(sentence: Sentence, mention: Mention, pack: Pack) -> bool:
    """Whether a rank without a count is no prize: nobody wins it, or it compares numbers (`奖牌数列全省第三名`)."""
    if mention.grades[0].count >= 0 or mention.grades[0].raw not in pack.lexicons.get("prize_rank", pack.lexicons["prize"]).words:
        return False
    before = sentence.flat[sentence.clause(mention.start)[0] : mention.start]
    contest = words(pack, "contest_noun", "track_noun")
    won = pattern(rf"(?:{words(pack, 'win_verb')})[了得]?[\p{{Han}}“”、0-9×]{{0,20}}$|(?:{contest})[中上]?$")
    places = rf"(?:[位居占]?列|[位居]|排(?!球)名?|名次|{words(pack, 'prize_total')}|总?数|[率量])[\p{{Han}}]{{0,8}}$"
    summed = ready(r"总分|总成绩|总评|综合").search(sentence.flat[mention.start - min(4, mention.start) : mention.end])
    return summed is not None or pattern(places).search(before) is not None or won.search(before) is None


def _trigger(pack: Pack) -> regex.Pattern[str]:
    """What every mention holds."""
    return pattern(f"{_named(pack)}|{words(pack, 'medal_sign')}|{words(pack, 'prize_total', 'prize_idiom')}|奖")


def _grammar(pack: Pack) -> regex.Pattern[str]:
    prize, unit, win = _named(pack), words(pack, "award_unit"), words(pack, "win_verb")
    contestant, group, level = words(pack, "contestant"), words(pack, "contest_group"), words(pack, "prize_level")
    signs, medals, total = words(pack, "grade_sign"), words(pack, "medal_sign"), words(pack, "prize_total")
    number = rf"(?<!第)(?:{QUANTITY})"
    short = "|".join(word for word in level.split("|") if len(word) == 1) or "(?!)"
    level = "|".join(word for word in level.split("|") if len(word) > 1)
    # Here and below, what must come is looked for first: to try the words in front of it takes long.
    no_group = rf"{win}|{words(pack, 'sum_verb')}|其中|[共各在的了出和、赛]"
    inside = "|".join(sorted({f"(?<={verb[0]}){verb[1:]}" for verb in win.split("|") if len(verb) == 2}))
    not_begun = rf"(?!(?<=其)中|[我全本该][省市县区州校院]|(?<=[我全本该])[省市县区州校院]|{inside})"
    other_group = rf"(?=[\p{{Han}}]{{1,8}}组(?!织)){not_begun}(?:(?!{no_group})[\p{{Han}}]){{1,8}}组(?!织)"
    groups = rf"(?P<group>(?:{group}|{other_group})(?:[和、与](?:{group}|{other_group}))*)"
    before = rf"(?:(?P<level>{level}|(?={short})(?<={win}|[、，和了个项名人枚])(?:{short}))(?:的)?)?{groups}?(?:总分|总成绩)?"
    word = rf"(?:(?!{prize}|{win}|等奖|赛|项目|活动|组奖)[\p{{Han}}]){{2,8}}(?<![获得颁评受发领有])"
    named = (
        rf"(?P<generic>(?=[“\"]?[\p{{Han}}]{{2,8}}奖)(?<={win}|了|、|和|{unit})[“\"]?(?!级){word}奖"
        rf"(?!学|助|励|[特一二三]等|项|牌|补|金|状|杯|章|次)[”\"]?)"
    )
    graded = rf"(?P<prize>[“\"]?(?:{prize})(?![学章状金杯])[”\"]?)(?:{words(pack, 'prize_paper')})?"
    lists = (
        rf"(?P<grades>(?:(?:{signs})[、，]?)+(?:[和及与]|以及)?(?:{signs})等奖|(?:(?:{medals})[、，]?)+(?:[和及与]|以及)?(?:{medals})(?:奖?牌|奖)"
        rf"|(?:(?:{words(pack, 'prize')})(?:、|[和及与])){{1,5}}(?:{words(pack, 'prize')}))"
    )
    # Most of a sentence cannot begin a mention by its first sign: to see that at once saves trying each shape there.
    opening = ("prize_level", "contest_group", "grade_sign", "medal_sign", "prize", "prize_rank")
    first = {word[0] for name in opening if name in pack.lexicons for word in pack.lexicons[name].words}
    opens = rf"(?=[“\"总{regex.escape(''.join(sorted(first)))}]|[\p{{Han}}]{{1,8}}?[组奖])"
    count = rf"(?P<count>{number})\s?(?P<unit>{unit})"
    given = rf"(?:为|是|获得?|有|达到?|(?P<given>{words(pack, 'sum_verb')}))?[：:]?\s?"
    counts = rf"(?P<counts>{number}\s?(?:{unit})?(?:[、，和]\s?{number}\s?(?:{unit})?)+)"
    ranked = r"[居列]|排名|名次|领跑|领先|最多|第[一二三]|前[一二三四五六两]"
    ranked = rf"(?:[\p{{Han}}]{{0,4}}(?:{ranked})[\p{{Han}}、]{{0,8}}，(?=分别|依次|均|都|各|达|为))?"
    links = rf"(?:总?数量?|数量)?{ranked}(?:分别|依次|各|共计?|计|[均都])?(?:为|有|是|达到?|获得?)?[：:]?\s?[（(]?"
    tail = rf"(?:\s?(?P<counted>{unit})|(?=[，、；。）)和及与,;]|$))(?!百分|%|％)"
    return pattern(
        rf"{opens}(?:(?P<zipped>{before}{lists}(?:分别|依次|各){given}{counts})"
        rf"|(?P<shared>{before}{lists}(?P<each>各|均为?|各获得?|各有)\s?{count}))"
        rf"|(?P<split>{count}(?:{contestant}|[\p{{Han}}]{{0,6}})?(?:分别|分)(?:{win}){before}{lists})"
        rf"|(?P<won>{count}(?P<noun>(?:{contestant}|[\p{{Han}}]{{1,6}}){{0,2}})(?P<verb>(?:分别|先后|双双|均|共)?(?:{win}))[了得]?{before}{graded}(?!\s?{number}))"
        rf"|(?P<dealt_first>{number}\s?(?:{unit})(?:[、和与]{number}\s?(?:{unit}))+{before}{graded}(?!\s?{number}))"
        rf"|{opens}(?P<dealt>{before}{graded}{links}{number}\s?(?:{unit})(?:[、和与]\s?{number}\s?(?:{unit}))+(?=[，；。、）]|$))"
        rf"|(?P<first>{count}(?:的|{words(pack, 'track_noun')})?{before}(?:{graded}|[“\"][\p{{Han}}]{{2,10}}奖[”\"]))"
        rf"|{opens}(?P<after>{before}(?:{graded}|{named}){links}(?P<number>{number})(?!(?:[、和与]?[特一二三])*等奖){tail})"
        rf"|(?P<medals>(?<!第)(?:{number}\s?(?:{medals})(?![牌奖属融额])[、，]?){{1,3}}(?=[，。；、）的成居位列名领次和及与并]|以及|$|佳绩|好))"
        rf"|(?P<signed>(?:{win}|[夺摘揽收取捧])(?:(?:{win}|[夺摘揽收取捧])?(?:{medals})\s?{number}\s?(?:{unit})[、，]?){{1,3}}(?=[，。；、）的成]|$))"
        rf"|(?:(?<=[队组手生校员心师])|(?<=一举|成功|再次))(?P<idiom>[夺摘揽])(?P<sign>{medals})(?=[，。；、]|$)"
        rf"|(?P<topped>(?:{words(pack, 'prize_idiom')})(?=[，。；、）]|$))"
        rf"|(?P<levels>(?:{number}\s?(?:{unit})(?:的)?(?:{level})[、，和]?){{2,6}}[\p{{Han}}]{{0,10}}?(?:{total}|(?={graded})))"
        rf"|(?P<sum>{count}(?:的)?(?P<slevel>{level})?[\p{{Han}}、]{{0,8}}?(?:{total})(?!学金|金|补)"
        rf"|(?P<tlevel>{level})?(?:各类|各级)?(?:{total})(?:共计?|总数|达|为)?(?P<tnumber>{number})\s?(?P<tunit>{unit}))"
        rf"|{opens}(?:(?P<series>{before}{lists})|(?P<bare>{before}(?:{graded}|{named})))"
    )


def _mention(match: regex.Match[str], pack: Pack) -> Mention | None:
    level_word = match.group("level") or match.group("slevel") or match.group("tlevel") or ""
    whose = bool(match.group("tlevel")) and level_word.startswith("全")  # `全市获奖15项`: who won, no level
    level = "" if whose else pack.lexicons["prize_level"].words.get(level_word, "")
    group = match.group("group") or ""
    rule = next(name for name in _RULES if match.group(name) is not None)

    def made(grades: list[Grade], **more: bool | int | tuple[Grade, ...]) -> Mention:
        return Mention(match.start(), match.end(), tuple(grades), _RULES[rule], level=level, group=group, **more)  # type: ignore[arg-type]

    if rule in {"medals", "signed"}:
        return made(_medals(match, pack), verb=match.start() if rule == "signed" else -1)
    if rule == "idiom":
        sign = match.group("sign")
        return made([Grade(pack.lexicons["medal_sign"].words[sign], match.group(), -1, -1)], verb=match.start())
    if rule == "topped":
        return made([Grade(pack.lexicons["prize_idiom"].words[match.group()], match.group(), -1, -1)], verb=match.start())
    if rule == "levels":
        return made(_levels(match, pack), total=True)
    if rule in {"dealt", "dealt_first"}:
        return _dealt(match, made, pack)
    if rule in {"zipped", "shared", "split", "series"}:
        codes = _codes(match.group("grades"), pack)
        if rule == "zipped":
            counts = list(ready(rf"(?P<n>{QUANTITY})\s?(?P<u>{words(pack, 'award_unit')})?").finditer(match.group("counts")))
            if len(counts) != len(codes):
                return None
            base = match.start("counts")
            verb = match.start() if "获" in match.group() or match.group("given") else -1
            pairs = zip(codes, counts, strict=True)
            grades = [Grade(code, raw, base + c.start("n"), base + c.end("n"), c.group("u") or "") for (code, raw), c in pairs]
            return made(grades, verb=verb, given=bool(match.group("given")))
        at, end, unit = match.start("count"), match.end("count"), match.group("unit") or ""
        if rule in {"split", "series"}:
            return made([Grade(code, raw, -1, -1) for code, raw in codes])
        return made([Grade(code, raw, at, end, unit) for code, raw in codes], each=True)
    if rule == "sum":
        at, end = (match.span("count") if match.group("count") else match.span("tnumber"))
        return made([Grade("other", match.group(), at, end, match.group("unit") or match.group("tunit") or "")], total=True)
    raw = match.group("prize") or match.group("generic") or ""
    if not raw:
        quoted = ready(r"[“\"][\p{Han}]{2,10}奖[”\"]").search(match.group())
        raw = quoted.group() if quoted else ""
    raw = raw.strip("“”\"")
    code = prize_code(raw, pack)
    if rule == "after":
        links = match.group()[: match.start("number") - match.start()]
        return made([Grade(code, raw, match.start("number"), match.end("number"), match.group("counted") or "")],
                    each="各" in links, verb=match.start() if "获" in links else -1)
    if rule in {"won", "first"}:
        verb = match.start("verb") if rule == "won" else -1
        return made([Grade(code, raw, match.start("count"), match.end("count"), match.group("unit") or "")], verb=verb)
    return made([Grade(code, raw, -1, -1)])


_RULES = {
    "zipped": "awards.grades_zipped", "shared": "awards.grades_shared", "split": "awards.grades_split", "won": "awards.winners",
    "first": "awards.count_first", "after": "awards.count_after", "medals": "awards.medals", "signed": "awards.medals",
    "idiom": "awards.idiom", "topped": "awards.idiom",
    "dealt": "awards.counts_dealt", "dealt_first": "awards.counts_dealt",
    "levels": "awards.levels", "sum": "awards.total", "series": "awards.series", "bare": "awards.bare",
}


def _dealt(match: regex.Match[str], made: Callable[..., Mention], pack: Pack) -> Mention:
    """`一等奖3个、5个`, `3个和5个一等奖`."""
    printed, start = match.group(), match.start()
    prize = pattern(_named(pack)).search(printed)
    raw = prize.group() if prize else ""
    counts = ready(rf"(?<![第前])(?P<n>{QUANTITY})\s?(?P<u>{words(pack, 'award_unit')})").finditer(printed)
    outside = [c for c in counts if prize is None or c.end("n") <= prize.start() or c.start("n") >= prize.end()]
    grades = tuple(Grade(prize_code(raw, pack), raw, start + c.start("n"), start + c.end("n"), c.group("u")) for c in outside)
    return made(list(grades[:1]), verb=match.start() if "获" in printed else -1, shared_out=grades)


def prize_code(raw: str, pack: Pack) -> str:
    """The code of a prize's printed name; unknown names by the words in them, else `other`."""
    for name in ("prize", "prize_rank"):
        if name in pack.lexicons and raw in pack.lexicons[name].words:
            return pack.lexicons[name].words[raw]
    for hint, code in pack.lexicons["prize_hint"].words.items():
        if hint in raw:
            return code
    return "other"


def _codes(listed: str, pack: Pack) -> list[tuple[str, str]]:
    """`一、二、三等奖` -> its grades; `金银铜牌`; `一等奖和优秀奖`."""
    whole = list(pattern(_named(pack)).finditer(listed))
    if len(whole) > 1:
        return [(prize_code(m.group(), pack), m.group()) for m in whole]
    tail = ready(r"等奖|奖?牌|奖").search(listed)
    ending = tail.group() if tail else ""
    lexicon = pack.lexicons["grade_sign" if ending == "等奖" else "medal_sign"].words
    return [(lexicon[sign], sign + ending) for sign in listed[: tail.start() if tail else None] if sign in lexicon]


def _levels(match: regex.Match[str], pack: Pack) -> list[Grade]:
    """`5个国家级、18个省级奖项` -> a grade for each level."""
    known = pack.lexicons["prize_level"].words
    unit, level = words(pack, "award_unit"), words(pack, "prize_level")
    ending = pattern(rf"(?:{words(pack, 'prize_total')})$").search(match.group())
    total, start = ending.group() if ending else "", match.start()
    return [
        Grade("other", m.group("l") + total, start + m.start("n"), start + m.end("n"), m.group("u"), known[m.group("l")])
        for m in pattern(rf"(?P<n>{QUANTITY})\s?(?P<u>{unit})(?:的)?(?P<l>{level})").finditer(match.group())
    ]


def _medals(match: regex.Match[str], pack: Pack) -> list[Grade]:
    signs, start = pack.lexicons["medal_sign"].words, match.start()
    sign = f"[{''.join(signs)}]"
    shape = rf"(?P<s>{sign})\s?(?P<n>{QUANTITY})" if match.group("signed") else rf"(?P<n>{QUANTITY})\s?(?P<s>{sign})"
    return [Grade(signs[m["s"]], m["s"], start + m.start("n"), start + m.end("n")) for m in ready(shape).finditer(match.group())]
