"""One state of a project as pages: what each shows is computed when it is asked for."""

import os
import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from functools import cached_property
from itertools import islice
from typing import Any
from urllib.parse import unquote

from holdfast.binding.targets import present, resolve
from holdfast.digest import sha256
from holdfast.engine.panorama import Panorama
from holdfast.engine.templatediff import Used, used_versions
from holdfast.engine.templates import Template
from holdfast.engine.versions import Versions
from holdfast.formats.escape import visible
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import plain
from holdfast.model.contrast import Comparison
from holdfast.model.corpus import Corpus
from holdfast.model.verdict import Verdict
from holdfast.web.addresses import Addresses, link
from holdfast.web.files import PICTURES
from holdfast.web.pictures import is_harmless
from holdfast.world.git import GitError, run

_PICTURES = re.compile(rb"[\w@./%+-]+\.(?:" + "|".join(PICTURES).encode() + rb")\b", re.IGNORECASE)


class Site:
    """What all pages of one state of a project rest on."""

    def __init__(self, panorama: Panorama) -> None:
        """Give every page an address."""
        self.panorama = panorama
        self.state = panorama.state
        paths = [path for one in panorama.plan.sets for path in one.paths]
        self.templates: dict[str, Template] = {
            template.path: template for one in panorama.plan.sets for template in one.templates
        }
        self.addresses = Addresses(dict.fromkeys(paths), self.templates)
        self.targets: dict[str, Any] = {}
        """Tables of targets by document, as far as they were asked for."""
        self._compared: dict[tuple[str, str], Comparison] = {}
        self.corpora: dict[str, Corpus] = {path: corpus for one, corpus in panorama.corpora() for path in one.paths}

    @property
    def now(self) -> int:
        """The beginning of today in seconds since the epoch, up to which charts go."""
        return int(datetime.combine(self.state.today, time(), UTC).timestamp())

    @cached_property
    def verdicts(self) -> dict[str, list[Verdict]]:
        """Everything that was found about each file, what is waived included."""
        found: dict[str, list[Verdict]] = {}
        for one in self.panorama.found.result.verdicts:
            found.setdefault(one.path, []).append(one)
        return found

    @cached_property
    def versions(self) -> list[tuple[Versions, list[Used]]]:
        """Every template in use with its versions, the newest first."""
        return used_versions(self.panorama.plan, self.panorama.found.config)

    def compared(self, old: str, new: str) -> Comparison:
        """Return what differs between two revisions; an empty ``new`` stands for the files as they lie there.

        Raises :class:`~holdfast.errors.HoldfastError` where that cannot be told.
        """
        from holdfast.engine.difference import compare_revisions

        if (old, new) not in self._compared:
            self._compared[old, new] = compare_revisions(self.panorama.start, old, new, config=self.panorama.config)
        return self._compared[old, new]

    @cached_property
    def revisions(self) -> list[str]:
        """Branches and tags, the newest first, to choose from."""
        try:
            listed = run(
                self.panorama.root,
                "for-each-ref",
                "--sort=-creatordate",
                "--count=60",
                "--format=%(refname:short)",
                "refs/tags",
                "refs/heads",
            )
        except GitError:
            return []
        return listed.decode("utf-8", "replace").split()

    def title(self, path: str) -> str:
        """Return what a document or a page is called in a list."""
        from holdfast.formats.state.words import titled

        state = self.panorama.documents.get(path)
        entry = self.panorama.found.entries.get(path)
        return titled(path, state.title if state else entry.title if entry else "")

    def linker(self, path: str) -> Callable[[str], str]:
        """Return a function that gives the address for a link of a document as written; empty for what has no page."""
        page = self.addresses.document(path)
        corpus = self.corpora[path]

        def address(target: str) -> str:
            plain, _, fragment = target.partition("#")
            found = resolve(path, unquote(plain.partition("?")[0])) if plain else path
            there = (present(corpus, found) or found) if found else ""
            if there and not self.addresses.document(there):
                there = next((one for one in self._pages_of(there) if self.addresses.document(one)), there)
            to = self.addresses.document(there) if there else ""
            return "" if not to else f"{link(page, to)}{'#' + fragment if fragment else ''}"

        return address

    def _pages_of(self, folder: str) -> Iterator[str]:
        for name in ("README.md", "index.md", "readme.md"):
            yield f"{folder}/{name}".lstrip("/")

    def pictured(self, path: str) -> Callable[[str], str]:
        """Return a function that gives the address for a picture of a document; empty for what is not shown."""
        page = self.addresses.document(path)

        def address(target: str) -> str:
            found = resolve(path, unquote(target.partition("#")[0].partition("?")[0]))
            return link(page, f"pictures/{found}") if found and self._can_be_shown(found) else ""

        return address

    def is_picture(self, path: str) -> bool:
        """Tell whether a path is a picture that may be sent: a harmless one that a document shows."""
        return path in self.pictures and self._can_be_shown(path)

    @cached_property
    def pictures(self) -> frozenset[str]:
        """Every path that the documents name as a picture."""
        return frozenset(found for path in self.corpora for found in self._pictured(path))

    def _can_be_shown(self, path: str) -> bool:
        name = posixpath.basename(path)
        suffix = name.rpartition(".")[2].lower()
        hidden = any(part.startswith(".") for part in path.split("/"))
        if hidden or suffix not in PICTURES or path not in self.panorama.plan.tree.names.get(name, ()):
            return False
        # A link could lead to any file of the machine.
        if not os.path.isfile(absolute := self.panorama.plan.tree.absolute(path)) or os.path.islink(absolute):
            return False
        return suffix != "svg" or is_harmless(self.panorama.raw(path))

    def words(self, path: str) -> str:
        """Return what a search without a server finds a document by, in lower case: title, path, headings, and how it begins."""
        parsed = parse(self.panorama.raw(path))
        headings = [one.data for one in parsed.blocks if one.kind == "heading"]
        texts = (plain(parsed.slice(one.start, one.end)) for one in parsed.blocks if one.kind == "paragraph")
        begins = " ".join(islice(texts, 12))[:800]
        return visible(" ".join([self.title(path), path, *headings, begins]).casefold())[:2500]

    def mark(self, path: str) -> str:
        """Return a text that changes with everything that the page of a document shows."""
        panorama = self.panorama
        entry = panorama.found.entries.get(path)
        lead = self.linker(path)
        links = [(one.target, lead(one.target)) for one in entry.links if one.target] if entry else []
        known = panorama.documents.get(path)
        return self.digest(
            panorama.raw(path),
            known,
            self.state.today if known else None,
            self.verdicts.get(path),
            [(other, self.title(other), one) for other, one in panorama.backlinks.get(path, [])],
            [edge for edge in panorama.graph.edges if path in edge[1:]] if known else [],
            links,
            [(one.path, one.digest) for one in panorama.sets[path].templates] if known else [],
            [version.tag for version in panorama.sets[path].candidates(path)] if known else [],
            panorama.touched.get(path, "") if known else "",
            [(one.claim, panorama.runs(one.claim, 1)) for one in panorama.proofs(lambda one: one == path)]
            if panorama.ledger and known
            else [],
            [one for one in self._pictured(path) if self._can_be_shown(one)],
            panorama.tracks(path) if known and b"|" in panorama.raw(path) and panorama.sets[path].living else [],
        )

    def _pictured(self, path: str) -> list[str]:
        """Return the paths of the pictures that a document may show, those in its own HTML included."""
        text = self.panorama.raw(path)
        names = _PICTURES.findall(text)
        found = (resolve(path, unquote(name.decode("ascii", "replace"))) for name in dict.fromkeys(names))
        return [one for one in found if one]

    def digest(self, *values: Any) -> str:
        """Return a short hash of values that have a stable text."""
        return sha256(repr(values).encode("utf-8", "surrogateescape")).hexdigest()[:16]
