"""A review for people at a terminal: what has to be acted on first."""

import re
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
_COLORS = {"Broken": "red", "Loosened": "yellow", "Went": "yellow", "Could": "cyan", "Notes": "cyan"}
_FINDING = re.compile(r"(?P<place>\S+:\d+) (?P<word>[a-z]+) (?P<slug>[a-z]+(?:-[a-z]+)*): ")
_WORDS = {"error": "red", "warning": "yellow", "note": "cyan", "unproven": "cyan"}


class _Ink:
    """Plain text; colours are put in when a line is laid out."""

    def text(self, words: str) -> str:
        return visible(words)

    def code(self, words: str) -> str:
        return visible(words)

    def strong(self, words: str) -> str:
        return visible(words)

    def rule(self, slug: str) -> str:
        return slug

    def remedy(self, found: str, words: str) -> str:  # noqa: ARG002 - What is drawn on a page needs it.
        return f"\n{visible(words)}"


def render(found: Any, view: View) -> Iterator[str]:
    """Yield a headline, then a paragraph for each kind of finding."""
    paint = Paint(color=view.color, links=view.links)
    ink = _Ink()
    clean = not (found.broken or found.loosened or found.stale or found.unproven)
    yield paint(headline(found), "bold", "green" if clean else "red" if found.broken else "yellow")
    for one in sentences(found, ink):
        yield from wrap(visible_start(one), view.width, view.width)
    for part in sections(found, ink):
        yield ""
        yield paint(part.title, "bold", _COLORS.get(part.title.split(" ")[0].rstrip(","), "bold"))
        many = not view.whole and len(part.lines) > _SHOWN + 1
        for line in part.lines[:_SHOWN] if many else part.lines:
            yield from _laid_out(line, view, paint)
        if many:
            yield paint(f"  and {len(part.lines) - _SHOWN} more: --all", "dim")


def _laid_out(line: str, view: View, paint: Paint) -> Iterator[str]:
    """Yield a finding in lines of the terminal's width, what to do about it on lines of its own."""
    words, _, remedy = line.partition("\n")
    first, *others = wrap(words, view.width - 2, view.width - 6) if view.width else [words]
    yield f"  {_colored(visible_start(first), paint)}"
    yield from (f"      {visible_start(other)}" for other in others)
    if remedy:
        first, *others = wrap(remedy, view.width - 14, view.width - 14) if view.width else [remedy]
        yield f"      {paint('remedy', 'dim')}  {first}"
        yield from (f"              {visible_start(other)}" for other in others)


def _colored(line: str, paint: Paint) -> str:
    """Colour how grave a finding is, and make a link of its rule."""
    found = _FINDING.match(line)
    if found is None:
        return line
    word, slug = found["word"], found["slug"]
    shown = f"{paint(word, _WORDS.get(word, 'bold'))} {paint.link(paint(slug, 'bold'), rule_page(slug))}"
    return f"{found['place']} {shown}: {line[found.end() :]}"
