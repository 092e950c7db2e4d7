"""The fragments that a rendered page answers to."""

import re
from collections.abc import Iterator
from unicodedata import category

from holdfast.markdown.blocks import Parse
from holdfast.patterns import pattern

_DROPPED = pattern(r"[^\w\- ]")
_EXPLICIT = pattern(rb"""<[a-z][^<>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_ATTRIBUTE = pattern(r"\{[^{}]*#([\w:.-]+)[^{}]*\}\s*$")


def anchors(parse: Parse) -> frozenset[str]:
    """Return every anchor of a text: headings as GitHub makes them, explicit ids, ``{#id}`` attributes."""
    found: set[str] = set()
    for anchor, attribute in _headings(parse):
        found.add(anchor)
        if attribute:
            found.add(attribute)
    if b"<" in parse.source:
        found.update(name.decode("utf-8", "replace").lower() for name in _EXPLICIT.findall(parse.source))
    return frozenset(found)


def heading_anchors(parse: Parse) -> list[str]:
    """Return the anchor of each heading, quoted and listed ones included, in the order of the text."""
    return [anchor for anchor, _ in _headings(parse)]


def _headings(parse: Parse) -> Iterator[tuple[str, str]]:
    """Yield for each heading the anchor that its text gives it, and the one that an attribute does, or nothing.

    Source of the rule: github-slugger, the algorithm GitHub's own pages follow: lower case, punctuation dropped,
    spaces to dashes, and the first free of ``-1``, ``-2`` behind a repeated one.
    """
    seen: dict[str, int] = {}
    for block in parse.blocks:
        if block.kind != "heading":
            continue
        text = block.data
        given = _ATTRIBUTE.search(text) if text.endswith("}") else None
        if given:
            text = text[: given.start()].rstrip()
        name = anchor = _DROPPED.sub(_mark, text.lower()).replace(" ", "-")
        while anchor in seen:
            seen[name] += 1
            anchor = f"{name}-{seen[name]}"
        seen[anchor] = 0
        yield anchor, given[1].lower() if given else ""


def _mark(found: re.Match[str]) -> str:
    """Keep what belongs to the letter before it, such as the vowel signs of Hindi."""
    return found[0] if category(found[0])[0] == "M" else ""


def squeeze(anchor: str) -> str:
    """Return an anchor without dashes and punctuation, as other site generators may write it."""
    return re.sub(r"[\W_]+", "", anchor.lower())
