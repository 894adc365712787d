"""Isolation of work: results, hangs, crashes, greed, and that processes are used again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reportparse.workers import Limits, Stopped, each_isolated


def act(item: str) -> str:
    if item == "hang":
        time.sleep(60)
    if item == "crash":
        os._exit(9)
    if item == "greed":
        return str(len(bytearray(2**33)))
    if item == "fault":
        raise ValueError("odd")
    if item == "pid":
        time.sleep(0.05)
        return str(os.getpid())
    return item.upper()


def outcomes(items: list[str], workers: int = 1, **limits: float) -> dict[str, str | Stopped]:
    found = dict(each_isolated(act, items, workers=workers, limits=Limits(**limits)))  # type: ignore[arg-type]
    return {items[index]: result for index, result in found.items()}


@pytest.mark.parametrize("workers", [1, 3])
def test_every_item_has_one_result(workers: int) -> None:
    items = [f"item {i}" for i in range(7)]
    assert outcomes(items, workers) == {item: item.upper() for item in items}


@pytest.mark.parametrize(
    ("item", "cause", "words"),
    [("hang", "time_limit", "0.5 s"), ("crash", "crashed", "code 9"), ("fault", "internal_error", "ValueError: odd")],
)
def test_one_bad_item_stops_nobody_else(item: str, cause: str, words: str) -> None:
    found = outcomes(["a", item, "b"], seconds=0.5)
    stopped = found.pop(item)
    assert isinstance(stopped, Stopped)
    assert stopped.cause == cause
    assert words in stopped.detail
    assert found == {"a": "A", "b": "B"}


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limits on Windows")
def test_memory_limit() -> None:
    found = outcomes(["greed", "b"], memory=2**32)
    stopped = found["greed"]
    assert isinstance(stopped, Stopped)
    assert stopped.cause == "memory_limit"
    assert "4096 MiB" in stopped.detail
    assert found["b"] == "B"


def test_work_is_done_in_other_processes_that_are_used_again() -> None:
    results = [result for _, result in each_isolated(act, ["pid"] * 6, workers=2)]
    assert str(os.getpid()) not in results
    assert len(set(map(str, results))) <= 2


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected (Z) does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends the children of a killed process")
def test_workers_end_with_a_killed_parent() -> None:
    script = (
        "import os, sys, time\n"
        "from reportparse.workers import each_isolated\n"
        "def work(item):\n"
        "    os.write(1, f'{os.getpid()}\\n'.encode())\n"
        "    time.sleep(60)\n"
        "list(each_isolated(work, [1, 2], workers=2))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    workers = [int(parent.stdout.readline()) for _ in range(2)]
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not any(alive(pid) for pid in workers):
            return
        time.sleep(0.05)
    pytest.fail("workers outlived their parent")
