"""From a view to the options of bubblewrap, with the files it hands in as open file descriptors."""

import os
import resource
from collections.abc import Iterable, Mapping

from holdfast.errors import UsageError
from holdfast.world.sandbox.etc import FILES, USER, shared
from holdfast.world.sandbox.limits import Limits, View
from holdfast.world.sandbox.masks import Masks

ROOM = "/hf"
WORK, INPUTS, HOME = f"{ROOM}/work", f"{ROOM}/in", f"{ROOM}/home"
WRITABLE = (WORK, HOME, "/tmp", "/dev/shm")  # noqa: S108 - Places inside a sandbox, each a file system of its own.

INPUTS_LIMIT = 2000
"""Bubblewrap takes 9,000 arguments, and each input is three, each of its folders two."""

_ISOLATION = (
    *("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup"),
    *("--disable-userns", "--cap-drop", "ALL", "--new-session", "--die-with-parent", "--clearenv"),
    *("--uid", str(USER), "--gid", str(USER), "--hostname", "sandbox"),
)
_SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store")


class Handover:
    """Contents on their way into a sandbox, each in memory behind a file descriptor."""

    def __init__(self) -> None:
        self.open: list[int] = []

    def give(self, content: bytes) -> str:
        """Return the number of a descriptor at whose beginning the content can be read."""
        if len(self.open) == 500:
            _permit_more_descriptors()
        descriptor = os.memfd_create("holdfast")
        self.open.append(descriptor)
        with os.fdopen(os.dup(descriptor), "wb") as file:
            file.write(content)
        os.lseek(descriptor, 0, os.SEEK_SET)
        return str(descriptor)

    def close(self) -> None:
        """Forget all contents; what was handed over stays where it is."""
        for descriptor in self.open:
            os.close(descriptor)
        self.open.clear()


def _permit_more_descriptors() -> None:
    """Thousands of inputs need as many descriptors for a moment; the usual limit is 1024, the permitted one far more."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def plan(view: View, covers: Masks, limits: Limits, handover: Handover, staged: Mapping[str, str]) -> list[str]:
    """Return the options that isolate and that build the file system, whose root is still to be closed; ``staged`` says where a source lies instead."""
    paths = shown(view)
    refuse_reserved(paths)
    options = [*_ISOLATION, *_system(), "--proc", "/proc", "--dev", "/dev"]
    options += _etc(handover)
    sizes = zip(WRITABLE, (limits.work, limits.home, limits.tmp, limits.shm), strict=True)
    for place, size in sizes:
        options += ["--perms", "0700" if place == HOME else "1777", "--size", str(size), "--tmpfs", place]
    options += _inputs(view.inputs, handover)
    for path in paths:
        options += ["--ro-bind", staged.get(path, path), path]
    for folder in covers.folders:
        options += ["--size", "4096", "--perms", "0555", "--tmpfs", folder, "--remount-ro", folder]
    for file in covers.files:
        options += ["--ro-bind-data", handover.give(b""), file]
    options += ["--symlink", "../tmp", "/var/tmp"]  # noqa: S108 - Inside.
    return [*options, "--remount-ro", "/dev"]


def shown(view: View) -> list[str]:
    """Return every path of this machine that a view shows, outer ones first."""
    return sorted({os.path.abspath(path) for path in (*view.read_only, *filter(None, [view.repository]))})


def refuse_reserved(paths: Iterable[str]) -> None:
    """Refuse to show what would replace the sandbox's own file system.

    Raises :class:`~holdfast.errors.UsageError` where a path is one of its places, or is not there.
    """
    for path in paths:
        if path in ("/", "/proc", "/dev", "/sys", "/run", "/etc", *WRITABLE) or f"{path}/".startswith(f"{ROOM}/"):
            raise UsageError("this folder cannot be shown to a sandbox", where=path, remedy="name a folder below it")
        if not os.path.lexists(path):
            raise UsageError("no such file or folder", where=path, remedy="a sandbox was asked to show it")


def _system() -> list[str]:
    options: list[str] = []
    for path in _SYSTEM:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            options += ["--ro-bind", path, path]
    return options


def _etc(handover: Handover) -> list[str]:
    options = ["--perms", "0755", "--dir", "/etc"]
    for path, content in FILES.items():
        options += ["--perms", "0444", "--file", handover.give(content), path]
    for path in shared():
        options += ["--ro-bind", path, path]
    return options


def place_inputs(inputs: Mapping[str, bytes], folder: str) -> None:
    """Write inputs below a folder of this machine, for a room without walls."""
    for path, content in inputs.items():
        _require_plain(path)
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "wb") as file:
            file.write(content)


def _inputs(inputs: Mapping[str, bytes], handover: Handover) -> list[str]:
    """Put all inputs into one file system of their own and close it, which costs one mount for all of them."""
    if len(inputs) > INPUTS_LIMIT:
        raise ValueError(
            f"{len(inputs)} inputs are more than {INPUTS_LIMIT}: share them among rooms, or use session.store"
        )
    size = sum(len(content) + 8192 for content in inputs.values()) + (1 << 16)
    options = ["--perms", "0755", "--size", str(size), "--tmpfs", INPUTS]
    made: set[str] = set()
    for path, content in inputs.items():
        _require_plain(path)
        parts = path.split("/")
        for depth in range(1, len(parts)):
            parent = "/".join(parts[:depth])
            if parent not in made:
                made.add(parent)
                options += ["--dir", f"{INPUTS}/{parent}"]
        options += ["--file", handover.give(content), f"{INPUTS}/{path}"]
    return [*options, "--remount-ro", INPUTS]


def _require_plain(path: str) -> None:
    if path.startswith("/") or {"", ".", ".."} & set(path.split("/")) or "\0" in path:
        raise ValueError(f"an input's path is relative and plain, not {path!r}")
