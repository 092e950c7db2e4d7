"""A revision as a folder of its own, outside of the repository, made without running what a repository names.

Git is asked for the objects and nothing else: neither hooks nor filters, neither attributes nor the
repository's settings have a say. The folder is a repository over the same objects, so that history can be
asked about the revision as it can about today.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from holdfast.world.git import objects, run
from holdfast.world.root import lies_in

_READ = (
    ".md",
    ".markdown",
    ".toml",
    ".yaml",
    ".yml",
    ".json",
    ".py",
    ".pyi",
    ".cfg",
    ".mk",
    ".gitignore",
    "makefile",
)
"""Ends of the names, in lower case, of files whose content a check can ask for; of others only that they are there."""
_LARGE = 16 * 1024 * 1024
"""A file larger than this is as long as it was, and empty otherwise, in bytes."""
_AT_ONCE = 200
_DEEPEST = 400
"""So many folders within each other are laid out; Python makes and removes those within by recursion."""
_LINK, _MODULE = "120000", "160000"


class _Item(NamedTuple):
    mode: str
    id: str
    size: int
    path: str


@contextmanager
def folder_of(top: str, commit: str) -> Iterator[str]:
    """Yield a folder with the files of a commit, gone afterwards; ``top`` is the root of the repository.

    Raises :class:`~holdfast.world.git.GitError` where git fails, ``OSError`` where there is no room for the files.
    """
    import tempfile  # A run without another revision does without, and it takes long to load.

    with tempfile.TemporaryDirectory(prefix="holdfast-") as name:
        folder = os.path.join(os.path.realpath(name), "at")
        os.mkdir(folder)
        _make_repository(top, folder, commit)
        items = [item for item in _items(top, commit) if _is_plain(item.path)]
        for item in items:
            _place(folder, item)
        for item, content in _contents(top, [item for item in items if _is_read(item)]):
            if os.path.isfile(os.path.join(folder, item.path)):
                _write(os.path.join(folder, item.path), content)
        links = [item for item in items if item.mode == _LINK]
        for item, content in _contents(top, links):
            _link(os.path.join(folder, item.path), content)
        for item in links:
            _keep_inside(folder, os.path.join(folder, item.path))
        yield folder


def _make_repository(top: str, folder: str, commit: str) -> None:
    """Make a repository that has no objects of its own and no settings but what reading needs."""
    shared, shallow, exclude, sha = (
        os.fsdecode(run(top, "rev-parse", *words)).strip("\n")
        for words in (
            ("--git-path", "objects"),
            ("--git-path", "shallow"),
            ("--git-path", "info/exclude"),
            ("--show-object-format",),
        )
    )
    git = os.path.join(folder, ".git")
    os.makedirs(os.path.join(git, "objects", "info"))
    os.makedirs(os.path.join(git, "refs"))
    _write(os.path.join(git, "objects", "info", "alternates"), os.fsencode(os.path.realpath(os.path.join(top, shared))))
    _write(os.path.join(git, "HEAD"), commit.encode())
    plain = b"[core]\nrepositoryformatversion = 0\nbare = false\n"
    other = b"[core]\nrepositoryformatversion = 1\nbare = false\n[extensions]\nobjectformat = " + sha.encode()
    _write(os.path.join(git, "config"), plain if sha == "sha1" else other)
    for name, source in (("shallow", shallow), (os.path.join("info", "exclude"), exclude)):
        try:
            with open(os.path.join(top, source), "rb") as file:
                _write(os.path.join(git, name), file.read())
        except FileNotFoundError:
            continue


def _items(top: str, commit: str) -> Iterator[_Item]:
    for record in run(top, "ls-tree", "-r", "-l", "-z", "--end-of-options", commit).split(b"\0"):
        fields, _, path = record.partition(b"\t")
        if path:
            mode, _, id, size = fields.split()
            yield _Item(mode.decode(), id.decode(), int(size) if size.isdigit() else 0, os.fsdecode(path))


def _is_plain(path: str) -> bool:
    """Tell whether a path stays inside the folder, out of its ``.git`` and not too deep; a forged commit can hold others."""
    parts = path.split("/")
    return (
        len(parts) <= _DEEPEST
        and not any(part in ("", ".", "..") for part in parts)
        and all(part.lower() != ".git" for part in parts)
    )


def _is_read(item: _Item) -> bool:
    return item.mode.startswith("100") and item.size <= _LARGE and item.path.lower().endswith(_READ)


def _contents(top: str, items: list[_Item]) -> Iterator[tuple[_Item, bytes]]:
    """Yield items with their contents, read some at a time; what a partial clone lacks is passed over."""
    for start in range(0, len(items), _AT_ONCE):
        some = items[start : start + _AT_ONCE]
        for item, found in zip(some, objects(top, [one.id for one in some]), strict=True):
            if found:
                yield item, found[1]


def _place(folder: str, item: _Item) -> None:
    """Put an empty file of the same length, or a folder, where the item was, as far as the file system has such names."""
    target = os.path.join(folder, item.path)
    try:
        os.makedirs(target if item.mode == _MODULE else os.path.dirname(target), exist_ok=True)
        if item.mode != _MODULE:
            with open(target, "wb") as file:
                file.truncate(item.size)
    except OSError:
        return


def _link(target: str, content: bytes) -> None:
    """Put a symbolic link in the place of an empty file."""
    try:
        os.remove(target)
        os.symlink(os.fsdecode(content), target)
    except (OSError, ValueError):
        return


def _keep_inside(folder: str, target: str) -> None:
    """Put an empty file in the place of a link that leads out of the folder, be it by way of other links."""
    if os.path.islink(target) and not lies_in(folder, target):
        os.remove(target)
        _write(target, b"")


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
