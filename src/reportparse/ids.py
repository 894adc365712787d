"""Stable identifiers: a prefix and a short hash of what makes a thing itself, so that ids outlive changes elsewhere."""

from __future__ import annotations

from hashlib import blake2b


def stable_id(prefix: str, *parts: object) -> str:
    """`prefix-` and ten hex digits of the BLAKE2b hash of the parts, the same on every machine and run.

    Give the report id, the kind, the position and the key of the thing, and nothing that changes with other rules or
    with the order of work. Ten digits are 40 bits: among 10 000 things the chance of any collision is about 1 in 20 000."""
    digest = blake2b("\x1f".join(str(part) for part in parts).encode(), digest_size=5)
    return f"{prefix}-{digest.hexdigest()}"
