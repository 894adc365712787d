"""Characters with their origins, and the one-for-one mending of characters and spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import regex

from reportparse.compiling import compiled, ready

_FULL_WIDTH = {
    **{0xFF10 + i: 0x30 + i for i in range(10)},
    **{0xFF21 + i: 0x41 + i for i in range(26)},
    **{0xFF41 + i: 0x61 + i for i in range(26)},
    ord("％"): ord("%"),
    ord("﹪"): ord("%"),
    ord("．"): ord("."),
    ord("＋"): ord("+"),
    ord("∶"): ord(":"),
}
_SPACES = {
    **dict.fromkeys([0x09, 0x0B, 0x0C, 0x85, 0xA0, 0x1680, 0x202F, 0x205F, 0x3000], 0x20),
    **dict.fromkeys(range(0x2000, 0x200B), 0x20),
    0x2028: 0x20,
    0x2029: 0x20,
}
INVISIBLE = frozenset("\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\ufeff")
"""Format characters without a shape; they are dropped like spaces."""

MEND: dict[int, int] = _FULL_WIDTH | _SPACES
"""Full-width digits, Latin letters and a few signs to ASCII, odd spaces to the plain one; punctuation stays."""

_DROPPED_SPACE = compiled(
    r"""
      (?<=[\d%‰+])[ ]+(?=[\p{Han}“”‘’《》〈〉【】〔〕])       # 2024 年
    | (?<=[\p{Han}“”‘’《》〈〉【】〔〕])[ ]+(?=[+-]?\d)      # 共有 12
    | (?<=[，。；：、！？（《〈【〔])[ ]+                      # around full-width punctuation
    | [ ]+(?=[，。；：、！？）》〉】〕])
    | (?<=[“‘])[ ]+|[ ]+(?=[”’])
    | (?<=[\p{Han}\d”）])[ ]+(?=[（])
    | (?<=[）])[ ]+(?=[\p{Han}\d])
    | (?<=\p{Han})[ ]+(?=[A-Za-z])|(?<=[A-Za-z])[ ]+(?=\p{Han})  # the automatic space of a word processor
    | (?<=\d)[ ]+(?=[%％‰])
    | (?<=\d[:：])[ ]+(?=\d)|(?<=\d)[ ]+(?=[:：][ ]?\d)            # 54.3: 45.7
    | (?<=(?<!\d)\d{1,3}(?:[ ]\d{3})*)[ ](?=\d{3}(?:[ ]\d{3})*(?:\.\d+)?\s*(?:[人元名册台家所个件套万亿平]|余))
    | (?<=[ ])[ ]+
    """,
    regex.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Chars:
    """A run of text; `pages[i]` (0: no pages) and `indices[i]` (-1: put in) tell where `text[i]` comes from."""

    text: str
    pages: tuple[int, ...]
    indices: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.text)

    def __add__(self, other: Chars) -> Chars:
        return Chars(self.text + other.text, self.pages + other.pages, self.indices + other.indices)

    def cut(self, start: int, end: int | None = None) -> Chars:
        """The characters `start:end`."""
        return Chars(self.text[start:end], self.pages[start:end], self.indices[start:end])

    def without(self, spans: Iterable[tuple[int, int]]) -> Chars:
        """The characters outside of `spans`, which are ordered and do not overlap."""
        parts: list[Chars] = []
        at = 0
        for start, end in spans:
            parts.append(self.cut(at, start))
            at = end
        if not parts:
            return self
        return join([*parts, self.cut(at)])

    def strip(self) -> Chars:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        end = len(self.text.rstrip())
        return self if start == 0 and end == len(self.text) else self.cut(start, max(start, end))

    def split(self, separator: str) -> Iterator[Chars]:
        """The pieces between occurrences of the one-character `separator`."""
        at = 0
        for piece in self.text.split(separator):
            yield self.cut(at, at + len(piece))
            at += len(piece) + 1


NOTHING = Chars("", (), ())


def made_up(text: str, page: int = 0) -> Chars:
    """Characters that no source has."""
    return Chars(text, (page,) * len(text), (-1,) * len(text))


def join(parts: Iterable[Chars]) -> Chars:
    """The parts in one run."""
    kept = [part for part in parts if part.text]
    if len(kept) == 1:
        return kept[0]
    return Chars(
        "".join(part.text for part in kept),
        tuple(chain.from_iterable(part.pages for part in kept)),
        tuple(chain.from_iterable(part.indices for part in kept)),
    )


def mended(chars: Chars) -> Chars:
    """`chars` with characters mapped one for one (see MEND, tabs excepted) and invisible ones dropped."""
    text = chars.text
    tabbed = text.translate(_KEEPING_TABS)
    if not INVISIBLE.isdisjoint(tabbed):
        hidden = [(i, i + 1) for i, character in enumerate(tabbed) if character in INVISIBLE]
        return Chars(tabbed, chars.pages, chars.indices).without(hidden)
    return chars if tabbed == text else Chars(tabbed, chars.pages, chars.indices)


_KEEPING_TABS = {point: to for point, to in MEND.items() if point != 0x09}


def stripped(chars: Chars) -> Chars:
    """`chars` without spaces at the ends, tabs as spaces."""
    return Chars(chars.text.replace("\t", " "), chars.pages, chars.indices).strip()


def despaced(chars: Chars) -> Chars:
    """`chars` stripped and without the spaces that only typesetting made.

    Spaces between digits or Latin letters and Han, around full-width punctuation and doubled ones go; a space between Han stays, for it may
    part two items; so does the space after a number that opens a short line, for it makes the number that of a heading or
    caption."""
    chars = stripped(chars)
    keep = _HEADING_SPACE.match(chars.text)
    spans = [match.span() for match in _DROPPED_SPACE.finditer(chars.text)]
    if keep and len(chars.text) <= 45 and not ready("[。；，]").search(chars.text):
        start, end = keep.span("space")
        spans = sorted([span for span in spans if span[1] <= start or span[0] >= end] + [(start, end - 1)])
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        start = max(start, merged[-1][1]) if merged else start
        if start < end:
            merged.append((start, end))
    return chars.without(merged)


_HEADING_SPACE = compiled(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}[.．]?|(?:续?表|附表|图|附图)\s?\d{1,3}(?:[-.—–]\d{1,3})*)(?P<space>\ +)"
    r"(?=[\p{Han}“《\d])(?!年|月|日)"
)
