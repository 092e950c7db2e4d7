"""From any folder of a project: its templates, the documents written from each, their index pages.

Which template binds when several could: the configuration's; else the nearest, where one in the
documents' own folder is nearer than one above; among equally near ones the one whose required
sections and fields the document fills best; then the first by path. Built-in templates are tried
last, on folders that look like decision records, proposals or design documents.
"""

import re

from holdfast.binding.facts import links
from holdfast.binding.lookup import Lookup
from holdfast.binding.numbers import own_name
from holdfast.binding.targets import resolve
from holdfast.builtin import NAMES
from holdfast.config import Config, TypeConfig
from holdfast.engine.fit import Fit, Sampler
from holdfast.engine.grouping import (
    Group,
    beside,
    candidates,
    groups,
    is_about_project,
    is_numbered,
    is_page,
)
from holdfast.engine.indexpages import add_pages, take_lists_out
from holdfast.engine.inpages import every_template
from holdfast.engine.namesakes import namesakes
from holdfast.engine.plainly import plain_documents
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.templates import Template, compile_at
from holdfast.errors import UsageError
from holdfast.markdown.parser import parse
from holdfast.patterns import pattern
from holdfast.suggest import suggestion
from holdfast.world.files import Tree
from holdfast.world.ignore import Patterns

_RECORDS = pattern(
    r"(?:adrs?|decisions?|decision[-_]records?|architecture[-_]decisions?|rfcs?|proposals?|designs?|design[-_]docs?|madr)\Z",
    re.IGNORECASE,
)
_LONG_NUMBER = pattern(r"(?:[a-z]{1,5}[-_])?\d{3,5}(?:[-_.]|\Z)|[a-z]{2,5}-\d+\b", re.IGNORECASE)
_RECORD_WORD = pattern(
    r"\b(?:adrs?|decision[-_]?records?|decisions?|madr|nygard|rfcs?|[a-z]?eips?|keps?|peps?|rfds?|proposals?|accepted|rejected|withdrawn)\b",
    re.IGNORECASE,
)
_DECISIONS = frozenset({"adr", "madr", "nygard"})
"""Built-in templates whose documents are decisions wherever they lie; those of proposals fit living documents as well."""
_ROOT_PAGES = pattern(
    r"(?:readme|contributing|changelog|changes|code[-_]of[-_]conduct|security|license|authors|governance|support|agents|claude)\b",
    re.IGNORECASE,
)


def discover(tree: Tree, config: Config, given: list[Template] | None = None) -> Plan:
    """Find out what a project's documents are.

    ``given`` are templates to take in place of those that lie in the tree today.

    Raises :class:`~holdfast.errors.UsageError` where the configuration names a template that is not there.
    """
    if config.types:
        return Plan(tree, [_settled(tree, config, one, given) for one in config.types])
    sampler = Sampler(tree)
    templates = every_template(tree, sampler) if given is None else [one for one in given if not one.builtin]
    lookups = {template.path: Lookup(template.schema, dict(config.aliases)) for template in templates}
    taken = {template.path for template in templates}
    # A folder of templates holds nothing that was written from one.
    apart = {template.folder for template in templates if template.home != template.folder}
    sets: list[DocumentSet] = []
    about = _about_templates(sampler, tree, templates, lookups)
    loose = [path for path in tree.markdown if path not in taken | about and path.rpartition("/")[0] not in apart]
    aside = beside(tree, templates)
    for found in namesakes(sampler, templates, loose, lookups):
        found.living = config.living if config.living is not None else not is_record(found)
        sets.append(found)
    named = {path for one in sets for path in one.documents}
    loose = [path for path in loose if path not in named]
    for group, paths in groups(loose).items():
        bound = _bind_group(sampler, group, paths, candidates(templates, aside, group), lookups)
        if bound is None and not (group.folder and group.apart):
            bound = _builtin_group(sampler, group.folder, paths, config)
            if bound is None and not group.paged and not any(one.home == group.folder for one in templates):
                bound = plain_documents(sampler, group.folder, paths)
        if bound:
            take_lists_out(bound, sampler, lookups)
            bound.living = config.living if config.living is not None else not is_record(bound)
            sets.append(bound)
    add_pages(tree, sets, sampler, {template.path for template in templates if not template.shown})
    used = {template.path for one in sets for template in one.templates}
    return Plan(tree, sets, [template for template in templates if template.path not in used])


def _about_templates(sampler: Sampler, tree: Tree, templates: list[Template], lookups: dict[str, Lookup]) -> set[str]:
    """Return the pages a template refers its reader to that were not written from it: they tell how to, and are no documents."""
    known = set(tree.markdown)
    found = set()
    for template in templates:
        for link in links(parse(template.raw)):
            path = resolve(template.path, link.target) if link.target else None
            if path in known and sampler.best(path, [lookups[template.path]]) is Fit.NONE:
                found.add(path)
    return found


def is_record(found: DocumentSet) -> bool:
    """Guess whether documents are a record: true on the day they were accepted, and left as they are.

    Numbers of three and more digits are given once and for ever; folders and types of decisions and
    proposals are records by their nature.
    """
    folders = (found.folder, *(one.folder for one in found.templates))
    named = (one.schema.name for one in found.templates if not one.builtin or one.schema.name in _DECISIONS)
    words = {*(one.rpartition("/")[2] for one in folders), *named}
    if any(_RECORD_WORD.search(word) for word in words):
        return True
    numbered = sum(1 for path in found.documents if _LONG_NUMBER.match(own_name(path)))
    return numbered * 2 > len(found.documents)


def _bind_group(
    sampler: Sampler, group: Group, paths: list[str], levels: list[list[Template]], lookups: dict[str, Lookup]
) -> DocumentSet | None:
    """Bind a group to the nearest templates that fit it."""
    for templates in levels:
        own = [lookups[template.path] for template in templates]
        if group.apart:
            own_pages = [path for path in paths if group.folder or not _ROOT_PAGES.match(path)]
            documents = [path for path in own_pages if sampler.best(path, own) is Fit.SURE]
        else:
            fits = [sampler.best(path, own) for path in _sample(paths)]
            lies_here = any(template.folder == group.folder for template in templates)
            meant_for_here = any(template.home == group.folder for template in templates) and any(
                fit is not Fit.NONE for fit in fits
            )
            mostly_sure = fits.count(Fit.SURE) * 2 >= len(fits)
            documents = paths if lies_here or meant_for_here or mostly_sure else []
            documents = [
                path for path in documents if not is_about_project(path) or sampler.best(path, own) is Fit.SURE
            ]
        if documents:
            return DocumentSet(group.folder, tuple(templates), documents)
    return None


def _sample(paths: list[str], size: int = 8) -> list[str]:
    """Return a few paths spread evenly over a list, the first and the last among them."""
    if len(paths) <= size:
        return paths
    return [paths[round(index * (len(paths) - 1) / (size - 1))] for index in range(size)]


def _builtin_group(sampler: Sampler, folder: str, paths: list[str], config: Config) -> DocumentSet | None:
    """Bind a folder without a template that looks like records to the built-in template that fits best."""
    name = folder.rpartition("/")[2]
    numbered = [path for path in paths if is_numbered(path)]
    if not (_RECORDS.match(name) or (len(numbered) >= 3 and len(numbered) * 2 > len(paths))):
        return None
    chosen = sampler.builtin(_sample(numbered or paths), config)
    if chosen is None:
        return None
    template, lookup = chosen
    documents = (
        paths
        if not numbered
        else [path for path in paths if path in numbered or sampler.best(path, [lookup]) is not Fit.NONE]
    )
    return DocumentSet(folder, (template,), documents)


def _settled(tree: Tree, config: Config, wanted: TypeConfig, given: list[Template] | None) -> DocumentSet:
    """Build the set that a ``[type.NAME]`` table describes; paths are relative to the project's root."""
    template = next((one for one in given or () if one.path == wanted.template), None)
    template = template or named_template(tree, wanted.template, wanted.name, wanted.side_file)
    if template is None:
        key = f"type.{wanted.name}.template"
        known = [f"builtin:{name}" for name in NAMES]
        remedy = (
            suggestion(wanted.template, known)
            if wanted.template.startswith("builtin:")
            else "name a Markdown file, or builtin:NAME"
        )
        raise UsageError(f"{key}: {wanted.template} is not there", where=config.where(key), remedy=remedy)
    spec = Patterns(wanted.documents)
    index = Patterns(wanted.index)
    indexes = [path for path in tree.markdown if wanted.index and index.match(path)]
    documents = [path for path in tree.markdown if spec.match(path) and path != template.path and path not in indexes]
    if not wanted.index:
        pages = Patterns(tuple(one for one in wanted.documents if is_page(one) and not one.startswith("!")))
        documents = [path for path in documents if template.paged or not is_page(path) or pages.match(path)]
    found = DocumentSet(_common(documents), (template,), documents, indexes, settled=True)
    said = wanted.living if wanted.living is not None else config.living
    found.living = not is_record(found) if said is None else said
    if not wanted.index:
        add_pages(tree, [found], Sampler(tree), set() if template.shown else {template.path})
    return found


def named_template(tree: Tree, path: str, name: str = "", side_file: str = "") -> Template | None:
    """Return the template a path or ``builtin:NAME`` names, or ``None`` where there is none."""
    from holdfast.engine.fit import builtin

    if path.startswith("builtin:"):
        try:
            return builtin(path.removeprefix("builtin:"), name)
        except KeyError:
            return None
    folder = path.rpartition("/")[0]
    paged = is_page(path)
    return (
        compile_at(tree, path, folder, paged=paged, name=name, side_file=side_file) if path in tree.markdown else None
    )


def _common(paths: list[str]) -> str:
    """Return the deepest folder that holds all paths."""
    if not paths:
        return ""
    parts = [path.split("/")[:-1] for path in paths]
    shared = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "/".join(shared)
