"""The links of pages that were written: each has to lead to a file of the site, and to a place in it that is there."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote

_TAG = re.compile(r'<[a-zA-Z](?:[^<>"]|"[^"]*")*>')
_LINK = re.compile(r'\s(?:href|src|data-frame|action|data-index)="([^"]*)"')
_ID = re.compile(r'\s(?:id|name)="([^"]*)"')
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


class PageLinks(NamedTuple):
    """What one page links to, and the places that it has."""

    links: list[str]
    ids: list[str]


class Dead(NamedTuple):
    """A link that leads nowhere."""

    page: str
    link: str
    own: bool
    """Whether the page it leads to is missing; else only the place in it, which documents name at will."""


def page_links(html: str) -> PageLinks:
    """Return the links and the ids of a page that we wrote, in which every attribute stands in double quotes."""
    tags = "".join(_TAG.findall(html))
    links = dict.fromkeys(unescape(one) for one in _LINK.findall(tags))
    ids = sorted({unescape(one) for one in _ID.findall(tags)})
    return PageLinks([one for one in links if one and not _OUTSIDE.match(one)], ids)


def dead_links(pages: Mapping[str, PageLinks], files: frozenset[str]) -> Iterator[Dead]:
    """Yield every link that leads nowhere; ``pages`` are those of the site by address, ``files`` all that was written."""
    ids = {address: {one.casefold() for one in found.ids} for address, found in pages.items()}
    for address, found in pages.items():
        for one in found.links:
            plain, _, fragment = one.partition("#")
            plain = unquote(plain.partition("?")[0], errors="surrogateescape")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(address), plain)) if plain else address
            if target not in files and target not in pages:
                yield Dead(address, one, own=True)
            elif fragment and target in ids and unquote(fragment).casefold() not in ids[target]:
                yield Dead(address, one, own=False)
