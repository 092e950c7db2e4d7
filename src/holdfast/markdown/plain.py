"""Inline Markdown to the words a reader sees, and words to the key they are compared by."""

import re
import unicodedata
from functools import lru_cache

from holdfast.patterns import pattern

_COMMENT = pattern(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = pattern(r"!\[([^\]]{0,400})\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = pattern(r"\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_AUTOLINK = pattern(r"<((?:https?|mailto):[^<>\s]+)>")
TAG = (
    r"(?:abbr|article|aside|audio|a|big|blockquote|br|b|button|caption|center|cite|code|col|colgroup|dd|del|details|div|dl|dt"
    r"|em|figcaption|figure|font|footer|form|h[1-6]|hr|iframe|img|input|ins|i|kbd|li|mark|nav|ol|picture|pre|p|q|samp|script|small"
    r"|source|span|strong|style|sub|summary|sup|svg|s|table|tbody|td|tfoot|thead|th|track|tr|tt|ul|u|var|video|wbr)"
    r"(?:\s+(?:checked|controls|disabled|hidden|open|reversed)|\s[^<>]*=[^<>]*)?\s*/?"
)
"""An HTML tag as a pattern, without its angle brackets; ``<your name>`` is something to replace."""
_TAG = pattern(f"</?{TAG}>", re.IGNORECASE)
_EMPHASIS = pattern(r"(\*{1,3}|(?<![^\W_])_{1,3}|~~)(?=\S)(.{1,400}?)(?<=\S)\1(?![^\W_]*_)")
_CODE = pattern(r"(`{1,10})(.{1,1000}?)\1", re.DOTALL)
_WORD = pattern(r"[^\W_]+")


def plain(text: str) -> str:
    """Return a piece of inline Markdown without its markup, white space folded.

    Good for comparing and showing short pieces (values, cells, items); it is not a renderer.
    """
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(_first, _COMMENT.sub("", text)))
    if "[" in text:
        text = _LINK.sub(_first, _IMAGE.sub(_first, text))
    if "`" in text:
        text = _CODE.sub(_second, text)
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub(_second, _EMPHASIS.sub(_second, text))
    return " ".join(text.split())


# A function is called three times as fast as a template such as "\\1" is filled in.
def _first(found: re.Match[str]) -> str:
    return found[1]


def _second(found: re.Match[str]) -> str:
    return found[2]


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """Return the form in which names are compared: words in lower case, one space between them.

    Emoji, punctuation and markup do not matter: ``"🟢 **Non-Goals:**"`` becomes ``non goals``, ``Author(s)``
    is ``authors``.
    """
    text = text.replace("&", " and ").replace("(s)", "s")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_WORD.findall(text.casefold()))


def slug(text: str) -> str:
    """Return an identifier made of the words of a name: ``non-goals``."""
    return key(text).replace(" ", "-") or "section"
