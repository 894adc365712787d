"""Shared fixtures: where the annotated reports lie, and a skip with a reason where they are absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def shared_folder() -> Path | None:
    """The folder of annotated reports: REPORTPARSE_SHARED, or `shared` beside the checkout."""
    folder = Path(os.environ.get("REPORTPARSE_SHARED") or ROOT.parent / "shared")
    return folder if (folder / "contract" / "score.py").exists() else None


def session_folder(factory: pytest.TempPathFactory) -> Path:
    """A temporary folder that all processes of one test session share."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def shared() -> Path:
    folder = shared_folder()
    if folder is None:
        pytest.skip("no annotated reports beside the checkout (set REPORTPARSE_SHARED to their folder)")
    return folder
