"""The application: routes, and the ASGI callable that answers with them."""

import sys
import traceback
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cached_property
from typing import Any, TypeVar, get_type_hints

from fairlead.arguments import name_of
from fairlead.asgi import Receive, Scope, Send
from fairlead.calls import Call, Turn
from fairlead.encoding import to_json
from fairlead.messages import JSON, Problem, Request, Response
from fairlead.openapi import Route, document
from fairlead.routing import Router, variables

Handler = TypeVar("Handler", bound=Callable[..., Any])
Lifespan = Callable[["App"], AbstractAsyncContextManager[Mapping[str, Any] | None]]


class App:
    """A web application, and an ASGI 3 application.

    ``lifespan`` is entered before the first request and left after the last; what it yields is the ``state`` of every
    request. ``on_problem`` writes problems in another form, for clients that know one. ``most_body`` is the longest
    body that is read, in bytes. ``openapi`` is where the application describes itself; empty for nowhere.
    """

    def __init__(
        self,
        title: str,
        version: str = "0",
        *,
        lifespan: Lifespan | None = None,
        on_problem: Callable[[Problem], Response] = Problem.response,
        most_body: int = 1 << 20,
        openapi: str = "/openapi.json",
    ) -> None:
        self.title, self.version = title, version
        self.routes: list[Route] = []
        self._router: Router[Route] = Router()
        self._lifespan, self._on_problem, self._most = lifespan or _nothing, on_problem, most_body
        if openapi:
            self._router.add("GET", openapi, Route("GET", openapi, Call(self._description), 200))

    def route(self, method: str, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer a method of a path; its status is 200, or 204 where it is said to return ``None``.

        Raises:
            TypeError: An argument cannot be read from a request.
            ValueError: The path is no path, is answered already, or has a variable that the function does not take.
        """

        def added(handler: Handler) -> Handler:
            named = variables(path)
            call = Call(handler, named)
            if untaken := named - {one.called for one in call.everything()}:
                raise ValueError(f"{name_of(handler)} does not take {', '.join(sorted(untaken))} of {path}")
            silent = get_type_hints(handler).get("return", ...) is type(None)
            made = Route(method, path, call, status or (204 if silent else 200))
            self._router.add(method, path, made)
            self.routes.append(made)
            return handler

        return added

    def get(self, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer ``GET``."""
        return self.route("GET", path, status)

    def post(self, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer ``POST``."""
        return self.route("POST", path, status)

    def put(self, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer ``PUT``."""
        return self.route("PUT", path, status)

    def patch(self, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer ``PATCH``."""
        return self.route("PATCH", path, status)

    def delete(self, path: str, status: int = 0) -> Callable[[Handler], Handler]:
        """Let a function answer ``DELETE``."""
        return self.route("DELETE", path, status)

    @cached_property
    def description(self) -> dict[str, Any]:
        """The OpenAPI 3.1 document, made when it is first asked for."""
        return document(self.title, self.version, self.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one connection, as ASGI 3 has it.

        Raises:
            NotImplementedError: It is neither HTTP nor the lifespan, such as a WebSocket.
        """
        if scope["type"] == "lifespan":
            await self._live(scope, receive, send)
        elif scope["type"] == "http":
            response = await self._respond(Request(scope, receive, self._most))
            await send({"type": "http.response.start", "status": response.status, "headers": response.lines()})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else response.body})
        else:
            raise NotImplementedError(f"{scope['type']} connections are not answered")

    async def _respond(self, request: Request) -> Response:
        """Return the response to a request, whatever happens; what nobody foresaw is a 500 that tells nothing."""
        try:
            return await self._answer(request)
        except Problem as problem:
            return self._on_problem(problem)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            return self._on_problem(Problem(500, "something went wrong here"))

    async def _answer(self, request: Request) -> Response:
        route, request.variables, allowed = self._router.find(request.method, request.path)
        if route is None:
            if not allowed:
                raise Problem(404, f"nothing is at {request.path}")
            allow = {"allow": ", ".join(sorted({*allowed, "OPTIONS"}))}
            if request.method == "OPTIONS":
                return Response(status=204, headers=allow)
            raise Problem(405, f"{request.path} does not answer {request.method}", allow)
        async with Turn(request) as turn:
            value = await route.call.make(turn)
        if isinstance(value, Response):
            return value
        return Response(b"", 204) if route.status == 204 else Response(to_json(value), route.status, JSON)

    async def _description(self) -> dict[str, Any]:
        return self.description

    async def _live(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Enter the lifespan when the server starts, and leave it when the server stops."""
        await receive()
        stage = "startup"
        try:
            async with self._lifespan(self) as state:
                scope.get("state", {}).update(state or {})
                await send({"type": "lifespan.startup.complete"})
                await receive()
                stage = "shutdown"
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            await send({"type": f"lifespan.{stage}.failed", "message": str(error)})
        else:
            await send({"type": "lifespan.shutdown.complete"})


@asynccontextmanager
async def _nothing(app: App) -> AsyncGenerator[None]:
    yield
