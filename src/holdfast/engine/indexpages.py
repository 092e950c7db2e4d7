"""Which pages list the documents of a set: told by what they link to, and never by their names alone."""

from holdfast.binding.lookup import Lookup
from holdfast.engine.fit import Sampler
from holdfast.engine.grouping import is_page, may_list
from holdfast.engine.plan import DocumentSet
from holdfast.world.files import Tree

_MOST = 0.5
"""A page that lists so much of a folder is its index."""


def take_lists_out(found: DocumentSet, sampler: Sampler, lookups: dict[str, Lookup]) -> None:
    """Make index pages of documents whose name suggests it, which list most of the others and answer no section."""
    own = [lookups[one.path] for one in found.templates if one.path in lookups]
    for path in [one for one in found.documents if may_list(one)]:
        others = [one for one in found.documents if one != path]
        if own and sampler.listed_share(path, others) >= _MOST and not sampler.answers(path, own):
            found.documents = others
            found.indexes.append(path)


def add_pages(tree: Tree, sets: list[DocumentSet], sampler: Sampler, taken: set[str]) -> None:
    """Give each set the index pages of its folder, and of the folder above where that lists its documents."""
    documents = {path for one in sets for path in one.documents}
    for one in sets:
        above = one.folder.rpartition("/")[0]
        for path in tree.markdown:
            folder = path.rpartition("/")[0]
            if path in documents or path in taken or not is_page(path):
                continue
            if folder == one.folder or (one.folder and folder == above):
                if sampler.listed_share(path, one.documents) >= _MOST:
                    one.indexes.append(path)
                elif folder == one.folder and folder:
                    one.pages.append(path)
