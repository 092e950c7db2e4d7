"""How long a text is, in the units in which templates give lengths: sentences, words, characters, paragraphs."""

import re

from holdfast.markdown.blocks import Parse
from holdfast.markdown.plain import plain
from holdfast.patterns import pattern

_STOP = pattern(r"[.!?]{1,9}[\"'”’)\]*_]{0,5}(?:\s(?=[\"'“‘(\[*_`]{0,5}[^\Wa-z_])|\Z)|[。！？]")
"""The end of a sentence: a stop before white space and something that can begin one."""
_ABBREVIATION = pattern(
    r"(?:\A|\W)(?:e\.?g|i\.?e|etc|vs|cf|ca|approx|resp|incl|excl|no|nos|fig|figs|eq|sect|ch|vol|pp?|al|ed|eds|dr|mr|mrs|prof|st|jr|sr|inc|ltd|co|corp"
    r"|max|min|avg|est|dept|u\.?s|u\.?k|a\.?k\.?a|w\.?r\.?t|viz|[a-z])\Z|\A\s*\d+\Z",
    re.IGNORECASE,
)
"""What may stand before a full stop that ends no sentence: abbreviations, initials, numbers of a list."""
_BEFORE = 16
"""So many characters before a stop are looked at."""
_WORD = pattern(r"\w[\w'’./-]*")


def sentences(text: str) -> int:
    """Count the sentences of a text free of markup, rather too few than too many; what only announces a list is none."""
    count, end = 0, 0
    for found in _STOP.finditer(text):
        if found.end() < len(text) and (
            found[0].startswith("...") or _ABBREVIATION.search(text, max(0, found.start() - _BEFORE), found.start())
        ):
            continue
        count += 1
        end = found.end()
    return count + (1 if _WORD.search(text, end) and not text.endswith((":", "：")) else 0)


def length(text: str, unit: str) -> int:
    """Return the length of a single text; it is one paragraph."""
    if unit == "sentences":
        return sentences(text)
    if unit == "words":
        return len(_WORD.findall(text))
    return len(text) if unit == "characters" else 1


def prose(parse: Parse, span: tuple[int, int]) -> list[str]:
    """Return the paragraphs of a range, free of markup: no lists, tables, quotes, code and comments."""
    found = (plain(parse.slice(one.start, one.end)) for one in parse.top(span) if one.kind == "paragraph")
    return [text for text in found if any(char.isalnum() for char in text)]
