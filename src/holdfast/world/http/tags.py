"""The tags of an HTML page, in time that grows with its length alone, whatever it holds.

The standard library's parser takes hours for a few megabytes of ``<a <a <a``, and pages come from strangers. This reads
start tags and their attributes as the HTML standard's tokeniser does (13.2.5), and nothing else: no tree is made of them.
"""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"</?(?P<name>[a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"[\s/]*+(?P<name>=?+[^\s/>=]++)(?:\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'|(?P<bare>[^\s>]*+)))?+"
)
_SPACE = re.compile(r"[\s/=]*+")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose text holds no tags."""


class Tag(NamedTuple):
    """A start tag."""

    name: str
    """In lower case."""
    attributes: dict[str, str]
    """Names in lower case; the first of a name counts. One without a value has an empty one."""
    words: int
    """How many characters of text stand before it and behind the tag before."""


def tags(text: str) -> Iterator[Tag]:
    """Yield the start tags of a page in order; the last one, with an empty name, tells of the text behind them."""
    lower = text.lower() if len(text.lower()) == len(text) else text
    at = words = 0
    while (start := text.find("<", at)) >= 0:
        words += len(text[at:start].strip())
        if text.startswith("<!--", start):
            end = text.find("-->", start + 4)
            at = end + 3
        elif text.startswith(("<!", "<?"), start):
            end = text.find(">", start)
            at = end + 1
        else:
            found = _TAG.match(text, start)
            if found is None:
                words, at = words + 1, start + 1
                continue
            attributes, at = _attributes(text, found.end())
            end = at
            if text[start + 1] != "/":
                name = found["name"].lower()
                yield Tag(name, attributes, words)
                words = 0
                if name in _RAW:
                    end = at = lower.find(f"</{name}", at)
        if end < 0:
            yield Tag("", {}, words)
            return
    yield Tag("", {}, words + len(text[at:].strip()))


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """Return the attributes of a tag and where it ends."""
    found: dict[str, str] = {}
    while True:
        one = _ATTRIBUTE.match(text, at)
        if one is None:
            at = _skipped(text, at)
            return found, at + 1 if at < len(text) else at
        value = one["double"] or one["single"] or one["bare"] or ""
        found.setdefault(one["name"].lower(), html.unescape(value) if "&" in value else value)
        at = one.end()


def _skipped(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
