"""Where something stands in a text."""

from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of byte offsets into a document's UTF-8 text, without its byte order mark."""

    start: int
    end: int


class Position(NamedTuple):
    """What a person is shown: both numbers count from 1, columns in code points."""

    line: int
    column: int
