"""The template the project was born from, line by line: what each line demands, or why it demands nothing."""

from pathlib import Path
from typing import NamedTuple

import pytest

from holdfast.markdown.plain import slug
from holdfast.model.schema import (
    Bound,
    Column,
    FenceSchema,
    FieldKind,
    FieldSchema,
    ItemSchema,
    Placeholder,
    Presence,
    Scope,
    SectionSchema,
    TableSchema,
)
from holdfast.model.verdict import Origin
from holdfast.records import replace
from holdfast.template.compile import compile_template

SEED = (Path(__file__).parent / "seed" / "design-template.md").read_bytes()
SCHEMA = compile_template(SEED, "seed", "design")
NOWHERE = Origin("", 0, "")


class Placed(NamedTuple):
    """A demand with the id of the section it stands in; empty at the top."""

    where: str
    demand: object


def demands(schema):
    """Return everything a schema demands by line of the template, with origins and children taken off."""
    found: dict[int, list[object]] = {}

    def add(origin, demand):
        found.setdefault(origin.line, []).append(demand)

    def bare(field):
        return replace(field, origin=NOWHERE, bounds=tuple(replace(one, origin=NOWHERE) for one in field.bounds))

    def section(one, above):
        emptied = replace(one, origin=NOWHERE, fields=(), children=(), items=(), tables=(), fences=(), bounds=())
        add(one.origin, Placed(above, emptied))
        for part in (*one.items, *one.tables, *one.fences, *one.bounds):
            add(part.origin, Placed(one.id, replace(part, origin=NOWHERE)))
        for label in one.fields:
            add(label.origin, Placed(one.id, bare(label)))
        for child in one.children:
            section(child, one.id)

    add(schema.title, "title")
    for field in schema.fields:
        add(field.origin, Placed("header", bare(field)))
    for field in schema.closing:
        add(field.origin, Placed("closing", bare(field)))
    for one in schema.sections:
        section(one, "")
    for placeholder in schema.placeholders:
        add(placeholder.origin, replace(placeholder, origin=NOWHERE))
    return found


def bracket(line):
    return line[line.rindex("[") : line.rindex("]") + 1]


def field(where, name, kind=FieldKind.TEXT, **more):
    return lambda line: Placed(
        where, FieldSchema(slug(name), name, NOWHERE, kind=kind, placeholder=bracket(line), **more)
    )


def section(where, title, level=2, **more):
    return Placed(where, SectionSchema(more.pop("id", slug(title)), title, level, NOWHERE, **more))


def items(where, *wants, tasks=False):
    return Placed(where, ItemSchema(NOWHERE, tasks, wants))


def fence(where, language=""):
    return Placed(where, FenceSchema(language, NOWHERE))


def length(low, high):
    return Bound("sentences", low, high, NOWHERE)


def left(line):
    """The line's bracket, wherever a document repeats it."""
    return Placeholder(bracket(line), Scope.INLINE, NOWHERE)


def value_left(line):
    """The line's bracket, as the whole value of a field."""
    return Placeholder(bracket(line), Scope.WHOLE, NOWHERE)


def text_left(text, scope):
    return Placeholder(text, scope, NOWHERE)


DEMANDS = demands(SCHEMA)
OPTIONAL = Presence.OPTIONAL
INLINE, WHOLE, FENCE = Scope
COMPONENT = "component-feature-name"
METRICS = (
    Column("Metric", ("metric",), quantity=False),
    Column("Target", ("target",), quantity=True),
    Column("Actual/Expected", ("actual expected", "actual", "expected"), quantity=True),
    Column("Notes", ("notes",), quantity=False),
)
BLANK = "nothing stands on the line"
CODE = "the placeholder of the code block is told at its first line"
CLOSES = "closes the code block"
AGAIN = "shows the pattern of the first phase again"

ROWS = [
    ("# [Document Title]", "title", left),
    ("", BLANK),
    (
        "**Date:** [Month Year - e.g., January 2025]",
        field("header", "Date", FieldKind.MONTH, example="January 2025"),
        value_left,
    ),
    (
        "**Status:** [Draft | Active | Deprecated | Research]",
        field("header", "Status", FieldKind.ENUM, choices=("Draft", "Active", "Deprecated", "Research")),
        value_left,
    ),
    ("**Related:** [Links to related design docs]", field("header", "Related", FieldKind.LINKS), value_left),
    ("", BLANK),
    ("## Executive Summary", section("", "Executive Summary")),
    ("", BLANK),
    (
        "[2-3 sentence overview of the document's purpose and key decisions]",
        Placed("executive-summary", length(2, 3)),
        left,
    ),
    ("", BLANK),
    ("## 1. Overview", section("", "Overview", number="1")),
    ("", BLANK),
    ("[More detailed introduction to the problem space and goals]", left),
    ("", BLANK),
    ("### Goals", section("overview", "Goals", 3)),
    ("- [Primary goal 1]", items("goals"), left),
    ("- [Primary goal 2]", left),
    ("- [Primary goal 3]", left),
    ("", BLANK),
    ("### Non-Goals", section("overview", "Non-Goals", 3)),
    ("- [What this document explicitly does NOT cover]", items("non-goals"), left),
    ("- [Scope limitations]", left),
    ("", BLANK),
    ("## 2. Background / Context", section("", "Background / Context", number="2")),
    ("", BLANK),
    ("[Provide necessary background information, research findings, or prior art analysis]", left),
    ("", BLANK),
    ("### Research (2024-2025)", section("background-context", "Research (2024-2025)", 3)),
    ("- [Finding 1 with source]", items("research-2024-2025", "source"), left),
    ("- [Finding 2 with benchmarks/data]", items("research-2024-2025", "data"), left),
    ("- [Finding 3 with references]", items("research-2024-2025", "reference"), left),
    ("", BLANK),
    ("## 3. Design", section("", "Design", number="3")),
    ("", BLANK),
    ("[Core design section - can be broken into subsections as needed]", left),
    ("", BLANK),
    (
        "### 3.1 [Component/Feature Name]",
        section("design", "[Component/Feature Name]", 3, number="3.1", repeat=0),
        left,
    ),
    ("", BLANK),
    ("[Detailed design of this component]", left),
    ("", BLANK),
    ("```[language]", fence(COMPONENT), text_left("// Code example", FENCE)),
    ("// Code example", CODE),
    ("```", CLOSES),
    ("", BLANK),
    ("**Rationale:** [Why this approach?]", field(COMPONENT, "Rationale"), left),
    ("", BLANK),
    ("**Alternatives considered:** [What else was evaluated?]", field(COMPONENT, "Alternatives considered"), left),
    ("", BLANK),
    ("### 3.2 [Another Component]", left),
    ("", BLANK),
    ("[Continue pattern...]", left),
    ("", BLANK),
    ("## 4. API Design", section("", "API Design", number="4")),
    ("", BLANK),
    ("### 4.1 Python API", section("api-design", "Python API", 3, number="4.1")),
    ("", BLANK),
    ("```python", fence("python-api", "python"), text_left("# Example API usage", FENCE)),
    ("# Example API usage", CODE),
    ("```", CLOSES),
    ("", BLANK),
    ("### 4.2 TypeScript API", section("api-design", "TypeScript API", 3, number="4.2")),
    ("", BLANK),
    ("```typescript", fence("typescript-api", "typescript"), text_left("// Example API usage", FENCE)),
    ("// Example API usage", CODE),
    ("```", CLOSES),
    ("", BLANK),
    (
        "### 4.3 Rust API (if applicable)",
        section("api-design", "Rust API", 3, number="4.3", presence=OPTIONAL, because="the marker in the heading"),
    ),
    ("", BLANK),
    ("```rust", fence("rust-api", "rust")),
    ("// Example API usage", "the placeholder of the block before it, told there"),
    ("```", CLOSES),
    ("", BLANK),
    ("## 5. Implementation Strategy", section("", "Implementation Strategy", number="5")),
    ("", BLANK),
    (
        "### Phase 1: [Name] (Timeline)",
        section("implementation-strategy", "Phase 1: [Name] (Timeline)", 3, id="phase", repeat=1, stem="phase"),
        left,
        text_left("(Timeline)", INLINE),
    ),
    ("- [ ] Task 1", items("phase", tasks=True), text_left("Task 1", WHOLE)),
    ("- [ ] Task 2", text_left("Task 2", WHOLE)),
    ("- [ ] Task 3", text_left("Task 3", WHOLE)),
    ("", BLANK),
    ("### Phase 2: [Name] (Timeline)", AGAIN),
    ("- [ ] Task 1", AGAIN),
    ("- [ ] Task 2", AGAIN),
    ("", BLANK),
    ("### Phase 3: [Name] (Timeline)", AGAIN),
    ("- [ ] Task 1", AGAIN),
    ("- [ ] Task 2", AGAIN),
    ("", BLANK),
    ("## 6. Performance Considerations", section("", "Performance Considerations", number="6")),
    ("", BLANK),
    (
        "| Metric | Target | Actual/Expected | Notes |",
        Placed("performance-considerations", TableSchema(METRICS, NOWHERE)),
    ),
    ("|--------|--------|-----------------|-------|", "rules off the table's header"),
    (
        "| [Metric 1] | [Target] | [Value] | [Context] |",
        *(text_left(text, INLINE) for text in ("[Metric 1]", "[Target]", "[Value]", "[Context]")),
    ),
    ("| [Metric 2] | [Target] | [Value] | [Context] |", text_left("[Metric 2]", INLINE)),
    ("", BLANK),
    ("## 7. Testing Strategy", section("", "Testing Strategy", number="7")),
    ("", BLANK),
    ("[How will this be tested? Integration tests? Benchmarks?]", left),
    ("", BLANK),
    ("```[language]", fence("testing-strategy"), text_left("// Example test", FENCE)),
    ("// Example test", CODE),
    ("```", CLOSES),
    ("", BLANK),
    (
        "## 8. Migration Guide (if applicable)",
        section("", "Migration Guide", number="8", presence=OPTIONAL, because="the marker in the heading"),
    ),
    ("", BLANK),
    ("[How do users migrate from existing solutions?]", left),
    ("", BLANK),
    (
        "### From FastAPI",
        section("migration-guide", "From FastAPI", 3, presence=OPTIONAL, repeat=0, stem="from", illustration=True),
    ),
    ("[Migration steps]", left),
    ("", BLANK),
    ("### From NestJS", "a second illustration of the heading above"),
    ("[Migration steps]", "the placeholder of the first illustration again"),
    ("", BLANK),
    ("## 9. Open Questions", section("", "Open Questions", number="9")),
    ("", BLANK),
    ("- [ ] [Question 1 that needs to be resolved]", items("open-questions", tasks=True), left),
    ("- [ ] [Question 2 that needs to be resolved]", left),
    ("", BLANK),
    ("## 10. References", section("", "References", number="10")),
    ("", BLANK),
    ("### Specifications", section("references", "Specifications", 3)),
    ("- [Spec 1 with link]", items("specifications", "link"), left),
    ("- [Spec 2 with link]", left),
    ("", BLANK),
    ("### Libraries/Crates", section("references", "Libraries/Crates", 3)),
    ("- [Crate/Library 1 with link and version]", items("libraries-crates", "version", "link"), left),
    ("- [Crate/Library 2 with link and version]", left),
    ("", BLANK),
    ("### Prior Art", section("references", "Prior Art", 3)),
    ("- [Framework 1 approach with link]", items("prior-art", "link"), left),
    ("- [Framework 2 approach with link]", left),
    ("", BLANK),
    ("### Related Documents", section("references", "Related Documents", 3)),
    ("- [Internal doc 1](./link.md)", items("related-documents", "link"), text_left("Internal doc 1", WHOLE)),
    ("- [Internal doc 2](./link.md)", text_left("Internal doc 2", WHOLE)),
    ("", BLANK),
    ("---", "parts the labels of the whole document from the last section"),
    ("", BLANK),
    (
        "**Key Takeaway:** [1-2 sentence summary of the most important decision or insight from this document]",
        field("closing", "Key Takeaway", bounds=(length(1, 2),)),
        left,
    ),
]


def expected(row):
    """Return what a row of the table demands; a row that gives a reason demands nothing."""
    line, *rest = row
    if len(rest) == 1 and isinstance(rest[0], str) and rest[0] != "title":
        return []
    return [one(line) if callable(one) else one for one in rest]


def test_the_table_goes_through_every_line_of_the_seed():
    assert [row[0] for row in ROWS] == SEED.decode().splitlines()
    assert len(ROWS) == 138


@pytest.mark.parametrize("number", range(1, len(ROWS) + 1))
def test_a_line_demands_what_the_table_says(number):
    assert DEMANDS.get(number, []) == expected(ROWS[number - 1])


def test_no_demand_comes_from_a_line_that_the_table_gives_a_reason_for():
    assert set(DEMANDS) == {number for number, row in enumerate(ROWS, 1) if expected(row)}


def test_every_demand_quotes_its_line():
    lines = SEED.decode().splitlines()
    origins = [SCHEMA.title, *(one.origin for one in (*SCHEMA.fields, *SCHEMA.closing, *SCHEMA.placeholders))]
    for one in SCHEMA.walk():
        origins += [
            one.origin,
            *(part.origin for part in (*one.fields, *one.items, *one.tables, *one.fences, *one.bounds)),
        ]
    assert origins == [Origin("seed", origin.line, lines[origin.line - 1]) for origin in origins]
    assert len(origins) == sum(len(found) for found in DEMANDS.values())


def test_only_the_examples_of_migration_sources_are_left_undecided():
    assert [(one.origin.line, one.taken) for one in SCHEMA.undecided] == [
        (107, "an illustration"),
        (110, "an illustration"),
    ]


def test_the_header_is_written_as_labels():
    assert (SCHEMA.name, SCHEMA.path, SCHEMA.dialect, SCHEMA.side_file, SCHEMA.title_pattern) == (
        "design",
        "seed",
        "labels",
        "",
        "",
    )
