"""What single commits renamed, which git finds out by comparing files."""

import os
from collections.abc import Collection
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from holdfast.world.commits import RENAMES, Change, raw_changes, read_change
from holdfast.world.git import GitError, command, environment, run

_CHUNK = 1 << 18


def renames(root: str, commit: str, *, staged: bool = False) -> dict[str, str]:
    """Return the files that a commit renamed, against any of its parents, by their new paths.

    With ``staged`` those that were renamed since the commit, as far as git was told.

    Raises :class:`GitError` where the commit is unknown.
    """
    command = ("diff-index", "--cached") if staged else ("diff-tree", "-m", "-r")
    options = ("-z", "--raw", *RENAMES, "--diff-filter=R", "--no-abbrev", "--relative", "--end-of-options")
    return {change.path: change.old for change in raw_changes(run(root, *command, *options, commit))}


class Renames:
    """One git that tells of single commits what they renamed, for as long as somebody asks."""

    def __init__(self, root: str, patterns: Collection[str] = (), *, every_parent: bool = False) -> None:
        """``patterns`` limit what is looked at; with ``every_parent`` merges are compared with each of theirs."""
        self.root = root
        options = ("-m",) if every_parent else ()
        limits = ("--", *patterns) if patterns else ()
        self._command = command(
            "diff-tree", "--stdin", "-z", "--raw", "-r", *options, *RENAMES, "--no-abbrev", "--relative", *limits
        )
        self._process: Any = None

    def __enter__(self) -> Self:
        """Start nothing yet."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End git."""
        if self._process:
            with suppress(OSError):  # Of a question that git never read, because it had ended.
                self._process.stdin.close()
            self._process.stdout.close()
            self._process.stderr.close()
            self._process.wait()

    def of(self, commit: str) -> tuple[Change, ...]:
        """Return what a commit did, with ``R`` for a file that it renamed.

        Raises :class:`GitError` where git fails.
        """
        try:
            if self._process is None:
                self._start()
            # Git answers a line that is no commit with the line itself, at once: the end of the answer before it.
            self._process.stdin.write(commit.encode() + b"\nend\n")
            self._process.stdin.flush()
            answer = b""
            while not answer.endswith(b"end\n"):
                piece = os.read(self._process.stdout.fileno(), _CHUNK)
                if not piece:
                    raise GitError(self._process.stderr.read().decode("utf-8", "replace").strip() or "git ended early")
                answer += piece
        except OSError as error:
            raise GitError(str(error)) from error
        records = iter(answer.split(b"\0"))
        return tuple(read_change(record, records) for record in records if record.startswith(b":"))

    def _start(self) -> None:
        import subprocess

        self._process = subprocess.Popen(
            self._command,
            cwd=self.root,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
