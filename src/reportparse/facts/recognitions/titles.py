"""The object of a granting verb as titles: quotes off, year and batch read, lists parted, counts kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.facts.vocabulary import pattern, words
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from reportparse.rulebook import Pack

QUANTITY = r"[0-9]+|[一二两三四五六七八九十百]+"
_YEAR = regex.compile(r"^\s*(?:20\d\d\s*(?:[-—－~～至]+\s*20\d\d\s*)?(?:学年度?|年度?|年)?(?:的|度)?|今年|本年度)")
_BATCH = regex.compile(r"第([0-9]{1,2}|[一二三四五六七八九十]{1,3})[批届]|首批")
_QUOTES = regex.compile(r"[“”\"《》‘’「」]")
_NUMERALS = {c: i for i, c in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True, slots=True)
class Title:
    """A title at `start:end` of the sentence; `count` is the offset of the number that counts its holders (-1: none)."""

    text: str
    start: int
    end: int
    batch: str = ""
    count: int = -1
    count_end: int = -1
    unit: str = ""
    quoted: bool = False
    called: bool = False
    """True when 称号 or 荣誉 follows it."""
    whole: bool = False
    """True when all of it stands in quotes."""


def titles_of(plain: str, flat: str, start: int, end: int, strength: str, pack: Pack) -> tuple[Title, ...]:
    """The titles in `plain[start:end]`, the words right behind a granting verb; empty when these name no honour."""
    found: list[Title] = []
    if strength == "weak" and pattern(words(pack, "not_honour")).search(flat, start, end) and not _QUOTES.match(plain, start):
        return ()
    shared = _level_list(plain, start, end, pack)
    for left, right in [shared] if shared else _pieces(plain, flat, start, end, pack):
        title = _title(plain, left, right, pack)
        if title is None or not is_honour(title, "strong" if found else strength, pack):
            break
        found.append(title)
    return tuple(found)


def _level_list(plain: str, start: int, end: int, pack: Pack) -> tuple[int, int] | None:
    """The span of one title with several levels before it (`国家级、省级在线精品课程`)."""
    level = words(pack, "level_word")
    match = pattern(rf"(?:为|了)?((?:{level})(?:[、和](?:{level}))+[\p{{Han}}“”]{{3,40}})").match(plain, start, end)
    return match.span(1) if match else None


def _pieces(plain: str, flat: str, start: int, end: int, pack: Pack) -> list[tuple[int, int]]:
    """The members of a list of titles: parted by 、 and by 和 between two titles; it ends before a new verb."""
    verb = pattern(rf"(?:{words(pack, 'grant_verb', 'give_verb', 'hold_verb')})")
    cuts = [start]
    for match in regex.finditer(r"[、，；]|(?:以及|和|及)(?=[“《]|全国|国家|省|市|县|区|校级|[0-9一二两三四五六七八九]+[个名项])|(?<=[”》])(?=[“《])|(?<=称号)[和及、]", flat[start:end]):
        cuts += [start + match.start(), start + match.end()]
    cuts.append(end)
    pieces = []
    for left, right in zip(cuts[::2], cuts[1::2], strict=True):
        body = flat[left:right]
        if pieces and (found := verb.search(body)) and found.start() > 0 and not regex.match(r"“", body):
            break
        if left < right:
            pieces.append((left, right))
    return pieces


def _title(plain: str, left: int, right: int, pack: Pack) -> Title | None:
    """One title, cleaned; its count when one stands before or behind it (`2个市级品牌`, `立项建设单位2个`)."""
    unit = words(pack, "recognition_unit")
    aside = regex.search(r"(?<=.{3})[（(](?:全国|全省|全市|共|其中|名单|见)[^（）()]*[）)]$", plain[left:right])
    if aside:
        right -= right - left - aside.start()
    text = plain[left:right]
    count, count_end, printed = -1, -1, ""
    lead = pattern(rf"^\s*(?:了|为|共|共计|全国|出)*(?P<n>{QUANTITY})\s?(?P<u>{unit})(?=[\p{{Han}}“《])").match(text)
    if lead and not regex.match(r"[一二]批|[0-9一二三]+个项目$", lead.group()):
        count, count_end, printed = left + lead.start("n"), left + lead.end("n"), lead.group("u")
        left += lead.end()
    text = plain[left:right]
    tail = pattern(rf"(?:共计|合计|共|各|达|计|[（(])?\s?(?P<n>{QUANTITY})\s?(?P<u>{unit})[）)]?$").search(text)
    if tail and count < 0 and tail.start() > 1:
        count, count_end, printed = left + tail.start("n"), left + tail.end("n"), tail.group("u")
        right = left + tail.start()
    text = plain[left:right]
    skip = regex.match(r"^(?:为|了|成为|的|到|出|进入|进|过|在)+", text)
    if skip:
        left += skip.end()
        text = plain[left:right]
    year = _YEAR.match(text)
    if year:
        left += year.end()
        text = plain[left:right]
    while text and text[0] in " 的年度":
        left, text = left + 1, text[1:]
    ending = regex.search(r"(?:等)?(?:多项|多个)?(?:的)?(?:荣誉称号|荣誉|称号|之一|等|行列|的评选)*[\s*]*$", text)
    if ending:
        right -= len(text) - ending.start()
        text = plain[left:right]
    bracket = regex.search(r"(?<=.{4})[（(][^（）()]*(?:20\d\d|[0-9]+|全国|全省|全市|共)[^（）()]*[）)]$", text)
    if bracket:
        right -= len(text) - bracket.start()
        text = plain[left:right]
    clean = _QUOTES.sub("", text).strip(" *")
    if len(clean) < 2 or len(clean) > 60 or clean.startswith("奖"):
        return None
    batch = _BATCH.search(clean)
    return Title(clean, left, right, _batch(batch), count, count_end, printed, bool(_QUOTES.search(text)), bool(ending and regex.search("称号|荣誉", ending.group())),
                 bool(regex.fullmatch(r"“[^“”]+”|《[^》]+》", text.strip())) and not pattern(words(pack, "not_honour")).fullmatch(clean))


def is_honour(title: Title, strength: str, pack: Pack) -> bool:
    """Whether words behind a verb name an honour, a project or a list, and not a figure or an event.

    A strong verb needs little more than a noun of honours; after a `level` verb the level must be named, too, after a weak one both
    level and a word of honour."""
    text = title.text
    if strength == "checked":
        return True
    if (not title.whole and pattern(words(pack, "not_honour")).search(text)) or pattern(words(pack, "prize")).search(text):
        return False
    noun = pattern(rf"(?:{words(pack, 'honour_noun')})(?:（[^）]*）|\([^)]*\))?$").search(text) is not None
    level = _names_level(text, pack)
    sign = pattern(words(pack, "honour_sign")).search(text) is not None
    if strength == "weak" and title.called:
        strength = "strong"
    if strength in {"level", "named"}:
        return noun and (level or sign)
    if strength == "strong":
        bodily = pattern(rf"(?:{words(pack, 'body_honour')})$").search(text) is not None
        return title.quoted or (noun and (level or sign or len(text) >= 5 or (bodily and len(text) > 3))) or (level and sign)
    return (noun and level and (sign or title.quoted)) or (sign and (title.quoted or noun))


def _names_level(text: str, pack: Pack) -> bool:
    """Whether a title names a level: a word of level, or the place whose honour it is."""
    long = "|".join(word for word in words(pack, "level_word").split("|") if len(word) > 1)
    return bool(pattern(long).search(text) or regex.match(r"(?:省|市|县|区|州)(?![域场民内外中直])", text) or load_regions().at(text, 0))


def _batch(match: regex.Match[str] | None) -> str:
    if match is None:
        return ""
    digits = match.group(1)
    if digits is None:
        return "1"
    if digits.isdigit():
        return digits
    tens, _, ones = digits.partition("十")
    return str(_NUMERALS[tens or "一"] * 10 + (_NUMERALS[ones] if ones else 0)) if "十" in digits else str(_NUMERALS[digits])
