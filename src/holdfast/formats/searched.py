"""What ``search`` found, for people, programs and pages."""

import json
from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import code, markdown, unordered, visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.style import Paint
from holdfast.plural import counted

_ROOM = 110
_BEFORE = 40
"""So many characters in front of the first match are shown where a line does not fit."""


def text(found: Any, view: View) -> Iterator[str]:
    """Yield each document with the lines that match, the best first."""
    paint = Paint(color=view.color, links=view.links)
    width = (view.width or _ROOM) - 10
    for one in found.matches:
        path = paint.file(paint(view.shown(found.root, one.hit.path), "bold"), f"{found.root}/{one.hit.path}")
        title = visible(one.hit.title)
        yield f"{path}   {cut(title, 70)}" + (
            f"   {paint(cut(visible(one.hit.status), 30), 'cyan')}" if one.hit.status else ""
        )
        for line in one.lines:
            place = f"{line.line}:{line.column}"
            yield f"{place:>8}  {_snippet(line, paint, width)}"
        if one.more:
            yield paint(f"{'':10}and {counted(one.more, 'more line')}", "dim")
    if found.matches:
        yield ""
    yield summary(found)


def summary(found: Any) -> str:
    """Return one line: how many of how many."""
    if not found.total:
        return f"no document matches, of {found.documents}"
    shown = f", the best {len(found.matches)} shown" if len(found.matches) < found.total else ""
    verb = "matches" if found.total == 1 else "match"
    return f"{found.total} of {found.documents} documents {verb}{shown}"


def as_markdown(found: Any, view: View) -> Iterator[str]:
    """Yield a list of the documents."""
    for one in found.matches:
        status = f" ({markdown(one.hit.status)})" if one.hit.status else ""
        yield f"- {code(one.hit.path)} {markdown(one.hit.title)}{status}"
        for line in one.lines:
            yield f"  - line {line.line}: {markdown(cut(line.text.strip(), _ROOM))}"
    yield f"\n{summary(found)}" if found.matches else summary(found)


def record(found: Any, words: str) -> str:
    """Return the JSON document, valid against ``schemas/search-v1.json``."""
    from holdfast.version import __version__

    value = {
        "version": 1,
        "holdfast": __version__,
        "root": visible(found.root),
        "query": visible(words),
        "searched": found.documents,
        "total": found.total,
        "documents": [
            {
                "path": visible(one.hit.path),
                "title": visible(one.hit.title),
                "type": visible(one.hit.type),
                "status": visible(one.hit.status) or None,
                "role": one.hit.role,
                "has": sorted(one.hit.has),
                "score": one.hit.score,
                "lines": [
                    {
                        "line": line.line,
                        "column": line.column,
                        "text": line.text,
                        "matches": [list(at) for at in line.matches],
                    }
                    for line in one.lines
                ],
                "more": one.more,
            }
            for one in found.matches
        ],
    }
    return json.dumps(value, indent=2)


def _snippet(line: Any, paint: Paint, width: int) -> str:
    """Return a line around its first match, safe for a terminal, with every match set off."""
    text, first = line.text, line.matches[0][0]
    start = 0 if columns(text) <= width else max(0, first - _BEFORE)
    start += len(text[start:]) - len(text[start:].lstrip())
    end = start
    used = 0
    while end < len(text) and used < width:
        used += columns(visible(text[end]))
        end += 1
    pieces = ["…" if start and text[:start].strip() else ""]
    at = start
    for begin, stop in line.matches:
        if begin >= end:
            break
        pieces += [
            visible(text[at : max(at, begin)]),
            paint(visible(text[max(at, begin) : min(stop, end)]), "bold", "yellow"),
        ]
        at = max(at, min(stop, end))
    pieces += [visible(text[at:end].rstrip()), "…" if text[end:].strip() else ""]
    return unordered("".join(pieces))
