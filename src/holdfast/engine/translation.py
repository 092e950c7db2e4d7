"""A template of adr-tools in the language of Holdfast: its four words become placeholders, and its advice does too."""

import re

from holdfast.markdown.parser import parse

_WORDS = {
    "NUMBER": "[Number]",
    "TITLE": "[Title of the decision]",
    "DATE": "[YYYY-MM-DD]",
    "STATUS": "[Proposed | Accepted | Rejected | Deprecated | Superseded by another record | ...]",
}
"""What ``adr new`` replaces (https://github.com/npryce/adr-tools, ``src/adr-new``)."""
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})\b")


def translated(raw: bytes) -> bytes:
    """Return the template; a paragraph of advice becomes one placeholder, so that nobody leaves it where it stands."""
    parsed = parse(raw)
    source = parsed.source
    pieces: list[bytes] = []
    end = 0
    for block in parsed.blocks:
        if block.kind != "paragraph" or block.depth:
            continue
        text = source[block.start : block.end].decode("utf-8", "replace")
        if _WORD.search(text) or "[" in text or not text.strip():
            continue
        advice = " ".join(text.split()).translate(str.maketrans("]", ")"))
        tail = text[len(text.rstrip()) :]
        pieces += [source[end : block.start], f"[{advice}]{tail}".encode()]
        end = block.end
    text = b"".join([*pieces, source[end:]]).decode("utf-8", "replace")
    return _WORD.sub(lambda found: _WORDS[found[1]], text).encode()
