"""China's administrative divisions: names in every printed form, codes of GB/T 2260, and what lies in what."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

RegionLevel = Literal["province", "city", "county", "zone"]

_RANKS: dict[str, int] = {"province": 0, "city": 1, "county": 2, "zone": 3}
_PEOPLES = (
    "汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜",
    "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳",
    "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土",
    "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌",
    "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固",
    "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺", "各",
)
_PEOPLE_ENDINGS = tuple(sorted((p + s for p in _PEOPLES for s in ("族", "")), key=len, reverse=True))
_AUTONOMOUS = {"自治区": "", "自治州": "州", "自治县": "县", "自治旗": "旗"}
_SUFFIXES = ("特别行政区", "地区", "林区", "特区", "新区", "省", "市", "县", "区", "盟", "旗")


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division. `until` is empty while it is in force, else the last revision (`2016-07`) that had it."""

    code: str
    """Six digits of GB/T 2260; zones bear the statistical code of the Bureau of Statistics."""
    name: str
    level: RegionLevel
    until: str
    forms: tuple[str, ...]
    """Every form in print, the full name first: 黔东南苗族侗族自治州, 黔东南州, 黔东南."""

    @property
    def short(self) -> str:
        """The name without its class: 许昌, 黔东南; the full name where nothing shorter is a name (沁县, 城区)."""
        return self.forms[-1]

    @property
    def province_code(self) -> str:
        """Code of the province that it is or lies in."""
        return f"{self.code[:2]}0000"

    @property
    def city_code(self) -> str:
        """Code of the prefecture that it is or lies in; empty for provinces and counties directly under a province."""
        return "" if self.level == "province" or self.code[2:4] in {"00", "90"} else f"{self.code[:4]}00"

    @property
    def seat_like_city(self) -> bool:
        """True for a prefecture and for a county-level city directly under its province, which reports like one."""
        return self.level == "city" or (self.level == "county" and self.code[2:4] == "90")

    def lies_in(self, code: str) -> bool:
        """Whether it is the division with `code` or a part of it."""
        if code.endswith("0000"):
            return self.code[:2] == code[:2]
        return self.code[:4] == code[:4] if code.endswith("00") else self.code == code


def _without_peoples(name: str) -> str:
    """`黔东南苗族侗族` -> `黔东南`; at least two characters stay, and a lone 族 goes (`鄂温克族` -> `鄂温克`)."""
    stem, shorter = name, True
    while shorter and stem.endswith(_PEOPLE_ENDINGS):
        shorter = False
        for ending in _PEOPLE_ENDINGS:
            if stem.endswith(ending) and len(stem) - len(ending) >= 2 and (ending.endswith("族") or stem != name or len(ending) > 1):
                stem, shorter = stem[: -len(ending)], True
                break
    return stem.removesuffix("族") if len(stem) > 2 else stem


def _forms(name: str, level: str) -> tuple[str, ...]:
    """The printed forms of a name, longest first, without repeats."""
    if level == "zone":
        return (name,)
    for ending, suffix in _AUTONOMOUS.items():
        if name.endswith(ending):
            stem = _without_peoples(name.removesuffix(ending))
            return tuple(dict.fromkeys((name, *([stem + suffix] if suffix else []), stem)))
    for suffix in _SUFFIXES:
        if name.endswith(suffix):
            stem = name.removesuffix(suffix)
            if suffix == "区":
                stem = _without_peoples(stem)
            return (name, stem) if len(stem) >= 2 else (name,)
    return (name,)


class Regions:
    """The table, looked up by code and by printed name."""

    def __init__(self, regions: tuple[Region, ...]) -> None:
        self.all = regions
        self._by_code: dict[str, Region] = {}
        self._by_form: dict[str, list[Region]] = {}
        for region in sorted(regions, key=lambda r: (bool(r.until), _RANKS[r.level], r.code)):
            self._by_code.setdefault(region.code, region)
            for form in region.forms:
                self._by_form.setdefault(form, []).append(region)
        lengths: dict[str, set[int]] = {}
        for form in self._by_form:
            lengths.setdefault(form[:2], set()).add(len(form))
        self._lengths = {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}

    def with_code(self, code: str) -> Region | None:
        """The division with this code, the one in force before former ones."""
        return self._by_code.get(code)

    def named(self, form: str) -> tuple[Region, ...]:
        """All divisions that bear this name in any form: in force before former, higher before lower."""
        return tuple(self._by_form.get(form, ()))

    def find(self, form: str, within: str = "") -> Region | None:
        """The division that a name means: one inside the division `within` (a code) first, then the highest in force.

        None when there is none, or when several of the same rank remain (朝阳区 without its city)."""
        found = self.named(form)
        inside = [region for region in found if within and region.lies_in(within)]
        return self._unique(inside) or (None if inside else self._unique(list(found)))

    @staticmethod
    def _unique(found: list[Region]) -> Region | None:
        if not found:
            return None
        best = found[0]
        rivals = [r for r in found if (bool(r.until), r.level) == (bool(best.until), best.level) and r.code != best.code]
        return None if rivals else best

    def may_begin(self, text: str) -> list[int]:
        """The offsets where the first two characters are those of a name: quicker than `at` everywhere."""
        lengths = self._lengths
        return [at for at in range(len(text)) if text[at : at + 2] in lengths]

    def at(self, text: str, start: int, end: int | None = None) -> str:
        """The longest name of a division, in any form, that `text` has at `start`; empty if none."""
        limit = len(text) if end is None else end
        for length in self._lengths.get(text[start : start + 2], ()):
            if start + length <= limit and text[start : start + length] in self._by_form:
                return text[start : start + length]
        return ""

    def chain(self, text: str, start: int = 0, within: str = "") -> tuple[tuple[Region, ...], int]:
        """The divisions named one after the other at `start` (`河南省许昌市鄢陵县`), each inside the one before, and the
        offset after them; ambiguous names are settled by what stands before them and by `within`."""
        found: list[Region] = []
        place = within
        while form := self.at(text, start):
            region = self.find(form, place)
            if found and region is not None and not region.lies_in(place):
                break
            if region is None:
                candidates = self.named(form)
                following = self.at(text, start + len(form))
                region = next((c for c in candidates if following and any(r.lies_in(c.code) for r in self.named(following))), None)
                if region is None:
                    break
            if found and region == found[-1]:
                break
            found.append(region)
            place, start = region.code, start + len(form)
        return tuple(found), start

    def inside(self, code: str) -> tuple[Region, ...]:
        """The divisions inside the one with `code`, itself left out, former ones included."""
        return tuple(region for region in self.all if region.code != code and region.lies_in(code))

    def province(self, region: Region) -> Region | None:
        """The province that it is or lies in."""
        return self.with_code(region.province_code)

    def city(self, region: Region) -> Region | None:
        """The prefecture that it is or lies in; None for provinces and counties directly under one."""
        return self.with_code(region.city_code) if region.city_code else None


def _rows(name: str) -> list[dict[str, str]]:
    with files("reportparse").joinpath("data", name).open(encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


@lru_cache(maxsize=1)
def load_regions() -> Regions:
    """The table that is shipped with the package (data/regions.csv), read once."""
    return Regions(
        tuple(
            Region(row["code"], row["name"], row["level"], row["until"], _forms(row["name"], row["level"]))  # type: ignore[arg-type]
            for row in _rows("regions.csv")
        )
    )
