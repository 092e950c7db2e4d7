"""A rename made: every file rewritten, then the rename itself, or all of it put back."""

import os
from contextlib import suppress

from holdfast.engine.move import Moving, Rewritten
from holdfast.errors import ChangedError, WriteError
from holdfast.world.git import GitError, rename
from holdfast.world.replacement import replace


def relocate(moving: Moving) -> None:
    """Write every file and rename last; where anything is in the way, all is put back as it was.

    Raises :class:`~holdfast.errors.WriteError` where a file has changed since, or cannot be written or renamed.
    """
    target = os.path.join(moving.root, moving.new)
    for one in moving.changes:
        if not _holds(os.path.join(moving.root, one.path), one.old):
            raise ChangedError(
                "has changed since it was read", where=one.path, remedy="nothing was written; run it again"
            )
    done: list[Rewritten] = []
    made = _missing_folders(os.path.dirname(target))
    try:
        for one in moving.changes:
            replace(moving.root, one.path, one.old, one.new)
            done.append(one)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _rename(moving, target)
    except (WriteError, OSError) as error:
        for one in done:
            with suppress(WriteError):
                replace(moving.root, one.path, one.new, one.old)
        for folder in made:
            with suppress(OSError):
                os.rmdir(folder)
        if isinstance(error, WriteError):
            raise
        reason = (error.strerror or type(error).__name__).lower()
        raise WriteError(
            f"cannot be renamed: {reason}", where=moving.old, remedy="everything is as it was; check both folders"
        ) from error


def _holds(path: str, content: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(content) + 1) == content
    except OSError:
        return False


def _rename(moving: Moving, target: str) -> None:
    source = os.path.join(moving.root, moving.old)
    if os.path.lexists(target):
        raise WriteError("is there already", where=moving.new, remedy="everything is as it was; choose another name")
    if moving.tracked:
        try:
            rename(moving.root, moving.old, moving.new)
        except GitError as error:
            said = str(error).removeprefix("fatal: ")
            raise WriteError(
                f"git does not rename it: {said}", where=moving.old, remedy="everything is as it was"
            ) from error
    elif moving.folder:
        os.rename(source, target)
    else:
        # A rename would overwrite what somebody puts there in this moment; a second name never does.
        try:
            os.link(source, target)
        except FileExistsError:
            raise
        except OSError:
            os.rename(source, target)
        else:
            os.unlink(source)


def _missing_folders(folder: str) -> list[str]:
    """Return the folders above a target that are not there, the innermost first."""
    found = []
    while folder and not os.path.isdir(folder):
        found.append(folder)
        folder = os.path.dirname(folder)
    return found
