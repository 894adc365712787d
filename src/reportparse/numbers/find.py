"""Numbers of a whole report: the grammar, told what section markers, tables and contents say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from reportparse.compiling import compiled
from reportparse.model import Number, NumberKind, Section, Sections, Table, Text
from reportparse.numbers.grammar import scan
from reportparse.numbers.lexer import D

_SERIAL_HEAD = compiled(r"\s*(?:序\s*号|编\s*号|项次|[Nn][Oo]\.?|№|#)\s*")
_CODE_HEAD = compiled("代码|代号|学号|电话|联系方式|手机|邮编|邮政编码|信用代码|标识码|.编号|文号")
_RANK_HEAD = compiled(r"\s*(?:名次|排名|位次|排序|次序)\s*")
_YEAR_HEAD = compiled(r"\s*(?:年份|年度|年级|届别|学年|\p{Han}{0,4}(?:日期|时间))\s*")
_INTEGER = compiled(rf"{D}{{1,4}}")
_YEAR_CELL = compiled(r"(?:19|20)\d\d")
_CAPTION_NUMBER = compiled(rf"(?:续?表|图表?)\s*(?P<n>{D}+(?:[-－—–.．]{D}+)*)")


def find_numbers(text: Text, sections: Sections, names: Sequence[regex.Pattern[str]] = ()) -> tuple[Number, ...]:
    """Every number of the text in reading order: spans do not overlap, each run of Arabic digits is in exactly one.

    Digits of section markers, captions, serial columns and tables of contents are of kind structure."""
    markers = sorted({span for section in sections.items if (span := _marker(section)) is not None})
    cells: list[tuple[int, int, NumberKind]] = [(start, end, "structure") for start, end in text.contents]
    for table in text.tables:
        cells.extend(_cells(table))
    return scan(text.text, names, markers, cells)


def _marker(section: Section) -> tuple[int, int] | None:
    end = section.title_start if section.title_start > section.start else section.body_start
    return (section.start, min(end, section.start + len(section.marker) + 12)) if section.marker and end > section.start else None


def _cells(table: Table) -> Iterator[tuple[int, int, NumberKind]]:
    """Spans of the table whose numbers have one kind: serials, codes, ranks, years."""
    if table.caption_start >= 0 and (match := _CAPTION_NUMBER.match(table.caption)):
        yield table.caption_start, table.caption_start + match.end(), "structure"
    for row in table.cells[:table.header_rows]:
        for cell in row:
            if not cell.filled and _YEAR_CELL.fullmatch(cell.text.strip()):
                yield cell.start, cell.end, "date"
    for column, header in enumerate(table.headers):
        kind = _kind_of_column(table, column, header)
        if kind is None:
            continue
        for row in table.cells[table.header_rows:]:
            if not (cell := row[column]).filled and cell.end > cell.start:
                yield cell.start, cell.end, kind


def _kind_of_column(table: Table, column: int, header: str) -> NumberKind | None:
    texts = [row[column].text.strip() for row in table.cells[table.header_rows:] if not row[column].filled and row[column].text.strip()]
    if not texts:
        return None
    if _SERIAL_HEAD.fullmatch(header) or (column == 0 and not header.strip() and _counts_up(texts)):
        return "structure"
    if column == 0 and len(texts) >= 3 and texts[0] in {"1", "１", "01"} and _counts_up(texts):
        return "structure"
    if _CODE_HEAD.search(header):
        return "name"
    if _RANK_HEAD.fullmatch(header):
        return "ordinal"
    if _YEAR_HEAD.fullmatch(header) and all(_YEAR_CELL.match(text) for text in texts):
        return "date"
    return None


def _counts_up(texts: Sequence[str]) -> bool:
    if not all(_INTEGER.fullmatch(text) for text in texts):
        return False
    values = [int(text) for text in texts]
    return len(values) >= 2 and all(a + 1 == b for a, b in pairwise(values))
