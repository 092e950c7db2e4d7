"""Questions on the terminal: each says what it is for, what may be answered, and what Enter does."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from holdfast.errors import HoldfastError, UsageError
from holdfast.formats.escape import visible

_LONGEST = 70


class Asker:
    """Asks on standard error and reads lines from standard input; where nobody is there, nothing is asked."""

    def __init__(self, *, wanted: bool = True) -> None:
        """With ``wanted`` false nobody is asked even on a terminal."""
        self.asks = wanted and sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()

    def title(self) -> str:
        """Return the title, asked for until there is one.

        Raises :class:`~holdfast.errors.UsageError` where nobody can be asked.
        """
        if not self.asks:
            raise UsageError("a document needs a title", remedy='write holdfast new "TITLE"')
        answer = ""
        while not answer:
            answer = self._line("Title: ")
        return answer

    def introduce(self, path: str, template: str) -> None:
        """Say what is about to be written, and how questions are answered."""
        sys.stderr.write(f"{visible(path)}, from {visible(template)}. Enter takes what stands in brackets.\n")

    def home(self, homes: Sequence[Any], question: str) -> Any:
        """Return one of several templates."""
        sys.stderr.write(f"{question}\n")
        wide = max(len(one.folder) for one in homes)
        for number, one in enumerate(homes, 1):
            folder = f"{one.folder or '.'}/"
            sys.stderr.write(
                f"  {number}  {visible(one.name):<10} {visible(folder):<{wide + 1}}  {visible(one.template.path)}\n"
            )
        names = {str(number): one for number, one in enumerate(homes, 1)}
        names |= {one.name: one for one in homes if sum(1 for other in homes if other.name == one.name) == 1}
        while True:
            answer = self._line("Number or name [1]: ") or "1"
            if answer in names:
                return names[answer]
            sys.stderr.write(f"  there is no {visible(answer)}; answer with a number from 1 to {len(homes)}\n")

    def answers(self, questions: Sequence[Any], known: Mapping[str, str]) -> dict[str, str]:
        """Return a value for each question; an answer that does not fit is asked for once more."""
        from holdfast.engine.answers import checked

        values = dict(known)
        for one in questions:
            while True:
                answer = self._line(f"  {self._question(one)}: ") or one.default
                try:
                    values[one.field.id] = checked(one.field, answer) if answer else ""
                except HoldfastError as error:
                    sys.stderr.write(f"  {visible(error.remedy)}\n")
                else:
                    break
        return values

    def agrees(self, question: str, without: str) -> bool:
        """Return whether somebody says yes; ``without`` is the option that nobody is asked with.

        Raises :class:`~holdfast.errors.UsageError` where nobody can be asked.
        """
        if not self.asks:
            raise UsageError("nobody is there to say yes; nothing was written", remedy=f"give {without}")
        return self._line(f"{question} [y/N]: ").casefold() in ("y", "yes")

    def wait(self, words: str) -> None:
        """Wait until somebody has read enough; where nobody is there, not at all."""
        if self.asks:
            self._pause(f"\n{words} ")

    def _pause(self, prompt: str) -> None:
        sys.stderr.write(prompt)
        sys.stderr.flush()
        if not sys.stdin.readline():
            raise KeyboardInterrupt

    def _question(self, one: Any) -> str:
        from holdfast.engine.answers import asks

        words = asks(one.field)
        shown = visible(words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…")
        enter = one.default or ("leave it out" if one.optional else "fill it in later")
        return f"{visible(one.field.name)}{f' ({shown})' if shown else ''} [{visible(enter)}]"

    def _line(self, prompt: str) -> str:
        """Read one line; the end of the input ends the command as Ctrl-C does."""
        sys.stderr.write(prompt)
        sys.stderr.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            line = ""
        if not line:
            sys.stderr.write("\nnothing was written\n")
            raise KeyboardInterrupt
        return line.strip()
