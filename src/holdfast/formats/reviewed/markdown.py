"""A review as one comment below a pull request: fewer than forty lines, however large the change.

Nothing that a document, a path or a revision is called becomes a link, an image, a mention or HTML; the only links are
those to the pages of our own rules.
"""

from collections.abc import Iterator
from typing import Any

from holdfast.formats import View
from holdfast.formats.escape import code, markdown, visible
from holdfast.formats.layout import cut
from holdfast.formats.location import rule_page
from holdfast.formats.markdown import TITLE
from holdfast.formats.reviewed.words import headline, sections, sentences

LINES = 39
"""The comment has no more."""
_PROSE = 180
_CODE = 100


class _Ink:
    """Markdown; each piece is cut before it is escaped, so that no escape is cut in two."""

    def text(self, words: str) -> str:
        return markdown(cut(visible(words), _PROSE))

    def code(self, words: str) -> str:
        return code(cut(visible(words), _CODE))

    def strong(self, words: str) -> str:
        return f"**{markdown(cut(visible(words).replace('`', chr(39)).strip(), _CODE))}**"

    def rule(self, slug: str) -> str:
        page = rule_page(slug)
        return f"[{slug}]({page})" if page else code(slug)

    def remedy(self, found: str, words: str) -> str:
        return f"{'' if found.endswith('?') else ';'} _{self.text(words)}_"


def render(found: Any, view: View) -> Iterator[str]:
    """Yield the lines; what does not fit is counted."""
    ink = _Ink()
    head = [f"{TITLE}{headline(found)}"]
    for one in sentences(found, ink):
        head += ["", one]
    parts = sections(found, ink)
    room = LINES - len(head) - 2 * len(parts)
    yield from head
    for part, share in zip(parts, shares([len(one.lines) for one in parts], room), strict=True):
        yield ""
        yield f"**{part.title}**"
        kept = part.lines if share == len(part.lines) else part.lines[: share - 1]
        yield from (f"- {line}" for line in kept)
        if len(kept) < len(part.lines):
            yield f"- and {len(part.lines) - len(kept)} more: {ink.code(part.command)}"


def shares(sizes: list[int], room: int) -> list[int]:
    """Divide so many lines among sections: to each in turn one, until it has all it wants or nothing is left."""
    given = [0] * len(sizes)
    while room > 0 and given != sizes:
        for place, size in enumerate(sizes):
            if room > 0 and given[place] < size:
                given[place] += 1
                room -= 1
    return given
