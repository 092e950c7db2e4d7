"""The channel from the editor: where a message begins and ends, however broken what comes through it is.

The loop of the library beneath raises at a length that is no size, waits for ever behind a header that it does not know, and
answers nothing that cannot be read.
"""

import asyncio
import json
import re
from collections.abc import Callable
from concurrent.futures import Executor
from threading import Event
from typing import Any, BinaryIO

LIMIT = 256 * 1024 * 1024
"""So many bytes of one message are read: a text of 20 MB in which every character is spelled out fits."""
_LINE = 8192
_DIGITS = len(str(LIMIT))
_LENGTH = re.compile(rb"(?:\A|[}\]\"])[ \t]*content-length[ \t]*:[ \t]*(\d+)[ \t]*\r?\n\Z", re.IGNORECASE)
"""Also behind the end of a body that nobody knew the length of: there the next message begins."""


class Unreadable(Exception):  # noqa: N818 - It is what came, not a failure of ours.
    """What came is no message; says why."""


class Channel:
    """What an editor sends, message by message."""

    def __init__(self, stdin: BinaryIO, threads: Executor) -> None:
        """Read from a stream, in threads, so that whoever waits for it keeps nobody else waiting."""
        self._stdin = stdin
        self._threads = threads
        self._lost = False
        """Whether a head said no length: its body goes by unread, and has been complained of."""

    async def listen(self, stop: Event, received: Callable[[Any], None], unreadable: Callable[[str], None]) -> None:
        """Hand on each message as JSON, and what is none with the reason, until told to stop or the stream ends."""
        while not stop.is_set():
            try:
                body = await self._body()
                if body is None:
                    return
                message = _parsed(body)
            except Unreadable as error:
                unreadable(str(error))
                continue
            received(message)

    async def _body(self) -> bytes | None:
        """Return the body of the next message; ``None`` at the end of the stream."""
        size = None
        seen = whole = False
        while True:
            line = await self._read(self._stdin.readline, _LINE)
            if not line:
                return None
            begins, whole = not whole, not line.endswith(b"\n")
            if begins and not line.strip():
                if size is not None:
                    break
                if seen and not self._lost:
                    self._lost = True
                    raise Unreadable("a message says no length that it can have")
                continue
            seen = True
            found = _LENGTH.search(line)
            if found and len(found[1].lstrip(b"0")) <= _DIGITS and int(found[1]) <= LIMIT:
                size = int(found[1])
        self._lost = False
        body: bytes = await self._read(self._stdin.read, size)
        return body if len(body) == size else None

    async def _read(self, read: Callable[[int], bytes], size: int) -> bytes:
        return await asyncio.get_running_loop().run_in_executor(self._threads, read, size)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"a message is no JSON: {error}") from None
