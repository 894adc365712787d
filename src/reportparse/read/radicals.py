"""Folds CJK radicals and strokes, which some PDF producers write in place of the ideographs that look like them."""

from __future__ import annotations

import functools
import re
from pathlib import Path

_RADICAL = re.compile(r"[\u2E80-\u2FDF\u31C0-\u31EF]")
"""Radicals supplement, Kangxi radicals, strokes: all that the table maps."""


def fold_radicals(text: str) -> str:
    """`text` with each radical or stroke replaced by its unified ideograph, one character for one.

    The mapping is Unicode's Equivalent_Unified_Ideograph. NFKC is no substitute: it leaves most of U+2E80-2EF3 alone and
    rewrites full-width punctuation and ㎡."""
    if _RADICAL.search(text) is None:
        return text
    return text.translate(_table())


@functools.cache
def _table() -> dict[int, int]:
    data = Path(__file__).with_name("data") / "EquivalentUnifiedIdeograph.txt"
    table: dict[int, int] = {}
    for line in data.read_text(encoding="utf-8").splitlines():
        entry = line.partition("#")[0].strip()
        if not entry:
            continue
        points, _, ideograph = entry.partition(";")
        first, _, last = points.strip().partition("..")
        for point in range(int(first, 16), int(last or first, 16) + 1):
            table[point] = int(ideograph.strip(), 16)
    return table
