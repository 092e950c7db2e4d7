"""What commits did to files, as git prints it with ``--raw -z``."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.world.git import run

RENAMES = ("-M", "-l1000")
"""Options by which git compares up to so many files that went with so many that came."""


class Change(NamedTuple):
    """What one commit did to one file."""

    status: str
    """``A`` added, ``M`` modified, ``D`` deleted, ``R`` renamed, ``C`` copied, ``T`` type changed."""
    path: str
    """The file's path after the commit, relative to the folder that was asked about."""
    old: str
    """Its path before; differs from ``path`` only for ``R`` and ``C``."""
    blob: str
    """Object id of its content after the commit."""
    before: str = ""
    """Object id of its content before the commit; zeros where there was none."""


class Commit(NamedTuple):
    """One commit with its changes."""

    id: str
    time: int
    """Of the committer, seconds since the epoch."""
    changes: tuple[Change, ...]


def moment(seconds: str) -> int:
    """Return a time as git prints it, in seconds since the epoch; a forged one is moved into the years that a date can have."""
    return max(-62_135_596_800, min(int(seconds), 253_402_300_799))


def commits_touching(root: str, *patterns: str) -> Iterator[Commit]:
    """Yield the commits up to what is checked out that touched files of some patterns, the newest first, renames detected.

    Paths are relative to ``root`` and limited to it. Merges appear through the commits they bring in.

    Raises :class:`~holdfast.world.git.GitError` where git fails.
    """
    options = [
        "--format=format:%x02%H %ct",
        "-z",
        "--raw",
        *RENAMES,
        "--no-abbrev",
        "--relative",
        "--no-ext-diff",
        "--no-textconv",
    ]
    records = iter(run(root, "log", *options, "HEAD", "--", *patterns).split(b"\0"))
    commit = Commit("", 0, ())
    changes: list[Change] = []
    for record in records:
        if record.startswith(b"\x02"):
            if commit.id:
                yield commit._replace(changes=tuple(changes))
            head, _, record = record[1:].partition(b"\n")  # noqa: PLW2901 - the first change follows on the next line.
            id, _, time = head.decode().partition(" ")
            commit, changes = Commit(id, moment(time), ()), []
        if record.startswith(b":"):
            changes.append(read_change(record, records))
    if commit.id:
        yield commit._replace(changes=tuple(changes))


def raw_changes(text: bytes) -> Iterator[Change]:
    """Yield the changes that a command of git printed with ``--raw -z``."""
    records = iter(text.split(b"\0"))
    return (read_change(record, records) for record in records if record.startswith(b":"))


def read_change(record: bytes, records: Iterator[bytes]) -> Change:
    """Read a raw record, ``:modes blobs status``, and the one or two paths that follow it."""
    fields = record.split(b" ")
    status = fields[4][:1].decode()
    old = os.fsdecode(next(records))
    return Change(
        status, os.fsdecode(next(records)) if status in "RC" else old, old, fields[3].decode(), fields[2].decode()
    )
