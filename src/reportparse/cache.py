"""What was made before, kept so that it is not made again: finished documents while file, rules, version and options are the same."""

from __future__ import annotations

import os
import pickle
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from reportparse import __version__

T = TypeVar("T")

_KEPT_DAYS = 30


def cache_folder() -> Path:
    """Where things are kept: `reportparse` in XDG_CACHE_HOME or ~/.cache."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "reportparse"


def cache_key(*parts: str) -> str:
    """A key over the parts, the version and the code of the program itself: changed code never meets old results."""
    return blake2b("\x1f".join((_program(), *parts)).encode(), digest_size=16).hexdigest()


def kept(key: str, kind: type[T]) -> T | None:
    """The value of the type `kind` that was kept under the key, or None; what cannot be read counts as not kept."""
    try:
        value = pickle.loads((cache_folder() / f"{key}.pickle").read_bytes())
    except Exception:  # unpickling a damaged file can raise anything, and the value is simply made again
        return None
    return value if isinstance(value, kind) else None


def keep(key: str, value: object) -> None:
    """Keep a value; a cache that cannot be written is no fault. What was not used for 30 days goes."""
    write_whole(f"{key}.pickle", pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL))


def write_whole(name: str, content: bytes) -> None:
    """Put a file into the folder at once, so that nobody reads half of it; a folder that cannot be written is no fault."""
    folder = cache_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        work = folder / f"{name}.{os.getpid()}"
        work.write_bytes(content)
        work.replace(folder / name)


def forget_old() -> None:
    """Remove what was kept more than 30 days ago."""
    with suppress(OSError):
        for path in cache_folder().glob("*"):
            if path.stat().st_mtime < time.time() - _KEPT_DAYS * 86400:
                path.unlink(missing_ok=True)


@cache
def _program() -> str:
    digest = blake2b(f"{__version__} {sys.version}".encode(), digest_size=16)
    for path in _code_files():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _code_files() -> Iterable[Path]:
    folder = Path(__file__).resolve().parent
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in {".py", ".csv", ".txt", ".json"})
