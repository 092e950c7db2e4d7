"""Who is told what of diagnostics, and when: pushed at each keystroke and in each pause, or pulled by the editor."""

import os
from collections.abc import Collection, Iterable

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.diagnostics import diagnostics, failure, name_of
from holdfast.lsp.projects import Project
from holdfast.lsp.ruler import Ruler
from holdfast.lsp.texts import Text
from holdfast.lsp.uris import path_of, uri_of


class Telling:
    """Diagnostics on their way to one editor."""

    def __init__(self, desk: Desk, editor: LanguageServer) -> None:
        """Tell nothing yet."""
        self._desk = desk
        self._editor = editor
        self._shown: dict[str, str] = {}
        """What each file was last told, by URI: nothing is told twice."""

    @property
    def pulls(self) -> bool:
        """Whether the editor asks for diagnostics by itself; it would show twice what is pushed as well."""
        return self._desk.can("text_document", "diagnostic") is not None

    @property
    def refreshes(self) -> bool:
        """Whether the editor pulls again when it is told to."""
        return bool(self._desk.can("workspace", "diagnostics", "refresh_support"))

    def typed(self, text: Text) -> None:
        """Tell what is known of a text right after a keystroke."""
        page = self._desk.page(text.uri)
        if page and not self.pulls:
            self._push(text.uri, diagnostics(self._desk, page), text.version)

    def looked(self, project: Project) -> None:
        """Tell what came of a look at a whole project."""
        if self._desk.can("workspace", "code_lens", "refresh_support"):
            self._editor.workspace_code_lens_refresh(None)
        if self.pulls:
            if self.refreshes:
                self._editor.workspace_diagnostic_refresh(None)
            return
        told = set()
        for page in self.pages(project):
            text = self._desk.texts.get(page.uri)
            self._push(page.uri, diagnostics(self._desk, page), text.version if text else None)
            told.add(page.uri)
        if project.failure and project.failure.where:
            where = project.failure.where
            uri = uri_of(os.path.join(project.root, where.rpartition(":")[0] or where))
            self._push(uri, [failure(project.failure)])
            told.add(uri)
        self.forget_below(project.root, but=told)

    def pages(self, project: Project) -> Iterable[Page]:
        """Yield the files of a project that the editor is told of."""
        live = project.live
        if live is None:
            return
        paths = {path for text in self._desk.texts if text.path and (path := project.relative(text.path))}
        open_ = [path for path in sorted(paths) if self._desk.projects.of(live.plan.tree.absolute(path)) is project]
        rest = sorted(live.settled.by_path.keys() - paths) if self._desk.whole and live.settled else []
        for path in [*open_, *rest]:
            uri = self._desk.uri(live, path)
            # A file that cannot be read is told of as well, at its beginning.
            yield self._desk.page(uri) or Page(uri, b"", Ruler(b"", self._desk.texts.encoding), project, live, path)

    def forget_below(self, root: str, but: Collection[str] = ()) -> None:
        """Show nothing any more of the files of a folder, but for some."""
        for uri in [one for one in self._shown if one not in but and self._within(one, root)]:
            self.forget(uri)

    def _within(self, uri: str, root: str) -> bool:
        project = self._desk.projects.of(path_of(uri))
        return project is None or project.root == root

    def forget(self, uri: str) -> None:
        """Show nothing of a file any more."""
        if self._shown.get(uri):
            self._push(uri, [])
        self._shown.pop(uri, None)

    def _push(self, uri: str, found: list[types.Diagnostic], version: int | None = None) -> None:
        name = f"{version} {name_of(found)}" if found else ""
        if self._shown.get(uri) != name:
            self._shown[uri] = name
            self._editor.text_document_publish_diagnostics(
                types.PublishDiagnosticsParams(uri=uri, diagnostics=found, version=version)
            )

    async def pulled(self, params: types.DocumentDiagnosticParams) -> types.DocumentDiagnosticReport:
        """Answer a pull for one file; an editor that is not told to pull again gets the whole answer at once."""
        page = self._desk.page(params.text_document.uri)
        if page and page.project and (page.live is None or page.live.settled is None or not self.refreshes):
            if page.live is None:
                page.project.later(pause=0)
            await page.project.settled()
            page = self._desk.page(params.text_document.uri)
        found = diagnostics(self._desk, page) if page else []
        name = name_of(found)
        if name == params.previous_result_id:
            return types.RelatedUnchangedDocumentDiagnosticReport(result_id=name)
        return types.RelatedFullDocumentDiagnosticReport(items=found, result_id=name)

    async def pulled_whole(self, params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        """Answer a pull for all files; those of which nothing is known any more are told with nothing."""
        before = {one.uri: one.value for one in params.previous_result_ids}
        items: list[types.WorkspaceDocumentDiagnosticReport] = []
        for project in self._desk.projects:
            await project.settled()
            for page in self.pages(project):
                text = self._desk.texts.get(page.uri)
                items.append(_report(page.uri, diagnostics(self._desk, page), before, text.version if text else None))
        told = {one.uri for one in items}
        items += [_report(uri, [], before, None) for uri in before.keys() - told]
        return types.WorkspaceDiagnosticReport(items=items)


def _report(
    uri: str, found: list[types.Diagnostic], before: dict[str, str], version: int | None
) -> types.WorkspaceDocumentDiagnosticReport:
    name = name_of(found)
    if before.get(uri) == name:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=name, version=version)
    return types.WorkspaceFullDocumentDiagnosticReport(uri=uri, items=found, result_id=name, version=version)
