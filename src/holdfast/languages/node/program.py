"""One program for the compiler: every example a module, all checked at once, a known fault among them."""

import json
import os
import re
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from holdfast.languages.node.modules import Key, Module, fault_in, key
from holdfast.languages.node.project import Project
from holdfast.languages.node.settings import Settings, emitting, typing
from holdfast.model.trial import Fault
from holdfast.world.sandbox import Session

_CANARY = "holdfast-0.mts"
_FAULT = 'const canary: number = "holdfast";\nexport {};\n'
_SAID = re.compile(r"^(?P<file>[^\s(]+)\((?P<line>\d+),(?P<column>\d+)\): error (?P<code>TS\d+): (?P<text>.*)$")
_SYNTAX = re.compile(r"TS1\d{3}\Z")
_ROUNDS = 4
_SETTINGS = "holdfast.tsconfig.json"
_OUTPUT = 64 << 20
OUT = ".out"


class Checked(NamedTuple):
    """What the compiler says of all modules."""

    faults: Mapping[Key, list[Fault]]
    """The faults of each example that has one."""
    masked: str = ""
    """Why nothing can be believed; empty where the known fault was reported."""


def lay_out(session: Session, work: str, found: Project, made: Sequence[Module]) -> None:
    """Put modules beside links to all that the project's own folder holds."""
    session.run(["/bin/sh", "-c", links(found)], cwd=work)
    session.store({f"{work}/{one.name}": one.text.encode("utf-8", "surrogateescape") for one in made})


def links(found: Project) -> str:
    """Return what a shell has to do so that a folder looks like the project's."""
    names = [name for name in os.listdir(found.root) if not name.startswith((".git", "holdfast-"))]
    paths = " ".join(shlex.quote(os.path.join(found.root, name)) for name in names)
    return f"ln -s {paths} . 2>/dev/null\n" if paths else ""


def check(
    session: Session, work: str, found: Project, settings: Settings, made: Sequence[Module], seconds: float
) -> Checked:
    """Check all modules.

    A file that does not parse keeps the compiler from checking the others, so it is left out and the rest is
    asked again until the known fault is reported.
    """
    faults: dict[Key, list[Fault]] = {}
    left = {one.name: one for one in made}
    session.store({f"{work}/{_CANARY}": _FAULT.encode()})
    for _ in range(_ROUNDS):
        files = [_CANARY, *sorted(left)]
        said, problem = _compile(session, work, found, typing(settings, files), seconds)
        if problem:
            return Checked({}, problem)
        seen: dict[Key, list[Fault]] = {}
        for name, line, column, code, text in said:
            if name in left:
                fault, where = fault_in(left[name], line, column, f"{code}: {text}")
                # What is wrong in the part that two modules share belongs to the example it stands in.
                seen.setdefault(where, []).append(fault)
                if where != key(left[name].example):
                    seen.setdefault(key(left[name].example), [])
        for where, found_there in seen.items():
            faults.setdefault(where, found_there)
        if any(name == _CANARY for name, *_ in said):
            return Checked(faults)
        broken = {name for name, _, _, code, _ in said if name in left and _SYNTAX.match(code)}
        if not broken:
            break
        left = {name: one for name, one in left.items() if name not in broken}
    outside = next((f"{name}: {text}" for name, _, _, _, text in said if name not in left), "nothing else")
    return Checked({}, f"the compiler did not report a known fault; it says: {outside[:160]}")


def emit(
    session: Session, work: str, found: Project, settings: Settings, made: Sequence[Module], seconds: float
) -> tuple[bytes, str]:
    """Compile modules and what they import of the project; return an archive of what came of it, or why there is none."""
    files = sorted(one.name for one in made)
    _, problem = _compile(session, work, found, emitting(settings, files), seconds)
    if problem:
        return b"", problem
    packed = session.run(["/bin/tar", "-cf", "-", OUT], cwd=work, output=_OUTPUT)
    if packed.exit or packed.truncated:
        return b"", "what the compiler wrote cannot be taken over"
    return packed.stdout, ""


def effective(session: Session, work: str, found: Project) -> dict[str, Any]:
    """Return the project's settings with all that they extend; empty where it has none or they cannot be read."""
    if not found.settings:
        return {}
    command = [found.node, found.compiler, "--showConfig", "-p"]
    done = session.run([*command, found.settings], cwd=work, output=_OUTPUT)
    try:
        read: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        # A list of files that is empty hides the settings, so they are asked for with one.
        extending = json.dumps({"extends": found.settings, "files": [_CANARY]})
        session.store({f"{work}/{_CANARY}": _FAULT.encode(), f"{work}/{_SETTINGS}": extending.encode()})
        done = session.run([*command, _SETTINGS], cwd=work, output=_OUTPUT)
        try:
            read = {**json.loads(done.stdout), "files": []}
        except ValueError:
            return {}
    return read


def _compile(
    session: Session, work: str, found: Project, settings: dict[str, Any], seconds: float
) -> tuple[list[tuple[str, int, int, str, str]], str]:
    """Run the compiler once; return what it says, or why it said nothing."""
    session.store({f"{work}/{_SETTINGS}": json.dumps(settings).encode()})
    command = [found.node, found.compiler, "-p", _SETTINGS, "--pretty", "false"]
    done = session.run(command, cwd=work, seconds=seconds, output=_OUTPUT)
    if done.timed_out or done.killed_for:
        return [], f"the compiler was ended after {done.wall:.0f} s"
    if done.truncated:
        return [], "the compiler said more than can be read"
    return list(_read((done.stdout + done.stderr).decode("utf-8", "replace"))), ""


def _read(output: str) -> Iterator[tuple[str, int, int, str, str]]:
    for line in output.splitlines():
        said = _SAID.match(line)
        if said:
            own = "/" not in said["file"].removeprefix("./")
            name = os.path.basename(said["file"]) if own else said["file"]
            yield name, int(said["line"]), int(said["column"]), said["code"], said["text"]
        elif line.startswith("error TS"):
            yield "", 1, 1, line[6:].partition(":")[0], line[6:]
