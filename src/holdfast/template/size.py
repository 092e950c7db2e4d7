"""How large a template may be: a stranger's text must not take minutes to compile."""

from holdfast.errors import TemplateError

LARGEST = 256 * 1024
"""In bytes. The largest templates in use have a tenth of each of these."""
BLOCKS = 5000
"""Paragraphs, items and cells."""
FIELDS = 500


class TemplateTooLargeError(TemplateError):
    """A file is called as templates are, and is larger than any template that people fill in."""


def refuse_large(path: str, size: int, limit: int, what: str) -> None:
    """Raise :class:`TemplateTooLargeError` where there are more than ``limit`` of ``what``."""
    if size > limit:
        found = f"has {size:,} {what}, more than the {limit:,} that a template may have"
        raise TemplateTooLargeError(found, where=path, remedy="exclude it, or give it another name")
