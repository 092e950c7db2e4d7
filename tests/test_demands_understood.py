"""Templates as other projects write them: what they demand, and above all what they do not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.model.result import Result
from holdfast.model.schema import Presence, Schema, Scope
from holdfast.template.compile import compile_template
from samples import document, nygard, said

Project = Callable[..., Path]
OPTIONAL, REQUIRED, CONDITIONAL = Presence.OPTIONAL, Presence.REQUIRED, Presence.CONDITIONAL


def compiled(text: str, side: str = "") -> Schema:
    return compile_template(text.encode(), "t.md", "t", side_file=("facts.yaml", side.encode()) if side else None)


def section(body: str) -> Presence:
    """Return the presence of a section with this body."""
    return compiled(f"# [Title]\n\n## Sounding\n\n{body}\n").sections[0].presence


def checked(project: Project, template: str, *documents: str) -> Result:
    files = {f"docs/adr/{number:04}-one.md": text for number, text in enumerate(documents, 1)}
    return check(str(project({"docs/adr/template.md": template, **files})), policy="latest")


@pytest.mark.parametrize(
    ("body", "presence"),
    [
        ("> Optional, but welcome in a first draft.", OPTIONAL),
        ("> All charts that shoals are added to must include a list of them.", CONDITIONAL),
        ("If the harbour gets a new light, include its colour.", CONDITIONAL),
        ("If the light is moved, please also list the buoys.", CONDITIONAL),
        ("How deep is it?\nOmit this section if nobody asks.", OPTIONAL),
        ("While a chart is a draft, this section should hold its gaps.", CONDITIONAL),
        ("Include only the sections that apply.", OPTIONAL),
        ("[Anything else, if needed]", OPTIONAL),
        ("This section is required at the second survey.", CONDITIONAL),
        ("The sounding is required for planning the fairway.", REQUIRED),
        ("The sounding is required at least once.", REQUIRED),
        ("If we dredge here, how will boats pass?", REQUIRED),
        ("> How deep is it?", REQUIRED),
    ],
)
def test_the_words_of_a_section_decide_whether_it_is_demanded(body: str, presence: Presence) -> None:
    assert section(body) is presence


def test_a_section_called_title_is_the_title_of_the_document() -> None:
    assert [(one.id, one.presence) for one in compiled("# Record\n\n## Title\n\n[A name]\n\n## Reason\n").sections] == [
        ("title", OPTIONAL),
        ("reason", REQUIRED),
    ]


def test_a_title_beside_the_sections_is_no_section() -> None:
    schema = compiled("## Your Chart Title\n\n* **Keeper:** [name]\n\n## Why\n\n## How\n")
    assert [one.id for one in schema.sections] == ["why", "how"]
    assert schema.title
    assert [one.id for one in schema.fields] == ["keeper"]


def test_notes_to_the_author_before_the_title_are_no_field() -> None:
    schema = compiled("Keeper's Notes:\n- Please put every new chart on the list.\n\n# Title\n\n## Why\n")
    assert schema.fields == ()
    assert compiled("Keepers:\n- [name]\n- [name]\n\n# Title\n\n## Why\n").field("keepers")


@pytest.mark.parametrize(
    ("value", "presence"),
    [("<url> [optional]", OPTIONAL), ("<url> (Optional)", OPTIONAL), ("<url>", REQUIRED), ("<url, if any>", OPTIONAL)],
)
def test_a_marker_behind_a_value_counts(value: str, presence: Presence) -> None:
    found = compiled(f"---\nname: <name>\nsource: {value}\n---\n\n## Why\n").field("source")
    assert found
    assert found.presence is presence


def test_where_some_fields_are_marked_as_required_the_others_are_optional() -> None:
    schema = compiled("---\nname: <REQUIRED: name>\nstate: <REQUIRED: Draft | Done>\nsponsor: <name>\n---\n\n## Why\n")
    assert {one.id: one.presence for one in schema.fields} == {
        "name": REQUIRED,
        "status": REQUIRED,
        "sponsor": OPTIONAL,
    }
    state = schema.field("status")
    assert state
    assert (state.choices, state.placeholder) == (("Draft", "Done"), "<REQUIRED: Draft | Done>")


def test_a_comment_above_a_group_of_keys_holds_for_all_of_them() -> None:
    side = "name: x\n\n# The following are required at the second survey\nlights:\n  - a\nbuoys: 3\n\nkeeper: x\n"
    schema = compiled("# [Title]\n\n## Why\n", side)
    assert {one.id: one.presence for one in schema.fields} == {
        "name": REQUIRED,
        "lights": CONDITIONAL,
        "buoys": CONDITIONAL,
        "keeper": REQUIRED,
    }


def test_names_of_columns_and_tags_in_titles_are_no_placeholders() -> None:
    schema = compiled("# [ADR] Name of the chart\n\n## Ways\n\n| Option | Pros |\n|---|---|\n| Item 1 | TBD |\n")
    assert [(one.text, one.scope) for one in schema.placeholders] == [
        ("Item 1", Scope.WHOLE),
        ("TBD", Scope.WHOLE),
    ]


def test_a_key_that_the_template_itself_leaves_empty_may_stay_so(project: Project) -> None:
    template = "---\nname: <name>\nreleased:\n---\n\n# Title\n\n## Context\n\n## Decision\n"
    text = "---\nname: {}\nreleased:\n---\n\n# Tolls\n\n## Context\n\nQueues.\n\n## Decision\n\nNone yet taken.\n"
    result = checked(project, template, text.format("Tolls"), text.format(""))
    assert said(result, "field-missing") == [("docs/adr/0002-one.md", "name has no value")]


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("Accepted", []),
        ("Superseded by nothing", []),
        ("Proposed", []),
        ("Draughty", ['Status "Draughty" is none of DRAFT, PROPOSED']),
    ],
)
def test_a_list_of_first_states_does_not_forbid_the_later_ones(project: Project, status: str, found: list[str]) -> None:
    template = "# [Title]\n\n**Status:** {DRAFT | PROPOSED}\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    text = f"# Tolls\n\n**Status:** {status}\n\n## Context\n\nQueues.\n\n## Decision\n\nA tally.\n"
    assert [one for _, one in said(checked(project, template, text), "field-invalid")] == found


def test_a_label_below_the_heading_of_the_status_is_no_part_of_it(project: Project) -> None:
    template = "# [Title]\n\n## Status\n\nStatus: [Proposed | Accepted]\n\n## Context\n\n[Why]\n"
    text = "# Tolls\n\n## Status\n\nStatus: Accepted\n\n## Context\n\nQueues.\n"
    result = checked(project, template, text)
    assert [one.status for one in result.documents] == ["Accepted"]
    assert not result.verdicts


def test_a_date_is_written_as_one_likes_where_the_template_is_ours(project: Project) -> None:
    files = {
        f"doc/adr/{number:04}-x.md": nygard(number, "Tolls").replace("2024-05-01", "13/02/2016") for number in (1, 2, 3)
    }
    assert not said(check(str(project(files))), "field-invalid")


def test_bold_words_do_for_a_heading(project: Project) -> None:
    template = "# [Title]\n\n## Checks\n\n[All of them]\n\n### Can it be undone?\n\n### Who is told?\n\n## End\n"
    text = "# Tolls\n\n## Checks\n\n* **Can it be undone?** Yes.\n* **Who is told?** Nobody.\n\n## End\n\nDone.\n"
    assert not said(checked(project, template, text), "section-missing")
    assert said(checked(project, template, text.replace("**Who is told?**", "Who is told?")), "section-missing")


def test_what_stands_below_the_authors_next_heading_is_no_empty_section(project: Project) -> None:
    text = document("Tolls").replace("## Decision\n", "## Decision\n\n## The tally\n")
    template = "# [Title]\n\n**Date:** [YYYY-MM-DD]\n\n## Context\n\n## Decision\n\n## Consequences\n"
    assert not said(checked(project, template, text), "section-empty")
    assert said(checked(project, template, text.replace("## The tally\n", "## Consequences\n")), "section-empty")


def test_a_page_that_explains_the_template_is_no_document(project: Project) -> None:
    template = "# [Title]\n\n> See [the process](process.md).\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    files = {
        "docs/adr/template.md": template,
        "docs/adr/process.md": "# How to\n\n## Copy it\n\nCopy the template.\n",
        "docs/adr/other.md": "# Gulls\n\n## Morning\n\nFog.\n",
        "docs/adr/0001-tolls.md": "# Tolls\n\n## Context\n\nQueues.\n\n## Decision\n\nA tally.\n",
    }
    result = check(str(project(files)), policy="latest")
    assert [path for path, _ in said(result, "document-unbound")] == ["docs/adr/other.md"]


def test_a_decision_may_link_to_the_one_it_takes_the_place_of(project: Project) -> None:
    old = nygard(1, "Tolls", "Superseded by [2](0002-b.md)")
    new = nygard(2, "Tallies").replace("## Decision\n\n", "## Decision\n\nIn the place of [the tolls](0001-a.md): ")
    third = nygard(3, "Gates").replace("## Decision\n\n", "## Decision\n\nWe stand on [the tolls](0001-a.md). ")
    result = check(str(project({"doc/adr/0001-a.md": old, "doc/adr/0002-b.md": new, "doc/adr/0003-c.md": third})))
    assert [path for path, _ in said(result, "deprecated-cited")] == ["doc/adr/0003-c.md"]


def test_an_empty_list_in_a_template_says_that_there_may_be_none() -> None:
    schema = compiled("---\nname: <name>\nkeepers: []\nlights:\n---\n\n## Why\n")
    assert {one.id: one.presence for one in schema.fields} == {
        "name": REQUIRED,
        "keepers": OPTIONAL,
        "lights": REQUIRED,
    }
