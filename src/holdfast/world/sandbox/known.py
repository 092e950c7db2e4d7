"""That the probe found walls, remembered until the machine starts anew or anything changes that they rest on.

To look around in a sandbox takes longer than most examples run. Only a success is remembered, in the user's state
folder, which no checkout and nothing inside of a sandbox can write to.
"""

import os
from contextlib import suppress

from holdfast.world.cachefolder import put
from holdfast.world.state import state_folder

_HELD_BY = (
    "/proc/sys/kernel/random/boot_id",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    "/proc/sys/kernel/unprivileged_userns_clone",
    "/proc/sys/user/max_user_namespaces",
    "/proc/self/attr/current",
)
"""The boot, what may keep a user from making namespaces, and the profile that binds this process."""
_STATUS = ("CapBnd:", "CapEff:", "NoNewPrivs:", "Seccomp:", "Uid:")
"""Lines of proc_pid_status(5): a container may be bound otherwise than its machine, and share its boot."""


def is_known(program: str) -> bool:
    """Tell whether a probe with this bubblewrap has found walls, and all that it rests on is as it was."""
    try:
        with open(_path(), encoding="utf-8") as file:
            return file.read() == _stamp(program)
    except (OSError, ValueError):
        return False


def remember(program: str) -> None:
    """Keep that a probe has found walls; where that cannot be written the next run probes again."""
    with suppress(OSError):
        path = _path()
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        put(path, [_stamp(program).encode("utf-8", "backslashreplace")])


def forget() -> None:
    """Let the next run probe again."""
    with suppress(OSError):
        os.unlink(_path())


def _path() -> str:
    return os.path.join(state_folder(), "sandbox-probed")


def _stamp(program: str) -> str:
    """Return everything the walls rest on, as one text."""
    parts = [os.path.realpath(program), _times(program)]
    folder = os.path.dirname(__file__)
    parts += [
        f"{name} {_times(os.path.join(folder, name))}" for name in sorted(os.listdir(folder)) if name.endswith(".py")
    ]
    parts += [_content(path) for path in _HELD_BY]
    parts += [line for line in _content("/proc/self/status").splitlines() if line.startswith(_STATUS)]
    parts += [os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "user")]
    return "\n".join(parts)


def _times(path: str) -> str:
    status = os.stat(path)
    return f"{status.st_size} {status.st_mtime_ns}"


def _content(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="backslashreplace") as file:
            return file.read()
    except OSError:
        return "-"
