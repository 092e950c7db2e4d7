"""``init`` carried out: which configuration is written where, and what it leads to once it is read back."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.builtin import NAMES, builtin_template
from holdfast.config import Config, parse_config
from holdfast.edits.configuration import Entry, Table, configuration_text, with_patterns, with_tables, without_types
from holdfast.engine.discovery import discover
from holdfast.engine.homes import builtin_homes
from holdfast.engine.init import Proposal, propose
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, read_config
from holdfast.engine.templates import find_templates
from holdfast.errors import UsageError
from holdfast.records import replace
from holdfast.template.name import template_name
from holdfast.world.files import Stamp, Tree, walk
from holdfast.world.ignore import Ignore, Patterns, escaped, literal
from holdfast.world.replacement import create
from holdfast.world.replacement import replace as replace_file
from holdfast.world.root import project_root

NAME = "holdfast.toml"
_HEAD = """What holdfast check takes the files of this project for; written by holdfast init, and yours to edit.
Paths are relative to this folder, patterns are in the language of .gitignore. With a [type] nothing is
guessed any more. https://github.com/holdfast-docs/holdfast/blob/main/docs/configuration.md"""


Copy = tuple[str, bytes]
"""Path and content of a template to be made."""


class Wanted(NamedTuple):
    """What somebody asked for."""

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


class Settled(NamedTuple):
    """A configuration that nobody has written yet."""

    root: str
    text: str
    old: bytes | None
    """Of the file that is there; ``None`` where there is none."""
    copies: tuple[Copy, ...]
    """Templates to be made, with their content."""
    plan: Plan
    """What the project is understood as with it."""
    differs: tuple[str, ...]


def settle(start: str, wanted: Wanted) -> Settled:
    """Return the configuration that says what was found, or what is asked for.

    Raises :class:`~holdfast.errors.UsageError` where there is one already, nothing to say, or what is asked for is not
    there.
    """
    config, root = read_config(os.path.abspath(start), project_root(start))
    tree = walk(root, Ignore(root, config.exclude))
    old = _old(config, root)
    if wanted.type or wanted.template or wanted.paths:
        return _with_type(start, tree, config, old, wanted)
    if config.path and not wanted.force:
        word = "has its types already" if config.types else "is there already"
        raise UsageError(
            word,
            where=os.path.relpath(config.path, start),
            remedy="--force writes the types anew and keeps all other settings",
        )
    proposal = _proposal(tree, config)
    if not proposal.tables or all(table.off for table in proposal.tables):
        raise UsageError(
            "nothing was found to write down",
            remedy="start with a built-in template: holdfast init --type design, or --type adr, nygard, madr, rfc",
        )
    return _checked(tree, _written(old, proposal), old, (), proposal.differs)


def write(settled: Settled) -> None:
    """Write the configuration, and the template it names where that is a copy.

    Raises :class:`~holdfast.errors.WriteError` where that is not possible.
    """
    for path, content in settled.copies:
        os.makedirs(os.path.join(settled.root, os.path.dirname(path)), exist_ok=True)
        create(settled.root, path, content)
    if settled.old is None:
        create(settled.root, NAME, settled.text.encode())
    else:
        replace_file(settled.root, NAME, settled.old, settled.text.encode())


def _old(config: Config, root: str) -> bytes | None:
    """Return the ``holdfast.toml`` that is there.

    Raises :class:`~holdfast.errors.UsageError` where the settings are kept in another file, which is not ours to edit.
    """
    if not config.path:
        return None
    if os.path.basename(config.path) != NAME:
        raise UsageError(
            "holds the settings in [tool.holdfast]", where=os.path.relpath(config.path, root),
            remedy=f"move them to {NAME}, or write [tool.holdfast.type.NAME] there by hand",
        )  # fmt: skip
    with open(config.path, "rb") as file:
        return file.read()


def _proposal(tree: Tree, config: Config, without: Sequence[str] = ()) -> Proposal:
    """Return what discovery finds, some documents left out."""
    guessing = replace(config, types=())
    plan = discover(tree, guessing)
    for one in plan.sets:
        one.documents = [path for path in one.documents if path not in without]
    plan.sets = [one for one in plan.sets if one.documents]
    add_versions(plan, guessing)
    known = {path: len(blobs) for path, blobs in plan.timeline.blobs.items()}
    return propose(plan, guessing, max(known.values(), default=0))


def _written(old: bytes | None, proposal: Proposal) -> str:
    """Return the text of a proposal: a new file, or the old one with its types written anew."""
    if old is None:
        return configuration_text(_HEAD, proposal.entries, proposal.tables)
    return with_tables(without_types(old.decode()), proposal.tables)


def _with_type(start: str, tree: Tree, config: Config, old: bytes | None, wanted: Wanted) -> Settled:
    """Return a configuration with one more type."""
    template, copies = _template(start, tree, wanted)
    name = wanted.type or (template_name(template) if not copies else "design")
    if any(one.name == name for one in config.types):
        raise UsageError(
            f"there is a type {name!r} already", where=NAME, remedy="give the new one another name, or edit the file"
        )
    patterns = [_pattern(start, tree, path) for path in wanted.paths] or [_default_pattern(name, template)]
    named = {path for path in tree.markdown if any(Patterns([pattern]).match(path) for pattern in patterns)} - {
        template
    }
    if wanted.paths and not named:
        raise UsageError("no document is there", where=" ".join(wanted.paths), remedy="name Markdown files or folders")
    nature = (Entry("corpus", "record"),) if wanted.record else ()
    table = Table(("type", name), (Entry("template", template), Entry("documents", patterns), *nature))
    differs: tuple[str, ...] = ()
    if config.types:
        text = (old or b"").decode()
        for one in discover(tree, config).sets:
            shared = sorted(named & set(one.documents))
            if shared:
                text = _given_up(text, one.templates[0].schema.name, shared)
        text = with_tables(text, [table])
    else:
        proposal = _proposal(tree, config, sorted(named))
        tables = [*(one for one in proposal.tables if not one.off or one.entries[0].value != template), table]
        text = _written(old, proposal._replace(tables=tuple(tables)))
        differs = proposal.differs
    return _checked(tree, text, old, copies, differs)


def _given_up(text: str, name: str, paths: Sequence[str]) -> str:
    """Return the configuration with some documents taken from a type."""
    changed = with_patterns(text, name, [f"!{path}" for path in paths])
    if changed is None:
        raise UsageError(
            f"type {name} holds {paths[0]} as well",
            where=NAME,
            remedy=f'add "!{paths[0]}" to its documents, and run this again',
        )
    return changed


def _template(start: str, tree: Tree, wanted: Wanted) -> tuple[str, tuple[Copy, ...]]:
    """Return the template of a type, and the copy to make of a built-in one where a path is given that is not there."""
    known = f"the built-in ones are {', '.join(NAMES)}"
    if not wanted.template:
        if wanted.type in NAMES:
            return f"builtin:{wanted.type}", ()
        own = next((one.path for one in find_templates(tree) if one.schema.name == wanted.type), "")
        if own:
            return own, ()
        raise UsageError(
            f"there is no template for {wanted.type or 'these documents'!r}",
            remedy=f"name one with --template FILE; {known}",
        )
    if wanted.template.startswith("builtin:"):
        if wanted.template.removeprefix("builtin:") not in NAMES:
            raise UsageError(f"there is no template {wanted.template!r}", remedy=known)
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
            "is not there", where=wanted.template, remedy=f"only a built-in template can be copied there; {known}"
        )
    return path, ((path, builtin_template(name)),)


def _pattern(start: str, tree: Tree, path: str) -> str:
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


def _checked(tree: Tree, text: str, old: bytes | None, copies: tuple[Copy, ...], differs: tuple[str, ...]) -> Settled:
    """Read the text back as a configuration, and discover the project with it."""
    config = parse_config(os.path.join(tree.root, NAME), text.encode())
    tree.unsaved = dict(copies)
    tree.markdown |= {path: Stamp(len(content), 0) for path, content in copies}
    return Settled(tree.root, text, old, copies, discover(tree, config), differs)
