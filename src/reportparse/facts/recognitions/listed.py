"""Honours from tables that list them, one a row: named in a column, or by the caption for all rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.facts.levels import level_of
from reportparse.facts.people import looks_like_name
from reportparse.facts.recognitions.titles import Title, status_of, titles_of
from reportparse.facts.tables import Reading, body, is_total, lists_others, readings, squeezed
from reportparse.facts.vocabulary import pattern, words
from reportparse.model import Claim, Evidence, Recognition

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportparse.model import Cell, Entity, Identity, Text
    from reportparse.rulebook import Pack

_NUMBERED = regex.compile(r"^附?[表件](?:[一二三四五六七八九十]+|[0-9]+(?:[-—.．－][0-9]+)*)?[、：:.\s]*")
_TAIL = regex.compile(r"(?:[（(][^（）()]*[）)]|一览表?|汇总表?|情况表?|统计表|明细表?|目录|清单|表)+$")


def find_listed(text: Text, identity: Identity, entities: Sequence[Entity], pack: Pack) -> Iterator[Claim]:
    """The honours of the report's own tables of honours; rows with a graded prize are left to the prizes."""
    graded = pattern(words(pack, "prize"))
    full = {(e.start, e.end): e.full for e in entities if e.full}
    for reading in readings(text, pack, "recognitions"):
        if lists_others(reading.table, identity, pack):
            continue
        entered = _entered(reading, pack)
        if entered is None and "title" not in reading.columns:
            continue
        of_schools = entered is not None and "holder" in reading.columns and _is_of_schools(entered, pack)
        category = ""
        for row in body(reading.table):
            named = () if entered is None else ("holder",) if of_schools else ("item", "holder")
            cell = next((found for role in named or ("title",) if (found := reading.cell(row, role)) is not None), None)
            printed = squeezed(cell.text) if cell else ""
            if entered is None and cell is not None and (cell.filled or (not printed and reading.rule.caption is not None)):
                cell, printed = reading.cell(row, "item"), printed or category  # printed once for several rows
            category = printed
            if cell is None or cell.filled or not cell.text.strip() or any(is_total(c.text) for c in row[:2]) or graded.search(cell.text):
                continue
            told = titles_of(printed, printed, 0, len(printed), "checked", pack)
            for title in (entered,) if entered else _of_category(reading, row, told, identity, pack):
                record = _honour(reading, row, title, full, identity, pack)
                record = replace(record, item="") if of_schools else record
                yield Claim(reading.rule.rule.id, record, Evidence(cell.start, cell.end, row[0].start, row[-1].end), (), 20.0)


def _of_category(
    reading: Reading, row: tuple[Cell, ...], titles: tuple[Title, ...], identity: Identity, pack: Pack
) -> tuple[Title, ...]:
    """The titles of a row; where they are the category of a project (`精品课程`) with the level of its row or caption (`省级精品课程`), and
    without those of no level."""
    if reading.rule.caption is None:
        return titles
    in_caption = pattern(rf"(?:{words(pack, 'level_word')})(?<=级)").search(reading.table.caption)
    level = reading.text(row, "level") or (in_caption.group() if in_caption else "")
    known = level if level_of(level, pack, identity) else ""
    return tuple(
        title if own else replace(title, text=known + title.text) for title in titles
        if (own := level_of(title.text, pack, identity)) or known)


def core_of(title: str, pack: Pack) -> str:
    """A title without what only says that it is a list of those who got it: `优质学校拟立项建设单位名单` -> `优质学校`."""
    return pattern(rf"(?:{words(pack, 'list_tail')})+$").sub("", title)


def _is_of_schools(title: Title, pack: Pack) -> bool:
    """Whether schools hold the honour of a list: what else its rows name (programmes) only describes them."""
    return pattern(rf"(?:{words(pack, 'school_honour')})$").search(core_of(title.text, pack)) is not None


def _entered(reading: Reading, pack: Pack) -> Title | None:
    """What the caption says that all rows of the table have got (`表4 省级优质专业建设单位名单`); None when the rows say it themselves."""
    if reading.rule.caption is None or "title" in reading.columns:
        return None
    caption = squeezed(_NUMBERED.sub("", reading.table.caption.strip()))
    while (cut := _TAIL.sub("", caption)) != caption:
        caption = cut
    caption = pattern(rf"^(?:20\d\d年度?)?(?:{words(pack, 'grant_verb')})").sub("", caption)
    found = titles_of(caption, caption, 0, len(caption), "level", pack)
    return found[0] if len(found) == 1 else None


def _honour(
    reading: Reading, row: tuple[Cell, ...], title: Title, full: dict[tuple[int, int], str], identity: Identity, pack: Pack
) -> Recognition:
    """The honour of a row: of the institution named, else of the persons, else of the issuer."""
    cell = reading.cell(row, "holder")
    holder = (full.get((cell.start, cell.end)) if cell else "") or reading.text(row, "holder")
    persons = tuple(part for part in ready(r"[、，,；;/]+").split(reading.text(row, "persons")) if part)
    recipient = holder or "、".join(persons) or identity.issuer
    if holder and looks_like_name(holder):
        holder, persons = "", (holder,)
        recipient = persons[0]
    kind = "organisation" if holder else "person" if persons else "region"
    told = (reading.text(row, "level"), title.text, reading.text(row, "giver"))
    return Recognition(
        recipient=recipient, recipient_kind="school" if pack.identity.noun_of(recipient) else kind, title=title.text,
        persons="、".join(persons), item=reading.text(row, "item"), batch=title.batch,
        level=next((level for text in told if text and (level := level_of(text, pack, identity))), ""), status=status_of(title.text, pack),
    )
