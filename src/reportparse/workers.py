"""Work on many things in processes of their own, so that one that hangs, crashes or eats the memory stops nobody else."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from typing import Any, Generic, Literal, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

_PATIENCE = 5.0
"""Seconds after which an idle worker looks whether its parent still lives."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a piece of work gave no result. `detail` is for people: the limit, the exit code, or the traceback."""

    cause: Literal["time_limit", "memory_limit", "crashed", "internal_error"]
    detail: str


@dataclass(frozen=True, slots=True)
class Limits:
    """What one piece of work may use: seconds of time, and bytes of address space (0: no limit; Unix only)."""

    seconds: float = 300.0
    memory: int = 0


def each_isolated(
    work: Callable[[T], R], items: Sequence[T], *, workers: int = 1, limits: Limits | None = None
) -> Iterator[tuple[int, R | Stopped]]:
    """`work(item)` for each item in `workers` processes (never threads); yields (index of the item, result) as they come.

    A process is used again for the next item, and replaced when it was stopped. `work` and its results must pickle."""
    pool = _Pool(work, limits or Limits())
    waiting = list(range(len(items)))[::-1]
    try:
        while waiting or pool.busy:
            while waiting and len(pool.busy) < max(1, workers):
                index = waiting.pop()
                pool.start(index, items[index])
            yield from pool.collect()
    finally:
        pool.close()


@dataclass(slots=True)
class _Worker:
    process: BaseProcess
    pipe: Connection[Any, Any]
    index: int = -1
    deadline: float = 0.0


class _Pool(Generic[T, R]):
    """The processes of one call: idle ones, and busy ones by pipe."""

    def __init__(self, work: Callable[[T], R], limits: Limits) -> None:
        self.work, self.limits = work, limits
        self.idle: list[_Worker] = []
        self.busy: dict[Connection[Any, Any], _Worker] = {}
        self.context = _context()

    def start(self, index: int, item: T) -> None:
        worker = self.idle.pop() if self.idle else self._new()
        worker.index, worker.deadline = index, time.monotonic() + self.limits.seconds
        self.busy[worker.pipe] = worker
        with suppress(BrokenPipeError):  # the process is gone: collect() reads the end of the pipe and says so
            worker.pipe.send(item)

    def collect(self) -> Iterator[tuple[int, R | Stopped]]:
        """Wait for the next result or deadline."""
        patience = max(0.0, min(worker.deadline for worker in self.busy.values()) - time.monotonic())
        for pipe in wait(list(self.busy), timeout=patience):
            worker = self.busy.pop(cast("Connection[Any, Any]", pipe))
            try:
                result = worker.pipe.recv()
            except (EOFError, OSError):
                worker.process.join()
                yield worker.index, Stopped("crashed", f"its process ended with code {worker.process.exitcode}")
                continue
            self.idle.append(worker)
            yield worker.index, result
        for worker in [worker for worker in self.busy.values() if worker.deadline <= time.monotonic()]:
            del self.busy[worker.pipe]
            _end(worker)
            yield worker.index, Stopped("time_limit", f"not done after {self.limits.seconds:g} s")

    def close(self) -> None:
        for worker in (*self.idle, *self.busy.values()):
            _end(worker)

    def _new(self) -> _Worker:
        gc.freeze()  # what a fork shares stays shared: the worker's search for garbage does not go over it
        here, there = self.context.Pipe()
        process = self.context.Process(target=_serve, args=(self.work, there, self.limits.memory), daemon=True)  # type: ignore[attr-defined]
        process.start()
        there.close()
        return _Worker(process, here)


def _context() -> BaseContext:
    # A fork shares the rules and dictionaries that are already loaded; it is only safe without other threads.
    fork = sys.platform == "linux" and threading.active_count() == 1
    return multiprocessing.get_context("fork" if fork else "spawn")


def _end(worker: _Worker) -> None:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()


def _serve(work: Callable[[Any], Any], pipe: Connection[Any, Any], memory: int) -> None:
    """The life of a worker: take an item, work, answer, until it is killed or the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends its workers
    parent = os.getppid()
    _end_with_parent()
    _limit_memory(memory)
    while True:
        try:
            while not pipe.poll(_PATIENCE):
                if os.getppid() != parent:
                    return
            item = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            result = work(item)
        except MemoryError:
            result = Stopped("memory_limit", f"needs more than {memory // 2**20} MiB" if memory else "the memory is full")
        except Exception:
            result = Stopped("internal_error", traceback.format_exc())
        pipe.send(result)


def _end_with_parent() -> None:
    """Let the kernel end this process when its parent is killed; elsewhere an idle worker looks after its parent itself."""
    if sys.platform == "linux":
        import ctypes  # needed here alone

        pr_set_pdeathsig = 1  # from <sys/prctl.h>
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def _limit_memory(memory: int) -> None:
    if memory and sys.platform != "win32":
        import resource  # there is no such module on Windows

        resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
