"""Units run in sandboxes that take one after the other, several at once; one that takes its sandbox down stops no other."""

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field

from holdfast.errors import HoldfastError
from holdfast.languages import Unit
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Trial
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Session, SessionLost

_WORTH = 6
"""Units that a further sandbox has to have before it is opened: starting one costs as much as some small examples."""

Open = Callable[[], AbstractContextManager[Session]]
Attempt = Callable[[Session, Unit], Trial]


def run_all(units: Sequence[Unit], bench: Bench, opened: Open, attempt: Attempt) -> Iterator[tuple[Unit, Trial]]:
    """Yield the trial of every unit as soon as it is known; ``opened`` starts a sandbox that is ready for any of them.

    What one leaves in its sandbox the next could find there, so ``attempt`` must bring along all that it believes.
    """
    if not units:
        return
    pool = _Pool(bench, opened, attempt, deque(units))
    count = max(1, min(bench.jobs, -(-len(units) // _WORTH)))
    threads = [threading.Thread(target=pool.work, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        left = len(units)
        while left:
            unit, trial = pool.told.get()
            if isinstance(trial, BaseException):
                raise trial
            if trial is None:
                bench.begin(unit)
            else:
                left -= 1
                yield unit, trial
    finally:
        pool.close()
        for thread in threads:
            thread.join(timeout=10)


@dataclass(slots=True)
class _Pool:
    bench: Bench
    opened: Open
    attempt: Attempt
    waiting: deque[Unit]
    told: "queue.Queue[tuple[Unit, Trial | BaseException | None]]" = field(default_factory=queue.Queue)
    live: list[Session] = field(default_factory=list)

    def close(self) -> None:
        """Let nothing begin any more, and end what runs."""
        self.waiting.clear()
        for session in list(self.live):
            with suppress(HoldfastError, OSError):
                session.close()

    def work(self) -> None:
        """Take units until none is left, in one sandbox after the other."""
        unit: Unit | None = None
        try:
            while self.waiting:
                with self.opened() as session:
                    self.live.append(session)
                    while session.alive and (unit := self._next()):
                        self.told.put((unit, None))
                        self.told.put((unit, self._tried(session, unit)))
                    self.live.remove(session)
        except BaseException as error:
            blamed = unit or self._next()
            if blamed:
                self.told.put((blamed, error))

    def _next(self) -> Unit | None:
        try:
            return self.waiting.popleft()
        except IndexError:
            return None

    def _tried(self, session: Session, unit: Unit) -> Trial:
        try:
            return self.attempt(session, unit)
        except SessionLost as error:
            return Trial(Outcome.UNPROVEN, Level.RAN, found=error.found, remedy="make it smaller, or say no_run")
