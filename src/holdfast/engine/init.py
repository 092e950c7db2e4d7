"""``init``: what discovery found, written down as a configuration that leads to the same result.

Every type is tried as it is written: the configuration is read back by the reader of configurations, the project is
discovered with it, and a set that comes out otherwise than it was guessed is written in a plainer form, in the end
document by document.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from holdfast.config import Config, TypeConfig
from holdfast.edits.configuration import Setting, Table
from holdfast.engine.discovery import discover
from holdfast.engine.grouping import called_as_folder
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.templates import Template
from holdfast.plural import counted
from holdfast.records import replace

_NATURE = {True: "living", False: "record"}
_NUMBERED = "[0-9]*"
_NAMES = 3
"""So many names of pages are named one by one; documents that are called as their folders have as many as there are."""


class Proposal(NamedTuple):
    """A configuration that has been tried."""

    entries: tuple[Setting, ...]
    tables: tuple[Table, ...]
    differs: tuple[str, ...]
    """Folders whose documents are not understood as they were guessed, and why."""


def propose(plan: Plan, config: Config, known: int) -> Proposal:
    """Return the configuration that says what discovery guessed.

    ``known`` is the number of versions of its templates that history knows.
    """
    names = _names([(one, template) for one in plan.sets for template in one.templates])
    tables: list[Table] = []
    differs: list[str] = []
    for one in plan.sets:
        shares = _shares(plan, one, config)
        if len(one.templates) > 1:
            differs.append(
                f"{one.folder or '.'}: documents are bound to the one of {len(one.templates)} templates each fits today"
            )
        for template, documents in shares:
            name = names[one.folder, template.path]
            if name != template.schema.name:
                differs.append(f"{one.folder or '.'}: the type is called {name}, as {template.schema.name} is taken")
            tables.append(_table(plan, config, one, template, documents, name))
    tables += [_unused(template, names) for template in plan.unused]
    return Proposal(tuple(_entries(known)), tuple(tables), tuple(differs))


def _entries(known: int) -> Iterable[Setting]:
    """Yield the settings of the whole project, each with its default."""
    versions = {0: "History knows nothing of the templates yet.", 1: "History knows one version of the templates."}
    yield Setting(
        "template-version",
        "date",
        'Each document is held to the template of its time ("date"), to the version it fits best ("best"),\n'
        f'or to today\'s ("latest"). {versions.get(known, f"History knows {known} versions of the templates.")}',
    )
    yield Setting(
        "default-status",
        "draft",
        "The role of a document that gives no status: research, draft, active, deprecated, superseded, pointer.",
    )
    yield Setting(
        "exclude",
        ["docs/archive/"],
        "Nothing is left out but what .gitignore names and folders of dependencies. More, in its language:",
        off=True,
    )


def _names(pairs: Sequence[tuple[DocumentSet, Template]]) -> dict[tuple[str, str], str]:
    """Name the types after their templates; where two would share a name, a folder is added."""
    names: dict[tuple[str, str], str] = {}
    for found, template in pairs:
        name = template.schema.name
        parts = [part for part in found.folder.split("/") if part]
        while name in names.values() and parts:
            name = f"{parts.pop()}-{name}"
        number = 2
        base = name
        while name in names.values():
            name, number = f"{base}-{number}", number + 1
        names[found.folder, template.path] = name
    return names


def _shares(plan: Plan, found: DocumentSet, config: Config) -> list[tuple[Template, list[str]]]:
    """Return the documents of a set by the template each is bound to today: a type has one template."""
    if len(found.templates) == 1:
        return [(found.templates[0], found.documents)]
    from holdfast.engine.judge import bind
    from holdfast.world.files import Problem, read

    shares: dict[str, list[str]] = {template.path: [] for template in found.templates}
    for path in found.documents:
        raw = read(plan.tree, path)
        if not isinstance(raw, Problem):
            shares[bind(plan.tree, path, raw, found, replace(config, template_version="latest")).schema.path].append(
                path
            )
    return [(template, shares[template.path]) for template in found.templates]


def _table(
    plan: Plan, config: Config, found: DocumentSet, template: Template, documents: list[str], name: str
) -> Table:
    """Return the table of one type, in the first form that is understood as it was guessed."""
    for patterns, index in _forms(plan, found, template, documents):
        tried = TypeConfig(name, template.path, patterns, index, template.schema.side_file, found.living)
        if _same(plan, config, found, template, documents, tried):
            break
    entries = [
        Setting("template", template.path),
        Setting("documents", list(patterns)),
        *([Setting("index", list(index))] if index else []),
        *([Setting("side-file", template.schema.side_file)] if template.schema.side_file else []),
        Setting("corpus", _NATURE[found.living], _why_nature(found)),
    ]
    return Table(("type", name), tuple(entries), _why(found, template, len(documents), index))


def _forms(
    plan: Plan, found: DocumentSet, template: Template, documents: list[str]
) -> Iterable[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield patterns for documents and index pages, the shortest first; the last is a list of the documents."""
    from holdfast.world.ignore import escaped, literal

    folder = f"{escaped(found.folder)}/" if found.folder else "/"
    globs = [(f"{folder}*/README.md",)] if template.paged else _globs(folder, documents)
    exact = [literal(path) for path in documents]
    indexes = tuple(literal(page) for page in found.indexes)
    for patterns in globs:
        others = _matched(plan, patterns) - set(documents) - {template.path}
        left_out = tuple(f"!{literal(path)}" for path in sorted(others))
        with_index = tuple(one for one in left_out if one[1:] not in indexes)
        yield (*patterns, *with_index), indexes
        yield (*patterns, *left_out), indexes
        yield (*patterns, *(one for one in left_out if not _paged(one))), ()
        yield (*patterns, *left_out), ()
    yield tuple(exact), indexes
    yield tuple(exact), ()


def _globs(folder: str, documents: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the patterns that may say which files of a folder, or pages of the folders in it, are documents."""
    suffixes = sorted({path[path.rindex(".") :] for path in documents}) or [".md"]
    if len(suffixes) != 1:
        return []
    depth = len(folder.strip("/").split("/")) if folder.strip("/") else 0
    if documents and all(path.count("/") == depth + 1 for path in documents):
        names = {path.rpartition("/")[2] for path in documents if not called_as_folder(path)}
        wide = len(names) > _NAMES or any(map(called_as_folder, documents))
        return [
            tuple(f"{folder}*/{name}" for name in (*sorted(names)[:_NAMES], *([f"*{suffixes[0]}"] if wide else [])))
        ]
    return [(f"{folder}*{suffixes[0]}",)]


def _paged(pattern: str) -> bool:
    from holdfast.engine.grouping import is_page

    return is_page(pattern)


def _matched(plan: Plan, wanted: tuple[str, ...]) -> set[str]:
    from holdfast.world.ignore import Patterns

    patterns = Patterns(wanted)
    return {path for path in plan.tree.markdown if patterns.match(path)}


def _same(
    plan: Plan, config: Config, found: DocumentSet, template: Template, documents: list[str], tried: TypeConfig
) -> bool:
    """Tell whether a type is understood as its set was guessed."""
    settled = discover(plan.tree, replace(config, types=(tried,))).sets[0]
    whole = len(found.templates) == 1
    return (
        settled.documents == documents
        and settled.indexes == found.indexes
        and (settled.pages == found.pages or not whole)
        and settled.living == found.living
        and settled.folder == found.folder
        and [one.path for one in settled.templates] == [template.path]
    )


def _why(found: DocumentSet, template: Template, count: int, index: tuple[str, ...]) -> str:
    how = "shown there, to copy" if template.shown else "found by its name"
    said = "built in; no template lies in the project" if template.builtin else how
    where = found.folder or "the root"
    documents = counted(count, "document")
    pages = "" if not found.indexes else f"\nIndex: {', '.join(found.indexes)}" + ("" if index else ", found by itself")
    return f"{documents} in {where}, from {template.path} ({said}).{pages}"


def _why_nature(found: DocumentSet) -> str:
    if found.living:
        return "Kept true: paths, symbols and examples in them are held against the repository."
    return "True on the day they were accepted, and left as they are: a guess from their names and numbers."


def _unused(template: Template, names: dict[tuple[str, str], str]) -> Table:
    """Return a table to uncomment for a template that no document was written from."""
    taken = set(names.values())
    name = template.schema.name if template.schema.name not in taken else f"{template.schema.name}-2"
    home = f"{template.home}/" if template.home else "/"
    pattern = f"{home}*/README.md" if template.paged else f"{home}*.md"
    comment = f"No document was written from {template.path}. Where some are to be:"
    return Table(
        ("type", name), (Setting("template", template.path), Setting("documents", [pattern])), comment, off=True
    )
