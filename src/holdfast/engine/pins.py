"""Pins: the text of its template that a document is held to, written down where history may be absent.

A shallow clone cannot tell which version of its template a document was written from. A baseline
can: it holds, for each document, the text it was held to, so that a laptop and a shallow clone agree.
"""

from collections.abc import Mapping
from typing import NamedTuple

from holdfast.records import field, record


class Pinned(NamedTuple):
    """One text of a template, kept apart from history."""

    template: str
    """Path of the template, relative to the root."""
    origin: str
    """The path that messages show, with the commit the text is from."""
    text: str
    side: str | None = None
    """Text of its side file, where it has one."""


@record
class Pins:
    """Which document is held to which text."""

    documents: Mapping[str, str] = field(default_factory=dict)
    """Path of each document to the digest of a text."""
    texts: Mapping[str, Pinned] = field(default_factory=dict)
    """By digest; the text that a template has today need not be there."""
