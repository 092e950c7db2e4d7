"""The names that the Python packages of a project define, read with ``ast`` and never imported."""

import sys

from holdfast.suggest import nearest
from holdfast.world.definitions import Definitions, definitions_of
from holdfast.world.files import Problem, Tree, read

_LIMIT = 2 << 20
"""A longer module is not judged, in bytes."""
_COMPILED = (".so", ".pyd", ".pyx", ".pyi", ".c", ".cpp", ".rs")


class Symbols:
    """Dotted names of the packages of one project."""

    def __init__(self, tree: Tree) -> None:
        """Find the top-level packages; a name that two of them have, or the standard library, is nobody's."""
        self.tree = tree
        self._modules: dict[str, Definitions | None] = {}
        found = set(tree.names.get("__init__.py", []))
        self._packages: dict[str, str] = {}
        for path in sorted(found):
            folder = path.rpartition("/")[0]
            parent, _, name = folder.rpartition("/")
            if folder and f"{parent}/__init__.py".lstrip("/") not in found:
                self._packages[name] = "" if name in self._packages or name in sys.stdlib_module_names else folder

    def missing(self, name: str) -> tuple[str, str, str] | None:
        """Return the file that should define a dotted name, the part it does not define, and the nearest it does.

        ``None`` where the name is there, belongs to no package of the project, or cannot be told.
        """
        first, *rest = name.removesuffix("()").split(".")
        folder = self._packages.get(first, "")
        return self._in_package(folder, rest) if folder and rest else None

    def _in_package(self, folder: str, parts: list[str]) -> tuple[str, str, str] | None:
        depth = 0
        while (
            depth < len(parts)
            and self.tree.exists(f"{folder}/{parts[depth]}")
            and self._is_folder(f"{folder}/{parts[depth]}")
        ):
            folder = f"{folder}/{parts[depth]}"
            depth += 1
        if depth == len(parts):
            return None
        module = f"{folder}/{parts[depth]}.py"
        if self.tree.exists(module):
            path, rest = module, parts[depth + 1 :]
        else:
            # In a package of its own a lone lower-case word may be anything: a topic, a setting, a plug-in group.
            path, rest = f"{folder}/__init__.py", parts[depth:]
            if depth == 0 and not rest[0][:1].isupper():
                return None
        if not rest or not self.tree.exists(path) or self._compiled(folder, rest[0]):
            return None
        return self._in_names(path, self._module(path), rest)

    def _in_names(
        self, path: str, names: Definitions | None, parts: list[str], *, followed: bool = False
    ) -> tuple[str, str, str] | None:
        if names is None or names.open:
            return None
        part, *rest = parts
        if part in names.moved and not followed:
            return self._follow(path, names.moved[part], rest)
        if part not in names.own and part not in names.moved:
            return path, part, nearest(part, [*names.own, *names.moved])
        return self._in_names(path, names.own.get(part), rest, followed=True) if rest else None

    def _follow(self, path: str, origin: str, rest: list[str]) -> tuple[str, str, str] | None:
        """Look a name up where it was taken from, one step and no further."""
        level = len(origin) - len(origin.lstrip("."))
        parts = origin.lstrip(".").split(".")
        if level:
            folder = path.rpartition("/")[0]
            for _ in range(level - 1):
                folder = folder.rpartition("/")[0]
        else:
            folder = self._packages.get(parts.pop(0), "")
        if not folder or not rest:
            return None
        module = "/".join([folder, *parts[:-1]])
        path = f"{module}.py" if self.tree.exists(f"{module}.py") else f"{module}/__init__.py"
        names = self._module(path) if self.tree.exists(path) else None
        if names is None or names.open or parts[-1] not in names.own:
            return None
        return self._in_names(path, names.own[parts[-1]], rest, followed=True)

    def _is_folder(self, path: str) -> bool:
        return path in self.tree.listed

    def _compiled(self, folder: str, name: str) -> bool:
        """Tell whether a name may be a module that is no Python text."""
        names = self.tree.names
        starts = (f"{name}{suffix}" for suffix in _COMPILED)
        return any(f"{folder}/{one}" in names.get(one, []) for one in starts)

    def _module(self, path: str) -> Definitions | None:
        if path not in self._modules:
            self._modules[path] = self._read(path)
        return self._modules[path]

    def _read(self, path: str) -> Definitions | None:
        raw = read(self.tree, path)
        return (
            None
            if isinstance(raw, Problem) or len(raw) > _LIMIT or self.tree.exists(path + "i")
            else definitions_of(raw)
        )
