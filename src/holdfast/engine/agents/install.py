"""Which files change when agents are told of the design documents, or no longer are: worked out, and not yet written."""

import os
import re
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.edits.hooks import with_hook, without_hook
from holdfast.edits.marked import has_part, with_part, without_part, words_of
from holdfast.engine.agents.known import AGENTS, Agent
from holdfast.engine.agents.scopes import Scope, scopes
from holdfast.engine.agents.texts import MARK, pointer, rule, section
from holdfast.engine.changes import FileChange, content
from holdfast.engine.session import Session
from holdfast.errors import UsageError, WriteError

_OURS = "holdfast-"
_WITHOUT = "without hooks"


class Installation(NamedTuple):
    """What would be written."""

    root: str
    scopes: tuple[Scope, ...]
    changes: tuple[FileChange, ...]
    """Only what differs, by path."""


def install(
    start: str, names: Sequence[str] = (), *, hooks: bool | None = None, config: str | None = None
) -> Installation:
    """Return what tells agents of the documents: those named, else those of last time, else those that it shows signs of.

    ``hooks`` is as it was last time where it is ``None``.

    Raises :class:`~holdfast.errors.UsageError` for a file that cannot be edited without loss, and as ``for`` does.
    """
    session = Session(start, config=config)
    root = session.plan.tree.root
    before = words_of(_text("AGENTS.md", content(root, "AGENTS.md")))
    names = names or tuple(one for one in before if one != _WITHOUT)
    hooks = _WITHOUT not in before if hooks is None else hooks
    chosen = [one for one in AGENTS if one.name in names or one.name == "agents" or (not names and _used(root, one))]
    known = scopes(session)
    wanted: dict[str, str | None] = {}
    words = (*(one.name for one in chosen), *([] if hooks else [_WITHOUT]))
    changes = [_sectioned(root, "AGENTS.md", section(known), words)]
    for one in chosen:
        if one.section not in ("", "AGENTS.md") and not _is_agents_file(root, one.section):
            wanted[one.section] = _section(root, one)
        if one.rules:
            changes += _rule_files(root, one, known)
        if one.hook:
            changes.append(_settings(root, one, install=hooks))
    changes += [_sectioned(root, path, body) for path, body in wanted.items()]
    return Installation(root, tuple(known), _ordered(changes))


def remove(start: str, *, config: str | None = None) -> Installation:
    """Return what takes all of it away again, and nothing else.

    Raises :class:`~holdfast.errors.UsageError` as :func:`install` does.
    """
    session = Session(start, config=config)
    root = session.plan.tree.root
    changes: list[FileChange] = []
    for one in AGENTS:
        if one.section and not (one.section != "AGENTS.md" and _is_agents_file(root, one.section)):
            changes.append(_sectioned(root, one.section, None))
        if one.rules:
            changes += _rule_files(root, one, [])
        if one.hook:
            changes.append(_settings(root, one, install=False))
    return Installation(root, (), _ordered(changes))


def _ordered(changes: Sequence[FileChange]) -> tuple[FileChange, ...]:
    return tuple(sorted((one for one in changes if one.old != one.new), key=lambda one: one.path))


def _used(root: str, agent: Agent) -> bool:
    return any(os.path.lexists(os.path.join(root, sign)) for sign in agent.signs)


def _is_agents_file(root: str, path: str) -> bool:
    """Tell whether a file is ``AGENTS.md`` under another name, or the other way round."""
    one, other = (os.path.realpath(os.path.join(root, name)) for name in (path, "AGENTS.md"))
    return one == other


def _section(root: str, agent: Agent) -> str | None:
    """Return the section of an agent's own file; none where somebody brings ``AGENTS.md`` in already."""
    if not agent.imports:
        return pointer()
    text = _text(agent.section, content(root, agent.section))
    imports = re.compile(rf"^\s*{re.escape(agent.imports)}\s*$", re.MULTILINE)
    try:
        own = without_part(text)
    except ValueError as error:
        raise _unfit(agent.section, error) from error
    return None if imports.search(own) else f"{agent.imports}\n"


def _sectioned(root: str, path: str, body: str | None, words: Sequence[str] = ()) -> FileChange:
    old = content(root, path)
    text = _text(path, old)
    try:
        new = without_part(text) if body is None else with_part(text, body, words)
    except ValueError as error:
        raise _unfit(path, error) from error
    gone = body is None and old is not None and has_part(text) and not new.strip()
    return FileChange(path, old, None if gone or (old is None and not new) else new.encode())


def _rule_files(root: str, agent: Agent, known: Sequence[Scope]) -> list[FileChange]:
    """Return a file for each document, and the removal of ours whose document is gone."""
    assert agent.rules  # noqa: S101 - For the type checker; asked of agents that have some.
    folder, suffix, head = agent.rules
    wanted = {f"{folder}/{_OURS}{name}{suffix}": one for name, one in _named(known).items()}
    changes = []
    for path, one in wanted.items():
        changes.append(FileChange(path, _ours(root, path), f"---\n{head(one)}---\n\n{rule(one)}".encode()))
    absolute = os.path.join(root, folder)
    for name in sorted(os.listdir(absolute)) if os.path.isdir(absolute) else ():
        path = f"{folder}/{name}"
        if name.startswith(_OURS) and name.endswith(suffix) and path not in wanted and _is_ours(content(root, path)):
            changes.append(FileChange(path, content(root, path), None))
    return changes


def _named(known: Sequence[Scope]) -> dict[str, Scope]:
    """Return each scope by a name of its own that every file system takes."""
    found: dict[str, Scope] = {}
    for one in known:
        name = base = re.sub(r"[^a-z0-9]+", "-", one.path.rpartition(".")[0].lower()).strip("-")[:80] or "document"
        number = 2
        while name in found:
            name, number = f"{base}-{number}", number + 1
        found[name] = one
    return found


def _is_ours(raw: bytes | None) -> bool:
    return raw is not None and MARK.encode() in raw


def _ours(root: str, path: str) -> bytes | None:
    old = content(root, path)
    if old is not None and not _is_ours(old):
        raise UsageError("is not ours to replace", where=path, remedy="rename it, and run this again")
    return old


def _settings(root: str, agent: Agent, *, install: bool) -> FileChange:
    assert agent.hook  # noqa: S101 - For the type checker; asked of agents that have one.
    old = content(root, agent.settings)
    text = _text(agent.settings, old)
    try:
        new = with_hook(text, agent.hook) if install else without_hook(text, agent.hook) if old is not None else ""
    except ValueError as error:
        raise _unfit(agent.settings, error) from error
    return FileChange(agent.settings, old, new.encode() if new else None)


def _text(path: str, raw: bytes | None) -> str:
    try:
        return (raw or b"").decode()
    except UnicodeDecodeError as error:
        raise WriteError("is no UTF-8", where=path, remedy="convert it first") from error


def _unfit(path: str, error: ValueError) -> UsageError:
    return UsageError(
        f"cannot be edited without loss: {error}", where=path, remedy="mend it by hand, and run this again"
    )
