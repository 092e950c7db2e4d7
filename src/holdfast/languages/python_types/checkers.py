"""The type checkers that can be asked, and what they say in one form."""

import json
import os
import sysconfig
from collections.abc import Callable, Sequence
from typing import NamedTuple

from holdfast.errors import UsageError
from holdfast.languages.python_run.environment import Environment

CANARY = "example_canary.py"
CANARY_TEXT = 'found: int = "the checker reports this, or its silence about all else says nothing"\n'


class Reported(NamedTuple):
    """One thing that a checker reports."""

    file: str
    line: int
    column: int
    rule: str
    message: str


class Checker(NamedTuple):
    """A checker as it is called here."""

    name: str
    """Of its distribution and of its program."""
    pinned: str
    """The version that the results here were read with."""
    command: Callable[[str, Environment], list[str]]
    """From the program and the environment to the command, which checks the folder it is started in."""
    read: Callable[[str], list[Reported]]
    """From what it prints to what it reports; raises :class:`ValueError` for what is no report."""
    unresolved: frozenset[str]
    """Rules that say a module was not found."""
    passed: frozenset[str]
    """Rules that are no fault of an example."""
    undefined: frozenset[str]
    """Rules that say a name is defined nowhere."""


def _ty_command(program: str, environment: Environment) -> list[str]:
    searched = [part for folder in environment.sources for part in ("--extra-search-path", folder)]
    return [
        program,
        "check",
        "--python",
        environment.python,
        *searched,
        "--output-format",
        "gitlab",
        "--no-progress",
        ".",
    ]


def _read_ty(text: str) -> list[Reported]:
    """Read GitLab's format: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format."""
    found = []
    for one in json.loads(text):
        if one["severity"] not in ("major", "critical", "blocker"):
            continue
        place = one["location"]["positions"]["begin"]
        rule, message = one["check_name"], one["description"].removeprefix(one["check_name"] + ": ")
        found.append(Reported(os.path.basename(one["location"]["path"]), place["line"], place["column"], rule, message))
    return found


def _pyrefly_command(program: str, environment: Environment) -> list[str]:
    searched = [part for folder in environment.sources for part in ("--search-path", folder)]
    return [
        *(program, "check", "--preset", "default", "--python-interpreter-path", environment.python, *searched),
        *("--output-format", "json", "--summary=none"),
    ]


def _read_pyrefly(text: str) -> list[Reported]:
    return [
        Reported(os.path.basename(one["path"]), one["line"], one["column"], one["name"], one["concise_description"])
        for one in json.loads(text)["errors"]
        if one.get("severity", "error") == "error"
    ]


CHECKERS = {
    "ty": Checker(
        "ty",
        "0.0.105",
        _ty_command,
        _read_ty,
        frozenset({"import-not-found", "unresolved-import"}),
        frozenset({"unused-ignore-comment", "undefined-reveal", "revealed-type"}),
        frozenset({"unresolved-reference"}),
    ),
    "pyrefly": Checker(
        "pyrefly",
        "1.4.1",
        _pyrefly_command,
        _read_pyrefly,
        frozenset({"import-error", "missing-import", "missing-source", "missing-module"}),
        frozenset({"reveal-type", "redundant-cast", "unused-ignore"}),
        frozenset({"unknown-name"}),
    ),
}


def chosen(name: str) -> Checker:
    """Return a checker by name; raises :class:`~holdfast.errors.UsageError` for one that is not known."""
    if name not in CHECKERS:
        known = " or ".join(CHECKERS)
        raise UsageError(f"there is no checker {name!r}", where="[verify.python] checker", remedy=f"write {known}")
    return CHECKERS[name]


def program_of(checker: Checker) -> str:
    """Return the path of a checker's program beside the Python that Holdfast runs on; empty where it is not installed."""
    for scheme in (sysconfig.get_path("scripts"), sysconfig.get_path("scripts", f"{os.name}_user")):
        path = os.path.join(scheme, checker.name)
        if os.path.isfile(path):
            return path
    return ""


def version_of(checker: Checker) -> str:
    """Return the version of an installed checker; empty where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(checker.name)
    except PackageNotFoundError:
        return ""


def sentence(messages: Sequence[str]) -> str:
    """Return the first message and how many more there are."""
    return messages[0] + (f", and {len(messages) - 1} more" if len(messages) > 1 else "")
