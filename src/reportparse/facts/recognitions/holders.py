"""The words before a granting verb as holders: institutions, their programmes, courses and projects, persons, counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.parties import Party
from reportparse.facts.people import looks_like_name
from reportparse.facts.prose import FILL
from reportparse.facts.vocabulary import pattern, words, words_valued
from reportparse.markers import han_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportparse.facts.prose import Sentence
    from reportparse.rulebook import Pack

THIS = "\0"
"""The item that 该案例 and 这一做法 stand for: the case whose section it is."""

_QUOTED = regex.compile(r"《([^》]+)》|“([^”]+)”|「([^」]+)」")
_OPENER = regex.compile(
    r"\s|\*|其中|同时|此外|另外|另有|目前|今年|本年度|20\d\d年度?(?:[0-9]{1,2}月)?|由|并|且|还|年内|先后|近年来|[一二三四五六七]是"
    r"|（?[0-9一二三四五六七八九]+）|有(?=[0-9])"
)
_OFFICE = regex.compile(r"[省市县区州](?![级属域场民政块间内外直])[\p{Han}]{2,16}(?:中心|局|委|厅|处|室|院|馆|所)")
"""An office of the reporting region by its short name: `市学生资助中心`."""
_OWN_WORD = regex.compile(r"[学我本全]?[校院]")
"""What a school calls itself."""
_SUMMED = regex.compile(r"(?<=\p{Han}{2})等?[两三四五六七八九十2-9][个门项种本部][\p{Han}]{2,4}$")
_PASSED_ON = regex.compile(r"经(?![济典贸管营纪理])")
"""`经学校申报`: how it came about, not who holds it."""


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
    end: int = -1
    counted: int = -1
    """Offset of the number that counts the named holders of its list (`甲、乙等4个专业`)."""
    body: str = ""
    """A consortium, team or part of an institution that holds the title itself."""


@dataclass(frozen=True, slots=True)
class Holders:
    """All holders of a list."""

    items: tuple[Holder, ...]
    stated: bool = True
    """False when the clause names nobody and the subject must be carried."""


@dataclass(frozen=True, slots=True)
class Span:
    """The words of a sentence in which holders are looked for, with what earlier ones left: `carried` is the school that 该校 means,
    `owner` whose are items without a holder."""

    sentence: Sentence
    start: int
    end: int
    parties: tuple[Party, ...]
    carried: Party | None
    owner: Party | None
    pack: Pack
    beside: Mapping[int, Party] = field(default_factory=dict)
    """Where a bracket opens that holds nothing but an institution -> the institution (`《…》（甲校）`)."""
    named: bool = False
    """Whether the rule says that names stand here, so that what looks like a person's name is one."""

    def within(self, start: int, end: int) -> Span:
        """The same for a part of the words; parties outside it fall away."""
        return replace(self, start=start, end=end, parties=tuple(p for p in self.parties if start <= p.start and p.end <= end))

    @property
    def plain(self) -> str:
        """The words."""
        return self.sentence.plain[self.start : self.end]


def holders_of(span: Span) -> Holders:
    """The holders named in a span."""
    span = _trimmed(span)
    flat, start, end = span.sentence.flat, span.start, span.end
    done = flat[end : end + 1] == "，" and not span.parties and pattern(words(span.pack, "action_opening")).match(flat, start, end)
    if start >= end or done or _PASSED_ON.match(flat, start, end):
        return Holders((), stated=False)
    unit = words(span.pack, "recognition_unit")
    if span.parties and (each := _counted_each(span, unit)):
        return Holders(each)
    chain = pattern(rf"(?:又|共|有|新|增|另)*(?:(?P<n>{QUANTITY})\s?(?P<u>{unit})[^、，0-9]{{0,16}}(?:[、，和]|$)){{2,}}").fullmatch(
        flat, max([p.end for p in span.parties], default=start), end)
    if chain:
        owner = span.parties[-1] if span.parties else None
        counts = zip(chain.spans("n"), chain.captures("u"), strict=True)
        return Holders(tuple(Holder(owner, count=low, count_end=high, unit=printed) for (low, high), printed in counts))
    counted = pattern(
        rf"(?P<etc>等)?的?(?:共|共有|有|共计|合计|累计)?(?P<n>{QUANTITY})\s?(?P<u>{unit})[^、，0-9]{{0,24}}$"
    ).search(flat, start, end)
    if counted is None or flat[counted.start() - 1] in {"第", "“", "前"}:
        return Holders(_listed(span))
    behind_noun = counted.start() > start and counted.end("u") == end and flat[end : end + 1] == "，"
    if behind_noun or any(p.start >= counted.start("n") for p in span.parties):
        return Holders(_listed(span))
    return _counted(span, counted)


def _counted_each(span: Span, unit: str) -> tuple[Holder, ...]:
    """`甲校3门、乙校2门课程`: each member of a list with a number of its own; empty when it is no such list."""
    found = []
    own = pattern(rf"(?:的|各|共|有)*(?P<n>{QUANTITY})\s?(?P<u>{unit})[^、，0-9]{{0,16}}")
    for left, right in _elements(span):
        party = next((p for p in span.parties if left <= p.start and p.end <= right), None)
        match = own.fullmatch(span.sentence.flat, party.end, right) if party else None
        if match is None or party is None or span.sentence.flat[left : party.start].strip():
            return ()
        found.append(Holder(party, count=match.start("n"), count_end=match.end("n"), unit=match.group("u"), start=left, end=right))
    return tuple(found) if len(found) > 1 else ()


def _counted(span: Span, counted: regex.Match[str]) -> Holders:
    """Holders that a number at the end of the span counts: unnamed ones, or those that a list before it names."""
    number, number_end, unit = counted.start("n"), counted.end("n"), counted.group("u")
    before = span.within(span.start, counted.start())
    owners = {party.name: party for party in before.parties}
    only = next(iter(owners.values())) if len(owners) == 1 else None
    unnamed = not before.plain.strip() or (only is not None and not counted.group("etc") and not ready(r"[、，《“]").search(before.plain))
    named = () if unnamed else _listed(before)
    institutions = all(h.party is not None and h.party.kind in {"school", "person"} for h in named)
    spelt_out = len(named) == han_number(span.sentence.plain[number:number_end])
    spelt_out = spelt_out or all(f"《{holder.item}》" in span.plain for holder in named)
    spelt_out = spelt_out or (institutions and (counted.group("etc") is not None or not any(h.item for h in named)))
    if named and spelt_out:
        return Holders(tuple(replace(holder, unit=unit, counted=number) for holder in named))
    owners = {h.party.name: h.party for h in named if h.party is not None}
    owner = only if unnamed else next(iter(owners.values())) if len(owners) == 1 else None
    return Holders((Holder(owner, count=number, count_end=number_end, unit=unit),))


def _trimmed(span: Span) -> Span:
    """The span without adverbs before the verb and openers before the names."""
    flat, start, end = span.sentence.flat, span.start, span.end
    filler = pattern(
        rf"(?:{words(span.pack, 'recognition_filler')}|连续[\p{{Han}}0-9]{{1,4}}[年届次]|(?:已经?)?向[\p{{Han}}]{{1,10}}[厅局部委]"
        rf"|[，、\s*]|[于在]?20\d\d年(?:[0-9]{{1,2}}月)?|(?<!部)分(?=$))$")
    while end > start and (match := filler.search(flat, start, end)):
        end = match.start()
    sent = pattern(rf"(?:{words(span.pack, 'made_verb')})(?=[0-9])")  # `推荐5所学校申报…`
    while start < end and (match := _OPENER.match(flat, start, end) or sent.match(flat, start, end)):
        start = match.end()
    return span.within(start, end)


def _listed(span: Span) -> tuple[Holder, ...]:
    """The holders of a list, each item with the institution named last before it."""
    authors = _authors(span) or _leaders(span)
    if authors:
        return authors
    found: list[Holder] = []
    for left, right in _elements(span):
        element = _element(span.within(left, right))
        if element is not None and element.item and (summed := _SUMMED.search(element.item)):
            element = replace(element, item=element.item[: summed.start()])  # `护理、会计两个专业`: it counts the list
        if element is not None:
            found.append(replace(element, start=left, end=right))
            if element.party is not None:
                span = replace(span, owner=element.party)
    return tuple(found)


def _elements(span: Span) -> list[tuple[int, int]]:
    """The members of a list: parted by 、，, by 和 and 及, and by 与 before an institution or a quote."""
    flat = ready(r"(?<=“)[^”]+(?=”)|(?<=《)[^》]+(?=》)").sub(lambda m: FILL * len(m.group()), span.sentence.flat)
    cuts = [span.start]
    heads = {p.start for p in span.parties}
    for match in regex.compile(r"[、，]|以及|[和及与]|(?<=[”》])(?=[“《])").finditer(flat, span.start, span.end):
        at, after = match.span()
        inside_name = any(p.start < at < p.end for p in span.parties)
        whole = at > cuts[-1] and match.group() in {"与", "及", "和"} and _is_joint_name(span, cuts[-1], at, after)
        if inside_name or whole or (match.group() == "与" and after not in heads and flat[after : after + 1] not in {"“", "《"}):
            continue
        if at > cuts[-1] or not match.group():
            cuts += [at, after]
    cuts.append(span.end)
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if span.sentence.plain[a:b].strip()]


def _is_joint_name(span: Span, left: int, at: int, after: int) -> bool:
    """Whether a 及, 和 or 与 at `at` stands inside the name of a body (`粮油加工及冷链产教联合体`): before it there is no holder."""
    stop = min((found for mark in "、，和与及" if (found := span.sentence.flat.find(mark, after, span.end)) >= 0), default=span.end)
    before, behind = span.sentence.plain[left:at].strip(), span.sentence.plain[after:stop]
    joint = pattern(rf"(?:{words_valued(span.pack, 'body_noun', 'joint')})$")
    return bool(
        ready(r"[\p{Han}]{2,10}").fullmatch(before) and joint.search(behind) and not any(left <= p.start < stop for p in span.parties)
        and not _is_body(before, span.pack) and not _is_item(before, span.pack, strict=True))


def _element(span: Span) -> Holder | None:
    """One member of a list; None when it names nothing that can hold a title."""
    opening = span.sentence.plain.rfind("（", span.start, span.end)
    if opening > span.start and opening in span.beside and span.sentence.plain.find("）", opening) + 1 == span.end:
        bare = _element(replace(span.within(span.start, opening), owner=span.beside[opening]))
        return replace(bare, party=span.beside[opening]) if bare and bare.party is None and not bare.body else bare
    span = _subject(span)
    if span.parties:
        return _of_party(span, span.parties[-1])
    text, pack = span.plain.strip(" *"), span.pack
    if _OFFICE.fullmatch(text):
        return Holder(None, body=text)
    case = words(pack, "case_noun")
    if pattern(rf"(?:该|本|这一|此)(?:{case})").fullmatch(text):
        return Holder(span.carried, item=THIS)
    same = pattern(rf"该[校院]的?|[该这此][一项]?(?={case}|{words(pack, 'item_noun')})|其(?=[\p{{Han}}“《])").match(text)
    if same:
        rest = text[same.end() :]
        own = rest if _is_body(rest, pack) and not _quoted(rest) and not _is_item(rest, pack, strict=True) else ""
        return Holder(span.carried, item=_quoted(rest) or (rest if not own and _is_item(rest, pack) else ""), body=own)
    if ready(r"[该本][省市县区州]").fullmatch(text):
        return Holder(None)
    people = span.named or (span.owner is not None and span.owner.kind == "person")
    name = ready(r"（[^）]*）$").sub("", text)
    if people and looks_like_name(name):
        return Holder(Party(name, "person", span.start, span.end, (name,)), persons=(name,))
    if text in words_valued(pack, "body_noun", "alone").split("|"):
        return Holder(None, body=text)
    quoted = _quoted(text)
    if quoted and (part := pattern(rf"[\p{{Han}}]{{1,16}}(?:{words(pack, 'body_noun', 'quoted_part')})(?=的?[“《])").match(text)):
        return Holder(None, item=quoted, body=part.group())
    if quoted and pattern(rf"“[^”]{{2,20}}”[\p{{Han}}]{{0,8}}(?:{words(pack, 'quoted_body')})").fullmatch(text):
        return Holder(None, body=text)
    if quoted:
        alone = text.startswith("“") or pattern(rf"[\p{{Han}}]{{2,12}}(?:{words(pack, 'made_verb')})的“").match(text)
        body = span.owner is None and alone and text.endswith("”") and _is_body(quoted, pack)
        return Holder(None, body=quoted) if body else Holder(span.owner, item=quoted)
    lone = pattern(rf"[\p{{Han}}]{{2,20}}(?:{words(pack, 'lone_body')})").fullmatch(text)
    inner = text[0] in "校院" and (_is_body_noun(text, pack) or _is_office(text, pack))
    if (lone or inner or _is_body(text, pack)) and not _is_item(text, pack, strict=True):
        maker = pattern(rf"^[与和同由]?[\p{{Han}}]{{2,20}}?(?:共建|合建|共同|{words(pack, 'made_verb')})+的")
        return Holder(None, body=maker.sub("", text))
    if pack.identity.noun_of(text) and ready(r"[\p{Han}（）]{3,24}").fullmatch(text):
        return Holder(None, body=text)
    return Holder(span.owner, item=text.strip("“”")) if _is_item(text, pack) else None


def _subject(span: Span) -> Span:
    """The span up to where words tell how its subject came to an honour (`图书馆以书香润心`, `实训基地凭过硬质量`)."""
    start = span.parties[-1].end if span.parties else span.start
    noun, acts = words(span.pack, "item_noun", "group_noun", "body_noun"), words(span.pack, "action_opening")
    tells = pattern(rf"[\p{{Han}}A-Za-z0-9“”]{{0,20}}?(?:{noun})(?=(?:[以凭靠把将让用从]|因其|{acts})[\p{{Han}}“]{{2,}})")
    found = tells.match(span.sentence.flat, start, span.end)
    return replace(span, end=found.end()) if found else span


def _of_party(span: Span, party: Party) -> Holder:
    """A member of a list that names a party: the party itself, its item, or a body of its own (`甲校党总支`, `甲校牵头的…联合体`)."""
    plain, pack = span.sentence.plain, span.pack
    whole, rest = plain[party.start : span.end].strip(" *"), plain[party.end : span.end].strip(" *")
    if party.kind == "person":
        body = plain[span.start : span.end].strip(" *") if _is_body_noun(rest, pack) else ""
        return Holder(party, item="" if body else _quoted(rest), persons=party.persons, body=body)
    means = pattern(rf"(?:[还也又另并]|同时)*[以凭]借?(?=[^，]*(?:{words(pack, 'item_noun', 'body_noun')}|[”》])$)").match(rest)
    if means:
        return Holder(party, item=_quoted(rest[means.end() :]) or rest[means.end() :], persons=party.persons)
    rest, made = _behind_verbs(rest, pack)
    quoted = _quoted(rest)
    if quoted:
        return _of_quote(span, party, rest, quoted, made)
    if not rest or ready(r"[在于因凭以经将]|(?:作为|先后|连续|再次|成功)").match(rest):
        return Holder(party, persons=party.persons)
    short = party.kind == "school" and plain[party.start : party.end] != party.name
    if short and pattern(rf"[\p{{Han}}]{{3,}}(?:{words_valued(pack, 'body_noun', 'team')})").fullmatch(rest):
        return Holder(party, item=rest)  # a body is named in full, as its school is
    own = _OWN_WORD.fullmatch(plain, party.start, party.end) is not None and _is_office(rest, pack)
    group = own or (party.kind == "team" and ready(r"[班组队室]$").search(rest))
    if not ready(r"[是有在为由]").match(rest) and (_is_body(rest, pack) or _is_body_noun(rest, pack) or group):
        apart = made or (plain[party.start] in "我全本" and party.kind != "team")
        return Holder(party, body=rest if apart else whole)
    return Holder(party, item=rest.strip("“”") if _is_item(rest, pack) else "", persons=party.persons)


def _of_quote(span: Span, party: Party, rest: str, quoted: str, made: bool) -> Holder:
    """A party with something in quotes: its item, the body of that name, or the item of a part of the party."""
    if pattern(rf"”[\p{{Han}}]{{0,8}}(?:{words(span.pack, 'quoted_body')})$").search(rest):
        return Holder(party, body=span.sentence.plain[party.start : span.end].strip(" *"))
    if made and rest.endswith("”") and pattern(rf"(?:{words(span.pack, 'quoted_part')})$").search(quoted):
        return Holder(party, body=quoted)
    part = pattern(rf"[\p{{Han}}]{{0,16}}(?:{words(span.pack, 'body_noun', 'quoted_part')})(?=的?[“《])").match(rest)
    body = part.group() if part else ""
    whole = body if made or not body else span.sentence.plain[party.start : party.end] + body
    return Holder(party, item=quoted, persons=party.persons, body=whole)


def _behind_verbs(rest: str, pack: Pack) -> tuple[str, bool]:
    """What stands behind words for people and verbs of making (`教师张某主持的《…》`), and whether there was such a verb."""
    verb = rf"(?:[与同和][\p{{Han}}]{{2,16}}?)?(?:的|所|等|共建|合建|联合|共同|独立|自主|合作|参与|组织|{words(pack, 'made_verb')})+的|的"
    made = pattern(verb).match(rest)
    role = pack.once(_people).match(rest)
    if role and not made:
        rest = rest[role.end() :]
        made = pattern(verb).match(rest)
    return (rest[made.end() :], True) if made else (rest, False)


def _people(pack: Pack) -> regex.Pattern[str]:
    """Words for people before a work or the verb of making it."""
    roles = "|".join(sorted(map(regex.escape, pack.identity.roles), key=len, reverse=True)) or r"(?!)"
    return pattern(rf"(?:[\p{{Han}}]{{0,8}}?(?:{roles}|等))+(?=$|[的《“]|{words(pack, 'made_verb')})")


def _authors(span: Span) -> tuple[Holder, ...]:
    """`甲校张三、乙校李四主编的《A》和《B》`: authors and works of equal number, one to one; several persons of one work together."""
    made = pattern(rf"(?:{words(span.pack, 'made_verb')})(?:完成|建设)?的(?=《|“)").search(span.sentence.flat, span.start, span.end)
    if not made:
        return ()
    authors = [p for p in span.parties if p.end <= made.start()]
    works = [_quoted(m.group()) for m in _QUOTED.finditer(span.sentence.plain, made.start(), span.end)]
    if len(authors) > 1 and len(works) == 1 and all(author.kind == "person" for author in authors):
        people = tuple(name for author in authors for name in author.persons)
        return (Holder(replace(authors[0], name="、".join(people), persons=people), item=works[0], persons=people),)
    if len(authors) > 1 and len(authors) == len(works):
        return tuple(Holder(author, item=work, persons=author.persons) for author, work in zip(authors, works, strict=True))
    return ()


def _leaders(span: Span) -> tuple[Holder, ...]:
    """`张三、李四领衔的工作室`: those who lead nameless bodies hold what these have got."""
    led = pattern(rf"(?:{words(span.pack, 'made_verb')})的[\p{{Han}}]{{0,6}}(?:{words_valued(span.pack, 'body_noun', 'led')})$").search(
        span.sentence.flat, span.start, span.end)
    if not led:
        return ()
    found = []
    for left, right in _elements(span.within(span.start, led.start())):
        party = next((p for p in span.parties if left <= p.start and p.end <= right), None)
        name = span.sentence.plain[party.end if party and not party.persons else left : right].strip(" *")
        persons = party.persons if party and party.persons else (name,) if looks_like_name(name) else ()
        if not persons:
            return ()
        found.append(Holder(party or Party(name, "person", left, right, persons), persons=persons, start=left, end=right))
    return tuple(found)


def _quoted(text: str) -> str:
    match = _QUOTED.search(text)
    return next((part for part in match.groups() if part), "") if match else ""


def _is_body(text: str, pack: Pack) -> bool:
    """Whether a text ends in a noun of a body and has a name before it."""
    return pattern(rf"[\p{{Han}}“”（）·A-Za-z0-9]{{2,40}}(?:{words(pack, 'body_noun')})$").search(text) is not None


def _is_body_noun(text: str, pack: Pack) -> bool:
    """Whether a text is a noun of a body, alone or with one word before it (`名师工作室`)."""
    return pattern(rf"[\p{{Han}}]{{0,4}}(?:{words(pack, 'body_noun')})").fullmatch(text) is not None


def _is_office(text: str, pack: Pack) -> bool:
    """Whether a text is a part of a school that its school's own word may stand before: `心理咨询室`, `继续教育学院`."""
    office = words_valued(pack, "group_noun", "office")
    verb = rf"{words(pack, 'made_verb', 'hold_verb')}|[设建成配][立有成置备]"
    return not _is_item(text, pack, strict=True) and pattern(rf"(?!{verb})[\p{{Han}}]{{1,12}}(?:{office})").fullmatch(text) is not None


def _is_item(text: str, pack: Pack, strict: bool = False) -> bool:
    """Whether words without a holder's name are a programme, course or project; `strict` asks for its noun."""
    if pattern(words(pack, "action_opening")).match(text):
        return False
    if pattern(rf"(?:{words(pack, 'item_noun')})$").search(text):
        return len(text) > 2
    named = ready(r"(?<=\p{Han}{4})工作$").sub("", text)
    odd = pattern(rf"[在被将把让已为了使是]|{words(pack, 'not_item')}|项$").search(named)
    return not strict and odd is None and ready(r"[\p{Han}（）A-Za-z0-9]{2,16}").fullmatch(text) is not None
