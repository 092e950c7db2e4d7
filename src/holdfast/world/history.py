"""The whole history of a project's texts in one call of git, which runs while the rest of the program is loaded.

Git is asked for no renames: finding them means reading and comparing files, which takes longer than the
whole log, and only a few commits ever matter. Those are asked about one by one, see :class:`~holdfast.world.renames.Renames`.
"""

import os
from collections.abc import Callable, Iterator
from typing import IO, NamedTuple

from holdfast.world.cachefolder import store_path
from holdfast.world.commits import Change, Commit, moment, read_change
from holdfast.world.git import GitError, command, environment

_KEPT = (b".md", b".markdown", b".yaml", b".yml")
"""Names of templates, documents and side files end so; nothing else of the history is kept."""
_LOG = (
    "log",
    "--date-order",
    "--format=%x02%H %ct %at %P%x1f%aN",
    "-z",
    "--raw",
    "--no-renames",
    "--no-abbrev",
    "--relative",
)
_CHUNK = 1 << 18


class Event(NamedTuple):
    """One commit with what it did to texts; a merge with what it did to the line it was merged into."""

    commit: Commit
    parents: tuple[str, ...]
    written: int = 0
    """When its author made the change, seconds since the epoch; a rebase leaves that as it is."""
    author: str = ""


class Log:
    """One call of git that was started, and is read when somebody asks."""

    def __init__(self, root: str, revision: str) -> None:
        """Start git; raises :class:`GitError` where that is not possible."""
        import subprocess
        from threading import Thread

        self.root = root
        more = ("--diff-merges=first-parent", "--no-ext-diff", "--no-textconv", "--end-of-options", revision, "--")
        try:
            self._process = subprocess.Popen(
                command(*_LOG, *more),
                cwd=root,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
            )
        except OSError as error:
            raise GitError(str(error)) from error
        self._events: list[Event] = []
        self._failure: Exception | None = None
        # Git would wait for a reader as soon as the pipe is full.
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def events(self) -> list[Event]:
        """Wait for git, and return every commit, the newest first.

        Raises :class:`GitError` where git failed.
        """
        self._reader.join()
        if self._failure:
            raise GitError(str(self._failure))
        return self._events

    def stop(self) -> None:
        """End git, whose answer nobody wants."""
        self._process.kill()
        self._reader.join()

    def _read(self) -> None:
        try:
            with self._process as process:
                assert process.stdout is not None  # noqa: S101 - For the type checker: it is a pipe.
                assert process.stderr is not None  # noqa: S101
                self._events = list(_events(process.stdout))
                said = process.stderr.read()
            if process.returncode:
                raise GitError(said.decode("utf-8", "replace").strip() or f"git exited with {process.returncode}")  # noqa: TRY301
        except Exception as error:  # It is raised again where the events are asked for.
            self._failure = error


def _records(stream: IO[bytes]) -> Iterator[bytes]:
    """Yield what stands between zero bytes, as it comes, so that no more is held than what is kept."""
    pending = b""
    while chunk := stream.read(_CHUNK):
        *whole, pending = (pending + chunk).split(b"\0")
        yield from whole
    if pending:
        yield pending


def _events(stream: IO[bytes]) -> Iterator[Event]:
    """Read the log: for each commit a record of its own, and for each change a raw record and a path."""
    records = _records(stream)
    head = b""
    changes: list[Change] = []
    for record in records:
        if record.startswith(b"\x02"):
            if head:
                yield _event(head, changes)
            head, changes = record[1:], []
            continue
        path = next(records, b"")
        if path.lower().endswith(_KEPT):
            changes.append(read_change(record.lstrip(b"\n"), iter((path,))))
    if head:
        yield _event(head, changes)


def _event(head: bytes, changes: list[Change]) -> Event:
    said, _, author = head.partition(b"\x1f")
    id, time, written, *parents = said.decode().split()
    commit = Commit(id, moment(time), tuple(changes))
    return Event(commit, tuple(parents), moment(written), author.decode("utf-8", "replace"))


def told(events: list[Event], concerned: Callable[[Change], bool]) -> list[Event]:
    """Return the commits that made the texts what they are, the newest first, with the changes that concern somebody.

    As ``git log -- PATTERN`` has it: where a merge took a line as it was, what else was merged had no part in
    it. ``concerned`` tells of a :class:`Change` whether it counts.
    """
    if not events:
        return []
    kept = {}
    for event in events:
        changes = tuple(change for change in event.commit.changes if concerned(change))
        same = len(changes) == len(event.commit.changes)
        kept[event.commit.id] = event if same else event._replace(commit=event.commit._replace(changes=changes))
    reached: set[str] = set()
    pending = [events[0].commit.id]
    while pending:
        id = pending.pop()
        if id in kept and id not in reached:
            reached.add(id)
            commit, parents = kept[id][:2]
            pending.extend(parents if commit.changes else parents[:1])
    return [kept[event.commit.id] for event in events if event.commit.id in reached]


def main_line(events: list[Event]) -> list[Event]:
    """Return the merges of the main line, the newest first."""
    known = {event.commit.id: event for event in events}
    found = []
    following = events[0].commit.id if events else ""
    while event := known.get(following):
        found += [event] if len(event.parents) > 1 else []
        following = event.parents[0] if event.parents else ""
    return found


_ahead: dict[str, Log] = {}
"""Calls that were started before anybody knew whether their answer would be wanted."""
_read: dict[tuple[str, str], list[Event]] = {}
"""The last history that was read, by folder and commit, for who asks a second time."""


def read_ahead(root: str, *, use_cache: bool) -> None:
    """Start reading the history of what is checked out where no earlier run can have kept it, for :func:`read_log`.

    A failure shows itself there; who calls this calls :func:`drop_ahead` in the end.
    """
    if (use_cache and os.path.exists(store_path(root))) or not os.path.exists(os.path.join(root, ".git")):
        return
    try:
        _ahead[root] = Log(root, "HEAD")
    except GitError:
        return


def read_log(root: str, commit: str) -> list[Event]:
    """Return the history up to a commit, the newest first.

    Raises :class:`GitError` where git fails.
    """
    if (root, commit) in _read:
        return _read[root, commit]
    started = _ahead.pop(root, None)
    events = started.events() if started else []
    if not events or events[0].commit.id != commit:
        events = Log(root, commit).events()
    _read.clear()
    _read[root, commit] = events
    return events


def drop_ahead() -> None:
    """End what was started and is not wanted."""
    while _ahead:
        _ahead.popitem()[1].stop()
