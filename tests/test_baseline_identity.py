"""The identity of a fault: what happens to the document around it, and what makes another fault of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.identity import Identity, faults, identities
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Position, Span
from holdfast.model.verdict import Origin, Verdict

PATH = "docs/a.md"
FAULT = "the [harbour plan](plan.md) of the year before last is kept by nobody"
RISKS = Origin("docs/TEMPLATE.md", 9, "## 4. Risks")


def verdict(span: Span, *, slug: str = "link-broken", requirement: Origin | None = None, others=()) -> Verdict:
    return Verdict(
        slug,
        Outcome.BROKEN,
        Severity.ERROR,
        PATH,
        span,
        Position(1, 1),
        "it is not there",
        "mend it",
        requirement,
        others=others,
    )


def marked(text: str, words: str = FAULT, **more: object) -> Verdict:
    """A verdict about the first place where the words stand, however they are wrapped."""
    found = re.search(r"\s+(?:>\s*)?".join(map(re.escape, words.split())), text)
    assert found
    start = len(text[: found.start()].encode())
    return verdict(Span(start, start + len(found[0].encode())), **more)


def identity(text: str, *verdicts: Verdict) -> Identity:
    return identities(verdicts or (marked(text),), lambda path: text.encode())[0]


def document(*sections: tuple[str, str]) -> str:
    return "# Ferries\n\n" + "\n".join(f"## {title}\n\n{text}\n" for title, text in sections)


FIRST = document(("1. Context", "Why."), ("2. Plan", f"{FAULT}. More words."), ("3. End", "So."))
KNOWN = identity(FIRST)

words = st.lists(
    st.sampled_from(["tide", "gull", "rope", "mast", "knot", "sail", "[a](b.md)", "`x`", "**b**", "7", "2024"]),
    min_size=1,
    max_size=12,
)
paragraphs = st.lists(words.map(" ".join), max_size=4).map("\n\n".join)


def test_it_is_made_of_rule_section_and_words_and_of_no_line_and_no_number() -> None:
    text = "the harbour plan plan md of the year before last is kept by nobody"
    assert (PATH, "link-broken", "plan", text, 0) == KNOWN


@given(paragraphs, paragraphs, paragraphs)
def test_it_survives_what_is_written_around_it(before: str, above: str, below: str) -> None:
    changed = document(("1. Context", before), ("2. Plan", f"{above}\n\n{FAULT}. {below}"), ("3. End", below))
    assert identity(changed) == KNOWN


@given(st.permutations(["Context", "End", "Costs", "Plan"]), st.integers(1, 40), st.booleans())
def test_it_survives_moved_and_renumbered_sections(titles: list[str], first: int, numbered: bool) -> None:
    sections = [
        (f"{first + place}. {title}" if numbered else title, f"{FAULT}." if title == "Plan" else "Other words.")
        for place, title in enumerate(titles)
    ]
    assert identity(document(*sections)) == KNOWN


@given(
    st.lists(st.sampled_from([" ", "\n", "  ", "\n> ", "\r\n"]), min_size=20, max_size=20),
    st.sampled_from(["", "> ", "- ", "7. "]),
)
def test_it_survives_another_line_width_and_another_kind_of_block(gaps: list[str], block: str) -> None:
    quoted = block == "> "
    parts = FAULT.split()
    gaps = [gap if quoted or ">" not in gap else " " for gap in gaps]
    wrapped = parts[0] + "".join(gap + part for gap, part in zip(gaps, parts[1:], strict=False))
    text = f"# Ferries\n\n## Plan\n\n{block}{wrapped}\n"
    assert identity(text) == KNOWN


def test_the_document_title_is_no_part_of_it() -> None:
    assert identity(FIRST.replace("# Ferries", "# Boats")) == KNOWN


@pytest.mark.parametrize(
    "changed",
    [
        FIRST.replace("year before last", "year before"),
        FIRST.replace("plan.md", "plans.md"),
        FIRST.replace("## 2. Plan", "## 2. Outlook"),
        FIRST.replace("## 2. Plan", "## 2. Outlook\n\n### Plan"),
    ],
    ids=["its words", "what it leads to", "its section's title", "the section around its section"],
)
def test_another_wording_or_another_section_is_another_fault(changed: str) -> None:
    words = next(
        one for one in (FAULT, FAULT.replace(" last", ""), FAULT.replace("plan.md", "plans.md")) if one in changed
    )
    assert identity(changed, marked(changed, words)) != KNOWN


def test_an_equal_fault_counts_on_and_another_rule_counts_for_itself() -> None:
    text = document(("Plan", f"{FAULT}.\n\n{FAULT}."))
    first = marked(text)
    second = verdict(Span(*(at + len(FAULT) + 3 for at in first.span)))
    other = marked(text, slug="anchor-broken")
    found = identities([first, second, other], lambda path: text.encode())
    assert [one.ordinal for one in found] == [0, 1, 0]
    assert [one.fault for one in found[:2]] == [found[0], found[0]]
    assert len({one.fingerprint for one in found}) == 3


def test_something_missing_is_known_by_the_demand_and_the_section_it_is_missing_from() -> None:
    text = document(("1. Plan", "Words."), ("2. End", "Words."))
    top = verdict(Span(0, 11), slug="section-missing", requirement=RISKS)
    at = text.index("## 2. End")
    below = verdict(Span(at, at + len("## 2. End")), slug="section-missing", requirement=RISKS)
    assert [one[2:4] for one in identities([top, below], lambda path: text.encode())] == [
        ("", "risks"),
        ("end", "risks"),
    ]
    moved = text.replace("# Ferries", "\n\n# Boats").replace("## 1. Plan\n\nWords.\n\n", "")
    at = moved.index("## 2. End")
    again = verdict(Span(at, at + 9), slug="section-missing", requirement=RISKS._replace(line=70, text="## 7. Risks"))
    assert identity(moved, again)[2:4] == ("end", "risks")


def test_front_matter_as_a_whole_stands_for_the_document() -> None:
    text = "---\ntitle: Ferries\nauthor: A\n---\n\n## Plan\n\nWords.\n"
    whole = verdict(Span(4, 29), slug="field-missing", requirement=Origin("T.md", 3, "status: <one of>"))
    one = marked(text, "A\n", slug="field-invalid", requirement=Origin("T.md", 2, "author: <name>"))
    assert [found[2:4] for found in identities([whole, one], lambda path: text.encode())] == [
        ("", "status one of"),
        ("", "a"),
    ]


def test_what_has_no_words_is_known_by_its_characters() -> None:
    text = document(("Plan", "a\u200bb"))
    start = len(text.encode()) - len("\u200bb\n".encode())
    assert identity(text, verdict(Span(start, start + 3), slug="text-invisible"))[2:4] == ("plan", "u+200b")


def test_a_message_about_several_faults_is_all_of_them() -> None:
    text = document(("Plan", "Words."))
    more = (Origin("T.md", 3, "## Costs"), Span(11, 15))
    [found] = faults([verdict(Span(0, 9), requirement=RISKS, others=more)], lambda path: text.encode())
    assert [one.text for one in found] == ["risks", "costs", "risks"]


@pytest.mark.parametrize("raw", [b"", b"\xff\xfe\x00", b"# T", None])
@pytest.mark.parametrize("span", [Span(0, 0), Span(0, 90), Span(50, 60)])
def test_a_file_that_changed_or_is_gone_has_faults_all_the_same(raw: bytes | None, span: Span) -> None:
    [found] = identities([verdict(span)], lambda path: raw)
    assert found.path == PATH


def test_a_file_that_is_no_markdown_is_not_parsed() -> None:
    one = verdict(Span(0, 0), slug="policy-loosened")
    asked: list[str] = []
    [found] = identities(
        [
            Verdict(
                *[getattr(one, name) for name in ("slug", "outcome", "severity")],
                "holdfast.toml",
                *[getattr(one, name) for name in ("span", "position", "found", "remedy")],
            )
        ],
        lambda path: asked.append(path) or b"",
    )
    assert (found, asked) == (Identity("holdfast.toml", "policy-loosened", "", "", 0), [])


def test_long_words_are_shortened_and_still_told_apart() -> None:
    long = " ".join(f"word{number}" for number in range(60))
    text = document(("Plan", f"{long}\n\n{long} more"))
    one, other = marked(text, long), marked(text, f"{long} more")
    first, second = identities([one, other], lambda path: text.encode())
    assert len(first.text) <= 80
    assert first.text != second.text
