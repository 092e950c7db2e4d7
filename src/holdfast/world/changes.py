"""What changed between a revision and the files as they lie there now, without running what a repository names.

Git compares commits and its index by itself. A file of the working tree is compared here, by its hash,
because git would run the repository's filters over it.
"""

import os
from collections.abc import Iterable
from hashlib import sha1, sha256
from typing import NamedTuple

from holdfast.world.git import NOT_INSTALLED, Change, GitError, commit_id, raw_changes, run
from holdfast.world.regular import open_regular

_RAW = ("--raw", "-z", "--no-abbrev", "--relative", "--ignore-submodules=all")
_RENAMES = ("-M", "-l1000")
_LARGE = 10 * 1024 * 1024
"""A file larger than this counts as changed when its size or time did, in bytes."""


class Difference(NamedTuple):
    """A revision against today; paths are relative to the folder that was asked about, and limited to it."""

    commit: str
    """What the files are compared with: the last commit that the revision and today have in common."""
    touched: frozenset[str]
    """Files that were added, changed, renamed (both names) or removed."""
    renamed: dict[str, str]
    """Each older path to the one of today."""


def difference(root: str, revision: str) -> Difference:
    """Compare the files of today with the last commit they have in common with a revision.

    Raises :class:`~holdfast.world.git.GitError` for a revision there is not, or one that has nothing in common.
    """
    commit = merge_base(root, revision)
    committed = list(raw_changes(run(root, "diff-tree", "-r", *_RAW, *_RENAMES, commit, "HEAD")))
    staged = list(raw_changes(run(root, "diff-index", "--cached", *_RAW, *_RENAMES, "HEAD")))
    unstaged = _unstaged(root)
    touched = {path for change in (*committed, *staged, *unstaged) for path in (change.path, change.old)}
    renamed: dict[str, str] = {}
    for change in (*committed, *staged, *unstaged):
        if change.status == "R":
            origin = next((old for old, new in renamed.items() if new == change.old), change.old)
            renamed[origin] = change.path
    return Difference(commit, frozenset(touched), renamed)


def merge_base(root: str, revision: str) -> str:
    """Return the last commit that a revision and today have in common.

    Raises :class:`~holdfast.world.git.GitError` where the revision is unknown, with no text, or has none, with one.
    """
    try:
        commit = commit_id(root, revision)
    except GitError as error:
        if "not a git repository" in str(error) or str(error) == NOT_INSTALLED:
            raise
        raise GitError("") from error
    try:
        return run(root, "merge-base", "--end-of-options", commit, "HEAD").decode().strip()
    except GitError as error:
        raise GitError("no common commit") from error


def renames_today(root: str) -> dict[str, str]:
    """Return what was renamed since the last commit, each older path to the one of today."""
    staged = raw_changes(run(root, "diff-index", "--cached", *_RAW, *_RENAMES, "--diff-filter=R", "HEAD"))
    return {change.old: change.path for change in (*staged, *_unstaged(root)) if change.status == "R"}


def _unstaged(root: str) -> list[Change]:
    """Return how the working tree differs from the index; a file that moved without a change is a rename."""
    suspects = list(raw_changes(run(root, "diff-files", *_RAW)))
    new = [os.fsdecode(one) for one in run(root, "ls-files", "-o", "--exclude-standard", "-z").split(b"\0") if one]
    known = _index(root) if suspects else {}
    found = []
    gone: dict[str, str] = {}
    for change in suspects:
        id = known.get(change.path, "")
        if change.status == "D":
            gone[id] = change.path
        elif id not in _ids(root, change.path, [id]):
            found.append(change)
    for path in new:
        old = next((gone.pop(id) for id in _ids(root, path, gone) if id in gone), None)
        found.append(Change("R", path, old, "") if old else Change("A", path, path, ""))
    return found + [Change("D", path, path, "") for path in gone.values()]


def _index(root: str) -> dict[str, str]:
    """Return the object id that the index has for each path."""
    entries = (entry.partition(b"\t") for entry in run(root, "ls-files", "-s", "-z").split(b"\0") if entry)
    return {os.fsdecode(path): fields.split(b" ")[1].decode() for fields, _, path in entries}


def _ids(root: str, path: str, like: Iterable[str]) -> tuple[str, ...]:
    """Return the object ids that git would give a file, as it is and with the line ends of Unix."""
    make = sha256 if any(len(one) == 64 for one in like) else sha1
    absolute = os.path.join(root, path)
    try:
        if os.path.islink(absolute):
            contents = [os.fsencode(os.readlink(absolute))]
        elif os.path.getsize(absolute) > _LARGE:
            return ()
        else:
            with open_regular(absolute) as file:
                contents = [file.read()]
            contents.append(contents[0].replace(b"\r\n", b"\n"))
    except OSError:
        return ()
    return tuple(make(b"blob %d\0" % len(one) + one).hexdigest() for one in contents)
