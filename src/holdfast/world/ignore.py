"""``.gitignore``, read where it lies and judged as git judges it.

The walk asks about every folder on its way down, so a pattern is tried on a path itself and never on
the folders above it; the last pattern that matches decides, the file nearest to the path first.
"""

import os
import re
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.patterns import pattern
from holdfast.world.regular import open_regular
from holdfast.world.root import project_root

_TOKEN = pattern(
    r"(?P<lead>/|(?<![^/]))\*{2,}(?P<deep>/|\Z)|(?P<star>\*+)|(?P<one>\?)"
    r"|\[(?P<inverse>[!^]?)(?P<set>\]?(?:\[:\w+:\]|\\.|[^\]\\])*)\]|\\(?P<escaped>.)|(?P<bad>[\[\\])|(?P<plain>.)",
    re.DOTALL,
)
_MEMBER = pattern(r"\[:(?P<name>\w+):\]|\\?(?P<plain>.)", re.DOTALL)
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": r" \t",
    "digit": "0-9",
    "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\s",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}


class _Pattern(NamedTuple):
    """One line of an ignore file."""

    regex: re.Pattern[str]
    ignores: bool
    """False where the line starts with an exclamation mark."""
    folders: bool
    """Whether it is about folders only."""
    named: bool
    """Whether it is about the last part of a path, wherever that is."""


class Ignore:
    """The ignore rules of a project, from the files met so far on a walk and from its configuration."""

    def __init__(self, root: str, exclude: tuple[str, ...] = ()) -> None:
        """``exclude`` are further patterns in the same language, relative to the root."""
        self.root = root
        self._excluded = _compile(exclude)
        self.asked: set[str] = set()
        """Absolute paths of the files that were looked for."""
        self._files: list[tuple[str, list[_Pattern]]] = []
        top = project_root(root)
        above = os.path.relpath(root, top).split(os.sep) if top != root else []
        self._prefix = "".join(f"{name}/" for name in above)
        self._read(os.path.join(top, ".git", "info", "exclude"), "")
        for depth in range(len(above)):
            base = "".join(f"{name}/" for name in above[:depth])
            self._read(os.path.join(top, base, ".gitignore"), base)

    def read(self, folder: str) -> None:
        """Add the patterns of a folder's ``.gitignore``; one that cannot be read ignores nothing."""
        self._read(os.path.join(self.root, folder, ".gitignore"), self._prefix + (f"{folder}/" if folder else ""))

    def ignores(self, path: str) -> bool:
        """Tell whether a path is ignored; folders end with a slash."""
        if _decide(self._excluded, path):
            return True
        full = self._prefix + path
        for base, patterns in reversed(self._files):
            if full.startswith(base) and (said := _decide(patterns, full[len(base) :])) is not None:
                return said
        return False

    def _read(self, path: str, base: str) -> None:
        self.asked.add(path)
        try:
            with open_regular(path) as file:
                patterns = _compile(
                    file.read().decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").split("\n")
                )
        except OSError:
            return
        if patterns:
            self._files.append((base, patterns))


class Patterns:
    """Patterns of the configuration, in the language of ``.gitignore``, for paths that were not walked to."""

    def __init__(self, lines: Iterable[str]) -> None:
        """Compile the patterns; one that cannot be read matches nothing."""
        self._patterns = _compile(lines)

    def match(self, path: str) -> bool:
        """Tell whether a file, or a folder it lies in, is named."""
        parts = path.split("/")
        above = ("/".join(parts[:depth]) + "/" for depth in range(1, len(parts)))
        return any(_decide(self._patterns, folder) for folder in above) or bool(_decide(self._patterns, path))


def escaped(path: str) -> str:
    """Return a path with what patterns would take for more than itself written so that they do not."""
    return "".join(f"\\{char}" if char in "*?[\\" else char for char in path)


def literal(path: str) -> str:
    """Return the pattern that matches this path only, relative to where the patterns count from."""
    return escaped(path) if "/" in path else f"/{escaped(path)}"


def _decide(patterns: list[_Pattern], path: str) -> bool | None:
    """Return what the last pattern that matches says, or ``None`` where none does."""
    folder = path.endswith("/")
    path = path.rstrip("/")
    name = path.rpartition("/")[2]
    for one in reversed(patterns):
        if (folder or not one.folders) and one.regex.fullmatch(name if one.named else path):
            return one.ignores
    return None


def _compile(lines: Iterable[str]) -> list[_Pattern]:
    """Compile the lines of an ignore file; as in git, one that cannot be read matches nothing."""
    found = []
    for line in lines:
        text = re.sub(r"(?<!\\) +\Z", "", line.rstrip("\n"))
        ignores = not text.startswith("!")
        text = text if ignores else text[1:]
        folders = text.endswith("/")
        text = text.removesuffix("/")
        if not text or line.startswith("#"):
            continue
        try:
            found.append(_Pattern(_translate(text.removeprefix("/")), ignores, folders, "/" not in text))
        except re.error:
            continue
    return found


def _translate(pattern: str) -> re.Pattern[str]:
    """Turn a pattern into a regular expression; raises ``re.error`` where it makes no sense."""
    groups = [[""]]  # Parted by ``**/``; each is what stands between its stars.
    for token in _TOKEN.finditer(pattern):
        group = groups[-1]
        if token["bad"]:
            raise re.error("unfinished")
        if token["deep"] is not None:
            group[-1] += token["lead"]
            if token["deep"]:
                groups.append([""])
            else:
                group[-1] += ".+"
        elif token["star"]:
            group.append("")
        elif token["one"]:
            group[-1] += "[^/]"
        elif token["set"] is not None:
            group[-1] += f"(?!/)[{'^' if token['inverse'] else ''}{_MEMBER.sub(_member, token['set'])}]"
        else:
            group[-1] += re.escape(token["escaped"] or token["plain"])
    *inner, last = groups
    text = "".join(f"(?>{'(?:.*?/)??' if number else ''}{_between(group)})" for number, group in enumerate(inner))
    *before, end = last
    tail = f"{_between(before)}[^/]*{end}" if before else end
    return re.compile(f"{text}{'(?:.*/)?' if inner else ''}{tail}", re.DOTALL)


def _between(pieces: list[str]) -> str:
    """Return what matches pieces with stars between them.

    The first place where a piece fits is as good as any later one: what may follow it there may follow here. So no
    other is tried, and a pattern full of stars costs no more than the length of a name.
    """
    first, *others = pieces
    return first + "".join(f"(?>[^/]*?{piece})" for piece in others)


def _member(found: re.Match[str]) -> str:
    if found["name"]:
        return _CLASSES.get(found["name"], "")
    return found["plain"] if found[0] == "-" else re.escape(found["plain"])
