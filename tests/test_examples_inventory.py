"""Every fence is accounted for: its language however it is written, its code, and what its author says of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.examples import examples
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.example import Level


def read(text):
    found = parse(text.encode() if isinstance(text, str) else text)
    return examples("doc.md", found, outline(found))


def only(text):
    (one,) = read(text)
    return one


@pytest.mark.parametrize(
    ("info", "language", "title"),
    [
        ("python", "python", ""),
        ("Python", "python", ""),
        ("py", "py", ""),
        ("{.python}", "python", ""),
        ('{.python .numberLines title="app.py"}', "python", "app.py"),
        ("{code-block} python", "python", ""),
        ("{code-cell} ipython3", "ipython3", ""),
        ("{python}", "python", ""),
        ("{r, echo=FALSE}", "r", ""),
        ('python title="app.py" hl_lines="1 3"', "python", "app.py"),
        ("python:app.py", "python", "app.py"),
        ("js{1,3-5}", "js", ""),
        ("ts {1,3} twoslash", "ts", ""),
        ("rust,edition2021", "rust", ""),
        ("language-rust", "rust", ""),
        ("c++", "c++", ""),
        ("json=", "json", ""),
        (".", "", ""),
        ("", "", ""),
    ],
)
def test_a_language_is_read_however_it_is_written(info, language, title):
    one = only(f"```{info}\nx\n```\n")
    assert (one.language, one.title, one.code) == (language, title, "x\n")


@pytest.mark.parametrize(
    ("info", "reason"),
    [
        ('python ignore="needs a broker"', "needs a broker"),
        ("python ignore because it needs a broker", "it needs a broker"),
        ("python skip: it needs a broker", "it needs a broker"),
        ('python hf:notest reason="later"', "later"),
        ("rust ignore-wasm32", "wasm32"),
    ],
)
def test_a_skip_carries_its_reason(info, reason):
    one = only(f"```{info}\nx\n```\n")
    assert (one.highest, one.reason, one.fault) == (Level.LISTED, reason, "")


@pytest.mark.parametrize("info", ["python ignore", "rust,ignore", "{.python .skip}", "ignore"])
def test_a_skip_without_a_reason_is_a_fault(info):
    one = only(f"```{info}\nx\n```\n")
    assert one.highest is Level.LISTED
    assert "wants a reason" in one.fault


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- skip because it needs a broker -->",
        "<!-- hf: ignore: it needs a broker -->",
        '<!-- notest="it needs a broker" -->',
    ],
)
@pytest.mark.parametrize("margin", ["", "> ", "  "])
def test_the_comment_above_speaks_of_the_fence(comment, margin):
    start = "- a\n\n" if margin == "  " else ""
    one = only(start + "".join(f"{margin}{line}\n" for line in [comment, "", "```python", "x", "```"]))
    assert (one.highest, one.reason) == (Level.LISTED, "it needs a broker")


def test_a_comment_that_only_begins_like_a_word_of_ours_says_nothing():
    assert only("<!-- ignore this paragraph -->\n\n```python\nx\n```\n").highest is Level.COMPARED


def test_words_say_how_an_example_is_meant_to_end():
    assert only("```python should_raise=ValueError\nx\n```\n").raises == "ValueError"
    assert only("```rust,should_panic\nx\n```\n").raises == "*"
    assert only("```rust,compile_fail\nx\n```\n").fails_to_compile
    assert only("```rust,no_run\nx\n```\n").highest is Level.TYPED
    assert only("```python continuation\nx\n```\n").continues
    assert only("```python hf:group=a\nx\n```\n").group == "a"


def test_lines_lead_back_through_lists_quotes_and_crlf():
    source = "# Ä\r\n\r\n> 1. a\r\n>    ```py\r\n>    é = 1\r\n>\r\n>    \tb\r\n>    ```\r\n".encode()
    one = only(source)
    assert [line.text for line in one.lines] == ["é = 1", "", "\tb"]
    assert [source[line.start :].decode().startswith(line.text) for line in one.lines] == [True] * 3
    assert source[one.offset(1, 3) :].startswith(b"= 1")
    assert one.position == (5, 6)


def test_setup_in_a_comment_is_hidden_and_not_lost():
    found = read("## A\n\n<!-- hf:setup python\nx = 1\n-->\n\n<!--\n```python\ny = 2\n```\n-->\n\n```python\nx\n```\n")
    assert [(one.hidden, one.code) for one in found] == [(True, "x = 1\n"), (True, "y = 2\n"), (False, "x\n")]


def test_a_commented_section_is_prose_and_holds_no_example():
    assert [one.code for one in read("<!--\nOnce it said:\n\n```python\ny\n```\n-->\n\n```python\nx\n```\n")] == ["x\n"]


@pytest.mark.parametrize("between", ["", "Prints:\n\n", "The output is:\n\n"])
def test_a_text_block_behind_an_example_is_what_it_prints(between):
    one, _ = read(f"```python\nprint(1)\n```\n\n{between}```text\n1\n```\n")
    assert one.expected
    assert (one.expected.kind, one.expected.text) == ("fence", "1\n")


def test_a_text_block_further_on_is_not():
    one, _ = read("```python\nprint(1)\n```\n\nThe folder looks like this:\n\n```text\nsrc/\n```\n")
    assert one.expected is None


def test_printed_lines_inside_an_example_are_expected():
    one = only("```python\nprint(1)\n#> 1\nprint(2)\n#> 2\n```\n")
    assert one.expected
    assert (one.expected.kind, one.expected.text, one.expected.prefix) == ("comment", "1\n2\n", "#> ")


def test_options_of_a_directive_are_no_code():
    assert only("```{code-block} python\n:linenos:\n:caption: x\n\nx\n```\n").code.strip() == "x"


def test_sections_are_told_without_the_title():
    one = only("# T\n\n## A\n\n### B\n\n```py\nx\n```\n")
    assert one.section == ("A", "B")


@given(st.text(alphabet=st.sampled_from(list("`~ \n\t>-{}=.\"',:#a!<é\r\0")), max_size=200))
def test_no_fence_is_lost_whatever_the_text(text):
    found = parse(text.encode())
    seen = [one for one in read(text) if not one.hidden]
    assert [one.span.start for one in seen] == [block.start for block in found.blocks if block.kind == "fence"]
    for one in seen:
        for line in one.lines:
            assert found.source[line.start :].startswith(line.text.encode()) or line.text.strip(" \t") in text
