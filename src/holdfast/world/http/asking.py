"""Many questions at once: bounded connections, host by host in turn, and answers as they come."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from typing import TypeVar

from holdfast.world.http.limits import Limits
from holdfast.world.http.turns import Turns

T = TypeVar("T")


class Again(Exception):  # noqa: N818 - It is an answer: not now.
    """A host asks to be left alone for so many seconds; ``answer`` stands where that is longer than we wait."""

    def __init__(self, seconds: float, answer: object) -> None:
        """Keep both."""
        super().__init__()
        self.seconds = seconds
        self.answer = answer


async def ask_all(
    hosts: Sequence[str], question: Callable[[int], Awaitable[T]], limits: Limits
) -> AsyncIterator[tuple[int, T]]:
    """Yield the number and the answer of each question as soon as it is there.

    ``hosts`` names the host of each. ``question`` is called with a number; it answers, or raises :class:`Again`.
    """
    turns = Turns(hosts, limits.each, limits.patience)
    running: dict[asyncio.Task[T], int] = {}
    try:
        while turns.left or running:
            pause: float | None = None
            while len(running) < limits.sockets:
                turn = turns.take(time.monotonic())
                if isinstance(turn, int):
                    running[asyncio.ensure_future(question(turn))] = turn
                    continue
                pause = turn
                break
            if not running:
                await asyncio.sleep(pause or 0.0)
                continue
            done, _ = await asyncio.wait(running, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                number = running.pop(task)
                try:
                    answer = task.result()
                except Again as again:
                    if turns.again(number, time.monotonic(), max(limits.pause, again.seconds)):
                        turns.end(number)
                        continue
                    answer = again.answer  # type: ignore[assignment]
                turns.end(number)
                yield number, answer
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def in_order_of_arrival(answers: Callable[[], AsyncIterator[T]], close: Callable[[], Awaitable[None]]) -> Iterator[T]:
    """Run an asynchronous generator to its end and yield what it does, from code that knows nothing of event loops."""
    with asyncio.Runner() as runner:
        stream = answers()
        try:
            while True:
                try:
                    answer = runner.run(_next(stream))
                except StopAsyncIteration:
                    return
                yield answer
        finally:
            runner.run(_end(stream, close))


async def _next(stream: AsyncIterator[T]) -> T:
    # StopAsyncIteration may leave a coroutine, StopIteration may not.
    return await anext(stream)


async def _end(stream: AsyncIterator[T], close: Callable[[], Awaitable[None]]) -> None:
    await stream.aclose()  # type: ignore[attr-defined]
    await close()
