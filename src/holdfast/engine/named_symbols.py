"""What documents name of what some files define: classes, functions and their like, in code."""

import re
from collections.abc import Collection, Iterator
from functools import cached_property

from holdfast.engine.plan import Plan
from holdfast.markdown.blocks import Parse
from holdfast.world.defined import SUFFIXES, Defined, defined
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in

_QUALIFIED = re.compile(r"[A-Za-z_]\w*(?:(?:::|\.)[A-Za-z_]\w*)+")
_SINGLE = re.compile(r"[A-Za-z_]\w{7,}(?:\(\))?")
_CAMEL = re.compile(r"[A-Z]+[a-z0-9]+(?:[A-Z][a-z0-9]*)+")
_SNAKE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
_SOURCES = 4000
"""In a project of more source files, names without an owner are not looked up."""
_LARGE = 1_000_000


class DefinedSymbols:
    """What some files define, found out when a document first names something in code."""

    def __init__(self, plan: Plan, files: Collection[str], wanted: Collection[str]) -> None:
        """Take all files of the project, and those that are asked about, relative to its root."""
        self.plan = plan
        self.files = files
        self.wanted = wanted

    def of(self, parse: Parse) -> Iterator[tuple[str, str, str, int]]:
        """Yield what the files define and the document names in code: kind of reason, file, words, line."""
        if not self._owned and not self._alone:
            return
        for inline in parse.inlines:
            if inline.kind != "code" or inline.end - inline.start > 120:
                continue
            words = parse.slice(inline.start, inline.end).strip("` ")
            for found in _QUALIFIED.finditer(words):
                for file in self._meant(found[0]):
                    yield "symbol", file, found[0], parse.line(inline.start)
            if _SINGLE.fullmatch(words):
                only = self._alone.get(words.removesuffix("()"))
                if only:
                    yield "symbol", only, words, parse.line(inline.start)

    def _meant(self, word: str) -> list[str]:
        """Return the files that define a qualified name: a member with its type, or a name with its module."""
        parts = re.split(r"::|\.", word)
        files = list(self._owned.get((parts[-2], parts[-1]), ()))
        for size in range(len(parts), 0, -1):
            module = "/".join(parts[:size])
            rest = tuple(parts[size:])
            for file in self._modules.get(module, ()):
                if (not rest and size > 1) or (
                    0 < len(rest) < 3 and Defined(*(("", *rest)[-2:])) in self._defined[file]
                ):
                    files.append(file)
        return list(dict.fromkeys(files))

    @cached_property
    def _defined(self) -> dict[str, set[Defined]]:
        return {file: found for file in sorted(self.wanted) if (found := self._definitions(file))}

    @cached_property
    def _owned(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        for file, names in self._defined.items():
            for one in names:
                if one.owner:
                    found.setdefault((one.owner, one.name), []).append(file)
        return found

    @cached_property
    def _modules(self) -> dict[str, list[str]]:
        """Files by the dotted names their modules have, with slashes for the dots."""
        found: dict[str, list[str]] = {}
        for file in self._defined:
            stem = file.rpartition(".")[0].removesuffix("/__init__").removesuffix("/mod").removesuffix("/index")
            parts = stem.removeprefix("src/").split("/")
            for start in range(len(parts)):
                if start == 0 or parts[start - 1] in ("src", "lib", "packages", "python"):
                    found.setdefault("/".join(parts[start:]), []).append(file)
        return found

    @cached_property
    def _alone(self) -> dict[str, str]:
        """Names that tell themselves apart and that one file of the project defines, with that file."""
        mine: dict[str, set[str]] = {}
        for file, names in self._defined.items():
            for one in names:
                if len(one.name) >= 8 and not one.owner and (_CAMEL.fullmatch(one.name) or _SNAKE.fullmatch(one.name)):
                    mine.setdefault(one.name, set()).add(file)
        sources = [path for path in self.files if path.endswith(SUFFIXES) and path not in self._defined]
        if not mine or len(sources) > _SOURCES:
            return {}
        for path in sources:
            raw = self._source(path)
            if any(name in raw for name in mine):
                for one in defined(path, raw):
                    if one.name in mine:
                        mine[one.name].add(path)
        return {name: next(iter(files)) for name, files in mine.items() if len(files) == 1}

    def _definitions(self, file: str) -> set[Defined]:
        return defined(file, self._source(file)) if file.endswith(SUFFIXES) else set()

    def _source(self, path: str) -> str:
        """Return the text of a file; nothing of a large one, of what is no file, and of what lies outside."""
        absolute = self.plan.tree.absolute(path)
        if not lies_in(self.plan.tree.root, absolute):
            return ""
        try:
            with open_regular(absolute) as file:
                raw = file.read(_LARGE + 1)
        except OSError:
            return ""
        return raw.decode("utf-8", "replace") if len(raw) <= _LARGE else ""
