"""The semantic difference of a corpus: two revisions, or a revision and the files as they lie there.

Both sides are looked at as ``check`` looks at a project; a revision is read object by object into a folder of its own,
so that neither filters nor attributes of the repository have a say, and nothing is run.
"""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from holdfast.binding.document import Document
from holdfast.engine.blanks import blanks_left
from holdfast.engine.check import Examination, examine
from holdfast.engine.chronicle import Chronicle
from holdfast.engine.contrasts import Lookup, contrasts
from holdfast.engine.judge import bind
from holdfast.engine.status import headings_of_questions
from holdfast.errors import HoldfastError, UsageError
from holdfast.model.claim import Claim
from holdfast.model.contrast import Comparison, Contrast, DocumentContrast, LinkContrast
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.progress import Item
from holdfast.world.changes import renames_today
from holdfast.world.commits import RENAMES, raw_changes
from holdfast.world.files import Problem, read
from holdfast.world.git import GitError, commit_id, run
from holdfast.world.revision import folder_of
from holdfast.world.root import project_root

_LINKS = frozenset({"link-broken", "anchor-broken", "index-dangling"})


def compare_revisions(
    start: str, old: str = "HEAD", new: str = "", *, config: str | None = None, use_cache: bool = True
) -> Comparison:
    """Compare the project around ``start`` at a revision with a later one, or with its files of today.

    Raises :class:`~holdfast.errors.UsageError` for a revision there is not, or one whose project cannot be looked at.
    """
    top = project_root(start)
    within = os.path.relpath(os.path.abspath(start), top)
    commits = [_commit(top, one) for one in (old, new) if one]
    with ExitStack() as stack:
        try:
            folders = [os.path.join(stack.enter_context(folder_of(top, one)), within) for one in commits]
        except (GitError, OSError) as error:
            raise UsageError(
                f"the files of a revision cannot be looked at: {error}",
                remedy="make room in the folder for temporary files, or fetch what is missing",
            ) from error
        before = _side(folders[0], commits[0], None, use_cache=False)
        after = (
            _side(folders[1], commits[1], None, use_cache=False)
            if new
            else _side(start, "", config, use_cache=use_cache)
        )
        moves = _moves(top, os.path.relpath(after.root, after.top), commits, today=not new)
        comparer = _Comparer(before, after, {path: one for one, path in moves.items()})
        try:
            documents = tuple(sorted(comparer.documents(), key=lambda one: (one.folded, one.weight, one.path)))
            links = tuple(comparer.links())
        finally:
            comparer.chronicle.close()
        names = [
            f"{one} ({commit[:7]})" if one != commit[:7] else one
            for one, commit in zip((old, new), commits, strict=False)
        ]
        root = os.path.normpath(os.path.join(top, os.path.relpath(after.root, after.top)))
        return Comparison(root, names[0], names[1] if new else "", documents, links)


def _commit(top: str, revision: str) -> str:
    try:
        return commit_id(top, revision)
    except GitError as error:
        if "not a git repository" in str(error):
            raise UsageError("diff: this is no git repository", remedy="run it inside one") from error
        if revision == "HEAD":
            raise UsageError("diff: nothing is committed here yet", remedy="commit first, then ask again") from error
        raise UsageError(
            f"diff: git knows no {revision!r} here",
            remedy=f"name a commit, a branch or a tag, or fetch it first: git fetch origin {revision}",
        ) from error


@dataclass(slots=True)
class _Side:
    """One of the two."""

    found: Examination | None
    """``None`` where the folder was not there."""
    root: str
    top: str

    def documents(self) -> dict[str, Entry]:
        entries = self.found.entries if self.found else {}
        return {path: one for path, one in entries.items() if one.kind == "document"}

    def raw(self, path: str) -> bytes:
        if self.found is None:
            return b""
        raw = read(self.found.plan.tree, path)
        return b"" if isinstance(raw, Problem) else raw

    def bound(self, path: str) -> Document:
        assert self.found is not None  # noqa: S101 - For the type checker: without files there is no path to ask for.
        plan = self.found.plan
        one = next(one for one in plan.sets if path in one.documents)
        return bind(plan.tree, path, self.raw(path), one, self.found.config)


def _side(start: str, commit: str, config: str | None, *, use_cache: bool) -> _Side:
    top = project_root(start)
    if not os.path.isdir(start):
        return _Side(None, top, top)
    try:
        found = examine(start, config=config, use_cache=use_cache)
    except HoldfastError as error:
        if not commit:
            raise
        where = f"{commit[:7]}:{error.where.removeprefix(top + os.sep)}"
        raise UsageError(error.found, where=where, remedy=error.remedy) from error
    return _Side(found, found.plan.tree.root, top)


def _moves(top: str, home: str, commits: list[str], *, today: bool) -> dict[str, str]:
    """Return what was renamed between the sides: each older path to the newer, relative to the project."""
    root = os.path.normpath(os.path.join(top, home))
    last = commits[1] if not today else "HEAD"
    options = ("-r", "-z", "--raw", *RENAMES, "--diff-filter=R", "--no-abbrev", "--relative", "--end-of-options")
    try:
        found = {one.old: one.path for one in raw_changes(run(root, "diff-tree", *options, commits[0], last))}
        later = renames_today(root) if today else {}
    except GitError:
        return {}
    return {**later, **{old: later.get(new, new) for old, new in found.items()}}


class _Comparer:
    """Two sides and how their paths belong together."""

    def __init__(self, before: _Side, after: _Side, origins: Mapping[str, str]) -> None:
        self.before = before
        self.after = after
        self.origins = origins
        """Paths of today to those they had."""
        self.moved = {old: new for new, old in origins.items()}
        plan = after.found.plan if after.found else None
        self.named = frozenset(headings_of_questions(plan)) if plan else frozenset()
        self.chronicle = Chronicle(after.root, named=self.named, use_cache=False)
        self.proven = _Proven(after.root)

    def documents(self) -> Iterator[DocumentContrast]:
        old, new = self.before.documents(), self.after.documents()
        for path, entry in new.items():
            origin = path if path in old else self.origins.get(path, "")
            if origin not in old:
                yield self._one(path, entry, "new", (), blanks=self._blanks(path, entry))
                continue
            renamed = origin if origin != path else ""
            if self.before.raw(origin) == self.after.raw(path):
                found: tuple[Contrast, ...] = ()
            else:
                lookup = Lookup(self.named, lambda item, path=path: self._settled(path, item), self.proven)  # type: ignore[misc]
                found = contrasts(self.before.bound(origin), self.after.bound(path), lookup)
            if found or renamed:
                yield self._one(path, entry, "renamed" if renamed else "changed", found, renamed)
        kept = {path if path in old else self.origins.get(path, "") for path in new}
        for path, entry in old.items():
            if path not in kept:
                yield self._one(path, entry, "gone", ())

    def _one(
        self, path: str, entry: Entry, fate: str, found: tuple[Contrast, ...], older: str = "", blanks: int = 0
    ) -> DocumentContrast:
        return DocumentContrast(path, entry.title, fate, entry.role, entry.status, older, found, blanks)

    def _blanks(self, path: str, entry: Entry) -> int:
        if self.after.found is None:
            return 0
        one = next(one for one in self.after.found.plan.sets if path in one.documents)
        return len(blanks_left(self.after.raw(path), entry, one))

    def _settled(self, path: str, item: Item) -> str:
        """Return which commit ticked an item, in words."""
        stories = self.chronicle.stories({path: self.chronicle.today(self.after.raw(path))})[path]
        story = next((one for one in stories if (one.item.line, one.item.text) == (item.line, item.text)), None)
        if story is None or story.settled is None:
            return ""
        return f"in {story.settled.commit[:7]}" if story.settled.commit else "not committed yet"

    def links(self) -> Iterator[LinkContrast]:
        """Yield links that lead nowhere on one side only, by their words and the file they stand in."""
        old, new = _broken(self.before, self.moved), _broken(self.after, {})
        had, has = (Counter((path, _cause(found)) for path, found in side) for side in (old, new))
        for side, left, did in ((new, has - had, "broken"), (old, had - has, "mended")):
            for (path, found), line in side.items():
                if (path, _cause(found)) in left and (did == "broken" or self.after.raw(path)):
                    yield LinkContrast(path, line, found, did)


def _cause(found: str) -> str:
    """Return what is wrong with a link, without the hint where its target may be."""
    return found.partition(";")[0]


def _broken(side: _Side, moved: Mapping[str, str]) -> dict[tuple[str, str], int]:
    verdicts = side.found.result.verdicts if side.found else ()
    return {
        (moved.get(one.path, one.path), one.found): one.position.line
        for one in reversed(verdicts)
        if one.slug in _LINKS and one.outcome is Outcome.BROKEN
    }


class _Proven:
    """What the ledger says of claims of today; read when somebody asks."""

    def __init__(self, root: str) -> None:
        from holdfast.engine.freshness import Files
        from holdfast.world.ledger.glance import glance

        self._known = glance(root)
        self._files = Files(root)

    def __call__(self, claim: Claim) -> str:
        one = self._known.get(claim.id)
        if one is None or one.inputs != claim.inputs or self._files.changed(one.files):
            return "not tried since" if one else ""
        return one.outcome
