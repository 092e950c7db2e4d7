"""What was said of a text, said of the text as it is after an edit: places before it stay, places behind it move along."""

from collections.abc import Callable

from holdfast.markdown.blocks import BOM, Parse
from holdfast.model.edit import Edit
from holdfast.model.span import Span
from holdfast.model.verdict import Verdict
from holdfast.records import replace


class Shift:
    """The way from the offsets of one text to those of another, which differ in one stretch as far as this can tell."""

    def __init__(self, before: bytes, after: bytes) -> None:
        """Compare two texts; byte order marks do not count, as they do not in spans."""
        old, new = before.removeprefix(BOM), after.removeprefix(BOM)
        shorter = min(len(old), len(new))
        self.head = _alike(shorter, lambda size: old[:size] == new[:size])
        tail = _alike(shorter - self.head, lambda size: old[len(old) - size :] == new[len(new) - size :])
        self.rest = len(old) - tail
        """Where the stretch ends in the old text."""
        self.by = len(new) - len(old)
        self._new = Parse(new, [], [], [], valid=True)

    def span(self, span: Span) -> Span | None:
        """Return where a place is now; ``None`` where the edit touched it."""
        if span.end <= self.head:
            return span
        if span.start >= self.rest:
            return Span(span.start + self.by, span.end + self.by)
        return None

    def verdict(self, verdict: Verdict) -> Verdict | None:
        """Return a verdict about the old text as one about the new; ``None`` where the edit touched its place.

        A fix stays where none of its edits was touched.
        """
        span = self.span(verdict.span)
        if span is None:
            return None
        fix = verdict.fix
        if fix:
            places = [self.span(edit.span) for edit in fix.edits]
            edits = tuple(Edit(place, edit.text) for place, edit in zip(places, fix.edits, strict=True) if place)
            fix = fix._replace(edits=edits) if len(edits) == len(places) else None
        others = tuple(
            place for one in verdict.others if (place := self.span(one) if isinstance(one, Span) else one) is not None
        )
        return replace(verdict, span=span, position=self._new.position(span.start), fix=fix, others=others)


def _alike(most: int, same: Callable[[int], bool]) -> int:
    """Return the largest size up to ``most`` for which the texts are the same, where that holds for all smaller ones."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if same(middle) else (low, middle - 1)
    return low
