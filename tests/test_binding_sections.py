"""Which heading of a document answers which section of its template, and what is missing."""

import pytest

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.binding.matching import Match, alikeness, near, one_edit
from holdfast.template.compile import compile_template


def bind(template, document, aliases=None):
    schema = compile_template(f"# [Title]\n\n{template}\n".encode(), "t.md", "t")
    return Document("a.md", document.encode(), Lookup(schema, aliases))


def bound(template, document, aliases=None):
    """Return (id, line of the heading, match) of each section that is answered, in the order of the template."""
    found = bind(template, document, aliases)
    return [(one.schema.id, found.parse.line(one.heading.start), one.match.name) for one in found.sections.bound]


def missing(template, document):
    return [(one.schema.id, one.parent and one.parent.schema.id) for one in bind(template, document).sections.missing]


def unclaimed(template, document):
    found = bind(template, document)
    return [found.headings[index].title for index in found.sections.unclaimed]


@pytest.mark.parametrize(
    ("section", "heading", "match"),
    [
        ("Goals", "Goals", "EXACT"),
        ("Goals", "1. Goals", "EXACT"),
        ("1. Goals", "Goals", "EXACT"),
        ("Goals", "GOALS", "NORMALISED"),
        ("Goals", "🎯 Goals:", "NORMALISED"),
        ("Goals", "**Goals**", "EXACT"),
        ("Goals", "Goals (first release)", "NORMALISED"),
        ("Research (2024-2025)", "Research (2031)", "NORMALISED"),
        ("Research (2024-2025)", "Research", "NORMALISED"),
        ("Background / Context", "Background & Context", "SPLIT"),
        ("Non-Goals", "Non Goals", "NORMALISED"),
        ("Non-Goals", "Nongoals", "NEAR"),
        ("Non-Goals", "Non-Goal", "NEAR"),
        ("Drawbacks", "Draw backs", "NEAR"),
        ("Alternatives", "Alternative", "NEAR"),
        ("Alternatives", "Altenatives", "NEAR"),
        ("Background / Context", "Context", "SPLIT"),
        ("Background / Context", "Background", "SPLIT"),
        ("Drawbacks", "Drawbacks and alternatives", "SPLIT"),
        ("Drawbacks", "Risks, drawbacks", "SPLIT"),
        ("Goals", "Ziele", "ALIAS"),
        ("Open Questions", "Offene Fragen", "ALIAS"),
        ("Context", "背景", "ALIAS"),
        ("Consequences", "Последствия", "ALIAS"),
        ("Alternatives", "Alternatives considered", "ALIAS"),
        ("Executive Summary", "TL;DR", "ALIAS"),
        ("Rollout / Migration Plan", "Rollout Plan", "SPLIT"),
        ("Security Considerations", "Security & Privacy Considerations", "SPLIT"),
        ("Testing Strategy", "Testing", "SUBJECT"),
        ("Testing Strategy", "Test Plan", "SUBJECT"),
        ("Security", "Security Considerations", "SUBJECT"),
        ("Proposed Design", "Design", "SUBJECT"),
        ("API Design", "API", "SUBJECT"),
        ("Proposal", "Proposal 1: A block", "SUBJECT"),
        ("Alternatives", "Alternative B — Another store", "SUBJECT"),
    ],
)
def test_how_a_heading_answers_a_section(section, heading, match):
    assert bound(f"## {section}\n\n[x y]", f"# T\n\n## {heading}\n\ntext\n") == [
        (bound(f"## {section}\n", f"# T\n\n## {section}\n")[0][0], 3, match)
    ]


@pytest.mark.parametrize(
    ("section", "heading"),
    [
        ("Performance Considerations", "Performance Targets"),
        ("Goals", "Non-Goals"),
        ("Goals", "Goals of the second part"),
        ("Goal", "Coal"),
        ("Design", "Designation"),
        ("Plan", "Plans and pitfalls of planning"),
        ("User Guide", "User Requirements"),
        ("Release Plan", "Release Notes"),
        ("Implementation Plan", "Implementation Details"),
        ("API Design", "Design"),
        ("Phase", "Phase shift A: delays"),
    ],
)
def test_what_merely_looks_alike_answers_nothing(section, heading):
    document = f"# T\n\n## {heading}\n\ntext\n"
    assert bound(f"## {section}\n\n[x y]", document) == []
    assert unclaimed(f"## {section}\n\n[x y]", document) == [heading]


def test_the_surest_heading_wins_whatever_the_order():
    assert bound("## Alternatives\n", "# T\n\n## Alternative\n\n## ALTERNATIVES\n\n## Alternatives\n") == [
        ("alternatives", 7, "EXACT")
    ]
    assert bound("## Alternatives\n", "# T\n\n## Risks and alternatives\n\n## Alternative\n") == [
        ("alternatives", 5, "NEAR")
    ]
    assert bound("## Alternatives\n", "# T\n\n## Alternativen\n\n## Risks and alternatives\n") == [
        ("alternatives", 5, "SPLIT")
    ]


def test_a_heading_one_letter_off_takes_no_section_from_another():
    assert bound("## Alternatives\n", "# T\n\n## Alternatives\n\n## Altenatives\n") == [("alternatives", 3, "EXACT")]
    assert bound("## Alternatives\n", "# T\n\n## Altenatives\n\n## Alternatives\n") == [("alternatives", 5, "EXACT")]


def test_of_equal_headings_the_first_wins():
    assert bound("## Goals\n", "# T\n\n## Goals\n\n## Goals\n") == [("goals", 3, "EXACT")]


def test_one_heading_may_answer_two_sections():
    document = "# T\n\n## Drawbacks and Alternatives\n\ntext\n"
    assert bound("## Drawbacks\n\n## Alternatives\n", document) == [
        ("drawbacks", 3, "SPLIT"),
        ("alternatives", 3, "SPLIT"),
    ]


def test_a_heading_of_its_own_is_preferred_to_a_shared_one():
    document = "# T\n\n## Drawbacks and Alternatives\n\n## Alternatives\n"
    assert bound("## Drawbacks\n\n## Alternatives\n", document) == [
        ("drawbacks", 3, "SPLIT"),
        ("alternatives", 5, "EXACT"),
    ]


@pytest.mark.parametrize("marks", ["#", "##", "###", "####"])
def test_a_uniform_shift_of_levels_is_accepted(marks):
    document = f"{marks} Goals\n\n{marks} Design\n\n{marks}# Part one\n\n{marks} Plan\n"
    assert [id for id, _, _ in bound("## Goals\n\n## Design\n\n### [Part]\n\n## Plan\n", document)] == [
        "goals",
        "design",
        "part",
        "plan",
    ]


def test_the_level_of_most_sections_is_preferred():
    document = "# T\n\n## Intro\n\n### Goals\n\n## Goals\n\n## Design\n\n## Plan\n"
    assert bound("## Goals\n\n## Design\n\n## Plan\n", document)[0] == ("goals", 7, "EXACT")


def test_a_heading_at_another_level_answers_where_none_is_at_that_of_the_others():
    document = "# T\n\n## Design\n\n### Goals\n\n## Plan\n"
    assert ("goals", 5, "EXACT") in bound("## Goals\n\n## Design\n\n## Plan\n", document)


def test_order_does_not_matter():
    assert missing("## Goals\n\n## Design\n", "# T\n\n## Design\n\n## Goals\n") == []


def test_the_title_is_no_section():
    document = "# Goals\n\n## Design\n"
    assert missing("## Goals\n\n## Design\n", document) == [("goals", None)]
    assert unclaimed("## Goals\n\n## Design\n", document) == []


def test_where_there_are_more_headings_of_the_first_level_none_is_the_title():
    assert missing("## Goals\n\n## Design\n", "# Goals\n\n# Design\n") == []


def test_a_template_without_a_title_leaves_the_first_level_to_sections():
    schema = compile_template(b"- Start: [YYYY-MM-DD]\n\n# Summary\n\n# Motivation\n", "t.md", "t")
    found = Document("a.md", b"# Summary\n", Lookup(schema)).sections
    assert [one.schema.id for one in found.bound] == ["summary"]


def test_headings_in_quotes_and_code_answer_nothing():
    assert missing("## Goals\n\n## Plan\n", "# T\n\n> ## Goals\n\n```\n## Plan\n```\n") == [
        ("goals", None),
        ("plan", None),
    ]


CHILDREN = "## References\n\n### Specifications\n\n### Libraries\n\n## Plan\n"


def test_children_are_looked_for_in_their_parent_first():
    document = "# T\n\n## Plan\n\n### Libraries\n\n## References\n\n### Libraries\n"
    assert bound(CHILDREN, document) == [("references", 7, "EXACT"), ("libraries", 9, "EXACT"), ("plan", 3, "EXACT")]


def test_a_child_outside_of_its_parent_counts_where_its_name_is_the_same():
    document = "# T\n\n## References\n\n## Libraries\n\n## Specification\n\n## Plan\n"
    assert bound(CHILDREN, document)[:2] == [("references", 3, "EXACT"), ("libraries", 5, "EXACT")]
    assert missing(CHILDREN, document) == [("specifications", "references")]


def test_nothing_is_said_of_the_children_of_a_missing_parent():
    assert missing(CHILDREN, "# T\n\n## Plan\n") == [("references", None)]


def test_bound_sections_know_their_parents():
    found = bind(CHILDREN, "# T\n\n## References\n\n### Libraries\n\n## Plan\n").sections
    assert [(one.schema.id, one.parent, one.place) for one in found.bound] == [
        ("references", -1, 1),
        ("libraries", 0, 2),
        ("plan", -1, 3),
    ]
    assert [one.schema.id for one in found.missing if one.parent is found.bound[0]] == ["specifications"]


def test_a_group_with_a_stem_takes_every_heading_that_starts_with_it():
    template = "## Plan\n\n### Phase 1: [Name]\n"
    document = "# T\n\n## Plan\n\n### Phase 0\n\n### Phase 3: ship\n\n### Notes\n\n## Phase 9\n"
    assert bound(template, document) == [("plan", 3, "EXACT"), ("phase", 5, "NORMALISED"), ("phase", 7, "NORMALISED")]
    assert unclaimed(template, document) == ["Notes", "Phase 9"]


def test_a_group_without_a_stem_takes_every_heading_right_below_its_parent():
    template = "## Design\n\n### Overview\n\n### [Component]\n"
    document = "# T\n\n## Design\n\n### Cache\n\n#### Keys\n\n### Overview\n\n### Queue\n"
    assert [(id, line) for id, line, _ in bound(template, document)] == [
        ("design", 3),
        ("overview", 9),
        ("component", 5),
        ("component", 11),
    ]


def test_a_group_whose_stem_nobody_uses_takes_what_is_right_below_its_parent():
    assert bound("## Plan\n\n### Phase 1: [Name]\n", "# T\n\n## Plan\n\n### First steps\n")[1:] == [
        ("phase", 5, "NORMALISED")
    ]


def test_an_illustration_takes_only_what_starts_with_its_word():
    template = "## Migration\n\n### From Foo\n\n[Steps to take]\n\n### From Bar\n\n[Steps to take]\n"
    assert bound(template, "# T\n\n## Migration\n\n### From Baz\n\n### Notes\n")[1:] == [("from-foo", 5, "NORMALISED")]
    assert missing(template, "# T\n\n## Migration\n\n### Notes\n") == []


def test_a_group_of_which_one_is_wanted_is_missing_where_there_is_none():
    assert missing("## Plan\n\n### Phase 1: [Name]\n", "# T\n\n## Plan\n\ntext\n") == [("phase", "plan")]
    assert missing("## Plan\n\nAs needed.\n\n### Phase 1: [Name]\n", "# T\n\n## Plan\n\ntext\n") == []


def test_a_group_at_the_top_takes_headings_of_the_level_of_the_others():
    template = "## Goals\n\n## Story 1\n\n## Story 2\n"
    document = "# T\n\n## Goals\n\n## Story 7\n\n### Story 8\n"
    assert bound(template, document) == [("goals", 3, "EXACT"), ("story", 5, "NORMALISED")]
    assert bound(template, "# T\n\n## Story 7\n") == [("story", 3, "NORMALISED")]


def test_children_do_not_decide_the_level_of_a_group_at_the_top():
    template = "## Goals\n\n### First\n\n### Second\n\n## Story 1\n"
    document = "# T\n\n## Goals\n\n### First\n\n### Second\n\n## Story 7\n\n### Story 8\n"
    assert [(id, line) for id, line, _ in bound(template, document) if id == "story"] == [("story", 9)]


def test_an_alias_of_a_directive_or_of_the_project_counts():
    template = '## Proposal <!-- hf: alias="Detailed design | Solution" -->\n\n## Plan\n'
    assert bound(template, "# T\n\n## Solution\n") == [("proposal", 3, "ALIAS")]
    assert bound(template, "# T\n\n## Road map\n", {"plan": ("Road map",)}) == [("plan", 3, "ALIAS")]


@pytest.mark.parametrize(
    ("left", "right", "differs_by_one"),
    [
        ("alternatives", "altenatives", True),
        ("alternatives", "alternativess", True),
        ("alternatives", "alternatyves", True),
        ("alternatives", "alternatives", True),
        ("alternatives", "alternative ideas", False),
        ("alternatives", "alterantives", False),
        ("design", "desugn", True),
        ("goals", "goal", False),
        ("scope", "scape", False),
    ],
)
def test_one_letter_counts_from_six_letters_on(left, right, differs_by_one):
    assert one_edit(left, right) is differs_by_one
    assert one_edit(right, left) is differs_by_one


def test_near_takes_off_spaces_and_plurals():
    assert near("non goals") == near("nongoal") == "nongoal"
    assert near("process") == "process"
    assert near("gas") == "gas"


def test_alikeness_is_the_share_of_words_in_common():
    assert alikeness("Performance Targets", "Performance Considerations") == pytest.approx(1 / 3)
    assert alikeness("Goals", "goal") == 1
    assert alikeness("", "Goals") == alikeness("Plan", "Goals") == 0


def test_matches_are_ordered_by_how_sure_they_are():
    assert sorted(Match) == [Match.EXACT, Match.NORMALISED, Match.NEAR, Match.SPLIT, Match.ALIAS, Match.SUBJECT]
