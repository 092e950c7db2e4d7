"""Where records of decisions lie and what their templates are called: in folders of their own, under names with capitals, beside a changelog."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.template.name import template_name
from samples import document, index, nygard, paths, said, sets, slugs, template

Project = Callable[..., Path]


@pytest.mark.parametrize(
    "name",
    [
        "0000-modelo.md",
        "_modelo.md",
        "modelo-adr.md",
        "adr-modelo.md",
        "0000-modele-adr.md",
        "modèle-de-décision.md",
        "TrendAdrTemplate.md",
        "ArchitectureDecisionRecordTemplate.md",
        "adrtemplate.md",
        "drtemplate.md",
    ],
)
def test_a_template_is_told_by_its_name(project: Project, name: str) -> None:
    result = check(str(project({f"docs/adr/{name}": template(), "docs/adr/0001-a.md": document("A")})))
    assert sets(result) == {"docs/adr": (f"docs/adr/{name}",)}
    assert paths(result) == ["docs/adr/0001-a.md"]


@pytest.mark.parametrize(
    "name", ["0001-choix-du-modele-adr.md", "0012-novo-modelo.md", "modelo.md", "0003-EmailTemplate.md"]
)
def test_a_record_about_a_model_is_no_template(project: Project, name: str) -> None:
    files = {
        "docs/adr/TEMPLATE.md": template(),
        f"docs/adr/{name}": document("A"),
        "docs/adr/0002-b.md": document("B"),
    }
    assert sorted(paths(check(str(project(files))))) == sorted([f"docs/adr/{name}", "docs/adr/0002-b.md"])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("docs/adr/ADR-000-template.md", "adr"),
        ("docs/adrs/adr000-template.md", "adr"),
        ("docs/adr/0000-modelo.md", "adr"),
        ("0000-modele-adr.md", "adr"),
        ("eips/eip-template.md", "eip"),
    ],
)
def test_a_type_is_called_by_what_the_name_says_besides_number_and_template(path: str, name: str) -> None:
    assert template_name(path) == name


def test_what_any_folder_may_hold_is_no_document_unless_it_was_written_from_the_template(project: Project) -> None:
    files = {
        "adr/TEMPLATE.md": template(),
        "adr/a.md": document("A"),
        "adr/CHANGELOG.md": "# Changelog\n\n## 2021-12-12\n\n- created\n",
        "adr/LICENSE.md": "# License\n\nAll may copy this.\n",
        "adr/agents.md": document("Agents"),
        "adr/changelogs-are-kept.md": document("Changelogs"),
    }
    assert sorted(paths(check(str(project(files))))) == ["adr/a.md", "adr/agents.md", "adr/changelogs-are-kept.md"]


OWN_FOLDERS = {
    f"docs/adr/{number:04}/{name}": text
    for number in (1, 2, 3)
    for name, text in (
        (f"{number:04}-roof.md", nygard(number, f"Roof {number}")),
        ("README.md", f"# ADR-{number:04}\n\n**Status**: Accepted\n\n## What is here\n\nA roof.\n"),
        ("checklist.md", "## Checklist\n\n- [ ] It is dry\n"),
    )
}


def test_a_record_that_carries_the_number_of_its_folder_belongs_to_the_folder_above(project: Project) -> None:
    result = check(str(project(OWN_FOLDERS)))
    assert list(sets(result)) == ["docs/adr"]
    assert paths(result) == [f"docs/adr/{number:04}/{number:04}-roof.md" for number in (1, 2, 3)]


def test_the_page_of_its_folder_lists_a_record_that_carries_the_number(project: Project) -> None:
    rows = index("0001/README.md", "0002/0002-roof.md")
    result = check(str(project({**OWN_FOLDERS, "docs/adr/README.md": rows})))
    assert [path for path, _ in said(result, "document-unlisted")] == ["docs/adr/0003/0003-roof.md"]


def test_days_in_a_folder_of_their_year_carry_no_number_of_it(project: Project) -> None:
    files = {"adr/2024/TEMPLATE.md": template(), "adr/2024/2024-05-01-a.md": document("A")}
    assert list(sets(check(str(project(files))))) == ["adr/2024"]


@pytest.mark.parametrize(
    ("name", "listing"), [("ADR-000-索引.md", True), ("adr-index.md", True), ("0004-search-index.md", False)]
)
def test_a_page_that_lists_the_others_and_answers_nothing_is_their_index(
    project: Project, name: str, listing: bool
) -> None:
    files = {
        "adr/TEMPLATE.md": template(),
        f"adr/{name}": index("0001-a.md", "0002-b.md"),
        "adr/0001-a.md": document("A"),
        "adr/0002-b.md": document("B"),
        "adr/0003-c.md": document("C"),
    }
    result = check(str(project(files)))
    assert (f"adr/{name}" in paths(result)) is not listing
    assert ("document-unlisted" in slugs(result)) is listing


def test_a_title_above_the_fields_and_one_above_the_sections_are_both_titles(project: Project) -> None:
    asks = "# How to use the model\n\n* Status: proposed\n* Date: 2025-05-27\n\n---\n\n# Decisions as files\n\n## Context\n\nWhy.\n\n## Decision\n\nWhat.\n"
    text = "# {}\n\n* Status: accepted\n* Date: 2025-06-26\n\n{}## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n"
    files = {"adr/TEMPLATE.md": asks, "adr/a.md": text.format("A", ""), "adr/b.md": text.format("B", "# Roofs\n\n")}
    assert not check(str(project(files))).verdicts


def test_sections_of_the_first_level_are_asked_for_where_the_first_is_one_of_several(project: Project) -> None:
    asks = "# Header\n\n* Status: proposed\n\n# Details\n\nWhat.\n\n## Context\n\nWhy.\n\n## Decision\n\nWhat.\n"
    text = "# Header\n\n* Status: accepted\n\n## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n"
    found = said(check(str(project({"adr/TEMPLATE.md": asks, "adr/a.md": text}))), "section-missing")
    assert found == [("adr/a.md", "section `Details` is missing")]


def test_folders_below_one_of_decision_records_hold_records(project: Project) -> None:
    files = {
        "DecisionRecords/drtemplate.md": template(),
        "DecisionRecords/physics/timestep.md": document("Step"),
        "DecisionRecords/physics/engine.md": document("Engine"),
    }
    (found,) = check(str(project(files))).understood
    assert not found.living


def test_an_example_with_zeros_and_a_title_to_fill_in_is_the_template(project: Project) -> None:
    asks = "# ADR 000 - {제목}\n\nDATE:\n\n## 결정 (Decision)\n\n우리가 내린 결론을 작성한다.\n"
    text = "# ADR 001: A\n\nDATE: 2025.04.29\n\n## 결정 (Decision)\n\nFlyway.\n"
    root = project({"docs/adr/000-sample-example.md": asks, "docs/adr/001-one.md": text})
    assert [one.path for one in check(str(root)).documents] == ["docs/adr/001-one.md"]
    root = project({"docs/adr/000-example.md": asks.replace("{제목}", "A"), "docs/adr/001-one.md": text})
    assert len(check(str(root)).documents) == 2


def test_a_number_to_fill_in_belongs_to_the_title_below_a_page_about_the_template(project: Project) -> None:
    asks = "# ADR Template\n\nUse this.\n\n---\n\n# ADR-NNNN: [Title]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    text = "# ADR-0001: A\n\n## Context\n\nRain.\n\n## Decision\n\nRoof.\n"
    assert not check(str(project({"docs/adr/template.md": asks, "docs/adr/0001-a.md": text}))).verdicts


@pytest.mark.parametrize(
    ("info", "blank"),
    [("", "# NNNN. Title"), ('markdown linenums="1"', "# [Title]"), ("md", "# ADR topic")],
)
def test_a_template_in_a_page_may_have_dots_to_fill_in_and_a_fence_options(
    project: Project, info: str, blank: str
) -> None:
    page = f"# ADR\n\n## Template\n\n```{info}\n{blank}\n\n## Problem\n- ...\n\n## Outcome\n- ...\n```\n"
    text = "# {}. A\n\n## Problem\n- Rain.\n\n## Outcome\n- Roof.\n"
    records = {f"adr/000{number}-a.md": text.format(number) for number in (1, 2, 3)}
    assert sets(check(str(project({"adr/README.md": page, **records})))) == {"adr": ("adr/README.md",)}
