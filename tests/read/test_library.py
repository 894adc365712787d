"""The own binding of pdfium says what pdfium's headers say."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pypdfium2_raw import bindings

from reportparse.read import fonts, library

CONSTANTS = sorted(name for name in vars(library) if name.startswith("FPDF"))


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_those_of_the_headers(name):
    assert getattr(library, name) == getattr(bindings, name)


def test_font_info_has_the_layout_of_the_headers():
    ours, theirs = fonts._FontInfo, bindings.FPDF_SYSFONTINFO
    assert [name for name, _ in ours._fields_] == [name for name, _ in theirs._fields_]
    assert [getattr(ours, name).offset for name, _ in ours._fields_] == [getattr(theirs, name).offset for name, _ in theirs._fields_]


def test_reading_a_pdf_loads_no_generated_bindings():
    code = "import reportparse.read.pdf, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pypdfium2_raw", "dataclasses", "importlib.resources", "regex"} & set(loaded)
