"""Headers of design documents as people write them: several labels in a line, quotations, lists as values, dashes for nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.engine.check import check
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.role import Role, role_of
from holdfast.template.compile import compile_template
from samples import said, slugs

Project = Callable[..., Path]


def fields(text: str) -> list[tuple[str, str]]:
    """Return names and values of a header below a title."""
    page = parse(f"# T\n\n{text}\n## Context\n\nSlow.\n".encode())
    found = read_header(page, outline(page))
    for one in found.fields:
        assert page.slice(*one.span).strip(" *_>|·") or not one.value
    return [(one.name, one.value) for one in found.fields]


@pytest.mark.parametrize(
    "text",
    [
        "**Date:** May 2026 | **Status:** Draft | **Related:** [Cache](a.md)\n",
        "**Date**: May 2026 · **Status**: Draft · **Related**: [Cache](a.md)\n",
        "**Date:** May 2026 **Status:** Draft\n**Related:** [Cache](a.md)\n",
        "Date: May 2026 | Status: Draft | Related: [Cache](a.md)\n",
        "> **Date:** May 2026\n> **Status:** Draft\n> **Related:** [Cache](a.md)\n",
        "> Date: May 2026\n>\n> Status: Draft\n>\n> Related: Cache\n",
        "> - **Date:** May 2026\n> - **Status:** Draft\n> - **Related:** Cache\n",
    ],
)
def test_a_header_may_stand_in_one_line_or_in_a_quotation(text: str) -> None:
    assert fields(text) == [("Date", "May 2026"), ("Status", "Draft"), ("Related", "Cache")]


@pytest.mark.parametrize(
    "text",
    [
        "> **Note:** this is old.\n",
        "> Read **this first:** it is short.\n",
        "One paragraph: what this contract governs and who consumes it (code, agents,\nthe command line, other services).\n",
    ],
)
def test_words_that_only_happen_to_hold_a_colon_are_no_header(text: str) -> None:
    assert fields(text) == []


def test_a_bar_between_states_and_a_colon_in_code_part_nothing() -> None:
    assert fields("**Status:** Draft | Active\n**Format:** `a | Name: b`\n") == [
        ("Status", "Draft | Active"),
        ("Format", "a | Name: b"),
    ]


def test_labels_behind_a_list_are_no_part_of_its_last_item() -> None:
    text = (
        "**Alerts**:\n- `PoolExhausted` for 2m\n- `LatencyHigh`\n**Owner**: Platform\n**Last reviewed**: 2026-04-24\n"
    )
    assert fields(text) == [
        ("Alerts", "PoolExhausted for 2m, LatencyHigh"),
        ("Owner", "Platform"),
        ("Last reviewed", "2026-04-24"),
    ]


def test_a_header_may_follow_a_table_of_contents(project: Project) -> None:
    text = (
        "# {}\n\n### Table of Contents\n\n+ [Context](#context)\n\n|||\n|---|---|\n|Owner|{}|\n|Document Status|{}|\n\n"
        "### Context\n\n{}\n"
    )
    files = {
        "d/template.md": text.format(
            "Design document", "_Owner_", "DRAFT / IN PROGRESS / DESIGN REVIEW / DONE", "[Why]"
        ),
        "d/cache.md": text.format("Cache", "_Owner_", "DONE", "Slow."),
        "d/lock.md": text.format("Lock", "Ann", "In progress", "Slow."),
    }
    result = check(str(project(files)))
    assert [(one.status, one.role) for one in result.documents] == [("DONE", Role.ACTIVE), ("In progress", Role.DRAFT)]
    assert said(result, "placeholder-left") == [("d/cache.md", "placeholder left: Owner")]
    assert len(result.verdicts) == 1


def test_front_matter_that_lacks_its_first_dashes_is_no_heading(project: Project) -> None:
    body = "tags: []\n---\n\n# {}\n\n## Header\n\nOwner: {}\n\nConsulted:\n-\n\n## Context\n\n{}\n\n## Goals\n\n{}\n"
    files = {
        "d/template.md": body.format("Title", "", "", ""),
        "d/cache.md": body.format("Cache", "Ann", "Slow.", "Fast.").replace("Consulted:\n-", "Consulted:\n- Bob"),
        "d/lock.md": body.format("Lock", "Ann", "Slow.", "").replace("Consulted:\n-", "Consulted:\n- Bob"),
    }
    result = check(str(project(files)))
    assert [(one.path, one.found) for one in result.verdicts] == [("d/lock.md", "section `Goals` is empty")]


@pytest.mark.parametrize(("value", "found"), [("-", 0), ("—", 0), ("none", 0), ("", 1)])
def test_a_dash_says_that_there_is_nothing(project: Project, value: str, found: int) -> None:
    asks = "# [Title]\n\n**Status:** [Draft | Active]\n**Related:** [Links]\n\n## Context\n\n[Why]\n"
    text = f"# Cache\n\n**Status:** Active\n**Related:** {value}\n\n## Context\n\nSlow.\n"
    assert len(said(check(str(project({"d/TEMPLATE.md": asks, "d/a.md": text}))), "field-missing")) == found


@pytest.mark.parametrize(
    ("name", "found"), [("Linked PRs", 0), ("Related issues", 0), ("Tags", 0), ("Owner", 1), ("Created", 1)]
)
def test_what_need_not_exist_may_stay_empty_where_the_template_leaves_it_empty(
    project: Project, name: str, found: int
) -> None:
    body = "# Spec: {}\n\nStatus: {}\n" + name + ":\n\n## Problem\n\n{}\n"
    files = {
        "specs/TEMPLATE.md": body.format("Title", "proposed", ""),
        "specs/a.md": body.format("A", "accepted", "Slow."),
    }
    assert len(said(check(str(project(files))), "field-missing")) == found


@pytest.mark.parametrize(
    ("asked", "given", "found"),
    [
        ("SEV-<1|2|3|4>", "SEV-2", 0),
        ("SEV-<1|2|3|4>", "SEV-1 (API is down)", 0),
        ("SEV-<1|2|3|4>", "SEV-5", 1),
        ("<Alertmanager route / log-based alert / synthetic>", "`PoolExhausted`", 0),
        ("Draft / In Review / Approved", "Aproved", 1),
        ("<minor / major / critical>", "huge", 1),
    ],
)
def test_which_values_a_template_lists_and_which_it_only_describes(
    project: Project, asked: str, given: str, found: int
) -> None:
    body = "# Runbook: {}\n\n**Severity**: {}\n**Owner**: {}\n\n## Symptoms\n\n{}\n"
    files = {"runbooks/TEMPLATE.md": body.format("<Name>", asked, "<team>", "<What>")}
    files["runbooks/pool.md"] = body.format("Pool", given, "Platform", "Slow.")
    assert len(said(check(str(project(files))), "field-invalid")) == found


@pytest.mark.parametrize(("value", "found"), [("20240726", 0), ("20241345", 1), ("May 2024", 0), ("soon", 1)])
def test_a_day_may_be_written_without_dashes_where_any_form_will_do(project: Project, value: str, found: int) -> None:
    body = "# {}\n\nDate: {}\n\n## Context\n\n{}\n\n## Goals\n\n{}\n"
    files = {"d/TEMPLATE.md": body.format("[Title]", "<as in the file's name>", "[Why]", "[What]")}
    files["d/a.md"] = body.format("A", value, "Slow.", "Fast.")
    assert len(said(check(str(project(files))), "field-invalid")) == found


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("🚧 In progress", Role.DRAFT),
        ("Planned", Role.DRAFT),
        ("On hold until May", Role.DRAFT),
        ("✅ Complete", Role.ACTIVE),
        ("Shipped in 2.0", Role.ACTIVE),
        ("Landed", Role.ACTIVE),
        ("In force", Role.ACTIVE),
        ("Almost complete", None),
    ],
)
def test_states_of_work_are_known(word: str, role: Role | None) -> None:
    assert role_of(word) is role


def test_a_label_behind_another_one_in_its_line_is_there(project: Project) -> None:
    asks = (
        "# [Title]\n\n**Status:** [Draft | Active]\n\n## Design\n\n### [Part]\n\n[What]\n\n**Rationale:** [Why?]\n\n"
        "**Alternatives considered:** [What else?]\n"
    )
    text = "# A\n\n**Status:** Active\n\n## Design\n\n### Map\n\nIt maps.\n\n**Rationale:** simple. {}\n"
    for words, found in (("**Alternatives considered:** a tree.", 0), ("No alternatives considered so far.", 1)):
        files = {"d/TEMPLATE.md": asks, "d/a.md": text.format(words)}
        assert len(said(check(str(project(files, name=str(found)))), "label-missing")) == found


SECTIONS = (
    "Problem",
    "Solution",
    "Models",
    "Plan",
    "Testing",
    "Migration",
    "Load",
    "Threats",
    "Questions",
    "Later",
    "Links",
)
HEADER = "**Status:** [Draft | Active]\n**Date:** YYYY-MM-DD\n**Author:** [Name]\n**Reviewers:** [Names]\n**Issue:** [Link]\n"
MANY = f"# [Title]\n\n{HEADER}" + "".join(f"\n## {name}\n\n[What]\n" for name in SECTIONS)


def test_a_status_and_a_date_alone_are_no_sign_of_a_template_of_which_nothing_else_is_there() -> None:
    lookup = Lookup(compile_template(MANY.encode(), "TEMPLATE.md", "design"))
    status = "# Routing\n\n> **Status:** Active\n> **Date:** 2026-03-05\n\n## Signals\n\nTen.\n"
    more = status.replace("> **Date:**", "> **Author:** Ann\n> **Date:**")
    assert Document("a.md", status.encode(), lookup).unbound
    assert not Document("a.md", more.encode(), lookup).unbound
    assert not Document("a.md", f"{status}\n## Problem\n\nSlow.\n\n## Plan\n\nA map.\n".encode(), lookup).unbound


def test_a_document_that_has_a_few_fields_by_chance_is_told_so(project: Project) -> None:
    text = "# Routing\n\n**Status:** Active\n\n## Signals\n\nTen.\n"
    result = check(str(project({"d/TEMPLATE.md": MANY, "d/a.md": text})))
    assert list(slugs(result)) == ["document-unbound"]
    assert result.verdicts[0].found == "0 of 11 required sections and few fields of the template"


@pytest.mark.parametrize(
    ("asked", "optional"),
    [
        ("This template is filled in by a command, which asks for the rest.", True),
        ("Tasks are grouped by story to enable independent testing of each.", True),
        ("Date when the last change was made to the design, in ISO 8601 format.", False),
        ("Github usernames for the primary authors of the design, including major revisions.", False),
    ],
)
def test_a_sentence_behind_a_label_asks_for_nothing_and_a_description_of_its_value_does(
    project: Project, asked: str, optional: bool
) -> None:
    body = "# {}\n\n## Metadata\n\n{}\n* Team: {}\n\n## Background\n\n{}\n"
    files = {"d/template.md": body.format("Template", f"* Updated: {asked}", "[Name]", "[Why]")}
    files["d/a.md"] = body.format("A", "", "Ferries", "Slow.")
    assert len(said(check(str(project(files))), "field-missing")) == (0 if optional else 1)


def test_a_day_that_is_described_in_words_is_a_day(project: Project) -> None:
    body = "# {}\n\n## Metadata\n\n* Authors: {}\n* Created: {}\n\n## Background\n\n{}\n"
    asked = "Date when the first draft was created, in ISO 8601 format."
    files = {"d/template.md": body.format("Template", "[Names]", asked, "[Why]")}
    files |= {
        "d/a.md": body.format("A", "Ann", "03/15/2021", "Slow."),
        "d/b.md": body.format("B", "Bob", "2021-03-15", "Slow."),
    }
    assert [path for path, _ in said(check(str(project(files))), "field-invalid")] == ["d/a.md"]
