"""Whether a piece of text carries a label that the template has, in any of the ways people write one."""

from functools import lru_cache

from holdfast.binding.document import Document
from holdfast.markdown.labels import read_label
from holdfast.markdown.plain import key
from holdfast.model.schema import FieldSchema
from holdfast.patterns import pattern
from holdfast.template.aliases import ALIASES
from holdfast.template.placeholders import inner

_PICTURE = rb"(?:[^\x00-\x7f]+[ \t]*)?"
_BEFORE = pattern(
    rb"[ \t>]*(?:(?:[-*+|]|\xe2\x80\xa2|\d+[.)]|#{1,6})[ \t]+)*(?:\d[\d.]*[ \t]+)?"
    + _PICTURE
    + rb"[*_]{0,3}[ \t]*"
    + _PICTURE
    + rb"(?:(?:the|our|a|design|main|key|other)[ \t]+)?\Z"
)
"""What may stand in a line before a label: bullets, marks of a heading or a cell, a number, emphasis, an emoji."""
_AFTER = pattern(rb"(?:s|es|n|en)?(?![a-z])")
"""A label is a whole word, or its plural."""
_WITHIN = pattern(rb"[ \t]?[ \t|](?:\*\*|__)[^*_\r\n:]{1,60}(?::[ \t]*(?:\*\*|__)|(?:\*\*|__)[ \t]*:)")
"""A label in bold may stand behind another one, in the middle of a line."""
_SAME = {
    "rationale": (
        "why",
        "reason",
        "justification",
        "motivation",
        "benefit",
        "advantage",
        "pros",
        "trade-off",
        "because",
    ),
    "alternatives": ("option", "rejected", "instead of"),
    "takeaway": ("conclusion", "tl;dr", "bottom line", "in short"),
}
"""Words that people write for the labels of common templates."""
_LONG = 7
"""A word of so many letters names a label by itself: "Alternatives" for "Alternatives considered"."""
_LINE = 120
"""A label stands within so many bytes of the start of its line."""


def asks(field: FieldSchema) -> bool:
    """Tell whether a label of the template wants an answer: one with words of its own behind it is a remark ("**Note:** ...")."""
    label = read_label(field.origin.text)
    return bool(field.placeholder or field.choices) or (label is not None and not field.origin.text[label[1] :].strip())


def has_label(document: Document, field: FieldSchema, span: tuple[int, int]) -> bool:
    """Tell whether a range carries a label: in bold, as a plain line, as the head of a row, or as a heading."""
    return label_at(document, field, span) is not None


def label_at(document: Document, field: FieldSchema, span: tuple[int, int]) -> int | None:
    """Return the offset at which the first line starts that carries a label, or ``None``."""
    names = (field.name, *field.aliases, *document.lookup.aliases.get(key(field.name), ()))
    text = document.parse.source[slice(*span)].lower()
    for word in _words(names, inner(field.placeholder)):
        at = text.find(word)
        while at >= 0:
            line = max(text.rfind(b"\n", max(0, at - _LINE), at), text.rfind(b"\r", max(0, at - _LINE), at)) + 1
            opens = _BEFORE.match(text, line, at) or _WITHIN.match(text, max(line, at - 3))
            if (line or at < _LINE) and opens and _AFTER.match(text, at + len(word)):
                return span[0] + line
            at = text.find(word, at + 1)
    return None


@lru_cache(maxsize=256)
def _words(names: tuple[str, ...], question: str) -> tuple[bytes, ...]:
    """Return what a label may begin with; ``question`` is what the template asks behind it ("Why this approach?")."""
    words: dict[str, None] = {}
    for name in names:
        # As it is written as well: the case of letters beyond ASCII is left alone in the text.
        words[name] = None
        for part in (key(name), *(word for word in key(name).split() if len(word) >= _LONG)):
            words.update(dict.fromkeys((part, *_SAME.get(part, ()), *ALIASES.get(part, ()))))
    if question.endswith("?"):
        words[" ".join(question.casefold().split()[:2])] = None
    return tuple(dict.fromkeys(word.removesuffix("s").encode().lower() for word in words if word))
