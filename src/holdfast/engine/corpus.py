"""A set's facts put together with what the rules may ask of the world: answered when somebody asks, and once."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, ParamSpec, TypeVar

from holdfast.binding.context import context
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.markdown.anchors import anchors
from holdfast.markdown.blocks import BOM, Parse, readable
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.corpus import NOWHERE, Context, Corpus
from holdfast.model.entry import Entry
from holdfast.world.deletions import deleted
from holdfast.world.files import Problem, Tree, read
from holdfast.world.git import GitError
from holdfast.world.ignore import Ignore
from holdfast.world.lost import renamed

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_ASKED = 200
"""History is asked about so many lost paths."""


def corpus_of(plan: Plan, found: DocumentSet, entries: dict[str, Entry], others: Mapping[str, Any]) -> Corpus:
    """Put together what the rules about a set are handed.

    ``others`` holds what came of every file of the project by path; what has an ``entry`` counts.
    """
    tree = plan.tree
    world = _World(tree)

    def other(path: str) -> Entry | None:
        entry = getattr(others.get(path), "entry", None)
        return entry if isinstance(entry, Entry) and entry.kind == "document" else None

    return Corpus(
        entries=entries,
        indexes=tuple(path for path in found.indexes if path in entries),
        exists=cache(tree.exists),
        anchors=cache(world.anchors),
        known=tree.names,
        folders=tree.folders,
        other=other,
        births=plan.timeline.births,
        templates=tuple(template.path for template in found.templates),
        text=world.text,
        context=world.context,
        ignored=ignored_in(tree),
        gone=world.gone,
        renamed=world.renamed,
        symbol=_late(lambda: _symbols(tree)),
        command=_late(lambda: _commands(tree)),
        forbidden=plan.forbidden,
    )


class _World:
    """Files of the project as text; the last one parsed is kept, because questions come document by document."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self._path = ""
        self._parse: Parse | None = None
        self._headings: list[Heading] = []

    def text(self, path: str) -> str:
        if path == self._path and self._parse:
            return self._parse.slice(0, len(self._parse.source))
        raw = read(self.tree, path)
        return "" if isinstance(raw, Problem) else readable(raw.removeprefix(BOM))

    def context(self, path: str, offset: int) -> Context:
        parse = self.parse(path)
        return context(parse, self._headings, offset) if parse else NOWHERE

    def anchors(self, path: str) -> frozenset[str] | None:
        parse = self.parse(path)
        # An empty file says nothing about what it will hold.
        return anchors(parse) if parse and parse.source else None

    def gone(self, paths: list[str]) -> dict[str, str]:
        try:
            return deleted(self.tree.root, paths[:_ASKED])
        except GitError:
            return {}

    def renamed(self, paths: list[str]) -> dict[str, str]:
        return renamed(self.tree.root, paths[:_ASKED])

    def parse(self, path: str) -> Parse | None:
        if self._path != path:
            raw = read(self.tree, path)
            self._path = path
            self._parse = None if isinstance(raw, Problem) else parse_markdown(raw)
            self._headings = outline(self._parse) if self._parse else []
        return self._parse


def ignored_in(tree: Tree) -> Callable[[str], bool]:
    """Return a function that judges a path by every ``.gitignore`` on the way to it."""
    ignore: list[Ignore] = []
    read_in: set[str] = set()

    def ignored(path: str) -> bool:
        if not ignore:
            ignore.append(Ignore(tree.root))
        folder = ""
        parts = path.rstrip("/").split("/")
        for number, part in enumerate(parts):
            if folder not in read_in:
                read_in.add(folder)
                ignore[0].read(folder)
            folder = f"{folder}/{part}" if folder else part
            if ignore[0].ignores(folder + ("/" if number + 1 < len(parts) or path.endswith("/") else "")):
                return True
        tree.asked |= ignore[0].asked
        return False

    return ignored


def _symbols(tree: Tree) -> Callable[[str], tuple[str, str, str] | None]:
    from holdfast.world.symbols import Symbols

    return Symbols(tree).missing


def _commands(tree: Tree) -> Callable[[str, str], tuple[str, str, str] | None]:
    from holdfast.world.commands import Commands

    return Commands(tree).missing


def _late(make: Callable[[], Callable[Asked, Answer]]) -> Callable[Asked, Answer]:
    """Return a function that is made when it is first called."""
    made = cache(make)

    def call(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        return made()(*args, **kwargs)

    return call
