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
:func:`attend` to wait for it, :func:`sweep` behind it. Standard library only; Python 3.8 or later.
"""

import base64
import ctypes
import json
import os
import selectors
import signal
import struct
import sys
import time

_SET_DUMPABLE, _SET_CHILD_SUBREAPER = 4, 36


class Channel:
    """Messages of JSON over a stream, each behind its length in four bytes."""

    def __init__(self, descriptor):
        self.descriptor = descriptor

    def receive(self):
        """Return the next message, or None at the end."""
        head = self._read(4)
        body = head and self._read(struct.unpack(">I", head)[0])
        return json.loads(body) if body else None

    def send(self, message):
        """Send one message."""
        body = json.dumps(message).encode()
        rest = memoryview(struct.pack(">I", len(body)) + body)
        while rest:
            rest = rest[os.write(self.descriptor, rest) :]

    def _read(self, size):
        parts = bytearray()
        while len(parts) < size:
            chunk = os.read(self.descriptor, size - len(parts))
            if not chunk:
                return b""
            parts += chunk
        return bytes(parts)


def harden():
    """Close this process to others of its account, and become the parent of what its children leave behind."""
    libc = ctypes.CDLL(None)
    if libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0) or libc.prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError("the supervisor cannot protect itself")
    for name in ("SIGIO", "SIGURG", "SIGHUP", "SIGINT", "SIGTERM", "SIGPIPE", "SIGALRM", "SIGUSR1", "SIGUSR2"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)


def fork(keep=()):
    """Fork; in the child, begin a session, take signals as they come by default, and close all but 0, 1, 2 and ``keep``.

    ``keep`` is, for instance, the writing end of a pipe made for this child's receipt alone.
    """
    pid = os.fork()
    if pid:
        return pid
    os.setsid()
    for number in range(1, signal.NSIG):
        try:
            signal.signal(number, signal.SIG_DFL)
        except (OSError, ValueError, RuntimeError):
            pass
    low = 3
    for descriptor in sorted(keep):
        os.closerange(low, descriptor)
        low = descriptor + 1
    os.closerange(low, os.sysconf("SC_OPEN_MAX"))
    return 0


def attend(pid, streams, seconds, limit):
    """Read ``streams``, a mapping of descriptor to bytearray, until a child has ended, at most for ``seconds``.

    Each array keeps the first and the last half of ``limit`` bytes. Return ``{exit, signal, timed_out, wall, cpu,
    max_rss, truncated}``, where ``exit`` is None for a child that a signal ended. Its session is ended with it.
    """
    begun = time.monotonic()
    totals = dict.fromkeys(streams, 0)
    timed_out, status, usage, grace = False, None, None, None
    with selectors.DefaultSelector() as selector:
        for descriptor in streams:
            os.set_blocking(descriptor, False)
            selector.register(descriptor, selectors.EVENT_READ)
        pause = 0.0005
        while status is None or selector.get_map():
            now = time.monotonic()
            if status is None and now - begun > seconds:
                timed_out = True
                _kill_session(pid)
            if status is None:
                ended, found, usage = os.wait4(pid, os.WNOHANG)
                if ended:
                    status, wall, grace = found, now - begun, now + 0.2
                    _kill_session(pid)
                    sweep()
                    pause = 0
                else:
                    pause = min(0.02, pause * 2)
            elif now > grace:
                break
            events = selector.select(pause) if selector.get_map() else time.sleep(pause) or ()
            for key, _ in events:
                if not _take(key.fd, streams[key.fd], totals, limit):
                    selector.unregister(key.fd)
    return {
        "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "timed_out": timed_out,
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "max_rss": usage.ru_maxrss << 10,
        "truncated": sum(max(0, total - limit) for total in totals.values()),
    }


def sweep():
    """End everything that children left behind: as subreaper this process is the parent of all of it."""
    while True:
        left = _children()
        for pid in left:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        if not left:
            return
        for pid in left:
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass


def _take(descriptor, kept, totals, limit):
    try:
        chunk = os.read(descriptor, 1 << 17)
    except BlockingIOError:
        return True
    totals[descriptor] += len(chunk)
    kept += chunk
    if len(kept) > 2 * limit:
        del kept[limit // 2 : len(kept) - limit // 2]
    return bool(chunk)


def _kill_session(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass


def _children():
    with open("/proc/thread-self/children", encoding="ascii") as file:
        return [int(one) for one in file.read().split()]


def run(question):
    """Run one command as asked and return the answer; see :meth:`holdfast.world.sandbox.session.Session.run`."""
    read_out, out = os.pipe()
    read_err, err = os.pipe()
    given = os.open("/tmp" if question["sandboxed"] else question["tmp"], os.O_TMPFILE | os.O_RDWR, 0o600)  # noqa: S108
    os.write(given, base64.b64decode(question["stdin"]))
    os.lseek(given, 0, os.SEEK_SET)
    pid = os.fork() if False else fork_with(given, out, err)
    if not pid:
        try:
            os.chdir(question["cwd"])
            os.execvpe(question["command"][0], question["command"], question["environment"])
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
