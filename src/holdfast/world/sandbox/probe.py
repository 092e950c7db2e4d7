"""Whether this machine can wall something off: tried for real, once for each start of the machine."""

import os
import shutil
import subprocess
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from holdfast.errors import HoldfastError, Refused
from holdfast.world.sandbox.cgroup import Cgroup, Hierarchy, hierarchies
from holdfast.world.sandbox.hindrance import Hindrance, explain, missing, outdated
from holdfast.world.sandbox.known import is_known, remember
from holdfast.world.sandbox.limits import MIB, Limits, View
from holdfast.world.sandbox.masks import Masks
from holdfast.world.sandbox.process import Running

_SPACES = ("user", "pid", "net", "ipc", "uts", "cgroup", "mnt")
_OPTIONS = ("--disable-userns", "--json-status-fd", "--size", "--perms", "--clearenv", "--info-fd")
_SCRIPT = r"""
for one in user pid net ipc uts cgroup mnt; do echo "space $one $(readlink /proc/self/ns/$one)"; done
while read -r name value; do echo "status $name $value"; done < /proc/self/status
for one in /usr / /etc /dev /hf; do (: > "$one/holdfast-probe") 2>/dev/null && echo "wrote $one"; done
for one in /hf/work /hf/home /tmp /dev/shm; do (: > "$one/holdfast-probe") 2>/dev/null || echo "closed $one"; done
[ -e "$OUTSIDE" ] && echo "sees $OUTSIDE"
while read -r name rest; do case $name in *:) echo "interface $name";; esac; done < /proc/net/dev
if command -v unshare >/dev/null; then unshare -U true 2>/dev/null && echo "nested"; fi
echo done
"""


class Level(StrEnum):
    """How commands are walled off; recorded with the evidence."""

    CGROUP = "strict+cgroup"
    """Namespaces and filter; the kernel holds the sum of memory and processes."""
    WATCHDOG = "strict+watchdog"
    """Namespaces and filter; the sum of memory is looked at many times a second."""
    TRUSTED = "trusted"
    """No walls; the user has said so."""
    NONE = "none"
    """Nothing is run."""


class Capability(NamedTuple):
    """What the probe found."""

    level: Level
    version: str
    """Of bubblewrap; empty where it is not there, or was not asked because an earlier run has tried the walls."""
    groups: tuple[Hierarchy, ...] = ()
    """Where cgroups can be made."""
    hindrance: Hindrance | None = None
    """Why there is no sandbox, and the command that mends it."""


@cache
def probe() -> Capability:
    """Start the strict sandbox and look around in it; raises nothing."""
    program = shutil.which("bwrap")
    if not program:
        return Capability(Level.NONE, "", hindrance=missing())
    version = _output(program, "--version").rpartition(" ")[2].strip()
    text = _output(program, "--help")
    lacking = [option for option in _OPTIONS if option not in text]
    if lacking:
        return Capability(Level.NONE, version, hindrance=outdated(version, lacking[0]))
    groups = _groups()
    try:
        problems = _look_around(groups)
    except HoldfastError as error:
        return Capability(Level.NONE, version, hindrance=explain(error.found))
    except Exception as error:
        return Capability(Level.NONE, version, hindrance=explain(f"{type(error).__name__}: {error}"))
    if problems:
        return Capability(Level.NONE, version, hindrance=explain(f"the sandbox has a hole: {problems[0]}"))
    remember(program)
    return Capability(_level(groups), version, groups)


@cache
def _known() -> Capability:
    """Return what an earlier run found by its probe, or else what a probe finds now."""
    program = shutil.which("bwrap")
    if program and is_known(program):
        groups = _groups()
        return Capability(_level(groups), "", groups)
    return probe()


def _level(groups: tuple[Hierarchy, ...]) -> Level:
    held = any("memory" in one.controllers for one in groups)
    return Level.CGROUP if held else Level.WATCHDOG


def require() -> Capability:
    """Return what the probe found; raises :class:`~holdfast.errors.Refused` where there is no sandbox."""
    found = _known()
    if found.hindrance:
        raise Refused(f"no sandbox on this machine: {found.hindrance.found}", remedy=found.hindrance.remedy)
    return found


def _look_around(groups: tuple[Hierarchy, ...]) -> list[str]:
    """Return what is not as it should be inside."""
    import tempfile

    from holdfast.world.sandbox.walled import launch

    limits = Limits(wall=20, cpu=5, memory=256 * MIB, processes=64)
    with tempfile.NamedTemporaryFile() as canary:
        running = Running(
            lambda: launch(
                ("/bin/sh", "-c", _SCRIPT),
                view=View(),
                covers=Masks((), ()),
                limits=limits,
                environment={"PATH": "/usr/bin:/bin", "OUTSIDE": canary.name},
                cwd="/",
                stdin=b"",
                pass_fds=(),
                groups=groups,
            ),
            limits,
        )
        finished = running.wait()
    lines = finished.stdout.decode("utf-8", "replace").splitlines()
    if not lines or lines[-1] != "done":
        said = finished.stderr.decode("utf-8", "replace").strip().splitlines()
        return [f"the probe did not come to its end ({said[-1] if said else finished.exit})"]
    return _problems(lines)


def _problems(lines: list[str]) -> list[str]:
    found = []
    for line in lines:
        kind, _, rest = line.partition(" ")
        name, _, value = rest.partition(" ")
        value = value.strip()
        if kind == "space" and value == os.readlink(f"/proc/self/ns/{name}"):
            found.append(f"the {name} namespace is that of the machine")
        elif kind == "status":
            found += _status(name, value)
        elif kind in ("wrote", "sees", "nested"):
            found.append(
                {"wrote": f"{rest} can be written", "sees": f"{rest} can be seen"}.get(kind, "namespaces nest")
            )
        elif kind == "closed":
            found.append(f"{rest} cannot be written")
        elif kind == "interface" and rest != "lo:":
            found.append(f"there is a network interface, {rest}")
    if sum(line.startswith("space ") for line in lines) != len(_SPACES):
        found.append("the namespaces cannot be told")
    return found


def _status(name: str, value: str) -> list[str]:
    """Judge one line of ``/proc/self/status``."""
    if name == "Uid:" and "0" in value.split():
        return ["commands run as root"]
    if name in ("CapEff:", "CapPrm:", "CapBnd:", "CapAmb:", "CapInh:") and int(value, 16):
        return [f"commands have capabilities ({name} {value})"]
    if name == "NoNewPrivs:" and value != "1":
        return ["programs may gain privileges"]
    if name == "Seccomp:" and value != "2":
        return ["system calls are not filtered"]
    return []


def _groups() -> tuple[Hierarchy, ...]:
    """Return where cgroups can be made, having made one."""
    found = hierarchies()
    try:
        if found:
            Cgroup(found, Limits()).close()
    except OSError:
        return ()
    return found


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return ""
