"""Work shared among forked processes, with its results in the order of the work.

Fork hands the children everything the parent has parsed and compiled for free; results come back as
lines through pipes. Where there is no fork, one processor, or another thread (whose locks a child would inherit locked),
the work is done here.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import BinaryIO, TypeVar

Task = TypeVar("Task")

_AHEAD = 1 << 20
"""So many bytes a child may be ahead of whoever takes its results, where the system allows that much."""


def share(
    tasks: Sequence[Task], work: Callable[[Task], str], progress: Callable[[int, int], None] | None = None
) -> Iterator[str]:
    """Yield ``work(task)`` for each task in order; every result is one line of text without a line end.

    A child that is far ahead of whoever takes the results waits, so that they never pile up. A child that dies loses
    nothing: its tasks are done again here, where the failure shows itself.
    """
    children = _processors() if hasattr(os, "fork") and not _threaded() else 1
    started: list[tuple[int, BinaryIO]] = []
    try:
        if children > 1:
            started += [_spawn(tasks, work, number, children) for number in range(children)]
        for number, task in enumerate(tasks):
            line = started[number % children][1].readline() if started else b""
            yield line[:-1].decode() if line.endswith(b"\n") else work(task)
            if progress:
                progress(number + 1, len(tasks))
    finally:
        # A child ends when nobody can listen to it any more, and the children hold the pipes of those before them.
        for _, pipe in started:
            pipe.close()
        for pid, _ in started:
            os.waitpid(pid, 0)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _threaded() -> bool:
    threading = sys.modules.get("threading")  # Loading it to find out would cost more than it answers.
    return threading is not None and threading.active_count() > 1


def _spawn(tasks: Sequence[Task], work: Callable[[Task], str], number: int, children: int) -> tuple[int, BinaryIO]:
    """Fork a child that does every ``children``-th task and writes a line for each; return it with its results."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        with suppress(ImportError, AttributeError, OSError):
            import fcntl

            fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, _AHEAD)
        return pid, open(reader, "rb", buffering=1 << 16)
    code = 1
    try:
        # A search for cycles would write to, and so copy, whatever the parent had made.
        gc.freeze()
        os.close(reader)
        with open(writer, "wb") as pipe:
            pipe.writelines(work(task).encode() + b"\n" for task in tasks[number::children])
        code = 0
    finally:
        # Neither the parent's buffers nor its clean-up belong to the child.
        os._exit(code)
