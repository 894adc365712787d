"""F1 against the annotated reports, by set and table: the bars that a change must not fall below."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conftest import session_folder
from reportparse.pipeline import Options, run

BARS: dict[str, dict[str, float]] = {
    "reports": {
        "indicators": 0.99, "awards": 0.99, "recognitions": 0.99, "schools": 0.99, "sections": 0.99, "policies": 0.99, "tables": 0.99,
        "attributes": 0.95, "ledger_coverage": 1.0, "ledger_state": 0.9, "meta": 1.0,
    },
    "dev": {
        "indicators": 0.93, "awards": 0.93, "recognitions": 0.88, "schools": 0.98, "sections": 0.98, "policies": 0.95, "tables": 0.95,
        "attributes": 0.92, "ledger_coverage": 0.99, "ledger_state": 0.9, "meta": 1.0,
    },
    "scan": {"indicators": 0.90, "sections": 0.90, "awards": 0.85},
}
"""Set -> measure -> least value: F1 of a table, or a share of the scorer's summary."""
CEILINGS = {"reports": {"silent": 0, "residual_share": 0.03}, "dev": {"silent": 0.02}}
"""Set -> measure -> most: the share of gold indicators and awards that are silently missed (reports: their number)."""
PDF_SETS = ("libreoffice", "chromium", "weasyprint", "reportlab", "docx")
FALL = 0.02
"""How far the F1 of a table may lie below that of the same reports as text."""
TABLES = ("indicators", "awards", "recognitions", "schools", "sections", "policies", "tables")

pytestmark = [pytest.mark.shared]


def files_of(shared: Path, name: str) -> list[Path]:
    folder = shared / name if name in {"reports", "dev"} else shared / "pdf" / name
    return sorted(path for path in folder.glob("*") if path.suffix in {".txt", ".pdf", ".docx"})


@pytest.fixture(scope="session")
def scored(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., dict[str, Any]]:
    """The scorer's JSON for a set; with `like`, for the reports of that set as text. Each is delivered once."""

    @cache
    def score(name: str, like: str = "") -> dict[str, Any]:
        folder = tmp_path_factory.mktemp(name)
        (folder / "raw").mkdir()
        stems = {path.stem for path in files_of(shared, like)} if like else None
        sets = ("reports", "dev") if like else (name,)
        files = [path for each in sets for path in files_of(shared, each) if stems is None or path.stem in stems]
        for path in files:
            shutil.copy(path, folder / "raw" / path.name)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("XDG_CACHE_HOME", str(session_folder(tmp_path_factory) / "cache"))  # several sets hold the same texts
            result = run([folder / "raw"], folder / "output", Options(workers=1))
        assert not result.failures
        gold = [str(shared / "gold" / path.stem) for path in files]
        command = [sys.executable, str(shared / "contract" / "score.py"), str(folder / "output"), *gold, "--json", str(folder / "json")]
        subprocess.run(command, check=True, capture_output=True)
        found: dict[str, Any] = json.loads((folder / "json").read_text(encoding="utf-8"))
        return found

    return score


def f1(scored: dict[str, Any], table: str) -> float:
    hits, gold, found = scored["totals"][table]
    return 2 * hits / (gold + found) if gold + found else 1.0


def value(scored: dict[str, Any], measure: str) -> float:
    return f1(scored, measure) if measure in scored["totals"] else float(scored["summary"][measure])


def needs_ocr(name: str) -> None:
    if name == "scan" and importlib.util.find_spec("rapidocr") is None:
        pytest.skip("the extra for OCR is not installed: pip install 'reportparse[ocr]'")


def bars() -> list[Any]:
    return [
        pytest.param(name, measure, least, id=f"{name}-{measure}", marks=pytest.mark.xdist_group(f"scores-{name}"))
        for name, measures in BARS.items() for measure, least in measures.items()
    ]


@pytest.mark.parametrize(("name", "measure", "least"), bars())
def test_bar(scored: Callable[..., dict[str, Any]], name: str, measure: str, least: float) -> None:
    needs_ocr(name)
    reached = round(value(scored(name), measure), 3)
    assert reached >= least


@pytest.mark.xdist_group("scores-reports")
def test_the_real_reports_lose_nothing_silently(scored: Callable[..., dict[str, Any]]) -> None:
    summary = scored("reports")["summary"]
    assert summary["silent"] <= CEILINGS["reports"]["silent"]
    assert summary["residual_share"] <= CEILINGS["reports"]["residual_share"]


@pytest.mark.xdist_group("scores-dev")
def test_the_development_reports_lose_little_silently(scored: Callable[..., dict[str, Any]]) -> None:
    found = scored("dev")
    gold = sum(found["totals"][table][1] for table in ("indicators", "awards"))
    assert found["summary"]["silent"] <= CEILINGS["dev"]["silent"] * gold


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.xdist_group(f"scores-{name}")) for name in PDF_SETS]
)
def test_a_pdf_gives_what_its_text_gives(scored: Callable[..., dict[str, Any]], name: str) -> None:
    of_text, of_pdf = scored("text", like=name), scored(name)
    falls = {table: (round(f1(of_text, table), 3), round(f1(of_pdf, table), 3)) for table in TABLES}
    assert not {table: pair for table, pair in falls.items() if pair[1] < pair[0] - FALL}
