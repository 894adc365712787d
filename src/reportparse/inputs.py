"""Which files a run reads, and what it calls them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from reportparse.errors import ReportparseError

_HIDDEN = (".", "~$")


class InputError(ReportparseError):
    """A folder or file to read that is not there, or holds nothing to read."""

    code = "input"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read; `source` is its path as the delivery shows it: seen from the folder that was named."""

    path: Path
    source: str


def find_inputs(paths: Iterable[Path], *, leave_out: Path | None = None) -> tuple[Input, ...]:
    """All files under the paths, ordered by source. Hidden files and office lock files (~$) are no inputs, nor is what
    lies in `leave_out` (the output). InputError when a path is missing, a folder cannot be listed, or nothing is found."""
    found: dict[Path, Input] = {}
    for path in paths:
        if path.is_dir():
            for file in _files(path):
                found.setdefault(file.resolve(), Input(file, file.relative_to(path).as_posix()))
        elif path.exists():
            found.setdefault(path.resolve(), Input(path, path.name))
        else:
            raise InputError("no such file or folder", str(path), "Name a report or a folder of reports.")
    away = leave_out.resolve() if leave_out else None
    inputs = [item for real, item in found.items() if away is None or away not in real.parents]
    if not inputs:
        where = " ".join(str(path) for path in paths)
        raise InputError("no file to read", where, "Put reports (.pdf, .txt, .md, .docx) there, or name another folder.")
    return tuple(sorted(inputs, key=lambda item: (item.source, str(item.path))))


def _files(folder: Path) -> Iterable[Path]:
    """The files below a folder, linked folders included, each folder once; links that lead nowhere too: reading them says so."""
    seen: set[str] = set()
    for here, folders, names in os.walk(folder, onerror=_refuse, followlinks=True):
        real = os.path.realpath(here)
        folders[:] = sorted(name for name in folders if not name.startswith(_HIDDEN)) if real not in seen else []
        for name in sorted(names) if real not in seen else ():
            path = Path(here, name)
            if not name.startswith(_HIDDEN) and (path.is_file() or path.is_symlink()):
                yield path
        seen.add(real)


def _refuse(error: OSError) -> NoReturn:
    what = f"the folder cannot be listed ({error.strerror or error})"
    raise InputError(what, str(error.filename), "Mend its permissions, or take it out of the input.") from error
