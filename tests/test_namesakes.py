"""Specifications of features: one folder for each, with documents that are called after templates in a folder of templates."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.formats.state.words import titled
from samples import paths, said, slugs

Project = Callable[..., Path]

SPEC = """# Feature Specification: [FEATURE NAME]

**Feature Branch**: `[###-feature-name]`
**Created**: [DATE]
**Status**: Draft

## User Scenarios *(mandatory)*

### User Story 1 - [Brief Title] (Priority: P1)

[Describe this journey]

**Why this priority**: [Explain]

### User Story 2 - [Brief Title] (Priority: P2)

[Describe this journey]

**Why this priority**: [Explain]

## Requirements *(mandatory)*

- **FR-001**: System MUST [capability]

### Key Entities *(include if feature involves data)*

- **[Entity 1]**: [What it represents]

## Assumptions

- [Assumption]
"""
PLAN = """# Implementation Plan: [FEATURE]

**Branch**: `[###-feature-name]` | **Date**: [DATE] | **Spec**: [link]

**Note**: This template is filled in by a command, which asks for the rest.

## Summary

[What and how]

## Constitution Check

*GATE: Must pass before research.*

[Gates]
"""
TASKS = """---

description: "Task list template"
---

# Tasks: [FEATURE NAME]

**Input**: Design documents from `/specs/[###-feature-name]/`

**Organization**: Tasks are grouped by story to enable independent testing of each.

## Format: `[ID] [P?] [Story] Description`

- **[P]**: Can run in parallel
- **[Story]**: Which story this task belongs to (e.g., US1, US2)

## Phase 1: Setup (Shared Infrastructure)

- [ ] T001 Create project structure

## Phase 2: User Story 1 - [Title]

### Implementation for User Story 1

- [ ] T002 [P] [US1] Create [Entity1] in src/[file].py

## Notes

- [P] tasks touch different files
"""
OWN = {
    "spec": "# Feature Specification: Search\n\n**Feature Branch**: `001-search`\n**Created**: 2026-04-03\n**Status**: Draft\n\n"
    "## User Scenarios *(mandatory)*\n\n### User Story 1 — Find it (Priority: P1)\n\nSomebody looks for a word.\n\n"
    "**Why this priority**: It is all.\n\n## Requirements *(mandatory)*\n\n- **FR-001**: System MUST find it.\n",
    "plan": "# Implementation Plan: Search\n\n**Branch**: `001-search` | **Date**: 2026-04-03 | **Spec**: [spec.md](spec.md)\n\n"
    "## Summary\n\nAn index.\n\n## Constitution Check\n\n*GATE: Must pass before research.*\n\n- [x] Simple\n",
    "tasks": "# Tasks: Search\n\n**Input**: Design documents from `/specs/001-search/`\n\n"
    "## Format: `[ID] [P?] [Story] Description`\n\n- **[P]**: Can run in parallel\n\n## Phase 1: Setup\n\n- [x] T001 Start\n\n"
    "## Phase 2: User Story 1 — Find it\n\n- [ ] T002 [P] [US1] Create the index\n\n## Notes\n\n- [P] tasks touch different files\n",
}
OTHERS = {
    "research": "# Research: Search\n\n## Decision: a trie\n\nIt is small.\n",
    "data-model": "# Data Model\n\n| Field | Type |\n|---|---|\n| word | text |\n",
    "checklists/requirements": "# Checklist\n\n- [ ] Complete\n",
}


def files(*features: str, templates: str = ".specify/templates") -> dict[str, str]:
    """Return the files of a project that keeps a folder for each feature."""
    found = {
        f"{templates}/{name}-template.md": text for name, text in (("spec", SPEC), ("plan", PLAN), ("tasks", TASKS))
    }
    for feature in features:
        found |= {f"specs/{feature}/{name}.md": text for name, text in (OWN | OTHERS).items()}
    return found


@pytest.mark.parametrize("templates", [".specify/templates", "templates"])
def test_documents_of_features_are_held_to_the_templates_they_are_called_after(
    project: Project, templates: str
) -> None:
    result = check(str(project(files("001-search", "002-sort", templates=templates))))
    assert paths(result) == [
        f"specs/{feature}/{name}.md" for feature in ("001-search", "002-sort") for name in ("plan", "spec", "tasks")
    ]
    assert not result.verdicts
    assert not result.unused


def test_what_a_feature_left_out_is_told_of_that_document(project: Project) -> None:
    given = files("001-search", "002-sort")
    given["specs/002-sort/spec.md"] = (
        OWN["spec"]
        .replace("Somebody looks for a word.", "[Describe this journey]")
        .replace("## Requirements *(mandatory)*\n\n- **FR-001**: System MUST find it.\n", "")
    )
    result = check(str(project(given)))
    assert {one.path for one in result.verdicts} == {"specs/002-sort/spec.md"}
    assert sorted(slugs(result)) == ["placeholder-left", "section-missing"]


def test_one_feature_is_enough(project: Project) -> None:
    result = check(str(project(files("001-search"))))
    assert len(paths(result)) == 3
    assert not result.verdicts


def test_files_of_that_name_which_follow_no_template_are_left_in_peace(project: Project) -> None:
    given = files("001-search")
    notes = "# Plan\n\nThe gulls were loud today.\n\n## Morning\n\nFog.\n"
    given |= {f"trips/{place}/plan.md": notes for place in ("north", "south")}
    assert not [one for one in paths(check(str(project(given)))) if one.startswith("trips/")]


def test_sections_without_a_mark_are_optional_beside_mandatory_ones(project: Project) -> None:
    asks = (
        "# [Title]\n\n## Context *(mandatory)*\n\n[Why]\n\n## Goals (required)\n\n[What]\n\n## Assumptions\n\n- [One]\n"
    )
    text = "# Cache\n\n## Context\n\nSlow.\n"
    result = check(str(project({"d/TEMPLATE.md": asks, "d/cache.md": text})))
    assert [found for _, found in said(result, "section-missing")] == ["section `Goals` is missing"]


def test_tags_that_a_template_explains_are_there_to_stay_and_what_is_to_be_filled_in_is_not(project: Project) -> None:
    asks = "# [Title]\n\n## Format\n\n- **[P]**: in parallel\n- **[Entity 1]**: [What it is]\n\n## Tasks\n\n- [ ] T1 [P] Do it\n"
    text = "# Cache\n\n## Format\n\n- **[P]**: in parallel\n- **[Entity 1]**: a key\n\n## Tasks\n\n- [ ] T1 [P] Build\n"
    result = check(str(project({"d/TEMPLATE.md": asks, "d/cache.md": text})))
    assert said(result, "placeholder-left") == [("d/cache.md", "placeholder left: [Entity 1]")]


def test_init_writes_the_types_of_features_and_the_status_tells_features_apart(
    tmp_path: Path, holdfast: Callable[..., Done]
) -> None:
    repo = Repo(tmp_path / "harbour")
    repo.commit(files("001-search", "002-sort"))
    before = holdfast(repo.root, "check", "--all").out
    shown = holdfast(repo.root, "status").out
    assert "001-search/plan  new" in shown
    assert "002-sort/plan  new" in shown
    assert holdfast(repo.root, "init").code == 0
    text = (repo.root / "holdfast.toml").read_text()
    assert 'documents = ["specs/*/plan.md"]' in text
    assert holdfast(repo.root, "check", "--all").out.splitlines()[-1] == before.splitlines()[-1]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("rfcs/2026-07-control-plane.md", "Rain"),
        ("rfcs/20240726-transfer.md", "Rain"),
        ("rfcs/2026-07-16-cron.md", "Rain"),
        ("rfcs/2025-mapping.md", "2025 Rain"),
        ("rfcs/0012-mapping.md", "0012 Rain"),
    ],
)
def test_a_day_in_the_name_of_a_file_is_no_number(path: str, shown: str) -> None:
    assert titled(path, "Rain") == shown
