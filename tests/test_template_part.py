"""Template files that also tell how to use them, and headers that stand where other projects put them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.formats.state.words import titled
from holdfast.model.role import Role
from samples import paths, said, slugs

Project = Callable[..., Path]

SHOWN = """# ADR-0001: How we record decisions

**Status:** Accepted

## Context

We forget why.

## Decision

Each record has this form:

```markdown
# ADR-NNNN: [Title]

**Status:** Proposed | Accepted | Deprecated

## Context
[Why]

## Decision
[What]
```

### File names

Four digits.
"""
NAMED = """# A template for records

It is explained here, at length.

# Title

* **Status**: Submitted
* **Helpers**: (optional) names, if any
* **Prototype**: Not started / In progress / Done

## Summary

What is it?

## Use cases

Who needs it?

-----

# Appendix: what to think of

These questions are no part of it.

## Naming

Is it clear?
"""
BROKEN_YAML = """# These fields are optional. You may remove them.
status: {proposed | accepted}
deciders: {names}

---

# {short title}

## Context

{why}

## Outcome

{what}
"""


def record(number: int, *, extra: str = "") -> str:
    """Return a record that follows the template which is shown in a block."""
    return (
        f"# ADR-{number:04}: Rain\n\n**Status:** Accepted\n\n## Context\n\nIt rains.\n\n## Decision\n\nA roof.\n{extra}"
    )


def test_a_template_that_is_shown_in_a_block_is_that_block(project: Project) -> None:
    files = {"docs/adr/0001-adr-template.md": SHOWN, "docs/adr/0002-rain.md": record(2)}
    files["docs/adr/0003-fog.md"] = (
        "# ADR-0003: Fog\n\n**Status:** Unsure\n\n## Context\n\n[Why]\n\n## Decision\n\nA horn.\n"
    )
    result = check(str(project(files)))
    assert paths(result) == ["docs/adr/0002-rain.md", "docs/adr/0003-fog.md"]
    asked = {one.slug: one.requirement.line for one in result.verdicts if one.requirement}
    assert asked == {"field-invalid": 16, "placeholder-left": 19}


def test_a_template_that_shows_code_keeps_what_is_around_it(project: Project) -> None:
    asks = "# [Title]\n\n## Context\n\n[Why]\n\n```markdown\n# Sample\n```\n\n## Decision\n\n[What]\n"
    files = {"rfcs/template.md": asks, "rfcs/a.md": "# A\n\n## Context\n\nIt rains.\n\n```markdown\n# Roof\n```\n"}
    assert [found for _, found in said(check(str(project(files))), "section-missing")] == [
        "section `Decision` is missing"
    ]


def test_a_template_begins_with_its_title_and_ends_before_its_appendix(project: Project) -> None:
    text = "# Rain\n\n* **Status**: Submitted\n* **Prototype**: Done\n\n## Summary\n\nIt rains.\n\n## Use cases\n\nGardens.\n"
    result = check(str(project({"proposals/template.md": NAMED, "proposals/0001-rain.md": text})))
    assert not result.verdicts
    (one,) = result.documents
    assert (one.title, one.status) == ("Rain", "Submitted")


def test_what_one_field_says_of_itself_leaves_the_next_ones_as_they_are(project: Project) -> None:
    text = "# Rain\n\n* **Status**: Submitted\n\n## Summary\n\nIt rains.\n\n## Use cases\n\nGardens.\n"
    result = check(str(project({"proposals/template.md": NAMED, "proposals/0001-rain.md": text})))
    assert said(result, "field-missing") == [("proposals/0001-rain.md", "no Prototype")]


def test_a_heading_above_the_fields_tells_of_them_and_is_no_section(project: Project) -> None:
    text = "# Rain\n\n## Context\n\nIt rains.\n\n## Outcome\n\nA roof.\n"
    assert not check(str(project({"adr/template.md": BROKEN_YAML, "adr/0001-rain.md": text}))).verdicts
    wrong = f"status: rainy\n\n{text}"
    assert list(
        slugs(check(str(project({"adr/template.md": BROKEN_YAML, "adr/0001-rain.md": wrong}, name="wrong"))))
    ) == ["field-invalid"]


def test_sections_of_the_first_level_below_a_title_stay_demanded(project: Project) -> None:
    asks = (
        "# [Feature]\n\n## Authors\n\n[Who]\n\n## Reviewers\n\n[Who]\n\n# Summary\n\n[What]\n\n# Motivation\n\n[Why]\n"
    )
    text = "# Rain\n\n## Authors\n\nA cloud.\n\n## Reviewers\n\nThe sun.\n\n# Summary\n\nIt rains.\n"
    result = check(str(project({"rfcs/template.md": asks, "rfcs/0001-rain.md": text})))
    assert [found for _, found in said(result, "section-missing")] == ["section `Motivation` is missing"]


def test_a_new_document_is_the_part_that_is_the_template(tmp_path: Path, holdfast: Callable[..., Done]) -> None:
    repo = Repo(tmp_path / "harbour")
    repo.commit({"docs/adr/0001-adr-template.md": SHOWN, "docs/adr/0002-rain.md": record(2)})
    repo.commit({"docs/adr/0001-adr-template.md": SHOWN.replace("Four digits.", "Always four digits.")})
    assert holdfast(repo.root, "new", "Fog", "--no-input").code == 0
    text = (repo.root / "docs/adr/0003-fog.md").read_text()
    assert text.startswith("# ADR-0003: Fog\n\n**Status:** ")
    assert "File names" not in text
    assert "template.md@" not in holdfast(repo.root, "check", "--all").out


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("* statut : proposé\n* date : 2025-05-27\n", "proposé"),
        ('* **statut**: "accepté"\n', "accepté"),
        ("**Status:** Accepted\n**Note:** see below\n", "Accepted"),
        ("> | | |\n> |---|---|\n> | Status | `Accepted` |\n> | Owners | `Someone` |\n", "Accepted"),
        ("**Note:** rainy days\n", None),
    ],
)
def test_fields_below_the_title_count_beside_the_front_matter_of_a_site(
    project: Project, header: str, status: str | None
) -> None:
    asks = "# [Titre]\n\n## Contexte\n\n[Pourquoi]\n\n## Décision\n\n[Laquelle]\n"
    text = f"---\nparent: Decisions\nnav_order: 2\n---\n\n# Pluie\n\n{header}\n## Contexte\n\nIl pleut.\n\n## Décision\n\nUn toit.\n"
    (one,) = check(str(project({"adr/template.md": asks, "adr/0002-pluie.md": text}))).documents
    assert one.status == status


STATES = "- [{}] Draft\n- [{}] Under discussion (until YYYY-MM-DD)\n- [{}] Accepted\n- [{}] Rejected\n"


@pytest.mark.parametrize(
    ("ticks", "role", "found"),
    [("x   ", Role.DRAFT, []), ("  x ", Role.ACTIVE, []), ("    ", Role.DRAFT, ["field-missing"])],
)
def test_the_status_is_the_state_that_is_ticked(project: Project, ticks: str, role: Role, found: list[str]) -> None:
    body = "# {}\n\n## Current status\n\n{}\n## Proposal\n\n{}\n\n## Plan\n\n- [ ] {}\n"
    asks = body.format("[Title]", STATES.format(*"x   "), "[What]", "[Step]")
    text = body.format("Rain", STATES.format(*ticks), "A roof.", "Build it")
    result = check(str(project({"rfcs/template.md": asks, "rfcs/0001-rain.md": text})))
    (one,) = result.documents
    assert one.role is role
    assert list(slugs(result)) == found


def test_boxes_that_tell_a_status_are_no_tasks(tmp_path: Path, holdfast: Callable[..., Done]) -> None:
    body = "# {}\n\n## Status\n\n{}\n## Plan\n\n- [ ] {}\n\n## Why\n\n{}\n"
    repo = Repo(tmp_path / "harbour")
    repo.commit({"rfcs/template.md": body.format("[Title]", STATES.format(*"x   "), "[Step]", "[Why]")})
    repo.commit({"rfcs/0001-rain.md": body.format("Rain", STATES.format(*"  x "), "Build it", "It rains.")})
    work = "- [x] Dig\n- [ ] Lay stones\n- [ ] Paint\n"
    repo.commit({"rfcs/0002-fog.md": body.format("Fog", work, "Blow", "It is grey.")})
    shown = holdfast(repo.root, "status").out
    assert "0/1" in next(line for line in shown.splitlines() if "Rain" in line and "Accepted" in line)
    assert "1/4" in shown


@pytest.mark.parametrize(
    ("path", "title", "shown"),
    [
        ("adr/0003-rain.md", "ADR-0003: Rain", "0003 Rain"),
        ("adr/0003-rain.md", "ADR-3 - Rain", "0003 Rain"),
        ("adr/0003-rain.md", "RFC 30 Rain", "0003 RFC 30 Rain"),
        ("adr/0003-rain.md", "ADR-0003", "0003 ADR-0003"),
        ("adr/CIP-0003/README.md", "Rain", "CIP-0003 Rain"),
        ("adr/rain.md", "ADR-0003: Rain", "ADR-0003: Rain"),
    ],
)
def test_the_number_of_a_document_is_shown_once(path: str, title: str, shown: str) -> None:
    assert titled(path, title) == shown
