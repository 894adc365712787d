"""Counts in words: the value of a printed numeral."""

from __future__ import annotations

QUANTITY = r"[0-9０-９]+|[一二两三四五六七八九十百]+(?![等届])"
"""A count as printed: digits, or a Chinese numeral that is no grade (一等) and no edition (一届)."""

_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000}


def integer(text: str) -> int:
    """`12`, `十二`, `两`, `百` -> the number; -1 for signs that are no numeral."""
    if text.isdecimal():
        return int(text)
    total = current = 0
    for sign in text:
        if sign in _POWERS:
            total += (current or 1) * _POWERS[sign]
            current = 0
        elif sign in _DIGITS:
            current = _DIGITS[sign]
        else:
            return -1
    return total + current
