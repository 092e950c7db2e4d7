"""One example as a module of Rust: wrapped as rustdoc wraps it, and every line led back to the document's."""

import re
from typing import NamedTuple

from holdfast.binding.infostring import read_info
from holdfast.languages import Unit
from holdfast.languages.rust_crate.names import names
from holdfast.model.example import Example
from holdfast.model.trial import Fault

_EDITION = re.compile(r"edition(\d{4})\Z")
_INNER = re.compile(r"\s*#!\[(?!(?:allow|warn|deny|expect)\b).*\]\s*\Z")
"""An attribute of the whole crate that is more than about warnings."""
_MAIN = re.compile(r"^(\s*(?:pub\s+)?(?:async\s+)?fn\s+)main(\s*\()")
_OUTCOME = re.compile(r"\bOk::<[^;]*\(\(\)\)\s*\Z")
_TEXT = re.compile(r'//[^\n]*|/\*.*?\*/|r(?P<marks>#*)".*?"(?P=marks)|"(?:[^"\\]|\\.)*"', re.DOTALL)
_ASKS = re.compile(r"[\w)\]}]\s*\?(?!\w)")
_END = "std::process::ExitCode"
_REPORT = "std::process::Termination::report(main())"


class Module(NamedTuple):
    """One unit as a file of the crate."""

    name: str
    unit: Unit
    text: str
    lines: tuple[tuple[Example, int] | None, ...]
    """For each line of the file the example it comes from and its line there, from 1."""
    edition: str
    """The edition that the block names; empty where it names none."""
    attributes: tuple[str, ...]
    """What it says about its whole crate; then it needs one of its own."""


def visible_code(example: Example) -> str:
    """Return the code as the compiler sees it: ``# `` before a line that rustdoc hides is taken away."""
    return "".join(f"{_unhidden(line.text)}\n" for line in example.lines)


def module(name: str, unit: Unit) -> Module:
    """Return a unit as a module with a function ``holdfast_main`` that runs it and reports how it ended."""
    code = visible_code(unit.example)
    before = [line for example in unit.before for line in _lines(example, first=False)]
    own = _lines(unit.example, first=True)
    attributes = tuple(text.strip() for text, _ in (*before, *own) if _INNER.match(text))
    bare = _TEXT.sub(" ", code)
    if names(code).main:
        # What stands before it may be statements, so then all of it goes into one function.
        head = [f"pub fn holdfast_main() -> {_END} {{"] if before else []
        tail = [_REPORT, "}"] if before else [f"pub fn holdfast_main() -> {_END} {{ {_REPORT} }}"]
    else:
        returns, last = "", ";"
        if _OUTCOME.search(bare.strip()):
            returns, last = " -> Result<(), impl core::fmt::Debug>", ""
        elif _ASKS.search(bare):
            returns, last = " -> Result<(), Box<dyn std::error::Error>>", "; Ok(())"
        head = [f"fn main(){returns} {{"]
        tail = [last, "}", f"pub fn holdfast_main() -> {_END} {{ {_REPORT} }}"]
    body = [("" if _INNER.match(text) else text, origin) for text, origin in (*before, *own)]
    texts = ["#![allow(warnings)]", *head, *(text for text, _ in body), *tail]
    origins = (None, *(None for _ in head), *(origin for _, origin in body), *(None for _ in tail))
    editions = [found[1] for word in read_info(unit.example.info).words if (found := _EDITION.match(word))]
    return Module(name, unit, "\n".join(texts) + "\n", origins, (editions or [""])[0], attributes)


def fault_of(module: Module, line: int, column: int, message: str) -> tuple[Fault, Example]:
    """Return an error as a fault of an example; one in what we wrote around it counts to the unit itself."""
    origin = module.lines[line - 1] if 0 < line <= len(module.lines) else None
    if origin is None:
        own = module.unit.example
        # What is not closed the compiler reports behind all of it; the parser knows better where that begins.
        guess = names(visible_code(own)).fault
        last = max(1, len(own.lines))
        line, column = (guess.line, guess.column) if guess else (1 if line < len(module.lines) / 2 else last, 1)
        return Fault(line, column, message), own
    example, at = origin
    text = example.lines[at - 1].text
    return Fault(at, column + len(text) - len(_unhidden(text)), message), example


def _lines(example: Example, *, first: bool) -> list[tuple[str, tuple[Example, int]]]:
    """Return the lines of an example; a program that another rests on is called otherwise than ``main``."""
    texts = [_unhidden(line.text) for line in example.lines]
    if not first:
        texts = [_MAIN.sub(rf"\g<1>holdfast_main_{example.ordinal}\2", text) for text in texts]
    return [(text, (example, number)) for number, text in enumerate(texts, 1)]


def _unhidden(text: str) -> str:
    bare = text.lstrip()
    if bare == "#":
        return ""
    if bare.startswith("##"):
        return text.replace("##", "#", 1)
    return text[: len(text) - len(bare)] + bare[2:] if bare.startswith("# ") else text
