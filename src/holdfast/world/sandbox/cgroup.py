"""A group of processes that the kernel limits together, where this machine gives us one to divide.

Only a part of the hierarchy that is ours is used: one that belongs to our account, one whose manager marked it as
delegated, or, under version 1, the top that no manager divides. A group that another program runs is left alone:
its processes are counted, and ended, by that program. Source: ``cgroups(7)``, ``Documentation/admin-guide/cgroup-v2``.
"""

import errno
import os
import re
import time
from contextlib import suppress
from typing import NamedTuple

from holdfast.world.sandbox.limits import Limits

_MOUNTS = "/proc/self/mountinfo"
_OWN = "/proc/self/cgroup"


class Hierarchy(NamedTuple):
    """A folder below which a group can be made, and what it can hold."""

    folder: str
    version: int
    controllers: frozenset[str]


class Cgroup:
    """One group for one sandbox; it is removed at the end."""

    def __init__(self, hierarchies: tuple[Hierarchy, ...], limits: Limits) -> None:
        """Make the group and set its limits; raises :class:`OSError` where the kernel refuses."""
        self.memory = False
        self.folders: list[str] = []
        name = f"holdfast-{os.getpid()}-{os.urandom(4).hex()}"
        try:
            for hierarchy in hierarchies:
                _remove_stale(hierarchy.folder)
                folder = os.path.join(hierarchy.folder, name)
                os.mkdir(folder)
                self.folders.append(folder)
                self._limit(folder, hierarchy, limits)
        except OSError:
            self.close()
            raise

    def take(self, pid: int) -> None:
        """Put a process, and with it all that it will start, into the group."""
        for folder in self.folders:
            _write(folder, "cgroup.procs", pid)

    def close(self) -> str:
        """Remove the group, whose processes are gone by then; return ``memory`` where the kernel ended some for that."""
        events = "".join(
            _read(folder, name) for folder in self.folders for name in ("memory.events", "memory.oom_control")
        )
        for folder in self.folders:
            _remove(folder)
        self.folders = []
        return "memory" if re.search(r"oom_kill [1-9]", events) else ""

    def _limit(self, folder: str, hierarchy: Hierarchy, limits: Limits) -> None:
        # The writable file systems are charged to the group as well, so there is room for them on top.
        room = limits.memory + limits.work + limits.home + limits.tmp + limits.shm
        if "memory" in hierarchy.controllers:
            _write(folder, "memory.max" if hierarchy.version == 2 else "memory.limit_in_bytes", room)
            with suppress(OSError):
                _write(folder, *(("memory.swap.max", 0) if hierarchy.version == 2 else ("memory.swappiness", 0)))
            if hierarchy.version == 2:
                _write(folder, "memory.oom.group", 1)
            self.memory = True
        if "pids" in hierarchy.controllers:
            _write(folder, "pids.max", limits.processes + 2)


def _remove(folder: str) -> None:
    """Remove a group; the last of its processes may need a moment to be gone."""
    for _ in range(20):
        try:
            os.rmdir(folder)
        except OSError as error:
            if error.errno != errno.EBUSY:
                return
            time.sleep(0.005)
        else:
            return


def _remove_stale(folder: str) -> None:
    """Remove groups whose maker was killed; their processes died with it."""
    for name in os.listdir(folder):
        maker = re.match(r"holdfast-(\d+)-", name)
        if maker and not os.path.exists(f"/proc/{maker[1]}"):
            with suppress(OSError):
                os.rmdir(os.path.join(folder, name))


def hierarchies() -> tuple[Hierarchy, ...]:
    """Return where groups can be made: one folder under version 2, or one for each controller under version 1."""
    found = []
    for line in _lines(_OWN):
        _, names, path = line.split(":", 2)
        for mounted, kind, options in _mounted():
            if kind == "cgroup2" and not names:
                folder = _delegated(mounted, path)
                if folder:
                    enabled = frozenset(_read(folder, "cgroup.subtree_control").split())
                    found.append(Hierarchy(folder, 2, enabled & {"memory", "pids"}))
            elif kind == "cgroup" and names in ("memory", "pids") and names in options and _is_top(mounted, path):
                found.append(Hierarchy(mounted, 1, frozenset({names})))
    return tuple(one for one in found if one.controllers)


def _is_top(mounted: str, path: str) -> bool:
    return path == "/" and os.access(mounted, os.W_OK)


def _delegated(mounted: str, path: str) -> str:
    """Return the nearest ancestor of our own group that is ours to divide, or nothing."""
    folder = os.path.normpath(mounted + path)
    while len(folder) > len(mounted):
        folder = os.path.dirname(folder)
        if _is_ours(folder) and "memory" in _read(folder, "cgroup.subtree_control").split():
            return folder
    return ""


def _is_ours(folder: str) -> bool:
    """Tell whether a folder was given to us: by ownership, or, for root, by the mark that systemd leaves."""
    try:
        if not os.access(os.path.join(folder, "cgroup.procs"), os.W_OK):
            return False
        if os.geteuid() != 0:
            return os.stat(folder).st_uid == os.geteuid()
        return any(os.getxattr(folder, name) == b"1" for name in os.listxattr(folder) if name.endswith(".delegate"))
    except OSError:
        return False


def _mounted() -> list[tuple[str, str, list[str]]]:
    """Return mount point, kind and options of every cgroup file system; see proc_pid_mountinfo(5)."""
    found = []
    for line in _lines(_MOUNTS):
        left, _, right = line.partition(" - ")
        kind, _, options = right.split(" ", 2)
        if kind.startswith("cgroup") and left.split()[3] == "/":
            found.append((left.split()[4], kind, options.split(",")))
    return found


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().splitlines()
    except OSError:
        return []


def _read(folder: str, name: str) -> str:
    return "".join(_lines(os.path.join(folder, name)))


def _write(folder: str, name: str, value: int) -> None:
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write(str(value))
