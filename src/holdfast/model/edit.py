"""How a file can be mended: replacements of spans, and whether they keep what the document means."""

from typing import NamedTuple

from holdfast.model.span import Span


class Edit(NamedTuple):
    """One span of a file replaced by a text; an empty span inserts."""

    span: Span
    """Of the file's bytes, without the byte order mark."""
    text: str
    """With ``\\n`` as its line end, whatever the file uses: the file's own is put in when it is written."""


class Fix(NamedTuple):
    """All that mends one fault; its edits are made together or not at all."""

    edits: tuple[Edit, ...]
    safe: bool = True
    """False where the edits change what the document says: a person has to ask for those."""
