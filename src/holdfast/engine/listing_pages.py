"""``index``: what the rows of index pages have to say, in the page's own style, and what keeps them from saying it.

A row is added for a document that no page lists, follows a document that was renamed, goes with one that git recorded as
deleted, and says the status, the title and the date that its document says where the page's other rows do.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.numbers import spoken_name
from holdfast.binding.targets import resolve
from holdfast.edits.apply import apply
from holdfast.edits.listing import facts_of, new_row
from holdfast.edits.rowfacts import restated
from holdfast.edits.rowstyle import Facts
from holdfast.engine.check import Examination, examine
from holdfast.engine.clashes import Clash, clashes_on_branches
from holdfast.engine.gone_rows import gone_rows
from holdfast.engine.plan import DocumentSet
from holdfast.engine.told import Scope
from holdfast.errors import UsageError, WriteError
from holdfast.markdown.blocks import Parse
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.edit import Edit, Fix
from holdfast.model.outcome import Outcome
from holdfast.model.span import Span
from holdfast.world.files import Problem, Tree, read
from holdfast.world.replacement import replace

_RULES = ("index-dangling", "document-unlisted", "status-disagrees")


class Note(NamedTuple):
    """One change of a page, or one that is left to a person."""

    kind: str
    """``added``, ``removed``, ``changed``, or ``left``."""
    line: int
    """1-based: of the page as it was, of an added row as it will be; 0 where it has no place."""
    text: str
    """The row as it will be; of a removed one as it was."""
    why: str = ""
    """Of what is left, why nobody but a person can do it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One index page, before and after."""

    path: str
    old: bytes
    new: bytes
    notes: tuple[Note, ...]

    @property
    def left(self) -> tuple[Note, ...]:
        """What is left to a person."""
        return tuple(one for one in self.notes if one.kind == "left")


@dataclass(frozen=True, slots=True)
class Listed:
    """Every index page that was asked for, and the numbers that two branches took."""

    root: str
    pages: tuple[Page, ...]
    clashes: tuple[Clash, ...]

    @property
    def true(self) -> bool:
        """Whether nothing has to change."""
        return not self.clashes and not any(one.notes for one in self.pages)


def list_documents(
    start: str, paths: Sequence[str] = (), *, config: str | None = None, use_cache: bool = True
) -> Listed:
    """Work out what becomes of the index pages of the project around ``start``; nothing is written.

    ``paths`` narrow it to pages, relative to the root.

    Raises :class:`~holdfast.errors.UsageError` for a path that is no index page.
    """
    found = examine(start, config=config, use_cache=use_cache, scope=Scope(select=_RULES), baseline=False)
    known = [page for one in found.plan.sets for page in one.indexes]
    for path in paths:
        if path not in known:
            listed = f"the index pages are {', '.join(known)}" if known else "a page that lists half of a folder is one"
            raise UsageError("is no index page", where=path, remedy=listed)
    pages = []
    for one in found.plan.sets:
        facts = _facts(found.plan.tree, one)
        missing = _missing(found, one)
        for page in one.indexes:
            if not paths or page in paths:
                made = _page(found, page, facts, missing if page == _home(found, one) else [])
                if made:
                    pages.append(made)
    return Listed(found.plan.tree.root, tuple(pages), tuple(clashes_on_branches(found.plan)))


def write(listed: Listed) -> None:
    """Write every page that changes.

    Raises :class:`~holdfast.errors.WriteError` for one that cannot be written; those before it are then put back.
    """
    done: list[Page] = []
    try:
        for one in listed.pages:
            if one.old != one.new:
                replace(listed.root, one.path, one.old, one.new)
                done.append(one)
    except WriteError:
        for one in done:
            with suppress(WriteError):
                replace(listed.root, one.path, one.new, one.old)
        raise


def _home(found: Examination, documents: DocumentSet) -> str:
    """Return the page that new rows go to: the one that lists the most documents."""
    paths = set(documents.documents)

    def count(page: str) -> int:
        entry = found.entries.get(page)
        links = entry.links if entry else ()
        return len({resolve(page, link.target) for link in links if link.row and link.target} & paths)

    return max(documents.indexes, key=count)


def _missing(found: Examination, documents: DocumentSet) -> list[str]:
    paths = set(documents.documents)
    return sorted(
        {one.path for one in found.result.verdicts if _counts(one, "document-unlisted") and one.path in paths}
    )


def _counts(verdict: object, slug: str) -> bool:
    return getattr(verdict, "slug", "") == slug and getattr(verdict, "outcome", None) is Outcome.BROKEN


def _facts(tree: Tree, documents: DocumentSet) -> dict[str, Facts]:
    found = {}
    lookups = [Lookup(template.schema) for template in documents.templates]
    for path in documents.documents:
        raw = read(tree, path)
        if not isinstance(raw, Problem) and lookups:
            made = [Document(path, raw, lookup) for lookup in lookups]
            document = max(made, key=lambda one: len(one.fields))
            day = document.fields.get("date")
            found[path] = facts_of(path, document.own_title, document.status, day.value if day else "")
    return found


def _page(found: Examination, page: str, facts: Mapping[str, Facts], missing: Sequence[str]) -> Page | None:
    raw = read(found.plan.tree, page)
    if isinstance(raw, Problem):
        return None
    notes: list[Note] = []
    fixes: list[Fix] = []
    parse = parse_markdown(raw)
    said = [one for one in found.result.verdicts if one.path == page]
    dangling = [one.span.start for one in said if _counts(one, "index-dangling") and not one.fix]
    gone = gone_rows(found.plan.tree.root, found.entries[page], parse, dangling) if dangling else {}
    for one in said:
        if _counts(one, "index-dangling") or _counts(one, "status-disagrees"):
            fix = one.fix or (gone.get(one.span.start) if one.slug == "index-dangling" else None)
            if fix:
                fixes.append(fix)
            else:
                notes.append(Note("left", one.position.line, parse.line_text(one.position.line), one.found))
    fixes += [Fix((edit,)) for edit in restated(page, parse, facts)]
    made = apply(raw, fixes)
    notes += _told(parse, [fixes[number] for number in made.made])
    content, more = _added(page, made.content, facts, missing)
    order = {"removed": 0, "changed": 1, "added": 2, "left": 3}
    return Page(page, raw, content, tuple(sorted([*notes, *more], key=lambda one: (order[one.kind], one.line))))


def _added(page: str, raw: bytes, facts: Mapping[str, Facts], missing: Sequence[str]) -> tuple[bytes, list[Note]]:
    """Add a row for each missing document, one after the other, each in the place that the order gives it."""
    notes = []
    for path in missing:
        if path not in facts:
            continue
        known = {one: each for one, each in facts.items() if one != path}
        parse = parse_markdown(raw)
        row = new_row(page, parse, known, _named(facts[path]))
        if row is None or row.edit is None:
            why = row.doubt if row else "it has no row to learn from"
            notes.append(Note("left", 0, row.text.strip() if row else path, why))
            continue
        line = parse.source[: row.edit.span.start].count(b"\n") + 1 + row.edit.text.startswith("\n")
        open_ = f"left empty: {', '.join(row.open)}" if row.open else ""
        notes.append(Note("added", line, row.text.strip(), open_))
        raw = apply(raw, [Fix((row.edit,))]).content
    return raw, notes


def _named(facts: Facts) -> Facts:
    """Return the facts of a document with what its file is called, where it has no title of its own."""
    return facts if facts.title else facts._replace(title=spoken_name(facts.path))


def _told(parse: Parse, fixes: Sequence[Fix]) -> Iterator[Note]:
    """Yield a note for each line that fixes change."""
    by_line: dict[int, list[Edit]] = {}
    for edit in (one for fix in fixes for one in fix.edits):
        by_line.setdefault(parse.line(edit.span.start), []).append(edit)
    for line, own in sorted(by_line.items()):
        if any(not edit.text and edit.span.start == parse.lines[line - 1] for edit in own):
            yield Note("removed", line, parse.line_text(line))
            continue
        start = parse.lines[line - 1]
        end = parse.lines[line] if line < len(parse.lines) else len(parse.source)
        moved = [Fix((Edit(Span(one.span.start - start, one.span.end - start), one.text),)) for one in own]
        text = apply(parse.source[start:end], moved).content.decode("utf-8", "replace").strip()
        yield Note("changed", line, text)
