"""Directives in comments: what each key does, which line one governs, and how a wrong one is told."""

import pytest

from holdfast.errors import TemplateError
from holdfast.model.schema import FieldKind, Presence
from holdfast.template.compile import compile_template
from holdfast.template.directives import FLAGS, VALUED


def compiled(text):
    return compile_template(text.encode(), "docs/t.md", "t")


def section(said, heading="## Design"):
    (found,) = compiled(f"# [Title]\n\n{heading} <!-- holdfast: {said} -->\n\n[How]\n").sections
    return found


def field(said, line="**Owner:** [Who]"):
    (found,) = compiled(f"# [Title]\n\n{line} <!-- holdfast: {said} -->\n\n## Design\n").fields
    return found


def label(said, line="**Cost:** [How much]"):
    (found,) = compiled(f"# [Title]\n\n## Design\n\n{line} <!-- holdfast: {said} -->\n").sections[0].fields
    return found


def bounds(one):
    return [(bound.unit, bound.low, bound.high) for bound in one.bounds]


@pytest.mark.parametrize("governed", [section, field, label])
def test_presence_is_settled_on_sections_fields_and_labels(governed):
    assert governed("optional").presence is Presence.OPTIONAL
    assert governed("required").presence is Presence.REQUIRED
    conditional = governed("required-when=\"status == 'Active'\"")
    assert conditional.presence is Presence.CONDITIONAL
    assert conditional.when.holds({"status": "active"})
    assert not conditional.when.holds({"status": "Draft"})


def test_required_overrules_what_the_text_says():
    assert section("required", "## Design (optional)").presence is Presence.REQUIRED
    assert field("required", "**Owner:** [optional, who]").presence is Presence.REQUIRED
    assert label("required", "**Cost (optional):** [How much]").presence is Presence.REQUIRED


@pytest.mark.parametrize("governed", [section, field, label])
def test_id_and_alias_name_what_they_govern(governed):
    found = governed('id=other alias="Second name | Third"')
    assert (found.id, found.aliases) == ("other", ("Second name", "Third"))


@pytest.mark.parametrize("governed", [section, field, label])
def test_lengths_are_upper_bounds_or_ranges(governed):
    assert bounds(governed("sentences=2-3 words=50")) == [("sentences", 2, 3), ("words", None, 50)]


def test_a_length_on_a_paragraph_bounds_its_section_in_place_of_its_words():
    (found,) = compiled("# [Title]\n\n## Design\n\nOne paragraph. <!-- hf: words=10 -->\n").sections
    assert bounds(found) == [("words", None, 10)]


@pytest.mark.parametrize("kind", list(FieldKind))
@pytest.mark.parametrize("governed", [field, label])
def test_type_gives_a_field_its_type(governed, kind):
    assert governed(f"type={kind}").kind is kind


def test_open_lets_an_enum_take_other_words():
    assert [field(said, "**Status:** [Draft | Done]").open for said in ("open", "optional")] == [True, False]


@pytest.mark.parametrize("governed", [field, label])
def test_advice_makes_a_missing_field_a_note(governed):
    assert governed("advice").advice
    assert not governed("optional").advice


def test_closed_order_and_keep_are_properties_of_a_section():
    found = section("closed order keep")
    assert (found.closed, found.ordered, found.keep) == (True, True, "[How]")
    found = section("since=2025-01")
    assert (found.closed, found.ordered, found.keep) == (False, False, "")


@pytest.mark.parametrize(("said", "least"), [("repeat=2", 2), ("repeat=0", 0), ("repeat=2-4", 2)])
def test_repeat_says_how_many_at_least(said, least):
    found = section(said, "## User story")
    assert (found.repeat, found.stem) == (least, "user story")


def test_repeat_wins_over_as_needed():
    schema = compiled(
        "# [Title]\n\n## Design\n\n[As many parts as needed]\n\n### Part 1 <!-- hf: repeat=3 -->\n\n### Part 2\n"
    )
    assert [one.repeat for one in schema.sections[0].children] == [3]


def test_example_makes_a_section_an_illustration():
    found = section("example")
    assert (found.illustration, found.presence) == (True, Presence.OPTIONAL)


def test_ignore_takes_away_a_section_with_all_below_it_a_field_and_a_block():
    text = (
        "# [Title]\n\n**Owner:** [Who] <!-- hf: ignore -->\n**Status:** [Draft | Done]\n\n"
        "## A <!-- hf: ignore -->\n\n### Inner\n\n## B\n\n- [One with link] <!-- hf: ignore -->\n\n**Cost:** [x y] <!-- hf: ignore -->\n"
    )
    schema = compiled(text)
    assert [one.id for one in schema.fields] == ["status"]
    assert [(one.id, one.items, one.fields) for one in schema.walk()] == [("b", (), ())]


def test_guidance_demands_nothing():
    (found,) = compiled("# [Title]\n\n## A\n\nTwo sentences. <!-- hf: guidance -->\n").sections
    assert found.bounds == ()


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- holdfast: optional -->",
        "<!-- hf: optional -->",
        "<!--hf:optional-->",
        "<!--\n  holdfast:\n  optional\n-->",
    ],
)
@pytest.mark.parametrize(
    "text",
    [
        "## A\n{}\n\n## B\n",
        "## A\n\n{}\n\n## B\n",
        "[x y]\n\n{}\n## A\n\n## B\n",
        "[x y]\n\n{}\n\n## A\n\n## B\n",
        "A\n-\n{}\n\n## B\n",
    ],
)
def test_one_on_a_line_of_its_own_governs_the_heading_above_it_or_else_what_follows(comment, text):
    schema = compiled("# [Title]\n\n" + text.replace("{}", comment))
    assert {one.id: one.presence for one in schema.sections} == {"a": Presence.OPTIONAL, "b": Presence.REQUIRED}


@pytest.mark.parametrize("rule", ["---", "***", "==="])
def test_a_rule_or_the_end_of_front_matter_is_no_heading_above(rule):
    text = f"# [Title]\n\n## A\n\n[x y]\n\n{rule}\n<!-- hf: optional -->\n\n## B\n"
    assert {one.id: one.presence for one in compiled(text).sections} == {"a": Presence.REQUIRED, "b": Presence.OPTIONAL}
    front = compiled("---\nstatus: Draft\n---\n<!-- hf: ignore -->\n## A\n\n## B\n")
    assert [one.id for one in front.sections] == ["b"]


def test_one_between_two_fields_governs_the_lower():
    schema = compiled("# [Title]\n\n**A:** [x y]\n<!-- hf: optional -->\n**B:** [x y]\n")
    assert [(one.id, one.presence) for one in schema.fields] == [("a", Presence.REQUIRED), ("b", Presence.OPTIONAL)]


def test_two_on_one_line_add_up():
    schema = compiled("# [Title]\n\n## A <!-- hf: optional --> <!-- hf: id=x -->\n")
    assert [(one.id, one.presence) for one in schema.sections] == [("x", Presence.OPTIONAL)]


def test_keys_may_be_parted_by_commas_and_values_quoted_either_way():
    found = section("optional, id='x'; alias=\"B\"")
    assert (found.id, found.aliases, found.presence) == ("x", ("B",), Presence.OPTIONAL)


@pytest.mark.parametrize("code", ["`<!-- hf: bogus -->`", "```\n<!-- hf: bogus -->\n```", "    <!-- hf: bogus -->"])
def test_one_in_code_says_nothing(code):
    assert [one.id for one in compiled(f"# [Title]\n\n## A\n\n{code}\n").sections] == ["a"]


@pytest.mark.parametrize(
    "comment", ["<!-- holdfast waives nothing -->", "<!-- see hf: docs -->", "<!-- optionally -->"]
)
def test_an_ordinary_comment_is_no_directive(comment):
    (found,) = compiled(f"# [Title]\n\n## A {comment}\n").sections
    assert (found.presence, found.id) == (Presence.REQUIRED, "a")


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("bogus", "there is no directive 'bogus'"),
        ("bogus=1", "there is no directive 'bogus'"),
        ("optional=yes", "the directive optional takes no value"),
        ("id", "the directive id needs a value"),
        ("alias=", "the directive alias needs a value"),
        ("repeat=many", "repeat wants a number or a range, not 'many'"),
        ("words=-3", "words wants a number or a range, not '-3'"),
        ("sentences=2-", "sentences wants a number or a range, not '2-'"),
        ("type=number", "there is no type 'number'"),
        ("required-when=\"status = 'x'\"", "required-when: cannot read \"= 'x'\""),
        ("required-when=\"status == 'x' and\"", "required-when: expected word, found the end"),
        ("Optional", "cannot read the directive at 'Optional'"),
        ("optional !", "cannot read the directive at ' !'"),
    ],
)
def test_a_wrong_directive_is_told_with_its_path_and_line(said, found):
    with pytest.raises(TemplateError) as told:
        compiled(f"# [Title]\n\n## A\n\n[x y] <!-- hf: {said} -->\n")
    assert (told.value.where, told.value.found) == ("docs/t.md:5", found)
    assert told.value.remedy


def test_an_unknown_key_is_told_with_all_that_are_known():
    with pytest.raises(TemplateError) as told:
        section("bogus")
    assert [key for key in sorted(FLAGS | VALUED) if key not in told.value.remedy] == []


@pytest.mark.parametrize(
    ("text", "values", "holds"),
    [
        ("kind == 'Core'", {"kind": "CORE"}, True),
        ("kind == 'Core'", {}, False),
        ("kind == ''", {}, True),
        ("kind != 'Core'", {"kind": "Meta"}, True),
        ('kind in ("Core", "Net")', {"kind": "net"}, True),
        ("kind in ('Core')", {"kind": "Meta"}, False),
        ("not kind == 'Core'", {"kind": "Core"}, False),
        ("a == '1' and b == '2'", {"a": "1", "b": "2"}, True),
        ("a == '1' and b == '2'", {"a": "1"}, False),
        ("a == '1' or b == '2' and c == '3'", {"a": "1"}, True),
        ("(a == '1' or b == '2') and c == '3'", {"a": "1"}, False),
        ("decision-makers != ''", {"decision-makers": "Jane"}, True),
    ],
)
def test_conditions_compare_fields_without_case(text, values, holds):
    found = section("required-when=" + (f"'{text}'" if '"' in text else f'"{text}"'))
    assert found.when.holds(values) is holds


def test_a_condition_that_is_nested_too_deeply_is_refused():
    with pytest.raises(TemplateError, match="nested too deeply"):
        section('required-when="' + "(" * 50 + "a == 'x'" + ")" * 50 + '"')
