"""The desk of a language server without a server: for facts about what an editor is answered."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from lsprotocol import types

from editing import capabilities
from holdfast.lsp.desk import Desk
from holdfast.lsp.projects import Project


class Table:
    """A desk with one project and the texts that lie on it."""

    def __init__(
        self, root: Path, texts: Mapping[str, str] | None = None, can: types.ClientCapabilities | None = None
    ) -> None:
        """Open a project, and those of its files that are given with what they hold."""
        self.root = root
        self.desk = Desk(lambda project: None)
        self.desk.capabilities = can or capabilities(name="visual-studio-code@1.65.2")
        self.desk.projects.folders = [str(root)]
        for path, text in (texts or {}).items():
            self.desk.texts.open(types.TextDocumentItem(self.uri(path), "markdown", 1, text))
        self.look()

    @property
    def project(self) -> Project:
        return self.desk.projects.at(str(self.root))

    def look(self) -> None:
        """Have the project looked at as a whole."""
        self.project._stale = True
        asyncio.run(self.project._once())

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def name(self, path: str) -> types.TextDocumentIdentifier:
        return types.TextDocumentIdentifier(self.uri(path))

    def at(self, path: str, text: str, more: int = 0) -> dict[str, object]:
        """Return a document and the position where a text first stands in it, and some characters further."""
        page = self.desk.page(self.uri(path))
        offset = page.ruler.source.index(text.encode()) + more
        return {"text_document": self.name(path), "position": page.ruler.position(offset)}
