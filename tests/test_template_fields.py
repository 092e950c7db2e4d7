"""What the header of a template says: in which dialect, which fields, of which type, and when they are demanded."""

import pytest

from holdfast.model.schema import FieldKind, Presence, Scope
from holdfast.template.compile import compile_template

KIND, OPTIONAL, REQUIRED, CONDITIONAL = FieldKind, Presence.OPTIONAL, Presence.REQUIRED, Presence.CONDITIONAL
BODY = "\n\n## Context\n\n[Why]\n"


def compiled(text, **more):
    return compile_template(text.encode(), "t.md", "t", **more)


def field(line):
    """Compile a header of one line and return its field."""
    (found,) = compiled(f"# [Title]\n\n{line}{BODY}").fields
    return found


@pytest.mark.parametrize(
    ("dialect", "header"),
    [
        ("yaml", "---\nstatus: <Draft | Active | Done>\ncreated: <YYYY-MM-DD>\n---\n\n# [Title]"),
        ("bullets", "# [Title]\n\n- Status: [Draft | Active | Done]\n- Created: [YYYY-MM-DD]"),
        ("bullets", "# [Title]\n\n* **Status**: [Draft | Active | Done]\n* **Created:** [YYYY-MM-DD]"),
        ("labels", "# [Title]\n\n**Status:** [Draft | Active | Done]\n**Created:** [YYYY-MM-DD]"),
        ("labels", "# [Title]\n\n**Status**: [Draft | Active | Done]\\\n**Created** : [YYYY-MM-DD]"),
        ("labels", "# [Title]\n\n__Status:__ [Draft | Active | Done]\n\n__Created:__ [YYYY-MM-DD]"),
        ("lines", "# [Title]\n\nStatus: [Draft | Active | Done]\nCreated: [YYYY-MM-DD]"),
        ("lines", "# [Title]\n\nStatus：[Draft | Active | Done]\nCreated：[YYYY-MM-DD]"),
        ("table", "# [Title]\n\n| Status | [Draft / Active / Done] |\n|---|---|\n| Created | [YYYY-MM-DD] |"),
        (
            "table",
            "# [Title]\n\n| Field | Value |\n|---|---|\n| **Status** | [Draft / Active / Done] |\n| Created: | [YYYY-MM-DD] |",
        ),
        ("bullets", "- Status: [Draft | Active | Done]\n- Created: [YYYY-MM-DD]\n\n# Title"),
        (
            "labels",
            "# [Title]\n\n![badge](https://example.org/badge.svg)\n\n**Status:** [Draft | Active | Done]\n**Created:** [YYYY-MM-DD]",
        ),
        (
            "lines",
            "# [Title]\n\n## Summary\n\n[What]\n\n## Metadata\n\nStatus: [Draft | Active | Done]\nCreated: [YYYY-MM-DD]",
        ),
    ],
)
def test_every_dialect_says_the_same(dialect, header):
    schema = compiled(header + BODY)
    assert schema.dialect == dialect
    assert {one.id: (one.kind, one.choices) for one in schema.fields} == {
        "status": (KIND.ENUM, ("Draft", "Active", "Done")),
        "created": (KIND.DATE, ()),
    }


def test_a_status_section_is_a_field_and_no_section():
    schema = compiled("# [Title]\n\n## Status\n\n[Proposed | Accepted | Rejected]\n\n## Context\n\n[Why]\n")
    assert schema.dialect == "section"
    assert [(one.id, one.kind, one.origin.line) for one in schema.fields] == [("status", KIND.ENUM, 3)]
    assert [one.id for one in schema.sections] == ["context"]


def test_a_label_in_a_section_is_no_header():
    schema = compiled(
        "# [Title]\n\n## Context\n\n[Why]\n\n## Outcome\n\n**Status** [Draft | Done]\n\n**Owner:** [Who]\n"
    )
    assert (schema.dialect, schema.fields) == ("", ())


def test_fields_of_a_side_file_come_from_its_lines():
    side = b"title: My title\nnumber: NNNN\nowners:\n  - TBD\n# Optional.\nreplaces: none\n"
    schema = compiled("# [Title]\n\n## Context\n\n[Why]\n", side_file=("kep.yaml", side))
    assert (schema.dialect, schema.side_file) == ("file", "kep.yaml")
    assert [(one.id, one.origin, one.presence) for one in schema.fields] == [
        ("title", ("kep.yaml", 1, "title: My title"), REQUIRED),
        ("number", ("kep.yaml", 2, "number: NNNN"), REQUIRED),
        ("owners", ("kep.yaml", 3, "owners:"), REQUIRED),
        ("replaces", ("kep.yaml", 6, "replaces: none"), OPTIONAL),
    ]
    assert schema.field("number").waits


def test_a_field_quotes_its_line():
    schema = compiled("# [Title]\n\n- Status: [Draft]\n  - Owner: [Who]\n- Date: [YYYY-MM-DD]\n" + BODY)
    assert [one.origin for one in schema.fields] == [
        ("t.md", 3, "- Status: [Draft]"),
        ("t.md", 5, "- Date: [YYYY-MM-DD]"),
    ]


def test_a_name_is_kept_as_the_template_spells_it():
    found = field("**Author(s):** [Names]")
    assert (found.id, found.name) == ("authors", "Author(s)")


@pytest.mark.parametrize(
    ("value", "choices", "is_open"),
    [
        ("[Draft | Active | Done]", ("Draft", "Active", "Done"), False),
        ("Draft | Active | Done", ("Draft", "Active", "Done"), False),
        ("`Draft` | `Active` | `Done`", ("Draft", "Active", "Done"), False),
        ('"Draft" | "Active" | "Done"', ("Draft", "Active", "Done"), False),
        ("{Draft|Active}", ("Draft", "Active"), False),
        ("<Draft, Active, or Done>", ("Draft", "Active", "Done"), False),
        ("Draft, Active or Done", ("Draft", "Active", "Done"), False),
        ("[**Draft** or **Active**]", ("Draft", "Active"), False),
        ("**Draft** or **Active** or **Done**", ("Draft", "Active", "Done"), False),
        ("[Draft/Active/Done]", ("Draft", "Active", "Done"), False),
        ("[In review | In last call]", ("In review", "In last call"), False),
        ("[Draft | Active | <other>]", ("Draft", "Active"), True),
        ("[Draft | Active | ...]", ("Draft", "Active"), True),
        ("[Draft | Active | …]", ("Draft", "Active"), True),
        ("[Draft | Active | etc.]", ("Draft", "Active"), True),
    ],
)
def test_a_value_that_lists_alternatives_is_an_enum(value, choices, is_open):
    found = field(f"**Status:** {value}")
    assert (found.kind, found.choices, found.open) == (KIND.ENUM, choices, is_open)


@pytest.mark.parametrize(
    "value",
    [
        "Draft",
        "[Draft]",
        "[Draft | ...]",
        "[Draft or done?]",
        "**Awaiting implementation** or **Awaiting review**",
        "[Describe the state in a few words, or say that nothing is known about it yet]",
        "[What is it? Draft or done?]",
        "[Short description | ticket URL]",
        "[Issue or pull request]",
        "[see docs/a/b.md:3]",
    ],
)
def test_prose_and_defaults_are_no_enum(value):
    """A literal value is a default, and so are two of them: only a bracket or a longer list says what is allowed."""
    found = field(f"**State:** {value}")
    assert (found.kind in (KIND.TEXT, KIND.LINKS), found.choices) == (True, ())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("**Date:** [Month Year]", KIND.MONTH),
        ("Date: Month Year", KIND.MONTH),
        ("**When:** [MM/YYYY]", KIND.MONTH),
        ("**When:** YYYY-MM", KIND.MONTH),
        ("**Date:** [the day it was accepted]", KIND.MONTH),
        ("**Deadline:** DATE", KIND.MONTH),
        ("**Date:** YYYY-MM-DD", KIND.DATE),
        ("**Created:** [YYYY-MM-DD]", KIND.DATE),
        ("**Created:** <date created on, in ISO 8601 (yyyy-mm-dd) format>", KIND.DATE),
        ("**Author:** [Jane Doe](https://github.com/jane)", KIND.PERSONS),
        ("**Review:** @username", KIND.TEXT),
        ("**Review:** [@username]", KIND.PERSONS),
        ("**Deciders:** [list everyone involved in the decision]", KIND.PERSONS),
        ("**Review:** <names>", KIND.PERSONS),
        ("**Related:** [Links to related documents]", KIND.LINKS),
        ("**Discussion:** <URL>", KIND.LINKS),
        ("**Related:** none", KIND.LINKS),
        ("**Issue:** [number of the issue]", KIND.TEXT),
        ("**Version:** 1/2", KIND.TEXT),
    ],
)
def test_the_value_gives_the_type(line, kind):
    assert field(line).kind is kind


@pytest.mark.parametrize(
    ("line", "example"),
    [
        ("**Date:** [Month Year - e.g., January 2025]", "January 2025"),
        ("**Area:** [for example compiler]", "compiler"),
        ("**Area:** [Name, such as `compiler`]", "compiler"),
        ("**Area:** [Name of the area]", ""),
    ],
)
def test_an_example_must_not_stay(line, example):
    assert field(line).example == example


def test_an_example_does_not_decide_the_type():
    assert field("**Area:** [Name, e.g. 2025-01-02]").kind is not KIND.DATE


@pytest.mark.parametrize(
    ("line", "presence"),
    [
        ("**Owner:** [Who]", REQUIRED),
        ("**Owner (optional):** [Who]", OPTIONAL),
        ("**Owner (if applicable):** [Who]", OPTIONAL),
        ("Owner (*optional): [Who]", OPTIONAL),
        ("**Owner:** [optional, who looks after it]", OPTIONAL),
        ("**Owner:** (optional) who looks after it", OPTIONAL),
        ("**Owner:** *if applicable* [Who]", OPTIONAL),
        ("**Owner:** [Who] <!-- optional -->", OPTIONAL),
        ("**Owner:** [Who has to say what is optional]", REQUIRED),
        ("**Owner:** [Who] <!-- say whether the rest is optional -->", REQUIRED),
        ("**Owner (required):** [optional, who]", REQUIRED),
        ("**Owner (only required for Core):** [Who]", CONDITIONAL),
        ("**Owner:** [only required for Core]", CONDITIONAL),
        ("**Owner (year):** [Who]", REQUIRED),
    ],
)
def test_a_field_is_demanded_unless_its_name_value_or_comment_says_so(line, presence):
    assert field(line).presence is presence


@pytest.mark.parametrize(
    "before",
    [
        "# These are optional metadata elements. Feel free to remove any of them.",
        "# All of these are optional",
    ],
)
def test_a_comment_before_the_front_matter_leaves_its_fields_to_the_author(before):
    schema = compiled(f"---\n{before}\nstatus: <Draft | Done>\ndate: <YYYY-MM-DD>\n---\n\n# [Title]{BODY}")
    assert [one.presence for one in schema.fields] == [OPTIONAL, OPTIONAL]


@pytest.mark.parametrize(
    ("before", "presence"), [("Add these as needed:", OPTIONAL), ("Fill in all of these:", REQUIRED)]
)
def test_a_sentence_right_before_a_list_may_leave_its_fields_to_the_author(before, presence):
    schema = compiled(f"# [Title]\n\n{before}\n- Status: [Draft | Done]\n- Owner: [Who]\n{BODY}")
    assert [one.presence for one in schema.fields] == [presence, presence]


def test_a_condition_in_the_words_of_the_template_is_left_undecided():
    schema = compiled(
        f"---\ncategory (*only required for Standards Track): <Core, Interface, or ERC>\n---\n\n# [Title]{BODY}"
    )
    (one,) = schema.undecided
    assert schema.field("category").condition == "only required for Standards Track"
    assert (one.origin.line, one.taken, one.directive) == (
        2,
        "optional",
        "required-when=\"FIELD == 'Standards Track'\"",
    )


@pytest.mark.parametrize(
    ("value", "waits"),
    [
        ("(leave this empty)", True),
        ("[leave blank]", True),
        ("<to be assigned>", True),
        ("NNNN", True),
        ("0000", True),
        ("[filled in by the editor]", True),
        ("[number]", False),
        ("TBD", False),
    ],
)
def test_a_value_that_the_process_fills_in_waits(value, waits):
    assert field(f"**Number:** {value}").waits is waits


def test_a_value_may_be_bounded_in_length():
    (bound,) = field("**Moral:** [1-2 sentence summary]").bounds
    assert (bound.unit, bound.low, bound.high) == ("sentences", 1, 2)


@pytest.mark.parametrize("value", ["[Who]", "{Who}", "<who>", "(fill me in)", "TODO", "TBD", "NNNN", "DATE"])
def test_a_value_that_is_wholly_a_placeholder_counts_as_a_whole_value(value):
    schema = compiled(f"# [Title]\n\n**Owner:** {value}{BODY}")
    assert schema.field("owner").placeholder == value
    assert [(one.text, one.origin.line) for one in schema.placeholders if one.scope is Scope.WHOLE] == [(value, 3)]


@pytest.mark.parametrize("value", ["Draft", "none", "[see the list](people.md)", "`[Who]` in code"])
def test_a_literal_value_is_no_placeholder(value):
    schema = compiled(f"# Title\n\n**Owner:** {value}{BODY}")
    assert [one for one in schema.placeholders if one.scope is Scope.WHOLE] == []


def test_a_list_in_front_matter_is_a_list_and_no_placeholder():
    schema = compiled(f"---\ntags: [design]\n---\n\n# [Title]{BODY}")
    assert schema.field("tags").placeholder == ""
    assert [one.text for one in schema.placeholders] == ["[Title]", "[Why]"]
