"""The fences of a guide told apart: files of a side, the command that starts it, or what is left to the reader."""

import posixpath
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.binding.infostring import Info
from holdfast.markdown.code import CodeLine
from holdfast.markdown.console import PROMPT
from holdfast.model.guide import Side, SideFile
from holdfast.model.span import Span
from holdfast.patterns import pattern

SHELLS = frozenset(
    {"console", "sh", "bash", "shell", "zsh", "shell-session", "sh-session", "bash-session", "shellsession", "terminal"}
)
_IGNORED = frozenset(
    {"", "text", "txt", "plain", "plaintext", "output", "diff", "patch", "mermaid", "json", "html", "md"}
)
"""Languages that are no files of a program unless they have a name."""
_NAMES = {
    "py": "app.py",
    "python": "app.py",
    "python3": "app.py",
    "ts": "main.ts",
    "typescript": "main.ts",
    "js": "main.js",
    "javascript": "main.js",
    "mjs": "main.mjs",
    "cjs": "main.cjs",
    "go": "main.go",
    "rs": "main.rs",
    "rust": "main.rs",
    "ruby": "app.rb",
    "rb": "app.rb",
    "php": "index.php",
}
_TITLES = ("title", "filename", "file", "name", "path")
_COMMENT = pattern(r"\s*(?:#|//|--|/\*|<!--)\s*(?P<path>[\w.@-]+(?:/[\w.@-]+)*\.\w+)\s*(?:\*/|-->)?\s*\Z")
_SIDES = ("before", "after")


class Fence(NamedTuple):
    """One fence of a guide."""

    span: Span
    info: Info
    lines: tuple[CodeLine, ...]
    label: str
    """The side that a heading or a label above it names, or empty."""
    named: str
    """The file that a label directly above it names, or empty."""

    @property
    def title(self) -> str:
        """The file it says it is, side included: its attribute, its label, or a first line that is nothing else."""
        said = next((self.info.values[name] for name in _TITLES if self.info.values.get(name)), "") or self.named
        if not said and self.lines and (found := _COMMENT.match(self.lines[0].text)):
            said = found["path"]
        return said.strip().removeprefix("./")

    @property
    def side(self) -> str:
        """The side it belongs to, or empty."""
        folder = self.title.partition("/")[0].casefold()
        if "/" in self.title and folder in _SIDES:
            return folder
        return next((word for word in self.info.words if word in _SIDES), "") or self.label

    @property
    def path(self) -> str:
        """The path of its file inside its side; empty where it has no name."""
        folder, slash, rest = self.title.partition("/")
        return rest if slash and folder.casefold() in _SIDES else self.title

    @property
    def language(self) -> str:
        """Its language in lower case."""
        return self.info.language.casefold()


def side(name: str, fences: Sequence[Fence]) -> Side | None:
    """Return a side made of its fences; ``None`` where none of them is a file or a command."""
    files: dict[str, SideFile] = {}
    commands: list[str] = []
    said: dict[str, str] = {}
    languages: set[str] = set()
    parts = []
    fault = ""
    for one in fences:
        if one.language in SHELLS and not one.path:
            commands.append(_command(one))
        elif one.path or one.language not in _IGNORED:
            path = one.path or _NAMES.get(one.language, f"main.{one.language}")
            if not _is_plain(path):
                fault = fault or f"{path} is no place inside of the side's folder"
                continue
            languages.add(one.language)
            text = "".join(f"{line.text}\n" for line in one.lines)
            before = files.get(path)
            files[path] = (
                SideFile(path, before.text + text, before.at) if before else SideFile(path, text, one.span.start)
            )
        else:
            continue
        parts.append(one)
        for key in ("run", "kind", "app", "environment", "openapi"):
            said.setdefault(key, one.info.values.get(key, ""))
            said[key] = said[key] or one.info.values.get(key, "")
    if not parts:
        return None
    return Side(
        name=name,
        files=tuple(files.values()),
        span=Span(parts[0].span.start, parts[-1].span.end),
        languages=frozenset(languages),
        command="\n".join(commands) or said["run"],
        kind=said["kind"],
        app=said["app"],
        environment=said["environment"],
        openapi=said["openapi"],
        fault=fault,
    )


def belongs(fence: Fence) -> bool:
    """Tell whether a fence of a side is a part of it, and not left to the reader."""
    return bool(fence.path) or fence.language not in _IGNORED


def _command(fence: Fence) -> str:
    """Return the lines of a shell without prompts; of a session, what it prints is left out."""
    lines = [line.text for line in fence.lines]
    prompted = [line[prompt.end() :] for line in lines if (prompt := PROMPT.match(line))]
    return "\n".join(prompted or lines)


def _is_plain(path: str) -> bool:
    return (
        not path.startswith("/")
        and posixpath.normpath(path) == path
        and path.partition("/")[0] not in ("..", "node_modules")
    )
