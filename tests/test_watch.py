"""--watch: checks again when something changes, survives mistakes, and ends at once with Ctrl-C."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from conftest import Done
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
_LIMIT = 60.0
"""Seconds after which something that was waited for counts as not coming; nothing is measured."""
WATCHING = "Ctrl-C ends it"
FILES = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}


class Watcher:
    """A watching process, whose output is read as it comes."""

    def __init__(self, process: subprocess.Popen[bytes], *streams: int) -> None:
        self.process = process
        self.streams = list(streams)
        self.text = ""
        self.read = 0

    def until(self, words: str) -> str:
        """Wait for words, and return what came since the last ones that were waited for."""
        end = time.monotonic() + _LIMIT
        while words not in self.text[self.read :]:
            ready, _, _ = select.select(self.streams, [], [], max(0.0, end - time.monotonic()))
            assert ready, f"{words!r} did not come; what came: {self.text[self.read :]!r}"
            for stream in ready:
                self.text += self._some(stream)
        start, self.read = self.read, self.text.index(words, self.read) + len(words)
        return self.text[start : self.read]

    def _some(self, stream: int) -> str:
        try:
            data = os.read(stream, 65536)
        except OSError:
            data = b""
        if not data:
            self.streams.remove(stream)
        return data.decode("utf-8", "replace")

    def interrupt(self) -> int:
        """Send what Ctrl-C sends, and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(_LIMIT)


@contextmanager
def watching(root: Path, *options: str) -> Iterator[Watcher]:
    """Watch a project with its output in pipes."""
    command = [sys.executable, "-m", "holdfast", "check", "--watch", "--format", "concise", *options]
    process = subprocess.Popen(
        command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    assert process.stderr
    try:
        watcher = Watcher(process, process.stdout.fileno(), process.stderr.fileno())
        watcher.until(WATCHING)
        yield watcher
    finally:
        process.kill()
        process.communicate()


def test_it_notices_edits_new_files_and_files_that_go(project: Project) -> None:
    root = project(FILES)
    with watching(root) as watcher:
        assert "section-missing" not in watcher.text
        (root / "docs" / "a.md").write_text(document("A", "Context", "Decision"))
        assert "a.md" in watcher.until("section-missing")
        watcher.until(WATCHING)
        (root / "docs" / "c.md").write_text(document("C", "Context", "Decision"))
        watcher.until("docs/c.md:1:1: error section-missing")
        watcher.until(WATCHING)
        (root / "docs" / "c.md").unlink()
        assert "c.md" not in watcher.until(WATCHING)
        (root / "docs" / "TEMPLATE.md").write_text(template("Context", "Decision", "Risks"))
        watcher.until("`Risks` is missing")


def test_a_mistake_in_the_configuration_is_shown_and_waited_out(project: Project) -> None:
    root = project({**FILES, "docs/a.md": document("A", "Context", "Decision")})
    with watching(root) as watcher:
        (root / "holdfast.toml").write_text("nonsense = 1\n")
        watcher.until("holdfast.toml:1: nonsense: no such key")
        watcher.until(WATCHING)
        (root / "holdfast.toml").write_text('[severity]\nsection-missing = "note"\n')
        watcher.until("docs/a.md:1:1: note section-missing")
        assert watcher.process.poll() is None


def test_it_can_begin_with_a_mistake(project: Project) -> None:
    root = project({**FILES, "docs/a.md": document("A", "Context"), "holdfast.toml": "nonsense = 1\n"})
    with watching(root) as watcher:
        assert "nonsense" in watcher.text
        (root / "holdfast.toml").write_text("")
        watcher.until("section-missing")


def test_it_can_begin_where_there_is_nothing_yet(project: Project) -> None:
    root = project({"notes.txt": "Nothing.\n"})
    with watching(root) as watcher:
        (root / "TEMPLATE.md").write_text(template())
        watcher.until(WATCHING)
        (root / "a.md").write_text(document("A", "Context", "Decision"))
        watcher.until("a.md:1:1: error section-missing")


def test_ctrl_c_ends_it_with_130_and_one_line(project: Project) -> None:
    with watching(project(FILES)) as watcher:
        assert watcher.interrupt() == 130
        watcher.until("holdfast: interrupted\n")
        assert "Traceback" not in watcher.text
    assert "\x1b" not in watcher.text


def test_its_own_output_file_is_not_a_change(project: Project) -> None:
    root = project(FILES)
    with watching(root, "-o", "docs/out.txt") as watcher:
        (root / "docs" / "a.md").write_text(document("A", "Context", "Decision"))
        watcher.until(WATCHING)
        (root / "docs" / "b.md").write_text(document("B", "Context", "Decision"))
        # A file that is seen half written is seen once more.
        while "b.md" not in (root / "docs" / "out.txt").read_text():
            watcher.until(WATCHING)


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals of this kind here")
def test_a_terminal_shows_what_holds_now_and_nothing_older(project: Project) -> None:
    import pty

    root = project({**FILES, "docs/a.md": document("A", "Context", "Decision")})
    main, side = pty.openpty()
    command = [sys.executable, "-m", "holdfast", "check", "--watch"]
    environment = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen(
        command, cwd=root, stdin=side, stdout=side, stderr=side, env=environment, start_new_session=True
    )
    os.close(side)
    try:
        watcher = Watcher(process, main)
        watcher.until(WATCHING)
        (root / "docs" / "a.md").write_text(document("A"))
        second = watcher.until(WATCHING)
        shown = second.rpartition("\x1b[H\x1b[2J")[2]
        assert "section-missing" not in shown
        assert "2 documents" in shown
        assert watcher.interrupt() == 130
    finally:
        process.kill()
        process.wait()
        os.close(main)


@pytest.mark.parametrize(
    ("options", "said"),
    [(("-", "--stdin-filename", "docs/a.md"), "--watch: standard input cannot be watched; name the file instead")],
)
def test_what_cannot_be_watched_is_refused(
    project: Project, holdfast: Holdfast, options: tuple[str, ...], said: str
) -> None:
    done = holdfast(project(FILES), "check", "--watch", *options)
    assert (done.code, done.err) == (2, f"holdfast: {said}\n")
