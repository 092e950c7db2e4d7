"""``for``: which documents govern some files, and why.

A document governs a file when something says so beyond doubt: its examples read the file, its header declares it, it
names the path, something that the file defines, or links to it. A word in common is no reason.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.numbers import References
from holdfast.binding.targets import resolve
from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import Files
from holdfast.engine.named_code import CodeNames
from holdfast.engine.plan import DocumentSet
from holdfast.engine.session import Session
from holdfast.engine.targets import Targets
from holdfast.model.claim import Claim
from holdfast.model.entry import Entry
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.role import OVER, Role
from holdfast.world.ledger.glance import Glance, glance

_ORDER = {Role.ACTIVE: 0, Role.DRAFT: 1, Role.RESEARCH: 2, Role.DEPRECATED: 3, Role.SUPERSEDED: 3, Role.POINTER: 4}
KINDS = ("reads", "declares", "path", "symbol", "link")
"""The reasons, the surest first."""


class Reason(NamedTuple):
    """Why a document governs a file."""

    kind: str
    """One of :data:`KINDS`."""
    file: str
    words: str
    """What the document says: the path, the symbol, the pattern, the link; of examples nothing."""
    line: int
    """1-based; 0 for evidence, which is about several examples."""


class Stale(NamedTuple):
    """A claim that rests on one of the files and would have to be tried again."""

    line: int
    why: str
    near: bool
    """Whether it was edited, or one of the files changed; else something else that it rests on did."""


class Resting(NamedTuple):
    """What of a document rests on the files."""

    claims: int
    files: frozenset[str]
    """Which of the files its examples read."""
    spread: int
    """How many files the most particular of these examples reads in all."""
    stale: tuple[Stale, ...] = ()
    broken: tuple[int, ...] = ()
    """Lines of the claims that did not hold when they were last tried, where nothing has changed since."""


_NOTHING = Resting(0, frozenset(), 0)
BROAD = 20
"""An example that reads more files than this reads most of them by the way."""


@dataclass(frozen=True, slots=True)
class Governor:
    """A document with its reasons."""

    entry: Entry
    reasons: tuple[Reason, ...]
    """The surest first; one for each kind, file and words."""
    claims: int
    """How many of its claims rest on the files."""
    spread: int
    """How many files the most particular of these claims reads; 0 without claims."""
    stale: tuple[Stale, ...]
    broken: tuple[int, ...]
    """Lines of the claims that did not hold when they were last tried, where nothing has changed since."""
    heirs: tuple[Entry, ...]
    """What replaced it, where that is known."""
    born: int
    """When it was first committed, in seconds since the epoch; 0 where that is unknown."""

    @property
    def over(self) -> bool:
        """Whether the document is no longer in force."""
        return self.entry.role in OVER

    @property
    def broad(self) -> bool:
        """Whether all that ties it to the files are examples that read very many."""
        return self.spread > BROAD and all(one.kind == "reads" for one in self.reasons)


@dataclass(frozen=True, slots=True)
class Governed:
    """Some files and the documents that govern them."""

    root: str
    targets: Targets
    governors: tuple[Governor, ...]
    """In force first, then those with a reason of their own, then the newest."""
    ungoverned: tuple[str, ...]
    """The files that no document governs."""


def governed(session: Session, targets: Targets) -> Governed:
    """Find the documents that govern some files of an open project."""
    names = CodeNames(session.plan, targets)
    resting = _resting(session, targets)
    found = []
    for documents, corpus in session.corpora():
        references = References(corpus)
        for path in documents.documents:
            entry = corpus.entries.get(path)
            if entry is None or not entry.bound:
                continue
            rests = resting.get(path, _NOTHING)
            reasons = [Reason("reads", file, "", 0) for file in sorted(rests.files)]
            reasons += _declared_and_named(names, documents, path, entry)
            reasons += _linked(entry, targets)
            if kept := _ordered(reasons):
                born = session.plan.timeline.births.get(path, ("", 0))[1]
                after = tuple(heirs(references, entry)) if entry.role in OVER else ()
                found.append(Governor(entry, kept, rests.claims, rests.spread, rests.stale, rests.broken, after, born))
    unique = {one.entry.path: one for one in found}
    ordered = sorted(unique.values(), key=lambda one: (_ORDER[one.entry.role], one.broad, -one.born, one.entry.path))
    left = targets.files - {reason.file for one in ordered for reason in one.reasons}
    return Governed(session.plan.tree.root, targets, tuple(ordered), tuple(sorted(left)))


def _declared_and_named(names: CodeNames, documents: DocumentSet, path: str, entry: Entry) -> list[Reason]:
    return [
        Reason(kind, file, words, line)
        for kind, file, words, line in names.of(path, living=documents.living)
        if file != entry.path
    ]


def _linked(entry: Entry, targets: Targets) -> list[Reason]:
    """Return the links to one of the files, or to a name one had; a link to a folder says too little."""
    found = []
    for link in entry.links:
        path = resolve(entry.path, link.target) if link.target else None
        file = targets.earlier.get(path, path) if path else None
        if file in targets.files and file != entry.path:
            found.append(Reason("link", file, link.target, link.spot.line))
    return found


def _ordered(reasons: list[Reason]) -> tuple[Reason, ...]:
    """Return the reasons without repetition; a path is one reason, however it is given."""
    best: dict[tuple[str, str], Reason] = {}
    for one in sorted(reasons, key=lambda one: (KINDS.index(one.kind), one.line)):
        place = {"symbol": one.words, "reads": "reads"}.get(one.kind, "path")
        best.setdefault((one.file, place), one)
    return tuple(sorted(best.values(), key=lambda one: (KINDS.index(one.kind), one.file, one.line)))


def heirs(references: References, entry: Entry) -> list[Entry]:
    """Return what replaced a document, as far as it says so; what is in force before what is not."""
    found = {other.path: other for mention in entry.named("heir") for other in references.of(entry, mention)}
    if not found:
        for link in entry.links:
            path = resolve(entry.path, link.target) if link.target and "by" in re.split(r"[- _]", link.field) else None
            other = references.entry(path) if path else None
            if other:
                found[other.path] = other
    return [one for one in found.values() if one.role not in OVER] or list(found.values())


def _resting(session: Session, targets: Targets) -> dict[str, Resting]:
    """Return for each document what of it rests on the files, as the ledger has it."""
    root = session.plan.tree.root
    known = {
        claim: one
        for claim, one in glance(root).items()
        if one.outcome in (Outcome.HOLDS, Outcome.BROKEN) and not targets.files.isdisjoint(one.files)
    }
    if not known:
        return {}
    documents = {one.document for one in known.values()}
    files = Files(root)
    found: dict[str, Resting] = {}
    for claim in find_claims(session.plan, session.config, documents.__contains__):
        one = known.get(claim.id)
        if one is None:
            continue
        before = found.get(claim.document, Resting(0, frozenset(), len(one.files)))
        aged = _aged(claim, one, files, targets)
        fails = one.outcome == Outcome.BROKEN and not aged and claim.asked is not Level.LISTED
        found[claim.document] = Resting(
            before.claims + 1,
            before.files | targets.files.intersection(one.files),
            min(before.spread, len(one.files)),
            before.stale + aged,
            before.broken + ((claim.position.line,) if fails else ()),
        )
    return found


def _aged(claim: Claim, one: Glance, files: Files, targets: Targets) -> tuple[Stale, ...]:
    line = claim.position.line
    if one.inputs != claim.inputs:
        return (Stale(line, "it was edited since it was tried", near=True),)
    changed = files.changed(one.files)
    near = [file for file in changed if file in targets.files]
    return (Stale(line, f"{(near or changed)[0]} changed since it was tried", bool(near)),) if changed else ()
