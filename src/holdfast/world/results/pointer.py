"""One value of any JSON file, by a JSON pointer (RFC 6901, ``/a/0/b``) or a path (``$.a[0].b``)."""

import re
from typing import Any

from holdfast.world.results.series import Series
from holdfast.world.results.source import ResultError, Source, number, numbers

_STEP = re.compile(r"\.([A-Za-z_][\w-]*)|\[(\d+)\]|\[(?:\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)')\]|\.(\d+)")


def is_path(metric: str) -> bool:
    """Tell a pointer or path from the name of a metric."""
    return metric.startswith(("/", "$"))


def value_at(source: Source, path: str) -> Series:
    """Return the number, or the list of numbers as samples, that a path leads to; its dimension is not told.

    Raises :class:`ResultError` where the path leads nowhere, or to something else.
    """
    value: Any = source.json()
    walked = ""
    for step in _steps(path):
        walked += f"/{step}"
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        else:
            raise ResultError(f"{source.path} has nothing at {walked}", _instead(value))
    what = f"{path} of {source.path}"
    kept = numbers(value, what) if isinstance(value, list) else (number(value, what),)
    if not kept:
        raise ResultError(f"{what} is an empty list", "measure it")
    return Series(path, "", "?", kept)


def _steps(path: str) -> list[str]:
    if path.startswith("/"):
        return [one.replace("~1", "/").replace("~0", "~") for one in path[1:].split("/")]
    steps, place = [], 1
    while place < len(path):
        found = _STEP.match(path, place)
        if found is None:
            raise ResultError(f"{path} is no path: {path[place:]!r} is not understood", "write it like $.a[0].b")
        steps.append(next(re.sub(r"\\(.)", r"\1", one) for one in found.groups() if one is not None))
        place = found.end()
    return steps


def _instead(value: Any) -> str:
    if isinstance(value, dict) and value:
        return f"there are {', '.join(list(map(str, value))[:6])}"
    return f"there is a list of {len(value)}" if isinstance(value, list) else "there is a single value"
