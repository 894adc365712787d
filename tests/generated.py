"""Writes reports with a known section tree in many layouts, for testing what reads them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

import regex

from reportparse.document import Box, Document, Line, Page, RawCell, RawTable

_HAN = "零一二三四五六七八九十"
_TITLES = [
    "基本情况", "规模和结构", "设施设备", "教师队伍", "学生素质", "就业质量", "专业建设", "课程改革", "校企合作", "学生实习",
    "服务贡献", "经费保障", "政策措施", "特色创新", "党建引领", "文化传承", "国际合作", "技能大赛", "对口支援", "数字化转型",
    "“双师型”教师培养", "1+X证书试点", "质量保障体系", "创新创业教育", "乡村振兴与东西部协作", "问题与展望",
]  # fmt: skip
_SENTENCES = [
    "全市共有中等职业学校12所，其中公办8所、民办4所，比上年减少1所",
    "2024年秋季招生11200人，完成年度计划的98.1%",
    "面向第一、二、三产业就业的毕业生分别为176人、2105人和1671人",
    "教学仪器设备总值3.02亿元，生均9678元",
    "生师比为14.1：1，“双师型”教师占57.9%（较上年提高3.2个百分点）",
    "落实《职业学校学生实习管理规定》（教职成〔2021〕4号），安排岗位实习8764人",
    "各校坚持立德树人，广泛开展“技能成才、强国有我”主题教育",
    "1.28万名学生参加问卷调查，满意度为93.5%",
    "获得一等奖12个、二等奖27个；教师教学能力比赛获奖6项",
    "一方面引企入校，另一方面送教入企",
    "第一批试点学校5所，第二批8所，覆盖10个县（市、区）",
    "3所学校入选省级优质学校建设单位，2个专业群通过验收",
]  # fmt: skip
_ORDERS = [
    ("han", "paren_han", "dot", "paren"),
    ("han", "dot", "is"),
    ("han", "paren_han", "is"),
    ("han", "paren_han", "comma", "circled"),
    ("chapter", "division", "han", "paren_han"),
    ("chapter", "han", "paren_han", "dot"),
    ("chapter", "dot", "paren_han"),
    ("plain", "decimal", "decimal"),
    ("dot", "decimal", "paren"),
    ("part", "han", "paren_han", "nth"),
    ("han", "dot", "paren", "circled"),
]  # fmt: skip
_INLINE = {"is", "nth"}


@dataclass
class Section:
    """A section of the report to write: its path, printed marker, title and the parts below it."""

    path: str
    marker: str
    title: str
    style: str
    children: list[Section] = field(default_factory=list)


def _marker(style: str, ordinal: int, path: str) -> tuple[str, str]:
    """The marker and what stands between it and the title."""
    han = _HAN[ordinal] if ordinal <= 10 else "十" + _HAN[ordinal - 10]
    return {
        "han": (f"{han}、", ""),
        "paren_han": (f"（{han}）", ""),
        "dot": (f"{ordinal}.", ""),
        "comma": (f"{ordinal}、", ""),
        "paren": (f"（{ordinal}）", ""),
        "circled": (chr(0x245F + ordinal), ""),
        "chapter": (f"第{han}章", "　"),
        "division": (f"第{han}节", " "),
        "part": (f"第{han}部分", "　"),
        "plain": (str(ordinal), " "),
        "decimal": (path, " "),
        "is": (f"{han}是", ""),
        "nth": (f"第{han}，", ""),
    }[style]


def _tree(rng: random.Random, order: tuple[str, ...], path: str = "", depth: int = 0) -> list[Section]:
    if depth >= len(order):
        return []
    least = 3 if depth == 0 else 2
    if depth and rng.random() < (0.25 if depth == 1 else 0.55):
        return []
    sections = []
    titles = rng.sample(_TITLES, 6)
    for ordinal in range(1, rng.randint(least, 5) + 1):
        here = f"{path}.{ordinal}" if path else str(ordinal)
        marker, _ = _marker(order[depth], ordinal, here)
        section = Section(here, marker, titles[ordinal - 1], order[depth])
        section.children = _tree(rng, order, here, depth + 1)
        sections.append(section)
    return sections


def _prose(rng: random.Random, least: int = 1, most: int = 4) -> str:
    return "。".join(rng.sample(_SENTENCES, rng.randint(least, most))) + "。"


@dataclass
class Block:
    """Something to print: a heading, a paragraph, a short line of its own, or a table (rows of cells)."""

    kind: Literal["heading", "paragraph", "line", "table"]
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)


_SCHOOLS = ["云岭市工业学校", "白河县职教中心", "东坪县卫生学校", "南江区艺术学校", "北湾市农业学校", "西塘县职业高中"]


def _table(rng: random.Random) -> list[list[str]]:
    head = ["序号", "学校", "性质", "备注"]
    notes = ["", "省级特色校", "国家级改革示范校 省级双高校"]
    rows = [[str(i), name, rng.choice(["公办", "民办"]), rng.choice(notes)] for i, name in enumerate(_SCHOOLS, 1)]
    return [head, *rows[: rng.randint(2, 6)]]


def _insert(rng: random.Random, section: Section, report: list[Block], rows: list[tuple[str, str, str]], top: str) -> None:
    """A table, an attachment, a foreign list or a case study after a section without parts, with the rows that it makes."""
    kind = rng.choice(["table", "attachment", "foreign", "case"])
    if kind == "table":
        report += [Block("line", f"表{rng.randint(1, 9)}-1　学校一览表"), Block("line", "单位：所"), Block("table", rows=_table(rng))]
        if rng.random() < 0.5:
            report.append(Block("line", "注：不含技工学校。"))
    elif kind == "attachment":
        title = "第二批试点学校名单（摘录）"
        report += [Block("line", "附件："), Block("line", title)] if rng.random() < 0.5 else [Block("line", f"附件：{title}")]
        report.append(Block("table", rows=_table(rng)))
        rows.append((f"{section.path}.a1", "附件：", title))
    elif kind == "foreign" and top == "han":
        title = "全省优质学校建设工程拟立项单位名单"
        report += [Block("line", title), Block("line", "（按行政区划排序）"), Block("line", "一、优质学校（60所）")]
        report.append(Block("table", rows=_table(rng)))
        rows += [(f"{section.path}.a1", "", title), (f"{section.path}.a1.1", "一、", "优质学校（60所）")]
    elif kind == "case":
        report.append(Block("line", "【案例1】校中厂里练真功"))
        rows.append((f"{section.path}.a1", "【案例1】", "校中厂里练真功"))
        if rng.random() < 0.5:
            for ordinal, title in enumerate(["背景", "做法", "成效"], 1):
                report += [Block("heading", f"{_HAN[ordinal]}、{title}"), Block("paragraph", _prose(rng, 1, 2))]
                rows.append((f"{section.path}.a1.{ordinal}", f"{_HAN[ordinal]}、", title))
        else:
            report.append(Block("paragraph", _prose(rng)))


def _write(rng: random.Random, section: Section, report: list[Block], rows: list[tuple[str, str, str]], style: _Style) -> None:
    """The blocks and rows of a section and the sections below it."""
    ordinal = int(section.path.rpartition(".")[2])
    marker, gap = _marker(section.style, ordinal, section.path)
    rows.append((section.path, section.marker, section.title))
    inline = bool(section.children) and section.children[0].style in _INLINE
    body = _prose(rng)
    if inline:
        body += "".join(f"{child.marker}{child.title}。{_prose(rng, 1, 2)}" for child in section.children)
        rows += [(child.path, child.marker, child.title) for child in section.children]
    heading = f"{marker}{gap}{section.title}"
    if style.run_in and section.style in {"dot", "comma", "paren", "circled"}:
        report.append(Block("paragraph", f"{heading}。{body}"))
    else:
        report.append(Block("heading", heading))
        if inline or not section.children or rng.random() < 0.3:
            report.append(Block("paragraph", body))
            if rng.random() < 0.3 and not inline:
                report.append(Block("paragraph", _prose(rng)))
    if not section.children or inline:
        if style.inserts and rng.random() < 0.15:
            _insert(rng, section.children[-1] if inline else section, report, rows, style.top)
        return
    for child in section.children:
        _write(rng, child, report, rows, style)


@dataclass
class _Style:
    run_in: bool
    inserts: bool
    top: str


def _flat(sections: list[Section]) -> list[Section]:
    return [row for section in sections for row in (section, *_flat(section.children))]


def _contents(rng: random.Random, sections: list[Section]) -> list[str]:
    leader = rng.choice(["…………", "..........", " ", "\t", "······"])
    listed = [s for s in _flat(sections) if s.path.count(".") < 2 and s.style not in _INLINE]
    lines = [rng.choice(["目  录", "目录"])]
    for page, section in enumerate(listed, 1):
        ordinal = int(section.path.rpartition(".")[2])
        marker, gap = _marker(section.style, ordinal, section.path)
        number = f"({page})" if leader == " " else str(page)
        lines.append(f"{marker}{gap}{section.title}{leader}{number}")
    return [*lines, ""]


def _wrapped(paragraph: str, width: int) -> list[str]:
    """A paragraph set in lines of `width` full-width characters, indented by two."""
    lines, line, used = [], "　　", 2.0
    for character in paragraph:
        size = 0.5 if character < "\u0100" else 1.0
        if used + size > width and character not in "，。；：、！？”）》":
            lines.append(line)
            line, used = "", 0.0
        line += character
        used += size
    return [*lines, line]


def _blocks(rng: random.Random, *, inserts: bool) -> tuple[str, list[Section], list[Block], list[tuple[str, str, str]]]:
    """Title, tree, blocks after the title, and the rows (path, marker, title) that they should give."""
    order = rng.choice(_ORDERS)
    sections = _tree(rng, order)
    title = f"{rng.choice(['云岭', '白河', '东坪'])}市{rng.choice(['中等', '高等', ''])}职业教育质量年度报告"
    style = _Style(rng.random() < 0.5, inserts, order[0])
    report: list[Block] = []
    rows = [("0", "", "")]
    if rng.random() < 0.7:
        report.append(Block("paragraph", _prose(rng)))
    for section in sections:
        _write(rng, section, report, rows, style)
    return title, sections, report, rows


def generated_tables(seed: int) -> list[list[list[str]]]:
    """The rows of cells of each table in the report made from `seed` with inserts."""
    return [block.rows for block in _blocks(random.Random(seed), inserts=True)[2] if block.kind == "table"]


def generated_text(seed: int, *, inserts: bool) -> tuple[str, list[tuple[str, str, str]]]:
    """A report as text made from `seed`, and its rows: contents or not, hard-wrapped or not, page furniture or not."""
    rng = random.Random(seed)
    title, sections, report, rows = _blocks(rng, inserts=inserts)
    lines = [title, "（2024年度）", ""]
    if rng.random() < 0.4:
        lines += _contents(rng, sections)
    wrap = rng.random() < 0.35
    furniture = rng.random() < 0.5
    form = rng.choice(["- {} -", "— {} —", "第 {} 页 共 40 页", "{} / 40", "{}"])
    page = 1
    for block in report:
        text = block.text
        if block.kind == "table":
            printed = ["\t".join(row) for row in block.rows]
            if furniture and len(printed) > 3 and rng.random() < 0.4:
                head = printed[:1] if rng.random() < 0.5 else []
                printed = [*printed[:3], "", form.format(page), "", *head, *printed[3:]]
                page += 1
            lines += ["", *printed, ""]
        elif wrap:
            lines += _wrapped(text, 35)
        elif furniture and block.kind == "paragraph" and len(text) > 60 and rng.random() < 0.2:
            cut = rng.randint(25, len(text) - 8)
            if "。" not in text[:cut] or text[cut - 1] in "。；：":
                lines += [text, ""]
                continue
            lines += [text[:cut], "", form.format(page), ""]
            lines += [f"{title}（2024年度）", ""] if rng.random() < 0.5 else []
            lines += [text[cut:], ""]
            page += 1
        else:
            lines += [text, ""]
    return "\n".join([*lines, "云岭市教育局", "2025年1月"]), rows


_LEFT, _RIGHT, _SIZE, _TOP, _BOTTOM, _STEP = 80.0, 500.0, 12.0, 90.0, 740.0, 22.0


class _Press:
    """Sets blocks on pages the way a word processor does: 35 characters a line, indents, tables with rulings."""

    def __init__(self, rng: random.Random, title: str) -> None:
        self.pages: list[Page] = []
        self.blocks: list[Line | RawTable] = []
        self.y = _TOP
        self.index = 0
        self.title = title
        self.form = rng.choice(["- {} -", "— {} —", "第 {} 页", "{}"])
        self.header = rng.random() < 0.5
        self.indent = rng.random() < 0.8
        self.ragged = rng.random() < 0.5

    def line(self, text: str, x: float, size: float = _SIZE, y: float | None = None) -> Line:
        width = sum(0.5 if c < "\u0100" else 1.0 for c in text) * size
        at = self.y if y is None else y
        made = Line(text, range(self.index, self.index + len(text)), Box(x, at, x + width, at + size), size)
        self.index += len(text) + 2
        return made

    def feed(self) -> None:
        number = len(self.pages) + 1
        head = [self.line(self.title, 200, 9.0, 40.0)] if self.header else []
        foot = [self.line(self.form.format(number), 280, 9.0, 780.0)]
        self.pages.append(Page(number, (*head, *self.blocks, *foot), 580.0, 820.0))
        self.blocks, self.y, self.index = [], _TOP, 0

    def words(self, text: str, *, indent: bool, size: float = _SIZE, centred: bool = False) -> None:
        width = (_RIGHT - _LEFT) / size
        line, used = "", 2.0 if indent else 0.0
        x = _LEFT + (2 * size if indent else 0.0)
        lines: list[tuple[str, float]] = []
        tokens = regex.findall(r"[A-Za-z\d.,%+-]+[，。；：、！？”）》]*|.[，。；：、！？”）》]*", text)
        for token in tokens if self.ragged else list(text):
            extent = sum(0.5 if c < "\u0100" else 1.0 for c in token)
            if used + extent > width and line:
                lines.append((line, x))
                line, used, x = "", 0.0, _LEFT
            line += token
            used += extent
        lines.append((line, x))
        for printed, start in lines:
            if self.y > _BOTTOM:
                self.feed()
            extent = sum(0.5 if c < "\u0100" else 1.0 for c in printed) * size
            at = _LEFT + (_RIGHT - _LEFT - extent) / 2 if centred else start
            self.blocks.append(self.line(printed, at, size))
            self.y += _STEP

    def table(self, rows: list[list[str]]) -> None:
        head, body = rows[0], rows[1:]
        while True:
            room = max(1, int((_BOTTOM - self.y) / _STEP) - 1)
            part = [head, *body[:room]]
            cells = tuple(
                RawCell(r, c, 1, 1, (self.line(words, _LEFT + 100 * c),) if words else ())
                for r, row in enumerate(part)
                for c, words in enumerate(row)
            )
            height = _STEP * len(part)
            self.blocks.append(RawTable(len(part), len(head), cells, Box(_LEFT, self.y, _RIGHT, self.y + height)))
            self.y += height
            body = body[room:]
            if not body:
                return
            self.feed()


def generated_pages(seed: int, *, inserts: bool) -> tuple[Document, list[tuple[str, str, str]]]:
    """A report set on pages with boxes, and its rows."""
    rng = random.Random(seed)
    title, sections, report, rows = _blocks(rng, inserts=inserts)
    press = _Press(rng, title)
    press.words(title, indent=False, size=18.0, centred=True)
    press.words("（2024年度）", indent=False, size=14.0, centred=True)
    if rng.random() < 0.5:
        press.feed()
        for entry in _contents(rng, sections):
            if entry:
                press.words(entry.replace("\t", "........"), indent=False)
        press.feed()
    large = rng.random() < 0.5
    for block in report:
        if block.kind == "table":
            press.table(block.rows)
        elif block.kind == "line":
            press.words(block.text, indent=press.indent, centred=not press.indent)
        else:
            big = large and block.kind == "heading"
            press.words(block.text, indent=press.indent, size=15.0 if big else _SIZE)
    press.words("云岭市教育局", indent=press.indent)
    press.words("2025年1月", indent=press.indent)
    press.feed()
    return Document("case.pdf", "pdf", "", tuple(press.pages)), rows
