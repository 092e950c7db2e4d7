"""The make targets, package scripts and entry points of a project, read as text: which commands lead nowhere."""

import json
import os
import re

from holdfast.suggest import nearest
from holdfast.world.files import Problem, Tree, read
from holdfast.world.makefile import Targets, read_targets

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*[:+?]?=")
_RUNNERS = frozenset({"npm", "yarn", "pnpm"})
_WORD = re.compile(r"[a-z][\w-]*(?::[\w-]+)*\Z", re.IGNORECASE)
_STOP = re.compile(r"&&|\|\||[;|<>#&`$(]")
_LIMIT = 1 << 20
"""A longer package.json is not judged, in bytes."""


class Commands:
    """What ``make`` and the runners of ``package.json`` know in one project."""

    def __init__(self, tree: Tree) -> None:
        """Read nothing yet."""
        self.tree = tree
        self._makefiles: dict[str, Targets] = {}
        self._scripts: set[str] | None = None
        self._open_scripts = False

    def missing(self, document: str, line: str) -> tuple[str, str, str] | None:
        """Return the file that should define what a command line runs, the name that is not there, and the nearest that is.

        ``None`` where it is there, where no file above the document defines such names, or where that
        cannot be told: an include, a pattern, another folder, a package that may be a program.
        """
        program, *words = _STOP.split(line.removeprefix("$ "), maxsplit=1)[0].split() or [""]
        if program == "make":
            return self._make(document, words)
        if program in _RUNNERS:
            return self._script(document, program, words)
        return self._entry_point(document, program)

    def _make(self, document: str, words: list[str]) -> tuple[str, str, str] | None:
        names = [word for word in words if not _ASSIGNMENT.match(word)]
        if not names or not all(_WORD.match(word) and not word.isupper() for word in names):
            return None
        above = self._above(document, _MAKEFILES)
        if not above or any(self._targets(path).open for path in above):
            return None
        known = [self._targets(one) for name in _MAKEFILES for one in self.tree.names.get(name, [])]
        lost = next(
            (name for name in names if not any(one.has(name) for one in known) and not self.tree.exists(name)), None
        )
        return (above[-1], lost, nearest(lost, set().union(*(one.names for one in known)))) if lost else None

    def _targets(self, path: str) -> Targets:
        if path not in self._makefiles:
            self._makefiles[path] = read_targets(self.tree, path)
        return self._makefiles[path]

    def _script(self, document: str, program: str, words: list[str]) -> tuple[str, str, str] | None:
        run = words[:1] in (["run"], ["run-script"])
        names = words[1:] if run else words
        name = names[0] if names else ""
        # A bare name may be a program of a package, but for npm's and pnpm's own `run`; a colon is a script's.
        if not _WORD.match(name) or not ((run and program != "yarn") or ":" in name):
            return None
        above = self._above(document, ("package.json",))
        if not above:
            return None
        if self._scripts is None:
            self._scripts = set().union(*(self._scripts_of(one) for one in self.tree.names.get("package.json", [])))
        return None if self._open_scripts or name in self._scripts else (above[-1], name, nearest(name, self._scripts))

    def _entry_point(self, document: str, program: str) -> tuple[str, str, str] | None:
        """Judge a program that bears the name of the project's own distribution, and no other."""
        above = self._above(document, ("pyproject.toml",))
        raw = read(self.tree, above[0]) if above else None
        if raw is None or isinstance(raw, Problem) or len(raw) > _LIMIT:
            return None
        from holdfast.toml import loads

        try:
            project = loads(raw.decode()).get("project", {})
            name = _dashed(str(project.get("name", "")))
            scripts = {*project.get("scripts", {}), *project.get("gui-scripts", {})}
            open_ended = "scripts" in project.get("dynamic", []) or not scripts
        except (ValueError, AttributeError, TypeError, RecursionError):
            return None
        if open_ended or _dashed(program) != name or program in scripts:
            return None
        return above[0], program, nearest(program, scripts)

    def _scripts_of(self, path: str) -> set[str]:
        raw = read(self.tree, path)
        try:
            scripts = json.loads("" if isinstance(raw, Problem) or len(raw) > _LIMIT else raw).get("scripts", {})
            return {str(name) for name in scripts}
        except (ValueError, AttributeError, TypeError, RecursionError):
            self._open_scripts = True
            return set()

    def _above(self, document: str, names: tuple[str, ...]) -> list[str]:
        """Return the files of these names in the folders above a document, the nearest first."""
        found = []
        folder = document
        while folder:
            folder = os.path.dirname(folder)
            paths = (f"{folder}/{name}".lstrip("/") for name in names)
            found += [path for path in paths if path in self.tree.names.get(os.path.basename(path), [])][:1]
        return found


def _dashed(name: str) -> str:
    """Return a distribution's name in the form in which names are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()
