"""Reports as the pipeline would hand them over, made from annotated facts and the raw text: what the checks are tested on."""

from __future__ import annotations

import csv
import hashlib
from array import array
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import regex

from reportparse.document import Document
from reportparse.ids import stable_id
from reportparse.model import (
    Award,
    Cell,
    Claim,
    Evidence,
    Fact,
    Identity,
    Indicator,
    LedgerEntry,
    Number,
    Record,
    Report,
    School,
    Section,
    Sections,
    Table,
    TableFact,
    Text,
)

_SPACES = regex.compile(r"(?<=[\d.%％]) +(?=[\p{Han}%])|(?<=\p{Han}) +(?=\d)|\*\*")
_NUMBER = regex.compile(
    r"(?P<digits>\d+(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>万|亿)?(?P<bound>余|多)?(?P<scale2>万)?"
    r"(?P<unit>人次|平方米|个百分点|[%％人名位所家个门部本种册台间元亩期项场枚件支组])?"
    r"|(?P<chinese>[一二两三四五六七八九十]{1,3})(?P<measure>[所家个门部本种册名位项大])"
)
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")


def rows(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def clean(text: str) -> str:
    """The text without the spaces around numbers and with paragraphs that a page break cut put together."""
    text = _SPACES.sub("", text.replace("\r", "").translate(_WIDE))
    return regex.sub(r"(?<=\p{Han}|、|，)\n\n(?=\p{Han}{2})(?<=[^\n]{60}\n\n)", "", text)


def chinese_value(text: str) -> int:
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
    return _CHINESE[text[-1]]


def find_numbers(text: str) -> tuple[Number, ...]:
    """A plain stand-in for the number stage: digits with scale and unit, small Chinese numerals with a measure word."""
    found = []
    for match in _NUMBER.finditer(text):
        if match["chinese"]:
            value, unit, step = Decimal(chinese_value(match["chinese"])), match["measure"], Decimal(1)
            end = match.end("chinese")
        else:
            printed = Decimal(match["digits"].replace(",", "").replace("，", ""))
            scale = Decimal({"万": 10000, "亿": 100000000}.get(match["scale"] or match["scale2"] or "", 1))
            step = Decimal(1).scaleb(-len(match["digits"].partition(".")[2])) * scale
            value, unit, end = printed * scale, match["unit"] or "", match.end("digits")
        kind = "name" if regex.match(r"\+\d", text[end : end + 2]) or text[match.start() - 1 : match.start()] == "+" else "quantity"
        found.append(Number(match.start(), end, match.start(), match.end(), value, unit, unit, kind, precision=step, group=match.start(),
                            chinese=bool(match["chinese"])))
    return tuple(found)


def sections_of(text: str, gold: list[dict[str, str]]) -> Sections:
    """The annotated headings at their places in the text."""
    starts: list[tuple[int, dict[str, str]]] = []
    cursor = 0
    for row in gold:
        wanted = regex.escape(row["marker"]) + r"\s*" + r"\s*".join(regex.escape(c) for c in row["title"][:12] if not c.isspace())
        match = regex.search(wanted, text[cursor:]) if row["marker"] or row["title"] else None
        at = cursor + match.start() if match else cursor
        starts.append((at, row))
        cursor = at + (1 if match else 0)
    items = []
    for i, (at, row) in enumerate(starts):
        end = starts[i + 1][0] if i + 1 < len(starts) else len(text)
        path = row["section"]
        body = at + len(row["marker"]) + len(row["title"])
        items.append(Section(path, path.rpartition(".")[0], path.count(".") + 1, row["marker"], row["title"],
                             "attachment" if ".a" in path else "body", at, end, at + len(row["marker"]), body, body))
    return Sections(tuple(items))


def tables_of(text: str) -> tuple[Table, ...]:
    """Runs of tab-separated lines with their first line as header."""
    found = []
    for match in regex.finditer(r"(?m)^[^\t\n]*\t.*(?:\n+[^\t\n]*\t.*)*", text):
        lines = [(m.start() + match.start(), m.group()) for m in regex.finditer(r"[^\n]+", match.group()) if "\t" in m.group()]
        width = lines[0][1].count("\t") + 1
        cells = []
        for r, (at, line) in enumerate(lines):
            row, offset = [], at
            for c, part in enumerate((line.split("\t") + [""] * width)[:width]):
                row.append(Cell(r, c, part, offset, offset + len(part)))
                offset += len(part) + 1
            cells.append(tuple(row))
        headers = tuple(cell.text for cell in cells[0])
        if found and found[-1].headers == headers:
            before = found.pop()
            found.append(replace(before, end=match.end(), cells=(*before.cells, *cells[1:]), continued=True))
        else:
            found.append(Table(match.start(), match.end(), 1, headers, tuple(cells)))
    return tuple(found)


def report_of(folder: Path, source: Path) -> Report:
    """The annotated report in `folder` whose raw text is `source`."""
    raw = source.read_text(encoding="utf-8")
    text = clean(raw)
    meta = rows(folder / "report.csv")[0]
    sections = sections_of(text, rows(folder / "sections.csv"))
    spans = {item.path: (item.start, item.end) for item in sections.items}
    numbers = find_numbers(text)
    identity = Identity(meta["report_id"], meta["year"], meta["issuer"], meta["region_code"], meta["level"], meta["sector"],  # type: ignore[arg-type]
                        meta["title"], meta["issued"])
    facts: list[Fact] = []
    cursors: dict[str, int] = {}
    for row in rows(folder / "indicators.csv"):
        printed = clean(row["raw"])
        start, end = spans.get(row["section"], (0, len(text)))
        at = -1
        for begin, stop in ((cursors.get(row["section"], start), end), (start, end), (start, len(text)), (0, len(text))):
            match = regex.search(rf"(?<![\d.,]){regex.escape(printed)}(?![\d.])", text[begin:stop])
            if match:
                at = begin + match.start()
                break
        assert at >= 0, (folder.name, row)
        cursors[row["section"]] = at + len(printed)
        record = Indicator(
            row["indicator"], row["measure"], Decimal(row["value"]), row["unit"], None, row["bound"], row["scope"], row["entity"],  # type: ignore[arg-type]
            row["ownership"], _population(text, at + len(printed), row), row["status"], row["period"], row["base"], row["raw"])
        if row["bound"] == "range":
            high = regex.findall(r"\d+", printed)[-1]
            record = replace(record, value_high=Decimal(high))
        inside = tuple(n.start for n in numbers if at <= n.start < at + len(printed))
        facts.append(_fact(text, identity.report_id, record, at, at + len(printed), row["section"], inside))
    for row in rows(folder / "schools.csv"):
        at = text.find(row["school"])
        school = School(int(row["seq"]), row["school"], row["school"], row["school"], row["administration"], row["ownership"], "", "")
        facts.append(_fact(text, identity.report_id, school, at, at + len(row["school"]), row["section"], ()))
    tables = tables_of(text)
    for table, row in zip(tables, rows(folder / "tables.csv"), strict=False):
        record = TableFact(table, row["kind"], row["subject"])  # type: ignore[arg-type]
        facts.append(_fact(text, identity.report_id, record, table.start, table.end, row["section"], ()))
    for row in rows(folder / "awards.csv"):
        award = Award(row["recipient"], "region", row["competition"], row["prize"], row["prize"], int(row["count"]), scope=row["scope"])
        start, end = spans.get(row["section"], (0, len(text)))
        facts.append(_fact(text, identity.report_id, award, start, end, row["section"], ()))
    claimed = {n: f.fact_id for f in facts for n in f.claim.numbers}
    ledger = tuple(
        LedgerEntry(text[n.start : n.end], n.value, n.unit, n.start, n.end, "indicator" if n.start in claimed else "residual",
                    claimed.get(n.start, ""), sections.at(n.start).path)
        for n in numbers
    )
    document = Document(source.name, "txt", hashlib.sha256(raw.encode()).hexdigest(), ())
    clean_text = Text(text, array("i", [0]) * len(text), array("i", range(len(text))), tables)
    return Report(document, clean_text, sections, identity, numbers, tuple(facts), ledger, pack="vocational")


def _population(text: str, at: int, row: dict[str, str]) -> str:
    """Sector of what a school count counts, from the words behind it: the gold files do not hold it."""
    if row["indicator"] != "schools.count":
        return ""
    before = text[at - 12 : at]
    return "higher" if text[at : at + 2] == "高职" or ("高职院校" in before and "中职" not in before) else ""


def _fact(text: str, report_id: str, record: Record, start: int, end: int, section: str, numbers: tuple[int, ...]) -> Fact:
    left = max(text.rfind(mark, 0, start) for mark in "。；，\n") + 1
    right = min((at for mark in "。；，\n" if (at := text.find(mark, end)) >= 0), default=len(text))
    claim = Claim("gold", record, Evidence(start, end, left, right), numbers)
    return Fact(stable_id("f", report_id, type(record).__name__, start, record), claim, section, None)


SOURCES = {
    "xuchang-2024": "reports", "xuchang-2025": "reports", "D1-changzhi-2023": "dev", "D2-changzhi-2024": "dev", "D3-jian-2022": "dev",
    "D4-guizhou-2024": "dev", "D5-suzhou-bianhe-2024": "dev", "D6-zhanghe-2023": "dev",
}


def gold_report(shared: Path, name: str) -> Report:
    """A report of the annotated folder by its name."""
    return report_of(shared / "gold" / name, shared / SOURCES[name] / f"{name}.txt")
