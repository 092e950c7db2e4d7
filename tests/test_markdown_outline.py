"""Headings, the anchors they make, and the words by which names are compared."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.markdown.anchors import anchors, squeeze
from holdfast.markdown.outline import outline, split_number
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import key, plain, slug


def headings(text):
    """Return level, number, title and parent of each heading."""
    return [(one.level, one.number, one.title, one.parent) for one in outline(parse(text.encode()))]


def anchored(text):
    return anchors(parse(text.encode()))


def test_headings_nest_by_level():
    assert headings("# A\n\n## B\n\n### C\n\n## D\n\n# E\n") == [
        (1, "", "A", -1),
        (2, "", "B", 0),
        (3, "", "C", 1),
        (2, "", "D", 0),
        (1, "", "E", -1),
    ]


def test_a_skipped_level_still_nests():
    assert headings("## A\n\n#### B\n\n### C\n\n# D\n") == [
        (2, "", "A", -1),
        (4, "", "B", 0),
        (3, "", "C", 0),
        (1, "", "D", -1),
    ]


def test_underlined_headings_count():
    assert headings("A\n===\n\nB\n---\n\ntext\n") == [(1, "", "A", -1), (2, "", "B", 0)]


@pytest.mark.parametrize(
    "text",
    [
        "> # A\n",
        "- # A\n",
        "1. # A\n",
        "```\n# A\n```\n",
        "    # A\n",
        "<div>\n# A\n</div>\n",
        "#A\n",
        "<!--\n# A\n-->\n",
    ],
)
def test_headings_in_quotes_lists_code_and_html_do_not_count(text):
    assert headings(text) == []


def test_a_section_ends_at_the_next_heading_of_its_level_or_above():
    text = "# A\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n"
    found = parse(text.encode())
    assert [found.slice(one.body, one.end).split() for one in outline(found)] == [
        ["##", "B", "b", "###", "C", "c", "##", "D"],
        ["b", "###", "C", "c"],
        ["c"],
        [],
    ]


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("1. Overview", "1", "Overview"),
        ("1) Overview", "1", "Overview"),
        ("1: Overview", "1", "Overview"),
        ("1 - Overview", "1", "Overview"),
        ("1.Overview", "1", "Overview"),
        ("3.1 Component", "3.1", "Component"),
        ("3.1. Component", "3.1", "Component"),
        ("3.1.4 Component", "3.1.4", "Component"),
        ("10.2: Component", "10.2", "Component"),
        ("A.1 Component", "A.1", "Component"),
        ("§ 2 - Scope", "2", "Scope"),
        ("§2.1 Scope", "2.1", "Scope"),
        ("Section 3: Scope", "3", "Scope"),
        ("Chapter 4. Scope", "4", "Scope"),
        ("Overview", "", "Overview"),
        ("3 ways to fail", "", "3 ways to fail"),
        ("2024 roadmap", "", "2024 roadmap"),
        ("2024. Roadmap", "", "2024. Roadmap"),
        ("1.2", "", "1.2"),
        ("v1.2 changes", "", "v1.2 changes"),
        ("10:30 to noon", "", "10:30 to noon"),
        ("A plan", "", "A plan"),
        ("1.", "", "1."),
        ("", "", ""),
        ("1. Overview {#overview}", "1", "Overview"),
        ("Overview {: .wide}", "", "Overview"),
        ("Overview ##", "", "Overview"),
        ("C#", "", "C#"),
        ("Sets {a, b}", "", "Sets {a, b}"),
    ],
)
def test_a_number_is_split_off_a_title(text, number, title):
    assert split_number(text) == (number, title)


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Overview", "overview"),
        ("1. Overview of it", "1-overview-of-it"),
        ("Background / Context", "background--context"),
        ("What's new?", "whats-new"),
        ("a_b-c", "a_b-c"),
        ("**Bold** `code` [link](x)", "bold-code-link"),
        ("Größe & Übersicht", "größe--übersicht"),
        ("目标", "目标"),
        ("हिन्दी", "हिन्दी"),
        ("🟢 Ready", "-ready"),
        ("A  B", "a-b"),
        ("e.g. 1.2", "eg-12"),
    ],
)
def test_a_heading_has_the_anchor_that_github_makes(heading, anchor):
    assert anchored(f"## {heading}\n") == {anchor}


def test_repeated_headings_are_numbered():
    assert anchored("# Foo\n\n# Foo\n\n## foo!\n") == {"foo", "foo-1", "foo-2"}


def test_a_number_that_a_heading_has_already_is_passed_over():
    assert anchored("# Foo\n\n# Foo\n\n# Foo 1\n\n# Foo 1\n") == {"foo", "foo-1", "foo-1-1", "foo-1-2"}
    assert anchored("# Foo 1\n\n# Foo\n\n# Foo\n") == {"foo-1", "foo", "foo-2"}


@pytest.mark.parametrize("text", ["> # A\n", "- # A\n"])
def test_headings_in_quotes_and_lists_have_anchors(text):
    assert anchored(text) == {"a"}


def test_explicit_ids_are_anchors():
    text = '<a id="Here"></a>\n\n<a name=there></a>\n\n<div class="x" id=\'box\'>\n</div>\n\n## A title {#given}\n'
    assert anchored(text) == {"here", "there", "box", "given", "a-title"}


def test_ids_that_are_no_attributes_are_no_anchors():
    assert anchored("id=here and `<b>` <b>x</b>\n") == set()


def test_squeezed_anchors_are_equal_where_generators_differ():
    assert squeeze("1-overview--of_it") == squeeze("1overview-of-it") == "1overviewofit"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**bold** *a* __b__ _c_ ~~d~~ ***e***", "bold a b c d e"),
        ("`code` and ``co`de``", "code and co`de"),
        ("[text](a.md) [ref][x] [in (it)](a_(b).md)", "text ref in (it)"),
        ("![alt](a.png) ![x][y]", "alt x"),
        ("<https://a.b> <mailto:a@b.c>", "https://a.b mailto:a@b.c"),
        ("a <br> <b>b</b> <img src='x'/>", "a b"),
        ("<your name> Vec<T>", "<your name> Vec<T>"),
        ("a <!-- b --> c <!-- d", "a c"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("[not a link] [x]", "[not a link] [x]"),
        ("  a \n\t b  ", "a b"),
        ("", ""),
    ],
)
def test_plain_is_what_the_reader_sees(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    "text", ["*a " * 5000, "_a " * 5000, "![" * 5000, "[" * 5000, "`" * 5000, "<" * 5000, "<a" * 5000]
)
def test_plain_ends_on_long_runs_of_marks(text):
    assert len(plain(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("🟢 **Non-Goals:**", "non goals"),
        ("Background / Context", "background context"),
        ("Q & A", "q and a"),
        ("Author(s)", "authors"),
        ("snake_case", "snake case"),
        ("ÜBERSICHT", "übersicht"),
        ("Straße", "strasse"),
        ("ﬁle", "file"),
        ("２０２４", "2024"),
        ("“Quoted”", "quoted"),
        ("…", ""),
        ("", ""),
    ],
)
def test_key_is_the_words_in_lower_case(text, words):
    assert key(text) == words


def test_composed_and_decomposed_letters_have_one_key():
    assert key("Pe\u0301rimètre") == key("P\u00e9rime\u0300tre") == "périmètre"


@pytest.mark.parametrize(
    ("text", "name"), [("Non-Goals", "non-goals"), ("Q & A", "q-and-a"), ("[?]", "section"), ("", "section")]
)
def test_a_slug_is_never_empty(text, name):
    assert slug(text) == name


@settings(deadline=None)
@given(st.text())
def test_key_of_a_key_is_the_key(text):
    assert key(key(text)) == key(text)


@settings(deadline=None)
@given(st.text())
def test_plain_and_anchors_never_raise_and_add_nothing(text):
    assert len(plain(text)) <= len(text)
    anchors(parse(f"# {text}\n".encode()))
    number, title = split_number(text)
    assert len(number) + len(title) <= len(text)
