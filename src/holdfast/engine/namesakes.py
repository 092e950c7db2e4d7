"""Documents that are called after their template: ``specs/012-search/plan.md`` after ``templates/plan-template.md``."""

from collections.abc import Iterator

from holdfast.binding.lookup import Lookup
from holdfast.engine.fit import Fit, Sampler
from holdfast.engine.plan import DocumentSet
from holdfast.engine.templates import Template
from holdfast.markdown.plain import slug


def namesakes(
    sampler: Sampler, templates: list[Template], paths: list[str], lookups: dict[str, Lookup]
) -> Iterator[DocumentSet]:
    """Yield the sets of documents that lie one in each folder and are called as a template in a folder of templates is.

    What lies beside them may be anything. At least half of them have to be written from it, and one surely.
    """
    for template in templates:
        if template.home == template.folder or template.paged:
            continue
        for documents in _side_by_side(template, paths).values():
            fits = [sampler.best(path, [lookups[template.path]]) for path in documents]
            used = len(fits) - fits.count(Fit.NONE)
            if Fit.SURE in fits and used * 2 >= len(fits):
                yield DocumentSet(_common(documents), (template,), documents)


def _side_by_side(template: Template, paths: list[str]) -> dict[str, list[str]]:
    """Return the files of a template's name by the folder that holds their folders."""
    base = _visible(template.home)
    found: dict[str, list[str]] = {}
    for path in paths:
        folder, _, name = path.rpartition("/")
        above, _, _ = folder.rpartition("/")
        below = not base or folder.startswith(base + "/")
        if above and below and slug(name.rpartition(".")[0]) == template.schema.name:
            found.setdefault(above, []).append(path)
    return found


def _visible(folder: str) -> str:
    """Return the folder that holds a hidden one, as ``.specify`` is hidden: documents lie beside it."""
    parts = folder.split("/") if folder else []
    hidden = next((number for number, part in enumerate(parts) if part.startswith(".")), len(parts))
    return "/".join(parts[:hidden])


def _common(paths: list[str]) -> str:
    """Return the folder that holds the folders of all, or that of the only one."""
    folders = {path.rpartition("/")[0] for path in paths}
    first = next(iter(folders))
    return first if len(folders) == 1 else first.rpartition("/")[0]
