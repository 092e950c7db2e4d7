"""Code as HTML, coloured by Pygments; text that is too long for that, or in no language it knows, is only escaped."""

from collections.abc import Collection
from functools import cache
from html import escape
from typing import Any

_LONGEST = 40_000
"""So many characters of one block are coloured; lexers take long over what is made to make them."""
_PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "output", "mermaid"})


def code_html(word: str, text: str, lines: Collection[int] = ()) -> str:
    """Return a block of code; ``word`` is its language as written, ``lines`` are those to point out, from 1."""
    return "".join(_marked(part, number in lines) for number, part in enumerate(_lines(word, text), 1))


def _marked(line: str, pointed: bool) -> str:
    return f'<mark class="line">{line}</mark>' if pointed else line


def _lines(word: str, text: str) -> list[str]:
    lexer = _lexer(word.casefold()) if len(text) <= _LONGEST else None
    if lexer is None:
        return escape(text, quote=False).splitlines(keepends=True)
    return _coloured(lexer, text)


def _coloured(lexer: Any, text: str) -> list[str]:
    """Return the lines of a text, each with its own spans, so that a line can be wrapped on its own."""
    from pygments.token import STANDARD_TYPES

    lines = [""]
    for kind, value in lexer.get_tokens(text):
        while kind not in STANDARD_TYPES:
            kind = kind.parent  # noqa: PLW2901 - A kind of a lexer's own is shown as the one it belongs to.
        name = STANDARD_TYPES[kind]
        for place, piece in enumerate(value.split("\n")):
            if place:
                lines[-1] += "\n"
                lines.append("")
            if piece:
                shown = escape(piece, quote=False)
                lines[-1] += f'<span class="c-{name}">{shown}</span>' if _is_shown(name) else shown
    return lines if lines[-1] else lines[:-1]


def _is_shown(name: str) -> bool:
    """Tell whether a kind of token has a colour of its own; words and white space have none."""
    return bool(name) and name not in ("n", "w", "p")


@cache
def _lexer(word: str) -> Any:
    if word in _PLAIN:
        return None
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name({"pycon3": "pycon", "jsonc": "json"}.get(word, word), stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
