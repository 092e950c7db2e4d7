"""Whether evidence still counts: the files it rests on, by content."""

import os
from collections.abc import Sequence

from holdfast.model.trial import WHOLE, Evidence
from holdfast.world.contents import content_hash, project_files, project_hash

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
            self._known[path] = (
                project_hash(self.root) if path == WHOLE else content_hash(os.path.join(self.root, path))
            )
        return self._known[path]

    @property
    def asked(self) -> tuple[str, ...]:
        """Absolute paths of all that was asked for."""
        paths = dict.fromkeys([*self._known, *(project_files(self.root) if WHOLE in self._known else ())])
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
