"""What a run tells of all that it found: what is new to the baseline, to a revision, or touched by a change."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from holdfast.binding.identity import Identity
from holdfast.config import Config
from holdfast.engine.baseline import Baseline
from holdfast.engine.plan import Plan
from holdfast.engine.selection import Selection
from holdfast.engine.since import Check, Touch, compare, identified, is_new, standing_at
from holdfast.model.entry import Entry
from holdfast.model.outcome import Outcome
from holdfast.model.result import Remembered, Result
from holdfast.model.verdict import Verdict
from holdfast.plural import counted
from holdfast.records import replace


class Scope(NamedTuple):
    """What a person asks to be told; by default everything."""

    select: Sequence[str] = ()
    """Slugs and patterns of the rules to tell of; empty for all."""
    ignore: Sequence[str] = ()
    changed_since: str = ""
    """Tell only what a change since this revision may have altered."""
    new_since: str = ""
    """Tell only what did not stand at this revision, or was milder."""
    apart: bool = False
    """Tell of each document what most documents lack, and not once for all of them."""
    documents: bool = False
    """Pass over named files that are no documents, as a tool names whatever has changed."""

    @property
    def compares(self) -> bool:
        """Whether findings are compared one by one."""
        return bool(self.apart or self.changed_since or self.new_since)


EVERYTHING = Scope()


def tell(result: Result, entries: Mapping[str, Entry], plan: Plan, config: Config, scope: Scope, run: "Run") -> Result:
    """Mark what the baseline knows, and keep what the scope asks for; all of it is found out already.

    Raises :class:`~holdfast.errors.UsageError` for a revision that cannot be compared with.
    """
    if not (plan.baseline or scope.new_since or scope.changed_since):
        return result
    ids = identified(result, plan.tree.unsaved) if plan.baseline or scope.new_since else []
    kept = [True] * len(result.verdicts)
    phrases = list(result.narrowed)
    documents = result.documents
    if scope.changed_since:
        changed = compare(result.root, scope.changed_since, "--changed-since")
        touch = Touch(changed, result.root, config, plan.baseline.path if plan.baseline else "")
        kept = [touch.reaches(one, entries.get(one.path)) for one in result.verdicts]
        told = {one.path for one, keep in zip(result.verdicts, kept, strict=True) if keep}
        documents = tuple(one for one in documents if one.path in touch.touched or one.path in told)
        phrases.append(
            f"what changed since {scope.changed_since}: {len(documents)} of {counted(len(result.documents), 'document')}"
        )
    if scope.new_since:
        changed = compare(result.root, scope.new_since, "--new-since")
        before = standing_at(run.start, result.root, changed, run.check, run.asked)
        new = [is_new(several, one, before) for several, one in zip(ids, result.verdicts, strict=True)]
        kept = [keep and fresh for keep, fresh in zip(kept, new, strict=True)]
        phrases.append(f"what is new since {scope.new_since}: {sum(new)} of {len(new)} findings")
    verdicts, remembered = result.verdicts, None
    if plan.baseline:
        verdicts, remembered = _remembered(plan.baseline, result, ids, run, whole=not plan.timeline.reason)
    verdicts = tuple(one for one, keep in zip(verdicts, kept, strict=True) if keep)
    if remembered:
        remembered = remembered._replace(known=sum(1 for one in verdicts if one.known))
    return replace(result, verdicts=verdicts, documents=documents, baseline=remembered, narrowed=tuple(phrases))


class Run(NamedTuple):
    """What a run was asked, as far as comparing needs it."""

    start: str
    asked: str
    """Names everything that decides what a check of a revision says."""
    check: Check
    """Checks another folder in the same way."""
    selection: Selection
    chosen: tuple[str, ...] = ()
    """Paths that the run was narrowed to, relative to the root."""

    def looked_at(self, path: str, slug: str) -> bool:
        """Tell whether the run would have told of a fault."""
        return self.selection.tells(slug) and (not self.chosen or within(path, self.chosen))


def _remembered(
    baseline: Baseline, result: Result, ids: list[tuple[Identity, ...]], run: Run, *, whole: bool
) -> tuple[tuple[Verdict, ...], Remembered]:
    """Mark the verdicts that a baseline holds, and count what it holds in vain; not where history is short."""
    pairs = list(zip(ids, result.verdicts, strict=True))
    verdicts = tuple(
        replace(one, known=True) if one.outcome is Outcome.BROKEN and all(map(baseline.knows, several)) else one
        for several, one in pairs
    )
    gone = vanished(baseline, pairs, run) if whole else {}
    return verdicts, Remembered(baseline.path, 0, sum(gone.values()))


def vanished(
    baseline: Baseline, pairs: Sequence[tuple[tuple[Identity, ...], Verdict]], run: Run
) -> dict[Identity, int]:
    """Return what a baseline holds and a run did not find, where it looked and could find it out."""
    open_ = {one.path for _, one in pairs if one.outcome is Outcome.UNPROVEN}
    present = [id for several, one in pairs if one.outcome is Outcome.BROKEN for id in several]
    return {
        id: count
        for id, count in baseline.gone(present).items()
        if id.path not in open_ and run.looked_at(id.path, id.slug)
    }


def within(path: str, chosen: tuple[str, ...]) -> bool:
    """Tell whether a path is one of the chosen or lies in one of them."""
    return any(path == one or path.startswith(one + "/") for one in chosen)
