"""Sides that mean harm: each gets a verdict that says so, proves nothing for the other side, and leaves nothing behind."""

import os
import threading
from pathlib import Path

import pytest

from holdfast.model.outcome import Outcome
from holdfast.verifiers.replayed import playing
from migrations import guide, needs_sandbox, side, tried

pytestmark = needs_sandbox
HOLDS, BROKEN, UNPROVEN = Outcome.HOLDS, Outcome.BROKEN, Outcome.UNPROVEN

HONEST = """
import os, socket, sys, threading, time

def serve(answer, port=None):
    listener = socket.create_server(("127.0.0.1", port or int(os.environ["PORT"])), backlog=64)
    while True:
        connection, _ = listener.accept()
        try:
            # Who only looks whether somebody listens sends nothing.
            if connection.recv(65536):
                answer(connection)
        except OSError:
            pass
        connection.close()

def ok(connection, body=b"ok"):
    connection.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/plain\\r\\nContent-Length: %d\\r\\n\\r\\n%b" % (len(body), body))

"""
COMMAND = 'python run="exec python3 app.py MARK"'


def harmful(code: str) -> str:
    """A side that runs ``code`` after the honest part above."""
    return HONEST + code


def played(root: Path, after: str, before: str = "serve(ok)", requests: str = "GET /\n###\nGET /again", **more):
    """The trials of a guide whose after is ``after``; nothing that it started is left when they are known."""
    mark = f"holdfast-test-{os.getpid()}-{root.name}"
    sides = [
        side(name, harmful(code), COMMAND.replace("MARK", mark))
        for name, code in (("before", before), ("after", after))
    ]
    seen: list[int] = []
    over = threading.Event()

    def look():
        while not over.wait(0.005):
            seen.append(_running(mark))

    watcher = threading.Thread(target=look)
    watcher.start()
    more.setdefault("timeout", 1.0)
    found = tried(root, guide(*sides, requests), **more)
    over.set()
    watcher.join()
    assert max(seen) > 0, "its processes can be seen while they run"
    assert _running(mark) == 0
    return found


def _running(mark: str) -> int:
    """Count the processes whose command line holds the mark."""
    return sum(mark.encode() in one for one in _commands())


def _commands():
    """The command lines of every process that can be seen."""
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                yield Path(entry.path, "cmdline").read_bytes()
            except OSError:
                continue


def test_the_honest_sides_of_these_tests_hold(tmp_path):
    assert {one.outcome for one in played(tmp_path, "serve(ok)").values()} == {HOLDS}


@pytest.mark.parametrize(
    ("code", "outcome", "found"),
    [
        pytest.param(
            "serve(lambda c: time.sleep(60))", UNPROVEN, "after does not answer within 1 s", id="never answers"
        ),
        pytest.param(
            """
def drip(c):
    c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 1000\\r\\n\\r\\n")
    while True:
        c.sendall(b"x")
        time.sleep(0.05)
serve(drip)
""",
            UNPROVEN,
            "after answers without an end: it is not over after 1 s",
            id="answers drop by drop",
        ),
        pytest.param(
            """
def chunks(c):
    c.sendall(b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n")
    while True:
        c.sendall(b"1\\r\\nx\\r\\n")
        time.sleep(0.01)
serve(chunks)
""",
            UNPROVEN,
            "after answers without an end: it is not over after 1 s",
            id="answers for ever",
        ),
        pytest.param(
            """
def flood(c):
    c.sendall(b"HTTP/1.1 200 OK\\r\\n\\r\\n")
    while True:
        c.sendall(b"x" * 65536)
serve(flood)
""",
            UNPROVEN,
            "after answers with more than 4 MiB",
            id="floods with a body",
        ),
        pytest.param(
            """
def head(c):
    c.sendall(b"HTTP/1.1 200 OK\\r\\n")
    while True:
        c.sendall(b"X-A: " + b"y" * 60000 + b"\\r\\n")
serve(head)
""",
            UNPROVEN,
            "after answers with more than 64 KiB of headers",
            id="gigantic headers",
        ),
        pytest.param(
            'serve(lambda c: c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 99999999999\\r\\n\\r\\n"))',
            UNPROVEN,
            "after answers with more than 4 MiB",
            id="promises more than may be",
        ),
        pytest.param(
            'serve(lambda c: c.sendall(b"HTTP/1.1 200 OK\\r\\nContent-Length: 50\\r\\n\\r\\nshort"))',
            BROKEN,
            "after ends its answer before it is complete",
            id="closes early",
        ),
        pytest.param(
            "serve(lambda c: None)",
            BROKEN,
            "after closes the connection before its answer is complete",
            id="says nothing",
        ),
        pytest.param(
            'serve(lambda c: c.sendall(b"SSH-2.0-OpenSSH\\r\\n\\r\\n"))',
            BROKEN,
            "after answers with something that is no HTTP",
            id="speaks something else",
        ),
        pytest.param(
            'serve(lambda c: c.sendall(b"HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nzz\\r\\n" * 500))',
            BROKEN,
            "after answers with something that is no HTTP",
            id="lies about chunks",
        ),
    ],
)
def test_an_answer_that_is_none_is_named_for_what_it_is(tmp_path, code, outcome, found):
    trials = played(tmp_path, code)
    assert (trials["GET /"].outcome, trials["GET /"].found) == (outcome, found)
    assert trials["before starts"].outcome is HOLDS


@pytest.mark.parametrize(
    ("code", "outcome", "found"),
    [
        pytest.param("sys.exit(0)", BROKEN, "it ended with 0 before it listened", id="exits at once"),
        pytest.param("serve(ok, 9999)", BROKEN, "it listens on 9999 and not on $PORT, 8000", id="listens elsewhere"),
        pytest.param(
            "if os.fork(): os._exit(0)\ntime.sleep(0.5)\nserve(ok)",
            BROKEN,
            "it ended with 0 before it listened",
            id="forks and goes away",
        ),
        pytest.param("time.sleep(600)", UNPROVEN, "it did not listen on $PORT within 3 s", id="never listens"),
        pytest.param("os.kill(os.getpid(), 9)", BROKEN, "signal 9 ended it before it listened", id="kills itself"),
    ],
)
def test_a_side_that_is_not_there_is_named_for_why(tmp_path, monkeypatch, code, outcome, found):
    monkeypatch.setattr(playing, "_START", 3.0)
    trials = played(tmp_path, code)
    assert (trials["after starts"].outcome, trials["after starts"].found) == (outcome, found)
    assert {trials["GET /"].outcome, trials["GET /again"].outcome} == {UNPROVEN}


def test_a_side_that_ends_as_soon_as_it_is_looked_at_is_broken_and_is_not_said_to_have_never_listened(tmp_path):
    code = "time.sleep(0.1)\nlistener = socket.create_server(('127.0.0.1', int(os.environ['PORT'])))\nlistener.accept()\nos._exit(3)"
    trials = played(tmp_path, code)
    broken = [one.found for one in trials.values() if one.outcome is BROKEN]
    # It may be gone before the replayer looks again, or only when the first request comes.
    assert broken in (["it ended with 3 at the first connection"], ["after ended with 3 while it was asked"])


def test_a_side_that_ends_while_it_is_asked_says_so_and_the_rest_is_unproven(tmp_path):
    trials = played(tmp_path, "serve(lambda c: (print('so long', flush=True), os._exit(0)))")
    assert (trials["GET /"].outcome, trials["GET /"].found) == (BROKEN, "after ended with 0 while it was asked")
    assert trials["GET /"].detail[-1] == "so long"
    assert (trials["GET /again"].outcome, trials["GET /again"].found) == (
        UNPROVEN,
        "after had ended before this was asked",
    )


def test_a_bomb_of_processes_is_held_and_gone(tmp_path):
    bomb = "def grow():\n    while True:\n        try:\n            os.fork()\n        except OSError:\n            time.sleep(0.01)\n"
    trials = played(tmp_path, bomb + "if os.fork() == 0:\n    grow()\nserve(ok)")
    assert trials["before starts"].outcome is HOLDS
    # It is asked all the same, or the sandbox was taken down and nothing counts: never broken, never green by itself.
    assert trials["after starts"].outcome in (HOLDS, UNPROVEN)
    assert trials["GET /"].outcome in (HOLDS, UNPROVEN)


def test_a_side_that_prints_without_end_is_asked_all_the_same(tmp_path):
    flood = "threading.Thread(target=lambda: [os.write(1, b'x' * 65536) for _ in iter(int, 1)], daemon=True).start()\nserve(ok)"
    trials = played(tmp_path, flood, timeout=10.0)
    assert {one.outcome for one in trials.values()} == {HOLDS}


REACHING = """
import glob, json, struct, signal
tried = []
for pid in [p for p in os.listdir("/proc") if p.isdigit() and int(p) != os.getpid()]:
    for fd in range(3, 64):
        try:
            with open(f"/proc/{pid}/fd/{fd}", "wb", buffering=0) as file:
                body = json.dumps({"listening": True, "status": 200, "headers": [], "body": "b2s=", "problem": "", "nonce": ""}).encode()
                file.write(struct.pack(">I", len(body)) + body)
                tried.append((pid, fd))
        except OSError:
            pass
    try:
        with open(f"/proc/{pid}/mem", "rb") as file:
            file.read(10)
            tried.append((pid, "mem"))
    except OSError:
        pass
for fd in range(3, 256):
    try:
        os.write(fd, b"\\0\\0\\0\\2{}")
        tried.append(fd)
    except OSError:
        pass
for pid in (1, 2, -1):
    try:
        os.kill(pid, signal.SIGKILL)
        tried.append(f"kill {pid}")
    except OSError:
        pass
print("reached", tried, "channel", os.environ.get("HOLDFAST_CHANNEL"), flush=True)
"""


def test_a_side_cannot_reach_the_channel_nor_end_the_one_who_asks(tmp_path):
    trials = played(tmp_path, REACHING + "serve(lambda c: os._exit(3))", timeout=5.0)
    assert trials["after starts"].outcome is HOLDS
    said = trials["GET /"].detail[-1]
    assert said.startswith("reached [")
    reached = said.removeprefix("reached ").partition(" channel ")
    assert reached[0] == "[]"
    assert reached[2] == "None"


def test_a_side_cannot_answer_for_the_other(tmp_path):
    # Each takes every port it can; were they in one network, one of them would answer for both.
    greedy = """
def other(port):
    try:
        serve(lambda c: ok(c, b"forged"), port)
    except OSError:
        pass
for port in range(7990, 8010):
    if str(port) != os.environ["PORT"]:
        threading.Thread(target=other, args=(port,), daemon=True).start()
"""
    trials = played(tmp_path, greedy + "serve(ok)", greedy + "serve(lambda c: ok(c, b'mine'))")
    assert trials["GET /"].outcome is BROKEN
    assert trials["GET /"].detail[-1] == "body    mine → ok"


def test_a_side_kills_all_it_can_and_the_other_does_not_notice(tmp_path):
    killing = "import signal\ndef kill(c):\n    for pid in range(1, 400):\n        if pid != os.getpid():\n            try:\n                os.kill(pid, 9)\n            except OSError:\n                pass\n    ok(c)\nserve(kill)"
    trials = played(tmp_path, killing, timeout=5.0)
    assert {one.outcome for one in trials.values()} == {HOLDS}


def test_a_tower_of_brackets_is_compared_as_text(tmp_path):
    tower = (
        "serve(lambda c: c.sendall(b'HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\n\\r\\n' + b'[' * 200000))"
    )
    trials = played(tmp_path, tower, tower.replace("200000", "199999"), timeout=10.0)
    assert trials["GET /"].outcome is BROKEN


def test_terminal_codes_in_an_answer_are_kept_from_the_terminal(tmp_path):
    from holdfast.formats.escape import visible

    trials = played(tmp_path, 'serve(lambda c: ok(c, b"\\x1b]0;owned\\x07"))', timeout=5.0)
    assert all("\x1b" not in visible(line) for line in trials["GET /"].detail)


def test_a_side_that_stays_silent_is_given_up(tmp_path):
    trials = played(tmp_path, "serve(lambda c: time.sleep(60))", requests="GET /1\n###\nGET /2\n###\nGET /3")
    assert trials["GET /2"].found == "after does not answer within 1 s"
    assert trials["GET /3"].found == "after was asked no more, after two requests in a row that it did not answer"
    assert trials["GET /3"].outcome is UNPROVEN
