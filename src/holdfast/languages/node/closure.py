"""Which of the project's own files an example rests on through its imports, as their text tells."""

import os
import re
from functools import lru_cache

from holdfast.languages import Unit
from holdfast.languages.node.project import Project
from holdfast.model.trial import WHOLE
from holdfast.world.bench import Bench
from holdfast.world.root import lies_in

_FROM = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'](?P<name>[^"'\n]+)["']""")
_ENDINGS = ("", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js")
_SOURCES = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".json")
_MOST = 2000
"""Files; a project that imports more of itself is cut off here."""


def closure(unit: Unit, found: Project, bench: Bench, aliases: tuple[str, ...]) -> frozenset[str]:
    """Return the files that the imports of a unit lead to, and those they look for in vain, relative to the root.

    A package of the project itself, its own or another of its workspace, counts with all of its files; a name that
    its settings lead elsewhere, with the whole project.
    """
    reads: set[str] = set()
    codes = "\n".join(example.code for example in (*unit.before, unit.example))
    waiting = [(found.root, name) for name in _names(codes)]
    seen: set[tuple[str, str]] = set()
    while waiting and len(reads) < _MOST:
        folder, name = place = waiting.pop()
        if place in seen:
            continue
        seen.add(place)
        if not name.startswith((".", "/")):
            if name.startswith("#") or (aliases and name.startswith(aliases)):
                return frozenset({WHOLE})
            reads.update(_package(name, found, bench))
            continue
        for path in _candidates(folder, name):
            relative = os.path.relpath(path, bench.root).replace(os.sep, "/")
            if relative.startswith("../"):
                break
            reads.add(relative)
            text = _text(path)
            if text is not None:
                waiting += [(os.path.dirname(path), one) for one in _names(text)]
                break
    return frozenset(reads)


def _names(text: str) -> list[str]:
    return [one["name"] for one in _FROM.finditer(text)]


def _package(name: str, found: Project, bench: Bench) -> tuple[str, ...]:
    """Return the files of a package of the project itself; none for one that is installed."""
    package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
    home = os.path.realpath(os.path.join(found.root, "node_modules", package))
    if package == found.name:
        home = found.root
    root = os.path.realpath(bench.root)
    if not lies_in(root, home) or "/node_modules/" in home[len(root) :]:
        return ()
    return _files(home, root)


@lru_cache(maxsize=64)
def _files(home: str, root: str) -> tuple[str, ...]:
    """Return a package's sources and manifests, relative to the root."""
    paths = []
    for folder, names, files in os.walk(home):
        names[:] = [name for name in names if name != "node_modules" and not name.startswith(".")]
        paths += [os.path.relpath(os.path.join(folder, name), root) for name in files if name.endswith(_SOURCES)]
    return tuple(paths[:_MOST])


def _candidates(folder: str, name: str) -> list[str]:
    """Return where the compiler looks for a name, in its order."""
    base = os.path.normpath(os.path.join(folder, name))
    stem = re.sub(r"\.[mc]?js$", "", base)
    source = [stem + ending for ending in (".ts", ".tsx", ".mts", ".cts")] if stem != base else []
    return [*source, *(base + ending for ending in _ENDINGS)]


def _text(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return None
