"""The fragments that a rendered page answers to."""

import re
from unicodedata import category

from holdfast.markdown.blocks import Parse

_DROPPED = re.compile(r"[^\w\- ]")
_EXPLICIT = re.compile(rb"""<[a-z][^<>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\{[^{}]*#([\w:.-]+)[^{}]*\}\s*$")


def anchors(parse: Parse) -> frozenset[str]:
    """Return every anchor of a text: headings as GitHub makes them, explicit ids, ``{#id}`` attributes.

    Source of the rule for headings: github-slugger, the algorithm GitHub's own pages follow: lower
    case, punctuation dropped, spaces to dashes, and the first free of ``-1``, ``-2`` behind a repeated one.
    """
    found: set[str] = set()
    seen: dict[str, int] = {}
    for block in parse.blocks:
        if block.kind != "heading":
            continue
        text = block.data
        if text.endswith("}") and (attribute := _ATTRIBUTE.search(text)):
            found.add(attribute[1].lower())
            text = text[: attribute.start()].rstrip()
        name = anchor = _DROPPED.sub(_mark, text.lower()).replace(" ", "-")
        while anchor in seen:
            seen[name] += 1
            anchor = f"{name}-{seen[name]}"
        seen[anchor] = 0
        found.add(anchor)
    if b"<" in parse.source:
        found.update(name.decode("utf-8", "replace").lower() for name in _EXPLICIT.findall(parse.source))
    return frozenset(found)


def _mark(found: re.Match[str]) -> str:
    """Keep what belongs to the letter before it, such as the vowel signs of Hindi."""
    return found[0] if category(found[0])[0] == "M" else ""


def squeeze(anchor: str) -> str:
    """Return an anchor without dashes and punctuation, as other site generators may write it."""
    return re.sub(r"[\W_]+", "", anchor.lower())
