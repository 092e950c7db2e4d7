"""What a person types to search, as expressions of FTS5 that cannot be wrong.

Words, ``"phrases"`` and ``-exclusions`` are all there is: every piece is quoted, so that no character of it means
anything to FTS5 (https://www.sqlite.org/fts5.html#full_text_query_syntax). A star at the end of a word stands for any
ending.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_PIECE = re.compile(r"(?P<no>-)?(?:\"(?P<phrase>[^\"]*)\"?|(?P<word>[^\s\"]+))")
_LONGEST = 1000
"""So many characters of a query are read."""
_MOST = 30
"""So many words and phrases are read; FTS5 nests its expressions, and its depth has an end."""


class Query(NamedTuple):
    """Two expressions of FTS5; an empty one asks nothing."""

    match: str
    """All of it has to be there."""
    without: str
    """None of it may be there."""


def read_query(words: Sequence[str]) -> Query:
    """Read the words of a command line; a word that holds spaces is read as if it were several."""
    text = " ".join(words).encode("utf-8", "replace").decode("utf-8", "replace")[:_LONGEST]
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in list(_PIECE.finditer(text))[:_MOST]:
        piece = found["phrase"] if found["phrase"] is not None else found["word"]
        if any(char.isalnum() for char in piece):
            (unwanted if found["no"] else wanted).append(_quoted(piece, whole=found["phrase"] is not None))
    return Query(" AND ".join(wanted), " OR ".join(unwanted))


def _quoted(piece: str, *, whole: bool) -> str:
    text = "".join(char if char.isprintable() else " " for char in piece).replace('"', '""')
    return f'"{text}"*' if piece.endswith("*") and not whole else f'"{text}"'
