"""Makes a page's blocks, lines and tables in reading order, from its characters and rulings."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from reportparse.document import Box, Line, RawCell, RawTable
from reportparse.read.charts import find_charts, is_plot
from reportparse.read.columns import Columns
from reportparse.read.cutlines import find_cut_tables, may_be_cut
from reportparse.read.frame import Frame, turns_of
from reportparse.read.grid import find_grids
from reportparse.read.layer import PdfLayer
from reportparse.read.order import across, from_top, in_reading_order, page_columns
from reportparse.read.rows import part_rows
from reportparse.read.rulings import page_rulings
from reportparse.read.runs import Run, join_words, line_runs, printed_lines, runs_to_lines
from reportparse.read.setting import printed_order, without_letter_spacing
from reportparse.read.tables import grid_to_table, is_table, words_to_cells
from reportparse.read.threelines import NARROWEST, find_three_line_tables, may_be_three_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.read.grid import Grid, GridCell
    from reportparse.read.layer import Layer, UprightBox
    from reportparse.read.pdfium import PdfPage
    from reportparse.read.rulings import Ruling, Rulings

Block = Line | RawTable
_IN_COLUMN = 0.6
"""Share of the printed width that a rule inside a column takes, at most."""
_CLOSES = 3.0
"""Points between the end of a table and the rule that closes it, at most."""
_FRAMED_ROWS = 3
"""Rows of a frame without rules between columns from which on it may hold a table."""


class Before(NamedTuple):
    """What earlier pages tell of a page: the columns of their text, and the bounds of the columns of a table that goes on."""

    columns: Columns | None = None
    table: tuple[float, ...] = ()


NOTHING = Before()


def before_next(blocks: Sequence[Block], before: Before) -> Before:
    """What the blocks of a page, and of those before it, tell of the next one."""
    columns = columns_of(blocks) or before.columns
    tables = [block for block in blocks if isinstance(block, RawTable)]
    return Before(columns, tables[-1].goes_on if tables else ())


def page_blocks(
    page: PdfPage, text: str, boxes: array[float], shown: Frame, before: Before = NOTHING
) -> tuple[tuple[Block, ...], int, array[float]]:
    """The blocks of a page with a sound text layer, boxes as the page is displayed, the quarter turns of its text, and
    the boxes of its characters in the order in which the blocks count them; `boxes` has them in pdfium's order.

    Text that lies sideways as displayed is read upright; only its boxes tell. `before`: what the pages before tell."""
    sides = boxes.tolist()
    spans = printed_lines(text)
    layer = PdfLayer(page, text, shown, sides)
    runs = line_runs(layer, spans)
    turns = _main_turns(runs)
    order = printed_order(text, spans, sides, turns)
    if order is not None:
        text = "".join(map(text.__getitem__, order))
        sides = [side for index in order for side in sides[4 * index : 4 * index + 4]]
        boxes = array("f", sides)
    closed = without_letter_spacing(text, sides, turns, moved=order is not None)
    upright = shown.turned(turns)
    if order is not None or closed != text or turns != shown.turns:
        layer = PdfLayer(page, closed, upright, sides, order)
        runs = line_runs(layer, printed_lines(closed))
    blocks = layer_blocks(layer, runs, page_rulings(page, upright), before if turns == shown.turns else NOTHING)
    if turns != shown.turns:
        blocks = tuple(_as_displayed(block, upright, shown) for block in blocks)
    return blocks, turns, boxes


def columns_of(blocks: Sequence[Block]) -> Columns | None:
    """The two columns of running text that the blocks of a page stand in, None when there are not just two, or unlike ones."""
    edges = {block.column for block in blocks}
    if len(edges) < 2:
        return None
    sides = sorted(side for side in edges if side is not None)
    columns = Columns(*sides) if len(sides) == 2 else None
    return columns if columns is not None and columns.alike else None


def layer_blocks(
    layer: Layer, runs: Sequence[Run], rulings: Rulings, before: Before = NOTHING
) -> tuple[Block, ...]:
    """The blocks of upright characters and the rulings on the same page; `runs` are the layer's printed lines, `before` is
    what the pages before tell."""
    text = layer.text
    grids = find_grids(rulings)
    free = _outside(rulings.horizontal, grids)
    three_lines = may_be_three_lines(free)
    cut = bool(before.table) or (bool(free) and may_be_cut(free, runs, text))
    columns = _columns_beside(layer, runs, free, before)
    if not (grids or three_lines or cut or columns or rulings.marks.may_be_chart):
        return _ordered(layer, runs, (), (), before.columns)
    words = words_to_cells(layer, runs, grids)
    tables: list[RawTable] = []
    level: list[tuple[Grid, dict[GridCell, list[Run]]]] = []
    outside = list(words.outside)
    for grid, inside in zip(grids, words.inside, strict=True):
        framed = _framed_table(grid, inside, rulings, text)
        if framed is not None:
            level.append(framed)
            outside.extend(_without([run for cell in inside.values() for run in cell], [framed]))
        elif is_table(grid, inside) and not is_plot(grid, rulings.marks, inside):
            tables.append(grid_to_table(*part_rows(grid, inside, text), text))
        else:
            outside.extend(run for cell in inside.values() for run in cell)
    rest = _outside(free, [grid for grid, _ in level])
    open_grids: list[Grid] = []
    crossing = across(layer, runs, columns) if columns is not None else []
    for side in (-1,) if columns is None else (-1, 0, 1):
        rules = rest if columns is None else [rule for rule in rest if columns.side(_as_run(rule)) == side]
        there = outside if columns is None or side < 0 else [
            run for run in outside
            if columns.side(run) == side and not any(piece.start <= run.start < piece.end for piece in crossing)
        ]
        if three_lines and rules:
            found = find_three_line_tables(rules, there, text)
            level.extend(found)
            there = _without(there, found)
        if (cut and columns is None) or (columns and rules):
            bounds = before.table if columns is None else ()
            found = find_cut_tables(_outside(rules, [grid for grid, _ in level]), there, text, bounds)
            level.extend(found)
            open_grids.extend(grid for grid, _ in found if not any(abs(rule.at - grid.ys[-1]) < _CLOSES for rule in rules))
        outside = _without(outside, level)
    for grid, inside in level:
        table = grid_to_table(grid, inside, text)
        tables.append(table._replace(goes_on=grid.xs) if grid in open_grids else table)
    charts = find_charts(rulings, outside, [table.box for table in tables], text)
    if not tables and not charts:
        return _ordered(layer, runs, (), (), before.columns)
    labels = {run.start for _, found in charts for run in found}
    outside = sorted((run for run in outside if run.start not in labels), key=lambda run: run.start)
    return _ordered(layer, join_words(outside, text), tables, charts, columns or before.columns)


def _columns_beside(layer: Layer, runs: Sequence[Run], rules: Sequence[Ruling], before: Before) -> Columns | None:
    """The columns of a page with level rules in one of them."""
    wide = [rule for rule in rules if rule.length >= NARROWEST]
    if not wide or not runs:
        return None
    printed = max(run.x1 for run in runs) - min(run.x0 for run in runs)
    if min(rule.length for rule in wide) > _IN_COLUMN * printed:
        return None
    return page_columns(layer, runs, [_as_run(rule) for rule in wide], before.columns)


def _without(words: Sequence[Run], tables: Sequence[tuple[Grid, dict[GridCell, list[Run]]]]) -> list[Run]:
    """The words that stand in no cell."""
    taken = {run.start for _, inside in tables for cell in inside.values() for run in cell}
    return [run for run in words if run.start not in taken]


def _as_run(rule: Ruling) -> Run:
    """A level rule as a run without characters."""
    return Run(0, 0, rule.start, rule.at, rule.end, rule.at, 0.0)


def _framed_table(
    grid: Grid, inside: dict[GridCell, list[Run]], rulings: Rulings, text: str
) -> tuple[Grid, dict[GridCell, list[Run]]] | None:
    """The table in a grid that has a frame and rules below its rows, but none between its columns."""
    if grid.columns > 1 or grid.rows < _FRAMED_ROWS:
        return None
    x0, y0, x1, y1 = grid.box
    rules = [rule for rule in rulings.horizontal if y0 - 3 <= rule.at <= y1 + 3 and rule.start < x1 and rule.end > x0]
    found = find_three_line_tables(rules, [run for cell in inside.values() for run in cell], text)
    return found[0] if len(found) == 1 else None


def _outside(rulings: Sequence[Ruling], grids: Sequence[Grid]) -> list[Ruling]:
    """The level rulings that no grid contains."""
    boxes = [grid.box for grid in grids]
    return [
        ruling for ruling in rulings
        if not any(y0 - 3 <= ruling.at <= y1 + 3 and ruling.start < x1 and ruling.end > x0 for x0, y0, x1, y1 in boxes)
    ]


def _ordered(
    layer: Layer, runs: Sequence[Run], tables: Sequence[RawTable], charts: Sequence[tuple[UprightBox, list[Run]]],
    before: Columns | None,
) -> tuple[Block, ...]:
    """Lines, tables and the labels of charts in reading order; tables and charts take part as runs without characters."""
    pieces: list[list[Block]] = [[table] for table in tables]
    boxes = [(table.box.x0, table.box.y0, table.box.x1, table.box.y1) if table.box else (0.0, 0.0, 0.0, 0.0) for table in tables]
    for box, labels in charts:
        lines = runs_to_lines(from_top(labels), layer.text, reach=2.0)
        pieces.append([line._replace(chart=True) for line in lines])
        boxes.append(box)
    places = [Run(-number, -number, *box, 0.0) for number, box in enumerate(boxes, start=1)]
    stretches = in_reading_order(layer, [*runs, *places], before)
    blocks: list[Block] = []
    for stretch in stretches:
        found: list[Block] = []
        between: list[Run] = []
        for run in stretch.runs:
            if run.end > run.start:
                between.append(run)
                continue
            found.extend(runs_to_lines(between, layer.text))
            between = []
            found.extend(pieces[-run.start - 1])
        found.extend(runs_to_lines(between, layer.text))
        blocks.extend(found if stretch.column is None else [block._replace(column=stretch.column) for block in found])
    return tuple(blocks)


def _main_turns(runs: Sequence[Run]) -> int:
    votes = [0, 0, 0, 0]
    for run in runs:
        votes[turns_of(*run.direction)] += run.end - run.start
    return votes.index(max(votes))


def _as_displayed(block: Block, upright: Frame, shown: Frame) -> Block:
    def box(own: Box | None) -> Box | None:
        return upright.box_in(shown, own) if own else None

    if isinstance(block, Line):
        return block._replace(box=box(block.box), column=None)  # a column counts along the line
    cells = tuple(
        RawCell(
            cell.row, cell.column, cell.row_span, cell.column_span,
            tuple(line._replace(box=box(line.box)) for line in cell.lines),
        )
        for cell in block.cells
    )
    return RawTable(block.rows, block.columns, cells, box(block.box))
