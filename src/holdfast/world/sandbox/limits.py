"""What a command may use, and what became of it: plain data that every runner shares."""

import signal as signals
from collections.abc import Mapping
from dataclasses import dataclass, field

MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one sandbox may use. Sizes are bytes, times are seconds.

    ``memory`` and ``sockets`` are of all processes together and are held by a cgroup or by the watchdog;
    ``cpu``, ``data``, ``file_size`` and ``files`` are of each process and are held by the kernel.
    """

    wall: float = 60.0
    cpu: int = 60
    memory: int = 2048 * MIB
    data: int = 2048 * MIB
    """Private writable memory of one process. Address space is not limited: node reserves far more than it uses."""
    processes: int = 256
    """Threads count: node starts with eleven of them."""
    files: int = 1024
    file_size: int = 256 * MIB
    sockets: int = 1024
    """Of all processes together: what waits in their buffers is nobody's resident memory."""
    inodes: int = 200_000
    """Files and folders in each writable place; bubblewrap 0.8 cannot cap them, so they are watched."""
    output: int = MIB
    """Of each of stdout and stderr; the first and the last half are kept, and a flood never blocks the command."""
    work: int = 256 * MIB
    home: int = 64 * MIB
    tmp: int = 64 * MIB
    shm: int = 64 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What a sandbox can see besides the system's programs: nothing of it can be written.

    Paths are absolute and keep their place inside. Of a repository, ``.git`` and what looks like a secret is
    covered, see :mod:`holdfast.world.sandbox.masks`.
    """

    repository: str = ""
    read_only: tuple[str, ...] = ()
    """Toolchains and virtual environments, see :mod:`holdfast.world.toolchains`; never a whole home directory."""
    inputs: Mapping[str, bytes] = field(default_factory=dict)
    """Relative path to content; found below ``room.inputs``. At most 2,000, handed in through memory; more with ``session.store``."""
    unix_sockets: bool = True
    """Whether sockets of the Unix kind can be made; type checkers and compilers do without."""
    guard: bool = False
    """Protect the command's first process from signals of the others: for a server that forks what it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """What became of one command, as its parent outside saw it."""

    exit: int
    """The exit code; where a signal ended the command, 128 and its number, as a shell has it."""
    stdout: bytes
    stderr: bytes
    truncated: int = 0
    """Bytes of output that were dropped from the middle."""
    killed_for: str = ""
    """``wall``, ``cpu``, ``memory``, ``sockets``, ``inodes`` or ``closed``; empty where nobody killed it."""
    wall: float = 0.0
    cpu: float = 0.0
    """CPU seconds of all processes; from samples, so a command of a few milliseconds may count nothing."""
    max_rss: int = 0
    """The most resident bytes of all processes together, from samples."""

    @property
    def signal(self) -> int:
        """The signal that ended the command, or 0."""
        return self.exit - 128 if 128 < self.exit <= 128 + signals.NSIG else 0

    @property
    def timed_out(self) -> bool:
        """Whether time ran out, on the clock or of the processor."""
        return self.killed_for in ("wall", "cpu")
