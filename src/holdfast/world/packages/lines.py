"""On which line of a text something stands, for formats whose parsers do not tell."""

from bisect import bisect_right
from itertools import accumulate

_SEARCHED = 1_000_000_000
"""So many characters are searched in one file."""


class Lines:
    """Finds words in the order in which a file names them."""

    def __init__(self, text: str) -> None:
        """Take the whole text."""
        self.text = text
        self._starts = list(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
        self._at = 0
        self._left = _SEARCHED

    def next(self, *words: str) -> int:
        """Return the line of the last of several words, each looked for behind the one before, and go on from there.

        A file read in another order than it is written in sends the search back to the beginning.
        """
        at = self._at
        if self._left <= 0:
            return self.line(at)
        for word in words:
            found = self._find(word, at)
            if found < 0:
                found = max(0, self._find(word, 0))
            at = found + len(word)
        self._at = max(0, at - 1)
        return self.line(max(0, at - 1))

    def _find(self, word: str, at: int) -> int:
        """Look for a word, and count what that costs: a file may be made to be searched without end."""
        found = self.text.find(word, at)
        self._left -= (len(self.text) if found < 0 else found) - at
        return found

    def line(self, offset: int) -> int:
        """Return the line of an offset."""
        return max(1, bisect_right(self._starts, offset))
