"""Runs inside of a sandbox as its first command, starts others there, and tells outside what became of them.

Why what it says can be believed, although what it starts has the same account and sees the same processes:

- It speaks over a socket that no other process has: descriptors are closed in each child before any foreign code
  runs there. Every answer repeats the nonce of its question, so printed text that looks like an answer is none.
- It is not dumpable, so ``/proc/PID/fd`` and ``/proc/PID/mem`` of it are closed to the others. The filter denies
  ptrace, ``process_vm_writev``, ``pidfd_getfd``, limits set for others, and, with ``View(guard=True)``, every signal
  to the sandbox's first processes.
- How a child ended comes from ``wait4``, how long it took from the supervisor's own clock. A child that ends the
  supervisor all the same leaves questions without an answer, and no answer is never green.

A child forked *without* exec (a fork server's) shares memory with nobody, but stays in this program's image: it can
lie about itself by taking that image apart, never about another child. Give each its own pipe for its receipt
(:func:`fork`), keep it non-dumpable as it is born, and send the nonce of a later step only when the earlier is done.

For servers built on this file: :func:`harden` first, :class:`Channel` to talk, :func:`fork` for each child,
:func:`attend` to wait for it, :func:`sweep` behind it. Standard library only; Python 3.9 or later.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import selectors
import signal
import stat
import struct
import time
from contextlib import suppress

TYPE_CHECKING = False  # Typing takes longer to load than all of the rest.
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

_SET_DUMPABLE, _SET_CHILD_SUBREAPER = 4, 36


class Channel:
    """Messages of JSON over a stream, each behind its length in four bytes."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def receive(self) -> Any:
        """Return the next message, or None at the end."""
        head = self._read(4)
        body = head and self._read(struct.unpack(">I", head)[0])
        return json.loads(body) if body else None

    def send(self, message: Any) -> None:
        """Send one message."""
        body = json.dumps(message).encode()
        rest = memoryview(struct.pack(">I", len(body)) + body)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def _read(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            chunk = os.read(self.descriptor, size - len(parts))
            if not chunk:
                return b""
            parts += chunk
        return bytes(parts)


def harden() -> None:
    """Close this process to others of its account, and become the parent of what its children leave behind.

    Raises ``OSError`` where the kernel refuses it.
    """
    libc = ctypes.CDLL(None)
    if libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0) or libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("the supervisor cannot protect itself")
    for name in ("SIGIO", "SIGURG", "SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE", "SIGALRM", "SIGUSR1", "SIGUSR2"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)


def fork(stdio: Sequence[int] = (), keep: Collection[int] = ()) -> int:
    """Fork; in the child, begin a session, take signals as they come by default, and close what is not the child's.

    ``stdio`` are descriptors that become 0, 1 and 2; ``keep`` are more that stay, for instance the writing end of a
    pipe made for this child's receipt alone. Return the child's number, or 0 in the child.
    """
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    for number in range(1, signal.NSIG):
        with suppress(OSError, ValueError):
            signal.signal(number, signal.SIG_DFL)
    for target, descriptor in enumerate(stdio):
        os.dup2(descriptor, target)
    low = 3
    for descriptor in sorted(keep):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))
    return 0


def attend(pid: int, streams: Mapping[int, bytearray], seconds: float, limit: int) -> dict[str, Any]:
    """Read ``streams``, a mapping of descriptor to bytearray, until a child has ended, at most for ``seconds``.

    Each array keeps the first and the last half of ``limit`` bytes. What the child leaves behind is ended. Return
    ``{exit, signal, timed_out, wall, cpu, max_rss, truncated}``; ``exit`` is None for a child that a signal ended.
    """
    begun = time.monotonic()
    totals = dict.fromkeys(streams, 0)
    handle = os.pidfd_open(pid)
    with selectors.DefaultSelector() as selector:
        for descriptor in (handle, *streams):
            os.set_blocking(descriptor, False)
            selector.register(descriptor, selectors.EVENT_READ)
        timed_out = not _read_until(selector, streams, totals, limit, begun + seconds, handle)
        if timed_out:
            _kill(pid)
        _, status, usage = os.wait4(pid, 0)
        wall = time.monotonic() - begun
        os.close(handle)
        _kill(-pid)
        # Nobody is left who could write, or the answer says so; what is still in the pipes comes in at once.
        clean = sweep()
        _read_until(selector, streams, totals, limit, time.monotonic() + 0.2)
    return {
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "timed_out": timed_out,
        "clean": clean,
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "max_rss": usage.ru_maxrss << 10,
        "truncated": sum(max(0, total - limit) for total in totals.values()),
    }


def sweep(spare: Collection[int] = (), seconds: float = 2.0) -> bool:
    """End everything that children left behind: as subreaper this process is the parent of all of it.

    ``spare`` are children that are still at work. Return False where processes come up faster than they can be
    ended; then this program should end as well, and the sandbox with it.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        left = [pid for pid in _children() if pid not in spare]
        if not left:
            return True
        for pid in left:
            _kill(pid)
        for pid in left:
            with suppress(ChildProcessError):
                os.waitpid(pid, 0)
    return False


def _read_until(
    selector: selectors.BaseSelector,
    streams: Mapping[int, bytearray],
    totals: dict[int, int],
    limit: int,
    deadline: float,
    handle: int | None = None,
) -> bool:
    """Read until all streams have ended, or ``handle`` says that the child has; return False when time is up."""
    while selector.get_map():
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        for key, _ in selector.select(left):
            if key.fd == handle:
                selector.unregister(handle)
                return True
            if not _take(key.fd, streams[key.fd], totals, limit):
                selector.unregister(key.fd)
    return True


def _take(descriptor: int, kept: bytearray, totals: dict[int, int], limit: int) -> bool:
    try:
        chunk = os.read(descriptor, 1 << 17)
    except BlockingIOError:
        return True
    totals[descriptor] += len(chunk)
    kept += chunk
    if len(kept) > limit:
        del kept[limit // 2 : len(kept) - (limit - limit // 2)]
    return bool(chunk)


def _kill(pid: int) -> None:
    """Kill a process, or a session's first group where the number is negative."""
    with suppress(OSError):
        os.kill(pid, signal.SIGKILL)


def _children() -> list[int]:
    try:
        with open("/proc/thread-self/children", encoding="ascii") as file:
            return [int(one) for one in file.read().split()]
    except FileNotFoundError:
        # Some kernels are built without that list.
        return [pid for pid in map(int, filter(str.isdigit, os.listdir("/proc"))) if _parent(pid) == os.getpid()]


def _parent(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[1])
    except OSError:
        return 0


def run(question: Mapping[str, Any]) -> dict[str, Any]:
    """Run one command as asked and return the answer."""
    read_out, out = os.pipe()
    read_err, err = os.pipe()
    given = os.open(os.environ["TMPDIR"], os.O_TMPFILE | os.O_RDWR, 0o600)
    os.write(given, base64.b64decode(question["stdin"]))
    os.lseek(given, 0, os.SEEK_SET)
    pid = fork((given, out, err))
    if not pid:
        try:
            os.chdir(question["cwd"])
            os.execvpe(question["command"][0], question["command"], question["environment"])  # noqa: S606
        except OSError as error:
            os.write(2, f"{question['command'][0]}: {error.strerror}\n".encode())
        os._exit(127)
    for descriptor in (given, out, err):
        os.close(descriptor)
    streams = {read_out: bytearray(), read_err: bytearray()}
    answer = attend(pid, streams, question["seconds"], question["output"])
    for name, descriptor in (("stdout", read_out), ("stderr", read_err)):
        os.close(descriptor)
        answer[name] = base64.b64encode(bytes(streams[descriptor])).decode()
    return answer


def store(question: Mapping[str, Any]) -> dict[str, Any]:
    """Write files that later commands find."""
    for path, content in question["contents"].items():
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(base64.b64decode(content))
    return {}


def fetch(question: Mapping[str, Any]) -> dict[str, Any]:
    """Return a regular file's content up to a limit; what commands leave may be a link or a pipe, which is nothing."""
    try:
        descriptor = os.open(question["path"], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        return {"problem": error.strerror}
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return {"problem": "no regular file"}
        content = file.read(question["limit"] + 1)
    if len(content) > question["limit"]:
        return {"problem": f"larger than {question['limit']} bytes"}
    return {"content": base64.b64encode(content).decode()}


def serve(channel: Channel) -> None:
    """Answer questions until there are no more."""
    while True:
        question = channel.receive()
        if question is None:
            return
        try:
            answer = {"run": run, "store": store, "fetch": fetch}[question["kind"]](question)
        except OSError as error:
            answer = {"problem": str(error)}
        channel.send({**answer, "nonce": question["nonce"]})
        if not answer.get("clean", True):
            return


if __name__ == "__main__":
    harden()
    serve(Channel(int(os.environ["HOLDFAST_CHANNEL"])))
