"""Joins printed lines into paragraphs: hard line breaks and paragraphs that a page end cut."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from reportparse.compiling import compiled, ready
from reportparse.dates import LINE_DAY, LINE_YEAR
from reportparse.markers import SENTENCE_STYLES, Marker, marker_at
from reportparse.text.strips import Strip

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportparse.document import Box

_CLOSERS = r"[”’」』）)》】]*"
_SENTENCE_END = compiled(rf"(?:[。！？!?；;：:…]|(?<=\p{{Han}})\.){_CLOSERS}$")
_CLAUSE_MARK = compiled(r"[，。；：、！？]|(?<=\p{Han})[,;:.](?!\d)")
_GOES_ON_AFTER = compiled(r"[，、,（(《“‘「『【〔—~～+×/-]$")
_GOES_ON_WITH = compiled(r"^[，。；：、！？,;!?）)》”’」』】〕%％‰]")
_ATTACHMENT = compiled(r"附\s*[件录表]\s*[\d一二三四五六七八九十]*\s*[:：]?")
_NUMBER_CUT = compiled(r"\d[.．,]$")
_UNIT_START = compiled(r"^\s*(?:[人名所个家项门部册台元套件亩期场次年月日万亿余多支位间座种类批级届张份本篇处]|平方|百分)")
_DATE_LINE = compiled(rf"(?:日期|时间)?[:：]?\s*{LINE_YEAR}(?:{LINE_DAY})?")
_OPENS_UNIT = compiled(
    r"""
      (?:续?表|图|附表|附图|专栏|图表)\s*[\d一二三四五六七八九十]+(?:[-.—–－][\d]+)*[\s:：.、（(]?(?![，、。和所])
    | (?:注|备注|说明|资料来源|数据来源|来源|单位|计量单位)\s*[:：\d]
    | 附\s*[件录表]?\s*[\d一二三四五六七八九十]*\s*[:：]
    | 附\s*[件录表]\s*[\d一二三四五六七八九十]*$
    | 【.{1,30}】
    | (?:\p{Han}{2})?案例\s*(?:[\d一二三四五六七八九十]+\s*[:：、.\s]|[:：])
    | [\[（(〔]\s*(?:\p{Han}{2})?案例\s*[\d一二三四五六七八九十]*\s*[\]）)〕]
    | [•●■◆▪▲★☆◎○□➢►✓√※§]
    | (?:——|—(?!—))(?=\p{Han})
    | [（(](?:按|单位|不含|含|截至|数据|续|根据|注).{0,30}[)）]$
    """,
    regex.VERBOSE,
)
_MID_SENTENCE = compiled(r"(?:附?表|图)\s*\d|单位\s*\d|—(?=\p{Han})")
"""What a caption, a note or an item begins with and a line in mid-sentence may begin with too."""
_HEADING_LENGTH = 45
_LONG = 30
_CLOSING = 16
"""Characters at the end of a text that tell how it ends: a mark and what closes behind it."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What is known of how the lines were set. `width` is the length of a full line of a hard-wrapped text (in full-width
    characters; None: each line is a paragraph), `left` and `right` the edges of the body on pages, `size` its font size;
    `indented` says that paragraphs on pages begin with an indent, `margin` is the usual white space before a line of text."""

    width: float | None = None
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    indented: bool = False
    margin: float = 0.0


def display_width(text: str) -> float:
    """Width in full-width characters: ASCII counts half."""
    return sum(0.5 if character < "\u0100" else 1.0 for character in text)


def layout_of(strips: Iterable[Strip]) -> Layout:
    """The layout of a document's lines."""
    lines = list(strips)
    boxed = [strip for strip in lines if strip.box is not None]
    if boxed:
        return _page_layout(boxed)
    widths = [display_width(strip.text) for strip in lines if "\t" not in strip.text]
    long = [round(width) for width in widths if width > 15]
    if len(long) < 8:
        return Layout()
    counts = Counter(long)
    best = max(counts, key=lambda width: (sum(counts[width - k] for k in range(4)), width))
    full = sum(counts[best - k] for k in range(4))
    beyond = sum(count for width, count in counts.items() if width > best + 1)
    cut = sum(1 for strip in lines if best - 3 <= display_width(strip.text) <= best + 1 and not _SENTENCE_END.search(strip.text))
    wrapped = best <= 90 and full >= 0.35 * len(long) and beyond <= 0.1 * len(long) and cut >= 0.5 * full
    indents = Counter(strip.indent or 0.0 for strip in lines)
    margin = min(indent for indent, count in indents.items() if count >= 0.15 * len(lines))
    return Layout(width=float(best), margin=margin) if wrapped else Layout()


def _page_layout(boxed: list[Strip]) -> Layout:
    long = [strip for strip in boxed if len(strip.text) > 12] or boxed
    whole = [strip for strip in long if strip.column is None] or long
    lefts = Counter(round(strip.box.x0) for strip in whole if strip.box)
    rights = Counter(round(strip.box.x1) for strip in whole if strip.box)
    sizes = Counter(round(strip.size or 0.0, 1) for strip in long)
    left = min(x for x, count in lefts.items() if count >= max(lefts.values()) * 0.4)
    right = max(x for x, count in rights.items() if count >= max(rights.values()) * 0.2)
    size = sizes.most_common(1)[0][0] or 10.0
    openings = sum(1 for s in long if s.box and 1.2 * size < s.box.x0 - (s.column[0] if s.column else left) < 3.5 * size)
    columns = [strip.column for strip in long if strip.column is not None]
    edges = (  # few lines may lie across columns, none of them a full one
        min(float(left), *(begin for begin, _ in columns)) if columns else float(left),
        max(float(right), *(end for _, end in columns)) if columns else float(right),
    )
    return Layout(left=edges[0], right=edges[1], size=size, indented=openings >= 0.05 * len(long))


def opens_unit(text: str) -> bool:
    """True for a line that begins a heading, an item, a caption, a note or an attachment: it never continues a sentence."""
    text = text.strip()
    marker = marker_at(text)
    if marker is not None:
        return _opens(marker, text)
    return _OPENS_UNIT.match(text) is not None


def _opens(marker: Marker, text: str) -> bool:
    if marker.spaced:
        return len(text) <= _HEADING_LENGTH and _CLAUSE_MARK.search(text) is None
    if marker.style == "decimal":
        return ready(r"[\p{Han}“《（(A-Z]|\d\s*[+＋]").match(text[marker.title_start :]) is not None
    if marker.style in {"must", "one_of", "latin", "roman"}:
        return False
    return marker.title_start < len(text) or marker.style in {"chapter", "part", "division"}


def _end(pattern: regex.Pattern[str], text: str) -> regex.Match[str] | None:
    """The match of a pattern that only holds at the end: paragraphs are long, and nothing but their last characters is looked at."""
    return pattern.search(text, max(0, len(text) - _CLOSING))


def is_date_line(text: str) -> bool:
    """True for a line that is only a date, as at the end of a report."""
    return _DATE_LINE.fullmatch(text.strip()) is not None


def is_heading_line(text: str) -> bool:
    """True for a short line with a marker (or a caption, a note, an attachment's head) that ends no sentence."""
    text = text.strip()
    if len(text) > _HEADING_LENGTH or ready(r"[。；，、：,]$|[。；]").search(text):
        return False
    marker = marker_at(text)
    if marker is None:
        return _OPENS_UNIT.match(text) is not None
    return marker.style not in {"is", "must", "first", "nth", "one_of"}


def is_bare_marker(text: str) -> bool:
    """True for a heading's marker alone on a line (`第一章`), whose title stands on the next."""
    marker = marker_at(text)
    if marker is None or marker.style not in {"part", "chapter", "division", "han", "han_paren"}:
        return False
    return marker.title_start >= len(text.rstrip()) and not marker.spaced


def is_title_line(text: str) -> bool:
    """True for a short line without any clause mark: a title, a name, a signature."""
    text = text.strip()
    return len(text) <= _HEADING_LENGTH and _CLAUSE_MARK.search(text) is None


def continues(sofar: str, last: Strip, strip: Strip, after: Strip | None, layout: Layout) -> bool:
    """True when `strip` goes on with the paragraph `sofar`, whose last line is `last`; `after` is the line after it."""
    before, text = sofar.rstrip(), strip.text.strip()
    if is_bare_marker(before):
        return is_title_line(text) and not opens_unit(text) and not is_date_line(text) and not strip.title
    if last.title or strip.title or is_date_line(text):
        return False
    if opens_unit(text) and not _flows_on(before, last, strip, layout):
        return False
    if _ATTACHMENT.fullmatch(before):
        return False
    if after is not None and is_date_line(after.text) and is_title_line(text) and _end(_SENTENCE_END, text) is None:
        return _end(_GOES_ON_AFTER, before) is not None
    if _GOES_ON_WITH.match(text) or (_end(_NUMBER_CUT, before) and text[0].isdecimal()):
        return True
    if strip.box is not None and last.box is not None:
        return _continues_on_page(before, last, strip, layout)
    if layout.width is not None:
        return _continues_wrapped(before, last, strip, layout.width, layout.margin)
    return _continues_in_text(before, strip)


def _flows_on(before: str, last: Strip, strip: Strip, layout: Layout) -> bool:
    """True for a line that begins like an item (二是, 25 日) or a caption (表 1-2) only because the line above was full.

    It takes pages on which paragraphs are indented and this line is not."""
    if strip.box is None or last.box is None or not layout.indented or is_heading_line(before):
        return False
    marker = marker_at(strip.text)
    size = layout.size or 10.0
    indented = strip.box.x0 > _edges(strip, layout)[0] + 1.2 * size
    if indented or (marker is None and _MID_SENTENCE.match(strip.text) is None):
        return False
    if last.size and strip.size and abs(last.size - strip.size) > 0.12 * size:
        return False
    full = _edges(last, layout)[1] - last.box.x1 < 2 * size
    return full and ((marker is not None and marker.style in SENTENCE_STYLES) or _end(_SENTENCE_END, before) is None)


def _edges(strip: Strip, layout: Layout) -> tuple[float, float]:
    """The edges of the body, or of the column, that the line stands in."""
    return strip.column or (layout.left, layout.right)


def _open_bracket(text: str) -> bool:
    """True when a bracket, quote or title mark opened near the end is not closed."""
    tail = text[-120:]
    return any(tail.rfind(a) > tail.rfind(b) for a, b in ("（）", "《》", "“”"))


def _closes_in(before: str, text: str) -> bool:
    """True when a bracket, quote or title mark that opened in `before` closes in `text` before any other opens."""
    tail = before[-120:]
    for left, right in ("（）", "《》", "“”"):
        if tail.rfind(left) > tail.rfind(right) and right in text and left not in text[: text.index(right)]:
            return True
    return False


def _unfinished(before: str) -> bool:
    """True when the text breaks off in mid-sentence, as far as its own form tells."""
    if _end(_SENTENCE_END, before):
        return _open_bracket(before) and not ready(r"[。！？]$").search(before)
    if is_heading_line(before) or is_heading_line(_last_sentence(before)):
        return False
    return _CLAUSE_MARK.search(before) is not None or len(before) > _LONG


def _last_sentence(text: str) -> str:
    """What stands after the last full stop: a heading, when the source ran it on behind a paragraph."""
    return ready(r"[。！？]").split(text)[-1]


def _continues_in_text(before: str, strip: Strip) -> bool:
    """Lines of a text file in which a line is a paragraph, apart from page ends and stray breaks."""
    if _end(_GOES_ON_AFTER, before) and not is_heading_line(before):
        return True
    if _closes_in(before, strip.text):
        return True
    if not _unfinished(before):
        return False
    if strip.gap or strip.broken:
        closed = ready(r"[”’）)》]$").search(before) is not None and not _open_bracket(before)
        return strip.broken or not closed or len(before) > 60
    if ready(r"\d$").search(before) and _UNIT_START.match(strip.text):
        return True
    return _open_bracket(before) or len(before) > 60


def _continues_wrapped(before: str, last: Strip, strip: Strip, width: float, margin: float) -> bool:
    """Lines of a hard-wrapped text: a full line goes on unless the next one is indented."""
    full = display_width(last.text) + (last.indent or 0) >= width - 3
    indented = (strip.indent or 0) >= margin + 1.5
    if strip.gap and not strip.broken:
        return full and not indented and _end(_SENTENCE_END, before) is None
    if strip.broken:
        return not indented and (full or _unfinished(before)) and not ready(r"[。！？]$").search(before)
    if full:
        return not indented and not (is_heading_line(before) and is_title_line(strip.text) and len(strip.text) > 12)
    near = display_width(last.text) >= 0.6 * width and _end(_SENTENCE_END, before) is None and _unfinished(before)
    return (near or _end(_GOES_ON_AFTER, before) is not None) and not indented


def _continues_on_page(before: str, last: Strip, strip: Strip, layout: Layout) -> bool:
    """Lines with boxes: a line that reaches the right edge goes on at the left edge in the same size."""
    if last.box is None or strip.box is None:
        return False
    size = layout.size or 10.0
    if last.size and strip.size and abs(last.size - strip.size) > 0.12 * size:
        return False
    left, right = _edges(last, layout)
    here = _edges(strip, layout)[0]
    room = right - last.box.x1
    full = room < 1.6 * size or room < _first_word(strip.text) * size
    # A block set in from the left goes on at its own edge; after a full stop the same edge is the next paragraph's indent.
    ended = _end(_SENTENCE_END, before) is not None
    deeper = strip.box.x0 - here > last.box.x0 - left + 0.5 * size or (layout.indented and ended)
    indented = strip.box.x0 > here + 1.2 * size and deeper
    if strip.page != last.page or strip.broken:
        ended = regex.search(rf"[。！？]{_CLOSERS}$", before) is not None
        if full and not indented:
            return not ended or layout.indented
        return not ended and _unfinished(before)
    centred = last.box.x0 > left + 3 * size
    if centred:
        return full and strip.box.x0 > here + 1.2 * size
    if full:
        return not indented or _is_centred_rest(before, last.box, strip.box, last.size or size, (left, right))
    if is_heading_line(before):
        return False
    ragged = room < 6 * size and _CLAUSE_MARK.search(before) is not None and _end(_SENTENCE_END, before) is None
    return _breaks_off(before, strip) or (not indented and (ragged or _end(_GOES_ON_AFTER, before) is not None))


_UNBREAKABLE = compiled(r"(?:[^“”‘’\s]?[“”‘’]+)*[（《〈【“‘]*(?:[A-Za-z\d.,%+/~—–-]+|.)(?:[“”‘’]+.?)?[，。、；：！？”’）》〉】%]*")


def _is_centred_rest(before: str, last: Box, box: Box, size: float, edges: tuple[float, float]) -> bool:
    """True for the rest of a title or caption that fills a line, both centred."""
    if not (is_title_line(before) or is_heading_line(before) or (len(before) <= 60 and _open_bracket(before))):
        return False
    middle = (last.x0 + last.x1) / 2
    between = abs(middle - sum(edges) / 2) < 0.6 * size
    return between and abs((box.x0 + box.x1) / 2 - middle) < 0.6 * size and box.x0 > edges[0] + 2.6 * size


def _breaks_off(before: str, strip: Strip) -> bool:
    """True when a paragraph stops in mid-sentence and the indented line after it reads on: a break in the source itself."""
    if not _unfinished(before) or ready(r"[”’）)》]$").search(before):
        return False
    return len(before) > 12 and len(strip.text) > 8 and (_CLAUSE_MARK.search(strip.text) is not None or len(strip.text) > 20)


def _first_word(text: str) -> float:
    """Width of what cannot be broken at the start of the line, in full-width characters: a number, a Latin word, a bracket
    or quote with its neighbours (layout engines differ on quotes; the widest reading counts)."""
    match = _UNBREAKABLE.match(text.strip())
    return display_width(match.group()) + 0.6 if match else 1.6
