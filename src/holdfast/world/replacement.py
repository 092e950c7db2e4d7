"""One file replaced, or a new one made, so that whoever looks sees the old file or the new one and nothing between.

The bytes go to a hidden file beside the target, reach the disk, and get the target's name in one step. What a killed
run leaves behind is such a hidden file; it holds a lock for as long as its writer lives, so that the next run can
tell and removes it.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from holdfast.errors import ChangedError, WriteError
from holdfast.patterns import pattern
from holdfast.world.root import lies_in

try:
    import fcntl
except ImportError:  # Where there is no flock, a file that is open cannot be removed, which is lock enough.
    fcntl = None  # type: ignore[assignment]

_LITTER = pattern(r"\.holdfast-[0-9a-f]{16}\.tmp")
_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EXDEV})
_KEPT = "the file is as it was"


def replace(root: str, path: str, expected: bytes, new: bytes) -> None:
    """Replace the content of a file, keeping its mode and, where the system lets us, its owner and attributes.

    ``path`` is relative to ``root`` or absolute; a link is followed to a file within the root, which is replaced
    while the link stays. Other hard links to the file keep the old content.

    Raises :class:`~holdfast.errors.ChangedError` where the file does not hold ``expected`` any more, and
    :class:`~holdfast.errors.WriteError` where it cannot be written; the file is then as it was.
    """
    with _explained(path, _KEPT):
        target = _target(root, path)
        status = os.stat(target)
        _refuse_unfit(path, status)
        folder = os.path.dirname(target)
        sweep(folder)
        with _beside(folder, new, 0o600) as (fd, temporary):
            _resemble(fd, target, status)
            _compare(path, target, expected)
            os.replace(temporary, target)
        _settle(folder)


def create(root: str, path: str, data: bytes) -> None:
    """Make a new file; its folder has to be there, inside the root.

    Raises :class:`~holdfast.errors.WriteError` where something of that name is there already, whatever it is, or
    where the file cannot be written; nothing is then left of it.
    """
    with _explained(path, "nothing was written"):
        folder, name = os.path.split(os.path.join(root, path))
        folder = os.path.realpath(folder, strict=True)
        _refuse_outside(root, path, folder)
        target = os.path.join(folder, name)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        sweep(folder)
        with _beside(folder, data, 0o666) as (_, temporary):
            _name(temporary, target)
        _settle(folder)


def put(path: str, data: bytes) -> None:
    """Write a file anew or in place of another, wherever it lies; a link is followed, a pipe or a device written to.

    A file that holds these bytes already is left alone. Raises :class:`~holdfast.errors.WriteError` where it cannot
    be written; a file is then as it was.
    """
    with _explained(path, "nothing was written"):
        target = os.path.realpath(path)
        status = os.stat(target) if os.path.exists(target) else None
        if status and not stat.S_ISREG(status.st_mode):
            with open(target, "wb") as file:
                file.write(data)
            return
        if status and status.st_size == len(data):
            with open(target, "rb") as file:
                if file.read() == data:
                    return
        folder = os.path.dirname(target)
        with _beside(folder, data, 0o666) as (fd, temporary):
            if status:
                _resemble(fd, target, status)
            os.replace(temporary, target)
        _settle(folder)


def sweep(folder: str) -> None:
    """Remove what killed runs left in a folder; what a living one is about to use stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for one in [entry.path for entry in entries if _LITTER.fullmatch(entry.name)]:
            _remove_abandoned(one)


def _remove_abandoned(path: str) -> None:
    with suppress(OSError):
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        try:
            _lock(fd)
            os.unlink(path)
        finally:
            os.close(fd)


def _lock(fd: int) -> None:
    """Take the lock that the writer holds while it lives; raises ``OSError`` where another has it."""
    if fcntl:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def _beside(folder: str, data: bytes, mode: int) -> Iterator[tuple[int, str]]:
    """Write a hidden file whose bytes are on the disk; whatever happens, it is gone afterwards."""
    fd, temporary = _claimed(folder, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
        yield fd, temporary
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        os.close(fd)


def _claimed(folder: str, mode: int) -> tuple[int, str]:
    """Open a hidden file and lock it; another run may take it for litter in the moment between, so try again then."""
    while True:
        temporary = os.path.join(folder, f".holdfast-{os.urandom(8).hex()}.tmp")
        fd = os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
        with suppress(BlockingIOError):
            _lock(fd)
            if os.fstat(fd).st_nlink:
                return fd, temporary
        os.close(fd)


def _target(root: str, path: str) -> str:
    """Return the file that a path leads to; raises ``OSError`` where there is none, or a loop."""
    target = os.path.realpath(os.path.join(root, path), strict=True)
    _refuse_outside(root, path, target)
    return target


def _refuse_outside(root: str, path: str, target: str) -> None:
    if not lies_in(root, target):
        raise WriteError(
            f"leads to {target}, which lies outside the project", where=path, remedy="change that file where it is"
        )


def _refuse_unfit(path: str, status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise WriteError("is no regular file", where=path, remedy="put a file in its place")
    if not status.st_mode & 0o222:
        raise WriteError("is read-only", where=path, remedy="make it writable, or leave it out")


def _resemble(fd: int, target: str, status: os.stat_result) -> None:
    """Give the new file the owner, the attributes and the mode of the old one; the mode last, as a new owner resets it."""
    made = os.fstat(fd)
    for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
        if (owner not in (-1, made.st_uid)) or (group not in (-1, made.st_gid)):
            with suppress(OSError):
                os.fchown(fd, owner, group)
    if hasattr(os, "listxattr"):
        with suppress(OSError):
            for attribute in os.listxattr(target):
                with suppress(OSError):
                    os.setxattr(fd, attribute, os.getxattr(target, attribute))
    os.fchmod(fd, stat.S_IMODE(status.st_mode))


def _compare(path: str, target: str, expected: bytes) -> None:
    with open(target, "rb") as file:
        if file.read(len(expected) + 1) != expected:
            raise ChangedError("has changed since it was read", where=path, remedy="nothing was written; run it again")


def _name(temporary: str, target: str) -> None:
    """Give a finished file its name, which nothing may have yet."""
    try:
        os.link(temporary, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        # Without hard links the name is claimed by an empty file first, so that nothing is ever overwritten.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        os.replace(temporary, target)


def _settle(folder: str) -> None:
    """Have the folder's new entry reach the disk, where folders can be synchronised."""
    with suppress(OSError):
        fd = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(fd)
        finally:
            os.close(fd)


@contextmanager
def _explained(path: str, kept: str) -> Iterator[None]:
    """Turn an error of the operating system into one sentence and what to do."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise WriteError(f"cannot be written: {reason}", where=path, remedy=f"{kept}; {_way_out(error)}") from error


def _way_out(error: OSError) -> str:
    return {
        errno.ENOSPC: "make room on the disk",
        errno.EDQUOT: "make room in the quota",
        errno.EROFS: "the file system is read-only",
        errno.EACCES: "check that you may write to its folder",
        errno.EPERM: "check that you may write to its folder",
        errno.ENOENT: "check that it is there",
        errno.EEXIST: "choose another name",
    }.get(error.errno or 0, "check the file and its folder")
