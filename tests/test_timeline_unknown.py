"""Where git cannot tell which version of a template counts: it is said once, and nothing else of it is broken."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from samples import document, said, slugs
from versions import BROKEN, OLD, TEMPLATE, V1, V2, age, two_versions

Holdfast = Callable[..., Done]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return two_versions(tmp_path / "repo")


@pytest.fixture(params=["shallow", "no git"])
def timeless(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A project without history in which one document lacks a section and one lacks nothing."""
    repo = Repo(tmp_path / "origin")
    repo.commit({TEMPLATE: V1})
    repo.commit({TEMPLATE: V2, "docs/a.md": BROKEN, "docs/b.md": document("B", *OLD, "Risks")})
    root = repo.clone("clone", "--depth", "1")
    if request.param == "no git":
        subprocess.run(["rm", "-rf", str(root / ".git")], check=True)
    return root


def test_without_history_one_verdict_says_that_the_version_is_unknown(timeless: Path) -> None:
    result = check(str(timeless))
    assert slugs(result) == {"version-unknown": 1, "link-broken": 1}
    [verdict] = [one for one in result.verdicts if one.slug == "version-unknown"]
    assert (verdict.outcome.value, verdict.severity.word, verdict.path) == ("unproven", "note", TEMPLATE)
    assert verdict.found.endswith(": 2 demands on 1 documents cannot be judged")
    assert ("git fetch --unshallow" in verdict.remedy) == ("shallow" in verdict.found)
    assert 'template-version = "latest"' in verdict.remedy


def test_without_history_documents_with_open_demands_do_not_count_as_holding(timeless: Path) -> None:
    (timeless / "docs" / "a.md").write_text(document("A", "Context"))
    result = check(str(timeless))
    assert result.standing() == (1, 0, 1)
    assert {one.path: one.proven for one in result.documents} == {"docs/a.md": False, "docs/b.md": True}


def test_without_history_an_unknown_version_fails_nothing(timeless: Path, holdfast: Holdfast) -> None:
    (timeless / "docs" / "a.md").write_text(document("A", "Context"))
    assert holdfast(timeless, "check").code == 0
    assert holdfast(timeless, "check", "--template-version", "latest").code == 1


def test_without_history_a_waiver_is_not_called_unused(timeless: Path) -> None:
    waiver = "\n<!-- holdfast: waive section-missing because the rest is in the wiki -->\n"
    (timeless / "docs" / "a.md").write_text(document("A", "Context").replace("\n## ", f"{waiver}\n## ", 1))
    assert slugs(check(str(timeless))) == {"version-unknown": 1}


def test_history_that_was_fetched_later_is_read(repo: Repo, holdfast: Holdfast) -> None:
    clone = repo.clone("clone", "--depth", "1")
    age(clone)
    assert "version-unknown" in holdfast(clone, "check", "--format", "concise").out
    subprocess.run(
        ["git", "-C", str(clone), "-c", "protocol.file.allow=always", "fetch", "-q", "--unshallow"], check=True
    )
    [line] = holdfast(clone, "check", "--format", "concise").out.splitlines()
    assert line.startswith("docs/b.md:1:1: error section-missing")


def test_what_a_partial_clone_lacks_is_not_fetched(repo: Repo) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone("clone", "--filter=blob:none")
    lacking = subprocess.run(
        ["git", "-C", str(clone), "rev-list", "--objects", "--all", "--missing=print"], check=True, capture_output=True
    )
    assert b"\n?" in lacking.stdout
    result = check(str(clone))
    assert slugs(result) == {"version-unknown": 1}
    assert "git failed" in said(result, "version-unknown")[0][1]


def test_a_repository_that_git_refuses_is_told_as_one(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    result = check(str(repo.root))
    assert slugs(result) == {"version-unknown": 1}
    assert said(result, "version-unknown")[0][1].startswith("git refuses: fatal: detected dubious ownership")


def test_a_repository_that_git_no_longer_refuses_is_read(
    repo: Repo, holdfast: Holdfast, isolated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(isolated / "gitconfig"))
    age(repo.root)
    assert "version-unknown" in holdfast(repo.root, "check", "--format", "concise").out
    (isolated / "gitconfig").write_text(f"[safe]\n\tdirectory = {repo.root}\n")
    assert "version-unknown" not in holdfast(repo.root, "check", "--format", "concise").out
