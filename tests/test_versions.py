"""Which version of a template counts by wish, and what the versions were: template versions, template diff."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.errors import UsageError
from samples import document, said, slugs, template

Holdfast = Callable[..., Done]
OLD, NEW = ("Context", "Decision"), ("Context", "Decision", "Risks")
TEMPLATE = "docs/TEMPLATE.md"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Three documents and three schemas: of the second version, of no document, and the working tree's."""
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(*OLD), "docs/a.md": document("A", *OLD), "docs/b.md": document("B", "Context")})
    repo.commit({TEMPLATE: template(*NEW)})
    repo.commit({TEMPLATE: "<!-- The same demands in another text. -->\n\n" + template(*NEW)})
    repo.commit({"docs/c.md": document("C", *OLD)})
    repo.write({TEMPLATE: template(*NEW, "Costs")})
    return repo


def asked(root: Path, policy: str = "") -> dict[str, int]:
    """Return how many sections are missing by document."""
    result = check(str(root), policy=policy)
    return {
        one.path[5:6]: [path for path, _ in said(result, "section-missing")].count(one.path) for one in result.documents
    }


def versions(root: Path, holdfast: Holdfast) -> list[dict[str, object]]:
    return json.loads(holdfast(root, "template", "versions", "--format", "json").out)["versions"]


def test_by_date_each_document_is_held_to_its_own_version(repo: Repo) -> None:
    assert asked(repo.root) == asked(repo.root, "date") == {"a": 0, "b": 1, "c": 1}


def test_by_best_fit_each_document_is_held_to_what_it_lacks_least_of(repo: Repo) -> None:
    assert asked(repo.root, "best") == {"a": 0, "b": 1, "c": 0}


def test_by_the_latest_everybody_is_asked_for_everything(repo: Repo) -> None:
    assert asked(repo.root, "latest") == {"a": 2, "b": 3, "c": 2}


def test_best_fit_takes_the_newest_of_equals(repo: Repo) -> None:
    repo.write({"docs/a.md": document("A", *NEW, "Costs")})
    newest = check(str(repo.root), policy="latest")
    assert {one.version for one in check(str(repo.root), policy="best").documents if one.path == "docs/a.md"} == set(
        newest.understood[0].versions
    )


def test_one_version_can_be_named_by_its_beginning(repo: Repo, holdfast: Holdfast) -> None:
    names = [str(one["version"]) for one in versions(repo.root, holdfast)]
    assert [asked(repo.root, name[:6]) for name in names] == [
        {"a": 2, "b": 3, "c": 2},
        {"a": 1, "b": 2, "c": 1},
        {"a": 0, "b": 1, "c": 0},
    ]
    lines = holdfast(repo.root, "check", "--format", "concise", "--template-version", names[2]).out.splitlines()
    assert [line.split(":")[0] for line in lines if "section-missing" in line] == ["docs/b.md"]


def test_the_configuration_can_name_a_version(repo: Repo, holdfast: Holdfast) -> None:
    oldest = versions(repo.root, holdfast)[-1]["version"]
    repo.write({"holdfast.toml": f'template-version = "{oldest}"\n'})
    assert asked(repo.root) == {"a": 0, "b": 1, "c": 0}
    assert asked(repo.root, "latest") == {"a": 2, "b": 3, "c": 2}


def test_a_version_there_never_was_is_refused_with_those_there_are(repo: Repo, holdfast: Holdfast) -> None:
    done = holdfast(repo.root, "check", "--template-version", "abcdef")
    assert (done.code, done.out) == (2, "")
    assert "'abcdef' is no version" in done.err
    for one in versions(repo.root, holdfast):
        assert str(one["version"]) in done.err


@pytest.mark.parametrize("word", ["newest", "LATEST", "12", "0.1", "--best"])
def test_a_word_that_can_be_no_version_is_refused(repo: Repo, holdfast: Holdfast, word: str) -> None:
    done = holdfast(repo.root, "check", f"--template-version={word}")
    assert (done.code, done.out) == (2, "")
    assert "date, best, latest" in done.err


def test_versions_lists_each_schema_once_with_its_commit_and_its_documents(repo: Repo, holdfast: Holdfast) -> None:
    first, second = repo.git("log", "--reverse", "--format=%H", "--", TEMPLATE).split()[:2]
    assert [
        (one["commit"], one["since"], one["documents"], one["changes"]) for one in versions(repo.root, holdfast)
    ] == [
        (None, None, 0, "+ section Costs"),
        (second, "2024-01-02", 1, "+ section Risks"),
        (first, "2024-01-01", 2, ""),
    ]
    done = holdfast(repo.root, "template", "versions")
    assert (done.code, done.err) == (0, "")
    lines = [re.split(r"\s{2,}", line.strip()) for line in done.out.splitlines()]
    assert lines[0] == [TEMPLATE]
    assert [line[1:] for line in lines[2:]] == [
        ["not yet", "0", "+ section Costs"],
        ["2024-01-02", second[:7], "1", "+ section Risks"],
        ["2024-01-01", first[:7], "2"],
    ]


def test_versions_measures_how_clean_the_documents_are_by_each_policy(repo: Repo, holdfast: Holdfast) -> None:
    lines = holdfast(repo.root, "template", "versions", "--measure").out.splitlines()[-3:]
    assert [line.split() for line in lines] == [
        ["date", "1", "of", "3", "33.3", "%"],
        ["best", "2", "of", "3", "66.7", "%"],
        ["latest", "0", "of", "3", "0.0", "%"],
    ]
    record = json.loads(holdfast(repo.root, "template", "versions", "--measure", "--format", "json").out)
    assert record["structurally_clean"] == {
        word: {"clean": clean, "documents": 3} for word, clean in (("date", 1), ("best", 2), ("latest", 0))
    }


def test_versions_of_a_template_that_serves_two_folders_are_listed_once(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {
            "docs/TEMPLATE.md": template(),
            **{f"docs/{folder}/{n}.md": document(f"Tale {n}") for folder in ("x", "y") for n in range(3)},
        }
    )
    assert [(one["template"], one["documents"]) for one in versions(repo.root, holdfast)] == [("docs/TEMPLATE.md", 6)]


def test_versions_counts_a_document_for_the_template_it_fits_best(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "repo")
    one, two = ("Problem", "Plan", "Steps"), ("Context", "Decision", "Consequences")
    files = {"docs/templates/one.md": template(*one), "docs/templates/two.md": template(*two)}
    repo.commit(
        {**files, "docs/a.md": document("A", *one), "docs/b.md": document("B", *two), "docs/c.md": document("C", *two)}
    )
    assert {Path(str(one["template"])).stem: one["documents"] for one in versions(repo.root, holdfast)} == {
        "one": 1,
        "two": 2,
    }


def test_versions_says_why_only_todays_is_known(repo: Repo, holdfast: Holdfast) -> None:
    clone = repo.clone("clone", "--depth", "1")
    done = holdfast(clone, "template", "versions")
    assert done.code == 0
    assert "only today's version is known: this is a shallow clone; run git fetch --unshallow" in done.out
    assert (
        "only today's version is known: this is a shallow clone" in holdfast(clone, "template", "diff", "docs/a.md").out
    )


def test_diff_lists_what_is_demanded_anew_and_what_the_document_lacks(repo: Repo, holdfast: Holdfast) -> None:
    newest, _, oldest = (str(one["version"]) for one in versions(repo.root, holdfast))
    done = holdfast(repo.root / "docs", "template", "diff", "b.md")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].split() == [
        "docs/b.md",
        oldest,
        f"({TEMPLATE}@{repo.git('rev-list', 'HEAD').split()[-1][:7]})",
        "to",
        newest,
        f"({TEMPLATE})",
    ]
    assert done.out.splitlines()[1:] == [
        "demanded anew",
        "  Risks",
        "  Costs",
        "left to mend in this document",
        "  section `Decision` is missing",
        "  section `Risks` is missing",
        "  section `Costs` is missing",
    ]


def test_diff_can_lead_to_any_version(repo: Repo, holdfast: Holdfast) -> None:
    _, middle, oldest = (str(one["version"]) for one in versions(repo.root, holdfast))
    record = json.loads(holdfast(repo.root, "template", "diff", "docs/c.md", "--to", oldest, "--format", "json").out)
    assert record == {
        "version": 1,
        "document": "docs/c.md",
        "from": middle,
        "to": oldest,
        "added": [],
        "dropped": ["Risks"],
        "needed": [],
    }
    assert (
        "has everything the other version demands"
        in holdfast(repo.root, "template", "diff", "docs/c.md", "--to", oldest).out
    )


@pytest.mark.parametrize(
    "arguments", [("docs/gone.md",), (TEMPLATE,), ("docs/a.md", "--to", "abcdef"), ("docs/a.md", "--to", "best")]
)
def test_diff_refuses_what_is_no_document_and_what_is_no_version(
    repo: Repo, holdfast: Holdfast, arguments: tuple[str, ...]
) -> None:
    done = holdfast(repo.root, "template", "diff", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "name one that holdfast check lists" in done.err or "choose latest, or one of" in done.err


def test_a_built_in_template_has_no_versions(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {
            "holdfast.toml": '[type.plan]\ntemplate = "builtin:nygard"\ndocuments = "docs/*.md"\n',
            "docs/a.md": document("A", "Context"),
        }
    )
    assert slugs(check(str(repo.root)))["version-unknown"] == 0
    assert [(one["template"], one["commit"], one["documents"]) for one in versions(repo.root, holdfast)] == [
        ("builtin:nygard", None, 1)
    ]
    with pytest.raises(UsageError, match="is no version"):
        check(str(repo.root), policy="abcdef")
