"""A run over unchanged files is replayed; a run over changed ones says what a fresh run would say."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done, needs_permissions
from holdfast.world.cachefolder import store_path
from holdfast.world.files import LIMIT
from holdfast.world.replay import replayed, runs_folder
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/README.md": "# Index\n\n- [A](a.md)\n- [B](b.md)\n",
    "docs/a.md": document("A", status="")
    + "\nSee [the code](../src/main.py), [the plan](../plan.md#goals) and [more](../notes/more.txt).\n",
    "docs/b.md": document("B"),
    "docs/secret.md": document("Secret", status=""),
    "src/main.py": "pass\n",
    "plan.md": "# Plan\n\n## Goals\n\nThese.\n",
}


def age(root: Path) -> None:
    """Let everything look as if it had been written a while ago: younger files may still change unseen."""
    past = time.time() - 100
    for folder, names, files in os.walk(root, topdown=False):
        for name in (*files, *names):
            os.utime(os.path.join(folder, name), (past, past), follow_symlinks=False)
    os.utime(root, (past, past))


def runs_kept(root: Path) -> int:
    folder = Path(runs_folder(str(root)))
    return len(list(folder.iterdir())) if folder.is_dir() else 0


def edit(path: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)

    return change


def same_size(root: Path) -> None:
    text = (root / "docs" / "b.md").read_text()
    (root / "docs" / "b.md").write_text(text.replace("## Decision", "## Costings"))


CHANGES: dict[str, Callable[[Path], object]] = {
    "a document": edit("docs/b.md", document("B", "Context")),
    "a document of the same size": same_size,
    "a new document": edit("docs/c.md", document("C")),
    "a new document in a new folder": edit("docs/deep/er/c.md", document("C", status="")),
    "a document goes": lambda root: (root / "docs" / "b.md").unlink(),
    "a document moves": lambda root: (root / "docs" / "b.md").rename(root / "docs" / "c.md"),
    "the template": edit("docs/TEMPLATE.md", template("Context", "Costs")),
    "a nearer template": edit("docs/deep/TEMPLATE.md", template("Other")),
    "the template goes": lambda root: (root / "docs" / "TEMPLATE.md").unlink(),
    "the index": edit("docs/README.md", "# Index\n\n- [A](a.md)\n- [B](b.md)\n- [Secret](secret.md)\n"),
    "the target of a link goes": lambda root: (root / "src" / "main.py").unlink(),
    "the folder of a target goes": lambda root: shutil.rmtree(root / "src"),
    "the target of a link comes": edit("notes/more.txt", "more\n"),
    "the heading of a target goes": edit("plan.md", "# Plan\n\n## Aims\n\nThese.\n"),
    "a configuration comes": edit("holdfast.toml", '[severity]\nfield-missing = "off"\n'),
    "a pyproject comes": edit("pyproject.toml", '[tool.holdfast]\nexclude = ["docs/b.md"]\n'),
    "an ignore file comes": edit(".gitignore", "secret.md\n"),
    "an ignore file below comes": edit("docs/.gitignore", "secret.md\n"),
    "the excludes of the clone": edit(".git/info/exclude", "secret.md\n"),
    "a repository within comes": lambda root: (root / "docs" / ".git").mkdir(),
    "a link to a file comes": lambda root: (root / "docs" / "c.md").symlink_to("../plan.md"),
    "a file grows too large": lambda root: os.truncate(root / "docs" / "b.md", LIMIT + 1),
    "a broken link comes": lambda root: (root / "docs" / "c.md").symlink_to("nowhere.md"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(project: Project, holdfast: Holdfast, change: Callable[[Path], object]) -> None:
    root = project(FILES)
    age(root)
    first = holdfast(root, "check", "--all")
    assert runs_kept(root) == 1
    change(root)
    assert holdfast(root, "check", "--all") == holdfast(root, "check", "--all", "--no-cache") != first


BAD = {
    "a link to nothing": (
        lambda root: (root / "docs" / "c.md").symlink_to("../.parts/away.md"),
        lambda root: (root / ".parts" / "away.md").write_text(document("C")),
    ),
    "a file over the limit": (
        lambda root: os.truncate(root / "docs" / "b.md", LIMIT + 1),
        lambda root: (root / "docs" / "b.md").write_text(document("B")),
    ),
    "a file that may not be read": (
        lambda root: (root / "docs" / "b.md").chmod(0),
        lambda root: (root / "docs" / "b.md").chmod(0o644),
    ),
}


@pytest.mark.parametrize(
    "case", [pytest.param(name, marks=needs_permissions) if "may not" in name else name for name in BAD]
)
def test_a_file_that_could_not_be_read_is_looked_at_again(project: Project, holdfast: Holdfast, case: str) -> None:
    spoil, mend = BAD[case]
    root = project({**FILES, ".parts/other.md": ""})
    spoil(root)
    age(root)
    assert "file-unreadable" in holdfast(root, "check", "--all").out
    mend(root)
    assert "file-unreadable" not in holdfast(root, "check", "--all").out


def test_rules_above_a_configured_folder_are_seen_to_change(project: Project, holdfast: Holdfast) -> None:
    files = {f"team/{path}": text for path, text in FILES.items()}
    root = project({**files, "team/holdfast.toml": "", ".gitignore": "*.txt\n"})
    age(root)
    holdfast(root / "team", "check")
    (root / ".gitignore").write_text("secret.md\n")
    assert "secret.md" not in holdfast(root / "team", "check").out


def test_an_unchanged_run_says_the_same_with_the_same_code(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    age(root)
    runs = [holdfast(root, "check") for _ in range(3)]
    assert runs_kept(root) == 1
    assert runs[0] == runs[1] == runs[2]
    assert runs[0].code == 1


@pytest.mark.parametrize(
    "arguments",
    [["--format", "json"], ["--format", "concise"], ["--fail-on", "note"], ["docs/b.md"], ["docs"], ["--all"]],
    ids=" ".join,
)
def test_another_view_is_not_answered_with_the_first(
    project: Project, holdfast: Holdfast, arguments: list[str]
) -> None:
    root = project(FILES)
    age(root)
    holdfast(root, "check")
    assert holdfast(root, "check", *arguments) == holdfast(root, "check", *arguments, "--no-cache")


def test_files_just_written_are_not_trusted(project: Project, holdfast: Holdfast) -> None:
    """Within the grain of the clock a second edit would leave the same size and time."""
    root = project(FILES)
    ahead = time.time() + 3600
    os.utime(root / "docs" / "a.md", (ahead, ahead))
    holdfast(root, "check")
    assert runs_kept(root) == 0


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_cache_is_made_anew_in_silence(project: Project, holdfast: Holdfast, content: bytes) -> None:
    root = project(FILES)
    age(root)
    fresh = holdfast(root, "check")
    [run] = Path(runs_folder(str(root))).iterdir()
    run.write_bytes(content)
    Path(store_path(str(root))).write_bytes(content)
    assert holdfast(root, "check") == fresh
    assert run.read_bytes() != content
    assert holdfast(root, "check") == fresh


def test_a_torn_run_is_not_shown(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    age(root)
    fresh = holdfast(root, "check")
    [run] = Path(runs_folder(str(root))).iterdir()
    whole = run.read_bytes()
    for size in range(0, len(whole), 61):
        run.write_bytes(whole[:size])
        assert replayed(str(root), whole.split(b"\n")[1].decode()) is None
    assert holdfast(root, "check") == fresh


def touch(root: Path) -> None:
    """Give everything another time and the same content, as a fresh clone does."""
    past = time.time() - 50
    for folder, names, files in os.walk(root, topdown=False):
        for name in (*files, *names):
            os.utime(os.path.join(folder, name), (past, past), follow_symlinks=False)
    os.utime(root, (past, past))


def test_where_only_times_have_changed_the_content_decides(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    age(root)
    first = holdfast(root, "check")
    [run] = Path(runs_folder(str(root))).iterdir()
    name, before = run.read_bytes().split(b"\n")[1].decode(), run.read_bytes()
    touch(root)
    assert replayed(str(root), name) == (first.out, first.code)
    assert run.read_bytes() != before, "the new times are kept, so that the next run need not read anything"
    assert len(run.read_bytes()) == len(before)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen_where_times_say_nothing(
    project: Project, holdfast: Holdfast, change: Callable[[Path], object]
) -> None:
    root = project(FILES)
    age(root)
    holdfast(root, "check", "--all")
    [run] = Path(runs_folder(str(root))).iterdir()
    change(root)
    touch(root)
    assert replayed(str(root), run.read_bytes().split(b"\n")[1].decode()) is None


def test_a_cache_folder_that_cannot_be_made_costs_nothing_but_time(
    project: Project, holdfast: Holdfast, isolated: Path
) -> None:
    root = project(FILES)
    (isolated / "file").write_text("")
    done = holdfast(root, "check", XDG_CACHE_HOME=str(isolated / "file"))
    assert (done.code, done.err) == (1, "")


def test_two_projects_do_not_share_what_is_known(project: Project, holdfast: Holdfast) -> None:
    one = project(FILES, name="one")
    two = project({**FILES, "docs/b.md": document("B", "Context")}, name="two")
    age(one)
    age(two)
    assert holdfast(one, "check").out != holdfast(two, "check").out == holdfast(two, "check", "--no-cache").out


def test_a_copied_project_is_looked_at_anew(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    subprocess.run(["git", "-C", str(root), "add", "."], check=True)
    age(root)
    holdfast(root, "check", "--format", "json")
    copy = root.parent / "copy"
    shutil.copytree(root, copy)
    assert str(copy) in holdfast(copy, "check", "--format", "json").out


def commit(root: Path, *more: str) -> None:
    for command in (["add", "."], ["commit", "-q", "-m", "All", *more]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    age(root)


def test_another_commit_is_seen_though_no_file_changes(project: Project, holdfast: Holdfast) -> None:
    """The document is held to the template of the commit that added it, and that is another one now."""
    root = project({"docs/TEMPLATE.md": template(), "plan.md": "# Plan\n"})
    commit(root)
    project({"docs/TEMPLATE.md": template("Context", "Costs"), "docs/a.md": document("A")})
    age(root)
    first = holdfast(root, "check", "--all")
    commit(root)
    assert holdfast(root, "check", "--all").out == holdfast(root, "check", "--all", "--no-cache").out
    subprocess.run(["git", "-C", str(root), "reset", "-q", "--soft", "HEAD^"], check=True)
    age(root)
    assert holdfast(root, "check", "--all") == first


@pytest.mark.parametrize("revision", ["HEAD", "base", "HEAD~1"])
def test_a_moved_revision_is_seen_under_the_policy_before_a_change(
    project: Project, holdfast: Holdfast, revision: str
) -> None:
    root = project({**FILES, "holdfast.toml": ""})
    commit(root)
    commit(root, "--allow-empty")
    subprocess.run(["git", "-C", str(root), "branch", "base"], check=True)
    project({"holdfast.toml": '[severity]\nfield-missing = "note"\n'})
    age(root)
    arguments = ("check", "--policy-from", revision, "--format", "concise")
    assert "policy-loosened" in holdfast(root, *arguments).out
    commit(root)
    commit(root, "--allow-empty")
    subprocess.run(["git", "-C", str(root), "branch", "-f", "base"], check=True)
    age(root)
    assert "policy-loosened" not in holdfast(root, *arguments).out
