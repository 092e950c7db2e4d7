"""The text holds characters that nobody can see.

They come in by copying from web pages and chats, and then a search does not find the word, a link does not
resolve and an example does not compile. Joiners within emoji and within scripts that need them (Arabic,
Persian, those of India and South-East Asia) belong there, and so does a soft hyphen. `holdfast fix` removes those
that stand in prose between letters and spaces.

```document
# Cache

The key is `user\u200bname` and not `username`. \U0001f469\u200d\U0001f680 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645
```

```verdict
3:17 U+200B zero width space
```
"""

import re
from unicodedata import category, name

from holdfast.binding.document import Document
from holdfast.markdown.blocks import Parse
from holdfast.model.edit import Edit, Fix
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern

OBLIGATION = obligation("W W W W")
_INVISIBLE = pattern(
    rb"\xe2\x80[\x8b-\x8d]|\xe2\x81[\xa0-\xa4]|\xef\xbb\xbf|\xe3\x85\xa4|\xe1\xa0\x8e|\xf3\xa0[\x80\x81][\x80-\xbf]"
)
"""U+200B to U+200D, U+2060 to U+2064, U+FEFF, U+3164, U+180E, and the tags of plane 14."""
_PLAIN = pattern(rb"[A-Za-z0-9\s.,;\x80-\xff]*")
_ASCII = bytes(range(128))
_TAGS = 0xE0000
_NEAR = 24
"""So many bytes around it are looked at: a flag is written with five tags behind its picture."""
_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC")
"""Scripts whose letters neither join nor need a hint where a line may break."""


def judge(document: Document, report: Report) -> None:
    """Report the first such character, with how many there are."""
    parse = document.parse
    # What is not ASCII is a fraction of most texts, and a character's bytes stay together in it.
    if parse.source.isascii() or not _INVISIBLE.search(parse.source.translate(None, _ASCII)):
        return
    found = [one for one in _INVISIBLE.finditer(parse.source) if not _belongs(parse, one)]
    if not found:
        return
    first = found[0]
    char = first[0].decode()
    more = (
        f"; {len(found)} such characters in the document, the last on line {parse.line(found[-1].start())}"
        if len(found) > 1
        else ""
    )
    shown = name(char, "tag character").lower()
    report(
        Span(first.start(), first.end()),
        f"U+{ord(char):04X} {shown}{more}",
        "remove it; write it as an escape where the text is about it",
        fix=_removal(parse, found),
        others=tuple(Span(one.start(), one.end()) for one in found[1:]),
    )


def _removal(parse: Parse, found: list[re.Match[bytes]]) -> Fix | None:
    """Return the edits that remove what stands in prose, between letters, spaces and the ends of lines.

    Beside a mark of Markdown or in code it may have been put there to keep the mark from being one.
    """
    edits = []
    for one in found:
        around = parse.source[one.start() - 1 : one.start()] + parse.source[one.end() : one.end() + 1]
        in_code = parse.covered(one.start(), "code", "html") or parse.in_block(one.start(), "fence", "code", "html")
        if _PLAIN.fullmatch(around) and not in_code:
            edits.append(Edit(Span(one.start(), one.end()), ""))
    return Fix(tuple(edits)) if edits else None


def _belongs(parse: Parse, found: re.Match[bytes]) -> bool:
    """Tell whether emoji or a script that needs it stands beside an invisible character."""
    before = parse.slice(max(0, found.start() - _NEAR), found.start())
    after = parse.slice(found.end(), found.end() + _NEAR)
    if ord(found[0].decode()) >= _TAGS:
        return any(category(one) == "So" for one in before)
    return any(_needs(one) for one in (before.rstrip("\ufe0f\ufe0e")[-1:], after[:1]) if one)


def _needs(char: str) -> bool:
    """Letters of scripts other than the alphabets, their punctuation, and pictures with the colour of their skin."""
    if char < "\u0100":
        return False
    if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uffef":
        return True
    kind = category(char)
    return kind in ("So", "Sk") or (kind[0] in "LM" and not name(char, "").startswith(_ALPHABETS))
