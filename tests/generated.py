"""Writes reports with a known section tree in many layouts, for testing what reads them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

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


@dataclass
class Report:
    """The lines of a report (blank ones included) and the rows (path, marker, title) that it should give."""

    lines: list[str]
    rows: list[tuple[str, str, str]]


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


def _paragraphs(rng: random.Random, section: Section, run_in: bool) -> list[str]:
    """The paragraphs of a section and the sections below it."""
    ordinal = int(section.path.rpartition(".")[2])
    marker, gap = _marker(section.style, ordinal, section.path)
    inline = section.children and section.children[0].style in _INLINE
    body = _prose(rng)
    if inline:
        body += "".join(f"{child.marker}{child.title}。{_prose(rng, 1, 2)}" for child in section.children)
    heading = f"{marker}{gap}{section.title}"
    if run_in and section.style in {"dot", "comma", "paren", "circled"}:
        found = [f"{heading}。{body}"]
    else:
        found = [heading]
        if inline or not section.children or rng.random() < 0.3:
            found.append(body)
            if rng.random() < 0.3 and not inline:
                found.append(_prose(rng))
    if not inline:
        for child in section.children:
            found += _paragraphs(rng, child, run_in)
    return found


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


def generated_report(seed: int) -> Report:
    """A report made from `seed`: order of styles, run-in or not, contents or not, hard-wrapped or not, page furniture or not."""
    rng = random.Random(seed)
    sections = _tree(rng, rng.choice(_ORDERS))
    title = f"{rng.choice(['云岭', '白河', '东坪'])}市{rng.choice(['中等', '高等', ''])}职业教育质量年度报告"
    lines = [title, "（2024年度）", ""]
    if rng.random() < 0.4:
        lines += _contents(rng, sections)
    if rng.random() < 0.7:
        lines += [_prose(rng), ""]
    run_in = rng.random() < 0.5
    wrap = rng.random() < 0.35
    furniture = rng.random() < 0.5
    form = rng.choice(["- {} -", "— {} —", "第 {} 页 共 40 页", "{} / 40", "{}"])
    page = 1
    paragraphs = [p for section in sections for p in _paragraphs(rng, section, run_in)]
    for paragraph in paragraphs:
        if wrap:
            lines += _wrapped(paragraph, 35)
        else:
            cut = rng.randint(25, max(26, len(paragraph) - 8))
            if furniture and len(paragraph) > 60 and rng.random() < 0.2 and "。" in paragraph[:cut]:
                lines += [paragraph[:cut].rstrip("。"), "", form.format(page), ""]
                if rng.random() < 0.5:
                    lines += [f"{title}（2024年度）", ""]
                lines += [("。" if paragraph[cut - 1] == "。" else "") + paragraph[cut:], ""]
                page += 1
            else:
                lines += [paragraph, ""]
    lines += ["云岭市教育局", "2025年1月"]
    rows = [("0", "", "")] + [(s.path, s.marker, s.title) for s in _flat(sections)]
    return Report(lines, rows)
