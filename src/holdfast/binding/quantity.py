"""Quantities as people write them in tables: ``< 20 ms``, ``≥ 500k``, ``10-20 MB``, ``99.9 %``, ``1,200 req/s``.

A cell is read as a whole or not at all: one comparison, one number or range, one unit, and perhaps a
qualifier such as ``p99``. What has further words in it ("2x faster", "20 ms without cache") says more
than a number and is left to people.

==========  ==================================================================
dimension   units
==========  ==================================================================
time        ns, µs, ms, s, min, h, d, and their names
bytes       B, kB, KB, MB, GB, TB, PB, KiB, MiB, GiB, TiB, PiB
``%``       %, percent
``x``       x, ×
``X/s``     anything above, or a noun, per second, minute, hour or day
a word      any other noun, compared with the same noun only
==========  ==================================================================
"""

import re
from math import inf

from holdfast.patterns import pattern
from holdfast.records import record

_TIME = {
    1e-9: "ns nanosecond nanoseconds",
    1e-6: "us µs μs microsecond microseconds",
    1e-3: "ms msec msecs millisecond milliseconds",
    1.0: "s sec secs second seconds",
    60.0: "min mins minute minutes",
    3600.0: "h hr hrs hour hours",
    86400.0: "d day days",
}
_BYTES = {"B": 0, "byte": 0, "bytes": 0, "kB": 1, "KB": 1, "MB": 2, "GB": 3, "TB": 4, "PB": 5}
_UNITS: dict[str, tuple[str, float]] = {
    **{name: ("time", scale) for scale, names in _TIME.items() for name in names.split()},
    **{name: ("bytes", 1000.0**power) for name, power in _BYTES.items()},
    **{f"{letter}iB": ("bytes", 1024.0**power) for power, letter in enumerate("KMGTP", 1)},
    **dict.fromkeys(("%", "percent"), ("%", 1.0)),
    **dict.fromkeys(("x", "×"), ("x", 1.0)),
    **dict.fromkeys(("rps", "RPS"), ("req/s", 1.0)),
}
_NOUNS = {"requests": "req", "request": "req", "reqs": "req", "operations": "op", "operation": "op", "ops": "op"}
_FACTORS = {"": 1.0, "k": 1e3, "K": 1e3, "M": 1e6}
_AT_MOST = "< <= =< ≤ ⩽ max maximum under below within less_than at_most up_to no_more_than fewer_than not_more_than"
_AT_LEAST = "> >= => ≥ ⩾ min minimum over above more_than at_least no_less_than greater_than not_less_than"
_COMPARISONS = {
    word.replace("_", " "): way for way, words in (("most", _AT_MOST), ("least", _AT_LEAST)) for word in words.split()
}
COMPARISON = "|".join(
    re.escape(word) + (r"\b\.?" if word[-1].isalpha() else "") for word in sorted(_COMPARISONS, key=len, reverse=True)
)
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+(?:_\d{3})*)(?:\.\d+)?"
_FACTOR = r"(?:[kKM](?![A-Za-zµμ]))?"
_WORD = r"(?!(?i:to|and|or|per|faster|slower|less|more|fewer|better|worse|higher|lower|avg|mean|median|typical|total|p\d+)\b)[A-Za-zµμ]{1,15}"
_UNIT = rf"%|×|(?:{_WORD})?(?:\s*/\s*|\s+per\s+)[A-Za-z]{{1,12}}|{_WORD}"
_QUALIFIER = r"p\d{1,2}(?:\.\d+)?|avg|average|mean|median|typical|total"
APPROXIMATE = r"~|≈|about|around|approx(?:imately|\.)?|roughly|ca\."
_CELL = pattern(
    rf"(?:(?P<before>(?i:{_QUALIFIER}))\s*:?\s+)?(?:(?P<comparison>(?i:{COMPARISON}))\s*)?(?P<about>(?i:{APPROXIMATE}))?\s*(?P<money>[$€£])?"
    rf"(?P<low>{NUMBER})(?P<low_factor>{_FACTOR})(?![\d.,])\s*(?P<low_plus>\+)?\s*(?P<low_unit>{_UNIT})?"
    rf"(?:\s*(?:-|–|—|\bto\b|\.\.+)\s*(?i:{APPROXIMATE})?(?P<high>{NUMBER})(?P<high_factor>{_FACTOR})\s*(?P<high_unit>{_UNIT})?)?"
    rf"\s*(?P<plus>\+)?(?:\s+(?P<after>(?i:{_QUALIFIER})))?\s*(?P<note>\([^()]*\))?\Z"
)
_ESCAPES = {"&lt;": "<", "&gt;": ">", "&le;": "≤", "&ge;": "≥", "&nbsp;": " ", "\u00a0": " ", "\u202f": " ", "\\": ""}
_ENDS = pattern(r"\A[^\w<>=≤≥⩽⩾~≈$€£({\[+−±-]+|[^\w%×+)\]}*†‡-]+\Z")
"""Ticks, crosses and other pictures around a value; a sign or the mark of a footnote changes what it says."""
_MARGIN = 0.1
"""How far off an approximate value may be, and two that count kilobytes in different units."""


@record
class Quantity:
    """A range of values; a single number is a range of one."""

    low: float
    """In the base unit of the dimension: seconds, bytes; ``-inf`` where the text gives an upper limit only."""
    high: float
    dimension: str
    """``time``, ``bytes``, ``%``, ``x``, ``req/s`` ..., or empty for a plain count."""
    unit: str = ""
    """As written."""
    limit: bool = False
    """Whether the text compares (``<``, "at least", ``+``)."""
    approximate: bool = False
    qualifier: str = ""
    """``p99``, ``avg``, or empty."""
    note: str = ""
    """What stands in parentheses behind it."""

    @property
    def single(self) -> bool:
        """Whether it is one number, neither limit nor range."""
        return self.low == self.high


def read_quantity(text: str, unit: str = "") -> Quantity | None:
    """Read a whole cell, free of markup, or return ``None``; ``unit`` is that of the column, for bare numbers."""
    text = without_escapes(text)
    found = _CELL.match(_ENDS.sub("", text.strip())) if len(text) <= 80 else None
    if found is None:
        return None
    first = found["low_unit"] or found["high_unit"] or (found["money"] or unit)
    last = found["high_unit"] or first
    dimension, low = _value(found["low"], found["low_factor"], first)
    other, high = _value(found["high"], found["high_factor"], last) if found["high"] else (dimension, low)
    if dimension != other or high < low:
        return None
    way = comparison(found["comparison"] or "")
    if found["plus"] or found["low_plus"]:
        if way or found["high"]:
            return None
        way = "least"
    if way and found["high"]:
        return None
    return Quantity(
        low=-inf if way == "most" else low,
        high=inf if way == "least" else high,
        dimension=dimension,
        unit=last,
        limit=bool(way),
        approximate=bool(found["about"]),
        qualifier=(found["before"] or found["after"] or "").casefold(),
        note=(found["note"] or "").casefold(),
    )


def without_escapes(text: str) -> str:
    """Return text with the signs that HTML and Markdown escape as themselves."""
    for escape, char in _ESCAPES.items():
        text = text.replace(escape, char)
    return text


def comparison(word: str) -> str:
    """Return ``most`` or ``least`` for a sign or word that compares, in any case; empty where it does not."""
    return _COMPARISONS.get(word.casefold().rstrip("."), "")


def misses(target: Quantity, actual: Quantity) -> bool:
    """Tell whether an actual value clearly contradicts its target.

    A target without a comparison sets no limit, because more may be better or worse, but for nothing
    at all ("0 errors"). A range limits what is better small (times, sizes) from above and rates from below.
    What is measured another way (``p99`` beside a plain target, a note in parentheses) is not compared.
    """
    if (
        target.dimension != actual.dimension
        or target.note != actual.note
        or not _same_measure(target.qualifier, actual.qualifier)
    ):
        return False
    low, high = limits(target)
    slack = (
        _MARGIN
        if target.approximate or actual.approximate or (target.dimension == "bytes" and target.unit != actual.unit)
        else 1e-9
    )
    return actual.low * (1 - slack) > high or actual.high * (1 + slack) < low


def limits(target: Quantity) -> tuple[float, float]:
    """Return the values between which the actual one has to be; both infinite where the target sets no limit."""
    if target.limit:
        return target.low, target.high
    if target.single:
        return (-inf, 0.0) if target.low == 0 and not target.approximate else (-inf, inf)
    if target.dimension in ("time", "bytes"):
        return -inf, target.high
    return (target.low, inf) if target.dimension.endswith("/s") else (-inf, inf)


def _same_measure(target: str, actual: str) -> bool:
    return target == actual or (not target and actual in ("avg", "average", "mean", "median", "typical"))


def _value(number: str, factor: str, unit: str) -> tuple[str, float]:
    """Return dimension and value in its base unit."""
    dimension, scale = _unit(unit)
    return dimension, float(number.replace(",", "").replace("_", "")) * _FACTORS.get(factor, 1.0) * scale


def _unit(unit: str) -> tuple[str, float]:
    """Return dimension and scale of a unit; an unknown word is a dimension of its own."""
    if not unit:
        return "", 1.0
    known = _UNITS.get(unit) or (_UNITS.get(unit.casefold()) if len(unit) > 2 else None)
    if known:
        return known
    noun, slash, per = (part.strip() for part in re.sub(r"\s+per\s+", "/", unit).partition("/"))
    if slash:
        dimension, scale = _unit(noun)
        every = _UNITS.get(per.casefold())
        if every and every[0] == "time":
            return f"{dimension}/s", scale / every[1]
        return f"{dimension}/{_noun(per)}", scale
    return _noun(noun), 1.0


def _noun(word: str) -> str:
    """Return the singular of a word in lower case, so that ``files`` are compared with ``file``."""
    word = word.casefold()
    return _NOUNS.get(word) or (word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
