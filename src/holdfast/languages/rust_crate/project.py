"""The Rust project behind examples: its toolchain, its own crates, and what they depend on."""

import os
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from holdfast.digest import sha256
from holdfast.model.example import Level
from holdfast.model.trial import Toolchain
from holdfast.toml import loads
from holdfast.world.bench import Bench
from holdfast.world.sandbox import View
from holdfast.world.toolchains import cargo_paths, find, rust_root

_EDITION = "2021"
_KINDS = ("dependencies", "dev-dependencies")


class Project(NamedTuple):
    """Where things are, as absolute paths; empty for what is not there."""

    root: str
    toolchain: str
    """The folder of the toolchain, whose ``bin`` holds rustc and cargo."""
    edition: str
    own: tuple[str, ...]
    """Names of the project's own library crates, as code writes them."""
    manifest: tuple[tuple[str, str], ...]
    """Names of what can be depended on, as code writes them, each with its line below ``[dependencies]``."""
    patches: str
    """The tables of the manifest that replace packages."""
    sources_config: str
    """What the project's ``.cargo/config.toml`` says about where packages come from, such as a vendored folder."""
    lock: str
    """The ``Cargo.lock``."""
    manifests: tuple[str, ...]
    """The project's own manifests, relative to its root."""

    @property
    def rustc(self) -> str:
        """The compiler itself, not rustup's stand-in."""
        return os.path.join(self.toolchain, "bin", "rustc")

    @property
    def cargo(self) -> str:
        """Cargo itself."""
        return os.path.join(self.toolchain, "bin", "cargo")


def project(bench: Bench) -> Project:
    """Return the project of a bench; its ``[verify.rust]`` table may name a ``toolchain`` and a ``manifest``."""
    settings = bench.settings.get("rust", {})
    return _project(bench.root, str(settings.get("toolchain", "")), str(settings.get("manifest", "")))


def manifest_for(found: Project, codes: str) -> str:
    """Return the tables of a manifest with those dependencies that a text speaks of."""
    words = set(re.findall(r"\w+", codes))
    lines = [line for name, line in found.manifest if name in words]
    return "\n".join(["[dependencies]", *lines, "", found.patches, ""])


def view(found: Project, bench: Bench) -> View:
    """Return what a sandbox shows: the project, the toolchain, and what Cargo fetched earlier."""
    return View(repository=bench.root, read_only=(found.toolchain, *cargo_paths()))


def toolchain(bench: Bench) -> Toolchain:
    """Return the version of rustc and a hash of what the project depends on."""
    found = project(bench)
    if not found.toolchain:
        remedy = "apt-get install rustc cargo, or install rustup"
        return Toolchain((), Level.PARSED, "there is no rustc", remedy)
    from holdfast.world.sandbox import Limits

    with bench.room(View(read_only=(found.toolchain,)), Limits(wall=20)) as room:
        version = room.run([found.rustc, "--version"]).stdout.decode("utf-8", "replace").strip()
    lock = _bytes(found.lock) if found.lock else b""
    said = repr((found.manifest, found.patches, found.sources_config)).encode()
    depends = sha256(said + lock).hexdigest()[:16] if found.manifest else ""
    return Toolchain(
        (("dependencies", depends), ("rustc", version)), Level.COMPARED, rests_on=(found.rustc, found.lock)
    )


@cache
def _project(root: str, chosen: str, manifest: str) -> Project:
    rustc = os.path.join(chosen, "bin", "rustc") if chosen else find("rustc")
    home = rust_root(rustc) if rustc else ""
    top = _top(root, manifest)
    members = _members(top)
    workspace = _table(top).get("workspace", {})
    edition = _EDITION
    for _, table in members:
        said = table.get("package", {}).get("edition")
        edition = str(_inherited(said, workspace.get("package", {}), "edition") or edition)
    libraries = dict(_libraries(members))
    lines = {
        name: f"{_quoted(package)} = {{ path = {_quoted(folder)} }}" for name, (package, folder) in libraries.items()
    }
    for folder, table in members:
        for name, said in [pair for kind in _KINDS for pair in table.get(kind, {}).items()]:
            if line := _dependency(name, said, folder, os.path.dirname(top), workspace):
                lines.setdefault(name.replace("-", "_"), line)
    lock = os.path.join(os.path.dirname(top), "Cargo.lock")
    return Project(
        root=root,
        toolchain=home,
        edition=edition,
        own=tuple(libraries),
        manifest=tuple(lines.items()),
        patches=_patches(top),
        sources_config=_sources_config(os.path.dirname(top)),
        lock=lock if os.path.isfile(lock) else "",
        manifests=tuple(os.path.relpath(os.path.join(folder, "Cargo.toml"), root) for folder, _ in members),
    )


def _libraries(members: list[tuple[str, dict[str, Any]]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the name of each library among the members, with its package and folder."""
    for folder, table in members:
        package = str(table.get("package", {}).get("name", ""))
        if package and (os.path.isfile(os.path.join(folder, "src", "lib.rs")) or "lib" in table):
            yield str(table.get("lib", {}).get("name", package)).replace("-", "_"), (package, folder)


def _top(root: str, manifest: str) -> str:
    """Return the manifest of the project: at its root, or in the one folder below it that has one."""
    if manifest:
        return os.path.join(root, manifest)
    below = sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    places = [os.path.join(folder, "Cargo.toml") for folder in (root, *below)]
    return next((path for path in places if os.path.isfile(path)), places[0])


def _patches(top: str) -> str:
    """Return ``[patch]`` tables with their paths made absolute."""
    text = ""
    for source, packages in _table(top).get("patch", {}).items():
        lines = [
            _dependency(name, said, os.path.dirname(top), os.path.dirname(top), {}) for name, said in packages.items()
        ]
        text += "\n".join([f"[patch.{_quoted(source)}]", *lines, ""])
    return text


def _sources_config(folder: str) -> str:
    """Return where packages come from, as the project's configuration of Cargo says; nothing else is taken from it."""
    text = ""
    for name in ("config.toml", "config"):
        for source, table in _table(os.path.join(folder, ".cargo", name)).get("source", {}).items():
            said = {key: value for key, value in table.items() if isinstance(value, str)}
            if "directory" in said:
                said["directory"] = os.path.normpath(os.path.join(folder, said["directory"]))
            pairs = (f"{key} = {_quoted(value)}" for key, value in said.items())
            text += "\n".join([f"[source.{_quoted(source)}]", *pairs, ""])
    return text


def _members(top: str) -> list[tuple[str, dict[str, Any]]]:
    """Return the packages of the project with their folders."""
    from glob import glob

    table = _table(top)
    found = [(os.path.dirname(top), table)] if "package" in table else []
    for pattern in table.get("workspace", {}).get("members", []):
        for folder in sorted(glob(os.path.join(os.path.dirname(top), pattern))):
            member = _table(os.path.join(folder, "Cargo.toml"))
            if "package" in member:
                found.append((folder, member))
    return found


def _dependency(name: str, said: Any, folder: str, root: str, workspace: dict[str, Any]) -> str:
    """Return a line of ``[dependencies]`` that says the same from another folder; empty for what cannot be said."""
    if isinstance(said, dict) and said.get("workspace"):
        shared = workspace.get("dependencies", {}).get(name)
        if shared is None:
            return ""
        more = {key: value for key, value in said.items() if key in ("features", "default-features")}
        said = {**(shared if isinstance(shared, dict) else {"version": shared}), **more}
        folder = root
    if not isinstance(said, dict):
        said = {"version": str(said)}
    said = {key: value for key, value in said.items() if key != "optional"}
    if "path" in said:
        said["path"] = os.path.normpath(os.path.join(folder, str(said["path"])))
    return f"{_quoted(name)} = {{ {', '.join(f'{key} = {_value(value)}' for key, value in said.items())} }}"


def _inherited(value: Any, shared: dict[str, Any], key: str) -> Any:
    return shared.get(key) if isinstance(value, dict) else value


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return _quoted(str(value))


def _quoted(text: str) -> str:
    import json

    return json.dumps(text)


def _table(path: str) -> dict[str, Any]:
    try:
        return loads(_bytes(path).decode())
    except (OSError, ValueError):
        return {}


def _bytes(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
