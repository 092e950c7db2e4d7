"""--select, --ignore and --fail-on: what is told and what fails, without touching what is found."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.config import Config
from holdfast.engine.check import check
from holdfast.engine.selection import Selection
from holdfast.engine.told import Scope
from holdfast.errors import UsageError
from samples import document, slugs, template
from versions import two_versions

Holdfast = Callable[..., Done]
Project = Callable[..., Path]
WAIVER = "\n<!-- holdfast: waive section-missing because it follows in spring -->\n"
FILES = {
    "docs/TEMPLATE.md": template(),
    "docs/a.md": document("A", "Context", "Decision") + "\nSee [the plan](plan.md).\n",
    "docs/b.md": document("B", "Context", "Decision").replace("\n## ", WAIVER + "\n## ", 1),
}


def told(root: Path, **scope: object) -> dict[str, int]:
    return dict(slugs(check(str(root), scope=Scope(**scope))))


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), {"section-missing": 2, "link-broken": 1}),
        (("section-missing",), (), {"section-missing": 2}),
        (("section-missing,link-broken",), (), {"section-missing": 2, "link-broken": 1}),
        (("section-missing", "link-*"), (), {"section-missing": 2, "link-broken": 1}),
        (("*-missing",), (), {"section-missing": 2}),
        ((), ("section-*",), {"link-broken": 1}),
        ((), ("section-missing, link-broken",), {}),
        (("section-*", "link-*"), ("section-missing",), {"link-broken": 1}),
        (("number-*",), (), {}),
    ],
)
def test_rules_are_chosen_by_slug_by_pattern_and_by_list(
    project: Project, select: tuple[str, ...], ignore: tuple[str, ...], expected: dict[str, int]
) -> None:
    assert told(project(FILES), select=select, ignore=ignore) == expected


@pytest.mark.parametrize(
    "scope", [{"select": ["link-broken"]}, {"ignore": ["section-missing"]}, {"select": ["waiver-*"]}]
)
def test_a_waiver_is_not_called_unused_because_its_rule_is_not_told(
    project: Project, scope: dict[str, list[str]]
) -> None:
    assert "waiver-unused" not in told(project(FILES), **scope)


@pytest.mark.parametrize("scope", [{}, {"select": ["waiver-unused"]}, {"ignore": ["section-missing"]}])
def test_one_that_excuses_nothing_is_called_unused_all_the_same(project: Project, scope: dict[str, list[str]]) -> None:
    root = project({**FILES, "docs/b.md": document("B").replace("\n## ", WAIVER + "\n## ", 1)})
    assert told(root, **scope)["waiver-unused"] == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["sectoin-missing"],
            "--select: there is no rule 'sectoin-missing'; did you mean 'section-missing'?",
        ),
        (
            ["link-broken,section-mising"],
            "--select: there is no rule 'section-mising'; did you mean 'section-missing'?",
        ),
        (["sections-*"], "--select: no rule fits 'sections-*'; "),
    ],
)
def test_a_word_that_fits_no_rule_is_refused(words: list[str], said: str) -> None:
    with pytest.raises(UsageError) as refused:
        Selection(Config(), words)
    assert str(refused.value).startswith(said)


def test_the_configuration_chooses_and_the_command_line_overrules(project: Project, holdfast: Holdfast) -> None:
    root = project({**FILES, "holdfast.toml": 'select = ["section-*", "link-*"]\nignore = ["link-broken"]\n'})
    assert told(root) == {"section-missing": 2}
    assert told(root, select=["link-*"]) == {}
    (root / "holdfast.toml").write_text('select = "link-*"\n')
    assert told(root) == {"link-broken": 1}
    assert told(root, select=["section-*"]) == {"section-missing": 2}
    (root / "holdfast.toml").write_text('\nselect = ["link-brocken"]\n')
    done = holdfast(root, "check")
    assert (
        done.code,
        "holdfast.toml:2: select: there is no rule 'link-brocken'; did you mean 'link-broken'?" in done.err,
    ) == (2, True)


def test_what_was_asked_for_is_said(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    out = holdfast(root, "check", "--select", "link-*,section-*", "--ignore", "link-broken").out
    assert out.endswith("told: only link-*, section-*\ntold: without link-broken\n")


def test_what_could_not_be_found_out_is_told_unless_it_is_ignored_by_name(tmp_path: Path) -> None:
    repo = two_versions(tmp_path / "repo")
    clone = repo.clone("shallow", "--depth", "1")
    assert told(clone, select=["link-broken"]) == {}
    assert told(clone, select=["section-missing"]) == {"version-unknown": 1}
    assert told(clone, ignore=["version-unknown"]) == {}
    [one] = check(str(clone), scope=Scope(select=["section-missing"])).verdicts
    assert one.found == "this is a shallow clone: 2 demands on 2 documents cannot be judged"


@pytest.mark.parametrize(("option", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_never_lets_no_finding_fail(project: Project, holdfast: Holdfast, option: str, code: int) -> None:
    root = project(FILES)
    assert holdfast(root, "check", "--fail-on", option).code == code
    (root / "holdfast.toml").write_text(f'fail-on = "{option}"\n')
    assert holdfast(root, "check").code == code


def test_never_does_not_excuse_a_file_that_was_named_and_cannot_be_read(project: Project, holdfast: Holdfast) -> None:
    assert holdfast(project(FILES), "check", "--fail-on", "never", "docs/none.md").code == 2


def test_a_selection_is_a_run_of_its_own_for_the_replay(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    for options, expected in (
        ((), True),
        (("--select", "link-*"), False),
        ((), True),
        (("--ignore", "section-*"), False),
    ) * 2:
        assert ("section-missing" in holdfast(root, "check", "--format", "concise", *options).out) is expected
