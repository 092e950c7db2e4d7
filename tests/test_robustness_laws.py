"""The laws that fuzzing holds, on everything that it has found, on what ships, and on bytes that hypothesis makes up."""

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hostile

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from fuzz.laws import hold  # noqa: E402 - The folder of the fuzz target lies beside this one.

FOUND = sorted((ROOT / "fuzz" / "found").glob("*.md"))
SHIPPED = sorted(ROOT.glob("examples/**/*.md"))
EXAMPLES = [path.read_bytes() for path in SHIPPED]


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.name)
def test_the_laws_hold_of_what_broke_one_before(path: Path) -> None:
    hold(path.read_bytes())


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"], ids=["lf", "crlf", "cr"])
def test_the_laws_hold_of_every_document_that_ships(ends: bytes) -> None:
    assert len(EXAMPLES) > 10
    for text in EXAMPLES:
        hold(text.replace(b"\n", ends))


@pytest.mark.parametrize("name", sorted(hostile.documents(10)))
def test_the_laws_hold_of_hostile_texts(name: str) -> None:
    hold(hostile.documents(60)[name])


PIECES = [
    b"# A\n", b"## 1. B\n", b"\n", b"\n\n", b"---\n", b"a: b\n", b"a: &b [*b]\n", b"**Status:** Active\n", b"- [ ] a\n", "- ✅ a\n".encode(),
    b"> ", b"  ", b"\t", b"| a | b |\n|---|---|\n| c | d |\n", b"```py\nx = (\n```\n", b"```", b"<!-- holdfast: waive link-broken because x -->\n",
    b"<!-- ", b"-->", b"[a](b.md)", b"[a]: b\n", b"![c](d)", b"[What]", b"`x/y.py`", b"\xff", b"\xef\xbb\xbf", b"\0", b"\r", b"\r\n", "\u202e\u200b".encode(),
    b"\xed\xa0\x80", b"1. ", b"**", b"_", b"TBD\n", b"&amp;", b"\\", b"a\n===\n",
]  # fmt: skip
made_up = st.lists(st.one_of(st.sampled_from(PIECES), st.binary(max_size=3)), max_size=25).map(b"".join)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """Return a real document with some of its bytes cut out and others put in."""
    text = draw(st.sampled_from(EXAMPLES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(made_up) + text[at + draw(st.integers(0, 40)) :]
    return text


@settings(deadline=None, max_examples=150)
@given(made_up)
def test_the_laws_hold_of_texts_put_together_at_random(raw: bytes) -> None:
    hold(raw)


@settings(deadline=None, max_examples=30)
@given(damaged())
def test_the_laws_hold_of_real_documents_that_were_damaged(raw: bytes) -> None:
    hold(raw)
