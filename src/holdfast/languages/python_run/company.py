"""Runs units: plans their processes, gives them to the warden, and repeats alone what others may have disturbed."""

import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from holdfast.languages import Answers, Unit
from holdfast.languages.python_run.environment import Environment
from holdfast.languages.python_run.outcome import Judge, rests_on_failed
from holdfast.languages.python_run.plan import Step, imports_of, planned
from holdfast.languages.python_run.reads import Reads
from holdfast.languages.python_run.session import BlindError, Job, Session, WardenLostError
from holdfast.model.example import Example, Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.world.bench import Bench

_SHARED = frozenset({"failed", "died", "forged"})
"""Ends that an example must come to in a process of its own before they count."""
_UNSEEN = "this machine does not show where a process waits (/proc/PID/syscall), so that no end can be confirmed"


class Company:
    """One run of many units."""

    def __init__(self, bench: Bench, environment: Environment) -> None:
        """Take where and with what they run."""
        self.bench, self.environment = bench, environment
        self.judge = Judge(environment, bench.root)
        self.reads = Reads(bench.root, environment)
        self.mark = f"\x1e{os.urandom(8).hex()}:"
        self.ready: deque[Job] = deque()
        self.later: deque[Job] = deque()
        """Those that were under way when the zygote or the sandbox ended: each is given when nothing else runs."""
        self.given: dict[int, Job] = {}
        self.places: dict[int, tuple[Job, int]] = {}
        """From the key of a step to its job and its place in it."""
        self.begun: set[int] = set()
        self.number = 0

    def run(self, units: Sequence[Unit]) -> Answers:
        """Yield a trial for every unit; raises :class:`~holdfast.errors.Refused` where there is no sandbox."""
        self.ready.extend(Job(process) for process in planned(units))
        while self.ready or self.later:
            try:
                with Session(self.bench, self.environment, self.mark, common(self.ready)) as session:
                    yield from self._play(session)
            except WardenLostError as error:
                yield from self._lost(str(error))
            except BlindError:
                yield from self._give_up(_UNSEEN, "allow it: sysctl kernel.yama.ptrace_scope=1")

    def _play(self, session: Session) -> Answers:
        """Give jobs and take answers until nothing is left."""
        told = session.hear()
        while self.ready or self.later or self.given:
            while self.ready:
                self._give(session, self.ready.popleft())
            if not self.given:
                self._give(session, self.later.popleft())
            yield from self._take(next(told))

    def _give(self, session: Session, job: Job) -> None:
        self.number += 1
        job.keys = [len(self.places) + at for at in range(1, len(job.process.steps) + 1)]
        for at, key in enumerate(job.keys):
            self.places[key] = (job, at)
        job.failed = None
        self.given[self.number] = job
        session.give(self.number, job)

    def _take(self, told: dict[str, Any]) -> Answers:
        """Make of one thing the warden tells what it means."""
        if "begin" in told:
            job, at = self.places[told["begin"]]
            unit = job.process.steps[at].unit
            self.begun.add(told["begin"])
            if unit and not job.alone:
                self.bench.begin(unit)
        elif "end" in told:
            yield from self._ended(told)
        elif "job" in told:
            yield from self._over(self.given.pop(told["job"]))
        elif "loaded" in told:
            self.reads.preloaded(told["loaded"], told["opened"])

    def _ended(self, told: dict[str, Any]) -> Answers:
        job, at = self.places[told["key"]]
        step = job.process.steps[at]
        job.done = at + 1
        self.reads.note(job, step, told)
        trial = self.judge.trial(step.example, told, self.mark, self.bench.timeout)
        if told["end"] != "reached":
            job.failed = (step, None if self._again(job, at, told["end"]) else trial)
            if job.failed[1] is None:
                return
        if step.unit:
            yield step.unit, self.reads.added(job, step, told, trial)

    def _again(self, job: Job, at: int, end: str) -> bool:
        """Tell whether a failure may come from somebody else, so that the example is tried once more."""
        if job.alone:
            return False
        return end == "lost" or (
            end in _SHARED and any(one.space != job.process.steps[at].space for one in job.process.steps[:at])
        )

    def _over(self, job: Job) -> Answers:
        """Plan anew what a process did not come to; what rests on a failure is unproven with it."""
        if job.failed is None:
            return
        step, trial = job.failed
        rest = [one for one in job.process.steps[job.done :] if one.unit]
        if trial is None:
            if step.unit:
                self._plan([step.unit], alone=True)
            else:
                rest = self._plan_dependents(rest, step)
        else:
            for one in [one for one in rest if one.space == step.space]:
                if one.unit:
                    yield one.unit, rests_on_failed(step.example, trial)
            rest = [one for one in rest if one.space != step.space]
        self._plan([one.unit for one in rest if one.unit], alone=False)

    def _plan_dependents(self, rest: list[Step], step: Step) -> list[Step]:
        self._plan([one.unit for one in rest if one.unit and one.space == step.space], alone=True)
        return [one for one in rest if one.space != step.space]

    def _plan(self, units: Iterable[Unit], *, alone: bool) -> None:
        jobs = [Job(process, alone=alone) for process in planned(units, alone=alone)]
        (self.later if alone else self.ready).extend(jobs)

    def _lost(self, reason: str) -> Answers:
        """Plan anew after the sandbox ended: what was under way alone, the rest together."""
        given, self.given = list(self.given.values()), {}
        progress = False
        for job in given:
            under_way = [at for at, key in enumerate(job.keys) if key in self.begun and at >= job.done]
            progress = progress or bool(under_way) or job.done > 0
            rest = [one.unit for one in job.process.steps[job.done :] if one.unit]
            if under_way and job.alone:
                step = job.process.steps[under_way[0]]
                trial = self.judge.trial(step.example, _lost_step(), self.mark, self.bench.timeout)
                for unit in rest:
                    yield unit, trial if unit is step.unit else rests_on_failed(step.example, trial)
            elif under_way:
                self._plan(rest, alone=True)
            else:
                self._plan(rest, alone=job.alone)
        self.begun.clear()
        if not progress:
            yield from self._give_up(f"the sandbox ended before anything ran: {reason}", "holdfast doctor tells more")

    def _give_up(self, found: str, remedy: str) -> Answers:
        for job in (*self.given.values(), *self.ready, *self.later):
            for unit in (one.unit for one in job.process.steps[job.done :] if one.unit):
                yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
        for jobs in (self.given, self.ready, self.later):
            jobs.clear()


def common(jobs: Iterable[Job]) -> list[str]:
    """Return what the examples of two processes or more import, as ``module`` or ``module:name``, to be loaded once for all."""
    counts: Counter[str] = Counter()
    for job in jobs:
        counts.update({name for step in job.process.steps for name in imports_of(step.example)})
    return sorted(name for name, count in counts.items() if count > 1)


def _lost_step() -> dict[str, Any]:
    return {"end": "lost", "out": "", "err": ""}


def runnable(units: Sequence[Unit]) -> Iterator[tuple[Unit, Trial | None]]:
    """Yield every unit, with a trial where it cannot be run because what it rests on is not to be run."""
    for unit in units:
        held: Example | None = next((one for one in unit.before if one.highest < Level.RAN or one.fault), None)
        if held is None:
            yield unit, None
            continue
        reason = f": {held.reason}" if held.reason else ""
        found = f"it rests on the example on line {held.position.line}, which is not run{reason}"
        remedy = "make it complete in itself, or give it the same no_run"
        yield unit, Trial(Outcome.UNPROVEN, Level.RAN, found=found, remedy=remedy)
