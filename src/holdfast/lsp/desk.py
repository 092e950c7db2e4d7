"""What every request finds on the desk: the open texts, their projects, and what the editor can do."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lsprotocol import types

from holdfast.binding.document import Document
from holdfast.engine.live import Live
from holdfast.lsp.projects import Project, Projects
from holdfast.lsp.ruler import Ruler
from holdfast.lsp.texts import Text, Texts
from holdfast.lsp.uris import path_of, uri_of
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading, outline
from holdfast.markdown.parser import parse
from holdfast.model.corpus import Corpus
from holdfast.model.entry import Entry
from holdfast.world.files import LIMIT


@dataclass
class Page:
    """One text that a request is about, with whatever is known of it."""

    uri: str
    raw: bytes
    ruler: Ruler
    project: Project | None
    live: Live | None
    """``None`` for a text of no project, and for a project that is not open yet."""
    path: str
    """Relative to the project's root; empty where there is none."""

    @cached_property
    def document(self) -> Document | None:
        """The document, bound to its template; ``None`` for any other page."""
        return self.live.document(self.path) if self.live else None

    @cached_property
    def parse(self) -> Parse:
        """The text as Markdown."""
        return self.document.parse if self.document else parse(self.raw)

    @cached_property
    def headings(self) -> list[Heading]:
        """The outline of the text."""
        return self.document.headings if self.document else outline(self.parse)

    @cached_property
    def corpus(self) -> Corpus | None:
        """The corpus that the text belongs to."""
        return self.live.corpus(self.path) if self.live else None

    @property
    def entry(self) -> Entry | None:
        """What the rules know of the text."""
        return self.live.session.entries.get(self.path) if self.live else None


class Desk:
    """The state of one server."""

    def __init__(self, told: Callable[[Project], None]) -> None:
        """Start empty; ``told`` is called with a project of which something is known anew."""
        self.texts = Texts()
        self.projects = Projects(self.texts, told)
        self.capabilities = types.ClientCapabilities()
        self.whole = False
        """Whether the editor is told of every file of its projects, and not only of those that are open."""

    def can(self, *names: str) -> Any:
        """Return one of the editor's capabilities, by the names that lead to it; ``None`` where it says nothing of it."""
        found: Any = self.capabilities
        for name in names:
            found = getattr(found, name, None)
            if found is None:
                return None
        return found

    def page(self, uri: str) -> Page | None:
        """Return what a request is about; ``None`` for a file that is neither open nor to be read, or larger than is read."""
        text = self.texts.get(uri)
        path = text.path if text else path_of(uri)
        project = self.projects.of(path)
        live = project.live if project else None
        relative = project.relative(path) if project else ""
        raw = text.raw if text else live.text(relative) if live and relative else None
        if raw is None or len(raw) > LIMIT:
            return None
        if text and live and live.of(relative):
            # A large text waits for the next pause; whoever asks about it now means what it holds now.
            live.put(relative, text.raw)
        ruler = self.texts.ruler(text) if text else Ruler(raw, self.texts.encoding)
        return Page(uri, raw, ruler, project, live if relative else None, relative)

    def neighbour(self, page: Page, path: str) -> Page | None:
        """Return another file of a page's project, by its relative path."""
        return self.page(self.uri(page.live, path)) if page.live else None

    def uri(self, live: Live, path: str) -> str:
        """Return the URI of a file of a project: the one that the editor itself uses, where it has the file open."""
        absolute = live.plan.tree.absolute(path)
        text = self.open_text(live, path)
        return text.uri if text else uri_of(absolute)

    def open_text(self, live: Live, path: str) -> Text | None:
        """Return the open text of a file of a project."""
        absolute = live.plan.tree.absolute(path)
        found = self.texts.at(absolute)
        if found is None:
            project = self.projects.at(live.root)
            found = next((one for one in self.texts if one.path and project.relative(one.path) == path), None)
        return found
