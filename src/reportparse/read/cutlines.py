"""Finds the parts of tables with level rules only (三线表) that a page end cut: no rule closes the first, none opens the last."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from reportparse.read.rulings import Ruling
from reportparse.read.threelines import NARROWEST, TALLEST_HEAD, same_ends, table_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.read.grid import Grid, GridCell
    from reportparse.read.runs import Run

_GAP = 2.4
"""Space between two lines of a table, in heights of a line, at most."""
_AROUND = 2
"""Lines of page furniture above or below, at most."""
_COLUMNS = 3
"""Columns of a part, at least: with fewer it may be anything."""
_ROW_LINES = 2
_TOPMOST = 3
"""Rules from the top of which one may close a first row: one may lie under a running header, one over the row."""
_MARGIN = 2.0
_PAGE_NUMBER = re.compile(r"[-–—―－·~|]*\d{1,4}[-–—―－·~|]*|\d{1,4}[/／]\d{1,4}|第\d{1,4}页.*")


def may_be_cut(rulings: Sequence[Ruling], runs: Sequence[Run], text: str) -> bool:
    """Whether there is a rule close below another or close below words in columns, which costs little to ask."""
    wide = sorted((ruling for ruling in rulings if ruling.length >= NARROWEST), key=lambda ruling: ruling.at)
    if any(same_ends(a, b) and 6 < b.at - a.at <= TALLEST_HEAD for a, b in pairwise(wide)):
        return True
    for rule in wide[:_TOPMOST]:
        above = [run for run in runs if (run.y0 + run.y1) / 2 < rule.at]
        if not above:
            continue
        last = max(above, key=lambda run: run.y0 + run.y1)
        beside = [run for run in above if run.y1 > (last.y0 + last.y1) / 2]
        words = "".join(text[run.start : run.end] for run in beside)
        printed = (len(words) - 0.5 * sum(map(str.isascii, words))) * last.size
        if max(run.x1 for run in beside) - min(run.x0 for run in beside) > printed + _COLUMNS * last.size:
            return True
    return False


def find_cut_tables(
    rulings: Sequence[Ruling], words: Sequence[Run], text: str
) -> list[tuple[Grid, dict[GridCell, list[Run]]]]:
    """The part of a table that the page ends in and the part that it begins with, with the words of their cells."""
    wide = sorted((ruling for ruling in rulings if ruling.length >= NARROWEST), key=lambda ruling: ruling.at)
    lines = _lines(words)
    if not wide or not lines:
        return []
    last = _last_part(wide, lines, rulings, text)
    if last is not None:
        wide = [rule for rule in wide if rule.at < last[0].ys[0] - 1]
    return [table for table in (_first_part(wide, lines, rulings, text), last) if table is not None]


def _last_part(
    wide: Sequence[Ruling], lines: Sequence[list[Run]], rulings: Sequence[Ruling], text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The table whose head stands between the last two rules of one width, with rows down to the page end."""
    for place in range(len(wide) - 1, 0, -1):
        below = wide[place]
        above = next((rule for rule in reversed(wide[:place]) if same_ends(rule, below)), None)
        if above is None or not 6 < below.at - above.at <= TALLEST_HEAD:
            continue
        under = [line for line in lines if _middle(line) > below.at]
        rows = _unbroken(under, below.at)
        if not rows or len(under) - len(rows) > _AROUND:
            return None
        tables = []
        for last in range(len(rows), max(len(rows) - _AROUND - 1, 0), -1):
            if _PAGE_NUMBER.fullmatch("".join(text[run.start : run.end] for run in sorted(rows[last - 1], key=lambda run: run.x0))):
                continue
            end = Ruling(max(run.y1 for run in rows[last - 1]) + _MARGIN, below.start, below.end)
            inside = [run for line in lines if above.at < _middle(line) < end.at for run in line]
            tables.append(table_between([above, below, end], rulings, inside, text, least=1))
        return _widest(tables)
    return None


def _first_part(
    wide: Sequence[Ruling], lines: Sequence[list[Run]], rulings: Sequence[Ruling], text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The table whose rows begin at the top of the page and end at one of its first rules."""
    for rule in wide[:_TOPMOST]:
        over = [line for line in lines if _middle(line) < rule.at]
        others = [other.at for other in wide if other.at < rule.at - 1]
        rows = [line for line in _unbroken(over[::-1], rule.at, upwards=True) if not others or _middle(line) > others[-1]]
        if not rows or len(over) - len(rows) > _AROUND:
            continue
        below = _rules_below_rows(rule, wide, lines)
        rest = [run for line in lines if rule.at < _middle(line) < below[-1].at for run in line]
        tables = []
        for last in range(len(rows), max(len(rows) - _AROUND - 1, 0), -1):
            top = Ruling(min(run.y0 for run in rows[last - 1]) - _MARGIN, rule.start, rule.end)
            inside = [run for line in rows[:last] for run in line]
            tables.append(table_between([top, *below], rulings, [*inside, *rest], text, head=False, least=1))
            tables.append(table_between([top, rule], rulings, inside, text, head=False, least=1))
        table = _widest(tables)
        if table is not None:
            return None if _goes_on_below(table[0], lines) else table
    return None


def _goes_on_below(grid: Grid, lines: Sequence[list[Run]]) -> bool:
    """Whether further words keep to the columns close below: the rule parts a head from its rows then."""
    x0, _, x1, end = grid.box
    under = next((line for line in lines if _middle(line) > end), None)
    if under is None or min(run.y0 for run in under) - end > _GAP * (under[0].y1 - under[0].y0):
        return False
    columns = {bisect_right(grid.xs, (run.x0 + run.x1) / 2) for run in under if x0 <= run.x0 and run.x1 <= x1}
    return len(columns) == len(under) >= 2


def _rules_below_rows(rule: Ruling, wide: Sequence[Ruling], lines: Sequence[list[Run]]) -> list[Ruling]:
    """The rule and those that follow it, each below one more row of a line or two."""
    found = [rule]
    for other in wide:
        if other.at <= rule.at + 1:
            continue
        between = sum(found[-1].at < _middle(line) < other.at for line in lines)
        if not same_ends(rule, other) or not 1 <= between <= _ROW_LINES:
            break
        found.append(other)
    return found


def _widest(
    tables: Iterable[tuple[Grid, dict[GridCell, list[Run]]] | None]
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The first of those with the most columns: a line of page furniture taken for a row lies across columns."""
    wide = [table for table in tables if table is not None and table[0].columns >= _COLUMNS]
    return max(wide, key=lambda table: table[0].columns) if wide else None


def _unbroken(lines: Iterable[list[Run]], start: float, *, upwards: bool = False) -> list[list[Run]]:
    """The lines from `start` on without a wider gap than between the rows of a table, further gaps no wider than the first."""
    found: list[list[Run]] = []
    edge = start
    for line in lines:
        top, bottom = min(run.y0 for run in line), max(run.y1 for run in line)
        gap = edge - bottom if upwards else top - edge
        if gap > _GAP * (bottom - top):
            break
        found.append(line)
        edge = top if upwards else bottom
    return found


def _lines(words: Sequence[Run]) -> list[list[Run]]:
    """The words by height, from top to bottom."""
    lines: list[list[Run]] = []
    for word in sorted(words, key=lambda run: run.y0 + run.y1):
        if lines and (word.y0 + word.y1) / 2 < lines[-1][0].y1 - 0.3 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _middle(line: Sequence[Run]) -> float:
    return (line[0].y0 + line[0].y1) / 2
