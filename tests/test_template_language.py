"""Whole templates in the forms that people use, each read with no configuration."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import TemplateError
from holdfast.markdown.parser import parse
from holdfast.model.schema import FieldKind, Presence
from holdfast.template.compile import compile_template
from holdfast.template.name import template_name

OPTIONAL, REQUIRED, CONDITIONAL = Presence.OPTIONAL, Presence.REQUIRED, Presence.CONDITIONAL


def compiled(text, **more):
    return compile_template(text.encode(), "t.md", "t", **more)


def sections(schema):
    return {one.id: one.presence for one in schema.walk()}


def fields(schema):
    return {one.id: (one.kind, one.presence) for one in schema.fields}


COMMENTS_BEHIND = """\
# [short title of solved problem and solution]

* Status: [proposed | rejected | accepted | … | superseded by [ADR-0005](0005-example.md)] <!-- optional -->
* Deciders: [list everyone involved] <!-- optional -->
* Date: [YYYY-MM-DD when the decision was last updated] <!-- optional -->

Technical Story: [description | ticket/issue URL] <!-- optional -->

## Context

[Describe the context in two to three sentences.]

## Decision Drivers <!-- optional -->

* [driver 1, e.g., a force, …]
* … <!-- numbers of drivers can vary -->

## Options

### [option 1]

* Good, because [argument a]
* … <!-- numbers of pros and cons can vary -->

### [option 2]

* Bad, because [argument b]

## Links <!-- optional -->
"""


def test_comments_behind_lines_say_what_is_optional():
    schema = compiled(COMMENTS_BEHIND)
    assert schema.dialect == "bullets"
    assert fields(schema) == {
        "status": (FieldKind.ENUM, OPTIONAL),
        "deciders": (FieldKind.PERSONS, OPTIONAL),
        "date": (FieldKind.DATE, OPTIONAL),
        "technical-story": (FieldKind.LINKS, OPTIONAL),
    }
    assert schema.field("status").open
    assert sections(schema) == {
        "context": REQUIRED,
        "decision-drivers": OPTIONAL,
        "options": REQUIRED,
        "option-1": REQUIRED,
        "links": OPTIONAL,
    }
    assert [(one.stem, one.repeat) for one in schema.walk() if one.repeat is not None] == [("", 1)]


COMMENTS_ABOVE = """\
---
# These are optional metadata elements. Feel free to remove any of them.
status: "{proposed | accepted | superseded by ADR-0123}"
date: {YYYY-MM-DD when the decision was last updated}
---

# {short title}

## Context

{Describe the context.}

<!-- This is an optional element. Feel free to remove. -->
## Decision Drivers

* {decision driver 1}

## Outcome

Chosen option: "{title of option 1}".

<!-- This is an optional element. Feel free to remove. -->
### Consequences

* Good, because {positive consequence}
"""


def test_comments_above_headings_and_curly_brackets_are_read():
    schema = compiled(COMMENTS_ABOVE)
    assert sections(schema) == {
        "context": REQUIRED,
        "decision-drivers": OPTIONAL,
        "outcome": REQUIRED,
        "consequences": OPTIONAL,
    }
    assert fields(schema) == {"status": (FieldKind.ENUM, OPTIONAL), "date": (FieldKind.DATE, OPTIONAL)}
    assert [one.text for one in schema.placeholders][-3:] == [
        "{decision driver 1}",
        "{title of option 1}",
        "{positive consequence}",
    ]


PROPOSAL = """\
---
number: <to be assigned>
title: <The title is a few words, not a complete sentence>
type: <Standards Track, Meta, or Informational>
category (*only required for Standards Track): <Core, Networking, or Interface>
created: <date created on, in ISO 8601 (yyyy-mm-dd) format>
requires (*optional): <number(s)>
---

This is the suggested template for new proposals.

## Abstract
Abstract is a multi-sentence technical summary.

## Specification
The key words “MUST” and “OPTIONAL” are to be interpreted as described in RFC 2119.

## Compatibility
All proposals that introduce incompatibilities must include a section describing them.

## Reference Implementation
An optional section that contains a reference implementation.

## Copyright
Copyright and related rights waived via [CC0](../LICENSE.md).
"""


def test_a_proposal_with_conditions_in_its_front_matter():
    schema = compiled(PROPOSAL)
    assert schema.title is None
    assert fields(schema) == {
        "number": (FieldKind.TEXT, REQUIRED),
        "title": (FieldKind.TEXT, REQUIRED),
        "type": (FieldKind.ENUM, REQUIRED),
        "category": (FieldKind.ENUM, CONDITIONAL),
        "created": (FieldKind.DATE, REQUIRED),
        "requires": (FieldKind.TEXT, OPTIONAL),
    }
    assert schema.field("number").waits
    assert sections(schema) == {
        "abstract": REQUIRED,
        "specification": REQUIRED,
        "compatibility": CONDITIONAL,
        "reference-implementation": OPTIONAL,
        "copyright": REQUIRED,
    }
    assert [one.origin.line for one in schema.undecided] == [5, 18]


FIRST_LEVEL = """\
- Feature Name: (fill me in with a unique ident, `my_feature`)
- Start Date: (fill me in with today's date, YYYY-MM-DD)
- RFC PR: [org/repo#0000](https://github.com/org/repo/pull/0000)
- Issue: (leave this empty)

# Summary
[summary]: #summary

One paragraph explanation of the feature.

# Prior art
[prior-art]: #prior-art

Discuss prior art, both the good and the bad. This section is intended to encourage you. A precedent is optional.
"""


def test_a_proposal_whose_sections_are_headings_of_the_first_level():
    schema = compiled(FIRST_LEVEL)
    assert (schema.dialect, schema.title) == ("bullets", None)
    assert fields(schema) == {
        "feature-name": (FieldKind.TEXT, REQUIRED),
        "start-date": (FieldKind.DATE, REQUIRED),
        "rfc-pr": (FieldKind.TEXT, REQUIRED),
        "issue": (FieldKind.TEXT, REQUIRED),
    }
    assert [one.id for one in schema.fields if one.waits] == ["issue"]
    assert sections(schema) == {"summary": REQUIRED, "prior-art": REQUIRED}
    assert [(bound.unit, bound.high) for bound in schema.sections[0].bounds] == [("paragraphs", 1)]


LISTS = """\
# Feature name

* Proposal: [SE-NNNN](NNNN-filename.md)
* Authors: [Author 1](https://github.com/author1), [Author 2](https://github.com/author2)
* Review Manager: TBD
* Status: **Awaiting implementation** or **Awaiting review**
* Bug: *if applicable* [org/repo#NNNNN](https://github.com/org/repo/issues)

## Introduction

A short description of what the feature is.

## Future directions

Describe what may follow. (Optional.)

## Acknowledgments

This section is optional.
"""


def test_a_proposal_with_links_for_values():
    schema = compiled(LISTS)
    assert fields(schema) == {
        "proposal": (FieldKind.TEXT, REQUIRED),
        "authors": (FieldKind.PERSONS, REQUIRED),
        "review-manager": (FieldKind.TEXT, REQUIRED),
        "status": (FieldKind.TEXT, REQUIRED),
        "bug": (FieldKind.TEXT, OPTIONAL),
    }
    assert sections(schema) == {"introduction": REQUIRED, "future-directions": REQUIRED, "acknowledgments": OPTIONAL}


SIDE_FILE = """\
<!--
**Note:** When your proposal is complete, all of these comment blocks should be removed.
-->
# KEP-NNNN: Your short, descriptive title

## Summary

<!--
This section is incredibly important.
-->

## Proposal

### User Stories (Optional)

#### Story 1

#### Story 2

## Production Readiness

<!--
This section must be completed when targeting alpha to a release.
-->

###### How can this feature be enabled?

- [ ] Feature gate
  - Feature gate name:
"""


def test_fields_in_a_file_beside_a_proposal_are_its_header():
    side = b'title: KEP Template\nkep-number: NNNN\nauthors:\n  - "@jane.doe"\nstatus: provisional|implementable|implemented\n'
    schema = compiled(SIDE_FILE, side_file=("kep.yaml", side))
    assert (schema.dialect, schema.side_file) == ("file", "kep.yaml")
    assert [one.id for one in schema.fields] == ["title", "kep-number", "authors", "status"]
    assert schema.field("status").choices == ("provisional", "implementable", "implemented")
    assert sections(schema) == {
        "summary": REQUIRED,
        "proposal": REQUIRED,
        "user-stories": OPTIONAL,
        "story": REQUIRED,
        "production-readiness": CONDITIONAL,
        "how-can-this-feature-be-enabled": REQUIRED,
    }


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("docs/adr/template.md", "adr"),
        ("0000-template.md", "template"),
        ("eip-template.md", "eip"),
        ("docs/design/00-TEMPLATE.md", "design"),
        ("keps/NNNN-kep-template/README.md", "kep"),
        ("TEMPLATE.md", "template"),
        ("docs/TEMPLATE.md", "template"),
        ("templates/Design Doc Template.md", "design-doc"),
    ],
)
def test_a_template_is_named_after_its_file_or_else_its_folder(path, name):
    assert template_name(path) == name


@pytest.mark.parametrize(
    "raw", [b"", b"\n", b"\xef\xbb\xbf", b"text", b"# T", b"---\n---\n", b"\xff\xfe", b"<!-- hf: optional -->"]
)
def test_a_template_that_says_nothing_compiles(raw):
    assert compile_template(raw, "t.md", "t").sections == ()


PIECES = st.sampled_from(
    [
        *(
            "# T\n",
            "## A\n",
            "### Phase 1: [Name]\n",
            "## B (optional)\n",
            "Title\n---\n",
            "> quote\n",
            "---\n",
            "\n",
            "\r\n",
            "\t",
        ),
        *(
            "**Status:** [Draft | Done]\n",
            "Status: a\n",
            "- [x y with link]\n",
            "- [ ] Task 1\n",
            "a | b\n--|--\n[c] | d\n",
            "[r]: x\n",
        ),
        *(
            "```[language]\n// x\n```\n",
            "<!-- optional -->\n",
            "<!-- hf: optional -->\n",
            "<!-- hf: bogus -->\n",
            "<your name>",
            "<b>",
        ),
        *("2-3 sentences.\n", "é", "😀", "\\", "*", "`", "a", " "),
    ]
)


def compiled_or_refused(raw):
    try:
        return compile_template(raw, "t.md", "t")
    except TemplateError as error:
        return error


@settings(deadline=None)
@given(st.lists(PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_any_text_compiles_or_is_refused_with_its_line(text):
    found = compiled_or_refused(text.encode())
    if isinstance(found, TemplateError):
        assert found.where.startswith("t.md:")
        return
    lines = len(parse(text.encode()).lines)
    for one in (*found.fields, *found.walk(), *found.closing, *found.placeholders):
        assert 1 <= one.origin.line <= lines
