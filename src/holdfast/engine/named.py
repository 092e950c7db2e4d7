"""What the paths on a command line name: parts of the project, and files that no set holds."""

import os
from collections.abc import Container, Sequence

from holdfast.engine.plan import DocumentSet, Plan
from holdfast.errors import UsageError


def chosen_paths(root: str, start: str, paths: Sequence[str], unsaved: Container[str] = ()) -> tuple[str, ...]:
    """Return the paths a run is narrowed to, relative to the root; those ``unsaved`` need not be there.

    Raises :class:`~holdfast.errors.UsageError` for one that is not there or lies outside.
    """
    chosen = []
    for path in paths:
        absolute = os.path.normpath(os.path.join(os.path.abspath(start), path))
        relative = os.path.relpath(os.path.realpath(absolute), os.path.realpath(root)).replace(os.sep, "/")
        if relative not in unsaved and not os.path.exists(absolute):
            raise UsageError(
                "there is no such file or folder", where=path, remedy="check the spelling, or the folder you are in"
            )
        if relative == ".." or relative.startswith("../"):
            raise UsageError(
                f"lies outside the project at {root}",
                where=path,
                remedy="run holdfast inside the project it belongs to",
            )
        if relative == ".":
            return ()
        chosen.append(relative)
    return tuple(chosen)


def add_named(plan: Plan, chosen: tuple[str, ...]) -> None:
    """Take in files that were named explicitly though no set holds them.

    A template is then a document of its own, which shows it for what it is: unfilled.
    """
    held = {path for one in plan.sets for path in one.paths}
    templates = {template.path: template for one in plan.sets for template in one.templates}
    templates |= {template.path: template for template in plan.unused}
    for path in chosen:
        if path in held or path not in plan.tree.markdown:
            continue
        template = templates.get(path)
        folder = path.rpartition("/")[0]
        if template:
            plan.sets.append(DocumentSet(folder, (template,), [path]))
        else:
            plan.sets.append(DocumentSet(folder, (), [], pages=[path]))
