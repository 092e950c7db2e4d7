"""The channel from the client: a line that is no message is answered, where the library beneath leaves whoever sent it waiting."""

import json
from collections.abc import AsyncIterator
from typing import Any, BinaryIO

import anyio
import mcp_types as types
from mcp.server.stdio import stdio_server

_PARSE, _INVALID = -32700, -32600


class _Out:
    """Standard output, on which a line is written whole, whoever writes it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = anyio.wrap_file(stream)
        self._turn = anyio.Lock()

    async def write(self, text: str) -> None:
        async with self._turn:
            await self._file.write(text.encode())
            await self._file.flush()

    async def flush(self) -> None:
        """Nothing is kept back."""


class _Lines:
    """Standard input, of which only messages are handed on."""

    def __init__(self, stream: BinaryIO, out: _Out) -> None:
        self._file = anyio.wrap_file(stream)
        self._out = out

    async def __aiter__(self) -> AsyncIterator[str]:
        async for line in self._file:
            answer = refusal(line)
            if answer is None:
                yield line.decode()
            elif answer:
                await self._out.write(json.dumps(answer) + "\n")


def refusal(line: bytes) -> dict[str, Any] | None:
    """Return what a line is answered that is no message, ``None`` for one that is; empty for what nobody waits behind."""
    if _reads(line):
        return None
    if not line.strip():
        return {}
    try:
        found = json.loads(line.decode())
    except (ValueError, RecursionError):
        return _refused(None, _PARSE, "a line is no JSON")
    if not isinstance(found, dict):
        return _refused(None, _INVALID, "not a message of JSON-RPC 2.0")
    if "method" not in found and found.keys() & {"result", "error"}:
        return {}
    return _refused(found.get("id"), _INVALID, "not a message of JSON-RPC 2.0, or its text is no Unicode")


def _reads(line: bytes) -> bool:
    """Tell whether the library beneath reads a line as what it is; a request whose number is none is no notification."""
    try:
        message = types.jsonrpc_message_adapter.validate_json(line.decode(), by_name=False)
    except ValueError:
        return False
    told = isinstance(message, types.JSONRPCNotification)
    return not (told and b'"id"' in line and "id" in json.loads(line))


def _refused(number: Any, code: int, message: str) -> dict[str, Any]:
    known = number if isinstance(number, (int, str)) and not isinstance(number, bool) else None
    return {"jsonrpc": "2.0", "id": known, "error": {"code": code, "message": message}}


async def serve(server: Any, stdin: BinaryIO, stdout: BinaryIO) -> None:
    """Answer what comes on a stream until it ends, with a low-level server of the library."""
    out = _Out(stdout)
    lines: Any = _Lines(stdin, out)
    written: Any = out
    async with stdio_server(lines, written) as (received, sent):
        await server.run(received, sent, server.create_initialization_options())
