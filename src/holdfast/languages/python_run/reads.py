"""Which files of the project an example rests on: those its run opened, and those behind the modules it imports."""

import os
import re
from collections.abc import Iterable, Iterator
from typing import Any

from holdfast.languages.python_run.environment import Environment
from holdfast.languages.python_run.plan import Step
from holdfast.languages.python_run.session import Job
from holdfast.languages.python_run.source import source_of
from holdfast.model.trial import Trial
from holdfast.records import replace

_IMPORT = re.compile(
    r"^[ \t>.]*(?:from[ \t]+(?P<module>[.\w]+)[ \t]+import[ \t]+(?P<names>\([^)]*\)|[^\n#;]+)|import[ \t]+(?P<plain>[^\n#;]+))",
    re.MULTILINE,
)
_CACHED = re.compile(r"(?:^|(?<=/))__pycache__/(?P<name>[^/]+?)\.cpython-[^/]*\.pyc(?:\.\d+)?$")


class Modules:
    """The project's modules, found by name and read as text; nothing is imported."""

    def __init__(self, root: str, sources: Iterable[str]) -> None:
        """Take the project's absolute path and the folders that its packages are imported from."""
        self.root = root
        self.sources = tuple(sources)
        self._imports: dict[str, frozenset[str]] = {}
        self._known: dict[tuple[str, bool], tuple[str, ...]] = {}

    def behind(self, texts: Iterable[str]) -> frozenset[str]:
        """Return the files, relative to the root, that texts import, directly or through one another.

        A module of a package that is there, but has no such module, is returned as the file it would be.
        """
        found: set[str] = set()
        waiting = [path for text in texts for path in self._of(text, "")]
        while waiting:
            path = waiting.pop()
            if path not in found:
                found.add(path)
                waiting += self._within(path)
        return frozenset(found)

    def relative(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield absolute paths relative to the root, compiled files as the files they were made from."""
        prefix = self.root.rstrip("/") + "/"
        for path in paths:
            text = path.removeprefix(prefix)
            if text != path and text.strip("/"):
                yield _CACHED.sub(lambda found: found["name"] + ".py", text).rstrip("/")

    def missing(self, module: str) -> frozenset[str]:
        """Return the files that would hold a module that is not there."""
        tail = module.replace(".", "/")
        places = (f"{folder}/{tail}{end}" for folder in self.sources for end in (".py", "/__init__.py"))
        return frozenset(os.path.relpath(one, self.root) for one in places)

    def _within(self, path: str) -> frozenset[str]:
        if path not in self._imports:
            try:
                with open(os.path.join(self.root, path), encoding="utf-8", errors="replace") as file:
                    self._imports[path] = frozenset(self._of(file.read(), path))
            except OSError:
                self._imports[path] = frozenset()
        return self._imports[path]

    def _of(self, text: str, path: str) -> Iterator[str]:
        """Yield the files that a text imports; ``path`` is its own, for relative imports."""
        for found in _IMPORT.finditer(text):
            if found["plain"]:
                for one in found["plain"].split(","):
                    yield from self._files(one.split(" as ")[0].strip())
            else:
                module = found["module"]
                names = [one.split(" as ")[0].strip() for one in found["names"].strip("() \t").split(",")]
                yield from self._from(module, names, path)

    def _from(self, module: str, names: list[str], path: str) -> Iterator[str]:
        dots = len(module) - len(module.lstrip("."))
        if dots:
            if not path:
                return
            folder = path
            for _ in range(dots):
                folder = os.path.dirname(folder)
            base = os.path.join(folder, *module[dots:].split(".")) if module[dots:] else folder
            yield from self._at(os.path.join(self.root, base))
            for name in names:
                if name.isidentifier():
                    yield from self._at(os.path.join(self.root, base, name))
            return
        yield from self._files(module)
        for name in names:
            if name.isidentifier():
                yield from self._files(f"{module}.{name}", certain=False)

    def _files(self, module: str, *, certain: bool = True) -> tuple[str, ...]:
        """Return the files of a dotted module, its packages included; each is looked for once."""
        key = (module, certain)
        if key not in self._known:
            self._known[key] = tuple(self._found(module, certain=certain))
        return self._known[key]

    def _found(self, module: str, *, certain: bool) -> Iterator[str]:
        parts = module.split(".")
        if not all(part.isidentifier() for part in parts):
            return
        for folder in self.sources:
            if not (
                os.path.isdir(os.path.join(folder, parts[0])) or os.path.isfile(os.path.join(folder, parts[0] + ".py"))
            ):
                continue
            place = folder
            for depth, part in enumerate(parts):
                place = os.path.join(place, part)
                files = list(self._at(place))
                if not files and not os.path.isdir(place):
                    if certain and depth:
                        yield os.path.relpath(place + ".py", self.root)
                    break
                yield from files
            return

    def _at(self, place: str) -> Iterator[str]:
        for path in (place + ".py", os.path.join(place, "__init__.py")):
            if os.path.isfile(path):
                yield os.path.relpath(path, self.root)


class Reads:
    """Which files each step of a run rests on, although steps share processes and modules are loaded ahead."""

    def __init__(self, root: str, environment: Environment) -> None:
        """Take the project and what is not its own in it."""
        self.modules = Modules(root, environment.sources)
        self.foreign = tuple(f"{os.path.relpath(one, root)}/" for one in environment.folders)
        self.ahead: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())

    def preloaded(self, names: Iterable[str], opened: Iterable[str]) -> None:
        """Note what was loaded for all, and which files were opened for it."""
        behind = self.modules.behind(f"import {name}" for name in names)
        self.ahead = (self.ahead[0] | self._own(opened), self.ahead[1] | behind)

    def note(self, job: Job, step: Step, told: dict[str, Any]) -> None:
        """Keep what a step opened and imports."""
        behind = self.modules.behind([source_of(step.example).text])
        job.seen.append((step.space, self._own(map(str, told.get("opened", ()))), behind))

    def added(self, job: Job, step: Step, told: dict[str, Any], trial: Trial) -> Trial:
        """Return the trial of a step with the files it rests on: its own, and those of the steps it rests on.

        A module that an earlier step loaded is not opened again. What it opened by other ways than imports that can be
        read counts for all that import from the same files.
        """
        chain = [one for one in job.seen if one[0] == step.space]
        behind = frozenset[str]().union(*(one[2] for one in chain))
        found = behind.union(*(one[1] for one in chain))
        for opened, imported in (*((one[1], one[2]) for one in job.seen if one[0] != step.space), self.ahead):
            if behind & imported:
                found |= opened - imported
        module = str(told.get("module", ""))
        if module:
            found |= self.modules.missing(module)
        return replace(trial, reads=found)

    def _own(self, paths: Iterable[str]) -> frozenset[str]:
        return frozenset(one for one in self.modules.relative(paths) if not one.startswith((*self.foreign, ".git/")))
