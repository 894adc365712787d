"""Finds page numbers and running headers and footers: by position on pages, by form and repetition in text files."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled, ready
from reportparse.markers import marker_at
from reportparse.text.strips import Cut, Piece, Ruled, Strip

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reportparse.document import Document
    from reportparse.model import RemovalReason

_DASH = r"[-‐‑‒–—―－─·•~～*|｜]"
_PAGE_NUMBER = compiled(
    rf"""(?:
      {_DASH}+\s*\d{{1,4}}\s*{_DASH}+
    | 第\s*(?:\d{{1,4}}|[一二三四五六七八九十百]{{1,5}})\s*页(?:\s*[,，/／|｜(（]?\s*共\s*\d{{1,4}}\s*页\s*[)）]?)?
    | 共\s*\d{{1,4}}\s*页\s*[,，/／]?\s*第\s*\d{{1,4}}\s*页
    | \d{{1,4}}\s*[/／]\s*\d{{1,4}}
    | (?:[Pp]age|PAGE|[Pp]\.?)\s*\d{{1,4}}(?:\s*(?:of|/)\s*\d{{1,4}})?
    | {_DASH}*\s*[ivxlIVXLⅰ-ⅻⅠ-Ⅻ]{{1,6}}\s*{_DASH}*
    )""",
    regex.VERBOSE,
)
_FRAMED_NUMBER = compiled(rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*\d{{1,4}}\s*页\s*[,，/／]?\s*共\s*\d{{1,4}}\s*页")
"""Forms that nothing but a page number has, wherever they stand."""
_NUMBER_BESIDE = compiled(r"^\d{1,3}\s+(?=\p{Han})|(?<=[\p{Han}）)])\s*\d{1,3}$")
_DIGITS, _BLANKS = regex.compile(r"\d+"), regex.compile(r"\s+")
_BARE_NUMBER = compiled(r"\d{1,3}")
_TITLE_LINES = 15
_ENDS_SENTENCE = compiled(r"[。！？；;!?：:，、,]$")
_NOT_RUNNING = compiled(r"(?:单位|注|说明|来源|数据来源)\s*[:：]|(?:续?表|图|附表|附件|附录)\s*[\d一二三四五六七八九十]*")


def is_page_number(text: str) -> bool:
    """True for a line that says only a page number and shows so by its form; a bare number is not enough."""
    return _PAGE_NUMBER.fullmatch(text.strip()) is not None


def without_furniture(pieces: Sequence[Piece], document: Document) -> tuple[list[Piece], list[Cut]]:
    """The pieces without page furniture, those after a removed line marked `broken`; and what was removed."""
    paged = any(isinstance(piece, Strip) and piece.box is not None for piece in pieces)
    reasons = _furniture_on_pages(pieces, document) if paged else _furniture_in_text(pieces, loose=document.format == "docx")
    if paged:
        lines = [(i, piece) for i, piece in enumerate(pieces) if isinstance(piece, Strip)]
        for position, strip in lines:
            if _FRAMED_NUMBER.fullmatch(strip.text.strip()):
                reasons[position] = "page_number"
        reasons |= dict.fromkeys(_title_lines(lines, reasons, loose=True), "running_header")
        reasons |= dict.fromkeys(_numbers_in_tables(pieces, reasons), "page_number")
    kept: list[Piece] = []
    cuts: list[Cut] = []
    broken = gap = False
    for position, piece in enumerate(pieces):
        reason = reasons.get(position)
        if reason is not None and isinstance(piece, Strip):
            cuts.append(Cut(piece.chars, reason))
            broken = True
            continue
        if broken:
            piece = replace(piece, broken=True)
        if gap and isinstance(piece, Strip):
            piece = replace(piece, gap=True)
        kept.append(piece)
        broken = gap = False
    return kept, cuts


# ------------------------------------------------------------------------------------------------------- text files


def _furniture_in_text(pieces: Sequence[Piece], *, loose: bool) -> dict[int, RemovalReason]:
    reasons: dict[int, RemovalReason] = {}
    lines = [(i, piece) for i, piece in enumerate(pieces) if isinstance(piece, Strip)]
    bare: list[tuple[int, int]] = []
    title = _report_title(lines)[1]
    for order, (position, strip) in enumerate(lines):
        text = strip.text.strip()
        if is_page_number(text):
            roman = ready(r"[ivxlIVXLⅰ-ⅻⅠ-Ⅻ]+").fullmatch(text) is not None
            if not roman or _stands_alone(lines, order, title):
                reasons[position] = "page_number"
        elif _BARE_NUMBER.fullmatch(text) and _stands_alone(lines, order, title):
            bare.append((position, int(text)))
    if all(a[1] < b[1] for a, b in pairwise(bare)):  # page numbers rise; other lone numbers stay
        reasons |= dict.fromkeys((position for position, _ in bare), "page_number")
    for position in _running_lines(lines, reasons, loose=loose):
        reasons[position] = "running_header"
    return reasons


def _stands_alone(lines: Sequence[tuple[int, Strip]], order: int, title: str) -> bool:
    """True when blank lines (or an end of the file) stand around the line, or around it and other furniture beside it, and no
    neighbour is a number like it."""
    before, after = order - 1, order + 1
    while before >= 0 and not _apart(lines[before + 1][1]) and _is_furniture(lines[before][1].text, title):
        before -= 1
    while after < len(lines) and not _apart(lines[after][1]) and _is_furniture(lines[after][1].text, title):
        after += 1
    if (before >= 0 and not _apart(lines[before + 1][1])) or (after < len(lines) and not _apart(lines[after][1])):
        return False
    if _BARE_NUMBER.fullmatch(lines[order][1].text.strip()) is None:
        return True
    others = [lines[other][1].text.strip() for other in (order - 1, order + 1) if 0 <= other < len(lines)]
    return not any(ready(r"[\d,.%]+").fullmatch(other) for other in others)


def _apart(strip: Strip) -> bool:
    return strip.gap or strip.broken


def _is_furniture(text: str, title: str) -> bool:
    """True for a line whose form is that of a page number or of the report's title."""
    bare = _bare(text)
    return is_page_number(text) or _BARE_NUMBER.fullmatch(bare) is not None or _repeats_title(text, title)


def _repeats_title(text: str, title: str) -> bool:
    """True for a line that says the report's title, whole or shortened, with or without a page number."""
    words = _NUMBER_BESIDE.sub("", text.strip())
    if not _titled(words) or marker_at(words) is not None:
        return False
    bare = _bare(words)
    return len(bare) >= 8 and _is_subsequence(bare, title)


def _running_lines(lines: Sequence[tuple[int, Strip]], reasons: dict[int, RemovalReason], *, loose: bool) -> Iterable[int]:
    """Positions of lines that repeat the report's title or each other where a page ends."""
    first, title = _report_title(lines)
    titles = set(_title_lines(lines, reasons, loose=loose))
    counts: dict[str, list[int]] = defaultdict(list)
    for order, (position, strip) in enumerate(lines):
        if position in titles:
            yield position
        elif position not in reasons and _titled(strip.text):
            counts[_bare(strip.text)].append(order)
    for bare, places in counts.items():
        # The first one on the cover is the name or title that the others repeat.
        orders = places[1:] if places[0] < min(first, _TITLE_LINES) else places
        if len(places) < 2 or len(bare) < 4 or marker_at(lines[orders[0]][1].text) is not None:
            continue
        if len(bare) >= 8 and _shared(bare, title) >= 0.7:
            yield from (lines[order][0] for order in orders)
            continue
        at_breaks = sum(_at_page_end(lines, order, reasons) for order in orders)
        if at_breaks * 2 >= len(orders) and (at_breaks >= 2 or (orders is not places and at_breaks)):
            yield from (lines[order][0] for order in orders)


def _title_lines(lines: Sequence[tuple[int, Strip]], reasons: Mapping[int, RemovalReason], *, loose: bool) -> Iterator[int]:
    """Positions of lines in the body that say the report's title again, whole or shortened; in text files (not `loose`)
    only where blank lines stand around them."""
    first, title = _report_title(lines)
    for order in range(first, len(lines)):
        position, strip = lines[order]
        if position in reasons or not _repeats_title(strip.text, title):
            continue
        if loose or _stands_alone(lines, order, title):
            yield position


def _report_title(lines: Sequence[tuple[int, Strip]]) -> tuple[int, str]:
    """Where the first heading stands, and the words of the title lines before it."""
    first = next((order for order, (_, strip) in enumerate(lines) if _opens_body(strip.text)), len(lines))
    words = [strip.text for _, strip in lines[: min(first, _TITLE_LINES)]]
    contents = next((order for order, text in enumerate(words) if _bare(text) in {"目录", "目次"}), len(words))
    return first, _bare("".join(text for text in words[:contents] if _titled(text) and marker_at(text) is None))


def _shared(part: str, whole: str) -> float:
    """Share of the pairs of neighbouring characters of `part` that occur in `whole` too."""
    pairs = {part[i : i + 2] for i in range(len(part) - 1)}
    return sum(pair in whole for pair in pairs) / len(pairs)


def _opens_body(text: str) -> bool:
    marker = marker_at(text)
    return marker is not None and not marker.spaced


def _titled(text: str) -> bool:
    text = text.strip()
    return (
        "\t" not in text and 2 <= len(text) <= 60 and not _ENDS_SENTENCE.search(text) and not _NOT_RUNNING.match(text) and "。" not in text
    )


def _at_page_end(lines: Sequence[tuple[int, Strip]], order: int, reasons: dict[int, RemovalReason]) -> bool:
    """True when a page number stands beside the line or it cuts a sentence in two."""
    before = lines[order - 1] if order else None
    after = lines[order + 1] if order + 1 < len(lines) else None
    if any(side is not None and reasons.get(side[0]) == "page_number" for side in (before, after)):
        return True
    if lines[order][1].broken:
        return True
    text = before[1].text.rstrip() if before else ""
    return len(text) > 30 and ready(r"[。！？；：”）)]$").search(text) is None


# ------------------------------------------------------------------------------------------------------------ pages

_ZONE = 4
"""Lines at the top and at the bottom of a page that may be furniture."""
_LEVEL = 4.0
"""Points by which the height of the same running line may differ between pages."""


def _furniture_on_pages(pieces: Sequence[Piece], document: Document) -> dict[int, RemovalReason]:
    heights = {page.number or 0: page.height or 0.0 for page in document.pages}
    pages: dict[int, list[tuple[int, Strip]]] = defaultdict(list)
    for position, piece in enumerate(pieces):
        if isinstance(piece, Strip) and piece.box is not None:
            pages[piece.page].append((position, piece))
    reasons: dict[int, RemovalReason] = {}
    repeated: Counter[tuple[RemovalReason, str, int]] = Counter()
    ends: list[tuple[RemovalReason, list[tuple[int, Strip]]]] = []
    for number, lines in pages.items():
        ordered = sorted(lines, key=lambda line: (_middle(line[1]), line[0]))
        middle = heights.get(number, 0.0) / 2 or _middle(ordered[len(ordered) // 2][1])
        ends.append(("running_header", [line for line in ordered[:_ZONE] if _middle(line[1]) < middle]))
        ends.append(("running_footer", [line for line in ordered[: -_ZONE - 1 : -1] if _middle(line[1]) >= middle]))
    for zone, group in ends:
        repeated.update({(zone, _shape(strip.text), level) for _, strip in group for level in _levels(strip)})
    needed = 2 if len(pages) < 8 else 3
    offsets = _offsets([group[0][1] for _, group in ends if group])
    for zone, group in ends:
        for place, (position, strip) in enumerate(group):
            text = strip.text.strip()
            count = max(repeated[zone, _shape(text), level] for level in _levels(strip))
            if is_page_number(text) or (place == 0 and _BARE_NUMBER.fullmatch(text) and int(text) - strip.page in offsets):
                reasons[position] = "page_number"
            elif _BARE_NUMBER.fullmatch(text):
                break
            elif count >= needed + 2 * (marker_at(text) is not None) + 3 * (_ENDS_SENTENCE.search(text) is not None):
                reasons[position] = zone
            else:
                break  # furniture is what stands outside of the body
    return reasons


def _numbers_in_tables(pieces: Sequence[Piece], reasons: Mapping[int, RemovalReason]) -> Iterator[int]:
    """Positions of bare numbers that stand alone between two ruled tables: page numbers of the file that was printed."""
    kept = [position for position in range(len(pieces)) if position not in reasons]
    for before, position, after in zip(kept, kept[1:], kept[2:], strict=False):
        piece = pieces[position]
        between = isinstance(pieces[before], Ruled) and isinstance(pieces[after], Ruled)
        if between and isinstance(piece, Strip) and _BARE_NUMBER.fullmatch(piece.text.strip()):
            yield position


def _offsets(outermost: Sequence[Strip]) -> set[int]:
    """By how much bare numbers at the ends of pages may differ from the page's place in the file: 0, or what most show."""
    counts = Counter(int(s.text) - s.page for s in outermost if _BARE_NUMBER.fullmatch(s.text.strip()))
    return {0, *(offset for offset, count in counts.items() if count >= 2)}


def _middle(strip: Strip) -> float:
    return (strip.box.y0 + strip.box.y1) / 2 if strip.box else 0.0


def _levels(strip: Strip) -> tuple[int, int]:
    """The two overlapping height bands that the line lies in, so that a small shift keeps one of them."""
    low = int(_middle(strip) // (2 * _LEVEL)) * 2
    high = int((_middle(strip) + _LEVEL) // (2 * _LEVEL)) * 2 + 1
    return low, high


def _shape(text: str) -> str:
    """The line with its numbers made alike, for they count pages."""
    return _DIGITS.sub("#", _bare(text))


# ----------------------------------------------------------------------------------------------------------- shared


def _bare(text: str) -> str:
    return _BLANKS.sub("", text).replace("(", "（").replace(")", "）")


def _is_subsequence(part: str, whole: str) -> bool:
    """True when the characters of `part` occur in `whole` in this order."""
    at = 0
    for character in part:
        at = whole.find(character, at) + 1
        if at == 0:
            return False
    return True
