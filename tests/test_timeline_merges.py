"""The template in force when a document was added, where branches and merges made the history."""

from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from versions import TEMPLATE, V1, V2, asked, old


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


def test_a_template_renamed_on_main_is_found_under_its_old_name_on_a_branch(repo: Repo) -> None:
    repo.commit({"docs/00-TEMPLATE.md": V1})
    repo.branch("idea")
    repo.switch("main")
    repo.move("docs/00-TEMPLATE.md", TEMPLATE)
    repo.commit({TEMPLATE: V2})
    repo.switch("idea")
    repo.commit({"docs/a.md": old("A")})
    repo.switch("main")
    repo.merge("idea")
    assert asked(repo.root) == {"docs/a.md": []}


def test_a_document_of_a_branch_is_held_to_the_template_of_the_branch(repo: Repo) -> None:
    """Although the template on main had changed by then."""
    repo.commit({TEMPLATE: V1})
    repo.branch("idea")
    repo.switch("main")
    repo.commit({TEMPLATE: V2})
    repo.switch("idea")
    repo.commit({"docs/a.md": old("A")})
    repo.switch("main")
    repo.merge("idea")
    assert asked(repo.root) == {"docs/a.md": []}
    repo.commit({"docs/b.md": old("B")})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"]}


def test_a_template_that_changed_on_the_branch_only_counts_for_its_documents(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.branch("idea")
    repo.commit({TEMPLATE: V2, "docs/b.md": old("B")})
    repo.switch("main")
    repo.commit({"docs/c.md": old("C")})
    repo.merge("idea")
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"], "docs/c.md": []}


@pytest.mark.parametrize("renamed", [False, True])
def test_a_document_that_came_into_being_in_a_merge_is_held_to_its_tree(repo: Repo, renamed: bool) -> None:
    repo.commit({TEMPLATE: V1})
    repo.branch("idea")
    repo.commit({"notes.txt": "x"})
    repo.switch("main")
    repo.merge("idea", {"docs/a.md": old("A")})
    repo.commit({TEMPLATE: V2})
    if renamed:
        repo.move("docs/a.md", "docs/b.md")
    assert asked(repo.root) == {"docs/b.md" if renamed else "docs/a.md": []}


def test_a_document_that_got_its_name_in_a_merge_keeps_its_age(repo: Repo) -> None:
    """As when a branch adds one to a folder that was renamed on main meanwhile."""
    repo.commit({TEMPLATE: V1, "docs/z.md": old("Z")})
    repo.branch("idea")
    repo.commit({"docs/a.md": old("A")})
    repo.switch("main")
    repo.move("docs", "design", {"design/TEMPLATE.md": V2})
    repo.git("-c", "merge.directoryRenames=true", "merge", "-q", "--no-ff", "--no-commit", "idea")
    repo.commit()
    repo.commit({"design/b.md": old("B")})
    assert asked(repo.root) == {"design/a.md": [], "design/b.md": ["Risks"], "design/z.md": []}


def test_a_template_that_came_into_being_in_a_merge_counts_from_there(repo: Repo) -> None:
    repo.commit({TEMPLATE: V1, "docs/a.md": old("A")})
    repo.branch("idea")
    repo.commit({"notes.txt": "x"})
    repo.switch("main")
    merge = repo.merge("idea", {TEMPLATE: V2})
    repo.commit({"docs/b.md": old("B")})
    repo.commit({TEMPLATE: V1})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"]}
    [verdict] = [one for one in check(str(repo.root)).verdicts if one.slug == "section-missing"]
    assert verdict.requirement is not None
    assert verdict.requirement.path == f"{TEMPLATE}@{merge[:7]}"
