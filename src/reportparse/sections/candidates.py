"""Everything in the text that might open a section: enumerators, attachments, case studies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import regex

from reportparse.compiling import compiled, ready
from reportparse.markers import Marker, inline_markers, marker_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportparse.model import Text

_ATTACHMENT = compiled(
    r"附\s*(?:[:：]|[件录]\s*(?:[\d一二三四五六七八九十]{1,3}(?:[-—.]\d{1,2})?)?\s*(?:[:：.、]|(?=\s)|$))\s*(?P<title>.*)"
)
_NOTE = compiled(r"\s*(?:注|备注|注释|注解|附注|(?:主要)?(?:指标|名词)解释|(?:统计|数据|指标)?说明)\s*(?:[:：]|$|(?=[①1⒈]))")
_CASE = compiled(
    r"""
      (?P<open>[【\[（(〔])\s*(?:\p{Han}{2,4})?案例\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-—.]\d{1,2})?)?
      \s*[】\])）〕]\s*[:：、.]?\s*(?P<title>.*)
    | (?:\p{Han}{2}(?<![的个等篇]))?案例\s*
      (?:(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[-—.]\d{1,2})?)\s*(?:[:：、.．—-]+|(?=\s)|(?=[“《])|$)|[:：])\s*(?P<title>.*)
    | (?:\p{Han}{2}(?<![的个等篇]))?案例(?P<title>)$
    """,
    regex.VERBOSE,
)
_LONGEST_TITLE = 80
_HEADING_LENGTH = 45
_RUN_IN_LENGTH = 30


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place where a section may open. `family` groups styles that make one sequence; `end` closes the printed marker.

    `stop` is the end of the line. `heading` tells that the line looks like a heading (short, or short up to the first 。)."""

    family: str
    numbers: tuple[int, ...]
    start: int
    end: int
    title_start: int
    stop: int
    at_line: bool
    heading: bool
    last: bool = False
    kind: Literal["marker", "attachment", "case"] = "marker"
    title_end: int = -1
    """For attachments and cases, whose titles may stand on the next line."""

    @property
    def ordinal(self) -> int:
        """The number at the candidate's own level."""
        return self.numbers[-1] if self.numbers else 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the clean text outside of tables and contents."""

    start: int
    end: int


def prose_lines(text: Text) -> list[Line]:
    """The lines of the text that may hold headings: no table rows, no table of contents."""
    lines: list[Line] = []
    closed = sorted([(t.start, t.end) for t in text.tables] + list(text.contents))
    at = 0
    for piece in text.text.split("\n"):
        end = at + len(piece)
        while closed and closed[0][1] <= at:
            closed.pop(0)
        if piece.strip() and not (closed and closed[0][0] <= at < closed[0][1]):
            lines.append(Line(at, end))
        at = end + 1
    return lines


def candidates(text: Text, lines: list[Line]) -> list[Candidate]:
    """All candidates in reading order."""
    found: list[Candidate] = []
    note: Marker | None = None
    for position, line in enumerate(lines):
        opening = _NOTE.match(text.text, line.start, line.end)
        note = _note_item(text.text, line, opening.end() if opening else None, note)
        if opening or note:
            continue
        special = _special(text.text, lines, position)
        if special is not None:
            found.append(special)
            continue
        found += _in_line(text.text, line)
    return _without_swallowed(found)


def _without_swallowed(found: list[Candidate]) -> list[Candidate]:
    """The candidates without markers in a line that is the title of the attachment before it."""
    kept: list[Candidate] = []
    closed = -1
    for candidate in found:
        if candidate.kind != "marker":
            closed = candidate.stop
        elif candidate.stop <= closed:
            continue
        kept.append(candidate)
    return kept


def _note_item(text: str, line: Line, note_end: int | None, last: Marker | None) -> Marker | None:
    """The last item of a numbered note when the line is one: notes to a table number themselves, but are no sections.

    `note_end` is where the words of a line that opens a note begin, `last` the item of the line before."""
    if note_end is not None:
        inside = [m for m in (marker_at(text, note_end, line.end), *inline_markers(text, note_end, line.end)) if m]
        return inside[-1] if inside else Marker("arabic", (0,), line.start, line.start, line.start)
    if last is None:
        return None
    here = marker_at(text, line.start, line.end)
    if here is None:
        broken_off = text[: line.start].rstrip()[-1:] not in "。；：:！？"
        return last if broken_off else None
    starts = last.ordinal == 0 and here.ordinal == 1 and here.style not in {"han", "chapter", "han_paren"}
    if not starts and (here.style != last.style or here.ordinal != last.ordinal + 1):
        return None
    inside = [here, *(m for m in inline_markers(text, line.start, line.end) if m.style == here.style)]
    return inside[-1]


def _in_line(text: str, line: Line) -> Iterator[Candidate]:
    opening = marker_at(text, line.start, line.end)
    if opening is not None:
        yield _candidate(text, opening, line, at_line=True)
    for marker in inline_markers(text, line.start, line.end):
        yield _candidate(text, marker, line, at_line=False)


def _candidate(text: str, marker: Marker, line: Line, *, at_line: bool) -> Candidate:
    family = f"decimal{len(marker.numbers)}" if marker.style == "decimal" else marker.style
    rest = text[marker.title_start : line.end]
    return Candidate(
        family,
        marker.numbers,
        marker.start,
        marker.end,
        marker.title_start,
        line.end,
        at_line,
        at_line and looks_like_heading(rest, spaced=marker.spaced),
        marker.last,
    )


def looks_like_heading(rest: str, *, spaced: bool = False) -> bool:
    """True when the words after a marker are a title: a short line, or a short first sentence with prose after it."""
    rest = rest.strip()
    if not rest:
        return False
    if spaced:
        return len(rest) <= _RUN_IN_LENGTH and ready(r"[，。；：、！？]").search(rest) is None
    if len(rest) <= _HEADING_LENGTH and not ready(r"[。；]").search(rest):
        return ready(r"[，、,]$").search(rest) is None
    first = regex.split(r"[。：:]|(?<=\p{Han})\.(?!\d)", rest, maxsplit=1)[0]
    return len(first) <= _RUN_IN_LENGTH and "；" not in first


def _special(text: str, lines: list[Line], position: int) -> Candidate | None:
    """An attachment or a case study that the line opens, or None."""
    line = lines[position]
    body = text[line.start : line.end]
    kind: Literal["attachment", "case"] = "attachment"
    match = _ATTACHMENT.fullmatch(body)
    if match is None:
        kind, match = "case", _CASE.fullmatch(body)
    if match is None:
        return None
    title = match.group("title").strip()
    run_in = kind == "case" and match.group("open") and "。" in title and title.index("。") <= _HEADING_LENGTH
    if (len(body) > _LONGEST_TITLE and not run_in) or ("。" in title and not run_in) or ready("[，；]$").search(body):
        return None
    start, stop = line.start + match.start("title"), line.end
    end = line.start + len(body[: match.start("title")].rstrip())
    title_end = start + title.index("。") if run_in else line.end
    if not title and position + 1 < len(lines):
        below = lines[position + 1]
        words = text[below.start : below.end]
        if text[line.end : below.start].strip() == "" and below.start - line.end == 1 and is_bare_title(words):
            start, stop, title_end = below.start, below.end, below.end
    return Candidate(kind, (), line.start, end, start, stop, True, True, kind=kind, title_end=title_end)


def is_bare_title(words: str) -> bool:
    """True for a line that is a title without a marker: short, no end of a sentence."""
    words = words.strip()
    if not 3 <= len(words) <= _LONGEST_TITLE or ready(r"[。；，：:,]$|[。；]").search(words):
        return False
    return ready(r"(?:注|单位|计量单位|说明|来源|数据来源)\s*[:：]|[（(【]|(?:续?表|图)\s*\d|\d{4}\s*年\s*\d").match(words) is None
