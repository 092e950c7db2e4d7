"""The folder of a static site: nothing outside of it is touched, and nothing in it that is not ours."""

import os
import tempfile
from collections.abc import Iterable

from holdfast.errors import UsageError, WriteError

_MARK = ".holdfast-site"
_SAID = b"holdfast build wrote this folder, and writes it anew.\n"


class Folder:
    """Where a site is written."""

    def __init__(self, path: str, root: str) -> None:
        """Take a folder that is empty, not there yet, or a site that was written before; ``root`` is the project.

        Raises :class:`~holdfast.errors.UsageError` for any other.
        """
        self.path = os.path.abspath(path)
        self._real = os.path.realpath(self.path)
        top = os.path.realpath(root)
        inside = self.path == os.path.abspath(root) or self.path.startswith(os.path.join(os.path.abspath(root), ""))
        if self._real == top or (inside and not self._real.startswith(os.path.join(top, ""))):
            raise UsageError("is no folder for a site", where=path, remedy="name one of its own")
        if os.path.lexists(self.path) and not os.path.isdir(self.path):
            raise UsageError("is a file", where=path, remedy="name a folder")
        if os.path.isdir(self.path) and os.listdir(self.path) and not os.path.isfile(os.path.join(self.path, _MARK)):
            raise UsageError("holds something that is no site of ours", where=path, remedy="name an empty folder")
        self._made: set[str] = set()

    def write(self, path: str, content: bytes) -> list[int]:
        """Write a file, and return its size and time; one that holds these bytes already is left alone.

        Raises :class:`~holdfast.errors.WriteError` where it cannot be written.
        """
        target = os.path.join(self.path, path)
        try:
            self._enter(os.path.dirname(target))
            if not os.path.islink(target) and os.path.isfile(target) and os.path.getsize(target) == len(content):
                with open(target, "rb") as file:
                    if file.read() == content:
                        return _stamp(target)
            # The name is taken in one step, so that neither a half-written page nor a link's target is ever at its place.
            handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".holdfast-", suffix=".tmp")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                os.chmod(temporary, 0o644)
                os.replace(temporary, target)
            except BaseException:
                os.unlink(temporary)
                raise
        except OSError as error:
            raise WriteError(
                f"cannot be written: {(error.strerror or str(error)).lower()}",
                where=target,
                remedy="make room, or make it writable",
            ) from error
        return _stamp(target)

    def _enter(self, folder: str) -> None:
        if folder in self._made:
            return
        os.makedirs(folder, exist_ok=True)
        real = os.path.realpath(folder)
        if real != self._real and not real.startswith(os.path.join(self._real, "")):
            raise WriteError("leads out of the folder of the site", where=folder, remedy="remove the link")
        self._made.add(folder)

    def holds(self, path: str, stamp: list[int]) -> bool:
        """Tell whether a file is there as it was written."""
        try:
            return _stamp(os.path.join(self.path, path)) == stamp
        except OSError:
            return False

    def remove(self, paths: Iterable[str]) -> int:
        """Remove files that an earlier run wrote, and folders that are empty then; return how many files."""
        count = 0
        for path in sorted(paths):
            target = os.path.join(self.path, path)
            real = os.path.realpath(os.path.dirname(target))
            if (real == self._real or real.startswith(os.path.join(self._real, ""))) and os.path.lexists(target):
                os.unlink(target)
                count += 1
                folder = os.path.dirname(target)
                while folder != self.path and not os.listdir(folder):
                    os.rmdir(folder)
                    folder = os.path.dirname(folder)
        return count

    def finish(self) -> None:
        """Mark the folder as ours."""
        self.write(_MARK, _SAID)


def _stamp(path: str) -> list[int]:
    status = os.lstat(path)
    return [status.st_size, status.st_mtime_ns]
