"""The files of a project: walked once, without following a link out of it or a loop."""

import os
import stat
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from holdfast.records import field, mutable
from holdfast.world.ignore import Ignore
from holdfast.world.names import FilesByName
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in

SUFFIXES = (".md", ".markdown")
_SKIPPED = frozenset(
    {"node_modules", "vendor", "third_party", "__pycache__", "site-packages", "bower_components", "Pods"}
)
_SHOWN = frozenset({".github", ".specify", ".templates"})
"""Hidden folders in which people keep templates."""
_OWN_PROJECT = frozenset({".git", "holdfast.toml"})
LIMIT = 10 * 1024 * 1024
"""A Markdown file larger than this is reported and not read, in bytes."""


class Stamp(NamedTuple):
    """What tells cheaply that a file may have changed."""

    size: int
    mtime_ns: int


class Problem(NamedTuple):
    """A file or folder that could not be looked at."""

    path: str
    found: str
    remedy: str


@mutable
class Tree:
    """What the walk saw."""

    root: str
    """Absolute."""
    markdown: dict[str, Stamp] = field(default_factory=dict)
    """Markdown files by path relative to the root, in a stable order."""
    names: FilesByName = field(default_factory=FilesByName)
    """Relative paths of all files by file name."""
    folders: dict[str, list[str]] = field(default_factory=dict)
    """Relative paths of the Markdown files by folder."""
    problems: list[Problem] = field(default_factory=list)
    listed: set[str] = field(default_factory=set)
    """Folders that were looked into, relative."""
    unsaved: Mapping[str, bytes] = field(default_factory=dict)
    """Contents that stand for those on the disk, by relative path: changes that nobody has written yet."""
    asked: set[str] = field(default_factory=set)
    """Absolute paths of everything outside of the Markdown files and the listed folders that was looked at."""

    @property
    def inputs(self) -> Iterator[str]:
        """Absolute paths of all that a run over this tree rests on, each once."""
        more = {*map(self.absolute, self.listed), *self.asked}
        for path in self.markdown:
            absolute = self.absolute(path)
            more.discard(absolute)
            yield absolute
        yield from sorted(more)

    def absolute(self, path: str) -> str:
        """Return the absolute form of a relative path."""
        return os.path.join(self.root, path)

    def exists(self, path: str) -> bool:
        """Tell whether something is there; a path that leaves the root is asked of the file system as well."""
        if path in self.unsaved:
            return True
        absolute = os.path.join(self.root, path)
        if path.rpartition("/")[0] not in self.listed:
            self.asked.add(absolute)
        return os.path.exists(absolute)


def walk(root: str, ignore: Ignore) -> Tree:
    """Walk a project in a stable order.

    Hidden folders but ``.github`` and others in which people keep templates, folders of dependencies, what ``.gitignore`` leaves out, repositories within the
    repository and folders with a ``holdfast.toml`` of their own are skipped. Links to folders are not followed, links to files only within the
    root. Whatever cannot be read becomes a :class:`Problem`; nothing is raised.
    """
    tree = Tree(root)
    pending = [""]
    while pending:
        folder = pending.pop()
        tree.listed.add(folder)
        try:
            with os.scandir(os.path.join(root, folder)) as entries:
                # The entries themselves would take much more than their names, where a folder holds very many.
                found = sorted((one.name, one.is_dir(follow_symlinks=False), one.is_symlink()) for one in entries)
        except OSError as error:
            tree.problems.append(
                Problem(folder or ".", f"cannot list this folder: {_reason(error)}", "check its permissions")
            )
            continue
        if folder and any(name in _OWN_PROJECT for name, _, _ in found):
            continue
        if any(name == ".gitignore" for name, _, _ in found):
            ignore.read(folder)
        folders = []
        for name, is_folder, is_link in found:
            path = f"{folder}/{name}" if folder else name
            if is_folder:
                if (name[0] != "." or name in _SHOWN) and name not in _SKIPPED and not ignore.ignores(path + "/"):
                    folders.append(path)
            else:
                _add_file(tree, path, ignore, is_link=is_link)
        pending.extend(reversed(folders))
    tree.asked |= ignore.asked | {tree.absolute(problem.path) for problem in tree.problems}
    return tree


def _add_file(tree: Tree, path: str, ignore: Ignore, *, is_link: bool) -> None:
    tree.names.add(path)
    if not path.lower().endswith(SUFFIXES) or ignore.ignores(path):
        return
    absolute = os.path.join(tree.root, path)
    try:
        if is_link and not lies_in(tree.root, absolute, strict=True):
            return
        status = os.stat(absolute)
    except OSError as error:
        tree.problems.append(
            Problem(path, f"cannot be read: {_reason(error)}", "remove the link or restore what it points to")
        )
        return
    if not stat.S_ISREG(status.st_mode):
        tree.problems.append(Problem(path, "is no regular file", "exclude it, or put a file in its place"))
    elif status.st_size > LIMIT:
        tree.problems.append(Problem(path, f"is larger than {LIMIT // 1024 // 1024} MB", "exclude it, or split it"))
    else:
        tree.markdown[path] = Stamp(status.st_size, status.st_mtime_ns)
        tree.folders.setdefault(path.rpartition("/")[0], []).append(path)


def include(tree: Tree, path: str) -> bool:
    """Take a regular file into the tree that the walk passed over; tell whether it did."""
    absolute = tree.absolute(path)
    try:
        status = os.lstat(absolute)
        if (
            path in tree.markdown
            or not stat.S_ISREG(status.st_mode)
            or status.st_size > LIMIT
            or not lies_in(tree.root, absolute, strict=True)
        ):
            return False
    except OSError:
        return False
    _admit(tree, path, Stamp(status.st_size, status.st_mtime_ns))
    return True


def takes(tree: Tree, ignore: Ignore, path: str) -> bool:
    """Tell whether the walk took a file, or would have taken one that is not there yet."""
    if path in tree.markdown:
        return True
    known = path.rpartition("/")[0] in tree.listed and path.lower().endswith(SUFFIXES)
    return known and not os.path.lexists(tree.absolute(path)) and not ignore.ignores(path)


def lay_over(tree: Tree, unsaved: Mapping[str, bytes]) -> None:
    """Let contents stand for those on the disk; a file that is not there yet comes in as well."""
    tree.unsaved = unsaved
    for path, content in unsaved.items():
        if path not in tree.markdown:
            _admit(tree, path, Stamp(len(content), 0))


def _admit(tree: Tree, path: str, stamp: Stamp) -> None:
    folder, _, name = path.rpartition("/")
    tree.markdown[path] = stamp
    tree.folders.setdefault(folder, []).append(path)
    if path not in tree.names.get(name, ()):
        tree.names.add(path)


def read(tree: Tree, path: str) -> bytes | Problem:
    """Read a file of the tree; one that vanished or is forbidden comes back as a problem."""
    if path in tree.unsaved:
        return tree.unsaved[path]
    absolute = tree.absolute(path)
    tree.asked.add(absolute)
    try:
        # Asking for the limit at once would have ten megabytes made ready for every file.
        with open_regular(absolute) as file:
            size = os.fstat(file.fileno()).st_size
            return file.read() if size <= LIMIT else file.read(LIMIT + 1) or b""
    except OSError as error:
        return Problem(path, f"cannot be read: {_reason(error)}", "check that it is there and that you may read it")


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
