"""Sections of a document that only say what their template says there."""

from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.template.guidance import told


def repeats_template(document: Document, section: BoundSection) -> bool:
    """Tell whether all that stands below a heading is what the template tells the author there."""
    own = document.own_text(section)
    if not section.schema.guidance or own.end != section.heading.end:
        return False
    return told(document.parse.slice(own.start, own.end)) == section.schema.guidance
