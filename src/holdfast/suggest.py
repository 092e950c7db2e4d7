"""The nearest valid word, for messages about a word that is not."""

from collections.abc import Iterable


def suggestion(word: str, valid: Iterable[str]) -> str:
    """Return ``did you mean X?`` where one is near, followed by all that would be valid."""
    from difflib import get_close_matches

    words = sorted(str(one) for one in valid)
    near = get_close_matches(word.replace(".", "-").replace("_", "-"), words, n=1, cutoff=0.6)
    listed = f"valid are {', '.join(words)}"
    return f"did you mean {near[0]!r}? {listed}" if near else listed
