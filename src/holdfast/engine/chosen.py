"""What the paths on a command line name: parts of the project, and files that no set holds."""

import os
import re
from collections.abc import Container, Sequence

from holdfast.binding.numbers import numbered
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.errors import UsageError
from holdfast.world.files import Tree

_FEW = 3
"""More files than this are no help to somebody who looks for one."""


def chosen_paths(tree: Tree, start: str, paths: Sequence[str], unsaved: Container[str] = ()) -> tuple[str, ...]:
    """Return the paths a run is narrowed to, relative to the root; those ``unsaved`` need not be there.

    Raises :class:`~holdfast.errors.UsageError` for one that is not there or lies outside.
    """
    root, chosen = tree.root, []
    for path in paths:
        if "\0" in path:  # A server is handed what no command line can hold.
            raise UsageError("no file can have such a name", where=path, remedy="check the spelling")
        absolute = os.path.normpath(os.path.join(os.path.abspath(start), path))
        relative = os.path.relpath(os.path.realpath(absolute), os.path.realpath(root)).replace(os.sep, "/")
        if relative not in unsaved and not os.path.exists(absolute):
            near = " or ".join(_called(tree, start, path))
            remedy = f"did you mean {near}?" if near else "check the spelling, or the folder you are in"
            raise UsageError("there is no such file or folder", where=path, remedy=remedy)
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


def _called(tree: Tree, start: str, word: str) -> list[str]:
    """Return the Markdown files that a number or a name without its folder means, as one would type them.

    Nothing is returned where it means more than three.
    """
    name = word.rpartition("/")[2].casefold().removesuffix(".md")
    digits = re.fullmatch(r"[a-z]{0,8}[-_ ]?0*([1-9]\d{0,8})", name)
    found = []
    for path in tree.markdown:
        number = numbered(path) if digits else None
        if path.rpartition("/")[2].casefold() == f"{name}.md" or (
            number and digits and number.number == int(digits[1])
        ):
            found.append(os.path.relpath(tree.absolute(path), start).replace(os.sep, "/"))
    return found if len(found) <= _FEW else []


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
