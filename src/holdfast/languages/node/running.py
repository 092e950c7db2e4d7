"""Examples run, one process each; how each ended is known by its receipt.

An example can write wherever those behind it in the same sandbox will look, so each is run in a folder whose name
nobody could know, filled from what no example can change.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from holdfast.languages import Unit
from holdfast.languages.node.ending import Ended, judged
from holdfast.languages.node.modules import Key, Module, chain, compiled, key
from holdfast.languages.node.program import OUT, links
from holdfast.languages.node.project import LIMITS, Project, view
from holdfast.languages.session.pool import run_all
from holdfast.model.trial import Trial
from holdfast.records import replace
from holdfast.world.bench import Bench
from holdfast.world.sandbox import Finished, Session

_WRAPPER = os.path.join(os.path.dirname(__file__), "inside", "receipt.mjs")
_HIDDEN = ("node_modules", OUT, "holdfast-")


@dataclass(frozen=True, slots=True)
class Runner:
    """All that running the examples of one project needs."""

    found: Project
    made: Mapping[Key, Module]
    bench: Bench
    archive: bytes = b""
    """What the compiler made of all modules; empty where they are run as they are written."""
    aliases: tuple[str, ...] = ()

    def run(self, units: Sequence[Unit]) -> Iterator[tuple[Unit, Trial]]:
        """Run every unit."""
        return run_all(units, self.bench, self._opened, self._attempt)

    @contextmanager
    def _opened(self) -> Iterator[Session]:
        with open(_WRAPPER, "rb") as file:
            inputs = {"receipt.mjs": file.read(), "out.tar": self.archive}
        with self.bench.room(view(self.found, self.bench, inputs), LIMITS) as room, room.session() as session:
            session.environment["HOLDFAST_INPUTS"] = room.inputs
            yield session

    def _attempt(self, session: Session, unit: Unit) -> Trial:
        module = self.made[key(unit.example)]
        ended = self._run(session, module, loader=False) if self.archive or not self._typed else None
        if self.found.runner and (ended is None or ended.unloadable):
            ended = self._run(session, module, loader=True)
        assert ended is not None  # noqa: S101 - Typed modules are never run without an archive or a loader.
        trial = judged(module, self.made, ended, self.bench, self.found, self.aliases)
        reads = frozenset(path for one in ended.reads if (path := self._path(one)))
        return replace(trial, output=ended.printed, reads=reads, seconds=ended.done.wall)

    @property
    def _typed(self) -> bool:
        return any(one.name.endswith(("mts", "tsx")) for one in self.made.values())

    def _run(self, session: Session, module: Module, *, loader: bool) -> Ended:
        folder = f"{session.cwd}/{os.urandom(8).hex()}"
        needed = chain(module, dict(self.made))
        unpacked = bool(self.archive) and not loader
        target = f"{folder}/{OUT}/{compiled(module.name)}" if unpacked else f"{folder}/{module.name}"
        if not unpacked:
            session.store({f"{folder}/{one.name}": one.text.encode("utf-8", "surrogateescape") for one in needed})
        inputs = session.environment["HOLDFAST_INPUTS"]
        # The modules of other examples are left out; what the compiler made of the project is not.
        members = " ".join(f"{OUT}/{compiled(one.name)}" for one in needed)
        unpack = f"tar -xf '{inputs}/out.tar' --exclude='{OUT}/holdfast-*'\ntar -xf '{inputs}/out.tar' {members}\n"
        options = ["--no-warnings", "--enable-source-maps"]
        if loader:
            options += ["--import", f"file://{self.found.runner}"]
        command = [self.found.node, *options, f"{inputs}/receipt.mjs"]
        script = f"mkdir -p '{folder}/.tmp' && cd '{folder}' || exit 126\n{links(self.found)}{unpack if unpacked else ''}exec \"$@\"\n"
        words = os.urandom(16).hex()
        asked = json.dumps({"words": words, "target": target, "root": self.found.root})
        done = session.run(
            ["/bin/sh", "-c", script, "sh", *command],
            environment={"TMPDIR": f"{folder}/.tmp", "HOME": f"{folder}/.tmp"},
            stdin=asked.encode(),
            seconds=self.bench.timeout,
        )
        return _ended(done, words)

    def _path(self, name: str) -> str:
        """Return what was read relative to the project of the run; empty for what is not the project's own."""
        if name.startswith(_HIDDEN) or "/node_modules/" in name:
            return ""
        path = os.path.relpath(os.path.join(self.found.root, name), self.bench.root).replace(os.sep, "/")
        return "" if path.startswith("..") else path


def _ended(done: Finished, words: str) -> Ended:
    """Split what a process said from its receipt; a receipt in other words is none."""
    said = done.stderr.decode("utf-8", "replace")
    finished = f"\n{words}\n" in said
    told: dict[str, list[str]] = {"reads": [], "kinds": []}
    for mark in told:
        found = re.search(rf"^holdfast-{mark}:(\[.*\])$", said, re.MULTILINE)
        try:
            told[mark] = [str(one) for one in json.loads(found[1])] if found else []
        except ValueError:
            told[mark] = []
    said = re.sub(r"^holdfast-(?:reads|kinds):.*\n?", "", said.replace(f"\n{words}\n", ""), flags=re.MULTILINE)
    return Ended(
        done, done.stdout.decode("utf-8", "replace"), said, finished, tuple(told["reads"]), tuple(told["kinds"])
    )
