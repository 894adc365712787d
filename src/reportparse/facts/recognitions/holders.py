"""The words before a granting verb as holders: institutions, their programmes, courses and projects, persons, counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import regex

from reportparse.facts.vocabulary import pattern, words

if TYPE_CHECKING:
    from reportparse.facts.parties import Party
    from reportparse.facts.prose import Sentence
    from reportparse.rulebook import Pack

QUANTITY = r"[0-9]+|[一二两三四五六七八九十百]+"
_MADE = regex.compile(
    r"^(?:的|所|等|联合|共同|独立|自主|牵头|合作|参与|负责|组织|首创|原创|申报|主编|编写|编著|主持|参编|报送|选送|推荐|建设|开发|研发|创作|撰写|指导|打造|创建|组建|创办|培育|创设|设计|实施|推出|总结|提炼|形成|的)+的|^的"
)
_ROLES = regex.compile(r"^(?:[\p{Han}]{0,8}?(?:教师|老师|学生|同学|校长|书记|主任|班主任|选手|师生|团队|教授|讲师|等))+(?=$|[的《“主编申]|牵头|开发)")
_QUOTED = regex.compile(r"《([^》]+)》|“([^”]+)”|「([^」]+)」|\"([^\"]+)\"")


THIS = "\0"
"""The item that 该案例 and 这一做法 stand for: the case whose section it is."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who or what got the title: `item` is the programme, course or project of the party; `count` the offset of a number of
    unnamed holders (-1: named); `party` None stands for the issuer."""

    party: Party | None
    item: str = ""
    persons: tuple[str, ...] = ()
    count: int = -1
    count_end: int = -1
    unit: str = ""
    start: int = -1
    """Where its name begins in the sentence; -1 when it is not named there."""
    body: str = ""
    """A consortium, team or part of an institution that holds the title itself."""


@dataclass(frozen=True, slots=True)
class Holders:
    """All holders of a list; `context` are offsets of numbers that only count what is named."""

    items: tuple[Holder, ...]
    context: tuple[int, ...] = ()
    stated: bool = True
    """False when the clause names nobody and the subject must be carried."""


def holders_of(
    sentence: Sentence, start: int, end: int, parties: tuple[Party, ...], carried: Party | None, pack: Pack, owner: Party | None = None
) -> Holders:
    """The holders named in `sentence[start:end]`; `carried` is the school that 该校 means, `owner` whose are items without a holder."""
    start, end = _trimmed(sentence, start, end, pack)
    if start >= end:
        return Holders((), stated=False)
    flat, unit = sentence.flat, words(pack, "recognition_unit")
    if regex.match(r"经(?!济|典|贸|管|营|纪|理)", flat[start:end]):
        return Holders((), stated=False)
    inside = tuple(p for p in parties if start <= p.start and p.end <= end)
    counted = pattern(
        rf"(?P<etc>等)?(?:的)?(?:共|共有|有|共计|合计|累计)?(?P<n>{QUANTITY})\s?(?P<u>{unit})(?P<noun>[^、，0-9]{{0,24}})$"
    ).search(flat, start, end)
    if counted and any(p.start >= counted.start("n") for p in inside):
        counted = None
    if counted and flat[counted.start() - 1 : counted.start()] in {"第", "“", "前"}:
        counted = None
    chain = pattern(rf"(?:(?P<n>{QUANTITY})\s?(?P<u>{unit})[^、，0-9]{{0,16}}[、，和]?){{2,}}").fullmatch(flat, max([p.end for p in inside], default=start), end)
    if chain:
        owner = inside[-1] if inside else None
        spans = zip(chain.spans("n"), chain.captures("u"), strict=True)
        return Holders(tuple(Holder(owner, count=low, count_end=high, unit=printed) for (low, high), printed in spans))
    if counted is None:
        return Holders(_listed(sentence, start, end, inside, carried, pack, owner))
    names_end = counted.start()
    number, number_end, printed = counted.start("n"), counted.end("n"), counted.group("u")
    if names_end <= start:
        return Holders((Holder(None, count=number, count_end=number_end, unit=printed),))
    single = _only_party(sentence, start, names_end, inside)
    if single is not None and not counted.group("etc"):
        return Holders((Holder(single, count=number, count_end=number_end, unit=printed),))
    named = _listed(sentence, start, names_end, inside, carried, pack, owner)
    total = integer(sentence.plain[number:number_end])
    if len(named) == total:
        return Holders(tuple(replace(h, unit=printed) for h in named), (number,))
    institutions = [h for h in named if h.party is not None and h.party.kind in {"school", "person"}]
    if institutions and len(institutions) == len(named) and (counted.group("etc") or not any(h.item for h in named)):
        return Holders(tuple(replace(h, unit=printed) for h in named), (number,))
    owners = {h.party.name: h.party for h in named if h.party is not None}
    owner = next(iter(owners.values())) if len(owners) == 1 else None
    return Holders((Holder(owner, count=number, count_end=number_end, unit=printed),))


def _trimmed(sentence: Sentence, start: int, end: int, pack: Pack) -> tuple[int, int]:
    """The span without adverbs before the verb and openers before the names."""
    filler = pattern(rf"(?:{words(pack, 'recognition_filler')}|连续[\p{{Han}}0-9]{{1,4}}[年届次]|[，\s*]|[于在]?20\d\d年(?:[0-9]{{1,2}}月)?)$")
    while end > start and (match := filler.search(sentence.flat, start, end)):
        end = match.start()
    opener = regex.compile(r"(?:\s|\*|其中|同时|此外|另外|另有|目前|今年|本年度|截至[^，]{2,10}，|20\d\d年度?(?:[0-9]{1,2}月)?|由|并|且|还|年内|先后|近年来|[一二三四五六七]是|[（(]?[0-9一二三四五六七八九]+[）)]|有(?=[0-9]))")
    while start < end and (match := opener.match(sentence.flat, start, end)):
        start = match.end()
    return start, end


def _only_party(sentence: Sentence, start: int, end: int, inside: tuple[Party, ...]) -> Party | None:
    """The one party of a span that has no list in it."""
    if regex.search(r"[、，《“]", sentence.flat[start:end]) or len({party.name for party in inside}) != 1:
        return None
    return inside[-1]


def _listed(
    sentence: Sentence, start: int, end: int, inside: tuple[Party, ...], carried: Party | None, pack: Pack, owner: Party | None
) -> tuple[Holder, ...]:
    zipped = _authors(sentence, start, end, inside)
    if zipped:
        return zipped
    found: list[Holder] = []
    current = owner
    for left, right in _elements(sentence, start, end, inside):
        parties = [p for p in inside if left <= p.start and p.end <= right]
        element = _element(sentence, left, right, parties, current, carried, pack)
        if element is None:
            continue
        if parties and element.party is not None:
            current = element.party
        found.append(replace(element, start=left))
    return tuple(found)


def _elements(sentence: Sentence, start: int, end: int, inside: tuple[Party, ...]) -> list[tuple[int, int]]:
    """The members of a list: parted by 、，, by 和 and 及, and by 与 before an institution or a quote."""
    cuts = [start]
    heads = {p.start for p in inside}
    for match in regex.finditer(r"[、，]|以及|[和及与]|(?<=[”》])(?=[“《])", sentence.flat[start:end]):
        at, after = start + match.start(), start + match.end()
        if any(p.start < at < p.end for p in inside):
            continue
        if match.group() == "与" and after not in heads and sentence.flat[after : after + 1] not in {"“", "《"}:
            continue
        if at > cuts[-1] or not match.group():
            cuts += [at, after]
    cuts.append(end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if sentence.plain[a:b].strip()]


def _element(sentence: Sentence, left: int, right: int, parties: list[Party], current: Party | None, carried: Party | None, pack: Pack) -> Holder | None:
    plain = sentence.plain
    party = parties[-1] if parties else None
    if party is not None and party.kind == "person" and body_ending(plain[party.end : right].strip(" *"), pack):
        return Holder(party, body=plain[left:right].strip(" *"), persons=party.persons)
    if party is not None and party.kind == "person":
        quoted = _quoted(plain[party.end : right])
        return Holder(party, item=quoted, persons=party.persons)
    text = plain[left:right].strip(" *")
    if regex.fullmatch(r"(?:该|本|这一|此)(?:案例|做法|项目|经验|模式|成果)", text) and party is None:
        return Holder(carried, item=THIS)
    same = regex.match(r"该[校院](?:的)?|[该这此][一项]?(?=做法|案例|项目|经验|模式|成果|课程|专业|品牌)|其(?=[\p{Han}“《])", text)
    if same and party is None and carried is not None:
        rest = text[same.end() :]
        return Holder(carried, item=_quoted(rest) or (_item(rest) if _is_item(rest, pack) else ""))
    body = pattern(rf"[\p{{Han}}“”（）·A-Za-z0-9]{{2,40}}(?:{words(pack, 'body_noun')})$")
    if party is not None:
        rest = plain[party.end : right].strip(" *")
        made = _MADE.match(rest)
        role = _ROLES.match(rest)
        if role and not made:
            rest = rest[role.end() :]
            made = _MADE.match(rest)
        if made:
            rest = rest[made.end() :]
        quoted = _quoted(rest)
        if quoted and regex.search(r"”[\p{Han}]{0,8}(?:队|社|社团|协会|工作室|服务站|支部|小组)$", rest):
            return Holder(party, body=plain[party.start : right].strip(" *"))
        if quoted:
            part = pattern(rf"^[\p{{Han}}]{{2,16}}(?:{words(pack, 'body_noun')}|中心|馆|站|室|部|系)(?=[“《])").match(rest)
            return Holder(party, item=quoted, persons=party.persons, body=plain[party.start : party.end] + part.group() if part and not made else part.group() if part else "")
        if not rest or regex.match(r"[在于因凭以经将]|(?:作为|先后|连续|再次|成功)", rest):
            return Holder(party, persons=party.persons)
        if not regex.match(r"[是有在为]", rest) and (body.search(rest) or body_ending(rest, pack) or (party.kind == "team" and regex.search(r"[班组队室]$", rest))):
            apart = made or (plain[party.start] in "我全本" and party.kind != "team")
            return Holder(party, body=rest if apart else plain[party.start : right].strip(" *"))
        return Holder(party, item=_item(rest), persons=party.persons) if _is_item(rest, pack) else Holder(party, persons=party.persons)
    quoted = _quoted(text)
    if quoted and current is None and text.endswith(("”", "》")) and text.startswith("“") and body.search(quoted):
        return Holder(None, body=quoted)
    if quoted:
        return Holder(current, item=quoted)
    if (body.search(text) or (text[0] in "校院" and body_ending(text, pack))) and not _is_item(text, pack, strict=True):
        return Holder(None, body=text)
    if _is_item(text, pack):
        return Holder(current, item=_item(text))
    return None


def body_ending(text: str, pack: Pack) -> bool:
    """Whether a text is a noun of a body, alone or with one word before it (`名师工作室`)."""
    return bool(pattern(rf"[\p{{Han}}]{{0,4}}(?:{words(pack, 'body_noun')})").fullmatch(text))


def _authors(sentence: Sentence, start: int, end: int, inside: tuple[Party, ...]) -> tuple[Holder, ...]:
    """`甲校张三、乙校李四主编的《A》和《B》`: authors and works of equal number, one to one."""
    made = regex.search(r"(?:主编|编写|主持|开发|申报|报送|选送|创作|撰写|编著|建设)(?:完成|建设)?的(?=《|“)", sentence.flat[start:end])
    if not made:
        return ()
    at = start + made.start()
    authors = [p for p in inside if p.end <= at]
    works = [_quoted(m.group()) for m in _QUOTED.finditer(sentence.plain, at, end)]
    if len(authors) > 1 and len(works) == 1 and all(a.kind == "person" for a in authors):
        people = tuple(name for author in authors for name in author.persons)
        return (Holder(replace(authors[0], name="、".join(people), persons=people), item=works[0], persons=people),)
    if len(authors) > 1 and len(authors) == len(works):
        return tuple(Holder(author, item=work, persons=author.persons) for author, work in zip(authors, works, strict=True))
    return ()


def _quoted(text: str) -> str:
    match = _QUOTED.search(text)
    return next((part for part in match.groups() if part), "") if match else ""


def _is_item(text: str, pack: Pack, strict: bool = False) -> bool:
    """Whether words without a holder's name are a programme, course or project; `strict` asks for its noun."""
    if pattern(rf"(?:{words(pack, 'item_noun')})$").search(text):
        return len(text) > 2
    return not strict and bool(regex.fullmatch(r"[\p{Han}（）()A-Za-z0-9]{2,16}", text)) and not regex.search(r"[在被将已为了使]|学校|教师|学生|师生|工作|我们|项$|荣誉", text)


def _item(text: str) -> str:
    return text.strip(" *“”")


def integer(text: str) -> int:
    """`12`, `十二`, `两` -> the number; -1 for signs that are no numerals."""
    if text.isdecimal():
        return int(text)
    total = current = 0
    for sign in text:
        if sign in "十百":
            total += (current or 1) * {"十": 10, "百": 100}[sign]
            current = 0
        else:
            current = 2 if sign == "两" else "零一二三四五六七八九".find(sign)
    return total + current
