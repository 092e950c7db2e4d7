"""Renaming a document through ``mv``: every link follows, in one edit that the editor makes."""

import os
import posixpath

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidRequest

from holdfast.engine.live import Live
from holdfast.engine.move import Moving, prepare
from holdfast.errors import HoldfastError
from holdfast.formats.escape import visible
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.ruler import Ruler
from holdfast.lsp.targets import heading_at, link_at, target_of
from holdfast.lsp.uris import path_of, uri_of
from holdfast.model.span import Span


class CannotRename(JsonRpcInvalidRequest):
    """What is said where a document cannot be renamed as asked."""


def prepare_rename(desk: Desk, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """Return what would be renamed at a place: the document that a link leads to, or on its title the document itself."""
    page = desk.page(params.text_document.uri)
    offset = page.ruler.offset(params.position) if page else 0
    found = _subject(page, offset) if page else None
    if page is None or found is None:
        return None
    path, span = found
    return types.PrepareRenamePlaceholder(range=page.ruler.first_line(span), placeholder=posixpath.basename(path))


def rename(desk: Desk, params: types.RenameParams) -> tuple[types.WorkspaceEdit, str]:
    """Return the edit that renames a document, and what a person has to look at, or nothing.

    A name without a folder stays in the document's own; one that begins with ``/`` counts from the project's root.

    Raises :class:`CannotRename`.
    """
    page = desk.page(params.text_document.uri)
    found = _subject(page, page.ruler.offset(params.position)) if page else None
    if page is None or page.live is None or found is None:
        raise CannotRename("there is no document to rename here; go to a link or to the title of a document")
    if "rename" not in _operations(desk):
        raise CannotRename(f"this editor cannot rename files; in a terminal: holdfast mv {found[0]} NEW")
    folder = posixpath.dirname(found[0])
    new = params.new_name.strip()
    new = new.lstrip("/") if new.startswith("/") else posixpath.join(folder, new)
    moving = _prepared(page.live, found[0], new)
    operation = types.RenameFile(
        old_uri=desk.uri(page.live, moving.old), new_uri=uri_of(page.live.plan.tree.absolute(moving.new))
    )
    return types.WorkspaceEdit(document_changes=[*_edits(desk, page.live, moving), operation]), _told(moving)


def followed(desk: Desk, params: types.RenameFilesParams) -> types.WorkspaceEdit | None:
    """Return the edits by which links follow files that the editor is about to rename itself; ``None`` for none.

    A file that cannot be moved as ``mv`` moves it is renamed all the same: that is not ours to forbid.
    """
    edits: list[types.TextDocumentEdit] = []
    for one in params.files:
        old, new = path_of(one.old_uri), path_of(one.new_uri)
        project = desk.projects.of(old)
        if project is None or project.live is None or not new:
            continue
        before, after = project.relative(old), project.relative(new)
        if before and after:
            try:
                edits += _edits(desk, project.live, _prepared(project.live, before, after))
            except CannotRename:
                continue
    return types.WorkspaceEdit(document_changes=list(edits)) if edits else None


def _operations(desk: Desk) -> list[str]:
    return [
        str(getattr(one, "value", one)) for one in desk.can("workspace", "workspace_edit", "resource_operations") or ()
    ]


def _subject(page: Page, offset: int) -> tuple[str, Span] | None:
    """Return the document that would be renamed at a place, and where its name stands for it."""
    if page.live is None or not page.path:
        return None
    link = link_at(page, offset)
    if link is not None:
        target = target_of(page, link)
        inside = target is not None and page.live.of(target.path) is not None
        return (target.path, Span(link.spot.start, link.spot.end)) if target and inside else None
    heading = heading_at(page, offset)
    if heading is None or heading is not page.headings[0] or page.live.of(page.path) is None:
        return None
    return page.path, Span(heading.start, heading.body)


def _prepared(live: Live, old: str, new: str) -> Moving:
    unsaved = dict(live.plan.tree.unsaved)
    try:
        return prepare(live.root, old, os.path.join(live.root, new), unsaved=unsaved)
    except HoldfastError as error:
        raise CannotRename(visible(str(error))) from error


def _edits(desk: Desk, live: Live, moving: Moving) -> list[types.TextDocumentEdit]:
    """Return the changes of every file, at the places where the files are before the rename."""
    result = []
    for one in moving.changes:
        text = desk.open_text(live, one.path)
        ruler = desk.texts.ruler(text) if text else Ruler(one.old, desk.texts.encoding)
        edits = [types.TextEdit(range=ruler.range(edit.span), new_text=edit.text) for edit in one.edits]
        name = types.OptionalVersionedTextDocumentIdentifier(
            uri=desk.uri(live, one.path), version=text.version if text else None
        )
        result.append(types.TextDocumentEdit(text_document=name, edits=list(edits)))
    return result


def _told(moving: Moving) -> str:
    """Return what a person has to look at after a rename, in the words of ``holdfast mv``."""
    lines = [f"could not be changed: {one.path}:{one.line} {one.words}" for one in moving.left]
    lines += [f"still names {moving.old}: {one.path}:{one.line} {one.words}" for one in moving.named]
    lines += [f"has the number {one.number} as well: {one.other}" for one in moving.clashes]
    return "\n".join(map(visible, lines))
