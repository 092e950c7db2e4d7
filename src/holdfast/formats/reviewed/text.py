"""A review for people at a terminal: what has to be acted on first."""

from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import visible, visible_start
from holdfast.formats.layout import wrap
from holdfast.formats.location import rule_page
from holdfast.formats.reviewed.words import headline, sections, sentences
from holdfast.formats.style import Paint

_SHOWN = 8
"""So many findings of each kind are shown; ``--all`` shows every one."""
_COLORS = {"B": "red", "L": "yellow", "W": "yellow", "C": "cyan"}


class _Ink:
    """Plain text; colours are put around whole lines."""

    def text(self, words: str) -> str:
        return visible(words)

    def code(self, words: str) -> str:
        return visible(words)

    def strong(self, words: str) -> str:
        return visible(words)

    def rule(self, slug: str) -> str:
        return slug


def render(found: Any, view: View) -> Iterator[str]:
    """Yield a headline, then a paragraph for each kind of finding."""
    paint = Paint(color=view.color, links=view.links)
    ink = _Ink()
    clean = not (found.broken or found.loosened or found.stale or found.unproven)
    yield paint(headline(found), "bold", "green" if clean else "red" if found.broken else "yellow")
    for one in sentences(found, ink):
        yield from wrap(visible_start(one), view.width, view.width)
    slugs = {one.slug for one in found.result.verdicts}
    for part in sections(found, ink):
        yield ""
        yield paint(
            part.title, "bold", _COLORS.get(part.title[0], "bold") if part.title != "Changed in the design" else "bold"
        )
        many = not view.whole and len(part.lines) > _SHOWN + 1
        for line in part.lines[:_SHOWN] if many else part.lines:
            first, *others = wrap(line, view.width - 2, view.width - 6) if view.width else [line]
            yield f"  {_linked(visible_start(first), slugs, paint)}"
            yield from (f"      {visible_start(other)}" for other in others)
        if many:
            yield paint(f"  and {len(part.lines) - _SHOWN} more: --all", "dim")


def _linked(line: str, slugs: set[str], paint: Paint) -> str:
    """Make a link of the rule that a line names behind its place, and dim nothing else."""
    head, found, tail = line.partition(": ")
    word = head.rpartition(" ")[2]
    if not found or word not in slugs:
        return line
    return f"{head[: -len(word)]}{paint.link(word, rule_page(word))}: {tail}"
