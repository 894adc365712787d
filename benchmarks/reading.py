"""Measures the reader against pdfplumber and bare pdfium, and the main job against reading, as ratios on the same file in one run.

Run `python benchmarks/reading.py` in the project's environment; it writes docs/benchmarks.md. The PDFs are those of
REPORTPARSE_SHARED or ../shared (several producers), put together to about 20 and 100 pages; without them one file is made
with reportlab. Every command is a process of its own with its imports; CPU time counts (the machine may be shared), each
ratio is the median over rounds in which both commands run one after the other."""

from __future__ import annotations

import argparse
import importlib.metadata
import importlib.util
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import main_job

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parent.parent
PRODUCERS = ("libreoffice", "chromium", "weasyprint", "reportlab")
LENGTHS = (20, 100)

OURS = """
import sys
from pathlib import Path
from reportparse.read import read_document
read_document(Path(sys.argv[1]), source="a", ocr=False)
"""
PDFPLUMBER = """
import logging, sys
import pdfplumber
logging.getLogger("pdfminer").setLevel(logging.ERROR)
with pdfplumber.open(sys.argv[1]) as pdf:
    for page in pdf.pages:
        page.extract_text()
        page.extract_tables()
        page.close()
"""
PDFIUM = """
import sys
from reportparse.read import library as pdfium
from reportparse.read.library import Handle, Int, function
import ctypes
load_document = function("FPDF_LoadDocument", Handle, ctypes.c_char_p, ctypes.c_char_p)
count_pages = function("FPDF_GetPageCount", Int, Handle)
load_page, load_text = function("FPDF_LoadPage", Handle, Handle, Int), function("FPDFText_LoadPage", Handle, Handle)
count, get_text = function("FPDFText_CountChars", Int, Handle), function("FPDFText_GetText", Int, Handle, Int, Int, Handle)
close_text, close_page = function("FPDFText_ClosePage", None, Handle), function("FPDF_ClosePage", None, Handle)
close_document = function("FPDF_CloseDocument", None, Handle)
document = load_document(sys.argv[1].encode(), None)
buffer = ctypes.create_string_buffer(200000)
for index in range(count_pages(document)):
    page = load_page(document, index)
    text = load_text(page)
    length = get_text(text, 0, count(text), ctypes.addressof(buffer))
    buffer.raw[: 2 * (length - 1)].decode("utf-16-le")
    close_text(text)
    close_page(page)
close_document(document)
"""
STEADY = """
import sys, time
from pathlib import Path
from reportparse.read import read_document
exec(compile(sys.argv[2].replace("import ctypes, sys", "import ctypes"), "raw", "exec"))  # loads the library
ours, bare = [], []
for _ in range(5):
    start = time.process_time()
    exec(compile(sys.argv[2], "raw", "exec"))
    bare.append(time.process_time() - start)
    start = time.process_time()
    read_document(Path(sys.argv[1]), source="a", ocr=False)
    ours.append(time.process_time() - start)
print(min(ours), min(bare))
"""
MEMORY = """
import sys
from pathlib import Path
def peak():  # not ru_maxrss, which a process inherits from the one that started it
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
before = peak()
from reportparse.read import read_document
read_document(Path(sys.argv[1]), source="a", ocr=False)
print(peak() - before)
"""
OCR = """
import sys, time
from pathlib import Path
from reportparse.read import read_document
start = time.perf_counter()
document = read_document(Path(sys.argv[1]), source="a", ocr=True)
print((time.perf_counter() - start) / len(document.pages))
"""


@dataclass(frozen=True)
class Row:
    """One measured file: name, pages, and the ratios in the order of the table."""

    name: str
    pages: int
    ours: float
    against_pdfplumber: float
    against_pdfium: float
    steady: float


def main() -> None:
    """Measures everything and writes the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "docs" / "benchmarks.md")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        # Compiled modules as after an installation, whatever the environment says about writing them.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(work / "cache")
        files = inputs(work)
        rows = [measure(path, options.rounds) for path in files]
        jobs = [main_job.measure(path, work, options.rounds) for path in (*sorted((ROOT / "raw").iterdir()), *files)]
        text = report(rows, jobs, memory(work), recognition())
    options.output.write_text(text, encoding="utf-8")
    print(text)


def shared() -> Path | None:
    """The folder of PDFs, if there is one."""
    folder = Path(os.environ.get("REPORTPARSE_SHARED") or ROOT.parent / "shared") / "pdf"
    return folder if folder.is_dir() else None


def inputs(work: Path) -> list[Path]:
    """Files of about 20 and 100 pages for each producer."""
    folder = shared()
    if folder is None:
        return [made(work, length) for length in LENGTHS]
    return [
        joined(sorted((folder / producer).glob("*.pdf"), reverse=True), length, work / f"{producer}-{length}.pdf")
        for producer in PRODUCERS
        for length in LENGTHS
    ]


def joined(sources: Sequence[Path], length: int, target: Path) -> Path:
    """A PDF of `length` pages from as many files of one producer as it takes, again from the first when they run out."""
    import pypdfium2

    result = pypdfium2.PdfDocument.new()
    while len(result) < length:
        for source in sources:
            with pypdfium2.PdfDocument(source) as document:
                pages = list(range(min(len(document), length - len(result))))
                if pages:
                    result.import_pages(document, pages)
    result.save(target)
    return target


def made(work: Path, length: int) -> Path:
    """A PDF of reportlab with text and a ruled table on every third page."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    target = work / f"made-{length}.pdf"
    canvas = Canvas(str(target))
    for number in range(length):
        canvas.setFont("STSong-Light", 14)
        for line in range(24):
            canvas.drawString(80, 760 - 26 * line, f"第{number}页第{line}行，全市共有职业学校{line}所，在校学生{number * 97}人")
        if number % 3 == 0:
            for line in range(6):
                canvas.line(80, 130 - 20 * line, 480, 130 - 20 * line)
                for column in range(5):
                    canvas.line(80 + 100 * column, 130, 80 + 100 * column, 30)
                    if line and column:
                        canvas.drawString(-15 + 100 * column, 136 - 20 * line, f"{line * column}")
        canvas.showPage()
    canvas.save()
    return target


def measure(path: Path, rounds: int) -> Row:
    """The ratios for one file."""
    cpu(OURS, path), cpu(PDFPLUMBER, path)  # fills the caches
    taken = [(cpu(OURS, path), cpu(PDFPLUMBER, path), cpu(PDFIUM, path)) for _ in range(rounds)]
    ours, bare = map(float, run(STEADY, str(path), PDFIUM).split())
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        pages = len(document)
    return Row(
        path.stem, pages, statistics.median(own for own, _, _ in taken),
        statistics.median(theirs / own for own, theirs, _ in taken), statistics.median(own / raw for own, _, raw in taken),
        ours / bare,
    )


def cpu(code: str, path: Path) -> float:
    """Seconds of CPU that a process takes which runs `code` on the file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, str(path)], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(code: str, *arguments: str) -> str:
    """What a process prints that runs `code`."""
    return subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True).stdout


def memory(work: Path) -> dict[int, float]:
    """MiB above the interpreter for reading 100 and 500 pages."""
    return {length: float(run(MEMORY, str(made(work, length)))) for length in (100, 500)}


def recognition() -> float | None:
    """Seconds for a page of a scan; None without scan or recogniser."""
    folder = shared()
    if folder is None or importlib.util.find_spec("rapidocr") is None:
        return None
    return float(run(OCR, str(sorted((folder / "scan").glob("*.pdf"))[0])).split()[-1])


def report(rows: Sequence[Row], jobs: Sequence[main_job.Job], peaks: dict[int, float], ocr: float | None) -> str:
    """The report as Markdown."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("pypdfium2", "pdfplumber", "pdfminer.six"))
    lines = [
        "# Speed of reading",
        "",
        "Made by `python benchmarks/reading.py`. Each ratio compares two commands on the same file in one run, in CPU time;",
        "figures in seconds depend on the machine, ratios hardly.",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {versions}.",
        "",
        "| file | pages | s, whole process | pdfplumber / ours | ours / bare pdfium | same, without start-up |",
        "|---|---|---|---|---|---|",
        *(
            f"| {row.name} | {row.pages} | {row.ours:.2f} | {row.against_pdfplumber:.1f} | {row.against_pdfium:.2f} | {row.steady:.2f} |"
            for row in rows
        ),
        f"| mean | | | {statistics.mean(row.against_pdfplumber for row in rows):.1f} "
        f"| {statistics.mean(row.against_pdfium for row in rows):.2f} | {statistics.mean(row.steady for row in rows):.2f} |",
        "",
        "- ours: text, boxes of every character, ruled and three-line tables, order, outline, checks of the text layer.",
        "- pdfplumber: `extract_text()` and `extract_tables()` of every page.",
        "- bare pdfium: load each page and take its text, nothing else, by a binding as sparing as ours (pypdfium2's takes 25 ms",
        "  more to load). (pdfplumber / ours) × (ours / bare pdfium) is about the most that a reader on pdfium can reach on a file.",
        "  Where fonts are not embedded (reportlab) bare pdfium looks for them in the system; ours has a stand-in for them.",
        "",
        f"Peak memory above the interpreter: {peaks[100]:.0f} MiB for 100 pages, {peaks[500]:.0f} MiB for 500.",
    ]
    if ocr is not None:
        lines += ["", f"Text recognition: {ocr:.1f} s for a page of a scan at 200 dpi (loading of the models included)."]
    lines += ["", *main_job.table(jobs)]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
