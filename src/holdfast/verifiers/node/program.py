"""One program for the compiler: every example a module, all checked at once, a known fault among them."""

import json
import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.model.trial import Fault
from holdfast.verifiers import Unit
from holdfast.verifiers.node.modules import Module, fault_in, modules
from holdfast.verifiers.node.project import Project
from holdfast.world.sandbox import Session

_CANARY = 'const canary: number = "holdfast";\nexport {};\n'
_SAID = re.compile(r"^(?P<file>[^\s(]+)\((?P<line>\d+),(?P<column>\d+)\): error (?P<code>TS\d+): (?P<text>.*)$")
_SYNTAX = re.compile(r"TS1\d{3}\Z")
_ROUNDS = 4
_SETTINGS = "holdfast.tsconfig.json"
_OWN = {
    "module": "nodenext",
    "target": "es2023",
    "lib": ["es2023", "dom"],
    "strict": True,
}
"""Of a project that settles nothing."""


class Checked(NamedTuple):
    """What the compiler says of all modules."""

    faults: dict[str, Fault]
    """The first fault of each module, by its name."""
    syntax: frozenset[str]
    """The modules that do not even parse."""
    masked: str
    """Why nothing can be believed; empty where the known fault was reported."""


def lay_out(session: Session, work: str, found: Project, units: Sequence[Unit]) -> dict[tuple[str, int], Module]:
    """Put the examples as modules beside links to all that the project's own folder holds; return them."""
    entries = [name for name in os.listdir(found.root) if not name.startswith(".") or name == ".npmrc"]
    links = " ".join(f"'{os.path.join(found.root, name)}'" for name in entries if "'" not in name)
    session.run(["/bin/sh", "-c", f"ln -s {links} . 2>/dev/null"], cwd=work)
    made = modules(units)
    for one in made.values():
        session.store(f"{work}/{one.name}.mts", one.text.encode("utf-8", "surrogateescape"))
    session.store(f"{work}/holdfast-0.mts", _CANARY.encode())
    return made


def compile_all(session: Session, work: str, found: Project, made: Sequence[Module], seconds: float) -> Checked:
    """Check all modules and write what they compile to below ``.out``.

    A file that does not parse keeps the compiler from checking the others, so it is left out and the rest is
    asked again.
    """
    names = {one.name for one in made}
    faults: dict[str, Fault] = {}
    syntax: set[str] = set()
    for _ in range(_ROUNDS):
        files = sorted(f"{name}.mts" for name in {"holdfast-0", *names} - syntax)
        session.store(f"{work}/{_SETTINGS}", json.dumps(_settings(found, files)).encode())
        done = session.run(
            [found.node, found.compiler, "-p", _SETTINGS, "--pretty", "false"],
            cwd=work,
            seconds=seconds,
            output=64 << 20,
        )
        if done.timed_out or done.killed_for:
            return Checked({}, frozenset(), f"the compiler was ended after {done.wall:.0f} s")
        said = list(_read(done.stdout.decode("utf-8", "replace")))
        for name, fault, code in said:
            faults.setdefault(name, fault)
            if _SYNTAX.match(code):
                syntax.add(name)
        if any(name == "holdfast-0" for name, _, _ in said):
            faults.pop("holdfast-0")
            return Checked(faults, frozenset(syntax), "")
        if not any(_SYNTAX.match(code) for _, _, code in said):
            last = (done.stdout + done.stderr).decode("utf-8", "replace").strip().splitlines() or ["nothing"]
            return Checked({}, frozenset(), f"the compiler did not report a known fault; it says: {last[0][:160]}")
    return Checked({}, frozenset(), "the compiler did not report a known fault")


def _settings(found: Project, files: list[str]) -> dict[str, object]:
    """Return the project's settings, with what keeps examples apart and writes nothing into the project."""
    ours: dict[str, object] = {
        "allowImportingTsExtensions": False,
        "composite": False,
        "declaration": False,
        "incremental": False,
        "moduleDetection": "force",
        "noEmit": False,
        "noEmitOnError": False,
        "noUnusedLocals": False,
        "noUnusedParameters": False,
        "outDir": "./.out",
        "preserveSymlinks": True,
        "rootDir": ".",
        "skipLibCheck": True,
        "sourceMap": False,
        "verbatimModuleSyntax": False,
    }
    if found.settings:
        return {"extends": "./tsconfig.json", "compilerOptions": ours, "include": [], "files": files}
    return {"compilerOptions": {**_OWN, **ours}, "files": files}


def _read(output: str) -> list[tuple[str, Fault, str]]:
    found: list[tuple[str, Fault, str]] = []
    for line in output.splitlines():
        said = _SAID.match(line)
        if said and said["file"].endswith(".mts"):
            name = os.path.basename(said["file"]).removesuffix(".mts")
            fault = fault_in(int(said["line"]), int(said["column"]), f"{said['code']}: {said['text']}")
            found.append((name, fault, said["code"]))
    return found
