"""The details of very many files, packed: a run over a hundred thousand must not hold them all unpacked.

The first thousand are unpacked once and stay at hand, so that a project of that size pays nothing for the shelf. Of
all others thirty-two are compressed together, to about a tenth of what they take as objects, and unpacked for as
long as rules go through them; rules ask file by file, in one order.
"""

import zlib

from holdfast.engine.codec import decode_details
from holdfast.model.entry import Details, KeptDetails

_AT_HAND = 1000
"""So many files keep their details unpacked."""
_TOGETHER = 32
"""So many files are compressed together."""
_OPEN = 16
"""So many packs stay open, for links that lead from one file to another."""


class Shelf:
    """Holds the details of files as text until somebody reads them."""

    def __init__(self) -> None:
        """Begin empty."""
        self._at_hand: list[str | Details] = []
        self._loose: list[str] = []
        self._packs: list[bytes] = []
        self._open: dict[int, list[str]] = {}
        self._last: tuple[int, Details] = -1, Details()

    def keep(self, text: str) -> KeptDetails:
        """Take the details of one more file, as :func:`~holdfast.engine.codec.encode` wrote them."""
        if len(self._at_hand) < _AT_HAND:
            self._at_hand.append(text)
            return Shelved(self, len(self._at_hand) - 1)
        number = _AT_HAND + len(self._packs) * _TOGETHER + len(self._loose)
        self._loose.append(text)
        if len(self._loose) == _TOGETHER:
            self._packs.append(zlib.compress("\n".join(self._loose).encode("utf-8", "surrogatepass"), 1))
            self._loose = []
        return Shelved(self, number)

    def read(self, number: int) -> Details:
        """Return the details of the file that came as this one, counted from 0."""
        if number < _AT_HAND:
            one = self._at_hand[number]
            if isinstance(one, str):
                self._at_hand[number] = one = decode_details(one)
            return one
        last = self._last
        if last[0] != number:
            pack, place = divmod(number - _AT_HAND, _TOGETHER)
            last = self._last = number, decode_details(self._unpacked(pack)[place])
        return last[1]

    def _unpacked(self, pack: int) -> list[str]:
        """Return the texts of one pack; the pack that was opened first is closed for it. Threads may ask at once."""
        texts = self._loose if pack == len(self._packs) else self._open.get(pack)
        if texts is None:
            texts = zlib.decompress(self._packs[pack]).decode("utf-8", "surrogatepass").split("\n")
            if len(self._open) >= _OPEN:
                self._open.pop(next(iter(list(self._open))), None)
            self._open[pack] = texts
        return texts


class Shelved:
    """Details that lie on a shelf."""

    __slots__ = ("_number", "_shelf")

    def __init__(self, shelf: Shelf, number: int) -> None:
        """Remember the place."""
        self._shelf = shelf
        self._number = number

    def read(self) -> Details:
        """Return the details."""
        return self._shelf.read(self._number)
