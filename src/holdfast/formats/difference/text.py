"""What differs between two states of a corpus, for people: by document, what matters most first."""

from collections.abc import Iterator

from holdfast.formats import View
from holdfast.formats.difference.words import between, fate, folded, rest, said, summed
from holdfast.formats.escape import visible
from holdfast.formats.layout import columns, cut
from holdfast.formats.state.words import titled
from holdfast.formats.style import Paint
from holdfast.model.contrast import Comparison, Contrast, DocumentContrast

_WIDTH = 80
_NAME = 46
_SHOWN = 8
"""So many changes of one document are shown; ``--all`` shows every one."""
_LINKS = 5
_COLORS = {"+": "green", "✓": "green", "−": "red", "✗": "red", "~": "yellow"}
_FATES = {"new": "green", "gone": "red", "renamed": "cyan", "changed": "bold"}


def render(found: Comparison, view: View) -> Iterator[str]:
    """Yield a paragraph for each document, then the links."""
    paint = Paint(color=view.color)
    width = min(view.width, 120) if view.width else _WIDTH
    if not found.different:
        yield f"no difference between {visible(found.before)} and {visible(found.after or 'the files')}"
        return
    yield paint(visible(between(found)), "dim")
    listed = [one for one in found.documents if view.whole or not one.folded]
    room = min(_NAME, max((columns(visible(titled(one.path, one.title))) for one in listed), default=0))
    for one in listed:
        yield from _document(one, view, paint, room, width)
    hidden = [] if view.whole else folded(found)
    if hidden:
        yield paint(f"{len(hidden)} no longer in force changed: --all", "dim")
    yield from _links(found, view, paint, width)


def _document(one: DocumentContrast, view: View, paint: Paint, room: int, width: int) -> Iterator[str]:
    """Yield the name with what became of it, and below what differs."""
    name = cut(visible(titled(one.path, one.title)), room)
    first = visible(fate(one))
    yield f"{paint(name, 'bold')}{' ' * (room + 2 - columns(name))}{paint(first, _FATES[one.fate])}".rstrip()
    shown = _chosen(one, view)
    for change in shown:
        yield f"  {_line(*said(change), paint, width - 2)}"
    if left := len(rest(one)) - len(shown):
        yield paint(f"  and {left} more: --all", "dim")


def _chosen(one: DocumentContrast, view: View) -> list[Contrast]:
    changes = rest(one)
    return list(changes if view.whole or len(changes) <= _SHOWN + 1 else changes[:_SHOWN])


def _line(sign: str, what: str, tail: str, paint: Paint, width: int) -> str:
    shown = cut(visible(tail), max(20, width - 20))
    return f"{paint(sign, _COLORS[sign])} {cut(visible(what), width - 2 - columns(shown))}{shown}"


def _links(found: Comparison, view: View, paint: Paint, width: int) -> Iterator[str]:
    if not found.links:
        return
    broken = [one for one in found.links if one.did == "broken"]
    yield paint(", ".join(summed(found)), "red" if broken else "green")
    shown = broken if view.whole else broken[:_LINKS]
    for one in shown:
        yield f"  {cut(f'{view.shown(found.root, one.path)}:{one.line}  {visible(one.found)}', width - 2)}"
    if len(shown) < len(broken):
        yield paint(f"  and {len(broken) - len(shown)} more: --all", "dim")
