"""A code block of a document as a claim: what it says, how far it is to be tried, and the way back to its line."""

from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from holdfast.model.span import Position, Span
from holdfast.records import replace


class Level(IntEnum):
    """How far an example is tried; each level includes those below it."""

    LISTED = 0
    """Known and counted, and nothing is asked of it."""
    PARSED = 1
    TYPED = 2
    RAN = 3
    COMPARED = 4
    """It ran, and printed what the document says it prints."""


class Line(NamedTuple):
    """One line of an example."""

    text: str
    """Without the indentation or the quote marks of the block around it, and without its line end."""
    start: int
    """Byte offset in the document of the first character of ``text``; for a line that is not in the
    document as it stands here, of the nearest that is."""


class Expected(NamedTuple):
    """What an example is said to print."""

    text: str
    """Lines end in ``\\n``."""
    lines: tuple[Line, ...]
    """The same in the document, which ``--update output`` replaces."""
    kind: str
    """``comment`` for ``#>`` lines inside the example, ``fence`` for a block behind it, ``session`` for a console."""
    prefix: str = ""
    """What stands before every line of it inside the example, such as ``#> ``."""


@dataclass(frozen=True, slots=True)
class Example:
    """One code block, the hidden ones in comments included."""

    document: str
    """Path relative to the project's root."""
    ordinal: int
    """Counted from 1 over all code blocks of the document."""
    language: str
    """The slug of a language Holdfast knows the name of, such as ``python``; empty where it is unknown or absent."""
    word: str
    """The language as written; empty where none is."""
    info: str
    """The whole info string."""
    lines: tuple[Line, ...]
    span: Span
    """The whole block, fences included."""
    position: Position
    """Of its first line of code."""
    section: tuple[str, ...] = ()
    """Titles of the sections around it, the outermost first, without the document's own."""
    title: str = ""
    """A file name or caption: ``title="app.py"``."""
    group: str = ""
    """``group=NAME``: examples of one group share a namespace, in their order."""
    continues: bool = False
    """``continuation``: it goes on where the example of the same language before it ends."""
    hidden: bool = False
    """It stands in a comment: set-up that readers do not see."""
    raises: str = ""
    """``should_raise=NAME`` or ``should_panic``: how it is meant to end; ``*`` where any failure will do."""
    fails_to_compile: bool = False
    """``compile_fail``: it is shown because it does not compile."""
    schema: str = ""
    """``schema=PATH``: what JSON, YAML or TOML is to be valid against."""
    reads: tuple[str, ...] = ()
    """``reads="src data.csv"``: files and folders of the project that a program reads which it starts."""
    expected: Expected | None = None
    highest: Level = Level.COMPARED
    """As far as its author lets it be tried."""
    reason: str = ""
    """Why it is not tried further than ``highest``, in the words of the document."""
    fault: str = ""
    """What is wrong with what its author says about it, such as a skip without a reason."""
    asked: Level = Level.LISTED
    """What the document's Status and the author's words ask together."""

    @property
    def code(self) -> str:
        """The text, each line with its end."""
        return "".join(f"{line.text}\n" for line in self.lines)

    def offset(self, line: int, column: int) -> int:
        """Return the document's byte offset of a line and a column, both from 1, columns in code points; the nearest there is."""
        if not self.lines:
            return self.span.start
        found = self.lines[max(0, min(line, len(self.lines)) - 1)]
        return found.start + len(found.text[: max(0, column - 1)].encode("utf-8", "surrogateescape"))

    def wanting(self, level: Level) -> "Example":
        """Return the example with what a Status asks, as far as its author allows."""
        return replace(self, asked=min(level, self.highest))
