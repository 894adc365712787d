"""The indicators of all years side by side, each series of one issuer, population and unit by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from reportparse.checks.figures import Figure, figures_of_rows, shown
from reportparse.errors import DeliveryError
from reportparse.rulebook.trust import YearRules, fits

Row = dict[str, str]
Key = tuple[str, ...]

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.01")
_UNIT, _SPAN = 8, 10
"""Places of the unit and of the span of years in a key; what stands before the unit says what is measured."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One year of a series: its figure, or None where an earlier year had one and this year's report has none."""

    year: str
    figure: Figure | None
    several: int = 1
    """How many figures the year has for the same series; they cannot be told apart, so they are compared with nothing."""
    restated: Figure | None = None
    """What the next report gives for this year, where it differs."""


def panel_rows(
    indicators: Iterable[Mapping[str, str]],
    reports: Iterable[Mapping[str, str]],
    labels: Mapping[str, str],
    rules: YearRules,
    entity_key: Callable[[str, str], str] = lambda entity, issuer: entity,
) -> list[Row]:
    """Rows of panel.csv from rows of indicators.csv and reports.csv, one for each year of each series.

    A series is one issuer, sector, indicator, measure, scope, entity, ownership, status, unit, counted population and, for shares,
    denominator: what differs in any of these is another series. Years are those that the figures are about (the last one of
    several: a sum over years is a series by itself); a figure for an
    earlier year stands there only when that year's own report gives none. Change and growth are against the year before that
    has a report of the issuer. Flags: new (the report before has no such figure), dropped (this report has none), unchanged (same
    value and bound), outlier (beyond the usual growth). `entity_key` maps an entity and the issuer to its harmonised name."""
    by_id = {row["report_id"]: row for row in reports}
    editions: dict[tuple[str, str], list[str]] = {}
    for row in by_id.values():
        years = editions.setdefault((row["issuer"], row["sector"]), [])
        if row["year"] not in years:
            years.append(row["year"])
    for years in editions.values():
        years.sort()
    series: dict[Key, dict[str, list[Figure]]] = {}
    for figure in figures_of_rows(indicators, by_id):
        series.setdefault(_key(figure, entity_key), {}).setdefault(figure.year[-4:], []).append(figure)
    rows: list[Row] = []
    twins: dict[Key, list[Key]] = {}
    for key in series:
        twins.setdefault(key[:_UNIT], []).append(key)
    for key in sorted(series):
        years = editions.get((key[0], key[1]), [])
        cells = _cells(series[key], years)
        for i, cell in enumerate(cells):
            for row in _rows(key, cell, cells[:i], years, labels, rules):
                others = [other for other in sorted(twins[key[:_UNIT]]) if other != key and other[_SPAN] == key[_SPAN]]
                rows.append(_with_twins(row, key, {other: series[other] for other in others}))
    return rows


def _with_twins(row: Row, key: Key, others: Mapping[Key, Mapping[str, Sequence[Figure]]]) -> Row:
    """A new or dropped figure with a note of what stands for it in another unit or of another denominator."""
    year = {"new": row["previous_year"], "dropped": row["year"]}.get(row.get("flag", ""), "")
    notes = [row["note"]] if row.get("note") else []
    for other, by_year in others.items():
        for figure in by_year.get(year, ())[:1]:
            what = "unit" if other[_UNIT] != key[_UNIT] else "denominator" if other[-1] != key[-1] else "population"
            kind = {"unit": figure.unit, "denominator": f"of {figure.base}", "population": figure.population}[what]
            notes.append(f"another {what} in {year}: {shown(figure.value, 6)} {kind}")
    return row | {"note": "; ".join(notes)}


def _key(figure: Figure, entity_key: Callable[[str, str], str]) -> Key:
    entity = entity_key(figure.entity, figure.issuer) if figure.entity else ""
    base = figure.base if figure.measure == "share" else ""
    span = figure.year if ".." in figure.year else ""
    return (figure.issuer, figure.report_sector, figure.indicator, figure.measure, figure.scope, entity, figure.ownership, figure.status,
            figure.unit, figure.population, span, base)


def _cells(by_year: Mapping[str, Sequence[Figure]], editions: Sequence[str]) -> list[Cell]:
    """The years of a series from its first on: one cell for each year with figures and for each report without."""
    years = sorted({*by_year, *(year for year in editions if year > min(by_year))})
    cells = []
    for year in years:
        figures = by_year.get(year, [])
        own = [f for f in figures if f.report_year == year]
        chosen = own or sorted(figures, key=lambda f: f.report_year, reverse=True)
        chosen = [f for f in chosen if f.report_year == chosen[0].report_year]
        distinct = {(f.value, f.value_high, f.bound): f for f in reversed(chosen)}
        figure = next((f for f in chosen), None)
        later = [f for f in figures if f.report_year > year and own and not any(f.reach.meets(o.reach) for o in own)]
        cells.append(Cell(year, figure, len(distinct), later[0] if later else None))
        if len(distinct) > 1:
            cells.pop()
            cells += [Cell(year, f, len(distinct), None) for f in reversed(distinct.values())]
    return cells


def _rows(
    key: Key, cell: Cell, before: Sequence[Cell], editions: Sequence[str], labels: Mapping[str, str], rules: YearRules
) -> list[Row]:
    issuer, sector, indicator, measure, scope, entity, ownership, status, unit, population, span, base = key
    previous_years = [year for year in editions if year < cell.year]
    earlier = [c for c in before if c.year < cell.year]
    previous_year = max(previous_years[-1:] + [c.year for c in earlier if c.figure is not None], default="")
    previous = [c for c in earlier if c.year == previous_year and c.figure is not None]
    last = previous[0].figure if len(previous) == 1 and previous[0].several == 1 else None
    row: Row = {
        "issuer": issuer, "sector": sector, "indicator": indicator, "label": labels.get(indicator, ""), "measure": measure, "scope": scope,
        "entity": entity, "ownership": ownership, "status": status, "unit": unit, "year": cell.year,
        "previous_year": previous_year if previous_year else "", "base": base, "population": population,
    }
    figure = cell.figure
    compared = status == "actual" and measure in {"level", "share"}
    if figure is None:
        # Only the first year without the figure says that it was dropped; later ones say nothing new.
        if not previous or cell.year not in editions or not compared:
            return []
        return [row | {"previous_value": shown(last.value, 6) if last else "", "flag": "dropped", "fact_id": "",
                       "report_id": "", "note": _what(previous)}]
    row |= {"value": shown(figure.value, 6), "bound": figure.bound, "fact_id": figure.fact_id, "report_id": figure.report_id}
    notes = [f"for the years {span}"] if span else []
    if cell.several > 1:
        notes.append(f"one of {cell.several} figures of the year")
    if figure.report_year != cell.year and not span:
        notes.append(f"printed in the {figure.report_year} report")
    if cell.restated is not None:
        row["restated"] = shown(cell.restated.value, 6)
        notes.append(f"the {cell.restated.report_year} report gives {shown(cell.restated.value, 6)}")
    if last is not None and cell.several == 1:
        row |= _compared(figure, last, rules)
    elif previous_years and not earlier and cell.year in editions and compared:
        row["flag"] = "new"
    return [row | {"note": "; ".join(notes)}]


def _what(previous: Sequence[Cell]) -> str:
    return f"one of {len(previous)} figures of the year" if len(previous) > 1 else ""


def _compared(figure: Figure, last: Figure, rules: YearRules) -> Row:
    """Change, growth and flag of a figure against the one before."""
    change = figure.value - last.value
    row: Row = {"previous_value": shown(last.value, 6), "change": shown(change, 6)}
    if last.value > 0 and figure.measure == "level":
        row["growth_percent"] = shown((change / last.value * _HUNDRED).quantize(_TENTH, ROUND_HALF_UP))
    if change == 0 and figure.bound == last.bound and figure.value_high == last.value_high:
        return row | {"flag": "unchanged"}
    return row | {"flag": "outlier" if unusual(figure, last, rules) else ""}


def unusual(figure: Figure, last: Figure, rules: YearRules) -> bool:
    """Whether a figure changed beyond the usual: shares by points, levels by growth from a value that is not small."""
    if figure.measure == "share":
        return abs(figure.value - last.value) > Decimal(str(rules.points))
    if figure.measure != "level" or last.value < Decimal(str(rules.least)):
        return False
    limit = next((usual for pattern, usual in rules.growths.items() if fits(figure.indicator, (pattern,))), rules.growth)
    return abs(figure.value / last.value - 1) * _HUNDRED > Decimal(str(limit))


_SERIES = ("sector", "indicator", "label", "measure", "scope", "entity", "ownership", "population", "unit", "base")
NUMBER_COLUMNS = ("value", "previous_value", "change", "growth_percent", "restated")


def write_workbook(rows: Sequence[Mapping[str, str]], path: Path) -> None:
    """panel.xlsx: all rows in one sheet, and one sheet for each issuer with the years side by side (actual levels and shares).

    DeliveryError when the Excel writer is not installed or the file cannot be written."""
    try:
        import openpyxl  # noqa: F401
        import pandas as pd
    except ImportError as error:
        remedy = "Install the package with its extra: pip install 'reportparse[excel]'."
        raise DeliveryError("writing Excel files needs openpyxl", str(path), remedy) from error
    frame = pd.DataFrame([dict(row) for row in rows]).fillna("")
    for column in NUMBER_COLUMNS:
        if column in frame:
            frame[column] = pd.to_numeric(frame[column], errors="coerce")
    try:
        with pd.ExcelWriter(path, engine="openpyxl") as book:
            frame.to_excel(book, sheet_name="panel", index=False, freeze_panes=(1, 0))
            for issuer in sorted(set(frame["issuer"])) if len(frame) else ():
                own = frame[(frame["issuer"] == issuer) & (frame["status"] == "actual") & frame["measure"].isin(["level", "share"])]
                wide = own.pivot_table(index=list(_SERIES), columns="year", values="value", aggfunc="first")
                wide.reset_index().to_excel(book, sheet_name=_sheet(str(issuer)), index=False, freeze_panes=(1, 2))
    except OSError as error:
        raise DeliveryError(f"cannot be written ({error.strerror or error})", str(path), "Choose another folder.") from error


def _sheet(name: str) -> str:
    """A name that Excel takes for a sheet: 31 characters at most, none that it forbids."""
    return "".join("_" if char in "[]:*?/\\" else char for char in name)[:31] or "_"
