"""Chinese numerals that quantify: `十二所`, `三分之一`, `八成`, `两金一银`, `上千人`; all others are parts of words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportparse.compiling import compiled
from reportparse.model import Number
from reportparse.numbers.amounts import Tail, bound_of, tail
from reportparse.numbers.lexer import THROUGH, C, D, Run
from reportparse.numbers.numerals import about_value, arabic_value, chinese_value, plain
from reportparse.numbers.units import GAP

_BARE = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10**4), "亿": Decimal(10**8)}
_WON = "(?:获得|获|得|夺得|夺|摘得|摘下|摘|斩获|揽获|揽|收获|捧回|取得|拿下|赢得|拿到)[了过]?"
_FRACTION = compiled(rf"(?P<whole>{C}+|{D}+)分之(?P<part>{C}+|{D}+(?:[.．]{D}+)?)")
_TENTHS = compiled(
    rf"(?<![一二两三四五六七八九十百千.．]|{D})(?P<n>[一二两三四五六七八九]{{1,2}}|{D})成(?P<rest>[半一二三四五六七八九](?![体个家名所项门]))?"
    "(?![立员果为长功人熟效绩品就本交分套才天年都语批片堆因份])")
_HALF = compiled("(?<![不另])一半|(?<![大多少])半数(?!组)")
_MEDAL = (
    rf"(?P<n>{D}+|[一二两三四五六七八九十]{{1,3}}){GAP}?(?P<unit>[金银铜])"
    "(?![额融华山寨川水行杏仁陵牛属工秋色钱鸡昌坛矿盆马龄州像器梁](?!.{0,2}[金银铜]))(?:牌|奖)?")
_MEDALS = compiled(
    rf"(?<!第|{D}|[.．]){_MEDAL}(?:[、，和]?{GAP}?{_MEDAL})+|(?<={_WON}){_MEDAL}(?=[，。、；）)\s以的]|$)")
_YEARS = compiled(
    rf"(?:连续|[近已过满]|过去|未来|今后|历时|为期|长达|累计|历经|最近|走过|学制|学制为|办学)(?P<n>{C}{{1,3}})(?P<more>余|多)?年(?![制级代度])"
    rf"|(?P<n>{C}{{1,3}})(?P<more>余|多)年(?![制级代度])"
    rf"|(?P<n>(?!一年){C}{{1,3}})年(?=以?来|之?[内间]|时间|以上|左右|办学历|历史)")
_FEW = compiled(rf"(?P<n>[二三四五六七八九]?十)几(?={GAP}?.)")
_NOT_AFTER = ("第", "每", "同", "初", "数", "几", "某", "任", "双")
_RANGE = compiled(rf"(?P<low>{C}{{1,3}}){THROUGH}(?P<high>{C}{{1,3}})")
_LARGE_CUE = compiled("(?:近|上|超过|超|逾|过|约|突破|不足|不到|达|达到|累计)$")
_ONE_ACQUIRED = compiled(
    rf"(?:{_WON}|增加|减少|新增|增设|撤销|停招|停办|新建|建成|建有|设有|设立|拥有|现有|共有|都有|各有|只有|还有|有|认定|遴选|获批|入选|出版"
    "|主编|编写|立项|共|仅|至少|荣获|荣膺|另有|各获|分获)[了出过]?$")
_ONE_CHANGED = compiled("(?:新增|增设|增加|减少|撤销|停招|停办|撤并|取消|获批|立项|新建)[了出过]?$")
_ONE_OF = frozenset({"所", "家", "人", "门", "座", "本", "件", "台", "部"})
_ONE_PRIZE = compiled("[^，。；、]{0,8}(?:奖(?!学|励|助|补|金|惩)|[金银铜]牌)")
_ONE_HONOURED = compiled("[^，。；、\n]{0,16}(?:获|入选|被评|被认定|立项|通过)")
_WON_BEFORE = compiled(f"(?:{_WON}|荣获|荣膺|各获|分获)$")


def special_quantities(string: str) -> list[Number]:
    """Fractions, tenths, halves, medals and lasting years: numerals that a pattern of their own tells, without overlap."""
    found = [*_fractions(string), *_tenths(string), *_halves(string), *_medals(string), *_years(string), *_ranges(string)]
    kept: list[Number] = []
    for number in sorted(found, key=lambda number: (number.start, -number.end)):
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


def counted(string: str, run: Run) -> Number | None:
    """The quantity of a Chinese numeral with a unit after it (`六门`, `三百余名`, `上千人`, `两三个`); None for part of a word."""
    before, text = string[max(0, run.start - 6):run.start], run.text
    weekday = before.endswith(("周", "星期")) and text in "一二三四五六"
    if weekday or before.endswith(_NOT_AFTER) or (before[-1:].isdigit() and text[0] in _BARE):
        return None
    end, few = run.end, string[run.end:run.end + 1] == "几" and text[-1] == "十"
    after = tail(string, end + few, len(string), chinese=True)
    if not after.unit and not (len(text) > 1 and (after.more or (text[-1] in _BARE and _LARGE_CUE.search(before)))):
        return None
    high = None
    if about := about_value(text):
        value, high, precision = about
    elif text in _BARE:
        if not after.more and not _LARGE_CUE.search(before):
            return None
        value = precision = _BARE[text]
    elif plain := chinese_value(text):
        value, precision = plain
    else:
        return None
    if not value or (text == "二" and after.family != "time") or (text == "一" and not _is_one(string, run, before, after)):
        return None
    if text in _BARE and before.endswith("上"):
        after = _with_more(after)
    return _number(
        string, run.start, end + few, value * after.scale, after.unit, tail=_with_more(after) if few else after,
        high=None if high is None else high * after.scale, precision=precision * after.scale)


def _is_one(string: str, run: Run, before: str, after: Tail) -> bool:
    """`一` counts after a verb of having or winning, and for medals; elsewhere it is an article."""
    if after.unit == "枚" or before.endswith(("奖", "牌", "各")):
        return True
    if _WON_BEFORE.search(before) and _ONE_PRIZE.match(string, after.end):
        return True
    if not before or before[-1] in "，。；、：\n\t":
        return bool(_ONE_HONOURED.match(string, after.end))
    if after.unit in {"个", "项"}:
        return bool(_ONE_CHANGED.search(before))
    return after.unit in _ONE_OF and after.unit_raw != "人" and bool(_ONE_ACQUIRED.search(before))


def _with_more(after: Tail) -> Tail:
    return Tail(after.end, after.scale, after.unit, after.unit_raw, True, after.family, after.scaled)


def _number(string: str, start: int, end: int, value: Decimal, unit: str, *, raw_start: int | None = None, raw_end: int | None = None,
            tail: Tail | None = None, high: Decimal | None = None, precision: Decimal = Decimal(1), chinese: bool = True) -> Number:
    first = start if raw_start is None else raw_start
    last = raw_end if raw_end is not None else tail.end if tail else end
    bound = bound_of(string, first, last, tail or Tail(last))
    return Number(
        start, end, first, last, value, unit, tail.unit_raw if tail else unit, "quantity", "range" if high is not None else bound,
        high, precision, group=start, chinese=chinese)


def _value(text: str) -> Decimal | None:
    plain = arabic_value(text) if text[0] in "0123456789０１２３４５６７８９" else chinese_value(text)
    return plain[0] if plain else None


def _fractions(string: str) -> Iterator[Number]:
    for match in _FRACTION.finditer(string):
        whole = Decimal({"百": 100, "千": 1000}.get(match["whole"], 0)) or _value(match["whole"])
        part = _value(match["part"])
        if not whole or part is None:
            continue
        arabic = match["part"][0] in "0123456789０１２３４５６７８９"
        start, end = match.span("part") if arabic else match.span()
        places = Decimal("0.01")
        if match["whole"] in {"百", "千"}:
            value, unit, places = part, "%" if match["whole"] == "百" else "‰", Decimal(1)
            if arabic:
                places = arabic_value(match["part"])[1]
        else:
            value, unit = plain((part * 100 / whole).quantize(places)), "%"
        yield _number(string, start, end, value, unit, raw_start=match.start(), raw_end=match.end(), precision=places,
                      chinese=not arabic)


def _tenths(string: str) -> Iterator[Number]:
    for match in _TENTHS.finditer(string):
        start, end = match.span("n")
        high = None
        if len(match["n"]) == 2:
            about = about_value(match["n"])
            if about is None:
                continue
            value, high = about[0] * 10, about[1] * 10
        else:
            rest = Decimal(5) if match["rest"] == "半" else _value(match["rest"] or "零")
            value = (_value(match["n"]) or Decimal(0)) * 10 + (rest or 0)
        yield _number(string, start, end, value, "%", raw_end=match.end(), high=high, precision=Decimal(1 if match["rest"] else 10),
                      chinese=not match["n"].isdecimal(),
                      tail=Tail(match.end(), unit="%", unit_raw=match.group()[len(match["n"]):]))


def _halves(string: str) -> Iterator[Number]:
    for match in _HALF.finditer(string):
        yield _number(string, match.start(), match.end(), Decimal(50), "%", precision=Decimal(10))


def _medals(string: str) -> Iterator[Number]:
    for match in _MEDALS.finditer(string):
        for digits, unit in zip(match.spans("n"), match.spans("unit"), strict=True):
            text, form = string[slice(*digits)], string[slice(*unit)]
            if (value := _value(text)) is not None:
                yield Number(digits[0], digits[1], digits[0], unit[1], value, form, form, "quantity", group=digits[0],
                             chinese=not text[0].isdigit())


def _years(string: str) -> Iterator[Number]:
    for match in _YEARS.finditer(string):
        start, end = match.span("n")
        text = match["n"]
        about = about_value(text)
        plain = chinese_value(text)
        if about is None and plain is None:
            continue
        value, high = (about[0], about[1]) if about else (plain[0] if plain else Decimal(0), None)
        last = string.index("年", end) + 1
        after = Tail(last, unit="年", unit_raw="年", more=bool(match["more"]), family="time")
        yield _number(string, start, end, value, "年", high=high, tail=after)


def _ranges(string: str) -> Iterator[Number]:
    for match in _RANGE.finditer(string):
        low, high = chinese_value(match["low"]), chinese_value(match["high"])
        after = tail(string, match.end(), len(string), chinese=True)
        if low is None or high is None or not low[0] < high[0] or not (after.unit or string[match.end():match.end() + 1] == "年"):
            continue
        if not after.unit:
            after = Tail(match.end() + 1, unit="年", unit_raw="年", family="time")
        low_value = low[0] * (10 if low[0] < 10 and high[0] >= 20 and high[0] % 10 == 0 and match["high"][-1] == "十" else 1)
        yield _number(string, match.start("low"), match.end("low"), low_value * after.scale, after.unit, tail=after,
                      high=high[0] * after.scale, precision=low[1])
        yield Number(match.start("high"), match.end("high"), match.start(), after.end, high[0] * after.scale, after.unit, after.unit_raw,
                     "quantity", "range", precision=high[1], group=match.start(), second=True, chinese=True)
