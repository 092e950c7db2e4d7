"""What is left to fill in of a document that somebody works on."""

from holdfast.engine.blanks import blanks_of
from holdfast.engine.plan import DocumentSet
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import plain
from holdfast.model.entry import Entry
from holdfast.model.role import Role
from holdfast.model.state import Gap


def gaps_of(raw: bytes, entry: Entry, found: DocumentSet) -> tuple[Gap, ...]:
    """Return the blanks of a document that was written from a template of its set, or is a draft of one."""
    if not found.templates or not (entry.bound or entry.role is Role.DRAFT):
        return ()
    template = max(found.templates, key=lambda one: one.schema.name == entry.type)
    # What stands in the document and not in the template is the author's own, and no advice to be replaced.
    own = _texts(raw) - _texts(template.raw)
    return tuple(Gap(*one) for one in blanks_of(entry.path, raw, template, frozenset(own)))


def _texts(raw: bytes) -> set[str]:
    parsed = parse(raw)
    return {plain(parsed.slice(block.start, block.end)) for block in parsed.blocks}
