"""A document bound to its template: always complete, whatever its text is."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from holdfast.binding.document import Document
from holdfast.binding.facts import document_entry
from holdfast.binding.lookup import Lookup
from holdfast.binding.unfilled import blanks
from holdfast.model.role import Role
from holdfast.template.compile import compile_template

SEED = (Path(__file__).parent / "seed" / "design-template.md").read_bytes()
LOOKUP = Lookup(compile_template(SEED, "seed", "design"))
SECTIONS = [one.title for one in LOOKUP.schema.required]
TEN = "# [Title]\n\n**Status:** [Draft | Active | Moved]\n" + "".join(
    f"\n## Part {name}\n\n[Say {name}]\n" for name in "EFGHJKLMNO"
)


def lookup(template):
    return Lookup(compile_template(template.encode(), "t.md", "t"))


def bind(template, document, **more):
    return Document("a.md", document.encode(), lookup(template), **more)


def test_a_full_document_answers_every_section_of_the_seed():
    text = (
        SEED.decode()
        .replace("# [Document Title]", "# Cache")
        .replace("(2024-2025)", "(2031)")
        .replace("[Component/Feature Name]", "Keys")
    )
    found = Document("a.md", text.encode(), LOOKUP)
    assert found.sections.missing == []
    assert found.sections.unclaimed == []
    assert {one.schema.id for one in found.sections.bound} == {one.id for one in LOOKUP.schema.walk()}
    assert [one.heading.title for one in found.sections.bound if one.schema.stem == "phase"] == [
        f"Phase {n}: [Name] (Timeline)" for n in (1, 2, 3)
    ]


@pytest.mark.parametrize("title", SECTIONS)
def test_a_section_of_the_seed_that_is_taken_away_is_missing(title):
    lines = SEED.decode().splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("## ") and line.endswith(title))
    stop = next(
        (index for index in range(start + 1, len(lines)) if lines[index].startswith(("## ", "---"))), len(lines)
    )
    found = Document("a.md", "\n".join(lines[:start] + lines[stop:]).encode(), LOOKUP)
    assert [one.schema.title for one in found.sections.missing] == [title]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Cache\n\n## A\n", "Cache"),
        ("# 3. Cache\n\n## A\n", "Cache"),
        ("## A\n\n## B\n", "A"),
        ("---\ntitle: Queue\n---\n\n# Cache\n", "Queue"),
        ("---\ntitle:\n---\n\n# Cache\n", "Cache"),
        ("text\n", ""),
    ],
)
def test_the_title_is_the_first_heading_or_the_field_of_that_name(text, title):
    assert Document("a.md", text.encode(), LOOKUP).title == title


@pytest.mark.parametrize(
    ("status", "role"),
    [
        ("Active", Role.ACTIVE),
        ("🟢 **Implemented** (2.1)", Role.ACTIVE),
        ("Superseded by [3](3.md)", Role.SUPERSEDED),
        ("Superceded", Role.SUPERSEDED),
        ("Research", Role.RESEARCH),
        ("Moved", Role.POINTER),
        ("Rejected", Role.DEPRECATED),
        ("Whatever", Role.DRAFT),
        ("", Role.DRAFT),
        ("[Draft | Active | Deprecated | Research]", Role.DRAFT),
    ],
)
def test_the_status_gives_the_role(status, role):
    assert Document("a.md", f"# T\n\n**Status:** {status}\n".encode(), LOOKUP).role is role


def test_the_project_may_have_status_words_and_a_default_of_its_own():
    raw = b"# T\n\n**Status:** Afloat\n"
    assert Document("a.md", raw, LOOKUP, words={"afloat": Role.ACTIVE}).role is Role.ACTIVE
    assert Document("a.md", raw, LOOKUP, default_role=Role.RESEARCH).role is Role.RESEARCH
    assert Document("a.md", b"# T\n", LOOKUP, default_role=Role.ACTIVE).role is Role.ACTIVE


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("**Status:** Active (since May)", "Active (since May)"),
        ("**Status:**", None),
        ("**Status:** [Draft | Active | Deprecated | Research]", None),
        ("text", None),
    ],
)
def test_the_status_is_the_value_as_written_or_none(text, status):
    assert Document("a.md", f"# T\n\n{text}\n".encode(), LOOKUP).status == status


def body(count):
    return "".join(f"\n## Part {name}\n\ntext\n" for name in "EFGHJKLMNO"[:count])


@pytest.mark.parametrize(
    ("count", "share", "unbound"), [(0, 0.0, True), (1, 0.1, True), (2, 0.2, False), (10, 1.0, False)]
)
def test_below_a_fifth_of_the_required_sections_a_document_is_unbound(count, share, unbound):
    found = bind(TEN, f"# T\n{body(count)}\n## Other\n")
    assert found.share == pytest.approx(share)
    assert found.unbound is unbound


def test_a_field_of_the_template_binds_a_document():
    assert not bind(TEN, "# T\n\n**Status:** Draft\n").unbound
    assert bind(TEN, "# T\n\n**Shoe Size:** 42\n").unbound


def test_the_share_that_binds_may_be_set():
    assert bind(TEN, f"# T\n{body(2)}", unbound_below=0.3).unbound
    assert not bind(TEN, f"# T\n{body(0)}", unbound_below=0.0).unbound


def test_optional_sections_do_not_count_for_the_share():
    template = "# [Title]\n\n## E\n\n## F (optional)\n\n## G (only required for Core)\n"
    assert bind(template, "# T\n\n## E\n\n## X\n").share == 1
    assert bind(template, "# T\n\n## F\n\n## G\n").share == 0


def test_a_template_that_requires_no_section_binds_everything():
    assert not bind("# [Title]\n\n## E (optional)\n", "text").unbound


def test_a_pointer_is_not_unbound():
    found = bind(TEN.replace("**Status:**", "**State:**"), "# T\n\n**Status:** Moved\n\nSee [there](b.md).\n")
    assert found.role is Role.POINTER
    assert found.share == 0
    assert not found.unbound


def test_a_document_that_holds_nine_tenths_of_the_blanks_is_unfilled():
    blank = TEN.replace("# [Title]", "# Cache")
    assert bind(TEN, blank).unfilled
    assert not bind(TEN, blank.replace("[Say E]", "This.").replace("[Say F]", "That.")).unfilled


def test_a_template_with_one_or_two_blanks_is_unfilled_only_where_the_bytes_are_its_own():
    template = "# [Title]\n\n## E\n\n[Say E]\n"
    assert not bind(template, template).unfilled
    assert bind(template, template, blank=True).unfilled


def test_conditions_are_settled_by_the_fields_of_the_document():
    template = "# [Title]\n\n**Kind:** [Core | Meta]\n\n## Tests <!-- hf: required-when=\"kind == 'Core'\" -->\n\n## Plan\n\n## Risks (optional)\n"
    for kind, demanded in (
        ("Core", ["tests", "plan"]),
        ("core", ["tests", "plan"]),
        ("Meta", ["plan"]),
        ("", ["plan"]),
    ):
        found = bind(template, f"# T\n\n**Kind:** {kind}\n")
        assert [one.id for one in found.schema.sections if found.demands(one)] == demanded


def test_an_undecided_condition_demands_nothing():
    found = bind("# [Title]\n\n## Tests (only required for Core)\n", "# T\n")
    assert not found.demands(found.schema.sections[0])


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("# Title\n\n**Status:** Draft\n", "# Title\n"),
        ("**Status:** Draft\n\n# Title\n", "# Title\n"),
        ("**Status:** Draft\n\ntext\n", "**Status:** Draft"),
        ("text\n", ""),
    ],
)
def test_what_concerns_the_whole_document_is_said_at_its_title_or_its_header(text, top):
    found = Document("a.md", text.encode(), LOOKUP)
    assert found.parse.slice(*found.top) == top


def test_where_the_template_has_no_title_the_header_comes_first():
    template = "---\nkind: <Kind>\n---\n\n## A\n\n## B\n"
    found = bind(template, "---\nkind: x\n---\n\n## A\n")
    assert found.parse.slice(*found.top) == "kind: x"
    found = bind(template, "text\n\n## A\n")
    assert found.parse.slice(*found.top) == "## A\n"


def test_one_lookup_serves_many_documents():
    shared = lookup(TEN)
    raws = [f"# T\n{body(count)}".encode() for count in (10, 3, 10)]
    assert [len(Document("a.md", raw, shared).sections.bound) for raw in raws] == [10, 3, 10]


def bind_all(raw):
    """Ask a document for everything; spans lie in its text, and each section is either answered or missing."""
    found = Document("a.md", raw, LOOKUP)
    size = len(found.parse.source)
    for one in found.fields.values():
        assert 0 <= one.span.start <= one.span.end <= size
    for blank in blanks(found.parse, LOOKUP.schema):
        assert 0 <= blank.span.start < blank.span.end <= size
    assert 0 <= found.share <= 1
    assert found.role in Role
    assert isinstance(found.unbound, bool)
    assert isinstance(found.unfilled, bool)
    answered = {one.schema.id for one in found.sections.bound if one.parent < 0}
    missing = {one.schema.id for one in found.sections.missing if one.parent is None}
    assert answered | missing == {one.id for one in LOOKUP.schema.sections}
    assert not answered & missing
    claimed = {one.place for one in found.sections.bound}
    assert not claimed & set(found.sections.unclaimed)
    document_entry(found)


LINES = st.sampled_from(
    [
        *SEED.decode().splitlines(keepends=True),
        "# ",
        "## ",
        "- ",
        "\n",
        "\r\n",
        "\t",
        "**",
        "`",
        "[a](b.md#c)",
        "|",
        "é",
        "> ",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=10), max_size=30).map("".join))
@example(SEED.decode())
def test_any_text_binds_to_the_seed(text):
    bind_all(text.encode())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_bind_to_the_seed(raw):
    bind_all(raw)


def kinds(stated, said, count=1):
    return bind(f"# [Title]\n\n**Type:** {stated}\n**Status:** [Draft | Active]\n{body(10)}", f"# T\n\n**Type:** {said}\n**Status:** Active\n{body(count)}")  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "said", "other"),
    [
        ("Library API proposal", "Design proposal", True),
        ("Feature", "Bug", True),
        ("Library API proposal", "Library API proposal", False),
        ("Library API proposal", "library API proposal (second part)", False),
        ("[Feature, Bug]", "Chore", False),
        ("Feature | Bug", "Chore", False),
        ("Feature / Bug", "Chore", False),
        ("Feature, Bug or Chore", "Spike", False),
        ("<type>", "Chore", False),
        ("TBD", "Chore", False),
        ("Feature", "", False),
    ],
)
def test_a_document_that_names_another_kind_than_its_template_states_is_unbound(stated, said, other):
    found = kinds(stated, said)
    assert (found.other_kind, found.unbound) == (other, other)


def test_a_document_of_another_kind_that_has_half_of_the_sections_is_held_to_them():
    assert not kinds("Library API proposal", "Design proposal", 5).other_kind
