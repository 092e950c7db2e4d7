"""A type of documents that somebody asks for: which template it has, and which patterns its documents match."""

import os
from typing import NamedTuple

from holdfast.builtin import NAMES, builtin_template
from holdfast.engine.homes import builtin_homes
from holdfast.engine.templates import find_templates
from holdfast.errors import UsageError
from holdfast.world.files import Tree
from holdfast.world.ignore import escaped, literal

_KNOWN = f"the built-in ones are {', '.join(NAMES)}"
Copy = tuple[str, bytes]
"""Path and content of a template to be made."""


class WantedType(NamedTuple):
    """What somebody asked for, as typed."""

    type: str = ""
    paths: tuple[str, ...] = ()
    """Documents, folders or patterns of the type, as typed."""
    template: str = ""
    """The template of the type, as typed; copied from the built-in one where there is none at this path."""
    force: bool = False
    content: bytes | None = None
    """What to write where the template is not there, in place of the built-in one."""
    record: bool = False
    """Whether the documents of the type are a record, whatever would be guessed."""


def wanted_template(start: str, tree: Tree, wanted: WantedType) -> tuple[str, tuple[Copy, ...]]:
    """Return the template of a type, and the copy to make of a built-in one where a path is given that is not there.

    Raises :class:`~holdfast.errors.UsageError` for one that cannot be had.
    """
    if not wanted.template:
        return _template_called(wanted.type, tree), ()
    if wanted.template.startswith("builtin:"):
        if wanted.template.removeprefix("builtin:") not in NAMES:
            raise UsageError(f"there is no template {wanted.template!r}", remedy=_KNOWN)
        return wanted.template, ()
    path = _relative(start, tree.root, wanted.template)
    if path in tree.markdown:
        return path, ()
    if os.path.lexists(tree.absolute(path)) or not path.lower().endswith(".md"):
        raise UsageError(
            "is no Markdown file of this project", where=wanted.template, remedy="let the template end in .md"
        )
    if wanted.content is not None:
        return path, ((path, wanted.content),)
    name = wanted.type or "design"
    if name not in NAMES:
        raise UsageError(
            "is not there", where=wanted.template, remedy=f"only a built-in template can be copied there; {_KNOWN}"
        )
    return path, ((path, builtin_template(name)),)


def _template_called(type: str, tree: Tree) -> str:
    """Return the template that has the name of a type: a built-in one, or one of the project."""
    if type in NAMES:
        return f"builtin:{type}"
    own = next((one.path for one in find_templates(tree) if one.schema.name == type), "")
    if not own:
        raise UsageError(
            f"there is no template for {type or 'these documents'!r}",
            remedy=f"name one with --template FILE; {_KNOWN}",
        )
    return own


def wanted_patterns(start: str, tree: Tree, wanted: WantedType, name: str, template: str) -> list[str]:
    """Return the patterns of a type's documents, in the language of ``.gitignore``.

    Raises :class:`~holdfast.errors.UsageError` for a path that is not there, or is none of the project.
    """
    return [_pattern_of(start, tree, path) for path in wanted.paths] or [_default_pattern(name, template)]


def _pattern_of(start: str, tree: Tree, path: str) -> str:
    """Return the pattern for what somebody named: a file, all Markdown files of a folder, or a pattern as it is."""
    relative = _relative(start, tree.root, path)
    absolute = tree.absolute(relative)
    if os.path.isdir(absolute):
        return "/*.md" if relative == "." else f"{escaped(relative)}/*.md"
    if os.path.lexists(absolute):
        if relative not in tree.markdown:
            raise UsageError(
                "is no Markdown file of this project", where=path, remedy="name one that .gitignore does not leave out"
            )
        return literal(relative)
    if not any(char in path for char in "*?["):
        raise UsageError(
            "there is no such file or folder", where=path, remedy="check the spelling, or the folder you are in"
        )
    return relative if "/" in relative else f"/{relative}"


def _default_pattern(name: str, template: str) -> str:
    """Return where documents of a type go that has none: beside its template, or where the built-in one suggests."""
    if not template.startswith("builtin:"):
        folder = template.rpartition("/")[0]
        return f"{folder}/*.md" if folder else "/*.md"
    own = template.removeprefix("builtin:")
    return next(f"{one.folder}/*.md" for one in builtin_homes() if one.name in (name, own))


def _relative(start: str, root: str, path: str) -> str:
    relative = os.path.relpath(os.path.join(os.path.abspath(start), path), root).replace(os.sep, "/")
    if relative == ".." or relative.startswith("../"):
        raise UsageError("lies outside the project", where=path, remedy=f"name a path inside of {root}")
    return relative
