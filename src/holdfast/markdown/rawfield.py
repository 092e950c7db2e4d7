"""A header field as it stands in the text, before any template gives it a type."""

from typing import NamedTuple

from holdfast.model.span import Span


class RawField(NamedTuple):
    """A name and a value as the text has them."""

    name: str
    value: str
    """Without markup; items of a nested list are joined by a comma."""
    span: Span
    """Of the value; empty, just behind the name, where there is none."""
    name_span: Span
