"""Whether evidence still counts: the files it rests on, by content."""

import os
from collections.abc import Sequence

from holdfast.digest import blake2b
from holdfast.model.trial import Evidence
from holdfast.world.regular import open_regular

WHOLE = "**"
"""Stands for the whole project, where nobody can tell which of its files something read."""

EDITED = "it, or what is asked of it, changed since it was tried"
"""What is said of evidence that answers another question than today's."""


def what_changed(files: Sequence[str]) -> str:
    """Return what is said where files that evidence rests on are no longer what they were; nothing where none is named."""
    if not files:
        return ""
    first = "a file of the project" if files[0] == WHOLE else files[0]
    return f"{first}{f' and {len(files) - 1} more' if len(files) > 1 else ''} changed since it was tried"


class Files:
    """Content hashes of a project's files, each read once in a run."""

    def __init__(self, root: str) -> None:
        """Take the project's absolute path."""
        self.root = root
        self._known: dict[str, str] = {}

    def digest(self, path: str) -> str:
        """Return the hash of a file's content, or of a folder's names; empty for what is not there."""
        if path not in self._known:
            self._known[path] = _whole(self.root) if path == WHOLE else _digest(os.path.join(self.root, path))
        return self._known[path]

    @property
    def asked(self) -> tuple[str, ...]:
        """Absolute paths of all that was asked for."""
        paths = dict.fromkeys([*self._known, *(_files(self.root) if WHOLE in self._known else ())])
        return tuple(os.path.join(self.root, path) for path in paths if path != WHOLE)

    def digests(self, paths: frozenset[str]) -> dict[str, str]:
        """Return the hashes of several files, ordered by path."""
        return {path: self.digest(path) for path in sorted(paths)}

    def changed(self, files: dict[str, str]) -> list[str]:
        """Return which of the files that evidence rests on are no longer what they were."""
        return [path for path, digest in files.items() if self.digest(path) != digest]


def counts(one: Evidence, toolchain: tuple[tuple[str, str], ...], sandbox: str, files: Files) -> bool:
    """Tell whether evidence answers today's question: same tools, same sandbox where something ran, same files."""
    return one.toolchain == toolchain and one.sandbox == sandbox and not files.changed(one.files)


def _whole(root: str) -> str:
    """Return a hash of the names, sizes and times of all files that git does not ignore."""
    hashed = blake2b(digest_size=16)
    for path in _files(root):
        try:
            status = os.stat(os.path.join(root, path))
        except OSError:
            continue
        hashed.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return hashed.hexdigest()


def _files(root: str) -> list[str]:
    from holdfast.world.files import walk
    from holdfast.world.ignore import Ignore

    return sorted(walk(root, Ignore(root)).names.paths)


def _digest(path: str) -> str:
    hashed = blake2b(digest_size=16)
    try:
        if os.path.isdir(path):
            hashed.update("\0".join(sorted(os.listdir(path))).encode("utf-8", "surrogateescape"))
            return hashed.hexdigest()
        with open_regular(path) as file:
            while part := file.read(1 << 20):
                hashed.update(part)
    except OSError:
        return ""
    return hashed.hexdigest()
