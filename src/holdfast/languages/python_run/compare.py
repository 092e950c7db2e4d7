"""What an example printed against what its document says that it prints."""

import re
from typing import NamedTuple

from holdfast.languages.python_run.source import Source, Statement
from holdfast.model.example import Example, Expected
from holdfast.model.trial import Fault

_BRIEF = 80
_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]{4,}\b")
_LAST_LINE = re.compile(r"(?:(?:\w+\.)+[A-Z]\w*|[A-Z]\w*(?:Error|Exception|Warning))(?:: [^\n]*)?\n")
"""The last line of a traceback, alone."""


class Difference(NamedTuple):
    """The first line that is not as it is said to be; both without line ends."""

    line: int
    """Of what is said, from 1."""
    said: str
    printed: str


def difference(said: str, printed: str) -> Difference | None:
    """Return where two outputs part.

    White space at the ends of lines and blank lines around the whole do not count. ``...`` stands for anything, as
    in doctest; alone on a line for any lines. ``<BLANKLINE>`` is a blank line.
    """
    wanted, got = _lines(said), _lines(printed)
    if _matches(wanted, got):
        return None
    at = next(
        (number for number in range(len(wanted)) if not _matches([*wanted[: number + 1], "..."], [*got, ""])),
        len(wanted),
    )
    return Difference(at + 1, wanted[at] if at < len(wanted) else "", got[at] if at < len(got) else "")


def compared(example: Example, source: Source, printed: str, mark: str) -> Fault | None:
    """Return what is wrong with the output of an example; ``None`` where it is as the document says."""
    if source.statements:
        # Sphinx compares of an error only what it is: https://www.sphinx-doc.org/en/master/usage/extensions/doctest.html
        return _session(source, printed, mark, whole="doctest}" not in example.info)
    expected = example.expected
    if expected is None or (found := difference(expected.text, printed)) is None:
        return None
    return Fault(_line_of(example, expected, found.line), 1, _said(found))


def shown(source: Source, printed: str, mark: str) -> str:
    """Return what a session looks like today, prompts included, or what a module printed."""
    if not source.statements:
        return printed
    parts = _by_statement(source, printed, mark)
    text = ""
    for one, output in zip(source.statements, parts, strict=True):
        first, *more = one.text.rstrip("\n").split("\n")
        text += "".join([f">>> {first}".rstrip() + "\n", *(f"... {line}".rstrip() + "\n" for line in more)])
        text += re.sub(r"^(?=\n)", "<BLANKLINE>", output, flags=re.MULTILINE)
    return text


def _session(source: Source, printed: str, mark: str, *, whole: bool) -> Fault | None:
    for one, output in zip(source.statements, _by_statement(source, printed, mark), strict=True):
        failed = is_error(one) and output.startswith("Traceback (")
        found = _error(one, output, whole=whole) if failed else difference(one.wanted, output)
        if found is not None:
            line = one.line + one.text.count("\n") + found.line - 1 if one.wanted else one.line
            return Fault(min(line, one.line + one.text.count("\n") + one.wanted.count("\n") - 1), 1, _said(found))
    return None


def is_error(one: Statement) -> bool:
    """Tell whether a statement is said to fail; its traceback may be left out but for the error."""
    return one.wanted.startswith("Traceback (") or _LAST_LINE.fullmatch(one.wanted) is not None


def _error(one: Statement, output: str, *, whole: bool) -> Difference | None:
    """Compare the last line of a traceback, whose frames nobody writes out; without its message where that does not count."""
    said, got = _lines(one.wanted), _lines(output)
    count = len(got) - 1
    if not whole and said and count > 0 and _kind(said) == _kind(got):
        return None
    tail = "\n".join(said[-count:]) if count > 0 else ""
    return (
        None
        if count > 0 and difference(tail, "\n".join(got[1:])) is None
        else Difference(len(said), said[-1] if said else "", got[-1] if got else "")
    )


def _kind(lines: list[str]) -> str:
    """Return the name of an error from its traceback, without its module; empty where none is told."""
    told = next((line for line in reversed(lines) if line[:1].isalpha() and not line.startswith("Traceback")), "")
    return told.partition(":")[0].rpartition(".")[2]


def _by_statement(source: Source, printed: str, mark: str) -> list[str]:
    """Return what each statement printed; the marks between them are not the example's."""
    parts = [""] * len(source.statements)
    for part in printed.split(mark)[1:]:
        number, _, output = part.partition("\n")
        if number.isdigit() and int(number) < len(parts):
            parts[int(number)] = output
    return parts


def _lines(text: str) -> list[str]:
    # Where an object lies in memory is another place on every run.
    text = _ADDRESS.sub(" at 0x", text.replace("<BLANKLINE>", ""))
    lines = [line.rstrip() for line in text.expandtabs().split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        del lines[0]
    return lines


def _matches(wanted: list[str], got: list[str]) -> bool:
    """Match whole lines; greedy from both sides of every ``...``, which is enough and linear, as in doctest."""
    if "..." not in "\n".join(wanted):
        return wanted == got
    said, text = "\n".join([*wanted, ""]), "\n".join([*got, ""])
    said = re.sub(r"(?m)^\.\.\.\n", "...", said)
    first, *middle, last = said.split("...")
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in middle:
        at = text.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return at <= end


def _line_of(example: Example, expected: Expected, number: int) -> int:
    """Return the line of the example on which a line of the expected output stands, or its last one."""
    bare = expected.prefix.strip()
    if expected.kind == "comment" and bare:
        places = [at for at, line in enumerate(example.lines, 1) if line.text.strip().startswith(bare)]
        return places[min(number, len(places)) - 1] if places else max(1, len(example.lines))
    if expected.kind == "comment":
        at = expected.lines[min(number, len(expected.lines)) - 1].start
        return max((place for place, line in enumerate(example.lines, 1) if line.start <= at), default=1)
    return max(1, len(example.lines))


def _said(found: Difference) -> str:
    def brief(text: str) -> str:
        return f'"{text[:_BRIEF]}{"..." if len(text) > _BRIEF else ""}"' if text else "nothing"

    return f"line {found.line} of the output is {brief(found.printed)}, and the document says {brief(found.said)}"
