"""Forms that make numbers something else than quantities: dates, ordinals, names, markers, document numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files
from typing import Literal

import regex

from reportparse.compiling import compiled
from reportparse.model import NumberKind
from reportparse.numbers.amounts import tail
from reportparse.numbers.lexer import CHINESE_YEAR, DASH, THROUGH, YEAR, C, D
from reportparse.numbers.units import ANY_UNIT, COUNTED_UNIT, GAP

Kind = NumberKind | Literal["word"]
Script = Literal["both", "arabic", "chinese"]
Match = regex.Match[str]

G = f"{GAP}{{0,2}}"
TO = f"{G}{THROUGH}{G}"
_HAN = "[\u4e00-\u9fff]"
_LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
_DEC = f"{D}+(?:[.．]{D}+)?"
_ALONE = f"(?<![{D[1:-1]}.．])"
_LINE = r"(?:(?<=^|\n)[ \t\u3000\xa0#>*•·■●◆]*)"
_LINE_END = r"(?=[ \t\u3000]*(?:\n|$))"
_MONTH = "(?:0?[1-9]|1[0-2]|[０-９]{1,2})"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9]|[０-９]{1,2})"
_MONTH_DAY = rf"{_MONTH}{G}月(?:份|{G}{_DAY}{G}[日号])?"
_SEASON = "(?:春|夏|秋|冬|上半年|下半年)"
_CHINESE_MONTH = "(?:十[一二]?|[一二两三四五六七八九])"
_CHINESE_DAY = "(?:二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_OF_ORDER = (
    "(?:届|批|期|次|位|名|轮|季度|季|版|集|号|类|例|站|代|阶段|梯队|方阵|条|款|项|组|周年|年|个|所|家|场|任|师|卷|册|讲|课时"
    "|医院|人民|等|档|顺位|学期|战区)"
)
_BANDWIDTH = compiled("带宽|宽带|出口|专线|光纤|接入|速率|网络")
_QUANTIFIED = tuple("为达到共约近超过余至占计逾足于数值额")


@dataclass(frozen=True, slots=True)
class Form:
    """A pattern that settles the kind of the runs inside its match (or inside its group `n`).

    `takes` says which runs: of both scripts, Arabic only or Chinese only. Kind `word` means that a Chinese numeral is part
    of an ordinary word and no number at all. `holds` may refuse a match."""

    kind: Kind
    pattern: regex.Pattern[str]
    takes: Script = "both"
    holds: Callable[[Match], bool] | None = None

    def accepts(self, match: Match) -> bool:
        """Whether the match counts."""
        return self.holds is None or self.holds(match)


def _form(kind: Kind, takes: Script, pattern: str, holds: Callable[[Match], bool] | None = None) -> Form:
    return Form(kind, compiled(pattern, regex.VERBOSE), takes, holds)


def _words(name: str) -> str:
    text = files("reportparse").joinpath(f"data/{name}.txt").read_text(encoding="utf-8")
    words = [line for line in text.splitlines() if line and not line.startswith("#")]
    return "|".join(map(regex.escape, sorted(words, key=len, reverse=True)))


def _ascending(match: Match) -> bool:
    return int(match["from"]) <= int(match["to"]) <= int(match["from"]) + 60


def _is_clock(match: Match) -> bool:
    """`14:30` is a time of day when a cue, a full hour or half or a second time stands by; after 比 it is a ratio."""
    if int(match["hour"]) > 24 or int(match["minute"]) > 59:
        return False
    before, after = match.string[max(0, match.start() - 8):match.start()], match.string[match.end():match.end() + 1]
    return "比" not in before and (bool(match["cue"]) or (after != "" and after in "—-－–―至~～") or match["minute"] in {"00", "30"})


def _is_bare_year(match: Match) -> bool:
    if match.string[max(0, match.start("n") - 2):match.start("n")].strip().endswith(_QUANTIFIED):
        return False
    after = tail(match.string, match.end("n"), min(len(match.string), match.end("n") + 8))
    return not after.unit and not after.scaled and not after.more


def _is_generation(match: Match) -> bool:
    """`5G` is a technology unless the talk is of bandwidth."""
    return not _BANDWIDTH.search(match.string, max(0, match.start() - 15), match.start())


def _is_heading(match: Match) -> bool:
    """A short line that begins with `1.1` or `1 ` and no amount: `1.1规模和结构`, `2 学生发展`."""
    end = match.end("n")
    after = tail(match.string, end, min(len(match.string), end + 10))
    return not after.unit and not after.scaled and (not match["n"].isdecimal() or match.string[end] in " \u3000\xa0")


def _no_item(match: Match) -> bool:
    """Not the `第一，` or `第二、` at the head of a sentence, which enumerates."""
    string, at = match.string, match.start()
    return string[match.end():match.end() + 1] not in set("，,、：") or not (at == 0 or string[at - 1] in "。；\n！？ \u3000")


_DOCUMENTS = (
    # 〔2024〕88号, [2016] 2 号; damaged: 〔20189101号
    _form("document", "arabic", rf"""
        [〔\[【（(［﹝]\s?{YEAR}\s?[〕\]】）)］﹞]{G}第?{G}{D}{{1,5}}(?:[-－—]{D}{{1,3}})?{G}号
        | 〔{D}{{5,8}}号
        | {YEAR}{G}年{G}第{G}{D}{{1,4}}{G}号(?!楼|线)
        | 第{G}{D}{{1,4}}{G}号(?=令|公告|公报|文)"""),
)
_LATIN = (
    # addresses, telephones, standards
    _form("name", "arabic", r"(?:https?://|www\.)[A-Za-z0-9./?=&_%:\#~+-]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+"),
    _form("name", "arabic", rf"""
        (?<!{D})(?:
            0{D}{{2,3}}[-－—]{D}{{7,8}}(?:(?:[-－—]|{GAP}?转{GAP}?){D}{{1,5}})?
            | 1[3-9]{D}{{9}} | 400[-－]?{D}{{3,4}}[-－]?{D}{{3,4}})(?!{D})
        | (?:GB|ISO|IEC|JY|DB|HJ|JGJ|CJJ|ISBN|CN|ISSN|GF)(?:/?[A-Z])?{G}{D}[-0-9X.：:/—]*
        | (?:邮编|邮政编码|代码|编号|学号|账号|标识码|电话|传真|热线|QQ群?|微信号?)[为是]?{G}[：:]?{G}
          (?P<n>{D}{{4,20}}(?:{DASH}{D}{{3,9}})*)(?!{D}|{G}[个条万次部台]|[，,]{D}{{3}})
        | (?<=[路街道巷弄])(?P<n>{D}{{1,4}})号
        | (?<![{D[1:-1]}.．])(?:12345|12315|12333|12348|12355|119|120|110|114|122)(?=热线|平台|电话|服务|报警)"""),
    # 1+X, 2+7, 3+N, 1+5+N, 2+0.5+0.5, 3+证书
    _form("name", "arabic", rf"""
        (?:{_DEC}|{_LETTER})(?:个?{G}[+＋]{G}(?:{_DEC}|{_LETTER}))+
        | {D}+个?[+＋](?=[“”‘’]|{C}|多|n)
        | {D}{{1,2}}[+＋](?!{GAP}?{ANY_UNIT})(?={_HAN})
        | [+＋]{D}+(?![.．]?{D}*{G}(?:[%％]|{COUNTED_UNIT}))"""),
)
_DATES = (
    _form("date", "arabic", rf"""
        {YEAR}{G}年{G}{_MONTH_DAY}(?:{TO}(?:{YEAR}{G}年{G})?{_MONTH_DAY}|{TO}{_DAY}{G}[日号])?
        | {YEAR}{G}年{G}{_MONTH}{TO}{_MONTH_DAY}
        | {YEAR}{G}年?(?:(?:{TO}|[、/／和及与]){YEAR}{G}年?)*(?:{TO}|[、/／和及与]){YEAR}{G}(?:学年|年|届|级)
        | {YEAR}{G}{DASH}{G}{D}{{2}}{G}学年 | {YEAR}/{D}{{2}}{G}学年
        | {YEAR}[./．\-－年]{_MONTH}[./．\-－月]{_DAY}(?!{D})(?:{TO}{YEAR}[./．\-－]{D}{{1,2}}[./．\-－]{D}{{1,2}})?
        | {YEAR}[.．]{_MONTH}(?!{D}|[.．]{D})(?:{TO}(?:{YEAR}[.．])?{_MONTH}|(?=[）)]))(?!{D}|[.．]{D})
        | {YEAR}{G}(?:年|学年|届|级|[春秋]季)(?:{G}{_SEASON}|度|末|底|初)?
        | {YEAR}{_MONTH}(?={G}月)"""),
    _form("date", "arabic", rf"""
        {_ALONE}(?P<from>(?:19|20)\d\d){TO}(?P<to>(?:19|20)\d\d)(?!{D}|[.．]{D})(?!{G}(?:[%％万亿元余多]|{COUNTED_UNIT}))""", _ascending),
    # what each of them begins with is looked for first: the looks behind it take long
    _form("date", "arabic", rf"""(?=[{D[1:-1]}'’‘])(?:
        {_ALONE}(?:{_MONTH}{TO})?{_MONTH_DAY}(?:{TO}{_MONTH_DAY}|{TO}{_DAY}{G}[日号])?
        | {_ALONE}(?<!为期|历时|限期){_DAY}{G}日(?!制|均|内|以内|之内|期限)(?:{TO}{_DAY}{G}日)?
        | (?<!{D}){D}0{G}年代 | (?<!{D}){D}{{2}}{G}世纪 | ['’‘]{D}{{2}}年
        | (?<!{D})(?:[1-9]|1{D}|2[0-4]){G}时(?={D}{{1,2}}分|许|至|整|起|前|开始)(?:{D}{{1,2}}分)?
        | (?<=[日午晚晨间])(?:[1-9]|1{D}|2[0-4]){G}[时点](?:{D}{{1,2}}分)?)"""),
    _form("date", "arabic", rf"""
        (?<![{D[1:-1]}.．:：])(?P<cue>(?:[日午晚晨]|时间){G}[:：]?{G})?
        (?P<n>(?P<hour>\d{{1,2}})[:：](?P<minute>\d{{2}})(?:[:：]\d{{2}})?)(?![\d.．:：])""", _is_clock),
    _form("date", "arabic", rf"""
        (?<!{D})(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!{D}|[.．]{D})(?!{GAP}?[%％万亿元人余多])"""),
    _form("date", "chinese", rf"""
        {CHINESE_YEAR}{G}(?:年|届|级|(?={G}{THROUGH}))(?:{G}{_CHINESE_MONTH}{G}月(?:{G}{_CHINESE_DAY}{G}[日号])?)?(?:{TO}{CHINESE_YEAR}年)?
        | (?<=[）)\s（(]|^){CHINESE_YEAR}(?=[）)\s]|$)
        | (?<!{C}|周|岁|月)(?:{_CHINESE_MONTH}{TO})?{_CHINESE_MONTH}月(?![一二三四五六七八九十嫂饼亮球票光考访检查测报](?!日|十|号))
          (?:份|{_CHINESE_DAY}[日号])?
        | (?:二十|十九){G}世纪(?:[一二三四五六七八九]十年代)?"""),
)
_MARKERS = (
    _form("structure", "arabic", rf"""
        {_LINE}(?P<n>[（(［\[【]?{D}{{1,2}}[）)］\]】]|{D}{{1,2}}[.．、](?!{D})|{D}{{1,3}}(?=\t[^\t\n0-9]))
        | {_LINE}{D}{{1,2}}(?:[.．]{D}{{1,2}}){{2,3}}(?!{D})
        | (?<=[。；;：:！？”\n]{G})(?P<n>[（(]{D}{{1,2}}[）)]|(?<!{D}[:：]{G}){D}{{1,2}}[.．、](?={G}{_HAN}))
        | (?<!{D}|[A-Za-z]|\t)[（(]{G}(?P<n>{D}{{1,2}}){G}[）)](?={_HAN}|《|“)"""),
    # 表1-1, 见图3, 附件2：
    _form("structure", "arabic", rf"""
        {_LINE}(?P<n>(?:续?表|图表?|附件|附表|附图|附录|专栏|案例|专题|注)\s?{D}{{1,3}}(?:[-－—–―‐−.．]{D}{{1,3}})*)(?!{D}|{G}[个篇份])
        | (?<=[见如（(和与及、，,【〔；。在由])(?P<n>(?:表|图)\s?{D}{{1,3}}(?:[-－—–―‐−.．]{D}{{1,3}})*)
        | (?<=[见如（(【])(?P<n>(?:附件|附表|附录|专栏|案例)\s?{D}{{1,3}}(?:[-－—–―‐−.．]{D}{{1,3}})*)
        | (?P<n>附件\s?{D}{{1,2}})(?=[：:）)、，,。；\s])
        | (?<=[、和至—-])(?P<n>(?:表|图)\s?{D}{{1,3}}(?:[-－—–―‐−.．]{D}{{1,3}})*)(?=所示)"""),
    # pages, parts, footnote marks
    _form("structure", "arabic", rf"""
        第\s?{D}+\s?页(?:\s?[，,/]?\s?共\s?{D}+\s?页)? | 共\s?{D}+\s?页
        | 第\s?{D}+\s?[章节篇编](?!课) | 第\s?{D}+\s?部分
        | (?<![）)\]〕]{G})(?:[\[［〔]{{1,2}}{D}{{1,2}}(?:[-,，]{D}{{1,2}})*[\]］〕]{{1,2}})+(?!{G}{D}*号)
        | {_LINE}(?P<n>[-－—–―‐−·]{{1,2}}\s?{D}{{1,3}}\s?[-－—–―‐−·]{{1,2}}|{D}{{1,3}}{G}/{G}{D}{{1,3}}|{D}{{1,3}}){_LINE_END}"""),
    _form("structure", "arabic", rf"""
        {_LINE}(?P<n>{D}{{1,2}}(?:[.．]{D}{{1,2}})?)(?={G}(?:{_HAN}|“)[^\n。，；]{{1,30}}(?:\n|$))
        | {_LINE}(?P<n>{D}{{1,2}}[.．]{D}{{1,2}})(?={GAP}{{1,2}}{D}[^\n。，；]{{1,30}}(?:\n|$))""", _is_heading),
)
_CONTENTS = (
    _form("structure", "arabic", rf"(?<=^|\n)[^\n]*(?:[.·…．]{{3,}}|…){G}[（(]?{D}{{1,3}}[）)]?{_LINE_END}"),
)
_ORDER = (
    _form("ordinal", "both", rf"""
        第{G}(?:{D}+|{C}+)(?:(?:{TO}|[、和]){G}第?{G}(?:{D}+|{C}+))?
        (?={G}{_OF_ORDER}|[，。、；）)！\s]|$)(?!一线|三方|一手)""", _no_item),
    _form("ordinal", "arabic", rf"第{G}{D}+(?:[、和至\-—]{G}第?{D}+)*"),
    _form("ordinal", "both", rf"""
        (?<![之以向面提]|(?<![项科栏剧])目)前{G}(?:{D}+|[一二三四五六七八九十百]+)(?={G}(?:名|位|列))
        | (?P<n>{D}+){G}等(?:奖|级)
        | (?P<n>[二三]?十?[一二三四五六七八九十]{{1,2}}届)(?={C}?中?全会|历次|中央|[一二三四五六七八]中|全国人)"""),
)
_NAMES = (
    _form("name", "chinese", rf"""
        第[一二三]产业 | [一二三四五六七八]中全会 | {C}{{1,3}}大(?=精神|报告|以来|召开|会议|代表|胜利|[，。、；和”]|$|届)"""),
    _form("name", "both", _words("numeral_names")),
    _form("word", "chinese", _words("numeral_words")),
    # 8大产业链, 500强, 六部门, 3年制, 三年行动计划, 3号楼, 2.0版, 2101班
    _form("name", "both", rf"""
        (?P<n>{D}+|{C}+){G}(?:大(?!学|专|类|中|于|小|约|连|同|庆|理|幅|量)|[强佳](?!化|调|度|势|基|音|人)|个?(?:部门|部委|厅局|委办局))
        | (?P<n>{D}{{1,2}}|[一二两三四五六七八九十]{{1,2}}){G}(?:年制|年一贯|年期?(?:行动|规划|攻坚|提升|禁渔|发展规划)|年义务|年级)
        | (?P<n>{D}+|{C}+){G}号(?:{_HAN}{{0,3}}楼|线|院|门|文件|公路|厅|馆|库|车间|宿舍)
        | (?P<n>{D}+|{C}+){G}(?:[Aa]+级|星级|维|段式|步法|位一体|阶段式|分段|分离|对接|融合)
        | {_ALONE}(?P<n>{D}(?:[.．]{D})?){G}(?:版(?!本)|代(?!表|课|码|理|替|际|办|言|价))
        | (?P<n>{D}{{3,4}})班(?!次) | (?<=[级届（(业])(?P<n>{D}{{1,2}})班(?!次) | (?<!{D})(?P<n>{D}0)后(?![续勤期来备面])
        | {_ALONE}(?P<n>{D}{{1,2}})型
        | (?<!{D})(?P<n>211|985|863|973|2011|111){G}(?:工程|计划|项目)
        | (?P<n>[一二三四]期)(?=工程|项目|主体|建设|校区|规划|改造|扩建|投资)"""),
    # 5G, C919, ISO9001, 4K
    _form("name", "arabic", rf"{_ALONE}[2-6]G(?![A-Za-z])", _is_generation),
    _form("name", "arabic", rf"{_LETTER}[A-Za-z0-9._/-]*{DASH}?{_DEC}|{_DEC}(?={_LETTER})(?!{ANY_UNIT}){_LETTER}"),
)
FORMS: tuple[Form, ...] = (*_DOCUMENTS, *_CONTENTS, *_LATIN, *_DATES, *_MARKERS, *_ORDER, *_NAMES)
"""All forms; the order is the precedence: a run belongs to the first form that holds it."""

BARE_YEAR = _form("date", "arabic", rf"""
    [（(]{G}(?P<n>(?:199|20[0-4]){D}){G}(?=[）)])
    | (?<![{D[1:-1]}.．,，+\-－~～:：/A-Za-z])(?P<n>(?:199|20[0-4]){D})(?={G}[\u4e00-\u9fff“‘《（(【])""", _is_bare_year)
"""A year without 年: (2024), 2024世界博览会."""
CITED = compiled(
    r"“(?P<n>[^“”\n]{1,24})”|‘(?P<n>[^‘’\n]{1,16})’|「(?P<n>[^「」\n]{1,24})」|(?P<title>《)(?P<n>[^《》\n]{1,80})》")
"""Quoted names and titles."""
SLOGAN = compiled(rf"(?:{C}[^\s，。；、：]{{1,6}}){{1,3}}|.{{0,3}}(?:{C}[^\s，。；、：]{{0,3}}){{1,4}}")
"""The inside of quotes that is built on Chinese numerals: 四新, 一区三地, 双百, 一体两翼三融四维."""
