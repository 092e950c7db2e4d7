"""The items of a section's own lists, and what each of them carries: a link, a version, a source."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from holdfast.binding.answers import Answer, answer
from holdfast.binding.document import Document
from holdfast.binding.sections import BoundSection
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import plain
from holdfast.template.placeholders import is_placeholder
from holdfast.template.slots import item_text

_ADDRESS = re.compile(r"https?://|\bwww\.|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|dev|net|rs|edu|gov|ai|app)/|\bdoi:|\barxiv:|<a\s[^>]*href", re.IGNORECASE)
_VERSION = re.compile(r"(?<![\w.-])v?\d+(?:\.(?:\d+|x|\*))*\+?(?![\w%])|[-@/=]v?\d+\.\d", re.IGNORECASE)
_CITED = re.compile(
    r"\(\s*[^()]*(?:[A-Z]|\d{4})[^()]*\)|\[[^\[\]]+\]"
    r"|\b(?:according to|source|sources|cited|citing|per|via|see|from|by|as (?:shown|reported|documented|described|measured) (?:in|by|at|on))\b"
    r"|(?:\s[-–—]+\s+|—|:\s+)\S"
    r"|\b(?:RFC|ISO|PEP|EIP|CVE|ADR|IETF|W3C|IEEE|ECMA)\b",
)
_NOTHING = re.compile(r"(?:none|nothing|n/?a|not applicable|no )\b", re.IGNORECASE)


class Item(NamedTuple):
    """One item of a list, as far as it says something."""

    block: Block
    text: str
    """Its first line, without bullet, box and markup."""
    carries: frozenset[str]
    """Of ``link``, ``version``, ``source``, ``data`` and ``reference``."""


def own_lists(document: Document, section: BoundSection) -> Iterator[list[Item]]:
    """Yield the lists of a section's own text, with the items that give an answer.

    "None", "TBD" and what is left of the template are no answer that could carry anything.
    """
    parse = document.parse
    for block in parse.top(document.own_text(section)):
        if block.kind == "list":
            blocks = (one for one in parse.blocks_in((block.start, block.end)) if one.kind == "item" and one.depth == block.depth + 1)
            yield [Item(one, text, carried(parse, one)) for one, text in ((one, item_text(parse, one)) for one in blocks) if _answers(text)]


def carried(parse: Parse, block: Block) -> frozenset[str]:
    """Return what an item carries; sources are recognised generously, because they are written in many ways."""
    raw = parse.slice(block.start, block.end)
    found = set()
    if _ADDRESS.search(raw) or any(parse.within((block.start, block.end), "link", "autolink", "image")):
        found |= {"link", "source", "reference"}
    if any(parse.within((block.start, block.end), "note")):
        found |= {"link", "source", "reference"}
    text = plain(raw)
    if _VERSION.search(text):
        found.add("version")
    if any(char.isdigit() for char in text):
        found.add("data")
    if _CITED.search(text):
        found |= {"source", "reference"}
    return frozenset(found)


def _answers(text: str) -> bool:
    return answer(text) is Answer.GIVEN and not _NOTHING.match(text) and not is_placeholder(text)
