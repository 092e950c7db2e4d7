"""Advisories in the OSV format (ossf.github.io/osv-schema, 1.6): which of them are about one version of a package."""

import json
from collections.abc import Iterable, Iterator
from functools import cmp_to_key
from typing import Any, NamedTuple

from holdfast.world.packages.pin import same_name
from holdfast.world.packages.versions import grammar

NAMES = {"pypi": "PyPI", "npm": "npm", "cargo": "crates.io", "golang": "Go", "maven": "Maven"}
"""Package-URL types to what OSV calls their ecosystems."""
_ZERO = "0"


class Advisory(NamedTuple):
    """One advisory that is about a version."""

    id: str
    summary: str
    """On one line, perhaps empty."""
    fixed: str
    """The first version behind it that is fixed; empty where none is named."""


def read_advisories(text: str) -> list[dict[str, Any]]:
    """Return the advisories of a file: one, a list, what a service answers (``vulns``), or one on each line.

    Raises ``ValueError`` for what is none of these.
    """
    try:
        data = json.loads(text)
    except ValueError:
        data = [json.loads(line) for line in text.splitlines() if line.strip()]
        if not data:
            raise
    if isinstance(data, dict):
        data = data.get("vulns", [data])
    if not isinstance(data, list) or not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in data):
        raise ValueError("it holds no advisories in the OSV format")
    return data


class Advisories:
    """Advisories by package."""

    def __init__(self, found: Iterable[dict[str, Any]]) -> None:
        """Sort them; withdrawn ones are left out."""
        self._of: dict[tuple[str, str], list[tuple[dict[str, Any], dict[str, Any]]]] = {}
        kinds = {name: kind for kind, name in NAMES.items()}
        for one in found:
            for affected in _dicts(one.get("affected")) if not one.get("withdrawn") else ():
                package = affected.get("package")
                if isinstance(package, dict) and isinstance(package.get("name"), str):
                    kind = kinds.get(str(package.get("ecosystem", "")).partition(":")[0], "")
                    key = (kind, same_name(kind, package["name"]))
                    self._of.setdefault(key, []).append((one, affected))

    def about(self, ecosystem: str, name: str, version: str) -> list[Advisory]:
        """Return the advisories that a version of a package is affected by, ordered by their names."""
        found = {}
        for one, affected in self._of.get((ecosystem, same_name(ecosystem, name)), ()):
            if affects(ecosystem, affected, version):
                summary = " ".join(str(one.get("summary") or "").split())[:200]
                found[one["id"]] = Advisory(one["id"], summary, _fixed(ecosystem, affected, version))
        return [found[key] for key in sorted(found)]


def affects(ecosystem: str, affected: dict[str, Any], version: str) -> bool:
    """Tell whether a version is affected: it is listed, or lies in a range. Ranges of git commits say nothing of versions."""
    rules = grammar(ecosystem)
    mine = rules.ordered(version)
    listed = affected.get("versions")
    if isinstance(listed, list) and any(
        one == version or (mine is not None and rules.ordered(one) == mine) for one in listed if isinstance(one, str)
    ):
        return True
    if mine is None:
        return False
    return any(_within(ecosystem, one, mine) for one in _dicts(affected.get("ranges")) if one.get("type") != "GIT")


def _within(ecosystem: str, one: dict[str, Any], mine: Any) -> bool:
    """Follow the events of a range in the order of their versions, as the specification's algorithm does."""
    inside = False
    for kind, text, at in _events(ecosystem, one):
        if kind == "introduced" and (text == _ZERO or not mine < at):
            inside = True
        elif (kind == "fixed" and not mine < at) or (kind == "last_affected" and at < mine):
            inside = False
    return inside


def _events(ecosystem: str, one: dict[str, Any]) -> list[tuple[str, str, Any]]:
    found = []
    for event in _dicts(one.get("events")):
        for kind in ("introduced", "fixed", "last_affected"):
            text = event.get(kind)
            if isinstance(text, str):
                at = None if text == _ZERO else grammar(ecosystem).ordered(text)
                if text == _ZERO or at is not None:
                    found.append((kind, text, at))
    return sorted(found, key=cmp_to_key(_before))


def _before(one: tuple[str, str, Any], other: tuple[str, str, Any]) -> int:
    if one[2] is None or other[2] is None:
        return (one[2] is not None) - (other[2] is not None)
    return -1 if one[2] < other[2] else int(other[2] < one[2])


def _fixed(ecosystem: str, affected: dict[str, Any], version: str) -> str:
    """Return the first fixed version behind one."""
    mine = grammar(ecosystem).ordered(version)
    for one in _dicts(affected.get("ranges")):
        for kind, text, at in _events(ecosystem, one):
            if kind == "fixed" and mine is not None and at is not None and mine < at:
                return text
    return ""


def _dicts(value: object) -> Iterator[dict[str, Any]]:
    yield from (one for one in value if isinstance(one, dict)) if isinstance(value, list) else ()
