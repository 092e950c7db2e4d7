"""Handlers and dependencies called with what a request brings, and everything closed behind them."""

import inspect
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from types import TracebackType
from typing import Any, Self

from fairlead.arguments import REQUIRED, Argument, Source, arguments, name_of
from fairlead.messages import Problem, Request
from fairlead.shapes import Mismatch

_IN_TEXT = frozenset({Source.PATH, Source.QUERY, Source.HEADER})


class Call:
    """A function with a plan of its arguments, made once."""

    def __init__(
        self, function: Callable[..., Any], variables: frozenset[str] = frozenset(), within: tuple[Any, ...] = ()
    ) -> None:
        if function in within:
            raise TypeError(f"{name_of(function)} depends on itself")
        self.function = function
        self.arguments = arguments(function, variables)
        self.dependencies = [
            (one.name, Call(one.on, variables, (*within, function))) for one in self.arguments if one.on is not None
        ]
        self._read = [one for one in self.arguments if one.source in _IN_TEXT]
        self._body = next((one for one in self.arguments if one.source is Source.BODY), None)
        self._request = next((one.name for one in self.arguments if one.source is Source.REQUEST), "")

    def everything(self) -> Iterator[Argument]:
        """Yield what it reads of a request, and what its dependencies read."""
        yield from self.arguments
        for _, call in self.dependencies:
            yield from call.everything()

    async def make(self, turn: "Turn") -> Any:
        """Call the function in one request.

        What it depends on comes first, so that who may not ask is told so before being told how to ask better.

        Raises:
            Problem: 400 with every fault of its own arguments, or what the function or a dependency raises.
        """
        given: dict[str, Any] = {name: await turn.dependency(call) for name, call in self.dependencies}
        faults: list[dict[str, str]] = []
        for one in self._read:
            try:
                given[one.name] = one.read(turn.request)
            except Mismatch as mismatch:
                told = {"in": one.source.value, "name": one.called}
                faults += ({**told, "detail": fault.detail} for fault in mismatch.faults)
        if self._body:
            try:
                given[self._body.name] = await self._from_body(self._body, turn.request)
            except Mismatch as mismatch:
                faults += ({"in": "body", "at": fault.pointer, "detail": fault.detail} for fault in mismatch.faults)
        if faults:
            raise Problem(400, "the request does not fit what is asked here", errors=faults)
        if self._request:
            given[self._request] = turn.request
        made = self.function(**given)
        return await made if inspect.isawaitable(made) else made

    @staticmethod
    async def _from_body(argument: Argument, request: Request) -> Any:
        if argument.default is not REQUIRED and request.headers.get("content-length", "0") == "0":
            return argument.default
        return argument.shape.from_json(await request.json())


class Turn:
    """One request being answered: which dependencies were made for it, and what is to be closed when it is over."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._stack: AsyncExitStack | None = None
        self._made: dict[Callable[..., Any], Any] = {}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._stack is not None:
            await self._stack.__aexit__(kind, error, trace)

    async def dependency(self, call: Call) -> Any:
        """Return what a dependency gives, made when it is first asked for; what yields goes on when all is over."""
        if call.function not in self._made:
            made = await call.make(self)
            if inspect.isasyncgen(made) or inspect.isgenerator(made):
                self._stack = self._stack or AsyncExitStack()
                if inspect.isasyncgen(made):
                    made = await self._stack.enter_async_context(asynccontextmanager(lambda: made)())
                else:
                    made = self._stack.enter_context(contextmanager(lambda: made)())
            self._made[call.function] = made
        return self._made[call.function]
