"""A baseline under --policy-from: that of the revision counts, and what the change adds to it is listed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.baseline import NAME
from holdfast.engine.check import check
from holdfast.model.result import Result
from samples import document, said, template
from versions import two_versions

Holdfast = Callable[..., Done]
TEMPLATE, A, B = "docs/TEMPLATE.md", "docs/a.md", "docs/b.md"
LACKING = document("A", "Context", "Decision")


@pytest.fixture
def repo(tmp_path: Path, holdfast: Holdfast) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: LACKING, B: document("B")})
    assert holdfast(repo.root, "baseline").code == 0
    repo.commit()
    repo.git("tag", "before")
    return repo


def judged(repo: Repo, **options: object) -> Result:
    return check(str(repo.root), policy_from="before", **options)


def fresh(result: Result) -> list[tuple[str, str]]:
    return [(one.slug, one.path) for one in result.verdicts if not one.known]


def test_what_was_in_it_stays_known_also_under_another_name(repo: Repo) -> None:
    assert fresh(judged(repo)) == []
    repo.move(A, "docs/first.md")
    assert fresh(judged(repo)) == []


def test_what_a_change_takes_in_is_not_in_force_and_is_listed_with_its_line(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({B: document("B", "Context", "Decision") + "\nSee [it](it.md).\n"})
    holdfast(repo.root, "baseline", "--update")
    repo.commit()
    assert holdfast(repo.root, "check").code == 0
    result = judged(repo)
    assert fresh(result) == [("section-missing", B), ("link-broken", B), ("policy-loosened", NAME)]
    assert said(result, "policy-loosened") == [
        (NAME, "takes 2 of docs/b.md into the baseline: link-broken, section-missing")
    ]
    [line] = [one.position.line for one in result.verdicts if one.slug == "policy-loosened"]
    assert '"path": "docs/b.md"' in (repo.root / NAME).read_text().splitlines()[line - 1]
    assert holdfast(repo.root, "check", "--policy-from", "before").code == 1


def test_what_a_change_drops_from_it_is_not_listed(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({A: document("A")})
    holdfast(repo.root, "baseline", "--prune")
    repo.commit()
    assert fresh(judged(repo)) == []
    (repo.root / NAME).unlink()
    assert fresh(judged(repo)) == []


def test_a_first_baseline_that_comes_with_a_change_does_not_count(repo: Repo, holdfast: Holdfast) -> None:
    (repo.root / NAME).unlink()
    repo.commit()
    repo.git("tag", "-f", "before")
    holdfast(repo.root, "baseline")
    repo.commit()
    assert fresh(judged(repo)) == [("section-missing", A), ("policy-loosened", NAME)]


def test_a_pin_to_an_older_version_does_not_count_and_is_listed(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = two_versions(tmp_path / "repo")
    holdfast(repo.root, "baseline")
    repo.commit()
    repo.git("tag", "before")
    text = (repo.root / NAME).read_text()
    pins = dict(
        line.rstrip(",").split(": ") for line in text.splitlines() if line.startswith('"docs/') and "{" not in line
    )
    repo.write(
        {
            NAME: text.replace(
                f'"docs/b.md": {pins[chr(34) + "docs/b.md" + chr(34)]}',
                f'"docs/b.md": {pins[chr(34) + "docs/a.md" + chr(34)]}',
            )
        }
    )
    assert [one.slug for one in check(str(repo.root)).verdicts] == []
    result = judged(repo)
    assert said(result, "policy-loosened") == [(NAME, "pins docs/b.md to another version of its template")]
    assert [(one.slug, one.known) for one in result.verdicts if one.path == B] == [("section-missing", True)]


def test_without_a_baseline_everything_counts(repo: Repo) -> None:
    assert fresh(judged(repo, baseline=False)) == [("section-missing", A)]


def test_where_it_lies_is_read_from_the_revision_too(repo: Repo, holdfast: Holdfast) -> None:
    repo.git("mv", NAME, "known.json")
    repo.commit({"holdfast.toml": 'baseline = "known.json"\n'})
    repo.git("tag", "-f", "before")
    assert fresh(judged(repo)) == []
    repo.commit({"holdfast.toml": "baseline = false\n"})
    assert [one.slug for one in judged(repo).verdicts if not one.known] == ["policy-loosened"]
