"""What comes in and what goes out: requests, responses, and problems (RFC 9457)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, quote

from fairlead.asgi import Receive, Scope
from fairlead.encoding import to_json

JSON = "application/json"


class Problem(Exception):
    """Why a request is not answered as it hoped; raised anywhere, it becomes an ``application/problem+json``.

    ``members`` are added to the body, as RFC 9457 allows, and ``headers`` to the response.
    """

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.members = status, detail, dict(headers or {}), members

    def response(self) -> "Response":
        """Return the problem as a response."""
        title = HTTPStatus(self.status).phrase
        body = {"title": title, "status": self.status, "detail": self.detail, **self.members}
        return Response(to_json(body), self.status, "application/problem+json", self.headers)


class Request:
    """One request, its body unread until somebody asks."""

    def __init__(self, scope: Scope, receive: Receive, most: int) -> None:
        self._scope, self._receive, self._most = scope, receive, most
        self.method: str = scope["method"]
        self.path: str = (scope.get("raw_path") or quote(scope["path"]).encode()).decode("latin-1").partition("?")[0]
        self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        self.variables: dict[str, str] = {}
        """What the path's variables are in this request, decoded."""
        self.state: dict[str, Any] = scope.get("state", {})
        """What the lifespan put aside."""

    @cached_property
    def query(self) -> dict[str, list[str]]:
        """The values of each key, in their order; a key without ``=`` has an empty value."""
        found: dict[str, list[str]] = {}
        for key, value in parse_qsl(self._scope["query_string"].decode("latin-1"), keep_blank_values=True):
            found.setdefault(key, []).append(value)
        return found

    async def body(self) -> bytes:
        """Return the whole body; it can be read once.

        Raises:
            Problem: 413, it is longer than the application allows.
        """
        parts: list[bytes] = []
        size, more = 0, True
        while more:
            message = await self._receive()
            part = message.get("body", b"")
            size += len(part)
            if size > self._most:
                raise Problem(413, f"the body is longer than {self._most} bytes")
            parts.append(part)
            more = message.get("more_body", False)
        return b"".join(parts)

    async def json(self) -> Any:
        """Return the decoded body.

        Raises:
            Problem: 415, it is said to be something else; 400, there is none, or it is no JSON.
        """
        body = await self.body()
        if not body:
            raise Problem(400, "a body is required", errors=[])
        media = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != JSON and not media.endswith("+json"):
            raise Problem(415, f"expected {JSON}, got {media or 'no content type'}", {"accept-post": JSON})
        try:
            return json.loads(body, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise Problem(400, f"the body is no JSON: {error}", errors=[]) from None


@dataclass(slots=True)
class Response:
    """What goes out."""

    body: bytes = b""
    status: int = 200
    media: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def lines(self) -> list[tuple[bytes, bytes]]:
        """Return the headers as ASGI wants them, the body's length among them where it may be told."""
        found = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        if self.media:
            found.append((b"content-type", self.media.encode("latin-1")))
        if self.status not in (204, 304):
            found.append((b"content-length", str(len(self.body)).encode()))
        return found


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")
