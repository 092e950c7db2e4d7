"""--policy-from: a change is judged by the policy it found, and what it loosens is listed and not in force."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.model.result import Result
from samples import document, said, slugs, template

Holdfast = Callable[..., Done]
SECTIONS = ("Context", "Decision", "Consequences")
TEMPLATE = "docs/TEMPLATE.md"
A, B = "docs/a.md", "docs/b.md"
LACKING = document("A", "Context", "Decision")
WAIVER = "\n<!-- holdfast: waive section-missing because it follows in spring -->\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A project that holds, with a configuration that says nothing; the tag is the revision to judge by."""
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: document("A"), B: document("B"), "holdfast.toml": ""})
    repo.git("tag", "before")
    return repo


def judged(repo: Repo, start: str = ".", **options: str) -> Result:
    return check(str(repo.root / start), policy_from="before", **options)


def loosened(result: Result) -> list[tuple[str, str]]:
    return [(path, found.split(",")[0]) for path, found in said(result, "policy-loosened")]


def errors(result: Result) -> list[tuple[str, str]]:
    return [
        (one.slug, one.path)
        for one in result.verdicts
        if one.severity.word == "error" and one.outcome.value == "broken"
    ]


def waived(text: str, waiver: str = WAIVER, heading: str = "") -> str:
    """Put a waiver under a heading, or before the first section."""
    mark = f"## {heading}\n" if heading else "\n## "
    return text.replace(mark, f"{mark}{waiver}" if heading else f"{waiver}{mark}", 1)


def test_a_change_that_loosens_nothing_is_judged_as_ever(repo: Repo) -> None:
    repo.commit({A: LACKING, "docs/c.md": document("C")})
    result = judged(repo)
    assert loosened(result) == []
    assert errors(result) == errors(check(str(repo.root))) == [("section-missing", A)]


def test_an_added_waiver_is_not_honoured_and_is_listed(repo: Repo) -> None:
    repo.commit({A: waived(LACKING)})
    assert errors(check(str(repo.root))) == []
    result = judged(repo)
    assert errors(result) == [("section-missing", A)]
    assert loosened(result) == [(A, "waives section-missing: it follows in spring")]
    [verdict] = [one for one in result.verdicts if one.slug == "policy-loosened"]
    assert (verdict.severity.word, verdict.position.line) == (
        "warning",
        waived(LACKING).splitlines().index(WAIVER.strip()) + 1,
    )


def test_a_waiver_that_was_there_is_honoured(repo: Repo) -> None:
    repo.commit({A: waived(LACKING)})
    repo.git("tag", "-f", "before")
    repo.commit({A: waived(LACKING).replace("# A", "# A, the tale"), B: waived(document("B", "Context"))})
    result = judged(repo)
    assert [one.path for one in result.verdicts if one.outcome.value == "waived"] == [A]
    assert loosened(result) == [(B, "waives section-missing: it follows in spring")]


@pytest.mark.parametrize(
    "change",
    [("follows in spring", "follows some day"), ("section-missing because", "section-missing, section-empty because")],
)
def test_a_waiver_with_another_reason_or_more_rules_is_another_waiver(repo: Repo, change: tuple[str, str]) -> None:
    repo.commit({A: waived(LACKING)})
    repo.git("tag", "-f", "before")
    repo.commit({A: waived(LACKING).replace(*change)})
    assert errors(judged(repo)) == [("section-missing", A)]


def test_a_waiver_of_one_section_does_not_become_one_of_the_document(repo: Repo) -> None:
    waiver = "\n<!-- holdfast: waive section-empty because it is in the wiki -->\n"
    empty = document("A").replace("The ferry timetable is kept on paper and two harbours disagree about it.", "")
    both = empty.replace("We keep one timetable and let both harbours read it.", "")
    repo.commit({A: waived(empty, waiver, "Context")})
    repo.git("tag", "-f", "before")
    repo.commit({A: waived(both, waiver)})
    result = judged(repo)
    assert errors(result) == [("section-empty", A), ("section-empty", A)]
    assert loosened(result) == [(A, "waives section-empty: it is in the wiki")]


def test_of_two_statuses_the_stricter_counts_and_the_weakening_is_listed(repo: Repo) -> None:
    repo.commit({A: document("A", "Context", "Decision", status="Draft")})
    assert errors(check(str(repo.root))) == []
    result = judged(repo)
    assert errors(result) == [("section-missing", A)]
    assert loosened(result) == [(A, "Status Active becomes Draft")]


def test_a_status_that_demands_more_counts_at_once(repo: Repo) -> None:
    repo.commit({A: document("A", "Context", "Decision", status="Draft")})
    repo.git("tag", "-f", "before")
    repo.commit({A: LACKING})
    result = judged(repo)
    assert errors(result) == [("section-missing", A)]
    assert loosened(result) == []


@pytest.mark.parametrize("committed", [True, False])
def test_a_renamed_document_keeps_its_status_and_its_waivers(repo: Repo, committed: bool) -> None:
    repo.commit({A: waived(LACKING), B: document("B", "Context", "Decision") + "\nThe end of it.\n"})
    repo.git("tag", "-f", "before")
    repo.git("mv", A, "docs/alpha.md")
    repo.git("mv", B, "docs/beta.md")
    repo.write({"docs/beta.md": document("B", "Context", "Decision", status="Draft") + "\nThe end of it.\n"})
    repo.git("add", "-A")
    if committed:
        repo.commit()
    result = judged(repo)
    assert errors(result) == [("section-missing", "docs/beta.md")]
    assert loosened(result) == [("docs/beta.md", "Status Active becomes Draft")]


def test_a_demand_that_the_template_drops_stays_in_force_and_is_listed(repo: Repo) -> None:
    repo.commit({TEMPLATE: template("Context", "Decision"), A: LACKING})
    result = judged(repo)
    assert errors(result) == [("section-missing", A)]
    assert loosened(result) == [(TEMPLATE, "no longer demands section Consequences")]


def test_a_template_that_is_deleted_stays_in_force_and_is_listed(repo: Repo) -> None:
    repo.remove(TEMPLATE)
    repo.commit({A: LACKING})
    assert errors(check(str(repo.root))) == []
    result = judged(repo)
    assert errors(result) == [("section-missing", A)]
    assert loosened(result) == [
        (TEMPLATE, f"no longer demands {what}")
        for what in ("field Date", "field Status", *(f"section {name}" for name in SECTIONS))
    ]


def test_a_template_that_demands_more_or_has_another_name_is_no_loosening(repo: Repo) -> None:
    repo.move(TEMPLATE, "docs/00-TEMPLATE.md", {"docs/00-TEMPLATE.md": template(*SECTIONS, "Risks")})
    result = judged(repo)
    assert (loosened(result), errors(result)) == ([], [])
    assert [one.path for one in result.documents] == [A, B]


def test_new_documents_are_judged_by_the_template_that_was_there(repo: Repo) -> None:
    """And neither by the one that comes with them, nor by a second one beside it."""
    repo.commit({TEMPLATE: template("Context", "Decision"), "docs/lite-template.md": template("Context")})
    repo.commit({"docs/c.md": document("C", "Context", "Decision")})
    assert errors(check(str(repo.root))) == []
    result = judged(repo)
    assert errors(result) == [("section-missing", "docs/c.md")]
    assert errors(judged(repo, policy="best")) == [("section-missing", "docs/c.md")]
    repo.write({"docs/d.md": document("D", "Context", "Decision")})
    assert errors(judged(repo)) == [("section-missing", "docs/c.md"), ("section-missing", "docs/d.md")]


def test_older_documents_are_judged_by_the_template_of_their_time(repo: Repo) -> None:
    repo.commit({TEMPLATE: template(*SECTIONS, "Risks")})
    repo.git("tag", "-f", "before")
    repo.move(A, "docs/alpha.md", {"docs/c.md": document("C")})
    assert errors(judged(repo)) == [("section-missing", "docs/c.md")]


def test_the_first_template_of_a_project_loosens_nothing_and_counts(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit({"x.txt": "x"})
    repo.git("tag", "before")
    repo.commit({TEMPLATE: template(), A: LACKING})
    result = judged(repo)
    assert (errors(result), loosened(result)) == ([("section-missing", A)], [])


@pytest.mark.parametrize("revision", ["gone", "--all", "HEAD~9", "v1:docs"])
def test_an_unknown_revision_is_refused(repo: Repo, holdfast: Holdfast, revision: str) -> None:
    done = holdfast(repo.root, "check", f"--policy-from={revision}")
    assert (done.code, done.out) == (2, "")
    assert (
        done.err
        == f"holdfast: --policy-from: git knows no {revision!r} here; name a commit, a branch or a tag, or fetch it first\n"
    )


@pytest.mark.parametrize(
    ("path", "text", "where"),
    [
        ("holdfast.toml", "\nnonsense = 1\n", "broken:holdfast.toml:2: nonsense: no such key"),
        (TEMPLATE, template() + "\n<!-- holdfast: nonsense -->\n", f"broken:{TEMPLATE}:"),
    ],
)
def test_a_policy_that_cannot_be_followed_is_refused_where_it_stands(
    repo: Repo, holdfast: Holdfast, path: str, text: str, where: str
) -> None:
    good = (repo.root / path).read_text()
    repo.commit({path: text})
    repo.git("tag", "broken")
    repo.commit({path: good})
    done = holdfast(repo.root, "check", "--policy-from", "broken")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"holdfast: {where}")


def test_nothing_is_left_behind(repo: Repo, holdfast: Holdfast, tmp_path: Path) -> None:
    repo.commit({A: waived(LACKING)})
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    for revision in ("before", "gone"):
        holdfast(repo.root, "check", "--policy-from", revision, TMPDIR=str(temporary))
        assert list(temporary.iterdir()) == []
    assert repo.git("status", "--porcelain", "--ignored") == ""


@pytest.mark.parametrize("start", ["docs", "docs/deep/down"])
def test_every_folder_gives_the_same_answer(repo: Repo, holdfast: Holdfast, start: str) -> None:
    repo.commit({A: waived(LACKING), "docs/deep/down/x.txt": "x"})
    assert judged(repo, start).verdicts == judged(repo).verdicts
    done = holdfast(repo.root / start, "check", "--policy-from", "before", "--format", "concise")
    up = os.path.relpath(repo.root / A, repo.root / start)
    assert done.code == 1
    assert [line.split(": ")[1] for line in done.out.splitlines() if line.startswith(f"{up}:")] == [
        "error section-missing",
        "warning policy-loosened",
    ]


def test_a_temporary_folder_inside_of_the_repository_changes_nothing(repo: Repo, holdfast: Holdfast) -> None:
    (repo.root / "tmp").mkdir()
    repo.commit({A: LACKING, "holdfast.toml": "nonsense = 1\n"})
    repo.write({"holdfast.toml": 'exclude = ["docs/"]\n'})
    done = holdfast(repo.root, "check", "--policy-from", "before", "--format", "concise", TMPDIR=str(repo.root / "tmp"))
    assert [line.split(": ")[1] for line in done.out.splitlines()] == [
        "error section-missing",
        "warning policy-loosened",
    ]


def test_a_replayed_run_is_not_shown(repo: Repo, holdfast: Holdfast) -> None:
    repo.commit({A: waived(LACKING)})
    assert [holdfast(repo.root, "check", "--policy-from", "before").code for _ in range(2)] == [1, 1]
    repo.git("tag", "-f", "before")
    assert holdfast(repo.root, "check", "--policy-from", "before").code == 0
    assert slugs(judged(repo))["policy-loosened"] == 0
