"""``init`` carried out: which configuration is written where, and what it leads to once it is read back."""

import os
from collections.abc import Sequence
from typing import NamedTuple

from holdfast.config import Config, parse_config
from holdfast.edits.configuration import Setting, Table, configuration_text, with_patterns, with_tables, without_types
from holdfast.engine.discovery import discover
from holdfast.engine.init import Proposal, propose
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, read_config
from holdfast.engine.wantedtype import Copy, WantedType, wanted_patterns, wanted_template
from holdfast.errors import UsageError
from holdfast.records import replace
from holdfast.template.name import template_name
from holdfast.world.files import Stamp, Tree, walk
from holdfast.world.ignore import Ignore, Patterns
from holdfast.world.replacement import create
from holdfast.world.replacement import replace as replace_file
from holdfast.world.root import project_root

NAME = "holdfast.toml"
_HEAD = """What holdfast check takes the files of this project for; written by holdfast init, and yours to edit.
Paths are relative to this folder, patterns are in the language of .gitignore. With a [type] nothing is
guessed any more. https://github.com/holdfast-docs/holdfast/blob/main/docs/configuration.md"""


class NewConfiguration(NamedTuple):
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


def settle(start: str, wanted: WantedType) -> NewConfiguration:
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


def write(settled: NewConfiguration) -> None:
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


def _with_type(start: str, tree: Tree, config: Config, old: bytes | None, wanted: WantedType) -> NewConfiguration:
    """Return a configuration with one more type."""
    template, copies = wanted_template(start, tree, wanted)
    name = wanted.type or (template_name(template) if not copies else "design")
    if any(one.name == name for one in config.types):
        raise UsageError(
            f"there is a type {name!r} already", where=NAME, remedy="give the new one another name, or edit the file"
        )
    patterns = wanted_patterns(start, tree, wanted, name, template)
    named = {path for path in tree.markdown if any(Patterns([pattern]).match(path) for pattern in patterns)} - {
        template
    }
    if wanted.paths and not named:
        raise UsageError("no document is there", where=" ".join(wanted.paths), remedy="name Markdown files or folders")
    nature = (Setting("corpus", "record"),) if wanted.record else ()
    table = Table(("type", name), (Setting("template", template), Setting("documents", patterns), *nature))
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


def _checked(
    tree: Tree, text: str, old: bytes | None, copies: tuple[Copy, ...], differs: tuple[str, ...]
) -> NewConfiguration:
    """Read the text back as a configuration, and discover the project with it."""
    config = parse_config(os.path.join(tree.root, NAME), text.encode())
    tree.unsaved = dict(copies)
    tree.markdown |= {path: Stamp(len(content), 0) for path, content in copies}
    return NewConfiguration(tree.root, text, old, copies, discover(tree, config), differs)
