"""Where the version of a template is told by git, wherever the project lies in it."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine import dating
from holdfast.engine.check import check
from holdfast.world import history
from samples import document, slugs
from versions import OLD, TEMPLATE, V1, V2, age, missing, two_versions

Holdfast = Callable[..., Done]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return two_versions(tmp_path / "repo")


def test_before_the_first_commit_the_template_of_today_counts(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "new")
    repo.write({TEMPLATE: V1, "docs/a.md": document("A", *OLD)})
    repo.git("add", ".")
    repo.write({TEMPLATE: V2})
    age(repo.root)
    result = check(str(repo.root))
    assert slugs(result) == {"section-missing": 1}
    assert "section-missing" in holdfast(repo.root, "check", "--format", "concise").out
    repo.git("commit", "-q", "-m", "The first version, as it was added")
    assert "section-missing" not in holdfast(repo.root, "check", "--format", "concise").out


def test_a_linked_worktree_has_the_same_history(repo: Repo) -> None:
    repo.git("worktree", "add", "-q", "--detach", str(repo.root.parent / "linked"))
    assert missing(check(str(repo.root.parent / "linked"))) == ["docs/b.md"]


def test_a_commit_in_a_linked_worktree_is_noticed(repo: Repo, holdfast: Holdfast) -> None:
    linked = repo.root.parent / "linked"
    repo.git("worktree", "add", "-q", "-b", "side", str(linked))
    (linked / "docs" / "c.md").write_text(document("C", *OLD))
    (linked / TEMPLATE).write_text(V1)
    age(linked)
    assert [line.split(":")[0] for line in holdfast(linked, "check", "--format", "concise").out.splitlines()] == [
        "docs/b.md"
    ]
    repo.git("-C", str(linked), "add", "docs/c.md")
    repo.git("-C", str(linked), "commit", "-q", "-m", "C, beside the template that main has")
    assert [line.split(":")[0] for line in holdfast(linked, "check", "--format", "concise").out.splitlines()] == [
        "docs/b.md",
        "docs/c.md",
    ]


def test_the_documents_of_a_submodule_belong_to_it(repo: Repo) -> None:
    outer = Repo(repo.root.parent / "outer")
    outer.commit({TEMPLATE: V1, "docs/c.md": document("C", "Context")})
    outer.git("submodule", "add", "-q", f"file://{repo.root}", "docs/inner")
    outer.commit()
    assert {one.path for one in check(str(outer.root)).documents} == {"docs/c.md"}
    inner = check(str(outer.root / "docs" / "inner" / "docs"))
    assert inner.root == str(outer.root / "docs" / "inner")
    assert missing(inner) == ["docs/b.md"]


def test_a_hook_of_an_outer_repository_does_not_mislead(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    outer = Repo(repo.root.parent / "outer")
    outer.commit({"x.txt": "x"})
    monkeypatch.setenv("GIT_DIR", str(outer.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert missing(check(str(repo.root))) == ["docs/b.md"]


def test_grafts_and_replaced_commits_change_nothing(repo: Repo) -> None:
    first, second = repo.git("rev-list", "--max-count=2", "--skip=1", "HEAD").split()[::-1]
    repo.git("replace", "--graft", repo.head)
    repo.git("replace", first, second)
    (repo.root / ".git" / "info").mkdir(exist_ok=True)
    (repo.root / ".git" / "info" / "grafts").write_text(f"{repo.head}\n")
    assert repo.git("rev-list", "--count", "HEAD") == "1"
    assert missing(check(str(repo.root))) == ["docs/b.md"]


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="names are Unicode there")
def test_names_that_are_no_utf_8_are_followed(repo: Repo) -> None:
    folder = os.fsencode(repo.root) + b"/\xe9tudes"
    os.mkdir(folder)
    for name, content in ((b"TEMPLATE.md", V1), (b"a\xff.md", document("A", *OLD))):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(content)
    repo.commit()
    with open(os.path.join(folder, b"TEMPLATE.md"), "w", encoding="utf-8") as file:
        file.write(V2)
    repo.commit()
    repo.git("mv", b"\xe9tudes/a\xff.md", b"\xe9tudes/\x02b\n\xff.md")
    repo.commit()
    for _ in range(2):
        assert missing(check(str(repo.root))) == ["docs/b.md"]


def test_a_project_in_a_folder_of_the_repository_has_its_own_history(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "mono")
    repo.commit({TEMPLATE: V2, "team/holdfast.toml": "", f"team/{TEMPLATE}": V1, "team/docs/a.md": document("A", *OLD)})
    repo.commit({f"team/{TEMPLATE}": V2})
    repo.commit({"team/docs/b.md": document("B", *OLD)})
    repo.move("team/docs", "team/design")
    result = check(str(repo.root / "team" / "design"))
    assert result.root == str(repo.root / "team")
    assert missing(result) == ["design/b.md"]


def test_history_is_walked_once_for_each_commit(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    walks = []

    def counted(*arguments: str) -> object:
        walks.append(arguments)
        return history.read_log(*arguments)

    monkeypatch.setattr(dating, "read_log", counted)
    for _ in range(2):
        assert missing(check(str(repo.root))) == ["docs/b.md"]
        assert len(walks) == 1
    repo.write({"docs/a.md": document("A", "Context")})
    assert missing(check(str(repo.root))) == ["docs/a.md", "docs/b.md"]
    assert len(walks) == 1
    repo.commit({"docs/c.md": document("C", *OLD)})
    assert missing(check(str(repo.root))) == ["docs/a.md", "docs/b.md", "docs/c.md"]
    assert len(walks) == 2
    check(str(repo.root), policy="latest")
    assert len(walks) == 2


def test_a_document_that_comes_back_without_a_commit_keeps_its_age(repo: Repo) -> None:
    """The history that was kept while it was away did not tell of it."""
    away = repo.root / "docs" / "a.md"
    text = away.read_text()
    away.unlink()
    assert missing(check(str(repo.root))) == ["docs/b.md"]
    away.write_text(text)
    assert missing(check(str(repo.root))) == ["docs/b.md"]


def rewritten(tmp_path: Path, *, beside: str = "") -> Repo:
    """Return a project whose template was given another name and other words in one commit."""
    repo = Repo(tmp_path / "repo")
    old = "# Delete Title\n\n## Summary\n\n<!-- What this document describes, briefly. -->\n\n## Proposal Details\n\n<!-- How. -->\n"
    new = "# Feature Name\n\n## Problem\n\n(Why it is needed)\n\n## Design\n\n(How it works, with code)\n\n## Alternatives\n\n(What else)\n"
    repo.commit(
        {"docs/template.md": old, "docs/a.md": "# A\n\n## Summary\n\nIt is.\n\n## Proposal Details\n\nSo.\n"}
        | ({beside: old} if beside else {})
    )
    repo.git("rm", "-q", "docs/template.md", *([beside] if beside else []))
    repo.commit({"docs/00-TEMPLATE.md": new})
    repo.commit({"docs/b.md": "# B\n\n## Problem\n\nIt is.\n\n## Design\n\nSo.\n\n## Alternatives\n\nNone.\n"})
    return repo


def test_a_template_that_came_where_another_one_went_is_that_one_however_it_reads(tmp_path: Path) -> None:
    assert not check(str(rewritten(tmp_path).root)).verdicts


def test_where_two_templates_went_neither_is_taken_for_the_new_one(tmp_path: Path) -> None:
    result = check(str(rewritten(tmp_path, beside="docs/other-template.md").root))
    assert [(one.path, one.slug) for one in result.verdicts] == [("docs/a.md", "document-unbound")]
