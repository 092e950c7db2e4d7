"""Several files changed together: all of them, or none."""

import os
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

from holdfast.engine.writing import make_folders
from holdfast.errors import ChangedError, WriteError
from holdfast.world.regular import open_regular
from holdfast.world.replacement import create, replace
from holdfast.world.root import lies_in


class FileChange(NamedTuple):
    """One file that is made, changed or removed."""

    path: str
    """Relative to the root."""
    old: bytes | None
    """``None`` where there is none."""
    new: bytes | None
    """``None`` where it is to go."""


def content(root: str, path: str) -> bytes | None:
    """Return the content of a regular file; ``None`` where nothing of that name is there.

    Raises :class:`~holdfast.errors.WriteError` for what is there and cannot be read as one, or leads out of the root.
    """
    absolute = os.path.join(root, path)
    if not os.path.lexists(absolute):
        return None
    if not lies_in(root, absolute):
        raise WriteError("leads out of the project", where=path, remedy="make it a file of the project")
    try:
        with open_regular(absolute) as file:
            return file.read()
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise WriteError(f"cannot be read: {reason}", where=path, remedy="make it a file that can be read") from error


def carry_out(root: str, changes: Sequence[FileChange]) -> None:
    """Make every change; where one cannot be made, those before it are taken back.

    Raises :class:`~holdfast.errors.WriteError` where a file is not what it was, or cannot be written.
    """
    for one in changes:
        if content(root, one.path) != one.old:
            raise ChangedError(
                "has changed since it was read", where=one.path, remedy="nothing was written; run it again"
            )
    done: list[FileChange] = []
    folders: list[str] = []
    try:
        for one in changes:
            folders += make_folders(root, os.path.dirname(one.path))
            _make(root, one)
            done.append(one)
    except BaseException:
        for one in reversed(done):
            with suppress(WriteError, OSError):
                _make(root, FileChange(one.path, one.new, one.old))
        _remove_empty(folders)
        raise
    _remove_empty([os.path.dirname(os.path.join(root, one.path)) for one in changes if one.new is None], upto=root)


def _make(root: str, one: FileChange) -> None:
    if one.new is None:
        try:
            os.unlink(os.path.join(root, one.path))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise WriteError(f"cannot be removed: {reason}", where=one.path, remedy="check its folder") from error
    elif one.old is None:
        create(root, one.path, one.new)
    else:
        replace(root, one.path, one.old, one.new)


def _remove_empty(folders: Sequence[str], upto: str = "") -> None:
    """Remove folders that nothing is left in, and with ``upto`` those above them that held nothing else."""
    for folder in sorted(set(folders), key=len, reverse=True):
        at = folder
        while at and at != upto:
            try:
                os.rmdir(at)
            except OSError:
                break
            if not upto:
                break
            at = os.path.dirname(at)
