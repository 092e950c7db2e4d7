"""Our command among the hooks in a settings file of a coding agent; every other byte of the file stays as it was."""

import json
from typing import Any, NamedTuple

from holdfast.edits.jsonspans import Member, members, put_in, skip, take_out


class Hook(NamedTuple):
    """Where a settings file lists commands, and how."""

    event: str
    entry: dict[str, Any]
    """What stands in the list; our command is somewhere in it."""
    command: str
    more: tuple[tuple[str, Any], ...] = ()
    """Keys that a file of ours has to have."""


def with_hook(text: str, hook: Hook) -> str:
    """Return a settings file with our entry, once, in its list; a file that has it is returned as it is.

    Raises ``ValueError`` for what is no JSON, names a key twice, or has something else where the list should be.
    """
    settings = _read(text)
    found = _entries(settings, hook)
    ours = [one for one in found if _holds(one, hook)]
    if ours == [hook.entry] or not all(_is_ours(one, hook) for one in ours):
        return text  # Where somebody put it beside commands of their own, it stays there.
    if not settings:
        made = {**dict(hook.more), "hooks": {hook.event: [hook.entry]}}
        return json.dumps(made, indent=2) + "\n"
    if ours:
        text = without_hook(text, hook)
    return _with_entry(text, hook)


def without_hook(text: str, hook: Hook) -> str:
    """Return a settings file without our entry; empty where nothing else was in it.

    Raises ``ValueError`` as :func:`with_hook` does.
    """
    settings = _read(text)
    if not any(_holds(one, hook) for one in _entries(settings, hook)):
        return text
    while (place := _list(text, hook)) is not None and (ours := _first(text, place.at, hook)):
        if _is_ours(ours.value, hook):
            text = take_out(text, place.at, ours)
            continue
        inner = _member(text, ours.at, "hooks")
        assert inner  # noqa: S101 - For the type checker: it is where the command stands.
        text = take_out(text, inner.at, next(one for one in members(text, inner.at) if _calls(one.value, hook)))
    top = skip(text, 0)
    hooks = _member(text, top, "hooks")
    if hooks and (own := _member(text, hooks.at, hook.event)) and not own.value:
        text = take_out(text, hooks.at, own)
        hooks = _member(text, top, "hooks")
    if hooks and not hooks.value:
        text = take_out(text, top, hooks)
    left = _read(text)
    return "" if not left or left == dict(hook.more) else text


def _with_entry(text: str, hook: Hook) -> str:
    """Return a text whose object has something in it with our entry at the end of the list."""
    top = skip(text, 0)
    hooks = _member(text, top, "hooks")
    if hooks is None:
        return put_in(text, top, "hooks", {hook.event: [hook.entry]})
    own = _member(text, hooks.at, hook.event)
    if own is None:
        return put_in(text, hooks.at, hook.event, [hook.entry])
    return put_in(text, own.at, "", hook.entry)


def _member(text: str, at: int, key: str) -> Member | None:
    return next((one for one in members(text, at) if one.key == key), None)


def _list(text: str, hook: Hook) -> Member | None:
    hooks = _member(text, skip(text, 0), "hooks")
    return _member(text, hooks.at, hook.event) if hooks else None


def _first(text: str, at: int, hook: Hook) -> Member | None:
    return next((one for one in members(text, at) if _holds(one.value, hook)), None)


def _read(text: str) -> dict[str, Any]:
    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({key for key, _ in pairs}) != len(pairs):
            raise ValueError("a key is given twice")
        return dict(pairs)

    try:
        found = json.loads(text, object_pairs_hook=once) if text.strip() else {}
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    if not isinstance(found, dict):
        raise ValueError("it is no object")
    return found


def _entries(settings: dict[str, Any], hook: Hook) -> list[Any]:
    hooks = settings.get("hooks", {})
    found = hooks.get(hook.event, []) if isinstance(hooks, dict) else None
    if not isinstance(found, list):
        raise ValueError(f"hooks.{hook.event} is no list")
    return found


def _is_ours(entry: Any, hook: Hook) -> bool:
    """Tell whether an entry calls our command and nothing else, whatever an earlier version wrote beside it."""
    return _calls(entry, hook) or (_holds(entry, hook) and len(entry["hooks"]) == 1)


def _holds(entry: Any, hook: Hook) -> bool:
    """Tell whether our command is somewhere in an entry."""
    inner = entry.get("hooks") if isinstance(entry, dict) else None
    return _calls(entry, hook) or (isinstance(inner, list) and any(_calls(one, hook) for one in inner))


def _calls(entry: Any, hook: Hook) -> bool:
    return isinstance(entry, dict) and entry.get("command") == hook.command
