"""A session read: the commands behind the prompts, and what each is shown to print."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.markdown.console import PROMPT, quotation
from holdfast.model.example import Example

_MORE = re.compile(r"\s*>(?: |\Z)")
_HEREDOC = re.compile(r"(?<!<)<<-?\s*(?P<mark>[\"']?)(?P<word>\w+)(?P=mark)")
_OPEN = re.compile(r"(?:\\|\||&&|\bdo|\bthen|\belse|\{|\()\s*\Z")
_BLOCK = re.compile(r"\b(?:do|then|done|fi|case|esac)\b")
_BEGINS = ("do", "then", "case")


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


@dataclass(slots=True)
class _Typed:
    """A command as far as it was typed, and what a shell would still wait for."""

    line: int
    column: int
    texts: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    output: list[str] = field(default_factory=list)
    mark: str = ""
    """The quotation mark that is open."""
    heredoc: str = ""
    """The word that ends the text which is being handed in."""
    opens: bool = False
    """Whether the last line ends in what something has to follow."""
    deep: int = 0
    """Loops and conditions that are begun and not ended."""

    @property
    def unfinished(self) -> bool:
        """Whether a shell would ask for more lines, as far as the text tells."""
        return bool(self.heredoc or self.mark or self.opens)

    def take(self, text: str, written: str) -> None:
        """Take the next line, without its prompt and as it stands in the example."""
        self.texts.append(text)
        self.written.append(written)
        if self.heredoc:
            self.heredoc = "" if text.strip() == self.heredoc else self.heredoc
            return
        handed = None if self.mark else _HEREDOC.search(text)
        self.heredoc = handed["word"] if handed else ""
        self.mark, _ = quotation(text, self.mark)
        self.opens = bool(_OPEN.search(text))
        self.deep += sum(1 if word in _BEGINS else -1 for word in _BLOCK.findall(text))

    def done(self) -> Command:
        """Return it as it is, without the empty lines below what it prints."""
        while self.output and not self.output[-1].strip():
            self.output.pop()
        return Command("\n".join(self.texts), tuple(self.written), tuple(self.output), self.line, self.column)


def commands(example: Example) -> list[Command]:
    """Return the commands of a session in order; none where no line has a prompt."""
    found: list[_Typed] = []
    typed: _Typed | None = None
    for number, line in enumerate(example.lines, 1):
        prompt = PROMPT.match(line.text)
        more = _MORE.match(line.text)
        typing = typed if typed and not typed.output else None
        if typing and typing.unfinished and (not prompt or typing.heredoc):
            typing.take(line.text[more.end() :] if more else line.text, line.text)
        elif prompt and prompt.end() == len(line.text):
            typed = None
        elif prompt:
            typed = _Typed(number, prompt.end() + 1)
            typed.take(line.text[prompt.end() :], line.text)
            found.append(typed)
        elif typing and more and typing.deep > 0:
            typing.take(line.text[more.end() :], line.text)
        elif typed:
            typed.output.append(line.text)
    return [one.done() for one in found]


def printing(found: list[Command]) -> bool:
    """Tell whether a session shows what any of its commands prints."""
    return any(one.output for one in found)
