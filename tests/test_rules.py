"""A rule's docstring is its page and its test: what its fences show is laid out as a project and checked."""

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import pytest

import holdfast.rules
from conftest import Done
from holdfast.engine.check import check
from holdfast.model.obligation import Obligation
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.rules import all_rules

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FOLDER = Path(holdfast.rules.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py") if path.stem != "__init__")
TEMPLATE = "docs/design/TEMPLATE.md"
DOCUMENT = "docs/design/document.md"

ELSEWHERE = {
    # Rules whose fault a fence cannot show, with the test that shows it.
    "date-early": "test_rules_elsewhere.test_a_date_long_before_the_document_and_its_template_is_told_with_the_first_commit",
    "anchor-dead": "test_link_verifier.test_each_kind_of_fault_is_told_under_its_slug",
    "link-dead": "test_link_verifier.test_each_kind_of_fault_is_told_under_its_slug",
    "library-missing": "test_release_verifier.test_what_a_registry_says_of_versions",
    "version-yanked": "test_release_verifier.test_what_npm_calls_deprecated_is_told_as_taken_back",
    "version-vulnerable": "test_release_verifier.test_a_file_of_advisories_needs_no_network",
    "link-moved": "test_link_verifier.test_a_permanent_redirect_is_written_into_the_document",
    "encoding-invalid": "test_robustness.test_bytes_that_are_no_text_are_reported_at_the_first_of_them",
    "example-broken": "test_verify.test_an_active_document_runs_what_a_draft_only_parses",
    "file-unreadable": "test_robustness.test_a_file_over_the_limit_is_reported_and_not_read",
    "migration-differs": "test_migration.test_an_undeclared_difference_breaks_its_request_and_is_shown",
    "policy-loosened": "test_configuration.test_what_a_change_loosens_is_listed_and_not_in_force_under_the_policy_before_it",
    "transition-forbidden": "test_lifecycle.test_a_change_that_is_not_listed_is_reported_with_its_commit_and_the_line_that_says_so",
    "version-differs": "test_library_verifier.test_another_version_than_the_locked_one_is_broken_where_the_document_says_it",
    "version-unknown": "test_discovery.test_without_history_what_rests_on_the_version_of_a_template_is_left_open",
    "test-failing": "test_named_tests.test_a_named_test_has_to_be_there_and_to_have_passed",
    "test-missing": "test_named_tests.test_a_named_test_has_to_be_there_and_to_have_passed",
}

FENCE = re.compile(r"^(?P<marks>`{3,})(?P<info>[^\n`]*)\n(?P<text>.*?)^(?P=marks)$", re.MULTILINE | re.DOTALL)


class Example(NamedTuple):
    """What the fences of one page show."""

    files: dict[str, str]
    verdicts: list[str]
    named: bool
    """Whether the documents carry paths, and the verdicts as well."""


def example(page: str) -> Example:
    """Read the fences of a page."""
    files: dict[str, str] = {TEMPLATE: "# [Title]\n"}
    verdicts: list[str] = []
    named = False
    for fence in FENCE.finditer(page):
        kind, _, path = fence["info"].partition(" ")
        if kind == "template":
            files[TEMPLATE] = fence["text"]
        elif kind == "document":
            named = named or bool(path)
            files[path or DOCUMENT] = fence["text"]
        else:
            assert kind == "verdict", f"a fence of an unknown kind: {kind!r}"
            verdicts += fence["text"].splitlines()
    return Example(files, verdicts, named)


RULES = {rule.slug: rule for rule in all_rules()}
SHOWN = sorted(slug for slug, rule in RULES.items() if example(rule.page).verdicts)


@pytest.mark.parametrize("slug", SHOWN)
def test_the_example_on_a_rules_page_gives_exactly_the_verdicts_it_shows(project: Project, slug: str) -> None:
    shown = example(RULES[slug].page)
    result = check(str(project(shown.files)))
    assert not result.crashes
    said = [one for one in result.verdicts if one.slug == slug]
    assert all(one.outcome is Outcome.BROKEN and one.remedy for one in said)
    places = [f"{one.path} " if shown.named else "" for one in said]
    assert [
        f"{place}{one.position.line}:{one.position.column} {one.found}" for place, one in zip(places, said, strict=True)
    ] == shown.verdicts


@pytest.mark.parametrize("slug", SHOWN)
def test_the_example_without_its_fault_would_be_silent(project: Project, slug: str) -> None:
    """The verdict comes from this rule alone: with the rule switched off, nothing of its name is said."""
    shown = example(RULES[slug].page)
    root = project({**shown.files, "holdfast.toml": f'[severity]\n{slug} = "off"\n'})
    assert slug not in {one.slug for one in check(str(root)).verdicts}


def test_every_rule_shows_its_fault_or_says_where_it_is_shown() -> None:
    assert set(ELSEWHERE) | set(SHOWN) == set(RULES)
    assert not set(ELSEWHERE) & set(SHOWN)


@pytest.mark.parametrize("place", ELSEWHERE.values())
def test_the_test_that_shows_it_elsewhere_is_there(place: str) -> None:
    module, name = place.split(".")
    assert callable(getattr(import_module(module), name))


def test_to_be_in_the_folder_is_to_be_registered_under_the_name_of_the_file() -> None:
    assert [rule.slug for rule in all_rules()] == sorted(name.replace("_", "-") for name in MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_rule_has_a_page_an_obligation_and_something_to_say(name: str) -> None:
    module = import_module(f"holdfast.rules.{name}")
    rule = RULES[name.replace("_", "-")]
    summary, blank, *rest = module.__doc__.split("\n")
    assert rule.summary == summary
    assert summary.endswith(".")
    assert len(summary) <= 120
    assert blank == ""
    assert "".join(rest).strip()
    assert isinstance(module.OBLIGATION, Obligation)
    assert any(rule.obligation.severity(role) for role in Role)


def test_every_rule_is_listed_with_its_severities(project: Project, holdfast: Holdfast) -> None:
    out = holdfast(project({}), "rules").out
    for rule in all_rules():
        words = " +".join(rule.obligation.severity(role).word for role in Role)
        assert re.search(rf"^{rule.slug} +{words} *\n +{re.escape(rule.summary)}$", out, re.MULTILINE), rule.slug


@pytest.mark.parametrize("slug", sorted(RULES))
def test_every_rule_is_explained(project: Project, holdfast: Holdfast, slug: str) -> None:
    done = holdfast(project({}), "explain", slug)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"# {slug}\n\n{RULES[slug].summary}\n")
    assert f"active {RULES[slug].obligation.severity(Role.ACTIVE).word}" in done.out
