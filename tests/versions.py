"""Two versions of a template, the documents of each, and what a run asks of them: shared by the tests of time."""

import os
from pathlib import Path

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.model.result import Result
from samples import document, said, template

OLD = ("Context", "Decision")
NEW = (*OLD, "Risks")
V1, V2 = template(*OLD), template(*NEW)
TEMPLATE = "docs/TEMPLATE.md"
BROKEN = document("A", "Context") + "\nSee [the plan](plan.md).\n"
"""Lacks a section of both versions and has a link to nothing."""


def asked(root: Path, **options: object) -> dict[str, list[str]]:
    """Return the missing sections that are asked for, by document; every document is listed."""
    result = check(str(root), **options)
    asked = {one.path: [] for one in result.documents}
    for one in result.verdicts:
        if one.slug == "section-missing":
            assert one.outcome.value == "broken"
            asked[one.path].append(one.found.split("`")[1])
    return asked


def old(title: str) -> str:
    """A document of the first version."""
    return document(title, *OLD)


def two_versions(path: Path) -> Repo:
    """A repository in which a.md lacks nothing of its time, and b.md lacks the section that the template has by then."""
    repo = Repo(path)
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    repo.commit({"docs/b.md": old("B")})
    return repo


def age(root: Path) -> None:
    """Let the files look old, so that a run over them is kept."""
    for folder, _, names in os.walk(root):
        for path in (folder, *(os.path.join(folder, name) for name in names)):
            os.utime(path, (1_700_000_000, 1_700_000_000))


def missing(result: Result) -> list[str]:
    """Return the paths of the documents that lack a section."""
    return [path for path, _ in said(result, "section-missing")]
