"""The versions of a template, and the way of a document from one to another, for people and programs."""

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

from holdfast.formats.escape import json_text, visible, visible_start


class Demand(Protocol):
    """What a schema demands, by kind and name."""

    @property
    def kind(self) -> str:
        """``section``, ``field`` or ``label``."""

    @property
    def name(self) -> str:
        """Its name in the template."""


def day(seconds: int) -> str:
    """Return the day of a time in UTC, ``2025-01-31``."""
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def changes(added: Sequence[Demand], dropped: Sequence[Demand]) -> str:
    """Return what one version demands more and less than another, on one line."""
    words = [f"+ {one.kind} {visible(one.name)}" for one in added] + [
        f"- {one.kind} {visible(one.name)}" for one in dropped
    ]
    return ", ".join(words)


def share(policy: str, clean: int, documents: int) -> str:
    """Return one measured share of clean documents."""
    return f"{policy:<8} {clean:>5} of {documents}   {100 * clean / documents if documents else 0:.1f} %"


def listed(title: str, demands: Iterable[Demand]) -> Iterator[str]:
    """Yield a heading with a line for each demand, or nothing where there are none."""
    lines = [f"  {visible_start(one.name)}" for one in demands]
    if lines:
        yield title
        yield from lines


def as_json(value: Any) -> str:
    """Return a versioned JSON document."""
    return json_text({"version": 1, **value}, indent=2)
