"""The issuer of a report and the division that it is or lies in."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportparse.dates import DATE
from reportparse.identity.cover import COMPANY, NATION, OFFICE, SENTENCE, UNNAMED, Line, Title, institution_length, past_year, tail_lines

if TYPE_CHECKING:
    from reportparse.model import Level, Text
    from reportparse.naming import IdentityVocabulary
    from reportparse.regions import Region, Regions


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who publishes: the name, what kind of unit it is, and the division that it is or lies in."""

    name: str
    level: Level
    region: Region | None


def find_issuer(
    title: Title, head: tuple[Line, ...], text: Text, stem: str,
    vocabulary: IdentityVocabulary, regions: Regions, context: str, notes: list[str],
) -> Issuer:
    """The issuer from the title, else the cover, the end, the file's name, the text."""
    found = _issuer_at(title.text, vocabulary, regions, context) if title.last >= 0 else None
    if found is None:
        cover = [line.text for line in head if len(line.text) <= 40 and not SENTENCE.search(line.text)]
        tail = [line.text for line in tail_lines(text) if len(line.text) <= 40 and not SENTENCE.search(line.text)]
        names = (_signed(line, vocabulary, regions, context) for line in (*cover, *reversed(tail)))
        found = next((name for name in names if name), None)
    if found is None and (found := _issuer_at(stem, vocabulary, regions, context)):
        notes.append("issuer taken from the file name")
    if found is None:
        found = _most_named(text.text, vocabulary, regions, context)
        notes.append("no issuer on the cover: the one that the text names most" if found.name else "no issuer found")
    if found.level == "school":
        return Issuer(found.name, "school", _school_region(found, text.text, regions, context))
    return found


def _issuer_at(line: str, vocabulary: IdentityVocabulary, regions: Regions, context: str) -> Issuer | None:
    """The issuer that a title or a line of the cover starts with."""
    line = past_year(line)
    length = institution_length(line, vocabulary)
    region, end, form = _region_at(line, regions, context)
    if length and not (region and form != region.short and vocabulary.is_kind(line[end:length])):
        return Issuer(line[:length], "school", _place_of_name(line, regions, context))
    if company := COMPANY.match(line):
        return Issuer(company.group(), "school", region)
    if unnamed := UNNAMED.match(line):
        return Issuer(unnamed.group(), "county" if unnamed.group()[-1] in "县区" else "city", None)
    zone = re.match(r"[一-鿿]{0,12}?(?:开发区|高新区|经开区|示范区|管理区|实验区|新区|园区|生产建设兵团)", line[end:])
    if zone and (region is None or region.level != "zone") and (region or zone.end() > 3):
        level: Level = "province" if zone.group().endswith("兵团") else "county"
        return Issuer(line[: end + zone.end()], level, region or regions.with_code(context))
    if region is None:
        return Issuer("全国", "nation", None) if NATION.match(line) else None
    return Issuer(_full_name(line[:end], region, form), _level(region), region)


def _signed(line: str, vocabulary: IdentityVocabulary, regions: Regions, context: str) -> Issuer | None:
    """The issuer that a line of the cover or a signature names: an office (长治市教育局), a school, a bare region."""
    line = DATE.sub("", line).strip("（）()：:")
    if institution_length(line, vocabulary) == len(line) > 0:
        return _issuer_at(line, vocabulary, regions, context)
    region, end, form = _region_at(line, regions, context)
    if region and (end == len(line) or OFFICE.search(line)):
        return Issuer(_printed_name(region, form), _level(region), region)
    return None


def _most_named(text: str, vocabulary: IdentityVocabulary, regions: Regions, context: str) -> Issuer:
    own_school = any(word in text for word in vocabulary.own if word.startswith(("我", "本")))
    if vocabulary.nouns and own_school and not re.search(r"我[市县区省州]|全[市县区省州]", text):
        ends = "|".join(map(re.escape, vocabulary.nouns))
        names = Counter(re.findall(rf"(?<![一-鿿])[一-鿿]{{3,16}}(?:{ends})(?![一-鿿])", text))
        for name, _ in names.most_common(1):
            return Issuer(name, "school", _region_at(name, regions, context)[0])
    region = regions.with_code(context)
    if len(re.findall(r"全国|我国", text)) > 3 * len(re.findall(r"[我全][省市县区州]", text)):
        return Issuer("全国", "nation", None)
    if region is None:
        return Issuer("", "city", None)
    return Issuer(region.name, _level(region), region)


def _region_at(line: str, regions: Regions, context: str) -> tuple[Region | None, int, str]:
    """The innermost division named at the start of a line, the offset after it, and its name as printed."""
    found, end = regions.chain(line, 0, "")
    if not found:
        found, end = regions.chain(line, 0, context)
    if not found:
        form = regions.at(line, 0)
        candidates = regions.named(form)
        if not candidates:
            return None, 0, ""
        return candidates[0], len(form), form
    last = found[-1]
    form = next(f for f in last.forms if line[:end].endswith(f))
    return last, end, form


def _place_of_name(line: str, regions: Regions, context: str) -> Region | None:
    """The division that a school's name names. A bare name of a county after that of its city (长治市上党…) is no address, nor one
    of a district after a province (湖北江汉…)."""
    region, end, form = _region_at(line, regions, context)
    if region and region.level == "county" and form == region.short != region.name and end > len(form):
        before = regions.chain(line[: end - len(form)])[0]
        if before and (before[-1].level == "city" or region.name.endswith("区")):
            return before[-1]
    return region


def _printed_name(region: Region, form: str) -> str:
    """The issuer's name: as printed where it bears its class (黔东南州), else in full (许昌 -> 许昌市)."""
    return region.name if form == region.short else form


def _full_name(printed: str, region: Region, form: str) -> str:
    """The issuer's name; a district has that of its city before it where the title has: 南山区 is the name of several."""
    city = re.search(r"[一-鿿]{2,}?市(?=[一-鿿]+区$)", printed) if region.level == "county" and form.endswith("区") else None
    if city is None:
        return _printed_name(region, form)
    return re.sub(r"^.*?(?:省|自治区)", "", printed)


def _level(region: Region) -> Level:
    if region.level == "province":
        return "province"
    return "city" if region.seat_like_city else "county"


def _school_region(issuer: Issuer, text: str, regions: Regions, context: str) -> Region | None:
    """The division that a school lies in: by its name, and where that names none or a province, by `位于X市` in the text."""
    region = issuer.region
    if region is not None and region.level != "province":
        return region
    within = region.code if region else ""
    for match in re.finditer(r"(?:位于|坐落于|坐落在|座落于|座落在|地处)", text):
        found, _ = regions.chain(text, match.end(), within)
        if found and (not within or found[-1].lies_in(within)):
            return regions.city(found[-1]) or found[-1]
    if region is None and context:
        return regions.with_code(context)
    return region


def most_named_place(text: str, regions: Regions) -> str:
    """Code of the prefecture or province that the text names most, for names that several places bear."""
    counts: Counter[str] = Counter()
    for form in re.findall(r"[一-鿿]{2,9}?(?:省|市|州|自治区|地区|盟)", text):
        for length in range(2, len(form) + 1):
            region = regions.find(form[-length:])
            if region and region.level in {"province", "city"} and not region.until:
                counts[region.code] += 1
    cities = Counter({code: n for code, n in counts.items() if not code.endswith("0000")})
    best = cities.most_common(1) or counts.most_common(1)
    return best[0][0] if best else ""
