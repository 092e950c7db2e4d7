"""What a project may settle for itself, with the defaults of a project that settles nothing."""

import re
from collections.abc import Mapping
from typing import Any

from holdfast.markdown.plain import key as name_key
from holdfast.model.role import Role
from holdfast.model.severity import Limit, Severity
from holdfast.records import field, record

POLICIES = ("date", "best", "latest")
"""Which version of its template a document is held to: that of its time, the one it fits best, today's."""


@record
class TypeConfig:
    """One ``[type.NAME]`` table: a kind of document, settled instead of guessed."""

    name: str
    template: str
    """Path relative to the configuration, or ``builtin:NAME``."""
    documents: tuple[str, ...]
    """Glob patterns in the language of ``.gitignore``."""
    index: tuple[str, ...] = ()
    side_file: str = ""
    living: bool | None = None
    """Whether the documents are kept true; ``None`` where it is to be guessed."""


@record
class State:
    """One ``[state.NAME]`` table: a status of a team's own, which inherits what it does not say."""

    name: str
    inherits: str
    """A role, or another state."""


@record
class Config:
    """Everything a project may settle, with the defaults of a project that settles nothing."""

    path: str = ""
    """Absolute path of the file it was read from; empty where there is none."""
    types: tuple[TypeConfig, ...] = ()
    exclude: tuple[str, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Key of a template heading or field to further names."""
    words: Mapping[str, str] = field(default_factory=dict)
    """The project's own status words, in lower case, to a role or a state."""
    states: Mapping[str, State] = field(default_factory=dict)
    transitions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Role or state to those that may follow it; any may follow one that is not listed."""
    severity: Mapping[str, Mapping[str, Severity]] = field(default_factory=dict)
    """Slug to severity by role or state; the empty name stands for all of them."""
    default_role: Role = Role.DRAFT
    living: bool | None = None
    """Whether documents are kept true; ``None`` where it is to be guessed."""
    fail_on: Limit = field(default=Limit.ERROR, repr=False)
    select: tuple[str, ...] = field(default=(), repr=False)
    """Patterns of the rules that are told; empty for all of them."""
    ignore: tuple[str, ...] = field(default=(), repr=False)
    """Patterns of the rules that are not told."""
    baseline: str | bool = field(default=True, repr=False)
    """Path of the baseline relative to the root; true for the one that lies there, if any, false for none."""
    unbound_below: float = 0.2
    template_version: str = "date"
    """One of :data:`POLICIES`, or the beginning of a version."""
    verify: Mapping[str, Any] = field(default_factory=dict)
    """The ``[verify]`` table: ``timeout``, ``jobs``, ``documents`` (further pages whose examples are tried, as
    patterns), and a table for each language that has settings of its own."""
    values: Mapping[str, object] = field(default_factory=dict, compare=False, repr=False)
    """Each dotted key that is set, with its value as written."""
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)
    """Each dotted key that is set, with its line."""
    asked: tuple[str, ...] = field(default=(), compare=False, repr=False)
    """Absolute paths that were looked at to find it."""

    def where(self, name: str) -> str:
        """Return path and line of a dotted key, for a message about its value."""
        return f"{self.path}:{self.lines[name]}" if name in self.lines else self.path

    def severity_of(self, slug: str, state: str) -> Severity | None:
        """Return what the configuration says of a rule in a role or state, or ``None`` where it says nothing.

        The state's own word wins, then that of what it inherits from, then that for all.
        """
        table = self.severity.get(slug)
        if table is None:
            return None
        return next((table[name] for name in (*self.lineage(state), "") if name in table), None)

    def lineage(self, state: str) -> tuple[str, ...]:
        """Return a state and what it inherits from, down to a role."""
        names = [state]
        while names[-1] in self.states and self.states[names[-1]].inherits not in names:
            names.append(self.states[names[-1]].inherits)
        return tuple(names)

    def forbids(self, before: str, after: str) -> str:
        """Return the role or state by which one state may not follow another; empty where it may."""
        if before == after:
            return ""
        said = next((name for name in self.lineage(before) if name in self.transitions), "")
        return said if said and not set(self.lineage(after)) & set(self.transitions[said]) else ""

    def role(self, state: str) -> Role:
        """Return the role a state comes down to."""
        last = self.lineage(state)[-1]
        return Role(last) if last in set(Role) else self.default_role

    @property
    def roles(self) -> dict[str, Role]:
        """The project's own status words, to the roles they come down to."""
        return {word: self.role(state) for word, state in self.words.items()}

    def state_of(self, status: str | None, role: Role) -> str:
        """Return the state a status names, or the role's own name where the project has none of its own for it."""
        if status and self.words:
            name = name_key(status)
            fitting = [word for word in self.words if name == word or name.startswith(word + " ")]
            if fitting:
                return self.words[max(fitting, key=len)]
        return role.value


def is_policy(word: str) -> bool:
    """Tell whether a word can stand for ``template-version``."""
    return word in POLICIES or re.fullmatch(r"[0-9a-f]{4,12}", word) is not None
