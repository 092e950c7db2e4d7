"""Where templates lie and what they are called in other people's projects, and which files were written from them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.engine.templates import is_template
from samples import document, notes, paths, said, sets, slugs, template

Project = Callable[..., Path]


@pytest.mark.parametrize(
    "name",
    [
        "0000-adr-template-de",
        "adr-template.fr",
        "template-draft",
        "0000-template-feature",
        "NNNN-title",
        "XXXX-short-title",
        "_YYYY-MM-DD-issue#-title",
        "YYYYMMDD-my-decision",
        "adr-nnnn-title",
    ],
)
def test_a_template_is_told_by_its_kind_its_language_or_a_name_that_is_to_be_filled_in(name: str) -> None:
    assert is_template(f"docs/adr/{name}.md")


@pytest.mark.parametrize(
    "name",
    [
        "template-engine",
        "0042-template-syntax",
        "email-template-id",
        "XXXX-rain-tax",
        "NNNN-harbour",
        "2024-01-02-title",
    ],
)
def test_a_document_about_templates_and_one_that_waits_for_its_number_are_no_templates(name: str) -> None:
    assert not is_template(f"docs/adr/{name}.md")


def test_two_templates_of_different_sizes_are_both_templates(project: Project) -> None:
    files = {
        "template-full.md": template("Context", "Decision", "Alternatives"),
        "template-draft.md": template("Context", "Sketch"),
        "accepted/rain.md": document("Rain", "Context", "Decision", "Alternatives"),
        "accepted/fog.md": document("Fog", "Context", "Sketch"),
    }
    result = check(str(project(files)))
    assert paths(result) == ["accepted/fog.md", "accepted/rain.md"]
    assert not result.verdicts


def test_what_was_accepted_is_a_record(project: Project) -> None:
    text = document("Rain", "Context") + "\nSee `src/rain.py`.\n"
    for folder, found in (("accepted", []), ("guides", ["path-missing"])):
        files = {f"{folder}/template.md": template("Context"), f"{folder}/rain.md": text, "src/fog.py": ""}
        assert list(slugs(check(str(project(files, name=folder))))) == found


@pytest.mark.parametrize("folder", ["proposals/scripts", "proposals/.templates"])
def test_a_template_alone_in_a_folder_serves_the_folder_above(project: Project, folder: str) -> None:
    files = {f"{folder}/rfc-template.md": template(), "proposals/a.md": document("A"), "proposals/b.md": document("B")}
    result = check(str(project(files)))
    assert sets(result) == {"proposals": (f"{folder}/rfc-template.md",)}
    assert not result.verdicts


def test_a_template_in_the_folder_of_the_forge_serves_the_root(project: Project) -> None:
    files = {".github/RFC-TEMPLATE.md": template(), "RFC-0001/README.md": document("A"), "docs/b.md": document("B")}
    assert paths(check(str(project(files)))) == ["RFC-0001/README.md"]


def test_a_template_beside_documents_serves_no_folder_above(project: Project) -> None:
    files = {"docs/rfc/template.md": template(), "docs/rfc/a.md": document("A"), "docs/b.md": document("B")}
    assert paths(check(str(project(files)))) == ["docs/rfc/a.md"]


def test_files_that_were_not_written_from_a_template_in_a_folder_beside_them_are_left_in_peace(
    project: Project,
) -> None:
    files = {"docs/tools/template.md": template(), **{f"docs/{name}.md": notes(name) for name in "abc"}}
    assert not check(str(project(files))).documents


def test_a_page_of_a_folder_without_a_number_is_a_document_where_it_was_written_from_the_template_beside(
    project: Project,
) -> None:
    files = {
        "blueprints/_template.md": template(),
        "blueprints/index.md": "# All\n\n- [Rain](rain/index.md)\n- [Fog](fog/index.md)\n",
        "blueprints/rain/index.md": document("Rain"),
        "blueprints/rain/glossary.md": notes("Words"),
        "blueprints/fog/index.md": document("Fog"),
        "blueprints/moved/index.md": "This page has moved to [rain](../rain/index.md).\n",
        "other/README.md": document("Elsewhere"),
    }
    result = check(str(project(files)))
    assert paths(result) == ["blueprints/fog/index.md", "blueprints/rain/index.md"]
    assert not result.verdicts


def test_a_section_that_the_author_is_to_delete_is_not_demanded(project: Project) -> None:
    asks = "# TODO\n\n## Setup\n\n1. Copy this file.\n2. Delete this section.\n\n## Context\n\nWhy?\n\n## Rest\n\nDelete this section if short.\n"
    files = {"rfcs/template.md": asks, "rfcs/a.md": "# A\n\n## Context\n\nIt rains.\n"}
    assert not check(str(project(files))).verdicts


def test_the_terms_of_a_licence_may_stay_in_a_document(project: Project) -> None:
    licence = (
        "<!--\nPart of the Harbour project, under the Apache License v2.0.\nSPDX-License-Identifier: Apache-2.0\n-->\n"
    )
    advice = "<!-- Tell what the harbour needs and who asked for it. -->\n"
    files = {
        "rfcs/template.md": f"# [Title]\n\n{licence}\n## Context\n\n{advice}",
        "rfcs/a.md": f"# A\n\n{licence}\n## Context\n\n{advice}\nIt rains.\n",
    }
    (found,) = check(str(project(files))).verdicts
    assert (found.slug, found.position.line) == ("comment-left", 10)


def test_items_that_a_template_counts_with_a_sign_are_placeholders(project: Project) -> None:
    asks = "# [Title]\n\n## Plan\n\n- [ ] Incremental change #1\n- [ ] Task number two\n"
    text = "# A\n\n## Plan\n\n- [ ] Incremental change #1\n- [x] Incremental change #1 of the pier\n- [ ] Task number two\n"
    result = check(str(project({"rfcs/template.md": asks, "rfcs/a.md": text})))
    assert [found for _, found in said(result, "placeholder-left")] == [
        "placeholder left: Incremental change #1",
        "placeholder left: Task number two",
    ]


@pytest.mark.parametrize(
    ("below", "found"),
    [
        ("### Option A\n", []),
        ("### Option A\n\n### Option B\n", ["section-empty"]),
        ("### TODO\n", ["section-empty"]),
        ("", ["section-empty"]),
        ("TODO\n\n## Our harbour\n\nIt is small.\n", ["section-empty"]),
    ],
)
def test_one_heading_of_the_authors_own_may_be_the_whole_answer(project: Project, below: str, found: list[str]) -> None:
    text = document("A", "Context") + f"\n## Decision\n\n{below}"
    result = check(str(project({"adr/template.md": template("Context", "Decision"), "adr/a.md": text})))
    assert list(slugs(result)) == found


def test_a_document_that_is_a_folders_page_is_called_by_its_folder(
    tmp_path: Path, holdfast: Callable[..., Done]
) -> None:
    repo = Repo(tmp_path / "harbour")
    repo.commit(
        {"template.md": template(), "ADR-0004/README.md": document("Rain"), "ADR-0004/notes.md": notes("Notes")}
    )
    repo.commit({"ADR-0007/README.md": document("Fog")})
    shown = holdfast(repo.root, "status").out
    assert "ADR-0004 Rain" in shown
    assert "ADR-0007  new" in shown
    assert "README" not in shown
    assert "notes" not in shown
    assert "would write ADR-0008/README.md" in holdfast(repo.root, "new", "Wind", "--dry-run").out
