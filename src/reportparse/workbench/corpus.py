"""The clean texts of reports, kept so that they can be searched at once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportparse.cache import cache_folder, cache_key
from reportparse.errors import ReadError
from reportparse.inputs import Input


@dataclass(frozen=True, slots=True)
class CleanText:
    """The clean text of a report; `fault` says why there is none."""

    source: str
    text: str
    fault: str = ""


def clean_texts(files: Iterable[Input], *, cache: bool = True) -> Iterator[CleanText]:
    """The clean text of each file, in order; kept between calls until the file or the program changes."""
    for item in files:
        kept = _place(item) if cache else None
        if kept is not None and kept.exists():
            yield CleanText(item.source, kept.read_text(encoding="utf-8"))
            continue
        from reportparse.workbench.specimen import prepare  # a second of imports: only for texts that are not kept

        try:
            text = prepare(item.path, item.source).text.text
        except ReadError as error:
            yield CleanText(item.source, "", error.what)
            continue
        if kept is not None:
            with suppress(OSError):
                kept.parent.mkdir(parents=True, exist_ok=True)
                work = kept.with_suffix(f".{os.getpid()}")
                work.write_text(text, encoding="utf-8")
                work.replace(kept)
        yield CleanText(item.source, text)


def _place(item: Input) -> Path:
    digest = sha256(item.path.read_bytes()).hexdigest()
    return cache_folder() / f"{cache_key('text', digest, item.path.suffix)}.text"
