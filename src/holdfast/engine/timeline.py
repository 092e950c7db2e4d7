"""Templates in time: which version of its template each document was written from.

The version is the template in the tree of the commit that first added the document, renames of both
followed; where that tree has none, the nearest earlier one, then the first. One pass over the history
finds all of it, and the answer is kept until the checked-out commit changes.
"""

import json
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.engine.templates import Template
from holdfast.world.files import Tree
from holdfast.world.git import GitError, history, is_repository, objects, repository
from holdfast.world.store import recall, remember

_PATTERNS = ("*.md", "*.markdown")
_OR_LATEST = 'set template-version = "latest"'


class Birth(NamedTuple):
    """The commit that first added a document."""

    commit: str
    time: int
    """Seconds since the epoch."""


class Blob(NamedTuple):
    """One text a template had."""

    id: str
    """Object id, followed by that of its side file where it has one."""
    commit: str
    """The commit that gave it this text."""
    time: int
    path: str
    """Its path at that commit."""


@dataclass(slots=True)
class Timeline:
    """What history says of a project's documents and templates."""

    reason: str = ""
    """Why nothing is known; empty where something is."""
    remedy: str = ""
    births: dict[str, Birth] = field(default_factory=dict)
    """By document path; files that were never committed are not in it."""
    blobs: dict[str, list[Blob]] = field(default_factory=dict)
    """Texts of each template by its path today, the oldest first."""
    chosen: dict[str, dict[str, str]] = field(default_factory=dict)
    """By template path, then document path: id of the text the document was written from."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """By id: the template's text, and its side file's."""
    watched: tuple[str, ...] = ()
    """Absolute paths of the files that change when another commit is checked out."""


def read_timeline(tree: Tree, templates: list[Template], *, use_cache: bool = True) -> Timeline:
    """Read the history of the project's documents and of these templates, from the cache where it knows it."""
    try:
        found = repository(tree.root)
    except GitError:
        if is_repository(tree.root):
            return Timeline()
        return Timeline("this is no git repository", f"run git init and commit, or {_OR_LATEST}")
    if found.shallow:
        return Timeline("this is a shallow clone", f"run git fetch --unshallow, or {_OR_LATEST}", watched=found.watched)
    name = f"timeline {found.head} {sorted(template.path for template in templates)}"
    known = _decoded(recall(tree.root, name)) if use_cache else None
    if known is None:
        try:
            known = _Reader(tree, templates).timeline()
        except GitError as error:
            return Timeline(f"git failed: {str(error).splitlines()[0]}", "run git fsck", watched=found.watched)
        if use_cache:
            remember(tree.root, name, _encoded(known))
    known.watched = found.watched
    return known


class _Reader:
    """One pass over the history, from the newest commit to the oldest."""

    def __init__(self, tree: Tree, templates: list[Template]) -> None:
        self.root = tree.root
        self.templates = {template.path: template for template in templates}
        self.today = {path: path for path in tree.markdown}
        """Path at the commit that is being read to path today."""
        self.names: dict[str, list[str]] = {path: [path] for path in self.templates}
        """Every path each template ever had, the newest first."""
        self.timeline_ = Timeline()

    def timeline(self) -> Timeline:
        for commit in history(self.root, *_PATTERNS):
            for change in commit.changes:
                path = self.today.get(change.path)
                if path is None or change.status == "D":
                    continue
                if path in self.templates:
                    self.timeline_.blobs.setdefault(path, []).insert(0, Blob(change.blob, commit.id, commit.time, change.path))
                if change.status == "R":
                    self._follow(change.path, change.old, path)
                    if self.today.get(change.old) == path:
                        continue
                if change.status in "AR":
                    self.timeline_.births[path] = Birth(commit.id, commit.time)
        self._born_in_merges()
        self._choose()
        return self.timeline_

    def _born_in_merges(self) -> None:
        """Find documents that no ordinary commit added: they came, or got their name, in a merge."""
        births = self.timeline_.births
        lost = [path for path in self.today.values() if path not in births]
        for commit in history(self.root, *(f":(literal){path}" for path in lost), merges=True) if lost else ():
            for change in commit.changes:
                if change.status == "A" and change.path in lost:
                    births[change.path] = Birth(commit.id, commit.time)

    def _follow(self, new: str, old: str, path: str) -> None:
        """Go on under the old name; a document made by renaming a template is born there."""
        known = self.today.get(old)
        if known is not None and known != path:
            return
        del self.today[new]
        self.today[old] = path
        if path in self.names:
            self.names[path].append(old)

    def _choose(self) -> None:
        """Look every document's commit up for every template, in one call of git."""
        timeline = self.timeline_
        asked = [
            (template, document, f"{birth.commit}:./{name}")
            for template in self.templates
            for document, birth in timeline.births.items()
            if document not in self.templates
            for name in self.names[template]
            if "\n" not in name
        ]
        wanted = {blob.id for blobs in timeline.blobs.values() for blob in blobs}
        found = objects(self.root, [name for _, _, name in asked], check=True)
        for (template, document, _), one in zip(asked, found, strict=True):
            if one:
                timeline.chosen.setdefault(template, {}).setdefault(document, one[0])
                wanted.add(one[0])
        for template, blobs in timeline.blobs.items():
            chosen = timeline.chosen.setdefault(template, {})
            for document, birth in timeline.births.items():
                if document not in chosen and document not in self.templates:
                    earlier = [blob for blob in blobs if blob.time <= birth.time] or blobs[:1]
                    chosen[document] = earlier[-1].id
        ordered = sorted(wanted)
        for id, one in zip(ordered, objects(self.root, ordered), strict=True):
            if one:
                timeline.texts[id] = [one[1].decode("utf-8", "replace")]


def _encoded(timeline: Timeline) -> str:
    return json.dumps([timeline.births, timeline.blobs, timeline.chosen, timeline.texts])


def _decoded(text: str | None) -> Timeline | None:
    if text is None:
        return None
    try:
        births, blobs, chosen, texts = json.loads(text)
        return Timeline(
            births={path: Birth(*one) for path, one in births.items()},
            blobs={path: [Blob(*one) for one in many] for path, many in blobs.items()},
            chosen=chosen,
            texts=texts,
        )
    except (ValueError, TypeError, AttributeError):
        return None
