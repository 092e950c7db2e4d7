"""What templates of records ask for, and what they only show: marks for what is required, words about the template, a title without a heading."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.markdown.labels import read_label
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.template.shown import about_template
from samples import said, slugs

Project = Callable[..., Path]


def record(project: Project, asks: str, text: str) -> Result:
    """Check one record against one template."""
    return check(str(project({"docs/adr/template.md": asks, "docs/adr/0001-one.md": text})))


MARKS = ("<!-- OBLIGATOIRE -->", "<!-- required -->", "Mandatory.", "**Pflicht**", "（必須）")


@pytest.mark.parametrize("mark", MARKS)
def test_where_a_template_marks_what_is_required_the_rest_is_optional(project: Project, mark: str) -> None:
    asks = f"# [Titre]\n\n## Contexte\n\n{mark}\n\n## Décision\n\n{mark}\n\n## Références\n\n<!-- Des liens. -->\n"
    result = record(project, asks, "# A\n\n## Contexte\n\nIl pleut.\n")
    assert [found for _, found in said(result, "section-missing")] == ["section `Décision` is missing"]


def test_where_others_are_marked_as_optional_what_is_not_marked_is_required(project: Project) -> None:
    asks = "# [Title]\n\n## Context (required)\n\n[Why]\n\n## Decision\n\n[What]\n\n## Notes (optional)\n\n[More]\n"
    result = record(project, asks, "# A\n\n## Context\n\nIt rains.\n")
    assert [found for _, found in said(result, "section-missing")] == ["section `Decision` is missing"]


def test_a_sentence_that_speaks_of_what_is_required_marks_nothing(project: Project) -> None:
    asks = "# [Title]\n\n## Context\n\nRequired reading for all.\n\n## Decision\n\n[What]\n"
    result = record(project, asks, "# A\n\n## Context\n\nIt rains.\n")
    assert [found for _, found in said(result, "section-missing")] == ["section `Decision` is missing"]


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("How to use this template", True),
        ("Template instructions", True),
        ("Cómo usar esta plantilla", True),
        ("Wie man diese Vorlage benutzt", True),
        ("Utilisation du modèle", True),
        ("このテンプレートの使い方", True),
        ("Template engine", False),
        ("Templates we ship", False),
        ("Choice of template", False),
        ("Modèle de données", False),
        ("Modelo", False),
    ],
)
def test_a_section_about_the_template_is_told_by_its_heading(title: str, about: bool) -> None:
    assert about_template(title) is about


def test_a_section_about_the_template_is_not_asked_for(project: Project) -> None:
    asks = "# ADR-NNNN: [Título]\n\n## Contexto\n\n[Por qué]\n\n---\n\n## Cómo usar esta plantilla\n\n1. Copiar este archivo.\n"
    assert not record(project, asks, "# ADR-0002: Colas\n\n## Contexto\n\nLlueve.\n").verdicts


@pytest.mark.parametrize(("title", "missing"), [("ADR: タイトル", 0), ("ADR: [Title]", 0), ("Area: where it rains", 1)])
def test_a_title_without_a_heading_is_no_field(project: Project, title: str, missing: int) -> None:
    asks = f"{title}\n\n# Context\nWhy it is needed.\n\n# Decision\nWhat was decided.\n"
    text = "# ADR: Roof\n\n# Context\nIt rains.\n\n# Decision\nA roof.\n"
    assert slugs(record(project, asks, text))["field-missing"] == missing


COSMOS = """# ADR {NUMBER}: {TITLE}

## Status

{Proposed|Accepted}

## Consequences

> All of them, not only the good ones.

### Positive

### Negative
"""


def test_a_heading_that_the_template_leaves_empty_below_words_about_it_may_stay_so_with_a_note(
    project: Project,
) -> None:
    text = "# ADR 1: Roof\n\n## Status\n\nAccepted\n\n## Consequences\n\n### Positive\n\n- Dry.\n\n### Negative\n"
    (found,) = record(project, COSMOS, text).verdicts
    assert (found.slug, found.severity) == ("section-empty", Severity.NOTE)


def test_an_empty_section_of_a_template_of_headings_alone_is_asked_for_like_any_other(project: Project) -> None:
    asks = "# [Title]\n\n## Status\n\n[Proposed | Accepted]\n\n## Context\n\n## Decision\n"
    text = "# A\n\n## Status\n\nAccepted\n\n## Context\n\nIt rains.\n\n## Decision\n"
    (found,) = record(project, asks, text).verdicts
    assert (found.slug, found.severity) == ("section-empty", Severity.ERROR)


def test_a_link_to_a_name_with_an_at_sign_is_a_person_and_one_to_an_address_a_path(project: Project) -> None:
    asks = "# [Title]\n\n| | |\n|---|---|\n| Authors | [name](@github-name) |\n\n## Context\n\n[Why]\n"
    text = "# A\n\n| | |\n|---|---|\n| Authors | [Ann](@ann-b) |\n\n## Context\n\nAsk [Bob](bob@example.com) or [us](@/us.md).\n"
    found = [text for _, text in said(record(project, asks, text), "link-broken")]
    assert found == ["bob@example.com does not exist", "@/us.md does not exist"]


def test_a_day_of_creation_is_the_date(project: Project) -> None:
    asks = "# [Titre]\n\n* Date : AAAA-MM-JJ\n* Statut : [Brouillon | Accepté]\n\n## Contexte\n\n[Pourquoi]\n"
    text = "# A\n\n* Création : 2025-03-04\n* Statut : Accepté\n\n## Contexte\n\nIl pleut.\n"
    assert not record(project, asks, text).verdicts


@pytest.mark.parametrize("state", ["заменено ADR-YYYY", "заменено ADR-0002", "заменено на ADR-N", "заменено"])
def test_a_choice_that_names_the_record_that_replaces_is_the_word_before_it(project: Project, state: str) -> None:
    asks = f"# ADR-XXXX: [Название]\n\n- Статус: предложено | принято | {state}\n\n## Контекст\n\n[Почему]\n"
    root = project(
        {
            "docs/adr/ADR-0000-template.md": asks,
            "docs/adr/ADR-0001-one.md": "# ADR-0001: A\n\n- Статус: заменено ADR-0002\n\n## Контекст\n\nДождь.\n",
            "docs/adr/ADR-0002-two.md": "# ADR-0002: B\n\n- Статус: принято\n\n## Контекст\n\nВместо ADR-0001.\n",
        }
    )
    assert "field-invalid" not in slugs(check(str(root)))


@pytest.mark.parametrize("name", ["Decision Status", "ADR Status"])
def test_the_status_of_the_decision_is_the_status(project: Project, name: str) -> None:
    asks = f"# Title\n\n## Summary\n\n[What]\n\n## Opinions\n\n[Whose]\n\n## {name}\n\n[proposed | accepted]\n"
    text = f"# A\n\n## Summary\n\nRain.\n\n## Opinions\n\nNone.\n\n## {name}\n\naccepted\n"
    assert record(project, asks, text).documents[0].status == "accepted"


@pytest.mark.parametrize("name", ["상태 (Status)", "Status / Estado", "Status（状态）"])
def test_a_status_named_in_two_languages_is_one(project: Project, name: str) -> None:
    asks = f"# [Title]\n\n## {name}\n\n`PROPOSED` | `ACCEPTED` | `SUPERSEDED by ADR-XXXX`\n\n## Context\n\n[Why]\n"
    text = f"# A\n\n## {name}\n\n`ACCEPTED`\n\n## Context\n\nRain.\n"
    result = record(project, asks, text)
    assert (len(result.verdicts), result.documents[0].status) == (0, "ACCEPTED")


def test_alternatives_of_which_one_has_a_number_to_fill_in_are_alternatives(project: Project) -> None:
    asks = (
        "# ADR [Número]: [Título]\n\n## Status\nAceito | Proposto | Substituído por ADR [n]\n\n## Contexto\nPor quê.\n"
    )
    text = "# ADR 1: A\n\n## Status\nTalvez\n\n## Contexto\nChove.\n"
    ((_, found),) = said(record(project, asks, text), "field-invalid")
    assert found == 'Status "Talvez" is none of Aceito, Proposto, Substituído'


@pytest.mark.parametrize(
    ("listed", "state", "wrong"),
    [
        ("Propuesto | Aceptado | Obsoleto", "Aceptada", 0),
        ("Proposé | Accepté | Refusé", "Acceptée le 3 mai", 0),
        ("Proposta | Aprovada | Obsoleta", "Aprovado", 0),
        ("Propuesto | Aceptado | Obsoleto", "Aceptable", 1),
        ("Ja | Na | No", "Ni", 1),
    ],
)
def test_a_state_may_have_the_other_gender(project: Project, listed: str, state: str, wrong: int) -> None:
    asks = f"# [Título]\n\n## Estado\n\n[{listed}]\n\n## Contexto\n\n[Por qué]\n"
    text = f"# A\n\n## Estado\n\n{state}\n\n## Contexto\n\nLlueve.\n"
    assert slugs(record(project, asks, text))["field-invalid"] == wrong


def test_a_field_that_is_bold_as_a_whole_is_one_and_a_sentence_in_bold_is_none(project: Project) -> None:
    asks = "# [Title]\n\n* **Status**: [draft | accepted]\n* Authors: [names]\n\n## Context\n\n[Why]\n"
    text = "# A\n\n* **Status: accepted**\n* Authors: Ann\n\n## Context\n\n**Note: it rains here all day long.**\n"
    result = record(project, asks, text)
    assert (len(result.verdicts), result.documents[0].status) == (0, "accepted")
    assert read_label("**Note: it rains here all day long.**") is None
