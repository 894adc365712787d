"""Who reports for which year: issuer, region, level, sector, title and date of a report, read from its cover and its end."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from reportparse.dates import DATE, YEAR_MARK, date_in, only_date, year_in
from reportparse.model import Identity, Level, Sections, Text
from reportparse.naming import IdentityVocabulary, Sector
from reportparse.regions import Region, Regions, load_regions

if TYPE_CHECKING:
    from collections.abc import Iterator

@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    """Without any space."""
    printed: str


@dataclass(frozen=True, slots=True)
class _Issuer:
    name: str
    level: Level
    region: Region | None


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    last: int
    """Index of its last line among the head's lines; -1 when it stands in the file's name."""
    bracket: str = ""


REPORT = re.compile(
    r"(?:报告|公报|年报|白皮书|蓝皮书|综述|总结|年鉴)(?:书|全文|摘要|简本|简版|公开版|正文|汇编)?$"
)
BRACKET = re.compile(rf"[（(\[【〔]\s*(?:{YEAR_MARK})\s*[）)\]】〕]|[·•—-]*(?:{YEAR_MARK})$")
NOTE_MARK = re.compile(r"(?:[①-⑳*＊※]|\[\d{1,2}\]|注\d?)+$")
OFFICE = re.compile(r"(?:局|厅|委|委员会|政府|办公室|处|研究院|考试院|调查队|调查总队|领导小组)$")
SENTENCE = re.compile(r"[。；！？\t>]|[，,].*[，,]")
DOCUMENT_NUMBER = re.compile(r"号$")
COMPANY = re.compile(r"^.{2,40}?(?:有限公司|有限责任公司|集团)")
NATION = re.compile(r"^(?:全国|我国|中国|国家|中华人民共和国)")
UNNAMED = re.compile(r"^(?:某+|[XxＸ×*]{1,3})[省市县区州]")
HEAD_LINES, TAIL_LINES = 60, 8


def printed_title(text: Text, sections: Sections) -> str:
    """The title on the cover or at the head, without its year bracket; empty if there is none."""
    found = _find_title(_head(text, sections), (), load_regions())
    return found.text if found else ""


def identify(text: Text, sections: Sections, source: str, vocabulary: IdentityVocabulary) -> Identity:
    """Read the identity of a report; what is not printed is taken from the file's name, the text, in this order, and noted.

    `source` is the path of the input file. `region_code` follows GB/T 2260: a zone that it does not list and a school have the code
    of the division that they lie in."""
    regions = load_regions()
    head = _head(text, sections)
    nouns = vocabulary.nouns
    title = _find_title(head, nouns, regions)
    notes: list[str] = []
    stem = _squeezed(PurePosixPath(source.replace("\\", "/")).stem)
    if title is None:
        title = _Title(BRACKET.sub("", stem), -1)
        notes.append("no title in the text: the file name stands for it")
    context = _context(text.text, regions)
    issuer = _issuer(title, head, text, stem, nouns, vocabulary, regions, context, notes)
    year = _year(title, head, stem, text.text, notes)
    sector = _sector(title.text, issuer, text.text if title.last < 0 else "", vocabulary)
    region = issuer.region
    city = regions.city(region) if region else None
    province = regions.province(region) if region else None
    if not year:
        notes.append("no year found")
    return Identity(
        report_id="-".join((issuer.name or stem, sector, year)),
        year=year,
        issuer=issuer.name,
        region_code=_listed_code(region, regions),
        level=issuer.level,
        sector=sector,
        title=title.text,
        issued=_issued(title, head, text),
        province=province.name if province else "",
        city=city.name if city else "",
        notes=tuple(notes),
    )


# ------------------------------------------------------------------------------------------------------------ lines


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("#*·•")


def _lines(text: Text, start: int, end: int) -> Iterator[_Line]:
    at = start
    for printed in text.text[start:end].split("\n"):
        if printed.strip() and "\t" not in printed and not any(a <= at < b for a, b in text.contents):
            yield _Line(_squeezed(printed), printed.strip())
        at += len(printed) + 1


def _head(text: Text, sections: Sections) -> tuple[_Line, ...]:
    """The lines before the first numbered section (at most 60), contents pages left out."""
    end = next((section.start for section in sections.items if section.depth > 0 and section.path != "0"), len(text.text))
    if end == 0 or not text.text[:end].strip():
        end = len(text.text)
    found = []
    for line in _lines(text, 0, end):
        found.append(line)
        if len(found) == HEAD_LINES:
            break
    return tuple(found)


def _tail(text: Text) -> tuple[_Line, ...]:
    return tuple(_lines(text, max(0, len(text.text) - 4000), len(text.text)))[-TAIL_LINES:]


# ------------------------------------------------------------------------------------------------------------ title


def _bare_title(line: str) -> tuple[str, str]:
    """A line without footnote marks and its year bracket, and that bracket."""
    line = NOTE_MARK.sub("", line).strip("《》“”")
    brackets = list(BRACKET.finditer(line))
    if brackets and (brackets[-1].end() == len(line) or not REPORT.search(line)):
        return line[: brackets[-1].start()] + line[brackets[-1].end() :], brackets[-1].group()
    return line, ""


def _past_year(line: str) -> str:
    """A title from its issuer on: without a year and opening brackets before it."""
    return re.sub(rf"^[【\[（(]*(?:{YEAR_MARK})?", "", line)


def _starts_with_issuer(line: str, nouns: tuple[str, ...], regions: Regions) -> bool:
    line = _past_year(line)
    if NATION.match(line) or COMPANY.match(line) or UNNAMED.match(line):
        return True
    return bool(regions.at(line, 0)) or _institution_length(line, nouns) > 0


def _find_title(head: tuple[_Line, ...], nouns: tuple[str, ...], regions: Regions) -> _Title | None:
    """The first line, or up to four lines broken in the middle, that ends in the word for a report."""
    fallback: _Title | None = None
    for index, line in enumerate(head):
        text, bracket = _bare_title(re.sub(r"^附件\d*[：:]?", "", line.text))
        if not REPORT.search(text) or SENTENCE.search(text) or len(text) > 60 or "：" in text:
            continue
        joined = text
        for above in range(index, max(-1, index - 4), -1):
            if above < index:
                part = head[above].text
                if re.fullmatch(YEAR_MARK, part):
                    continue
                if _no_part_of_title(part):
                    break
                joined = part + joined
            if _starts_with_issuer(joined, nouns, regions) and not OFFICE.search(joined.removesuffix(text)):
                return _Title(_with_school_above(joined, above, head, nouns), index, bracket)
        if fallback is None and len(text) > 4:
            fallback = _Title(text, index, bracket)
    return fallback


def _with_school_above(joined: str, above: int, head: tuple[_Line, ...], nouns: tuple[str, ...]) -> str:
    """A school's title may begin with a line that only has the school's name."""
    if _institution_length(joined, nouns) or above == 0:
        return joined
    name = head[above - 1].text
    return name + joined if _institution_length(name, nouns) == len(name) else joined


def _no_part_of_title(line: str) -> bool:
    return bool(
        len(line) > 40 or SENTENCE.search(line) or only_date(line) or REPORT.search(line) or DOCUMENT_NUMBER.search(line)
        or re.search(r"[：:]|^(?:附件|附录|目录|封面|前言)", line)
    )


# ----------------------------------------------------------------------------------------------------------- issuer


def _institution_length(line: str, nouns: tuple[str, ...]) -> int:
    """Length of the name of an institution that a title or cover line starts with; 0 if it starts with none."""
    if not nouns:
        return 0
    ends = [m.end() for m in re.finditer("|".join(map(re.escape, nouns)), line)]
    for end in reversed(ends):
        rest = line[end:]
        if end < 4 or re.search(r"[，。、；：]|(?:关于|落实|推进)", line[:end]):
            continue
        if not rest or re.match(r"[（(\[【〔二]|20\d\d|年度|.{0,12}(?:教育|质量|培养|办学|发展|就业|企业|工作|招生|社会|年报)", rest):
            return end
    return 0


def _context(text: str, regions: Regions) -> str:
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
    """The division that a school's name names; the bare name of a county after its city (长治市上党…) is no address."""
    region, end, form = _region_at(line, regions, context)
    if region and region.level == "county" and form == region.short != region.name and end > len(form):
        before = regions.chain(line[: end - len(form)])[0]
        if before and before[-1].level == "city":
            return before[-1]
    return region


def _printed_name(region: Region, form: str) -> str:
    """The issuer's name: as printed where it bears its class (黔东南州), else in full (许昌 -> 许昌市)."""
    return region.name if form == region.short else form


def _issuer_at(line: str, nouns: tuple[str, ...], vocabulary: IdentityVocabulary, regions: Regions, context: str) -> _Issuer | None:
    """The issuer that a title or a line of the cover starts with."""
    line = _past_year(line)
    length = _institution_length(line, nouns)
    region, end, form = _region_at(line, regions, context)
    if length and not (region and form != region.short and vocabulary.is_kind(line[end:length])):
        return _Issuer(line[:length], "school", _place_of_name(line, regions, context))
    if company := COMPANY.match(line):
        return _Issuer(company.group(), "school", region)
    if unnamed := UNNAMED.match(line):
        return _Issuer(unnamed.group(), "county" if unnamed.group()[-1] in "县区" else "city", None)
    if region is None:
        return _Issuer("全国", "nation", None) if NATION.match(line) else None
    zone = re.match(r".{0,12}?(?:开发区|高新区|经开区|示范区|管理区|实验区|新区|园区)", line[end:])
    if zone and region.level != "zone":
        return _Issuer(line[: end + zone.end()], "county", region)
    return _Issuer(_full_name(line[:end], region, form), _level(region), region)


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


def _issuer(
    title: _Title, head: tuple[_Line, ...], text: Text, stem: str, nouns: tuple[str, ...],
    vocabulary: IdentityVocabulary, regions: Regions, context: str, notes: list[str],
) -> _Issuer:
    """The issuer from the title, else the cover, the end, the file's name, the text."""
    found = _issuer_at(title.text, nouns, vocabulary, regions, context) if title.last >= 0 else None
    if found is None:
        cover = [line.text for line in head if len(line.text) <= 40 and not SENTENCE.search(line.text)]
        tail = [line.text for line in _tail(text) if len(line.text) <= 40 and not SENTENCE.search(line.text)]
        names = (_signed(line, nouns, vocabulary, regions, context) for line in (*cover, *reversed(tail)))
        found = next((name for name in names if name), None)
    if found is None and (found := _issuer_at(stem, nouns, vocabulary, regions, context)):
        notes.append("issuer taken from the file name")
    if found is None:
        found = _most_named(text.text, nouns, vocabulary, regions, context)
        notes.append("no issuer on the cover: the one that the text names most" if found.name else "no issuer found")
    if found.level == "school":
        return _Issuer(found.name, "school", _school_region(found, text.text, regions, context))
    return found


def _signed(line: str, nouns: tuple[str, ...], vocabulary: IdentityVocabulary, regions: Regions, context: str) -> _Issuer | None:
    """The issuer that a line of the cover or a signature names: an office (长治市教育局), a school, a bare region."""
    line = DATE.sub("", line).strip("（）()：:")
    if _institution_length(line, nouns) == len(line) > 0:
        return _issuer_at(line, nouns, vocabulary, regions, context)
    region, end, form = _region_at(line, regions, context)
    if region and (end == len(line) or OFFICE.search(line)):
        return _Issuer(_printed_name(region, form), _level(region), region)
    return None


def _most_named(text: str, nouns: tuple[str, ...], vocabulary: IdentityVocabulary, regions: Regions, context: str) -> _Issuer:
    own_school = any(word in text for word in vocabulary.own if word.startswith(("我", "本")))
    if nouns and own_school and not re.search(r"我[市县区省州]|全[市县区省州]", text):
        ends = "|".join(map(re.escape, nouns))
        names = Counter(re.findall(rf"(?<![一-鿿])[一-鿿]{{3,16}}(?:{ends})(?![一-鿿])", text))
        for name, _ in names.most_common(1):
            return _Issuer(name, "school", _region_at(name, regions, context)[0])
    region = regions.with_code(context)
    if len(re.findall(r"全国|我国", text)) > 3 * len(re.findall(r"[我全][省市县区州]", text)):
        return _Issuer("全国", "nation", None)
    if region is None:
        return _Issuer("", "city", None)
    return _Issuer(region.name, _level(region), region)


def _school_region(issuer: _Issuer, text: str, regions: Regions, context: str) -> Region | None:
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


def _listed_code(region: Region | None, regions: Regions) -> str:
    if region is None:
        return ""
    if region.level == "zone":
        return region.city_code or region.province_code
    return region.code


# ------------------------------------------------------------------------------------------------- year, date, sector


def _year(title: _Title, head: tuple[_Line, ...], stem: str, text: str, notes: list[str]) -> str:
    """The edition year: the bracket or year line at the title, the year in the title, the file's name, dates of the text."""
    if title.bracket:
        return year_in(title.bracket)
    around = head[max(0, title.last - 3) : title.last + 5] if title.last >= 0 else head[:8]
    for line in around:
        bare = NOTE_MARK.sub("", line.text)
        if re.fullmatch(rf"[（(\[【〔]?(?:{YEAR_MARK})[）)\]】〕]?", bare) and year_in(bare):
            return year_in(bare)
    if title.last >= 0 and (year := year_in(title.text)):
        return year
    if year := year_in(stem):
        notes.append("year taken from the file name")
        return year
    counts = Counter(re.findall(r"(?<!\d)(20\d\d)\s*年", text))
    if counts:
        notes.append("no year on the cover: the one that most dates of the text have")
        return str(max(counts, key=lambda year: (counts[year], year)))
    return ""


def _issued(title: _Title, head: tuple[_Line, ...], text: Text) -> str:
    """The date under the text, else the one on the cover: `2025-12-25`, `2025-01`, or empty."""
    for line in reversed(_tail(text)):
        if found := _date_line(line.text):
            return found
    if found := _glued_date(_tail(text)):
        return found
    lines = [line for line in _lines(text, 0, len(text.text)) if len(line.text) <= 60]
    for before, line in pairwise(lines):
        if only_date(line.text) and OFFICE.search(before.text) and len(before.text) <= 40 and line not in head:
            return only_date(line.text)
    for line in head[title.last + 1 :] + head[: title.last + 1]:
        if found := _date_line(line.text):
            return found
    return ""


def _glued_date(tail: tuple[_Line, ...]) -> str:
    """A date under a last sentence without a full stop, joined to it when its lines were put together."""
    found = list(DATE.finditer(tail[-1].text)) if tail else []
    if not found or found[-1].end() != len(tail[-1].text):
        return ""
    before = tail[-1].text[: found[-1].start()]
    return "" if not before or re.search(r"(?:[至到于自从在以为及、，,—~～-]|截至|截止)$", before) else date_in(found[-1].group())


def _date_line(line: str) -> str:
    """The date of a line that holds nothing else, or that follows a signing office or a word for issuing."""
    if found := only_date(line):
        return found
    if labelled := re.search(r"(?:日期|时间)[:：]", line):
        date = DATE.match(line, labelled.end())
        return date_in(date.group()) if date and len(line) <= 80 else ""
    match = DATE.search(line)
    if match is None or len(line) > 50 or SENTENCE.search(line):
        return ""
    before, after = line[: match.start()].rstrip("（(：:"), line[match.end() :]
    signed = OFFICE.search(before) or re.search(r"(?:学校|学院|大学|中心|日期|时间|印发|发布|编制)$", before)
    return date_in(match.group()) if signed and re.fullmatch(r"[）)]?(?:印发|发布)?", after) else ""


def _sector(title: str, issuer: _Issuer, text: str, vocabulary: IdentityVocabulary) -> Sector:
    """By the words of the title without the issuer's name, then by the kind of school; by the text when there is no title."""
    rest = title.replace(issuer.name, "", 1) if issuer.level == "school" else title
    named = [group.sector for group in vocabulary.sectors if any(word in rest for word in group.words)]
    if not named and text:
        counts = {group.sector: sum(text.count(word) for word in group.words) for group in vocabulary.sectors}
        best = max(counts, key=lambda sector: counts[sector], default=None)
        named = [best] if best and counts[best] >= 3 else []
    if len(named) > 1:
        return "职教"
    if named:
        return named[0]
    if any(word in rest for word in vocabulary.joint):
        if issuer.level == "school":
            return vocabulary.sector_of(issuer.name)
        return "职教"
    return "其他"
