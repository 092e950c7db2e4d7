"""Small projects whose examples are tried for real, and the tools that this takes."""

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from holdfast.errors import Refused
from holdfast.world.sandbox.probe import require

REPOSITORY = Path(__file__).parent.parent
HOMES = {f"{name.upper()}_HOME": os.path.expanduser(f"~/.{name}") for name in ("rustup", "cargo")}
"""Where the toolchains of whoever runs the tests lie: each test has a home of its own."""
_TOOLS = {
    "typescript": (REPOSITORY / "node_modules" / "typescript" / "bin" / "tsc", "npm ci"),
    "node": ("node", "apt-get install nodejs"),
    "rust": ("rustc", "apt-get install rustc cargo"),
    "cargo": ("cargo", "apt-get install cargo"),
    "go": ("go", "apt-get install golang-go"),
    "bash": ("bash", "apt-get install bash"),
}


@cache
def _missing(name: str) -> str:
    tool, remedy = _TOOLS[name]
    there = shutil.which(tool) if isinstance(tool, str) else tool.exists()
    if there:
        return ""
    return f"unproven: there is no {name}; install it with: {remedy}"


def needs(*names: str) -> "list[pytest.MarkDecorator]":
    """Skip loudly where a tool, or the sandbox, is not there."""
    marks = [pytest.mark.skipif(bool(_missing(name)), reason=_missing(name) or "it is there") for name in names]
    try:
        require()
    except Refused as error:
        marks.append(pytest.mark.skip(reason=f"unproven, no sandbox here: {error}"))
    return marks


def needing(*names: str):
    """Mark one test with what it needs."""

    def marked(function):
        for mark in needs(*names):
            function = mark(function)
        return function

    return marked


class Found(NamedTuple):
    """What came of a run."""

    verdicts: dict[int, tuple[str, str]]
    """By line: outcome and what was found."""
    outcomes: list[str]
    """Of the examples of which something is asked, in order."""
    raw: dict

    def at(self, line: int) -> str:
        """What was found on a line, with its outcome and column before it."""
        outcome, found = self.verdicts[line]
        return f"{outcome} {found}"


def packages(root: Path) -> None:
    """Give a project the repository's own compiler and types, as copies of links inside a real folder."""
    modules = root / "node_modules"
    if not modules.exists():
        shutil.copytree(REPOSITORY / "node_modules", modules, symlinks=True, copy_function=_link)


def _link(source: str, target: str) -> None:
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def tried(root: Path, *arguments: str, page: str = "README.md", timeout: int = 100) -> Found:
    """Verify a page and return what came of it."""
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "verify", page, "--format", "json", *arguments],
        cwd=root,
        env={**HOMES, **os.environ},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    raw = json.loads(done.stdout)
    verdicts = {one["line"]: (one["outcome"], f"{one['column']} {one['found']}") for one in raw["verdicts"]}
    outcomes = [one["outcome"] for one in raw["claims"] if one["asked"] != "listed"]
    return Found(verdicts, outcomes, raw)


def page(*fences: str) -> str:
    """Return a document of blocks, each ``info`` and code in one text; the first line of code of block N is ``20 * N``."""
    text = ["# Page\n"]
    for number, fence in enumerate(fences, 1):
        while len(text) < 20 * number - 2:
            text.append("\n")
        text.append(f"```{fence.rstrip()}\n```\n")
        text = "".join(text).splitlines(keepends=True)
    return "".join(text)


def written(root: Path, files: dict[str, str]) -> Path:
    """Write a project that whoever runs in the sandbox may read, and return its folder."""
    root.chmod(0o755)
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root
