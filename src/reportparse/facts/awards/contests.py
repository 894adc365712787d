"""Names of contests in a sentence, with edition, year, track, group and level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.levels import level_of
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.prose import BRACKETED, FILL, Sentence
from reportparse.facts.vocabulary import pattern, words, words_valued
from reportparse.markers import han_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportparse.model import Identity
    from reportparse.rulebook import Pack

LONGEST_NAME = 60
"""Characters; a longer phrase before a contest noun is no name."""
FURTHER = 14
"""How far behind a contest noun the next one may begin to belong to the same name (`技能大赛教学能力比赛`)."""

_YEAR = regex.compile(r"^(?:(20\d\d)(?:\s*[-—－~～至]\s*20\d\d)?\s*(?:学年度?|年度?)?(?:的|度)?|今年|去年|本年度?|本学年|当年)?")
_DATED = regex.compile(r"[（(](20\d\d)\s*年?(?:度)?[)）]")
"""The year behind the name of a contest, which its stage may follow (`创新大赛（2024）河南省赛`)."""
_EDITION = regex.compile(r"(首|第([0-9]{1,3}|[一二三四五六七八九十百]{1,4}))届")
_BEFORE = (
    r"(?<![存现内潜外所])在(?!线|校|职|籍|读|岗|编)|于(?!都)|经过?(?=[省市县区校各层])|通过|比(?=上年|去年|上届|往年)|的(?=20\d\d|全|第)"
    r"|(?:位[列居]|名列|跻身|领跑|领先|(?<![位定])居(?=20\d\d|全|第))|(?:本年度|年内(?!蒙)|其中|同时|此外|另外|(?:以上|上述)(?:为|是)|今年以来|一年来|近年来)"
)
"""Words in front of a name that are no part of it."""
_BEGINS = rf"20\d\d|全[国省市区州]|世界|第(?:{QUANTITY})届|首届|[\p{{Han}}]{{2,6}}?[省市州区县]|[国省市世]赛"
"""What full names of contests begin with: a year, an edition, a level or a place."""
_COMPARED = regex.compile(r"(?:比|较|超过?|相比于?)(?:上年|去年|上届|往年|前一?年)?$")
_INTRODUCED = regex.compile(r"(?:在|于|参加|参与|获得?|的)了?$")
_CLOSED = regex.compile(
    r"[中上里]|[获荣斩夺摘“]|[一二三特](?:[、和与]?[一二三])*等奖|[金银铜][牌奖]|优[秀胜]|，|：|揭晓|结果|公布|落幕|评选|评审|评比|颁奖"
    r"|(?:[共累总合]?计|共|一共|总共)?(?:评[选]?出|评选产生|产生|颁发|决出|颁出)|共[评设颁决产]")
_COUNTED = regex.compile(rf"(?<!第)(?:{QUANTITY})\s?[篇件份节部门堂](?:[\p{{Han}}]{{0,2}})$")
_SET = regex.compile(r"(?:共|另|新|增)?[设含有](?=.项|项)")
_SERIAL = regex.compile(
    r"\s*(?:[（(][0-9一二三四五六七八九十]{1,3}[)）]|[0-9]{1,2}(?:[)）]|[.．](?![0-9](?!0[0-9]{2}年)))|[①-⑳]|(?:附?表|续表|图)\s?[0-9一二三四五六七八九十]+(?:[-—.．][0-9]+)*)[\s：:、.．]*")
"""What numbers a heading or a caption: no part of a name."""
_WINNING = r"[中上里](?=[，,]|获|荣|共|取|斩|夺|喜|摘|勇|分|均|再|我|全|的|$)"


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest as named in a sentence: `start:end` are offsets in the sentence and hold year, name, track and group;
    `weak` marks names of activities that are contests only beside a prize, `introduced` those that words of place or
    winning make one (`在…中`), `pointer` a bare `大赛` or `该赛项`."""

    start: int
    end: int
    name: str
    name_start: int
    year: str
    edition: str
    track: str
    groups: tuple[str, ...]
    level: str
    weak: bool
    introduced: bool
    pointer: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    """What a pack's word lists make of the shapes of names."""

    noun: regex.Pattern[str]
    nouns: regex.Pattern[str]
    """A contest noun with the stages behind it."""
    kinds: regex.Pattern[str]
    contest: regex.Pattern[str]
    """A noun that only contests have."""
    opener: regex.Pattern[str]
    """Words before a name or in it that it begins behind."""
    pointer: regex.Pattern[str]
    track: regex.Pattern[str]
    tracks: regex.Pattern[str]
    organiser: regex.Pattern[str]
    stop: regex.Pattern[str]
    """What ends a name."""
    barrier: regex.Pattern[str]
    """What ends the nouns of a name."""
    chosen: regex.Pattern[str]
    behind: regex.Pattern[str]
    """What ends the words behind a name that still tell of the contest."""
    prize: regex.Pattern[str]
    tail: regex.Pattern[str]
    """The last of those words."""
    before_last: regex.Pattern[str]
    division: regex.Pattern[str]
    groups: regex.Pattern[str]
    another: regex.Pattern[str]
    named: regex.Pattern[str]
    """The full name of a contest, behind 在 or not."""


def _patterns(pack: Pack) -> _Patterns:
    noun, host, openers = _noun(pack), words(pack, "host_verb"), _openers(pack)
    track, group = words(pack, "track_noun"), words(pack, "contest_group")
    this = r"(?:这|该|此|本|本次|此次|本届|该项|同一|同一项|同项|同|前述|以上|上述|这次|“[^”]{1,10}”类|[\p{Han}]{1,4}类)?"
    listed = r"(?<=^|[（(、和，])[\p{Han}]{1,8}组(?=$|[）)、和，])"
    return _Patterns(
        noun=pattern(noun),
        nouns=pattern(rf"(?:{noun})(?:{words_valued(pack, 'contest_noun', 'stage')})*"),
        kinds=pattern(words(pack, "contest_noun")),
        contest=pattern(words_valued(pack, "contest_noun", "contest")),
        opener=pattern(rf"{openers}|{words(pack, 'win_verb')}|(?:{host})(?=20\d\d|第|全[国省市县区州]|首届|[省市县区州](?!级))"),
        pointer=pattern(rf"(?:{this}(?:{words(pack, 'contest_filler')})?|(?:{group})的?)(?:{noun})"),
        track=pattern(track),
        tracks=pattern(rf"[^（）()，、；：]{{1,40}}?(?:{track})"),
        organiser=pattern(rf"([\p{{Han}}、]{{2,40}}?)(?:联合|共同)?(?:{host})的$"),
        stop=pattern(rf"[，。；：、！？\t（(]|{words(pack, 'win_verb', 'sum_verb')}|{_WINNING}|{host}"),
        barrier=pattern(rf"(?P<track>{track})|{group}|{openers}"),
        chosen=pattern(rf"(?<=奖)(?:{words_valued(pack, 'contest_noun', 'activity')})$"),
        behind=pattern(
            rf"[，。；：！？\t]|{_another(pack)}|[、和与](?=[^，。；、和与]{{2,20}}?在(?!线))"
            rf"|{words(pack, 'win_verb', 'sum_verb', 'prize', 'entry_verb')}|[一二三特]等奖|选出|选拔出|选派|推荐|报送"),
        prize=pattern(words(pack, "prize")),
        tail=pattern(rf"{words(pack, 'track_noun', 'contest_group', 'contest_noun')}|[）)]|类"),
        before_last=pattern(rf".*(?:{words(pack, 'contest_noun')})(?=.)"),
        division=pattern(rf"[（(]?(?P<of>[\p{{Han}}]{{1,6}}?)(?:{words(pack, 'division_noun')})"),
        another=pattern(_another(pack)),
        named=pattern(rf"[在于]?(?:{_BEGINS})[^，。；：]{{0,40}}?(?:{noun})"),
        groups=pattern(rf"“[^”]{{1,10}}”类|{group}|{listed}"),
    )


def find_contests(sentence: Sentence, starts: Iterable[int], pack: Pack, identity: Identity) -> tuple[Contest, ...]:
    """The contests named in a sentence, in order. `starts` are offsets where a name may begin because a party ends there."""
    found: list[Contest] = []
    at = 0
    borders = sorted(starts)
    for match in pack.once(_patterns).nouns.finditer(sentence.bare):
        if match.start() < at or sentence.plain[match.end() : match.end() + 2] == "”类":
            continue
        activity = pack.lexicons["contest_noun"].words.get(match.group()) == "activity"
        if activity and sentence.plain[match.end() : match.end() + 1] == "《":  # a work of that kind (`微课《…》`)
            continue
        if activity and _is_a_work(sentence, match, pack):
            continue
        if _COUNTED.search(sentence.plain, max(0, match.start() - 8), match.start()):
            continue
        left = _left(sentence, match.start(), at, borders, pack)
        if _COMPARED.search(sentence.plain, 0, left):
            continue
        only = match.group() == "奖" and sentence.plain[match.end()] == "，"
        if only and not _names_a_prize(sentence, left, match.end(), pack, identity):
            continue
        contest = _read(sentence, left, match.end(), pack, identity)
        if contest is None or _is_heading(sentence, contest):
            continue
        if label := _label_end(sentence, contest, pack):
            at = label
            continue
        found.append(contest)
        at = contest.end
    return tuple(found)


def _is_a_work(sentence: Sentence, noun: regex.Match[str], pack: Pack) -> bool:
    """Whether a noun is what somebody has made (`张某撰写的论文`) and not what it is sent in for."""
    works = pattern(words(pack, "work_noun", "contestant"))
    made = pattern(rf"(?:{words(pack, 'made_verb')})的?[\p{{Han}}]{{0,6}}$|的$")
    return works.fullmatch(noun.group()) is not None and made.search(sentence.plain, max(0, noun.start() - 12), noun.start()) is not None


def _names_a_prize(sentence: Sentence, left: int, right: int, pack: Pack, identity: Identity) -> bool:
    """Whether what begins a sentence or a part of it is a prize that is given in grades (`首届全国教材建设奖，…获二等奖`)."""
    name = sentence.plain[left:right]
    begins = not sentence.plain[:left].strip() or sentence.plain[left - 1] in "；。"
    of_itself = _EDITION.search(name) is not None or level_of(name, pack, identity) != ""
    graded = pack.once(_patterns).prize
    return begins and of_itself and graded.search(name) is None and graded.search(sentence.plain, right) is not None


def _is_heading(sentence: Sentence, contest: Contest) -> bool:
    """Whether a sentence is a heading with a number that only tells what the next ones speak of (`1.学生技能竞赛。`)."""
    serial = _SERIAL.match(sentence.plain)
    alone = serial is not None and contest.start == serial.end() and not sentence.plain[contest.end :].strip(" 。")
    return alone and _tells_a_kind(contest)


def _label_end(sentence: Sentence, contest: Contest, pack: Pack) -> int:
    """Where the label ends that only tells the kind of the contest named behind it (`学生赛事——在全省技能大赛中`); 0 when it is none."""
    plain = sentence.plain
    serial = _SERIAL.match(plain)
    named = contest.name_start + len(contest.name)
    mark = ready(r"[类方面]*\s*(?:[—–-]+|[：:])\s*").match(plain, named)
    if not mark or contest.start != (serial.end() if serial else 0) or not _tells_a_kind(contest):
        return 0
    return mark.end() if pack.once(_patterns).named.match(plain, mark.end()) else 0


def _tells_a_kind(contest: Contest) -> bool:
    return not (contest.level or contest.edition or contest.year or "“" in contest.name)


def _noun(pack: Pack) -> str:
    """Contest nouns that are not the beginning of a track (`技能赛项`) or of a verb (`评选出`); any other …赛 that ends a phrase, and
    a named prize that is graded (`科技进步奖二等奖`)."""
    other = r"(?<=[\p{Han}”])(?<![参以课备办促观开完研学练训岗决预复初半竞比联])赛"
    other += r"(?=[，。；：、（(中上获荣一二三特金银铜共斩冠亚季]|第[一二三123]名|$)"
    other += r"|奖(?=[特一二三]等奖|，)"
    return rf"(?:{words(pack, 'contest_noun')}|{other})(?![项道点])(?!(?<=展)[演示评播览])(?!(?<=评选|遴选|征集|评比)(?:出|为|产生))"


def _another(pack: Pack) -> str:
    """What joins a contest to another one, which begins as such names do: with a year, an edition, a level or a place."""
    return rf"[、和与及](?=(?:{_BEGINS})[^，。；、和与]{{0,24}}?(?:{words_valued(pack, 'contest_noun', 'contest')}|(?<=赛))(?![项道点]))"


def _openers(pack: Pack) -> str:
    """What may stand right before the name of a contest."""
    entry = rf"(?:积极|踊跃|认真|精心)?(?:组织|选派|派出|组队|指导)?[^，。；、]{{0,16}}?(?:{words(pack, 'entry_verb')})[了到]?"
    return rf"{_BEFORE}|{entry}|(?:{words(pack, 'host_verb')})的|{words_valued(pack, 'not_won', 'aim')}"


def _left(sentence: Sentence, noun: int, floor: int, borders: list[int], pack: Pack) -> int:
    """Where the noun phrase that ends in a contest noun begins."""
    flat = sentence.flat
    left = max([floor, *(flat.rfind(mark, floor, noun) + 1 for mark in "，。；：、！？\t")])
    if left == 0 and (serial := _SERIAL.match(flat, 0, noun)):
        left = serial.end()
    left = max([left, *(b for b in borders if b < noun and flat[b : b + 1] != "杯")])
    for match in pack.once(_patterns).opener.finditer(_unquoted(flat), left, noun):
        left = match.end()
    while left < noun and (flat[left].isspace() or flat[left] in "了过*" or (left == floor > 0 and flat[left] in "、和与及")):
        left += 1
    return left


def _unquoted(flat: str) -> str:
    """`flat` with the insides of quotes filled in."""
    return ready(r"“[^”]*”|《[^》]*》").sub(lambda m: FILL * len(m.group()), flat)


def _read(sentence: Sentence, left: int, right: int, pack: Pack, identity: Identity) -> Contest | None:
    """The contest whose phrase begins at `left` and whose first noun ends at `right`."""
    plain, patterns = sentence.plain, pack.once(_patterns)
    year_match = _YEAR.match(plain[left:])
    year = (year_match.group(1) or "") if year_match else ""
    start = left + (year_match.end() if year_match else 0)
    while start < right and plain[start] in " 的度，":
        start += 1
    name_end = _name_end(sentence, start, right, pack)
    name_end = _trimmed(sentence, start, name_end, pack)
    own_level = ""
    if dated := _DATED.match(plain, name_end):
        year = year or dated.group(1)
        stages = rf"{words_valued(pack, 'contest_noun', 'stage')}|{words(pack, 'division_noun')}"
        stage = pattern(rf"[\p{{Han}}]{{0,8}}?(?:{stages})").match(plain, dated.end())
        name_end, own_level = (stage.end(), level_of(stage.group(), pack, identity)) if stage else (name_end, "")
    name = plain[start:name_end].strip()
    if not name or name_end - start > LONGEST_NAME:
        return None
    end, tail = _tail(sentence, name_end, pack)
    pointer = name == "赛" or patterns.pointer.fullmatch(name) is not None
    pointer = pointer and not (level_of(name, pack, identity) and patterns.contest.fullmatch(name))
    track = patterns.tracks.search(tail)
    organiser = patterns.organiser.search(plain[:left]) if plain[:left].endswith("的") else None
    kinds = [pack.lexicons["contest_noun"].words[m.group()] for m in patterns.kinds.finditer(name)]
    return Contest(
        start=left, end=end, name=name, name_start=start, year=year, edition=_edition(name),
        track=track.group().strip(" *") if track and not _SET.match(track.group()) else "",
        groups=_groups(name + tail if pointer else tail, pack),
        level=own_level or _level(name, tail, organiser.group(1) if organiser else "", pack, identity),
        weak=bool(kinds) and all(kind == "activity" for kind in kinds),
        introduced=bool(_INTRODUCED.search(plain, 0, left)) or (bool(_CLOSED.match(plain, end)) and end - start > 4),
        pointer=pointer,
    )


def _name_end(sentence: Sentence, start: int, right: int, pack: Pack) -> int:
    """Where a name ends: it goes on over further contest nouns unless a track, a group or a bracket stands between."""
    patterns = pack.once(_patterns)
    if patterns.track.fullmatch(sentence.plain[start:right][-2:]):
        return right
    found = patterns.stop.search(_unquoted(sentence.flat), right)
    piece = sentence.flat[right : found.start() if found else len(sentence.flat)]
    joined = patterns.another.search(piece)
    piece = piece[: joined.start()] if joined else piece  # another contest (`全国技能大赛和全省技能大赛`)
    barrier = patterns.barrier.search(piece)
    if barrier and barrier.group("track"):
        return right
    ends = [m.end() for m in patterns.noun.finditer(piece[: barrier.start() if barrier else None]) if m.start() <= FURTHER]
    return right + max(ends, default=0)


def _trimmed(sentence: Sentence, start: int, name_end: int, pack: Pack) -> int:
    """The end of the name of a prize that a contest is called by: with its class (`…成果奖（高等教育类）`), without the act of choosing
    (`…成果奖评选`)."""
    chosen = pack.once(_patterns).chosen.search(sentence.plain[start:name_end])
    end = start + chosen.start() if chosen else name_end
    if sentence.plain[end : end + 1] == "”" and sentence.plain.count("“", start, end) > sentence.plain.count("”", start, end):
        end += 1  # the name is quoted up to its noun (`“百工大比武”`)
    kind = ready(r"[（(][\p{Han}、]{2,12}类[）)]").match(sentence.plain, end) if sentence.plain[end - 1] == "奖" else None
    return kind.end() if kind else end


def _tail(sentence: Sentence, name_end: int, pack: Pack) -> tuple[int, str]:
    """What stands behind a name and still tells of the contest: tracks, groups, stages, brackets; its end and text."""
    plain, flat, patterns = sentence.plain, sentence.flat, pack.once(_patterns)
    end = name_end
    while end < len(flat):
        bracket = BRACKETED.match(plain, end)
        if bracket and not patterns.prize.search(bracket.group()):
            end = bracket.end()
            continue
        if patterns.behind.match(flat, end):
            break
        end += 1
    tail = plain[name_end:end]
    last = list(patterns.tail.finditer(tail))
    end = name_end + (last[-1].end() if last else 0)
    return end, plain[name_end:end]


def _level(name: str, tail: str, organiser: str, pack: Pack, identity: Identity) -> str:
    """The level of a name: that of its division (`河南赛区`, `全国选拔赛`), else of its words outside quotes, else of its organiser,
    else of what it quotes."""
    plain = ready(r"“[^”]*”").sub("", name)
    last = pack.once(_patterns).before_last.sub("", plain) + tail
    division = pack.once(_patterns).division.search(last)
    if division and (found := level_of(division["of"], pack, identity) or level_of(division["of"] + "省", pack, identity)):
        return found
    return level_of(plain, pack, identity) or (level_of(organiser, pack, identity) if organiser else "") or level_of(name, pack, identity)


def _groups(tail: str, pack: Pack) -> tuple[str, ...]:
    """The groups named in what stands behind a name: `（中职组）`, `教师组`, `“技能”类`, `个人赛`."""
    return tuple(dict.fromkeys(match.group() for match in pack.once(_patterns).groups.finditer(tail)))


def _edition(name: str) -> str:
    """`第二十届…` -> `20`; empty when no edition is printed."""
    match = _EDITION.search(name)
    if match is None:
        return ""
    return "1" if match.group(1) == "首" else str(han_number(match.group(2)))
