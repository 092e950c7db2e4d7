"""Outlines: the sections of a document, the documents of a workspace, and what can be folded."""

from collections.abc import Iterator

from lsprotocol import types

from holdfast.formats.escape import visible
from holdfast.lsp.desk import Desk, Page
from holdfast.model.span import Span

_FOLDED = frozenset({"fence", "code", "table", "list", "quote", "html", "metadata"})
_MOST = 500
"""So many documents are listed at once; whoever looks for one types more of its name."""


def document_symbols(
    desk: Desk, params: types.DocumentSymbolParams
) -> list[types.DocumentSymbol] | list[types.SymbolInformation]:
    """Return the sections of a text, nested, each with what it answers of the template."""
    page = desk.page(params.text_document.uri)
    if page is None:
        return []
    answers = {one.heading.start: one.schema.title for one in page.document.sections.bound} if page.document else {}
    made: list[types.DocumentSymbol] = []
    roots: list[types.DocumentSymbol] = []
    for heading in page.headings:
        asked = answers.get(heading.start, "")
        symbol = types.DocumentSymbol(
            name=visible(f"{heading.number} {heading.title}".strip()) or "(no title)",
            detail=visible(asked) if asked and asked != heading.title else None,
            kind=types.SymbolKind.String if heading.parent >= 0 else types.SymbolKind.File,
            range=page.ruler.range(Span(heading.start, heading.end)),
            selection_range=page.ruler.first_line(Span(heading.start, heading.body)),
            children=[],
        )
        made.append(symbol)
        siblings = made[heading.parent].children if heading.parent >= 0 else roots
        if isinstance(siblings, list):
            siblings.append(symbol)
    if desk.can("text_document", "document_symbol", "hierarchical_document_symbol_support"):
        return roots
    return [
        types.SymbolInformation(name=one.name, kind=one.kind, location=types.Location(uri=page.uri, range=one.range))
        for one in made
    ]


def workspace_symbols(desk: Desk, params: types.WorkspaceSymbolParams) -> list[types.SymbolInformation]:
    """Return the documents whose title, number or path has all the words of a query; for no words, all of them."""
    words = params.query.casefold().split()
    found = []
    for project in desk.projects:
        live = project.live
        for path, entry in sorted(live.session.entries.items()) if live else ():
            name = f"{path} {entry.title}".casefold()
            if live and entry.kind == "document" and all(word in name for word in words):
                start = types.Position(line=max(entry.top.line - 1, 0), character=0)
                place = types.Location(uri=desk.uri(live, path), range=types.Range(start=start, end=start))
                status = f", {entry.status}" if entry.status else ""
                found.append(
                    types.SymbolInformation(
                        name=visible(entry.title or path),
                        kind=types.SymbolKind.File,
                        location=place,
                        container_name=visible(f"{path}{status}"),
                    )
                )
    return found[:_MOST]


def folding(desk: Desk, params: types.FoldingRangeParams) -> list[types.FoldingRange]:
    """Return what can be folded: sections, and the blocks that take more than a line."""
    page = desk.page(params.text_document.uri)
    return sorted(_folds(page), key=lambda one: (one.start_line, -one.end_line)) if page else []


def _folds(page: Page) -> Iterator[types.FoldingRange]:
    for heading in page.headings:
        yield from _fold(page, Span(heading.start, heading.end), types.FoldingRangeKind.Region)
    for block in page.parse.blocks:
        if block.kind in _FOLDED:
            is_comment = page.parse.source[block.start : block.start + 4] == b"<!--"
            kind = types.FoldingRangeKind.Comment if is_comment else None
            yield from _fold(page, Span(block.start, block.end), kind)


def _fold(page: Page, span: Span, kind: types.FoldingRangeKind | None) -> Iterator[types.FoldingRange]:
    text = page.parse.source[span.start : span.end].rstrip()
    first, last = page.ruler.position(span.start).line, page.ruler.position(span.start + len(text)).line
    if last > first:
        yield types.FoldingRange(start_line=first, end_line=last, kind=kind)
