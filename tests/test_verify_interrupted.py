"""A run that is interrupted stops at once, keeps what was proven, and leaves no process behind."""

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time

import pytest

from test_verify import SESSION, files, needs_sandbox

SLOW = "```console\n$ sleep 300; echo done\ndone\n```\n"


def _started(root, marker):
    """Start a run and wait until its slow example is under way, as its process tree shows."""
    run = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "verify", "--timeout", "400"], cwd=root, stderr=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(marker in line for line in _processes()):
            return run
        time.sleep(0.05)
    run.kill()
    raise AssertionError("it never came to the slow example")


def _processes():
    found = []
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/cmdline", "rb") as file:
                found.append(file.read().decode("utf-8", "replace"))
        except OSError:
            continue
    return found


@needs_sandbox
def test_ctrl_c_keeps_what_was_proven_and_leaves_nothing_running(project, holdfast):
    marker = f"sleep 300{os.getpid()}"
    slow = SLOW.replace("sleep 300", marker)
    root = project(files(SESSION + "\n" + slow))
    run = _started(root, marker)
    run.send_signal(signal.SIGINT)
    _, said = run.communicate(timeout=30)
    assert run.returncode == 130
    assert said == "holdfast: interrupted; what came of 1 claim is kept\n"
    assert not any(marker in line for line in _processes())
    listed = json.loads(holdfast(root, "verify", "--list", "--format", "json").out)["claims"]
    assert [one["outcome"] for one in listed] == ["holds", None]


@needs_sandbox
def test_a_killed_run_leaves_nothing_running(project):
    marker = f"sleep 301{os.getpid()}"
    root = project(files(SLOW.replace("sleep 300", marker)))
    run = _started(root, marker)
    run.kill()
    run.wait()
    run.stderr.close()
    deadline = time.monotonic() + 30
    while any(marker in line for line in _processes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(marker in line for line in _processes())


@needs_sandbox
@pytest.mark.parametrize(("columns", "place"), [(100, "docs/design/01-cache.md:8 console"), (50, "docs/design/0")])
def test_a_terminal_shows_how_far_it_is(columns, place, project):
    root = project(files(SLOW.replace("sleep 300", "sleep 2")))
    ours, theirs = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-m", "holdfast", "verify"],
        cwd=root,
        env={**os.environ, "COLUMNS": str(columns)},
        stderr=theirs,
        stdout=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    while run.poll() is None or select.select([ours], [], [], 0)[0]:
        try:
            shown += os.read(ours, 4096) if select.select([ours], [], [], 0.1)[0] else b""
        except OSError:
            break
    os.close(ours)
    assert run.wait() == 0
    drawn = re.findall(r"\r( verifying [^\r\x1b]*)", shown.decode())
    assert any(re.search(rf"0/1 .*{place}", line) for line in drawn), drawn
    assert all(len(line) < columns for line in drawn)
    assert shown.endswith(b"\r\x1b[K")
