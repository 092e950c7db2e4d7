"""Whether a piece of text carries a label that the template has, in any of the ways people write one."""

import re
from functools import lru_cache

from holdfast.binding.document import Document
from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import key
from holdfast.model.schema import FieldSchema
from holdfast.template.aliases import ALIASES
from holdfast.template.placeholders import inner

_BEFORE = r"^[ \t>]*(?:(?:[-*+•|]|\d+[.)]|#{1,6})[ \t]+)*(?:\d[\d.]*[ \t]+)?[*_]{0,3}[ \t]*(?:(?:the|our|a|design|main|other)[ \t]+)?(?:[^\w\s*_#|>-]+[ \t]*)?"
"""What may stand in a line before a label: bullets, marks of a heading or a cell, a number, emphasis, an emoji."""
_SAME = {
    "rationale": ("why", "reason", "justification", "motivation", "reasoning", "trade-off", "tradeoff", "because"),
    "alternatives": ("other option", "option", "rejected", "instead of", "considered"),
}
"""Words that people write for the labels of common templates."""
_LONG = 7
"""A word of so many letters names a label by itself: "Alternatives" for "Alternatives considered"."""


def has_label(document: Document, field: FieldSchema, span: tuple[int, int]) -> bool:
    """Tell whether a range carries a label: in bold, as a plain line, as the head of a cell, or as a heading."""
    return label_at(document.parse, names_of(document, field), span) is not None


def names_of(document: Document, field: FieldSchema) -> tuple[str, ...]:
    """Return every name a label answers to, a project's aliases included."""
    name = key(field.name)
    return (name, *(key(one) for one in (*field.aliases, *document.lookup.aliases.get(name, ()))), inner(field.placeholder))


def label_at(parse: Parse, names: tuple[str, ...], span: tuple[int, int]) -> int | None:
    """Return the offset of the first line that starts with one of the names, or ``None``."""
    found = _pattern(names).search(parse.source, *span)
    return found.start() if found else None


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[bytes]:
    """Compile what the names may look like; the last of them is the template's own question behind the label."""
    *own, question = names
    words: dict[str, None] = {}
    for name in own:
        for part in (name, *(word for word in name.split() if len(word) >= _LONG)):
            words.update(dict.fromkeys((part, *_SAME.get(part, ()), *ALIASES.get(part, ()))))
    asked = " ".join(question.split()[:2]) if question.endswith("?") else ""
    if asked:
        words[asked] = None
    either = "|".join(r"[\s-]+".join(re.escape(word.removesuffix("s")) for word in one.split()) for one in words)
    return re.compile((_BEFORE + rf"(?:{either})").encode(), re.IGNORECASE | re.MULTILINE)
