"""What a measurement rests on besides its result: the files and folders that its table of the configuration is said to read."""

import os
from collections.abc import Mapping, Sequence

from holdfast.digest import blake2b
from holdfast.world.contents import content_hash, files_below
from holdfast.world.git import GitError, run
from holdfast.world.results import ResultError


def sources(root: str, named: Sequence[str]) -> list[str]:
    """Return the files at and below some paths of the project, in order.

    Raises :class:`~holdfast.world.results.source.ResultError` where one of them is not there.
    """
    for path in named:
        if not os.path.exists(os.path.join(root, path)):
            raise ResultError(f"is said to read {path}, which is not there", "name a file or folder from the root")
    return files_below(root, named) if named else []


def prints(root: str, named: Sequence[str]) -> dict[str, str]:
    """Return one hash for each path: of the names and the contents of all files at and below it."""
    found = {}
    for path in named:
        hashed = blake2b(digest_size=16)
        for file in files_below(root, [path]):
            hashed.update(f"{file}\0{content_hash(os.path.join(root, file))}\n".encode("utf-8", "surrogateescape"))
        found[path] = hashed.hexdigest()
    return found


def changed_print(root: str, named: Sequence[str], before: Mapping[str, str]) -> str:
    """Return the first path that is not what it was when its hash was kept; empty where none is known to have changed."""
    now = prints(root, [path for path in named if path in before])
    return next((path for path, digest in now.items() if digest != before[path]), "")


def changed_since(root: str, named: Sequence[str], commit: str) -> str:
    """Return the first file at or below some paths whose content is not that of a commit; empty where git cannot tell."""
    if not named or not commit:
        return ""
    places = [f":(literal){path}" for path in named]
    try:
        listed = run(root, "diff", "--name-only", "--no-ext-diff", "--no-textconv", "--no-renames", "--relative", "-z", commit, "--", *places)  # fmt: skip
    except GitError:
        return ""
    return listed.split(b"\0", 1)[0].decode("utf-8", "surrogateescape")
