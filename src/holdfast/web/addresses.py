"""Which address each page has, the same for the server and for a static site: relative to the page that links to it."""

import os
import posixpath
import re
import unicodedata
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
_LONGEST = 240
"""So many bytes of a name are kept; most file systems take 255."""
_HALF = re.compile("[\udc80-\udcff]+\\Z")
"""What a character leaves that was cut."""


class Addresses:
    """The pages of one project. An address is a path below the top of the site, its parts not yet percent-encoded."""

    def __init__(self, documents: Iterable[str], templates: Iterable[str] = ()) -> None:
        """Give each document and each template an address of its own."""
        self._of: dict[str, str] = {}
        self._document: dict[str, str] = {}
        self._template: dict[str, str] = {}
        self._paths: dict[str, str] = {}
        self._taken: set[str] = set()
        for path in documents:
            self._document[path] = self._add("documents", path)
        for path in templates:
            self._template[path] = self._add("templates", path.replace(":", "-"))
            self._paths[self._template[path]] = path

    def _add(self, folder: str, path: str) -> str:
        above, slash, name = path.rpartition("/")
        stem = name.rpartition(".")[0] if name.lower().endswith((".md", ".markdown")) else name
        stem = f"{above}{slash}{_short(stem)}"
        address, number = f"{folder}/{stem}.html", 1
        while (same := _same(address)) in self._taken:
            number += 1
            address = f"{folder}/{stem}-{number}.html"
        self._taken.add(same)
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


def _short(name: str) -> str:
    """Return a name as long as a file system takes once an ending and a number stand behind it."""
    raw = os.fsencode(name)
    return name if len(raw) <= _LONGEST else _HALF.sub("", os.fsdecode(raw[:_LONGEST]))


def _same(address: str) -> str:
    """Return what is the same for names that some file systems take for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", address).casefold())
