"""The graph of documents: for people, for Graphviz, for Mermaid, for programs.

Titles come from strangers: in DOT they stand in quoted strings, in which backslashes and quotes are escaped
(https://graphviz.org/doc/info/lang.html); in Mermaid every character but letters, digits and a few others is spelled as
an entity code (https://mermaid.js.org/syntax/flowchart.html), because its quoted strings know no escape.
"""

import json
from collections.abc import Iterator
from typing import Any

from holdfast.binding.numbers import own_name
from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.style import Paint
from holdfast.plural import counted

_TITLE = 50
_VERBS = {
    "supersedes": ("supersedes", "superseded by"),
    "requires": ("requires", "required by"),
    "links": ("links to", "linked from"),
}
_FILLS = {
    "active": "#d9f2d9",
    "draft": "#fff5cc",
    "research": "#dce9ff",
    "deprecated": "#e6e6e6",
    "superseded": "#e6e6e6",
}
_ARROWS = {"supersedes": "==>", "requires": "-.->", "links": "-->"}
_STYLES = {"supersedes": "bold", "requires": "dashed", "links": "solid"}


def text(graph: Any, view: View) -> Iterator[str]:
    """Yield each document with what it has to do with others, then orphans and cycles."""
    paint = Paint(color=view.color, links=view.links)
    said: dict[str, list[tuple[str, str]]] = {}
    for edge in graph.edges:
        forward, backward = _VERBS[edge.kind]
        said.setdefault(edge.source, []).append((forward, edge.target))
        said.setdefault(edge.target, []).append((backward, edge.source))
    for path, entry in graph.nodes.items():
        if path in said and path in graph.asked:
            status = f"   {paint(visible(_status(entry)), 'cyan')}"
            yield f"{paint(view.shown(graph.root, path), 'bold')}   {cut(visible(entry.title), _TITLE)}{status}"
            for verb, others in _grouped(said[path]):
                yield f"  {verb:<13}  {', '.join(view.shown(graph.root, one) for one in others)}"
    if graph.orphans:
        yield ""
        yield "orphans, which say nothing of another document and of which none says anything:"
        for path in graph.orphans:
            yield f"  {view.shown(graph.root, path)}   {cut(visible(graph.nodes[path].title), _TITLE)}"
    for cycle in graph.cycles:
        yield paint(f"cycle: {_circle(graph, cycle, view)}", "yellow")
    yield summary(graph)


def summary(graph: Any) -> str:
    """Return one line of counts."""
    counts = [sum(edge.kind == kind for edge in graph.edges) for kind in _VERBS]
    parts = [
        f"{count} {'link' if (count, kind) == (1, 'links') else kind}"
        for kind, count in zip(_VERBS, counts, strict=True)
    ]
    orphans = counted(len(graph.orphans), "orphan")
    cycles = counted(len(graph.cycles), "cycle")
    documents = counted(len(graph.nodes), "document")
    return f"{documents}   {' · '.join(parts)}   {orphans} · {cycles}"


def dot(graph: Any, view: View) -> Iterator[str]:
    """Yield a directed graph in the DOT language."""
    yield "digraph documents {"
    yield "  rankdir=LR;"
    yield '  node [shape=box, style="rounded,filled", fontname="sans-serif"];'
    for path, entry in graph.nodes.items():
        label = f"{_dot(_label(path, entry))}\\n{_dot(_status(entry))}"
        fill = _FILLS.get(str(entry.role), "#ffffff")
        yield f'  "{_dot(path)}" [label="{label}", fillcolor="{fill}"];'
    for edge in graph.edges:
        yield f'  "{_dot(edge.source)}" -> "{_dot(edge.target)}" [style={_STYLES[edge.kind]}, tooltip="{edge.kind}"];'
    yield "}"


def mermaid(graph: Any, view: View) -> Iterator[str]:
    """Yield a flowchart for Mermaid."""
    yield "flowchart LR"
    ids = {path: f"d{number}" for number, path in enumerate(graph.nodes)}
    for path, entry in graph.nodes.items():
        yield f'  {ids[path]}["{_mermaid(_label(path, entry))}<br/>{_mermaid(_status(entry))}"]'
    for edge in graph.edges:
        label = "" if edge.kind == "links" else f"|{edge.kind}|"
        yield f"  {ids[edge.source]} {_ARROWS[edge.kind]}{label} {ids[edge.target]}"


def as_json(graph: Any, view: View) -> Iterator[str]:
    """Yield the JSON document, valid against ``schemas/graph-v1.json``."""
    from holdfast.version import __version__

    value = {
        "version": 1,
        "holdfast": __version__,
        "root": visible(graph.root),
        "documents": [
            {
                "path": visible(path),
                "title": visible(entry.title),
                "type": entry.type,
                "status": visible(entry.status) if entry.status else None,
                "role": str(entry.role),
            }
            for path, entry in graph.nodes.items()
        ],
        "edges": [
            {"kind": edge.kind, "source": visible(edge.source), "target": visible(edge.target)} for edge in graph.edges
        ],
        "orphans": [visible(path) for path in graph.orphans],
        "cycles": [{"kind": one.kind, "paths": [visible(path) for path in one.paths]} for one in graph.cycles],
    }
    yield json.dumps(value, indent=2)


FORMATS = {"text": text, "json": as_json, "dot": dot, "mermaid": mermaid}


def _grouped(said: list[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    for verb in (verb for pair in _VERBS.values() for verb in pair):
        others = sorted(other for each, other in said if each == verb)
        if others:
            yield verb, others


def _circle(graph: Any, cycle: Any, view: View) -> str:
    names = [view.shown(graph.root, path) for path in (*cycle.paths, cycle.paths[0])]
    return f" {cycle.kind} ".join(names)


def _label(path: str, entry: Any) -> str:
    title = visible(entry.title)
    return cut(title, _TITLE) if columns(title) else visible(own_name(path))


def _status(entry: Any) -> str:
    return visible((entry.status or str(entry.role)).split(" (")[0][:24].strip())


def _dot(value: str) -> str:
    return visible(value).replace("\\", "\\\\").replace('"', '\\"')


def _mermaid(value: str) -> str:
    return "".join(char if char.isalnum() or char in " .,-_/" else f"#{ord(char)};" for char in visible(value))
