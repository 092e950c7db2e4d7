"""``pyproject.toml``: ``[project]``, dependency groups (PEP 735), ``[build-system]``, and the tables of Poetry."""

import re
from collections.abc import Iterator
from typing import Any

from holdfast.toml import loads
from holdfast.world.packages.lines import Lines
from holdfast.world.packages.pin import Pin

ECOSYSTEM = "pypi"
NAMES = ("pyproject.toml",)
LOCKED = False
_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<said>[^;@()]*)\)?")


def read(text: str) -> Iterator[Pin]:
    """Yield each dependency of each table."""
    data = loads(text)
    lines = Lines(text)
    for requirement in _requirements(data):
        found = _REQUIREMENT.match(requirement)
        if found:
            yield Pin(found["name"], found["said"].strip(), _place(lines, requirement))
    for table in _poetry(data):
        for name, value in table.items():
            said = value.get("version", "") if isinstance(value, dict) else value
            if isinstance(said, str) and name != "python":
                yield Pin(name, said, lines.next(name))


def own(text: str) -> str:
    """Return the name of the project."""
    data = loads(text)
    name = _table(data, "project").get("name") or _table(_table(data, "tool"), "poetry").get("name")
    return name if isinstance(name, str) else ""


def _place(lines: Lines, requirement: str) -> int:
    """Return the line of a requirement, whose quotes may be written either way."""
    if requirement in lines.text:
        return lines.next(requirement)
    return lines.next(requirement.split('"', maxsplit=1)[0].split("'", maxsplit=1)[0])


def _requirements(data: dict[str, Any]) -> Iterator[str]:
    project = _table(data, "project")
    groups = [_table(data, "build-system").get("requires"), project.get("dependencies")]
    groups += [*_table(project, "optional-dependencies").values(), *_table(data, "dependency-groups").values()]
    groups += [*_table(_table(_table(data, "tool"), "pdm"), "dev-dependencies").values()]
    for group in groups:
        yield from (one for one in group or () if isinstance(one, str)) if isinstance(group, list) else ()


def _poetry(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    poetry = _table(_table(data, "tool"), "poetry")
    yield _table(poetry, "dependencies")
    yield _table(poetry, "dev-dependencies")
    for group in _table(poetry, "group").values():
        if isinstance(group, dict):
            yield _table(group, "dependencies")


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    found = data.get(name)
    return found if isinstance(found, dict) else {}
