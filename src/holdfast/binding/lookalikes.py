"""What the text of a block reads as, where its fence names a language that it is not in: Solidity as ``js``, answers as ``sh``."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.patterns import pattern


class Lookalike(NamedTuple):
    """Another language than the one that a fence names."""

    name: str
    """As a sentence says it."""
    word: str
    """As a fence would."""


_LONGEST = 4096
_WIDE = 300
_REMARKS = r"(?:[ \t]*(?:#|//|--)[^\n]*\n|[ \t]*\n)*"
_SIGNS = (
    (
        Lookalike("a comparison", "diff"),
        pattern(r"\A(?:diff --git |--- \S|@@ )|^[-+][ \t]+\S[^\n]*\n(?:[^\n]*\n)*?^[+-][ \t]+\S", re.MULTILINE),
    ),
    (Lookalike("JSON", "json"), pattern(rf"\A{_REMARKS}\s*[\[{{]\s*(?:\{{\s*)?\"[^\"\n]+\"\s*:")),
    (Lookalike("HTTP", "http"), pattern(r"\A\s*(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) (?:/|https?:)|HTTP/\d)")),
    (
        Lookalike("SQL", "sql"),
        pattern(
            rf"\A{_REMARKS}\s*(?:SELECT\s|INSERT INTO\s|CREATE (?:TABLE|INDEX|VIEW)\s|ALTER TABLE\s|DELETE FROM\s)"
        ),
    ),
    (
        Lookalike("shell commands", "sh"),
        pattern(
            rf"\A{_REMARKS}\s*(?:[$%] \S|(?:npm|npx|pnpm|yarn|pip3?|uvx?|cargo|go (?:get|run|install)|git|docker|kubectl|"
            r"curl|wget|sudo|brew|apt(?:-get)?|cd|mkdir|python3? -m|bash) |export [A-Z_]\w*=)"
        ),
    ),
    (
        Lookalike("Solidity", "solidity"),
        pattern(
            r"^\s*(?:pragma solidity|(?:abstract )?contract \w+|event \w+ ?\(|modifier \w+|mapping ?\(|struct \w+ ?\{|"
            r"(?:address|u?int\d+|bytes\d*|string|bool)(?:\[\])? (?:public |constant |private )*\w+;)|"
            r"^\s*function\b[^\n]*\)[^\n{=]*\b(?:public|external|internal|view|pure|payable|returns ?\()|"
            r"^\s*function ?\w* ?\([^)\n]*\b(?:address|u?int\d*|bytes\d*|string|bool)(?:\[\])? (?:memory |calldata )?\w+",
            re.MULTILINE,
        ),
    ),
    (
        Lookalike("YAML", "yaml"),
        pattern(rf"\A{_REMARKS}[A-Za-z][\w.-]*:(?: [^\n(){{}};]*)?\n(?:[ \t]+-? ?|- )[\"']?[A-Za-z/][\w./-]*[\"']?:?"),
    ),
    (Lookalike("markup", "html"), pattern(r"\A\s*<(?:!--|!DOCTYPE|\?xml|[A-Za-z][\w-]*(?:\s[^<]*)?>)")),
)
_ANSWER = pattern(r"^(?:\{|\[)\s*$\n(?:[^\n]*\n)*?\s*[\"'][\w$.-]+[\"']\s*:", re.MULTILINE)
"""What a command answers, behind it."""
_SHELLS = frozenset({"sh", "bash", "shell", "console"})
_SCRIPTS = ("javascript", "typescript")
_EXCEPT = {"html": _SCRIPTS, "sh": tuple(_SHELLS)}
"""Languages in which the signs of another are at home."""
_ONLY = {"solidity": _SCRIPTS}
"""Languages by which people call another one that highlighters do not know."""


def reads_as(lines: Sequence[str], slug: str) -> Lookalike | None:
    """Return what the text of a block that does not parse reads as; ``None`` where it may be what its fence says."""
    text = "\n".join(line[:_WIDE] for line in lines)[:_LONGEST] + "\n"
    for other, sign in _SIGNS:
        if other.word == slug or slug in _EXCEPT.get(other.word, ()) or slug not in _ONLY.get(other.word, (slug,)):
            continue
        if sign.search(text):
            return other
    return Lookalike("commands with their answers", "console") if slug in _SHELLS and _ANSWER.search(text) else None
