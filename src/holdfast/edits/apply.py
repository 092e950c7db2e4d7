"""Fixes put into the bytes of a file; whatever lies outside their spans comes through untouched."""

from bisect import bisect_left, insort
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.markdown.blocks import BOM
from holdfast.model.edit import Edit, Fix


class Applied(NamedTuple):
    """A file with fixes in it."""

    content: bytes
    """With the byte order mark, where there was one."""
    made: tuple[int, ...]
    """Which of the fixes were made, by their place in the sequence, ascending."""


def apply(raw: bytes, fixes: Sequence[Fix]) -> Applied:
    """Make every fix that is in the way of none before it.

    A fix is made whole or not at all. It is left out where one of its edits touches an edit that is made already,
    so that the order of the sequence decides, and where it would replace bytes that are no UTF-8, because those
    cannot be put back. What is left out can be asked for again once the text has been read anew.

    Raises ``ValueError`` for an edit that lies outside the text, and for a fix whose edits are in each other's way.
    """
    mark = BOM if raw.startswith(BOM) else b""
    source = raw[len(mark) :]
    taken = _Taken()
    made = []
    for number, fix in enumerate(fixes):
        _check(source, fix)
        if all(_readable(source, edit) and not taken.meets(edit) for edit in fix.edits):
            for edit in fix.edits:
                taken.add(edit)
            made.append(number)
    parts = []
    at = 0
    for edit in taken.edits:
        parts += [source[at : edit.span.start], _encoded(source, edit)]
        at = edit.span.end
    return Applied(mark + b"".join([*parts, source[at:]]), tuple(made))


def line_end(source: bytes, offset: int) -> bytes:
    r"""Return how lines end around an offset: as the line before it does, else as the next one does, else ``\n``."""
    before = max(source.rfind(b"\n", 0, offset), source.rfind(b"\r", 0, offset))
    if before < 0:
        after = [at for at in (source.find(b"\n", offset), source.find(b"\r", offset)) if at >= 0]
        if not after:
            return b"\n"
        before = min(after)
    if source[before : before + 2] == b"\r\n" or source[before - 1 : before + 1] == b"\r\n":
        return b"\r\n"
    return source[before : before + 1]


def _check(source: bytes, fix: Fix) -> None:
    if not all(0 <= edit.span.start <= edit.span.end <= len(source) for edit in fix.edits):
        raise ValueError(f"an edit lies outside the text: {fix.edits}")
    own = _Taken()
    for edit in fix.edits:
        if own.meets(edit):
            raise ValueError(f"the edits of a fix are in each other's way: {fix.edits}")
        own.add(edit)


class _Taken:
    """Edits of which none is in another's way, in the order of the text."""

    def __init__(self) -> None:
        self.edits: list[Edit] = []

    def meets(self, edit: Edit) -> bool:
        """Tell whether an edit is in the way of one of these; only its neighbours can be, because these do not overlap."""
        at = bisect_left(self.edits, edit)
        return any(_meet(edit, other) for other in self.edits[max(0, at - 1) : at + 1])

    def add(self, edit: Edit) -> None:
        """Take in an edit that meets none of these."""
        insort(self.edits, edit)


def _meet(one: Edit, other: Edit) -> bool:
    """Tell whether two edits overlap, or where one inserts at an edge of the other, so that their order would count."""
    if one.span.start == one.span.end or other.span.start == other.span.end:
        return one.span.start <= other.span.end and other.span.start <= one.span.end
    return one.span.start < other.span.end and other.span.start < one.span.end


def _readable(source: bytes, edit: Edit) -> bool:
    try:
        source[edit.span.start : edit.span.end].decode()
    except UnicodeDecodeError:
        return False
    return True


def _encoded(source: bytes, edit: Edit) -> bytes:
    text = edit.text.replace("\r\n", "\n").replace("\r", "\n").encode()
    return text.replace(b"\n", line_end(source, edit.span.start)) if b"\n" in text else text
