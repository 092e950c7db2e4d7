"""check --explain: why each requirement applies to one document, and what it has for it."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.engine.explain import explain
from samples import document, said, template

Holdfast = Callable[..., Done]
TEMPLATE = """# [Title]

**Status:** [Draft | Active]
**Category:** [Core | Interface]
**Sponsor (optional):** [Name]
**Discussion:** [URL] <!-- holdfast: required-when="category == 'Core'" -->
**Superseded by:** [Link]

## Context

[Why]

## Appendix (if applicable)

[More]

## Notes <!-- optional -->

[More]

<!-- Optional -->
## Links

[More]

## Alternatives

Optional. What else was thought of.

## Security
<!-- holdfast: required-when="status == 'Active' and category in ('Core', 'Kernel')" -->

[What may be broken]

## Performance (only required for large changes)

[How fast]

## Rollout
<!-- holdfast: required -->

Optional. How it reaches people.

## Thanks
<!-- holdfast: optional -->

[To whom]
"""
TEXT = "# A\n\n**Status:** {}\n**Category:** {}\n\n## 1. Context\n\nBecause of it.\n\n## Notes\n\nTBD\n\n## Rollout\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": TEMPLATE, "docs/a.md": TEXT.format("Active", "Core")})
    return repo


def lines(repo: Repo, path: str = "docs/a.md") -> dict[str, tuple[int, str, str]]:
    """Return line, presence and reason of each requirement, by kind and name."""
    return {one.name: (one.origin.line, one.presence, one.because) for one in explain(str(repo.root), path).lines}


def test_every_requirement_tells_what_decided_it(repo: Repo) -> None:
    plain = "nothing says otherwise"
    assert lines(repo) == {
        "field Status": (3, "required", plain),
        "field Category": (4, "required", plain),
        "field Sponsor": (5, "optional", "the marker in the name"),
        "field Discussion": (6, "required (category == 'Core')", "a directive"),
        "field Superseded by": (7, "optional", "its name: not every document has one"),
        "section Context": (9, "required", plain),
        "section Appendix": (13, "optional", "the marker in the heading"),
        "section Notes": (17, "optional", "the comment in the heading's line"),
        "section Links": (22, "optional", "the comment above the heading"),
        "section Alternatives": (26, "optional", "the first sentence"),
        "section Security": (30, "required (status == 'Active' and category in ('Core', 'Kernel'))", "a directive"),
        "section Performance": (35, "conditional", "the marker in the heading"),
        "section Rollout": (39, "required", "a directive"),
        "section Thanks": (44, "optional", "a directive"),
    }


def test_what_the_document_has_is_told(repo: Repo) -> None:
    here = {one.name: one.here for one in explain(str(repo.root), "docs/a.md").lines}
    assert here["field Status"] == "Active, given"
    assert here["field Discussion"] == here["section Security"] == "not there"
    assert here["section Context"] == "line 6 `Context` (exact), given"
    assert here["section Notes"] == "line 10 `Notes` (exact), open"
    assert here["section Rollout"] == "line 14 `Rollout` (exact), empty"


CONDITIONS = [
    ("Active", "Core", True),
    ("Active", "Kernel", True),
    ("🟢 **active**", "CORE", True),
    ("Active (since May)", "core", True),
    ("Activated", "Core", False),
    ("Draft", "Core", False),
    ("Active", "Interface", False),
    ("Active", "", False),
]


@pytest.mark.parametrize(("status", "category", "met"), CONDITIONS)
def test_a_condition_that_is_met_demands_and_one_that_is_not_does_not(
    repo: Repo, status: str, category: str, met: bool
) -> None:
    repo.commit({"docs/a.md": TEXT.format(status, category)})
    assert lines(repo)["section Security"][1].startswith("required (" if met else "not required (")
    assert (("docs/a.md", "section `Security` is missing") in said(check(str(repo.root)), "section-missing")) == met


def test_a_condition_over_a_field_decides_a_field(repo: Repo) -> None:
    repo.commit({"docs/b.md": TEXT.format("Active", "Interface")})
    assert [path for path, found in said(check(str(repo.root)), "field-missing") if found == "no Discussion"] == [
        "docs/a.md"
    ]


def test_a_condition_that_nothing_settles_demands_nothing(repo: Repo) -> None:
    assert not [found for _, found in said(check(str(repo.root)), "section-missing") if "Performance" in found]


def test_version_commit_role_and_nature_are_named(repo: Repo, holdfast: Holdfast) -> None:
    first = repo.head
    version = check(str(repo.root)).documents[0].version
    repo.commit({"docs/TEMPLATE.md": TEMPLATE + "\n## Costs\n\n[How much]\n"})
    done = holdfast(repo.root / "docs", "check", "--explain", "a.md")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[:4] == [
        "docs/a.md",
        f"  template  docs/TEMPLATE.md@{first[:7]}   version {version}, in force when {first[:7]} added the document",
        "  role      active: Status is Active",
        "  corpus    living",
    ]
    assert "Costs" not in done.out
    assert re.search(
        r"^ +9  section Context +required: nothing says otherwise\n +here: line 6 `Context`", done.out, re.MULTILINE
    )


def test_the_json_form_has_a_version_of_its_own(repo: Repo, holdfast: Holdfast) -> None:
    record = json.loads(holdfast(repo.root, "check", "--explain", "docs/a.md", "--format", "json").out)
    assert record["version"] == 1
    assert (record["path"], record["template"], record["corpus"]) == ("docs/a.md", "docs/TEMPLATE.md", "living")
    assert record["template_version"] == check(str(repo.root)).documents[0].version
    assert record["lines"][0] == {
        "origin": {"path": "docs/TEMPLATE.md", "line": 3, "text": "**Status:** [Draft | Active]"},
        "name": "field Status",
        "presence": "required",
        "because": "nothing says otherwise",
        "here": "Active, given",
    }


CHOSEN = [
    ("", "in force when {} added the document"),
    ("latest", "today's, as configured"),
    ("best", "the one the document fits best, as configured"),
    ("{version}", "the one asked for"),
]


@pytest.mark.parametrize(("policy", "why"), CHOSEN)
def test_the_reason_for_a_version_is_that_of_the_policy(repo: Repo, policy: str, why: str) -> None:
    found = explain(
        str(repo.root), "docs/a.md", policy=policy.format(version=check(str(repo.root)).documents[0].version)
    )
    assert found.chosen == why.format(repo.head[:7])


def test_the_reason_is_told_where_history_gives_none(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({"docs/b.md": TEXT.format("Active", "Core")})
    assert explain(str(repo.root), "docs/b.md").chosen == "today's, because the document was never committed"
    shallow = repo.clone("shallow", "--depth", "1")
    repo.commit({"docs/TEMPLATE.md": TEMPLATE + "\n"})
    shallow = repo.clone("shallower", "--depth", "1")
    assert explain(str(shallow), "docs/a.md").chosen == "today's, because this is a shallow clone"
    assert "because this is a shallow clone" in holdfast(shallow, "check", "--explain", "docs/a.md").out


def test_a_built_in_template_has_no_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {
            "holdfast.toml": '[type.plan]\ntemplate = "builtin:nygard"\ndocuments = "docs/*.md"\n',
            "docs/a.md": document("A", "Context"),
        }
    )
    found = explain(str(repo.root), "docs/a.md")
    assert (found.template, found.chosen) == ("builtin:nygard", "built in, so that it is the same for every document")


ROLES = [
    ("Active", "active: Status is Active"),
    ("Out there", "active: Status is Out there"),
    ("Simmering", "research: Status is Simmering, a word of no role, which counts as research"),
    ("", "research: no status given, which counts as research"),
]


@pytest.mark.parametrize(("status", "role"), ROLES)
def test_the_reason_for_a_role_is_told(tmp_path: Path, status: str, role: str) -> None:
    repo = Repo(tmp_path / "repo")
    config = 'default-status = "research"\n[status]\n"Out there" = "active"\n'
    repo.commit(
        {
            "holdfast.toml": config,
            "docs/TEMPLATE.md": template(status="[Whatever]"),
            "docs/a.md": document("A", status=status),
        }
    )
    assert explain(str(repo.root), "docs/a.md").role == role


@pytest.mark.parametrize(
    "arguments", [(), ("docs/a.md", "docs/TEMPLATE.md"), ("docs/gone.md",), ("docs/TEMPLATE.md",), ("docs",), ("..",)]
)
def test_what_is_not_one_document_is_refused(repo: Repo, holdfast: Holdfast, arguments: tuple[str, ...]) -> None:
    done = holdfast(repo.root, "check", "--explain", *arguments)
    assert (done.code, done.out) == (2, "")
    assert (
        "wants exactly one document" in done.err
        or "is no document of a template; name one that holdfast check lists" in done.err
    )
