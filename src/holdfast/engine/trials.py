"""Claims tried: what evidence answers is not tried again, the rest goes to its verifier, group by group."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from holdfast.engine.freshness import EDITED, Files, counts, what_changed
from holdfast.errors import HoldfastError, UsageError
from holdfast.model.claim import Claim
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Toolchain, Trial
from holdfast.records import replace
from holdfast.verifiers import Verifier, runs_something, verifier_of
from holdfast.world.bench import Bench
from holdfast.world.ledger.ledger import Ledger
from holdfast.world.machine import here

_OUTPUT = 4000
"""So many characters of what a claim printed are kept."""
_DETAIL = 200
"""So many lines of what is shown below a message are kept."""


class Watcher(Protocol):
    """Somebody who watches a run."""

    def planned(self, total: int, known: int) -> None:
        """Be told how many claims there are, and how many of them evidence answers."""

    def begins(self, claim: Claim) -> None:
        """Be told that a claim is being tried."""

    def answered(self, claim: Claim, trial: Trial) -> None:
        """Be told what came of it."""


class ClaimTrial(NamedTuple):
    """What is known of a claim."""

    claim: Claim
    trial: Trial
    known: bool
    """Whether evidence of an earlier run answers."""


@dataclass(slots=True)
class Workshop:
    """All that trying the claims of one project needs."""

    bench: Bench
    ledger: Ledger
    commit: str = ""
    watch: Watcher | None = None
    files: Files = field(init=False)
    toolchains: dict[tuple[str, str], Toolchain] = field(default_factory=dict)
    """By kind and group."""
    unkept: str = ""
    """Why evidence could not be kept; empty where all of it was."""

    def __post_init__(self) -> None:
        self.files = Files(self.bench.root)

    def answers(self, claims: Sequence[Claim], *, again: bool = False, tries: bool = True) -> Iterator[ClaimTrial]:
        """Yield an answer for each claim, as soon as it is known; ``again`` tries also what evidence answers.

        Without ``tries`` what evidence does not answer has no answer.
        """
        asked = [one for one in claims if one.asked > Level.LISTED]
        known = {} if again else self._known(asked)
        if self.watch:
            self.watch.planned(len(asked), len(known))
        groups: dict[tuple[str, str], list[Claim]] = {}
        for claim in asked:
            if claim.id in known:
                yield ClaimTrial(claim, known[claim.id].trial, known=True)
            else:
                groups.setdefault((claim.kind, claim.of.group), []).append(claim)
        # What runs nothing is answered first: nobody should wait for it.
        for group in sorted(groups.values(), key=_weight) if tries else ():
            yield from self._try(verifier_of(group[0].kind), group)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Absolute paths of the files and programs that the answers of this run rest on."""
        tools = [path for found in self.toolchains.values() for path in found.rests_on if path]
        return (*self.files.asked, *tools)

    def recalled(self, claims: Sequence[Claim]) -> dict[str, ClaimTrial]:
        """Return what evidence says of claims, by claim; what rests on files that changed since is stale. Nothing is tried."""
        kept = self.ledger.latest("claim", (one.id for one in claims))
        found = {}
        for claim in claims:
            one = kept.get(claim.id)
            if one is not None and claim.asked > Level.LISTED:
                found[claim.id] = ClaimTrial(claim, self._aged(claim, one), known=True)
        return found

    def _aged(self, claim: Claim, one: Evidence) -> Trial:
        """Return a trial as it counts today."""
        changed = self.files.changed(one.files)
        if one.inputs == claim.inputs and not changed:
            return one.trial
        what = what_changed(changed) or EDITED
        return Trial(Outcome.STALE, one.trial.level, found=what, remedy="holdfast verify")

    def _known(self, claims: Sequence[Claim]) -> dict[str, Evidence]:
        """Return the evidence that answers, by claim."""
        newest = self.ledger.latest("inputs", (one.inputs for one in claims))
        found, revived = {}, []
        for claim in claims:
            one = newest.get(claim.inputs)
            if one is not None and self._counts(claim, one):
                found[claim.id] = one
            elif one is not None:
                # Whoever goes back to an earlier state of the files, as to another branch, is answered by what was found there.
                before = next((each for each in self.ledger.earlier(claim.inputs) if self._counts(claim, each)), None)
                if before is not None:
                    found[claim.id] = before
                    revived.append(replace(before, claim=claim.id, document=claim.document))
        self._keep(revived)
        return found

    def _counts(self, claim: Claim, one: Evidence) -> bool:
        """Tell whether evidence answers a claim as it is asked today."""
        verifier = verifier_of(claim.kind)
        return (
            (one.trial.outcome is not Outcome.UNPROVEN or one.trial.settled)
            and counts(one, self._tools(verifier, claim), self._level(claim), self.files)
            and (verifier.fresh is None or verifier.fresh(one, self.bench))
        )

    def _level(self, claim: Claim) -> str:
        """Return the level of the sandbox that a claim is tried in; empty where nothing of it runs."""
        return self.bench.level if runs_something(claim) and claim.asked > Level.PARSED else ""

    def _tools(self, verifier: Verifier, claim: Claim) -> tuple[tuple[str, str], ...]:
        """Return what a claim's answer rests on besides files; nothing where it is only parsed."""
        return self._toolchain(verifier, claim).versions if claim.asked > Level.PARSED else ()

    def _toolchain(self, verifier: Verifier, claim: Claim) -> Toolchain:
        """Return what there is to try a group with, asked once."""
        name = (claim.kind, claim.of.group)
        if name not in self.toolchains:
            whole = Toolchain((), Level.COMPARED)
            self.toolchains[name] = verifier.toolchain(claim, self.bench) if verifier.toolchain else whole
        return self.toolchains[name]

    def _try(self, verifier: Verifier, claims: list[Claim]) -> Iterator[ClaimTrial]:
        """Try claims of one group and keep what came of it."""
        waiting: list[Evidence] = []
        since = time.monotonic()
        try:
            for claim, trial in self._all_of(verifier, claims):
                if self.watch:
                    self.watch.answered(claim, trial)
                waiting.append(self._evidence(verifier, claim, trial))
                if time.monotonic() - since > 1:
                    self._keep(waiting)
                    waiting, since = [], time.monotonic()
                yield ClaimTrial(claim, trial, known=False)
        finally:
            # An interrupted run keeps what was proven.
            self._keep(waiting)

    def _keep(self, found: list[Evidence]) -> None:
        """Put evidence into the ledger; where that fails the answers stand all the same, and the reason is kept."""
        try:
            self.ledger.append(found)
        except UsageError as error:
            self.unkept = str(error)

    def _all_of(self, verifier: Verifier, claims: list[Claim]) -> Iterator[tuple[Claim, Trial]]:
        """Yield a trial for every claim, also where a verifier fails or forgets one: our bug, and never silent."""
        left = {claim.id: claim for claim in claims}
        said = "its verifier gave no answer; this is our bug"
        try:
            bench = self.bench
            if any(claim.asked > Level.PARSED for claim in claims):
                bench = replace(bench, toolchain=self._toolchain(verifier, claims[0]))
            if self.watch:
                bench = replace(bench, begin=self.watch.begins)
            for claim, trial in verifier.attempt(claims, bench):
                left.pop(claim.id, None)
                yield claim, trial
        except HoldfastError as error:
            said = error.found
        except Exception as error:  # What one verifier does wrong must not take the others along.
            said = f"its verifier failed, which is our bug: {type(error).__name__}: {error}"
        for claim in left.values():
            remedy = "please report it; the other answers stand"
            yield claim, Trial(Outcome.UNPROVEN, Level.TYPED, found=said, remedy=remedy)

    def _evidence(self, verifier: Verifier, claim: Claim, trial: Trial) -> Evidence:
        """Return what is kept of a trial."""
        return Evidence(
            claim=claim.id,
            document=claim.document,
            inputs=claim.inputs,
            trial=replace(trial, output=trial.output[-_OUTPUT:], detail=trial.detail[:_DETAIL]),
            asked=claim.asked,
            kind=claim.kind,
            files=self.files.digests(trial.reads),
            toolchain=self._tools(verifier, claim),
            sandbox=self._level(claim),
            machine=str(here()),
            commit=self.commit,
            moment=int(time.time()),
        )


def _weight(claims: list[Claim]) -> Level:
    """Return how far the claims of a group go at most; those that only have to parse run nothing."""
    return max(one.asked for one in claims)
