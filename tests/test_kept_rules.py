"""Rules that are kept on disk are those of their files, with what was made of them; what is damaged or changed is read again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportparse.cache import cache_folder
from reportparse.errors import RuleError
from reportparse.rulebook import keep_rules, keeping, kept_rules, load_rules
from reportparse.rulebook.terms import pack_terms

if TYPE_CHECKING:
    from reportparse.rulebook import Rulebook

PACK = "name: small\nlabel: Small\ntitles: [质量报告]\nfallback: true\n"
RULE = "indicators:\n- {id: small.students, indicator: students.enrolled, terms: [%s]}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rules folder of one rule, before the first start of a program."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(keeping, "_made_before", {})
    (tmp_path / "rules" / "small" / "indicators").mkdir(parents=True)
    (tmp_path / "rules" / "small" / "pack.yaml").write_text(PACK, encoding="utf-8")
    write_rule(tmp_path / "rules", "在校生")
    return tmp_path / "rules"


def write_rule(folder: Path, term: str) -> None:
    (folder / "small" / "indicators" / "a.yaml").write_text(RULE % term, encoding="utf-8")


def kept_files() -> list[Path]:
    return sorted(cache_folder().glob("rules-*"))


def terms(rules: Rulebook) -> list[str]:
    return [match.group() for _, match in rules.packs[0].once(pack_terms).matches("全校在校生120人，学生总数120人")]


def test_kept_rules_are_those_of_the_files(folder: Path) -> None:
    keep_rules(kept_rules(folder))
    again, fresh = kept_rules(folder), load_rules(folder)
    assert again is not fresh and len(kept_files()) == 1
    assert (again.version, [pack.info for pack in again.packs]) == (fresh.version, [pack.info for pack in fresh.packs])
    assert [rule.rule for rule in again.packs[0].indicators] == [rule.rule for rule in fresh.packs[0].indicators]


def test_what_was_made_is_kept_with_them(folder: Path) -> None:
    rules = kept_rules(folder)
    keep_rules(rules)
    assert terms(rules) == ["在校生"]
    keep_rules(rules)  # there is more now
    again = kept_rules(folder)
    assert again.packs[0].made == 1
    assert terms(again) == ["在校生"]
    assert len(kept_files()) == 1


def test_nothing_is_written_without_anything_new(folder: Path) -> None:
    keep_rules(kept_rules(folder))
    before = kept_files()[0].stat().st_mtime_ns
    keep_rules(kept_rules(folder))
    assert kept_files()[0].stat().st_mtime_ns == before


def test_changed_rules_are_read_again_and_replace_the_old_ones(folder: Path) -> None:
    keep_rules(kept_rules(folder))
    write_rule(folder, "学生总数")
    rules = kept_rules(folder)
    assert terms(rules) == ["学生总数"]
    keep_rules(rules)
    assert len(kept_files()) == 1
    assert terms(kept_rules(folder)) == ["学生总数"]


def test_a_fault_is_told_although_older_rules_are_kept(folder: Path) -> None:
    keep_rules(kept_rules(folder))
    write_rule(folder, "在校生(")
    with pytest.raises(RuleError, match=r"a\.yaml"):
        kept_rules(folder)


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05K\x01."])
def test_a_damaged_file_is_read_over(folder: Path, content: bytes) -> None:
    keep_rules(kept_rules(folder))
    kept_files()[0].write_bytes(content)
    assert terms(kept_rules(folder)) == ["在校生"]


def test_a_changed_program_does_not_take_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_rules(kept_rules(folder))
    assert kept_rules(folder).packs[0].made == 0
    monkeypatch.setattr("reportparse.cache._program", lambda: "another")
    monkeypatch.setattr("reportparse.rulebook.keeping.load_rules", lambda _: pytest.fail("read again"))
    with pytest.raises(pytest.fail.Exception):
        kept_rules(folder)
