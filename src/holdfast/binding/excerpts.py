"""What an example says of itself where it is not whole, or not meant to work: what it leaves out, and comments about a fault.

Everybody reads ``...`` in the place of code as "and so on", whatever the language makes of it.
"""

import re
from collections.abc import Iterator, Sequence

from holdfast.patterns import pattern

_WIDE = 500
"""So much of a line is read, in characters."""
_LEFT_OUT = pattern(
    r"(?<![\w.)\]\"'`>])\.\.\.(?![\w.\[({'\"`$@*&])|…|[{(\[] ?\.\. ?[})\]]|\([^()\n]*\w ?\[ ?, ?\w+|\?\?\?|/\*\s*\.\.|"
    r"(?://|#|--|;|/\*|\*)[^\n]*(?:\.\.\.|…|\b(?:snip(?:ped)?|omitted|elided|left out|rest of (?:the|your)|same as (?:above|before)|handle (?:the |this |any )?err\w*|do (?:something|stuff|work|things)|"
    r"(?:your|my|more|other)(?: \w+){1,3} (?:here|goes here))\b)|<(?:your|my)[-_ ][\w -]+>"
)
_COMMENT = pattern(r"(?<!:)//+(?P<slashes>[^\n]*)|(?<![\w&\"'#])#(?![\[!\w])(?P<hash>[^\n]*)|/\*(?P<block>[^\n]*?)\*/")
_WRONG = pattern(
    r"\b(?:[A-Z]\w*)?Error\b|\b(?:[A-Z]\w*)Exception\b|\b(?:errors?|fails?|failing|failed|illegal|invalid|wrong|bad|broken|oops|panics?|"
    r"throws?|raises?|rejected|forbidden|not (?:allowed|possible|valid|ok|okay)|"
    r"(?:does(?: not|n.t)|wo(?:uld )?n.?t|will not|would not|can(?:not|'t| not)) (?:compile|work|type|parse|run|be))\b"
    r"|[❌✗✘❎🚫]|\?\?",
    re.IGNORECASE,
)
_THROWS = pattern(r"\b(?:throw|raise)\b|\b(?:panic|unreachable|todo|unimplemented)!|\bpanic\(|\bnew \w*Error\(")


def leaves_out(line: str) -> bool:
    """Tell whether a line of code leaves something out: ``{ ... }``, ``// ...``, ``# your code here``, ``???``."""
    return _LEFT_OUT.search(line[:_WIDE]) is not None


def gap(lines: Sequence[str], first: int = 1, last: int | None = None) -> int:
    """Return the first line, from 1, that leaves something out between two; 0 where none does."""
    end = len(lines) if last is None else min(last, len(lines))
    return next((number for number in range(max(1, first), end + 1) if leaves_out(lines[number - 1])), 0)


def said_wrong(lines: Sequence[str], line: int) -> bool:
    """Tell whether a comment on a line, counted from 1, or on one of its own above or below it, says that the line is wrong."""
    if not 0 < line <= len(lines):
        return False
    around = [one for one in (*lines[max(0, line - 2) : line - 1], *lines[line : line + 1]) if _alone(one)]
    return any(_WRONG.search(said) for text in (lines[line - 1], *around) for said in _comments(text))


def fails_itself(line: str) -> bool:
    """Tell whether a line of code fails on purpose: it throws, raises or panics."""
    return _THROWS.search(line) is not None


def names_failure(lines: Sequence[str], line: int, name: str) -> bool:
    """Tell whether a comment from a line on, counted from 1, names the error that comes of it."""
    return bool(name) and any(name in one for text in lines[max(0, line - 2) :] for one in _comments(text))


def _comments(text: str) -> Iterator[str]:
    for found in _COMMENT.finditer(text[:_WIDE]):
        yield found["slashes"] or found["hash"] or found["block"] or ""


def _alone(text: str) -> bool:
    return text.lstrip().startswith(("//", "# ", "/*", "*"))
