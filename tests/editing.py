"""An editor for tests: the real server in a process of its own, spoken to by the client of pytest-lsp."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities

SERVER = [sys.executable, "-m", "holdfast", "lsp"]
WAIT = 30.0
"""Seconds after which a test gives up; nothing is timed, and nothing takes nearly as long."""


def capabilities(*encodings: str, pulls: bool = False, name: str = "neovim@0.7.0") -> types.ClientCapabilities:
    """Return what an editor can do; without encodings it says nothing of them, as most do."""
    found = client_capabilities(name)
    if encodings:
        found.general = found.general or types.GeneralClientCapabilities()
        found.general.position_encodings = [types.PositionEncodingKind(one) for one in encodings]
    if pulls:
        found.text_document.diagnostic = types.DiagnosticClientCapabilities()
    return found


class Editor:
    """One client with its open texts."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.versions: dict[str, int] = {}

    def uri(self, path: str) -> str:
        return path if ":" in path else (self.root / path).as_uri()

    def name(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def open(self, path: str, text: str | None = None) -> None:
        uri = self.uri(path)
        self.versions[uri] = 1
        text = (self.root / path).read_bytes().decode() if text is None else text
        item = types.TextDocumentItem(uri=uri, language_id="markdown", version=1, text=text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def change(self, path: str, *changes: tuple[tuple[int, int, int, int], str] | str, version: int = 0) -> None:
        """Change a text: ``((line, column, line, column), text)`` each, or the whole of it."""
        uri = self.uri(path)
        self.versions[uri] = version or self.versions[uri] + 1
        made = [
            types.TextDocumentContentChangeWholeDocument(text=one)
            if isinstance(one, str)
            else types.TextDocumentContentChangePartial(
                range=types.Range(types.Position(*one[0][:2]), types.Position(*one[0][2:])), text=one[1]
            )
            for one in changes
        ]
        name = types.VersionedTextDocumentIdentifier(uri=uri, version=self.versions[uri])
        self.client.text_document_did_change(
            types.DidChangeTextDocumentParams(text_document=name, content_changes=made)
        )

    def save(self, path: str) -> None:
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(self.name(path)))

    def close(self, path: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(self.name(path)))

    def touched(self, path: str, kind: types.FileChangeType = types.FileChangeType.Changed) -> None:
        event = types.FileEvent(uri=self.uri(path), type=kind)
        self.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams(changes=[event]))

    def diagnostics(self, path: str) -> list[types.Diagnostic]:
        return list(self.client.diagnostics.get(self.uri(path), ()))

    def slugs(self, path: str) -> list[str]:
        return [str(one.code) for one in self.diagnostics(path)]

    async def until(self, true: Callable[[], object], what: str = "") -> None:
        """Wait until something is so."""
        end = time.monotonic() + WAIT
        while not true():
            said = [one.message for one in self.client.messages]
            assert time.monotonic() < end, f"{what or 'it'} did not come about; {self.client.diagnostics} {said}"
            await asyncio.sleep(0.01)


def message(body: object) -> bytes:
    """Return a message as it is sent; bytes are sent as they are."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return b"Content-Length: %d\r\n\r\n" % len(body) + body


async def answered(process: asyncio.subprocess.Process) -> object:
    """Return the next message of a server that is spoken to byte by byte."""
    size = 0
    while line := (await process.stdout.readline()).strip():
        if line.lower().startswith(b"content-length:"):
            size = int(line.split(b":")[1])
    return json.loads(await process.stdout.readexactly(size))


@asynccontextmanager
async def editing(
    root: Path,
    can: types.ClientCapabilities | None = None,
    *,
    options: object = None,
    folders: list[Path] | None = None,
    command: list[str] | None = None,
) -> AsyncIterator[Editor]:
    """Start a server, open the folders (the root, if none are named), and end both in good order."""
    client = await ClientServerConfig(server_command=command or SERVER, server_env=dict(os.environ)).start()
    opened = [
        types.WorkspaceFolder(uri=one.as_uri(), name=one.name) for one in ([root] if folders is None else folders)
    ]
    params = types.InitializeParams(
        capabilities=can or capabilities(), workspace_folders=opened, initialization_options=options
    )
    await client.initialize_session(params)
    try:
        yield Editor(client, root)
    finally:
        await client.shutdown_session()
        await client.stop()
