"""``search``: the documents of a project by their words and fields, kept up to date by the stamps of the files."""

import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.config import Config, candidates, find_config, load_config
from holdfast.engine.query import Query
from holdfast.errors import UsageError
from holdfast.markdown.plain import key
from holdfast.model.role import role_of
from holdfast.world.cachefolder import RACY_NS, code_stamp
from holdfast.world.files import Tree, walk
from holdfast.world.fulltext import CLOSE, OPEN, FullText, Hit
from holdfast.world.ignore import Ignore
from holdfast.world.root import project_root

HAS = ("open-questions", "open-tasks", "examples", "waivers")
_SHOWN_LINES = 3


class Line(NamedTuple):
    """A line of a document that matches."""

    line: int
    column: int
    """1-based, in code points; of the first match."""
    text: str
    matches: tuple[tuple[int, int], ...]
    """Where each match begins and ends in the text, in code points."""


class Match(NamedTuple):
    """A document that was found, with the lines that say why."""

    hit: Hit
    lines: tuple[Line, ...]
    more: int
    """How many further lines match."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked of a document besides words."""

    statuses: tuple[str, ...] = ()
    """One of these, each a status word or a role."""
    types: tuple[str, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """All of these, each a name and words that its value holds."""
    has: tuple[str, ...] = ()
    """All of these, of :data:`HAS`."""

    def takes(self, hit: Hit) -> bool:
        """Tell whether a document is asked for."""
        return (
            (not self.statuses or any(_is_status(one, hit) for one in self.statuses))
            and (not self.types or key(hit.type) in map(key, self.types))
            and all(any(_is_field(name, value, one) for one in hit.fields) for name, value in self.fields)
            and hit.has.issuperset(self.has)
        )


@dataclass(frozen=True, slots=True)
class Matches:
    """What a search found."""

    root: str
    matches: tuple[Match, ...]
    """The best first, as many as were asked for."""
    total: int
    documents: int
    """How many documents were searched."""


class Searcher:
    """A project open for searching; what changed is read again before each search."""

    def __init__(
        self,
        start: str,
        *,
        config: str | None = None,
        use_cache: bool = True,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Open the project around a folder.

        Raises :class:`~holdfast.errors.UsageError` where this Python's SQLite cannot search texts.
        """
        self.start, self.config, self.progress = start, config, progress
        settings, self.root, self.files = _settings(start, config)
        self.exclude = settings.exclude
        try:
            self.text = FullText(self.root, use_cache=use_cache)
        except sqlite3.OperationalError as error:
            raise UsageError(
                f"the SQLite of this Python cannot search texts: {error}", remedy="use a Python whose SQLite has FTS5"
            ) from error

    def search(self, query: Query, wanted: Filter | None = None, limit: int = 10) -> Matches:
        """Search; the best documents come first."""
        try:
            return self._search(query, wanted or Filter(), limit)
        except sqlite3.Error:
            # A file that is damaged, locked or read-only is no reason to find nothing.
            self.text.close()
            self.text = FullText(self.root, use_cache=False)
            return self._search(query, wanted or Filter(), limit)

    def close(self) -> None:
        """Let go of the file."""
        self.text.close()

    def _search(self, query: Query, wanted: Filter, limit: int) -> Matches:
        self._refresh()
        hits = [hit for hit in self.text.find(query.match, query.without) if wanted.takes(hit)]
        matches = [Match(hit, *self._lines(query, hit)) for hit in hits[:limit]]
        return Matches(self.root, tuple(matches), len(hits), int(self.text.meta("documents") or 0))

    def _refresh(self) -> None:
        """Read what changed since the file was written; without a change nothing is loaded for that."""
        began = time.time_ns()
        tree = walk(self.root, Ignore(self.root, self.exclude))
        state = _state(tree, self.files, self.text.meta("sides").split("\n"))
        if state == self.text.meta("state"):
            return
        from holdfast.engine.searched import refresh

        refresh(self.text, self.start, self.config, self.progress)
        # What was changed a moment ago may change again within the same time stamp, so it is looked at once more.
        ended = time.time_ns()
        settled = not any(began - RACY_NS < stamp.mtime_ns <= ended for stamp in tree.markdown.values())
        sides = self.text.meta("sides").split("\n")
        self.text.update((), (), {"state": _state(tree, self.files, sides) if settled else ""})

    def _lines(self, query: Query, hit: Hit) -> tuple[tuple[Line, ...], int]:
        if not query.match:
            return (), 0
        found = list(_marked(self.text.highlighted(query.match, hit.id)))
        best = sorted(found, key=lambda one: -len({one.text[a:b].casefold() for a, b in one.matches}))[:_SHOWN_LINES]
        return tuple(sorted(best)), len(found) - len(best)


def _settings(start: str, path: str | None) -> tuple[Config, str, tuple[str, ...]]:
    """Return the configuration, the project's root, and the files that this rests on."""
    root = project_root(start)
    found = path or find_config(os.path.abspath(start), root)
    asked = (found,) if path else tuple(candidates(os.path.abspath(start), root))
    files = tuple(one for one in (found, *asked) if one)
    if found is None:
        return Config(), root, files
    return load_config(found), root if path else os.path.dirname(os.path.abspath(found)), files


def _state(tree: Tree, files: Sequence[str], sides: Sequence[str]) -> str:
    """Return a text that changes with every file that the search rests on."""
    from holdfast.digest import blake2b

    hashed = blake2b(code_stamp().encode(), digest_size=16)
    for path, stamp in tree.markdown.items():
        hashed.update(f"{path}\0{stamp.size}\0{stamp.mtime_ns}\n".encode("utf-8", "surrogateescape"))
    more = [tree.absolute(path) for name in sides if name for path in tree.names.get(name, ())]
    for path in (*files, *more):
        try:
            status = os.stat(path)
        except OSError:
            continue
        hashed.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return hashed.hexdigest()


def _marked(text: str) -> Iterator[Line]:
    """Yield the lines of a highlighted text that hold a match."""
    open_ = False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if not open_ and OPEN not in line:
            continue
        plain = ""
        matches = []
        start = 0
        for piece in re.split(f"([{OPEN}{CLOSE}])", line):
            if piece == OPEN:
                open_, start = True, len(plain)
            elif piece == CLOSE:
                open_ = False
                matches.append((start, len(plain)))
            else:
                plain += piece
        if open_:
            matches.append((start, len(plain)))
        kept = tuple(one for one in matches if one[0] < one[1])
        if kept:
            yield Line(number, kept[0][0] + 1, plain, kept)


def _is_status(wanted: str, hit: Hit) -> bool:
    word, own = key(wanted), key(hit.status)
    if own == word or own.startswith(f"{word} "):
        return True
    # A word that means a role finds the documents that say it in other words.
    return word == hit.role or (not own and word == "none") or (role_of(wanted) == hit.role and word in _ROLE_WORDS)


_ROLE_WORDS = frozenset({"research", "draft", "active", "deprecated", "superseded"})


def _is_field(name: str, value: str, field: tuple[str, str]) -> bool:
    return key(field[0]) == key(name) and f" {key(value)} " in f" {key(field[1])} "
