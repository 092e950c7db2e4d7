"""Where new documents of a project go: each template with the folder its documents lie in."""

import os
import re
from collections import Counter
from typing import NamedTuple

from holdfast.binding.numbers import in_own_folder, is_folder_page
from holdfast.builtin import NAMES, PLAIN
from holdfast.config import Config
from holdfast.engine.discovery import named_template
from holdfast.engine.fit import builtin
from holdfast.engine.grouping import called_as_folder
from holdfast.engine.plan import DocumentSet, Plan
from holdfast.engine.templates import Template, compile_at
from holdfast.errors import UsageError
from holdfast.world.files import include

_FOLDERS = {"design": "docs/design", "rfc": "docs/rfcs"}
_RECORDS = "docs/adr"


class Home(NamedTuple):
    """A template with one folder of its documents."""

    name: str
    """Of the type."""
    template: Template
    folder: str
    """Relative to the root; empty for the root itself."""
    documents: tuple[str, ...] = ()
    """Those right in the folder; of paged ones the page."""
    indexes: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """What the file of a document is called where each is a folder with a page, such as ``README.md``; else empty."""
        names = [path.rpartition("/")[2] for path in (self.template.path, *self.documents)]
        own, *others = names
        pages = Counter(filter(is_folder_page, others))
        if self.template.paged:
            return own
        return pages.most_common(1)[0][0] if pages.total() * 2 > len(others) else ""

    def page_of(self, name: str) -> str:
        """Return what the page of a folder called ``name`` is called; empty where documents are no folders."""
        named = [path for path in self.documents if called_as_folder(path)]
        return f"{name}.md" if len(named) * 2 > len(self.documents) else self.page


def homes(plan: Plan, config: Config) -> list[Home]:
    """Return every template of the project with each folder that has documents of it, or would."""
    found: list[Home] = []
    for number, one in enumerate(plan.sets):
        settled = config.types[number].documents if one.settled and number < len(config.types) else ()
        for template in one.templates:
            if template.builtin and template.schema.name == PLAIN:
                continue
            for folder, documents in _folders(one, settled).items():
                found.append(Home(template.schema.name, template, folder, tuple(documents), tuple(one.indexes)))
    found += [Home(one.schema.name, one, _likely_folder(plan, one)) for one in plan.unused]
    return found


def choose(plan: Plan, config: Config, start: str, wanted: str = "", folder: str | None = None) -> list[Home]:
    """Return the homes that a request leaves open: exactly one where it is clear, several where somebody has to say.

    ``wanted`` is the name of a type, the path of a template as typed in ``start``, or ``builtin:NAME``; ``folder``
    is relative to the root. Where neither says, the folder one stands in does.

    Raises :class:`~holdfast.errors.UsageError` for a template that is not there.
    """
    known = homes(plan, config)
    left = _named(plan, known, start, wanted) if wanted else known
    if folder is not None and left:
        inside = [one for one in left if one.folder == folder]
        # A folder without documents takes the template of the nearest one that has some, or the only one there is.
        return inside or [_moved(one, folder) for one in _nearest(left, folder)]
    here = os.path.relpath(os.path.abspath(start), plan.tree.root).replace(os.sep, "/")
    standing = [one for one in left if one.folder and (here + "/").startswith(one.folder + "/")]
    deepest = max((len(one.folder) for one in standing), default=0)
    return [one for one in standing if len(one.folder) == deepest] or left


def builtin_homes() -> list[Home]:
    """Return the built-in templates with the folders they suggest."""
    return [Home(name, builtin(name), _FOLDERS.get(name, _RECORDS)) for name in NAMES]


def parent_of(path: str) -> str:
    """Return the folder that a document counts to: of ``docs/0012-name/README.md`` and ``docs/0012/0012-name.md`` it is ``docs``."""
    folder = path.rpartition("/")[0]
    return folder.rpartition("/")[0] if is_folder_page(path) or in_own_folder(path) else folder


def _folders(found: DocumentSet, patterns: tuple[str, ...]) -> dict[str, list[str]]:
    """Group a set's documents by folder, the fullest first; without documents, the folder its patterns begin with.

    A set that was found is of one folder, or of the pages of the folders in it.
    """
    if not found.settled and found.documents:
        return {found.folder: found.documents}
    counted = Counter(parent_of(path) for path in found.documents)
    folders = {
        folder: [one for one in found.documents if parent_of(one) == folder] for folder, _ in counted.most_common()
    }
    if not folders:
        return {_fixed(next((one for one in patterns if not one.startswith("!")), found.folder)): []}
    # One type may reach into many folders; then the fullest is meant, unless somebody says otherwise.
    return dict(list(folders.items())[:1])


def _fixed(pattern: str) -> str:
    """Return the folders of a pattern that hold no wildcard."""
    fixed = re.match(r"/?((?:[^*?\[/]+/)*)", pattern)
    return fixed[1].rstrip("/") if fixed else ""


def _likely_folder(plan: Plan, template: Template) -> str:
    """Return where documents of a template without any would go: beside it, or where its folder of templates points."""
    if template.folder == template.home or template.paged:
        return template.home
    stem = template.schema.name
    for name in (stem, f"{stem}s"):
        path = f"{template.home}/{name}".lstrip("/")
        if os.path.isdir(plan.tree.absolute(path)):
            return path
    return f"{template.home}/{stem}".lstrip("/")


def _named(plan: Plan, known: list[Home], start: str, wanted: str) -> list[Home]:
    """Return the homes of the template that is asked for."""
    if wanted.startswith("builtin:"):
        name = wanted.removeprefix("builtin:")
        own = [one for one in builtin_homes() if one.name == name]
        if not own:
            raise UsageError(f"there is no built-in template {name!r}", remedy=f"there are {_builtin_names()}")
        return [one for one in known if one.template.path == wanted] or own
    path = os.path.relpath(os.path.join(os.path.abspath(start), wanted), plan.tree.root).replace(os.sep, "/")
    if os.path.isfile(plan.tree.absolute(path)) and not path.startswith("../"):
        return [one for one in known if one.template.path == path] or [_at(plan, path)]
    found = [one for one in known if wanted in (one.name, one.template.path.rpartition("/")[2])]
    if found:
        return found
    names = sorted({one.name for one in known})
    own = [one for one in builtin_homes() if one.name == wanted]
    if own:
        return own
    here = f"the types of this project are {', '.join(names)}; " if names else ""
    raise UsageError(
        f"there is no template {wanted!r}", remedy=f"{here}name one of them, a file, or one of {_builtin_names()}"
    )


def _at(plan: Plan, path: str) -> Home:
    """Return the home of a template that discovery did not take for one."""
    include(plan.tree, path)
    template = named_template(plan.tree, path) or compile_at(plan.tree, path, path.rpartition("/")[0])
    if template is None:
        raise UsageError("cannot be read as a template", where=path, remedy="name a Markdown file")
    return Home(template.schema.name, template, template.home)


def _builtin_names() -> str:
    return ", ".join(f"builtin:{name}" for name in NAMES)


def _nearest(left: list[Home], folder: str) -> list[Home]:
    """Return the homes whose folder, or whose template's home, is nearest above a folder."""
    if len({one.template.path for one in left}) == 1:
        return left[:1]
    above = [one for one in left if not one.template.home or (folder + "/").startswith(one.template.home + "/")]
    deepest = max((len(one.template.home) for one in above), default=0)
    nearest = [one for one in above if len(one.template.home) == deepest]
    return nearest[:1] if len({one.template.path for one in nearest}) == 1 else (nearest or left)


def _moved(home: Home, folder: str) -> Home:
    """Return a home for another folder, with no documents there; its numbers and names are still the model."""
    return home._replace(folder=folder)
