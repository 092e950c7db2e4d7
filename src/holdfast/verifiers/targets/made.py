"""Where measurements come from: a file of the project, a command that writes one in the sandbox, or what it wrote earlier."""

import os
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from tempfile import TemporaryDirectory

from holdfast.digest import sha256
from holdfast.errors import Refused
from holdfast.languages.session.shell import Shell, open_shell
from holdfast.records import replace
from holdfast.verifiers.targets.picked import read
from holdfast.verifiers.targets.resting import changed_print, changed_since, prints, sources
from holdfast.verifiers.targets.wanted import Wanted
from holdfast.world.bench import Bench
from holdfast.world.git import GitError, commit_id, run
from holdfast.world.machine import Machine, here, read_machine
from holdfast.world.results import ResultError, Results, Source
from holdfast.world.results.series import Series, series_of
from holdfast.world.sandbox import Limits, SessionLost

_FILES = 5000
_KEPT = 4
"""So many of the last recordings of a row are looked through: a ratio has two series, and each is kept once."""
_OUTPUT = "{output}"
_RESULT = "its output"
"""What the file that a command wrote is called, also in messages."""
RECORDED = "metric"
"""The kind of recordings that samples are kept under."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured, and where, when and on what."""

    results: Results
    reads: frozenset[str] = frozenset()
    commit: str = ""
    behind: int = 0
    """So many commits were made since; -1 where that cannot be told."""
    machine: Machine = field(default_factory=Machine)
    changed: str = ""
    """What is measured and changed since; empty where nothing is known to have."""


class Measurements:
    """The measurements of one run of ``verify``: each command is run once, however many rows name it."""

    def __init__(self, bench: Bench) -> None:
        """Take the bench that everything is tried on."""
        self.bench = bench
        self._ran: dict[str, tuple[str, TemporaryDirectory[str]] | ResultError] = {}

    def close(self) -> None:
        """Remove what commands wrote."""
        for one in self._ran.values():
            if not isinstance(one, ResultError):
                one[1].cleanup()

    def of(self, one: Wanted) -> Measured:
        """Return what a row names.

        Raises :class:`~holdfast.world.results.source.ResultError` where there is none.
        """
        if one.fault:
            raise ResultError(one.fault, f"write the table [verify.bench.{one.name}] with its file")
        rests = sources(self.bench.root, one.reads)
        if one.command and self.bench.measure:
            folder, name = self._run(one)
            results = read(one, Source(folder, name))
            commit = results.commit or head(self.bench.root)
            return Measured(results, frozenset(rests), commit, machine=here())
        if not one.file:
            return self._earlier(one, rests)
        source = Source(self.bench.root, one.file)
        results = read(one, source)
        written = _last_commit(self.bench.root, one.file) if one.reads or not results.commit else ""
        commit = results.commit or written
        return Measured(
            results,
            frozenset({*source.reads, *rests}),
            commit,
            _behind(self.bench.root, commit),
            results.machine,
            # The commit that a tool names may be the one before what it measured.
            changed_since(self.bench.root, one.reads, written),
        )

    def _earlier(self, one: Wanted, rests: Sequence[str]) -> Measured:
        """Return what its command measured when it ran last."""
        kept = self.bench.recordings.recorded(RECORDED, one.series, _KEPT) if self.bench.recordings else []
        if not kept:
            raise ResultError("it is measured by a command, which runs only when asked", "holdfast verify --bench")
        last = [each for each in kept if each.commit == kept[0].commit]
        results = Results("", tuple(series_of(each.data) for each in last), tool=str(last[0].data.get("tool", "")))
        return Measured(
            results,
            reads=frozenset(rests),
            commit=kept[0].commit,
            behind=_behind(self.bench.root, kept[0].commit),
            machine=read_machine(kept[0].machine),
            changed=changed_print(self.bench.root, one.reads, kept[0].data.get("rests", {})),
        )

    def keep(self, one: Wanted, series: Series, made: Measured) -> None:
        """Keep every sample of a series with its commit and machine, unless it is what was kept last."""
        recordings = self.bench.recordings
        earlier = not one.file and not self.bench.measure
        if recordings is None or earlier:
            return
        data = {**asdict(series), "tool": made.results.tool, "unit": one.goal.unit}
        if one.command and self.bench.measure and one.reads:
            data["rests"] = prints(self.bench.root, one.reads)
        digest = sha256(repr((made.commit, sorted(data.items(), key=str))).encode()).hexdigest()[:16]
        last = recordings.recorded(RECORDED, one.series, _KEPT)
        if all(each.data.get("digest") != digest for each in last):
            recordings.record(
                RECORDED,
                one.series,
                {**data, "digest": digest},
                commit=made.commit,
                machine=str(made.machine) or "unknown",
            )

    def _run(self, one: Wanted) -> tuple[str, str]:
        """Run a command once and return the folder and the name of what it wrote."""
        if one.command not in self._ran:
            try:
                self._ran[one.command] = _ran(one, self.bench)
            except ResultError as error:
                self._ran[one.command] = error
        made = self._ran[one.command]
        if isinstance(made, ResultError):
            raise made
        return made[1].name, made[0]


def _ran(one: Wanted, bench: Bench) -> tuple[str, TemporaryDirectory[str]]:
    """Run a command in the sandbox; return the name of what it wrote, and the folder that holds it."""
    folder = TemporaryDirectory(prefix="holdfast-bench-")
    limits = Limits(wall=one.timeout + 60, cpu=int(one.timeout) + 60)
    try:
        with open_shell(replace(bench, timeout=one.timeout), limits) as shell:
            _measure(one, shell, os.path.join(folder.name, _RESULT))
    except (Refused, SessionLost, OSError) as error:
        folder.cleanup()
        remedy = getattr(error, "remedy", "") or "let the command write to {output}"
        raise ResultError(f"its command could not be run: {getattr(error, 'found', error)}", remedy) from error
    except ResultError:
        folder.cleanup()
        raise
    return _RESULT, folder


def _measure(one: Wanted, shell: Shell, target: str) -> None:
    """Run a command and copy what it wrote: to ``{output}`` where it names that, else what it printed."""
    output = f"{shell.work}/result"
    done = shell.run(one.command.replace(_OUTPUT, shlex.quote(output)))
    said = done.stdout.decode("utf-8", "replace")
    if done.timed_out:
        raise ResultError(f"its command took longer than {one.timeout:g} s", f"[verify.bench.{one.name}] timeout = ...")
    if done.exit:
        unable = shell.unable(said)
        why = unable[0] if unable else f"it exited with {done.exit}"
        last = next((line for line in reversed(said.splitlines()) if line.strip()), "")
        raise ResultError(f"its command failed: {why}{f': {last[:200]}' if last else ''}", "mend the command")
    if _OUTPUT in one.command:
        _fetch(shell, output, target)
    else:
        with open(target, "wb") as file:
            file.write(done.stdout)


def _fetch(shell: Shell, output: str, target: str) -> None:
    """Copy what a command wrote out of the sandbox: one file, or the JSON files below a folder."""
    inside = (
        shell.found(output, "-type", "f", "-name", "*.json")
        if shell.found(output, "-maxdepth", "0", "-type", "d")
        else [output]
    )
    for path in inside[:_FILES]:
        name = os.path.relpath(path, output)
        place = target if name == "." else os.path.join(target, name)
        os.makedirs(os.path.dirname(place), exist_ok=True)
        with open(place, "wb") as file:
            file.write(shell.fetch(path))


def head(root: str) -> str:
    """Return the commit that is checked out; empty outside of git."""
    try:
        return commit_id(root, "HEAD")
    except GitError:
        return ""


def _last_commit(root: str, path: str) -> str:
    """Return the commit that last changed a file, where it is as committed; empty outside of git."""
    try:
        if run(root, "status", "--porcelain", "--", f":(literal){path}").strip():
            return ""
        return run(root, "log", "-1", "--format=%H", "--", f":(literal){path}").decode().strip()
    except GitError:
        return ""


def _behind(root: str, commit: str) -> int:
    """Return how many commits were made since a commit; -1 where it is no ancestor, or git cannot tell."""
    if not commit:
        return 0
    try:
        run(root, "merge-base", "--is-ancestor", commit, "HEAD")
        return int(run(root, "rev-list", "--count", f"{commit}..HEAD"))
    except (GitError, ValueError):
        return -1


@contextmanager
def measurements(bench: Bench) -> Iterator[Measurements]:
    """Open the measurements of one run."""
    made = Measurements(bench)
    try:
        yield made
    finally:
        made.close()
