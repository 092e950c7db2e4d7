"""What people type at a console, as text: prompts, and quotations that go on in the next line."""

from holdfast.patterns import pattern

PROMPT = pattern(
    r"\s*(?:\([\w.-]+\) ?)?"  # (venv)
    r"(?:\[[\w.-]+@[\w.-]+[^\]]*\]|[\w.-]+@[\w.-]+[:\s]\S*\s?|(?:ba|z)?sh-[\d.]+|~?(?:/[\w./-]*)? ?)?"
    r"[$%❯➜](?: +(?=\S)|\s*\Z)"
)
"""``$ ``, ``% ``, ``user@host:~/x$ ``, ``[user@host x]$ ``, ``(venv) $ ``, ``bash-5.2$ ``; with nothing behind it an empty one."""


def quotation(line: str, mark: str = "") -> tuple[str, bool]:
    """Return the quotation mark that is open behind a line, and whether a backslash ends it; ``mark`` is open before it."""
    escaped = False
    for at, letter in enumerate(line):
        if escaped:
            escaped = False
        elif letter == "\\" and mark != "'":
            escaped = True
        elif mark:
            mark = "" if letter == mark else mark
        elif letter in "\"'":
            mark = letter
        elif letter == "#" and (at == 0 or line[at - 1].isspace()):
            break  # A comment.
    return mark, escaped
