"""``holdfast.toml``, or ``[tool.holdfast]`` in ``pyproject.toml``: what a project settles for itself.

The nearest file from the working directory upwards wins, up to the repository's root. Nothing has
to be configured; an unknown key or value is refused with its line and what would be valid.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from holdfast.errors import UsageError
from holdfast.markdown.plain import key as name_key
from holdfast.model.role import Role
from holdfast.model.severity import WORDS as SEVERITIES
from holdfast.model.severity import Severity
from holdfast.suggest import suggestion

_TOP = ("aliases", "default-status", "exclude", "fail-on", "severity", "status", "template-version", "type", "unbound-below")
_TYPE = ("documents", "index", "side-file", "template")
_NEEDLE = b"[tool.holdfast"
POLICIES = ("date", "best", "latest")
"""Which version of its template a document is held to: that of its time, the one it fits best, today's."""
_LETTERS = re.compile(r"[^\W\d_]+")
"""What counts of a status word, here as in a document."""


@dataclass(frozen=True, slots=True)
class TypeConfig:
    """One ``[type.NAME]`` table: a kind of document, settled instead of guessed."""

    name: str
    template: str
    """Path relative to the configuration, or ``builtin:NAME``."""
    documents: tuple[str, ...]
    """Glob patterns in the language of ``.gitignore``."""
    index: tuple[str, ...] = ()
    side_file: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything a project may settle, with the defaults of a project that settles nothing."""

    path: str = ""
    """Absolute path of the file it was read from; empty where there is none."""
    types: tuple[TypeConfig, ...] = ()
    exclude: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of a template heading or field to further names."""
    words: Mapping[str, Role] = field(default_factory=dict)
    """The project's own status words."""
    severity: Mapping[str, Mapping[Role | None, Severity]] = field(default_factory=dict)
    """Slug to severity by role; ``None`` stands for every role."""
    default_role: Role = Role.DRAFT
    fail_on: Severity = Severity.ERROR
    unbound_below: float = 0.2
    template_version: str = "date"
    """One of :data:`POLICIES`, or the beginning of a version."""
    asked: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Absolute paths that were looked at to find it."""

    def where(self, name: str) -> str:
        """Return path and line of a dotted key, for a message about its value."""
        with open(self.path, encoding="utf-8") as file:
            return f"{self.path}:{_Reader(self.path, file.read()).line_of(name)}"

    def severity_of(self, slug: str, role: Role) -> Severity | None:
        """Return what the configuration says of a rule in a role, or ``None`` where it says nothing."""
        table = self.severity.get(slug)
        if table is None:
            return None
        return table.get(role, table.get(None))


def is_policy(word: str) -> bool:
    """Tell whether a word can stand for ``template-version``."""
    return word in POLICIES or re.fullmatch(r"[0-9a-f]{4,12}", word) is not None


def find_config(start: str, stop: str) -> str | None:
    """Return the nearest configuration file from ``start`` upwards to ``stop``, both absolute."""
    for path in candidates(start, stop):
        if os.path.isfile(path) if path.endswith("holdfast.toml") else _mentions(path):
            return path
    return None


def candidates(start: str, stop: str) -> tuple[str, ...]:
    """Return the paths at which a configuration would be found, the nearest first."""
    found = []
    folder = start
    while True:
        found += [os.path.join(folder, "holdfast.toml"), os.path.join(folder, "pyproject.toml")]
        parent = os.path.dirname(folder)
        if folder in (stop, parent):
            return tuple(found)
        folder = parent


def load_config(path: str) -> Config:
    """Read and check a configuration file.

    Raises :class:`~holdfast.errors.UsageError` with file, line, key and what would be valid.
    """
    import tomllib

    try:
        with open(path, "rb") as file:
            text = file.read().decode()
        table = tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else path
        raise UsageError(f"cannot be read: {error}", where=where, remedy="mend the file, or name another with --config") from error
    if path.endswith("pyproject.toml"):
        tools = table.get("tool", {})
        table = tools.get("holdfast", {}) if isinstance(tools, dict) else tools
    return _Reader(path, text).config(table)


def _mentions(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return _NEEDLE in file.read()
    except OSError:
        return False


class _Reader:
    """Checks every key and remembers enough to name its line."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()

    def config(self, table: object) -> Config:
        if not isinstance(table, dict):
            self._refuse("tool.holdfast", "wants a table", "write [tool.holdfast]")
        self._known(table, _TOP, "")
        return Config(
            path=self.path,
            types=tuple(self._type(name, value) for name, value in self._table(table, "type").items()),
            exclude=self._strings(table, "exclude"),
            aliases={name_key(name): self._names(f"aliases.{name}", value) for name, value in self._table(table, "aliases").items()},
            words={" ".join(_LETTERS.findall(word.casefold())): self._role(f"status.{word}", value) for word, value in self._table(table, "status").items()},
            severity={slug: self._severities(slug, value) for slug, value in self._table(table, "severity").items()},
            default_role=self._role("default-status", table.get("default-status", "draft")),
            fail_on=self._severity("fail-on", table.get("fail-on", "error")),
            unbound_below=self._share(table.get("unbound-below", 0.2)),
            template_version=self._policy(table.get("template-version", "date")),
        )

    def _type(self, name: str, value: object) -> TypeConfig:
        if not isinstance(value, dict):
            self._refuse(f"type.{name}", "wants a table", f"write [type.{name}]")
        self._known(value, _TYPE, f"type.{name}.")
        if not isinstance(value.get("template"), str):
            self._refuse(f"type.{name}.template", "wants the path of a template", 'such as template = "docs/TEMPLATE.md" or "builtin:adr"')
        side_file = value.get("side-file", "")
        if not isinstance(side_file, str):
            self._refuse(f"type.{name}.side-file", "wants a file name", 'such as side-file = "kep.yaml"')
        documents = self._strings(value, "documents", f"type.{name}.")
        if not documents:
            self._refuse(f"type.{name}.documents", "wants at least one pattern", 'such as documents = ["docs/design/*.md"]')
        return TypeConfig(name, value["template"], documents, self._strings(value, "index", f"type.{name}."), side_file)

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], prefix: str) -> None:
        for found in table:
            if found not in keys:
                self._refuse(prefix + found, "no such key", suggestion(found, keys))

    def _table(self, table: dict[str, Any], name: str) -> dict[str, Any]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            self._refuse(name, "wants a table", f"write [{name}]")
        return value

    def _strings(self, table: dict[str, Any], name: str, prefix: str = "") -> tuple[str, ...]:
        return self._names(prefix + name, table.get(name, []))

    def _names(self, name: str, value: object) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            self._refuse(name, "wants a string or a list of strings", f'such as {name.rpartition(".")[2]} = ["..."]')
        return tuple(values)

    def _role(self, name: str, value: object) -> Role:
        try:
            return Role(str(value).casefold())
        except ValueError:
            self._refuse(name, f"{value!r} is no role", suggestion(str(value), tuple(Role)))

    def _severity(self, name: str, value: object) -> Severity:
        if str(value) not in SEVERITIES:
            self._refuse(name, f"{value!r} is no severity", suggestion(str(value), tuple(SEVERITIES)))
        return SEVERITIES[str(value)]

    def _severities(self, slug: str, value: object) -> dict[Role | None, Severity]:
        if isinstance(value, dict):
            return {self._role(f"severity.{slug}.{role}", role): self._severity(f"severity.{slug}.{role}", word) for role, word in value.items()}
        return {None: self._severity(f"severity.{slug}", value)}

    def _policy(self, value: object) -> str:
        if not isinstance(value, str) or not is_policy(value):
            self._refuse("template-version", f"{value!r} is no version", suggestion(str(value), (*POLICIES, "VERSION as template versions prints it")))
        return value

    def _share(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self._refuse("unbound-below", f"{value!r} is no share", "write a number from 0 to 1")
        return float(value)

    def _refuse(self, name: str, found: str, remedy: str) -> NoReturn:
        raise UsageError(f"{name}: {found}", where=f"{self.path}:{self.line_of(name)}", remedy=remedy)

    def line_of(self, name: str) -> int:
        """Return the line on which a dotted key stands, as far as plain text tells; TOML keeps no positions."""
        *tables, last = name.split(".")
        start = 0
        if tables:
            header = re.compile(rf"\s*\[.*\b{re.escape(tables[-1])}[\"']?\]")
            start = next((number for number, line in enumerate(self.lines) if header.match(line)), 0)
        needle = re.compile(rf"\s*\[?.*?[\"']?\b{re.escape(last)}\b[\"']?\s*[=\].]")
        return next((number for number, line in enumerate(self.lines[start:], start + 1) if needle.match(line)), start + 1)
