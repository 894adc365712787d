"""Terminals: what is written for people, with colour where it is a terminal and as plain lines where it is not."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

PLAIN_WIDTH = 400
"""Columns of output that goes to a file or another program: tables are not squeezed into a terminal's width there."""
_BLANKS = re.compile(r"\s+")
_LONG = 60
"""Characters of a value (a table's, say) that are shown."""


def console(*, stderr: bool = False) -> Console:
    """A console on stdout or stderr; without colour, highlighting and wrapping when that is no terminal."""
    terminal = (sys.stderr if stderr else sys.stdout).isatty()
    return Console(stderr=stderr, highlight=False, width=None if terminal else PLAIN_WIDTH, soft_wrap=not terminal)


def marked(quote: str, start: int, end: int, style: str = "bold yellow") -> Text:
    """The quote on one line with what stands at `start:end` in it between ⟦ and ⟧; a long value is cut."""
    before, value, after = (_BLANKS.sub(" ", part) for part in (quote[:start].lstrip(), quote[start:end].strip(), quote[end:].rstrip()))
    if len(value) > _LONG:
        value = f"{value[:_LONG]}…"
    return Text.assemble(before, "⟦", (value, style), "⟧", after)


def show_indented(out: Console, text: Text, columns: int) -> None:
    """Print a text `columns` to the right; on a terminal its further lines too."""
    out.print(Padding(text, (0, 0, 0, columns)) if out.is_terminal else Text.assemble(" " * columns, text))


def counted(number: int, thing: str) -> str:
    """`1 report`, `2 reports`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def grid(headers: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1, gap: int = 1) -> Table:
    """A table with a line under its header; the first `left` columns are text, the others numbers; `gap`: how far apart."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, gap, 0, 0), header_style="bold")
    for position, header in enumerate(headers):
        table.add_column(header, justify="left" if position < left else "right", no_wrap=position >= left, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table
