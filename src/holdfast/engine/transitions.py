"""Changes of status that the configuration does not allow, found in git: of each document the newest change counts."""

import json
import os
from collections.abc import Callable

from holdfast.config import Config
from holdfast.digest import sha256
from holdfast.engine.chronicle import Chronicle
from holdfast.engine.plan import Plan
from holdfast.model.corpus import Transition
from holdfast.model.entry import Entry
from holdfast.model.role import role_of
from holdfast.model.verdict import Origin
from holdfast.world.cachefolder import code_stamp
from holdfast.world.store import recall, remember

_Known = dict[str, list[tuple[str, str]]]
"""By document: status and commit, the newest first, at most the last two."""


def forbidden(plan: Plan, config: Config, *, use_cache: bool = True) -> Callable[[Entry], Transition | None]:
    """Return a function that tells of a document's newest change of status where it is not allowed.

    History is read when somebody first asks. Where it is not known, or begins early, nothing is said of what is not seen.
    """
    known: list[_Known] = []

    def ask(entry: Entry) -> Transition | None:
        if not known:
            known.append(_statuses(plan, use_cache=use_cache))
        past = known[0].get(entry.path, [])
        today = (entry.status or "", "")
        stays = past if past and _alike(past[0][0], today[0]) else [today, *past]
        if len(stays) < 2 or not (stays[0][0] and stays[1][0]):
            return None
        (after, commit), (before, _) = stays[:2]
        said = config.forbids(_state(config, before), _state(config, after))
        if not said:
            return None
        name = os.path.relpath(config.path, plan.tree.root).replace(os.sep, "/")
        allowed = config.transitions[said]
        origin = Origin(name, config.lines.get(f"transitions.{said}", 1), f"{said} = {json.dumps(allowed)}")
        return Transition(before, after, commit, allowed, origin)

    return ask


def _statuses(plan: Plan, *, use_cache: bool) -> _Known:
    """Return the last two statuses of every document; kept until another commit is checked out."""
    chronicle = Chronicle(plan.tree.root, use_cache=use_cache)
    paths = [path for one in plan.sets for path in one.documents]
    digest = sha256(repr((code_stamp(), chronicle.head, chronicle.shallow, paths)).encode("utf-8", "surrogateescape"))
    name = f"statuses {digest.hexdigest()}"
    kept = recall(plan.tree.root, name) if use_cache else None
    try:
        if kept:
            return {path: [(status, commit) for status, commit in stays] for path, stays in json.loads(kept).items()}
    except (ValueError, TypeError, AttributeError):
        pass
    try:
        chronicle.read_statuses(point.blob for path in paths for point in chronicle.trail(path).line)
        found = {path: [(one.status, one.commit) for one in chronicle.stays(path, {})[:2]] for path in paths}
    finally:
        chronicle.close()
    if use_cache:
        remember(plan.tree.root, name, json.dumps(found))
    return found


def _state(config: Config, status: str) -> str:
    role = role_of(status, config.roles) or config.default_role
    return config.state_of(status, role)


def _alike(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
