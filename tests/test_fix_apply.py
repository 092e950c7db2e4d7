"""Edits change their spans and nothing else."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.edits.apply import apply, line_end
from holdfast.edits.diff import unified
from holdfast.model.edit import Edit, Fix
from holdfast.model.span import Span

MARK = b"\xef\xbb\xbf"


def fix(*edits: tuple[int, int, str]) -> Fix:
    return Fix(tuple(Edit(Span(start, end), text) for start, end, text in edits))


def test_spans_count_from_behind_the_byte_order_mark() -> None:
    assert apply(MARK + b"abc", [fix((1, 2, "X"))]).content == MARK + b"aXc"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_that_is_put_in_ends_as_its_neighbours_do(end: bytes) -> None:
    source = b"a" + end + b"b" + end
    assert apply(source, [fix((1, 1, "\nX\nY"))]).content == end.join([b"a", b"X", b"Y", b"b", b""])
    assert apply(source, [fix((len(source), len(source), "X\n"))]).content == source + b"X" + end


def test_in_a_file_of_several_line_ends_the_line_before_decides() -> None:
    source = b"a\r\nb\nc\rd"
    assert [line_end(source, at) for at in (0, 3, 5, 7)] == [b"\r\n", b"\r\n", b"\n", b"\r"]
    assert line_end(b"no line end", 3) == b"\n"


def test_of_two_fixes_in_each_others_way_the_first_is_made_and_whole() -> None:
    done = apply(b"abcdef", [fix((0, 2, "X")), fix((1, 3, "Y"), (4, 5, "Z")), fix((4, 5, "W"))])
    assert done.content == b"XcdWf"
    assert done.made == (0, 2)


def test_which_fixes_are_made_is_what_comparing_each_with_each_gives() -> None:
    places = [(start, end) for start in range(5) for end in range(start, 5)]
    for pair in product(places, repeat=3):
        fixes = [fix((*place, "X")) for place in pair]
        taken: list[tuple[int, int]] = []
        made = []
        for number, (start, end) in enumerate(pair):
            empty = [start == end or one[0] == one[1] for one in taken]
            strict = [start < one[1] and one[0] < end for one in taken]
            loose = [start <= one[1] and one[0] <= end for one in taken]
            if not any(wide if none else narrow for none, narrow, wide in zip(empty, strict, loose, strict=True)):
                taken.append((start, end))
                made.append(number)
        assert apply(b"abcd", fixes).made == tuple(made), pair


def test_very_many_edits_are_compared_with_their_neighbours_only() -> None:
    """Each with each would be two thousand million comparisons."""
    source = b"ab" * 60_000
    edits = [(place, place + 1, "X") for place in range(0, len(source), 2)]
    assert apply(source, [fix(*edits)]).content == b"Xb" * 60_000
    assert apply(source, [fix(one) for one in edits]).content == b"Xb" * 60_000


def test_two_insertions_at_one_place_wait_for_each_other() -> None:
    done = apply(b"ab", [fix((1, 1, "X")), fix((1, 1, "Y")), fix((1, 2, "Z"))])
    assert done.content == b"aXb"
    assert done.made == (0,)


def test_bytes_that_are_no_text_are_never_replaced() -> None:
    done = apply(b"a\xffb\xfec", [fix((0, 1, "X")), fix((1, 2, "Y")), fix((2, 5, "Z"))])
    assert done.content == b"X\xffb\xfec"
    assert done.made == (0,)


@pytest.mark.parametrize("edits", [[(0, 4, "")], [(2, 1, "")], [(-1, 0, "")], [(0, 2, "a"), (1, 3, "b")]])
def test_an_edit_that_cannot_be_meant_is_refused(edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(ValueError, match="edit"):
        apply(b"abc", [fix(*edits)])


@st.composite
def texts_and_fixes(draw: st.DrawFn) -> tuple[bytes, list[Fix]]:
    parts = st.sampled_from([b"a", b"b ", b"\n", b"\r\n", b"\r", b"\xff", "é".encode(), "✅".encode(), b"\x00"])
    body = b"".join(draw(st.lists(parts, max_size=30)))
    mark = draw(st.sampled_from([b"", MARK]))
    fixes = []
    for _ in range(draw(st.integers(0, 4))):
        places = sorted(
            draw(st.lists(st.integers(0, len(body)), min_size=2, max_size=6, unique=True).filter(bool))
            if len(body) > 6
            else [0, 0]
        )
        pairs = list(zip(places[::2], places[1::2], strict=False))
        fixes.append(fix(*((start, end, draw(st.text("xy\n", max_size=3))) for start, end in pairs)))
    return mark + body, fixes


@given(texts_and_fixes())
def test_everything_outside_of_the_spans_is_the_same_to_the_byte(case: tuple[bytes, list[Fix]]) -> None:
    raw, fixes = case
    mark = MARK if raw.startswith(MARK) else b""
    source = raw[len(mark) :]
    done = apply(raw, fixes)
    edits = sorted(edit for number in done.made for edit in fixes[number].edits)
    rest = done.content
    at = 0
    assert rest.startswith(mark)
    rest = rest[len(mark) :]
    for edit in edits:
        kept = source[at : edit.span.start]
        assert rest.startswith(kept)
        rest = rest[len(kept) :]
        put = edit.text.encode().replace(b"\n", line_end(source, edit.span.start))
        assert rest.startswith(put)
        rest = rest[len(put) :]
        at = edit.span.end
    assert rest == source[at:]


@given(texts_and_fixes())
def test_whatever_bytes_are_replaced_were_text(case: tuple[bytes, list[Fix]]) -> None:
    raw, fixes = case
    source = raw.removeprefix(MARK)
    for number in apply(raw, fixes).made:
        for edit in fixes[number].edits:
            source[edit.span.start : edit.span.end].decode()


def test_a_diff_shows_what_changed_and_where_the_last_line_has_no_end() -> None:
    assert list(unified("a.md", b"a\r\nb", b"a\r\nc")) == [
        "--- a/a.md",
        "+++ b/a.md",
        "@@ -1,2 +1,2 @@",
        " a",
        "-b",
        "\\ No newline at end of file",
        "+c",
        "\\ No newline at end of file",
    ]
    assert list(unified("a.md", b"a", b"a")) == []
