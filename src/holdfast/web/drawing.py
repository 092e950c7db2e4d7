"""The graph of documents as SVG: laid out by Graphviz where it is installed, else as arcs over a line of documents."""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from holdfast.engine.graph import Edge
from holdfast.formats.escape import visible
from holdfast.formats.layout import cut

_SECONDS = 5
_LAYERED = 120
"""So many documents Graphviz lays out; of more, layers are no longer read."""
_BOX_WIDE, _BOX_HIGH = 190, 40
_STEP = 30
_LABELLED = 340
"""Room for the names beside the line of documents, in units of the drawing."""
_FARTHEST = 420
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")


class Box(NamedTuple):
    """One document to draw."""

    path: str
    title: str
    role: str
    address: str


def draw(boxes: Sequence[Box], edges: Sequence[Edge], find: Callable[[str], str | None] = shutil.which) -> Markup:
    """Return the graph as SVG; every box is a link to its document."""
    if not boxes:
        return Markup("")
    program = find("dot")
    return (_by_dot(program, boxes, edges) if program and len(boxes) <= _LAYERED else None) or _arcs(boxes, edges)


def _arcs(boxes: Sequence[Box], edges: Sequence[Edge]) -> Markup:
    """Draw documents below one another, and each edge as an arc beside them: to the right what leads down, to the left what leads up."""
    place = {box.path: number for number, box in enumerate(boxes)}
    height = len(boxes) * _STEP + 20
    degree = Counter(path for edge in edges for path in edge[1:])
    reach = max((abs(place[one.source] - place[one.target]) for one in edges), default=1)
    side = min(_FARTHEST, max(90, reach * _STEP * 0.55))
    drawn = []
    for edge in edges:
        begin, end = (20 + place[path] * _STEP for path in edge[1:])
        bulge = min(side, abs(end - begin) * 0.55 + 14)
        x = _LABELLED
        drawn.append(
            f'<path class="edge {edge.kind}" data-kind="{edge.kind}" d="M{x} {begin} C{x + bulge:.0f} {begin} {x + bulge:.0f} {end} {x + 7} {end}" marker-end="url(#hf-{edge.kind})">'
            f"<title>{_text(edge.source)} {edge.kind} {_text(edge.target)}</title></path>"
        )
    for box in boxes:
        y = 20 + place[box.path] * _STEP
        radius = min(9.0, 3.5 + degree[box.path] ** 0.5)
        drawn.append(
            f'<a href="{escape(box.address)}" class="node role-{box.role}" data-path="{_text(box.path)}"><circle cx="{_LABELLED}" cy="{y}" r="{radius:.1f}"/>'
            f'<text x="{_LABELLED - 16}" y="{y + 4}" text-anchor="end">{_text(cut(box.title, 44))}</text></a>'
        )
    return _svg(f"0 0 {_LABELLED + side + 30:.0f} {height}", boxes, edges, "".join(drawn))


def _by_dot(program: str, boxes: Sequence[Box], edges: Sequence[Edge]) -> Markup | None:
    """Return the graph as Graphviz lays it out; ``None`` where it does not answer in time. It is told numbers only."""
    number = {box.path: place for place, box in enumerate(boxes)}
    lines = [
        "digraph {",
        "rankdir=LR; nodesep=0.15; ranksep=0.7;",
        f"node [shape=box, fixedsize=true, width={_BOX_WIDE / 72:.3f}, height={_BOX_HIGH / 72:.3f}];",
    ]
    # The curve goes to the box itself; its head is drawn by the page.
    lines.append("edge [arrowhead=none];")
    lines += [f"n{place};" for place in number.values()]
    lines += [f"n{number[one.source]} -> n{number[one.target]};" for one in edges]
    try:
        done = subprocess.run(
            [program, "-Tplain"],
            input="\n".join([*lines, "}"]),
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    wide = high = 0.0
    drawn, told = [], iter(edges)
    order = {(f"n{number[one.source]}", f"n{number[one.target]}"): one for one in told}
    for line in done.stdout.splitlines():
        word, *rest = line.split()
        if word == "graph":
            wide, high = float(rest[1]) * 72, float(rest[2]) * 72
        elif word == "node":
            box = boxes[int(rest[0][1:])]
            drawn.append(_box(box, float(rest[1]) * 72, high - float(rest[2]) * 72))
        elif word == "edge":
            edge = order[rest[0], rest[1]]
            count = int(rest[2])
            points = [float(one) * 72 for one in rest[3 : 3 + 2 * count]]
            pairs = [f"{points[at]:.1f} {high - points[at + 1]:.1f}" for at in range(0, 2 * count, 2)]
            drawn.insert(
                0,
                f'<path class="edge {edge.kind}" data-kind="{edge.kind}" d="M{pairs[0]} C{" ".join(pairs[1:])}" marker-end="url(#hf-{edge.kind})"/>',
            )
    return _svg(f"-4 -4 {wide + 8:.0f} {high + 8:.0f}", boxes, edges, "".join(drawn))


def _box(box: Box, x: float, y: float) -> str:
    return (
        f'<a href="{escape(box.address)}" class="node role-{box.role}" data-path="{_text(box.path)}"><rect x="{x - _BOX_WIDE / 2:.1f}" y="{y - _BOX_HIGH / 2:.1f}" width="{_BOX_WIDE}" height="{_BOX_HIGH}" rx="9"/>'
        f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="middle">{_text(cut(box.title, 26))}</text></a>'
    )


def _svg(view: str, boxes: Sequence[Box], edges: Sequence[Edge], drawn: str) -> Markup:
    markers = "".join(
        f'<marker id="hf-{kind}" class="{kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z"/></marker>'
        for kind in ("links", "requires", "supersedes")
    )
    width, height = view.split()[2:]
    said = f"{len(boxes)} documents and {len(edges)} links between them; the table below has the same"
    return Markup(  # noqa: S704 - Every text in it was escaped above.
        f'<svg class="graph" viewBox="{view}" width="{width}" height="{height}" role="group" aria-label="{said}"><defs>{markers}</defs>{drawn}</svg>'
    )


def _text(text: str) -> str:
    return escape(visible(text))
