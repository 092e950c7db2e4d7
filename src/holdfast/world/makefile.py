"""The targets of a Makefile, read as text and never run."""

import posixpath
import re

from holdfast.records import field, mutable
from holdfast.world.files import Problem, Tree, read

_ASSIGNMENT = re.compile(
    r" *(?:(?:export|override|private) +)*(?P<name>[\w.-]+) *(?P<how>[?+!]|:{1,3})?= *(?P<value>.*)"
)
_INCLUDE = re.compile(r" *(?P<optional>-|s)?include +(?P<paths>.+)")
_DIRECTIVE = re.compile(r" *(?:ifn?eq|ifn?def|else|endif|export|unexport|vpath|undefine|load)\b")
_REFERENCE = re.compile(r"\$[({]([^(){}$]*)[)}]|\$([A-Za-z@<^*?%+|])")
_UNKNOWN = "\0"
_LOCAL = re.compile(r"\.(?:env|d|local|mine)(?:\.\w+)?\Z")
_LIMIT = 1 << 20
"""A longer file is not judged, in bytes."""
_DEPTH = 8


@mutable
class Targets:
    """What one Makefile, with all that it includes, can make."""

    names: set[str] = field(default_factory=set)
    patterns: list[re.Pattern[str]] = field(default_factory=list)
    open: bool = False
    """Whether there may be more than the text shows."""

    def has(self, name: str) -> bool:
        """Tell whether a target is there."""
        return name in self.names or any(pattern.fullmatch(name) for pattern in self.patterns)


def read_targets(tree: Tree, path: str) -> Targets:
    """Read a Makefile of the project and what it includes."""
    reader = _Reader(tree)
    reader.read(path, posixpath.dirname(path))
    return reader.targets


class _Reader:
    """One Makefile in the making; variables are expanded as far as they are plain text."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.targets = Targets()
        self.variables: dict[str, str] = {}
        self.seen: set[str] = set()

    def read(self, path: str, folder: str) -> None:
        if path in self.seen:
            return
        self.seen.add(path)
        raw = read(self.tree, path)
        if isinstance(raw, Problem) or len(raw) > _LIMIT or len(self.seen) > 50:
            self.targets.open = True
            return
        text = raw.decode("utf-8", "replace").replace("\\\r\n", " ").replace("\\\n", " ")
        defining = False
        for line in text.splitlines():
            if line.lstrip().startswith(("define ", "endef")):
                defining = line.lstrip().startswith("define ")
            elif not defining and line.strip() and not line.startswith("\t"):
                self._line(line.split("#", 1)[0].rstrip(), folder)

    def _line(self, line: str, folder: str) -> None:
        self.targets.open |= "$(eval" in line or "${eval" in line
        if found := _ASSIGNMENT.match(line):
            self._assign(found["name"], found["how"] or "", found["value"])
        elif found := _INCLUDE.match(line):
            for name in self._expand(found["paths"]).split():
                self._include(posixpath.normpath(posixpath.join(folder, name)), optional=bool(found["optional"]))
        elif not _DIRECTIVE.match(line):
            expanded = self._expand(line)
            head, colon, _ = expanded.partition(":")
            if colon:
                self._add(head)
            else:
                # What a line of calls alone expands to is anybody's guess.
                self.targets.open |= line.lstrip().startswith("$")

    def _assign(self, name: str, how: str, value: str) -> None:
        if how == "+":
            value = f"{self.variables.get(name, '')} {value}"
        elif how == "!":
            value = _UNKNOWN
        if how != "?" or name not in self.variables:
            self.variables[name] = value

    def _include(self, path: str, *, optional: bool) -> None:
        if _UNKNOWN in path or "*" in path:
            self.targets.open = True
        elif self.tree.exists(path):
            self.read(path, posixpath.dirname(next(iter(self.seen))))
        elif not (optional and _LOCAL.search(path)):
            self.targets.open = True

    def _add(self, head: str) -> None:
        for name in head.split():
            if "/" in name:
                continue
            if name in (_UNKNOWN, "%", ".DEFAULT"):
                self.targets.open = True
            elif _UNKNOWN in name or "%" in name:
                self.targets.patterns.append(
                    re.compile("".join(".*" if one in (_UNKNOWN, "%") else re.escape(one) for one in name))
                )
            else:
                self.targets.names.add(name)

    def _expand(self, text: str) -> str:
        for _ in range(_DEPTH):
            if "$" not in text or len(text) > 10_000:
                break
            text = _REFERENCE.sub(self._value, text)
        return _UNKNOWN if len(text) > 10_000 else text.replace("$", _UNKNOWN)

    def _value(self, found: re.Match[str]) -> str:
        value = self.variables.get(found[1] or found[2] or "", _UNKNOWN)
        # The calls in a value are worth no more than the call itself.
        return value if len(value) < 2_000 else _UNKNOWN
