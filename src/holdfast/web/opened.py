"""The project that a server shows: looked at anew when something changes, its pages kept until then."""

import gzip
import os
import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from holdfast.engine.panorama import Panorama
from holdfast.errors import HoldfastError
from holdfast.records import replace
from holdfast.web.addresses import PAGES
from holdfast.web.pages import changes, page_at
from holdfast.web.rendering import Frame, Rendered, render
from holdfast.web.site import Site

_KEPT = 200 * 1024 * 1024
"""So many bytes of pages are kept ready."""
_REMEMBERED = 4000
"""Of so many pages it is remembered what a browser was last sent, for browsers that come back."""

_TROUBLE = "not looked at: "
"""What is said begins so where the project could not be looked at."""


class Ready(NamedTuple):
    """A page ready to be sent."""

    version: str
    rendered: Rendered
    plain: bytes
    packed: bytes
    """The same, compressed."""


class Opened:
    """One project, served. Its methods may be called from any thread."""

    def __init__(self, start: str, *, config: str | None = None, use_cache: bool = True) -> None:
        """Look at the project for the first time.

        Raises :class:`~holdfast.errors.UsageError` for a configuration that cannot be followed.
        """
        self.start, self.config, self.use_cache = start, config, use_cache
        self._lock = threading.RLock()
        self._comparing = threading.Lock()
        self._run = secrets.token_hex(4)
        """Tells this server from one that a browser saw before it."""
        self._number = 0
        self.busy = ""
        """What is being done just now, in words for everybody who looks."""
        self._pages: OrderedDict[tuple[str, str], Ready] = OrderedDict()
        self._size = 0
        self._sent: OrderedDict[tuple[str, str, str], dict[str, int]] = OrderedDict()
        self.site = Site(self._look())

    def _look(self) -> Panorama:
        return Panorama(self.start, config=self.config, use_cache=self.use_cache)

    @property
    def version(self) -> str:
        """What tells this state of the project from those before it."""
        return f"{self._run}-{self._number}"

    def refresh(self) -> None:
        """Look again.

        Raises :class:`~holdfast.errors.HoldfastError` where that cannot be done; what was known is then kept.
        """
        panorama = self._look()
        with self._lock:
            older, self.site = self.site, Site(panorama)
            self._number += 1
            self.busy = "" if self.busy.startswith(_TROUBLE) else self.busy
            older.panorama.close()

    def touch(self, paths: Iterable[str]) -> bool:
        """Show at once what documents say now, before the whole is looked at again; tell whether one of them is shown."""
        with self._lock:
            panorama = self.site.panorama
            known = [
                path
                for path in paths
                if path in panorama.documents and os.path.isfile(panorama.plan.tree.absolute(path))
            ]
            for path in known:
                self.site.verdicts[path] = panorama.judged_again(path, self.site.verdicts.get(path, ()))
            self._number += bool(known)
            return bool(known)

    def say(self, words: str) -> None:
        """Let everybody who looks know what is being done."""
        with self._lock:
            self.busy = words
            self._number += 1

    def complain(self, words: str) -> None:
        """Let everybody know why the project could not be looked at; the next look that succeeds takes it back."""
        self.say(f"{_TROUBLE}{words}")

    def ready(self, address: str, query: str) -> Ready | None:
        """Return a page if it is ready."""
        found = self._pages.get((address, query))
        return found if found and found.version == self.version else None

    def page(self, address: str, query: str, asked: Mapping[str, str]) -> Ready | None:
        """Return the page at an address, or ``None`` where there is none."""
        self._compare_first(address, asked)
        with self._lock:
            if found := self.ready(address, query):
                return found
            made = page_at(self.site, address, asked)
            if made is None:
                return None
            rendered = render(replace(made, query=query), self._frame())
            plain = rendered.html.encode("utf-8", "backslashreplace")
            ready = Ready(self.version, rendered, plain, gzip.compress(plain, 5, mtime=0))
            self._keep((address, query), ready)
            return ready

    def _compare_first(self, address: str, asked: Mapping[str, str]) -> None:
        """Compare two revisions, which takes long, before anybody has to wait for it; one comparison at a time."""
        if address == PAGES["changes"] and asked.get("from"):
            with self._comparing, suppress(HoldfastError):
                changes.compared(self.site, asked)

    def exported(self, address: str, asked: Mapping[str, str]) -> str | None:
        """Return the JSON beside the page at an address, or ``None`` where there is none."""
        from holdfast.web.exported import exported

        with self._lock:
            return exported(self.site, address, asked)

    def listed(self) -> str:
        """Return the list of all documents for language models."""
        from holdfast.web.hosting import llms

        with self._lock:
            return llms(self.site)

    def _frame(self) -> Frame:
        return Frame(self.site.state.name, self.site.addresses, live=self.version, busy=self.busy)

    def _keep(self, key: tuple[str, str], ready: Ready) -> None:
        older = self._pages.pop(key, None)
        self._size += len(ready.plain) + len(ready.packed) - (len(older.plain) + len(older.packed) if older else 0)
        self._pages[key] = ready
        while self._size > _KEPT and len(self._pages) > 1:
            _, gone = self._pages.popitem(last=False)
            self._size -= len(gone.plain) + len(gone.packed)
        self._sent[(*key, ready.version)] = {id: hash(html) for id, html in ready.rendered.parts.items()}
        while len(self._sent) > _REMEMBERED:
            self._sent.popitem(last=False)

    def sent(self, address: str, query: str, version: str) -> dict[str, int]:
        """Return of each piece of a page what tells whether a browser that saw this version has it; empty where nobody knows."""
        with self._lock:
            return self._sent.get((address, query, version), {})

    def close(self) -> None:
        """Let go of everything."""
        with self._lock:
            self.site.panorama.close()
