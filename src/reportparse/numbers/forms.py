"""Forms that make numbers something else than quantities: dates, ordinals, names, markers, document numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import regex

from reportparse.model import NumberKind
from reportparse.numbers.lexer import CHINESE_YEAR, YEAR, C, D
from reportparse.numbers.units import ANY_UNIT, COUNTED_UNIT, GAP

G = f"{GAP}{{0,2}}"
TO = rf"{G}(?:[-－—–~～〜∼]{{1,2}}|至|到){G}"
_HAN = r"[\u4e00-\u9fff]"
_LETTER = r"[A-Za-zＡ-Ｚａ-ｚ]"
_LINE = r"(?:(?<=^|\n)[ \t\u3000\xa0#>*•·■●◆]*)"
_MONTH = rf"(?:0?[1-9]|1[0-2]|[０-９]{{1,2}})"
_DAY = rf"(?:[12][0-9]|3[01]|0?[1-9]|[０-９]{{1,2}})"
_SEASON = "(?:春|夏|秋|冬|上半年|下半年)"
_CHINESE_MONTH = "(?:十[一二]?|[一二两三四五六七八九])"
_CHINESE_DAY = "(?:二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_OF_ORDER = (
    "(?:届|批|期|次|位|名|轮|季度|季|版|集|号|类|例|站|代|阶段|梯队|方阵|条|款|项|组|周年|年|个|所|家|场|任|师|卷|册|讲|课时|"
    "医院|人民|中专|期次|名次|等|档|顺位|学期|战区|五年)"
)


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern that settles the kind of the runs inside its match (or inside its group `n`).

    `takes` says which runs: of both scripts, Arabic only or Chinese only. Kind `word` means that a Chinese numeral is part
    of an ordinary word and no number at all. `holds` may refuse a match."""

    kind: NumberKind | Literal["word"]
    pattern: regex.Pattern[str]
    takes: Literal["both", "arabic", "chinese"] = "both"
    holds: Callable[[regex.Match[str]], bool] | None = None


def _form(kind: NumberKind | Literal["word"], pattern: str, takes: Literal["both", "arabic", "chinese"] = "both",
          holds: Callable[[regex.Match[str]], bool] | None = None) -> Form:
    return Form(kind, regex.compile(pattern, regex.VERBOSE), takes, holds)


def _words(name: str) -> str:
    text = files("reportparse").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    words = [line for line in text.splitlines() if line and not line.startswith("#")]
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))


_BANDWIDTH = regex.compile("带宽|宽带|出口|专线|光纤|接入|速率|网络")


def _ascending(match: regex.Match[str]) -> bool:
    return int(match["from"]) <= int(match["to"]) <= int(match["from"]) + 60


def _is_clock(match: regex.Match[str]) -> bool:
    """`14:30` is a time of day with a cue beside it, `14:10` after 比 is a ratio, whatever the digits."""
    if int(match["hour"]) > 24 or int(match["minute"]) > 59:
        return False
    before, after = match.string[max(0, match.start() - 8):match.start()], match.string[match.end():match.end() + 1]
    return "比" not in before and (bool(match["cue"]) or after in "—-－–至~～" and bool(after) or match["minute"] in {"00", "30"})


def _is_bare_year(match: regex.Match[str]) -> bool:
    return not match.string[max(0, match.start() - 2):match.start()].strip().endswith(tuple("为达到共约近超过余至占计逾足于数值额"))


# The order is the precedence: a run belongs to the first form that holds it.
FORMS: tuple[Form, ...] = (
    # documents: 〔2024〕88号, [2016] 2 号, 2024年第3号, 第12号令
    _form("document", rf"[〔\[【（(［﹝]\s?{YEAR}\s?[〕\]】）)］﹞]{G}第?{G}{D}{{1,5}}(?:[-－—]{D}{{1,3}})?{G}号", "arabic"),
    _form("document", rf"〔{D}{{5,8}}号|{YEAR}{G}年{G}第{G}{D}{{1,4}}{G}号(?!楼|线)|第{G}{D}{{1,4}}{G}号(?=令|公告|公报|文)", "arabic"),
    # addresses, telephones, standards, words with Latin letters
    _form("name", rf"(?:https?://|www\.)[A-Za-z0-9./?=&_%:#~+-]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+", "arabic"),
    _form("name", rf"(?<!{D})(?:0{D}{{2,3}}[-－—]{D}{{7,8}}(?:[-－—]{D}{{1,5}})?|1[3-9]{D}{{9}}|400[-－]?{D}{{3,4}}[-－]?{D}{{3,4}})(?!{D})", "arabic"),
    _form("name", rf"(?:GB|ISO|IEC|JY|DB|HJ|JGJ|CJJ|ISBN|CN|ISSN|GF)(?:/?[A-Z])?{G}{D}[-0-9X.：:/—]*", "arabic"),
    # 1+X, 2+7, 3+N, 1+5+N
    _form("name", rf"(?:{D}+|{_LETTER})(?:[个]?{G}[+＋]{G}(?:{D}+|{_LETTER}))+|{D}+[个]?[+＋](?=[“”‘’]|{C}|多|n)|[+＋]{D}+(?![.．]?{D}*{G}(?:[%％]|{COUNTED_UNIT}))", "arabic"),
    # dates in digits
    _form("date", rf"""
        {YEAR}{G}年{G}{_MONTH}{G}月(?:份|{G}{_DAY}{G}[日号])?(?:{TO}(?:{YEAR}{G}年{G})?{_MONTH}{G}月(?:份|{G}{_DAY}{G}[日号])?|{TO}{_DAY}{G}[日号])?
        | {YEAR}{G}年?(?:{TO}|[、/／]){YEAR}{G}(?:学年|年|届|级)
        | {YEAR}{G}[-－—–/／]{G}{D}{{2}}{G}学年
        | {YEAR}(?=[./．\-－]{_MONTH}[./．\-－]{_DAY}(?!{D}))[./．\-－]{D}{{1,2}}[./．\-－]{D}{{1,2}}(?:{TO}{YEAR}[./．\-－]{D}{{1,2}}[./．\-－]{D}{{1,2}})?
        | {YEAR}{G}[.．]{_MONTH}{G}(?:{TO}(?:{YEAR}[.．])?{_MONTH}|[至）)—])(?!{D}|[.．]{D})
        | {YEAR}{G}(?:年(?!{G}[余多])|学年|届|级|[春秋]季)(?:{G}{_SEASON}|度|末|底|初)?
        | (?:{YEAR})(?:{_MONTH})(?={G}月)
        """, "arabic"),
    _form("date", rf"(?<![{D[1:-1]}.．])(?P<from>(?:19|20)\d\d){TO}(?P<to>(?:19|20)\d\d)(?!{D}|[.．]{D})(?!{G}(?:[%％万亿元余多]|{COUNTED_UNIT}))", "arabic", _ascending),
    _form("date", rf"""
        (?<![{D[1:-1]}.．])(?:{_MONTH}{TO})?{_MONTH}{G}月(?:份|{G}{_DAY}{G}[日号])?(?:{TO}{_MONTH}{G}月(?:份|{G}{_DAY}{G}[日号])?|{TO}{_DAY}{G}[日号])?
        | (?<![{D[1:-1]}.．]){_DAY}{G}日(?!制|均)(?:{TO}{_DAY}{G}日)?
        | (?<!{D}){D}0{G}年代 | (?<!{D}){D}{{2}}{G}世纪 | ['’‘]{D}{{2}}年
        | (?<!{D})(?:[1-9]|1{D}|2[0-4]){G}时(?={D}{{1,2}}分|许|至|整|起|前|开始)(?:{D}{{1,2}}分)?
        | (?<=[日午晚晨间])(?:[1-9]|1{D}|2[0-4]){G}[时点](?:{D}{{1,2}}分)?
        """, "arabic"),
    _form("date", rf"(?<![{D[1:-1]}.．:：])(?P<cue>(?:[日午晚晨]|时间){G}[:：]?{G})?(?P<n>(?P<hour>\d{{1,2}})[:：](?P<minute>\d{{2}})(?:[:：]\d{{2}})?)(?![\d.．:：])", "arabic", _is_clock),
    _form("date", r"(?<!\d)(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d|[.．]\d)(?![ ]?(?:[%％万亿元人余多]))", "arabic"),
    # dates in Chinese numerals
    _form("date", rf"""
        {CHINESE_YEAR}{G}(?:年|届|级|(?={G}[—\-－~～至]))(?:{G}{_CHINESE_MONTH}{G}月(?:{G}{_CHINESE_DAY}{G}[日号])?)?(?:{TO}{CHINESE_YEAR}年)?
        | (?<=[）)\s（(]|^){CHINESE_YEAR}(?=[）)\s]|$)
        | (?<!{C}|一月|周|岁){_CHINESE_MONTH}月(?!一|嫂|饼|亮|球|票|光|考|访|检|查|测|报)(?:份|{_CHINESE_DAY}[日号])?
        | (?:二十|十九){G}世纪(?:[一二三四五六七八九]十年代)?
        """, "chinese"),
    # markers and serials
    _form("structure", rf"""
        {_LINE}(?P<n>[（(［\[【]?{D}{{1,2}}[）)］\]】]|{D}{{1,2}}[.．、](?!{D})|{D}{{1,2}}(?:[.．]{D}{{1,2}}){{2,3}}(?!{D})|{D}{{1,3}}(?=\t[^\t\n0-9]))
        | (?<=[。；;：:！？”\n]{G})(?P<n>[（(]{D}{{1,2}}[）)]|{D}{{1,2}}[.．、](?={G}{_HAN}))
        | (?<!{D}|[A-Za-z]|\t)[（(]{G}(?P<n>{D}{{1,2}}){G}[）)](?={_HAN}|《|“)
        """, "arabic"),
    _form("structure", rf"""
        {_LINE}(?P<n>(?:续?表|图表?|附件|附表|附图|附录|专栏|案例|专题|注)\s?{D}{{1,3}}(?:[-－—–.．]{D}{{1,3}})*)(?!{D}|{G}[个篇份])
        | (?<=[见如（(和与及、，,【〔；。在由])(?P<n>(?:表|图)\s?{D}{{1,3}}(?:[-－—–.．]{D}{{1,3}})*)
        | (?<=[见如（(【])(?P<n>(?:附件|附表|附录|专栏|案例)\s?{D}{{1,3}}(?:[-－—–.．]{D}{{1,3}})*)
        | (?P<n>附件\s?{D}{{1,2}})(?=[：:）)、，,。；\s])
        | (?<=[、和至—-])(?P<n>(?:表|图)\s?{D}{{1,3}}(?:[-－—–.．]{D}{{1,3}})*)(?=所示)
        | 第\s?{D}+\s?页(?:\s?[，,/]?\s?共\s?{D}+\s?页)? | 共\s?{D}+\s?页
        | 第\s?{D}+\s?[章节篇编](?!课) | 第\s?{D}+\s?部分
        | (?<![）)\]〕]{G})[\[［〔]{D}{{1,2}}(?:[-,，]{D}{{1,2}})*[\]］〕](?!{G}{D}*号)
        | {_LINE}(?P<n>[-－—–·]{{1,2}}\s?{D}{{1,3}}\s?[-－—–·]{{1,2}}|{D}{{1,3}}{G}/{G}{D}{{1,3}}|{D}{{1,3}})(?=[ \t\u3000]*(?:\n|$))
        | \n[^\n]*(?:[.·…．]{{3,}}|…+){G}(?P<n>[（(]?{D}{{1,3}}[）)]?)(?=[ \t]*(?:\n|$))
        """, "arabic"),
    # order
    _form("ordinal", rf"第{G}(?:{D}+|{C}+)(?:(?:{TO}|[、和]){G}第?{G}(?:{D}+|{C}+))?(?={G}(?:{_OF_ORDER}|[，。、；）)！]|$|\s|[名位]))(?!一线|三方|一手)", "both", lambda m: not _opens_item(m)),
    _form("ordinal", rf"第{G}{D}+(?:[、和至\-—]{G}第?{D}+)*", "arabic"),
    _form("ordinal", rf"(?<![之目以向面提产])前{G}(?:{D}+|[一二三四五六七八九十百]+)(?={G}(?:名|位|列))|(?P<n>{D}+){G}等(?:奖|级)|(?P<n>[二三]?十?[一二三四五六七八九十]{{1,2}}届)(?={C}?中?全会|历次|中央|[一二三四五六七八]中|全国人)", "both"),
    _form("name", rf"第(?:一|二|三)产业|[一二三四五六七八]中全会|{C}{{1,3}}大(?=精神|报告|以来|召开|会议|代表|胜利|[，。、；和”]|$|届)", "chinese"),
    # set phrases and ordinary words
    _form("name", _words("numeral_names"), "both"),
    _form("word", _words("numeral_words"), "chinese"),
    # 8大产业链, 500强, 六部门, 3年制, 三年行动计划
    _form("name", rf"""
        (?P<n>{D}+|{C}+){G}(?:大(?!学|专|类|中|于|小|约|连|同|庆|理|幅|量)|[强佳](?!化|调|度|势|基|音|人)|(?:个)?(?:部门|部委|厅局|委办局))
        | (?P<n>{D}{{1,2}}|[一二两三四五六七八九十]{{1,2}}){G}(?:年制|年一贯|年(?:期)?(?:行动|规划|攻坚|提升|禁渔|发展规划|行动计划)|年义务|年级)
        | (?P<n>{D}+|{C}+){G}(?:号(?:楼|线|院|门|文件|公路|厅|馆|库|车间|宿舍|教学楼|实训楼)|[Aa]+级|星级|维|段式|步法|位一体|阶段式|分段|分离|对接|融合)
        | (?<!{D}|[.．])(?P<n>{D}(?:[.．]{D})?){G}(?:版(?!本)|代(?!表|课|码|理|替|际|办|言|价))
        | (?P<n>(?:211|985|863|973|2011|111)){G}(?:工程|计划|高校|院校|大学|项目)
        | (?P<n>[一二三四]期)(?=工程|项目|主体|建设|实训|校区|规划|改造|扩建|投资)
        """),
    _form("name", rf"(?<![{D[1:-1]}.．])[2-6]G(?![A-Za-z])", "arabic", lambda m: not _BANDWIDTH.search(m.string, max(0, m.start() - 15), m.start())),
    _form("name", rf"{_LETTER}[A-Za-z0-9._/-]*[-—]?{D}+(?:[.．]{D}+)?|{D}+(?:[.．]{D}+)?(?!{ANY_UNIT}){_LETTER}", "arabic"),
    _form("name", rf"(?<!{D}|[.．])(?:12345|12315|12333|12348|12355|119|120|110|114|122)(?=热线|平台|电话|服务|报警)", "arabic"),
)

BARE_YEAR = _form("date", rf"""
    [（(]{G}(?P<n>(?:199|20[0-4]){D}){G}(?=[）)])
    | (?<![{D[1:-1]}.．,，+\-－~～:：/A-Za-z])(?P<n>(?:199|20[0-4]){D})(?={G}[\u4e00-\u9fff“‘《（(【])
    """, "arabic", _is_bare_year)
"""A year without 年: (2024), 2024世界职业院校技能大赛. Only for runs that no unit follows."""
CITED = regex.compile(r"“(?P<n>[^“”\n]{1,24})”|‘(?P<n>[^‘’\n]{1,16})’|「(?P<n>[^「」\n]{1,24})」|《(?P<n>[^《》\n]{1,80})》")
"""Quoted names and titles."""
SLOGAN = regex.compile(rf"(?:{C}[^\s，。；、：]{{1,4}}){{1,3}}|.{{0,3}}(?:{C}[^\s，。；、：]{{1,3}}){{1,3}}")


def _opens_item(match: regex.Match[str]) -> bool:
    """`第一，` and `第二、` at the head of a sentence enumerate."""
    string, at = match.string, match.start()
    return string[match.end():match.end() + 1] in set("，,、：") and (at == 0 or string[at - 1] in "。；\n！？ \u3000")
