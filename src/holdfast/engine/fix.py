"""``fix``: what is certain about the faults that ``check`` finds, mended in memory, and written once a file.

A file is read once and judged as it was read, so that every edit fits the bytes it was made for; it is written only
if it still holds those bytes.
"""

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from holdfast.edits.apply import apply
from holdfast.engine.check import check
from holdfast.engine.corpus import ignored_in
from holdfast.engine.ripple import Ripple
from holdfast.engine.told import Scope
from holdfast.errors import WriteError
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.world.files import Problem, Tree, read
from holdfast.world.replacement import replace, sweep

_PASSES = 12
"""A fix can lay bare the next; a file that is still not at rest after so many is left as it was."""

_LAST = "anchor-broken"
_OF_LINKS = frozenset({"link-broken", "anchor-broken", "index-dangling"})
"""What else a safe edit may not bring about. That a mended link leads to a deprecated document was so before."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asked to have mended."""

    unsafe: bool = False
    """Whether edits are wanted that change what a document says."""
    select: Collection[str] = ()
    """Slugs; all where empty."""
    ignore: Collection[str] = ()
    documents: bool = False
    """Whether named files that are no documents are passed over."""

    def takes(self, verdict: Verdict) -> bool:
        """Tell whether a verdict has a fix that is asked for."""
        return (
            verdict.fix is not None
            and verdict.outcome is Outcome.BROKEN
            and (verdict.fix.safe or self.unsafe)
            and (not self.select or verdict.slug in self.select)
            and verdict.slug not in self.ignore
        )


@dataclass(frozen=True, slots=True)
class MendedFile:
    """One file, before and after."""

    path: str
    """Relative to the root."""
    old: bytes
    new: bytes
    mended: tuple[Verdict, ...]
    """What the edits were made for, in the order in which they were made."""


@dataclass(frozen=True, slots=True)
class Mending:
    """What a run would write, and what then remains."""

    root: str
    changes: tuple[MendedFile, ...]
    remaining: Result
    """The check of the files as they are with the changes in them."""


def mend(
    start: str,
    paths: Sequence[str] = (),
    wanted: Wanted | None = None,
    *,
    config: str | None = None,
    policy: str = "",
    use_cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Mending:
    """Work out what mends the project around ``start``; nothing is written.

    The arguments are those of :func:`holdfast.engine.check.check`. Templates, what git ignores and files that are
    only linked to are left alone, and so is every file in which the edits would bring about a fault that was not
    there before.

    Raises :class:`~holdfast.errors.UsageError` for a configuration or a path that cannot be followed.
    """
    work = _Work(wanted or Wanted())
    result = first = _check(work, start, paths, config, policy, progress, use_cache=use_cache)
    while work.read_in(result) or work.edit(result) or work.give_up(first, result):
        result = _check(work, start, paths, config, policy, progress, use_cache=use_cache)
    return Mending(result.root, tuple(work.changes()), result)


def write(mending: Mending) -> list[tuple[MendedFile, WriteError]]:
    """Write every change; return those that were refused, because the file has changed since or cannot be written.

    What a killed run left in the folders of the documents goes first.
    """
    for folder in {os.path.dirname(one.path) for one in mending.remaining.documents}:
        sweep(os.path.join(mending.root, folder))
    refused = []
    for change in mending.changes:
        try:
            replace(mending.root, change.path, change.old, change.new)
        except WriteError as error:
            refused.append((change, error))
    return refused


def _check(
    work: "_Work",
    start: str,
    paths: Sequence[str],
    config: str | None,
    policy: str,
    progress: Callable[[int, int], None] | None,
    *,
    use_cache: bool,
) -> Result:
    return check(
        start,
        paths,
        config=config,
        policy=policy,
        use_cache=use_cache,
        progress=progress,
        unsaved=work.unsaved(),
        scope=Scope(documents=work.wanted.documents),
    )


@dataclass(slots=True)
class _Work:
    """The files in the making."""

    wanted: Wanted
    originals: dict[str, bytes] = field(default_factory=dict)
    drafts: dict[str, bytes] = field(default_factory=dict)
    """What is to be written; a file that is only read so far is as it was."""
    mended: dict[str, list[Verdict]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    """Files that are left alone from now on."""
    links: dict[str, str] = field(default_factory=dict)
    """Files that are left alone, with the path each leads to: a link is mended where it leads."""
    seen: dict[str, set[bytes]] = field(default_factory=dict)

    def unsaved(self) -> dict[str, bytes]:
        """Return what stands for the files on the disk, links to them included."""
        linked = {path: self.drafts[leads] for path, leads in self.links.items() if leads in self.drafts}
        return {**self.drafts, **linked}

    def read_in(self, result: Result) -> bool:
        """Read the files that have something to mend and are not read yet; tell whether there are any."""
        tree = Tree(result.root)
        ignored = ignored_in(tree)
        pages = {path for one in result.understood for path in one.indexes}
        templates = {path for one in result.understood for path in one.templates} - pages | set(result.unused)
        found = False
        for path in dict.fromkeys(verdict.path for verdict in result.verdicts if self.wanted.takes(verdict)):
            if path in self.drafts or path in self.closed:
                continue
            raw = read(tree, path)
            leads = _leads(result.root, path)
            if isinstance(raw, Problem) or path in templates or leads != path or ignored(path):
                self.closed.add(path)
                self.links[path] = leads
                found = found or leads in self.drafts
            else:
                self.originals[path] = self.drafts[path] = raw
                found = True
        return found

    def edit(self, result: Result) -> bool:
        """Make every fix that can be made now; tell whether anything changed.

        Links to headings come last: a heading that gets its right number may be what a link was waiting for.
        """
        ripple = Ripple(result)
        return self._edit(result, ripple, last=False) or self._edit(result, ripple, last=True)

    def _edit(self, result: Result, ripple: Ripple, *, last: bool) -> bool:
        changed = False
        for path, verdicts in self._by_path(result, last=last):
            fixes = [one for one in verdicts if one.fix and ripple.stays(path, self.drafts[path], one.fix)]
            content, made = apply(self.drafts[path], [one.fix for one in fixes if one.fix])
            if content == self.drafts[path]:
                continue
            seen = self.seen.setdefault(path, {self.originals[path]})
            if content in seen or len(seen) > _PASSES:
                # Two rules that undo each other would never end, nor would one that finds more at every look.
                self._close(path)
            else:
                seen.add(content)
                self.drafts[path] = content
                self.mended.setdefault(path, []).extend(fixes[number] for number in made)
            changed = True
        return changed

    def give_up(self, first: Result, last: Result) -> bool:
        """Put back the files in which safe edits brought about a fault that was not there; tell whether there are any."""
        role = {one.path: (one.role, one.version) for one in first.documents}
        other = {one.path for one in last.documents if role.get(one.path) != (one.role, one.version)}
        found = False
        own = {rule.slug for rule in all_rules() if rule.judge} | _OF_LINKS
        before = Counter((one.path, one.slug) for one in first.verdicts)
        after = Counter((one.path, one.slug) for one in last.verdicts if one.slug in own)
        worse = {path for (path, slug), count in after.items() if count > before[path, slug]}
        for path in worse & self.mended.keys() - self.closed:
            # More is asked of a document that is no draft any more, or of a later version; that was so before.
            promoted = path in other and any(one.slug.startswith("field-") for one in self.mended[path])
            if not promoted and all(one.fix and one.fix.safe for one in self.mended[path]):
                self._close(path)
                found = True
        return found

    def changes(self) -> Iterator[MendedFile]:
        """Yield what is to be written, by path."""
        for path in sorted(self.drafts):
            if self.drafts[path] != self.originals[path]:
                yield MendedFile(path, self.originals[path], self.drafts[path], tuple(self.mended[path]))

    def _by_path(self, result: Result, *, last: bool) -> Iterator[tuple[str, list[Verdict]]]:
        found: dict[str, list[Verdict]] = {}
        for verdict in result.verdicts:
            is_open = verdict.path in self.drafts and verdict.path not in self.closed
            if is_open and self.wanted.takes(verdict) and (verdict.slug == _LAST) == last:
                found.setdefault(verdict.path, []).append(verdict)
        yield from found.items()

    def _close(self, path: str) -> None:
        self.closed.add(path)
        self.drafts[path] = self.originals[path]
        self.mended.pop(path, None)


def _leads(root: str, path: str) -> str:
    """Return the path within the root that a path leads to, which is another where it is a link or behind one."""
    return os.path.relpath(os.path.realpath(os.path.join(root, path)), os.path.realpath(root)).replace(os.sep, "/")
