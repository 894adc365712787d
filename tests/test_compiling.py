"""Compiled patterns that are kept on disk match as fresh ones do; what is damaged is compiled again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import regex

from reportparse import compiling

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SLOW = "|".join(rf"(?<w>{sign}{{1,3}}学校)(?=[，。])|{sign}校\p{{Han}}{{2,9}}?院" for sign in "东南西北中高新老大小")
TEXT = "东东学校，新校甲乙丙院。中学校在此"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The kept patterns of a user of one's own, as at the start of a program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setattr(compiling, "SLOW", 0.0)
    monkeypatch.setattr(compiling, "_new", {})
    compiling._kept.cache_clear()
    yield tmp_path
    compiling._kept.cache_clear()


def next_start() -> None:
    compiling.keep_patterns()
    compiling._kept.cache_clear()


def found(pattern: regex.Pattern[str]) -> list[tuple[int, int, list[str]]]:
    return [(*match.span(), match.captures("w")) for match in pattern.finditer(TEXT)]


def test_a_kept_pattern_matches_as_a_fresh_one() -> None:
    fresh = compiling.compiled(SLOW, regex.VERSION0)
    next_start()
    assert compiling._kept()
    again = compiling.compiled(SLOW, regex.VERSION0)
    assert not compiling._new
    assert (again.pattern, again.flags, again.groupindex) == (fresh.pattern, fresh.flags, fresh.groupindex)
    assert found(again) == found(fresh) == [(0, 4, ["东东学校"]), (5, 11, [])]


def test_flags_make_another_pattern() -> None:
    compiling.compiled("a b")
    next_start()
    assert compiling.compiled("a b", regex.VERBOSE).fullmatch("ab")
    assert compiling.compiled("a b").fullmatch("a b")


def test_later_patterns_are_added() -> None:
    for source in ("甲", "乙", "丙"):
        compiling.compiled(source)
        next_start()
    assert {source for source, _ in compiling._kept()} == {"甲", "乙", "丙"}


def test_too_many_patterns_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "MOST", 2)
    for source in ("甲", "乙", "丙"):
        compiling.compiled(source)
        next_start()
    assert {source for source, _ in compiling._kept()} == {"丙"}


def test_quick_patterns_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "SLOW", 60.0)
    compiling.compiled(SLOW)
    next_start()
    assert not compiling._kept()


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: b"", lambda content: content[:70] + b"x" + content[71:]])
def test_a_damaged_file_is_compiled_anew(store: Path, damage: object) -> None:
    compiling.compiled(SLOW)
    next_start()
    (file,) = store.rglob("*.patterns")
    file.write_bytes(damage(file.read_bytes()))  # type: ignore[operator]
    assert found(compiling.compiled(SLOW)) == [(0, 4, ["东东学校"]), (5, 11, [])]


def test_a_folder_that_cannot_be_written_is_no_fault(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (store / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(store / "file"))
    compiling.compiled(SLOW)
    compiling.keep_patterns()


def test_an_invalid_pattern_is_an_error() -> None:
    with pytest.raises(regex.error):
        compiling.compiled("(甲")
