"""Institutions by the type noun that their names end in; the left end is found by places, known names and words that no name holds."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity, Text
    from reportparse.naming import IdentityVocabulary
    from reportparse.regions import Regions

LONGEST = 32
BREAK = re.compile(r"[^一-鿿A-Za-z（）()·]")
# Words that stand before a name and are no part of one. Those of one character never stand inside a name either, or hardly ever;
# 为 和 同 经 有 不 家 向 do (为民, 和平, 同济, 经济) and only count at the left end.
INSIDE = re.compile(
    r"的|了|在|与|及|被|把|并|让|着|给|是|由|其中|以及|我[省市县区州]|全[省市县区州国]|[省市县区州]内|所[有在属]|共有|现有|拥有|共计|各|每|"
    r"[0-9一二两三四五六七八九十]+所|多所|等|组织|支持|指导|推动|推进|实施|开展|加强|提升|统筹|依托|联合|委托|确定|批准|推荐|包括|如|"
    r"负责|成立|组建|创建|建设|建立|建成|确保|要求|鼓励|引导|督促|调整|优化|整合|撤销|撤并|合并|新建|改建|扩建|迁建|入选|获批|获评|评为|认定|立项|"
    r"授予|走进|前往|赴|参观|考察|帮扶|对口|选派|派出|邀请|聘请|面向|覆盖|涉及|根据|按照|通过|围绕|针对|为[^民国]|对|将|从|到|以|"
    r"教育局|教体局|人社局|财政局|教育厅|政府|党委|市委|省委|县委|集团|公司|企业|专业|教师|学生|人员|来自|来源|毕业|升入|考入|就读|高于|低于|超过|"
    r"占地|属于|位于|坐落|地处|举办|承办|主办|开办|办学|发挥|利用|借助|促进|形成|实现|完成|全部|部分|所属|直属|下属|主管|附设"
)
LEFT_END = re.compile(
    r"^(?:和|为|同|经|向|有|对|于|至|比|而|又|也|均|即|原|据|因|凭|替|以|由|从|到|在|与|及|被|让|使|将|把|是|的|了|给|含|如|仅|只|前|现|中|里|后|时|月|日|年|内|家|名|个|位)"
)
VERB_END = re.compile(r"(?:获|夺|赴|访|参加|获得|称号|以来|期间|活动|比赛|大赛|主持|主编|参与)$")
ORDINAL = re.compile(r"第?[一二三四五六七八九十]+")
FOLLOWS_KIND = re.compile(r"技能大赛|班主任|质量|办学|布局|设置|专业设|教学|学生人|教师队|教职工|管理|条件|建设|数|总数|共|现有|在校|招生|毕业|生均|校均|中[，的]")


def known_institutions(text: Text, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions) -> frozenset[str]:
    """Names that stand alone: cells of tables that are nothing but a name, and a school that reports itself."""
    names = {identity.issuer} if identity.level == "school" else set()
    # cells of a table that the text stage could not tell from prose stand between tabs
    for line in text.text.split("\n"):
        if "\t" in line:
            names.update(name for cell in line.split("\t") if (name := re.sub(r"\s+", "", cell)) and _stands_alone(name, vocabulary, regions))
    for table in text.tables:
        names.update(name for row in table.cells for cell in row if _stands_alone(name := re.sub(r"\s+", "", cell.text), vocabulary, regions))
    return frozenset(names)


def _stands_alone(cell: str, vocabulary: IdentityVocabulary, regions: Regions) -> bool:
    if not 4 <= len(cell) <= LONGEST or not re.fullmatch(r"[一-鿿A-Za-z（）()·]+", cell):
        return False
    match = vocabulary.noun_pattern.search(cell, max(0, len(cell) - 14))
    while match and match.end() < len(cell):
        match = vocabulary.noun_pattern.search(cell, match.start() + 1)
    if match is None or INSIDE.search(cell) or re.search(r"[家省市县校院]级", cell):
        return False
    place = regions.chain(cell)[1]
    noun = vocabulary.noun_of(cell)
    return len(cell) > place + len(noun) or (place > 0 and not vocabulary.is_kind(cell))


def find_institutions(
    text: str, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions, known: frozenset[str]
) -> list[Entity]:
    """Entities of kind school with exact ends; short forms get the one full name that they can stand for."""
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
    found += _repeated(text, open_ends, vocabulary, full)
    full |= {entity.name for entity in found}
    found = [_resolved(entity, full, identity) for entity in found]
    found += _abbreviated(text, vocabulary, full)
    return found


def _noun_ends(text: str, vocabulary: IdentityVocabulary) -> Iterator[tuple[int, int]]:
    for match in vocabulary.noun_pattern.finditer(text):
        yield match.start(), match.end()


def _left_limit(text: str, end: int) -> int:
    """The last break before `end` that no name crosses."""
    at = end
    while at > 0 and end - at < LONGEST and not BREAK.match(text[at - 1]):
        at -= 1
    return at


def _start_of_name(
    text: str, left: int, noun: int, end: int, identity: Identity, vocabulary: IdentityVocabulary, regions: Regions, known: frozenset[str]
) -> int | None:
    """Where the name that ends at `end` starts; None when what stands there is a kind of school or its start is not sure."""
    for at in range(left, noun):
        if text[at:end] in known:
            return at
    chain = _last_chain(text, left, noun, end, identity, regions)
    if chain is None:
        return None
    at, after, form = chain
    body = text[after:end]
    if INSIDE.search(body[: len(body) - (end - noun)]):
        return None
    if vocabulary.is_kind(body):
        region = regions.find(form, identity.region_code) or regions.find(form)
        if region is None:
            return None
        if form == region.short != region.name:
            return at if vocabulary.noun_of(body) not in {"学校", "中学", "高中", "小学", "幼儿园", "中专"} or "中" not in body else None
        lower = region.level in {"county", "zone"} or (region.level == "city" and identity.level == "province")
        own = identity.level != "school" and region.code == identity.region_code
        if own or not lower or len(body) < 5 or FOLLOWS_KIND.match(text, end):
            return None
    return at


def _last_chain(text: str, left: int, noun: int, end: int, identity: Identity, regions: Regions) -> tuple[int, int, str] | None:
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


def _repeated(text: str, ends: list[tuple[int, int]], vocabulary: IdentityVocabulary, full: frozenset[str]) -> list[Entity]:
    """Names without a place: what is left when words before a name are cut, if it is special enough or stands there twice."""
    candidates: list[tuple[int, int]] = []
    for left, end in ends:
        at = left
        for match in INSIDE.finditer(text, left, end):
            if match.end() <= end - 2:
                at = match.end()
        while (match := LEFT_END.match(text[at:end])) and not any(name.startswith(text[at:end]) for name in full):
            at += match.end()
        if VERB_END.search(text[left:at]) or at < end:
            candidates.append((at, end))
    counts = Counter(text[at:end] for at, end in candidates)
    found = []
    for at, end in candidates:
        name = text[at:end]
        noun = vocabulary.noun_of(name)
        stem = name[: name.rindex(noun)] if noun else ""
        if len(stem) < 2 or vocabulary.is_kind(name) or re.match(r"[（(]|第?[\d一二三四五六七八九十]+所", name):
            continue
        if noun in vocabulary.plain and any(len(word) > 1 and stem.endswith(word) for word in vocabulary.generic):
            continue
        special = noun not in vocabulary.plain and len(noun) >= 4 and len(stem) <= 12 and not vocabulary.is_kind(stem + "学校")
        if special or counts[name] >= 2 or any(known.endswith(name) for known in full):
            found.append(Entity("school", name, at, end))
    return found


def _resolved(entity: Entity, full: frozenset[str], identity: Identity) -> Entity:
    """A short form (工业学校, 市工业学校) with the only full name that ends in it."""
    stem = re.sub(r"^[省市县区州]", "", entity.name)
    longer = {name for name in full if name != entity.name and len(name) > len(entity.name) and name.endswith(stem)}
    if entity.name in full and not re.match(r"^[省市县区州]", entity.name) and not longer:
        return entity
    if len(longer) == 1:
        return Entity("school", longer.pop(), entity.start, entity.end)
    return entity


def _abbreviated(text: str, vocabulary: IdentityVocabulary, full: frozenset[str]) -> Iterator[Entity]:
    """市一职 -> the only full name that holds its signs in this order, 一 after 第."""
    if not vocabulary.abbreviations or not full:
        return
    words = "|".join(sorted(map(re.escape, vocabulary.abbreviations), key=lambda w: (-len(w), w)))
    for match in re.finditer(rf"(?:[一-鿿]{{2}}(?=[省市县区州])|(?<![一-鿿]{{2}}))?[省市县区州]?(?:{words})(?![一-鿿]?[教业])", text):
        signs = match.group().lstrip("省市县区州")
        names = {name for name in full if _abbreviates(signs, name)}
        if len(names) == 1:
            yield Entity("school", names.pop(), match.start(), match.end())


def _abbreviates(signs: str, name: str) -> bool:
    at = 0
    for sign in signs:
        at = name.find(f"第{sign}" if sign in "一二三四五六七八九十" else sign, at)
        if at < 0:
            return False
        at += 1
    return True
