"""The configuration file, read and checked: an unknown key or value is refused with its line."""

import re
from itertools import takewhile
from typing import Any, NoReturn

from holdfast.config.settings import POLICIES, Config, State, TypeConfig, is_policy
from holdfast.errors import UsageError
from holdfast.markdown.plain import key as name_key
from holdfast.model.role import Role
from holdfast.model.severity import LIMITS, Limit, Severity
from holdfast.model.severity import WORDS as SEVERITIES
from holdfast.suggest import nearest, suggestion

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
_LANGUAGES = {
    "python": ("python", "checker"),
    "typescript": ("folder", "node"),
    "rust": ("toolchain", "manifest"),
}
"""The keys of the tables below ``[verify]``."""
_NATURES = {"living": True, "record": False}


def load_config(path: str) -> Config:
    """Read and check a configuration file.

    Raises :class:`~holdfast.errors.UsageError` with file, line, key and what would be valid.
    """
    try:
        with open(path, "rb") as file:
            return parse_config(path, file.read())
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot be read: {said}", where=path, remedy="name another with --config") from error


def parse_config(path: str, raw: bytes) -> Config:
    """Check the text of a configuration file; ``path`` is what messages call it.

    Raises :class:`~holdfast.errors.UsageError` with file, line, key and what would be valid.
    """
    import tomllib

    mend = "mend the file, or name another with --config"
    try:
        text = raw.decode("utf-8-sig")
        table = tomllib.loads(text)
        if path.endswith("pyproject.toml"):
            tools = table.get("tool", {})
            table = tools.get("holdfast", {}) if isinstance(tools, dict) else tools
        count = len(_dotted(table)) if isinstance(table, dict) else 0
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else path
        raise UsageError(f"cannot be read: {error}", where=where, remedy=mend) from error
    except (RecursionError, ValueError) as error:
        found = "nested too deeply" if isinstance(error, RecursionError) else "a number of thousands of digits"
        raise UsageError(f"cannot be read: {found}", where=path, remedy=mend) from error
    if count > _MOST:
        raise UsageError(f"has {count} settings, more than the {_MOST} it may have", where=path, remedy=mend)
    return _Reader(path, text).config(table)


class _Reader:
    """Checks every key and remembers enough to name its line."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.splitlines()
        self.first = 0
        """Index of the line from which on the file is about Holdfast."""
        if path.endswith("pyproject.toml"):
            self.first = next(
                (number for number, line in enumerate(self.lines) if re.match(r"\s*\[+tool\.holdfast\b", line)), 0
            )
        self.states: dict[str, State] = {}

    def config(self, table: object) -> Config:
        if not isinstance(table, dict):
            self._refuse("tool.holdfast", "wants a table", "write [tool.holdfast]")
        self._known(table, _TOP, "")
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

    def _nature(self, name: str, value: object) -> bool | None:
        if value is not None and value not in _NATURES:
            self._refuse(name, f"{value!r} is no kind of corpus", suggestion(str(value), _NATURES))
        return None if value is None else _NATURES[str(value)]

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

    def _limit(self, value: object) -> Limit:
        if str(value) not in LIMITS:
            self._refuse("fail-on", f"{value!r} is no severity", suggestion(str(value), LIMITS))
        return LIMITS[str(value)]

    def _baseline(self, value: object) -> str | bool:
        if value is False or (isinstance(value, str) and value):
            return value
        if value is not True:
            self._refuse("baseline", f"{value!r} is no file", 'such as baseline = "ci/known.json", or false for none')
        return True

    def _severities(self, slug: str, value: object) -> dict[str, Severity]:
        if not isinstance(value, dict):
            return {"": self._severity(f"severity.{slug}", value)}
        for state in value:
            self._known_state(f"severity.{slug}.{state}", state.casefold())
        return {state.casefold(): self._severity(f"severity.{slug}.{state}", word) for state, word in value.items()}

    def _policy(self, value: object) -> str:
        if not isinstance(value, str) or not is_policy(value):
            remedy = suggestion(str(value), (*POLICIES, "VERSION as template versions prints it"))
            self._refuse("template-version", f"{value!r} is no version", remedy)
        return value

    def _verify(self, table: dict[str, Any]) -> dict[str, Any]:
        """Check what every language shares, and the keys of those built in; values are checked by those who try them."""
        for name, value in table.items():
            if isinstance(value, dict) and name in _LANGUAGES:
                self._known(value, _LANGUAGES[name], f"verify.{name}.")
            elif isinstance(value, dict) and (meant := nearest(name, _LANGUAGES)):
                # Another table may belong to a language that some other distribution brings along.
                self._refuse(f"verify.{name}", "no such language", f"did you mean {meant!r}?")
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if name == "timeout" and not (number and value > 0):
                self._refuse("verify.timeout", f"{value!r} is no time", "write seconds, such as timeout = 10")
            if name == "jobs" and not (isinstance(value, int) and number and value > 0):
                self._refuse("verify.jobs", f"{value!r} is no number of processes", "such as jobs = 2")
            if name not in ("timeout", "jobs", "documents") and not isinstance(value, dict):
                self._refuse(
                    f"verify.{name}", "no such key", "timeout, jobs, documents, or a table such as [verify.python]"
                )
        return {**table, "documents": self._strings(table, "documents", "verify.")}

    def _share(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self._refuse("unbound-below", f"{value!r} is no share", "write a number from 0 to 1")
        return float(value)

    def _refuse(self, name: str, found: str, remedy: str) -> NoReturn:
        raise UsageError(f"{name}: {found}", where=f"{self.path}:{self.line_of(name)}", remedy=remedy)

    def line_of(self, name: str) -> int:
        """Return the line on which a dotted key stands, as far as plain text tells; TOML keeps no positions."""
        *tables, last = name.split(".")
        start = first = self.first
        if tables:
            header = re.compile(rf"\s*\[.*\b{re.escape(tables[-1])}[\"']?\]")
            start = next(
                (number for number, line in enumerate(self.lines) if number >= first and header.match(line)), first
            )
        needle = re.compile(rf"\s*\[?.*?[\"']?\b{re.escape(last)}\b[\"']?\s*[=\].]")
        lines = list(enumerate(self.lines[start:], start + 1))
        if tables and start != first:
            # In its own table a key begins its line; another key's value may hold the same word.
            own = list(takewhile(lambda one: not one[1].startswith("["), lines[1:]))
            plain = re.compile(rf"\s*[\"']?{re.escape(last)}[\"']?\s*=")
            lines = [one for one in own if plain.match(one[1])][:1] + lines
        return next((number for number, line in lines if needle.match(line)), start + 1)


def _dotted(table: dict[str, Any], prefix: str = "") -> list[tuple[str, object]]:
    """Return the dotted name and the value of everything in nested tables."""
    found: list[tuple[str, object]] = []
    for name, value in table.items():
        found += _dotted(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return found
