"""The one place where text of a document or a file name is made safe for a terminal or a CI log.

Documents come from strangers: an escape sequence could rewrite the screen, a bidirectional control
could reverse what a reviewer reads, and a line that starts with ``::`` is an order to a CI runner.
"""

import re

_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_ORDER = re.compile(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
_COMMAND = re.compile(r"\s*::")


def visible(text: str) -> str:
    """Return text with every control, bidirectional and invisible character spelled out.

    GitHub's and Azure's runners search whole lines for ``##[`` and ``##vso[``, so these are broken up.
    """
    if "##" in text:
        text = _ORDER.sub(r"#\\#", text)
    return _UNSAFE.sub(_spell, text) if _UNSAFE.search(text) else text


def visible_path(path: str) -> str:
    """Return a path that is safe at the start of a line."""
    text = visible(path)
    return f"./{text}" if _COMMAND.match(text) else text


def _spell(found: re.Match[str]) -> str:
    char = found[0]
    if char in "\t\n\r":
        return " "
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
