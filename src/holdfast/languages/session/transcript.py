"""A session read: the commands behind the prompts, and what each is shown to print."""

import re
from typing import NamedTuple

from holdfast.model.example import Example

_PROMPT = re.compile(
    r"\s*(?:\([\w.-]+\) ?)?"  # (venv)
    r"(?:\[[\w.-]+@[\w.-]+[^\]]*\]|[\w.-]+@[\w.-]+[:\s]\S*\s?|(?:ba|z)?sh-[\d.]+|~?(?:/[\w./-]*)? ?)?"
    r"(?P<mark>[$%❯➜])(?: +(?=\S)|\s*\Z)"
)
"""``$ ``, ``% ``, ``user@host:~/x$ ``, ``[user@host x]$ ``, ``(venv) $ ``, ``bash-5.2$ ``; with nothing behind it an empty one."""
_MORE = re.compile(r"\s*>(?: |\Z)")
_HEREDOC = re.compile(r"(?<!<)<<-?\s*(?P<mark>[\"']?)(?P<word>\w+)(?P=mark)")
_OPEN = re.compile(r"(?:\\|\||&&|\bdo|\bthen|\belse|\{|\()\s*\Z")


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
        more = _MORE.match(line.text)
        if written and not output and unfinished(texts) and not (prompt and not _heredoc(texts)):
            texts.append(line.text[more.end() :] if more else line.text)
            written.append(line.text)
        elif prompt and prompt.end() == len(line.text):
            close()
            texts, written, output = [], [], []
        elif prompt:
            close()
            texts, written, output = [line.text[prompt.end() :]], [line.text], []
            start, column = number, prompt.end() + 1
        elif written and not output and more and _is_block(texts):
            texts.append(line.text[more.end() :])
            written.append(line.text)
        elif written:
            output.append(line.text)
    close()
    return found


def unfinished(texts: list[str]) -> bool:
    """Tell whether a shell would ask for more lines, as far as the text tells."""
    return _heredoc(texts) or bool(_OPEN.search(texts[-1])) or _quoted("\n".join(texts))


def printing(found: list[Command]) -> bool:
    """Tell whether a session shows what any of its commands prints."""
    return any(one.output for one in found)


def _heredoc(texts: list[str]) -> bool:
    opened = next((match["word"] for text in texts for match in _HEREDOC.finditer(text)), "")
    return bool(opened) and not any(text.strip() == opened for text in texts[1:])


def _is_block(texts: list[str]) -> bool:
    """Tell whether lines behind ``> `` go on with a loop or a condition that was begun."""
    words = re.findall(r"\b(?:do|then|done|fi|case|esac)\b", " ".join(texts))
    opened = sum(word in ("do", "then", "case") for word in words)
    return opened > sum(word in ("done", "fi", "esac") for word in words)


def _quoted(text: str) -> bool:
    """Tell whether a quotation is open at the end."""
    mark = ""
    escaped = False
    for at, letter in enumerate(text):
        if escaped:
            escaped = False
        elif letter == "\\" and mark != "'":
            escaped = True
        elif mark:
            mark = "" if letter == mark else mark
        elif letter in "\"'":
            mark = letter
        elif letter == "#" and (at == 0 or text[at - 1].isspace()):
            return False
    return bool(mark)
