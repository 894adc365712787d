"""Text to numbers: every printed number with value, precision, scale, bound, unit, span, and what its form tells."""

from __future__ import annotations

from reportparse.numbers.find import find_numbers
from reportparse.numbers.grammar import numbers_in
from reportparse.numbers.units import Unit, read_unit, unit_family

__all__ = ["Unit", "find_numbers", "numbers_in", "read_unit", "unit_family"]
