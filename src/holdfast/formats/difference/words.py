"""How what differs is said, whatever shows it."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.model.contrast import Comparison, Contrast, DocumentContrast
from holdfast.plural import counted

_SIGNS = {"added": "+", "removed": "−", "ticked": "✓", "answered": "✓", "unticked": "✗", "reopened": "✗"}
_UNSAID = 60
"""A value longer than this is only said to have changed."""


class Worded(NamedTuple):
    """One change in words."""

    sign: str
    """``+ − ✓ ✗``, or ``~`` for what is otherwise."""
    what: str
    tail: str
    """What is never cut short."""


def said(one: Contrast) -> Worded:
    """Return a change in words."""
    sign = _SIGNS.get(one.did, "~")
    note = f"; {one.note}" if one.note else ""
    if one.kind in ("task", "question"):
        return Worded(sign, *_item(one))
    if one.kind == "example":
        return Worded(sign, f"example {one.what}", f" {one.did}{f', {one.note}' if one.note else ''}")
    if one.kind == "section":
        return Worded(sign, f"section {one.what}", f" {'is gone' if one.did == 'removed' else one.did}")
    if one.kind == "waiver":
        return Worded(sign, f"waiver of {one.what}{f': {one.after}' if one.after else ''}", f" {one.did}")
    name = {"target": f'target "{one.what}"', "measured": f'measured "{one.what}"', "title": "title"}.get(
        one.kind, one.what
    )
    if max(len(one.before), len(one.after)) > _UNSAID:
        return Worded(sign, name, f" {one.did}{note}")
    values = (
        f" {one.before or 'nothing'} → {one.after or 'nothing'}"
        if one.did == "changed"
        else f" {one.before or one.after}"
    )
    return Worded(sign, name, f"{values if values.strip() else f' {one.did}'}{note}")


def _item(one: Contrast) -> tuple[str, str]:
    what = f'{one.kind} "{one.what}"'
    if one.did == "reworded":
        return what, f', was "{one.before}"' if len(one.before) <= _UNSAID else " reworded"
    if one.did == "moved":
        return what, f" moved to {one.after}"
    word = {"added": "", "unticked": " un-ticked"}.get(one.did, f" {one.did}")
    joint = "" if not one.note else " " if one.note.startswith("in ") else ", "
    return what, f"{word}{joint}{one.note}"


def fate(one: DocumentContrast) -> str:
    """Return what became of a document as a whole, in a few words."""
    status = next((found for found in one.contrasts if found.kind == "status"), None)
    parts = []
    if one.fate == "renamed":
        parts.append(f"was {one.older.rpartition('/')[2]}")
    if status:
        parts.append(f"{status.before or 'no status'} → {status.after or 'no status'}")
    elif one.fate in ("new", "gone"):
        parts += [one.fate, one.status or "no status"]
    if one.blanks:
        parts.append(f"{counted(one.blanks, 'blank')} left")
    return ", ".join(parts)


def rest(one: DocumentContrast) -> list[Contrast]:
    """Return what differs but for the status, which is said with the document's name."""
    return [found for found in one.contrasts if found.kind != "status"]


def folded(found: Comparison) -> list[DocumentContrast]:
    """Return the documents that are no longer in force, of which one line has to do."""
    return [one for one in found.documents if one.folded]


def between(found: Comparison) -> str:
    """Return which two states are compared."""
    return f"{found.before} → {found.after or 'files'}"


def summed(found: Comparison) -> Iterator[str]:
    """Yield how many links broke and were mended."""
    counts = Counter(one.did for one in found.links)
    for did in ("mended", "broken"):
        if counts[did]:
            yield f"{counted(counts[did], 'link')} {did}"
