"""Where a section's title ends: at the end of a heading line, at the first 。 of a run-in heading, or nowhere."""

from __future__ import annotations

import regex

from reportparse.compiling import ready
from reportparse.markers import SENTENCE_STYLES
from reportparse.sections.candidates import Candidate

LONGEST_RUN_IN = 40
"""A first sentence longer than this is no title."""

_STOP = r"(?<=[\p{Han}”）])\.(?!\d)"
"""A half-width full stop, as careless typing leaves it."""
_CLOSE = regex.compile(rf"[。！？]|{_STOP}")
_CLOSE_ITEM = regex.compile(rf"[。；！？;]|{_STOP}")


def title_span(text: str, candidate: Candidate, stop: int) -> tuple[int, int, int]:
    """Start and end of the title and where the body begins. `stop` is the start of the next section.

    An empty title has start = end; the body then begins right after the marker."""
    start = candidate.title_start
    end = min(candidate.stop, stop)
    if candidate.kind != "marker":
        title_end = min(candidate.title_end, stop) if candidate.title_end >= 0 else end
        title_end = max(title_end, start) if start <= title_end else start
        return start, _stripped(text, start, title_end), max(candidate.stop, title_end)
    item = candidate.family in SENTENCE_STYLES or not candidate.at_line
    close = (_CLOSE_ITEM if item else _CLOSE).search(text, start, end)
    if close is None and not item:
        if end < candidate.stop:  # an inline item follows in the same line: 一、概况：一是…
            end = _run_in_end(text, start, end) or end
            return _bounded(text, start, end)
        return start, _stripped(text, start, end), end
    first = close.start() if close else end
    if not item:
        first = _run_in_end(text, start, first) or first
    return _bounded(text, start, first)


def _bounded(text: str, start: int, end: int) -> tuple[int, int, int]:
    end = _stripped(text, start, end)
    if end - start > LONGEST_RUN_IN:
        return start, start, start
    body = end
    while body < len(text) and text[body] in "。；！？;：:. ":
        body += 1
    return start, end, body


def _run_in_end(text: str, start: int, end: int) -> int | None:
    """The end of a short title that a colon or a space parts from the sentence after it; None when nothing does."""
    match = ready(r"(?P<title>[^，。；：:\s]{2,16})(?:[：:]|\s+)(?=\S)").match(text[start:end])
    if match is None:
        return None
    # After a colon anything is a body; after a space only what is longer than a second half of the title could be.
    colon = match.group().rstrip()[-1] in "：:"
    if not colon and end - start <= match.end() + 8:
        return None
    return start + match.end("title")


def _stripped(text: str, start: int, end: int) -> int:
    """`end` without spaces and open punctuation before it."""
    while end > start and text[end - 1] in " \n：:，,；;、。":
        end -= 1
    return end
