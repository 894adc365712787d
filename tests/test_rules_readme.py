"""rules/README.md: its worked example is done as it is told, and it names every key of the language."""

from __future__ import annotations

import doctest
import shlex
import shutil
from pathlib import Path

import msgspec
import pytest
import regex
from click.testing import CliRunner

from reportparse.cli import cli
from reportparse.rulebook import default_rules
from reportparse.rulebook.schema import (
    Conditions,
    Cue,
    Example,
    ExampleSet,
    IndicatorRule,
    Lexicon,
    PackInfo,
    PatternRule,
    TableRule,
)
from reportparse.workbench.lint import check_rules

README = (default_rules() / "README.md").read_text(encoding="utf-8")
BLOCK = regex.compile(r"(?ms)^```(?P<language>\w+)(?: (?P<action>file|append)=(?P<path>\S+))?\n(?P<body>.*?)^```$")


def same(wanted: str, got: str) -> bool:
    """Whether an output is the one that is told, where ... stands for anything."""
    squeezed = [" ".join(text.split()) for text in (wanted, got)]
    return doctest.OutputChecker().check_output(f"{squeezed[0]}\n", f"{squeezed[1]}\n", doctest.ELLIPSIS)


def test_the_worked_example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(default_rules(), tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    done = 0
    for block in BLOCK.finditer(README):
        if block["action"]:
            path = tmp_path / block["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a" if block["action"] == "append" else "w", encoding="utf-8") as file:
                file.write(block["body"])
        elif block["language"] == "console":
            for step in regex.split(r"(?m)^\$ ", block["body"])[1:]:
                command, _, expected = step.partition("\n")
                result = CliRunner().invoke(cli, shlex.split(command)[1:])
                assert result.exit_code == 0, f"{command}\n{result.output}\n{result.exception}"
                assert same(expected, result.output), f"{command}\n{result.output}"
                done += 1
    assert done >= 5
    own = [fault for fault in check_rules(Path("rules")) if "boarders" in str(fault)]
    assert not own
    rows = (tmp_path / "output" / "2024" / "indicators.csv").read_text(encoding="utf-8")
    assert rows.count(",students.boarders,") >= 2


KEYS = [
    pytest.param(kind, field.encode_name, id=f"{kind.__name__}.{field.encode_name}")
    for kind in (IndicatorRule, PatternRule, TableRule, Cue, Lexicon, PackInfo, Conditions, Example, ExampleSet)
    for field in msgspec.structs.fields(kind)
]


@pytest.mark.parametrize(("kind", "key"), KEYS)
def test_every_key_is_told(kind: type, key: str) -> None:
    assert regex.search(rf"`[^`\n]*\b{key}\b[^`\n]*`", README), f"{key} of {kind.__name__}"


def test_every_file_of_a_pack_is_told() -> None:
    for path in default_rules().glob("*/*"):
        name = f"{path.name}/" if path.is_dir() else path.name
        assert f"`{name}" in README, name


def test_every_command_is_told() -> None:
    group = cli.get_command(None, "rules")  # type: ignore[arg-type]
    assert group is not None
    for name in group.list_commands(None):  # type: ignore[attr-defined, arg-type]
        assert f"reportparse rules {name}" in README, name


def test_the_links_within_lead_somewhere() -> None:
    headings = {regex.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in regex.findall(r"(?m)^## (.+)$", README)}
    assert set(regex.findall(r"\]\(#([^)]+)\)", README)) <= headings
