"""Which files of a project belong together, and which templates could bind them."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from holdfast.binding.numbers import in_own_folder
from holdfast.engine.templates import Template
from holdfast.patterns import pattern
from holdfast.world.files import Tree

_ABOUT_PROJECT = pattern(
    r"(?:contributing|change[-_ ]?log|changes|code[-_ ]of[-_ ]conduct|licen[sc]e|notice|copying|authors|code[-_]?owners|agents|claude)\.",
    re.IGNORECASE,
)
_LISTS = pattern(
    r"(?:(?:\d+|adrs?|mdrs?|rf[cd]s?|[a-z]?[ekp]ips?|[kp]eps?|decisions?|records?|designs?|architecture|architectural|proposals?|of|the|all)[-_. ]+)*"
    r"(?:index|toc|map|contents|overview|list|log|verzeichnis|übersicht|índice|indice|sommaire|索引|目录|目次|一覧)"
    r"(?:[-_. ]+(?:of|the|all|adrs?|rf[cd]s?|decisions?|records?|designs?|proposals?))*\Z",
    re.IGNORECASE,
)
_PAGE = pattern(r"(?:(?i:readme|index|_index|toc|contents)|SUMMARY)\.(?:md|markdown)\Z")
_NUMBERED = pattern(r"(?:[a-z]{1,5}[-_])?(?:\d{2,5}|N{3,5})(?:[-_.]|\Z)", re.IGNORECASE)
"""A number, or what stands for one that is given later."""
_NUMBERED_FOLDER = pattern(
    rf"{_NUMBERED.pattern}|(?:[a-z]{{1,5}}[-_]\d{{1,5}}|(?!(?:19|20)\d\d\Z)\d{{2,5}})\Z", re.IGNORECASE
)
"""A folder may be called by its number alone; one called by a year holds what was written then."""


class Group(NamedTuple):
    """Files that may have been written from one template."""

    folder: str
    paged: bool
    """Whether they are pages of folders, as ``0012-name/README.md``, which belong to the folder of these folders."""
    apart: bool
    """Whether each has to fit on its own, because all kinds of files lie there."""


def is_page(path: str) -> bool:
    """Tell whether a path is called as pages are that list or introduce others: README, index, SUMMARY."""
    return _PAGE.match(path.rpartition("/")[2]) is not None


def may_list(path: str) -> bool:
    """Tell whether the name of a file suggests that it lists those beside it, as ``ADR-000-index.md`` does."""
    return _LISTS.match(path.rpartition("/")[2].rpartition(".")[0]) is not None


def is_about_project(path: str) -> bool:
    """Tell whether a file is called as those are that any folder may hold and no template is for: ``CHANGELOG.md``."""
    return _ABOUT_PROJECT.match(path.rpartition("/")[2]) is not None


def is_numbered(path: str) -> bool:
    """Tell whether a file's name begins with a number, or with what stands for one."""
    return _NUMBERED.match(path.rpartition("/")[2]) is not None


def groups(paths: Iterable[str]) -> dict[Group, list[str]]:
    """Group files by folder; pages of folders that have numbers are of one kind, those of others need not be.

    A file that carries the number of its folder, ``0007/0007-name.md``, belongs to the folder of these folders, and so does the
    only one in a folder with a number, ``2021-name/design.md``, that has none of its own.
    """
    found = list(paths)
    beside = Counter(path.rpartition("/")[0] for path in found)
    groups: dict[Group, list[str]] = {}
    for path in found:
        folder, _, name = path.rpartition("/")
        parent, _, own = folder.rpartition("/")
        numbered = _NUMBERED.match(own) is not None
        alone = parent and numbered and beside[folder] == 1 and not _NUMBERED.match(name)
        if not (_PAGE.match(name) or alone):
            home = parent if parent and in_own_folder(path) else folder
            groups.setdefault(Group(home, paged=False, apart=not home), []).append(path)
        elif folder:
            groups.setdefault(Group(parent, paged=True, apart=not (parent and numbered)), []).append(path)
    return groups


def called_as_folder(path: str) -> bool:
    """Tell whether a document is called as its folder is: ``docs/0012/0012.md``."""
    folder, _, name = path.rpartition("/")
    return folder != "" and name.rpartition(".")[0].casefold() == folder.rpartition("/")[2].casefold()


def beside(tree: Tree, templates: list[Template]) -> dict[str, str]:
    """Return the folders above those in which nothing but templates lies, by the path of the template.

    What is written from a template in ``scripts/`` or ``.github/`` lies beside that folder and not in it, and, as such
    a folder may as well wait for its first document, no deeper.
    """
    names = {template.path for template in templates}
    alone = (one for one in templates if one.folder == one.home and names.issuperset(tree.folders.get(one.folder, ())))
    return {one.path: one.folder.rpartition("/")[0] for one in alone if one.folder}


def candidates(templates: list[Template], aside: dict[str, str], group: Group) -> list[list[Template]]:
    """Return the templates whose home holds a group, the nearest homes first, then those that lie ``aside``.

    Pages of folders without numbers are looked at only right below a home.
    """

    def meant(home: str) -> bool:
        below = not home or group.folder.startswith(home + "/")
        return group.folder == home or (below and not (group.paged and group.apart))

    above = [one for one in templates if meant(one.home)]
    fitting = [one for one in above if one.paged == group.paged] or [one for one in above if not one.paged]
    homes = sorted({one.home for one in fitting}, key=len, reverse=True)
    levels = [[one for one in fitting if one.home == home] for home in homes]
    more = [one for one in templates if one not in above and aside.get(one.path) == group.folder]
    return [*levels, more] if more else levels
