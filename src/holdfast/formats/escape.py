"""The one place where text of a document or a file name is made safe for a terminal, a page or a CI log.

Documents come from strangers: an escape sequence could rewrite the screen, a bidirectional control
could reverse what a reviewer reads, a line that starts with ``::`` is an order to a CI runner, and
Markdown in a message could bring its own links into a page of ours.
"""

import re
from typing import Any

from holdfast.patterns import pattern

_UNSAFE = pattern(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    r"\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u3164\uffa0\ufff0-\ufff8\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ORDER = pattern(r"##(?=\[|vso\[|teamcity\[)", re.IGNORECASE)
_COMMAND = pattern(r"\s*::")
_MARKED = pattern(r"([!-/:-@\[-`{-~])")
_LIGHTLY = pattern(r"([\\*{}\[\]<>#|~!&$]|(?<!\w)_|_(?!\w))")
"""Of all punctuation what opens markup within a line; an underscore within a word does not."""
_REFERENCE = pattern(r"\S*(?:@|://|www\.|#\d|gh-\d)\S*", re.IGNORECASE)
"""What a renderer makes a link of without being asked, or a person is told of."""
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


def visible(text: str) -> str:
    """Return text with every control, bidirectional and invisible character spelled out.

    GitHub's and Azure's runners search whole lines for ``##[`` and ``##vso[``, so these are broken up.
    """
    text = unordered(text)
    return _UNSAFE.sub(_spell, text) if _UNSAFE.search(text) else text


def unordered(text: str) -> str:
    """Return a line that was put together of safe pieces, two of which could be an order to a runner."""
    return _ORDER.sub(r"#\\#", text) if "##" in text else text


def visible_path(path: str) -> str:
    """Return a path that is safe at the start of a line."""
    text = visible(path)
    return f"./{text}" if _COMMAND.match(text) else text


def visible_start(text: str) -> str:
    """Return text that is safe at the start of a line and names no file."""
    shown = visible(text)
    return f"\\{shown}" if _COMMAND.match(shown) else shown


def json_text(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON in ASCII, every text in it whole, and none of them an order to a runner.

    Outside of its texts JSON has no ``#``, so that one of two can be spelled out wherever they stand.
    """
    import json

    return json.dumps(value, indent=indent).replace("##", "#\\u0023")


def xml(text: str) -> str:
    """Return text for an element or an attribute, in ASCII, so that it is well-formed in every encoding."""
    return visible(text).translate(_XML).encode("ascii", "xmlcharrefreplace").decode()


def workflow_data(*lines: str) -> str:
    """Return the lines of a message as a workflow command of GitHub carries them.

    After ``escapeData`` of https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
    """
    return "%0A".join(visible(line).replace("%", "%25") for line in lines)


def workflow_property(text: str) -> str:
    """Return the value of a workflow command's property, after ``escapeProperty`` of the same file."""
    return workflow_data(text).replace(":", "%3A").replace(",", "%2C")


def markdown(text: str, *, lightly: bool = False) -> str:
    """Return text that Markdown shows as it is: no link, no HTML, no mention; what stands in backticks stays code.

    Where a reader may be shown the escapes as well, as some editors do, ``lightly`` leaves punctuation alone that opens
    nothing within a line; the text must not begin one.
    """
    pieces: list[str] = []
    marks = _LIGHTLY if lightly else _MARKED
    for number, part in enumerate(visible(text).split("`")):
        pieces += [code(part)] if number % 2 else _prose(part, marks)
    # Two code spans that touch would be one; no piece has two backticks in a row.
    return "".join(pieces).replace("``", "` `")


def code(text: str) -> str:
    """Return text as a code span, in which no character means anything; empty for nothing."""
    shown = visible(text)
    if not shown.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _prose(text: str, marks: re.Pattern[str]) -> list[str]:
    """Escape all punctuation; a word that a renderer would link without being asked becomes code."""
    pieces = []
    end = 0
    for match in _REFERENCE.finditer(text):
        pieces += [marks.sub(r"\\\1", text[end : match.start()]), code(match[0])]
        end = match.end()
    return [*pieces, marks.sub(r"\\\1", text[end:])]


def _spell(found: re.Match[str]) -> str:
    char = found[0]
    if char in "\t\n\r":
        return " "
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
