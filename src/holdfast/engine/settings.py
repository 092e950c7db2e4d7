"""Every setting with its value and where it comes from."""

import os
import sys
from typing import NamedTuple

from holdfast.edits.configuration import toml_value
from holdfast.engine.project import read_config
from holdfast.world.root import project_root

_DEFAULTS = (
    ("exclude", "exclude"),
    ("default-status", "default_role"),
    ("fail-on", "fail_on"),
    ("select", "select"),
    ("ignore", "ignore"),
    ("unbound-below", "unbound_below"),
    ("template-version", "template_version"),
)


class Setting(NamedTuple):
    """One setting in force."""

    name: str
    """Dotted, as in the file."""
    value: str
    """As it is written there."""
    source: str
    """``FILE:LINE``, or ``default``."""


def settings(start: str, config: str | None = None) -> list[Setting]:
    """Return the settings in force around a folder, those that are set and the defaults of the others.

    Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
    """
    found, root = read_config(os.path.abspath(start), project_root(start), config)
    lines = [Setting("root", root, "the folder of the configuration" if found.path else "the repository")]
    lines += [
        Setting(name, _written(getattr(found, attribute)), "default")
        for name, attribute in _DEFAULTS
        if name not in found.values
    ]
    if found.living is None:
        lines.append(Setting("corpus", "guessed", "default"))
    path = os.path.relpath(found.path, start) if found.path else ""
    lines += [Setting(name, _written(value), f"{path}:{found.lines[name]}") for name, value in found.values.items()]
    return sorted(lines)


def _written(value: object) -> str:
    """Return a value as it stands in the file, on one line."""
    return toml_value(getattr(value, "word", None) or getattr(value, "value", None) or value, wide=sys.maxsize)
