"""Templates and records as they are kept elsewhere: what they say of what may be left out, of states and of days, in their own words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.model.role import Role, role_of
from samples import said, slugs

Project = Callable[..., Path]

FRENCH = """# {titre}

* statut : {proposé | accepté | remplacé par ADR-0123}
* date : {AAAA-MM-JJ, jour de la dernière mise à jour}

## Contexte

{Pourquoi}

<!-- Cet élément est optionnel. Vous pouvez le supprimer. -->
## Facteurs de décision

{Ce qui compte}

## Décision

{Laquelle}
"""


OPTIONAL = (
    "<!-- Cet élément est optionnel. Vous pouvez le supprimer. -->",
    "<!-- Ces éléments sont facultatifs. -->",
    "<!-- Dieser Abschnitt ist optional. -->",
    "<!-- Esta sección es opcional. -->",
    "<!-- Este elemento é opcional. -->",
    "<!-- Questa sezione è facoltativa. -->",
    "<!-- Deze sectie is optioneel. -->",
    "<!-- この項目は任意。 -->",
    "<!-- 此部分可选 -->",
)


def test_a_comment_says_in_other_languages_that_what_is_below_it_is_optional(project: Project) -> None:
    more = "".join(f"\n{words}\n## Notes {at}a\n\n[More]\n" for at, words in enumerate(OPTIONAL))
    files = {
        "adr/TEMPLATE.md": f"# [Title]\n\n## Context\n\n[Why]\n{more}",
        "adr/a.md": "# A\n\n## Context\n\nIt rains.\n",
    }
    assert not check(str(project(files))).verdicts


def test_a_marker_may_stand_in_wide_parentheses(project: Project) -> None:
    more = "".join(
        f"\n## 后果{mark}\n\n[哪些]\n" for mark in ("（可选）", "甲（任意）", "乙【可选】", "丙(可选的)", "丁(省略可)")
    )
    asks = f"# [Title]\n\n## 背景\n\n[为什么]\n{more}"
    assert not check(str(project({"adr/TEMPLATE.md": asks, "adr/a.md": "# A\n\n## 背景\n\n下雨。\n"}))).verdicts


def test_a_sentence_in_another_language_about_options_makes_nothing_optional(project: Project) -> None:
    asks = "# [Titre]\n\n## Contexte\n\n[Pourquoi]\n\n## Options\n\nCette section explique les options facultatives retenues.\n"
    result = check(str(project({"adr/TEMPLATE.md": asks, "adr/a.md": "# A\n\n## Contexte\n\nIl pleut.\n"})))
    assert list(slugs(result)) == ["section-missing"]


@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("提案中", Role.DRAFT),
        ("承認", Role.ACTIVE),
        ("非推奨", Role.DEPRECATED),
        ("采纳", Role.ACTIVE),
        ("已废弃", Role.DEPRECATED),
        ("已被 ADR-0005 取代", Role.SUPERSEDED),
        ("승인됨", Role.ACTIVE),
        ("Überholt", Role.DEPRECATED),
        ("Ersetzt durch ADR-0003", Role.SUPERSEDED),
        ("Ersetzt", Role.SUPERSEDED),
        ("Ersetzt (2025)", Role.SUPERSEDED),
        ("Ersetzt ADR-0003", None),
        ("Ersetzt [ADR-0003](0003.md)", None),
    ],
)
def test_states_are_known_in_the_languages_of_their_records(status: str, role: Role | None) -> None:
    assert role_of(status) is role


def test_a_record_that_replaces_another_is_not_the_one_that_was_replaced(project: Project) -> None:
    text = (
        "# {}\n\n## Status\n\n{}\n\n## Kontext\n\nRegen.\n\n## Entscheidung\n\nDach.\n\n## Konsequenzen\n\nTrocken.\n"
    )
    files = {
        "docs/adr/0001-zelt.md": text.format("Zelt", "Ersetzt durch [ADR-0002](0002-dach.md)"),
        "docs/adr/0002-dach.md": text.format("Dach", "Akzeptiert\n\nErsetzt [ADR-0001](0001-zelt.md)"),
    }
    old, new = check(str(project(files))).documents
    assert (old.role, new.role, new.status) == (Role.SUPERSEDED, Role.ACTIVE, "Akzeptiert")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2025-05-27", []),
        ("{AAAA-MM-JJ, jour de la dernière mise à jour}", ["placeholder-left"]),
        ("mai 2025", ["field-invalid"]),
    ],
)
def test_a_day_is_asked_for_in_the_letters_of_another_language(
    project: Project, written: str, found: list[str]
) -> None:
    text = f"# Toit\n\n* statut : accepté\n* date : {written}\n\n## Contexte\n\nIl pleut.\n\n## Décision\n\nUn toit.\n"
    assert list(slugs(check(str(project({"adr/TEMPLATE.md": FRENCH, "adr/a.md": text}))))) == found


@pytest.mark.parametrize(
    "asks", ["(will hold links to the changes)", "(find a buddy later)", "(fill in with the issue once accepted)"]
)
def test_a_field_that_is_filled_in_later_may_be_empty(project: Project, asks: str) -> None:
    header = "---\nfeature: {}\nissue: {}\n---\n\n# Summary\n\n{}\n"
    files = {
        "0000-template.md": header.format("(its name)", asks, "What."),
        "text/0001-a.md": header.format("rain", "", "It rains."),
    }
    assert not check(str(project(files))).verdicts


def test_a_field_for_what_comes_after_acceptance_is_not_demanded(project: Project) -> None:
    asks = "---\nfeature: (its name)\nissue: (fill in with the issue once accepted)\n---\n\n# Summary\n\nWhat.\n"
    text = "---\nfeature: rain\n---\n\n# Summary\n\nIt rains.\n"
    assert not check(str(project({"0000-template.md": asks, "text/0001-a.md": text}))).verdicts


@pytest.mark.parametrize(
    ("says", "demanded"),
    [
        ("If a proposal is built before it is accepted, then its names carry a prefix.", False),
        ("Fill this in after the proposal is accepted.", False),
        ("How will users learn of this after it is accepted?", True),
    ],
)
def test_a_section_is_asked_for_only_under_the_condition_it_names(project: Project, says: str, demanded: bool) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## More\n\n{says}\n"
    result = check(str(project({"adr/TEMPLATE.md": asks, "adr/a.md": "# A\n\n## Context\n\nIt rains.\n"})))
    assert [found for _, found in said(result, "section-missing")] == (
        ["section `More` is missing"] if demanded else []
    )
