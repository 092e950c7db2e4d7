"""What of a template is left in a document: its advice in plain words, its items that only count, its blocks that show a form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.binding.boxes import read_items
from holdfast.engine.check import check
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.template.compile import compile_template
from samples import said

Project = Callable[..., Path]


def left(project: Project, asks: str, text: str, slug: str = "advice-left") -> list[str]:
    """Return what is said to be left in a document that is held to a template."""
    files = {"d/TEMPLATE.md": f"# [Title]\n\n{asks}", "d/cache.md": f"# Cache\n\n{text}"}
    return [found for _, found in said(check(str(project(files))), slug)]


@pytest.mark.parametrize(
    "words",
    [
        "Describe what is wrong, unclear, missing, or risky today.",
        "High-level summary of what this feature does and why it exists.",
        "*Document any alternatives that were considered other than this one.*",
        "Please briefly explain the steps in the implementation.",
        "Links to ADRs, issues, PRs, discussions.",
    ],
)
def test_a_demand_of_the_template_is_out_of_place_wherever_it_is_left(project: Project, words: str) -> None:
    asks = f"## Problem\n\n{words}\n\n## Goals\n\n- Goal\n"
    shown = words.strip("*")
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    found = left(project, asks, f"## Problem\n\n{words}\n\nReads are slow.\n\n## Goals\n\n- Fast\n")
    assert found == [f"advice of the template is left: {shown}"]


def test_of_a_section_that_only_repeats_its_template_nothing_else_is_said(project: Project) -> None:
    asks = "## Problem\n\nDescribe what is wrong today.\n\n## Goals\n\n- Goal\n"
    files = {
        "d/TEMPLATE.md": f"# [Title]\n\n{asks}",
        "d/a.md": "# A\n\n## Problem\n\nDescribe what is wrong today.\n\n## Goals\n\n- Fast\n",
    }
    assert [one.slug for one in check(str(project(files))).verdicts] == ["section-empty"]


def test_a_question_of_the_template_may_stay_above_its_answer(project: Project) -> None:
    asks = "## Motivation\n\nWhy are we doing this?\n\n## Goals\n\n- Goal\n"
    assert not left(project, asks, "## Motivation\n\nWhy are we doing this?\n\nReads are slow.\n\n## Goals\n\n- Fast\n")


@pytest.mark.parametrize(
    "words",
    [
        "Required for SEV-1 and SEV-2. Draft within 48h, published within 5 business days.",
        "Copyright and related rights waived via CC0.",
        "Plans are tracked in `docs/tasks/` as documents of their own.",
        'The key words "MUST" and "SHOULD" are to be read as in RFC 2119.',
        "- [ ] Add the change to the changelog of the next release\n- [ ] Give it to somebody else to read",
        "1. List all pods that are not ready in the cluster.\n2. Describe one of them in full detail.",
    ],
)
def test_what_documents_repeat_because_it_holds_for_all_of_them_may_stay(project: Project, words: str) -> None:
    text = f"## Problem\n\nSlow.\n\n## Process\n\n{words}\n"
    assert not left(project, f"## Problem\n\n[What]\n\n## Process\n\n{words}\n", text)


def test_advice_is_no_demand_and_makes_no_new_version() -> None:
    old, new = (
        compile_template(f"# [Title]\n\n## Problem\n\n{words}\n".encode(), "TEMPLATE.md", "d")
        for words in ("Describe what is wrong today.", "Describe what is wrong today, and for whom.")
    )
    assert old.version == new.version
    assert [one.text for one in new.guidance] == ["Describe what is wrong today, and for whom."]


@pytest.mark.parametrize(
    ("asks", "text", "found"),
    [
        ("- Pain point 1\n- Pain point 2", "- Pain point 1\n- It is slow", ["placeholder left: Pain point 1"]),
        ("- FR-1: Requirement description\n- FR-2: Requirement description", "- FR-1: Requirement description", ["placeholder left: FR-1: Requirement description"]),
        ("- Risk → mitigation\n- Risk → mitigation", "- Risk → mitigation", ["placeholder left: Risk → mitigation"]),
        ("- Level 1\n- Level 2", "- Level 1\n- Level 2", []),
        ("- Slow reads\n- Slow writes", "- Slow reads", []),
        ("```mermaid\n%% Replace with your diagram.\ngraph TD\n  A --> B\n```", "```mermaid\n%% Replace with your diagram.\ngraph TD\n  A --> B\n```",
         ["placeholder left: %% Replace with your diagram. graph TD A --> B"]),
        ("```gherkin\nGiven <a starting state>\nThen <what is seen>\n```", "```gherkin\nGiven <a starting state>\nThen <what is seen>\n```",
         ["placeholder left: Given <a starting state> Then <what is seen>"]),
        ("```sh\nmake test\n```", "```sh\nmake test\n```", []),
    ],
)  # fmt: skip
def test_items_that_only_count_and_blocks_that_show_a_form_must_not_stay(
    project: Project, asks: str, text: str, found: list[str]
) -> None:
    assert (
        left(
            project,
            f"## Problem\n\n{asks}\n\n## Goals\n\n[What]\n",
            f"## Problem\n\n{text}\n\n## Goals\n\nFast.\n",
            "placeholder-left",
        )
        == found
    )


def test_an_author_who_is_still_your_name_is_told(project: Project) -> None:
    body = "# {}\n\n- **Author**: {}\n- **Date**: {}\n\n## Overview\n\n{}\n"
    name = "Your name (@YourGitHubUserName)"
    files = {
        "d/template.md": body.format("Title", name, "YYYY-MM", ""),
        "d/a.md": body.format("A", name, "2026-08", "Fast."),
    }
    assert said(check(str(project(files))), "placeholder-left") == [("d/a.md", f"placeholder left: {name}")]


def questions(text: str) -> list[tuple[str, bool, bool]]:
    """Return the questions of a section of open questions, each with whether it is done, and answered."""
    page = parse(f"# T\n\n## Open Questions\n\n{text}".encode())
    return [(one.text, one.done, one.answered) for one in read_items(page, outline(page)) if one.kind == "question"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [x] Which store? Postgres\n", ("Which store?", True, True)),
        ("- [x] Which store? (Bob, in May)\n", ("Which store?", True, False)),
        ("- ~~Which markers?~~ AprilTag.\n", ("Which markers?", True, True)),
        ("### Q1: Shared between processes?\n\n**Decision:** No.\n", ("Shared between processes?", True, True)),
        ("### Q2: Which header?\n\nNot decided yet.\n", ("Which header?", False, False)),
        ("### 1. Which header?\n\n- Ours?\n- That of the draft?\n", ("Which header?", False, False)),
    ],
)
def test_a_question_is_answered_behind_it_or_below_its_heading(text: str, expected: tuple[str, bool, bool]) -> None:
    assert questions(text) == [expected]


def test_questions_may_stand_in_a_table_with_what_came_of_them() -> None:
    rows = "| 1 | RS256 or EdDSA? | @ann | Open |\n| 2 | TTL? | @bob | Resolved: 15 min |\n| 3 | [Question] | @name | [Pending] |\n"
    assert questions(f"| # | Question | Owner | Status |\n|---|---|---|---|\n{rows}") == [
        ("RS256 or EdDSA?", False, False),
        ("TTL?", True, True),
    ]
    assert questions(
        "| Question | Answer |\n|---|---|\n| Which runtime? | Node.js |\n| Which key? | In discussion |\n"
    ) == [
        ("Which runtime?", True, True),
        ("Which key?", False, False),
    ]
    assert questions("| Topic | Asked |\n|---|---|\n| Which key | by Bob |\n") == [("Which key", False, False)]


def test_a_table_elsewhere_asks_nothing() -> None:
    page = parse(b"# T\n\n## Options\n\n| Question | Status |\n|---|---|\n| Fast? | Open |\n")
    assert not read_items(page, outline(page))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("| Phase | Tasks |\n|---|---|\n| 1 | Producer |\n", []),
        ("- **Phase 1**: Producer\n- **Phase 2**: Consumer\n", []),
        ("We do it in phases, the first of which is done.\n", ["section `Phase 1: [Name]` is missing under `Plan`"]),
    ],
)
def test_phases_may_stand_in_a_table_or_a_list(project: Project, text: str, found: list[str]) -> None:
    asks = "## Plan\n\n### Phase 1: [Name]\n\n- [ ] Task 1\n\n## Goals\n\n- Goal\n"
    assert left(project, asks, f"## Plan\n\n{text}\n## Goals\n\n- Fast\n", "section-missing") == found


def test_bare_numbers_of_headings_that_count_are_numbers(project: Project) -> None:
    asks = "## 1. Overview\n\n[What]\n\n## 2. API Design\n\n[How]\n\n## 3. Testing Strategy\n\n[How]\n"
    counted = "## 1 Overview\n\nA cache.\n\n## 2 API Design\n\nA map.\n\n## 3 Testing Strategy\n\nBy hand.\n"
    assert not left(project, asks, counted, "section-missing")
    page = parse(b"# T\n\n## 3 Ways to fail\n\nSlow.\n\n## 12 Angry men\n\nLoud.\n\n## 5 Fingers\n\nOne hand.\n")
    assert [one.number for one in outline(page)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("kept in [NEEDS CLARIFICATION: which store?]", ['part of `Goals` says "[NEEDS CLARIFICATION: which store?]"']),
        ("kept for [TBD: how long?] days", ['part of `Goals` says "[TBD: how long?]"']),
        ("marked `[TODO: later]` in the list", []),
        ("kept as [TODO](todo.md) says", []),
    ],
)
def test_a_mark_that_something_is_to_be_cleared_up_is_open(project: Project, words: str, found: list[str]) -> None:
    text = f"## Goals\n\n- **FR-1**: Results are {words}\n- Fast\n"
    files = {
        "d/TEMPLATE.md": "# [Title]\n\n## Goals\n\n- [Goal]\n",
        "d/cache.md": f"# Cache\n\n{text}",
        "d/todo.md": "# To do\n\n## Goals\n\n- All\n",
    }
    assert [one for _, one in said(check(str(project(files))), "answer-open")] == found
