"""Gradle's version catalogs, ``libs.versions.toml``."""

from collections.abc import Iterator
from typing import Any

from holdfast.toml import loads
from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "maven"
NAMES = ("*.versions.toml",)
LOCKED = False


def read(text: str) -> Iterator[Pin]:
    """Yield each library; its version may stand in the table of versions."""
    data = loads(text)
    lines = Lines(text)
    versions = data.get("versions", {})
    libraries = data.get("libraries", {})
    for alias, value in libraries.items() if isinstance(libraries, dict) else ():
        name, version = _coordinates(value)
        if isinstance(version, dict) and isinstance(version.get("ref"), str) and isinstance(versions, dict):
            version = versions.get(version["ref"], "")
        if isinstance(version, dict):
            version = next((version[key] for key in ("strictly", "require", "prefer") if key in version), "")
        if name and isinstance(version, str):
            yield Pin(name, version, lines.next("[libraries]", alias))


def _coordinates(value: Any) -> tuple[str, Any]:
    """Return ``group:artifact`` and the version as it is given, in the string form or the table form."""
    if isinstance(value, str):
        group, _, rest = value.partition(":")
        artifact, _, version = rest.partition(":")
        return (f"{group}:{artifact}" if artifact else "", version)
    if not isinstance(value, dict):
        return "", ""
    module = value.get("module") or f"{value.get('group', '')}:{value.get('name', '')}"
    return (module if isinstance(module, str) and module.strip(":") else "", value.get("version", ""))
