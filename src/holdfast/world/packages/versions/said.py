"""What people mean by a version in a text: ``0.7``, ``v1.2.x``, ``2+``, ``1.4 or later``, ``^1.2``, ``>=2,<3``.

A bare version holds for every version that begins with its numbers: "0.7" is true where 0.7.3 is in use. What says
more than that is a requirement in the ecosystem's own grammar.
"""

import re
from itertools import zip_longest

from holdfast.world.packages.versions import grammar

_BARE = re.compile(
    r"v?(?P<numbers>\d+(?:\.\d+)*)(?P<open>(?:\.[xX*])*)(?P<rest>[-+.]?[0-9A-Za-z][0-9A-Za-z.+-]*)?", re.ASCII
)
_LATER = re.compile(r"\s*(?:\+|\(?\s*(?:or|and)\s+(?:later|newer|higher|above|up|greater)\s*\)?)\s*\Z", re.IGNORECASE)
_LONGEST = 200
"""Characters; no version has more, and some of what is asked below takes long for long texts."""
_NUMBERS = re.compile(r"v?(\d+(?:\.\d+)*)(.*)", re.DOTALL | re.ASCII)


def agrees(ecosystem: str, said: str, version: str, *, requirement: bool = False) -> bool | None:
    """Tell whether a version in use is what a text says; ``None`` where the text is not understood.

    ``requirement`` says that the text is written as the ecosystem's manifests are, such as ``serde = "1.2"``, where a
    bare version has a meaning of its own.

    Raises ``KeyError`` for an ecosystem without a grammar.
    """
    rules = grammar(ecosystem)
    if len(said) > _LONGEST or len(version) > _LONGEST:
        return None
    text = said.strip().replace("≥", ">=").replace("≤", "<=")
    later = _LATER.search(text)
    if later:
        low = rules.ordered(_full(text[: later.start()], ecosystem))
        found = rules.ordered(version)
        return None if low is None or found is None else bool(low <= found)
    bare = _BARE.fullmatch(text)
    if bare is None:
        return rules.satisfies(version, text)
    if requirement and ecosystem == "cargo" and rules.satisfies(version, text) is not None:
        return rules.satisfies(version, text)
    if bare["rest"]:
        left, right = rules.ordered(text.removeprefix("v")), rules.ordered(version)
        return None if left is None or right is None else bool(left == right)
    return _begins(version, bare["numbers"])


def _begins(version: str, numbers: str) -> bool:
    """Tell whether a version's numbers begin with others; zeros that are left out count as written."""
    match = _NUMBERS.match(version.partition("!")[2] or version)
    if match is None:
        return False
    have, want = (list(map(int, text.split("."))) for text in (match[1], numbers))
    return all(one == other for one, other in zip_longest(have[: len(want)], want, fillvalue=0))


def _full(text: str, ecosystem: str) -> str:
    """Fill a version up to three numbers where the ecosystem wants them."""
    plain = text.strip().lstrip(">= ").removeprefix("v")
    if ecosystem in ("cargo", "golang", "npm") and re.fullmatch(r"\d+(\.\d+)?", plain):
        return plain + ".0" * (2 - plain.count("."))
    return plain
