"""Work shared among forked processes, with its results in the order of the work.

Fork hands the children everything the parent has parsed and compiled for free; results come back as
lines through pipes. Where there is no fork, one processor, or another thread (whose locks a child would inherit locked),
the work is done here.
"""

import os
import selectors
import sys
from collections.abc import Callable, Sequence
from typing import TypeVar

Task = TypeVar("Task")


def share(
    tasks: Sequence[Task], work: Callable[[Task], str], progress: Callable[[int, int], None] | None = None
) -> list[str]:
    """Return ``work(task)`` for each task; every result is one line of text without a line end.

    A child that dies loses nothing: its tasks are done again here, where the failure shows itself.
    """
    children = _processors() if hasattr(os, "fork") and not _threaded() else 1
    if children < 2:
        return [_counted(work(task), number, len(tasks), progress) for number, task in enumerate(tasks, 1)]
    results: list[str | None] = [None] * len(tasks)
    with selectors.DefaultSelector() as selector:
        pids = [_spawn(selector, tasks, work, number, children) for number in range(children)]
        _collect(selector, results, progress)
    for pid in pids:
        os.waitpid(pid, 0)
    return [work(task) if found is None else found for task, found in zip(tasks, results, strict=True)]


def _counted(found: str, done: int, total: int, progress: Callable[[int, int], None] | None) -> str:
    if progress:
        progress(done, total)
    return found


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _threaded() -> bool:
    threading = sys.modules.get("threading")  # Loading it to find out would cost more than it answers.
    return threading is not None and threading.active_count() > 1


def _spawn(
    selector: selectors.BaseSelector, tasks: Sequence[Task], work: Callable[[Task], str], number: int, children: int
) -> int:
    """Fork a child that does every ``children``-th task and writes a line for each."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        selector.register(reader, selectors.EVENT_READ, (number, children, bytearray()))
        return pid
    code = 1
    try:
        os.close(reader)
        with open(writer, "wb") as pipe:
            pipe.writelines(work(task).encode() + b"\n" for task in tasks[number::children])
        code = 0
    finally:
        # Neither the parent's buffers nor its clean-up belong to the child.
        os._exit(code)


def _collect(
    selector: selectors.BaseSelector, results: list[str | None], progress: Callable[[int, int], None] | None
) -> None:
    """Read lines until every pipe is closed."""
    done = dict.fromkeys(range(len(selector.get_map())), 0)
    while selector.get_map():
        for ready, _ in selector.select():
            number, children, pending = ready.data
            chunk = os.read(ready.fd, 1 << 16)
            if not chunk:
                selector.unregister(ready.fd)
                os.close(ready.fd)
                continue
            pending += chunk
            *lines, rest = bytes(pending).split(b"\n")
            pending[:] = rest
            for line in lines:
                results[number + children * done[number]] = line.decode()
                done[number] += 1
        if progress:
            progress(sum(done.values()), len(results))
