"""Templates in time: which version of its template each document was written from.

The version is the template in the tree of the commit that first added the document, renames of both
followed; where that tree has none, the nearest earlier one, then the first. One pass over the history
finds all of it, and the answer is kept until the checked-out commit changes.
"""

import posixpath
from collections.abc import Collection, Iterable, Iterator
from os import fsencode
from typing import NamedTuple

from holdfast.digest import sha256
from holdfast.engine.templates import Template, is_template
from holdfast.engine.timeline import Birth, Blob, Past, Timeline, decoded, encoded
from holdfast.world.cachefolder import code_stamp
from holdfast.world.commits import Change, Commit
from holdfast.world.files import SUFFIXES, Tree
from holdfast.world.git import NOT_INSTALLED, GitError, objects, repository, settings_files
from holdfast.world.history import Event, main_line, read_log, told
from holdfast.world.renames import Renames
from holdfast.world.store import recall, remember

_PATTERNS = (":(icase)*.md", ":(icase)*.markdown")
_OR_LATEST = 'set template-version = "latest"'


def read_timeline(
    tree: Tree, templates: list[Template], past: Past | None = None, *, use_cache: bool = True
) -> Timeline:
    """Read the history of the project's documents and of these templates, from the cache where it knows it."""
    try:
        found = repository(tree.root)
    except GitError as error:
        if "not a git repository" in str(error):
            return Timeline("this is no git repository", f"run git init and commit, or {_OR_LATEST}")
        if str(error) == NOT_INSTALLED:
            return Timeline(NOT_INSTALLED, f"install it, or {_OR_LATEST}")
        return Timeline(
            f"git refuses: {_first_line(error)}", f"do what git says, or {_OR_LATEST}", watched=settings_files()
        )
    if found.shallow:
        return Timeline("this is a shallow clone", f"run git fetch --unshallow, or {_OR_LATEST}", watched=found.watched)
    if not found.head:
        return Timeline(watched=found.watched)
    name = "timeline-from" if past else "timeline"
    past = past or Past(found.head, {})
    name = f"{name} {_digest(code_stamp(), past.commit, *map(repr, sorted(past.renamed.items())), *map(_told, templates), *tree.markdown)}"
    known = decoded(recall(tree.root, name)) if use_cache else None
    if known is None:
        try:
            known = _Reader(tree, templates, past).timeline()
        except GitError as error:
            return Timeline(
                f"git failed: {_first_line(error)}",
                f"fetch or mend what is missing, or {_OR_LATEST}",
                watched=found.watched,
            )
        if use_cache:
            remember(tree.root, name, encoded(known))
    known.watched = found.watched
    return known


class _Place(NamedTuple):
    """Where a template may lie at a commit."""

    commit: str
    time: int
    path: str
    side: str
    """Path of its side file; empty where it has none."""


class _Reader:
    """One pass over the history, from the newest commit to the oldest."""

    def __init__(self, tree: Tree, templates: list[Template], past: Past) -> None:
        self.root = tree.root
        self.commit = past.commit
        self.names: dict[str, list[str]] = {template.path: [template.path] for template in templates}
        """Every path each template ever had, the newest first."""
        self.sides = {template.path: template.schema.side_file for template in templates}
        self.side_names = {name for name in self.sides.values() if name}
        self.today = {past.renamed.get(path, path): path for path in tree.markdown} | {
            path: path for path in self.names
        }
        """Path at the commit that is being read to path today."""
        self.changed: dict[str, list[_Place]] = {path: [] for path in self.names}
        """Where each template, or its side file, got another text; the newest first."""
        self.births: dict[str, Birth] = {}
        self.events: list[Event] = []
        """Every commit that had a part in the texts, the newest first."""
        self.merges: list[Event] = []
        """Those of them that are merges of the main line."""

    def timeline(self) -> Timeline:
        events = read_log(self.root, self.commit)
        self.events = told(events, self._concerns)
        self.merges = main_line(self.events)
        sides = {f":(glob)**/{name}" for name in self.side_names}
        with Renames(self.root, [*_PATTERNS, *sorted(sides)]) as renames:
            self._walk(renames, templates=True)
            if renamed := self._born_in_merges():
                self.today = renamed
                self._walk(renames, templates=False)
        return self._chosen()

    def _concerns(self, change: Change) -> bool:
        return change.path.lower().endswith(SUFFIXES) or posixpath.basename(change.path) in self.side_names

    def _walk(self, renames: Renames, *, templates: bool) -> None:
        for event in self.events:
            if len(event.parents) > 1:
                continue
            commit = self._with_renames(event.commit, renames)
            if templates:
                self._note_templates(commit)
            for change in commit.changes:
                path = self.today.get(change.path)
                if (
                    path is None
                    or change.status == "D"
                    or (change.status == "R" and self._follow(change.path, change.old, path))
                ):
                    continue
                if change.status in "AR":
                    self.births[path] = Birth(commit.id, commit.time)

    def _with_renames(self, commit: Commit, renames: Renames) -> Commit:
        """Ask for the renames of a commit that can have renamed something of today."""
        kinds = {change.status for change in commit.changes}
        if {"A", "D"} <= kinds and any(one.status == "A" and one.path in self.today for one in commit.changes):
            return commit._replace(changes=tuple(self._rewritten(renames.of(commit.id))))
        return commit

    def _rewritten(self, changes: tuple[Change, ...]) -> Iterator[Change]:
        """Take a template that came where the only other one of its folder went for that one under another name, however it reads."""
        gone = [one.path for one in changes if one.status == "D" and is_template(one.path)]
        for change in changes:
            folder = posixpath.dirname(change.path)
            before = [path for path in gone if posixpath.dirname(path) == folder]
            came = change.status == "A" and self.today.get(change.path) in self.names
            replaced = came and len(before) == 1 and before[0] not in self.today
            yield change._replace(status="R", old=before[0]) if replaced else change

    def _note_templates(self, commit: Commit) -> None:
        paths = {change.path for change in commit.changes if change.status != "D"}
        for template, names in self.names.items():
            place = self._place(template, commit.id, commit.time, names[-1])
            if place.path in paths or place.side in paths:
                self.changed[template].append(place)

    def _place(self, template: str, commit: str, time: int, path: str) -> _Place:
        side = self.sides[template]
        return _Place(commit, time, path, posixpath.join(posixpath.dirname(path), side) if side else "")

    def _follow(self, new: str, old: str, path: str) -> bool:
        """Go on under the old name, unless it is a template's or was another's by then: what is made of it is born there."""
        known = self.today.get(old)
        if known is not None and (known in self.names or known not in self.births):
            return False
        del self.today[new]
        self.today[old] = path
        if path in self.names:
            self.names[path].append(old)
        return True

    def _born_in_merges(self) -> dict[str, str]:
        """Find documents that no ordinary commit added; return those that only got their name in a merge, by the older one."""
        lost = {name: path for name, path in self.today.items() if path not in self.births}
        renamed: dict[str, str] = {}
        with Renames(self.root, every_parent=True) as renames:
            for commit, born in ((event.commit, _added(event, lost)) for event in self.merges):
                older = {one.path: one.old for one in renames.of(commit.id) if one.status == "R"} if born else {}
                for name in born:
                    path = lost[name]
                    self.births[path] = Birth(commit.id, commit.time)
                    if name in older and path not in self.names:
                        renamed[older[name]] = path
        return renamed

    def _chosen(self) -> Timeline:
        """Look every document's commit up for every template, and the merges that gave a template its text."""
        owners = {name: template for template, names in self.names.items() for name in names}
        merged = [
            (owners[change.path], "", self._place(owners[change.path], event.commit.id, event.commit.time, change.path))
            for event in self.merges
            for change in event.commit.changes
            if change.path in owners
        ]
        asked = merged[::-1] + [
            (template, document, self._place(template, birth.commit, birth.time, name))
            for template, names in self.names.items()
            for document, birth in self.births.items()
            if document not in self.names
            for name in names
        ]
        changed = [(template, place) for template, places in self.changed.items() for place in places]
        ids = iter(self._ids([*(place for _, place in changed), *(place for *_, place in asked)]))
        blobs: dict[str, list[Blob]] = {template: [] for template in self.names}
        chosen: dict[str, dict[str, str]] = {template: {} for template in self.names}
        for template, place in changed:
            if id := next(ids):
                blobs[template].append(Blob(id, place.commit, place.time, place.path))
        for template, document, place in asked:
            id = next(ids)
            if id and document not in chosen[template]:
                if document:
                    chosen[template][document] = id
                if all(blob.id != id for blob in blobs[template]):
                    blobs[template].append(Blob(id, place.commit, place.time, place.path))
        for template, known in blobs.items():
            known.reverse()
            known.sort(key=lambda blob: blob.time)
            for document, birth in self.births.items():
                if known and document not in chosen[template] and document not in self.names:
                    earlier = [blob for blob in known if blob.time <= birth.time] or known[:1]
                    chosen[template][document] = earlier[-1].id
        return Timeline(
            births=self.births,
            blobs=blobs,
            chosen=chosen,
            texts=self._texts({blob.id for many in blobs.values() for blob in many}),
        )

    def _ids(self, places: list[_Place]) -> list[str]:
        """Return what identifies the text at each place, and that of its side file; empty where there is none."""
        names = [f"{place.commit}:./{path}" for place in places for path in (place.path, place.side) if path]
        found = iter(objects(self.root, ["" if "\n" in name else name for name in names], check=True))
        pairs = [(next(found), next(found) if place.side else None) for place in places]
        return [" ".join(one[0] for one in pair if one) if pair[0] else "" for pair in pairs]

    def _texts(self, ids: Iterable[str]) -> dict[str, list[str]]:
        parts = sorted({part for id in ids for part in id.split()})
        known = {part: one[1] for part, one in zip(parts, objects(self.root, parts), strict=True) if one}
        return {
            id: [known.get(part, b"").decode("utf-8", "surrogateescape") for part in id.split()] for id in sorted(ids)
        }


def _added(event: Event, paths: Collection[str]) -> list[str]:
    return [change.path for change in event.commit.changes if change.status == "A" and change.path in paths]


def _first_line(error: GitError) -> str:
    return (str(error).splitlines() or ["it says nothing"])[0]


def _told(template: Template) -> str:
    return f"{template.path} {template.schema.side_file}"


def _digest(*parts: str) -> str:
    return sha256(b"\0".join(map(fsencode, parts))).hexdigest()
