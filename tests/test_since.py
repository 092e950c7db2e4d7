"""--new-since compares findings, --changed-since files and what rests on them; both follow renames."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.engine.told import Scope
from holdfast.errors import UsageError
from samples import document, index, template

Holdfast = Callable[..., Done]
TEMPLATE = "docs/TEMPLATE.md"
A, B, README = "docs/a.md", "docs/b.md", "docs/README.md"
LACKING = document("A", "Context", "Decision")
LINKED = document("B") + "\nSee [the first](a.md) and [the code](../src/main.py).\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """a.md lacks a section; b.md links to it and holds; the tag is the revision to compare with."""
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: LACKING, B: LINKED, README: index("a.md", "b.md"), "src/main.py": "pass\n"})
    repo.git("tag", "before")
    return repo


def new(repo: Repo, since: str = "before", start: str = ".") -> list[tuple[str, str]]:
    return [(one.slug, one.path) for one in check(str(repo.root / start), scope=Scope(new_since=since)).verdicts]


def changed(repo: Repo, since: str = "before") -> tuple[list[str], list[tuple[str, str]]]:
    result = check(str(repo.root), scope=Scope(changed_since=since))
    return [one.path for one in result.documents], [(one.slug, one.path) for one in result.verdicts]


def test_nothing_changed_is_nothing_told(repo: Repo, holdfast: Holdfast) -> None:
    assert new(repo) == []
    assert changed(repo) == ([], [])
    for option in ("--new-since", "--changed-since"):
        done = holdfast(repo.root, "check", option, "before")
        assert (done.code, done.err) == (0, "")
    assert done.out.endswith("told: what changed since before: 0 of 2 documents\n")


def test_an_old_fault_in_a_changed_document_is_told_by_one_and_not_by_the_other(repo: Repo) -> None:
    repo.commit({A: LACKING.replace("# A", "# A\n\nIn short, ferries.")})
    assert new(repo) == []
    assert changed(repo) == ([A], [("section-missing", A)])


def test_a_new_fault_is_told_wherever_it_is(repo: Repo) -> None:
    repo.commit({A: LACKING + "\nSee [it](it.md).\n"})
    repo.remove("src/main.py")
    assert new(repo) == [("link-broken", A), ("link-broken", B)]
    documents, verdicts = changed(repo)
    assert documents == [A, B]
    assert sorted(verdicts) == [("link-broken", A), ("link-broken", B), ("section-missing", A)]


@pytest.mark.parametrize("committed", [True, False])
def test_a_rename_breaks_links_and_nothing_else(repo: Repo, committed: bool) -> None:
    repo.git("mv", A, "docs/first.md")
    if committed:
        repo.commit()
    expected = [("index-dangling", README), ("link-broken", B), ("document-unlisted", "docs/first.md")]
    assert sorted(new(repo)) == sorted(expected)
    documents, verdicts = changed(repo)
    assert sorted(documents) == [B, "docs/first.md"]
    assert set(expected) < set(verdicts)


def test_a_move_that_git_was_not_told_of_is_followed_where_nothing_else_changed(repo: Repo) -> None:
    (repo.root / "docs" / "a.md").rename(repo.root / "docs" / "first.md")
    assert ("section-missing", "docs/first.md") not in new(repo)


def test_a_folder_that_moved_keeps_its_faults(repo: Repo) -> None:
    repo.move("docs", "design")
    assert new(repo) == []


def test_a_fault_that_became_graver_is_new(repo: Repo) -> None:
    repo.commit({A: document("A", "Context", "Decision", status="Draft")})
    repo.git("tag", "-f", "before")
    repo.commit({A: LACKING})
    assert new(repo) == [("section-missing", A)]
    repo.commit({A: document("A", "Context", "Decision", status="Deprecated")})
    assert new(repo) == []


def test_a_waiver_that_goes_brings_its_fault_back(repo: Repo) -> None:
    waived = LACKING.replace("\n## ", "\n<!-- holdfast: waive section-missing because of spring -->\n\n## ", 1)
    repo.commit({A: waived})
    repo.git("tag", "-f", "before")
    repo.commit({A: LACKING})
    assert new(repo) == [("section-missing", A)]


def test_a_template_that_asks_for_more_concerns_what_is_held_to_it(repo: Repo) -> None:
    repo.commit({"holdfast.toml": 'template-version = "latest"\n'})
    repo.git("tag", "-f", "before")
    repo.commit({TEMPLATE: template("Context", "Decision", "Consequences", "Risks")})
    assert new(repo) == [("section-missing", A), ("section-missing", B)]
    assert changed(repo)[1] == [("section-missing", A), ("section-missing", A), ("section-missing", B)]


def test_without_latest_the_old_documents_are_left_in_peace(repo: Repo) -> None:
    repo.commit({TEMPLATE: template("Context", "Decision", "Consequences", "Risks")})
    assert (new(repo), changed(repo)) == ([], ([], []))


def test_a_row_that_goes_concerns_the_document_it_named(repo: Repo) -> None:
    repo.commit({README: index("a.md", "c.md"), "docs/c.md": document("C")})
    assert new(repo) == [("document-unlisted", B)]
    documents, verdicts = changed(repo)
    assert ("document-unlisted", B) in verdicts
    assert B in documents
    assert ("section-missing", A) not in verdicts


def test_a_new_configuration_concerns_everything(repo: Repo) -> None:
    repo.write({"holdfast.toml": 'corpus = "living"\n'})
    assert changed(repo) == ([A], [("section-missing", A)])


def test_a_branch_is_compared_with_where_it_left(repo: Repo) -> None:
    repo.branch("work")
    repo.commit({B: LINKED + "\nSee [it](it.md).\n"})
    repo.switch("main")
    repo.commit({A: document("A")})
    repo.switch("work")
    assert new(repo, "main") == [("link-broken", B)]
    assert changed(repo, "main")[0] == [B]


def test_files_not_committed_and_not_known_to_git_count(repo: Repo) -> None:
    repo.write(
        {
            "docs/c.md": document("C", "Context", "Decision"),
            "docs/d.md": document("D"),
            README: index("a.md", "b.md", "c.md", "d.md"),
        }
    )
    assert new(repo) == [("section-missing", "docs/c.md")]
    assert changed(repo) == (["docs/c.md", "docs/d.md"], [("section-missing", "docs/c.md")])


def test_a_file_that_was_only_touched_or_got_other_line_ends_did_not_change(repo: Repo) -> None:
    path = repo.root / A
    path.write_bytes(path.read_bytes())
    (repo.root / B).write_bytes(LINKED.replace("\n", "\r\n").encode())
    repo.git("config", "core.autocrlf", "true")
    assert changed(repo) == ([], [])


def test_the_project_in_a_folder_below_is_compared_with_itself(repo: Repo) -> None:
    repo.commit({"docs/holdfast.toml": ""})
    repo.git("tag", "-f", "before")
    repo.commit({A: LACKING + "\nSee [it](it.md).\n"})
    assert new(repo, start="docs") == [("link-broken", "a.md")]


@pytest.mark.parametrize("option", ["--new-since", "--changed-since"])
@pytest.mark.parametrize(
    ("since", "said"),
    [
        (
            "nosuch",
            "git knows no 'nosuch' here; name a commit, a branch or a tag, or fetch it first: git fetch origin nosuch",
        ),
        ("--upload-pack=x", "git knows no '--upload-pack=x' here"),
        ("alone", "'alone' and what is checked out have no commit in common here; fetch more of the history"),
    ],
)
def test_a_revision_that_cannot_be_compared_with_is_refused(
    repo: Repo, holdfast: Holdfast, option: str, since: str, said: str
) -> None:
    repo.git("checkout", "-q", "--orphan", "alone")
    repo.commit()
    repo.switch("main")
    done = holdfast(repo.root, "check", f"{option}={since}")
    assert (done.code, done.out) == (2, "")
    assert f"holdfast: {option}: {said}" in done.err


def test_outside_of_git_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n")
    with pytest.raises(UsageError, match="this is no git repository"):
        check(str(tmp_path), scope=Scope(new_since="main"))


def test_with_a_baseline_what_is_known_stays_known(repo: Repo, holdfast: Holdfast) -> None:
    holdfast(repo.root, "baseline")
    repo.commit({A: LACKING.replace("# A", "# A tale")})
    result = check(str(repo.root), scope=Scope(changed_since="before"))
    assert [(one.slug, one.known) for one in result.verdicts] == [("section-missing", True)]
    assert holdfast(repo.root, "check", "--changed-since", "before").code == 0
