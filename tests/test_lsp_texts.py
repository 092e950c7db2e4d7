"""Texts as an editor counts them: lines of the protocol, units of both sides, byte order marks, and every edit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lsprotocol import types

from holdfast.lsp.ruler import Ruler
from holdfast.lsp.texts import Texts
from holdfast.lsp.uris import path_of, uri_of
from holdfast.model.span import Span

ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
TEXT = st.text(st.sampled_from("ab \n\r\té𝒮🐢\u2028\x0c\x85\ufeff`#"), max_size=40)


def units(text, encoding):
    name, size = ENCODINGS[encoding]
    return len(text.encode(name)) // size


def lines(text):
    """Split a text where the protocol ends a line, each with its end."""
    found, line = [], ""
    for index, char in enumerate(text):
        line += char
        if char == "\n" or (char == "\r" and text[index + 1 : index + 2] != "\n"):
            found.append(line)
            line = ""
    return [*found, line]


def position(text, at, encoding):
    before = lines(text[:at])
    if text[at - 1 : at + 1] == "\r\n":  # Between the two there is no place of the protocol.
        before = lines(text[: at - 1])
    return types.Position(len(before) - 1, units(before[-1], encoding))


@settings(max_examples=300, deadline=None)
@given(TEXT, st.sampled_from(sorted(ENCODINGS)), st.data())
def test_every_place_of_a_text_is_found_again(text, encoding, data):
    text = text.lstrip("\ufeff")
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] == "\r\n":
        at -= 1
    ruler = Ruler(text.encode(), encoding)
    offset = len(text[:at].encode())
    assert ruler.position(offset) == position(text, at, encoding)
    assert ruler.offset(position(text, at, encoding)) == offset


@settings(max_examples=300, deadline=None)
@given(TEXT, TEXT, st.sampled_from(sorted(ENCODINGS)), st.data())
def test_an_edit_gives_the_text_that_the_editor_has(text, new, encoding, data):
    """A byte order mark is a character of the text for an editor that sends it."""
    ends = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    ends = [one - (text[one - 1 : one + 1] == "\r\n") for one in ends]
    texts = Texts()
    texts.encoding = encoding
    texts.open(types.TextDocumentItem("file:///x.md", "markdown", 1, text))
    where = types.Range(*(position(text, one, encoding) for one in ends))
    changed = texts.change("file:///x.md", 2, [types.TextDocumentContentChangePartial(range=where, text=new)])
    assert changed.raw.decode() == text[: ends[0]] + new + text[ends[1] :]


def test_a_byte_order_mark_shifts_the_first_line_of_an_editor_that_shows_it_and_of_no_other():
    raw = "\ufeff# Title\nx".encode()
    for encoding, size in (("utf-8", 3), ("utf-16", 1), ("utf-32", 1)):
        assert Ruler(raw, encoding, shows_mark=True).position(2) == types.Position(0, 2 + size)
        assert Ruler(raw, encoding, shows_mark=True).offset(types.Position(0, 2 + size)) == 2
        assert Ruler(raw, encoding).position(2) == types.Position(0, 2)
        assert Ruler(raw, encoding, shows_mark=True).position(8) == types.Position(1, 0)


def test_a_place_behind_the_end_is_the_end_and_one_within_a_character_its_beginning():
    ruler = Ruler("é🐢\r\nb".encode(), "utf-16")
    assert ruler.offset(types.Position(0, 99)) == len("é🐢".encode())
    assert ruler.offset(types.Position(0, 2)) == len("é".encode())
    assert ruler.offset(types.Position(99, 0)) == len("é🐢\r\nb".encode())
    assert Ruler("é".encode(), "utf-8").offset(types.Position(0, 1)) == 0


def test_what_is_no_utf_8_keeps_its_places():
    ruler = Ruler(b"a\xff\xfeb [x](y)", "utf-16")
    assert ruler.position(5) == types.Position(0, 5)
    assert ruler.offset(types.Position(0, 5)) == 5


def test_a_mark_over_many_lines_ends_with_the_first():
    assert Ruler(b"```\r\na\r\n```\r\n", "utf-8").first_line(Span(0, 11)).end == types.Position(0, 3)


def test_half_a_surrogate_pair_becomes_a_question_mark():
    texts = Texts()
    assert texts.open(types.TextDocumentItem("file:///x.md", "markdown", 1, "a\ud83d")).raw == b"a?"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///a/b%20c%23.md", "/a/b c#.md"),
        ("file:///a/../b.md", "/b.md"),
        ("file://localhost/a.md", "/a.md"),
        ("file:///a/%C3%A9.md", "/a/é.md"),
        ("untitled:Untitled-1", ""),
        ("file://server/share/a.md", ""),
        ("vscode-remote://host/a.md", ""),
        ("file://[broken", ""),
        ("file:///a%00b.md", ""),
        ("nonsense", ""),
    ],
)
def test_a_uri_names_a_file_or_none(uri, path):
    assert path_of(uri) == path


@given(
    st.text(st.characters(exclude_characters="/\0", exclude_categories=["Cs"]), min_size=1).filter(
        lambda one: one not in (".", "..")
    )
)
def test_a_file_is_found_again_by_its_uri(name):
    assert path_of(uri_of(f"/docs/{name}")) == f"/docs/{name}"
