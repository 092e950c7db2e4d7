"""File names for new documents, in the style in which a folder names those it has."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.markdown.plain import plain

_NAME = re.compile(
    r"(?P<prefix>[A-Za-z]{1,6}[-_]?)?(?P<number>0\d{2,4}|\d{1,5}(?![-_.]\d+(?:[-_.]|\Z)))(?P<joint>[-_. ]+|\Z)(?P<words>.*)",
    re.DOTALL,
)
"""A day (``2024-01-05-name``) and a section (``1-2-name``) are no numbers; ``0012-3-ways`` is, for its zeros."""
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\Z", re.IGNORECASE)
"""Names that Windows gives to devices."""
_WAITING = 3
"""A run of so many zeros or letters stands for a number; two zeros only mean that a document comes first."""
_LONGEST = 60
_LETTERS = {"ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
            "đ": "d", "Đ": "D", "þ": "th", "Þ": "Th", "ð": "d", "ı": "i"}  # fmt: skip
"""Latin letters that are no letter with a mark, for folders whose names are ASCII."""
_SPELLED = (
    (re.compile(r"(?<=\w)\+\+"), "pp"),
    (re.compile(r"\b([A-Za-z])#"), r"\1sharp"),
    (re.compile(r"\s&\s"), " and "),
)
_APOSTROPHES = re.compile("(?<=\\w)['’](?=\\w)")


class Style(NamedTuple):
    """How a folder names its documents."""

    prefix: str = ""
    """What stands before the number, its dash included: ``ADR-``."""
    width: int = 0
    """Digits of a number, filled up with zeros; 0 where names carry none."""
    joint: str = "-"
    """What stands between the number and the words."""
    separator: str = "-"
    case: str = "lower"
    """``lower``, ``title``, ``upper``, or ``kept`` where the title's own case is."""
    worded: bool = True
    """Whether the words of the title follow the number."""
    ascii: bool = True


def style_of(names: Iterable[str]) -> Style | None:
    """Return the style of some names, without suffix; ``None`` where there are none to learn from."""
    names = [name for name in names if len(waiting(name)) < _WAITING]
    if not names:
        return None
    found = [match for match in map(_NAME.fullmatch, names) if match]
    numbered = [match for match in found if match["words"] or not match["joint"]]
    if len(numbered) * 2 <= len(names):
        words = names
        style = Style()
    else:
        words = [match["words"] for match in numbered if match["words"]]
        style = Style(
            prefix=_most(match["prefix"] or "" for match in numbered),
            width=_width([match["number"] for match in numbered]),
            joint=_most(match["joint"] for match in numbered if match["words"]) or "-",
            worded=len(words) * 2 >= len(numbered),
        )
    return style._replace(
        separator=max("-_ ", key=lambda char: sum(char in name for name in words)),
        case=_case(words),
        ascii="".join(names).isascii(),
    )


def number_in(name: str) -> int | None:
    """Return the number a name carries; ``None`` where it carries none, or one made of zeros, which waits."""
    found = _NAME.fullmatch(name)
    return int(found["number"]) or None if found else None


def waiting(name: str) -> str:
    """Return what stands for the number in a name that waits for one, ``0000`` or ``NNNN``, or nothing."""
    found = re.match(r"(?:[A-Za-z]{1,6}[-_])?(0{2,}|N{2,}|X{3,})(?=[-_. ]|\Z)", name)
    return found[1] if found else ""


def file_name(title: str, style: Style, number: str = "") -> str:
    """Return the name for a title, without suffix; empty where the title holds no letter or digit.

    ``number`` is written as it is; without one the name is made of words only.
    """
    words = words_of(title, style)
    if not number:
        return f"{words}-text" if _RESERVED.match(words) else words
    return f"{style.prefix}{number}{style.joint}{words}" if style.worded and words else f"{style.prefix}{number}"


def words_of(title: str, style: Style) -> str:
    """Return the words of a title as a name; cut at a word so that it stays readable."""
    text = unicodedata.normalize("NFKC", plain(title))
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    text = _APOSTROPHES.sub("", text)
    if style.ascii:
        text = _folded(text)
    words = "".join(char if unicodedata.category(char)[0] in "LNM" else " " for char in text).split()
    cased = [_cased(word, style.case) for word in words]
    kept: list[str] = []
    for word in cased:
        if kept and len(style.separator.join([*kept, word])) > _LONGEST:
            break
        kept.append(word[:_LONGEST])
    return unicodedata.normalize("NFC", style.separator.join(kept))


def _folded(text: str) -> str:
    """Take the marks off Latin letters; letters of other scripts have no ASCII form and stay."""
    folded = []
    for char in text:
        base = unicodedata.normalize("NFD", char)
        folded.append(_LETTERS.get(char) or (base[0] if base[0].isascii() else char))
    return "".join(folded)


def _cased(word: str, case: str) -> str:
    if case == "kept":
        return word
    return {"lower": word.lower(), "upper": word.upper(), "title": word[:1].upper() + word[1:]}[case]


def _case(words: list[str]) -> str:
    spelled = [word for word in words if any(char.isalpha() for char in word)]
    for case, fits in (
        ("lower", str.islower),
        ("upper", str.isupper),
        ("title", lambda one: all(part[:1].isupper() for part in re.findall(r"[^\W\d_]+", one))),
    ):
        if sum(map(fits, spelled)) * 2 >= len(spelled):
            return case
    return "kept"


def _width(numbers: list[str]) -> int:
    padded = [len(one) for one in numbers if one.startswith("0") and len(one) > 1]
    return Counter(padded).most_common(1)[0][0] if padded else 1


def _most(values: Iterable[str]) -> str:
    return next((value for value, _ in Counter(values).most_common(1)), "")
