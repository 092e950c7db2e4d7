"""Templates that stand only in the README of a folder, in a block to copy from, beside the documents that were."""

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.engine.fit import Fit, Sampler, fit
from holdfast.engine.grouping import is_page
from holdfast.engine.templates import Template, compile_at, find_templates
from holdfast.template.part import shows_document
from holdfast.world.files import Problem, Tree, read

_FEWEST = 3
"""With fewer documents that follow it, a block may be an example of anything."""
_SAMPLED = 12


def every_template(tree: Tree, sampler: Sampler) -> list[Template]:
    """Return the templates of a project: files of their own, then those that a page shows.

    Raises :class:`~holdfast.errors.TemplateError` for one with an unreadable directive.
    """
    own = find_templates(tree)
    return [*own, *_shown_templates(tree, sampler, own)]


def _shown_templates(tree: Tree, sampler: Sampler, known: list[Template]) -> list[Template]:
    """Return the templates in the pages of folders that have none of their own, as far as half of the documents follow them.

    A page counts with exactly one block of Markdown that shows a document to fill in, with its title and two sections.
    """
    homes = {one.home for one in known}
    found = []
    for path in tree.markdown:
        folder = path.rpartition("/")[0]
        if folder and folder not in homes and is_page(path) and (template := _shown(tree, path, folder)):
            beside = [one for one in tree.markdown if one.rpartition("/")[0] == folder and not is_page(one)]
            if _followed(sampler, template, beside):
                found.append(template)
    return found


def _shown(tree: Tree, path: str, folder: str) -> Template | None:
    raw = read(tree, path)
    if isinstance(raw, Problem) or not shows_document(raw):
        return None
    template = compile_at(tree, path, folder)
    return template if template and template.schema.required else None


def _followed(sampler: Sampler, template: Template, documents: list[str]) -> bool:
    """Tell whether half of the documents, and several, have half of the sections."""
    lookup = Lookup(template.schema)
    step = max(1, len(documents) // _SAMPLED)
    sampled = [parse for path in documents[::step] if (parse := sampler.parse(path))]
    bound = [Document(template.path, b"", lookup, parse=parse) for parse in sampled]
    following = sum(1 for one in bound if one.share >= 0.5 and fit(one) is Fit.SURE)
    return following >= _FEWEST and following * 2 >= len(sampled)
