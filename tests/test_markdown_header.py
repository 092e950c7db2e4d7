"""The metadata at the head of a text: every way to write it, and what is none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.header import read_header
from holdfast.markdown.labels import read_label
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse


def header(text):
    found = parse(text.encode())
    return read_header(found, outline(found))


def fields(text):
    return [(one.name, one.value) for one in header(text).fields]


def spans(text):
    """Return the text of each field's name span and of its value span."""
    found = parse(text.encode())
    return [(found.slice(*one.name_span), found.slice(*one.span)) for one in header(text).fields]


def yaml(text):
    return [(one.name, one.value) for one in read_fields(text)]


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ("Date: May", "Date", "May"),
        ("**Date:** May", "Date", "May"),
        ("**Date**: May", "Date", "May"),
        ("**Date** : May", "Date", "May"),
        ("__Date:__ May", "Date", "May"),
        ("*Date*: May", "Date", "May"),
        ("- Date: May", "Date", "May"),
        ("* **Date:** May", "Date", "May"),
        ("> **Date:** May", "Date", "May"),
        ("Date : May", "Date", "May"),
        ("日付：五月", "日付", "五月"),
        ("**状态：**已接受", "状态", "已接受"),
        ("Start Date (first): May", "Start Date (first)", "May"),
        ("Date:", "Date", ""),
        ("**Date:**", "Date", ""),
        ("Date: May \\", "Date", "May"),
        ("Date: a: b", "Date", "a: b"),
        ("Date:   May   ", "Date", "May"),
    ],
)
def test_a_label_is_read_in_any_of_its_spellings(line, name, value):
    found, start, end = read_label(line)
    assert (found, line[start:end]) == (name, value)


@pytest.mark.parametrize(
    "line",
    [
        "text",
        "**bold** text",
        "https://example.org",
        "`a`: b",
        "[a]: b",
        "a.b: c",
        "1: b",
        "Date:May",
        "**Date:**May",
        'Say "a": b',
        ": a",
        "",
        "**: a**",
    ],
)
def test_a_line_without_a_label_has_none(line):
    assert read_label(line) is None


def test_a_label_before_very_long_white_space_is_read_at_once():
    name, start, end = read_label("**Date:** a" + " " * 200_000 + "b")
    assert (name, end - start) == ("Date", 200_002)
    assert read_label("**" + " " * 200_000 + "x") is None


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("yaml", "---\nDate: May\nStatus: Done\n---\n\n# T\n"),
        ("bullets", "# T\n\n- Date: May\n- Status: Done\n"),
        ("bullets", "# T\n\n* **Date**: May\n\n* **Status:** Done\n"),
        ("bullets", "- Date: May\n- Status: Done\n\n# T\n"),
        ("labels", "# T\n\n**Date:** May\n**Status:** Done\n"),
        ("labels", "# T\n\n**Date:** May\n\n**Status:** Done\n"),
        ("labels", "# T\n\nA tag line.\n\n![badge](b.png)\n\n**Date:** May\\\n**Status:** Done\n"),
        ("lines", "# T\n\nDate: May\nStatus: Done\n"),
        ("lines", "Date: May\r\nStatus: Done\r\n\r\n# T\r\n"),
        ("table", "# T\n\n| Date | May |\n|--|--|\n| Status | Done |\n"),
        ("table", "# T\n\n| Property | Value |\n|--|--|\n| **Date:** | May |\n| Status | Done |\n"),
        ("lines", "# T\n\nFill in these.\n\nDate: May\nStatus: Done\n"),
        ("bullets", "# T\n\nFill in all of these:\n\n- Date: May\n- Status: Done\n"),
        ("bullets", "# T\n\nFill in these:\n\n- Date: May\n- Status: Done\n"),
        ("bullets", "# T\n\nMetadata:\n- Date: May\n- Status: Done\n"),
        ("bullets", "# T\n\n## Intro\n\ntext\n\n## Metadata\n\n- Date: May\n- Status: Done\n"),
    ],
)
def test_every_dialect_says_the_same(dialect, text):
    assert header(text).dialect == dialect
    assert fields(text) == [("Date", "May"), ("Status", "Done")]


@pytest.mark.parametrize(
    "text",
    [
        "# T\n\ntext\n\n## A\n\n**Status:** Done\n",
        "# T\n\ntext\n\n## A\n\n**Status**\n\nDone\n",
        "# T\n\nOne.\n\nTwo.\n\nThree.\n\n**Status:** Done\n",
        "# T\n\n- Status: Done\n- some other item\n",
        "# T\n\n- some item: text\n",
        "# T\n\n| A | B | C |\n|--|--|--|\n| a | b | c |\n",
        "# T\n\nthis is a sentence that ends so: yes\n",
        "# T\n\n```\nStatus: Done\n```\n",
        "text\n\n# T\n\n## A\n\nStatus: Done\n",
        "",
    ],
)
def test_text_that_only_looks_like_fields_is_no_header(text):
    assert header(text) == ("", [], 0)


def test_the_text_after_the_header_begins_where_it_ends():
    text = "# T\n\n**Date:** May\n\n**Status:** Done\n\ntext\n"
    assert text[header(text).end :] == "\ntext\n"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- Related:\n  - [a](a.md)\n  - b\n- Date: May\n", "a, b"),
        ("- Related: one\n  - [a](a.md)\n- Date: May\n", "one, a"),
        ("- Related:\n  [a](a.md),\n  b\n- Date: May\n", "a, b"),
        ("**Related:**\n- [a](a.md)\n- b\n\n**Date:** May\n", "a, b"),
        ("**Related:**\n\n- [a](a.md)\n- b\n\n**Date:** May\n", "a, b"),
        ("Related:\n\n* a\n* b\n\nDate: May\n", "a, b"),
        ("**Related:** a and\nb\n**Date:** May\n", "a and b"),
    ],
)
def test_a_nested_list_or_the_following_lines_are_the_value(text, value):
    assert fields(f"# T\n\n{text}") == [("Related", value), ("Date", "May")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Related:**\n\n> a quote\n", [("Related", "")]),
        ("**Related:**\n\n- Area: b\n- Owner: d\n", [("Related", ""), ("Area", "b"), ("Owner", "d")]),
        ("| Date | May |\n|--|--|\n| Name | Value |\n", [("Date", "May"), ("Name", "Value")]),
    ],
)
def test_what_else_follows_a_name_is_not_its_value(text, expected):
    assert fields(f"# T\n\n{text}") == expected


def test_spans_are_those_of_the_names_and_the_values():
    assert spans("# T\n\n- **Date:** May 2025 \n- Status: [Done](a.md)\n") == [
        ("- **Date:** ", "May 2025"),
        ("- Status: ", "[Done](a.md)"),
    ]
    assert spans("# T\n\n**Related:**\n\n- a\n- b\n") == [("**Related:**", "- a\n- b")]
    assert spans("# T\n\n| Dätum | Mai |\n|--|--|\n| a | ü |\n") == [(" Dätum ", " Mai "), (" a ", " ü ")]
    assert spans("---\nä: ü\nb: [c, d]\n---\n") == [("ä: ", "ü"), ("b: ", "[c, d]")]
    assert spans("---\na:\nb: 'c'\n---\n") == [("a:", ""), ("b: ", "'c'")]


def test_values_are_without_markup():
    assert fields("# T\n\n**Date:** **May** [2025](a.md) `x` <br> <!-- y -->\n") == [("Date", "May 2025 x")]


def test_front_matter_counts_only_at_the_very_start():
    assert header("\n---\na: b\n---\n").dialect == ""
    assert header("---\na: b\n...\n").dialect == "yaml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\nc: 'd: e'\nf: \"g\"\n", [("a", "b"), ("c", "d: e"), ("f", "g")]),
        ("a:\nb: c\n", [("a", ""), ("b", "c")]),
        ("a: b # comment\n# c: d\ne: f#g\n", [("a", "b"), ("e", "f#g")]),
        ("a b: c\nd-e: f\n", [("a b", "c"), ("d-e", "f")]),
        ("a: b: c\n", [("a", "b: c")]),
        ("a: https://b.c\n", [("a", "https://b.c")]),
        ("a: b\r\nc: d\r\n", [("a", "b"), ("c", "d")]),
    ],
)
def test_flat_front_matter_is_read_by_lines(text, expected):
    assert yaml(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: [b, c]\n", [("a", "b, c")]),
        ("a:\n  - b\n  - c\n", [("a", "b, c")]),
        ("a:\n- b\n- c\nd: e\n", [("a", "b, c"), ("d", "e")]),
        ("a:\n  b: c\n  d: [e, f]\n", [("a", "b, c, d, e, f")]),
        ("a: |\n  b\n  c\n", [("a", "b c")]),
        ("a: >-\n  b\n  c\n", [("a", "b c")]),
        ("a: 'it''s'\nb: [c]\n", [("a", "it's"), ("b", "c")]),
        ("a: &x [b, c]\nd: *x\n", [("a", "b, c"), ("d", "b, c")]),
        ("a: []\nb: {}\n", [("a", ""), ("b", "")]),
        ("a: {the day of the decision}\nb: [c]\n", [("a", "{the day of the decision}"), ("b", "c")]),
    ],
)
def test_structured_front_matter_is_read_as_yaml(text, expected):
    assert yaml(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: <b, c>\nd: [e\nf: g\n", [("a", "<b, c>"), ("d", "[e"), ("f", "g")]),
        ("a: @b\nc: {d\n", [("a", "@b"), ("c", "{d")]),
        ("a: *gone\nb: c\n", [("a", "*gone"), ("b", "c")]),
        ("a: b\n\tc: [d]\n", [("a", "b")]),
        ("a: [b]\n---\nc: d\n", [("a", "[b]"), ("c", "d")]),
        ("- a\n- b\n", []),
    ],
)
def test_invalid_front_matter_is_still_read_by_lines(text, expected):
    assert yaml(text) == expected


def test_an_alias_has_its_span_where_it_stands():
    text = "a: &x [b, c]\nd: *x\n"
    _, alias = read_fields(text)
    assert alias.name_span.start == text.index("d:") <= alias.span.start <= alias.span.end <= len(text)


def test_aliases_that_multiply_are_cut_short():
    """Each line names the one above ten times; the whole would be ten to the tenth words."""
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 10)}]" for n in range(9)]
    found = yaml("\n".join(lines) + "\n")
    assert [name for name, _ in found] == list("abcdefghij")
    assert sum(len(value) for _, value in found) < 20_000
    assert found[-1][1].startswith("…")


def test_an_alias_of_itself_ends():
    assert yaml("a: &a [b, *a]\n")[0][0] == "a"


def test_nesting_without_end_is_read_by_lines():
    assert yaml("a: " + "[" * 1500 + "\nb: c\n") == [("a", "[" * 1500), ("b", "c")]


def test_large_structured_front_matter_is_read_by_lines():
    assert yaml("a: [b, c]\n" + "d: e\n" * 60_000)[0] == ("a", "[b, c]")


def test_front_matter_starts_at_its_base():
    (found,) = read_fields("a: [b]\n", 100)
    assert (found.name_span, found.span) == ((100, 103), (103, 106))


PIECES = [
    "a: ",
    "b",
    "- ",
    "[",
    "]",
    "{",
    "}",
    "&x ",
    "*x",
    "|",
    ">",
    "\n",
    "  ",
    "'",
    '"',
    "#",
    ":",
    "? ",
    "!!",
    "%",
    "é",
    "\t",
]


@settings(deadline=None)
@given(st.text() | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_front_matter_is_read_with_spans_inside_it(text):
    size = len(text.encode())
    for one in read_fields(text):
        assert 0 <= one.name_span.start <= one.name_span.end <= size
        assert 0 <= one.span.start <= one.span.end <= size
