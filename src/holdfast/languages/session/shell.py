"""A shell inside the sandbox that takes one command after the other and keeps its folder, variables and functions."""

import os
import re
import shlex
from collections.abc import Iterator
from contextlib import contextmanager

from holdfast.model.example import Level
from holdfast.model.trial import Toolchain
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Finished, Limits, Room, Session, View
from holdfast.world.toolchains import python_paths

_SHELL = "/bin/bash"
_ENVIRONMENTS = (".venv/bin", "venv/bin", "node_modules/.bin")
"""Where a project keeps its own programs."""
_NOT_RUN = 'say why it is not run: ignore="why"'
_UNABLE = (
    (
        re.compile(
            r"(?:could not|cannot|can't) resolve|name resolution|network is unreachable|ENOTFOUND|EAI_AGAIN",
            re.IGNORECASE,
        ),
        "it wants the network",
        'say so: ignore="needs a network"',
    ),
    (
        re.compile(r"read-only file system", re.IGNORECASE),
        "it writes into the project, which is read-only here",
        'let it write below /tmp, or say ignore="why"',
    ),
    (
        re.compile(
            r"no such file or directory|cannot find module '/|can't open file|cannot access|no such file\b",
            re.IGNORECASE,
        ),
        "it wants a file that is not here",
        'let it make the file first, or say ignore="why"',
    ),
    (
        re.compile(r"not a git repository", re.IGNORECASE),
        "it wants git's own folder, which is hidden here",
        _NOT_RUN,
    ),
)
_MISSING = re.compile(
    r"(?:line \d+: )(?P<name>[^\s:]+): (?:command )?not found|line \d+: (?P<path>[^\s:]+/[^\s:]+): No such file"
)


_TYPED = r"""exec 2>&1
shopt -s expand_aliases
if [ -f STATE ]; then . STATE >/dev/null 2>&1; fi
__before=$? __typed=$1
shift
trap '__after=$?
{ declare -p; declare -f; alias -p; printf "cd -- %q\n(exit %d)\n" "$PWD" "$__after"; } > STATE 2>/dev/null' EXIT
eval "(exit $__before)
$__typed"
"""
"""Goes on where the last command ended: its folder, variables, functions, aliases and exit."""


class Shell:
    """Commands one after the other, each ended and timed by the sandbox's supervisor."""

    def __init__(self, room: Room, session: Session, bench: Bench) -> None:
        """Take a session that runs."""
        self._session = session
        self._bench = bench
        self.work = room.work
        """Where commands can write, as they see it."""
        self._state = f"{room.work}/.shell"

    def parse(self, text: str) -> tuple[int, str] | None:
        """Return the line and what the shell says of a text that it cannot parse; ``None`` where it can."""
        done = self._session.run([_SHELL, "-n", "-c", text], seconds=self._bench.timeout)
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        if not done.exit or not lines:
            return None
        found = re.match(r".*?line (?P<line>\d+): (?P<said>.*)", lines[0])
        return (int(found["line"]), found["said"]) if found else (1, lines[0])

    def run(self, text: str) -> Finished:
        """Run a command as if typed; both of its streams come as one, and the next finds what it leaves."""
        command = [
            _SHELL,
            "--norc",
            "--noprofile",
            "-c",
            _TYPED.replace("STATE", shlex.quote(self._state)),
            "bash",
            text,
        ]
        return self._session.run(command, cwd=self._bench.root, seconds=self._bench.timeout)

    def fetch(self, path: str) -> bytes:
        """Return what a command wrote into a file; raises :class:`OSError` where there is none."""
        return self._session.fetch(path)

    def found(self, *arguments: str) -> list[str]:
        """Return what ``find`` prints for some arguments, line by line."""
        done = self._session.run(["find", *arguments], seconds=60)
        return done.stdout.decode("utf-8", "surrogateescape").splitlines()

    def unable(self, printed: str) -> tuple[str, str] | None:
        """Return why a command that did not do what is shown proves nothing here, and what to do; ``None`` where it does."""
        missing = _MISSING.search(printed)
        if missing:
            return f"{missing['name'] or missing['path']} is not here", 'install it, or say ignore="why"'
        return next(((why, remedy) for pattern, why, remedy in _UNABLE if pattern.search(printed)), None)


@contextmanager
def open_shell(bench: Bench, limits: Limits | None = None) -> Iterator[Shell]:
    """Open a sandbox with a shell in the project's folder."""
    with (
        bench.room(_view(bench), limits or Limits(wall=bench.timeout * 20)) as room,
        room.session(environment={"PATH": _path(bench, room)}) as session,
    ):
        yield Shell(room, session, bench)


def shell_version(bench: Bench) -> Toolchain:
    """Return the version of the shell."""
    with bench.room(View(), Limits(wall=10)) as room:
        done = room.run([_SHELL, "--version"])
    if done.exit:
        return Toolchain((), Level.PARSED, "there is no bash", "apt-get install bash")
    version = done.stdout.decode("utf-8", "replace").split("\n", 1)[0]
    return Toolchain((("bash", version),), Level.COMPARED, rests_on=(_SHELL,))


def _view(bench: Bench) -> View:
    programs = [os.path.join(bench.root, folder, "python") for folder in _ENVIRONMENTS[:2]]
    shown = {path for one in programs if os.path.exists(one) for path in python_paths(one)}
    return View(repository=bench.root, read_only=tuple(sorted(shown)))


def _path(bench: Bench, room: Room) -> str:
    own = [os.path.join(bench.root, folder) for folder in _ENVIRONMENTS]
    return ":".join([*(folder for folder in own if os.path.isdir(folder)), room.environment()["PATH"]])
