"""What the body of a template's section says: labels, lists, tables, code blocks and lengths."""

import pytest

from holdfast.model.schema import FieldKind, Presence
from holdfast.template.compile import compile_template


def section(body, heading="## Design"):
    """Compile one section with this body."""
    (found,) = compile_template(f"# [Title]\n\n{heading}\n\n{body}\n".encode(), "t.md", "t").sections
    return found


def items(body):
    return [(one.tasks, one.wants) for one in section(body).items]


def bounds(body):
    return [(one.unit, one.low, one.high) for one in section(body).bounds]


def test_a_bold_label_is_a_field_of_its_section():
    (label,) = section("Text.\n\n**Rationale:** [Why?]").fields
    assert (label.id, label.kind, label.placeholder, label.presence) == (
        "rationale",
        FieldKind.TEXT,
        "[Why?]",
        Presence.REQUIRED,
    )
    assert label.origin == ("t.md", 7, "**Rationale:** [Why?]")


@pytest.mark.parametrize(
    "label", ["**Rationale:** [Why?]", "**Rationale**: [Why?]", "__Rationale:__ [Why?]", "**Rationale:** why"]
)
def test_every_bold_spelling_of_a_label_counts(label):
    assert [one.name for one in section(label).fields] == ["Rationale"]


@pytest.mark.parametrize(
    "text", ["Rationale: [Why?]", "**Rationale** [Why?]", "Say **why:** [Why?]", "- **Rationale:** [Why?]"]
)
def test_what_is_not_bold_or_does_not_start_a_line_of_a_paragraph_is_no_label(text):
    assert section(text).fields == ()


def test_several_labels_may_stand_in_one_paragraph():
    fields = section("**Cost:** [low | high]\n**Owner:** [Who]").fields
    assert [(one.id, one.kind, one.origin.line) for one in fields] == [
        ("cost", FieldKind.ENUM, 5),
        ("owner", FieldKind.PERSONS, 6),
    ]


def test_a_label_may_say_that_it_is_optional():
    assert [one.presence for one in section("**Cost (optional):** [How much]").fields] == [Presence.OPTIONAL]


def test_a_label_of_a_repeated_section_belongs_to_each_repetition():
    (group,) = section("### Part 1: [Name]\n\n**Cost:** [How much]\n\n### Part 2: [Name]\n").children
    assert (group.repeat, [one.id for one in group.fields]) == (1, ["cost"])


def test_labels_after_a_final_rule_belong_to_the_whole_document():
    text = "# [Title]\n\n## Design\n\n[How]\n\n---\n\n**Key Takeaway:** [1-2 sentence summary]\n**Owner:** [Who]\n"
    schema = compile_template(text.encode(), "t.md", "t")
    assert [(one.id, one.origin.line) for one in schema.closing] == [("key-takeaway", 9), ("owner", 10)]
    assert schema.sections[0].fields == ()


def test_labels_after_a_rule_between_sections_belong_to_their_section():
    text = "# [Title]\n\n## Design\n\n---\n\n**Cost:** [How much]\n\n## Plan\n"
    schema = compile_template(text.encode(), "t.md", "t")
    assert schema.closing == ()
    assert [one.id for one in schema.sections[0].fields] == ["cost"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("- [Finding]", [(False, ())]),
        ("- [Finding 1 with source]", [(False, ("source",))]),
        ("- [Library with link and version]", [(False, ("version", "link"))]),
        ("- [Finding with benchmarks/data]", [(False, ("data",))]),
        ("- [Finding with references]", [(False, ("reference",))]),
        ("* {Finding including its URL}", [(False, ("link",))]),
        ("1. [Finding with source]\n2. [Finding with source]", [(False, ("source",))]),
        ("- [Finding with source]\n- [Finding with data]", [(False, ("source",)), (False, ("data",))]),
        ("- [Internal doc 1](./link.md)", [(False, ("link",))]),
        ("- TODO", [(False, ())]),
        ("- [ ] Task 1\n- [x] Task 2", [(True, ())]),
        ("- [ ] [Question]", [(True, ())]),
        ("- Plain text", []),
        ("- [Finding]\n- Plain text", []),
        ("- [The guide](guide.md)", []),
        ("- [ ] Task 1\n- Plain text", []),
        ("- Good, because [argument]", []),
    ],
)
def test_only_a_list_of_placeholders_or_boxes_says_what_its_items_are(body, expected):
    assert items(body) == expected


def test_a_list_quotes_the_line_of_its_first_item():
    assert section("Text.\n\n- [Finding]\n- [Finding]").items[0].origin == ("t.md", 7, "- [Finding]")


def test_header_cells_are_columns_and_a_slash_means_either():
    (table,) = section("| Metric | Actual/Expected | **Notes** |\n|---|---|---|\n| [a] | [b] | [c] |").tables
    assert table.origin.line == 5
    assert [(one.name, one.alternatives) for one in table.columns] == [
        ("Metric", ("metric",)),
        ("Actual/Expected", ("actual expected", "actual", "expected")),
        ("Notes", ("notes",)),
    ]


@pytest.mark.parametrize(
    ("name", "quantity"),
    [
        ("Target", True),
        ("Actual", True),
        ("Actual/Expected", True),
        ("Value", True),
        ("Time", True),
        ("Memory (MB)", True),
        ("Metric", False),
        ("Notes", False),
        ("Timeline", False),
    ],
)
def test_some_columns_hold_quantities(name, quantity):
    (table,) = section(f"| Case | {name} |\n|---|---|\n| [a] | [b] |").tables
    assert table.columns[1].quantity is quantity


@pytest.mark.parametrize("table", ["| [Column 1] | [Column 2] |\n|---|---|\n| a | b |", "| One |\n|---|\n| a |"])
def test_a_table_without_two_named_columns_demands_nothing(table):
    assert section(table).tables == ()


@pytest.mark.parametrize(
    ("info", "language"),
    [
        ("python", "python"),
        ("Rust,no_run", "rust"),
        ('toml title="pyproject.toml"', "toml"),
        ("{.haskell}", "haskell"),
        ("[language]", ""),
        ("language", ""),
        ("lang", ""),
        ("", ""),
    ],
)
def test_a_code_block_has_the_language_that_the_template_names(info, language):
    (fence,) = section(f"```{info}\ncode\n```").fences
    assert (fence.language, fence.origin.line) == (language, 5)


def test_indented_code_demands_no_code_block():
    assert section("    code").fences == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[2-3 sentence overview]", [("sentences", 2, 3)]),
        ("[2–3 sentences]", [("sentences", 2, 3)]),
        ("In two to three sentences.", [("sentences", 2, 3)]),
        ("In two or three sentences.", [("sentences", 2, 3)]),
        ("No more than 50 words.", [("words", None, 50)]),
        ("At most one paragraph.", [("paragraphs", None, 1)]),
        ("Up to five sentences.", [("sentences", None, 5)]),
        ("44 characters or less.", [("characters", None, 44)]),
        ("At least three sentences.", [("sentences", 3, None)]),
        ("One paragraph explanation of the change.", [("paragraphs", None, 1)]),
        ("A single sentence.", [("sentences", None, 1)]),
        ("A short paragraph.", []),
        ("Some words.", []),
        ("2 to 3 people read it.", []),
        ("- No more than 50 words.", []),
    ],
)
def test_a_length_is_read_from_the_words_for_it(text, expected):
    assert bounds(text) == expected


def test_a_length_quotes_its_line():
    assert section("Text.\n\n[One paragraph]").bounds[0].origin == ("t.md", 7, "[One paragraph]")


def test_the_body_of_a_child_says_nothing_of_its_parent():
    found = section("### Part\n\n**Cost:** [How much]\n\n- [ ] Task 1\n\nOne paragraph.\n\n```go\n```")
    assert (found.fields, found.items, found.bounds, found.fences) == ((), (), (), ())
    (child,) = found.children
    assert (len(child.fields), len(child.items), len(child.bounds), len(child.fences)) == (1, 1, 1, 1)
