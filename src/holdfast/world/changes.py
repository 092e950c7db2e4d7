"""What changed between a revision and the files as they lie there now, without running what a repository names.

Git compares commits and its index by itself. A file of the working tree is compared here, by its hash,
because git would run the repository's filters over it.
"""

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from holdfast.digest import sha1, sha256
from holdfast.patterns import pattern
from holdfast.world.commits import Change, raw_changes
from holdfast.world.git import NOT_INSTALLED, GitError, commit_id, run
from holdfast.world.regular import open_regular

_RAW = ("--raw", "-z", "--no-abbrev", "--relative", "--ignore-submodules=all")
_RENAMES = ("-M", "-l1000")
_STAT = pattern(
    rb" *ctime: \d+:\d+\n *mtime: (\d+):(\d+)\n *dev: \d+\tino: \d+\n *uid: \d+\tgid: \d+\n *size: (\d+)\tflags: ([0-9a-f]+)\n"
)
_FOLDERS = (b"160000", b"040000")
_UNSEEN = 0x4000_0000 | 0x8000
"""Flags of entries that are not checked out, or that the user said to take for unchanged."""
_LARGE = 10 * 1024 * 1024
"""A file larger than this counts as changed when its size or time did, in bytes."""


class ChangedFiles(NamedTuple):
    """A revision against today; paths are relative to the folder that was asked about, and limited to it."""

    commit: str
    """What the files are compared with: the last commit that the revision and today have in common."""
    touched: frozenset[str]
    """Files that were added, changed, renamed (both names) or removed."""
    renamed: dict[str, str]
    """Each older path to the one of today."""


def changed_files(root: str, revision: str) -> ChangedFiles:
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
    return ChangedFiles(commit, frozenset(touched), renamed)


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


class _Tracked(NamedTuple):
    """What the index holds of one file."""

    path: str
    id: str
    size: int
    mtime: tuple[int, int]
    """Seconds and nanoseconds; the latter may be 0 where git was built without them."""


def _unstaged(root: str) -> list[Change]:
    """Return how the working tree differs from the index; a file that moved without a change is a rename."""
    new = [os.fsdecode(one) for one in run(root, "ls-files", "-o", "--exclude-standard", "-z").split(b"\0") if one]
    found = []
    gone: dict[str, str] = {}
    for one in _suspects(root):
        if not os.path.lexists(os.path.join(root, one.path)):
            gone[one.id] = one.path
        elif one.id not in _ids(root, one.path, [one.id]):
            found.append(Change("M", one.path, one.path, ""))
    for path in new:
        old = next((gone.pop(id) for id in _ids(root, path, gone) if id in gone), None)
        found.append(Change("R", path, old, "") if old else Change("A", path, path, ""))
    return found + [Change("D", path, path, "") for path in gone.values()]


def _suspects(root: str) -> list[_Tracked]:
    """Return the files that are not, by size and time, what the index holds.

    ``git diff-files`` is not asked: of a file that changed in the same moment as the index it compares the content,
    and runs the repository's filters for that. Such files are suspects here.
    """
    index = os.path.join(root, os.fsdecode(run(root, "rev-parse", "--git-path", "index")).strip("\n"))
    try:
        written = os.stat(index).st_mtime_ns
    except OSError:
        return []
    return [one for one in _tracked(root) if not _is_same(root, one, written)]


def _is_same(root: str, one: _Tracked, written: int) -> bool:
    try:
        status = os.lstat(os.path.join(root, one.path))
    except OSError:
        return False
    seconds, rest = divmod(status.st_mtime_ns, 1_000_000_000)
    same = one.mtime[0] == seconds and one.mtime[1] in (0, rest) and status.st_size & 0xFFFFFFFF == one.size
    # Older than the index by a second at least, where it knows seconds only.
    return same and status.st_mtime_ns < (written if one.mtime[1] else written // 1_000_000_000 * 1_000_000_000)


def _tracked(root: str) -> Iterator[_Tracked]:
    """Read the index: a header and a zero byte for each entry, then five lines about its file."""
    header = b""
    for chunk in run(root, "ls-files", "-s", "-z", "--debug").split(b"\0"):
        found = _STAT.match(chunk)
        if found:
            fields, _, path = header.partition(b"\t")
            mode, id, _ = fields.split(b" ")
            if mode not in _FOLDERS and not int(found[4], 16) & _UNSEEN:
                yield _Tracked(os.fsdecode(path), id.decode(), int(found[3]), (int(found[1]), int(found[2])))
        header = chunk[found.end() :] if found else chunk


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
