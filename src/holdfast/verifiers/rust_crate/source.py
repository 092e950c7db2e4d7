"""One example as a module of Rust: wrapped as rustdoc wraps it, and every line led back to the document's."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from holdfast.binding.chains import said_to_rest_on
from holdfast.model.example import Example
from holdfast.verifiers import Unit

_DECLARED = re.compile(
    r"^\s*(?:pub(?:\([^)]*\))?\s+)?(?:default\s+|unsafe\s+|async\s+|const\s+|extern\s+\"[^\"]*\"\s+)*"
    r"(?:fn|struct|enum|union|trait|type|mod|static|const|macro_rules!)\s+(?P<name>\w+)",
    re.MULTILINE,
)
_LET = re.compile(r"^let\s+(?:mut\s+)?(?:\((?P<many>[^)]*)\)|(?P<name>\w+))", re.MULTILINE)
_MAIN = re.compile(r"^\s*(?:pub\s+)?(?:async\s+)?fn\s+main\s*\(", re.MULTILINE)
_INNER = re.compile(r"^\s*#!\[", re.MULTILINE)
_ASKS = re.compile(r"^[^\n/]*\?\s*;", re.MULTILINE)
_OUTCOME = re.compile(r"\bOk::<[^;]*\)\s*\Z")
_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|r#*".*?"#*|"(?:[^"\\]|\\.)*"', re.DOTALL)
_WORD = re.compile(r"[A-Za-z_]\w*")


class Module(NamedTuple):
    """One unit as a file of the crate."""

    name: str
    unit: Unit
    text: str
    lines: tuple[tuple[Example, int] | None, ...]
    """For each line of the file the example it comes from and its line there, from 1."""
    alone: bool
    """Whether it says something about its whole crate, and so needs one of its own."""


def visible_code(example: Example) -> str:
    """Return the code with the lines that rustdoc hides: ``# `` before them is taken away."""
    return "".join(f"{_unhidden(line.text)}\n" for line in example.lines)


def module(name: str, unit: Unit) -> Module:
    """Return a unit as a module with a function ``holdfast_main`` that runs it and reports how it ended."""
    code = visible_code(unit.example)
    own = bool(_MAIN.search(code))
    head: list[str] = ["#![allow(warnings)]"]
    body: list[tuple[str, tuple[Example, int] | None]] = []
    for example in unit.before:
        body += _lines(example)
    tail: list[str] = []
    if not own:
        # rustdoc does the same: what asks with `?` gets a result to return.
        asks = _OUTCOME.search(code.strip()) or not _ASKS.search(code)
        head.append(
            "fn main() {"
            if not _OUTCOME.search(code.strip()) and asks
            else "fn main() -> Result<(), impl core::fmt::Debug> {"
        )
        if not asks:
            head[-1] = "fn main() -> Result<(), Box<dyn std::error::Error>> {"
            tail.append("Ok(())")
        tail.append("}")
    body += _lines(unit.example)
    tail.append("pub fn holdfast_main() -> std::process::ExitCode { std::process::Termination::report(main()) }")
    texts = [*head, *(text for text, _ in body), *tail]
    origins = (*(None for _ in head), *(origin for _, origin in body), *(None for _ in tail))
    return Module(name, unit, "\n".join(texts) + "\n", origins, alone=bool(_INNER.search(code)))


def rests_on(found: Sequence[Example]) -> list[tuple[int, ...]]:
    """Return which earlier examples each one needs: those whose names it uses, and those its author names."""
    result: list[tuple[int, ...]] = []
    said = said_to_rest_on(found)
    for place, one in enumerate(found):
        needed = set(said[place])
        mine = declared(one.code)
        missing = _used(one.code) - mine
        for earlier in range(place - 1, -1, -1):
            theirs = declared(found[earlier].code)
            # Two declarations of one name cannot stand together.
            if missing & theirs and not mine & theirs:
                needed |= {earlier, *result[earlier]}
                missing -= theirs
        result.append(tuple(sorted(needed)))
    return result


@lru_cache(maxsize=2048)
def declared(code: str) -> frozenset[str]:
    """Return the names that a text declares where others could see them."""
    bare = _TEXT.sub(" ", code)
    names = {one["name"] for one in _DECLARED.finditer(bare) if one[0] == one[0].lstrip() or one[0].startswith("\n")}
    for one in _LET.finditer(bare):
        names |= set(_WORD.findall(one["many"] or one["name"]))
    return frozenset(names - {"main", "_", "mut"})


def _used(code: str) -> frozenset[str]:
    bare = re.sub(r"^\s*use\s[^;]*;", " ", _TEXT.sub(" ", code), flags=re.MULTILINE)
    imported = {word for one in re.findall(r"^\s*use\s([^;]*);", code, re.MULTILINE) for word in _WORD.findall(one)}
    return frozenset(_WORD.findall(re.sub(r"\.\s*\w+|\b\w+\s*:(?!:)", " ", bare))) - imported


def _lines(example: Example) -> list[tuple[str, tuple[Example, int]]]:
    return [(_unhidden(line.text), (example, number)) for number, line in enumerate(example.lines, 1)]


def _unhidden(text: str) -> str:
    bare = text.lstrip()
    if bare == "#":
        return ""
    return text[: len(text) - len(bare)] + bare[2:] if bare.startswith("# ") else text
