"""What the compiler misses in an example of Go and its author does not: names, bodies, the function around it."""

import re
from collections.abc import Sequence

from holdfast.languages import Unit
from holdfast.languages.session.partial import bodiless, lacks, not_here, part_of, slip_in, twice
from holdfast.model.example import Level
from holdfast.model.trial import Fault, Trial

_UNDEFINED = re.compile(r"^undefined: (?P<name>\w+)$")
_TWICE = re.compile(r"^(?P<name>\S+) redeclared in this block|^method (?P<method>\S+) already declared")
_BODILESS = re.compile(r"missing function body")
_OUTSIDE = re.compile(r"too many return values|break statement not within|continue statement not within|not in a loop")
_UNUSED = re.compile(r"imported (?:as \S+ )?and not used|declared and not used")
_STANDS_FOR = re.compile(r"invalid import path: (?P<path>.*[{<\[].*)")
_FOLLOWS = re.compile(r"^\s|other declaration of|no new variables on left side")


def left_to_readers(unit: Unit, faults: Sequence[Fault], reads: frozenset[str]) -> Trial | None:
    """Return the trial of an example about which nothing worse is said; ``None`` where something is."""
    said = [one for one in faults if not _FOLLOWS.search(one.message)] or list(faults)
    names = [(fault, found["name"]) for fault in said if (found := _UNDEFINED.match(fault.message))]
    if slip := slip_in(names, unit, reads):
        return slip
    rest = [one for one in said if not _UNDEFINED.match(one.message) and not (names and _OUTSIDE.search(one.message))]
    if names and not rest:
        return lacks([name for _, name in names], names[0][0], Level.TYPED, reads, "go")
    if found := _STANDS_FOR.search(rest[0].message):
        return not_here(f"it wants {found['path']}, which stands for another path", rest[0], reads, Level.TYPED)
    if all(_UNUSED.search(one.message) for one in rest):
        return part_of("a file", rest[0], reads)
    if all(_BODILESS.search(one.message) for one in rest):
        return bodiless(rest[0], reads)
    if all(_OUTSIDE.search(one.message) for one in rest):
        return part_of("a function", rest[0], reads)
    if all(_TWICE.search(one.message) for one in rest):
        found = _TWICE.search(rest[0].message)
        return twice(f"`{found['name'] or found['method']}`" if found else "a name", rest[0], reads)
    return None
