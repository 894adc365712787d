"""Totals that a sentence states beside their parts: prizes by grade, and parts in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import regex

from reportparse.checks.figures import shown
from reportparse.checks.passages import evidence_at, numbers_in, sentences
from reportparse.compiling import ready
from reportparse.model import Finding, Number, Report
from reportparse.rulebook.trust import ChainRule

_NEAR = Decimal("0.1")
_BRACKET = regex.compile(r"[^（）()，。；、\d]{0,14}[（(](?P<parts>[^（）()。；]+)[）)]")
_PER_HEAD = regex.compile(r"均|率|标准|最|其中|含|达|为")


def chain_findings(report: Report, rule: ChainRule) -> Iterator[Finding]:
    """One finding for each total of prizes that stands in a sentence with the prizes by grade.

    A number of entrants is only reported when it equals the sum: nothing says that each entrant won."""
    text = report.text.text
    prizes, totals = ("|".join(words) for words in (rule.prizes, rule.totals))
    entrants = "|".join(rule.entrants) or r"(?!)"
    for start, end in sentences(text):
        if "\t" in text[start:end] or not ready(prizes).search(text[start:end]):
            continue
        numbers = [n for n in numbers_in(report, start, end) if n.value == n.value.to_integral_value() and n.bound == "exact"]
        whole_prizes = [n for n in numbers if _total(text, n, totals, start, end)]
        graded = [n for n in numbers if n not in whole_prizes and _graded(text, n, prizes)]
        for whole in numbers:
            if whole in graded:
                continue
            is_total = whole in whole_prizes
            is_entrant = bool(ready(rf"[\p{{Han}}“”]{{0,4}}?(?:{entrants})").match(text[whole.raw_end : min(end, whole.raw_end + 10)]))
            run = _run(text, graded, whole, end)
            if not run or not (is_total or is_entrant):
                continue
            yield from _compared(report, whole, run, total=is_total)


def _total(text: str, number: Number, totals: str, start: int, end: int) -> bool:
    """Whether the number counts prizes of all grades: `58件获奖`, `获奖58件`."""
    if ready(rf"[\p{{Han}}]{{0,3}}?(?:{totals})").match(text[number.raw_end : min(end, number.raw_end + 8)]):
        return True
    return bool(ready(rf"(?:{totals})(?:总数|总计|合计|共计|共|达到|达|为)*$").search(text[start : number.raw_start]))


def _graded(text: str, number: Number, prizes: str) -> bool:
    """Whether the number counts prizes of one grade: `一等奖3个`, `3个一等奖`."""
    if ready(rf"(?:{prizes})\s*[“”]?(?:各|共)?\s*$").search(text[max(0, number.raw_start - 14) : number.raw_start]):
        return True
    return bool(ready(rf"\s*(?:{prizes})").match(text[number.raw_end : number.raw_end + 10]))


def _run(text: str, graded: Sequence[Number], whole: Number, end: int) -> list[Number]:
    """The graded numbers that go with a total: those right after it, up to 80 characters off, each near the one before;
    else those right before it."""
    after = [n for n in graded if whole.raw_end <= n.start < end]
    before = [n for n in graded if n.raw_end <= whole.start][::-1]
    for candidates in (after, before):
        run: list[Number] = []
        at = whole
        for number in candidates:
            low, high = sorted(((at.raw_start, at.raw_end), (number.raw_start, number.raw_end)))
            if high[0] - low[1] > (80 if not run else 14):
                break
            run.append(number)
            at = number
        if len(run) >= 2:
            return run
    return []


def _compared(report: Report, whole: Number, run: Sequence[Number], *, total: bool) -> Iterator[Finding]:
    exact = sum((n.value for n in run), Decimal(0))
    difference = abs(exact - whole.value)
    if exact != whole.value and (not total or (exact < whole.value and difference > max(Decimal(2), whole.value * _NEAR))):
        return
    yield _sum(report, whole, run, exact)


def bracket_findings(report: Report) -> Iterator[Finding]:
    """`15所院校（12所中职学校、3所高职院校）`: parts in a bracket against the number before it, where they add up or nearly do."""
    text = report.text.text
    quantities = [n for n in report.numbers if n.kind == "quantity" and not n.second]
    for i, whole in enumerate(quantities):
        match = _BRACKET.match(text, whole.raw_end)
        if match is None or not whole.unit or whole.unit == "%":
            continue
        parts = [n for n in quantities[i + 1 : i + 12] if match.start("parts") <= n.start < match.end("parts")]
        if len(parts) < 2 or any(n.unit != whole.unit or n.bound != "exact" for n in parts) or _PER_HEAD.search(match["parts"]):
            continue
        exact = sum((n.value for n in parts), Decimal(0))
        if abs(exact - whole.value) <= whole.value * Decimal("0.05"):
            yield _sum(report, whole, parts, exact)


def _sum(report: Report, whole: Number, parts: Sequence[Number], exact: Decimal) -> Finding:
    text = report.text.text
    printed = text[whole.raw_start : whole.raw_end]
    values = " + ".join(shown(n.value) for n in parts)
    good = exact == whole.value
    return Finding(
        "sum", f"{values} = `{printed}` at {whole.start}", shown(exact), shown(whole.value), "pass" if good else "fail",
        evidence_at(report, whole.start, *(n.start for n in parts)),
        f"{values} = {shown(exact)}" + (", as printed" if good else f", {printed} is printed"),
        {"section": report.sections.at(whole.start).path},
    )
