"""The level of a contest or honour: by the words in its name and the places named in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportparse.facts.vocabulary import pattern, words
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from reportparse.model import Identity
    from reportparse.rulebook import Pack

_RANK = {"world": 6, "nation": 5, "province": 4, "city": 3, "county": 2, "school": 1, "industry": 0}
_WIDER = ("全国", "国家", "世界", "国际")


def level_of(name: str, pack: Pack, identity: Identity) -> str:
    """world | nation | province | city | county | school | industry, or empty when the name tells nothing.

    The widest word counts; a place named in it settles the level (`中国…大赛河南省选拔赛` is the province's) unless a wider word begins
    the name."""
    best = ""
    for match in pattern(words(pack, "level_word")).finditer(name):
        found = pack.lexicons["level_word"].words[match.group()]
        lone = found in {"province", "city", "county"} and len(match.group()) == 1
        if not (lone and not _after_place(name, match.start())) and (not best or _RANK[found] > _RANK[best]):
            best = found
    place = _place_level(name, identity)
    wide = best in {"world", "nation"} and ("全国" in name or name.lstrip("“”").startswith(_WIDER))
    return best if wide or not place else place


def _after_place(name: str, at: int) -> bool:
    """Whether the 省, 市 or 县 at `at` belongs to a place's name or begins the name."""
    return at == 0 or any(load_regions().named(name[max(0, at - n) : at + 1]) for n in (2, 3, 4))


def _place_level(name: str, identity: Identity) -> str:
    """The level of the place named last: one that begins the name or follows an edition, else a province or city with its class word.

    The bare name of a county elsewhere is a common word (平安校园, 中原名师)."""
    regions = load_regions()
    at, found = 0, ""
    while at < len(name):
        form = regions.at(name, at)
        region = regions.named(form)[0] if form and not (form[0] == "全" and len(form) == 2) else None
        bare = region is not None and region.level in {"county", "zone"} and form == region.short != region.name
        if bare and region is not None and not region.lies_in(f"{identity.region_code[:4]}00"):
            region = None
        heads = at == 0 or (name[at - 1] == "届" and region is not None and region.level in {"province", "city"})
        if region and (heads or (form[-1] in "省市区州盟" and region.level in {"province", "city"} and len(form) > 2)):
            found = "county" if region.level == "zone" else region.level
            at += len(form)
        else:
            at += 1
    return found
