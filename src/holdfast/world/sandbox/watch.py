"""What all processes of a sandbox use together, and whether it is too much: asked many times a second.

Where no cgroup can hold a sum, this does. A process that allocates between two looks gets further than its limit
by what fits into that time; what no process owns is not seen, which is why the filter denies such stores.
"""

import os
from contextlib import suppress
from typing import NamedTuple

from holdfast.world.sandbox.limits import Limits

INTERVAL = 0.05
"""Seconds between two looks; a fifth of it once half of the memory is in use."""
_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")


class Use(NamedTuple):
    """What one process uses."""

    rss: int
    cpu: float
    """Its own and that of the children it has waited for, in seconds."""


class Watch:
    """Looks at a process and all that descend from it."""

    def __init__(self, root: int, limits: Limits, *, writable: tuple[str, ...] = ()) -> None:
        """Look at ``root``; ``writable`` are the folders that its own network and file system begin with, if it has any."""
        self.root = root
        self.limits = limits
        self.writable = writable
        self.places = _open_all(root, writable)
        self.max_rss = 0
        self.cpu = 0.0
        self.interval = INTERVAL

    def look(self) -> str:
        """Return why the processes have to end, or nothing."""
        pids = tree(self.root)
        uses = [use for pid in pids if (use := _use(pid))]
        rss = sum(use.rss for use in uses)
        if rss > self.limits.memory:
            # Pages that processes share were counted once for each of them; the exact sum is slower.
            rss = sum(map(_exact, pids))
        self.max_rss = max(self.max_rss, rss)
        self.cpu = max(self.cpu, sum(use.cpu for use in uses))
        self.interval = INTERVAL / 5 if rss > self.limits.memory // 2 else INTERVAL
        if rss > self.limits.memory:
            return "memory"
        if self.writable:
            return self._look_at_stores()
        return ""

    def _look_at_stores(self) -> str:
        """Look at what belongs to no process: buffers of sockets, and names in file systems of memory."""
        if _sockets(f"/proc/{self.root}/net/sockstat") > self.limits.sockets:
            return "sockets"
        return "inodes" if any(_inodes(place) > self.limits.inodes for place in self.places) else ""

    def close(self) -> None:
        """Let go of the places."""
        for place in self.places:
            os.close(place)
        self.places.clear()


def _open_all(root: int, writable: tuple[str, ...]) -> list[int]:
    """Open the writable file systems; where that is not ours to do, their inodes are not watched."""
    found: list[int] = []
    with suppress(OSError):
        for place in writable:
            found.append(os.open(f"/proc/{root}/root{place}", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC))
    return found


def tree(root: int) -> list[int]:
    """Return a process and its living descendants, as far as they can be seen."""
    found = [root]
    for pid in found:
        found += _children(pid)
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        pass
    return found


def _use(pid: int) -> Use | None:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    # The fields behind the name, from the third on; see proc_pid_stat(5).
    return Use(int(fields[21]) * _PAGE, sum(map(int, fields[11:15])) / _TICK)


def _exact(pid: int) -> int:
    """Return a process's share of resident memory; where that is closed to us, what it does not share with files."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
            return sum(int(line.split()[1]) << 10 for line in file if line.startswith(b"Pss:"))
    except OSError:
        pass
    try:
        with open(f"/proc/{pid}/status", "rb") as file:
            return sum(
                int(line.split()[1]) << 10 for line in file if line.startswith((b"RssAnon", b"RssShmem", b"VmPTE"))
            )
    except OSError:
        return 0


def _sockets(path: str) -> int:
    try:
        with open(path, "rb") as file:
            return int(file.readline().rpartition(b" ")[2])
    except (OSError, ValueError):
        return 0


def _inodes(place: int) -> int:
    found = os.fstatvfs(place)
    return found.f_files - found.f_ffree
