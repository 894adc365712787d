"""Reads DOCX files: paragraphs and tables of the body in order, with the markers of automatic numbering."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from docx.oxml.parser import parse_xml
from lxml.etree import XMLSyntaxError

from reportparse.document import Document, Line, Page, RawCell, RawTable
from reportparse.errors import BrokenFile, EmptyFile, EncryptedFile, UnknownFormat
from reportparse.read.numbering import Numbering, read_numbering
from reportparse.read.radicals import fold_radicals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_LARGEST = 512 * 1024 * 1024
"""A part that unpacks to more bytes than this is taken for an attack on memory, not for a report."""
_SKIPPED = frozenset(
    f"{_W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rt", "rPr", "pPr", "sectPr", "tblPr", "tblGrid")
) | {f"{_MC}Fallback"}
_BREAKS = frozenset(f"{_W}{name}" for name in ("br", "cr"))
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(slots=True)
class _Reader:
    """Walks the body; `offset` is the place in the document's own text, paragraphs parted by one line end."""

    numbering: Numbering
    offset: int = 0
    footnotes: list[str] = field(default_factory=list)

    def blocks(self, container: Any) -> Iterator[Line | RawTable]:
        for element in _content(container):
            if element.tag == f"{_W}p":
                yield from self.paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self.table(element)

    def paragraph(self, paragraph: Any) -> Iterator[Line]:
        marker = self._marker(paragraph)
        pieces: list[str] = []
        boxes: list[Any] = []
        self._collect(paragraph, pieces, boxes)
        for place, text in enumerate("".join(pieces).split("\n")):
            printed = marker if place == 0 and text.strip() else ""
            indices: range | tuple[int, ...] = range(self.offset, self.offset + len(text))
            if printed:
                indices = (*(-1 for _ in printed), *indices)
            self.offset += len(text) + 1
            yield Line(fold_radicals(printed + text), indices)
        for box in boxes:
            for block in self.blocks(box):
                if isinstance(block, Line):
                    yield block
                else:
                    yield from (line for cell in block.cells for line in cell.lines)

    def _marker(self, paragraph: Any) -> str:
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return ""
        style = properties.find(f"{_W}pStyle")
        own = properties.find(f"{_W}numPr")
        list_id = level = None
        if own is not None:
            number, depth = own.find(f"{_W}numId"), own.find(f"{_W}ilvl")
            list_id = number.get(f"{_W}val") if number is not None else None
            level = int(depth.get(f"{_W}val", "0")) if depth is not None else None
        if own is None and style is None:
            return ""
        if not "".join(text.text or "" for text in paragraph.iter(f"{_W}t")).strip():
            return ""  # Word numbers no paragraph that shows nothing but a mark; an empty one prints none here
        return self.numbering.marker(list_id, level, style.get(f"{_W}val", "") if style is not None else "")

    def _collect(self, element: Any, pieces: list[str], boxes: list[Any]) -> None:
        for child in element:
            tag = child.tag
            if tag in (f"{_W}t", f"{_M}t"):
                pieces.append((child.text or "").replace("\n", " "))
            elif tag in (f"{_W}tab", f"{_W}ptab"):
                pieces.append("\t")
            elif tag in _BREAKS:
                pieces.append("\n")
            elif tag == f"{_W}noBreakHyphen":
                pieces.append("-")
            elif tag == f"{_W}sym":
                pieces.append(chr(int(child.get(f"{_W}char", "FFFD"), 16)))
            elif tag == f"{_W}txbxContent":
                boxes.append(child)
            elif tag == f"{_W}r" and _hidden(child):
                continue
            elif tag == f"{_W}footnoteReference":
                self.footnotes.append(child.get(f"{_W}id", ""))
            elif isinstance(tag, str) and tag not in _SKIPPED:
                self._collect(child, pieces, boxes)

    def table(self, table: Any) -> Iterator[Line | RawTable]:
        """A table, or the plain lines of one with a single column: a frame around text, not a table."""
        rows = [row for row in _content(table) if row.tag == f"{_W}tr" and row.find(f"{_W}trPr/{_W}del") is None]
        cells: list[RawCell] = []
        above: dict[int, int] = {}
        width = 0
        for number, row in enumerate(rows):
            column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
            for cell in (item for item in _content(row) if item.tag == f"{_W}tc"):
                span = max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1), 1)
                merge = cell.find(f"{_W}tcPr/{_W}vMerge")
                goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
                lines = tuple(self._cell_lines(cell))
                if goes_on and column in above and not any(line.text for line in lines):
                    upper = cells[above[column]]
                    cells[above[column]] = RawCell(
                        upper.row, upper.column, number - upper.row + 1, upper.column_span, upper.lines
                    )
                else:
                    above[column] = len(cells)
                    cells.append(RawCell(number, column, 1, span, lines))
                column += span
            width = max(width, column)
        if width < 2:
            yield from (line for cell in cells for line in cell.lines)
        else:
            yield RawTable(len(rows), width, tuple(cells))

    def _cell_lines(self, cell: Any) -> Iterator[Line]:
        for block in self.blocks(cell):
            if isinstance(block, Line):
                if block.text.strip():
                    yield block
            else:
                yield from (line for inner in block.cells for line in inner.lines)


def read_word(path: Path, source: str) -> Document:
    """The body of a DOCX as one page without number; footnotes follow as lines at its end.

    `indices` count in the text of the document in reading order, automatic markers are -1. Parts that are missing or
    relationships that point nowhere do not matter: only the XML of the body, lists, styles and footnotes is read.
    Raises EmptyFile, EncryptedFile, UnknownFormat or BrokenFile."""
    data = path.read_bytes()
    if data.startswith(_OLD_OFFICE):
        raise EncryptedFile(
            "the file has a password or is an old .doc under a new name", source,
            "Save it as DOCX without a password.",
        )
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            body_name = _main_part(package, names)
            if body_name is None:
                raise UnknownFormat("this ZIP file is no Word document", source, "Give the report as PDF, DOCX, TXT or MD.")
            folder = posixpath.dirname(body_name)
            body = _part(package, body_name, names, source)
            lists = _part(package, f"{folder}/numbering.xml", names, source)
            styles = _part(package, f"{folder}/styles.xml", names, source)
            notes = _part(package, f"{folder}/footnotes.xml", names, source)
    except (zipfile.BadZipFile, XMLSyntaxError, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        raise BrokenFile(f"the DOCX is damaged ({error})", source, "Open it in Word or WPS and save it again.") from error
    content = body.find(f"{_W}body") if body is not None else None
    if content is None:
        raise BrokenFile("the DOCX has no body", source, "Open it in Word or WPS and save it again.")
    reader = _Reader(read_numbering(lists, styles))
    blocks = list(reader.blocks(content))
    blocks.extend(_footnote_lines(reader, notes))
    if not any(block.text.strip() if isinstance(block, Line) else block.cells for block in blocks):
        raise EmptyFile("the document has no text", source, "Pictures of text are not read: give the original.")
    return Document(source, "docx", hashlib.sha256(data).hexdigest(), (Page(None, tuple(blocks)),))


def _footnote_lines(reader: _Reader, notes: Any | None) -> Iterator[Line]:
    if notes is None:
        return
    texts = {note.get(f"{_W}id", ""): note for note in notes.iter(f"{_W}footnote")}
    for number, key in enumerate(list(reader.footnotes), start=1):
        if key not in texts:
            continue
        mark = f"[{number}]"
        for block in reader.blocks(texts[key]):
            if isinstance(block, Line) and block.text.strip():
                yield Line(mark + block.text, (*(-1 for _ in mark), *block.indices))
                mark = ""


def _main_part(package: zipfile.ZipFile, names: set[str]) -> str | None:
    """The name of the body's part, as the package says; the usual name when it does not say or is wrong."""
    if "_rels/.rels" in names:
        try:
            relations: Any = parse_xml(package.read("_rels/.rels"))
        except XMLSyntaxError:
            relations = []
        for relation in relations:
            if relation.tag == f"{_RELATIONS}Relationship" and relation.get("Type", "").endswith("/officeDocument"):
                target = str(relation.get("Target", "")).lstrip("/")
                if target in names and target.endswith(".xml") and "word" in target:
                    return target
    return "word/document.xml" if "word/document.xml" in names else None


def _part(package: zipfile.ZipFile, name: str, names: set[str], source: str) -> Any | None:
    if name not in names:
        return None
    if package.getinfo(name).file_size > _LARGEST:
        raise BrokenFile(f"{name} unpacks to more than {_LARGEST >> 20} MiB", source, "Check where the file comes from.")
    return parse_xml(package.read(name))


def _content(container: Any) -> Iterator[Any]:
    """Children with wrappers (content controls, insertions, custom XML) opened and deleted content left out."""
    for child in container:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SKIPPED:
            continue
        if tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag",
                   f"{_MC}AlternateContent", f"{_MC}Choice"):
            yield from _content(child)
        else:
            yield child


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in ("0", "false")


def _number(element: Any | None, default: int) -> int:
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isdigit() else default
