"""Which of the project's own files an example rests on through its imports, as their text tells."""

import os
import re

from holdfast.verifiers import Bench, Unit
from holdfast.verifiers.node.project import Project

_FROM = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["'](?P<name>[^"'\n]+)["']""")
_ENDINGS = ("", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".mjs", ".cjs", ".json", "/index.ts", "/index.js")
_MOST = 2000
"""Files; a project that imports more of itself is cut off here."""


def closure(unit: Unit, found: Project, bench: Bench) -> frozenset[str]:
    """Return the files that the imports of a unit lead to, and those they look for in vain, relative to the root."""
    reads: set[str] = set()
    waiting = [(found.root, name) for example in (*unit.before, unit.example) for name in _names(example.code, found)]
    while waiting and len(reads) < _MOST:
        folder, name = waiting.pop()
        for path in _candidates(folder, name):
            relative = os.path.relpath(path, bench.root).replace(os.sep, "/")
            if relative.startswith("../") or relative in reads:
                break
            reads.add(relative)
            text = _text(path)
            if text is not None:
                waiting += [(os.path.dirname(path), one) for one in _names(text, found)]
                break
    return frozenset(reads)


def _names(text: str, found: Project) -> list[str]:
    """Return what a text imports of the project itself: by a relative path, or by the project's own name."""
    return [one["name"] for one in _FROM.finditer(text) if one["name"].startswith((".", "/"))] + (
        [os.path.join(found.root, "package.json")] if "import" in text else []
    )


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
