"""Patterns compiled once for all runs: the library takes long over a pattern of many words, so what it made of it is kept."""

from __future__ import annotations

import atexit
import pickle
import sys
import time
from contextlib import suppress
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path

import regex

from reportparse.cache import cache_folder, write_whole

SLOW = 0.0003
"""Seconds; a pattern that compiles faster is not worth keeping."""
MOST = 1500
"""Patterns kept (one program has some 500); beyond that those of the last run alone stay."""

Key = tuple[str, int]

_new: dict[Key, bytes] = {}


def compiled(source: str, flags: int = 0) -> regex.Pattern[str]:
    """The compiled pattern. Raises regex.error for an invalid one."""
    known = _kept().get((source, flags))
    if known is not None:
        pattern: regex.Pattern[str] = pickle.loads(known)
        return pattern
    start = time.perf_counter()
    pattern = regex.compile(source, flags, cache_pattern=False)
    if time.perf_counter() - start > SLOW:
        _new[source, flags] = pickle.dumps(pattern)
    return pattern


@lru_cache(maxsize=2048)
def ready(source: str) -> regex.Pattern[str]:
    """The compiled pattern, for places that write it where they use it: the library's own memory takes longer than most searches."""
    return compiled(source)


def keep_patterns() -> None:
    """Write what was compiled anew for the next start; a folder that cannot be written is no fault."""
    if not _new:
        return
    file = _file()
    merged = {**_read(file), **_new}
    payload = pickle.dumps(merged if len(merged) <= MOST else dict(_new), protocol=pickle.HIGHEST_PROTOCOL)
    _new.clear()
    write_whole(file.name, blake2b(payload).digest() + payload)


def _file() -> Path:
    """What one edition of the library made, no other can use."""
    edition = f"{sys.implementation.cache_tag}-{regex.__version__}-{sys.byteorder}"
    return cache_folder() / f"{edition}.patterns"


@cache
def _kept() -> dict[Key, bytes]:
    atexit.register(keep_patterns)
    return _read(_file())


def _read(file: Path) -> dict[Key, bytes]:
    """The patterns of the file; none when it is missing or damaged."""
    with suppress(Exception):  # unpickling can raise anything, and patterns are simply compiled again
        content = file.read_bytes()
        digest, payload = content[:64], content[64:]
        if blake2b(payload).digest() == digest:
            found: dict[Key, bytes] = pickle.loads(payload)
            return found
    return {}
