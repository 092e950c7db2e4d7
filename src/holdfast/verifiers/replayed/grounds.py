"""What a side stands on: the project around its document, and the environment that it is started in."""

import os
from collections.abc import Mapping
from typing import Any

from holdfast.errors import UsageError
from holdfast.markdown.plain import key
from holdfast.model.guide import Guide, Side
from holdfast.suggest import suggestion
from holdfast.verifiers.replayed.kinds import Ground, Prepared, all_kinds, kind_of
from holdfast.world.bench import Bench
from holdfast.world.sandbox.mounts import INPUTS, WORK


def prepared(
    side: Side, guide: Guide, document: str, bench: Bench, places: tuple[str, str] = (WORK, INPUTS)
) -> Prepared:
    """Return how a side is started; ``places`` are the sandbox's folders for work and for input.

    Raises :class:`~holdfast.errors.UsageError` where its fences or the configuration name what is not there.
    """
    kind = kind_of(side, asked=bool(guide.requests))
    if kind is None:
        names = ", ".join(one.name for one in all_kinds())
        unknown = f"there is no kind {side.kind!r}" if side.kind else "nothing says how it is started"
        remedy = f"kind= is one of {names}" if side.kind else 'show a console block with its command, or say run="..."'
        return Prepared(kind="none", missing=unknown, remedy=remedy)
    ground = Ground(
        root=bench.root,
        folders=_folders(bench.root, document),
        settings=bench.settings,
        environment=_environment(side, guide, bench.settings),
        work=places[0],
        inputs=places[1],
    )
    return kind.prepare(side, ground)


def _folders(root: str, document: str) -> tuple[str, ...]:
    """Return the absolute folder of a document and those around it, up to the root."""
    found = []
    folder = os.path.dirname(document)
    while folder:
        found.append(os.path.join(root, folder))
        folder = os.path.dirname(folder)
    return (*found, root)


def _environment(side: Side, guide: Guide, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the environment that a side names, or the one that is called like what it shows."""
    known = settings.get("migration", {}).get("environments", {})
    known = known if isinstance(known, dict) else {}
    name = side.environment
    if name and name not in known:
        raise UsageError(
            f"there is no environment {name!r}",
            where="[verify.migration.environments]",
            remedy=suggestion(name, sorted(known)) if known else f"write [verify.migration.environments.{name}]",
        )
    if not name:
        shown = key(guide.source if side.name == "before" else guide.target or side.name)
        name = next((one for one in known if key(one) == shown), "")
    found = known.get(name, {})
    return found if isinstance(found, dict) else {}
