"""What a section of a template says to its author in plain words, which a document does not repeat as its answer."""

import re

from holdfast.markdown.plain import key, plain
from holdfast.patterns import pattern
from holdfast.template.placeholders import find_placeholders

ASKING = (
    "add|define|describe|detail|discuss|enumerate|explain|give|identify|include|justify|list|mention|outline|provide|specify|state"
    "|summari[sz]e|write"
)
"""Verbs in which templates speak to whoever fills them in, as alternatives of a pattern."""
_COMMENT = pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_QUOTE = pattern(r"^[ \t]*>[ \t]?", re.MULTILINE)
_BOX = pattern(r"^[ \t]*[-*+] \[[ xX]\]", re.MULTILINE)
_ASKS = pattern(
    r"\?(?=\s|\Z|[)>*_])"
    rf"|(?:\A|[.:!?]\s+|[-*+(<]\s*)(?:please )?(?:{ASKING}|consider|document|introduce|note|propose|tell)\s"
    r"|\bthis section (?:should|must|is|describes|explains|lists|contains|covers)\b"
    r"|\A(?:an?|one|the)\b[^.]{0,40}\b(?:description|discussion|explanation|overview|statement|summary) (?:of|for|to|that)\b",
    re.IGNORECASE,
)
"""A question, an order, or words for what is to stand here; what only states something may be there to stay, as a licence is."""
_STAYS = pattern(
    r"\b(?:should|must|has to|is to) (?:remain|stay)\b|\b(?:leave|keep)\b[^.]{0,60}\bas (?:it )?is\b", re.IGNORECASE
)
"""What says that the words of a section are for every document."""
_FEWEST = 5
"""In words: fewer may be repeated by chance."""


def told(text: str) -> str:
    """Return the words of a section as they are compared, without comments and marks."""
    return key(plain(_QUOTE.sub("", _COMMENT.sub("", text))))


def guidance(body: str) -> str:
    """Return what a section's own text asks of its author, as :func:`told` gives it; empty where it asks nothing.

    Blanks to be filled in are found by themselves, and a list of boxes is there to be ticked.
    """
    words = told(body)
    text = plain(_QUOTE.sub("", _COMMENT.sub("", body)))
    if (
        len(words.split()) < _FEWEST
        or not _ASKS.search(text)
        or stays(text)
        or _BOX.search(body)
        or find_placeholders(body)
    ):
        return ""
    return words


def stays(body: str) -> bool:
    """Tell whether a section says that its words are for every document."""
    return _STAYS.search(body) is not None
