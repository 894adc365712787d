"""The run over a folder: isolation, failures, duplicates, cache, order, exit status."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from makers import files
from makers.report import make_report
from reportparse import pipeline
from reportparse.delivery import read_delivery
from reportparse.errors import BrokenFile, CorrectionError, DeliveryError, ReportparseError, RuleError
from reportparse.inputs import InputError, find_inputs
from reportparse.model import Report
from reportparse.pipeline import Failure, Options, run
from reportparse.workers import Stopped, each_isolated

ROOT = Path(__file__).resolve().parent.parent
ODD_FILES = pytest.mark.xdist_group("odd-files")  # run once


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def failures(output: Path) -> dict[str, dict[str, str]]:
    return {row["source"]: dict(row) for row in read_delivery(output).rows("failures")}


# ------------------------------------------------------------------------------------------------ through all stages


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> tuple[pipeline.RunResult, Path]:
    """One run over a good report among every odd file."""
    folder = tmp_path_factory.mktemp("mixed")
    (folder / "raw" / "sub").mkdir(parents=True)
    for name, (make, _) in files.ODD.items():
        make(folder / "raw" / name)
    files.report(folder / "raw" / "good.txt")
    files.report(folder / "raw" / "sub" / "same.txt", enrolled=5121)
    shutil.copy(folder / "raw" / "good.txt", folder / "raw" / "twin.txt")
    (folder / "raw" / ".hidden").write_text("x")
    return run([folder / "raw"], folder / "output", Options(workers=2, ocr=False, cache=False)), folder / "output"


@ODD_FILES
def test_one_good_report_among_odd_files_is_delivered(mixed: tuple[pipeline.RunResult, Path]) -> None:
    result, output = mixed
    assert [report.document.source for report in result.reports] == ["good.txt"]
    assert [row["report_id"] for row in read_delivery(output).rows("reports")] == ["许昌市-中职-2024"]
    assert {"3", "5120", "120"} <= {row["value"] for row in read_delivery(output).rows("indicators")}
    assert result.exit_code == 1


@ODD_FILES
@pytest.mark.parametrize(("name", "code"), [(name, code) for name, (_, code) in files.ODD.items()])
def test_each_odd_file_is_a_row_of_failures(mixed: tuple[pipeline.RunResult, Path], name: str, code: str) -> None:
    row = failures(mixed[1])[name]
    assert row["code"] == code
    assert row["message"]
    assert row["remedy"]
    assert len(row["sha256"]) == 64


@ODD_FILES
def test_two_files_with_one_identity(mixed: tuple[pipeline.RunResult, Path]) -> None:
    rows = failures(mixed[1])
    assert rows["sub/same.txt"]["code"] == rows["twin.txt"]["code"] == "duplicate_report"
    assert rows["sub/same.txt"]["message"] == "another file for the same report as good.txt: both are 许昌市-中职-2024"
    assert rows["twin.txt"]["message"].startswith("the same file as good.txt")
    assert len(rows) == len(files.ODD) + 2


def test_workers_order_and_cache_do_not_change_a_byte(tmp_path: Path, raw: Path) -> None:
    for year in (2021, 2022, 2023):
        files.report(raw / f"{2040 - year}.txt", year=year, enrolled=5000 + year)
    contents = []
    for position, options in enumerate((Options(workers=1), Options(workers=3, cache=False), Options(workers=2))):
        run([raw], tmp_path / str(position), options)
        folder = tmp_path / str(position)
        contents.append({path.relative_to(folder): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()})
    assert contents[0] == contents[1] == contents[2]


def test_unchanged_documents_are_not_done_again(raw: Path, output: Path) -> None:
    files.report(raw / "a.txt", year=2023)
    files.report(raw / "b.txt", year=2024)
    assert run([raw], output).done_before == 0
    assert run([raw], output).done_before == 2
    files.report(raw / "b.txt", year=2024, enrolled=1)
    assert run([raw], output).done_before == 1
    assert "1" in {row["value"] for row in read_delivery(output).rows("indicators")}
    assert run([raw], output, Options(cache=False)).done_before == 0


def test_changed_rules_mean_new_work(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    assert run([raw], output, Options(rules=tmp_path / "rules")).done_before == 0
    pack = tmp_path / "rules" / "vocational" / "pack.yaml"
    pack.write_text(pack.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    pipeline._rules.cache_clear()
    assert run([raw], output, Options(rules=tmp_path / "rules")).done_before == 0


def test_corrections_are_applied_on_each_run(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    folder = tmp_path / "corrections"
    folder.mkdir()
    (folder / "mine.csv").write_text(
        "id,action,table,report_id,quote,before,after,value,reason\n"
        "c1,set,indicators,许昌市-中职-2024,5120人,在校生,，专任教师,5210,typing error\n"
        "c2,reject,indicators,许昌市-中职-2024,999人,,,,gone\n",
        encoding="utf-8",
    )
    for _ in range(2):
        run([raw], output, Options(corrections=folder))
        delivery = read_delivery(output)
        (row,) = [row for row in delivery.rows("indicators") if row["indicator"] == "students.enrolled"]
        assert (row["value"], row["correction"], row["printed"]) == ("5210", "c1", "value=5120")
        assert {row["correction_id"]: row["state"] for row in delivery.rows("corrections")} == {"c1": "applied", "c2": "stale"}


def test_a_run_without_any_report_leaves_an_older_delivery(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    assert run([raw], output).written
    files.empty(tmp_path / "b.txt")
    result = run([tmp_path / "b.txt"], output)
    assert (result.exit_code, result.written) == (2, False)
    assert [row["report_id"] for row in read_delivery(output).rows("reports")] == ["许昌市-中职-2024"]


def test_a_damaged_cache_is_no_fault(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    run([raw], output)
    kept = list((tmp_path / "cache").rglob("*.pickle"))
    assert kept
    for path in kept:
        path.write_bytes(b"\x80\x05garbage")
    result = run([raw], output)
    assert (result.done_before, result.exit_code) == (0, 0)


# ------------------------------------------------------------------------------------------- with a stage played by us


def play(monkeypatch: pytest.MonkeyPatch, outcome: object) -> None:
    """Let reading a file give `outcome`: a report, or an error to raise."""

    def read(path: Path, source: str, rules: object, *, ocr: bool | None = None) -> Report:
        if isinstance(outcome, BaseException):
            raise outcome
        assert isinstance(outcome, Report)
        return outcome

    def in_process(work: object, items: Sequence[object], **_: object) -> Iterator[tuple[int, object]]:
        for index, item in enumerate(items):
            yield index, work(item)  # type: ignore[operator]

    monkeypatch.setattr(pipeline, "read_report", read)
    monkeypatch.setattr(pipeline, "each_isolated", in_process)


def test_an_error_keeps_its_words(monkeypatch: pytest.MonkeyPatch, raw: Path, output: Path) -> None:
    (raw / "a.pdf").write_bytes(b"x")
    play(monkeypatch, BrokenFile("the cross reference is missing", "a.pdf", "ask for the file again"))
    result = run([raw], output)
    assert result.exit_code == 2
    assert failures(output)["a.pdf"] | {"sha256": ""} == {
        "source": "a.pdf", "code": "broken", "message": "the cross reference is missing", "remedy": "ask for the file again",
        "pages": "", "sha256": "",
    }


@pytest.mark.parametrize("cause", ["time_limit", "memory_limit", "crashed", "internal_error"])
def test_a_stopped_document_is_a_failure_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch, raw: Path, output: Path, cause: str
) -> None:
    def stop(work: object, items: Sequence[object], **_: object) -> Iterator[tuple[int, Stopped]]:
        for index in range(len(items)):
            yield index, Stopped(cause, "Traceback\n  line\nValueError: odd")  # type: ignore[arg-type]

    (raw / "a.txt").write_text("x")
    monkeypatch.setattr(pipeline, "each_isolated", stop)
    (failure,) = run([raw], output).failures
    assert (failure.code, failure.message) == (cause, "ValueError: odd")
    assert failure.remedy
    assert failure.detail.startswith("Traceback")


def test_the_limits_reach_the_workers(monkeypatch: pytest.MonkeyPatch, raw: Path, output: Path) -> None:
    seen: list[object] = []

    def watch(work: object, items: Sequence[object], **settings: object) -> Iterator[tuple[int, object]]:
        seen.append((settings["workers"], settings["limits"].seconds, settings["limits"].memory))  # type: ignore[attr-defined]
        yield from each_isolated(work, items, **settings)  # type: ignore[arg-type]

    files.report(raw / "a.txt")
    monkeypatch.setattr(pipeline, "each_isolated", watch)
    run([raw], output, Options(workers=5, seconds=70, memory=6000))
    assert seen == [(1, 70, 6000 * 2**20)]


def test_pages_without_text_are_named(monkeypatch: pytest.MonkeyPatch, raw: Path, output: Path) -> None:
    import dataclasses

    report = make_report("a.pdf")
    document = report.document._replace(unread_pages=(3, 9))
    (raw / "a.pdf").write_bytes(b"x")
    play(monkeypatch, dataclasses.replace(report, document=document))
    result = run([raw], output)
    row = failures(output)["a.pdf"]
    assert (row["code"], row["pages"]) == ("no_text", "3 9")
    assert "reportparse[ocr]" in row["remedy"]
    assert len(result.reports) == 1
    assert result.exit_code == 1


def test_exit_status() -> None:
    report, failure = make_report(), Failure("a", "broken", "x")
    statuses = {
        pipeline.RunResult(Path(), reports, failed).exit_code: (bool(reports), bool(failed))
        for reports in ((), (report,)) for failed in ((), (failure,)) if reports or failed
    }
    assert statuses == {0: (True, False), 1: (True, True), 2: (False, True)}


# --------------------------------------------------------------------------------------------- nothing can be done at all


def test_a_missing_folder(tmp_path: Path, output: Path) -> None:
    with pytest.raises(InputError, match="no such file or folder"):
        run([tmp_path / "nowhere"], output)
    assert not output.exists()


def test_a_folder_without_files(raw: Path, output: Path) -> None:
    with pytest.raises(InputError, match="no file to read"):
        run([raw], output)


def test_a_missing_rules_folder(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    with pytest.raises(RuleError, match="no such rules folder"):
        run([raw], output, Options(rules=tmp_path / "nowhere"))


def test_a_correction_with_an_unknown_code(raw: Path, output: Path, tmp_path: Path) -> None:
    files.report(raw / "a.txt")
    (tmp_path / "mine.csv").write_text(
        "id,action,table,report_id,quote,indicator\nc1,set,indicators,许昌市-中职-2024,5120人,students.enroled\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="no indicator is called") as error:
        run([raw], output, Options(corrections=tmp_path))
    assert error.value.where.endswith("mine.csv:2")


def test_the_output_is_looked_at_before_anything_is_read(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("")
    with pytest.raises(DeliveryError):
        run([raw / "missing"], tmp_path / "output")


def test_every_error_says_what_where_and_what_to_do(raw: Path, output: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for inputs, target in (([tmp_path / "nowhere"], output), ([raw], output), ([raw], tmp_path / "file")):
        with pytest.raises(ReportparseError) as error:
            run(inputs, target)
        assert error.value.what
        assert error.value.where
        assert error.value.remedy


# ----------------------------------------------------------------------------------------------------------- inputs


def test_inputs(tmp_path: Path) -> None:
    (tmp_path / "in" / "b").mkdir(parents=True)
    (tmp_path / "in" / "out").mkdir()
    for name in ("in/c.txt", "in/b/a.pdf", "in/.DS_Store", "in/~$c.docx", "in/out/old.csv", "d.md"):
        (tmp_path / name).write_text("x")
    found = find_inputs([tmp_path / "in", tmp_path / "d.md", tmp_path / "in" / "c.txt"], leave_out=tmp_path / "in" / "out")
    assert [item.source for item in found] == ["b/a.pdf", "c.txt", "d.md"]


def test_linked_folders_and_links_that_lead_nowhere(tmp_path: Path) -> None:
    for name in ("in/a.txt", "away/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("x")
    (tmp_path / "in" / "linked").symlink_to(tmp_path / "away")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    assert [item.source for item in find_inputs([tmp_path / "in"])] == ["a.txt", "gone.txt", "linked/b.txt"]


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(InputError, match="cannot be listed") as error:
        find_inputs([tmp_path])
    assert error.value.where.endswith("closed")


# ------------------------------------------------------------------------------------------------------- hostile files


def hostile() -> dict[str, bytes]:
    """Files as they never should be: noise under every suffix, a good PDF cut and flipped, text of odd characters."""
    noise = random.Random(7)
    pdf = (ROOT / "raw" / "xuchang-2025.pdf").read_bytes()
    text = (ROOT / "raw" / "xuchang-2024.txt").read_text(encoding="utf-8")
    found = {f"noise{suffix}": noise.randbytes(3000) for suffix in (".txt", ".md", ".pdf", ".docx", ".bin", "")}
    found |= {f"cut{size}.pdf": pdf[:size] for size in (5, 500, 20000, len(pdf) - 40)}
    flipped = bytearray(pdf)
    for _ in range(300):
        flipped[noise.randrange(len(pdf))] = noise.randrange(256)
    found["flipped.pdf"] = bytes(flipped)
    found["spaces.txt"] = b" \t\r\n" * 500
    found["zeros.txt"] = b"\0" * 5000
    found["one-line.txt"] = ("一是" * 4000 + "12" * 400).encode()
    found["brackets.txt"] = ("（" * 1000 + "1" + "）" * 1000).encode()
    found["digits.txt"] = "\n".join(["1.1.1.1.1.1.1 一、（一）1. ① 一是 100%"] * 800).encode()
    found["backwards.txt"] = text[::-1].encode()
    found["utf-16.txt"] = text.encode("utf-16")
    found["big5.txt"] = "職業教育質量年度報告，在校生１２３４人".encode("big5")
    return found


def test_no_file_can_break_a_run(raw: Path, output: Path) -> None:
    for name, content in hostile().items():
        (raw / name).write_bytes(content)
    result = run([raw], output, Options(workers=2, seconds=60, cache=False, ocr=False))
    told = {failure.source for failure in result.failures} | {report.document.source for report in result.reports}
    assert told == set(hostile())
    bad = {failure.source: failure.message for failure in result.failures
           if failure.code in {"internal_error", "crashed", "time_limit", "memory_limit", "unreadable"}}
    assert bad == {}
    assert "utf-16.txt" in {report.document.source for report in result.reports}
