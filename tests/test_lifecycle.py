"""Statuses through git: how long each lasted, and which changes the configuration does not allow."""

from datetime import date
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.engine.status import status
from holdfast.errors import UsageError
from progress import PATH, day, ferry, project
from samples import said

CONFIG = """[type.design]
template = "docs/design/TEMPLATE.md"
documents = ["docs/design/0*.md"]

[state.shipped]
inherits = "active"
words = ["Live"]

[transitions]
draft = ["active"]
active = ["deprecated"]
shipped = []
"""


def forbidden(root: Path) -> list[tuple[str, str]]:
    return said(check(str(root), use_cache=False), "transition-forbidden")


def walk(repo: Repo, *statuses: str) -> str:
    for one in statuses:
        repo.commit({PATH: ferry(status=one)})
    return repo.head


def test_the_time_spent_in_each_status_is_that_between_the_commits(tmp_path):
    repo = project(tmp_path)
    repo.days = 10
    repo.commit({PATH: ferry(status="Active")})
    repo.commit({PATH: ferry(status="Active", target="< 45 ms")})
    repo.days = 31
    repo.commit({PATH: ferry(status="Deprecated")})
    [one] = status(str(tmp_path), ["docs/design/01-ferry.md"], today=date(2024, 3, 1)).documents
    days = [(stay.status, day(stay.since), stay.until and day(stay.until)) for stay in one.stays]
    assert days == [
        ("Deprecated", date(2024, 2, 1), 0),
        ("Active", date(2024, 1, 11), date(2024, 2, 1)),
        ("Draft", date(2024, 1, 1), date(2024, 1, 11)),
    ]


def test_without_a_table_every_change_is_allowed(tmp_path):
    repo = project(tmp_path)
    walk(repo, "Active", "Draft", "Deprecated", "Research")
    assert forbidden(tmp_path) == []


def test_a_change_that_is_not_listed_is_reported_with_its_commit_and_the_line_that_says_so(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    commit = walk(repo, "Active", "Draft")
    assert forbidden(tmp_path) == [(PATH, f"Active became Draft in {commit[:7]}; only deprecated may follow")]
    [verdict] = [one for one in check(str(tmp_path)).verdicts if one.slug == "transition-forbidden"]
    assert verdict.requirement == ("holdfast.toml", 11, 'active = ["deprecated"]')
    assert verdict.position.line == 4


@pytest.mark.parametrize(
    "statuses", [("Active",), ("Active", "Deprecated"), ("Active", "Draft", "Active"), ("Research", "Active")]
)
def test_only_the_newest_change_counts_and_what_may_follow_may(tmp_path, statuses):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    walk(repo, *statuses)
    assert forbidden(tmp_path) == []


def test_two_words_of_one_role_are_no_change(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    walk(repo, "Active", "Accepted")
    assert forbidden(tmp_path) == []


def test_a_state_of_a_teams_own_follows_what_it_inherits_from_until_it_has_its_own_line(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    commit = walk(repo, "Live")
    assert forbidden(tmp_path) == []
    commit = walk(repo, "Deprecated")
    assert forbidden(tmp_path) == [(PATH, f"Live became Deprecated in {commit[:7]}; nothing may follow")]


def test_a_change_that_is_not_committed_counts(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    repo.write({PATH: ferry(status="Deprecated")})
    assert forbidden(tmp_path) == [(PATH, "Draft became Deprecated; only active may follow")]


def test_the_cache_of_statuses_is_that_of_the_commit(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": CONFIG})
    assert said(check(str(tmp_path)), "transition-forbidden") == []
    walk(repo, "Deprecated")
    assert len(said(check(str(tmp_path)), "transition-forbidden")) == 1
    assert len(said(check(str(tmp_path)), "transition-forbidden")) == 1


def test_a_transition_to_what_is_no_state_is_refused_with_its_line(tmp_path):
    repo = project(tmp_path)
    repo.write({"holdfast.toml": CONFIG.replace('draft = ["active"]', 'draft = ["activ"]')})
    with pytest.raises(UsageError, match="'activ' is no role and no state") as refused:
        check(str(tmp_path))
    assert refused.value.where.endswith("holdfast.toml:10")
