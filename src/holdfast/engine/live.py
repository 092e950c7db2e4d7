"""A project as an editor holds it open: what a text says is told while it is typed, all that ``check`` says in a pause.

Nothing is executed, and nothing is decided here: a pause gives what ``check`` gives, and in between a document has what
it says alone, anew, and what the others made of it at the last pause, moved along with the text.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.identity import faults
from holdfast.config import Config
from holdfast.engine.check import conclude
from holdfast.engine.gathered import Gathered
from holdfast.engine.judge import Judged, bind
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.selection import Selection
from holdfast.engine.session import Session
from holdfast.engine.shifted import Shift
from holdfast.engine.told import EVERYTHING, Run, tell
from holdfast.engine.unheeded import UnheededDemand, demand_of
from holdfast.model.corpus import Corpus
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.world.files import Problem, read

_UNUSED = "waiver-unused"


class Moment(NamedTuple):
    """All that a project is at one moment, so that another thread can think about it while somebody types."""

    start: str
    plan: Plan
    config: Config
    judged: dict[str, Judged | Problem]


@dataclass(frozen=True, slots=True)
class Settled:
    """What ``check`` says of one moment."""

    result: Result
    by_path: Mapping[str, list[Verdict]]
    surveyed: frozenset[tuple[str, str, str]]
    """Path, slug and finding of what only the other files could tell."""
    folded: Mapping[UnheededDemand, Verdict]
    """What most documents lack, each with the one note about it."""
    texts: Mapping[str, bytes]
    """The contents that were not on the disk."""


def settle(moment: Moment) -> Settled:
    """Return what ``check`` says of a moment; takes as long as a run of it whose documents are all in the cache."""
    plan, config = moment.plan, moment.config
    selection = Selection(config)
    gathered = Gathered(None, selection, alone=bool(plan.baseline))
    found = conclude(gathered, plan, config, moment.judged)
    run = Run(moment.start, "", lambda folder: found, selection)
    result = tell(found, gathered.entries, plan, config, EVERYTHING, run)
    by_path: dict[str, list[Verdict]] = defaultdict(list)
    for one in result.verdicts:
        by_path[one.path].append(one)
    return Settled(result, by_path, frozenset(gathered.surveyed), gathered.folded, plan.tree.unsaved)


class Live:
    """One project, open. Used by one thread; only :func:`settle` may run in another, on a moment of it."""

    def __init__(self, start: str, unsaved: Mapping[str, bytes] | None = None) -> None:
        """Open the project around a folder; ``unsaved`` holds contents by relative path that stand for those on the disk.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        self.session = Session(start, unsaved=unsaved, forks=False)
        self.start = start
        self.settled: Settled | None = None
        self._selection = Selection(self.session.config)
        self._fresh: dict[str, list[Verdict]] = {}
        self._bound: dict[str, tuple[bytes, Document]] = {}

    @property
    def root(self) -> str:
        """Absolute path of the project."""
        return self.session.plan.tree.root

    @property
    def plan(self) -> Plan:
        """What discovery understood when the project was opened."""
        return self.session.plan

    @property
    def config(self) -> Config:
        """The settings of the project."""
        return self.session.config

    def of(self, path: str) -> DocumentSet | None:
        """Return the set of documents that a file belongs to, as a document or a page of it."""
        return self.session.set_of(path)

    def text(self, path: str) -> bytes | None:
        """Return what a file holds now, as its editor or the disk has it; ``None`` where it cannot be read."""
        raw = read(self.plan.tree, path)
        return None if isinstance(raw, Problem) else raw

    def document(self, path: str) -> Document | None:
        """Return a document bound to its template; ``None`` where the file is none, or cannot be read."""
        found = self.of(path)
        raw = self.text(path)
        if found is None or raw is None or path not in found.documents:
            return None
        known = self._bound.get(path)
        if known is None or known[0] != raw:
            known = self._bound[path] = (raw, bind(self.plan.tree, path, raw, found, self.config))
        return known[1]

    def corpus(self, path: str) -> Corpus | None:
        """Return the corpus that a file belongs to, with what the rules may ask of it."""
        found = self.of(path)
        return self.session.corpus(found) if found else None

    def put(self, path: str, raw: bytes) -> None:
        """Let a content stand for that on the disk, and judge what it says alone."""
        if path in self.plan.tree.unsaved and self.plan.tree.unsaved[path] == raw:
            return
        if self.of(path) is None:
            self.plan.tree.unsaved = {**self.plan.tree.unsaved, path: raw}
        else:
            self._fresh[path] = self.session.recheck(path, raw)

    def drop(self, path: str) -> None:
        """Let what is on the disk stand again."""
        if path in self.plan.tree.unsaved:
            self._fresh.pop(path, None)
            self._bound.pop(path, None)
            self.session.reread(path)

    def moment(self) -> Moment:
        """Return what the project is now, for :func:`settle`."""
        tree = replace(self.plan.tree, asked=set(self.plan.tree.asked))
        return Moment(self.start, replace(self.plan, tree=tree), self.config, self.session.judged)

    def verdicts(self, path: str) -> list[Verdict]:
        """Return what is known now of a file that does not hold, ordered by place."""
        now = self.plan.tree.unsaved.get(path)
        settled = self.settled
        if settled is None:
            return [one for one in self._fresh.get(path, []) if self._selection.tells(one.slug)]
        if settled.texts.get(path) == now or path not in self._fresh or now is None:
            return settled.by_path.get(path, [])
        own = self._own(path, settled)
        verdicts = [*own, *self._carried(path, now, settled, {one.span.start for one in own if one.slug == _UNUSED})]
        verdicts.sort(key=lambda one: (one.position, one.slug, one.found))
        return self._remembered(now, list(dict.fromkeys(verdicts)))

    def _own(self, path: str, settled: Settled) -> list[Verdict]:
        """Return what a document says alone, without what is said once for many of them."""
        judged = self.session.judged_as(path)
        found = self.of(path)
        if judged is None or found is None:
            return self._fresh[path]
        failed = {crash.slug for crash in judged.crashes}
        doubtful = any(one.unknown for one in found.versions)
        result = []
        for one in self._fresh[path]:
            told_once = demand_of(one, judged.entry.version) in settled.folded
            left_open = doubtful and one.outcome is Outcome.UNPROVEN and one.slug not in failed
            if self._selection.tells(one.slug) and not told_once and not left_open:
                result.append(one)
        return result

    def _carried(self, path: str, now: bytes, settled: Settled, judged: set[int]) -> list[Verdict]:
        """Return what only a look at the whole project tells, as it was at the last pause, where the text is now.

        Whether a waiver is needed can take such a look; those at the places ``judged`` are judged anew already.
        """
        before = settled.texts.get(path)
        if before is None:
            before = self.session.on_disk(path) or b""
        shift = Shift(before, now)
        notes = set(settled.folded.values())
        result = []
        for one in settled.by_path.get(path, []):
            far = (one.path, one.slug, one.found) in settled.surveyed or one.outcome is Outcome.STALE
            if far or one in notes or one.slug == _UNUSED:
                moved = shift.verdict(one)
                if moved and not (moved.slug == _UNUSED and moved.span.start in judged):
                    result.append(moved)
        return result

    def _remembered(self, now: bytes, verdicts: list[Verdict]) -> list[Verdict]:
        """Mark what the baseline knows."""
        baseline = self.plan.baseline
        if baseline is None:
            return verdicts
        ids = faults(verdicts, lambda _: now)
        return [
            replace(one, known=one.outcome is Outcome.BROKEN and all(map(baseline.knows, several)))
            for one, several in zip(verdicts, ids, strict=True)
        ]
