"""States of a project's own, status words, and severities by state and role."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.config import load_config
from holdfast.engine.check import check
from holdfast.errors import UsageError
from holdfast.model.role import Role
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
ANY = template(status="[Whatever]")
SHIPPED = '[state.shipped]\ninherits = "active"\nwords = ["Rolled out", "Phase 2"]\n'


def severity(project: Project, config: str, status: str) -> str:
    """Return the severity of a missing section in a document of this status; empty where it is off."""
    root = project(
        {
            "docs/TEMPLATE.md": ANY,
            "docs/a.md": document("A", "Context", "Decision", status=status),
            "holdfast.toml": config,
        }
    )
    return next(
        (one.severity.word for one in check(str(root), policy="latest").verdicts if one.slug == "section-missing"), ""
    )


def role(project: Project, config: str, status: str) -> Role:
    root = project({"docs/TEMPLATE.md": ANY, "docs/a.md": document("A", status=status), "holdfast.toml": config})
    return check(str(root), policy="latest").documents[0].role


@pytest.mark.parametrize(
    "word",
    [
        "Rolled out",
        "rolled OUT",
        "🚢 **Rolled Out** (May)",
        "Rolled-out to all",
        "Shipped",
        "Phase 2",
        "phase 2, since May",
    ],
)
def test_a_state_is_told_by_its_words_and_by_its_name(project: Project, word: str) -> None:
    assert role(project, SHIPPED, word) is Role.ACTIVE
    assert (
        severity(project, SHIPPED + '[severity]\nsection-missing = { shipped = "note", active = "warning" }\n', word)
        == "note"
    )


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
    assert (
        role(
            project,
            '[status]\n"Waiting for the word of the council" = "superseded"\n',
            "Waiting for the word of the council",
        )
        is Role.SUPERSEDED
    )


def test_a_word_of_the_project_comes_before_a_known_one(project: Project) -> None:
    assert role(project, '[status]\nDraft = "active"\n', "Draft") is Role.ACTIVE
    assert role(project, '[status]\n"Draft two" = "active"\n', "Draft") is Role.DRAFT


PRECEDENCE = {
    # the table for section-missing: severity when shipped, when active, when a draft
    "nothing said": ("", "error", "error", "warning"),
    "for all": ('section-missing = "note"', "note", "note", "note"),
    "by role": ('section-missing = { active = "note" }', "note", "note", "warning"),
    "by state": ('section-missing = { shipped = "note" }', "note", "error", "warning"),
    "the state before the role": (
        'section-missing = { shipped = "warning", active = "note" }',
        "warning",
        "note",
        "warning",
    ),
    "off in one": ('section-missing = { shipped = "off" }', "", "error", "warning"),
    "raised": ('section-missing = { draft = "error" }', "error", "error", "error"),
}


@pytest.mark.parametrize(("table", "shipped", "active", "draft"), PRECEDENCE.values(), ids=PRECEDENCE)
def test_the_nearest_word_about_a_severity_counts(
    project: Project, table: str, shipped: str, active: str, draft: str
) -> None:
    found = [
        severity(project, f"{SHIPPED}[severity]\n{table}\n", status) for status in ("Rolled out", "Active", "Draft")
    ]
    assert found == [shipped, active, draft]


def test_a_severity_by_state_counts_for_what_the_corpus_says(project: Project) -> None:
    """Not only for what one document says alone."""
    files = {"docs/TEMPLATE.md": ANY, "docs/README.md": "# Index\n\n- [A](a.md)\n- [B](b.md)\n"}
    files |= {f"docs/{name}.md": document(name, status="Rolled out" if name == "c" else "Active") for name in "abcd"}
    root = project({**files, "holdfast.toml": SHIPPED + '[severity]\ndocument-unlisted = { shipped = "note" }\n'})
    found = {
        one.path: one.severity.word
        for one in check(str(root), policy="latest").verdicts
        if one.slug == "document-unlisted"
    }
    assert found == {"docs/c.md": "note", "docs/d.md": "error"}


def test_the_role_of_an_unknown_word_is_the_default_one(project: Project) -> None:
    assert role(project, "", "Simmering") is Role.DRAFT
    assert role(project, 'default-status = "research"\n', "Simmering") is Role.RESEARCH


REFUSED = {
    # what is written: (line, what the message starts with, what the remedy holds)
    "state without a role": (
        "[state.shipped]\nwords = ['x']\n",
        1,
        "state.shipped: says not what it inherits from",
        'inherits = "active"',
    ),
    "state of an unknown role": (
        '\n[state.shipped]\ninherits = "actve"\n',
        3,
        "state.shipped.inherits: 'actve' is no role and no state",
        "did you mean 'active'?",
    ),
    "unknown key of a state": (
        '[state.x]\ninherits = "draft"\nword = ["y"]\n',
        3,
        "state.x.word: no such key",
        "did you mean 'words'?",
    ),
    "words that are none": (
        '[state.x]\ninherits = "draft"\nwords = [1]\n',
        3,
        "state.x.words: wants a string or a list of strings",
        "words =",
    ),
    "states in a circle": (
        '[state.x]\ninherits = "y"\n[state.y]\ninherits = "x"\n',
        2,
        "state.x.inherits: comes back to itself",
        "a role",
    ),
    "state of itself": ('[state.x]\ninherits = "x"\n', 2, "state.x.inherits: comes back to itself", "a role"),
    "severity in an unknown state": (
        '[severity]\nfield-missing = { shiped = "note" }\n' + SHIPPED,
        2,
        "severity.field-missing.shiped: 'shiped' is no role and no state",
        "'shipped'",
    ),
    "word of an unknown state": (
        SHIPPED + '[status]\nDone = "shiped"\n',
        5,
        "status.Done: 'shiped' is no role and no state",
        "'shipped'",
    ),
    "corpus": ('corpus = "lively"\n', 1, "corpus: 'lively' is no kind of corpus", "valid are living, record"),
    "corpus of a type": (
        '[type.a]\ntemplate = "builtin:adr"\ndocuments = "a"\ncorpus = true\n',
        4,
        "type.a.corpus: True is no kind of corpus",
        "living, record",
    ),
    "version": ('template-version = "newest"\n', 1, "template-version: 'newest' is no version", "best, date, latest"),
}


@pytest.mark.parametrize(("text", "line", "found", "remedy"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_followed_is_refused_with_its_line(
    project: Project, text: str, line: int, found: str, remedy: str
) -> None:
    root = project({"holdfast.toml": text})
    with pytest.raises(UsageError) as caught:
        load_config(str(root / "holdfast.toml"))
    assert (caught.value.where, caught.value.found) == (f"{root}/holdfast.toml:{line}", caught.value.found)
    assert caught.value.found.startswith(found)
    assert remedy in caught.value.remedy
