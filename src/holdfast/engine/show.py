"""The schemas that ``template show`` is about."""

import os

from holdfast.engine.discovery import named_template
from holdfast.engine.fit import Sampler, builtin
from holdfast.engine.inpages import every_template
from holdfast.engine.project import open_plan, read_config
from holdfast.engine.templates import compile_at
from holdfast.errors import UsageError
from holdfast.model.schema import Schema
from holdfast.world.files import walk
from holdfast.world.ignore import Ignore
from holdfast.world.root import project_root


def schemas_to_show(start: str, file: str | None) -> list[Schema]:
    """Return the schema of one named template, or of every template of the project around ``start``.

    Without any template in the project it is the built-in one that its documents fit, and without documents ``design``.

    Raises :class:`~holdfast.errors.UsageError` where the named one is not there.
    """
    config, root = read_config(start, project_root(start))
    tree = walk(root, Ignore(root, config.exclude))
    if file:
        name = (
            file
            if file.startswith("builtin:")
            else os.path.relpath(os.path.join(start, file), root).replace(os.sep, "/")
        )
        found = named_template(tree, name) if name.startswith("builtin:") else compile_at(tree, name, "")
        if found is None:
            raise UsageError(
                "there is no such template",
                where=file,
                remedy="name a Markdown file, or builtin:design, builtin:adr ...",
            )
        return [found.schema]
    settled = [named_template(tree, one.template, one.name, one.side_file) for one in config.types]
    schemas = [one.schema for one in settled if one] or [one.schema for one in every_template(tree, Sampler(tree))]
    return schemas or _in_use(start) or [builtin("design").schema]


def _in_use(start: str) -> list[Schema]:
    """Return the built-in templates that documents of a project without any of its own bind to."""
    plan, _ = open_plan(start)
    return [template.schema for found in plan.sets for template in found.templates]
