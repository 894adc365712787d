"""The object of a granting verb as titles: quotes off, year and batch read, lists parted, counts kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import regex

from reportparse.compiling import ready
from reportparse.facts.numerals import QUANTITY
from reportparse.facts.vocabulary import pattern, words
from reportparse.markers import han_number
from reportparse.regions import load_regions

if TYPE_CHECKING:
    from reportparse.rulebook import Pack

Strength = Literal["strong", "level", "named", "weak", "stated", "checked"]
"""How much a verb says by itself: after a strong one nearly any noun of honours is a title; `level` and `named` (申报, which also wants a
named holder) ask for a level too, a weak one (获得) for a level and a word of honour, a `stated` one (是) for a level and such a word or an
honour's noun; what was `checked` (通过…验收) is a title as it is."""

LONGEST_TITLE = 60

_YEAR = regex.compile(r"^\s*(?:20\d\d\s*(?:[-—－~～至]+\s*20\d\d\s*)?(?:学年度?|年度?|年)?(?:的|度)?|今年|本年度)")
_BATCH = regex.compile(r"第([0-9]{1,2}|[一二三四五六七八九十]{1,3})[批届]|首批")
_QUOTES = regex.compile(r"[“”\"《》‘’「」]")
_ASIDE = regex.compile(r"(?<=.{3})（(?:(?:全国|全省|全市|共|其中|名单|见)[^（）]*|[^（）]*(?:20\d\d|[0-9]+|全国|全省|全市|共)[^（）]*)）$")
_TOLD = regex.compile(r"来自|均为|均属|位于|优先|以上的")
"""Words of what is said about an honour, not of its name."""
_LEADING = regex.compile(r"(?:为|了|成为|的|到|出|进入|进|过|在)+|[^，。—]{2,12}——|(?P<giver>[\p{Han}]{2,24}[厅局部委会府])(?=[“《])")


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
    """True when a part of it stands in quotes."""
    whole: bool = False
    """True when all of it stands in quotes."""
    called: bool = False
    """True when a word like 称号 follows it."""
    giver: str = ""
    """Who gave it, where that stands right before it."""
    stop: int = -1
    """Where the words that belong to it end."""


def titles_of(plain: str, flat: str, start: int, end: int, strength: Strength, pack: Pack) -> tuple[Title, ...]:
    """The titles in `plain[start:end]`, the words right behind a granting verb; empty when these name no honour."""
    if strength == "weak" and pattern(rf"等[^，。；]{{0,8}}(?:{words(pack, 'money_noun')})").search(plain, start, end):
        return ()
    found: list[Title] = []
    shared = _level_list(plain, start, end, pack)
    for left, right in [shared] if shared else _pieces(flat, start, end, pack):
        title = _title(plain, left, right, pack)
        if title is None or not _is_honour(title, "strong" if found else strength, pack):
            break
        found.append(title)
    return tuple(found)


def _level_list(plain: str, start: int, end: int, pack: Pack) -> tuple[int, int] | None:
    """The span of one title with several levels before it (`国家级、省级在线精品课程`)."""
    level = words(pack, "level_word")
    match = pattern(rf"(?:为|了)?((?:{level})(?:[、和](?:{level}))+[\p{{Han}}“”]{{3,40}})").match(plain, start, end)
    return match.span(1) if match else None


def _pieces(flat: str, start: int, end: int, pack: Pack) -> list[tuple[int, int]]:
    """The members of a list of titles: parted by marks, by quotes side by side and by 和 before another title; it ends before a new
    verb."""
    verb = pattern(words(pack, "grant_verb", "give_verb", "hold_verb"))
    tail = words(pack, "honour_tail")
    joint = r"(?:以及|和|及)(?=[“《]|全国|国家|省|市|县|区|校级|[0-9一二两三四五六七八九]+[个名项])"
    cuts = [start]
    for match in pattern(rf"[、，；]|{joint}|(?<=[”》])(?=[“《])|(?<={tail})[和及、]|并(?=[向在被作面获入荣])").finditer(flat, start, end):
        cuts += [match.start(), match.end()]
    cuts.append(end)
    pieces: list[tuple[int, int]] = []
    for left, right in zip(cuts[::2], cuts[1::2], strict=True):
        found = verb.search(flat, left, right)
        if pieces and found and found.start() > left and flat[left] != "“":
            break
        if left < right:
            pieces.append((left, right))
    return pieces


def _title(plain: str, left: int, right: int, pack: Pack) -> Title | None:
    """One title, cleaned; its count when one stands before or behind it (`2个市级品牌`, `立项建设单位2个`)."""
    stop, giver = right, ""
    unit, tail_words = words(pack, "recognition_unit"), words(pack, "honour_tail")

    def cut(found: regex.Match[str] | None) -> int:
        return found.start() if found else right

    right = _named_aside(plain, left, cut(_ASIDE.search(plain, left, right)), pack)
    level = words(pack, "level_word")
    summed = pattern(rf"(?<=[”\p{{Han}}])等(?:{level}|以上|多)*(?:{tail_words})(?:共?(?:{QUANTITY})\s?(?:{unit}))$")
    right = cut(summed.search(plain, left, right))
    lead = pattern(rf"\s*(?:了|为|共|共计|全国|出)*(?P<n>{QUANTITY})\s?(?P<u>{unit})(?=[\p{{Han}}“《])").match(plain, left, right)
    count = lead if lead and not ready(r"[一二]批$").search(lead.group()) else None
    left = count.end() if count else left
    if count is None:
        behind = pattern(rf"(?:共计|合计|共|各|达|计|（)?\s?(?P<n>{QUANTITY})\s?(?P<u>{unit})）?$").search(plain, left, right)
        if behind and behind.start() > left + 1:
            count, right = behind, behind.start()
    if leading := _LEADING.match(plain, left, right):
        left, giver = leading.end(), leading.group("giver") or ""
    if year := _YEAR.match(plain[left:right]):
        left += year.end()
    while left < right and plain[left] in " 的年度":
        left += 1
    several = rf"(?:多[项个块]|[0-9]+(?:余|多)?[项个](?=(?:{tail_words}))|[两三四五六七八九十2-9][项个块大](?=“?(?:{tail_words})))"
    ending = pattern(rf"(?:等)?{several}?(?:的)?(?:{tail_words}|等|的评选|“(?:{tail_words})”)*[\s*]*$").search(plain, left, right)
    right = cut(ending)
    right = cut(_ASIDE.search(plain, left, right))
    printed = plain[left:right].strip()
    clean = _QUOTES.sub("", printed).strip(" *")
    if not 2 <= len(clean) <= LONGEST_TITLE or clean.startswith("奖"):
        return None
    low, high = count.span("n") if count else (-1, -1)
    return Title(
        clean, left, right, _batch(clean), low, high, count.group("u") if count else "", bool(_QUOTES.search(printed)),
        whole=bool(ready(r"“[^“”]+”|《[^》]+》").fullmatch(printed)) and not pattern(words(pack, "not_honour")).fullmatch(clean),
        called=bool(ending and pattern(tail_words).search(ending.group())), giver=giver, stop=stop,
    )


def _named_aside(plain: str, left: int, right: int, pack: Pack) -> int:
    """Where a title ends whose holders stand in a bracket behind it (`示范校（甲校、乙校）`)."""
    aside = regex.compile(r"(?<=.{3})（([^（）]{4,})）$").search(plain, left, right)
    names = ready(r"[、和，及]").split(aside.group(1)) if aside else [""]
    return aside.start() if aside and all(pack.identity.noun_of(name) for name in names) else right


def _is_honour(title: Title, strength: Strength, pack: Pack) -> bool:
    """Whether words behind a verb name an honour, a project or a list, and not a figure or an event."""
    text = title.text
    if strength == "checked":
        return True
    signs = words(pack, "honour_sign")
    noun = pattern(rf"(?:{words(pack, 'honour_noun')})(?:（[^）]*）)?$").search(text) is not None
    beyond = rf"(?:(?!的|{signs}|明显|显著|突出|计划)\p{{Han}}){{0,4}}"
    other = pattern(rf"(?P<sign>{signs})?(?:{words(pack, 'not_honour')}){beyond}$").search(text)
    if not title.whole and other and not (noun and other.group("sign")):
        return False
    if pattern(words(pack, "prize")).search(text) or (not title.quoted and _TOLD.search(text)):
        return False
    entered = pattern(rf"(?:{words(pack, 'honour_noun')})(?:{words(pack, 'entry')})$").search(text) is not None
    level, sign = _names_level(text, pack), entered or pattern(words(pack, "honour_sign")).search(text) is not None
    if strength in {"level", "named"}:
        return noun and (level or sign)
    if strength == "strong" or title.called:
        bodily = pattern(rf"(?:{words(pack, 'body_honour')})$").search(text) is not None
        return title.quoted or (noun and (level or sign or len(text) >= 5 or (bodily and len(text) > 3))) or (level and sign)
    if strength == "stated" and level and pattern(rf"(?:{words(pack, 'body_honour')})$").search(text):
        return True
    return (level and title.quoted) or (noun and level and sign) or (sign and (title.quoted or noun))


def _names_level(text: str, pack: Pack) -> bool:
    """Whether a title names a level: a word of level, or the place whose honour it is."""
    long = "|".join(word for word in words(pack, "level_word").split("|") if len(word) > 1)
    return bool(pattern(long).search(text) or ready(r"[省市县区州](?![域场民内外中直])").match(text) or load_regions().at(text, 0))


def status_of(printed: str, pack: Pack) -> str:
    """How far an honour has come, by the words of its title and of the verb before it: granted | candidate | applied | trial."""
    match = pattern(words(pack, "status_word")).search(printed)
    status = pack.lexicons["status_word"].words[match.group()] if match else "granted"
    reached = {"applied": r"成功|通过|入选|获批", "candidate": r"成功"}.get(status)
    return "granted" if reached and regex.search(reached, printed) else status


def _batch(text: str) -> str:
    """`第三批…` -> `3`, `首批…` -> `1`; empty when no batch is printed."""
    match = _BATCH.search(text)
    if match is None:
        return ""
    return str(han_number(match.group(1))) if match.group(1) else "1"
