"""How a count of prizes is shared out behind it: by winner, by group, in brackets and after commas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.parties import Group, Party
from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.facts.awards.scene import Scene
    from reportparse.rulebook import Pack


@dataclass(frozen=True, slots=True)
class Share:
    """What a group of winners, or the winner of all in a `group` of the contest, has of a prize: the span of its number, -1 when each
    has one or, with `whole`, as many as were named before."""

    winners: Group
    group: str
    start: int = -1
    end: int = -1
    unit: str = ""
    whole: bool = False


def shares(scene: Scene, start: int, end: int, count: int, pack: Pack) -> Iterator[Share]:
    """The shares told between two offsets; `count` is that of the prize named before them, -1 for none."""
    plain = scene.sentence.plain
    who, unit, won_by = (words(pack, name) for name in ("contestant", "award_unit", "win_verb"))
    counted = pattern(
        rf"(?:{who})?(?:{won_by}|独?[得占]|有|共|为|则|以|：)*(?:各|分别|均)?(?:{won_by}|得|有|为)*[（(]?(?P<n>{QUANTITY})\s?(?P<u>{unit})?[）)]?(?:{who})?"
        rf"(?=[、，；。）（和及与居列位排跻领]|[名并分]列|紧[随跟]|次之|随其?后|$)")
    holder = rf"(?:得主|获得者|(?:{words(pack, 'prize_total')})(?:者|名单|{who})|{who})"
    taken = pattern(
        rf"[，（(]?(?:其中)?(?:[均都也]|分别|全部)?(?:由|来自|出自|分[属归]|花落|归属?于?|即|{holder}(?:分别|依次)?[为是有：])?(?:我[省市县区州校])?")
    each_own = pattern(  # `甲校、乙校，分别为3个、2个`
        rf"(?:{who})?，?(?:分别|依次)(?:{won_by}|[为有是达占：])*(?P<all>(?:{QUANTITY})\s?(?:{unit})?(?:[、，和与](?:{QUANTITY})\s?(?:{unit})?)+)(?=[，；。）]|$)")
    wholly = ready(  # `3个（均为甲校）`
        r"[，（(](?:其中)?(?:全部?|[均都皆])(?:[由是为归]|来自|出自|归属?于|属于)(?:我[省市县区州校])?|[（(]")
    teams = pattern(rf"(?:[、和](?P<name>[\p{{Han}}“”]{{2,20}}?(?:{words(pack, 'team_noun')})))+(?=[各均])")
    first = pattern(
        rf"(?:^|[，；、（(]|其中|[余外]下?的?|另)(?P<n>{QUANTITY})\s?(?P<u>{unit})(?:{who})?(?:由|[分归]?属于?|归|来自|出自|花落|为)(?:我[省市县区州校])?$")
    beside = next((b for b in scene.brackets if b.start == start), None)
    inside = [g for g in beside.groups if g[0].kind != "person"] if beside else []
    for named in (*inside, *scene.groups):
        if not start <= named[0].start < end:
            continue
        group = named
        if others := teams.match(plain, group[-1].end, end):
            group += tuple(Party(plain[left:right], "team", left, right) for left, right in others.spans("name"))
        told = False
        for party in group[:-1]:  # `甲校（3个）、乙校（2个）`
            if plain[party.end : party.end + 1] in {"（", "("} and (match := counted.match(plain[:end], party.end)):
                told = True
                yield Share((party,), "", match.start("n"), match.end("n"), match.group("u") or "")
        if match := counted.match(plain[:end] + "。", group[-1].end):
            yield Share(group[-1:] if told else group, "", match.start("n"), match.end("n"), match.group("u") or "")
        elif (dealt := each_own.match(plain[:end], group[-1].end)) and len(group) == len(
                spans := [m.span() for m in ready(QUANTITY).finditer(plain, *dealt.span("all"))]):
            for party, span in zip(group, spans, strict=True):
                yield Share((party,), "", *span)
        elif match := first.search(plain, start, group[0].start):
            yield Share(group, "", match.start("n"), match.end("n"), match.group("u"))
        elif count == len(group) and (lead := taken.fullmatch(plain, start, group[0].start)) and lead.group() not in {"", "，"}:
            yield Share(group, "")
        elif count > 1 == len(group) and (lead := wholly.fullmatch(plain, start, group[0].start)) and ready(
                r"[\p{Han}]{0,4}(?:[）)，；。]|$)" if len(lead.group()) > 1 else r"[）)]").match(plain[:end], group[0].end):
            yield Share(group, "", whole=True)
    one_each = [g[0] for g in inside if len(g) == 1]
    if beside and len(one_each) == len(inside) == count > 1 and not ready(r"[0-9]\s?[个项枚件名]").search(plain, beside.start, beside.end):
        for party in one_each:  # `2个（甲校，木工赛项；乙校，农机赛项）`
            yield Share((party,), "")
    divided = pattern(
        rf"(?<=[（(，、和：]|其中)(?P<g>{words(pack, 'contest_group')})(?:{won_by}|得|占|有|为)?(?P<n>{QUANTITY})\s?(?P<u>{unit})"
        rf"(?=[、，；。）（(和]|$)")
    for match in divided.finditer(plain, start, end):
        yield Share((), match.group("g"), match.start("n"), match.end("n"), match.group("u"))
