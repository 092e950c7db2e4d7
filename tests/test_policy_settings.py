"""--policy-from: the configuration and what else decides which documents are looked at."""

from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.model.result import Result
from samples import document, notes, said, template

TEMPLATE, A, B = "docs/TEMPLATE.md", "docs/a.md", "docs/b.md"
LACKING = document("A", "Context", "Decision")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A document of two lacks a section."""
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: LACKING, B: document("B")})
    return repo


def change(repo: Repo, before: str, after: str) -> list[str]:
    """Return what is listed when one configuration becomes another."""
    first = repo.commit({"holdfast.toml": before})
    repo.commit({"holdfast.toml": after})
    result = check(str(repo.root), policy_from=first)
    assert errors(result) == errors(check(str(repo.root), config=str(configuration(repo, before))))
    return [found for path, found in said(result, "policy-loosened") if path == "holdfast.toml"]


def configuration(repo: Repo, text: str) -> Path:
    (repo.root / "before.toml").write_text(text)
    return repo.root / "before.toml"


def errors(result: Result) -> list[tuple[str, str]]:
    return [
        (one.slug, one.path)
        for one in result.verdicts
        if one.severity >= result.fail_on and one.slug != "policy-loosened"
    ]


LOOSER = {
    # before, after, what is listed
    "severity": ("", '[severity]\nsection-missing = "off"\n', "severity.section-missing was not set and becomes 'off'"),
    "severity in one role": (
        "",
        '[severity]\nsection-missing = { active = "note", draft = "error" }\n',
        "severity.section-missing.active was not set and becomes 'note'",
    ),
    "severity no longer raised": (
        '[severity]\nsection-missing = { research = "error" }\n',
        "",
        "severity.section-missing.research was 'error' and is no longer set",
    ),
    "severity in a state": (
        '[state.shipped]\ninherits = "active"\n[severity]\nsection-missing = { active = "error" }\n',
        '[state.shipped]\ninherits = "active"\n[severity]\nsection-missing = { active = "error", shipped = "note" }\n',
        "severity.section-missing.shipped was not set and becomes 'note'",
    ),
    "fail-on": ('fail-on = "warning"\n', 'fail-on = "error"\n', "fail-on was 'warning' and becomes 'error'"),
    "unbound-below": ("", "unbound-below = 0.9\n", "unbound-below was not set and becomes 0.9"),
    "default-status": ('default-status = "active"\n', "", "default-status was 'active' and is no longer set"),
    "exclude": (
        'exclude = ["old/"]\n',
        'exclude = ["old/", "docs/a.md"]\n',
        "exclude was ['old/'] and becomes ['old/', 'docs/a.md']",
    ),
    "what is kept": (
        'exclude = ["docs/*", "!docs/a.md"]\n',
        'exclude = ["docs/*"]\n',
        "exclude was ['docs/*', '!docs/a.md'] and becomes ['docs/*']",
    ),
    "status": ("", '[status]\nActive = "research"\n', "status.Active was not set and becomes 'research'"),
    "state": (
        "",
        '[state.kept]\ninherits = "draft"\nwords = ["Active"]\n',
        "state.kept.words was not set and becomes ['Active']",
    ),
    "corpus": ('corpus = "living"\n', 'corpus = "record"\n', "corpus was 'living' and becomes 'record'"),
    "version": ("", 'template-version = "best"\n', "template-version was not set and becomes 'best'"),
    "type": (
        "",
        '[type.x]\ntemplate = "builtin:adr"\ndocuments = "docs/*.md"\n',
        "type.x.template was not set and becomes 'builtin:adr'",
    ),
}


@pytest.mark.parametrize(("before", "after", "listed"), LOOSER.values(), ids=LOOSER)
def test_what_a_setting_loosens_is_listed_and_not_in_force(repo: Repo, before: str, after: str, listed: str) -> None:
    assert listed in change(repo, before, after)


STRICTER = {
    "severity": ("", '[severity]\nsection-missing = "error"\n'),
    "severity in one role": (
        '[severity]\nsection-missing = { draft = "note" }\n',
        '[severity]\nsection-missing = { draft = "warning" }\n',
    ),
    "severity no longer lowered": ('[severity]\nsection-missing = { active = "note" }\n', ""),
    "fail-on": ("", 'fail-on = "note"\n'),
    "unbound-below": ("unbound-below = 0.9\n", "unbound-below = 0.1\n"),
    "default-status": ("", 'default-status = "active"\n'),
    "exclude": ('exclude = ["old/", "docs/a.md"]\n', 'exclude = ["old/"]\n'),
    "corpus": ("", 'corpus = "living"\n'),
    "the same in another form": (
        '[severity]\nsection-missing = "error"\n',
        '[severity.section-missing]\nresearch = "error"\ndraft = "error"\nactive = "error"\ndeprecated = "error"\nsuperseded = "error"\npointer = "error"\n',
    ),
}


@pytest.mark.parametrize(("before", "after"), STRICTER.values(), ids=STRICTER)
def test_what_a_setting_makes_stricter_is_no_loosening(repo: Repo, before: str, after: str) -> None:
    assert change(repo, before, after) == []


def test_the_line_of_a_loosened_setting_is_named(repo: Repo) -> None:
    first = repo.commit({"holdfast.toml": '# What we settle.\n\nfail-on = "warning"\n'})
    repo.commit({"holdfast.toml": '# What we settle.\n\n\nfail-on = "error"\n'})
    [verdict] = [one for one in check(str(repo.root), policy_from=first).verdicts if one.slug == "policy-loosened"]
    assert (verdict.path, verdict.position.line) == ("holdfast.toml", 4)


def test_a_configuration_that_is_deleted_stays_in_force(repo: Repo) -> None:
    first = repo.commit(
        {
            "holdfast.toml": '[severity]\nsection-missing = { active = "warning" }\nsection-empty = { research = "error" }\n'
        }
    )
    repo.remove("holdfast.toml")
    result = check(str(repo.root), policy_from=first)
    assert [one.severity.word for one in result.verdicts if one.slug == "section-missing"] == ["warning"]
    assert said(result, "policy-loosened") == [
        ("holdfast.toml", "severity.section-empty.research was 'error' and is no longer set")
    ]


@pytest.mark.parametrize(
    "files", [{"docs/holdfast.toml": ""}, {".gitignore": "docs/a.md\n"}, {"docs/.gitignore": "*\n"}]
)
def test_documents_that_a_change_hides_are_looked_at_all_the_same(repo: Repo, files: dict[str, str]) -> None:
    first = repo.head
    repo.commit(files)
    assert errors(check(str(repo.root), config=str(configuration(repo, "")))) == []
    result = check(str(repo.root), policy_from=first)
    assert errors(result) == [("section-missing", A)]
    assert (A, "is passed over by a .gitignore or a configuration that the change adds") in said(
        result, "policy-loosened"
    )


def test_a_configuration_nearer_to_where_one_stands_does_not_count(repo: Repo) -> None:
    first = repo.head
    repo.commit({"docs/holdfast.toml": '[severity]\nsection-missing = "off"\n'})
    assert errors(check(str(repo.root / "docs"))) == []
    result = check(str(repo.root / "docs"), policy_from=first)
    assert result.root == str(repo.root)
    assert errors(result) == [("section-missing", A)]
    assert ("docs/holdfast.toml", "severity.section-missing was not set and becomes 'off'") in said(
        result, "policy-loosened"
    )


def test_a_nearer_configuration_that_was_there_keeps_its_root(repo: Repo) -> None:
    first = repo.commit({"docs/holdfast.toml": 'fail-on = "warning"\n'})
    repo.remove("docs/holdfast.toml")
    result = check(str(repo.root / "docs"), policy_from=first)
    assert (result.root, result.fail_on.word) == (str(repo.root / "docs"), "warning")
    assert errors(result) == [("section-missing", "a.md")]


def test_the_named_configuration_is_read_from_the_revision(repo: Repo) -> None:
    first = repo.commit({"ci/strict.toml": ""})
    repo.move("ci/strict.toml", "strict.toml")
    first = repo.commit({"strict.toml": "", "holdfast.toml": "nonsense = 1\n"})
    repo.commit({"strict.toml": '[severity]\nsection-missing = "off"\n'})
    result = check(str(repo.root), config=str(repo.root / "strict.toml"), policy_from=first)
    assert errors(result) == [("section-missing", A)]
    assert said(result, "policy-loosened") == [
        ("strict.toml", "severity.section-missing was not set and becomes 'off'")
    ]


def test_a_demand_on_a_status_outlives_the_status(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    demand = "\n## Security <!-- holdfast: required-when=\"status == 'Active'\" -->\n\n[How]\n"
    first = repo.commit(
        {TEMPLATE: template() + demand, A: document("A", "Context", "Decision", "Consequences", "Security")}
    )
    repo.commit({A: document("A", status="Draft")})
    assert errors(check(str(repo.root))) == []
    assert errors(check(str(repo.root), policy_from=first)) == [("section-missing", A)]


def test_a_document_that_is_named_like_a_template_stays_one(repo: Repo) -> None:
    first = repo.head
    repo.move(A, "docs/alpha-template.md", {"docs/alpha-template.md": LACKING})
    assert errors(check(str(repo.root))) == []
    assert errors(check(str(repo.root), policy_from=first)) == [("section-missing", "docs/alpha-template.md")]


def test_documents_that_are_lost_in_a_crowd_are_told(tmp_path: Path) -> None:
    """Below a template at the root, a folder is one of documents only where most of its files are."""
    repo = Repo(tmp_path / "repo")
    first = repo.commit({"TEMPLATE.md": template(), **{f"text/{n}.md": document(f"Tale {n}") for n in "abc"}})
    repo.commit({f"text/{n}-notes.md": notes(f"Day {n}") for n in range(40)})
    result = check(str(repo.root), policy_from=first)
    assert said(result, "policy-loosened") == [(f"text/{n}.md", "counts as a document no longer") for n in "abc"]
