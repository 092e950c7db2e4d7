"""What the parse sees is what an independent implementation of CommonMark sees, on the examples of the specification."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from holdfast.markdown.blocks import Block, Inline, Parse
from holdfast.markdown.code import code_lines
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import plain

Shape = tuple[list[tuple[Any, ...]], list[tuple[str, str]]]
"""The blocks in the order of the text, each with what it says; and the links and images with their destinations."""

EXAMPLES = json.loads((Path(__file__).parent / "commonmark" / "examples-0.31.2.json").read_text("utf-8"))
ORACLE = MarkdownIt("commonmark").enable(["table", "strikethrough"])
FRONT_MATTER = {96: "its first line opens front matter, which documents have and the specification does not"}
"""Every example that is read otherwise, with the reason."""
PLAIN = {
    "bullet_list_open": ("list", 0),
    "ordered_list_open": ("list", 1),
    "list_item_open": ("item",),
    "blockquote_open": ("quote",),
    "table_open": ("table",),
    "tr_open": ("row",),
    "hr": ("rule",),
    "html_block": ("html",),
    "code_block": ("code",),
}

TABLES = [
    "| a | b |\n|---|:-:|\n| c | d |\n",
    "a | b\n-|-\nc\nd | e | f\n\ng\n",
    "| a |\n|---|\n",
    "| a \\| b | `c \\| d` |\n|---|---|\n| *e* | [f](g) |\n",
    "| a |\n| - |\n> b\n",
    "> | a | b |\n> |---|---|\n> | c | d |\n",
    "- | a | b |\n  |---|---|\n  | c | d |\n",
    "text\n| a | b |\n|---|---|\n| c | d |\n",
    "| a | b |\n|---|\n| c | d |\n",
    "| a | b |\n|---|---|\n\n| c | d |\n",
    "| a | b |\n|---|---|\n| c | d |\n# e\n",
    "|a|\n|-|\n|b|\n```x\n|c|\n```\n",
]
NESTED = ["> - a\n>   1. b\n>\n>      ```py x=1\n>      c\n>      ```\n", "1. a\n\n   # b\n\n   > c\n2. d\n"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: f"{one['number']}-{one['section'].replace(' ', '-')}")
def test_an_example_of_the_specification_has_the_blocks_and_links_that_the_oracle_sees(example: dict[str, Any]) -> None:
    text = example["markdown"]
    if example["number"] in FRONT_MATTER:
        assert parse(text.encode()).blocks[0].kind == "metadata"
        # Behind the front matter there is nothing that both do not see.
        text = text.partition("\n---\n")[2]
    assert ours(text) == theirs(text)


def test_the_examples_are_all_there_and_hold_every_kind_of_block() -> None:
    assert [one["number"] for one in EXAMPLES] == list(range(1, 653))
    kinds = {block[0] for one in EXAMPLES for block in theirs(one["markdown"])[0]}
    assert kinds == {"heading", "paragraph", "list", "item", "quote", "fence", "code", "html", "rule"}


@pytest.mark.parametrize("text", [*TABLES, *NESTED])
def test_tables_and_nested_blocks_are_those_that_the_oracle_sees(text: str) -> None:
    assert ours(text) == theirs(text)


PIECES = ["# a", "## b `c`", "a", "- a", "  - b", "1. c", "> d", "> - e", "***", "```py t=1", "```", "    f", "[a](b.md)", "![c](d#e)", ""]  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("\n".join))
def test_texts_put_together_from_usual_lines_have_the_blocks_that_the_oracle_sees(text: str) -> None:
    assert ours(text) == theirs(text)


def ours(text: str) -> Shape:
    """Return what the parse sees."""
    found = parse(text.encode())
    code = code_lines(found.source)
    links = [(kind(one), destination(one)) for one in found.inlines if one.kind in ("link", "image", "autolink")]
    return [told(found, block, code) for block in found.blocks], links


def told(found: Parse, block: Block, code: dict[int, Any]) -> tuple[Any, ...]:
    if block.kind == "heading":
        return ("heading", block.level, block.data)
    if block.kind == "fence":
        return ("fence", block.data.strip(), "".join(f"{line.text}\n" for line in code[block.start]))
    if block.kind == "list":
        return ("list", block.level)
    if block.kind == "cell":
        return ("cell", plain(found.slice(block.start, block.end).replace("\\|", "|")))
    return ("row" if block.kind == "head" else block.kind,)


def kind(inline: Inline) -> str:
    return "image" if inline.kind == "image" else "link"


def destination(inline: Inline) -> str:
    """Return the destination as a page has it; the parse keeps it as it is written."""
    mail = inline.kind == "autolink" and "@" in inline.data and ":" not in inline.data
    return str(ORACLE.normalizeLink(f"mailto:{inline.data}" if mail else inline.data))


def theirs(text: str) -> Shape:
    """Return what the oracle sees."""
    tokens = ORACLE.parse(text)
    blocks = []
    links = []
    for token, after in zip(tokens, [*tokens[1:], *tokens[:1]], strict=True):
        if token.type == "heading_open":
            blocks.append(("heading", int(token.tag[1]), words(after)))
        elif token.type == "fence":
            # A fence that the end of the text closes has no last line end there, and has one with us.
            content = token.content.removesuffix("\n") + "\n" if token.content else ""
            blocks.append(("fence", unescapeAll(token.info).strip(), content))
        elif token.type in ("th_open", "td_open"):
            blocks.append(("cell", words(after)))
        elif token.type == "paragraph_open" and not token.hidden:
            blocks.append(("paragraph",))
        elif token.type in PLAIN:
            blocks.append(PLAIN[token.type])
        links += [
            ("image", str(one.attrs["src"])) if one.type == "image" else ("link", str(one.attrs["href"]))
            for one in flat(token)
            if one.type in ("image", "link_open")
        ]
    return blocks, links


def flat(token: Token) -> Iterator[Token]:
    """Yield everything inside a line, also what stands in the text of an image."""
    for one in token.children or ():
        yield one
        yield from flat(one)


def words(token: Token) -> str:
    """Return the text of a line as people read it, white space folded."""
    seen = (
        one.content if one.type in ("text", "code_inline", "text_special") else " " * one.type.endswith("break")
        for one in flat(token)
    )
    return " ".join("".join(seen).split())
