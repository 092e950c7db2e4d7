"""``review``: what a change means to the design: what governs it, what it broke, made stale, loosened and says anew.

Nothing is found out here that another command does not find out: ``check`` under the policy of the revision, ``for``,
``diff`` and the ledger are asked about one change.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.identity import Identity
from holdfast.engine.check import Examination, examine
from holdfast.engine.claims import find_claims
from holdfast.engine.difference import compare_revisions
from holdfast.engine.freshness import EDITED, Files, what_changed
from holdfast.engine.governs import Governed, governed
from holdfast.engine.session import Session
from holdfast.engine.since import Standing, compare, identified, is_new, standing_at
from holdfast.engine.targets import changed_targets
from holdfast.engine.told import Scope, tell
from holdfast.model.contrast import Comparison
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.trial import WHOLE
from holdfast.model.verdict import Verdict
from holdfast.records import replace
from holdfast.world.changes import ChangedFiles
from holdfast.world.git import GitError, commit_id
from holdfast.world.ledger.glance import glance
from holdfast.world.root import project_root

_LOOSENED = "policy-loosened"


class AgedExample(NamedTuple):
    """One example whose evidence the change made stale."""

    path: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class Review:
    """What a change means to the design of a project."""

    revision: str
    """As it was asked for."""
    commit: str
    """The last commit that the revision and today have in common."""
    behind: bool
    """Whether the revision has commits that today does not: what they did looks as if the change took it back."""
    result: Result
    """What ``check`` says under the revision's policy and did not say before the change."""
    broken: tuple[Verdict, ...]
    """Errors and warnings, the gravest first."""
    notes: tuple[Verdict, ...]
    """What breaks nothing, and is counted by itself as everywhere."""
    unproven: tuple[Verdict, ...]
    loosened: tuple[Verdict, ...]
    mended: int
    """Findings above a note that stood before, in files that are still there."""
    stale: tuple[AgedExample, ...]
    evidence: bool
    """Whether any evidence is kept here; without it nobody knows what went stale."""
    governed: Governed
    comparison: Comparison

    @property
    def root(self) -> str:
        """The absolute path of the project."""
        return self.result.root


def review(
    start: str,
    revision: str,
    *,
    config: str | None = None,
    use_cache: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> Review:
    """Review what the files of the project around ``start`` have that a revision has not.

    Raises :class:`~holdfast.errors.UsageError` for a revision that cannot be compared with, and as ``check`` does.
    """
    compare(project_root(start), revision, "review")
    scope = Scope(new_since=revision)
    found = examine(start, config=config, policy_from=revision, use_cache=use_cache, progress=progress, scope=scope)
    changed = compare(found.result.root, revision, "review")
    before = standing_at(found.run.start, found.result.root, changed, found.run.check, found.run.asked)
    told = tell(found.result, found.entries, found.plan, found.config, Scope(), found.run)
    ids = identified(found.result)
    new = [one for several, one in zip(ids, told.verdicts, strict=True) if is_new(several, one, before)]
    fresh = sorted((one for one in new if not one.known), key=_gravity)
    broken = [one for one in fresh if one.outcome is Outcome.BROKEN and one.slug != _LOOSENED]
    session = Session(start, config=config, use_cache=use_cache)
    stale, evidence = _aged(session, changed)
    return Review(
        revision=revision,
        commit=changed.commit,
        behind=_commit(found.result.root, revision) != changed.commit,
        result=replace(told, verdicts=tuple(fresh)),
        broken=tuple(one for one in broken if one.severity > Severity.NOTE),
        notes=tuple(one for one in broken if one.severity <= Severity.NOTE),
        unproven=tuple(one for one in fresh if one.outcome is Outcome.UNPROVEN),
        loosened=tuple(one for one in fresh if one.slug == _LOOSENED),
        mended=_mended(found, ids, before),
        stale=stale,
        evidence=evidence,
        governed=governed(session, changed_targets(session.plan, revision)),
        comparison=compare_revisions(start, changed.commit, config=config, use_cache=use_cache),
    )


def _gravity(one: Verdict) -> tuple[int, bool, str, tuple[int, int]]:
    return -one.severity, not one.sure, one.path, one.position


def _commit(root: str, revision: str) -> str:
    try:
        return commit_id(root, revision)
    except GitError:  # It was found a moment ago.
        return ""


def _mended(found: Examination, ids: list[tuple[Identity, ...]], before: Standing) -> int:
    """Count what stood before and stands no longer, where the file is still there."""
    present = {identity for several in ids for identity in several}
    return sum(
        severity >= Severity.WARNING
        and identity not in present
        and os.path.exists(os.path.join(found.result.root, identity.path))
        for identity, severity in before.items()
    )


def _aged(session: Session, changed: ChangedFiles) -> tuple[tuple[AgedExample, ...], bool]:
    """Return the claims whose evidence the change made stale, and whether there is any evidence."""
    root = session.plan.tree.root
    known = glance(root)
    documents = {one.document for one in known.values()}
    files = Files(root)
    found = []
    for claim in find_claims(session.plan, session.config, documents.__contains__, documents) if known else ():
        one = known.get(claim.id)
        if one is None or one.outcome not in (Outcome.HOLDS, Outcome.BROKEN) or claim.asked is Level.LISTED:
            continue
        if one.inputs != claim.inputs:
            why = EDITED if claim.document in changed.touched else ""
        else:
            why = what_changed([path for path in files.changed(one.files) if path in changed.touched or path == WHOLE])
        if why:
            found.append(AgedExample(claim.document, claim.position.line, why))
    return tuple(found), bool(known)
