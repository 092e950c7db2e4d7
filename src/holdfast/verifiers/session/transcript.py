"""A session read: the commands behind the prompts, and what each is shown to print."""

import re
from typing import NamedTuple

from holdfast.model.example import Example

_PROMPT = re.compile(r"\s*(?:\([\w.-]+\) ?)?(?:[\w.-]+@[\w.-]+[:\s]\S*\s?|~?(?:/[\w./-]*)? ?)?(?P<mark>[$%]) (?=\S)")
"""``$ ``, ``% ``, ``user@host:~/x$ ``, ``(venv) $ ``."""
_MORE = re.compile(r"\s*> ?")


class Command(NamedTuple):
    """One command of a session."""

    text: str
    written: tuple[str, ...]
    """Its lines as they stand in the example, prompts included."""
    output: tuple[str, ...]
    line: int
    """Of the example, from 1."""
    column: int
    """Where the command itself begins, from 1, in code points."""


def commands(example: Example) -> list[Command]:
    """Return the commands of a session in order; none where no line has a prompt."""
    found: list[Command] = []
    texts: list[str] = []
    written: list[str] = []
    output: list[str] = []
    start, column = 0, 1

    def close() -> None:
        if written:
            while output and not output[-1].strip():
                output.pop()
            found.append(Command("\n".join(texts), tuple(written), tuple(output), start, column))

    for number, line in enumerate(example.lines, 1):
        prompt = _PROMPT.match(line.text)
        if prompt:
            close()
            texts, written, output = [line.text[prompt.end() :]], [line.text], []
            start, column = number, prompt.end() + 1
        elif written and not output and texts[-1].endswith("\\"):
            more = _MORE.match(line.text)
            texts.append(line.text[more.end() :] if more else line.text)
            written.append(line.text)
        elif written:
            output.append(line.text)
    close()
    return found


def printing(found: list[Command]) -> bool:
    """Tell whether a session shows what any of its commands prints."""
    return any(one.output for one in found)
