"""``graph``: documents, what each says of others, and where that leads in a circle or nowhere."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from holdfast.binding.numbers import References, numbered
from holdfast.binding.targets import present, resolve
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.model.corpus import Corpus
from holdfast.model.entry import Entry

KINDS = ("supersedes", "requires", "links")
_FORWARD = re.compile(r"(?:supersedes|replaces|obsoletes|updates)\Z")
_BACKWARD = re.compile(r"(?:superseded|replaced|obsoleted)-by\Z")
_NEEDS = re.compile(r"(?:requires?|depends-on|builds-on|based-on|prerequisites)\Z")
_LINE = re.compile(
    r"^[ \t>|*_-]*(?:supersedes|replaces|obsoletes)[ \t]*[*_]{0,2}[ \t]*[:|][ \t]*[*_]{0,2}(?P<value>[^\r\n]+)",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"(?<![\w./-])(?:[A-Za-z]{1,10}[-_ #]{0,2})?#?(\d{1,5})(?![\w/]|\.\d|-\d)")
_HEAD = 3000
"""So many characters of a document are searched for numbers of documents that it supersedes."""


class Opened(Protocol):
    """A project of which somebody asks for the graph."""

    plan: Plan

    def corpora(self) -> list[tuple[DocumentSet, Corpus]]:
        """Return each set of documents with what may be asked about it."""


class Edge(NamedTuple):
    """What one document says of another."""

    kind: str
    """One of :data:`KINDS`; of several the first counts."""
    source: str
    target: str


class Cycle(NamedTuple):
    """Documents that supersede, or require, each other in a circle."""

    kind: str
    paths: tuple[str, ...]
    """In order; the last leads to the first."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Documents by path, and the edges between them, ordered."""

    root: str
    nodes: Mapping[str, Entry]
    edges: tuple[Edge, ...]
    orphans: tuple[str, ...]
    """Documents that say nothing of another and of which none says anything."""
    cycles: tuple[Cycle, ...]
    asked: frozenset[str]
    """The documents that were asked for; the others are there because these have to do with them."""


def graph(session: Opened, wanted: Collection[str] = ()) -> Graph:
    """Return the graph of an open project; ``wanted`` narrows it to documents and those they have to do with.

    ``wanted`` holds paths of files and folders relative to the root.
    """
    nodes: dict[str, Entry] = {}
    said: list[Edge] = []
    for documents, corpus in session.corpora():
        own = {path: corpus.entries[path] for path in documents.documents if path in corpus.entries}
        references = References(corpus)
        for entry in own.values():
            said += _said(references, corpus, entry)
        nodes |= own
    edges = _strongest(edge for edge in said if edge.source in nodes and edge.target in nodes)
    tied = {path for edge in edges for path in edge[1:]}
    orphans = tuple(sorted(set(nodes) - tied))
    cycles = tuple(_cycles(edges))
    if wanted:
        return _around(Graph(session.plan.tree.root, nodes, edges, orphans, cycles, frozenset(nodes)), wanted)
    return Graph(session.plan.tree.root, dict(sorted(nodes.items())), edges, orphans, cycles, frozenset(nodes))


def _strongest(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return one edge from each document to each other: that of the kind which says most."""
    found: dict[tuple[str, str], str] = {}
    for kind, source, target in edges:
        if source != target:
            found[source, target] = min(found.get((source, target), "links"), kind, key=KINDS.index)
    return tuple(sorted(Edge(kind, source, target) for (source, target), kind in found.items()))


def _said(references: References, corpus: Corpus, entry: Entry) -> Iterator[Edge]:
    """Yield what a document says of others: in fields, by links, by numbers."""
    for link in entry.links:
        path = resolve(entry.path, link.target) if link.target else None
        target = (present(corpus, path) or path) if path else None
        if target:
            yield _edge(link.field, entry.path, target)
    for mention in entry.named("needs"):
        for other in references.of(entry, mention):
            yield Edge("requires", entry.path, other.path)
    for mention in entry.named("heir"):
        # Only a field or the status itself is beyond doubt; a sentence may speak of anything.
        if mention.label:
            for other in references.of(entry, mention):
                yield Edge("supersedes", other.path, entry.path)
    for path in _superseded(references, corpus, entry):
        yield Edge("supersedes", entry.path, path)


def _edge(field: str, source: str, target: str) -> Edge:
    field = re.sub(r"[ _]", "-", field)
    if _FORWARD.match(field):
        return Edge("supersedes", source, target)
    if _BACKWARD.match(field) or field == "status":
        return Edge("supersedes", target, source)
    return Edge("requires" if _NEEDS.match(field) else "links", source, target)


def _superseded(references: References, corpus: Corpus, entry: Entry) -> Iterator[str]:
    """Yield the documents whose numbers a field such as ``replaces`` gives."""
    own = numbered(entry.path)
    if own is None:
        return
    said = [found["value"] for found in _LINE.finditer(corpus.text(entry.path)[:_HEAD])]
    if not said:
        return
    folder = {name.number: path for path in corpus.entries if (name := numbered(path)) and name.folder == own.folder}
    for value in said:
        for number in _NUMBER.findall(re.sub(r"\]\([^)]*\)", "]", value)):
            path = folder.get(int(number))
            if path and references.entry(path):
                yield path


def _around(whole: Graph, wanted: Collection[str]) -> Graph:
    chosen = {
        path for path in whole.nodes if any(not one or path == one or path.startswith(f"{one}/") for one in wanted)
    }
    edges = tuple(edge for edge in whole.edges if edge.source in chosen or edge.target in chosen)
    near = chosen | {path for edge in edges for path in edge[1:]}
    return Graph(
        whole.root,
        {path: entry for path, entry in sorted(whole.nodes.items()) if path in near},
        edges,
        tuple(path for path in whole.orphans if path in chosen),
        tuple(one for one in whole.cycles if chosen.intersection(one.paths)),
        frozenset(chosen),
    )


def _cycles(edges: tuple[Edge, ...]) -> Iterator[Cycle]:
    """Yield one circle for each set of documents that lead to each other, the shortest from its first document."""
    for kind in KINDS[:2]:
        after: dict[str, list[str]] = {}
        for edge in edges:
            if edge.kind == kind:
                after.setdefault(edge.source, []).append(edge.target)
        seen: set[str] = set()
        for path in sorted(after):
            if path not in seen and (way := _back(path, after)):
                seen |= _knot(path, after)
                yield Cycle(kind, way)


def _back(start: str, after: Mapping[str, list[str]]) -> tuple[str, ...]:
    """Return the shortest way from a document back to itself, breadth first; empty where there is none."""
    came: dict[str, str] = {}
    pending = [start]
    for path in pending:
        for target in after.get(path, ()):
            if target == start:
                way = [path]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return tuple(reversed(way))
            if target not in came:
                came[target] = path
                pending.append(target)
    return ()


def _reached(start: str, after: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    pending = [start]
    while pending:
        for target in after.get(pending.pop(), ()):
            if target not in found:
                found.add(target)
                pending.append(target)
    return found


def _knot(start: str, after: Mapping[str, list[str]]) -> set[str]:
    """Return every document that a document leads to and that leads back to it."""
    before: dict[str, list[str]] = {}
    for source, ends in after.items():
        for target in ends:
            before.setdefault(target, []).append(source)
    return _reached(start, after) & _reached(start, before)
