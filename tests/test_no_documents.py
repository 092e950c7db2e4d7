"""What is a template by its name, and what is none and binds nothing however much it looks like one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from samples import document, notes, paths, sets, template

Project = Callable[..., Path]


@pytest.mark.parametrize(
    "name",
    [
        "TEMPLATE.md",
        "template.md",
        "00-TEMPLATE.md",
        "0000-template.md",
        "adr-template.md",
        "_template.md",
        "template-adr.md",
    ],
)
def test_a_template_is_told_by_its_file_name(project: Project, name: str) -> None:
    root = project({f"docs/design/{name}": template(), "docs/design/a.md": document("A")})
    assert sets(check(str(root))) == {"docs/design": (f"docs/design/{name}",)}


@pytest.mark.parametrize("name", ["templating.md", "contemplate.md", "templates.md", "about-the-template-engine.md"])
def test_a_name_that_only_contains_the_word_is_no_template(project: Project, name: str) -> None:
    root = project({f"docs/guides/{name}": notes("Templating"), "docs/guides/a.md": notes("A")})
    result = check(str(root))
    assert not result.understood
    assert not result.unused


def test_free_notes_with_numbers_are_no_records(project: Project) -> None:
    root = project({f"diary/{n:04}-day.md": notes(f"Day {n}") for n in range(1, 7)})
    result = check(str(root))
    assert not result.understood
    assert not result.documents


def test_free_notes_in_a_folder_called_design_are_no_records(project: Project) -> None:
    root = project({f"design/{name}.md": notes(name) for name in ("colours", "fonts", "paper")})
    assert not check(str(root)).understood


@pytest.mark.parametrize(
    "path",
    [
        ".github/ISSUE_TEMPLATE.md",
        ".github/ISSUE_TEMPLATE/bug.md",
        ".github/pull_request_template.md",
        ".github/PULL_REQUEST_TEMPLATE/default.md",
        "ISSUE_TEMPLATE.md",
        "PULL_REQUEST_TEMPLATE.md",
        "docs/pull_request_template.md",
        "docs/PULL_REQUEST_TEMPLATE/fix.md",
    ],
)
def test_templates_of_issues_and_pull_requests_are_none(project: Project, path: str) -> None:
    root = project({path: template(), "docs/a.md": document("A"), "docs/b.md": document("B")})
    result = check(str(root))
    assert not result.understood
    assert not result.unused


def test_a_template_of_mail_binds_no_guide(project: Project) -> None:
    mail = "# Welcome, [Name]\n\n## Your account\n\n[Account]\n\n## Questions\n\n[Contact]\n"
    root = project(
        {
            "package.json": "{}",
            "templates/email-template.md": mail,
            "templates/invoice.md": "# Invoice [Number]\n\n## Amount\n\n[Amount]\n\n## Due\n\n[Date]\n",
            "README.md": notes("Shop"),
            "docs/setup.md": notes("Setup"),
            "docs/questions.md": "# Help\n\n## Questions\n\nWrite to us.\n\n## Hours\n\nNine to five.\n",
            "posts/first.md": notes("First"),
        }
    )
    result = check(str(root))
    assert not result.documents
    assert not result.verdicts


def test_guides_and_the_usual_pages_are_no_documents(project: Project) -> None:
    root = project(
        {
            "README.md": notes("Read me"),
            "CONTRIBUTING.md": notes("Contributing"),
            "CHANGELOG.md": "# Changelog\n\n## 1.0\n\nFirst.\n",
            "docs/install.md": notes("Install"),
            "docs/guide/first-steps.md": notes("First steps"),
        }
    )
    result = check(str(root))
    assert not result.documents
    assert not result.understood
    assert not result.verdicts


def test_a_template_at_the_root_leaves_the_usual_pages_alone(project: Project) -> None:
    root = project(
        {
            "TEMPLATE.md": template(),
            "README.md": document("Read me"),
            "CONTRIBUTING.md": document("Contributing"),
            "plan.md": document("Plan"),
            "ideas.md": notes("Ideas"),
        }
    )
    assert paths(check(str(root))) == ["plan.md"]
