"""Inline Markdown to the words a reader sees, and words to the key they are compared by."""

import re
import unicodedata

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_IMAGE = re.compile(r"!\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?")
_LINK = re.compile(r"\[([^\[\]]+)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])")
_AUTOLINK = re.compile(r"<((?:https?|mailto):[^<>\s]+)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_EMPHASIS = re.compile(r"(\*{1,3}|(?<![^\W_])_{1,3}|~~)(?=\S)(.+?)(?<=\S)\1(?![^\W_]*_)")
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_WORD = re.compile(r"[^\W_]+")


def plain(text: str) -> str:
    """Return a piece of inline Markdown without its markup, white space folded.

    Good for comparing and showing short pieces (values, cells, items); it is not a renderer.
    """
    if "<" in text:
        text = _TAG.sub("", _AUTOLINK.sub(r"\1", _COMMENT.sub("", text)))
    if "[" in text:
        text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "*" in text or "_" in text or "~" in text:
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    return " ".join(text.split())


def key(text: str) -> str:
    """Return the form in which names are compared: words in lower case, one space between them.

    Numbers, emoji, punctuation and markup do not matter: ``"🟢 **Non-Goals:**"`` becomes ``non goals``.
    """
    text = text.replace("&", " and ")
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return " ".join(_WORD.findall(text.casefold()))


def slug(text: str) -> str:
    """Return an identifier made of the words of a name: ``non-goals``."""
    return key(text).replace(" ", "-") or "section"
