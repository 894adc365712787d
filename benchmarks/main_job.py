"""Measures the whole main job against reading alone, as ratios on the same file in one run (the second table of reading.py)."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

READ = """
import sys
from pathlib import Path
from reportparse.read import read_document
read_document(Path(sys.argv[1]), source="a", ocr=False)
"""
STEADY = """
import sys, time
from pathlib import Path
from reportparse.pipeline import read_report
from reportparse.read import read_document
from reportparse.rulebook import kept_rules
path, rules = Path(sys.argv[1]), kept_rules()
start = time.process_time()
read_report(path, "a", rules, ocr=False)
first = time.process_time() - start
read, whole = [], []
for _ in range(5):
    start = time.process_time()
    read_document(path, source="a", ocr=False)
    read.append(time.process_time() - start)
    start = time.process_time()
    read_report(path, "a", rules, ocr=False)
    whole.append(time.process_time() - start)
print(first, min(whole), min(read))
"""


@dataclass(frozen=True)
class Job:
    """One measured file: seconds of CPU of `reportparse run`, its ratio to a process that only reads the file, seconds of the
    first report after the start, of a later one, and the ratio of that to its reading."""

    name: str
    process: float
    against_reading: float
    first: float
    later: float
    later_against_reading: float


def measure(path: Path, work: Path, rounds: int) -> Job:
    """The figures of one file. Checked rules and compiled patterns are those of an earlier run, as for every run of a user but the
    first, and bytecode is on disk, as after an installation."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(work / "kept"), "PYTHONPYCACHEPREFIX": str(work / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    output = work / "delivery"
    run = ["-m", "reportparse", "run", str(path), "-o", str(output), "--no-cache", "--no-ocr", "-q"]
    for _ in range(3):  # fills the caches: the parent and the worker of a run find out in turn what is worth keeping
        _cpu(run, environment), _cpu(["-c", READ, str(path)], environment)
    taken = [(_cpu(run, environment), _cpu(["-c", READ, str(path)], environment)) for _ in range(rounds)]
    steady = [sys.executable, "-c", STEADY, str(path)]
    printed = subprocess.run(steady, check=True, capture_output=True, text=True, env=environment).stdout
    first, later, read = map(float, printed.split())
    return Job(
        path.name, statistics.median(whole for whole, _ in taken), statistics.median(whole / read for whole, read in taken),
        first, later, later / read,
    )


def _cpu(arguments: Sequence[str], environment: dict[str, str]) -> float:
    """Seconds of CPU that a process of Python takes, with the workers that it waits for."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def table(jobs: Sequence[Job]) -> list[str]:
    """The lines of the table with what they mean."""
    return [
        "## The main job against reading",
        "",
        "| file | s, whole process | run / read, processes | s, first report | s, later reports | job / reading, later reports |",
        "|---|---|---|---|---|---|",
        *(
            f"| {job.name} | {job.process:.2f} | {job.against_reading:.1f} | {job.first:.2f} | {job.later:.2f} "
            f"| {'' if job.name.endswith('.txt') else format(job.later_against_reading, '.1f')} |"
            for job in jobs
        ),
        "",
        "- run / read: `reportparse run` with delivery, start of Python and loading of the rules, against a process that only",
        "  reads the file. Rules and patterns that an earlier run has checked and compiled are on disk, and so is bytecode; finished",
        "  documents are not (`--no-cache`).",
        "- first report: all stages for the first report of a process, after its start and with the rules loaded; what is made",
        "  once for all reports is in it.",
        "- job / reading: all stages against reading alone within one process, as for each further report of a folder. To read a",
        "  text file takes next to nothing, so there is no ratio for it.",
    ]
