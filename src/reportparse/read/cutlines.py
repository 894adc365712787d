"""Finds the parts of tables with level rules only (三线表) that a page end cut: no rule closes the first, none opens the last."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from reportparse.read.grid import GridCell
from reportparse.read.rows import grid_of_cells, is_numeric
from reportparse.read.rulings import Ruling
from reportparse.read.threelines import CAPTION, NARROWEST, STRIP, TALLEST_HEAD, same_ends, stacks_of, table_between

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportparse.read.grid import Grid
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
_MIDDLE_ROWS = 3
"""Lines of a table on a page that it fills, at least."""
_LEVEL = 4.0
"""Points by which the left sides of two parts of a table may differ."""
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
    rulings: Sequence[Ruling], words: Sequence[Run], text: str, bounds: Sequence[float] = ()
) -> list[tuple[Grid, dict[GridCell, list[Run]]]]:
    """The part of a table that the page ends in and the part that it begins with, with the words of their cells.

    `bounds` are those of the columns of the table that the page before ended in, if it did: it may fill this page too."""
    wide = sorted((ruling for ruling in rulings if ruling.length >= NARROWEST), key=lambda ruling: ruling.at)
    lines = _lines(words)
    if bounds and lines:
        middle = _middle_part(bounds, lines, rulings, text)
        if middle is not None:
            return [middle]
    if not wide or not lines:
        return []
    last = _last_part(wide, lines, rulings, text)
    if last is not None:
        wide = [rule for rule in wide if rule.at < last[0].ys[0] - 1]
    return [table for table in (_first_part(wide, lines, rulings, text, bounds), last) if table is not None]


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
        if not rows and len(under) <= _AROUND:
            return _lone_head(above, below, lines, text) or _lone_row(above, below, wide, lines, rulings, text)
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
    wide: Sequence[Ruling], lines: Sequence[list[Run]], rulings: Sequence[Ruling], text: str, bounds: Sequence[float]
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
            if bounds and abs(rule.start - 6 - bounds[0]) <= _LEVEL and all(_columns(line, bounds) for line in rows[:last]):
                tables.append(table_between([top, rule], rulings, inside, text, head=False, least=1, bounds=bounds))
                continue
            tables.append(table_between([top, *below], rulings, [*inside, *rest], text, head=False, least=1))
            tables.append(table_between([top, rule], rulings, inside, text, head=False, least=1))
        table = _widest(tables)
        if table is not None:
            return None if _goes_on_below(table[0], lines, text) else table
    return None


def _lone_head(
    above: Ruling, below: Ruling, lines: Sequence[list[Run]], text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The head of a table between its two rules at the page end, as a table of one row; no footer with a page number."""
    inside = [run for line in lines if above.at < _middle(line) < below.at for run in line]
    stacks = stacks_of(sorted(inside, key=lambda run: run.x0))
    ends = [(max(run.x1 for run in a), min(run.x0 for run in b), a[0].size) for a, b in pairwise(stacks)]
    if len(stacks) < _COLUMNS or any(start - end < STRIP * size for end, start, size in ends):
        return None
    if any(is_numeric(stack, text) or _PAGE_NUMBER.fullmatch("".join(text[run.start : run.end] for run in stack)) for stack in stacks):
        return None
    xs = [above.start - 6, *((end + start) / 2 for end, start, _ in ends), above.end + 6]
    if any(run.x0 < xs[0] or run.x1 > xs[-1] for run in inside):
        return None
    cells = [GridCell(0, column, 1, 1) for column in range(len(stacks))]
    return grid_of_cells(xs, [above.at, below.at], cells), dict(zip(cells, stacks, strict=True))


def _lone_row(
    above: Ruling, below: Ruling, wide: Sequence[Ruling], lines: Sequence[list[Run]], rulings: Sequence[Ruling], text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """A table of a head and one row, between three rules at the page end."""
    top = next((rule for rule in reversed(wide) if rule.at < above.at - 1 and same_ends(rule, below)), None)
    if top is None or not 6 < above.at - top.at <= TALLEST_HEAD:
        return None
    inside = [run for line in lines if top.at < _middle(line) < below.at for run in line]
    return _widest([table_between([top, above, below], rulings, inside, text, least=1)])


def _middle_part(
    bounds: Sequence[float], lines: Sequence[list[Run]], rulings: Sequence[Ruling], text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The rows of a table that fills the page: all lines but page furniture keep to its columns, and no rule is among them."""
    for first in range(min(_AROUND + 1, len(lines))):
        end = first
        while end < len(lines) and _columns(lines[end], bounds) and (end == first or _gap(lines[end - 1], lines[end]) <= _GAP):
            end += 1
        while end > first and _PAGE_NUMBER.fullmatch("".join(text[run.start : run.end] for run in lines[end - 1])):
            end -= 1
        rows = lines[first:end]
        filled = [_columns(row, bounds) for row in rows]
        if len(rows) < _MIDDLE_ROWS or len(lines) - end > _AROUND or filled[0] < 2 or sum(count > 1 for count in filled) < 0.6 * len(rows):
            continue
        top, bottom = min(run.y0 for run in rows[0]) - _MARGIN, max(run.y1 for run in rows[-1]) + _MARGIN
        if any(top < rule.at < bottom and rule.start < bounds[-1] and rule.end > bounds[0] for rule in rulings):
            return None
        sides = [Ruling(at, bounds[0] + 6, bounds[-1] - 6) for at in (top, bottom)]
        inside = [run for row in rows for run in row]
        return table_between(sides, rulings, inside, text, head=False, least=1, bounds=bounds)
    return None


def _columns(line: Sequence[Run], bounds: Sequence[float]) -> int:
    """How many columns a line fills, 0 when a word of it lies across two or outside."""
    places = {bisect_right(bounds, run.x0 + 0.5): bisect_right(bounds, run.x1 - 0.5) for run in line}
    if any(first != last or not 0 < first < len(bounds) for first, last in places.items()):
        return 0
    return len(places)


def _gap(above: Sequence[Run], below: Sequence[Run]) -> float:
    """Space between two lines, in heights of a line."""
    end = max(run.y1 for run in above)
    return (min(run.y0 for run in below) - end) / max(below[0].y1 - below[0].y0, 1.0)


def _goes_on_below(grid: Grid, lines: Sequence[list[Run]], text: str) -> bool:
    """Whether further words keep to the columns close below: the rule parts a head from its rows then."""
    x0, _, x1, end = grid.box
    under = next((line for line in lines if _middle(line) > end), None)
    if under is None or min(run.y0 for run in under) - end > _GAP * (under[0].y1 - under[0].y0):
        return False
    if any(CAPTION.match(text, run.start) for run in under):
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
