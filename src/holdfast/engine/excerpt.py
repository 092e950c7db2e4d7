"""A document, or one section of it, within a budget: its outline in any case, and as many whole lines as fit."""

from typing import NamedTuple

from holdfast.binding.numbers import References
from holdfast.engine.governs import heirs
from holdfast.engine.session import Session
from holdfast.errors import UsageError
from holdfast.markdown.blocks import readable
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse
from holdfast.model.entry import Entry
from holdfast.model.role import OVER
from holdfast.world.files import Problem, read


class Part(NamedTuple):
    """One heading of a document."""

    line: int
    level: int
    title: str
    """With its number."""


class Excerpt(NamedTuple):
    """What was read of a document."""

    entry: Entry
    heirs: tuple[Entry, ...]
    """What replaced it, where it is no longer in force and that is known."""
    outline: tuple[Part, ...]
    first: int
    """The first line of the text, from 1."""
    text: str
    """Whole lines."""
    left: int
    """How many lines of what was asked for did not fit."""


def excerpt(session: Session, path: str, room: int, section: str = "") -> Excerpt:
    """Return at most ``room`` characters of a document, or of the section whose number or title is named.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document, and a section there is not.
    """
    entry, raw = document_of(session, path)
    parsed = parse(raw)
    headings = outline(parsed)
    start, end = (0, len(parsed.source)) if not section else _span(path, headings, section)
    lines = readable(parsed.source[start:end]).splitlines(keepends=True)
    kept = _fitting(lines, room)
    return Excerpt(
        entry=entry,
        heirs=replaced_by(session, entry),
        outline=tuple(Part(parsed.line(one.start), one.level, _named(one)) for one in headings),
        first=parsed.line(start),
        text="".join(lines[:kept]),
        left=len(lines) - kept,
    )


def document_of(session: Session, path: str) -> tuple[Entry, bytes]:
    """Return a document of an open project with its content.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document, or cannot be read.
    """
    entry = session.entries.get(path)
    if entry is None or entry.kind != "document":
        raise UsageError("is no document of this project", where=path, remedy="name one that holdfast check lists")
    raw = read(session.plan.tree, path)
    if isinstance(raw, Problem):
        raise UsageError(raw.found, where=path, remedy=raw.remedy)
    return entry, raw


def replaced_by(session: Session, entry: Entry) -> tuple[Entry, ...]:
    """Return what replaced a document that is no longer in force, where that is known."""
    if entry.role not in OVER:
        return ()
    corpus = next(corpus for documents, corpus in session.corpora() if entry.path in documents.documents)
    return tuple(heirs(References(corpus), entry))


def _span(path: str, headings: list[Heading], section: str) -> tuple[int, int]:
    wanted = section.casefold().strip().lstrip("#").strip().rstrip(".")
    for one in headings:
        if wanted in (one.number, one.title.casefold(), _named(one).casefold()):
            return one.start, one.end
    raise UsageError(f"has no section {section!r}", where=path, remedy="name one of its headings, or its number")


def _named(one: Heading) -> str:
    return f"{one.number} {one.title}".strip()


def _fitting(lines: list[str], room: int) -> int:
    for number, line in enumerate(lines):
        room -= len(line)
        if room < 0:
            return number
    return len(lines)
