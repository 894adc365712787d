"""The command line: help, start-up time, output for people and machines, errors, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from makers import files
from reportparse.cli import COMMANDS, cli
from reportparse.delivery import read_delivery

ROOT = Path(__file__).resolve().parent.parent
HEAVY = {"pandas", "numpy", "jieba", "pdfplumber", "pdfminer", "pypdfium2", "docx", "regex", "rich", "msgspec", "yaml", "ruamel"}


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], prog_name="reportparse")


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "raw").mkdir()
    files.report(folder / "raw" / "a.txt")
    files.report(folder / "raw" / "b.txt", year=2025, enrolled=5300)
    files.empty(folder / "raw" / "c.txt")
    result = invoke("run", folder / "raw", "-o", folder / "output", "--no-cache")
    assert result.exit_code == 1, result.output
    return folder / "output"


def modules_after(*arguments: str) -> set[str]:
    """Top-level packages that a command has imported when it ends."""
    code = "import sys; from reportparse.cli import main\ntry:\n main()\nfinally:\n print('|', *sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    return {name.partition(".")[0] for name in done.stderr.rpartition("|")[2].split()}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ()])
def test_help_imports_nothing_heavy(arguments: tuple[str, ...]) -> None:
    loaded = modules_after(*arguments)
    assert "click" in loaded
    assert not loaded & HEAVY


def test_a_run_on_text_does_without_pandas_and_pdf_readers() -> None:
    code = "import sys, reportparse.cli.run; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "pdfplumber", "pypdfium2", "docx"} & set(loaded)


def test_explain_does_without_rules_and_readers() -> None:
    code = "import sys, reportparse.cli.explain; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "jieba", "pdfplumber", "pypdfium2", "docx", "regex"} & set(loaded)


def test_help_is_fast() -> None:
    def seconds() -> float:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "reportparse", "--help"], capture_output=True, check=True)
        return time.perf_counter() - begin

    assert min(seconds() for _ in range(5)) < 0.3


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_with_an_example(command: str) -> None:
    result = invoke(command, "--help")
    assert result.exit_code == 0
    assert re.search(r"Examples?:|reportparse " + command, result.output)
    assert COMMANDS[command][1].endswith(".")


def test_an_output_that_lacks_characters(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    command = [sys.executable, "-m", "reportparse", "show", str(tmp_path / "a.txt")]
    done = subprocess.run(command, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "gbk"})
    assert "在校生?5120人?" in done.stdout.decode("gbk")


def test_an_unknown_command() -> None:
    result = invoke("rnu")
    assert result.exit_code == 2
    assert "No such command" in result.output


def test_the_summary_says_what_was_found_and_where(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    result = invoke("run", tmp_path / "a.txt", "-o", tmp_path / "output")
    assert result.exit_code == 0
    for words in ("许昌市-中职-2024", "indicators", "residual", "1 report, 0 failures", str(tmp_path / "output"), "reportparse explain "):
        assert words in result.output
    assert "[1/1] a.txt  许昌市-中职-2024" in result.stderr


def test_what_is_not_known_of_a_report_is_told(tmp_path: Path) -> None:
    (tmp_path / "words.txt").write_text("学校在校生1204人。\n", encoding="utf-8")
    result = invoke("run", tmp_path / "words.txt", "-o", tmp_path / "output")
    assert result.exit_code == 0
    assert "note  words-其他-  no year found" in result.output
    assert "(undated)" in result.output


def test_a_failed_check_is_told_with_its_subject_and_section(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt", extra="毕业生500人，其中升学300人，就业190人。")
    result = invoke("run", tmp_path / "a.txt", "-o", tmp_path / "output")
    (line,) = [line for line in result.stdout.splitlines() if line.startswith("check fail")]
    said = r"\S+ \+ \S+ = \S+: 300 \+ 190 = 490: 10 short of the printed 500"
    assert re.fullmatch(rf"check fail  许昌市-中职-2024, section 1\.1  {said}", line)


def test_many_failed_checks_are_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportparse.cli.run._MOST", 0)
    files.report(tmp_path / "a.txt", extra="毕业生500人，其中升学300人，就业190人。")
    result = invoke("run", tmp_path / "a.txt", "-o", tmp_path / "output")
    assert "check fail" not in result.stdout
    assert "and 1 more failed checks: -v shows all" in result.stdout


def test_a_failure_is_told_with_its_remedy(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    files.empty(tmp_path / "b.txt")
    result = invoke("run", tmp_path, "-o", tmp_path / "output", "-q")
    assert result.exit_code == 1
    assert result.stdout.startswith("failed b.txt  empty: ")
    assert len(result.stdout.splitlines()) == 1


def test_json_for_machines(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    files.empty(tmp_path / "b.txt")
    result = invoke("run", tmp_path, "-o", tmp_path / "output", "--json")
    told = json.loads(result.stdout)
    assert told["exit_code"] == result.exit_code == 1
    assert told["reports"][0]["report_id"] == "许昌市-中职-2024"
    assert told["reports"][0]["numbers"] >= 4
    assert told["failures"][0]["code"] == "empty"
    assert set(told["checks"]) >= {"identities", "passed", "failed"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "nowhere", "-o", "out"), "nowhere: no such file or folder. Name a report"),
        (("run", "empty", "-o", "out"), "empty: no file to read"),
        (("run", "a.txt", "-o", "a.txt"), "the output is a file"),
        (("run", "a.txt", "-o", "out", "--rules", "nowhere"), "no such rules folder"),
        (("show", "missing.pdf"), "missing.pdf"),
        (("explain", "f-1", "-o", "nowhere"), "no delivery here"),
    ],
)
def test_errors_are_one_message_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    files.report(tmp_path / "a.txt")
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.output
    assert len(result.stderr.splitlines()) == 1


def test_usage_errors_have_status_2() -> None:
    assert invoke("run").exit_code == 2
    assert invoke("run", "a", "--timeout", "0").exit_code == 2


def test_ctrl_c_has_a_status_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportparse.cli.run.run_pipeline", stopped)
    result = invoke("run", tmp_path)
    assert (result.exit_code, result.stderr) == (130, "reportparse: stopped\n")


def test_show_gives_the_tree_and_the_words(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    result = invoke("show", tmp_path / "a.txt")
    assert result.exit_code == 0
    assert "1.1  1.规模" in result.output
    assert "students.enrolled 5120 人" in result.output
    assert "在校生⟦5120人⟧" in result.output
    tree = invoke("show", tmp_path / "a.txt", "--tree").output
    assert "1  一、基本情况" in tree
    assert "⟦" not in tree


def test_show_of_one_section_and_as_json(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    told = json.loads(invoke("show", tmp_path / "a.txt", "--json", "--section", "1.1").output)
    assert [item["section"] for item in told["sections"]] == ["1.1"]
    assert {fact["section"] for fact in told["facts"]} == {"1.1"}
    assert {fact.get("value") for fact in told["facts"]} == {"3", "5120", "120"}


def test_show_of_a_section_that_is_not_there(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt")
    result = invoke("show", tmp_path / "a.txt", "--section", "9")
    assert result.exit_code == 2
    assert "no section 9" in result.stderr


def test_show_residual_is_the_worklist(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt", extra="校园里种了76棵银杏树。")
    result = invoke("show", tmp_path / "a.txt", "--residual")
    assert "种了⟦76⟧棵银杏树" in result.output
    assert "5120" not in result.output


def test_show_gives_every_fact() -> None:
    for path in sorted((ROOT / "raw").iterdir()):
        output = invoke("show", path).output
        (facts,) = re.findall(r"(\d+) facts;", output)
        assert len(re.findall(r"^ *[a-z]-[0-9a-f]{10}  ", output, flags=re.M)) == int(facts)


def test_explain_a_fact(delivered: Path) -> None:
    row = next(row for row in read_delivery(delivered).rows("indicators") if row["value"] == "5120")
    for wanted in (row["fact_id"], row["fact_id"][:9]):
        result = invoke("explain", wanted, "-o", delivered)
        assert result.exit_code == 0, result.output
        for words in ("a.txt", "1.1 1.规模", "⟦5120人⟧", f"rule        {row['rule']}", "在校生数", "number      n-"):
            assert words in result.output


def test_explain_gives_the_box_on_the_page() -> None:
    row = next(row for row in read_delivery(ROOT / "output").rows("schools") if row["x0"])
    told = " ".join(invoke("explain", row["school_id"], "-o", ROOT / "output").output.split())
    assert f"page {row['page']}, box {row['x0']} {row['y0']} {row['x1']} {row['y1']} " in told


@pytest.mark.parametrize("table", ["numbers", "reports"])
def test_explain_other_ids(delivered: Path, table: str) -> None:
    row = next(iter(read_delivery(delivered).rows(table)))
    result = invoke("explain", row.get("number_id") or "x-0", "-o", delivered)
    assert result.exit_code == (0 if table == "numbers" else 2)
    assert ("numbers.csv" if table == "numbers" else "no row has this id") in result.output


def test_explain_an_ambiguous_id(delivered: Path) -> None:
    result = invoke("explain", "n-", "-o", delivered)
    assert result.exit_code == 2
    assert "several rows" in result.output


def test_the_marked_value_is_the_one_that_is_meant(tmp_path: Path) -> None:
    files.report(tmp_path / "a.txt", extra="其中市属学校公办2所、民办2所。")
    assert "公办2所、民办⟦2所⟧" in invoke("show", tmp_path / "a.txt").output


def test_panel_side_by_side(delivered: Path, tmp_path: Path) -> None:
    result = invoke("panel", delivered, "-i", "students.*")
    line = next(line for line in result.output.splitlines() if "students.enrolled" in line)
    assert {"5120", "5300", "3.52"} <= set(line.split())
    assert "staff.teachers" not in result.output
    assert "staff.teachers" in invoke("panel", delivered, "--flag", "unchanged").output
    given = invoke("panel", delivered, "--absence", "-i", "students.enrolled").output.splitlines()
    assert given[-1].split() == ["students.enrolled", "在校生数", "1", "1"]
    assert invoke("panel", delivered, "--excel", tmp_path / "p.csv").exit_code == 2
    saved = invoke("panel", delivered, "--excel", tmp_path / "p.xlsx")
    assert saved.exit_code == 0, saved.output
    assert (tmp_path / "p.xlsx").stat().st_size > 5000
