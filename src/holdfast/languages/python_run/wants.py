"""What an example wants of its reader's machine: files, arguments, answers, variables. Where they are missing, nothing is wrong with it."""

import re

from holdfast.model.example import Example

_NO_FILE = frozenset({"FileNotFoundError", "NotADirectoryError"})
_QUOTED = re.compile(r"[\"'](?P<path>(?:\.{0,2}/|~/|[A-Za-z]:\\)[^\"'\s]+)[\"']")
_LEAVES = re.compile(r"\b(?:sys\.exit|os\._exit|exit|quit|SystemExit)\b")
_ABSENT = re.compile(
    r"\b(?:no such|not? (?:be )?(?:exist|found)|n[o']t exist|cannot find|could not find|no \w+ was found|missing)",
    re.IGNORECASE,
)
_TESTS = re.compile(r"\b(?:unittest|pytest|doctest)\b")
_LONGEST = 200


def wanting(name: str, message: str, example: Example) -> str:
    """Return what an example that failed lacks here; empty where it fails by itself."""
    code = example.code
    if name in _NO_FILE:
        return f"it wants a file that is not here: {_path(message) or message}"[:_LONGEST]
    if name == "EOFError" and re.search(r"\binput\(|\.read|getpass|prompt", code):
        return "it asks for input, and nobody answers while examples are tried"
    if name == "IndexError" and "sys.argv" in code:
        return "it wants the arguments of a command line"
    if name == "SystemExit" and not _LEAVES.search(code) and not _TESTS.search(code):
        # It is a library that leaves: a program asks for what its command line or its input does not hold.
        return f"it is a program that leaves with exit code {message or 0} when nobody gives it arguments or input"
    if name == "KeyError" and re.search(rf"environ\s*\[\s*{re.escape(message)}\s*\]", code) and message:
        return f"it wants the variable {message.strip(chr(39))} of the environment"
    for found in _QUOTED.finditer(code):
        if found["path"] in message and _ABSENT.search(message):
            return f"it wants {found['path']}, which is not here"
    return ""


def _path(message: str) -> str:
    found = re.search(r"['\"](?P<path>[^'\"]+)['\"]\s*\Z", message)
    return found["path"] if found else ""
