"""Finds tables of contents: the lines after 目录, or runs of lines that end in a leader and a page number."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reportparse.compiling import compiled, ready
from reportparse.markers import marker_at

if TYPE_CHECKING:
    from collections.abc import Sequence

_TITLE = compiled(r"(?:(?:表|图|图表)?\s*目\s*[录次](?:\s*(?:CONTENTS|Contents))?|CONTENTS|Contents)\s*[:：]?")
_NUMBER = r"[（(\-–—]?\s*(?:\d{1,3}|[ivxIVX]{1,5})\s*[)）\-–—]?"
_LEADER = r"(?:[.…·‥‧•．。_]{3,}|…+|(?:[.·•…]\s){3,}[.·•…]?|[-–—─]{4,}|[^\p{Han}\w\s“”（）()《》，。；：]{4,})"
"""Dots, dashes, or whatever a font without them shows instead."""
_LEADS = compiled(_LEADER)
_LED = compiled(rf"(?P<title>.{{2,80}}?)\s*{_LEADER}\s*(?:{_NUMBER})?")
_TABBED = compiled(rf"(?P<title>[^\t]{{2,80}})\t+\s*{_NUMBER}")
_NUMBERED = compiled(r"(?P<title>.{2,80}?[^\d\s.,%])(?:\s+\d{1,3}|\s*[（(]\s*\d{1,3}\s*[)）])")
_LAST_OF_NUMBERED = (*"0123456789０１２３４５６７８９", ")", "）")
_COLLAPSED = compiled(r"(?<![.…·])[.…·]{3,}+\s*\d{1,3}\s*(?=\S)")
_LONGEST_ENTRY = 250


@lru_cache(maxsize=64)  # a line is looked at several times in a row
def entry_title(text: str) -> str | None:
    """The title in a line of a table of contents whose form is plain (leader, or tab and number); else None."""
    text = text.strip()
    if len(text) > _LONGEST_ENTRY:
        return None
    match = (_LED.fullmatch(text) if _LEADS.search(text) else None) or _TABBED.fullmatch(text)
    return match.group("title").strip() if match else None


def contents_ranges(lines: Sequence[str | None]) -> list[tuple[int, int]]:
    """Half-open ranges of lines that are a table of contents, its title included. None stands for what is no line."""
    found: list[tuple[int, int]] = []
    position = 0
    while position < len(lines):
        text = lines[position]
        end = position
        if text is not None:
            end = _after_title(lines, position) if _TITLE.fullmatch(text.strip()) else _run_of_entries(lines, position)
        if end > position:
            found.append((position, end))
            position = end
        else:
            position += 1
    return found


def _run_of_entries(lines: Sequence[str | None], start: int) -> int:
    """The end of a run of entries at `start`, or `start` when there is none."""
    text = lines[start] or ""
    if len(_COLLAPSED.findall(text)) >= 2:
        return start + 1
    for accepts, least in ((_is_plain_entry, 3), (_is_numbered_entry, 5)):
        end = start
        while end < len(lines) and accepts(lines[end]):
            end += 1
        if end - start >= least and any(marker_at(line or "") for line in lines[start:end]):
            return end
    return start


def _is_plain_entry(text: str | None) -> bool:
    return text is not None and entry_title(text) is not None


def _is_numbered_entry(text: str | None) -> bool:
    if text is None or len(text) > _LONGEST_ENTRY or ("\t" in text and not _TABBED.fullmatch(text.strip())):
        return False
    if _is_plain_entry(text):
        return True
    return text.rstrip().endswith(_LAST_OF_NUMBERED) and "。" not in text and _NUMBERED.fullmatch(text.strip()) is not None


def _after_title(lines: Sequence[str | None], title: int) -> int:
    """The end of the entries after the line 目录: where the first entry comes again, or where prose begins."""
    seen: set[str] = set()
    numbered = False
    end = position = title + 1
    while position < len(lines):
        text = lines[position]
        if text is None:
            break
        text = text.strip()
        bare = _bare_title(text)
        listed = _is_numbered_entry(text)
        if bare in seen and not listed:
            break
        if ready(_NUMBER).fullmatch(text):  # the page number set as a line of its own
            position += 1
            end = position
            continue
        if not listed and not _could_be_entry(text):
            break
        # An entry set in two lines, or a table of contents without page numbers.
        if not listed and (numbered or marker_at(text) is None) and not _entries_follow(lines, position + 1):
            break
        numbered = numbered or listed
        seen.add(bare)
        position += 1
        end = position
    return end if end - title > 2 else title


def _could_be_entry(text: str) -> bool:
    return len(text) <= 60 and "。" not in text and "\t" not in text


def _entries_follow(lines: Sequence[str | None], start: int) -> bool:
    """True when one of the next two lines is an entry by its form."""
    return any(line is not None and _is_numbered_entry(line) for line in lines[start : start + 2])


def _bare_title(text: str) -> str:
    match = _LED.fullmatch(text) or _TABBED.fullmatch(text) or _NUMBERED.fullmatch(text)
    return ready(r"\s|\d{1,3}$").sub("", match.group("title") if match else text)
