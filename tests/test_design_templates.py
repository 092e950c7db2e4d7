"""Templates of design documents: which of their headings are names, which show a pattern, and what an author may leave out."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.model.result import Result
from samples import said, slugs

Project = Callable[..., Path]


def checked(project: Project, asks: str, text: str) -> Result:
    """Check one document against one template, both without their titles."""
    return check(
        str(project({"docs/design/TEMPLATE.md": f"# [Title]\n\n{asks}", "docs/design/cache.md": f"# Cache\n\n{text}"}))
    )


APPENDICES = (
    "## What is it?\n\n<!-- In plain words. -->\n\n## Appendix A. API changes\n\n<!-- New messages. -->\n\n"
    "## Appendix B. Rejected designs\n\n<!-- And why. -->\n\n## Appendix F. Migration\n\n<!-- How users move. -->\n"
)


def test_an_appendix_with_a_name_is_a_section_of_its_own(project: Project) -> None:
    text = "## What is it?\n\nA cache.\n\n## Appendix A. API changes\n\nNone.\n\n## Appendix B. Rejected designs\n\nNone.\n"
    result = checked(project, APPENDICES, text)
    assert [found for _, found in said(result, "section-missing")] == ["section `Appendix F. Migration` is missing"]


def test_an_appendix_may_stand_under_another_letter_or_under_its_name_alone(project: Project) -> None:
    text = (
        "## What is it?\n\nA cache.\n\n## Appendix A. Rejected designs\n\nNone.\n\n## API changes\n\nNone.\n\n"
        "## Migration\n\nNone.\n"
    )
    assert not checked(project, APPENDICES, text).verdicts


@pytest.mark.parametrize(
    "heading", ["Phase 1: Core (Week 1)", "Phase 1: A store of our own", "Phase One", "Phase 7 — Clean up"]
)
def test_phases_that_a_template_gives_names_only_show_what_a_phase_looks_like(project: Project, heading: str) -> None:
    asks = (
        "## Plan\n\n### Phase 1: Core (Week 1)\n\n- [ ] Task 1\n\n### Phase 2: Integration (Week 2)\n\n- [ ] Task 1\n\n"
        "### Phase 3: Polish (Week 3)\n\n- [ ] Task 1\n"
    )
    assert not checked(project, asks, f"## Plan\n\n### {heading}\n\n- [ ] Write it\n").verdicts


def test_a_section_of_another_name_on_the_same_subject_may_be_divided_otherwise(project: Project) -> None:
    asks = (
        "## Summary\n\n[What]\n\n## Implementation Strategy\n\n### Phase 1: [Name]\n\n[Tasks]\n\n### Risks\n\n[Which]\n"
    )
    text = "## Summary\n\nA cache.\n\n## {}\n\nFirst the map.\n"
    renamed = checked(project, asks, text.format("Implementation Approach"))
    named = checked(project, asks, text.format("Implementation Strategy"))
    assert (set(slugs(renamed)), set(slugs(named))) == (set(), {"section-missing"})


def test_a_plan_without_any_phase_is_told_once(project: Project) -> None:
    asks = "## Plan\n\n### Phase 1: Core\n\n- [ ] Task 1\n\n### Phase 2: Integration\n\n- [ ] Task 1\n"
    result = checked(project, asks, "## Plan\n\nWe write it.\n")
    assert said(result, "section-missing") == [
        ("docs/design/cache.md", "section `Phase 1: Core` is missing under `Plan`")
    ]


@pytest.mark.parametrize("heading", ["Sub-topic", "Subsection", "Another sub-section", "Sub-heading 1"])
def test_a_heading_that_stands_for_any_of_the_authors_own_demands_none(project: Project, heading: str) -> None:
    asks = f"## Proposal\n\nUse diagrams as needed.\n\n### {heading}\n\n```mermaid\nflowchart LR\n```\n"
    for text in ("It caches.\n", "### Size\n\n```json\n{}\n```\n"):
        assert not checked(project, asks, f"## Proposal\n\n{text}").verdicts


def test_a_table_of_contents_is_not_demanded(project: Project) -> None:
    asks = "## Table of Contents\n\n- [Context](#context)\n\n## Context\n\n[Why]\n"
    assert not checked(project, asks, "## Context\n\nReads are slow.\n").verdicts


@pytest.mark.parametrize(
    "words",
    [
        "Delete the subsections that do not apply.",
        "<!--\nWhat changes in each part.\nRemove any sections that don't apply.\n-->",
        "Please omit the parts which are not relevant.",
    ],
)
def test_sections_among_which_the_author_chooses_are_not_demanded(project: Project, words: str) -> None:
    asks = f"## Details\n\n{words}\n\n### Core\n\n[What]\n\n### Plugin\n\n[What]\n"
    assert not checked(project, asks, "## Details\n\n### Core\n\nA map.\n").verdicts


def test_advice_about_something_else_to_delete_makes_no_section_optional(project: Project) -> None:
    asks = "## Details\n\nDelete the comments that do not apply.\n\n### Core\n\n[What]\n\n### Plugin\n\n[What]\n"
    assert list(slugs(checked(project, asks, "## Details\n\n### Core\n\nA map.\n"))) == ["section-missing"]


@pytest.mark.parametrize(
    "section",
    [
        "## Go-to-market\n\n_[Include for customer-facing launches]_\n",
        "## Go-to-market\n\n> **Fill ONLY if there is a launch that must be announced**\n",
        "## Go-to-market *(include if customers see it)*\n\n[How]\n",
        "## Go-to-market\n\nRequired for launches that customers see.\n",
    ],
)
def test_what_is_asked_for_in_some_cases_only_is_a_condition(project: Project, section: str) -> None:
    asks = f"## Context\n\n[Why]\n\n{section}"
    assert not checked(project, asks, "## Context\n\nReads are slow.\n").verdicts


def test_a_section_that_could_be_left_out_may_answer_in_its_own_words(project: Project) -> None:
    asks = (
        "## Go-to-market\n\n_[Include for customer-facing launches]_\n\n### Launch type\n\n[Which]\n\n"
        "### Checklist\n\n[What]\n\n## Context\n\n[Why]\n"
    )
    own = "## Context\n\nReads are slow.\n\n## Go-to-market\n\nInternal only.\n"
    assert not checked(project, asks, own).verdicts
    begun = checked(project, asks, f"{own}\n### Launch type\n\nSoft.\n")
    assert [found for _, found in said(begun, "section-missing")] == [
        "section `Checklist` is missing under `Go-to-market`"
    ]


def test_a_section_that_does_not_apply_may_say_what_there_is_instead(project: Project) -> None:
    asks = "## API\n\n### Python\n\n[Calls]\n\n### Rust\n\n[Calls]\n"
    text = "## API\n\nN/A: it is configured by a file only.\n\n```toml\nsize = 10\n```\n"
    assert not checked(project, asks, text).verdicts


def test_a_section_may_go_without_the_word_that_stands_above_it(project: Project) -> None:
    asks = "## API Design\n\n### Python API\n\n[Calls]\n\n### Rust API\n\n[Calls]\n"
    result = checked(project, asks, "## API Design\n\n### Python\n\n`get(key)`\n")
    assert [found for _, found in said(result, "section-missing")] == [
        "section `Rust API` is missing under `API Design`"
    ]


def test_an_answer_that_the_template_itself_offers_is_not_open(project: Project) -> None:
    asks = "## Scope\n\n| Item | Later? |\n|---|---|\n| [Item] | [Yes - Q3 / No / TBD] |\n\n## Risks\n\n- [Risk]\n"
    text = "## Scope\n\n| Item | Later? |\n|---|---|\n| Eviction | TBD |\n\n## Risks\n\n- Two writers\n- TBD\n"
    assert [found for _, found in said(checked(project, asks, text), "answer-open")] == [
        'part of `Risks` only says "TBD"'
    ]


def test_numbers_that_are_those_of_the_template_have_no_gap(project: Project) -> None:
    asks = "## 1. Context\n\n[Why]\n\n## 2. Design\n\n[What]\n\n## 4. Risks\n\n[Which]\n"
    text = "## 1. Context\n\nSlow.\n\n## 2. Design\n\nA map.\n\n## {}. Risks\n\nNone.\n"
    assert not checked(project, asks, text.format(4)).verdicts
    result = check(
        str(
            project(
                {"d/TEMPLATE.md": f"# [Title]\n\n{asks}", "d/cache.md": f"# Cache\n\n{text.format(5)}"}, name="five"
            )
        )
    )
    assert said(result, "number-gap") == [("d/cache.md", "section 5 follows section 2")]


def test_a_document_whose_headings_only_share_a_subject_with_the_template_never_used_it(project: Project) -> None:
    asks = "".join(f"## {name}\n\n[What]\n\n" for name in ("Executive Overview", "Implementation Plan", "API Design"))
    asks += "".join(f"## {name}\n\n[What]\n\n" for name in ("Security Considerations", "Prior Art"))
    result = checked(project, asks, "## Implementation\n\nA map.\n\n## Security\n\nNone.\n\n## Colours\n\nBlue.\n")
    assert list(slugs(result)) == ["document-unbound"]


@pytest.mark.parametrize(("column", "found"), [("Current", 0), ("Result", 0), ("Source", 1)])
def test_a_column_may_be_called_by_a_word_that_means_the_same(project: Project, column: str, found: int) -> None:
    asks = "## Performance\n\n| Metric | Target | Actual/Expected | Notes |\n|---|---|---|---|\n| [M] | [T] | [A] | [N] |\n"
    text = f"## Performance\n\n| KPI | Target | {column} | Remarks |\n|---|---|---|---|\n| Reads | < 1 ms | 0.5 ms | warm |\n"
    assert len(said(checked(project, asks, text), "table-column-missing")) == found
