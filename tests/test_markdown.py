"""Blocks and spans of a text, whatever its bytes are."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.markdown.anchors import anchors
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse

BOM = b"\xef\xbb\xbf"


def blocks(raw):
    """Return kind and text of each block."""
    found = parse(raw)
    return [(one.kind, found.slice(one.start, one.end)) for one in found.blocks]


def inlines(text):
    found = parse(text.encode())
    return [(one.kind, found.slice(one.start, one.end), one.data) for one in found.inlines]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("# A\n\ntext\n", ["heading", "paragraph"]),
        ("A\n=\n", ["heading"]),
        ("- a\n- b\n", ["list", "item", "item"]),
        ("> a\n", ["quote", "paragraph"]),
        ("| a | b |\n|--|--|\n| c | d |\n", ["table", "head", "cell", "cell", "row", "cell", "cell"]),
        ("```py\nx\n```\n", ["fence"]),
        ("    x\n", ["code"]),
        ("<div>\nx\n</div>\n", ["html"]),
        ("<!-- x -->\n", ["html"]),
        ("***\n", ["rule"]),
        ("a[^1]\n\n[^1]: x\n", ["paragraph", "note", "paragraph"]),
        ("---\na: b\n---\n", ["metadata"]),
    ],
)
def test_every_block_has_its_kind(text, kinds):
    assert [one.kind for one in parse(text.encode()).blocks] == kinds


def test_blocks_know_their_depth_level_and_data():
    found = parse(b"# A `b`\n\n1. a\n   - [ ] b\n   - [x] c\n\n```py title\n```\n").blocks
    assert [(one.kind, one.depth, one.level, one.data) for one in found] == [
        ("heading", 0, 1, "A b"),
        ("list", 0, 1, ""),
        ("item", 1, 0, ""),
        ("list", 2, 0, ""),
        ("item", 3, 1, ""),
        ("item", 3, 2, ""),
        ("fence", 0, 0, "py title"),
    ]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("# A *b* **c** `d` [e](f) ~~g~~", "A b c d e g"),
        ("# ![alt](a.png) b", "alt b"),
        ("# a &amp; b \\* c", "a & b * c"),
        ("# a <!-- optional --> b", "a b"),
        ("a\nb\n---", "a b"),
        ("#", ""),
    ],
)
def test_a_heading_has_the_text_that_people_read(heading, title):
    (found,) = parse(heading.encode()).blocks
    assert found.data == title


def test_every_inline_has_its_kind_and_its_target():
    text = "`a` **b** [c](d) [e][f] ![g](h) <https://i.org> <b> x[^1]\n\n[f]: j\n[^1]: note\n"
    assert inlines(text) == [
        ("code", "`a`", ""),
        ("strong", "**b**", ""),
        ("link", "[c](d)", "d"),
        ("link", "[e][f]", "j"),
        ("image", "![g](h)", "h"),
        ("autolink", "<https://i.org>", "https://i.org"),
        ("html", "<b>", ""),
        ("note", "[^1]", "1"),
    ]


def test_definitions_are_kept_with_their_destinations():
    found = parse(b"text\n\n[a]: b.md\n[c]: <d e.md> 'title'\n")
    assert sorted((one.data, found.slice(one.start, one.end)) for one in found.definitions) == [
        ("b.md", "[a]: b.md"),
        ("d e.md", "[c]: <d e.md> 'title'"),
    ]


def test_offsets_are_bytes_and_columns_are_code_points():
    found = parse("Äö 😀 **ü**\n".encode())
    (strong,) = found.inlines
    assert (strong.start, strong.end) == (10, 16)
    assert found.position(strong.start) == (1, 6)
    assert found.slice(strong.start, strong.end) == "**ü**"


def test_a_byte_order_mark_is_no_part_of_the_text():
    found = parse(BOM + b"# A\n\n**b**\n")
    assert [(one.kind, one.start) for one in found.blocks] == [("heading", 0), ("paragraph", 5)]
    assert found.source == b"# A\n\n**b**\n"
    assert found.position(5) == (3, 1)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_parts_lines(ending):
    text = ending.join(["# A", "", "one", "two **b**", "", "## C", ""])
    found = parse(text.encode())
    assert [(one.kind, found.line(one.start)) for one in found.blocks] == [
        ("heading", 1),
        ("paragraph", 3),
        ("heading", 6),
    ]
    assert found.position(found.inlines[0].start) == (4, 5)
    assert [found.line_text(line) for line in range(1, 8)] == ["# A", "", "one", "two **b**", "", "## C", ""]


def test_line_endings_may_be_mixed():
    found = parse(b"a\r\nb\rc\nd")
    assert found.lines == [0, 3, 5, 7]
    assert [found.line(offset) for offset in range(8)] == [1, 1, 1, 2, 2, 3, 3, 4]


def test_a_text_without_a_last_line_ending_is_whole():
    assert blocks(b"# A\n\nlast") == [("heading", "# A\n"), ("paragraph", "last")]
    assert parse(b"").blocks == []
    assert parse(b"").position(0) == (1, 1)


@pytest.mark.parametrize("text", ["a\nbc\n\nd", "a\r\nbc\r\rd\n", "ä\nöü\r\nx", "\n\n", "a", "one\n" * 2000 + "é\rb"])
def test_a_place_is_the_same_whether_lines_were_listed_before_or_not(text):
    source = text.encode()
    listed = Parse(source, [], [], [], valid=True)
    assert listed.lines[0] == 0
    for offset in range(len(source) + 1):
        if offset < len(source) and source[offset] & 0xC0 == 0x80:
            continue  # Nothing begins within a character.
        fresh = Parse(source, [], [], [], valid=True)
        assert (fresh.line(offset), fresh.position(offset)) == (listed.line(offset), listed.position(offset)), offset


@pytest.mark.parametrize("bad", [b"\xff", b"\xc3", b"\xe2\x82", b"\xed\xa0\x80", b"\xf0\x9f\x98", b"\xc0\x80"])
def test_offsets_fit_the_bytes_although_some_are_no_text(bad):
    raw = b"# A" + bad + b"\n\n**b** " + bad + b" `c`\n"
    found = parse(raw)
    assert not found.valid
    assert found.source == raw
    assert [raw[one.start : one.end] for one in found.inlines] == [b"**b**", b"`c`"]
    assert found.slice(0, 3 + len(bad)) == "# A" + "?" * len(bad)


def test_fields_of_a_header_fit_the_bytes_although_some_are_no_text():
    raw = b"# A\n\n**Na\xffme:** va\xfflue\n**Next:** x\n"
    found = parse(raw)
    fields = read_header(found, outline(found)).fields
    assert [raw[one.span.start : one.span.end] for one in fields] == [b"va\xfflue", b"x"]


def test_text_without_bad_bytes_is_valid():
    assert parse("Ä\n".encode()).valid
    assert parse(b"?\n").valid


def test_inlines_of_a_range_are_those_that_start_in_it():
    found = parse(b"`a` **b** `c` [d](e)\n")
    assert [found.slice(one.start, one.end) for one in found.within((4, 14), "code", "strong")] == ["**b**", "`c`"]
    assert list(found.within((0, 4), "link")) == []


def test_an_offset_is_covered_by_the_inlines_around_it():
    found = parse(b"a [b `c` d](e) f\n")
    assert found.covered(6, "code")
    assert found.covered(6, "link")
    assert not found.covered(8, "code")
    assert not found.covered(15, "link", "code")
    assert not found.covered(0, "link")


def test_the_innermost_block_around_an_offset_counts():
    found = parse(b"- a\n\n  ```\n  b\n  ```\n\n  c\n\nd\n")
    assert found.in_block(13, "fence")
    assert not found.in_block(13, "item")
    assert found.in_block(24, "paragraph")
    assert not found.in_block(24, "fence")


def test_blocks_of_a_range_and_the_outermost_of_them():
    found = parse(b"# A\n\n- a\n- b\n\ntext\n")
    span = (4, len(found.source))
    assert [one.kind for one in found.blocks_in(span)] == ["list", "item", "item", "paragraph"]
    assert [one.kind for one in found.top(span)] == ["list", "paragraph"]


def assert_sound(raw):
    """Every block, inline, definition, heading and field lies within the source, in order, and starts before it ends."""
    found = parse(raw)
    size = len(found.source)
    headings = outline(found)
    for spans in (
        [(one.start, one.end) for one in found.blocks],
        [(one.start, one.end) for one in found.inlines],
        [(one.start, one.end) for one in headings],
    ):
        assert all(0 <= start <= end <= size for start, end in spans)
        assert spans == sorted(spans, key=lambda span: span[0])
    assert all(0 <= one.start <= one.end <= size for one in found.definitions)
    assert all(one.start < one.body <= one.end for one in headings)
    for one in read_header(found, headings).fields:
        assert 0 <= one.name_span.start <= one.name_span.end <= size
        assert 0 <= one.span.start <= one.span.end <= size
    if found.valid:
        for one in (*found.blocks, *found.inlines):
            found.source[one.start : one.end].decode()  # Fails in the middle of a character.
    assert found.lines == sorted(set(found.lines))
    assert found.lines[-1] <= size
    anchors(found)


PIECES = st.sampled_from(
    [
        *(
            "# ",
            "## ",
            "- ",
            "1. ",
            "> ",
            "\t",
            "    ",
            "\n",
            "\n\n",
            "\r",
            "\r\n",
            "---\n",
            "===\n",
            "```",
            "~~~",
            "|",
            "|-|-|\n",
        ),
        *(
            "**",
            "__",
            "*",
            "_",
            "`",
            "~~",
            "[",
            "]",
            "(",
            ")",
            "[ ]",
            "[x]",
            "[a](b)",
            "[a]: b\n",
            "[^1]",
            "[^1]: n\n",
            "![",
            "<",
            ">",
        ),
        *(
            "<b>",
            "</b>",
            "<!--",
            "-->",
            "<script>",
            "&amp;",
            "\\",
            "\0",
            "é",
            "😀",
            "\u2028",
            "\ufeff",
            "a",
            "Date: ",
            "**Status:** ",
            "---\na: b\n---\n",
        ),
    ]
)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("---\na: &x [1]\nb: *x\n---\n")
def test_any_markdown_parses_soundly(text):
    assert_sound(text.encode())


@settings(deadline=None)
@given(st.text())
def test_any_text_parses_soundly(text):
    assert_sound(text.encode())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_parse_soundly(raw):
    assert_sound(raw)


@settings(deadline=None)
@given(st.lists(PIECES, max_size=20).map("".join), st.binary(min_size=1, max_size=3), st.integers(min_value=0))
def test_markdown_with_bytes_put_in_parses_soundly(text, bad, place):
    raw = text.encode()
    at = place % (len(raw) + 1)
    assert_sound(raw[:at] + bad + raw[at:])


@pytest.mark.parametrize(
    "piece", [b">", b"[", b"![", b"- ", b"*a ", b"`a``", b"<", b"|", b"[a]: b\n", b"# a\n", b"\n", b"\0", b"&#0;"]
)
def test_long_runs_of_one_thing_parse_soundly(piece):
    assert_sound(piece * 3000)
