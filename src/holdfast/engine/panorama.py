"""A project seen as a whole, once, for surfaces that show it page by page: what costs something is found out when asked for."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cached_property

from holdfast.binding.document import Document
from holdfast.binding.targets import present, resolve
from holdfast.engine.check import Examination, examine
from holdfast.engine.chronicle import Chronicle
from holdfast.engine.corpus import corpus_of
from holdfast.engine.excuses import excuse
from holdfast.engine.graph import Graph, graph
from holdfast.engine.judge import bind, judge_document, unreadable
from holdfast.engine.lifecycle import burn_up
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.status import Reader, day_of, headings_of_questions
from holdfast.engine.told import Scope, tell
from holdfast.errors import HoldfastError
from holdfast.model.claim import Proof
from holdfast.model.corpus import Corpus
from holdfast.model.entry import Link
from holdfast.model.state import Burn, DocumentState, State
from holdfast.model.trial import Evidence
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.verifiers.targets.past import Track
from holdfast.world.files import Problem, read
from holdfast.world.ledger.ledger import Ledger
from holdfast.world.ledger.place import ledger_path


class Panorama:
    """The project as it lies there now; where something changes, look again."""

    def __init__(
        self, start: str, *, config: str | None = None, use_cache: bool = True, today: date | None = None
    ) -> None:
        """Look at the project around a folder.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        self.start, self.config = start, config
        scope = Scope(documents=True)
        found = examine(start, config=config, use_cache=use_cache, scope=scope)
        told = tell(found.result, found.entries, found.plan, found.config, scope, found.run)
        self.found: Examination = found._replace(result=told)
        self.plan: Plan = self.found.plan
        self.root: str = self.plan.tree.root
        named = frozenset(headings_of_questions(self.plan))
        self._chronicle = Chronicle(self.root, named=named, use_cache=use_cache)
        self._reader = Reader(self.found, self._chronicle, today or day_of(None), narrowed=False)
        self.state: State = self._reader.state(history=True)
        self.documents: dict[str, DocumentState] = {one.path: one for one in self.state.documents}
        self.sets: dict[str, DocumentSet] = {path: one for one in self.plan.sets for path in one.documents}
        self._ledger: Ledger | None = None

    def close(self) -> None:
        """Keep what was read off history, and let go of files and processes."""
        self._chronicle.close()
        if self._ledger:
            self._ledger.close()

    def let_go(self) -> None:
        """Close what cannot be shared with a forked process; each opens its own when it asks."""
        if self._ledger:
            self._ledger.close()
            self._ledger = None

    @property
    def head(self) -> str:
        """The commit that is checked out; empty where there is none."""
        return self._chronicle.head

    def raw(self, path: str) -> bytes:
        """Return the bytes of a file of the project; none where it cannot be read."""
        found = read(self.plan.tree, path)
        return b"" if isinstance(found, Problem) else found

    def bound(self, path: str) -> Document:
        """Return a document bound to its template."""
        return bind(self.plan.tree, path, self.raw(path), self.sets[path], self.found.config)

    def at_length(self, path: str) -> DocumentState:
        """Return a document with its statuses over time, what is left to fill in, and when it was touched."""
        return self._reader.at_length(self.documents[path])

    @cached_property
    def touched(self) -> Mapping[str, str]:
        """Return for each path that history knows a text that changes with every commit that touched it."""
        found: dict[str, list[str]] = {}
        for event in self._chronicle.events:
            for change in event.commit.changes:
                found.setdefault(change.path, []).append(event.commit.id[:12])
        return {path: " ".join(commits) for path, commits in found.items()}

    def read_ahead(self) -> None:
        """Read in a few calls of git what every document at length asks of history."""
        trails = [self._chronicle.trail(path) for path in self.documents]
        self._chronicle.read_statuses(point.blob for trail in trails for point in trail.line)

    def judged_again(self, path: str, known: Sequence[Verdict]) -> list[Verdict]:
        """Return the verdicts of a document as its file is now: what it says alone is judged, the rest is what is ``known``.

        What has to do with other files (links, index pages, evidence) is found out by the next look at the whole.
        """
        found = self.sets[path]
        one = judge_document(self.plan.tree, path, found, self.found.config)
        if isinstance(one, Problem):
            return [unreadable(one)]
        alone = {rule.slug for rule in all_rules() if rule.judge and not rule.survey}
        verdicts = [*one.verdicts, *(each for each in known if each.slug not in alone)]
        if one.waivers:
            verdicts = (
                excuse(one.entry, one.waivers, one.verdicts, self.found.config, alone) + verdicts[len(one.verdicts) :]
            )
        return sorted(verdicts, key=lambda each: (each.position, each.slug, each.found))

    def burns(self, path: str) -> list[Burn]:
        """Return how many tasks a document had over time."""
        return burn_up(self._chronicle, [path], alone=True).get(path, []) if self.documents[path].tasks else []

    def corpora(self) -> list[tuple[DocumentSet, Corpus]]:
        """Return each set of documents with what may be asked about it."""
        every = self.found.entries
        held = {path: _Held(entry) for path, entry in every.items()}
        return [
            (one, corpus_of(self.plan, one, {path: every[path] for path in one.paths if path in every}, held))
            for one in self.plan.sets
        ]

    @cached_property
    def graph(self) -> Graph:
        """Which documents link to, require and supersede each other."""
        return graph(self)

    @cached_property
    def backlinks(self) -> Mapping[str, list[tuple[str, Link]]]:
        """Return for each file the documents and pages that link to it, each with its first link."""
        found: dict[str, dict[str, Link]] = {}
        for one, corpus in self.corpora():
            for path in one.paths:
                entry = corpus.entries.get(path)
                for link in entry.links if entry else ():
                    plain = resolve(path, link.target) if link.target else None
                    target = (present(corpus, plain) or plain) if plain else None
                    if target and target != path:
                        found.setdefault(target, {}).setdefault(path, link)
        return {path: sorted(many.items()) for path, many in found.items()}

    @property
    def ledger(self) -> Ledger | None:
        """Where evidence is kept; ``None`` where nothing was tried yet, or it cannot be opened."""
        if self._ledger is None and os.path.exists(ledger_path(self.root)):
            with suppress(HoldfastError):
                self._ledger = Ledger(self.root)
        return self._ledger

    def proofs(self, wanted: Callable[[str], bool]) -> list[Proof]:
        """Return the claims of some documents with what evidence says of each; nothing is tried."""
        from holdfast.engine.known import known_proofs

        return known_proofs(self.plan, self.found.config, wanted, self.ledger)

    def tracks(self, path: str) -> list[Track]:
        """Return what was measured through time of each row of a document that names a measurement."""
        from holdfast.engine.history import tracks_of

        return tracks_of(self.plan, self.found.config, path, self.ledger)

    @cached_property
    def claims(self) -> dict[str, Proof]:
        """Every claim of a living document by its identity."""
        return {one.claim: one for one in self.proofs(lambda path: self.sets[path].living)}

    def runs(self, claim: str, count: int = 100) -> list[Evidence]:
        """Return the last runs of a claim, the newest first."""
        return self.ledger.runs(claim, count) if self.ledger else []


class _Held:
    """What came of a file, as far as a corpus asks for it."""

    def __init__(self, entry: object) -> None:
        self.entry = entry
