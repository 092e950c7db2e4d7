"""The state of a design, from the text, from git and from the ledger; nothing is executed."""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime

from holdfast.binding.numbers import spoken_name
from holdfast.binding.timelines import read_days, read_stretch
from holdfast.config import Config
from holdfast.engine.blanks import blanks_left
from holdfast.engine.check import Examination, Progress, examine
from holdfast.engine.chronicle import Chronicle
from holdfast.engine.lifecycle import burn_up, recent
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.taskevidence import TaskEvidence
from holdfast.engine.told import Scope
from holdfast.markdown.plain import key
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.progress import Item, Phase, Story
from holdfast.model.role import SETTLED, Role
from holdfast.model.severity import Severity
from holdfast.model.state import DocumentState, Doubt, State
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.world.commits import moment
from holdfast.world.files import Problem, read
from holdfast.world.ledger.place import ledger_path

_OPEN_IN_RECORDS = frozenset({Role.RESEARCH, Role.DRAFT})


def status(
    start: str,
    paths: Sequence[str] = (),
    *,
    today: date | None = None,
    config: str | None = None,
    history: bool = False,
    use_cache: bool = True,
    progress: Progress | None = None,
) -> State:
    """Return the state of the project around ``start``, or of the documents that ``paths`` name, these at length.

    ``history`` adds how many tasks there were at every moment. Raises :class:`~holdfast.errors.UsageError` for a
    configuration or a path that cannot be followed.
    """
    scope = Scope(documents=True)
    found = examine(start, paths, config=config, use_cache=use_cache, progress=progress, scope=scope)
    named = frozenset(headings_of_questions(found.plan))
    chronicle = Chronicle(found.plan.tree.root, named=named, use_cache=use_cache)
    try:
        return Reader(found, chronicle, today or day_of(None), narrowed=bool(paths)).state(history=history)
    finally:
        chronicle.close()


def day_of(seconds: int | None) -> date:
    """Return the day of a moment, in UTC; that of today is taken from ``SOURCE_DATE_EPOCH`` where that is set."""
    if seconds is None:
        said = os.environ.get("SOURCE_DATE_EPOCH", "")
        seconds = moment(said) if said.isdecimal() and said.isascii() else None
    return datetime.fromtimestamp(seconds, UTC).date() if seconds is not None else datetime.now(UTC).date()


def headings_of_questions(plan: Plan) -> set[str]:
    """Return the keys of the headings under which the project's own templates ask for questions, aliases included."""
    found = set()
    for one in plan.sets:
        for template in one.templates:
            for section in template.schema.walk():
                if {"question", "questions"} & set(key(section.title).split()):
                    found |= {key(section.title), *map(key, section.aliases)}
    return found


class Reader:
    """One look at a project."""

    def __init__(self, found: Examination, chronicle: Chronicle, today: date, *, narrowed: bool) -> None:
        self.found = found
        self.plan: Plan = found.plan
        self.config: Config = found.config
        self.chronicle = chronicle
        self.today = today
        self.narrowed = narrowed
        self.sets = {path: one for one in found.plan.sets for path in one.documents}
        self.asked = [one.path for one in found.result.documents]
        self.verdicts: dict[str, list[Verdict]] = {}
        for verdict in found.result.verdicts:
            self.verdicts.setdefault(verdict.path, []).append(verdict)
        self.inputs: list[str] = []

    def state(self, *, history: bool) -> State:
        items = {path: self._items(path) for path in self.asked}
        wanted = {path: found for path, found in items.items() if any(self._is_followed(path, one) for one in found)}
        stories = self.chronicle.stories(wanted)
        claims = self._claims()
        evidence = TaskEvidence(self.plan.tree, commits=not (self.chronicle.reason or self.chronicle.shallow))
        documents = []
        for path in self.asked:
            told = stories.get(path) or [Story(item) for item in items[path]]
            documents.append(self._document(path, told, claims.get(path, (Counter(), ())), evidence))
        root = self.plan.tree.root
        return State(
            root=root,
            name=os.path.basename(root),
            today=self.today,
            documents=tuple(documents),
            narrowed=self.narrowed,
            counts=self.found.result.tally(),
            recent=tuple(recent(self.chronicle, self.plan, self.found.entries, set(self.asked))),
            burns=burn_up(self.chronicle, [one.path for one in documents if one.tasks], alone=self.narrowed)
            if history
            else {},
            unknown=self._unknown(),
            inputs=(*self.found.result.inputs, *self.inputs),
        )

    def _unknown(self) -> str:
        if self.chronicle.reason:
            return self.chronicle.reason
        return "this is a shallow clone: ages are at least what is shown" if self.chronicle.shallow else ""

    def _items(self, path: str) -> list[Item]:
        """Return the items of a document, read as its earlier texts are."""
        raw = read(self.plan.tree, path)
        return [] if isinstance(raw, Problem) else self.chronicle.today(raw, questions=self._followed(path))

    def _is_followed(self, path: str, item: Item) -> bool:
        return item.kind == "task" or self._followed(path)

    def _followed(self, path: str) -> bool:
        """Tell whether the questions of a document are still open for somebody."""
        entry, living = self.found.entries[path], self.sets[path].living
        if entry.role in SETTLED:
            return False
        return living or (entry.status is not None and entry.role in _OPEN_IN_RECORDS)

    def _document(
        self, path: str, stories: list[Story], claims: tuple[Counter[str], tuple[Doubt, ...]], evidence: TaskEvidence
    ) -> DocumentState:
        entry, one = self.found.entries[path], self.sets[path]
        tasks = tuple(story for story in stories if story.item.kind == "task")
        told = self.verdicts.get(path, [])
        made = DocumentState(
            path=path,
            type=entry.type,
            title=self._title(entry, one),
            status=entry.status,
            role=entry.role,
            living=one.living,
            followed=self._followed(path),
            phases=tuple(self._phases(entry, tasks)),
            tasks=tasks,
            questions=tuple(story for story in stories if story.item.kind == "question"),
            missing=evidence.missing(path, tasks),
            claims=claims[0],
            doubts=claims[1],
            verdicts=tuple(one for one in told if one.outcome is not Outcome.WAIVED and one.severity > Severity.OFF),
            waived=sum(1 for one in told if one.outcome is Outcome.WAIVED),
        )
        return self.at_length(made) if self.narrowed else made

    def _title(self, entry: Entry, found: DocumentSet) -> str:
        """Return the title of a document; where the template asks for none, its file's name has to do."""
        schema = next((one.schema for one in found.templates if one.schema.name == entry.type), None)
        if entry.title and (schema is None or schema.title or schema.field("title")):
            return entry.title
        return spoken_name(entry.path)

    def at_length(self, made: DocumentState) -> DocumentState:
        """Add what only a document that was asked for is told of."""
        found = self.sets[made.path]
        raw = read(self.plan.tree, made.path)
        trail = self.chronicle.trail(made.path)
        return replace(
            made,
            stays=tuple(self.chronicle.stays(made.path, self.config.roles)),
            blanks=() if isinstance(raw, Problem) else blanks_left(raw, self.found.entries[made.path], found),
            updated=trail.steps[0].time if trail.steps else 0,
        )

    def _phases(self, entry: Entry, tasks: Sequence[Story]) -> list[Phase]:
        groups: dict[str, list[Story]] = {}
        for story in tasks:
            groups.setdefault(story.item.group, []).append(story)
        base = self._base(entry) if groups else None
        phases = []
        for title, listed in groups.items():
            words, days = read_days(title, base)
            phases.append(Phase(title, sum(1 for one in listed if one.item.done), len(listed), words, days))
        return phases

    def _base(self, entry: Entry) -> tuple[date, date] | None:
        """Return what a relative timeline counts from: the day a document gives itself, else that of its first commit."""
        for mention in entry.named("date"):
            if stretch := read_stretch(mention.text):
                return stretch
        trail = self.chronicle.trail(entry.path)
        if trail.cut or not trail.steps or trail.steps[-1].before:
            return None
        day = day_of(trail.steps[-1].time)
        return day, day

    def _claims(self) -> dict[str, tuple[Counter[str], tuple[Doubt, ...]]]:
        """Return what the ledger says of each document's examples; nothing where there is no ledger."""
        root = self.plan.tree.root
        self.inputs.append(ledger_path(root))
        if not os.path.exists(ledger_path(root)):
            return {}
        from holdfast.engine.claims import find_claims
        from holdfast.engine.freshness import Files
        from holdfast.engine.staleness import why_stale
        from holdfast.model.example import Level
        from holdfast.world.ledger.glance import fault_of, glance

        known, files = glance(root), Files(root)
        counts: dict[str, Counter[str]] = {}
        doubts: dict[str, list[Doubt]] = {}
        asked = set(self.asked)
        for claim in find_claims(self.plan, self.config, lambda path: path in asked):
            if claim.asked <= Level.LISTED:
                continue
            one = known.get(claim.id)
            why = why_stale(claim, one, files) if one else ""
            outcome = "untried" if one is None else Outcome.STALE.value if why else one.outcome
            counts.setdefault(claim.document, Counter())[outcome] += 1
            if outcome in (Outcome.BROKEN, Outcome.STALE):
                said = why or fault_of(root, claim.id)
                doubt = Doubt(claim.position.line, claim.name or claim.kind, Outcome(outcome), said)
                doubts.setdefault(claim.document, []).append(doubt)
        self.inputs += files.asked
        return {path: (count, tuple(doubts.get(path, ()))) for path, count in counts.items()}
