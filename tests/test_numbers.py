from __future__ import annotations

import csv
import time
from array import array
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportparse.model import Cell, Number, Section, Sections, Table, Text
from reportparse.numbers import find_numbers, numbers_in, read_unit, unit_family
from reportparse.rulebook import load_rules

CASES = Path(__file__).parent / "cases" / "numbers.tsv"
DIGITS = "0123456789０１２３４５６７８９"


def shown(string: str, number: Number) -> str:
    """A number in the notation of the case file."""
    digits = string[number.start:number.end]
    if number.kind != "quantity":
        return f"{digits}:{number.kind}"
    if number.second:
        return f"+{digits}"
    value = format(number.value, "f") + (f"~{number.value_high:f}" if number.value_high is not None else "")
    bound = number.bound if number.bound not in {"exact", "range"} else ""
    return " ".join(filter(None, (f"{string[number.raw_start:number.raw_end]}={value}", number.unit, bound)))


def cases() -> Iterator[object]:
    for line in CASES.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            group, phrase, expected = line.split("\t")
            yield pytest.param(phrase.replace("\\n", "\n").replace("\\t", "\t"), expected, id=f"{group}: {phrase[:24]}")


def one(phrase: str) -> Number:
    """The only number of the phrase that begins an expression."""
    (number,) = (number for number in numbers_in(phrase) if not number.second)
    return number


@pytest.mark.parametrize(("phrase", "expected"), list(cases()))
def test_phrase(phrase: str, expected: str) -> None:
    found = " | ".join(shown(phrase, number) for number in numbers_in(phrase)) or "-"
    assert found.replace("\n", "\\n").replace("\t", "\\t") == expected


# ---------------------------------------------------------------------------------------------------------- completeness

SIGNS = st.sampled_from([
    *"0123456789", *"0123456789", *"１２９", *"一二两三十百千万亿〇", *"人名所年月日届个成分之第",
    *"，。、：；,.:;-—～/+%（）()〔〕“”《》 \t\n", "人次", "万元", "平方米", "个百分点", "左右", "以上", "近", "余", "多",
    "表", "号", "X", "Mbps", "G", "至", "2024年", "1,234", "1.5", "比",
])


@settings(max_examples=400, deadline=None)
@given(st.lists(SIGNS, max_size=30).map("".join))
@example("〔2024〕88号2.2024年")
@example("1.1+X 3.0.1，234,567")
@example("二〇2四年百分之5.5分之1")
def test_each_digit_is_in_exactly_one_number(string: str) -> None:
    numbers = numbers_in(string)
    held = [at for number in numbers for at in range(number.start, number.end)]
    assert len(held) == len(set(held)) and held == sorted(held)
    assert {at for at, sign in enumerate(string) if sign in DIGITS} <= set(held)
    for number in numbers:
        assert 0 <= number.raw_start <= number.start < number.end <= number.raw_end <= len(string)
        assert number.value.is_finite() and number.precision > 0
        assert number.group <= number.start


@settings(max_examples=300, deadline=None)
@given(st.lists(SIGNS, max_size=30).map("".join))
def test_runs_keep_their_separators_and_decimals(string: str) -> None:
    for number in numbers_in(string):
        text = string[number.start:number.end]
        if not number.chinese:
            assert regex.fullmatch(r"\d+(?:[,， ]\d{3})*(?:[.．]\d+)?", text)
            after = string[number.end:number.end + 1]
            assert not after or after not in DIGITS or "," in text or "，" in text


@given(
    st.decimals(min_value=0, max_value=99_999_999, places=2),
    st.sampled_from(["{:,f}", "{:f}"]), st.booleans(), st.sampled_from(["", " "]),
    st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]), st.sampled_from(["人", "元", "平方米", "%", "册", "人次"]))
def test_value_of_a_printed_amount(value: Decimal, form: str, wide: bool, gap: str, scale: tuple[str, int], unit: str) -> None:
    printed = form.format(value)
    if wide:
        printed = printed.translate({ord("0") + i: 0xFF10 + i for i in range(10)})
    number = one(f"总量为{gap}{printed}{gap}{scale[0]}{gap}{unit}。")
    assert (number.value, number.unit, number.bound) == (value * scale[1], unit, "exact")
    assert number.precision == Decimal("0.01") * scale[1]


def chinese(value: int) -> str:
    """A whole number below a hundred million in Chinese numerals, as one would write it."""
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        return chinese(high) + "万" + (("零" if low < 1000 else "") + chinese(low) if low else "")
    text, zero = "", False
    for power, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, power)
        if digit:
            text += ("零" if zero else "") + "零一二三四五六七八九"[digit] + sign
            zero = False
        elif text and value:
            zero = True
    return text.removeprefix("一") if text.startswith("一十") else text


@given(st.integers(min_value=3, max_value=99_999_999))
def test_value_of_a_chinese_numeral(value: int) -> None:
    number = one(f"选派{chinese(value)}名教师")
    assert (number.value, number.unit, number.chinese) == (value, "人", True)


@given(st.integers(min_value=1, max_value=400), st.integers(min_value=1, max_value=400), st.sampled_from("-—～~至到"))
def test_ranges_go_up(low: int, high: int, sign: str) -> None:
    number = next(iter(numbers_in(f"每次{low}{sign}{high}人")))
    assert (number.value_high == high) == (low < high)


# ----------------------------------------------------------------------------------------------------- single questions


@pytest.mark.parametrize(("phrase", "precision"), [
    ("2.25万人次", 100), ("12000人", 1), ("57.5%", Decimal("0.1")), ("三千万元", 10**7), ("二十所", 1), ("八成", 10),
    ("28.49亿元", 10**6)])
def test_precision_is_one_unit_of_the_last_printed_digit(phrase: str, precision: Decimal) -> None:
    assert one(f"达到{phrase}。").precision == precision


def test_values_bear_no_needless_zeros() -> None:
    assert str(one("8153.40元").value) == "8153.4"
    assert str(one("2.50万人").value) == "25000"
    assert str(one("五分之一").value) == "20"


def test_expressions_share_a_group() -> None:
    for phrase in ("2023年12月5日", "“2+7”模式", "46:54", "3-5人", "〔2024〕88号", "1亿2000万元"):
        first, *later = numbers_in(phrase)
        assert later and {number.group for number in later} == {first.start} == {first.group}
        assert not first.second and all(number.second for number in later)


def test_raw_leaves_cues_outside() -> None:
    phrase = "培训近2.25万余人次以上，超过500 名"
    assert [phrase[n.raw_start:n.raw_end] for n in numbers_in(phrase)] == ["2.25万余人次", "500 名"]


def test_names_of_the_pack() -> None:
    patterns = [regex.compile(r"\d+条重点产业链|[一二三四五六七八九十]+条产业链")]
    phrase = "围绕10条重点产业链和十六条产业链，建成12条生产线"
    assert [n.kind for n in numbers_in(phrase, patterns)] == ["name", "name", "quantity"]
    assert [n.kind for n in numbers_in(phrase)] == ["quantity", "quantity", "quantity"]


@pytest.mark.parametrize(("pack", "phrase", "expected"), [
    ("vocational", "考入985高校、211大学12人", ["name", "name", "quantity"]),
    ("vocational", "二期实训楼完工，第三期实训12人", ["name", "ordinal", "quantity"]),
    ("communique", "有211高校12所", ["name", "quantity"]),
])
def test_names_of_the_shipped_packs(pack: str, phrase: str, expected: list[str]) -> None:
    names = next(p.names for p in load_rules().packs if p.info.name == pack)
    assert [n.kind for n in numbers_in(phrase, names)] == expected


@pytest.mark.parametrize(("printed", "unit", "factor", "family"), [
    ("万元", "元", 10_000, "money"), ("元/生", "元", 1, "money"), ("名", "人", 1, "people"), ("：1", "比", 1, "ratio"),
    ("%", "%", 1, "share"), ("万平方米", "平方米", 10_000, "area"), ("Gbps", "Mbps", 1000, "bandwidth"),
    (" 台（套） ", "台", 1, "equipment"), ("个/生", "个", 1, "count")])
def test_unit_of_a_table_head(printed: str, unit: str, factor: int, family: str) -> None:
    found = read_unit(printed)
    assert found is not None and (found.unit, found.factor, found.family) == (unit, factor, family)


def test_what_is_no_unit() -> None:
    assert read_unit("学校") is None and read_unit("") is None and read_unit("万") is None
    assert unit_family("学校") == ""


def test_families() -> None:
    assert [unit_family(u) for u in ("人", "人次", "所", "元", "%", "个百分点", "比", "年", "Mbps", "册")] == [
        "people", "person_times", "institutions", "money", "share", "points", "ratio", "time", "bandwidth", "books"]


# --------------------------------------------------------------------------------------------------------- whole reports


def as_text(string: str, tables: tuple[Table, ...] = (), contents: tuple[tuple[int, int], ...] = ()) -> Text:
    return Text(string, array("i", [0] * len(string)), array("i", range(len(string))), tables, (), contents)


def section(marker: str, start: int, title_start: int, title_end: int, end: int) -> Section:
    return Section("1", "", 1, marker, "", "body", start, end, title_start, title_end, title_end)


def table_of(string: str, headers: int = 1) -> Table:
    """The whole string as a table of tab-separated lines."""
    rows, at = [], 0
    for r, line in enumerate(string.splitlines()):
        cells = []
        for c, text in enumerate(line.split("\t")):
            cells.append(Cell(r, c, text, at, at + len(text)))
            at += len(text) + 1
        rows.append(tuple(cells))
    heads = tuple("/".join(row[c].text for row in rows[:headers]) for c in range(len(rows[0])))
    return Table(0, len(string), headers, heads, tuple(rows))


def kinds(text: Text, *sections: Section) -> list[tuple[str, str]]:
    return [(text.text[n.start:n.end], n.kind) for n in find_numbers(text, Sections(sections))]


def test_section_markers_are_structure() -> None:
    string = "1 教师队伍\n共有教师120人。\n一是选派12人。2.2024年招生900人"
    second = string.index("2.2024")
    sections = section("1", 0, 2, 6, second), section("2.", second, second + 2, second + 9, len(string))
    assert kinds(as_text(string), *sections) == [
        ("1", "structure"), ("120", "quantity"), ("12", "quantity"), ("2", "structure"), ("2024", "date"), ("900", "quantity")]


def test_serials_codes_ranks_and_years_of_a_table() -> None:
    string = "序号\t专业代码\t获批时间\t名次\t在校生\n4\t710201\t2023\t2\t410\n25\t720801\t2024\t11\t2000"
    assert kinds(as_text(string, (table_of(string),))) == [
        ("4", "structure"), ("710201", "name"), ("2023", "date"), ("2", "ordinal"), ("410", "quantity"),
        ("25", "structure"), ("720801", "name"), ("2024", "date"), ("11", "ordinal"), ("2000", "quantity")]


def test_serials_without_a_header_and_years_in_the_header() -> None:
    string = "\t学校\t2023\t2024\n1\t甲校\t310\t320\n2\t乙校\t210\t220\n3\t丙校\t110\t120"
    assert [kind for _, kind in kinds(as_text(string, (table_of(string),)))] == ["date", "date", *["structure", "quantity", "quantity"] * 3]


def test_first_column_of_figures_is_no_serial() -> None:
    string = "在校生\t教师\n310\t21\n420\t35\n530\t44"
    assert {kind for _, kind in kinds(as_text(string, (table_of(string),)))} == {"quantity"}


def test_contents_are_structure() -> None:
    string = "目录\n一、概况 3\n二、2024年就业 12\n正文共有学校3所"
    span = (0, string.index("正文"))
    assert kinds(as_text(string, contents=(span,))) == [("3", "structure"), ("2024", "structure"), ("12", "structure"), ("3", "quantity")]


# ------------------------------------------------------------------------------------------------ the annotated reports

STATES = {"date": "date", "ordinal": "ordinal", "name": "name", "structure": "structure", "policy": "document"}
TEXTS = [*(f"reports/xuchang-{year}" for year in (2024, 2025)), "dev/D1-changzhi-2023", "dev/D2-changzhi-2024", "dev/D3-jian-2022",
         "dev/D4-guizhou-2024", "dev/D5-suzhou-bianhe-2024", "dev/D6-zhanghe-2023"]


def gold(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.mark.shared
@pytest.mark.parametrize("place", TEXTS)
def test_annotated_report(shared: Path, place: str) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("score", shared / "contract" / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    string = (shared / f"{place}.txt").read_text(encoding="utf-8")
    annotated = shared / "gold" / Path(place).name
    numbers = numbers_in(string)
    expected = [{"text": row["text"], "state": STATES.get(row["state"], "quantity")} for row in gold(annotated, "numbers")]
    delivered = [{"text": string[n.start:n.end], "state": n.kind if n.kind in STATES.values() else "quantity"} for n in numbers]
    total, present, agree = score.ledger_states(expected, delivered)
    assert present / total >= 0.99
    assert agree / present >= 0.95  # what stands in a document's title is a matter of the policies

    by_raw: dict[str, list[Number]] = {}
    for number in numbers:
        by_raw.setdefault(string[number.raw_start:number.raw_end], []).append(number)
    rows = [row for row in gold(annotated, "indicators") if row["raw"] in string and (not row["raw"][-1].isdigit() or "∶" in row["raw"])]
    wrong = [row["raw"] for row in rows if not any(same(row, number) for number in by_raw.get(row["raw"], []))]
    assert rows and len(wrong) <= 0.01 * len(rows), wrong


def same(row: dict[str, str], number: Number) -> bool:
    return (abs(number.value), number.unit, number.bound) == (abs(Decimal(row["value"])), row["unit"], row["bound"])


@pytest.mark.shared
def test_speed(shared: Path) -> None:
    string = "".join((shared / f"{place}.txt").read_text(encoding="utf-8") for place in TEXTS[:2])[:15_000]
    numbers_in(string)
    best = min(_seconds(string) for _ in range(3))
    assert best < 0.25  # about 0.03 on an idle machine


def _seconds(string: str) -> float:
    start = time.perf_counter()
    numbers_in(string)
    return time.perf_counter() - start
