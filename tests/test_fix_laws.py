"""Laws of what the rules offer to mend, on documents that nobody would write."""

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.edits.apply import apply
from holdfast.model.edit import Fix
from holdfast.rules import all_rules
from holdfast.template.compile import compile_template

MARK = b"\xef\xbb\xbf"
TEMPLATE = """# [Title]

**Date:** [YYYY-MM-DD]
**Status:** [Draft | Active | Deprecated]
**Authors:** [Names]

## 1. Context

[Why]

## 2. Plan

- [ ] Task 1

## 3. Targets

| Metric | Target | Actual |
|---|---|---|
| [Metric] | [Value] | [Value] |

## 4. Decision

[What]
"""
LOOKUP = Lookup(compile_template(TEMPLATE.encode(), "TEMPLATE.md", "design"), None, TEMPLATE.encode())
LINES = [
    "# Sample",
    "**Date:** 13.02.2025",
    "**Date:** 2025-02-13",
    "**Status:** Actvie",
    "**Autors:** Ann",
    "Metadata",
    "## 1. Context",
    "## 2. Plan",
    "## Plan",
    "## 2. Targets",
    "## 3. Targets",
    "## 5. Decision",
    "### 2.1 More",
    "### 1.1 Less",
    "===",
    "- ✅ Measure",
    "* ☐ Build",
    "- [] Ship",
    "-[ ] Tell",
    "> - ✅ Quote",
    "| Metric | Traget | Actaul |\n|---|---|---|\n| Speed | 10 ms | 9 ms |",
    "The user\u200bname",
    "See [it](#2-plan) and [that](#51-more).",
    "As section 2 says.",
    "```",
    "bytes \udcff",
    "",
    "",
    "",
]


def offered(raw: bytes) -> list[Fix]:
    document = Document("sample.md", raw, LOOKUP)
    found: list[Fix] = []

    def report(*args: object, fix: Fix | None = None, **kwargs: object) -> None:
        if fix:
            found.append(fix)

    for rule in all_rules():
        if rule.judge:
            rule.judge(document, report)
    return found


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    lines = draw(st.lists(st.sampled_from(LINES), min_size=3, max_size=25))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = "\n".join(lines).replace("\n", end) + draw(st.sampled_from(["", end]))
    return draw(st.sampled_from([b"", MARK])) + text.encode("utf-8", "surrogateescape")


@settings(deadline=None, max_examples=150)
@given(documents())
def test_every_edit_fits_its_document_and_mending_comes_to_rest(raw: bytes) -> None:
    for _ in range(12):
        fixes = [one for one in offered(raw) if one.safe]
        done = apply(raw, fixes)
        if done.content == raw:
            break
        raw = done.content
    else:
        raise AssertionError(raw)
    assert apply(raw, [one for one in offered(raw) if one.safe]).content == raw


@settings(deadline=None, max_examples=100)
@given(documents())
def test_an_unsafe_edit_only_adds(raw: bytes) -> None:
    for fix in offered(raw):
        content = apply(raw, [fix]).content
        if not fix.safe:
            for line in raw.removeprefix(MARK).splitlines():
                assert line in content
            assert len(content) > len(raw)
