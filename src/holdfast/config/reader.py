"""The configuration file, read and checked: an unknown key or value is refused with its line."""

import re
from collections.abc import Iterator
from typing import Any

from holdfast.config.checked import Checked
from holdfast.config.settings import Config, State, TypeConfig
from holdfast.errors import UsageError
from holdfast.markdown.plain import key as name_key
from holdfast.model.role import Role
from holdfast.model.severity import Severity
from holdfast.suggest import suggestion

_TOP = (
    "aliases",
    "baseline",
    "corpus",
    "default-status",
    "exclude",
    "fail-on",
    "ignore",
    "select",
    "severity",
    "state",
    "status",
    "template-version",
    "transitions",
    "type",
    "unbound-below",
    "verify",
)
_TYPE = ("corpus", "documents", "index", "side-file", "template")
_STATE = ("inherits", "words")
_MOST = 1000
"""So many settings; each is looked for in the text, so that its line can be named."""

_LARGEST = 256 * 1024
"""A larger file, in bytes, is not read."""


def load_config(path: str) -> Config:
    """Read and check a configuration file.

    Raises :class:`~holdfast.errors.UsageError` with file, line, key and what would be valid.
    """
    try:
        with open(path, "rb") as file:
            return parse_config(path, file.read(_LARGEST + 1))
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot be read: {said}", where=path, remedy="name another with --config") from error


def parse_config(path: str, raw: bytes) -> Config:
    """Check the text of a configuration file; ``path`` is what messages call it.

    Raises :class:`~holdfast.errors.UsageError` with file, line, key and what would be valid.
    """
    from holdfast.toml import TOMLDecodeError, loads

    mend = "mend the file, or name another with --config"
    if len(raw) > _LARGEST:
        raise UsageError(f"is larger than {_LARGEST // 1024} KiB", where=path, remedy=mend)
    try:
        text = raw.decode("utf-8-sig")
        table = loads(text)
        if path.endswith("pyproject.toml"):
            tools = table.get("tool", {})
            table = tools.get("holdfast", {}) if isinstance(tools, dict) else tools
        count = len(_dotted(table)) if isinstance(table, dict) else 0
    except (UnicodeDecodeError, TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else path
        raise UsageError(f"cannot be read: {error}", where=where, remedy=mend) from error
    except (RecursionError, ValueError) as error:
        found = "nested too deeply" if isinstance(error, RecursionError) else error
        raise UsageError(f"cannot be read: {found}", where=path, remedy=mend) from error
    if count > _MOST:
        raise UsageError(f"has {count} settings, more than the {_MOST} it may have", where=path, remedy=mend)
    return _Reader(path, text).config(table)


class _Reader(Checked):
    """Checks every key and puts the settings together."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__(path, text)
        self.states: dict[str, State] = {}

    def config(self, table: object) -> Config:
        if not isinstance(table, dict):
            self._refuse("tool.holdfast", "wants a table", "write [tool.holdfast]")
        self._known(table, _TOP, "")
        for name, value in _dotted(table):
            if any("\0" in one for one in (name, *_texts(value))):
                self._refuse(name, "holds a character that no path and no word can hold", "take \\u0000 out")
        for name, value in self._table(table, "state").items():
            self.states[name.casefold()] = self._state(name, value)
        for state in self.states.values():
            self._known_state(f"state.{state.name}.inherits", state.inherits)
        for state in self.states.values():
            self._refuse_circle(state)
        return Config(
            path=self.path,
            values=dict(_dotted(table)),
            lines={name: self.line_of(name) for name, _ in _dotted(table)},
            types=tuple(self._type(name, value) for name, value in self._table(table, "type").items()),
            exclude=self._strings(table, "exclude"),
            aliases={
                name_key(name): self._names(f"aliases.{name}", value)
                for name, value in self._table(table, "aliases").items()
            },
            words=self._words(table),
            states=self.states,
            transitions=self._transitions(self._table(table, "transitions")),
            severity={slug: self._severities(slug, value) for slug, value in self._table(table, "severity").items()},
            living=self._nature("corpus", table.get("corpus")),
            default_role=self._role("default-status", table.get("default-status", "draft")),
            fail_on=self._limit(table.get("fail-on", "error")),
            select=self._strings(table, "select"),
            ignore=self._strings(table, "ignore"),
            baseline=self._baseline(table.get("baseline", True)),
            unbound_below=self._share(table.get("unbound-below", 0.2)),
            template_version=self._policy(table.get("template-version", "date")),
            verify=self._verify(self._table(table, "verify")),
        )

    def _type(self, name: str, value: object) -> TypeConfig:
        if not isinstance(value, dict):
            self._refuse(f"type.{name}", "wants a table", f"write [type.{name}]")
        self._known(value, _TYPE, f"type.{name}.")
        if not isinstance(value.get("template"), str):
            self._refuse(
                f"type.{name}.template",
                "wants the path of a template",
                'such as template = "docs/TEMPLATE.md" or "builtin:adr"',
            )
        side_file = value.get("side-file", "")
        if not isinstance(side_file, str):
            self._refuse(f"type.{name}.side-file", "wants a file name", 'such as side-file = "kep.yaml"')
        documents = self._strings(value, "documents", f"type.{name}.")
        if not documents:
            self._refuse(
                f"type.{name}.documents", "wants at least one pattern", 'such as documents = ["docs/design/*.md"]'
            )
        nature = self._nature(f"type.{name}.corpus", value.get("corpus"))
        return TypeConfig(
            name, value["template"], documents, self._strings(value, "index", f"type.{name}."), side_file, nature
        )

    def _state(self, name: str, value: object) -> State:
        if not isinstance(value, dict) or not isinstance(value.get("inherits"), str):
            self._refuse(f"state.{name}", "says not what it inherits from", 'such as inherits = "active"')
        self._known(value, _STATE, f"state.{name}.")
        return State(name, value["inherits"].casefold())

    def _refuse_circle(self, state: State) -> None:
        """Refuse a state that comes back to itself and so to no role."""
        name = state.name.casefold()
        met: set[str] = set()
        while state.inherits in self.states and state.inherits not in met:
            met.add(state.inherits)
            state = self.states[state.inherits]
        if name in met and name not in set(Role):
            self._refuse(
                f"state.{self.states[name].name}.inherits",
                "comes back to itself",
                "let one of the states inherit from a role",
            )

    def _words(self, table: dict[str, Any]) -> dict[str, str]:
        """Collect the project's status words: those of ``[status]``, each state's own, and each state's name."""
        words = {name_key(name): name for name in self.states}
        for name, value in self._table(table, "state").items():
            words |= {name_key(word): name.casefold() for word in self._strings(value, "words", f"state.{name}.")}
        for word, value in self._table(table, "status").items():
            self._known_state(f"status.{word}", str(value).casefold())
            words[name_key(word)] = str(value).casefold()
        return words

    def _transitions(self, table: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        """Read which role or state may follow which."""
        found = {}
        for name in table:
            self._known_state(f"transitions.{name}", name.casefold())
            following = tuple(one.casefold() for one in self._strings(table, name, "transitions."))
            for one in following:
                self._known_state(f"transitions.{name}", one)
            found[name.casefold()] = following
        return found

    def _known_state(self, name: str, value: str) -> None:
        valid = (*Role, *self.states)
        if value not in valid:
            self._refuse(name, f"{value!r} is no role and no state", suggestion(value, valid))

    def _severities(self, slug: str, value: object) -> dict[str, Severity]:
        if not isinstance(value, dict):
            return {"": self._severity(f"severity.{slug}", value)}
        for state in value:
            self._known_state(f"severity.{slug}.{state}", state.casefold())
        return {state.casefold(): self._severity(f"severity.{slug}.{state}", word) for state, word in value.items()}


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value if isinstance(value, list) else (*value, *value.values()):
            yield from _texts(one)


def _dotted(table: dict[str, Any], prefix: str = "") -> list[tuple[str, object]]:
    """Return the dotted name and the value of everything in nested tables."""
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        found += _dotted(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found
