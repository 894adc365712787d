"""Scope, entity, ownership, status, period and sector of a bound number, from cues, names and dates around it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from reportparse.compiling import compiled, ready
from reportparse.facts.indicators.binding import Binding, Segment, segment_of
from reportparse.facts.indicators.cues import CueHit, nearest_cue, several, sums_up
from reportparse.facts.indicators.grammar import RANK, RANKED_AFTER
from reportparse.facts.indicators.periods import NOW, Date, base_year
from reportparse.facts.indicators.views import Sentence
from reportparse.facts.passages import Passages
from reportparse.model import Entity, Identity
from reportparse.regions import load_regions

GOVERNED = compiled(
    r"(?:依托|发挥|由|与|同|跟|对|向|支持|指导|通过|以|赴|到|去|来自|面向|联合|会同|按照|根据|经|被|受|于|入选|获得|获|(?<![师普])比|较|占|居|位居|列|位列|"
    r"集中了?|聚集了?|容纳了?|吸纳了?|承担了?|贡献了?|占据?了?|援助|帮扶|对接|借助|利用|服务|为|将|把|在|从|高于|低于|超过|优于|落实|贯彻|和|、|及|暨)\s*[“]?$")
NOT_SUBJECT = compiled(
    r"直|辖|下达|分配|安排|拨付|核定|要求|确定|明确|(?:师生)?代表|负责|有关|等(?!\d)|级|\p{Han}{1,14}?(?:[院局厅委]|总?工会|中心|公司|集团|协会|学会|办公室|政府|部门)(?:[、，和与及等]|主办|承办)")
"""What follows a name that is only the beginning of another name, or one of those who attend."""
LIST_AND = compiled(r"^[\s“”]*(?:、|和|与|及|以及)[\s“”]*$")
TOGETHER = compiled(r"合计|共计|总计|之和|加起来|[两三四五六](?:个\p{Han}{0,2})?[区县市州校地旗]")
WHOLE = compiled(r"(?:^|[，。；：\n])\s*(?:\d{4}年，?)?(?:[两各]校|全[省市县区州盟旗](?!首|率先|唯一))")
"""A clause about all units: the unit that its line began with is no longer its subject."""
EACH = compiled(r"(?:均|各|都|分别)")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All cues, names and dates of a report, sorted by position."""

    text: str
    identity: Identity
    cues: tuple[CueHit, ...]
    entities: tuple[Entity, ...]
    dates: tuple[Date, ...]
    titled: frozenset[int] = frozenset()
    """Where words begin that make the name before them part of a title: `河南省` before `教学名师`."""
    case_of: Callable[[int], str] = lambda offset: ""
    """The school that the case study or attachment at an offset is about; empty elsewhere."""
    passages: Passages | None = None
    """Sections and lines headed by the name of a unit."""


@dataclass(frozen=True, slots=True)
class Dimensions:
    """What the surroundings say of a number, and by which words (`scope=municipal: 市直`)."""

    scope: str = "all"
    entity: str = ""
    ownership: str = "all"
    status: str = "actual"
    period: str = ""
    sector: str = ""
    reasons: tuple[str, ...] = ()


def dimensions(
    binding: Binding, sentence: Sentence, around: Surroundings, known: Dimensions | None, before: Dimensions | None = None,
    closed: tuple[int, int] | None = None,
) -> list[Dimensions]:
    """The dimensions of a bound number; several where one number is said of each of several named units, none where it is
    said of some of them together.

    `known` are the dimensions of the number that an elliptic one continues, `before` those of the last number of the sentence;
    `closed` is the span of the parts that a new term has closed, whose names it is not about."""
    place = segment_of(binding.number, sentence)
    reasons: list[str] = []
    values: dict[str, str] = {}
    scope_at, part = -1, ""
    for dimension in ("scope", "ownership", "status", "sector"):
        hit = nearest_cue(dimension, binding, place, sentence, around.cues)
        if hit is not None:
            values[dimension] = hit.cue.cue.value
            reasons.append(f"{dimension}={hit.cue.cue.value}: {around.text[hit.start:hit.end]}")
            if dimension == "scope":
                scope_at, part = hit.start, around.text[hit.start:hit.end] if hit.cue.cue.value == "place" else ""
    if known is not None and known.scope in {"municipal", "county"} and sums_up("scope", place.view, binding.number.raw_start, around.cues):
        known = replace(known, scope="all", entity="")
    named = _named(binding, place, sentence, around, closed)
    if named is None:
        return []
    dated = period_of(binding, place, sentence, around)
    if known is not None:
        for dimension in ("scope", "ownership", "status", "sector"):
            narrower = dimension == "ownership" and binding.how == "ellipsis"
            if dimension not in values and not narrower:
                values[dimension] = getattr(known, dimension)
    said = None if named else _said_school(binding, sentence, around)
    units: list[tuple[str, str]] = []
    if said is not None:
        named = [said]
    if named and known is not None and binding.inherited is not None and binding.item_start < 0 and (
            named[-1].start < binding.inherited.number.start):
        named = []
    if named and (scope_at < 0 or named[0].start > scope_at):
        units = [(_scope_of(entity, around.identity), "" if entity.kind in {"issuer", "nation"} else full_name(entity)) for entity in named]
        reasons += [f"scope={scope}: {entity.name}" for (scope, _), entity in zip(units, named, strict=True)]
    elif scope_at < 0 and known is not None and binding.how != "respectively":
        units = [(known.scope, known.entity)]
    else:
        case = around.case_of(binding.number.start)
        counts = binding.number.unit == "所"  # institutions are counted of the whole
        whole = WHOLE.search(around.text, sentence.start, binding.number.start) is not None
        headed = around.passages.at(binding.number.start, headed=whole) if scope_at < 0 and around.passages is not None and (
            not counts) else None
        if headed is not None:
            units = [(_scope_of(headed, around.identity), full_name(headed))]
            reasons.append(f"scope={units[0][0]}: {headed.name} (heading)")
        else:
            units = [("school", case)] if case and scope_at < 0 else [(values.get("scope", "all"), part)]
    if before is not None and "ownership" not in values and "其中" in place.left and not (
            place.left.startswith("；") and several("ownership", sentence.start, binding.number.raw_start, around.cues)):
        values["ownership"] = before.ownership
    fixed = binding.rule.rule.set
    if binding.how == "task":
        values["status"] = "target"
    elif binding.measure == "share" and binding.inherited is not None and known is not None:
        values["status"] = known.status
    elif binding.measure == "share" and TASK.search(binding.base_text):
        values["status"] = "actual"
    status = fixed.get("status") or values.get("status", "actual")
    goes_on = known is not None and not (binding.inherited and binding.inherited.when)
    period = fixed.get("period") or dated or (known.period if known is not None and goes_on else "")
    ahead = _ahead(binding, sentence, around)
    if ahead and status == "actual":
        status, period = "target", dated or ahead
        reasons.append(f"status=target: {ahead}")
    if binding.how == "to" and known is not None:
        units, values = [(known.scope, known.entity)], {**values, "ownership": known.ownership}
    if fixed.get("scope") == "all":
        # What bears the name of a province (省级教学名师) is not about the province; a place or school of the unit still counts.
        units = [(scope, entity) if scope not in {"province", "nation"} else ("all", "") for scope, entity in units]
    elif "scope" in fixed:
        units = [(fixed["scope"], "")]
    owners = [fixed["ownership"]] if fixed.get("ownership") else _owners(binding, around) or [values.get("ownership", "all")]
    return [Dimensions(
        scope, entity, owner, status, period, fixed.get("sector") or values.get("sector", ""), tuple(reasons))
        for scope, entity in units for owner in owners]


EACH_HAS = compiled(r"\p{Han}{0,4}各(?:有|为|占)?\s*")


def _owners(binding: Binding, around: Surroundings) -> list[str]:
    """The kinds of owners that a number is said of one by one: `公办、民办各1所`; empty where it is not."""
    number = binding.number
    low, high = (bisect_left(around.cues, at, key=lambda h: h.start) for at in (number.raw_start - 16, number.raw_start))
    near = [hit for hit in around.cues[low:high] if hit.cue.cue.dimension == "ownership"][-2:]
    if len(near) < 2 or not EACH_HAS.fullmatch(around.text, near[1].end, number.raw_start):
        return []
    joined = LIST_AND.match(ready(r"^\p{Han}{0,4}(?=[、和与及])").sub("", around.text[near[0].end:near[1].start]))
    return [hit.cue.cue.value for hit in near] if joined and near[0].cue.cue.value != near[1].cue.cue.value else []


def _ahead(binding: Binding, sentence: Sentence, around: Surroundings) -> str:
    """A year after the report's that the sentence, or the line up to it, has turned to: what follows lies in the future. Else empty."""
    dates = around.dates
    at = bisect_left(dates, binding.number.raw_start, key=lambda d: d.start) - 1
    while at >= 0 and dates[at].start >= sentence.line:
        date = dates[at]
        at -= 1
        if date.start >= sentence.start and NOW.search(around.text, date.end, binding.number.raw_start):
            return ""
        if not date.whole_year or (date.start < sentence.start and not date.topic):
            continue
        return date.year if around.identity.year and date.year > around.identity.year else ""
    return ""


def _scope_of(entity: Entity, identity: Identity) -> str:
    """A place outside the reporting unit is `other`: the city of a reporting county, another city."""
    if entity.kind == "place" and identity.region_code:
        own = identity.region_code
        inside = [region for region in load_regions().named(entity.name) if region.code != own and region.lies_in(own)]
        if not inside and load_regions().named(entity.name):
            return "other"
    if entity.kind == "school" and identity.level == "school" and full_name(entity) == identity.issuer:
        return "all"
    return {"school": "school", "place": "place", "province": "province", "nation": "nation", "issuer": "all"}[entity.kind]


def _named(
    binding: Binding, place: Segment, sentence: Sentence, around: Surroundings, closed: tuple[int, int] | None = None
) -> list[Entity] | None:
    """The unit that the number is about: the list item it is zipped with, else the nearest name that is a subject.

    None for several units taken together, which are none of the scopes."""
    entities = around.entities
    if binding.item_start >= 0:
        end = binding.item_start + len(binding.item)
        return [e for e in entities if binding.item_start <= e.start < end and e.kind in {"school", "place", "province", "nation"}][:1]
    view, number = place.view, place.number
    part = view.part_start(number.raw_start) if view.host < 0 else sentence.start
    in_school = around.identity.level == "school"
    clause = view.clause_start(number.raw_start)
    at = bisect_left(entities, number.raw_start, key=lambda e: e.start) - 1
    while at >= 0 and entities[at].start >= part:
        entity = entities[at]
        at -= 1
        if entity.kind in {"organisation", "person"} or entity.end > number.raw_start:
            continue
        if closed is not None and closed[0] <= entity.start < closed[1]:
            continue
        if binding.term_start <= entity.start < binding.term_end or (in_school and entity.kind == "place" and not _is_department(entity)):
            return []  # 荆门市就业 is where, not who
        if view.host < 0 and view.slice(entity.start, entity.start + 1).strip() == "":
            continue
        same_clause = entity.start >= clause
        initial = _starts_clause(entity, view.start if entity.start >= view.start else sentence.start, around.text)
        before = around.text[max(sentence.start, entity.start - 4):entity.start]
        listed = _list_before(entities, at, entity, around.text, part)
        looked_at = ready(r"(?:来看?|看|而言|来说)，").match(around.text[entity.end:entity.end + 4])
        governed = None if looked_at else GOVERNED.search(around.text[max(sentence.start, listed[0].start - 4):listed[0].start])
        # After a number the mark parts the items of a list: 甲县241人、乙县98人.
        itemised = place.left_start < listed[0].start and not view.slice(place.left_start, listed[0].start).strip("、，和及与 ")
        counted = number.unit != "%" and not view.slice(entity.end, number.raw_start).strip("共有的 ")
        whole = governed is not None and governed.group().strip() == "占" and counted  # 占某市27所学校的14.8%
        # 潞城区（3200人）、屯留区最低（2100人）
        before_bracket = len(listed) == 1 and view.host >= entity.end and (
            entity.end == view.host or RANK.fullmatch(around.text, entity.end, view.host) is not None)
        itemised = itemised or (before_bracket and around.text[listed[0].start - 2:listed[0].start] in {"）、", "）和", "）与", "）及"})
        spent = SPENT_ON.search(around.text[max(sentence.start, listed[0].start - 4):listed[0].start])
        if governed and not itemised and not whole and not spent:
            if governed.group().strip() in {"、", "和", "及", "与", "暨"}:
                return []
            picked = governed.group().strip() == "以" and (RANK.match(around.text, entity.end) or (
                before_bracket and RANKED_AFTER.match(sentence.views[0].slice(view.end, sentence.end))))
            if not (governed.group().strip() == "为" and (same_clause or before_bracket)) and not picked:
                continue
        if NOT_SUBJECT.match(around.text, entity.end) or entity.end in around.titled:
            continue
        ranked = RANK.match(around.text, entity.end) is not None
        closes = ranked or (binding.how == "topic" and entity.end == clause - 1) or before_bracket
        if not same_clause and not initial and not closes and not looked_at:
            continue
        if not same_clause and ready(r"(?:境|域)?内").match(around.text[entity.end:entity.end + 2]):
            continue  # where those of its own clause are, and no subject of the next one
        average = ready(r"(?:的)?平均(?!水平为|值为|为|达)").match(around.text[entity.end:entity.end + 6])
        if (average and not initial) or (before.endswith("全") and entity.kind != "nation"):
            continue
        if len(listed) > 1:
            tail = around.text[listed[-1].end:number.raw_start]
            if TOGETHER.search(tail) and number.start > sentence.start and entity.kind in {"school", "place"}:
                return None
            return listed if EACH.search(tail) and len(tail) < 30 and entity.kind in {"school", "place"} else []
        return [entity]
    return []


def _is_department(entity: Entity) -> bool:
    """Whether a place in a school's report is a part of the school (机电工程学院), not a region."""
    return entity.name[-1] not in "省市县区州盟旗" and not load_regions().named(entity.name)


FOUNDED = compiled(
    r"(?:始建|创建|创办|成立|建校|兴建|肇始|组建|设立|筹建|开办|诞生|始办|[始建办创]|追溯|溯源)(?:于|到|至)?\s*(?:公元)?(?:19|20)\d\d年|"
    r"(?:19|20)\d\d年(?:\d+月)?(?:经|由)?[^，。；\d]{0,20}?(?:成立|创办|创建|建校|始建|开办|诞生|升格|更名|改制|改名|独立建制|设立的|设立$|设立，|组建而成|合并而成)")
"""A date of something's beginning: `始建于1985年`."""
SPENT_ON = compiled(r"(?:用于|用在|投向|投给|拨给|拨付给?|安排给|分配给|补助给?)$")
"""Before a name that money goes to: its share of the money."""
TASK = compiled(r"任务|计划|目标|指标")
SAID = compiled(r"该\p{Han}{0,2}[校院心]")


def _said_school(binding: Binding, sentence: Sentence, around: Surroundings) -> Entity | None:
    """The school that 该校 before the number in its sentence points back to: the last one named."""
    said = SAID.search(around.text, sentence.start, binding.number.raw_start)
    if said is None:
        return None
    at = bisect_left(around.entities, said.start(), key=lambda e: e.start) - 1
    while at >= 0 and said.start() - around.entities[at].end < 600:
        if around.entities[at].kind == "school":
            return around.entities[at]
        at -= 1
    return None


def full_name(entity: Entity) -> str:
    """The name in full: of a school that the text names in short (市一职), of a place without its class (厦门 -> 厦门市)."""
    if entity.full:
        return entity.full
    region = next(iter(load_regions().named(entity.name)), None) if entity.kind == "place" else None
    if region is not None and region.name[:-1] == entity.name:
        return region.name
    return entity.name


def _list_before(entities: Sequence[Entity], at: int, entity: Entity, text: str, low: int) -> list[Entity]:
    """The entity with the ones coordinated before it, in reading order."""
    listed = [entity]
    while at >= 0 and entities[at].start >= low and LIST_AND.match(text[entities[at].end:listed[0].start]):
        listed.insert(0, entities[at])
        at -= 1
    return listed


MARKER = compiled(r"^\s*(?:[（(]?[\d一二三四五六七八九十]{1,3}(?:[）)、．.]|是|要)|[①-⑳]|[●○◆◇■□★▲·•※—－-]+)\s*")
"""What marks an item of a list."""


def _starts_clause(entity: Entity, low: int, text: str) -> bool:
    before = MARKER.sub("", text[low:entity.start])
    return bool(ready(r"(?:^|[，,；;：:、])\s*(?:其中|另外|此外|同时|目前|同期|[^，,；;：:]{0,4}年)?[，,：]?\s*$").search(before))


def period_of(binding: Binding, place: Segment, sentence: Sentence, around: Surroundings) -> str:
    """The period of a number: stated by its construction, by its sentence, or by the date the paragraph opened with."""
    number = place.number
    year = around.identity.year
    if binding.when:
        return base_year(binding.when, "", year)
    dates = around.dates
    at = bisect_left(dates, number.raw_start, key=lambda d: d.start) - 1
    flow = binding.rule.rule.flow
    first = min(binding.start, number.raw_start)
    clause = place.view.clause_start(first)
    while at >= 0 and dates[at].start >= sentence.paragraph:
        date = dates[at]
        at -= 1
        between = around.text[date.end:number.raw_start]
        if date.start >= sentence.start:
            if NOW.search(between) and not flow and not date.topic:
                return ""
            if ready(r"目前|现有|现已|至今|现共").search(between):
                return ""
            if _in_bracket(date, number.start, sentence):
                continue
            if date.start < clause and FOUNDED.search(place.view.slice(date.start - 16, clause), 0):
                continue  # when something came to be, not when it was counted
            counted_by = _is_cut_off(date, around.text)
            if date.start >= clause or flow or (date.topic and (date.whole_year or date.season or counted_by or "-" not in date.period)):
                return date.year if flow and counted_by else date.period
            return ""
        if ready(r"目前|现有|现已|至今|现共").search(around.text[sentence.start:number.raw_start]):
            return ""
        if flow:
            return date.year if _is_cut_off(date, around.text) else date.period
        dated = date.whole_year or _is_cut_off(date, around.text)
        return date.period if date.topic and dated and _opens(date, sentence.paragraph, around.text) else ""
    return ""


def _in_bracket(date: Date, offset: int, sentence: Sentence) -> bool:
    """Whether a date stands in a bracket that the number does not stand in."""
    view = sentence.view_of(date.start)
    return view.host >= 0 and not view.start <= offset < view.end


def _opens(date: Date, paragraph: int, text: str) -> bool:
    """Whether the date opens a sentence of its paragraph (it may stand after 截至)."""
    return ready(r"(?:^|。)\s*(?:截至|截止|据统计，?)?$").search(text[paragraph:date.start]) is not None


def _is_cut_off(date: Date, text: str) -> bool:
    """Whether the date is the day up to which things were counted (`截至2023年8月31日`)."""
    return ready(r"截[至止]\s*$").search(text[max(0, date.start - 3):date.start]) is not None
