"""Starts a command under bubblewrap, isolated from everything that it was not given.

A shell inside sets limits, says that it is ready, and waits for the word to become the command. In that moment it is
put into its cgroup, and where the caller has been killed meanwhile, the word never comes and nothing is run.
"""

import json
import os
import select
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from holdfast.errors import Refused
from holdfast.world.sandbox.account import NOBODY, account
from holdfast.world.sandbox.cgroup import Cgroup, Hierarchy
from holdfast.world.sandbox.limited import GO, READY, STDIN, limited
from holdfast.world.sandbox.limits import Limits, View
from holdfast.world.sandbox.masks import Masks
from holdfast.world.sandbox.mounts import WRITABLE, Handover, plan, shown
from holdfast.world.sandbox.process import Started
from holdfast.world.sandbox.seccomp import build
from holdfast.world.sandbox.watch import Watch, tree

_ASK_DOCTOR = "'holdfast doctor' tells what is missing"
_SETUP = 20.0
"""Seconds that bubblewrap may take until the sandbox stands."""


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
    status, status_in = os.pipe()
    try:
        entry = account(shown(view))
        options = plan(view, covers, limits, handover, entry.staged)
        options += [part for name, value in environment.items() for part in ("--setenv", name, value)]
        options += ["--chdir", cwd, "--seccomp", handover.give(_filter(view, stores=bool(cgroup and cgroup.memory)))]
        options += ["--file", handover.give(stdin), STDIN, "--remount-ro", "/"]
        options += ["--info-fd", str(info_in), "--json-status-fd", str(status_in)]
        arguments = handover.give(b"".join(os.fsencode(one) + b"\0" for one in options))
        words = [*entry.prefix, _bubblewrap(), "--args", arguments, "--", *limited(command, limits)]
        process = _started(words, (info_in, status_in, *handover.open, *pass_fds), drop=entry.drop)
    except BaseException as error:
        _close(info, status)
        if cgroup:
            cgroup.close()
        if isinstance(error, PermissionError):
            raise Refused(f"bubblewrap cannot be started: {error.strerror}", remedy=_ASK_DOCTOR) from error
        raise
    finally:
        handover.close()
        _close(info_in, status_in)
    try:
        return _released(process, limits, cgroup, info, status)
    except BaseException:
        _end(process)
        process.communicate()
        _close(info, status)
        if cgroup:
            cgroup.close()
        raise


def _started(words: Sequence[str], descriptors: tuple[int, ...], *, drop: bool) -> subprocess.Popen[bytes]:
    """Start bubblewrap with some descriptors and no environment, as nobody where this account is to be dropped."""
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=descriptors,
        env={"PATH": os.environ.get("PATH", os.defpath)},
        cwd="/",
        start_new_session=True,
        user=NOBODY if drop else None,
        group=NOBODY if drop else None,
        extra_groups=[] if drop else None,
    )


def _released(
    process: subprocess.Popen[bytes], limits: Limits, cgroup: Cgroup | None, info: int, status: int
) -> Started:
    """Wait until the sandbox stands and its shell waits, put it where it is watched, then let the command run."""
    text = _read(process, info, b"}")
    if not text or _read(process, _stdout(process), READY) != READY:
        raise _refusal(process)
    first = int(json.loads(text)["child-pid"])
    if cgroup:
        for pid in tree(first):
            cgroup.take(pid)
    handle = os.pidfd_open(first)
    watch = Watch(first, limits, writable=WRITABLE)
    if process.stdin:
        process.stdin.write(GO)
        process.stdin.close()
    _close(info)

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

    return Started(process=process, watch=watch, kill=kill, verdict=verdict)


def _read(process: subprocess.Popen[bytes], descriptor: int, end: bytes) -> bytes:
    """Read up to a mark; return nothing where bubblewrap fails before it.

    A child of it may then still hold the other end, so its own end is waited for as well.
    """
    text = b""
    handle = os.pidfd_open(process.pid)
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    poll.register(handle, select.POLLIN)
    try:
        while end not in text:
            chunk = os.read(descriptor, 4096) if (descriptor, select.POLLIN) in _readable(poll) else b""
            if not chunk:
                return b""
            text += chunk
    finally:
        os.close(handle)
    return text


def _readable(poll: select.poll) -> list[tuple[int, int]]:
    """Return what can be read, hang-ups of a pipe that still holds something included."""
    return [(descriptor, event & select.POLLIN) for descriptor, event in poll.poll(_SETUP * 1000)]


def _stdout(process: subprocess.Popen[bytes]) -> int:
    return process.stdout.fileno() if process.stdout else -1


def _refusal(process: subprocess.Popen[bytes]) -> Refused:
    _end(process)
    _, stderr = process.communicate()
    said = stderr.decode("utf-8", "replace").strip().splitlines()
    return Refused(
        f"the sandbox cannot be set up: {said[-1] if said else 'bubblewrap ended without a word'}",
        remedy=_ASK_DOCTOR,
    )


def _end(process: subprocess.Popen[bytes]) -> None:
    """End bubblewrap with what it started so far: until the command runs, all of it is in one session."""
    with suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)


def _bubblewrap() -> str:
    """Return the path of the program that was probed: another account would find another one on the path."""
    return shutil.which("bwrap") or "bwrap"


def _filter(view: View, *, stores: bool) -> bytes:
    machine = os.uname().machine
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
