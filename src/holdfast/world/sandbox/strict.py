"""Starts a command under bubblewrap, isolated from everything that it was not given.

Bubblewrap waits when the namespaces stand and before the command runs; in that moment its first process is put into
its cgroup.
"""

import json
import os
import platform
import select
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from holdfast.errors import Refused
from holdfast.world.sandbox.account import NOBODY, account
from holdfast.world.sandbox.cgroup import Cgroup, Hierarchy
from holdfast.world.sandbox.limited import limited
from holdfast.world.sandbox.limits import Limits, View
from holdfast.world.sandbox.masks import Masks
from holdfast.world.sandbox.mounts import WRITABLE, Handover, plan, shown
from holdfast.world.sandbox.process import Started
from holdfast.world.sandbox.seccomp import build
from holdfast.world.sandbox.watch import Watch

_SETUP = 20.0
"""Seconds that bubblewrap may take until the namespaces stand."""


def launch(
    command: Sequence[str],
    *,
    view: View,
    covers: Masks,
    limits: Limits,
    environment: Mapping[str, str],
    cwd: str,
    stdin: bytes,
    pass_fds: Sequence[int],
    groups: tuple[Hierarchy, ...] = (),
) -> Started:
    """Start a command and return it; call from the thread that will attend to it.

    Raises :class:`~holdfast.errors.Refused` with what bubblewrap said where the sandbox cannot be set up.
    """
    cgroup = Cgroup(groups, limits) if groups else None
    handover = Handover()
    info, info_in = os.pipe()
    blocked, release = os.pipe()
    status, status_in = os.pipe()
    ours = [info, release, status]
    theirs = [info_in, blocked, status_in]
    try:
        entry = account(shown(view))
        options = plan(view, covers, limits, handover, entry.staged)
        options += [part for name, value in environment.items() for part in ("--setenv", name, value)]
        options += ["--chdir", cwd, "--seccomp", handover.give(_filter(view, stores=bool(cgroup and cgroup.memory)))]
        options += ["--info-fd", str(info_in), "--block-fd", str(blocked), "--json-status-fd", str(status_in)]
        arguments = handover.give(b"".join(os.fsencode(one) + b"\0" for one in options))
        process = subprocess.Popen(
            [*entry.prefix, "bwrap", "--args", arguments, "--", *limited(command, limits)],
            stdin=int(handover.give(stdin)) if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(*theirs, *handover.open, *pass_fds),
            env={"PATH": os.environ.get("PATH", os.defpath)},
            cwd="/",
            start_new_session=True,
            user=NOBODY if entry.drop else None,
            group=NOBODY if entry.drop else None,
            extra_groups=[] if entry.drop else None,
        )
    except BaseException:
        _close(*ours)
        if cgroup:
            cgroup.close()
        raise
    finally:
        handover.close()
        _close(*theirs)
    try:
        return _released(process, limits, cgroup, info=info, release=release, status=status)
    except BaseException:
        _end(process)
        process.communicate()
        _close(*ours)
        if cgroup:
            cgroup.close()
        raise


def _released(
    process: subprocess.Popen[bytes], limits: Limits, cgroup: Cgroup | None, *, info: int, release: int, status: int
) -> Started:
    """Put the first process of the namespace where it is watched, then let the command run."""
    first = _first_process(process, info)
    if not first:
        raise _refusal(process)
    handle = os.pidfd_open(first)
    try:
        if cgroup:
            cgroup.take(first)
    except BaseException:
        os.close(handle)
        raise
    os.write(release, b"go")
    _close(info, release)

    def kill() -> None:
        """The end of a namespace's first process is the end of all of them; then bubblewrap reports and ends."""
        with suppress(OSError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)

    def verdict(_: int) -> tuple[int, str]:
        """Bubblewrap tells the exit on a descriptor that no process inside has; where it is silent, all was killed."""
        text = os.read(status, 1 << 16).decode()
        _close(status, handle)
        reason = cgroup.close() if cgroup else ""
        documents = [json.loads(line) for line in text.splitlines() if line.strip()]
        found = [int(one["exit-code"]) for one in documents if "exit-code" in one]
        return found[0] if found else 128 + signal.SIGKILL, reason

    watch = Watch(first, limits, writable=WRITABLE)
    return Started(process=process, watch=watch, kill=kill, verdict=verdict)


def _first_process(process: subprocess.Popen[bytes], info: int) -> int:
    """Return the first process of the new namespace by its number outside, or 0 where there is none.

    Where bubblewrap fails on the way, a child of it may still hold the pipe, so its own end is waited for as well.
    """
    text = b""
    handle = os.pidfd_open(process.pid)
    try:
        while b"}" not in text:
            ready, _, _ = select.select([info, handle], [], [], _SETUP)
            chunk = os.read(info, 4096) if info in ready else b""
            if not chunk:
                return 0
            text += chunk
    finally:
        os.close(handle)
    return int(json.loads(text)["child-pid"])


def _refusal(process: subprocess.Popen[bytes]) -> Refused:
    _end(process)
    _, stderr = process.communicate()
    said = stderr.decode("utf-8", "replace").strip().splitlines()
    return Refused(
        f"the sandbox cannot be set up: {said[-1] if said else 'bubblewrap ended without a word'}",
        remedy="'holdfast doctor' tells what is missing",
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End bubblewrap with what it started so far: until the command runs, all of it is in one session."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)


def _filter(view: View, *, stores: bool) -> bytes:
    machine = platform.machine()
    try:
        return build(machine, stores=stores, unix_sockets=view.unix_sockets, guard=view.guard)
    except KeyError:
        raise Refused(
            f"there is no system call filter for {machine}", remedy="use a machine with x86_64 or aarch64"
        ) from None


def _close(*descriptors: int) -> None:
    for descriptor in descriptors:
        with suppress(OSError):
            os.close(descriptor)
