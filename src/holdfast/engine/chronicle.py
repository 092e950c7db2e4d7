"""The history of a project's documents as progress: what became of each task and question, and of each status.

Texts are read by their object ids, and what was read off a text is kept in the user's cache, so that a further commit
costs no more than what it touched.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from holdfast.binding.boxes import may_have_items, read_items
from holdfast.digest import sha1, sha256
from holdfast.engine.stories import follow
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.progress import Item, Stay, Story
from holdfast.model.role import Role, role_of
from holdfast.world.cachefolder import code_stamp
from holdfast.world.changes import renames_today
from holdfast.world.git import GitError, objects, repository
from holdfast.world.history import Event, read_log
from holdfast.world.store import recall, remember
from holdfast.world.trail import NOWHERE, Trail, Trails

_HEAD = 6000
"""A status is looked for in so many first bytes of an earlier text."""


class Chronicle:
    """Answers for the documents of one project; what a clone does not have is unknown."""

    def __init__(self, root: str, *, named: frozenset[str] = frozenset(), use_cache: bool = True) -> None:
        """Look at what is checked out; ``named`` are further keys of headings under which questions stand."""
        self.root = root
        self.reason = ""
        """Why nothing is known; empty where something is."""
        self.head = ""
        self.shallow = False
        self._named = named
        self._use_cache = use_cache
        self._events: list[Event] | None = None
        self._trails: dict[str, Trail] = {}
        self._known: dict[str, list[Item]] = {}
        self._used: set[str] = set()
        self._statuses: dict[str, str] = {}
        self._opened = self._fresh = False
        self._follower: Trails | None = None
        self._renamed: dict[str, str] | None = None
        try:
            found = repository(root)
        except GitError as error:
            inside = "not a git repository" not in str(error)
            self.reason = f"git refuses: {str(error).splitlines()[0]}" if inside else "this is no git repository"
        else:
            self.head, self.shallow = found.head, found.shallow
            self.reason = "" if found.head else "nothing is committed yet"

    def close(self) -> None:
        """Keep what was read off texts, and end what was started."""
        if self._follower:
            self._follower.close()
        if self._fresh and self._use_cache:
            kept = {blob: items for blob, items in self._known.items() if blob in self._used}
            remember(self.root, self._name(), json.dumps(kept))

    @property
    def events(self) -> list[Event]:
        """Every commit, the newest first; none where nothing is known."""
        if self._events is None:
            try:
                self._events = [] if self.reason else read_log(self.root, self.head)
            except GitError as error:
                self.reason = f"git failed: {str(error).splitlines()[0]}"
                self._events = []
        return self._events

    def trail(self, path: str) -> Trail:
        """Return the texts that a document of today had."""
        if not self.events:
            return NOWHERE
        if path not in self._trails:
            self._follower = self._follower or Trails(self.root, self.events, shallow=self.shallow)
            trail = self._follower.of(path)
            if not trail.steps and (older := self._older(path)):
                trail = self._follower.of(older)
            self._trails[path] = trail
        return self._trails[path]

    def _older(self, path: str) -> str:
        """Return the path that a file has in the newest commit, where it was renamed since."""
        if self._renamed is None:
            try:
                self._renamed = {new: old for old, new in renames_today(self.root).items()}
            except GitError:
                self._renamed = {}
        return self._renamed.get(path, "")

    def stories(self, documents: Mapping[str, Sequence[Item]]) -> dict[str, list[Story]]:
        """Return the story of each item of these documents of today."""
        trails = {path: self.trail(path) for path in documents}
        self._read(blob for trail in trails.values() for step in trail.steps for blob in (step.blob, *step.before))
        return {
            path: follow(
                items, trails[path], self.items, uncommitted=not trails[path].steps or list(items) != self._last(path)
            )
            if not self.reason
            else [Story(item) for item in items]
            for path, items in documents.items()
        }

    def _last(self, path: str) -> list[Item]:
        return self.items(self._trails[path].steps[0].blob)

    def points(self, path: str) -> list[tuple[int, list[Item]]]:
        """Return the items that a document had on the main line, each time with its moment, the oldest first."""
        line = self.trail(path).line
        self._read(point.blob for point in line)
        return [(point.time, self.items(point.blob)) for point in reversed(line)]

    def today(self, raw: bytes, *, questions: bool = True) -> list[Item]:
        """Return the tasks and questions of a text of today, from the cache where git or an earlier run has it.

        Without ``questions`` a text that has no task need not be read.
        """
        self._open()
        blob = sha1(b"blob %d\0" % len(raw) + raw, usedforsecurity=False).hexdigest()
        if blob not in self._known:
            if not may_have_items(raw, questions=questions):
                # That a text has none is kept as well where it was searched for both: the search takes longer than the hash.
                if not questions:
                    return []
                self._known[blob] = []
            else:
                self._known[blob] = items_of(raw, self._named)
            self._fresh = True
        self._used.add(blob)
        found = self._known[blob]
        return found if questions or any(one.kind == "task" for one in found) else []

    def items(self, blob: str) -> list[Item]:
        """Return the tasks and questions of a text; none of one that is not there."""
        return self._known.get(blob, [])

    def stays(self, path: str, words: Mapping[str, Role]) -> list[Stay]:
        """Return the statuses that a document had on the main line, the newest first; ``words`` are the project's own."""
        line = self.trail(path).line
        authors = {step.commit: step.author for step in self.trail(path).steps}
        self.read_statuses(point.blob for point in line)
        stays: list[Stay] = []
        for point in reversed(line):
            status = self._statuses[point.blob]
            if stays and _same(stays[-1].status, status):
                continue
            if stays:
                stays[-1] = stays[-1]._replace(until=point.time)
            role = role_of(status, dict(words)) if status else None
            stays.append(
                Stay(status, role.value if role else "", point.commit, point.time, 0, authors.get(point.commit, ""))
            )
        return stays[::-1]

    def read_statuses(self, blobs: Iterable[str]) -> None:
        """Read the statuses of texts in one call of git, for who asks about many documents."""
        missing = [blob for blob in dict.fromkeys(blobs) if blob not in self._statuses]
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            for blob, found in zip(some, objects(self.root, some), strict=True):
                self._statuses[blob] = status_of(found[1]) if found else ""

    def _read(self, blobs: Iterable[str]) -> None:
        """Read the items of texts that no earlier run has read."""
        self._open()
        wanted = dict.fromkeys(blobs)
        self._used |= wanted.keys()
        missing = [blob for blob in wanted if blob not in self._known]
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            for blob, found in zip(some, objects(self.root, some), strict=True):
                self._known[blob] = items_of(found[1], self._named) if found else []
        self._fresh = self._fresh or bool(missing)

    def _open(self) -> None:
        if not self._opened:
            self._opened = True
            self._known = self._kept()

    def _kept(self) -> dict[str, list[Item]]:
        text = recall(self.root, self._name()) if self._use_cache else None
        try:
            known: dict[str, list[list[Any]]] = json.loads(text) if text else {}
            return {blob: [_item(*one) for one in items] for blob, items in known.items()}
        except (ValueError, TypeError):
            return {}

    def _name(self) -> str:
        digest = sha256(repr((code_stamp(), sorted(self._named))).encode()).hexdigest()
        return f"items {digest}"


def _item(*fields: Any) -> Item:
    *plain, names = fields
    return Item._make((*plain, tuple(names)))


def items_of(raw: bytes, named: frozenset[str]) -> list[Item]:
    """Return the tasks and questions of a text."""
    if not may_have_items(raw):
        return []
    parsed = parse(raw)
    return read_items(parsed, outline(parsed), named)


def status_of(raw: bytes) -> str:
    """Return the status that a text gives itself, as written; empty where it gives none."""
    from holdfast.binding.document import Document
    from holdfast.binding.lookup import Lookup
    from holdfast.model.schema import Schema

    head = raw[:_HEAD].rpartition(b"\n")[0] if len(raw) > _HEAD else raw
    document = Document("", head, Lookup(Schema("", "", "")))
    field = next((one for name, one in document.fields.items() if name in _STATUS), None)
    return field.value if field else ""


_STATUS = frozenset({"status", "état", "statut", "estado", "stato", "статус", "状态", "ステータス", "상태", "state"})


def _same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()
