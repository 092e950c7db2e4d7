"""What the headings of a template say: which sections are demanded, which repeat, and what decides it."""

import pytest

from holdfast.model.schema import Presence
from holdfast.template.compile import compile_template

OPTIONAL, REQUIRED, CONDITIONAL = Presence.OPTIONAL, Presence.REQUIRED, Presence.CONDITIONAL


def compiled(text):
    return compile_template(text.encode(), "t.md", "t")


def presences(text):
    return {one.id: one.presence for one in compiled(text).walk()}


def group(text):
    """Compile the headings below one section and return (id, stem, least number, illustration) of each."""
    (parent,) = compiled(f"# [Title]\n\n{text}").sections
    return [(one.id, one.stem, one.repeat, one.illustration) for one in parent.children]


def test_headings_nest_as_they_are_written():
    schema = compiled("# [Title]\n\n## A\n\n### B\n\n#### C\n\n## D\n")
    assert [(one.id, one.level, one.origin.line) for one in schema.walk()] == [
        ("a", 2, 3),
        ("b", 3, 5),
        ("c", 4, 7),
        ("d", 2, 9),
    ]
    assert [one.id for one in schema.sections] == ["a", "d"]


def test_the_only_heading_of_the_first_level_is_the_title():
    schema = compiled("# ADR-[number]: [Title]\n\n## A\n")
    assert (schema.title, schema.title_pattern) == (("t.md", 1, "# ADR-[number]: [Title]"), "ADR-")


def test_a_template_with_several_headings_of_the_first_level_has_no_title():
    schema = compiled("- Start: [YYYY-MM-DD]\n\n# Summary\n\n# Motivation\n")
    assert schema.title is None
    assert [one.id for one in schema.sections] == ["summary", "motivation"]


def test_a_template_that_starts_below_the_first_level_has_no_title():
    schema = compiled("---\ntitle: <Title>\n---\n\n## Abstract\n\n## Motivation\n")
    assert schema.title is None
    assert [one.id for one in schema.required] == ["abstract", "motivation"]


def test_a_title_alone_is_no_section():
    assert compiled("# Decision\n\n**Status:** [Draft | Done]\n").sections == ()


@pytest.mark.parametrize(
    ("heading", "number", "title"),
    [
        ("## 3. Design", "3", "Design"),
        ("## 3.1 Design", "3.1", "Design"),
        ("## A.2 Design", "A.2", "Design"),
        ("## 3 ways to fail", "", "3 ways to fail"),
        ("Design\n------", "", "Design"),
        ("## Design ##", "", "Design"),
        ("## Design {#design}", "", "Design"),
        ("## **Design**", "", "Design"),
    ],
)
def test_a_number_is_no_part_of_the_title(heading, number, title):
    (found,) = compiled(f"# [Title]\n\n{heading}\n\n[How]\n").sections
    assert (found.number, found.title) == (number, title)


def test_siblings_with_one_title_get_ids_of_their_own():
    assert [one.id for one in compiled("# [Title]\n\n## Notes\n\n## Notes\n").sections] == ["notes", "notes-2"]


@pytest.mark.parametrize(
    ("heading", "title", "presence"),
    [
        ("## Design", "Design", REQUIRED),
        ("## Design (if applicable)", "Design", OPTIONAL),
        ("## Design (optional)", "Design", OPTIONAL),
        ("## Design (Optional)", "Design", OPTIONAL),
        ("## Design [optional]", "Design", OPTIONAL),
        ("## [Optional] Design", "Design", OPTIONAL),
        ("## Design (where applicable)", "Design", OPTIONAL),
        ("## Design (as needed)", "Design", OPTIONAL),
        ("## Design (*optional*)", "Design", OPTIONAL),
        ("## Design <!-- optional -->", "Design", OPTIONAL),
        ("## Design (required)", "Design", REQUIRED),
        ("## Design (only required for Core)", "Design", CONDITIONAL),
        ("## Design (optional for non-Core)", "Design", CONDITIONAL),
        ("## Design (not required until beta)", "Design", CONDITIONAL),
        ("## Design (recommended)", "Design (recommended)", REQUIRED),
        ("## Design (2024-2025)", "Design (2024-2025)", REQUIRED),
        ("## Optional features", "Optional features", REQUIRED),
    ],
)
def test_a_marker_in_the_heading_says_whether_its_section_is_wanted(heading, title, presence):
    (found,) = compiled(f"# [Title]\n\n{heading}\n\n[How]\n").sections
    assert (found.title, found.presence) == (title, presence)


@pytest.mark.parametrize(
    "sentence",
    [
        "This section is optional.",
        "This section is optional. Leave it out where it says nothing.",
        "*This section is optional*.",
        "<!-- This section is optional. -->",
        "[This section is optional. Say how.]",
        "Optional, for large changes.",
        "Optional.",
        "(Optional) What else there is.",
        "Omit this section if nothing is to be said.",
        "Skip this section for small changes.",
        "This is an optional element. Feel free to remove.",
        "An optional section.",
        "If applicable, say how.",
        "<!--\nThis section is optional.\n\nMore guidance.\n-->",
        "<!-- hf: id=design -->\nThis section is optional.",
    ],
)
def test_a_first_sentence_that_says_so_makes_a_section_optional(sentence):
    assert presences(f"# [Title]\n\n## Design\n\n{sentence}\n\n## Plan\n\n[How]\n") == {
        "design": OPTIONAL,
        "plan": REQUIRED,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Say which parts are optional.",
        "The key words MUST, SHOULD and OPTIONAL are to be read as in RFC 2119.",
        "Optional parameters are listed here.",
        "Say how.\n\nOptional.",
        "If a part is optional, say so.",
        "Everything that is not optional.",
        "<!-- Say which parts are optional. -->",
    ],
)
def test_the_word_in_passing_changes_nothing(text):
    assert presences(f"# [Title]\n\n## Design\n\n{text}\n") == {"design": REQUIRED}


@pytest.mark.parametrize(
    "sentence",
    [
        "This section is only required for Core.",
        "This section is optional for non-Core.",
        "This section is not required until beta.",
        "Test cases are mandatory for changes of consensus.",
        "Must be completed when targeting alpha.",
        "All proposals that introduce incompatibilities must include this section.",
        "<!-- Only required for Core. -->",
    ],
)
def test_a_condition_is_not_guessed_but_listed_as_undecided(sentence):
    schema = compiled(f"# [Title]\n\n## Design\n\n{sentence}\n")
    (found,) = schema.sections
    assert (found.presence, found.when) == (CONDITIONAL, None)
    assert found.condition in sentence
    assert [(one.origin.line, one.question, one.taken) for one in schema.undecided] == [
        (3, found.condition, "optional")
    ]
    assert schema.required == ()


def test_required_when_settles_a_condition():
    schema = compiled(
        "# [Title]\n\n## Design (only required for Core) <!-- hf: required-when=\"kind in ('Core', 'Net')\" -->\n\n[How]\n"
    )
    (found,) = schema.sections
    assert schema.undecided == ()
    assert found.presence is CONDITIONAL
    assert [found.when.holds({"kind": kind}) for kind in ("core", "Net", "Meta", "")] == [True, True, False, False]


@pytest.mark.parametrize("settled", ["optional", "required"])
def test_a_flag_settles_a_condition(settled):
    schema = compiled(f"# [Title]\n\n## Design (only required for Core) <!-- hf: {settled} -->\n\n[How]\n")
    assert schema.undecided == ()
    assert schema.sections[0].presence == settled


def test_a_comment_that_touches_a_heading_from_above_speaks_of_it():
    text = "# [Title]\n\n## A\n\n[x y]\n\n<!-- This section is optional. -->\n## B\n\n[z]\n"
    assert presences(text) == {"a": REQUIRED, "b": OPTIONAL}
    assert presences(text.replace("\n", "\r\n")) == {"a": REQUIRED, "b": OPTIONAL}


def test_a_comment_apart_from_a_heading_does_not_speak_of_it():
    assert presences("# [Title]\n\n## A\n\n[x y]\n\n<!-- This section is optional. -->\n\n## B\n\n[z]\n") == {
        "a": REQUIRED,
        "b": REQUIRED,
    }


def test_a_comment_between_two_headings_speaks_of_the_one_it_touches():
    comment = "<!-- This section is optional. -->"
    assert presences(f"# [Title]\n\n## A\n\n{comment}\n## B\n") == {"a": REQUIRED, "b": OPTIONAL}
    assert presences(f"# [Title]\n\n## A\n{comment}\n\n## B\n") == {"a": OPTIONAL, "b": REQUIRED}
    assert presences(f"# [Title]\n\n## A\n\n{comment}\n\n## B\n") == {"a": OPTIONAL, "b": REQUIRED}


def test_a_comment_that_touches_both_headings_speaks_of_the_one_above():
    assert presences("# [Title]\n\n## A\n<!-- Optional. -->\n## B\n<!-- Why. -->\n") == {"a": OPTIONAL, "b": REQUIRED}


def test_a_directive_wins_over_the_marker_the_marker_over_the_comment_the_comment_over_the_sentence():
    sentence = "This section is only required for Core."
    comment = f"<!-- This section is optional. -->\n## A\n\n{sentence}"
    marker = comment.replace("## A", "## A (required)")
    directive = marker.replace("## A", "## A <!-- hf: optional -->")
    found = [presences(f"# [Title]\n\n{text}\n") for text in (f"## A\n\n{sentence}", comment, marker, directive)]
    assert found == [{"a": CONDITIONAL}, {"a": OPTIONAL}, {"a": REQUIRED}, {"a": OPTIONAL}]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        ("### Phase 1: [Name]\n\n### Phase 2: [Name]\n", [("phase", "phase", 1, False)]),
        ("### Story 1\n\n### Story 2\n", [("story", "story", 1, False)]),
        ("### Option A\n\n### Option B\n", [("option", "option", 1, False)]),
        ("### Step N: do it\n", [("step", "step", 1, False)]),
        ("### 3.1 [Component]\n\n### 3.2 [Another component]\n", [("component", "", 1, False)]),
        ("### {component}\n\n### {component}\n", [("component", "", 1, False)]),
        ("### Overview\n\n### [Component]\n", [("overview", "", None, False), ("component", "", 1, False)]),
        ("### Risks\n\n### Limits\n", [("risks", "", None, False), ("limits", "", None, False)]),
        ("### [Component]\n\n### Add more components as needed\n", [("component", "", 1, False)]),
        ("### [Component]\n\n### ...\n", [("component", "", 1, False)]),
        ("### Phase 1 (optional)\n\n### Phase 2\n", [("phase", "phase", 0, False)]),
    ],
)
def test_headings_with_a_placeholder_or_a_counter_fold_into_one(headings, expected):
    assert group(f"## Design\n\n{headings}") == expected


def test_as_needed_above_them_leaves_the_number_to_the_author():
    assert group("## Design\n\n[Can be broken into parts as needed]\n\n### [Part]\n\n[x y]\n") == [
        ("part", "", 0, False)
    ]


def test_a_folded_group_keeps_the_children_of_the_first_that_has_some():
    for parts in ("### Part 1\n\n### Part 2\n\n#### Inner\n", "### Part 1\n\n#### Inner\n\n### Part 2\n\n#### Other\n"):
        (parent,) = compiled(f"# [Title]\n\n## Design\n\n{parts}").sections
        assert [[one.id for one in child.children] for child in parent.children] == [["inner"]]


def test_siblings_with_one_first_word_and_one_placeholder_illustrate():
    text = "## Migration\n\n### From Foo\n\n[Steps to take]\n\n### From Bar\n\n[Steps to take]\n"
    assert group(text) == [("from-foo", "from", 0, True)]
    assert [one.question for one in compiled(f"# [Title]\n\n{text}").undecided] == ["an illustration or a demand?"] * 2


@pytest.mark.parametrize(
    "headings",
    [
        "### From Foo\n\n[Steps to take]\n\n### To Bar\n\n[Steps to take]\n",
        "### From Foo\n\n[Steps to take]\n\n### From Bar\n\n[Other steps]\n",
        "### From Foo\n\nText.\n\n### From Bar\n\nText.\n",
        "### From Foo\n\n[Steps to take]\n",
        "### Notes\n\n[Steps to take]\n\n### Notes\n\n[Steps to take]\n",
        "### From Foo <!-- hf: optional -->\n\n[Steps to take]\n\n### From Bar\n\n[Steps to take]\n",
        "### From Foo <!-- hf: required -->\n\n[Steps to take]\n\n### From Bar <!-- hf: required -->\n\n[Steps to take]\n",
    ],
)
def test_what_differs_or_is_required_by_a_directive_illustrates_nothing(headings):
    assert all(
        repeat is None and not illustration for _, _, repeat, illustration in group(f"## Migration\n\n{headings}")
    )


def test_the_example_directive_makes_an_illustration():
    (parent,) = compiled("# [Title]\n\n## Migration\n\n### From Foo <!-- hf: example -->\n\n[Steps]\n").sections
    assert [(one.illustration, one.presence) for one in parent.children] == [(True, OPTIONAL)]
    assert compiled("# [Title]\n\n## A <!-- hf: example -->\n").required == ()
