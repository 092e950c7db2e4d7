"""Claims tried: what evidence answers is not run again, the rest is parsed, checked and run, level by level."""

import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, Protocol

from holdfast.engine.claims import Claim
from holdfast.engine.freshness import EDITED, Files, counts, what_changed
from holdfast.engine.parsing import parsed, unproven
from holdfast.errors import HoldfastError, Refused, UsageError
from holdfast.languages import Bench, Unit, Verifier
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Toolchain, Trial
from holdfast.world.ledger.ledger import Ledger

_OUTPUT = 4000
"""So many characters of what an example printed are kept."""


class Watcher(Protocol):
    """Somebody who watches a run."""

    def planned(self, total: int, known: int) -> None:
        """Be told how many claims there are, and how many of them evidence answers."""

    def begins(self, claim: Claim) -> None:
        """Be told that a claim is being tried."""

    def answered(self, claim: Claim, trial: Trial) -> None:
        """Be told what came of it."""


class Answer(NamedTuple):
    """What is known of a claim."""

    claim: Claim
    trial: Trial
    known: bool
    """Whether evidence of an earlier run answers."""


@dataclass(slots=True)
class Workshop:
    """All that trying the claims of one project needs."""

    root: str
    bench: Bench | None
    """``None`` where there is no sandbox: then only parsing is tried."""
    refused: Refused
    """Why there is none."""
    ledger: Ledger
    commit: str = ""
    watch: Watcher | None = None
    files: Files = field(init=False)
    toolchains: dict[str, Toolchain] = field(default_factory=dict)
    unkept: str = ""
    """Why evidence could not be kept; empty where all of it was."""

    def __post_init__(self) -> None:
        self.files = Files(self.root)

    def answers(self, claims: Sequence[Claim], *, again: bool = False) -> Iterator[Answer]:
        """Yield an answer for each claim, as soon as it is known; ``again`` tries also what evidence answers."""
        asked = [one for one in claims if one.example.asked > Level.LISTED]
        known = {} if again else self._known(asked)
        if self.watch:
            self.watch.planned(len(asked), len(known))
        for claim in asked:
            if claim.id in known:
                yield Answer(claim, known[claim.id].trial, known=True)
        # What runs nothing is answered first: nobody should wait for it.
        for verifier in sorted(
            dict.fromkeys(one.verifier for one in asked if one.verifier), key=lambda one: bool(one.run)
        ):
            left = [one for one in asked if one.verifier is verifier and one.id not in known]
            if left:
                yield from self._try(verifier, left)

    @property
    def rests_on(self) -> tuple[str, ...]:
        """Absolute paths of the files and programs that the answers of this run rest on."""
        tools = [path for found in self.toolchains.values() for path in found.rests_on if path]
        return (*self.files.asked, *tools)

    def recalled(self, claims: Sequence[Claim]) -> dict[str, Answer]:
        """Return what evidence says of claims, by claim; what rests on files that changed since is stale. Nothing is tried."""
        kept = self.ledger.latest("claim", (one.id for one in claims))
        found = {}
        for claim in claims:
            one = kept.get(claim.id)
            if one is not None and claim.example.asked > Level.LISTED:
                found[claim.id] = Answer(claim, self._aged(claim, one), known=True)
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
        kept = self.ledger.latest("inputs", (one.inputs for one in claims))
        found = {}
        for claim in claims:
            one = kept.get(claim.inputs)
            if one is None or one.trial.outcome is Outcome.UNPROVEN or claim.verifier is None:
                continue
            needs = claim.example.asked > Level.PARSED
            tools = self._toolchain(claim.verifier).versions if needs else ()
            if counts(one, tools, self._level if needs else "", self.files):
                found[claim.id] = one
        return found

    @property
    def _level(self) -> str:
        return self.bench.level if self.bench else ""

    def _toolchain(self, verifier: Verifier) -> Toolchain:
        """Return what there is to try a language with, asked once."""
        if verifier.language not in self.toolchains:
            if self.bench is None or verifier.toolchain is None:
                found = Toolchain((), Level.PARSED, self.refused.found, self.refused.remedy)
            else:
                found = verifier.toolchain(self.bench)
            self.toolchains[verifier.language] = found
        return self.toolchains[verifier.language]

    def _try(self, verifier: Verifier, claims: list[Claim]) -> Iterator[Answer]:
        """Try claims of one language and keep what came of it."""
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
                yield Answer(claim, trial, known=False)
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
            for claim, trial in self._levels(verifier, claims):
                left.pop(claim.id, None)
                yield claim, trial
        except HoldfastError as error:
            said = error.found
        except Exception as error:  # What one language's verifier does wrong must not take the others along.
            said = f"its verifier failed, which is our bug: {type(error).__name__}: {error}"
        for claim in left.values():
            yield claim, unproven(Level.TYPED, said, "please report it; the other answers stand")

    def _levels(self, verifier: Verifier, claims: list[Claim]) -> Iterator[tuple[Claim, Trial]]:
        """Yield the final trial of each claim: the level at which it breaks, or the highest that holds."""
        standing: list[Claim] = []
        broken: set[tuple[str, int]] = set()
        for claim in claims:
            guessing = verifier.guesses and claim.example.asked > Level.PARSED
            trial = Trial(Outcome.HOLDS, Level.PARSED) if guessing else parsed(verifier, claim)
            if trial.outcome is Outcome.BROKEN:
                broken.add((claim.example.document, claim.example.ordinal))
            if trial.outcome is not Outcome.HOLDS or claim.example.asked is Level.PARSED:
                yield claim, trial
            else:
                standing.append(claim)
        if not standing:
            return
        tools = self._toolchain(verifier)
        by_unit = {id(claim.unit): claim for claim in standing}
        for claim in standing:
            blocked = next((one for one in claim.unit.before if (one.document, one.ordinal) in broken), None)
            if blocked:
                yield (
                    claim,
                    unproven(
                        Level.TYPED,
                        f"it rests on the example on line {blocked.position.line}, which does not parse",
                        "mend that one first",
                    ),
                )
                del by_unit[id(claim.unit)]
        if tools.highest < Level.TYPED or self.bench is None:
            for claim in by_unit.values():
                yield (
                    claim,
                    unproven(Level.TYPED, tools.missing or self.refused.found, tools.remedy or self.refused.remedy),
                )
            return
        yield from self._tried(verifier, tools, by_unit, self.bench)

    def _tried(
        self, verifier: Verifier, tools: Toolchain, by_unit: dict[int, Claim], bench: Bench
    ) -> Iterator[tuple[Claim, Trial]]:
        """Yield trials of claims that parse: types first, then runs of those that are asked to run."""
        begin = self.watch.begins if self.watch else None
        bench = replace(bench, begin=lambda unit: begin(by_unit[id(unit)]) if begin and id(unit) in by_unit else None)
        checked: dict[int, Trial] = {}
        running: list[Unit] = []
        if verifier.check:
            for unit, trial in verifier.check([one.unit for one in by_unit.values()], bench):
                claim = by_unit[id(unit)]
                if trial.outcome is Outcome.HOLDS and claim.example.asked > Level.TYPED and verifier.run:
                    checked[id(unit)] = trial
                    running.append(unit)
                else:
                    yield claim, trial
        else:
            running = [one.unit for one in by_unit.values()]
        if running and tools.highest < Level.RAN:
            for unit in running:
                yield by_unit[id(unit)], unproven(Level.RAN, tools.missing, tools.remedy)
        elif running and verifier.run:
            for unit, trial in verifier.run(running, bench):
                before = checked.get(id(unit))
                yield by_unit[id(unit)], _together(before, trial) if before else trial

    def _evidence(self, verifier: Verifier, claim: Claim, trial: Trial) -> Evidence:
        """Return what is kept of a trial."""
        went = trial.level > Level.PARSED or claim.example.asked > Level.PARSED
        return Evidence(
            claim=claim.id,
            document=claim.example.document,
            inputs=claim.inputs,
            trial=replace(trial, output=trial.output[-_OUTPUT:]),
            asked=claim.example.asked,
            files=self.files.digests(trial.reads),
            toolchain=self._toolchain(verifier).versions if went else (),
            sandbox=self._level if went else "",
            machine=machine(),
            commit=self.commit,
            moment=int(time.time()),
        )


def machine() -> str:
    """Return what kind of machine this is, as far as it matters to a verdict."""
    return f"{platform.system()} {platform.machine()} {os.cpu_count()} cores"


def _together(checked: Trial, ran: Trial) -> Trial:
    """Join what the checker and the run rest on."""
    return replace(ran, reads=ran.reads | checked.reads, seconds=ran.seconds + checked.seconds)
