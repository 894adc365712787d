"""Values of printed numerals: Arabic digits of either width, Chinese numerals, and the two that mean `about`."""

from __future__ import annotations

from decimal import Decimal

WIDE = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_DIGITS = {"零": 0, "〇": 0, "两": 2} | {sign: value for value, sign in enumerate("一二三四五六七八九", 1)}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_ZEROS = "〇○零OoＯ0０Οο"


def arabic_value(text: str) -> tuple[Decimal, Decimal]:
    """`12,432`, `８１.５`, `311 194` -> value and one unit of the last printed digit."""
    plain = "".join(text.translate(WIDE).replace(",", "").split()).replace("\u3000", "").replace("\xa0", "")
    decimals = len(plain.partition(".")[2])
    return Decimal(plain), Decimal(1).scaleb(-decimals)


def chinese_value(text: str) -> tuple[Decimal, Decimal] | None:
    """`十二`, `一百二十`, `两千五`, `三千万` -> value and precision; None when the signs form no numeral.

    Below a thousand a Chinese numeral counts one by one (`二十所` are exactly 20), above the smallest power named is the
    precision (`三千万` -> 10000000)."""
    total = section = 0
    digit: int | None = None
    smallest = last = limit = 10**12
    ceiling = 10**16
    for sign in text:
        if sign in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[sign]
        elif sign in _SMALL:
            unit = _SMALL[sign]
            if unit >= limit or digit == 0 or (digit is None and (section or total) and unit != 10):
                return None
            section += (1 if digit is None else digit) * unit
            digit, limit, smallest, last = None, unit, unit, unit
        elif sign in _LARGE:
            unit = _LARGE[sign]
            smallest = unit if digit else min(smallest, unit) * unit
            section += digit or 0
            if unit >= ceiling or not section:
                return None
            total = (total + section) * unit if unit > 10**4 and total else total + section * unit
            section, digit, limit, ceiling, last = 0, None, 10**12, unit, unit
        else:
            return None
    if digit is not None:
        if digit and last in {100, 1000, 10**4, 10**8} and text[-2:-1] not in "零〇":  # 两千五 is 2500
            digit *= last // 10
            smallest = last // 10
        else:
            smallest = 1
        section += digit
    total += section
    if not total and text not in {"零", "〇"}:
        return None
    return Decimal(total), Decimal(smallest if total >= 1000 else 1)


def about_value(text: str) -> tuple[Decimal, Decimal, Decimal] | None:
    """`三四`, `两三`, `五六百`, `七八十` -> low, high and precision; None for other texts."""
    if len(text) not in {2, 3} or text[0] not in _DIGITS or text[1] not in _DIGITS:
        return None
    low, high = _DIGITS[text[0]], _DIGITS[text[1]]
    if low < 1 or not (high == low + 1 or (low, high) == (3, 5)):
        return None
    scale = 1
    if len(text) == 3:
        scale = (_SMALL | _LARGE).get(text[2], 0)
    return (Decimal(low * scale), Decimal(high * scale), Decimal(scale)) if scale else None


def plain(value: Decimal) -> Decimal:
    """The value without trailing zeros and without an exponent: 22500.00 -> 22500, 8153.40 -> 8153.4."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def year_value(text: str) -> Decimal | None:
    """`二〇二四`, `二O二二`, `一九八四` -> the year; None when it is not four digits."""
    figures = ["0" if sign in _ZEROS else str(_DIGITS.get(sign, "")) for sign in text]
    joined = "".join(figures)
    return Decimal(joined) if len(joined) == 4 and len(text) == 4 else None
