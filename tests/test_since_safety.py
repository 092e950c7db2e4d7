"""Comparing with a revision runs nothing that a repository names, writes nothing into it and leaves nothing behind."""

import os
import tempfile
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.engine.told import Scope
from holdfast.world.changes import changed_files
from holdfast.world.revision import folder_of
from samples import document, template

TEMPLATE, A = "docs/TEMPLATE.md", "docs/a.md"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: document("A"), "docs/pic.png": b"\x89PNG" * 9, "src/x.py": "pass\n"})
    return repo


@pytest.mark.parametrize("option", ["new_since", "changed_since"])
def test_no_filter_no_hook_and_no_converter_runs(repo: Repo, tmp_path: Path, option: str) -> None:
    mark = tmp_path / "ran"
    order = f"touch {mark}; cat"
    for name in (
        "filter.evil.clean",
        "filter.evil.smudge",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
    ):
        repo.git("config", name, order)
    repo.git("config", "core.hooksPath", str(tmp_path / "hooks"))
    (tmp_path / "hooks").mkdir()
    for hook in ("post-checkout", "post-index-change", "reference-transaction"):
        (tmp_path / "hooks" / hook).write_text(f"#!/bin/sh\n{order}\n")
        (tmp_path / "hooks" / hook).chmod(0o755)
    attributes = "*.md filter=evil diff=evil export-subst\n"
    (repo.root / ".gitattributes").write_text(attributes)
    repo.git("-c", "filter.evil.clean=cat", "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "add", "-A")
    repo.git("-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "commit", "-q", "-m", "attributes")
    mark.unlink(missing_ok=True)
    for path in (A, TEMPLATE):
        (repo.root / path).write_text((repo.root / path).read_text() + "\nMore.\n")
    (repo.root / A).rename(repo.root / "docs" / "b.md")
    result = check(str(repo.root), scope=Scope(**{option: "HEAD^"}))
    assert result.narrowed
    assert not mark.exists()


def test_the_repository_and_the_folder_for_temporary_files_are_left_as_they_were(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    repo.write({A: document("A", "Context")})
    index = (repo.root / ".git" / "index").read_bytes()
    before = sorted(str(path) for path in repo.root.rglob("*"))
    check(str(repo.root), scope=Scope(new_since="HEAD", changed_since="HEAD"))
    assert sorted(str(path) for path in repo.root.rglob("*")) == before
    assert (repo.root / ".git" / "index").read_bytes() == index
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_revision_lies_there_as_it_was(repo: Repo) -> None:
    (repo.root / "docs" / "same.md").symlink_to("a.md")
    (repo.root / "docs" / "out.md").symlink_to("../../../../etc/hostname")
    (repo.root / "etc").symlink_to("/etc")
    deep = repo.root / "one" / "two"
    deep.mkdir(parents=True)
    (deep / "up").symlink_to("../../docs")
    (deep / "trick").symlink_to("up/../../../../etc")
    commit = repo.commit()
    repo.remove(A)
    with folder_of(str(repo.root), commit) as name:
        folder = Path(name)
        assert (folder / A).read_text() == document("A") == (folder / "docs" / "same.md").read_text()
        assert (folder / "docs" / "pic.png").stat().st_size == 36
        assert (deep.relative_to(repo.root) / "up").name == "up"
        assert (folder / "one" / "two" / "up").resolve() == folder / "docs"
        for path in ("docs/out.md", "etc", "one/two/trick"):
            assert (folder / path).read_bytes() == b""
            assert not (folder / path).is_symlink()
    assert not folder.exists()


def test_a_forged_tree_writes_nothing_outside(repo: Repo, tmp_path: Path) -> None:
    blob = repo.git("rev-parse", f"HEAD:{A}")
    raw = bytes.fromhex(blob)
    entries = [(b"100644", b".."), (b"100644", b".git"), (b"100644", b"a/../../../forged"), (b"100644", b"ok.md")]
    forged = tmp_path / "tree"
    forged.write_bytes(b"".join(mode + b" " + name + b"\0" + raw for mode, name in entries))
    tree = repo.git("hash-object", "-t", "tree", "-w", "--literally", str(forged))
    commit = repo.git("commit-tree", "-m", "forged", tree)
    with folder_of(str(repo.root), commit) as name:
        assert sorted(os.listdir(name)) == [".git", "ok.md"]
        assert not (Path(name).parent / "forged").exists()
        assert (Path(name) / ".git").is_dir()


def test_history_can_be_asked_about_the_revision_as_about_today(repo: Repo) -> None:
    from holdfast.engine.project import add_versions, open_plan

    commit = repo.head
    repo.commit({TEMPLATE: template("Context", "Risks"), "docs/b.md": document("B")})
    with folder_of(str(repo.root), commit) as folder:
        plan, config = open_plan(folder)
        add_versions(plan, config, use_cache=False)
        assert plan.timeline.reason == ""
        assert set(plan.timeline.births) == {A, TEMPLATE}
    shallow = repo.clone("shallow", "--depth", "1")
    head = repo.head
    with folder_of(str(shallow), head) as folder:
        plan, config = open_plan(folder)
        add_versions(plan, config, use_cache=False)
        assert plan.timeline.reason == "this is a shallow clone"


def test_names_that_git_quotes_are_told_apart(repo: Repo) -> None:
    names = ['docs/"quoted".md', "docs/ä ö.md", "docs/new\nline.md", "docs/tab\t.md"]
    repo.write({name: document("N") for name in names})
    assert set(names) <= changed_files(str(repo.root), "HEAD").touched
    repo.commit()
    repo.git("mv", names[0], "docs/plain.md")
    found = changed_files(str(repo.root), "HEAD^")
    assert found.touched == {*names, "docs/plain.md"}
    assert changed_files(str(repo.root), "HEAD").renamed == {names[0]: "docs/plain.md"}
    with folder_of(str(repo.root), repo.head) as folder:
        assert all((Path(folder) / name).is_file() for name in names)
