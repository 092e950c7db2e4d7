"""What is offered while somebody types: values, fields, sections, documents, anchors, metrics, rules."""

import posixpath
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from lsprotocol import types

from holdfast.binding.fieldline import asked, room
from holdfast.binding.targets import present, resolve, shown_from
from holdfast.engine.excuses import NEVER
from holdfast.lsp.desk import Page
from holdfast.markdown.anchors import heading_anchors
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import key, plain
from holdfast.model.role import WORDS
from holdfast.model.schema import FieldSchema
from holdfast.model.verdict import Origin
from holdfast.rules import all_rules
from holdfast.world.files import SUFFIXES

_PLAIN = "/-._~!$&'*+,;=:@"
_MOST = 500
"""So many documents are read for the names of their metrics."""


class Offer(NamedTuple):
    """One thing that could stand there."""

    label: str
    text: str
    kind: types.CompletionItemKind
    detail: str = ""
    line: str = ""
    """The template line behind it, or another word of explanation."""


def field_values(page: Page, field: FieldSchema) -> Iterator[Offer]:
    """Yield the values that a field takes: those of the template, and for a Status the project's own words."""
    kind = types.CompletionItemKind.EnumMember
    for choice in field.choices:
        role = WORDS.get(choice.casefold())
        detail = f"counts as {role.value}" if role and field.id == "status" and role.value != choice.casefold() else ""
        yield Offer(choice, choice, kind, detail, _said(field.origin))
    if field.id == "status" and page.live:
        known = {choice.casefold() for choice in field.choices}
        for word, role in page.live.config.roles.items():
            if word not in known:
                yield Offer(word, word.capitalize(), kind, f"counts as {role.value}", "a word of this project")


def field_lines(page: Page) -> Iterator[Offer]:
    """Yield the fields of the template that a header lacks, each as a line in the style of the others."""
    document = page.document
    if document is None:
        return
    for field in document.schema.fields:
        place = room(document, field) if field.id not in document.fields else None
        if place is not None:
            text = f"{place.before.strip()} {place.after.strip()}".rstrip() + " "
            detail = "required" if document.demanded(field.presence, field.when) else field.presence.value
            yield Offer(
                field.name, text, types.CompletionItemKind.Field, f"{detail}: {asked(field)}", _said(field.origin)
            )


def sections(page: Page, marks: str, offset: int) -> Iterator[Offer]:
    """Yield the sections of the template that a document lacks, those that fit the level of the heading first."""
    document = page.document
    if document is None:
        return
    numbered = any(one.number for one in page.headings if not one.start <= offset <= one.body)
    level = len(marks)
    lacking = [(one.parent.heading.level + 1 if one.parent else 2, one.schema) for one in document.sections.missing]
    for here, schema in sorted(lacking, key=lambda pair: pair[0] != level):
        title = f"{schema.number}. {schema.title}" if numbered and schema.number.isdigit() else schema.title
        title = f"{schema.number} {schema.title}" if numbered and "." in schema.number else title
        detail = "required" if document.demands(schema) else schema.presence.value
        fits = "" if here == level else f", at level {here}"
        yield Offer(title, title, types.CompletionItemKind.Module, f"{detail}{fits}", _said(schema.origin))


def documents(page: Page, written: str, *, linked: bool = False) -> Iterator[Offer]:
    """Yield the Markdown files of the project as a link in a page would name them, those of its own folder first.

    With ``linked`` each is a whole link with the document's title.
    """
    live = page.live
    if live is None:
        return
    folder = posixpath.dirname(page.path)
    entries = live.session.entries
    dot = "./" if written.startswith("./") else ""
    paths = sorted(live.plan.tree.markdown, key=lambda path: (posixpath.dirname(path) != folder, path))
    for path in paths:
        if path == page.path:
            continue
        shown = "/" + path if written.startswith("/") else shown_from(page.path, path)
        shown = quote(shown if shown.startswith(("../", "/")) else dot + shown, safe=_PLAIN, errors="surrogateescape")
        entry = entries.get(path)
        title = entry.title if entry else ""
        status = f", {entry.status}" if entry and entry.status else ""
        text = f"[{title or shown}]({shown})" if linked else shown
        yield Offer(text if linked else shown, text, types.CompletionItemKind.File, f"{title}{status}")


def anchors(page: Page, written: str) -> Iterator[Offer]:
    """Yield the anchors of the file that a destination names so far; of the page itself where it names none."""
    raw = _raw(page, written)
    text = parse(raw) if raw is not None else None
    blocks = [one for one in text.blocks if one.kind == "heading"] if text else []
    for block, name in zip(blocks, heading_anchors(text) if text else [], strict=True):
        yield Offer(name, name, types.CompletionItemKind.Reference, f"{'#' * block.level} {block.data}")


def _raw(page: Page, written: str) -> bytes | None:
    if not written:
        return page.raw
    path = resolve(page.path, written)
    found = present(page.corpus, path) if path and page.corpus else None
    return page.live.text(found) if page.live and found and found.lower().endswith(SUFFIXES) else None


def metrics(page: Page, offset: int) -> Iterator[Offer]:
    """Yield the names in the first column of tables of quantities, as the documents of the corpus write them."""
    document, live = page.document, page.live
    wanted = {
        name for one in document.schema.walk() for table in one.tables if any(each.quantity for each in table.columns)
        for name in table.columns[0].alternatives
    } if document else set()  # fmt: skip
    found = live.of(page.path) if live else None
    head = _head(page, offset)
    if live is None or found is None or not head or key(head) not in wanted:
        return
    seen: dict[str, str] = {}
    for path in found.documents[:_MOST]:
        raw = live.text(path)
        for name in _names(raw, key(head)) if raw and b"|" in raw else ():
            seen.setdefault(name, path)
    for name, path in sorted(seen.items()):
        yield Offer(name, f"{name} ", types.CompletionItemKind.Value, f"as in {posixpath.basename(path)}")


def _head(page: Page, offset: int) -> str:
    """Return the first cell of the header of the table that a line belongs to; empty where it is none, or the header."""
    lines = page.parse.slice(0, offset).splitlines()
    first = ""
    for line in reversed(lines[:-1]):
        if not line.lstrip().startswith("|"):
            break
        first = line
    cells = first.strip().strip("|").split("|")
    return plain(cells[0]) if first else ""


@lru_cache(maxsize=_MOST)
def _names(raw: bytes, head: str) -> tuple[str, ...]:
    """Return the first cells of the rows of every table of a text whose first column has this name."""
    text = parse(raw)
    found = []
    for table in (one for one in text.blocks if one.kind == "table"):
        rows: list[str] = []
        first = False
        for block in text.blocks_in((table.start, table.end)):
            if block.kind in ("head", "row"):
                first = True
            elif block.kind == "cell" and first:
                rows.append(plain(text.slice(block.start, block.end)))
                first = False
        if rows and key(rows[0]) == head:
            found += [one for one in rows[1:] if one and not one.startswith("[")]
    return tuple(dict.fromkeys(found))


def slugs(page: Page) -> Iterator[Offer]:
    """Yield the rules that can be waived, those that something here does not hold by first."""
    here = {one.slug for one in page.live.verdicts(page.path)} if page.live else set()
    for rule in sorted(all_rules(), key=lambda one: (one.slug not in here, one.slug)):
        if rule.slug not in NEVER:
            yield Offer(
                rule.slug,
                rule.slug,
                types.CompletionItemKind.Constant,
                "found here" if rule.slug in here else "",
                rule.summary,
            )


def _said(origin: Origin) -> str:
    return f"template {origin.path}:{origin.line}  {origin.text}"
