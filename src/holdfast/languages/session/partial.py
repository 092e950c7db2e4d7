"""Verdicts about what an example leaves to its readers: names, bodies, alternatives, what stands around it.

A compiler misses them and its author does not: such an example is an excerpt. It proves nothing, and is not broken.
"""

import re
from collections.abc import Callable, Iterable, Sequence

from holdfast.languages import Unit
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

_WORD = re.compile(r"[^\W\d]\w{5,}")
_BETWEEN = re.compile(r"\n[ \t]*\n")
_MANY = 30
LONGEST = 64 * 1024
"""Longer texts, in characters, are not tried as parts of anything."""
_SHOWN = 2
_LEAST = 6
"""Shorter names are too near to one another to be slips."""


def lacks(names: Sequence[str], at: Fault, level: Level, reads: frozenset[str] = frozenset(), setup: str = "") -> Trial:
    """Return the trial of an example that uses names which neither it nor an earlier one defines.

    ``setup`` is the language as set-up names it.
    """
    each = list(dict.fromkeys(names))
    shown = [f"`{name}`" for name in each[:_SHOWN]]
    shown += [f"{len(each) - _SHOWN} more"] if len(each) > _SHOWN else []
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    found = f"it uses {listed}, which nothing in this document defines"
    remedy = f'define it in a comment above: <!-- hf:setup {setup} ... -->, or say ignore="an excerpt"'
    return Trial(Outcome.UNPROVEN, level, Fault(at.line, at.column, found), found, remedy, reads=reads, settled=True)


def misspelt(name: str, unit: Unit) -> str:
    """Return the name of the same text that one which nothing defines is a slip of; empty where there is none.

    Two letters that changed places, one too many or too few inside of a word: plurals and numbers make names that differ.
    """
    if len(name) < _LEAST:
        return ""
    text = "\n".join(example.code for example in (*unit.before, unit.example))[:LONGEST]
    return next((one for one in dict.fromkeys(_WORD.findall(text)) if _slip(one, name)), "")


def slip_in(names: Iterable[tuple[Fault, str]], unit: Unit, reads: frozenset[str]) -> Trial | None:
    """Return the trial of an example that does not compile for a slip of a name, the first of some; ``None`` for no slip."""
    for fault, name in names:
        if meant := misspelt(name, unit):
            at = Fault(fault.line, fault.column, f"`{name}` is not defined; did you mean `{meant}`?")
            remedy = "mend the example, or what it speaks of"
            return Trial(Outcome.BROKEN, Level.TYPED, at, "does not compile", remedy, reads=reads)
    return None


def _slip(one: str, other: str) -> bool:
    if one == other or one[:1] != other[:1] or one[-1:] != other[-1:] or abs(len(one) - len(other)) > 1:
        return False
    at = next(place for place, (a, b) in enumerate(zip(f"{one}\0", f"{other}\0", strict=False)) if a != b)
    changed = one[at : at + 1] + other[at : at + 1]
    if not changed.isalpha() or not changed.islower():
        return False
    if len(one) == len(other):
        return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1 :] == shorter[at:]


def in_pieces(code: str, fits: Callable[[str], bool]) -> bool:
    """Tell whether a text is several pieces with empty lines between them, each of which fits somewhere by itself."""
    parts = _BETWEEN.split(code.strip("\n"))
    if not 1 < len(parts) <= _MANY:
        return False
    held = ""
    for part in parts:
        held = f"{held}\n\n{part}" if held else part
        held = "" if fits(held) else held
    return not held


def twice(name: str, at: Fault, reads: frozenset[str]) -> Trial:
    """Return the trial of an example that defines a name twice, as those do that show one beside the other."""
    found = f"it defines {name} twice, as a before and an after do"
    return _excerpt(found, at, "show each in a block of its own", reads)


def bodiless(at: Fault, reads: frozenset[str]) -> Trial:
    """Return the trial of an example that shows what is called and not what it does."""
    return _excerpt("it shows a signature without a body", at, 'say so: ignore="a signature"', reads)


def part_of(whole: str, at: Fault, reads: frozenset[str] = frozenset()) -> Trial:
    """Return the trial of an example that stands inside of something which is not shown, such as ``a function``."""
    return _excerpt(f"it is part of {whole} that is not shown", at, 'show it whole, or say ignore="an excerpt"', reads)


def not_here(what: str, at: Fault, reads: frozenset[str] = frozenset(), level: Level = Level.RAN) -> Trial:
    """Return the trial of an example that wants something which is not there where examples are tried."""
    remedy = 'let it make what it needs, or say no_run="why"'
    return Trial(Outcome.UNPROVEN, level, Fault(at.line, at.column, what), what, remedy, reads=reads)


def _excerpt(found: str, at: Fault, remedy: str, reads: frozenset[str]) -> Trial:
    return Trial(Outcome.UNPROVEN, Level.TYPED, at, found, remedy, reads=reads, settled=True)
