"""What this machine can do for `verify`, part by part, and the command that mends what is missing."""

import os
import platform
import sys
import tempfile
from enum import StrEnum
from typing import NamedTuple

from holdfast.world import toolchains
from holdfast.world.cachefolder import cache_folder
from holdfast.world.sandbox import Capability, probe
from holdfast.world.sandbox.hindrance import install_command
from holdfast.world.sandbox.syscalls import MACHINES
from holdfast.world.state import state_folder


class State(StrEnum):
    """How a part is."""

    GOOD = "good"
    LIMITED = "limited"
    """It works, with less than there could be."""
    MISSING = "missing"


class Part(NamedTuple):
    """One thing that was looked at."""

    group: str
    name: str
    state: State
    found: str
    remedy: str = ""


class Diagnosis(NamedTuple):
    """All of them."""

    level: str
    """Of the sandbox, as evidence records it."""
    parts: tuple[Part, ...]

    @property
    def can_verify(self) -> bool:
        """Whether examples can be run at all."""
        return self.level != "none"


def diagnose(project: str) -> Diagnosis:
    """Look at everything; ``project`` is where node's packages are looked for. Runs nothing of the project's."""
    capability = probe()
    parts = (*_sandbox(capability), *_languages(project), *_surroundings())
    return Diagnosis(str(capability.level), parts)


def _sandbox(found: Capability) -> list[Part]:
    group = "Sandbox"
    if found.hindrance:
        parts = [Part(group, "bubblewrap", State.MISSING, found.hindrance.found, found.hindrance.remedy)]
    else:
        parts = [
            Part(
                group, "bubblewrap", State.GOOD, f"{found.version}, walls tried: network, files, processes, privileges"
            )
        ]
    machine = platform.machine()
    parts.append(
        Part(group, "call filter", State.GOOD, machine)
        if machine in MACHINES
        else Part(group, "call filter", State.MISSING, f"none for {machine}", "use a machine with x86_64 or aarch64")
    )
    held = sorted(name for one in found.groups for name in one.controllers)
    if "memory" in held:
        parts.append(Part(group, "memory", State.GOOD, f"held by the kernel (cgroups: {', '.join(held)})"))
    else:
        parts.append(
            Part(
                group,
                "memory",
                State.LIMITED,
                "watched 20 times a second; no cgroup is ours to divide",
                "to have the kernel hold it: systemd-run --user --scope -p Delegate=yes holdfast verify",
            )
        )
    return parts


def _languages(project: str) -> list[Part]:
    group = "Examples"
    parts = [Part(group, "Python", State.GOOD, f"{platform.python_version()}  {sys.executable}")]
    parts.append(_program(group, "ty", "ty", "Python types", f"{sys.executable} -m pip install 'holdfast[verify]'"))
    parts.append(_program(group, "node", "node", "TypeScript and JavaScript", install_command("nodejs")))
    for package in ("typescript", "tsx"):
        parts.append(_package(group, package, project))
    rust = "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
    parts.append(_program(group, "rustc", "rustc", "Rust", rust))
    parts.append(_program(group, "cargo", "cargo", "Rust projects", rust))
    parts.append(_program(group, "go", "go", "Go", install_command("golang-go"), "version"))
    parts.append(_program(group, "gcc", "gcc", "C, and linking Rust", install_command("gcc")))
    return parts


def _program(group: str, name: str, program: str, use: str, remedy: str, *arguments: str) -> Part:
    path = toolchains.find(program)
    if not path:
        return Part(group, name, State.MISSING, f"for {use}", remedy)
    return Part(group, name, State.GOOD, f"{toolchains.version(path, *arguments) or 'version unknown'}  {path}")


def _package(group: str, name: str, project: str) -> Part:
    """Look for a package of node's in the project and above; its file is read and nothing is run."""
    import json

    folder = os.path.abspath(project)
    while True:
        path = os.path.join(folder, "node_modules", name, "package.json")
        try:
            with open(path, encoding="utf-8") as file:
                return Part(group, name, State.GOOD, f"{json.load(file).get('version', '')}  {os.path.dirname(path)}")
        except (OSError, ValueError, AttributeError):
            pass
        parent = os.path.dirname(folder)
        if parent == folder:
            return Part(group, name, State.MISSING, "for TypeScript", f"npm install --save-dev {name}")
        folder = parent


def _surroundings() -> list[Part]:
    group = "Surroundings"
    git = _program(group, "git", "git", "history and secrets", install_command("git"))

    folders = (("cache", cache_folder(), "XDG_CACHE_HOME"), ("evidence", state_folder(), "XDG_STATE_HOME"))
    return [git, *(_folder(group, *one) for one in folders)]


def _folder(group: str, name: str, path: str, variable: str) -> Part:
    """Tell whether a folder can be written, or made, without leaving anything there."""
    existing = path
    while not os.path.isdir(existing):
        existing = os.path.dirname(existing)
    try:
        with tempfile.TemporaryFile(dir=existing):
            return Part(group, name, State.GOOD, path)
    except OSError as error:
        elsewhere = f"name a folder that can be written: {variable}=FOLDER"
        mend = f"sudo chown -R {os.geteuid()} '{existing}'" if os.geteuid() and existing == path else elsewhere
        return Part(group, name, State.MISSING, f"{path}: {(error.strerror or '').lower()}", mend)
