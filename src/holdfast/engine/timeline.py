"""What history says of documents and templates, as plain data and as a text for the cache."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from holdfast.records import field, mutable


class Birth(NamedTuple):
    """The commit that first added a document."""

    commit: str
    time: int
    """Seconds since the epoch."""


class Blob(NamedTuple):
    """One text a template had."""

    id: str
    """Object id, followed by that of its side file where it has one."""
    commit: str
    """The commit that gave it this text."""
    time: int
    path: str
    """Its path at that commit."""


@mutable
class Timeline:
    """What history says of a project's documents and templates."""

    reason: str = ""
    """Why nothing is known; empty where something is."""
    remedy: str = ""
    births: dict[str, Birth] = field(default_factory=dict)
    """By document path; files that were never committed are not in it."""
    blobs: dict[str, list[Blob]] = field(default_factory=dict)
    """Texts of each template by its path today, the oldest first."""
    chosen: dict[str, dict[str, str]] = field(default_factory=dict)
    """By template path, then document path: id of the text the document was written from."""
    texts: dict[str, list[str]] = field(default_factory=dict)
    """By id: the template's text, and its side file's."""
    watched: tuple[str, ...] = ()
    """Absolute paths of the files that change when another commit is checked out."""


class Past(NamedTuple):
    """A commit to look back from, in place of the one that is checked out."""

    commit: str
    renamed: Mapping[str, str]
    """Paths of today to the paths that the files had there, where they differ."""


def encoded(timeline: Timeline) -> str:
    """Return a timeline as a text that the cache can keep."""
    return json.dumps([timeline.births, timeline.blobs, timeline.chosen, timeline.texts])


def decoded(text: str | None) -> Timeline | None:
    """Return what :func:`encoded` was given; ``None`` for anything else."""
    if text is None:
        return None
    try:
        births, blobs, chosen, texts = json.loads(text)
        return Timeline(
            births={path: Birth(*one) for path, one in births.items()},
            blobs={path: [Blob(*one) for one in many] for path, many in blobs.items()},
            chosen=chosen,
            texts=texts,
        )
    except (ValueError, TypeError, AttributeError):
        return None
