"""From a method and a path to a route: a tree with one branch for each segment.

A path is matched as it was sent, segment by segment, and decoded afterwards, so that ``%2F`` stays inside of its
segment. A fixed segment wins over a variable one; where that leads nowhere, the variable is tried. A slash at the end
makes another path.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from urllib.parse import unquote

T = TypeVar("T")
_VARIABLE = re.compile(r"\{([A-Za-z_]\w*)\}")


@dataclass(slots=True)
class _Node(Generic[T]):
    fixed: "dict[str, _Node[T]]" = field(default_factory=dict)
    variable: "_Node[T] | None" = None
    methods: dict[str, tuple[T, tuple[str, ...]]] = field(default_factory=dict)
    """What answers each method, with the names of the variables on the way to it."""


def variables(template: str) -> frozenset[str]:
    """Return the names of the variables of a path."""
    return frozenset(found[1] for segment in template.split("/") if (found := _VARIABLE.fullmatch(segment)))


class Router(Generic[T]):
    """Things by method and path."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()

    def add(self, method: str, template: str, what: T) -> None:
        """Put something at a path such as ``/berths/{number}``.

        Raises:
            ValueError: The path does not begin with a slash, has braces that are not a whole segment, names a variable
                twice, or already answers the method.
        """
        if not template.startswith("/"):
            raise ValueError(f"{template!r} does not begin with a slash")
        node, names = self._root, []
        for segment in template[1:].split("/"):
            if variable := _VARIABLE.fullmatch(segment):
                names.append(variable[1])
                node.variable = node = node.variable or _Node()
            elif "{" in segment or "}" in segment:
                raise ValueError(f"{template!r}: braces have to enclose a whole segment, and a name")
            else:
                node = node.fixed.setdefault(segment, _Node())
        if len(set(names)) < len(names):
            raise ValueError(f"{template!r} names a variable twice")
        if method in node.methods:
            raise ValueError(f"{method} {template} is answered already")
        node.methods[method] = what, tuple(names)

    def find(self, method: str, path: str) -> tuple[T | None, dict[str, str], tuple[str, ...]]:
        """Return what answers, the path's variables, and the methods that the path answers, which may be none.

        ``GET`` answers ``HEAD`` where nothing else does. Where two templates fit, the more fixed one that answers the
        method wins.
        """
        allowed: dict[str, None] = {}
        for methods, values in self._matching(self._root, path[1:].split("/"), 0):
            found = methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
            if found:
                what, names = found
                return what, dict(zip(names, map(unquote, values), strict=True)), ()
            allowed |= dict.fromkeys(methods)
        if "GET" in allowed:
            allowed["HEAD"] = None
        return None, {}, tuple(sorted(allowed))

    def _matching(
        self, node: _Node[T], segments: list[str], at: int
    ) -> Iterator[tuple[dict[str, tuple[T, tuple[str, ...]]], list[str]]]:
        """Yield the methods of every template that fits, fixed segments first, with the values of its variables."""
        if at == len(segments):
            if node.methods:
                yield node.methods, []
            return
        if fixed := node.fixed.get(segments[at]) or node.fixed.get(unquote(segments[at])):
            yield from self._matching(fixed, segments, at + 1)
        if node.variable and segments[at]:
            for methods, values in self._matching(node.variable, segments, at + 1):
                yield methods, [segments[at], *values]
