"""raw/ and output/: the samples, the delivery made from them, and what the README says one can do with it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pypdfium2 as pdfium
import pytest

from reportparse.cli import COMMANDS
from reportparse.delivery import read_delivery
from reportparse.pipeline import Options, run

ROOT = Path(__file__).resolve().parent.parent
READMES = ("README.md", "README.zh-CN.md")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_committed_delivery_is_current(tmp_path: Path) -> None:
    result = run([ROOT / "raw"], tmp_path / "output", Options(workers=1, cache=False))
    assert result.exit_code == 0
    fresh, committed = contents(tmp_path / "output"), contents(ROOT / "output")
    assert sorted(fresh) == sorted(committed)
    assert [name for name in fresh if fresh[name] != committed[name]] == [], "run `make run` and commit output/"


def test_the_samples_are_marked_as_rewritten() -> None:
    delivery = read_delivery(ROOT / "output")
    reports = list(delivery.rows("reports"))
    assert [(row["year"], row["format"], row["issuer"]) for row in reports] == [("2024", "txt", "许昌市"), ("2025", "pdf", "许昌市")]
    for row in reports:
        assert "改写样本" in delivery.text(row["report_id"])[:100]


def test_the_sample_pdf_says_what_its_source_says() -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s|#*-]", "", text)

    source = bare((ROOT / "scripts" / "samples" / "xuchang-2025.md").read_text(encoding="utf-8"))
    assert bare(read_delivery(ROOT / "output").text("许昌市-中职-2025")) == source


def test_the_wheel_brings_its_rules(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    assert not list((tmp_path / "site").glob("rules"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    command = [sys.executable, "-m", "reportparse", "run", str(ROOT / "raw" / "xuchang-2024.txt"), "-o", "output", "--no-cache"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    found, committed = (list(read_delivery(folder / "output").years["2024"]["indicators"]) for folder in (tmp_path, ROOT))
    assert [row["fact_id"] for row in found] == [row["fact_id"] for row in committed]


@pytest.mark.shared
def test_no_sentence_of_a_real_report_stands_in_the_project(shared: Path) -> None:
    done = subprocess.run([sys.executable, str(shared / "tools" / "verbatim.py"), str(ROOT)], capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.mark.parametrize("name", READMES)
def test_the_snippet_for_pandas_runs(name: str) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), flags=re.S)
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "36672" in done.stdout
    assert done.stdout.splitlines()[-1].endswith(("人", "所"))


@pytest.mark.parametrize("name", READMES)
def test_the_readme_names_every_command_and_file(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"reportparse {command}" in text, command
    for path in contents(ROOT / "output"):
        assert Path(path).name in text or "/text/" in path, path


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "docs/architecture.md"])
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in links if not ((ROOT / name).parent / link).exists()] == []


def test_the_words_stand_in_their_boxes(tmp_path: Path) -> None:
    pdf = pdfium.PdfDocument(ROOT / "raw" / "xuchang-2025.pdf")
    delivery = read_delivery(ROOT / "output")
    seen = 0
    for table in ("indicators", "awards", "recognitions", "schools", "policies"):
        for row in delivery.rows(table):
            if row["year"] != "2025":
                continue
            page = pdf[int(row["page"]) - 1]
            words = ""
            for box in (row["boxes"] or " ".join(row[edge] for edge in ("x0", "y0", "x1", "y1"))).split(";"):
                x0, y0, x1, y1 = map(float, box.split())
                words += page.get_textpage().get_text_bounded(x0, page.get_height() - y1, x1, page.get_height() - y0)
            printed = delivery.text(row["report_id"])[int(row["char_start"]) : int(row["char_end"])]
            assert re.sub(r"\s", "", words) == re.sub(r"\s", "", printed), row
            seen += 1
    assert seen > 80
