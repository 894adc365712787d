"""Counts as prose prints them."""

from __future__ import annotations

QUANTITY = r"[0-9０-９]+|[一二两三四五六七八九十百]+(?![等届])"
"""A count as printed: digits, or a Chinese numeral that is no grade (一等) and no edition (一届)."""
