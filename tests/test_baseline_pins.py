"""A baseline pins each document to the text of its template, so that a laptop and a shallow clone agree."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.baseline import NAME
from holdfast.engine.check import check
from samples import document, said, slugs
from versions import NEW, TEMPLATE, V1, V2, asked, missing, old, two_versions

Holdfast = Callable[..., Done]


@pytest.fixture
def repo(tmp_path: Path, holdfast: Holdfast) -> Repo:
    """Two versions of a template, a document of each, and a baseline; b.md lacks a section of its time."""
    repo = two_versions(tmp_path / "repo")
    assert holdfast(repo.root, "baseline").code == 0
    repo.commit()
    return repo


def verdicts(holdfast: Holdfast, root: Path) -> tuple[list, list]:
    found = json.loads(holdfast(root, "check", "--format", "json").out)
    return found["documents"], found["verdicts"]


def test_a_shallow_clone_says_what_the_laptop_says(repo: Repo, holdfast: Holdfast) -> None:
    clone = repo.clone("shallow", "--depth", "1")
    assert verdicts(holdfast, clone) == verdicts(holdfast, repo.root)
    assert asked(clone) == {"docs/a.md": [], "docs/b.md": ["Risks"]}
    done = holdfast(clone, "check")
    assert (done.code, "1 in the baseline" in done.out, "unproven" in done.out) == (0, True, True)
    assert "0 unproven" in done.out


def test_a_folder_without_git_says_it_too(repo: Repo, holdfast: Holdfast) -> None:
    export = repo.clone("export")
    shutil.rmtree(export / ".git")
    assert verdicts(holdfast, export) == verdicts(holdfast, repo.root)


def test_without_it_the_shallow_clone_cannot_tell(repo: Repo, holdfast: Holdfast) -> None:
    clone = repo.clone("shallow", "--depth", "1")
    result = check(str(clone), baseline=False)
    assert slugs(result) == {"version-unknown": 1}
    assert result.standing() == (0, 0, 2)


def test_a_document_that_came_later_is_not_pinned_and_stays_unproven_there(repo: Repo, holdfast: Holdfast) -> None:
    repo.commit({"docs/c.md": old("C"), "docs/a.md": old("A") + "\nSee [it](it.md).\n"})
    assert missing(check(str(repo.root))) == ["docs/b.md", "docs/c.md"]
    clone = repo.clone("shallow", "--depth", "1")
    result = check(str(clone))
    assert [one.path for one in result.documents if not one.proven] == ["docs/c.md"]
    assert slugs(result) == {"link-broken": 1, "section-missing": 1, "version-unknown": 1}
    assert result.baseline is not None
    assert result.baseline.gone == 0


def test_a_later_version_of_the_template_does_not_reach_what_is_pinned(repo: Repo) -> None:
    repo.commit({TEMPLATE: V2 + "\n## Costs\n\n[What it costs]\n"})
    for root in (repo.root, repo.clone("shallow", "--depth", "1")):
        assert asked(root) == {"docs/a.md": [], "docs/b.md": ["Risks"]}
        assert said(check(str(root)), "version-unknown") == []


def test_a_pin_counts_before_history(repo: Repo, holdfast: Holdfast) -> None:
    text = (repo.root / NAME).read_text()
    digests = json.loads(text)["documents"]
    repo.write({NAME: text.replace(f'"docs/a.md": "{digests["docs/a.md"]}"', f'"docs/a.md": "{digests["docs/b.md"]}"')})
    assert asked(repo.root)["docs/a.md"] == ["Risks"]
    assert asked(repo.root, policy="best")["docs/a.md"] == []
    assert asked(repo.root, policy="latest")["docs/a.md"] == ["Risks"]


def test_a_text_that_is_not_what_its_digest_says_pins_nothing(repo: Repo) -> None:
    text = (repo.root / NAME).read_text()
    repo.write({NAME: text.replace("## Decision", "## Denial")})
    assert asked(repo.root) == {"docs/a.md": [], "docs/b.md": ["Risks"]}
    clone = repo.clone("shallow", "--depth", "1")
    (clone / NAME).write_text(text.replace("## Decision", "## Denial"))
    result = check(str(clone))
    assert [one.path for one in result.documents if not one.proven] == ["docs/a.md"]


def test_pins_follow_a_renamed_document_and_a_renamed_template(repo: Repo) -> None:
    repo.move("docs/a.md", "docs/z.md")
    repo.move(TEMPLATE, "docs/design-template.md")
    assert asked(repo.root) == {"docs/z.md": [], "docs/b.md": ["Risks"]}
    assert check(str(repo.root)).verdicts[0].known


def test_it_holds_the_texts_in_use_and_no_other(repo: Repo, holdfast: Holdfast) -> None:
    texts = json.loads((repo.root / NAME).read_text())["templates"].values()
    assert sorted((one["template"], one["text"]) for one in texts) == sorted([(TEMPLATE, V1), (TEMPLATE, V2)])
    assert all(one["origin"].startswith(f"{TEMPLATE}@") for one in texts)
    repo.remove("docs/a.md")
    assert "0 dropped" in holdfast(repo.root, "baseline", "--prune").out
    texts = json.loads((repo.root / NAME).read_text())["templates"].values()
    assert [one["text"] for one in texts] == [V2]


def test_an_update_keeps_old_pins_and_pins_what_is_new(repo: Repo, holdfast: Holdfast) -> None:
    before = json.loads((repo.root / NAME).read_text())["documents"]
    repo.commit({TEMPLATE: V2 + "\n## Costs\n\n[What it costs]\n", "docs/c.md": document("C", *NEW)})
    holdfast(repo.root, "baseline", "--update")
    after = json.loads((repo.root / NAME).read_text())["documents"]
    assert {path: after[path] for path in before} == before
    assert after["docs/c.md"] not in before.values()


@pytest.mark.parametrize("option", [(), ("--update",), ("--prune",)])
def test_a_shallow_clone_does_not_write_what_it_cannot_know(tmp_path: Path, holdfast: Holdfast, option: tuple) -> None:
    repo = two_versions(tmp_path / "repo")
    if option:
        holdfast(repo.root, "baseline")
        repo.commit({"docs/c.md": old("C")})
    clone = repo.clone("shallow", "--depth", "1")
    done = holdfast(clone, "baseline", *option)
    assert (done.code, done.out) == (2, "")
    assert "this is a shallow clone, so it is unknown wh" in done.err
    assert "git fetch --unshallow" in done.err


def test_what_is_always_held_to_the_latest_is_not_pinned(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = two_versions(tmp_path / "repo")
    repo.commit({"holdfast.toml": 'template-version = "latest"\n'})
    holdfast(repo.root, "baseline")
    assert json.loads((repo.root / NAME).read_text())["documents"] == {}
    assert holdfast(repo.root, "check").code == 0
