"""Finds the signature at the end of a report: issuer and date on lines of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from reportparse.compiling import ready
from reportparse.dates import LINE_DAY, LINE_YEAR
from reportparse.markers import marker_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportparse.model import Text
    from reportparse.sections.candidates import Line

_DATE = regex.compile(rf"(?:(?:日期|时间)\s*[:：])?\s*{LINE_YEAR}{LINE_DAY}")
_MOST_LINES = 4


def signature_span(text: Text, lines: Sequence[Line], attachments: Sequence[int]) -> tuple[int, int] | None:
    """The span of the signature (issuer lines and date) that ends the report or stands before its attachments."""
    if not lines:
        return None
    for position in range(len(lines) - 1, max(len(lines) // 2 - 1, -1), -1):
        line = lines[position]
        if not _DATE.fullmatch(text.text[line.start : line.end].strip()):
            continue
        after = text.text[line.end :].strip()
        if after and not any(start >= line.end and not text.text[line.end : start].strip() for start in attachments):
            continue
        start = line.start
        for above in reversed(lines[max(0, position - _MOST_LINES + 1) : position]):
            words = text.text[above.start : above.end].strip()
            joined = text.text[above.end : start].strip() == ""
            if not joined or len(words) > 30 or ready("[。；，：]").search(words) or marker_at(words):
                break
            start = above.start
        return start, line.end
    return None
