"""Ratios and orders of growth as people write them in tables: ``2x faster than rumdl``, ``≤ 0.6 of rumdl``, ``O(n log n)``.

==========================================  =====================================
text                                        means, of what is measured and the other
==========================================  =====================================
``2x faster than it``, ``twice as fast``    speed at least 2
``2x slower``                               speed at least 0.5
``≤ 0.6 of it``, ``at most 60 % of it``     amount at most 0.6
``2x smaller``, ``half the size of it``     amount at most 0.5
``30 % less memory than it``                amount at most 0.7
==========================================  =====================================

Speed is the other's time by ours, or our rate by the other's; amount is ours by the other's, whatever it counts.
``50 % faster`` is taken by some for two thirds of the time and by some for half of it: it is left to people.
"""

import re
from dataclasses import dataclass
from math import inf

from holdfast.binding.quantity import APPROXIMATE, COMPARISON, NUMBER, comparison
from holdfast.patterns import pattern

_OTHER = r"(?P<of>[^\W\d](?:[^,;|<>=]{0,58}[^\s,;|<>=.])?)"
_FASTER = "faster|quicker|slower"
_SMALLER = "smaller|less|fewer|lower|larger|bigger|more|higher"
_BETTER = frozenset({"faster", "quicker", "smaller", "less", "fewer", "lower"})
_START = rf"\A(?:(?P<comparison>(?i:{COMPARISON}))\s*)?(?P<about>(?i:{APPROXIMATE}))?\s*"
_TIMES = r"(?:\s*[x×]|\s+times)"
_AMOUNT = rf"(?:(?P<number>{NUMBER})\s*(?P<percent>%|percent\b)?|(?P<word>half|a third|a quarter|twice|double))"
_FORMS = (
    pattern(
        rf"{_START}(?P<number>{NUMBER}){_TIMES}\s+(?P<sense>{_FASTER}|{_SMALLER})(?:\s+(?P<what>[a-z]+))??(?:\s+than\s+{_OTHER})?\.?\Z"
    ),
    pattern(rf"{_START}(?:(?P<number>{NUMBER}){_TIMES}|(?P<word>twice))\s+as\s+(?P<sense>fast)(?:\s+as\s+{_OTHER})?\.?\Z"),
    pattern(rf"{_START}(?P<number>{NUMBER})\s*(?P<percent>%|percent)\s+(?P<sense>{_SMALLER})(?:\s+(?P<what>[a-z]+))??(?:\s+than\s+{_OTHER})?\.?\Z"),
    pattern(rf"{_START}{_AMOUNT}(?:{_TIMES})?\s+(?:(?:the\s+)?(?:time|size|memory|speed)\s+)?of\s+{_OTHER}\.?\Z"),
    pattern(rf"{_START}(?P<number>{NUMBER})\s*[x×]\s+{_OTHER}\.?\Z"),
)  # fmt: skip
_WORDS = {"half": 0.5, "a third": 1 / 3, "a quarter": 0.25, "twice": 2.0, "double": 2.0}
_GROWTH = pattern(
    r"\A(?:(?P<comparison>[<≤]=?|at most)\s*)?(?P<how>(?i:amorti[sz]ed|expected|average|worst[- ]case|best[- ]case)\s+)?"
    r"(?:(?P<letter>[OoΘΩ])\s*\((?P<inside>[^()]*(?:\([^()]*\)[^()]*)*)\)|(?P<name>(?i:constant|logarithmic|sub-?linear|linear|linearithmic|quadratic|cubic|exponential))(?:\s+time)?)"
    r"(?:\s+(?P<after>(?i:amorti[sz]ed|expected|average|worst[- ]case|lookups?|time|memory|space|per\s+\w+)))?\Z"
)
_NAMED = {
    "constant": "O(1)",
    "logarithmic": "O(log n)",
    "linear": "O(n)",
    "linearithmic": "O(n log n)",
    "quadratic": "O(n²)",
    "cubic": "O(n³)",
}
_POWERS = str.maketrans({"²": "^2", "³": "^3", "*": " ", "·": " ", "⋅": " "})


@dataclass(frozen=True, slots=True)
class Ratio:
    """What is measured in relation to another measurement of the same run."""

    low: float
    """``-inf`` where the text gives an upper limit only."""
    high: float
    speed: bool
    """Whether it is of how fast both are; else of their amounts as measured."""
    of: str = ""
    """The other, as written; empty where the text does not say."""
    limit: bool = True
    """Whether the text compares, or says what is better."""
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Growth:
    """An order of growth. It is kept as text: no measurement proves one."""

    order: str
    """Such as ``O(n log n)``, the same however it is written; or the word, where no formula stands for it."""


def read_ratio(text: str) -> Ratio | None:
    """Read a whole cell, free of markup and with plain signs, or return ``None``."""
    found = next((match for form in _FORMS if (match := form.match(text))), None) if len(text) <= 120 else None
    if found is None:
        return None
    parts = {"word": "", "percent": "", "sense": "", "of": "", "what": "", **found.groupdict("")}
    number = float(parts["number"].replace(",", "").replace("_", "")) if parts["number"] else _WORDS[parts["word"]]
    number /= 100 if parts["percent"] else 1
    way, sense = comparison(parts["comparison"] or ""), parts["sense"]
    speed = sense in _FASTER.split("|") or sense == "fast"
    if sense:
        better = sense in _BETTER or sense == "fast"
        if way == ("most" if better else "least"):
            return None
        number = _from_words(number, better=better, percent=bool(parts["percent"]), speed=speed)
        way = "least" if speed else "most" if better or way else ""
    if number <= 0:
        return None
    of = re.sub(r"\A(?:the|an?)\s+", "", parts["of"])
    low, high = (number if way != "most" else -inf), (number if way != "least" else inf)
    return Ratio(low, high, speed, of, limit=bool(way), approximate=bool(parts["about"]))


def _from_words(number: float, *, better: bool, percent: bool, speed: bool) -> float:
    """Return the factor that words such as "2x smaller" and "30 % less" mean."""
    if percent:
        return 1 - number if better else 1 + number
    # Twice as slow is half as fast, and twice as small half as much; twice as large is twice as much.
    return number if better is speed else 1 / number if number else 0.0


def read_growth(text: str) -> Growth | None:
    """Read an order of growth that is the whole cell, or return ``None``."""
    found = _GROWTH.match(text) if len(text) <= 80 else None
    if found is None:
        return None
    if found["name"]:
        name = found["name"].casefold()
        return Growth(_NAMED.get(name, name).translate(_POWERS))
    inside = re.sub(r"\s+", " ", found["inside"].translate(_POWERS)).strip()
    return Growth(f"{found['letter']}({inside})")
