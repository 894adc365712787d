"""Finds tables that have level rules only (三线表): their columns come from the blank strips between the words."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from reportparse.read.grid import Grid, GridCell
from reportparse.read.rows import bounds_between, grid_of_cells, is_numeric, join_cells, join_wrapped, one_row, printed_rows
from reportparse.read.rulings import Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.runs import Run

_SAME_END = 4.0
"""Points by which the ends of the full rules of one table may differ."""
NARROWEST = 90.0
"""Length of the full rules of a table in points, at least."""
TALLEST_HEAD = 110.0
"""Points between the first and the second full rule at most: a head of some rows."""
_RULED_ROWS = 4
"""Bands between full rules from which on every row has its rule."""
_HALF_RULE = 2.0
_CLOSE = 0.8
"""Gap between a head and the first rule below it, in heights of its line, at most."""
_NEXT_LINE = 0.6
"""Gap between the lines of a wrapped cell of a head, in heights of a line, at most."""
CAPTION = re.compile(r"(?:续?表|附表)\s*\d")
"""How the caption of a table begins."""
_LABEL = re.compile("[:：]")
STRIP = 0.7
"""Width of a blank strip between columns, in font sizes, at least."""


def may_be_three_lines(rulings: Sequence[Ruling]) -> bool:
    """Whether there are three level rulings of one width, which costs little to ask."""
    ends = sorted((ruling.start, ruling.end) for ruling in rulings if ruling.length >= NARROWEST)
    return any(
        sum(1 for a, b in ends if abs(a - start) <= _SAME_END and abs(b - end) <= _SAME_END) >= 3 for start, end in ends
    )


def find_three_line_tables(
    rulings: Sequence[Ruling], words: Sequence[Run], text: str
) -> list[tuple[Grid, dict[GridCell, list[Run]]]]:
    """Tables between level rulings that no upright ruling crosses, with the words of their cells.

    A table has at least three rules of one width, a head of moderate height between the first two, and below it at
    least two rows whose words keep to two or more columns. Rules that part prose do not qualify."""
    found: list[tuple[Grid, dict[GridCell, list[Run]]]] = []
    remaining = sorted(rulings, key=lambda ruling: ruling.at)
    while remaining:
        first = remaining.pop(0)
        if first.length < NARROWEST:
            continue
        full = [first, *(
            other for other in remaining if same_ends(first, other)
        )]
        if len(full) < 3 or full[1].at - first.at > TALLEST_HEAD or _captions(first, full[1], words, text):
            continue
        # Several tables of one width may stand below each other: the first rows that make a table win.
        for last in range(_last_rule(full, words, text), 1, -1):
            rules = full[: last + 1]
            table = table_between(rules, remaining, words, text)
            if table is not None and len(rules) >= _RULED_ROWS:
                over = max((other.at for other in rulings if other.at < first.at - 1 and _beside(other, first)), default=0.0)
                below = [word for word in words if word.y0 > over - _HALF_RULE]
                rules = [*_rule_over_head(table[0], first, below, text), *rules, *_rule_under_last(table[0], rules, words)]
                table = table_between(rules, remaining, words, text) or table
            if table is not None:
                found.append(table)
                bottom = table[0].ys[-1]
                remaining = [ruling for ruling in remaining if ruling.at > bottom + 1]
                break
    return found


def same_ends(first: Ruling, second: Ruling) -> bool:
    """Whether two level rulings begin and end at the same places."""
    return abs(second.start - first.start) <= _SAME_END and abs(second.end - first.end) <= _SAME_END


def _beside(first: Ruling, second: Ruling) -> bool:
    return first.start < second.end and second.start < first.end


def _last_rule(full: Sequence[Ruling], words: Sequence[Run], text: str) -> int:
    """The place of the last rule before the caption of a further table."""
    below = min(_captions(full[1], full[-1], words, text), default=None)
    return len(full) - 1 if below is None else max(place for place, rule in enumerate(full) if rule.at < below)


def _captions(above: Ruling, below: Ruling, words: Sequence[Run], text: str) -> list[float]:
    """The heights of captions between two rules."""
    heights = [(word.y0 + word.y1) / 2 for word in words if CAPTION.match(text, word.start)]
    return [height for height in heights if above.at < height < below.at]


def _rule_over_head(grid: Grid, first: Ruling, words: Sequence[Run], text: str) -> list[Ruling]:
    """A rule over the words that stand close above the first rule, one in each column: rules only part the rows there."""
    line = [word for word in words if word.y1 <= first.at + _HALF_RULE and first.at - word.y1 < _CLOSE * (word.y1 - word.y0)]
    if len(line) < grid.columns or not _keeps_to_columns(line, grid, first) or is_numeric(line[-1:], text):
        line = _wrapped_head(grid, first, words, text)
    else:
        whole = _wrapped_head(grid, first, words, text)
        more = {bisect_right(grid.xs, (word.x0 + word.x1) / 2) for word in whole if word not in line}
        if len(more) > 1 and not any(_LABEL.search(text, word.start, word.end) for word in whole):
            line = whole  # a lone word or one with a colon is a label over the table
    if not line:
        return []
    return [Ruling(min(word.y0 for word in line) - _HALF_RULE, first.start, first.end)]


def _wrapped_head(grid: Grid, first: Ruling, words: Sequence[Run], text: str) -> list[Run]:
    """The words of a head whose cells have several lines: all that stand close above the first rule and each other, but for
    a caption over them."""
    above = [word for word in words if word.y1 <= first.at + _HALF_RULE and first.start - 6 <= word.x0 and word.x1 <= first.end + 6]
    captions = [word.y1 for word in above if CAPTION.match(text, word.start) or _too_wide(word, grid)]
    above = [word for word in above if (word.y0 + word.y1) / 2 > max(captions, default=0.0)]
    columns: dict[int, list[Run]] = {}
    top, gap = first.at, _CLOSE
    for word in sorted(above, key=lambda word: -word.y1):
        if top - word.y1 >= gap * (word.y1 - word.y0):
            break
        columns.setdefault(bisect_right(grid.xs, (word.x0 + word.x1) / 2), []).insert(0, word)
        top, gap = min(top, word.y0), _NEXT_LINE
    if len(columns) < grid.columns or is_numeric(columns[grid.columns], text):
        return []
    return [word for stack in columns.values() for word in stack]


def _too_wide(word: Run, grid: Grid) -> bool:
    """Whether a word has no place in a column of its own."""
    place = bisect_right(grid.xs, (word.x0 + word.x1) / 2)
    return place in (0, len(grid.xs)) or word.x1 - word.x0 > grid.xs[place] - grid.xs[place - 1] + word.size


def _rule_under_last(grid: Grid, rules: Sequence[Ruling], words: Sequence[Run]) -> list[Ruling]:
    """A rule under the words that stand below the last rule as the rows above stand below theirs, in columns of the table."""
    last = rules[-1]
    height = last.at - rules[-2].at
    line = [word for word in words if last.at - _HALF_RULE < word.y0 and word.y1 < last.at + height + _HALF_RULE]
    others = [word for word in words if last.at < (word.y0 + word.y1) / 2 < last.at + height and word not in line]
    if others or len(line) < 2 or not _keeps_to_columns(line, grid, last):
        return []
    above = [word.y0 - rules[-2].at for word in words if rules[-2].at < (word.y0 + word.y1) / 2 < last.at]
    if not above or abs(min(word.y0 for word in line) - last.at - min(above)) > _HALF_RULE:
        return []
    return [Ruling(max(word.y1 for word in line) + _HALF_RULE, last.start, last.end)]


def _keeps_to_columns(line: Sequence[Run], grid: Grid, rule: Ruling) -> bool:
    """Whether each word stands in a column of its own, none beyond the rule's ends."""
    if any(word.x0 < rule.start - 6 or word.x1 > rule.end + 6 for word in line):
        return False
    columns = {bisect_right(grid.xs, (word.x0 + word.x1) / 2) for word in line}
    return len(columns) == len(line)


def table_between(
    full: Sequence[Ruling], others: Sequence[Ruling], words: Sequence[Run], text: str, *, head: bool = True, least: int = 2,
    bounds: Sequence[float] = (),
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The table between the first and the last of the `full` rules with the words of its cells, None when the words do not
    keep to columns. The first band is its head, if it has one; `least` rows below have two cells filled or more.
    `bounds` are those of its columns, if they are known."""
    left, right = min(rule.start for rule in full) - 6, max(rule.end for rule in full) + 6
    top, bottom = full[0].at, full[-1].at
    inside = [
        word for word in words
        if top < (word.y0 + word.y1) / 2 < bottom and left <= word.x0 and word.x1 <= right
    ]
    crossing = [
        word for word in words
        if top < (word.y0 + word.y1) / 2 < bottom and not (left <= word.x0 and word.x1 <= right)
        and word.x1 > left and word.x0 < right
    ]
    if crossing or not inside:
        return None
    begin = full[1].at if head else top
    body = [word for word in inside if (word.y0 + word.y1) / 2 > begin]
    bands = [(a.at, b.at) for a, b in pairwise(full)]
    xs = list(bounds) or _columns(body, left, right)
    if len(xs) < 3:
        return None
    ys, cells, placed = _rows(bands, xs, inside, others, full, text, head=head)
    filled = {(cell.row, cell.column) for cell in placed}
    rows_filled = [sum(1 for row, _ in filled if row == number) for number in range(len(ys) - 1)]
    body_rows = [count for number, count in enumerate(rows_filled) if ys[number] >= begin - 0.5]
    if sum(1 for count in body_rows if count >= 2) < max(least, 0.6 * len(body_rows)):
        return None
    return grid_of_cells(xs, ys, cells), placed


def _columns(body: Sequence[Run], left: float, right: float) -> list[float]:
    """The bounds of the columns: middles of the blank strips that run down the whole body."""
    if not body:
        return []
    size = sorted(word.size for word in body)[len(body) // 2] or 10.0
    covered = sorted((word.x0, word.x1) for word in body)
    xs = [left]
    end = covered[0][1]
    for x0, x1 in covered[1:]:
        if x0 - end >= STRIP * size:
            xs.append((end + x0) / 2)
        end = max(end, x1)
    return [*xs, right]


def _rows(
    bands: Sequence[tuple[float, float]], xs: Sequence[float], inside: Sequence[Run], others: Sequence[Ruling],
    full: Sequence[Ruling], text: str, *, head: bool,
) -> tuple[list[float], list[GridCell], dict[GridCell, list[Run]]]:
    ys: list[float] = [bands[0][0]]
    cells: list[GridCell] = []
    placed: dict[GridCell, list[Run]] = {}
    for number, (top, bottom) in enumerate(bands):
        words = [word for word in inside if top < (word.y0 + word.y1) / 2 <= bottom]
        if not words:
            ys[-1] = bottom if number else top
            continue
        if number == 0 and head:
            # Short rules in the head lie under a heading of several columns.
            short = {rule.at for rule in others if top + 2 < rule.at < bottom - 2 and rule not in full}
            bounds = [*sorted(short), bottom]
            groups = [
                [word for word in words if above < (word.y0 + word.y1) / 2 <= below]
                for above, below in zip([top, *bounds], bounds, strict=False)
            ]
        else:
            rows = join_cells(printed_rows(_by_column(words, xs)), text)
            rows = one_row(rows, text) if len(bands) >= _RULED_ROWS else join_wrapped(rows, text)
            groups = [[run for runs in row.words.values() for run in runs] for row in rows]
            bounds = [*bounds_between(rows), bottom]
        for group, bound in zip(groups, bounds, strict=True):
            row = len(ys) - 1
            ys.append(bound)
            for cell, runs in _row_cells(row, group, xs, number == 0 and head, text):
                cells.append(cell)
                if runs:
                    placed[cell] = runs
    return ys, cells, placed


def _by_column(words: Sequence[Run], xs: Sequence[float]) -> dict[int, list[Run]]:
    columns: dict[int, list[Run]] = {}
    for word in words:
        middle = (word.x0 + word.x1) / 2
        column = max(place for place, x in enumerate(xs[:-1]) if x <= middle or place == 0)
        columns.setdefault(column, []).append(word)
    return columns


def _row_cells(
    row: int, words: Sequence[Run], xs: Sequence[float], head: bool, text: str
) -> list[tuple[GridCell, list[Run]]]:
    """The cells of one row; in the head a word that lies over several columns makes a merged cell."""
    columns = len(xs) - 1
    spans: list[tuple[int, int, list[Run]]] = []
    ordered = sorted(words, key=lambda word: word.x0)
    stacks = stacks_of(ordered) if head else []
    if len(stacks) == columns:
        return [(GridCell(row, place, 1, 1), stack) for place, stack in enumerate(stacks)]  # wider than what stands below
    for word in ordered:
        first = max(place for place in range(columns) if xs[place] <= word.x0 + 1 or place == 0)
        last = max(place for place in range(columns) if xs[place] < word.x1 - 1 or place == 0)
        if not head:
            middle = (word.x0 + word.x1) / 2
            first = last = max(place for place in range(columns) if xs[place] <= middle or place == 0)
        if spans and first <= spans[-1][1]:
            before = spans[-1]
            spans[-1] = (before[0], max(before[1], last), [*before[2], word])
        else:
            spans.append((first, last, [word]))
    cells: list[tuple[GridCell, list[Run]]] = []
    column = 0
    for first, last, runs in spans:
        cells.extend((GridCell(row, place, 1, 1), []) for place in range(column, first))
        cells.append((GridCell(row, first, 1, last - first + 1), runs))
        column = last + 1
    cells.extend((GridCell(row, place, 1, 1), []) for place in range(column, columns))
    return cells


def stacks_of(ordered: Sequence[Run]) -> list[list[Run]]:
    """Words from left to right by what stands below each other."""
    stacks: list[list[Run]] = []
    end = float("-inf")
    for word in ordered:
        if word.x0 >= end:
            stacks.append([])
        stacks[-1].append(word)
        end = max(end, word.x1)
    return stacks
