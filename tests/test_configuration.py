"""What a project settles for itself, and what is said when it cannot be followed."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.config import find_config, load_config
from holdfast.engine.check import check
from holdfast.errors import UsageError
from holdfast.model.role import Role
from holdfast.model.severity import Limit, Severity
from samples import document, index, notes, paths, said, sets, slugs, template

Project = Callable[..., Path]
DESIGN = {"docs/design/TEMPLATE.md": template(), "docs/design/a.md": document("A", status="")}


def test_a_settled_type_binds_what_it_names_and_nothing_else(project: Project) -> None:
    root = project(
        {
            "holdfast.toml": '[type.plan]\ntemplate = "forms/plan.md"\ndocuments = ["plans/*.md", "!plans/wild.md"]\n',
            "forms/plan.md": template(),
            "plans/a.md": document("A"),
            "plans/wild.md": notes("Wild"),
            "plans/deep/b.md": document("B"),
            "docs/adr/template.md": template(),
            "docs/adr/0001-c.md": document("C"),
        }
    )
    result = check(str(root))
    assert [(one.folder, one.templates, one.types, one.settled) for one in result.understood] == [
        ("plans", ("forms/plan.md",), ("plan",), True)
    ]
    assert paths(result) == ["plans/a.md"]
    assert not result.verdicts


@pytest.mark.parametrize("name", ["design", "adr", "nygard", "madr", "rfc"])
def test_a_built_in_template_can_be_named(project: Project, name: str) -> None:
    root = project(
        {"holdfast.toml": f'[type.x]\ntemplate = "builtin:{name}"\ndocuments = "docs/*.md"\n', "docs/a.md": notes("A")}
    )
    result = check(str(root))
    assert sets(result) == {"docs": (f"builtin:{name}",)}
    assert slugs(result) == {"document-unbound": 1}


def test_two_types_share_a_folder(project: Project) -> None:
    root = project(
        {
            "holdfast.toml": (
                '[type.plan]\ntemplate = "plan.md"\ndocuments = ["docs/plan-*.md"]\n'
                '[type.note]\ntemplate = "note.md"\ndocuments = ["docs/note-*.md"]\n'
            ),
            "plan.md": template("Goal", "Steps"),
            "note.md": template("Seen", "Heard"),
            "docs/plan-a.md": document("A", "Goal", "Steps"),
            "docs/note-b.md": document("B", "Seen", "Heard"),
        }
    )
    result = check(str(root))
    assert {one.path: one.type for one in result.documents} == {"docs/plan-a.md": "plan", "docs/note-b.md": "note"}
    assert not result.verdicts


def test_a_settled_index_is_one_even_where_it_lists_few(project: Project) -> None:
    files = {
        "TEMPLATE.md": template(),
        "overview.md": index("docs/a.md"),
        **{f"docs/{name}.md": document(name) for name in "abcde"},
    }
    settled = '[type.plan]\ntemplate = "TEMPLATE.md"\ndocuments = ["docs/*.md"]\nindex = ["overview.md"]\n'
    result = check(str(project({**files, "holdfast.toml": settled})))
    assert result.understood[0].indexes == ("overview.md",)
    assert len(said(result, "document-unlisted")) == 4


def test_a_settled_side_file_holds_the_fields(project: Project) -> None:
    page = "# [Title]\n\n## Summary\n\n[What]\n"
    root = project(
        {
            "holdfast.toml": '[type.kep]\ntemplate = "keps/form/page.md"\ndocuments = ["keps/*/page.md"]\nside-file = "meta.yml"\n',
            "keps/form/page.md": page,
            "keps/form/meta.yml": "owner: NAME\nstatus: draft|final\n",
            "keps/form/other.yml": "nothing: here\n",
            "keps/one/page.md": "# One\n\n## Summary\n\nThis.\n",
            "keps/one/meta.yml": "status: final\n",
        }
    )
    result = check(str(root))
    assert [(one.path, one.status) for one in result.documents] == [("keps/one/page.md", "final")]
    assert said(result, "field-missing") == [("keps/one/page.md", "no owner")]


def test_excluded_files_are_not_looked_at(project: Project) -> None:
    root = project(
        {
            "holdfast.toml": 'exclude = ["docs/design/archive/", "*-old.md", "!kept-old.md"]\n',
            "docs/design/TEMPLATE.md": template(),
            **{f"docs/design/{name}.md": document(name) for name in ("a", "b-old", "kept-old", "archive/c")},
        }
    )
    assert paths(check(str(root))) == ["docs/design/a.md", "docs/design/kept-old.md"]


def test_an_alias_answers_for_a_heading_and_for_a_field(project: Project) -> None:
    body = "# A\n\n**When:** 2025-02-03\n**Status:** Active\n\n## Forces\n\nThese.\n\n## Decision\n\nThat.\n\n## Consequences\n\nThen.\n"
    files = {"docs/TEMPLATE.md": template(), "docs/a.md": body}
    root = project(files)
    assert slugs(check(str(root))) == {"field-missing": 1, "section-missing": 1}
    project({"holdfast.toml": '[aliases]\nContext = ["Forces", "Setting"]\nDate = "When"\n'})
    assert not check(str(root)).verdicts


@pytest.mark.parametrize(
    "word", ["Shipped", "🚢 **Shipped** (May)", "in-progress", "In Progress", "warten auf Freigabe"]
)
def test_own_status_words_get_the_role_they_are_given(project: Project, word: str) -> None:
    words = '[status]\nshipped = "active"\n"In-Progress" = "active"\n"Warten auf Freigabe" = "active"\n'
    root = project(
        {
            "docs/TEMPLATE.md": template(status="[Whatever]"),
            "docs/a.md": document("A", status=word),
            "holdfast.toml": words,
        }
    )
    assert [one.role for one in check(str(root)).documents] == [Role.ACTIVE]


def test_severity_can_be_set_for_every_role_and_for_one(project: Project) -> None:
    files = {
        "docs/TEMPLATE.md": template(),
        "docs/a.md": document("A", "Context", status="Active"),
        "docs/b.md": document("B", "Context", status="Draft"),
    }
    root = project({**files, "holdfast.toml": '[severity]\nsection-missing = { active = "note", draft = "off" }\n'})
    assert {(one.path, one.severity) for one in check(str(root)).verdicts} == {("docs/a.md", Severity.NOTE)}
    project({"holdfast.toml": '[severity]\nsection-missing = "warning"\n'})
    assert {(one.path, one.severity) for one in check(str(root)).verdicts} == {
        ("docs/a.md", Severity.WARNING),
        ("docs/b.md", Severity.WARNING),
    }


def test_the_role_of_a_document_without_status_can_be_set(project: Project) -> None:
    files = {
        "docs/TEMPLATE.md": template().replace("**Status:** [Draft | Active | Deprecated]\n", ""),
        "docs/a.md": document("A", "Context", status=""),
    }
    root = project(files)
    assert {one.severity for one in check(str(root)).verdicts} == {Severity.WARNING}
    project({"holdfast.toml": 'default-status = "active"\n'})
    assert {one.severity for one in check(str(root)).verdicts} == {Severity.ERROR}


def test_the_share_below_which_a_document_is_unbound_can_be_set(project: Project) -> None:
    sections = ("One", "Two", "Three", "Four")
    body = "# A\n\n## One\n\nThis one.\n"
    root = project({"docs/TEMPLATE.md": template(*sections), "docs/a.md": body, "docs/b.md": document("B", *sections)})
    assert "document-unbound" not in slugs(check(str(root)))
    project({"holdfast.toml": "unbound-below = 0.5\n"})
    assert slugs(check(str(root))) == {"document-unbound": 1}


def test_the_nearest_configuration_wins_and_its_folder_is_the_root(project: Project) -> None:
    root = project(
        {
            **DESIGN,
            "holdfast.toml": "",
            "team/holdfast.toml": "",
            "team/docs/TEMPLATE.md": template(),
            "team/docs/b.md": document("B"),
        }
    )
    whole, team = check(str(root)), check(str(root / "team" / "docs"))
    assert paths(whole) == ["docs/design/a.md"]
    assert (team.root, team.configured) == (str(root / "team"), str(root / "team" / "holdfast.toml"))
    assert paths(team) == ["docs/b.md"]


def test_no_configuration_above_the_repository_counts(project: Project) -> None:
    project({"holdfast.toml": 'nonsense = "yes"\n'}, name="outer")
    root = project(DESIGN, name="outer/inner")
    assert check(str(root / "docs")).configured == ""


def test_a_table_in_pyproject_counts_like_a_file(project: Project) -> None:
    root = project({**DESIGN, "pyproject.toml": '[project]\nname = "x"\n\n[tool.holdfast]\nexclude = ["a.md"]\n'})
    result = check(str(root))
    assert result.configured == str(root / "pyproject.toml")
    assert not result.documents


def test_a_pyproject_without_the_table_is_passed_over(project: Project) -> None:
    root = project({**DESIGN, "pyproject.toml": '[project]\nname = "x"\n[tool.other]\nfail-on = 3\n'})
    assert check(str(root)).configured == ""


def test_holdfast_toml_comes_before_pyproject_in_one_folder(project: Project) -> None:
    root = project({"holdfast.toml": "", "pyproject.toml": "[tool.holdfast]\n"})
    assert find_config(str(root), str(root)) == str(root / "holdfast.toml")


def test_defaults_are_those_of_an_empty_file(project: Project) -> None:
    config = load_config(str(project({"holdfast.toml": ""}) / "holdfast.toml"))
    assert (config.fail_on, config.default_role, config.unbound_below) == (Limit.ERROR, Role.DRAFT, 0.2)
    assert (config.types, config.exclude, dict(config.severity), dict(config.words)) == ((), (), {}, {})


def test_a_named_configuration_comes_before_every_other(project: Project) -> None:
    root = project({**DESIGN, "holdfast.toml": "nonsense = 1\n", "other.toml": 'fail-on = "note"\n'})
    result = check(str(root), config=str(root / "other.toml"))
    assert result.fail_on is Limit.NOTE
    with pytest.raises(UsageError, match="cannot be read"):
        check(str(root), config=str(root / "gone.toml"))


def test_what_a_change_loosens_is_listed_and_not_in_force_under_the_policy_before_it(project: Project) -> None:
    root = project(
        {"docs/TEMPLATE.md": template(), "docs/a.md": document("A", "Context", "Decision"), "holdfast.toml": ""}
    )
    for command in (["add", "."], ["commit", "-q", "-m", "Before"]):
        subprocess.run(["git", "-C", str(root), *command], check=True)
    waiver = "\n<!-- holdfast: waive section-missing because it follows later -->\n"
    project(
        {
            "docs/a.md": document("A", "Context", "Decision", status="Draft") + waiver,
            "holdfast.toml": '[severity]\nsection-missing = "off"\n',
        }
    )
    assert [one for one in check(str(root)).verdicts if one.severity is Severity.ERROR] == []
    result = check(str(root), policy_from="HEAD")
    assert [(one.slug, one.severity) for one in result.verdicts if one.slug == "section-missing"] == [
        ("section-missing", Severity.ERROR)
    ]
    assert [(path, found.split(",")[0]) for path, found in said(result, "policy-loosened")] == [
        ("docs/a.md", "Status Active becomes Draft"),
        ("docs/a.md", "waives section-missing: it follows later"),
        ("holdfast.toml", "severity.section-missing was not set and becomes 'off'"),
    ]
