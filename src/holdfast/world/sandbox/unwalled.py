"""Runs commands with the user's own rights and no sandbox at all: only for what the user has said to trust.

Time, output and memory are limited and leftovers are ended as far as they can be found, so that an honest mistake
does no harm. Nothing here stops a dishonest example.
"""

import os
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from holdfast.world.sandbox.limits import Limits
from holdfast.world.sandbox.process import Started
from holdfast.world.sandbox.watch import Watch, tree

_MARK = "HOLDFAST_RUN"
"""A variable that tells whose process one is, for those that left their parent."""


def launch(
    command: Sequence[str],
    *,
    limits: Limits,
    environment: Mapping[str, str],
    cwd: str,
    stdin: bytes,
    pass_fds: Sequence[int],
) -> Started:
    """Start a command and return it; raises :class:`OSError` where it cannot be started."""
    mark = os.urandom(16).hex()
    given = os.memfd_create("holdfast")
    try:
        os.write(given, stdin)
        os.lseek(given, 0, os.SEEK_SET)
        process = subprocess.Popen(
            command,
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=tuple(pass_fds),
            env={**environment, _MARK: mark},
            cwd=cwd,
            start_new_session=True,
        )
    finally:
        os.close(given)
    with suppress(OSError, ValueError):
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (limits.cpu, limits.cpu + 2))
        resource.prlimit(process.pid, resource.RLIMIT_DATA, (limits.data, limits.data))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limits.file_size, limits.file_size))

    def kill() -> None:
        """End the command, all that descend from it, and all that carry its mark."""
        pids = {*(tree(process.pid) if process.returncode is None else ()), *_marked(f"{_MARK}={mark}".encode())}
        for pid in pids:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)

    def verdict(returned: int) -> tuple[int, str]:
        return (returned if returned >= 0 else 128 - returned), ""

    return Started(process=process, watch=Watch(process.pid, limits), kill=kill, verdict=verdict)


def _marked(mark: bytes) -> list[int]:
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        with suppress(OSError), open(f"/proc/{name}/environ", "rb") as file:
            if mark in file.read().split(b"\0"):
                found.append(int(name))
    return found
