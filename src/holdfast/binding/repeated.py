"""Sections of a document that only say what their template says there."""

from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.template.advice import first_word
from holdfast.template.guidance import told

_MARKUP = 3
_BESIDE = 300
"""So many times the bytes of some guidance, and so many more, hold other words as well, whatever markup is in them."""


def repeats_template(document: Document, section: BoundSection) -> bool:
    """Tell whether all that stands below a heading is what the template tells the author there."""
    if not section.schema.guidance:
        return False
    own = document.own_text(section)
    if own.end != section.heading.end:
        return False
    asked, raw = section.schema.guidance, document.parse.source[own.start : own.end]
    if b"<!--" not in raw and (
        len(raw) > _MARKUP * len(asked) + _BESIDE or first_word(raw).lower() != first_word(asked.encode()).lower()
    ):
        return False
    return told(document.parse.slice(own.start, own.end)) == section.schema.guidance
