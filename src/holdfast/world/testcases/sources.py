"""The source files of a project, each read when somebody asks for it, and once."""

import os
import re
from collections.abc import Callable
from functools import cached_property

from holdfast.world.files import walk
from holdfast.world.ignore import Ignore
from holdfast.world.regular import open_regular

_FILES = 5000
_CODE = (".py", ".pyi", ".rs", ".go", ".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".toml", ".yml", ".yaml", ".json", ".sh", ".mk", "Makefile")  # fmt: skip
_BYTES = 2_000_000


def _is_code(path: str) -> bool:
    return path.endswith(_CODE)


class Sources:
    """Files that git does not ignore, by path relative to the root."""

    def __init__(self, root: str) -> None:
        """Take the project's absolute path."""
        self.root = root
        self.cut = False
        """Whether there are more files than are looked at, or larger ones."""
        self._texts: dict[str, str] = {}

    @cached_property
    def _all(self) -> list[str]:
        return sorted(path for paths in walk(self.root, Ignore(self.root)).names.values() for path in paths)

    def paths(self, wanted: Callable[[str], bool]) -> list[str]:
        """Return the files that may define tests of a kind, at most so many."""
        found = [path for path in self._all if wanted(path)]
        self.cut = self.cut or len(found) > _FILES
        return found[:_FILES]

    def find(self, path: str) -> str:
        """Return the file of a path, or the only one whose path ends with it; empty where there is none."""
        path = path.removeprefix("./")
        if path in set(self._all):
            return path
        ending = [one for one in self._all if one.endswith(f"/{path}")]
        return ending[0] if len(ending) == 1 else ""

    def holding(self, word: str) -> str:
        """Return the first file, or folder, that has a word in its path or its text; empty where none has it."""
        found = re.compile(rf"\b{re.escape(word)}\b")
        named = next((path for path in self._all if found.search(path)), "")
        return named or next((path for path in self.paths(_is_code) if found.search(self.text(path))), "")

    def text(self, path: str) -> str:
        """Return what a file holds; nothing where it cannot be read."""
        if path not in self._texts:
            try:
                with open_regular(os.path.join(self.root, path)) as file:
                    raw = file.read(_BYTES + 1) or b""
            except OSError:
                raw = b""
            self.cut = self.cut or len(raw) > _BYTES
            self._texts[path] = raw.decode("utf-8", "replace")
        return self._texts[path]
