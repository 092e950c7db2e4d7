"""What ``mv`` did, or would do, for people and programs."""

import json
from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import visible
from holdfast.formats.layout import cut
from holdfast.formats.style import Paint
from holdfast.plural import counted

_ROOM = 100


def render(moving: Any, view: View, *, done: bool) -> Iterator[str]:
    """Yield what moved, the files that were rewritten, and what is left to a person."""
    paint = Paint(color=view.color)

    def shown(path: str) -> str:
        return view.shown(moving.root, path)

    yield f"{'renamed' if done else 'would rename'} {paint(shown(moving.old), 'bold')} to {paint(shown(moving.new), 'bold')}"
    for one in moving.changes:
        count = len(one.edits)
        yield f"  {'rewrote' if done else 'would rewrite'} {counted(count, 'place')} in {shown(moving.now(one.path))}"
    yield from _listed("could not be rewritten, look at these yourself:", moving.left, shown)
    yield from _listed("the old name still stands here, in words or code:", moving.named, shown)
    for clash in moving.clashes:
        yield clash_line(clash, shown(clash.other))


def clash_line(clash: Any, other: str) -> str:
    """Return the sentence about a number that two documents have."""
    where = f" on branch {visible(clash.branch)}" if clash.branch else ""
    return f"number {visible(clash.number)} is taken twice: {other}{where} has it as well"


def record(moving: Any, *, done: bool) -> str:
    """Return the JSON document, valid against ``schemas/mv-v1.json``."""
    from holdfast.version import __version__

    value = {
        "version": 1,
        "holdfast": __version__,
        "root": visible(moving.root),
        "old": visible(moving.old),
        "new": visible(moving.new),
        "written": done,
        "files": [{"path": visible(moving.now(one.path)), "edits": len(one.edits)} for one in moving.changes],
        "left": [_place(one) for one in moving.left],
        "named": [_place(one) for one in moving.named],
        "clashes": [clash_record(one) for one in moving.clashes],
    }
    return json.dumps(value, indent=2)


def clash_record(clash: Any) -> dict[str, Any]:
    """Return a clash as plain values."""
    return {
        "path": visible(clash.path),
        "number": visible(clash.number),
        "other": visible(clash.other),
        "branch": visible(clash.branch) or None,
    }


def _place(one: Any) -> dict[str, Any]:
    return {"path": visible(one.path), "line": one.line, "words": visible(one.words)}


def _listed(head: str, places: Any, shown: Any) -> Iterator[str]:
    if places:
        yield head
        for one in places:
            yield f"  {shown(one.path)}:{one.line}  {cut(visible(one.words), _ROOM)}"
