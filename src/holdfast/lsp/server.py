"""The server: what an editor asks is handed to the file that answers it, and what is known anew is told."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from threading import Event
from typing import Any, BinaryIO

from lsprotocol import types
from pygls.exceptions import FeatureNotificationError, FeatureRequestError, JsonRpcException
from pygls.io_ import StdoutWriter
from pygls.lsp.server import LanguageServer

from holdfast.errors import HoldfastError
from holdfast.formats.escape import visible
from holdfast.lsp.actions import KINDS, actions
from holdfast.lsp.channel import Channel
from holdfast.lsp.completion import TRIGGERS, completion
from holdfast.lsp.desk import Desk
from holdfast.lsp.hover import hover
from holdfast.lsp.lenses import SHOW, evidence, lenses
from holdfast.lsp.navigation import definition, references
from holdfast.lsp.projects import Project
from holdfast.lsp.protocol import Protocol
from holdfast.lsp.rename import followed, prepare_rename, rename
from holdfast.lsp.symbols import document_symbols, folding, workspace_symbols
from holdfast.lsp.telling import Telling
from holdfast.lsp.uris import path_of
from holdfast.version import __version__
from holdfast.world.standard import apart

_WATCHED = (
    "**/*.md",
    "**/*.markdown",
    "**/holdfast.toml",
    "**/pyproject.toml",
    "**/holdfast-baseline.json",
    "**/.gitignore",
)
_log = logging.getLogger(__name__)


_RENAMABLE = types.FileOperationFilter(pattern=types.FileOperationPattern(glob="**/*"), scheme="file")
_ASKED: tuple[tuple[str, Callable[..., Any], Any], ...] = (
    (types.TEXT_DOCUMENT_HOVER, hover, None),
    (types.TEXT_DOCUMENT_COMPLETION, completion, types.CompletionOptions(trigger_characters=TRIGGERS)),
    (types.TEXT_DOCUMENT_DEFINITION, definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, references, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, prepare_rename, None),
    (types.WORKSPACE_WILL_RENAME_FILES, followed, types.FileOperationRegistrationOptions(filters=[_RENAMABLE])),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, document_symbols, None),
    (types.WORKSPACE_SYMBOL, workspace_symbols, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, folding, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, actions, types.CodeActionOptions(code_action_kinds=KINDS)),
    (types.TEXT_DOCUMENT_CODE_LENS, lenses, None),
)
"""What editors ask, with the file that answers it and what it says of itself."""


class Server(LanguageServer):
    """One server for one editor."""

    protocol: Protocol

    def __init__(self) -> None:
        """Register all that it answers."""
        super().__init__("holdfast", __version__, protocol_cls=Protocol, max_workers=2)
        self.desk = Desk(self._looked)
        self.telling = Telling(self.desk, self)
        self._said: set[str] = set()
        self._register()

    def _register(self) -> None:
        answers: list[tuple[str, Callable[..., Any], Any]] = [
            (types.INITIALIZE, self._initialize, None),
            (types.INITIALIZED, self._initialized, None),
            (types.TEXT_DOCUMENT_DID_OPEN, self._opened, None),
            (types.TEXT_DOCUMENT_DID_CHANGE, self._changed, None),
            (types.TEXT_DOCUMENT_DID_SAVE, self._saved, None),
            (types.TEXT_DOCUMENT_DID_CLOSE, self._closed, None),
            (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._files_changed, None),
            (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self._folders_changed, None),
            (types.TEXT_DOCUMENT_RENAME, self._rename, types.RenameOptions(prepare_provider=True)),
        ]
        for method, answer, options in answers:
            self.feature(method, options)(partial(answer))
        for method, ask, options in _ASKED:
            self.feature(method, options)(partial(ask, self.desk))
        self.command(SHOW)(partial(self._show_evidence))

    def _initialize(self, params: types.InitializeParams) -> None:
        """Take in what the editor can do and which folders it has open."""
        desk = self.desk
        desk.capabilities = params.capabilities
        encoding = self.protocol.workspace.position_encoding
        desk.texts.encoding = str(getattr(encoding, "value", encoding))
        options = params.initialization_options
        desk.whole = isinstance(options, dict) and options.get("diagnostics") == "project"
        root = params.root_uri or (f"file://{params.root_path}" if params.root_path else "")
        uris = [one.uri for one in params.workspace_folders or ()] or ([root] if root else [])
        desk.projects.folders = [path for uri in uris if (path := path_of(uri))]
        if self.telling.pulls:
            pulling = types.DiagnosticOptions(
                inter_file_dependencies=True, workspace_diagnostics=desk.whole, identifier="holdfast"
            )
            self.feature(types.TEXT_DOCUMENT_DIAGNOSTIC, pulling)(partial(self.telling.pulled))
            if desk.whole:
                self.feature(types.WORKSPACE_DIAGNOSTIC)(partial(self.telling.pulled_whole))

    def _initialized(self, _: types.InitializedParams) -> None:
        """Open the projects, and ask to be told of files that change."""
        self.desk.projects.open_folders()
        if self.desk.can("workspace", "did_change_watched_files", "dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob_pattern=one) for one in _WATCHED]
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            watching = types.Registration(
                id="holdfast-files", method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
            )
            self.client_register_capability(types.RegistrationParams(registrations=[watching]))

    def _opened(self, params: types.DidOpenTextDocumentParams) -> None:
        self._typed(self.desk.texts.open(params.text_document), pause=0)

    def _changed(self, params: types.DidChangeTextDocumentParams) -> None:
        name = params.text_document
        text = self.desk.texts.change(name.uri, name.version, params.content_changes)
        if text is None:
            _log.warning("a change of version %s of %r is not for the text at hand", name.version, name.uri)
            return
        self._typed(text)

    def _typed(self, text: Any, pause: float | None = None) -> None:
        project = self.desk.projects.of(text.path)
        if project is None:
            return
        if project.typed(text):
            self.telling.typed(text)
        if pause is not None:
            project.later(pause=pause)

    def _saved(self, params: types.DidSaveTextDocumentParams) -> None:
        """A file on the disk is another one now, and what rests on it may have gone stale."""
        project = self.desk.projects.of(path_of(params.text_document.uri))
        if project is not None:
            project.later(reopen=True, pause=0)

    def _closed(self, params: types.DidCloseTextDocumentParams) -> None:
        """What is on the disk counts again; of a file that is not open the editor is told only if it wants all."""
        text = self.desk.texts.close(params.text_document.uri)
        project = self.desk.projects.of(text.path) if text else None
        if not self.desk.whole and not self.telling.pulls:
            self.telling.forget(params.text_document.uri)
        if project is not None:
            project.later(reopen=True, pause=0)

    def _files_changed(self, params: types.DidChangeWatchedFilesParams) -> None:
        projects = {id(one): one for change in params.changes if (one := self.desk.projects.of(path_of(change.uri)))}
        for project in projects.values():
            project.later(reopen=True)

    def _folders_changed(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        gone = {path_of(one.uri) for one in params.event.removed}
        added = [path for one in params.event.added if (path := path_of(one.uri))]
        projects = self.desk.projects
        projects.folders = list(dict.fromkeys([*(one for one in projects.folders if one not in gone), *added]))
        for root in projects.open_folders():
            self.telling.forget_below(root)

    def _rename(self, params: types.RenameParams) -> types.WorkspaceEdit:
        edit, told = rename(self.desk, params)
        if told:
            self.window_show_message(types.ShowMessageParams(type=types.MessageType.Warning, message=told))
        return edit

    def _show_evidence(self, uri: str, claim: str) -> None:
        """Show what is known of a claim; nothing is run."""
        text = evidence(self.desk, uri, claim) or "nothing is known of this any more; try it: holdfast verify"
        self.window_show_message(types.ShowMessageParams(type=types.MessageType.Info, message=text))

    def _looked(self, project: Project) -> None:
        """Tell what came of a look at a project, and once of what went wrong."""
        try:
            self.telling.looked(project)
        except Exception as error:  # Whoever types goes on; the next look tells again.
            self.report_server_error(error, FeatureNotificationError)
        if project.failure:
            self._say_once(visible(f"holdfast: {project.failure}"), types.MessageType.Warning)
        if project.crash:
            trace = f"{type(project.crash).__name__}: {project.crash}"
            _log.error("a look at %s failed", project.root, exc_info=project.crash)
            self._say_once(visible(f"holdfast: this is our bug, please report it: {trace}"), types.MessageType.Error)

    def _say_once(self, text: str, type: types.MessageType) -> None:
        if text not in self._said:
            self._said.add(text)
            self.window_show_message(types.ShowMessageParams(type=type, message=text))

    def listen(self, stdin: BinaryIO, stdout: BinaryIO) -> None:
        """Serve whoever writes to a stream, until it ends or says so."""
        self._stop_event = stop = Event()
        self.protocol.set_writer(StdoutWriter(stdout))
        channel = Channel(stdin, self.thread_pool)
        try:
            asyncio.run(channel.listen(stop, self._received, self.protocol.unreadable))
        except BrokenPipeError:
            pass  # The editor is gone.
        finally:
            self.shutdown()  # type: ignore[no-untyped-call]

    def _received(self, data: Any) -> None:
        try:
            self.protocol.received(data)
        except BrokenPipeError:
            raise
        except Exception as error:  # Whatever one message ends in, the next is answered.
            self.report_server_error(error, JsonRpcException)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write down what went wrong; a pop-up would stand in the way of whoever types."""
        if source is FeatureRequestError or isinstance(error, HoldfastError):
            return
        _log.error("%s: %s", getattr(source, "__name__", source), error)
        text = f"holdfast: {type(error).__name__}: {error}"
        self.window_log_message(types.LogMessageParams(type=types.MessageType.Error, message=visible(text)))


def serve() -> None:
    """Serve one editor on standard input and output until it goes away.

    An interrupt ends it at once: there is nothing to put away, and the thread that waits for the editor cannot be waited for.
    """
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    if sys.stdin.isatty():
        sys.stderr.write("holdfast: lsp speaks to editors, which start it; Ctrl-C ends it, docs/editors.md says more\n")
    stdin, stdout = apart()
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="holdfast: %(name)s: %(message)s")
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    Server().listen(stdin, stdout)
