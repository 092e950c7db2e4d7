"""Cargo's registries: the sparse index, with source replacement and alternative registries as Cargo is configured.

A crate whose ``Cargo.toml`` entry names a registry is asked about there alone.
"""

import json
import os
from collections.abc import Iterator
from typing import Any

from holdfast.world.packages.pin import same_name
from holdfast.world.packages.registries import Body, Listing, Question, Release, Source, newest
from holdfast.world.packages.registries.clients import Clients
from holdfast.world.packages.registries.credentials import host_of, without_credentials

_DEFAULT = "sparse+https://index.crates.io/"
_GIT_DEFAULT = "https://github.com/rust-lang/crates.io-index"
_PUBLIC = frozenset({"index.crates.io:443"})
_DEEPEST = 8
"""Source replacements that are followed."""


def sources(name: str, clients: Clients) -> list[Source]:
    """Return the one index that Cargo would ask about a crate; empty where none may be."""
    user, repository = clients.cargo()
    own = _registry_of(name, clients)
    if own:
        return [_named(own, user, repository, clients)]
    source = _replaced(user, repository)
    return [] if clients.is_private(name) and not source.own else [source]


def questions(name: str, source: Source) -> list[Question]:
    """Return what to ask: the crate's file in the index."""
    crate = name.lower()
    folder = {1: "1", 2: "2", 3: f"3/{crate[0]}"}.get(len(crate), f"{crate[:2]}/{crate[2:4]}")
    return [Question(f"{source.url}/{folder}/{crate}", source.headers)]


def listing(name: str, bodies: list[Body]) -> Listing:
    """Read a crate's file: one JSON object a line."""
    releases = {}
    for line in bodies[0].content.splitlines():
        if line.strip():
            one = json.loads(line)
            if not isinstance(one, dict) or not isinstance(one.get("vers"), str):
                raise ValueError("a line is no version")
            releases[one["vers"]] = Release(yanked="-" if one.get("yanked") else "")
    return Listing(releases, newest("cargo", releases))


def _replaced(user: dict[str, Any], repository: dict[str, Any]) -> Source:
    """Follow ``replace-with`` from crates.io; the repository's configuration lies nearer and wins, and is trusted less."""
    name, trusted = "crates-io", True
    for _ in range(_DEEPEST):
        near, far = (_table(_table(one, "source"), name) for one in (repository, user))
        table = near or far
        trusted = trusted and not near
        if table.get("replace-with"):
            name = str(table["replace-with"])
            if name not in _table(repository, "source") and name not in _table(user, "source"):
                return _index(_table(_table(user, "registries"), name).get("index"), trusted=trusted)
            continue
        if name == "crates-io" and not table.get("registry"):
            return _index(_DEFAULT, trusted=True)
        return _index(table.get("registry"), trusted=trusted)
    return Source("", problem="Cargo's source replacement goes in a circle")


def _registry_of(name: str, clients: Clients) -> str:
    """Return the registry that the project's own ``Cargo.toml`` names for a crate."""
    wanted = same_name("cargo", name)
    for crate, value in _dependencies(clients.toml(os.path.join(clients.root, "Cargo.toml"))):
        registry = value.get("registry")
        if isinstance(registry, str) and same_name("cargo", str(value.get("package", crate))) == wanted:
            return registry
    return ""


def _dependencies(manifest: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the dependencies of a manifest that are more than a version, of its workspace and of single targets too."""
    targets = [one for one in _table(manifest, "target").values() if isinstance(one, dict)]
    for owner in (manifest, _table(manifest, "workspace"), *targets):
        for group in ("dependencies", "dev-dependencies", "build-dependencies"):
            yield from ((crate, value) for crate, value in _table(owner, group).items() if isinstance(value, dict))


def _named(name: str, user: dict[str, Any], repository: dict[str, Any], clients: Clients) -> Source:
    variable = clients.environment.get(f"CARGO_REGISTRIES_{name.upper().replace('-', '_')}_INDEX", "")
    far = variable or _table(_table(user, "registries"), name).get("index")
    near = _table(_table(repository, "registries"), name).get("index")
    if not far and not near:
        return Source("", own=True, problem=f"the registry {name} is configured nowhere")
    return _index(far or near, trusted=bool(far))._replace(own=True)


def _index(url: object, *, trusted: bool) -> Source:
    """Return the index at an address; git repositories and folders are not asked."""
    text = url if isinstance(url, str) else ""
    if text.rstrip("/").removesuffix(".git") == _GIT_DEFAULT:
        text = _DEFAULT
    if not text.startswith("sparse+"):
        return Source(
            "", own=True, trusted=trusted, problem="Cargo is configured with a source that is no sparse registry"
        )
    try:
        bare, headers = without_credentials(text.removeprefix("sparse+"))
    except ValueError:
        return Source("", problem="the address of an index is none")
    return Source(bare, own=host_of(bare) not in _PUBLIC, trusted=trusted, headers=headers if trusted else ())


def _table(data: object, name: str) -> dict[str, Any]:
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}
