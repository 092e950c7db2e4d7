"""The nearest valid word, for messages about a word that is not."""

from collections.abc import Iterable

_SCREENFUL = 12
"""So many valid words can be taken in; a longer list would bury the near one."""


def suggestion(word: str, valid: Iterable[str]) -> str:
    """Return ``did you mean X?`` where one is near, and what would be valid: all of it where nothing is near, or it is short."""
    from difflib import get_close_matches

    words = sorted(str(one) for one in valid)
    near = get_close_matches(word.replace(".", "-").replace("_", "-"), words, n=1, cutoff=0.6)
    listed = f"valid are {', '.join(words)}"
    if near and len(words) > _SCREENFUL:
        return f"did you mean {near[0]!r}?"
    return f"did you mean {near[0]!r}? {listed}" if near else listed


def nearest(word: str, valid: Iterable[str]) -> str:
    """Return the valid word that is nearest, case aside, or empty where none is near."""
    from difflib import get_close_matches

    words = {one.casefold(): one for one in sorted(valid)}
    return next((words[one] for one in get_close_matches(word.casefold(), words, n=1, cutoff=0.75)), "")
