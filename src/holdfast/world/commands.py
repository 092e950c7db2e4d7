"""The make targets and package scripts of a project, read as text: which commands in a document lead nowhere."""

import json
import os
import re

from holdfast.world.files import Problem, Tree, read

_MAKEFILES = ("GNUmakefile", "makefile", "Makefile")
_TARGET = re.compile(r"(?P<targets>[\w][\w./ -]*?)\s*::?(?!=)")
_OPEN = re.compile(r"^\s*-?s?include\b|^[^\t#=]*%[^=]*:|\$\(eval\b|^\.DEFAULT\b|^[^\t#:=]*\$[({][^=:]*:(?!=)", re.MULTILINE)
"""What lets a Makefile know targets that its text does not name: includes, patterns, computed names."""
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*[:+?]?=")
_WORD = re.compile(r"[a-z][\w-]*(?::[\w-]+)*\Z", re.IGNORECASE)
_STOP = re.compile(r"&&|\|\||[;|<>#&`$(]")
_LIMIT = 1 << 20
"""A longer Makefile or package.json is not judged, in bytes."""


class Commands:
    """What ``make`` and the runners of ``package.json`` know in one project."""

    def __init__(self, tree: Tree) -> None:
        """Read nothing yet."""
        self.tree = tree
        self._targets: set[str] | None = None
        self._scripts: set[str] | None = None
        self._open_make = False
        self._open_scripts = False

    def missing(self, document: str, line: str) -> tuple[str, str] | None:
        """Return the file that should define what a command line runs, and the name that is not there.

        ``None`` where it is there, where no file above the document defines such names, or where that
        cannot be told: an include, a pattern, another folder, a package that may be a program.
        """
        program, *words = _STOP.split(line.removeprefix("$ "), maxsplit=1)[0].split() or [""]
        if program == "make":
            return self._make(document, words)
        return self._script(document, program, words)

    def _make(self, document: str, words: list[str]) -> tuple[str, str] | None:
        names = [word for word in words if not _ASSIGNMENT.match(word)]
        if not names or not all(_WORD.match(word) for word in names):
            return None
        path = self._above(document, _MAKEFILES)
        if path is None:
            return None
        if self._targets is None:
            self._targets = set().union(*(self._targets_of(one) for name in _MAKEFILES for one in self.tree.names.get(name, [])))
        if self._open_make:
            return None
        lost = next((name for name in names if name not in self._targets and not self.tree.exists(name)), None)
        return (path, lost) if lost else None

    def _targets_of(self, path: str) -> set[str]:
        text = self._text(path)
        if text is None or _OPEN.search(text):
            self._open_make = True
            return set()
        lines = text.replace("\\\n", " ").splitlines()
        return {target for line in lines if (found := _TARGET.match(line)) for target in found["targets"].split()}

    def _script(self, document: str, program: str, words: list[str]) -> tuple[str, str] | None:
        run = words[:1] in (["run"], ["run-script"])
        names = words[1:] if run else words
        name = names[0] if names else ""
        # A bare name may be a program of a package, but for npm's and pnpm's own `run`; a colon is a script's.
        if not _WORD.match(name) or not ((run and program != "yarn") or ":" in name):
            return None
        path = self._above(document, ("package.json",))
        if path is None:
            return None
        if self._scripts is None:
            self._scripts = set().union(*(self._scripts_of(one) for one in self.tree.names.get("package.json", [])))
        return None if self._open_scripts or name in self._scripts else (path, name)

    def _scripts_of(self, path: str) -> set[str]:
        text = self._text(path)
        try:
            scripts = json.loads(text or "").get("scripts", {})
            return {str(name) for name in scripts}
        except (ValueError, AttributeError, TypeError, RecursionError):
            self._open_scripts = True
            return set()

    def _above(self, document: str, names: tuple[str, ...]) -> str | None:
        """Return the nearest of these files in the folders above a document."""
        folder = os.path.dirname(document)
        while True:
            for name in names:
                path = f"{folder}/{name}".lstrip("/")
                if path in self.tree.names.get(name, []):
                    return path
            if not folder:
                return None
            folder = os.path.dirname(folder)

    def _text(self, path: str) -> str | None:
        raw = read(self.tree, path)
        return None if isinstance(raw, Problem) or len(raw) > _LIMIT else raw.decode("utf-8", "replace")
