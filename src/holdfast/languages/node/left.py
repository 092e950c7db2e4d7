"""What a compiler or Node misses in an example and its author does not: names, files beside it, bodies, what stands around it."""

import os
import re
from collections.abc import Sequence

from holdfast.binding.lookalikes import reads_as
from holdfast.languages import Unit
from holdfast.languages.node.names import names_of
from holdfast.languages.node.parts import part_of as whole_of
from holdfast.languages.session.partial import bodiless, lacks, not_here, part_of, slip_in, twice
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Fault, Trial

_UNDEFINED = re.compile(
    r"TS(?:2304|2552|2503|2318|2580|2582|2584|2593|18004|2662|2663)\b.*?'(?P<name>[\w$]+)'|ReferenceError: (?P<other>[\w$]+) is not defined"
)
_FOLLOWS = re.compile(r"TS(?:2564|7005|7006|7019|7031|7034|7053|18046|2339.*'(?:unknown|never|\{\})')")
"""What is said of a value only because nothing is known of where it comes from, or of the constructor that sets it."""
_BODILESS = re.compile(r"TS(?:2391|2389|2390|1183)\b")
_SIGNATURE = re.compile(r"(?:(?:export |async |declare )*function\*? ?\w+ ?\([\w\s,$=.]*\)\s*;?\s*)+")
_TWICE = re.compile(
    r"TS(?:2300|2451|2393|2323|2440|2567|2528)\b.*?'(?P<name>[^']+)'|'?(?P<other>[\w$]+)'? has already been declared"
)
_TWICE_UNNAMED = re.compile(r"TS(?:2393|2528|2392)\b")
_OUTSIDE = re.compile(r"TS1108|Illegal return|TS(?:1163|1308|2526|2683)\b")
_BESIDE = re.compile(r"TS(?:2307|2792|7016): .*?'(?P<path>\.{1,2}/[^']*)'")
_PATH = re.compile(r"[\"'](?P<path>\.{1,2}/[^\"']+)[\"']")
_MORE = re.compile(
    r"</?[A-Za-z][\w.]*[\s/>]|<>|\b(?:interface|enum|type) \w+|\b(?:let|const|var) \w+\s*:|\w\??: ?(?:string|number|boolean|any|void|[A-Z]\w*)\b|"
    r"\bas [A-Za-z]|\bimport type\b|^\s*@\w+",
    re.MULTILINE,
)
"""What a compiler of TypeScript reads and Node does not."""


def left_to_readers(
    unit: Unit, faults: Sequence[Fault], root: str, reads: frozenset[str]
) -> tuple[list[Fault], Trial | None]:
    """Return the faults that count, and the trial where nothing worse is said than what an author leaves out."""
    names = [(fault, name) for fault in faults if (name := _undefined(fault))]
    beside = [(fault, found["path"]) for fault in faults if (found := _BESIDE.search(fault.message))]
    beside += [(fault, path) for fault in faults if (path := _without_ending(fault, unit))]
    imagined = [fault for fault, path in beside if not _folder_is_there(root, path)]
    left = {id(fault) for fault, _ in names} | {id(fault) for fault in imagined}
    worse = [one for one in faults if id(one) not in left and not (left and _FOLLOWS.search(one.message))]
    if slip := slip_in(names, unit, reads):
        return worse, slip
    if worse:
        return worse, _excused(unit, worse, reads)
    if names:
        setup = unit.example.language
        return worse, lacks([name for _, name in names], names[0][0], Level.TYPED, reads, setup)
    path = next(path for fault, path in beside if fault is imagined[0])
    return worse, not_here(f"it wants {path}, which is not here", imagined[0], reads, Level.TYPED)


def _excused(unit: Unit, faults: Sequence[Fault], reads: frozenset[str]) -> Trial | None:
    first = faults[0]
    if all(_BODILESS.search(one.message) for one in faults) or _SIGNATURE.fullmatch(unit.example.code.strip()):
        return bodiless(first, reads)
    if all(_OUTSIDE.search(one.message) for one in faults):
        return part_of("a function or class", first, reads)
    if all(_TWICE.search(one.message) or _TWICE_UNNAMED.search(one.message) for one in faults):
        found = _TWICE.search(first.message)
        return twice(f"`{found['name'] or found['other']}`" if found else "something", first, reads)
    if "SyntaxError" in first.message and not names_of(unit.example).fault and _MORE.search(unit.example.code):
        said = "it reads as TypeScript or JSX, which Node does not know"
        return Trial(Outcome.UNPROVEN, Level.TYPED, first, said, "name its language on the fence: tsx", reads=reads)
    unread = names_of(unit.example).fault is not None or "SyntaxError" in first.message
    if unread and reads_as([line.text for line in unit.example.lines], unit.example.language):
        # Whoever asked for the check says so.
        return None
    if unread and (whole := whole_of(unit.example)):
        return part_of(whole, first, reads)
    return None


def _undefined(fault: Fault) -> str:
    found = _UNDEFINED.search(fault.message)
    return (found["name"] or found["other"]) if found else ""


def _without_ending(fault: Fault, unit: Unit) -> str:
    """Return the path of an import that ends in no file, where the compiler asks for the ending of one that is not there."""
    if "TS2834" not in fault.message:
        return ""
    lines = unit.example.lines
    found = _PATH.search(lines[fault.line - 1].text) if 0 < fault.line <= len(lines) else None
    return found["path"] if found else ""


def _folder_is_there(root: str, path: str) -> bool:
    """Tell whether an import names a folder of the project: then its file has to be there; else it is the reader's."""
    folder = os.path.normpath(os.path.dirname(path))
    return bool(root) and folder != "." and not folder.startswith("..") and os.path.isdir(os.path.join(root, folder))
