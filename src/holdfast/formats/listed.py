"""What ``index`` changed, or would change, for people and programs."""

import json
from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import cut
from holdfast.formats.moved import clash_line, clash_record
from holdfast.formats.style import Paint
from holdfast.plural import counted

_COLOR = {"added": "green", "removed": "red", "changed": "cyan", "left": "yellow"}
_ROOM = 120


def render(listed: Any, view: View, *, done: bool) -> Iterator[str]:
    """Yield each page with its rows, then the numbers that two branches took."""
    paint = Paint(color=view.color)
    for page in listed.pages:
        if not page.notes:
            continue
        yield paint(view.shown(listed.root, page.path), "bold")
        for one in page.notes:
            place = str(one.line) if one.line else ""
            yield f"{place:>6}  {paint(f'{one.kind:<7}', _COLOR[one.kind])}  {cut(visible(one.text), _ROOM)}"
            if one.why:
                yield f"{'':17}{visible(one.why)}"
        yield ""
    for clash in listed.clashes:
        yield f"{view.shown(listed.root, clash.path)}: {clash_line(clash, view.shown(listed.root, clash.other))}"
    yield summary(listed, done=done)


def summary(listed: Any, *, done: bool) -> str:
    """Return one line of counts."""
    if not listed.pages:
        return "no index page: a README, index or summary that links to at least half of a folder's documents is one"
    kinds = [one.kind for page in listed.pages for one in page.notes]
    parts = [f"{kinds.count(kind)} {kind}" for kind in _COLOR if kind in kinds]
    pages = counted(len(listed.pages), "index page")
    if not parts:
        return f"{pages}: every row says what the documents say"
    would = "" if done or set(kinds) == {"left"} else " if written"
    return f"{pages}: {', '.join(parts)}{would}"


def record(listed: Any, *, done: bool) -> str:
    """Return the JSON document, valid against ``schemas/index-v1.json``."""
    from holdfast.version import __version__

    value = {
        "version": 1,
        "holdfast": __version__,
        "root": visible(listed.root),
        "written": done,
        "true": listed.true,
        "pages": [
            {
                "path": visible(page.path),
                "rows": [
                    {
                        "kind": one.kind,
                        "line": one.line or None,
                        "text": visible(one.text),
                        "why": visible(one.why) or None,
                    }
                    for one in page.notes
                ],
            }
            for page in listed.pages
        ],
        "clashes": [clash_record(one) for one in listed.clashes],
    }
    return json.dumps(value, indent=2)
