"""The prose of a report as sentences whose quotes and brackets no longer break them apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportparse.compiling import compiled, ready
from reportparse.model import Entity, Sections, Text

QUOTED = compiled(r"“[^”\n]{1,80}”|《[^》\n]{1,80}》|‘[^’\n]{1,60}’|\"[^\"\n]{1,60}\"|【[^】\n]{1,60}】|「[^」\n]{1,60}」")
BRACKETED = compiled(r"（[^（）()\n]{0,160}[）)]|\([^（）()\n]{0,160}[)）]")
_MARKS = compiled(r"[，。；：！？、,;:!?.]")
_ENDS = compiled(r"[。！？!?]+[”’」》）)]*|\n")
FILL = "＿"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of prose, `text[start:end]`, without its full stop.

    `flat` and `bare` are as long as `plain`: in `flat` the punctuation inside quotes and brackets is filled in, so that a comma is
    one of the sentence itself; in `bare` brackets are filled in altogether. `paragraph` is the offset of its paragraph."""

    start: int
    end: int
    paragraph: int
    section: str
    plain: str
    flat: str
    bare: str

    def beginning_in(self, entities: Sequence[Entity]) -> Sequence[Entity]:
        """The entities that begin in the sentence, of all in order."""
        low, high = (bisect_left(entities, edge, key=lambda entity: entity.start) for edge in (self.start, self.end))
        return entities[low:high]

    def clause(self, at: int) -> tuple[int, int]:
        """The span (in the sentence) between the commas, colons and semicolons around `at`."""
        return _around(self.flat, at, "，；：,;:")

    def part(self, at: int) -> tuple[int, int]:
        """The span between the semicolons around `at`."""
        return _around(self.flat, at, "；;")


_HALF = compiled(  # half-width marks that punctuate Chinese; commas, colons and points inside figures do not
    r",(?!\d)|(?<!\d),|;|:(?!\d)|(?<!\d):"
    r"|\((?=[^()]*[\p{Han}])|(?<=\([^()]*[\p{Han}][^()]*)\)"
    r"|(?<=[\p{Han}”）)%])\.(?=[\p{Han}“\s]|$)|[!?]")
_WIDE = str.maketrans(",;:().!?", "，；：（）。！？")


def widened(line: str) -> str:
    """A line of Chinese with half-width punctuation made full-width; offsets stay."""
    return _HALF.sub(lambda m: m.group().translate(_WIDE), line) if ready(r"[\p{Han}]").search(line) else line


def sentences(text: Text, sections: Sections) -> Iterator[Sentence]:
    """The sentences of the running text in reading order; tables and tables of contents are left out."""
    blocked = sorted([(t.start, t.end) for t in text.tables] + list(text.contents))
    at = 0
    for start, end in [*blocked, (len(text.text), len(text.text))]:
        if start > at:
            yield from _stretch(text.text, at, start, sections)
        at = max(at, end)


def flattened(plain: str) -> tuple[str, str]:
    """`flat` and `bare` of a text (see Sentence)."""
    flat = QUOTED.sub(lambda m: _MARKS.sub(FILL, m.group()), plain)
    flat = BRACKETED.sub(lambda m: _MARKS.sub(FILL, m.group()), flat)
    return flat, BRACKETED.sub(lambda m: FILL * len(m.group()), flat)


def _stretch(text: str, start: int, end: int, sections: Sections) -> Iterator[Sentence]:
    heads = sorted(section.start for section in sections.items)
    for line in ready(r"[^\n]+").finditer(text[start:end]):
        paragraph = start + line.start()
        plain = widened(line.group())
        flat, bare = flattened(plain)
        cuts = [m.end() for m in _ENDS.finditer(flat)] + [len(plain)]
        at = 0
        for cut in cuts:
            while at < cut:
                stop = _next(heads, paragraph + at, paragraph + cut) - paragraph
                if plain[at:stop].strip():
                    path = sections.at(paragraph + at).path
                    yield Sentence(paragraph + at, paragraph + stop, paragraph, path, plain[at:stop], flat[at:stop], bare[at:stop])
                at = stop


def _next(heads: Sequence[int], start: int, end: int) -> int:
    """The first of the offsets inside (start, end), else end."""
    at = bisect_right(heads, start)
    return min(heads[at], end) if at < len(heads) else end


def _around(flat: str, at: int, marks: str) -> tuple[int, int]:
    left = max(flat.rfind(mark, 0, at) for mark in marks) + 1
    right = min((found for mark in marks if (found := flat.find(mark, at)) >= 0), default=len(flat))
    return left, right
