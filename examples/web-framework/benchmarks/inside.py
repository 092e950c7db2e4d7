"""What the two Python frameworks themselves take of a request: called in this process, without a server."""

import asyncio
import sys
import time
from statistics import median
from typing import Any

from servers import HERE, ROOT

sys.path[:0] = [f"{ROOT}/src", f"{HERE}/apps"]
EACH = 400


def calls(turns: int, body: bytes) -> dict[tuple[str, str], list[float]]:
    """Return the medians, in µs, of each turn by method and framework."""
    return asyncio.run(_calls(turns, body))


async def _calls(turns: int, body: bytes) -> dict[tuple[str, str], list[float]]:
    import fastapi_harbour

    import harbour
    from harbour.books import opened

    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    asked = {
        "GET": (_scope("GET", "/berths/2", []), b""),
        "POST": (_scope("POST", "/berths/2/bookings", headers), body),
    }
    applications: dict[str, Any] = {"Fairlead": harbour.app, "FastAPI": fastapi_harbour.app}
    found: dict[tuple[str, str], list[float]] = {}
    for turn in range(turns + 1):
        for verb, (scope, sent) in asked.items():
            for name, app in applications.items():
                times = [await _time(app, {**scope, "state": {"books": opened()}}, sent) for _ in range(EACH)]
                found.setdefault((verb, name), []).extend([1e6 * median(times)] if turn else [])
    return found


async def _time(app: Any, scope: dict[str, Any], body: bytes) -> float:
    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start" and message["status"] >= 300:
            raise SystemExit(f"the answer is {message['status']}")

    began = time.perf_counter()
    await app(scope, receive, send)
    return time.perf_counter() - began


def _scope(method: str, path: str, headers: list[tuple[bytes, bytes]]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": headers,
    }
