"""Places by their names: divisions inside the issuer in full and short forms, others by their full names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reportparse.model import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Identity
    from reportparse.regions import Region, Regions

FOLLOWS_SHORT = re.compile(
    r"$|[\s、，。；：！？）)（(“”《\d]|[和与及等的获夺有共在为是达比占各均分已将则][^平谐]?|两[地市县省区校]|"
    r"[一二三四五六七八九十]+[地市县省个]|[省市州]?属|地区|当地"
)
BEFORE_SHORT = re.compile(r"(?:^|[\s、，。；：！？（(“”》\d]|[和与及在为是以如由对到向至赴从原括其中自])$")
BODY_OF_FIRM = re.compile(
    r"[一-鿿（）()]{0,18}?(?:有限公司|公司|集团|银行|医院|联合体|酒店|商会|协会|学会|大厦|大道|大街|机场|日报|晚报|电视台)"
)
# Zones that the tables of divisions do not list bear the name of a place and one of these nouns; 高新区 alone is one of the issuer's.
ZONE = re.compile(
    r"(?!.{0,8}(?:[的在与和及、，]|建设|创建|支持))[一-鿿]{0,6}?(?:经济技术开发区|高新技术产业开发区|经济开发区|高新区|经开区|开发区|综合实验区|航空港区|城乡一体化示范区|新区|管理区|工业园区)"
)
OWN_ZONE = re.compile(r"(?:市)?(?:高新区|经开区|高新技术产业开发区|经济技术开发区)")
CLASSES = "省市县区州盟旗"


def find_places(text: str, identity: Identity, regions: Regions) -> Iterator[Entity]:
    """Yields provinces (kind province), the issuer by its name (kind issuer) and other divisions (kind place)."""
    done = 0
    for at in sorted({*regions.may_begin(text), *(match.start() for match in OWN_ZONE.finditer(text))}):
        if at < done:
            continue
        form = regions.at(text, at)
        if not form:
            own = OWN_ZONE.match(text, at)
            if own and BEFORE_SHORT.search(text[max(0, at - 1) : at]):
                yield Entity("place", own.group(), at, own.end())
                done = own.end() + 1
            continue
        if zone := ZONE.match(text, at + len(form)):
            yield Entity("place", text[at : zone.end()], at, zone.end())
            done = zone.end()
            continue
        region = _meant(form, identity, regions)
        if region is not None and _is_place(text, at, form, region, identity):
            yield _entity(form, region, identity, at)
            done = at + len(form)


def _meant(form: str, identity: Identity, regions: Regions) -> Region | None:
    within = identity.region_code if identity.level != "school" else f"{identity.region_code[:4]}00"
    return regions.find(form, within) or regions.find(form, f"{identity.region_code[:2]}0000")


def _is_place(text: str, at: int, form: str, region: Region, identity: Identity) -> bool:
    end = at + len(form)
    if BODY_OF_FIRM.match(text, end) and not re.match(r"[^。；，、]{0,18}[与和及]", text[end : end + 20]):
        return False
    if form[-1] in CLASSES and form != region.short:
        return True
    if form == region.name and len(form) > 2:
        return True
    inside = bool(identity.region_code) and region.lies_in(_reach(identity))
    if region.level != "province" and not inside:
        return False
    return bool(FOLLOWS_SHORT.match(text, end) and BEFORE_SHORT.search(text[max(0, at - 1) : at]))


def _reach(identity: Identity) -> str:
    """The division inside which bare names are taken for places: the issuer; for a school or county its city."""
    return identity.region_code if identity.level in {"province", "city"} else f"{identity.region_code[:4]}00"


def _entity(form: str, region: Region, identity: Identity, at: int) -> Entity:
    end = at + len(form)
    if identity.level != "school" and region.code == identity.region_code:
        return Entity("issuer", identity.issuer, at, end)
    return Entity("province" if region.level == "province" else "place", form, at, end)
