"""Which address each page has, the same for the server and for a static site: relative to the page that links to it."""

import os
import posixpath
from collections.abc import Iterable
from urllib.parse import quote

PAGES = {
    "corpus": "index.html",
    "graph": "graph.html",
    "timeline": "timeline.html",
    "metrics": "metrics.html",
    "changes": "changes.html",
    "templates": "templates.html",
    "search": "search.html",
}
"""The pages there is one of."""


class Addresses:
    """The pages of one project. An address is a path below the top of the site, its parts not yet percent-encoded."""

    def __init__(self, documents: Iterable[str], templates: Iterable[str] = ()) -> None:
        """Give each document and each template an address of its own."""
        self._of: dict[str, str] = {}
        self._document: dict[str, str] = {}
        self._template: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        for path in documents:
            self._document[path] = self._add("documents", path)
        for path in templates:
            self._template[path] = self._add("templates", path.replace(":", "-"))
            self._paths[self._template[path]] = path

    def _add(self, folder: str, path: str) -> str:
        stem = path.rpartition(".")[0] if path.lower().endswith((".md", ".markdown")) else path
        address, number = f"{folder}/{stem}.html", 1
        while address in self._paths:
            number += 1
            address = f"{folder}/{stem}-{number}.html"
        self._paths[address] = path
        return address

    def document(self, path: str) -> str:
        """Return the address of a document; empty for what is none."""
        return self._document.get(path, "")

    def template(self, path: str) -> str:
        """Return the address of a template; empty for what is none."""
        return self._template.get(path, "")

    @staticmethod
    def claim(identity: str) -> str:
        """Return the address of a claim."""
        return f"claims/{identity}.html"

    def path(self, address: str) -> str:
        """Return the document or template at an address; empty where there is none."""
        return self._paths.get(address, "")


def link(page: str, target: str) -> str:
    """Return the address of one page as a link on another writes it, percent-encoded byte by byte."""
    relative = posixpath.relpath(target, posixpath.dirname(page) or ".")
    return quote(os.fsencode(relative), safe="/-._~")
