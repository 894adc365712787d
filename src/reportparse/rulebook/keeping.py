"""Rules kept as they were checked and compiled, with what was made of them, while their files and the program stay the same."""

from __future__ import annotations

from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import regex

from reportparse.cache import cache_folder, cache_key, keep, kept
from reportparse.rulebook.loading import Rulebook, default_rules, load_rules, version_of

_made_before: dict[str, int] = {}
"""Key of kept rules -> how many things made of them are kept with them."""


def kept_rules(folder: Path | None = None) -> Rulebook:
    """What `load_rules` gives, from an earlier run where that kept it."""
    folder = folder or default_rules()
    key = _key(folder, version_of(folder))
    rules = kept(key, Rulebook)
    if rules is None:
        return load_rules(folder)
    _made_before[key] = _made(rules)
    return rules


def keep_rules(rules: Rulebook) -> None:
    """Keep the rules and what was made of them for the next start, if there is more of it than is kept."""
    key, made = _key(rules.folder, rules.version), _made(rules)
    if made <= _made_before.get(key, -1):
        return
    _made_before[key] = made
    keep(key, rules)
    with suppress(OSError):
        for path in cache_folder().glob(f"{_name(rules.folder)}-*.pickle"):  # of rules or a program that were changed since
            if path.stem != key:
                path.unlink(missing_ok=True)


def _key(folder: Path, version: str) -> str:
    return f"{_name(folder)}-{cache_key('rules', version, regex.__version__)}"


def _name(folder: Path) -> str:
    return f"rules-{blake2b(str(folder).encode(), digest_size=8).hexdigest()}"


def _made(rules: Rulebook) -> int:
    return sum(pack.made for pack in rules.packs)
