"""States of a project's own, severities by state and role, living and record corpora, and config show."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Done
from samples import document, said, template

from holdfast.config import load_config
from holdfast.engine.check import check
from holdfast.errors import UsageError
from holdfast.model.role import Role
from holdfast.model.severity import Severity

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
ANY = template(status="[Whatever]")
SHIPPED = '[state.shipped]\ninherits = "active"\nwords = ["Rolled out", "Phase 2"]\n'


def severity(project: Project, config: str, status: str) -> str:
    """Return the severity of a missing section in a document of this status; empty where it is off."""
    root = project({"docs/TEMPLATE.md": ANY, "docs/a.md": document("A", "Context", "Decision", status=status), "holdfast.toml": config})
    return next((one.severity.word for one in check(str(root), policy="latest").verdicts if one.slug == "section-missing"), "")


def role(project: Project, config: str, status: str) -> Role:
    root = project({"docs/TEMPLATE.md": ANY, "docs/a.md": document("A", status=status), "holdfast.toml": config})
    return check(str(root), policy="latest").documents[0].role


@pytest.mark.parametrize("word", ["Rolled out", "rolled OUT", "🚢 **Rolled Out** (May)", "Rolled-out to all", "Shipped", "Phase 2", "phase 2, since May"])
def test_a_state_is_told_by_its_words_and_by_its_name(project: Project, word: str) -> None:
    assert role(project, SHIPPED, word) is Role.ACTIVE
    assert severity(project, SHIPPED + '[severity]\nsection-missing = { shipped = "note", active = "warning" }\n', word) == "note"


@pytest.mark.parametrize("word", ["Rolled", "Almost rolled out", "Phase 20", "Shipping"])
def test_another_word_is_not_of_the_state(project: Project, word: str) -> None:
    assert role(project, SHIPPED, word) is Role.DRAFT


def test_a_state_inherits_through_another(project: Project) -> None:
    config = SHIPPED + '[state.retired]\ninherits = "Shipped"\n[severity]\nsection-missing = { shipped = "note" }\n'
    assert role(project, config, "Retired") is Role.ACTIVE
    assert severity(project, config, "Retired") == "note"


def test_capitals_in_the_name_of_a_state_do_not_matter(project: Project) -> None:
    config = '[state.Shipped]\ninherits = "Active"\n[status]\n"Out there" = "SHIPPED"\n[severity]\nsection-missing = { SHIPPED = "note" }\n'
    assert [severity(project, config, word) for word in ("Shipped", "Out there", "Active")] == ["note", "note", "error"]


def test_a_word_with_many_words_is_known(project: Project) -> None:
    assert role(project, '[status]\n"Waiting for the word of the council" = "superseded"\n', "Waiting for the word of the council") is Role.SUPERSEDED


def test_a_word_of_the_project_comes_before_a_known_one(project: Project) -> None:
    assert role(project, '[status]\nDraft = "active"\n', "Draft") is Role.ACTIVE
    assert role(project, '[status]\n"Draft two" = "active"\n', "Draft") is Role.DRAFT


PRECEDENCE = {
    # the table for section-missing: severity when shipped, when active, when a draft
    "nothing said": ("", "error", "error", "warning"),
    "for all": ('section-missing = "note"', "note", "note", "note"),
    "by role": ('section-missing = { active = "note" }', "note", "note", "warning"),
    "by state": ('section-missing = { shipped = "note" }', "note", "error", "warning"),
    "the state before the role": ('section-missing = { shipped = "warning", active = "note" }', "warning", "note", "warning"),
    "off in one": ('section-missing = { shipped = "off" }', "", "error", "warning"),
    "raised": ('section-missing = { draft = "error" }', "error", "error", "error"),
}


@pytest.mark.parametrize(("table", "shipped", "active", "draft"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_the_nearest_word_about_a_severity_counts(project: Project, table: str, shipped: str, active: str, draft: str) -> None:
    found = [severity(project, f"{SHIPPED}[severity]\n{table}\n", status) for status in ("Rolled out", "Active", "Draft")]
    assert found == [shipped, active, draft]


def test_a_severity_by_state_counts_for_what_the_corpus_says(project: Project) -> None:
    """Not only for what one document says alone."""
    files = {"docs/TEMPLATE.md": ANY, "docs/README.md": "# Index\n\n- [A](a.md)\n- [B](b.md)\n"}
    files |= {f"docs/{name}.md": document(name, status="Rolled out" if name == "c" else "Active") for name in "abcd"}
    root = project({**files, "holdfast.toml": SHIPPED + '[severity]\ndocument-unlisted = { shipped = "note" }\n'})
    found = {one.path: one.severity.word for one in check(str(root), policy="latest").verdicts if one.slug == "document-unlisted"}
    assert found == {"docs/c.md": "note", "docs/d.md": "error"}


def test_the_role_of_an_unknown_word_is_the_default_one(project: Project) -> None:
    assert role(project, "", "Simmering") is Role.DRAFT
    assert role(project, 'default-status = "research"\n', "Simmering") is Role.RESEARCH


REFUSED = {
    # what is written: (line, what the message starts with, what the remedy holds)
    "state without a role": ("[state.shipped]\nwords = ['x']\n", 1, "state.shipped: says not what it inherits from", 'inherits = "active"'),
    "state of an unknown role": ('\n[state.shipped]\ninherits = "actve"\n', 3, "state.shipped.inherits: 'actve' is no role and no state", "did you mean 'active'?"),
    "unknown key of a state": ('[state.x]\ninherits = "draft"\nword = ["y"]\n', 3, "state.x.word: no such key", "did you mean 'words'?"),
    "words that are none": ('[state.x]\ninherits = "draft"\nwords = [1]\n', 3, "state.x.words: wants a string or a list of strings", "words ="),
    "states in a circle": ('[state.x]\ninherits = "y"\n[state.y]\ninherits = "x"\n', 2, "state.x.inherits: comes back to itself", "a role"),
    "state of itself": ('[state.x]\ninherits = "x"\n', 2, "state.x.inherits: comes back to itself", "a role"),
    "severity in an unknown state": ('[severity]\nfield-missing = { shiped = "note" }\n' + SHIPPED, 2, "severity.field-missing.shiped: 'shiped' is no role and no state", "'shipped'"),
    "word of an unknown state": (SHIPPED + '[status]\nDone = "shiped"\n', 5, "status.Done: 'shiped' is no role and no state", "'shipped'"),
    "corpus": ('corpus = "lively"\n', 1, "corpus: 'lively' is no kind of corpus", "valid are living, record"),
    "corpus of a type": ('[type.a]\ntemplate = "builtin:adr"\ndocuments = "a"\ncorpus = true\n', 4, "type.a.corpus: True is no kind of corpus", "living, record"),
    "version": ('template-version = "newest"\n', 1, "template-version: 'newest' is no version", "best, date, latest"),
}


@pytest.mark.parametrize(("text", "line", "found", "remedy"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_followed_is_refused_with_its_line(project: Project, text: str, line: int, found: str, remedy: str) -> None:
    root = project({"holdfast.toml": text})
    with pytest.raises(UsageError) as caught:
        load_config(str(root / "holdfast.toml"))
    assert (caught.value.where, caught.value.found) == (f"{root}/holdfast.toml:{line}", caught.value.found)
    assert caught.value.found.startswith(found)
    assert remedy in caught.value.remedy


NATURES = {
    # folder, names of the documents: whether they are living by guess
    "design": ("docs/design", ("01-tides", "02-locks"), True),
    "architecture": ("docs/architecture", ("tides", "locks"), True),
    "rfcs": ("rfcs", ("tides", "locks"), False),
    "numbered": ("text", ("0001-tides", "0002-locks"), False),
    "eips": ("EIPS", ("eip-1", "eip-20"), False),
    "adr": ("docs/adr", ("tides", "locks"), False),
    "decisions": ("docs/decisions", ("tides", "locks"), False),
    "proposals": ("proposals", ("tides", "locks"), False),
}
PATH = "\nSoundings lie in `docs/maps/tides.txt`.\n"


@pytest.mark.parametrize(("folder", "names", "living"), NATURES.values(), ids=NATURES)
def test_the_nature_of_a_corpus_is_guessed(project: Project, folder: str, names: tuple[str, ...], living: bool) -> None:  # noqa: FBT001
    files = {f"{folder}/TEMPLATE.md": template(), **{f"{folder}/{name}.md": document(name) + PATH for name in names}, "docs/maps/x.txt": "x"}
    result = check(str(project(files)), policy="latest")
    assert [one.living for one in result.understood] == [living]
    assert len(said(result, "path-missing")) == (len(names) if living else 0)


@pytest.mark.parametrize(("top", "own", "living"), [("record", "", False), ("living", "", True), ("record", "living", True), ("living", "record", False)])
def test_a_types_own_word_about_its_nature_comes_before_that_for_all(project: Project, top: str, own: str, living: bool) -> None:  # noqa: FBT001
    files = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A") + PATH, "docs/maps/x.txt": "x"}
    nature = f'corpus = "{own}"\n' if own else ""
    settled = f'corpus = "{top}"\n[type.plan]\ntemplate = "docs/TEMPLATE.md"\ndocuments = "docs/*.md"\n{nature}'
    for config in (settled, *([] if own else [f'corpus = "{top}"\n'])):
        result = check(str(project({**files, "holdfast.toml": config})), policy="latest")
        assert [one.living for one in result.understood] == [living]
        assert len(said(result, "path-missing")) == int(living)


def shown(holdfast: Holdfast, root: Path, *arguments: str) -> dict[str, tuple[object, str]]:
    record = json.loads(holdfast(root, "config", "show", "--format", "json", *arguments).out)
    assert record["version"] == 1
    return {one["name"]: (one["value"], one["source"]) for one in record["settings"]}


CONFIG = """# Ours.
exclude = ["old/"]
corpus = "record"

[type.plan]
template = "TEMPLATE.md"
documents = ["docs/*.md"]
corpus = "living"

[severity]
section-missing = { active = "note" }

[severity.field-missing]
active = "warning"
"""


def test_every_setting_is_shown_with_its_source(project: Project, holdfast: Holdfast) -> None:
    root = project({"holdfast.toml": CONFIG, "TEMPLATE.md": template(), "docs/deep/x.txt": "x"})
    found = shown(holdfast, root)
    assert found.pop("root") == (str(root), "the folder of the configuration")
    assert {name: source for name, (_, source) in found.items()} == {
        "corpus": "holdfast.toml:3",
        "default-status": "default",
        "exclude": "holdfast.toml:2",
        "fail-on": "default",
        "severity.field-missing.active": "holdfast.toml:14",
        "severity.section-missing.active": "holdfast.toml:11",
        "template-version": "default",
        "type.plan.corpus": "holdfast.toml:8",
        "type.plan.documents": "holdfast.toml:7",
        "type.plan.template": "holdfast.toml:6",
        "unbound-below": "default",
    }
    lines = [line.split("  ") for line in holdfast(root / "docs" / "deep", "config", "show").out.splitlines()]
    assert {line[0]: line[-1].strip() for line in lines} == {"root": "the folder of the configuration"} | {
        name: source.replace("holdfast.toml", "../../holdfast.toml") for name, (_, source) in found.items()
    }


def test_defaults_are_shown_where_nothing_is_set(project: Project, holdfast: Holdfast) -> None:
    found = shown(holdfast, project({"docs/TEMPLATE.md": template()}))
    assert {source for _, source in found.values()} == {"default", "the repository"}
    assert {name: value for name, (value, _) in found.items() if name != "root"} == {
        "corpus": "guessed",
        "default-status": "'draft'",
        "exclude": "[]",
        "fail-on": "'error'",
        "template-version": "'date'",
        "unbound-below": "0.2",
    }


def test_the_table_in_pyproject_is_shown_with_its_own_lines(project: Project, holdfast: Holdfast) -> None:
    text = '[tool.other]\nexclude = ["x"]\n[tool.other.severity]\nlink-broken = 3\n\n[tool.holdfast]\nexclude = ["old/"]\n[tool.holdfast.severity]\nlink-broken = "note"\n'
    root = project({"pyproject.toml": text})
    found = shown(holdfast, root)
    assert (found["exclude"][1], found["severity.link-broken"][1]) == ("pyproject.toml:7", "pyproject.toml:9")
    (root / "pyproject.toml").write_text(text.replace('"note"', '"nota"'))
    assert "pyproject.toml:9: severity.link-broken: 'nota' is no severity" in holdfast(root, "config", "show").err


def test_a_named_configuration_is_shown_in_place_of_the_nearest(project: Project, holdfast: Holdfast) -> None:
    root = project({"holdfast.toml": "nonsense = 1\n", "ci/strict.toml": 'fail-on = "note"\n'})
    assert shown(holdfast, root, "--config", "ci/strict.toml")["fail-on"] == ("'note'", "ci/strict.toml:1")
    assert load_config(str(root / "ci" / "strict.toml")).fail_on is Severity.NOTE
