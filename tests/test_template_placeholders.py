"""What in a template is there to be replaced, what only looks like it, and where it counts as left behind."""

import pytest

from holdfast.binding.unfilled import blanks
from holdfast.markdown.parser import parse
from holdfast.model.schema import Scope
from holdfast.template.compile import compile_template


def schema_of(body):
    return compile_template(f"# Title\n\n## Design\n\n{body}\n".encode(), "t.md", "t")


def placeholders(body):
    return [(one.text, one.scope) for one in schema_of(body).placeholders]


def left(body, document):
    """Return what a document still holds of a template with this body: line and text of each."""
    found = parse(document.encode())
    return sorted((found.line(one.span.start), found.slice(*one.span)) for one in blanks(found, schema_of(body)))


@pytest.mark.parametrize(
    "text",
    [
        "[Why this is needed]",
        "[x1]",
        "[Continue pattern...]",
        "{Why this is needed}",
        "{why}",
        "<why this is needed>",
        "<your name>",
        "<why, and since when>",
        "<names>",
        "<...>",
        "(fill me in with a name, my_feature)",
        "(leave this empty)",
        "(insert a figure)",
    ],
)
@pytest.mark.parametrize(
    "around",
    ["{}", "Say {} in a line.", "Say\n{}", "- {}", "- one {} more", "> {}", "| A | B |\n|---|---|\n| {} | b |"],
)
def test_a_bracket_is_a_placeholder_wherever_it_stands(text, around):
    assert placeholders(around.replace("{}", text)) == [(text, Scope.INLINE)]


@pytest.mark.parametrize(
    "text",
    [
        "[text](https://example.org)",
        "[text][ref]\n\n[ref]: https://example.org",
        "[ref]\n\n[ref]: https://example.org",
        "- [ref]: https://example.org",
        "![alt](a.png)",
        "text[^1]\n\n[^1]: note",
        "- [ ] write the tests",
        "- [x] write the tests",
        "- [X] write the tests",
        "[ ] and [x]",
        "`[text]`",
        "`{text}`",
        "`<text>`",
        "```\n[text] and <text>\n```",
        "    [text]",
        "<https://example.org>",
        "<mailto:a@example.org>",
        "<a@example.org>",
        "<b>bold</b> and <br> and <br/>",
        '<img src="a.png">',
        '<a name="x"></a>',
        "<details open>\n<summary>[text]</summary>\n</details>",
        "<Tabs>text</Tabs>",
        "<Toc />",
        '<Tab id="a">',
        "a < b and c > d",
        "| A | B |\n|---|---|\n| < 10 ms, > 5 | b |",
        "Vec<T>",
        "<!-- [text] and <text> -->",
        "line <!-- [text] --> line",
        "(see below)",
        "[optional]",
        "{#anchor}",
        "{% include x %}",
        "a -> b",
    ],
)
def test_text_that_has_a_meaning_of_its_own_is_no_placeholder(text):
    assert placeholders(text) == []


def test_only_what_a_definition_resolves_is_a_reference():
    assert placeholders("[known] and [unknown]\n\n[known]: https://example.org") == [("[unknown]", Scope.INLINE)]


def test_a_bracket_before_a_colon_is_a_placeholder():
    assert placeholders("ADR [number]: what") == [("[number]", Scope.INLINE)]


@pytest.mark.parametrize(
    "word", ["TODO", "TBD", "TBC", "NNNN", "XXXX", "YYYY-MM-DD", "DATE", "TITLE", "Task 1", "Option A"]
)
def test_a_bare_word_is_a_placeholder_as_a_whole_item_or_cell(word):
    assert placeholders(f"- {word}") == [(word, Scope.WHOLE)]
    assert placeholders(f"- [ ] {word}") == [(word, Scope.WHOLE)]
    assert placeholders(f"| A | B |\n|---|---|\n| {word} | b |") == [(word, Scope.WHOLE)]


@pytest.mark.parametrize(
    "text", ["TODO later", "- TODO later", "todo", "- Tasks", "- Task 1 of 3", "The DATE is open."]
)
def test_a_bare_word_among_others_is_no_placeholder(text):
    assert placeholders(text) == []


@pytest.mark.parametrize(
    "comment", ["// Code example", "# Example", "-- Example", "/* Example */", "<!-- Example -->", "; Example"]
)
def test_a_code_block_that_is_one_comment_is_a_placeholder_as_a_whole(comment):
    assert placeholders(f"```\n{comment}\n```") == [(comment, Scope.FENCE)]
    assert placeholders(f"```\n{comment}\ncode\n```") == []


@pytest.mark.parametrize("target", ["./link.md", "link.md", "docs/example.md", "#", "https://example.com"])
def test_a_counted_link_to_nowhere_is_a_placeholder(target):
    assert placeholders(f"- [Internal doc 1]({target})") == [("Internal doc 1", Scope.WHOLE)]


@pytest.mark.parametrize("item", ["[Internal doc 1](guide.md)", "[The guide](link.md)"])
def test_a_link_that_leads_somewhere_or_is_named_is_none(item):
    assert placeholders(f"- {item}") == []


def test_a_placeholder_in_a_heading_takes_the_word_in_parentheses_with_it():
    assert placeholders("### Phase 1: [Name] (Timeline)") == [("[Name]", Scope.INLINE), ("(Timeline)", Scope.INLINE)]


def test_each_text_is_listed_once_at_its_first_line():
    found = schema_of("[a b]\n\n[c d]\n\n[a b]").placeholders
    assert [(one.text, one.origin.line) for one in found] == [("[a b]", 5), ("[c d]", 7)]


@pytest.mark.parametrize("flag", ["keep", "guidance", "ignore"])
def test_a_directive_takes_the_placeholders_of_its_line_away(flag):
    assert placeholders(f"[a b] <!-- hf: {flag} -->\n\n[c d]") == [("[c d]", Scope.INLINE)]


def test_an_ignored_section_has_no_placeholders():
    assert placeholders("### Part <!-- hf: ignore -->\n\n[a b]\n\n#### Inner\n\n[c d]\n\n### Next\n\n[e f]") == [
        ("[e f]", Scope.INLINE)
    ]


@pytest.mark.parametrize("text", ["[Why so]", "{Why so}", "<your name>", "<why, and since when>", "(fill me in)"])
def test_a_bracket_is_left_wherever_a_document_repeats_it_but_in_code_and_comments(text):
    document = f"{text}\n\nSay {text}.\n\n- {text}\n\n`{text}`\n\n```\n{text}\n```\n\n<!-- {text} -->\n\n| {text} | b |\n|--|--|\n"
    assert left(text, document) == [(1, text), (3, text), (5, text), (15, text)]


@pytest.mark.parametrize(
    "document",
    [
        "[Why so](a.md)\n",
        "[Why so][a]\n\n[a]: b\n",
        "[Why so]\n\n[Why so]: b\n",
        "[Why so][gone]\n",
        "[why so]\n",
        "[Why so?]\n",
    ],
)
def test_a_link_or_other_words_are_not_what_was_left(document):
    assert left("[Why so]", document) == []


def test_a_bracket_before_a_colon_is_left_unless_it_defines_a_link():
    assert left("ADR [number]: what", "ADR [number]: x\n\n[number]: x.md\n\n`[number]`: x\n") == []
    assert left("ADR [number]: what", "ADR [number]: x\n") == [(1, "[number]")]


def test_a_tag_that_a_document_closes_is_no_placeholder_left():
    assert left("<name>", "<name>x</name>\n") == []


def test_a_bare_word_is_left_only_as_a_whole_item_or_cell():
    document = (
        "Task 1\n\n- Task 1\n- [x] Task 1\n- Task 1 is done\n- Task 11\n\n| A | B |\n|--|--|\n| Task 1 | Task 1, 2 |\n"
    )
    assert left("- [ ] Task 1", document) == [(3, "- Task 1"), (4, "- [x] Task 1"), (10, "Task 1")]


def test_a_comment_is_left_only_as_the_whole_of_a_code_block():
    document = "```go\n// Code\n```\n\n```go\n// Code\nf()\n```\n\n~~~\n\n// Code\n\n~~~\n\n// Code\n"
    assert left("```\n// Code\n```", document) == [(1, "```go"), (10, "~~~")]


def test_offsets_of_what_is_left_are_bytes():
    (blank,) = blanks(parse("Äö [Why so] ü\n".encode()), schema_of("[Why so]"))
    assert blank.span == (5, 13)
