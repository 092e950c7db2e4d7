"""Hashes of what files hold, by which evidence can tell that something it rests on is no longer what it was."""

import os
from collections.abc import Sequence

from holdfast.digest import blake2b
from holdfast.world.files import walk
from holdfast.world.ignore import Ignore
from holdfast.world.regular import open_regular


def content_hash(path: str) -> str:
    """Return the hash of a file's content, or of a folder's names; empty for what is not there or cannot be read."""
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


def project_hash(root: str, besides: str = "") -> str:
    """Return a hash of the names, sizes and times of all files that git does not ignore, ``besides`` one of them."""
    hashed = blake2b(digest_size=16)
    for path in project_files(root):
        try:
            status = os.stat(os.path.join(root, path))
        except OSError:
            continue
        if path != besides:
            hashed.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return hashed.hexdigest()


def files_below(root: str, named: Sequence[str]) -> list[str]:
    """Return the files of a project at and below some paths, each relative to its root, in order."""
    clean = {os.path.normpath(path).replace(os.sep, "/") for path in named}
    every = sorted(path for paths in walk(root, Ignore(root)).names.values() for path in paths)
    return [path for path in every if any(one in (path, ".") or path.startswith(f"{one}/") for one in clean)]


def project_files(root: str) -> list[str]:
    """Return the files of a project that git does not ignore, relative to its root, in order."""
    return sorted(walk(root, Ignore(root)).names.paths)
