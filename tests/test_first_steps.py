"""What somebody meets who tries the commands for the first time: nothing here yet, nothing to try, nothing installed."""

import json
import os
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from inprocess import holdfast_here  # noqa: F401 - It takes the place of the one that starts a process.
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
RECORD = (
    "# {}. Use {}\n\nDate: 2026-01-12\n\n## Status\n\n{}\n\n## Context\n\nWe need it.\n\n## Decision\n\nWe use it.\n"
)
CONSEQUENCES = "\n## Consequences\n\nWe learn it.\n"
RECORDS = {
    f"doc/adr/000{n}-use-{name}.md": RECORD.format(n, name, status) + CONSEQUENCES
    for n, name, status in ((1, "adrs", "Accepted"), (2, "sqlite", "Accepted"), (3, "http", "Proposed"))
}


@pytest.mark.parametrize("command", ["check", "fix", "verify", "baseline", "status"])
def test_a_project_without_documents_is_2_and_nothing_is_written(
    project: Project, holdfast: Holdfast, command: str
) -> None:
    root = project({"README.md": "# A project\n"})
    done = holdfast(root, command)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("holdfast: no documents found here")
    assert sorted(os.listdir(root)) == [".git", "README.md"]


def test_the_commands_that_are_named_where_nothing_is_found_lead_to_documents(
    project: Project, holdfast: Holdfast
) -> None:
    root = project({"README.md": "# A project\n"})
    first, here = re.findall(r"  (holdfast \w+ .*)", holdfast(root, "check").err)
    assert holdfast(root, *shlex.split(first)[1:]).code == 0
    assert "1 document " in holdfast(root, "check").out
    other = project({"README.md": "# A project\n", "notes/cache.md": document("Cache")}, name="other")
    assert holdfast(other, *shlex.split(here.replace("FOLDER", "notes"))[1:]).code == 0
    assert "1 document " in holdfast(other, "check").out


def test_the_waiver_that_the_page_of_a_rule_shows_excuses_what_it_is_about(
    project: Project, holdfast: Holdfast
) -> None:
    page = holdfast(project({}), "explain", "link-broken").out
    waiver = re.findall(r"<!-- .* -->", page)[-1].replace("...", "it is written next month")
    text = f"{document('A')}\n{waiver}\n\nSee [it](gone.md).\n"
    done = holdfast(project({"docs/TEMPLATE.md": template(), "docs/a.md": text, "docs/b.md": document("B")}), "check")
    assert done.code == 0
    assert "0 broken · 0 notes · 0 stale · 1 waived" in done.out


@pytest.mark.parametrize("slug", ["waiver-invalid", "waiver-unused", "policy-loosened", "version-unknown"])
def test_what_no_waiver_excuses_is_shown_none(project: Project, holdfast: Holdfast, slug: str) -> None:
    assert "excuse it" not in holdfast(project({}), "explain", slug).out


def test_a_project_without_targets_is_told_what_would_be_one(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(RECORDS), "history")
    assert done.out.splitlines() == [
        "0 targets   0 with a measurement",
        "a target is a row of a table with a column Target, in a living document",
    ]


def test_records_are_not_tried_and_verify_says_why(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project(RECORDS), "verify")
    assert done.code == 0
    assert done.out.splitlines()[0].startswith("0 claims   0 hold")
    assert "records, such as ADRs, are not tried" in done.out


def test_the_list_counts_what_was_never_tried(project: Project, holdfast: Holdfast) -> None:
    text = document("A") + "\n```json\n{}\n```\n\n```cobol\nSTOP RUN.\n```\n"
    done = holdfast(project({"docs/TEMPLATE.md": template(), "docs/a.md": text}), "verify", "--list")
    assert done.out.splitlines()[-2:] == [
        "1 claim   0 hold · 0 broken · 0 stale · 0 waived · 0 unproven · 1 untried",
        "1 more of which nothing is asked",
    ]


def test_the_template_shown_is_the_one_that_documents_are_held_to(project: Project, holdfast: Holdfast) -> None:
    root = project(RECORDS)
    assert holdfast(root, "check").out.startswith(
        "doc/adr   template nygard (built in, guessed)   3 documents, record\n"
    )
    assert holdfast(root, "template", "show").out.startswith("nygard   from builtin:nygard ")
    [title, _, version] = holdfast(root, "template", "versions").out.splitlines()
    assert title == "builtin:nygard"
    assert version.split()[1:] == ["built", "in", "3"]


def test_without_any_template_the_versions_are_none_and_the_next_step_is_named(
    project: Project, holdfast: Holdfast
) -> None:
    assert holdfast(project({}), "template", "versions").out == (
        "no template is in use here: holdfast check says what it looks for\n"
    )


def test_the_summary_leads_to_the_gravest_rule_and_to_the_command_that_mends(
    project: Project, holdfast: Holdfast
) -> None:
    lacking = RECORD.format(4, "queues", "Accepted")
    mild = RECORD.format(1, "adrs", "Proposed") + "\n## Consequences\n\nTBD\n"
    done = holdfast(
        project({**RECORDS, "doc/adr/0001-use-adrs.md": mild, "doc/adr/0004-use-queues.md": lacking}), "check"
    )
    assert done.out.splitlines()[-2:] == [
        "1 error, 1 note      why: holdfast explain section-missing",
        "1 can be mended: holdfast fix --unsafe",
    ]


@pytest.mark.parametrize("option", ["--changed-since", "--new-since", "--policy-from"])
def test_where_git_is_not_installed_that_is_said(
    project: Project, holdfast: Holdfast, tmp_path: Path, option: str
) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    empty = tmp_path / "bin"
    empty.mkdir()
    assert shutil.which("git", path=str(empty)) is None
    done = holdfast(root, "check", option, "HEAD", PATH=str(empty))
    assert (done.code, done.out) == (2, "")
    assert done.err == f"holdfast: {option}: git is not installed; holdfast doctor names the command that installs it\n"


@pytest.mark.parametrize("option", ["--changed-since", "--new-since", "--policy-from"])
def test_outside_of_git_that_is_said(project: Project, holdfast: Holdfast, option: str) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")}, git=False)
    done = holdfast(root, "check", option, "HEAD")
    assert (done.code, done.err) == (2, f"holdfast: {option}: this is no git repository; run it inside one\n")


def test_code_scanning_is_told_what_the_rule_of_verify_means(project: Project, holdfast: Holdfast) -> None:
    text = document("A") + "\n```json\n{,}\n```\n"
    done = holdfast(project({"docs/TEMPLATE.md": template(), "docs/a.md": text}), "verify", "--format", "sarif")
    [rule] = json.loads(done.out)["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "example-broken"
    assert rule["shortDescription"]["text"].startswith("An example does not hold")


@pytest.mark.parametrize("slug", ["policy-loosened", "version-unknown"])
def test_a_page_without_an_example_shows_none(project: Project, holdfast: Holdfast, slug: str) -> None:
    done = holdfast(project({}), "explain", slug)
    assert done.code == 0
    assert "```" not in done.out
