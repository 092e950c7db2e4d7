"""Node and the packages of a side: the folder with ``node_modules`` nearest to the document, and what is installed there."""

import json
import os
from typing import NamedTuple

from holdfast.digest import sha256
from holdfast.verifiers.replayed.kinds import Ground
from holdfast.world.toolchains import find

_LOCKS = (
    "node_modules/.package-lock.json",
    "package-lock.json",
    "pnpm-lock.yaml",
    "yarn.lock",
    "bun.lock",
    "package.json",
)


class Packages(NamedTuple):
    """Where things are, as absolute paths; empty for what is not there."""

    node: str
    folder: str
    """That holds ``node_modules``."""
    version: str
    """Sixteen hex digits over the lock files and manifests."""

    def has(self, name: str) -> bool:
        """Tell whether a package is installed."""
        return bool(self.folder) and os.path.isdir(os.path.join(self.folder, "node_modules", name))

    @property
    def shown(self) -> tuple[str, ...]:
        """What a sandbox has to be shown of them."""
        return (os.path.join(self.folder, "node_modules"),) if self.folder else ()

    @property
    def locks(self) -> tuple[str, ...]:
        """The files that change when a package does."""
        return tuple(filter(os.path.exists, (os.path.join(self.folder, one) for one in _LOCKS))) if self.folder else ()

    @property
    def build(self) -> str:
        """What tells one Node from another without starting it: size and time of its program."""
        status = os.stat(self.node) if self.node else None
        return f"{status.st_size} {status.st_mtime_ns}" if status else ""

    def release(self, name: str) -> str:
        """Return the version of an installed package; empty where it is not there."""
        try:
            with open(os.path.join(self.folder, "node_modules", name, "package.json"), encoding="utf-8") as file:
                return str(json.load(file).get("version", ""))
        except (OSError, ValueError, AttributeError):
            return ""


def packages_for(ground: Ground, wanted: str = "") -> Packages:
    """Return the packages of a side: of its environment, of the configuration, or the nearest that has ``wanted``."""
    said = ground.settings.get("typescript", {})
    named = ground.environment.get("node_modules") or said.get("folder")
    if named:
        folder = os.path.normpath(os.path.join(ground.root, str(named)))
        folder = os.path.dirname(folder) if os.path.basename(folder) == "node_modules" else folder
    else:
        folder = next(
            (one for one in _candidates(ground) if os.path.isdir(os.path.join(one, "node_modules", wanted))), ""
        )
    node = os.path.join(ground.root, str(said["node"])) if said.get("node") else os.path.realpath(find("node") or "/")
    digest = sha256()
    for lock in (os.path.join(folder, one) for one in _LOCKS if folder):
        try:
            with open(lock, "rb") as file:
                digest.update(file.read())
        except OSError:
            digest.update(b"-")
    return Packages(node if os.path.isfile(node) else "", folder, digest.hexdigest()[:16])


def _candidates(ground: Ground) -> list[str]:
    found = []
    for folder in ground.folders:
        found.append(folder)
        try:
            with os.scandir(folder) as entries:
                below = sorted(
                    one.path for one in entries if one.is_dir() and not one.name.startswith((".", "node_modules"))
                )
        except OSError:
            below = []
        found += below
    return found
