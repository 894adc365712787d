"""Offices of state: 市教育局, 河南省教育厅, 许昌市人民政府, 教育部."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportparse.compiling import compiled
from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity
    from reportparse.regions import Regions

_BRANCHES = (
    "教育科技和体育|教育科技体育|教育和体育|教育体育|教育科学技术|教育科技|教体|教科体|教科|教育|人力资源和社会保障|人力资源社会保障|人社|"
    "发展和改革|发展改革|发改|工业和信息化|工信|科学技术|科技|农业农村|农业|商务|民政|财政|卫生健康|卫健|文化广电和旅游|文化和旅游|文广旅|文旅|"
    "退役军人事务|应急管理|交通运输|住房和城乡建设|住建|自然资源|生态环境|乡村振兴|市场监督管理|市场监管|体育|统计|审计|公安|司法|税务|国资|民族宗教|民委|水利|林草|林业|气象|医疗保障|医保"
)
_PLACE = r"(?P<place>省|市|县|区|州|旗|盟)"
OFFICE = compiled(
    rf"{_PLACE}?(?:(?:{_BRANCHES})(?:局|厅|委员会|委)|委员会|人民政府|政府|教委|总工会|工会|团委|妇联|残联|工商联|科协|委组织部|委宣传部|委统战部|"
    rf"委编办|委员会办公室|委办公室|委办|委|人大常委会|人大|政协)(?:办公室|办公厅)?"
)
NATIONAL = compiled(
    r"(?:中共中央|中央|国务院|国家发展改革委|国家发展和改革委员会|国家发改委|国家统计局|国家(?:乡村振兴|卫生健康|卫健|民)[一-鿿]{0,3}[局委]|教育部|"
    r"人力资源社会保障部|人力资源和社会保障部|人社部|财政部|工业和信息化部|工信部|农业农村部|科技部|文化和旅游部|共青团中央|全国总工会|全国妇联)(?:办公厅|办公室)?"
)
NOT_AFTER = re.compile(r"员|派|托|属|培|印发?的?$")


def find_offices(text: str, identity: Identity, regions: Regions) -> Iterator[Entity]:
    """Yields entities of kind organisation; an office without a place before it must bear its class (市教育局, 省委)."""
    for match in NATIONAL.finditer(text):
        yield Entity("organisation", match.group(), match.start(), match.end())
    for match in OFFICE.finditer(text):
        start = _place_before(text, match.end("place") if match["place"] else match.start(), regions)
        body = match.group()
        if NOT_AFTER.match(text, match.end()) and body.endswith("委"):
            continue
        if start < match.start():
            yield Entity("organisation", text[start : match.end()], start, match.end())
        elif match["place"] and len(body) > 1:
            yield Entity("organisation", body, match.start(), match.end())


def _place_before(text: str, end: int, regions: Regions) -> int:
    """Where the names of places that end at `end`, one right after the other, begin; `end` if there are none.

    A place may share its class with the office: 许昌市 + 委."""
    start = end
    moved = True
    while moved:
        moved = False
        for length in range(2, 13):
            if start - length >= 0 and _is_named_fully(text[start - length : start], regions):
                candidate = start - length
                moved = True
        if moved:
            start = candidate
    return start


def _is_named_fully(form: str, regions: Regions) -> bool:
    """Whether it is a place with its class, or the bare name of a province or prefecture."""
    return any(form != region.short or region.name == form or region.level in {"province", "city"} for region in regions.named(form))
