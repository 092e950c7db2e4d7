"""Where a verdict points, for programs: paths in the repository, URIs, regions of a text, a rule's page."""

import os
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import NamedTuple

from holdfast.markdown.blocks import BOM, readable
from holdfast.model.result import Result
from holdfast.model.span import Span
from holdfast.world.regular import open_regular
from holdfast.world.root import project_root

SITE = "https://holdfast-docs.github.io"


class Region(NamedTuple):
    """A range of a text; all four count from 1, columns in code points, and the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def rule_page(slug: str) -> str:
    """Return the address of a rule's page; empty for a rule of another distribution."""
    package = os.path.dirname(os.path.dirname(__file__))
    own = os.path.exists(os.path.join(package, "rules", f"{slug.replace('-', '_')}.py"))
    return f"{SITE}/rules/{slug}/" if own else ""


class Places:
    """The files of one result as services see them: named from the root of the repository, not of the project."""

    def __init__(self, result: Result, given: Mapping[str, bytes] | None = None) -> None:
        """Find the repository around the project, outside of one the project itself; ``given`` are texts not on the disk."""
        self.root = project_root(result.root)
        self._project = result.root
        self._given = given or {}
        self._texts: dict[str, tuple[bytes, list[int]] | None] = {}

    def path(self, path: str) -> str:
        """Return a path of the project relative to the repository, with ``/`` between its parts."""
        return os.path.relpath(os.path.join(self._project, path), self.root).replace(os.sep, "/")

    def uri(self, path: str) -> str:
        """Return the same as a relative URI, each byte that is no plain letter percent-encoded (RFC 3986)."""
        from urllib.parse import quote

        return quote(self.path(path).encode("utf-8", "surrogateescape"), safe="/~")

    def region(self, path: str, span: Span) -> Region | None:
        """Return where a span lies; ``None`` where the file cannot be read any more, or is shorter."""
        text = self._text(path)
        if text is None or span.end > len(text[0]):
            return None
        return Region(*self._position(text, span.start), *self._position(text, span.end))

    def line_end(self, path: str) -> str:
        """Return the line end that a file uses."""
        text = self._text(path)
        return "\r\n" if text and b"\r\n" in text[0] else "\n"

    def _position(self, text: tuple[bytes, list[int]], offset: int) -> tuple[int, int]:
        source, starts = text
        line = bisect_right(starts, offset)
        return line, len(readable(source[starts[line - 1] : offset])) + 1

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file of the project; ``None`` where it cannot be read."""
        if path in self._given:
            return self._given[path]
        try:
            with open_regular(os.path.join(self._project, path)) as file:
                return file.read()
        except (OSError, ValueError):  # A name that no file can have is a ValueError.
            return None

    def _text(self, path: str) -> tuple[bytes, list[int]] | None:
        """Return a file without its byte order mark, and the offsets at which its lines start."""
        if path not in self._texts:
            raw = self.read(path)
            source = b"" if raw is None else raw.removeprefix(BOM)
            starts = [0, *accumulate(len(line) for line in source.splitlines(keepends=True))]
            whole = starts if source.endswith((b"\n", b"\r")) else starts[:-1] or [0]
            self._texts[path] = None if raw is None else (source, whole)
        return self._texts[path]
