"""The figures of a report as checks and panel see them: an indicator row with its year and what its digits leave open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from reportparse.checks.intervals import INFINITE, Interval, around, point
from reportparse.model import Fact, Indicator, Number, Report

COUNT_UNITS = frozenset("人 人次 所 家 个 门 部 册 台 期 项 间 场 种 本 件 枚 套 届 次".split())  # noqa: SIM905 - a list to read
"""Units of things that are counted one by one: a whole number in them is exact."""

_DIGITS = re.compile(r"\d+(?:[,，]\d{3})*(?:\.\d+)?|\d+(?: \d{3})+")
_WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_LIMITED = re.compile("[余多几来]")


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator row. `start` is -1 for rows that were read from a delivery without a text."""

    report_id: str
    report_year: str
    issuer: str
    report_sector: str
    fact_id: str
    indicator: str
    measure: str
    value: Decimal
    value_high: Decimal | None
    precision: Decimal
    """One unit of the last printed digit."""
    unit: str
    bound: str
    scope: str
    entity: str
    ownership: str
    sector: str
    status: str
    period: str
    base: str
    raw: str
    section: str
    start: int
    end: int

    @property
    def year(self) -> str:
        """The year that the figure is about; a school year that touches the report year counts as the report year."""
        return period_year(self.period, self.report_year)

    @property
    def population(self) -> str:
        """Sector of the schools it counts; without one in the row, that of the report."""
        own = {"中职": "secondary", "高职": "higher", "职教": "vocational"}
        return self.sector or own.get(self.report_sector, "")

    @property
    def unsure(self) -> bool:
        """Whether a joint report (职教) leaves open if it counts secondary schools, colleges or both."""
        return self.report_sector == "职教" and not self.sector

    @property
    def reach(self) -> Interval:
        """What the printed value can stand for, given its digits and its bound."""
        value, step = self.value, self.leading_step
        if self.value_high is not None:
            return Interval(value, self.value_high)
        if self.bound == "over":
            limited = _LIMITED.search(self.raw)
            return Interval(value, value + step if limited else INFINITE)
        if self.bound == "under":
            return Interval(value - step, value)
        if self.bound == "about":
            return Interval(value - step / 2, value + step / 2)
        if self.precision <= 1 and self.unit in COUNT_UNITS and value == value.to_integral_value():
            return point(value)
        return around(value, self.precision)

    @property
    def leading_step(self) -> Decimal:
        """One unit of the last digit that is not zero (500 -> 100), what 余 and 近 leave open."""
        value = abs(self.value)
        if value == 0:
            return Decimal(1)
        sign, digits, exponent = value.normalize().as_tuple()
        del sign, digits
        return Decimal(1).scaleb(int(exponent))

    @property
    def exact(self) -> bool:
        """Whether the value is printed without a bound."""
        return self.bound == "exact"

    @property
    def population_key(self) -> tuple[str, ...]:
        """Who and when: scope, entity, ownership, status, year."""
        return (self.scope, self.entity, self.ownership, self.status, self.year)


def period_year(period: str, report_year: str) -> str:
    """The year of a period: `2024-autumn` -> 2024, empty -> report year, `2023/2024` -> the report year if it touches it,
    else its first year; ranges of years (`2021..2024`) stay as they are."""
    if not period:
        return report_year
    if ".." in period:
        return period
    if "/" in period:
        years = period.split("/")
        return report_year if report_year in years else years[0]
    return period[:4]


def precision_of(raw: str, value: Decimal) -> Decimal:
    """One unit of the last printed digit of `raw`, in units of the scaled `value`: `2.25万` -> 100; 1 where no digits stand."""
    best: Decimal | None = None
    for match in _DIGITS.finditer(raw.translate(_WIDE)):
        text = match.group().replace(",", "").replace(" ", "")
        printed = Decimal(text)
        step = Decimal(1).scaleb(-len(text.partition(".")[2]))
        if printed == 0:
            continue
        factor = abs(value) / printed
        if factor == 1:
            return step
        if factor.normalize().as_tuple().digits == (1,):
            best = step * factor
    if best is not None:
        return best
    return Decimal(10) if "成" in raw else Decimal(1)


def figures_of_report(report: Report) -> tuple[Figure, ...]:
    """The indicator facts of a report in reading order."""
    numbers = {number.start: number for number in report.numbers}
    facts = sorted(report.facts, key=lambda fact: (fact.claim.evidence.start, fact.fact_id))
    return tuple(_figure(report, fact, fact.claim.record, numbers) for fact in facts if isinstance(fact.claim.record, Indicator))


def _figure(report: Report, fact: Fact, record: Indicator, numbers: Mapping[int, Number]) -> Figure:
    identity, evidence = report.identity, fact.claim.evidence
    printed = next((n for at in fact.claim.numbers if (n := numbers.get(at)) and abs(n.value) == abs(record.value)), None)
    return Figure(
        identity.report_id, identity.year, identity.issuer, identity.sector, fact.fact_id, record.indicator, record.measure,
        record.value, record.value_high, printed.precision if printed else precision_of(record.raw, record.value), record.unit,
        record.bound, record.scope, record.entity, record.ownership, record.sector, record.status, record.period, record.base,
        record.raw, fact.section, evidence.start, evidence.end,
    )


def figures_of_rows(rows: Iterable[Mapping[str, str]], reports: Mapping[str, Mapping[str, str]]) -> tuple[Figure, ...]:
    """The rows of indicators.csv; `reports` maps a report id to its row of reports.csv. Rows without a number are left out."""
    found = []
    for row in rows:
        value, high = _decimal(row.get("value", "")), _decimal(row.get("value_high", ""))
        if value is None:
            continue
        report = reports.get(row["report_id"], {})
        found.append(Figure(
            row["report_id"], row["year"], report.get("issuer", ""), report.get("sector", ""), row["fact_id"], row["indicator"],
            row["measure"], value, high, precision_of(row.get("raw", ""), value), row["unit"], row["bound"] or "exact",
            row["scope"], row["entity"], row["ownership"], row.get("sector", ""), row["status"], row["period"], row["base"],
            row.get("raw", ""), row.get("section", ""), int(row.get("char_start") or -1), int(row.get("char_end") or -1),
        ))
    return tuple(found)


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def shown(value: Decimal, digits: int = 4) -> str:
    """A decimal for people: no exponent, no trailing zeros, at most `digits` decimals."""
    quantum = Decimal(1).scaleb(-digits)
    text = format(value.quantize(quantum) if value.as_tuple().exponent < -digits else value, "f")  # type: ignore[operator]
    return text.rstrip("0").rstrip(".") if "." in text else text
