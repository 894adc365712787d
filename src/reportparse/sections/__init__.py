"""Clean text to the tree of numbered sections, attachments included."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from reportparse.compiling import ready
from reportparse.model import Section, Sections
from reportparse.sections.candidates import Candidate, Line, candidates, prose_lines
from reportparse.sections.signature import signature_span
from reportparse.sections.titles import title_span
from reportparse.sections.tree import TreeBuilder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.document import OutlineEntry
    from reportparse.model import SectionKind, Text
    from reportparse.sections.levels import Node

__all__ = ["section_tree"]


def section_tree(text: Text, outline: Sequence[OutlineEntry] = ()) -> Sections:
    """The sections of a report, the preface (`0`) first where text stands before the first heading.

    `outline` (bookmarks of a PDF) and tables of contents are hints: they let a heading with a lost or doubled number count,
    they never make one."""
    lines = prose_lines(text)
    found = candidates(text, lines)

    def resumes(candidate: Candidate, stop: int) -> int | None:
        return _resumption(text, lines, candidate, stop)

    signature = signature_span(text, lines, [candidate.start for candidate in found if candidate.kind == "attachment"])
    ends = [signature[1]] if signature else []
    nodes, resumed = TreeBuilder(text.text, found, lines, _known_titles(text, outline), resumes, ends).build()
    starts = sorted({node.candidate.start for node in nodes} | {r.start for r in resumed} | {len(text.text)})
    cut_points = sorted({*starts, *(s for s, _ in text.contents), *([signature[0]] if signature else [])})

    def end_after(start: int) -> int:
        return next((point for point in cut_points if point > start), len(text.text))

    items: list[Section] = []
    first = nodes[0].candidate.start if nodes else len(text.text)
    if text.text[:first].strip() or not nodes:
        items.append(Section("0", "", 1, "", "", "preface", 0, end_after(-1) if not text.contents else first, 0, 0, 0))
    for node, after in zip_longest(nodes, nodes[1:]):
        stop = after.candidate.start if after else len(text.text)
        items.append(_section(text.text, node, end_after(node.candidate.start), stop))
    by_path = {item.path: item for item in items}
    pieces = [_again(by_path[r.path], r.start, end_after(r.start)) for r in resumed]
    if signature:
        at = Sections(tuple(items), tuple(sorted(pieces, key=lambda p: p.start))).at(signature[0]) if items else None
        if at is not None:
            pieces.append(_again(at, signature[0], signature[1], "signature"))
    for start, end in text.contents:
        if items and items[0].path == "0" and end <= first:
            pieces.append(_again(items[0], start, end, "contents"))
            pieces.append(_again(items[0], end, end_after(end)))
    return Sections(tuple(items), tuple(sorted(pieces, key=lambda piece: piece.start)))


def _again(section: Section, start: int, end: int, kind: SectionKind | None = None) -> Section:
    """A further piece of a section."""
    return Section(
        section.path, section.parent, section.depth, section.marker, section.title, kind or section.kind, start, end,
        section.title_start, section.title_end, start,
    )  # fmt: skip


def _section(text: str, node: Node, end: int, stop: int) -> Section:
    candidate = node.candidate
    title_start, title_end, body_start = title_span(text, candidate, stop)
    marker = text[candidate.start : candidate.end] if node.marked else ""
    kind: Literal["attachment", "body"] = "attachment" if node.attached else "body"
    return Section(
        path=node.path,
        parent=node.parent,
        depth=node.path.count(".") + 1,
        marker=marker.strip(),
        title=text[title_start:title_end],
        kind=kind,
        start=candidate.start,
        end=end,
        title_start=title_start,
        title_end=title_end,
        body_start=min(body_start, end),
    )


def _known_titles(text: Text, outline: Sequence[OutlineEntry]) -> frozenset[str]:
    """Bare titles of the table of contents and the bookmarks, markers included."""
    entries = [entry.title for entry in outline]
    for start, end in text.contents:
        entries += text.text[start:end].split("\n")
    bare = (ready(r"[.…·‥_\-–—]{2,}.*$|[（(]?\d{1,3}[)）]?\s*$").sub("", ready(r"\s+").sub("", e)) for e in entries)
    return frozenset(entry for entry in bare if len(entry) >= 3)


def _resumption(text: Text, lines: Sequence[Line], candidate: Candidate, stop: int) -> int | None:
    """Where, after the table of the attachment part that `candidate` opens, a paragraph of prose begins; None if nowhere."""
    tables = [table for table in text.tables if candidate.start <= table.start < stop]
    if not tables:
        return None
    between = [line for line in lines if candidate.stop < line.start < tables[0].start]
    if any(_is_prose(text.text[line.start : line.end]) for line in between):
        return None
    after = [line for line in lines if tables[-1].end <= line.start < stop]
    return next((line.start for line in after if _is_prose(text.text[line.start : line.end])), None)


def _is_prose(words: str) -> bool:
    note = ready(r"\s*(?:注|备注|说明|数据来源|资料来源|来源)\s*\d?\s*[:：]").match(words)
    return note is None and len(words) > 25 and "。" in words
