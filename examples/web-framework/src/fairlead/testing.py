"""A client that calls an application in the same process: for tests, and for a look at it."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote

from fairlead.asgi import Application, Message, Scope
from fairlead.encoding import to_json
from fairlead.server import living


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Return the decoded body."""
        return json.loads(self.body)


class Client:
    """Asks an application, inside of its lifespan: ``with Client(app) as client: client.get("/")``."""

    def __init__(self, app: Application) -> None:
        self._app = app
        self._runner = asyncio.Runner()
        self._state: dict[str, Any] = {}
        self._life: AbstractAsyncContextManager[None] = living(app, self._state)

    def __enter__(self) -> Self:
        self._runner.run(self._life.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._life.__aexit__(kind, error, trace))
        self._runner.close()

    def request(
        self, method: str, target: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Send a request as it is, and return the answer."""
        lines = {"content-length": str(len(body)), **(headers or {})} if body is not None else headers or {}
        return self._runner.run(self._ask(method, target, body or b"", lines))

    def get(self, target: str, **headers: str) -> Answer:
        """Get something; an underscore in a header's name stands for a hyphen."""
        return self.request("GET", target, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def post(self, target: str, value: Any, **headers: str) -> Answer:
        """Post a value as JSON."""
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        return self.request("POST", target, body=to_json(value), headers={"content-type": "application/json", **named})

    def delete(self, target: str) -> Answer:
        """Delete something."""
        return self.request("DELETE", target)

    async def _ask(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        path, _, query = target.partition("?")
        scope: Scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "method": method,
            "path": unquote(path),
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
            "state": dict(self._state),
        }
        said: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            said.append(message)

        await self._app(scope, receive, send)
        lines = {name.decode(): value.decode() for name, value in said[0]["headers"]}
        return Answer(said[0]["status"], lines, b"".join(one.get("body", b"") for one in said[1:]))
