"""The version of a schema changes when, and only when, a demand of its template changes."""

from pathlib import Path

import pytest

from holdfast.template.compile import compile_template

SEED = (Path(__file__).parent / "seed" / "design-template.md").read_text(encoding="utf-8")


def version(text, path="t.md", name="t"):
    return compile_template(text.encode(), path, name).version


def edited(old, new):
    assert SEED.count(old) == 1
    return SEED.replace(old, new)


def test_a_version_is_twelve_hex_digits():
    assert len(version(SEED)) == 12
    assert int(version(SEED), 16) >= 0


def test_a_version_does_not_depend_on_the_name_and_the_place_of_the_template():
    assert version(SEED, "docs/0000-template.md", "rfc") == version(SEED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## 1. Overview\n", "## 1. Overview\n\nWrite this one last, when the rest is settled.\n"),
        ("### Goals\n", "### Goals\nThree are plenty.\n\n"),
        ("## 3. Design\n", "<!-- Ask the maintainers before you leave this out. -->\n\n## 3. Design\n"),
        ("# [Document Title]\n", "# [Document Title]\n\n<!-- Copy this file and rename it. -->\n"),
        ("## 9. Open Questions\n", "## 9. Open Questions\n\n<!-- a question a line -->\n"),
        ("|--------|--------|", "|:-------|-------:|"),
    ],
)
def test_guidance_and_comments_make_no_new_version(old, new):
    assert version(edited(old, new)) == version(SEED)


def test_blank_lines_make_no_new_version():
    assert version(SEED.replace("\n\n", "\n\n\n")) == version(SEED)


def test_guidance_that_is_reworded_makes_no_new_version():
    one = edited("## 1. Overview\n", "## 1. Overview\n\nWrite this one last.\n")
    other = edited("## 1. Overview\n", "## 1. Overview\n\nStart with this one.\n")
    assert version(one) == version(other)


def test_line_endings_make_no_new_version():
    assert version(SEED.replace("\n", "\r\n")) == version(SEED)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## 7. Testing Strategy\n", "## 7. Testing Strategy\n\n## 7b. Rollout\n"),
        ("### Specifications\n- [Spec 1 with link]\n- [Spec 2 with link]\n\n", ""),
        ("## 9. Open Questions", "## 9. Unresolved Questions"),
        ("**Related:** [Links to related design docs]\n", ""),
        ("**Related:**", "**Owner:** [Name]\n**Related:**"),
        ("| Metric | Target |", "| Metric | Baseline | Target |"),
        ("| Actual/Expected | Notes |", "| Actual/Expected |"),
        ("Draft | Active | Deprecated | Research", "Draft | Active | Deprecated"),
        ("January 2025]", "May 2025]"),
        ("```rust\n", "```go\n"),
        ("[2-3 sentence overview", "[2-4 sentence overview"),
        ("- [Finding 1 with source]", "- [Finding 1 with link]"),
        ("- [ ] [Question 1 that needs to be resolved]\n- [ ] ", "- [Question 1 that needs to be resolved]\n- "),
        ("## 8. Migration Guide (if applicable)", "## 8. Migration Guide"),
        ("**Key Takeaway:**", "**Moral:**"),
        ("[Why this approach?]", "[Why so?]"),
        ("**Rationale:** [Why this approach?]", "**Rationale:** [Why this approach?] <!-- holdfast: advice -->"),
        ("## 3. Design\n", '## 3. Design <!-- holdfast: alias="Solution" -->\n'),
        ("## 3. Design\n", "## 3. Design <!-- holdfast: required-when=\"status == 'Active'\" -->\n"),
        ("## 3. Design\n", "## 3. Design <!-- holdfast: closed -->\n"),
    ],
)
def test_a_demand_that_is_added_removed_or_changed_makes_a_new_version(old, new):
    assert version(edited(old, new)) != version(SEED)


def test_conditions_that_differ_make_versions_that_differ():
    texts = [f"# [T]\n\n## A <!-- hf: required-when=\"kind == '{kind}'\" -->\n\n[x]\n" for kind in ("Core", "Meta")]
    assert version(texts[0]) != version(texts[1])


def test_the_blank_line_between_a_comment_and_a_heading_decides_and_so_makes_a_version():
    """A comment that touches the heading says something of it; one that stands apart does not."""
    touching = "# [T]\n\n## A\n\n[x]\n\n<!-- This section is optional. -->\n## B\n\n[y]\n"
    assert version(touching) != version(touching.replace("-->\n## B", "-->\n\n## B"))
