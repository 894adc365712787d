"""Institutions by the type noun that their names end in; the left end is found by places, known names and words that no name holds."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity, Text
    from reportparse.naming import IdentityVocabulary
    from reportparse.regions import Regions

LONGEST = 32
BREAK = re.compile(r"[^一-鿿A-Za-z（）()·]")
# Verbs, particles and pronouns that no name of an institution holds. Signs that some names do hold (为民, 和平, 同济, 经济) only count at
# the left end.
INSIDE = (
    r"的|了|在|与|及|(?<=[校院心])系|被|把|并|让|着|给|是|由|其中|以及|我[省市县区州]|全[省市县区州国]|[省市县区州]内|所[有在属]|共有|现有|拥有|共计|各|每|等|如|对|将|从|到|以|"
    r"下达|拨付|分配|[0-9一二两三四五六七八九十多]+所|第[0-9一二三四五六七八九十百]+[届批次期]|[两三]级|组织|支持|指导|推动|推进|实施|开展|加强|提升|统筹|依托|联合|委托|确定|批准|推荐|包括|负责|成立|组建|创建|建设|建立|"
    r"建成|确保|要求|鼓励|引导|督促|调整|优化|整合|撤销|撤并|合并|新建|改建|扩建|迁建|入选|获批|获评|评为|认定|立项|授予|走进|前往|赴|参观|考察|帮扶|对口|"
    r"选派|派出|邀请|聘请|面向|覆盖|涉及|根据|按照|通过|围绕|针对|为[^民国]|集团|公司|企业|政府|党委|[省市县区]委|来自|来源|高于|低于|超过|占地|申报|[家省市县校院]级|"
    r"升格|更名|改名|改制|改称|转设|前身|属于|位于|坐落|地处|举办|承办|主办|开办|发挥|利用|借助|促进|形成|实现|完成|全部|部分|所属|直属|下属|主管|附设"
)
LEFT_END = re.compile(
    r"^(?:不含|[春秋]季|[和为同经向有对于至比而又也均即原据因凭替以含由从到在与及被让使将把是的了给如仅只前现中里后时月日年内家名个位])"
)
VERB_END = r"获|夺|赴|访|参加|获得|称号|以来|期间|活动|主持|主编|参与"
LIST = frozenset("、和与及")
BEGINS = re.compile(r"(?:^|[。；，：\n]|[0-9一二三四五六七八九十][.．、）)])\s*$")
TOWNSHIP = re.compile(r"[一-鿿]{2,3}(?:镇|乡|街道)")
SHORTENS = re.compile(r"(?:再见|再次|其后|此后|后文|下文|以下|均|校名|名称)[一-鿿]{0,4}(?:用|称|使用|采用|以)简称")
"""How a report says that it calls institutions by short forms after their first mention."""
ALIAS = re.compile(
    r"\s*[（(，,]\s*(?:(?:以下|下文?|下面)?(?:均|统|又)?简称|以下称|下称)[为作]?\s*[:：]?"
    r"\s*[“\"‘「]?([一-鿿]{2,12})[”\"’」]?\s*[）)，,。]"
)
"""What follows a name when the report states its short form: （以下简称城西职专）."""


def known_institutions(text: Text, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions) -> frozenset[str]:
    """Names that stand alone: cells of tables that are nothing but a name, and a school that reports itself."""
    names = {identity.issuer} if identity.level == "school" else set()
    # cells of a table that the text stage could not tell from prose stand between tabs
    cells = [cell for line in text.text.split("\n") if "\t" in line for cell in line.split("\t")]
    cells += [cell.text for table in text.tables for row in table.cells for cell in row]
    words = _inside(vocabulary)
    for cell in cells:
        name = re.sub(r"\s+", "", cell)
        if 4 <= len(name) <= LONGEST and _stands_alone(name, words, vocabulary, regions):
            names.add(name)
    return frozenset(names)


@lru_cache(maxsize=8)
def _inside(vocabulary: IdentityVocabulary) -> re.Pattern[str]:
    """Words that no name of an institution holds: those of the language and those of the genre."""
    return re.compile("|".join((INSIDE, *map(re.escape, vocabulary.not_inside))))


@lru_cache(maxsize=8)
def _left_end(vocabulary: IdentityVocabulary) -> re.Pattern[str]:
    """Words right before a name: verbs and nouns of the language, and the genre's words for events."""
    return re.compile(f"(?:{'|'.join((VERB_END, *map(re.escape, vocabulary.occasions)))})$")


def _stands_alone(cell: str, words: re.Pattern[str], vocabulary: IdentityVocabulary, regions: Regions) -> bool:
    if not re.fullmatch(r"[一-鿿A-Za-z（）()·]+", cell):
        return False
    match = vocabulary.noun_pattern.search(cell, max(0, len(cell) - 14))
    while match and match.end() < len(cell):
        match = vocabulary.noun_pattern.search(cell, match.start() + 1)
    if match is None or words.search(cell):
        return False
    place = regions.chain(cell)[1]
    noun = vocabulary.noun_of(cell)
    if vocabulary.is_kind(cell[place:]):
        return place > 0 and noun not in vocabulary.common and len(cell) - place >= 4
    return len(cell) > place + len(noun) or place > 0


def find_institutions(
    text: str, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions, known: frozenset[str]
) -> list[Entity]:
    """Entities of kind school with exact ends; short forms get the one full name that they can stand for in `full`."""
    found: list[Entity] = []
    open_ends: list[tuple[int, int]] = []
    for start, end in _noun_ends(text, vocabulary):
        if text.endswith(vocabulary.parts, 0, end):
            continue
        left = _left_limit(text, start)
        at = _start_of_name(text, left, start, end, identity, vocabulary, regions, known)
        if at is None:
            open_ends.append((left, end))
        else:
            found.append(Entity("school", text[at:end], at, end))
    full = known | {entity.name for entity in found}
    within = identity.level == "school"
    found += _repeated(text, open_ends, vocabulary, full, regions, {e.start for e in found}, {e.end for e in found}, within)
    full |= {entity.name for entity in found}
    found = [_resolved(entity, full) for entity in found]
    if identity.level == "school":
        found = [_as_part(entity, identity, vocabulary, regions) for entity in found]
        found += _joined_parts(text, vocabulary, regions)
    shortened = [
        *_stated_aliases(text, found, vocabulary), *_shortened(text, vocabulary, full, regions), *_clipped(text, vocabulary, full, regions)]
    return [*shortened, *found, *_abbreviated(text, vocabulary, full)]


def _noun_ends(text: str, vocabulary: IdentityVocabulary) -> Iterator[tuple[int, int]]:
    for match in vocabulary.noun_pattern.finditer(text):
        yield match.start(), match.end()


def _left_limit(text: str, end: int) -> int:
    """The last break before `end` that no name crosses."""
    at = end
    while at > 0 and end - at < LONGEST and not BREAK.match(text[at - 1]):
        at -= 1
    opening = text.rfind("（", at, end)
    return opening + 1 if opening > text.rfind("）", at, end) else at


def _start_of_name(
    text: str, left: int, noun: int, end: int,
    identity: Identity, vocabulary: IdentityVocabulary, regions: Regions, known: frozenset[str],
) -> int | None:
    """Where the name that ends at `end` starts; None when what stands there is a kind of school or its start is not sure."""
    for at in range(left, noun):
        if text[at:end] in known:
            return _with_place(text, left, at, end, regions)
    chain = _last_chain(text, left, noun, end, identity, regions)
    if chain is None:
        return None
    at, after, form = chain
    body = text[after:end]
    if _inside(vocabulary).search(body[: len(body) - (end - noun)]):
        return None
    if vocabulary.is_kind(body):
        region = regions.find(form, identity.region_code) or regions.find(form)
        if region is None:
            return None
        if form == region.short != region.name:
            noun_word = vocabulary.noun_of(body)
            alone = noun_word.endswith(vocabulary.bare) or noun_word == body not in vocabulary.common
            return at if alone else None
        lower = region.level in {"county", "zone"} or (region.level == "city" and identity.level == "province")
        own = identity.level != "school" and region.code == identity.region_code
        if own or not lower or len(body) < 5 or text.startswith(vocabulary.kind_before, end):
            return None
    return at


def _with_place(text: str, left: int, at: int, end: int, regions: Regions) -> int:
    """Where a name that stands alone elsewhere begins here: with the full name of a place right before it, if it has none itself."""
    if regions.at(text, at, end):
        return at
    for start in range(max(left, at - 8), at - 2):
        if regions.at(text, start, at) == text[start:at] and text[at - 1] in "省市县区州盟旗":
            return start
    return at


def _last_chain(
    text: str, left: int, noun: int, end: int, identity: Identity, regions: Regions
) -> tuple[int, int, str] | None:
    """The last run of adjacent places before the type noun: where it starts, where it ends, its last name.

    Where two names overlap (原平 and 平顺县 in 原平顺县) the longer one is meant."""
    spans: list[tuple[int, int]] = []
    for at in range(left, noun):
        form = regions.at(text, at, end)
        if not form or at + len(form) > noun + 2:
            continue
        if _is_bare_outside(form, identity, regions):
            continue
        if spans and spans[-1][1] > at:
            if len(form) <= spans[-1][1] - spans[-1][0]:
                continue
            spans.pop()
        spans.append((at, at + len(form)))
    spans = [span for span in spans if span[1] <= noun]
    if not spans:
        return None
    first, last = spans[-1]
    form = text[first:last]
    for start, stop in reversed(spans[:-1]):
        if stop != first:
            break
        first = start
    return first, last, form


def _is_bare_outside(form: str, identity: Identity, regions: Regions) -> bool:
    """Bare names of counties are common words too often (和平, 新华, 建设): they count inside the issuer alone."""
    found = [region for region in regions.named(form) if form == region.short != region.name]
    if not found or found[0].level in {"province", "city"} or found[0].seat_like_city:
        return not regions.named(form)
    reach = identity.region_code if identity.level in {"province", "city"} else f"{identity.region_code[:4]}00"
    return not any(region.lies_in(reach) for region in found)


def _repeated(
    text: str, ends: list[tuple[int, int]], vocabulary: IdentityVocabulary, full: frozenset[str],
    regions: Regions, starts: set[int], stops: set[int], within: bool,
) -> list[Entity]:
    """Names without a sure start: what is left when the words before a name are cut, if it is special enough, stands there
    twice, or stands in a list beside another name; in a college's own report (`within`) a college that begins a clause."""
    candidates: list[tuple[int, int]] = []
    for left, end in ends:
        at = left
        for match in _inside(vocabulary).finditer(text, left, end - len(vocabulary.noun_of(text[left:end]))):
            at = match.end()
        while (word := LEFT_END.match(text[at:end])) and not any(name.startswith(text[at:end]) for name in full):
            at += word.end()
        joint = text.rfind("和", at, end)
        if joint > at + 1 and text.endswith((*vocabulary.abbreviations, *vocabulary.nouns), at, joint):  # 城东中专和城西职教中心
            at = joint + 1
        if _left_end(vocabulary).search(text[left:at]) or at < end:
            candidates.append((at, end))
    counts = Counter(text[at:end] for at, end in candidates)
    own: set[int] = set()  # ends of names found here
    found = []
    for at, end in candidates:
        name = text[at:end]
        noun = vocabulary.noun_of(name)
        stem = name[: name.rindex(noun)] if noun else ""
        listed = at > 0 and text[at - 1] in LIST and at - 1 in stops
        listed = listed or (end < len(text) and text[end] in LIST and end + 1 in starts)
        place = len(regions.at(name, 0))
        if listed and len(stem) >= 2 and (not vocabulary.is_kind(name[place:]) or (place and noun not in vocabulary.common)):
            found.append(Entity("school", name, at, end))
            continue
        if within and at - 1 in own and text[at - 1] in LIST and noun in vocabulary.colleges and not vocabulary.tells_kind(stem):
            found.append(Entity("school", name, at, end))
            own.add(end)
            continue
        if len(stem) < 2 or vocabulary.is_kind(name) or vocabulary.is_kind(name[place:]):
            continue
        ends_in_kind = any(len(word) > 1 and stem.endswith(word) for word in vocabulary.generic)
        if noun in vocabulary.plain and ends_in_kind and not TOWNSHIP.match(stem):
            continue
        special = len(noun) >= 4 and (noun not in vocabulary.plain or noun.endswith(vocabulary.colleges)) and len(stem) <= 12
        special = special and not vocabulary.tells_kind(stem)
        special = special or bool(TOWNSHIP.match(stem))
        begins = BEGINS.search(text[max(0, at - 3) : at]) is not None
        special = special or (within and begins and noun in vocabulary.colleges and len(stem) <= 8 and not vocabulary.tells_kind(stem))
        if special or counts[name] >= 2 or any(known.endswith(name) for known in full):
            found.append(Entity("school", name, at, end))
            own.add(end)
    return found


def _resolved(entity: Entity, full: frozenset[str]) -> Entity:
    """A short form (工业学校, 市工业学校) with the only full name that ends in it."""
    stem = re.sub(r"^[省市县区州]", "", entity.name)
    longer = {name for name in full if name != entity.name and len(name) > len(entity.name) and name.endswith(stem)}
    if entity.name in full and not re.match(r"^[省市县区州]", entity.name) and not longer:
        return entity
    if len(longer) == 1:
        return Entity("school", entity.name, entity.start, entity.end, longer.pop())
    return entity


def _as_part(entity: Entity, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions) -> Entity:
    """In a college's own report 机电工程学院, a name without a place, is a part of it."""
    if vocabulary.noun_of(entity.name) in vocabulary.colleges and entity.name != identity.issuer and not regions.at(entity.name, 0):
        return Entity("place", entity.name, entity.start, entity.end)
    return entity


def _joined_parts(text: str, vocabulary: IdentityVocabulary, regions: Regions) -> Iterator[Entity]:
    """Parts of a college with a 与 in the name: 商贸与旅游学院."""
    ends = "|".join(map(re.escape, vocabulary.colleges)) or "(?!)"
    for match in re.finditer(rf"(?<![一-鿿])([一-鿿]{{2,6}})与([一-鿿]{{2,8}}(?:{ends}))(?!院)", text):
        if not match[1].endswith(("校", "院", "会", "司")) and not regions.at(match[2], 0) and not re.search(INSIDE, match[1]):
            yield Entity("place", match.group(), match.start(), match.end())


def _stated_aliases(text: str, found: list[Entity], vocabulary: IdentityVocabulary) -> Iterator[Entity]:
    """Every place where a short form stands that the report itself gives for one institution."""
    aliases: dict[str, set[str]] = {}
    for entity in found:
        match = ALIAS.match(text, entity.end)
        if match and entity.kind == "school" and not vocabulary.is_kind(match[1]) and match[1] not in vocabulary.own:
            aliases.setdefault(match[1], set()).add(entity.full or entity.name)
    yield from _unambiguous(text, aliases)


def _shortened(text: str, vocabulary: IdentityVocabulary, full: frozenset[str], regions: Regions) -> Iterator[Entity]:
    """Names, mostly without their place, whose type noun is shortened: 城西职专 -> 某县城西职业中等专业学校,
    许昌职院 -> 许昌职业技术学院."""
    tails = [*vocabulary.abbreviations, *vocabulary.nouns]
    shorts: dict[str, set[str]] = {}
    for name in full:
        noun = vocabulary.noun_of(name)
        place = regions.chain(name)[1]
        stem = name[place:].removesuffix(noun)
        alone = not stem and 2 <= place <= 4  # the place is all that tells it apart: only a shortened noun behind it is sure
        if (not alone and (len(stem) < 2 or vocabulary.tells_kind(stem))) or not name.endswith(noun):
            continue
        stem = stem or name[:place]
        for tail in vocabulary.abbreviations if alone else tails:
            same_end = tail in vocabulary.abbreviations or tail[-1] == noun[-1:]
            if not (same_end and len(tail) < len(noun) and _abbreviates(tail, noun)):
                continue
            for short in {stem + tail, name[:place] + stem + tail}:
                if short in text:
                    shorts.setdefault(short, set()).add(name)
    longest = {
        short: {name for name in names if not any(name != other and _abbreviates(name, other) for other in names)}
        for short, names in shorts.items()
    }
    yield from _unambiguous(text, {short: names for short, names in longest.items() if short not in names})


def _clipped(text: str, vocabulary: IdentityVocabulary, full: frozenset[str], regions: Regions) -> Iterator[Entity]:
    """Names of which only the beginning and one sign for the rest stand (柳湖旅院 -> 某省柳湖旅游职业学院), or the beginning alone
    (柳湖旅游): where the report says that it shortens names and nothing else in it begins with the same two signs."""
    shorts: dict[str, set[str]] = {}
    stated = SHORTENS.search(text) is not None
    for name in full:
        noun = vocabulary.noun_of(name)
        if not noun or not name.endswith(noun):
            continue
        for cut in {len(regions.at(name, 0)), regions.chain(name)[1]}:
            stem = name[cut:].removesuffix(noun)
            if len(stem) < 4 or vocabulary.tells_kind(stem) or regions.at(stem, 0) == stem:
                continue
            signed = stem[:3] + noun[-1]
            if signed not in name and signed in text:
                shorts.setdefault(signed, set()).add(name)
            alone = text.count(stem[:2]) == sum(text.count(form) for form in {stem, signed, stem[:2] + noun})
            if stated and alone:
                shorts.setdefault(stem, set()).add(name)
    yield from _unambiguous(text, shorts)


def _unambiguous(text: str, shorts: dict[str, set[str]]) -> Iterator[Entity]:
    """Every place where a short form stands that can mean one institution alone."""
    for short, names in shorts.items():
        if len(names) == 1:
            (name,) = names
            yield from (Entity("school", short, m.start(), m.end(), name) for m in re.finditer(re.escape(short), text))


def _abbreviated(text: str, vocabulary: IdentityVocabulary, full: frozenset[str]) -> Iterator[Entity]:
    """市一职 -> the only full name that holds its signs in this order, 一 after 第."""
    if not vocabulary.abbreviations or not full:
        return
    words = "|".join(sorted(map(re.escape, vocabulary.abbreviations), key=lambda w: (-len(w), w)))
    for match in re.finditer(rf"[省市县区州]?(?:{words})(?![一-鿿]?[教业]|[校生长])", text):
        signs = match.group().lstrip("省市县区州")
        names = {name for name in full if _abbreviates(signs, name)}
        cut = text[max(0, match.start() - 1) : match.start() + 1] in vocabulary.generic  # the 职院 of 高职院系
        if len(names) == 1 and not cut:
            yield Entity("school", match.group(), match.start(), match.end(), names.pop())


def _abbreviates(signs: str, name: str) -> bool:
    at = 0
    for sign in signs:
        at = name.find(f"第{sign}" if sign in "一二三四五六七八九十" else sign, at)
        if at < 0:
            return False
        at += 1
    return True
