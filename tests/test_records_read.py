"""How records of decisions say things in their own way: where the status stands, what a heading adds to its name, what a line holds."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.model.result import Result
from holdfast.model.role import Role
from holdfast.template.values import choices_in
from samples import said, slugs

Project = Callable[..., Path]

LATE = """# ADR {NUMBER}: {TITLE}

## Changelog

- {date}: {changelog}

## Context

> What one needs to understand the problem.

## Alternatives

> What else was considered.

## Decision

> What was decided.

## Detailed design

> How it is built.

## Tests

> How it is tried.

## Status

> A decision may be "proposed" if it has not been agreed upon yet.

{Proposed|Accepted|Declined}
"""
RECORD = """# ADR 10: One timetable

## Changelog

- 2024-11-14: first draft

## Context

Two harbours disagree.

## Alternatives

Two timetables.

## Decision

One timetable.

## Detailed design

A table.

## Tests

By hand.
"""


def record(project: Project, asks: str, text: str) -> Result:
    """Check one record against one template."""
    return check(str(project({"docs/adr/template.md": asks, "docs/adr/0001-one.md": text})))


@pytest.mark.parametrize(
    ("end", "status", "found"), [("\n## Status\n\nAccepted\n", "Accepted", []), ("", None, ["field-missing"])]
)
def test_a_status_stands_where_the_template_has_it_however_far_down(
    project: Project, end: str, status: str | None, found: list[str]
) -> None:
    result = record(project, LATE, RECORD + end)
    assert result.documents[0].status == status
    assert list(slugs(result)) == found


def test_a_section_called_status_far_down_is_none_where_the_template_keeps_it_in_the_header(project: Project) -> None:
    names = ("Context", "Decision", "Costs", "Risks", "Tests", "Rollout")
    asks = "# [Title]\n\n**Status:** [Draft | Active]\n" + "".join(f"\n## {name}\n\n[What]\n" for name in names)
    text = "# A\n" + "".join(f"\n## {name}\n\nMuch.\n" for name in names) + "\n## Status\n\nAccepted by all ports.\n"
    assert said(record(project, asks, text), "field-missing") == [("docs/adr/0001-one.md", "no Status")]


NYGARD = "# [Title]\n\n## Status\n\n[Proposed | Accepted]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"


def test_a_status_may_stand_in_the_heading_itself(project: Project) -> None:
    text = "# A\n\n## Status: Accepted ##\n\n## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n"
    result = record(project, NYGARD, text)
    (one,) = result.documents
    assert (one.status, one.role) == ("Accepted", Role.ACTIVE)
    assert not result.verdicts


def test_a_wrong_status_in_a_heading_is_pointed_at_behind_the_colon(project: Project) -> None:
    text = "# A\n\n## Status: Hoisted\n\n## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n"
    (found,) = record(project, NYGARD, text).verdicts
    assert (found.slug, found.position.line, found.position.column) == ("field-invalid", 3, 12)


@pytest.mark.parametrize(
    ("asked", "written", "missing"),
    [
        ("Decision", "Decision: keep one timetable", False),
        ("Decision", "Decision – keep one timetable", False),
        ("Decision", "Decisions to come: none", True),
        ("Implementation / Outlook", "Implementation: what is there", False),
        ("Considered Options", "Options considered", False),
        ("Considered Options", "Options", True),
        ("决策", "决策（建议默认）", False),
        ("決定", "選択（案）", True),
    ],
)
def test_a_heading_answers_by_the_words_of_its_name_and_may_add_to_them(
    project: Project, asked: str, written: str, missing: bool
) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## {asked}\n\n[What]\n"
    result = record(project, asks, f"# A\n\n## Context\n\nIt rains.\n\n## {written}\n\nA roof.\n")
    found = [text for _, text in said(result, "section-missing")]
    assert [text.partition(";")[0] for text in found] == ([f"section `{asked}` is missing"] if missing else [])


@pytest.mark.parametrize(("text", "found"), [("... todo ...", ["section-empty"]), ("... and so on", [])])
def test_a_promise_between_dots_is_one(project: Project, text: str, found: list[str]) -> None:
    asks = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Context\n\n[Why]\n\n## Costs\n\n[What]\n"
    given = f"# A\n\n**Status:** Active\n\n## Context\n\nIt rains.\n\n## Costs\n\n{text}\n"
    assert list(slugs(record(project, asks, given))) == found


INLINE = "# ADR ###: Title\n\n**Status:** Proposed | **Date:** YYYY-MM-DD\n\n## Context\n\nWhy.\n"


@pytest.mark.parametrize("between", [" | ", " · ", ", ", "  "])
def test_several_labels_on_one_line_are_several_fields(project: Project, between: str) -> None:
    text = f"# ADR 7: Logs\n\n**Status:** Accepted{between}**Date:** last May\n\n## Context\n\nIt rains.\n"
    result = record(project, INLINE, text)
    assert result.documents[0].status == "Accepted"
    assert said(result, "field-invalid") == [
        ("docs/adr/0001-one.md", 'Date "last May" is no date in the form YYYY-MM-DD')
    ]
    (found,) = result.verdicts
    assert found.position.column == len(f"**Status:** Accepted{between}**Date:** ") + 1


def test_bold_words_within_a_value_begin_no_field(project: Project) -> None:
    asks = "# [Title]\n\n**Status:** [status]\n**Owner:** [who]\n\n## Context\n\n[Why]\n"
    text = "# A\n\n**Status:** Accepted, **but** not built\n**Owner:** Ann\n\n## Context\n\nIt rains.\n"
    (one,) = record(project, asks, text).documents
    assert one.status == "Accepted, but not built"


def test_a_table_of_contents_is_no_field_of_the_header(project: Project) -> None:
    asks = "# ADR Template\n\n* Status: **proposed** | **accepted**\n* Date: YYYY-MM-DD\n\nContents:\n\n* [Issue](#issue)\n  * [Costs](#costs)\n\n## Issue\n\nWhat.\n\n## Costs\n\nHow much.\n"
    text = "# A\n\n* Status: **accepted**\n* Date: 2021-09-28\n\n## Issue\n\nIt rains.\n\n## Costs\n\nLittle.\n"
    assert not record(project, asks, text).verdicts


def test_the_head_of_a_table_of_fields_is_no_field_in_other_languages(project: Project) -> None:
    asks = "# ADR-NNNN · Título\n\n| Campo | Valor |\n|---|---|\n| Estado | Propuesto |\n\n## Contexto\n\nQué.\n"
    text = "# ADR-0001 · Colas\n\n| Dato | |\n|---|---|\n| Estado | Aceptado |\n\n## Contexto\n\nLlueve.\n"
    assert not said(record(project, asks, text), "field-missing")


@pytest.mark.parametrize(
    ("text", "choices"),
    [
        ("Propuesta | Aceptada | Reemplazada por ADR-XXXX", ("Propuesta", "Aceptada", "Reemplazada")),
        ("proposta | aceita | substituída pela ADR NNNN", ("proposta", "aceita", "substituída")),
        ("Vorgeschlagen | Akzeptiert | Ersetzt durch ADR-XXX", ("Vorgeschlagen", "Akzeptiert", "Ersetzt")),
        ("proposé | accepté | remplacé par ADR-0123", ("proposé", "accepté", "remplacé")),
        ("{proposed | accepted | superseded by ADR-0123", ("proposed", "accepted", "superseded")),
    ],
)
def test_a_state_is_a_word_without_its_successor_and_without_half_a_pair_of_brackets(
    text: str, choices: tuple[str, ...]
) -> None:
    assert choices_in(text)[0] == choices
