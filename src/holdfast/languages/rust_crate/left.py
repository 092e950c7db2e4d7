"""What the compiler misses in an example of Rust and its author does not: names, bodies, what stands around it."""

import re
from collections.abc import Sequence

from holdfast.languages import Unit
from holdfast.languages.rust_crate.names import names as read
from holdfast.languages.rust_crate.names import part_of as whole_of
from holdfast.languages.rust_crate.source import visible_code
from holdfast.languages.session.partial import bodiless, lacks, part_of, slip_in, twice
from holdfast.model.example import Level
from holdfast.model.trial import Fault, Trial

_UNDEFINED = re.compile(
    r"cannot find [a-z, ]+ `(?P<name>\w+)!?` in this scope|use of undeclared (?:type|crate or module|module) `(?P<other>\w+)`|"
    r"cannot find (?:derive macro|macro|attribute) `(?P<macro>\w+)`"
)
_TWICE = re.compile(r"(?:E0428|E0592|E0201|E0124).*?`(?P<name>\w+)`")
_BODILESS = re.compile(r"without (?:a )?body")
_OUTSIDE = re.compile(r"E0424|E0411|`self` (?:parameter|argument) is only allowed|cannot find (?:value|type) `[sS]elf`")
_AWAITS = re.compile(r"E0728")
_AROUND = re.compile(rf"{_OUTSIDE.pattern}|{_AWAITS.pattern}")
"""What is said only because the function around it is not shown."""
_FILE = re.compile(r"E0583|cannot declare a (?:file|non-inline) module")
_SIGNATURE = re.compile(r"\s*(?:pub(?:\([^)]*\))?\s+|async\s+|const\s+|unsafe\s+|default\s+)*fn\s+\w+")
_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|#!?\[[^\]\n]*\]", re.DOTALL)


def left_to_readers(unit: Unit, faults: Sequence[Fault], reads: frozenset[str]) -> Trial | None:
    """Return the trial of an example about which nothing worse is said; ``None`` where something is."""
    faults = [one for one in faults if not _AROUND.search(one.message)] or faults
    first, said = faults[0], faults[0].message
    code = visible_code(unit.example)
    if _OUTSIDE.search(said):
        return part_of("an impl", first, reads)
    if _AWAITS.search(said):
        return part_of("an async function", first, reads)
    if _FILE.search(said):
        return part_of("a crate with further files", first, reads)
    if found := _TWICE.search(said):
        return twice(found["name"], first, reads)
    if _BODILESS.search(said) or _only_signatures(code):
        return bodiless(first, reads)
    names = [(fault, name) for fault in faults if (name := _undefined(fault))]
    if len(names) == len(faults):
        slip = slip_in(names, unit, reads)
        return slip or lacks([name for _, name in names], names[0][0], Level.TYPED, reads, "rust")
    whole = whole_of(code) if read(code).fault else ""
    return part_of(whole, first, reads) if whole else None


def _undefined(fault: Fault) -> str:
    found = _UNDEFINED.search(fault.message)
    return (found["name"] or found["other"] or found["macro"]) if found else ""


def _only_signatures(code: str) -> bool:
    bare = _COMMENT.sub("", code)
    return "{" not in bare and _SIGNATURE.match(bare) is not None
