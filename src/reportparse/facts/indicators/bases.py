"""The whole that a share is a part of: as a code of the codebook, or in its printed words."""

from __future__ import annotations

import regex

from reportparse.compiling import ready
from reportparse.rulebook.loading import Pack
from reportparse.rulebook.terms import pack_terms

_TOTAL = regex.compile(r"(?:总人数|总数|人数|总量|数|的|比例)+$")


def whole_of(words: str) -> str:
    """The words for a whole without what only says whose it is (`全市中职学校在校生`) or that it is one; may be empty."""
    words = words.strip("了“”\"（） ")
    words = ready(r"^(?:全部|全体|全市|全省|全县|全校|全区|当年|同期|年度|我市|我省|我校)+").sub("", words)
    return "" if ready(r"(?:比例?|比重|总数|人数)?").fullmatch(words) else words


def base_of(words: str, pack: Pack) -> str:
    """The code of the indicator that the words for a whole name, else the words themselves."""
    words = whole_of(words)
    best: tuple[int, str] | None = None
    for (rule, rate), pattern in pack.once(pack_terms).present(words):
        for match in pattern.finditer(words) if not rate else ():
            # Two characters may narrow it: 中职专业课教师.
            whole = match.start() in {0, 2} and (match.end() == len(words) or _TOTAL.fullmatch(words[match.end():]))
            if whole and (best is None or match.end() > best[0]):
                best = (match.end(), rule.rule.indicator)
    return best[1] if best else _TOTAL.sub("", words) or words
