"""The texts that one file had, commit by commit, along every line of history that made it what it is.

Which commits count is decided for each file by itself, as ``git log -- FILE`` decides it: where a merge took the
file as one of its parents had it, only that parent's line is followed. Renames are followed on each line.
"""

from collections.abc import Iterable
from typing import NamedTuple

from holdfast.world.commits import Change
from holdfast.world.history import Event
from holdfast.world.renames import Renames


class Step(NamedTuple):
    """One commit that gave a file its text."""

    commit: str
    time: int
    """When its author made it, seconds since the epoch: a rebase changes the committer's time and not this one."""
    author: str
    path: str
    """The file's path after the commit."""
    blob: str
    """Object id of its text."""
    before: tuple[str, ...]
    """Its text in each parent that had it; empty where the commit added it."""


class Point(NamedTuple):
    """The text that a commit of the main line gave a file."""

    commit: str
    time: int
    blob: str


class Trail(NamedTuple):
    """What history says of one file."""

    steps: tuple[Step, ...]
    """The newest first; each comes before those it was made from."""
    line: tuple[Point, ...]
    """The texts it had on the main line, the newest first."""
    cut: bool
    """Whether history ends before the file was added, as in a shallow clone."""


NOWHERE = Trail((), (), cut=False)


class Trails:
    """Follows files through a history that was read; ask for many, and close it in the end."""

    def __init__(self, root: str, events: list[Event], *, shallow: bool) -> None:
        """Take the commits from the newest to the oldest, no commit before one that was made from it."""
        self._events = {event.commit.id: event for event in events}
        self._order = {event.commit.id: place for place, event in enumerate(events)}
        self._head = events[0].commit.id if events else ""
        self._shallow = shallow
        self._changes: dict[str, dict[str, Change]] = {}
        for event in events:
            for change in event.commit.changes:
                self._changes.setdefault(change.path, {})[event.commit.id] = change
        self._plain = Renames(root)
        self._merged = Renames(root, every_parent=True)
        self._asked: dict[tuple[str, bool], dict[str, Change]] = {}

    def close(self) -> None:
        """End the programs that were asked."""
        for one in (self._plain, self._merged):
            one.__exit__(None, None, None)

    def of(self, path: str) -> Trail:
        """Follow the file that has this path in the newest commit."""
        steps: list[Step] = []
        cut = False
        seen: set[tuple[str, str]] = set()
        pending = [(self._head, path)]
        while pending:
            place = pending.pop()
            event = self._events.get(place[0])
            if event is None or place in seen:
                continue
            seen.add(place)
            step, following, ends = self._look(event, place[1])
            steps += [step] if step else []
            pending += following
            cut = cut or ends
        steps.sort(key=lambda step: self._order[step.commit])
        return Trail(tuple(steps), tuple(self._line(path)), cut)

    def _look(self, event: Event, path: str) -> tuple[Step | None, list[tuple[str, str]], bool]:
        """Return what a commit did to a file, where to go on, and whether history breaks off."""
        id, parents = event.commit.id, event.parents
        change = self._changes.get(path, {}).get(id)
        if change is None:
            return None, [(one, path) for one in parents[:1]], self._shallow and not parents
        if change.status == "D":
            return None, [], False
        if len(parents) > 1:
            return self._look_at_merge(event, change)
        old = path
        before: tuple[str, ...] = (change.before,)
        if change.status == "A":
            found = self._renamed(id, path, self._plain)
            old, before = (found.old, (found.before,)) if found else ("", ())
        step = Step(id, event.written, event.author, path, change.blob, before)
        return step, [(one, old) for one in parents if old], self._shallow and not parents

    def _look_at_merge(self, event: Event, change: Change) -> tuple[Step | None, list[tuple[str, str]], bool]:
        path = change.path
        blobs = {parent: self._text(parent, path) for parent in event.parents}
        same = next((parent for parent, blob in blobs.items() if blob == change.blob), "")
        if same:
            return None, [(same, path)], False
        following = [(parent, path) for parent, blob in blobs.items() if blob]
        before = tuple(blob for blob in blobs.values() if blob)
        if not following and (found := self._renamed(event.commit.id, path, self._merged)):
            older = {parent: self._text(parent, found.old) for parent in event.parents}
            following = [(parent, found.old) for parent, blob in older.items() if blob]
            before = tuple(blob for blob in older.values() if blob)
        step = Step(event.commit.id, event.written, event.author, path, change.blob, before)
        return step, following, False

    def _text(self, commit: str, path: str) -> str:
        """Return the text that a file has in a commit; empty where it is not there."""
        changes = self._changes.get(path, {})
        while event := self._events.get(commit):
            if commit in changes:
                return "" if changes[commit].status == "D" else changes[commit].blob
            commit = event.parents[0] if event.parents else ""
        return ""

    def _line(self, path: str) -> Iterable[Point]:
        commit = self._head
        while event := self._events.get(commit):
            change = self._changes.get(path, {}).get(commit)
            if change and change.status == "D":
                return
            if change:
                yield Point(commit, event.written, change.blob)
                if change.status == "A":
                    found = self._renamed(commit, path, self._merged if len(event.parents) > 1 else self._plain)
                    if found is None or not event.parents or not self._text(event.parents[0], found.old):
                        return
                    path = found.old
            commit = event.parents[0] if event.parents else ""

    def _renamed(self, commit: str, path: str, renames: Renames) -> Change | None:
        """Return how a commit gave a file its path, where it had another before."""
        plain = renames is self._plain
        if plain and not any(one.status == "D" for one in self._events[commit].commit.changes):
            return None
        if (commit, plain) not in self._asked:
            self._asked[commit, plain] = {one.path: one for one in renames.of(commit) if one.status == "R"}
        return self._asked[commit, plain].get(path)
