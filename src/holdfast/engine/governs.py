"""``for``: which documents govern some files, and why.

A document governs a file when something says so beyond doubt: its examples read the file, its header declares it, it
names the path, something that the file defines, or links to it. A word in common is no reason.
"""

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.numbers import References
from holdfast.binding.targets import resolve
from holdfast.engine.claims import find_claims
from holdfast.engine.freshness import WHOLE, Files
from holdfast.engine.named_code import Names
from holdfast.engine.plan import DocumentSet
from holdfast.engine.session import Session
from holdfast.engine.targets import Targets
from holdfast.model.corpus import Corpus, Entry
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.world.ledger.glance import glance

_ORDER = {Role.ACTIVE: 0, Role.DRAFT: 1, Role.RESEARCH: 2, Role.DEPRECATED: 3, Role.SUPERSEDED: 3, Role.POINTER: 4}
_OVER = (Role.DEPRECATED, Role.SUPERSEDED)
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

    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Governor:
    """A document with its reasons."""

    entry: Entry
    reasons: tuple[Reason, ...]
    """The surest first; one for each kind, file and words."""
    claims: int
    """How many of its claims rest on the files."""
    stale: tuple[Stale, ...]
    heirs: tuple[Entry, ...]
    """What replaced it, where that is known."""
    born: int
    """When it was first committed, in seconds since the epoch; 0 where that is unknown."""

    @property
    def over(self) -> bool:
        """Whether the document is no longer in force."""
        return self.entry.role in _OVER


@dataclass(frozen=True, slots=True)
class Governed:
    """Some files and the documents that govern them."""

    root: str
    targets: Targets
    governors: tuple[Governor, ...]
    """In force first, the newest first among equals."""

    @property
    def ungoverned(self) -> list[str]:
        """The files that no document governs."""
        found = {reason.file for one in self.governors for reason in one.reasons}
        return sorted(self.targets.files - found)


def governed(session: Session, targets: Targets) -> Governed:
    """Find the documents that govern some files of an open project."""
    names = Names(session.plan, targets)
    resting = _resting(session, targets)
    found = []
    for documents, corpus in session.corpora():
        references = References(corpus)
        for path in documents.documents:
            entry = corpus.entries.get(path)
            if entry is None or not entry.bound:
                continue
            reads, stale = resting.get(path, ({}, ()))
            reasons = [Reason("reads", file, "", 0) for file in reads]
            reasons += _declared_and_named(names, documents, path, entry)
            reasons += _linked(entry, targets)
            if kept := _ordered(reasons):
                born = session.plan.timeline.births.get(path, ("", 0))[1]
                heirs = tuple(_heirs(references, corpus, entry)) if entry.role in _OVER else ()
                found.append(Governor(entry, kept, sum(reads.values()), stale, heirs, born))
    unique = {one.entry.path: one for one in found}
    ordered = sorted(unique.values(), key=lambda one: (_ORDER[one.entry.role], -one.born, one.entry.path))
    return Governed(session.plan.tree.root, targets, tuple(ordered))


def _declared_and_named(names: Names, documents: DocumentSet, path: str, entry: Entry) -> list[Reason]:
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
    """Return the reasons without repetition; a path that is linked as well is one reason."""
    best: dict[tuple[str, str], Reason] = {}
    for one in sorted(reasons, key=lambda one: (KINDS.index(one.kind), one.line)):
        place = one.words if one.kind == "symbol" else "path" if one.kind in ("path", "link") else one.kind
        best.setdefault((one.file, place), one)
    return tuple(sorted(best.values(), key=lambda one: (KINDS.index(one.kind), one.file, one.line)))


def _heirs(references: References, corpus: Corpus, entry: Entry) -> list[Entry]:
    found = {other.path: other for mention in entry.named("heir") for other in references.of(entry, mention)}
    if not found:
        for link in entry.links:
            path = resolve(entry.path, link.target) if link.target and "by" in link.field.split("-") else None
            other = references.entry(path) if path else None
            if other:
                found[other.path] = other
    return [one for one in found.values() if one.role not in _OVER] or list(found.values())


def _resting(session: Session, targets: Targets) -> dict[str, tuple[Counter[str], tuple[Stale, ...]]]:
    """Return for each document how many of its claims rest on which of the files, and which of these went stale."""
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
    counts: dict[str, Counter[str]] = {}
    stale: dict[str, list[Stale]] = {}
    for claim in find_claims(session.plan, session.config, documents.__contains__):
        one = known.get(claim.id)
        if one is None:
            continue
        path = claim.example.document
        counts.setdefault(path, Counter()).update({file for file in one.files if file in targets.files and file != WHOLE})
        changed = files.changed(one.files)
        why = "it was edited since it was tried" if one.inputs != claim.inputs else ""
        why = why or (f"{changed[0]} changed since it was tried" if changed else "")
        if why:
            stale.setdefault(path, []).append(Stale(path, claim.example.position.line, why))
    return {path: (count, tuple(stale.get(path, ()))) for path, count in counts.items()}
