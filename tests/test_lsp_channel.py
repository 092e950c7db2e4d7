"""What comes through the channel of the language server and is no message, or none that can come now."""

import asyncio
import json
import subprocess
from contextlib import asynccontextmanager

import pytest

from editing import SERVER, answered, message
from test_lsp_server import FILES

pytestmark = pytest.mark.asyncio

NONE = ({}, {"id": 1}, [], [{"jsonrpc": "2.0", "id": 1, "method": "shutdown"}], 5, "x", None)
INVALID = (
    *NONE,
    {"jsonrpc": 2.0, "id": 1, "method": "shutdown"},
    {"jsonrpc": "2.0", "id": 1, "method": ["shutdown"]},
    {"jsonrpc": "2.0", "id": 1},
    {"jsonrpc": "2.0", "id": {"a": 1}, "method": "shutdown"},
    {"jsonrpc": "2.0", "id": None, "method": "shutdown"},
    {"jsonrpc": "2.0", "id": 1.5, "method": "shutdown"},
    {"jsonrpc": "2.0", "id": [], "result": None},
    {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}},
)
NOPE = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "no/such"}).encode()
FRAMES = {
    "no length": b"X: y\r\n\r\n" + NOPE,
    "a length below zero": b"Content-Length: -5\r\n\r\n" + NOPE,
    "a length that is a word": b"Content-Length: five\r\n\r\n" + NOPE,
    "more than memory holds": b"Content-Length: 10000000000000\r\n\r\n" + NOPE,
    "more than any number holds": b"Content-Length: 99999999999999999999999\r\n\r\n" + NOPE,
    "more digits than are read": b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n" + NOPE,
    "a length that is too short": b"Content-Length: 10\r\n\r\n" + NOPE,
    "nothing": b"Content-Length: 0\r\n\r\n",
    "noise": bytes(range(256)) * 40 + b"\n\n",
    "deeper than anything is read": message(b"[" * 200_000),
    "a number of too many digits": message(b'{"jsonrpc": "2.0", "method": "no/such", "id": ' + b"9" * 5000 + b"}"),
}
"""What is no message, by what is wrong with it."""


@asynccontextmanager
async def started(root):
    """Start a server that is spoken to byte by byte, and yield how it is asked and read; it has to end in good order."""
    process = await asyncio.create_subprocess_exec(
        *SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )

    async def answer(raw):
        process.stdin.write(raw)
        return await asyncio.wait_for(answered(process), 30)

    begin = {"processId": None, "rootUri": root.as_uri(), "capabilities": {}}
    await answer(message({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": begin}))
    yield answer
    assert (await answer(message({"jsonrpc": "2.0", "id": 9, "method": "shutdown"})))["id"] == 9
    assert (await answer(message({"jsonrpc": "2.0", "id": 10, "method": "shutdown"})))["error"]["code"] == -32600
    process.stdin.write(message({"jsonrpc": "2.0", "method": "exit"}))
    assert await asyncio.wait_for(process.wait(), 30) == 0
    assert b"Traceback" not in await process.stderr.read()


async def test_what_is_no_request_is_answered_as_the_protocol_says(project):
    async with started(project(FILES)) as answer:
        for body in INVALID:
            found = await answer(message(json.dumps(body).encode()))
            number = body.get("id") if isinstance(body, dict) else None
            assert found["error"]["code"] == -32600, body
            assert found["id"] == (number if isinstance(number, int) else None), body


async def test_a_message_whose_length_cannot_be_known_costs_itself_and_none_after_it(project):
    async with started(project(FILES)) as answer:
        for name, frame in FRAMES.items():
            found = await answer(frame)
            assert (found["id"], found["error"]["code"]) == (None, -32700), name
            assert (await answer(message(NOPE)))["error"]["code"] == -32601, name


@pytest.mark.parametrize("head", ["content-length: %d\r\n\r\n", "Content-Length:%d \r\n\r\n", "Content-Length: %d\n\n"])
async def test_a_head_may_be_written_in_any_way_that_has_one_meaning(project, head):
    async with started(project(FILES)) as answer:
        assert (await answer((head % len(NOPE)).encode() + NOPE))["error"]["code"] == -32601


async def test_a_key_within_the_parameters_is_taken_for_nomessage(project):
    async with started(project(FILES)) as answer:
        params = {"jsonrpc": "2.0", "query": "nothing"}
        ask = {"jsonrpc": "2.0", "id": 1, "method": "workspace/symbol", "params": params}
        assert (await answer(message(ask)))["result"] == []
