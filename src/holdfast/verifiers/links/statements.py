"""The addresses on the web that a page links to, each once, with all the places it stands at."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple
from urllib.parse import urldefrag, urlsplit

from holdfast.binding.page import Page
from holdfast.markdown.blocks import Inline
from holdfast.markdown.outline import enclosing
from holdfast.model.claim import Statement
from holdfast.model.example import Level
from holdfast.model.role import Role
from holdfast.model.span import Span

_EXAMPLES = re.compile(r"(?:.*\.)?(?:example(?:\.(?:com|net|org|edu))?|test|invalid|localhost)\.?", re.IGNORECASE)
"""Names that are reserved for documentation (RFC 2606, RFC 6761); a link to one is an illustration."""
_HOLES = re.compile(r"[{}<>$*|\\^`]|(?:/|\A|=)\.\.\.|\.\.\.\Z|…|%7B", re.IGNORECASE)
"""What shows that a part of an address is to be filled in."""
_NO_ANCHOR = re.compile(
    r"!|/|:~:|L\d+(?:-L?\d+)?\Z|(?:issuecomment|discussion_r|pullrequestreview|discussioncomment|commitcomment|diff)-?\w|page=\d|\?|\w+=|top\Z",
    re.IGNORECASE,
)
"""Fragments that programs read and no page holds: routes, text fragments, lines of code, comments, pages of a PDF."""


class Stated(NamedTuple):
    """What the verifier knows of an address."""

    url: str
    """Without its fragment."""
    fragment: str
    """As written; empty where none is to be found in the page."""
    spans: tuple[Span, ...]
    """Every link to it."""


def stated(page: Page) -> Iterator[Statement]:
    """Yield one statement for each address, in the order of the text; those for illustration are left out."""
    ignored = _ignored(page)
    asked = Level.COMPARED if page.asked and page.role is not Role.POINTER else Level.LISTED
    places: dict[str, list[Inline]] = {}
    for one in (*page.parse.within((0, len(page.parse.source)), "link", "autolink", "image"), *page.parse.definitions):
        if is_web(one.data) and not any(fnmatchcase(one.data, pattern) for pattern in ignored):
            places.setdefault(one.data, []).append(one)
    for url, found in places.items():
        first = min(found, key=lambda one: one.start)
        base, fragment = urldefrag(url)
        fragment = "" if _NO_ANCHOR.match(fragment) else fragment
        section = tuple(one.title for one in enclosing(page.headings, first.start) if one is not page.headings[0])
        matter = Stated(base, fragment, tuple(sorted(Span(one.start, one.end) for one in found)))
        yield Statement(Span(first.start, first.end), url, url, (url,), matter, section, asked)


def is_web(url: str) -> bool:
    """Tell whether something linked to is an address on the web that is meant to be followed."""
    if not url.lower().startswith(("http://", "https://")) or _HOLES.search(url):
        return False
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    return bool(host) and not _EXAMPLES.fullmatch(host) and "." in host.strip(".") + ("." if ":" in host else "")


def _ignored(page: Page) -> tuple[str, ...]:
    """Return the patterns of addresses that the project does not want to be asked: ``[verify.link] ignore``."""
    table = page.settings.get("link")
    found = table.get("ignore", ()) if isinstance(table, dict) else ()
    return tuple(one for one in ([found] if isinstance(found, str) else found) if isinstance(one, str))
