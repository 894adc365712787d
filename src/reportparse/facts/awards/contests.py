"""Names of contests in a sentence, with edition, year, track, group and level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.facts.levels import level_of
from reportparse.facts.prose import BRACKETED, FILL, Sentence
from reportparse.facts.vocabulary import pattern, words, words_valued

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportparse.model import Identity
    from reportparse.rulebook import Pack

_YEAR = regex.compile(r"^(?:(20\d\d)(?:\s*[-—－~～至]\s*20\d\d)?\s*(?:学年度?|年度?)?(?:的|度)?|今年|去年|本年度?|本学年|当年)?")
_EDITION = regex.compile(r"(首|第([0-9]{1,3}|[一二三四五六七八九十百]{1,4}))届")
_OPENERS = (
    r"(?<![存现内潜外所])在(?!线|校|职|籍|读|岗|编)|于(?!都)|(?:积极|踊跃|认真|精心)?(?:组织|选派|派出|组队|指导)?[^，。；、]{0,16}?(?:参加|参与|参赛|出战|出征|备战|角逐|亮相)了?|经过?(?=[省市县区校各层])|通过|比(?=上年|去年|上届|往年)|"
    r"(?:主办|承办|举办|组织|举行|开展|协办|发起|牵头|联合主办)的|的(?=20\d\d|全|第)|(?:本年度|年内(?!蒙)|其中|同时|此外|另外|(?:以上|上述)(?:为|是)|今年以来|一年来|近年来)|(?:进入|晋级到?|入围|闯入|杀入|挺进|跻身|征战|打入|出征|冲击)"
)
_COMPARED = regex.compile(r"(?:比|较|超过?|相比于?)(?:上年|去年|上届|往年|前一?年)?$")
_INTRODUCED = regex.compile(r"(?:在|于|参加|参与|获得?|的)了?$")
_CLOSED = regex.compile(r"[中上里]|[获荣斩夺摘“]|[一二三特]等奖|[金银铜][奖牌]|优[秀胜]|，|：|揭晓|结果|公布|落幕|评选")
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Contest:
    """A contest as named in a sentence: `start:end` are offsets in the sentence and hold year, name, track and group;
    `weak` marks names of activities that are contests only beside a prize, `pointer` a bare `大赛` or `该赛项`."""

    start: int
    end: int
    name: str
    name_start: int
    name_end: int
    year: str
    edition: str
    track: str
    groups: tuple[str, ...]
    level: str
    weak: bool
    introduced: bool
    pointer: bool


def find_contests(sentence: Sentence, starts: Iterable[int], pack: Pack, identity: Identity) -> tuple[Contest, ...]:
    """The contests named in a sentence, in order. `starts` are offsets where a name may begin because a party ends there."""
    noun = _noun(pack)
    found: list[Contest] = []
    at = 0
    borders = sorted(starts)
    for match in pattern(rf"(?:{noun})(?:{words_valued(pack, 'contest_noun', 'stage')})*").finditer(sentence.bare):
        if match.start() < at:
            continue
        left = _left(sentence, match.start(), at, borders, pack)
        if _COMPARED.search(sentence.plain, 0, left) or _quoted_kind(sentence, match.end()):
            continue
        contest = _read(sentence, left, match.end(), pack, identity)
        if contest is not None:
            found.append(contest)
            at = contest.end
    return tuple(found)


def _noun(pack: Pack) -> str:
    """Contest nouns that are not the beginning of a track (`技能赛项`)."""
    return rf"(?:{words(pack, 'contest_noun')}|(?<=[\p{{Han}}”])(?<![参以课备办促观开完研学练训岗决预复初半竞比联])赛(?=[，。；：、（(中上获荣一二三特金银铜共斩]|$)|奖(?=[特一二三]等奖))(?![项道点])(?!(?<=评选|遴选|征集|评比)(?:出|为|产生))"


def _left(sentence: Sentence, noun: int, floor: int, borders: list[int], pack: Pack) -> int:
    """Where the noun phrase that ends in a contest noun begins."""
    flat = sentence.flat
    left = max([floor, *(flat.rfind(mark, floor, noun) + 1 for mark in "，。；：、！？,;:\t")])
    left = max([left, *(b for b in borders if b < noun and flat[b : b + 1] not in "杯")])
    opener = pattern(rf"{_OPENERS}|{words_valued(pack, 'not_won', 'aim')}|{words(pack, 'win_verb')}|(?:{words(pack, 'host_verb')})的|(?:{words(pack, 'host_verb')})(?=(?:20\d\d|第|全国|首届))")
    for match in opener.finditer(_unquoted(flat), left, noun):
        left = match.end()
    while left < noun and (flat[left].isspace() or flat[left] in "了过*"):
        left += 1
    return left


def _quoted_kind(sentence: Sentence, end: int) -> bool:
    """Whether a noun ends a quoted kind of works (`“才艺展示”类`), which is a group."""
    return sentence.plain[end : end + 2] == "”类"


def _unquoted(flat: str) -> str:
    """`flat` with the insides of quotes filled in."""
    return regex.sub(r"“[^”]*”|《[^》]*》", lambda m: FILL * len(m.group()), flat)


def _read(sentence: Sentence, left: int, right: int, pack: Pack, identity: Identity) -> Contest | None:
    """The contest whose phrase begins at `left` and whose first noun ends at `right`."""
    flat, plain = sentence.flat, sentence.plain
    year_match = _YEAR.match(plain[left:])
    year = (year_match.group(1) or "") if year_match else ""
    start = left + (year_match.end() if year_match else 0)
    while start < right and plain[start] in " 的度，":
        start += 1
    # A name goes on over further contest nouns unless a track, a group or a bracket stands between.
    noun, track, group = _noun(pack), words(pack, "track_noun"), words(pack, "contest_group")
    stop = pattern(rf"[，。；：、！？\t（(]|{words(pack, 'win_verb', 'sum_verb')}|[中上里](?=[，,]|获|荣|共|取|斩|夺|喜|摘|勇|分|均|再|我|全|的|$)|{words(pack, 'host_verb')}")
    stop_match = stop.search(_unquoted(flat), right)
    limit = stop_match.start() if stop_match else len(flat)
    name_end = right
    if not pattern(track).fullmatch(plain[start:right][-2:]):
        piece = flat[right:limit]
        barrier = pattern(rf"{track}|{group}|{_OPENERS}").search(piece)
        reach = barrier.start() if barrier else len(piece)
        is_track = bool(barrier and pattern(track).fullmatch(barrier.group()))
        if not is_track:
            for match in pattern(noun).finditer(piece[:reach]):
                if match.start() <= 14:
                    name_end = right + match.end()
    name = plain[start:name_end].strip()
    if not name or (name_end - start) > 60:
        return None
    end, tail = _tail(sentence, name_end, pack)
    bare_name = pattern(rf"(?:这|该|此|本|本次|此次|本届|该项|以上|上述|这次|“[^”]{{1,10}}”类|[\p{{Han}}]{{1,4}}类)?(?:技能|职业技能)?(?:{noun})")
    groups = _groups(name + tail if bare_name.fullmatch(name) else tail, pack)
    tracks = pattern(rf"[^（）()，、；：]{{1,40}}?(?:{track})").search(tail)
    edition = _EDITION.search(name)
    organiser = regex.search(rf"([\p{{Han}}、]{{2,40}}?)(?:联合|共同)?(?:{words(pack, 'host_verb')})的$", plain[:left])
    nouns = [m.group() for m in pattern(words(pack, "contest_noun")).finditer(name)]
    weak = bool(nouns) and all(pack.lexicons["contest_noun"].words[n] == "activity" for n in nouns)
    return Contest(
        start=left, end=end, name=name, name_start=start, name_end=name_end, year=year,
        edition=_edition(edition), track=tracks.group().strip(" *") if tracks else "", groups=groups,
        level=_level(name, tail, organiser.group(1) if organiser else "", pack, identity), weak=weak,
        introduced=bool(_INTRODUCED.search(sentence.plain, 0, left)) or (bool(_CLOSED.match(sentence.plain, end)) and end - start > 4),
        pointer=bool(bare_name.fullmatch(name)),
    )


def _tail(sentence: Sentence, name_end: int, pack: Pack) -> tuple[int, str]:
    """What stands behind a name and still tells of the contest: tracks, groups, stages, brackets; its end and text."""
    plain, flat = sentence.plain, sentence.flat
    end = name_end
    stop = pattern(rf"[，。；：！？\t]|{words(pack, 'win_verb', 'sum_verb', 'prize')}|[一二三特]等奖|参加|参与|选出|选拔出|选派|推荐|报送|进入|晋级")
    while end < len(flat):
        bracket = BRACKETED.match(plain, end)
        if bracket and not pattern(rf"{words(pack, 'prize')}").search(bracket.group()):
            end = bracket.end()
            continue
        if stop.match(flat, end):
            break
        end += 1
    tail = plain[name_end:end]
    last = list(pattern(rf"{words(pack, 'track_noun', 'contest_group', 'contest_noun')}|[）)]|类").finditer(tail))
    end = name_end + (last[-1].end() if last else 0)
    return end, plain[name_end:end]


def _level(name: str, tail: str, organiser: str, pack: Pack, identity: Identity) -> str:
    """The level of a name without what it quotes; a division of the contest (`河南赛区`, `全国选拔赛`) has its own; a name that tells
    none has the level of its organiser, and that of a cup is `industry`."""
    plain = regex.sub(r"“[^”]*”", "", name)
    division = regex.search(r"[（(]?([\p{Han}]{1,6}?)(?:赛区|分赛|选拔赛|省赛)", regex.sub(r".*(?:大赛|竞赛|比赛)(?=.)", "", plain) + tail)
    if division:
        place = regex.sub(r"^[（(]", "", division.group(1))
        if found := level_of(place, pack, identity) or level_of(place + "省", pack, identity):
            return found
    found = level_of(plain, pack, identity) or (level_of(organiser, pack, identity) if organiser else "")
    return found or level_of(name, pack, identity) or ("industry" if regex.search(r"“[^”]{1,12}杯”|^[\p{Han}]{1,6}杯", name) else "")


def _groups(tail: str, pack: Pack) -> tuple[str, ...]:
    """The groups named in what stands behind a name: `（中职组）`, `教师组`, `“技能”类`, `个人赛`."""
    found = pattern(rf"“[^”]{{1,10}}”类|{words(pack, 'contest_group')}|(?<=^|[（(、和，])[\p{{Han}}]{{1,8}}组(?=$|[）)、和，])").finditer(tail)
    return tuple(dict.fromkeys(match.group() for match in found))


def _edition(match: regex.Match[str] | None) -> str:
    if match is None:
        return ""
    if match.group(1) == "首":
        return "1"
    digits = match.group(2)
    return digits if digits.isdigit() else str(chinese_integer(digits))


def chinese_integer(text: str) -> int:
    """`二十三` -> 23, `百` -> 100; raises KeyError for other characters."""
    total = current = 0
    for sign in text:
        if sign in "十百千":
            total += (current or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            current = 0
        else:
            current = 2 if sign == "两" else _DIGITS["零" if sign == "〇" else sign]
    return total + current
