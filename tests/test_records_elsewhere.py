"""Records of projects without a template, statuses that are kept as histories, and links of sites."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from holdfast.engine.check import check
from holdfast.formats.state.words import status_word
from holdfast.model.role import Role
from samples import document, notes, nygard, said, slugs, template

Project = Callable[..., Path]

PLAIN = "# {}\n\n## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n\n## Consequences\n\nDry feet.\n"


def test_a_built_in_template_that_was_guessed_asks_for_nothing_that_no_record_has(project: Project) -> None:
    files = {f"docs/adr/000{number}-a.md": PLAIN.format(number) for number in (1, 2, 3)}
    assert not check(str(project(files))).verdicts


def test_what_one_record_has_is_asked_of_the_others(project: Project) -> None:
    files = {f"docs/adr/000{number}-a.md": PLAIN.format(number) for number in (1, 2)}
    result = check(str(project({**files, "docs/adr/0003-a.md": nygard(3, "Three")})))
    assert said(result, "field-missing") == [("docs/adr/0001-a.md", "no Status"), ("docs/adr/0002-a.md", "no Status")]


def test_a_built_in_template_that_the_configuration_names_asks_for_all_of_it(project: Project) -> None:
    files = {f"docs/adr/000{number}-a.md": PLAIN.format(number) for number in (1, 2)}
    config = '[type.adr]\ntemplate = "builtin:nygard"\ndocuments = ["docs/adr/*.md"]\n'
    assert slugs(check(str(project({**files, "holdfast.toml": config}))))["field-missing"] == 2


@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("2018-06-27 proposed\n\n2018-07-01 accepted", Role.ACTIVE),
        ("- 2018-07-01: accepted\n- 2018-06-27: proposed", Role.ACTIVE),
        ("* Proposed 2018-06-27\n* Accepted 2018-06-27", Role.ACTIVE),
        ("| Date | Status |\n|---|---|\n| 2018-06-27 | Accepted |\n| 2019-02-03 | Superseded by 7 |", Role.SUPERSEDED),
        ("Accepted 2018-06-27", Role.ACTIVE),
        ("Accepted\n\nAmended by [7](0007.md) on 2018-06-27", Role.ACTIVE),
        ("Proposed\n\nTo be accepted on 2018-06-27 or on 2018-07-01", Role.DRAFT),
    ],
)
def test_of_a_history_of_states_the_newest_counts(project: Project, status: str, role: Role) -> None:
    (one,) = check(str(project({"docs/adr/0001-a.md": nygard(1, "One", status)}))).documents
    assert one.role is role


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("Accepted. Supersedes ADR003", "Accepted"),
        ("Superseded: ADR-001", "Superseded"),
        ("2019-02-03 superseded by 12", "Superseded"),
        ("✅ **Accepted**", "Accepted"),
        ("Won't do", "Won't do"),
    ],
)
def test_a_status_is_shown_without_what_is_said_behind_it_and_when(status: str, shown: str) -> None:
    assert status_word(SimpleNamespace(status=status)) == shown  # type: ignore[arg-type]


def test_a_heading_may_offer_other_names_and_a_condition_in_brackets(project: Project) -> None:
    asks = (
        "# [Title]\n\n## Contents [if the paper is longer than one page]\n\n[The contents]\n\n"
        "## Goals [or Scenarios, or Use Cases]\n\n[What for]\n\n## Pros [or cons]\n\n[Which]\n"
    )
    files = {"explainers/template.md": asks, "explainers/a.md": "# A\n\n## Use cases\n\nRain.\n\n## Pros\n\nDry.\n"}
    assert not check(str(project(files))).verdicts
    files["explainers/b.md"] = "# B\n\n## Pros\n\nDry.\n"
    assert said(check(str(project(files, name="b"))), "section-missing") == [
        ("explainers/b.md", "section `Goals` is missing")
    ]


def test_a_path_from_the_root_of_a_site_is_no_broken_link(project: Project) -> None:
    links = "[a](/static/a.png) [b](/adr/gone.md) [c](/logo.png) [d](/GONE.md) [e](/elsewhere/fog.md)"
    files = {
        "adr/template.md": template("Context"),
        "adr/a.md": document("A", "Context") + f"\n{links}\n",
        "adr/fog.md": document("Fog", "Context"),
        "docs/notes.md": notes("N"),
    }
    assert [found.split(" ")[0] for _, found in said(check(str(project(files))), "link-broken")] == [
        "/adr/gone.md",
        "/GONE.md",
        "/elsewhere/fog.md",
    ]
