"""Waivers: what they cover, what makes them void, and that they stay visible."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from conftest import Done
from gitrepo import Repo
from holdfast.binding.waivers import Waiver, read_waivers
from holdfast.engine.check import check
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.result import Result
from samples import document, index, notes, said, slugs, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
HEAD = "# A\n\n**Date:** 2025-02-03\n**Status:** Active\n"
LACKING = document("A", "Context", "Decision")


def waive(slugs: str = "section-missing", reason: str = "because it is in the wiki") -> str:
    return f"<!-- holdfast: waive {slugs} {reason} -->"


def checked(project: Project, text: str, **more: str) -> Result:
    return check(str(project({"docs/TEMPLATE.md": template(), "docs/a.md": text, **more})), policy="latest")


def outcomes(result: Result) -> list[tuple[str, str]]:
    return sorted((one.slug, one.outcome.value) for one in result.verdicts)


def read(text: str) -> list[Waiver]:
    found = parse(text.encode("utf-8", "surrogateescape"))
    return read_waivers(found, outline(found))


def empty(*waived: str, at: str = "") -> str:
    """Return a document of three empty sections with a waiver in some of them, and ``at`` before the first."""
    body = "".join(
        f"\n## {name}\n\n{waive('section-empty') if name in waived else ''}\n"
        for name in ("Context", "Decision", "Consequences")
    )
    return f"{HEAD}\n{at}\n{body}"


def test_a_waiver_before_the_second_heading_covers_the_whole_document(project: Project) -> None:
    result = checked(project, empty(at=waive("section-empty")))
    assert outcomes(result) == [("section-empty", "waived")] * 3


def test_a_waiver_in_a_section_covers_that_section(project: Project) -> None:
    result = checked(project, empty("Decision"))
    assert [one.outcome.value for one in result.verdicts if one.slug == "section-empty"] == [
        "broken",
        "waived",
        "broken",
    ]


def test_a_waiver_covers_what_stands_below_its_section(project: Project) -> None:
    text = (
        document("A").replace("## Decision\n", f"## Decision\n\n{waive('link-broken')}\n")
        + "\n### More\n\n[gone](gone.md)\n"
    )
    inner = text.replace("## Consequences", "### Consequences of it").replace("### More", "#### More")
    assert slugs(checked(project, text, **{"docs/b.md": inner}))["link-broken"] == 2
    result = check(str(project({})), policy="latest")
    assert {one.path: one.outcome.value for one in result.verdicts if one.slug == "link-broken"} == {
        "docs/a.md": "broken",
        "docs/b.md": "waived",
    }


def test_a_waiver_can_stand_above_the_first_heading_or_where_there_is_none(project: Project) -> None:
    assert outcomes(checked(project, f"{waive()}\n\n{LACKING}")) == [("section-missing", "waived")]
    assert read(waive())[0][2:4] == (0, len(waive()) + 1)


def test_several_rules_can_be_waived_at_once(project: Project) -> None:
    text = LACKING.replace("\n## ", f"\n{waive('section-missing, link-broken')}\n\n## ", 1) + "\n[gone](gone.md)\n"
    assert outcomes(checked(project, text)) == [("link-broken", "waived"), ("section-missing", "waived")]


def test_of_several_rules_those_that_hold_are_named(project: Project) -> None:
    text = LACKING.replace("\n## ", f"\n{waive('section-missing, link-broken')}\n\n## ", 1)
    result = checked(project, text)
    assert outcomes(result) == [("section-missing", "waived"), ("waiver-unused", "broken")]
    [verdict] = [one for one in result.verdicts if one.slug == "waiver-unused"]
    assert (verdict.found, verdict.remedy) == (
        "link-broken holds here without this waiver",
        "take link-broken out of the waiver",
    )


@pytest.mark.parametrize("reason", ["", "because", "because   ", "because\n", "for it is old", ": old"])
def test_a_waiver_without_a_reason_is_void_and_told(project: Project, reason: str) -> None:
    result = checked(project, LACKING.replace("\n## ", f"\n{waive(reason=reason)}\n\n## ", 1))
    assert outcomes(result) == [("section-missing", "broken"), ("waiver-invalid", "broken")]
    assert {one.severity.word for one in result.verdicts} == {"error"}


@pytest.mark.parametrize("word", ["because", "since", "as", "because:"])
def test_a_reason_may_follow_several_words_and_fill_several_lines(word: str) -> None:
    assert read(waive(reason=f"{word} it is\n  in the wiki"))[0][:2] == (("section-missing",), "it is in the wiki")


def test_an_unknown_rule_is_told_with_the_nearest_one(project: Project) -> None:
    result = checked(project, LACKING.replace("\n## ", f"\n{waive('section-mising')}\n\n## ", 1))
    assert outcomes(result) == [("section-missing", "broken"), ("waiver-invalid", "broken")]
    [verdict] = [one for one in result.verdicts if one.slug == "waiver-invalid"]
    assert verdict.found == "there is no rule 'section-mising' to waive"
    assert verdict.remedy.startswith("did you mean 'section-missing'")


def test_a_waiver_that_names_no_rule_is_told(project: Project) -> None:
    assert said(checked(project, document("A") + waive("", "because of the wiki")), "waiver-invalid") == [
        ("docs/a.md", "the waiver names no rule")
    ]


def test_a_waiver_that_excuses_nothing_is_told_where_it_stands(project: Project) -> None:
    text = document("A") + f"\n{waive('section-empty')}\n"
    result = checked(project, text)
    [verdict] = result.verdicts
    assert (verdict.slug, verdict.severity.word, verdict.position.line) == (
        "waiver-unused",
        "warning",
        len(text.splitlines()),
    )
    assert verdict.found == "section-empty holds here without this waiver"


def test_a_waiver_in_another_section_than_the_fault_is_told_where_that_is(project: Project) -> None:
    text = f"{document('A')}\n{waive('link-broken')}\n"
    text = text.replace("\n## ", "\n## Links\n\n[gone](gone.md)\n\n## ", 1)
    [fault, unused] = checked(project, text).verdicts
    assert (fault.slug, unused.slug) == ("link-broken", "waiver-unused")
    assert unused.remedy == f"move it to the section of line {fault.position.line}, or remove it"


def test_what_is_waived_is_listed_with_its_reason_when_all_is_asked_for(project: Project, holdfast: Holdfast) -> None:
    text = LACKING.replace("\n## ", f"\n{waive()}\n\n## ", 1)
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": text, "docs/b.md": document("B")})
    short, whole = holdfast(root, "check").out, holdfast(root, "check", "--all").out
    assert "what is waived, and why: holdfast check --all" in short
    assert "it is in the wiki" not in short
    assert re.search(r"waived +section-missing .*\n +because +it is in the wiki\n", whole)
    assert "and why" not in whole


def test_a_waiver_of_a_rule_that_is_off_or_not_asked_is_not_called_unused(project: Project) -> None:
    draft = document("A", status="Draft").replace("\n## ", f"\n{waive('path-missing')}\n\n## ", 1)
    config = {
        "holdfast.toml": '[severity]\nlink-broken = "off"\n[type.plan]\ntemplate = "docs/TEMPLATE.md"\ndocuments = "docs/?.md"\ncorpus = "record"\n'
    }
    active = document("B").replace("\n## ", f"\n{waive('link-broken, path-missing')}\n\n## ", 1)
    assert slugs(checked(project, draft, **{"docs/b.md": active}, **config))["waiver-unused"] == 0


@pytest.mark.parametrize(
    "code", ["```\n{}\n```", "~~~text\n{}\n~~~", "    {}", "Write `{}` there.", "````md\n```\n{}\n```\n````"]
)
def test_a_waiver_in_code_is_none(code: str) -> None:
    assert read(f"# A\n\n{code.format(waive())}\n") == []


def test_what_is_waived_is_counted_and_does_not_fail(project: Project, holdfast: Holdfast) -> None:
    root = checked(project, LACKING.replace("\n## ", f"\n{waive()}\n\n## ", 1)).root
    done = holdfast(Path(root), "check", "--template-version", "latest")
    assert done.code == 0
    assert "section-missing" not in done.out
    assert "1 document   1 holds · 0 do not      0 broken · 0 notes · 0 stale · 1 waived · 0 unproven" in done.out
    record = json.loads(holdfast(Path(root), "check", "--template-version", "latest", "--format", "json").out)
    assert record["summary"]["waived"] == 1
    assert [(one["slug"], one["outcome"], one["reason"]) for one in record["verdicts"]] == [
        ("section-missing", "waived", "it is in the wiki")
    ]
    assert holdfast(Path(root), "check", "--template-version", "latest", "--format", "concise").out == ""


@pytest.mark.parametrize("slug", ["waiver-invalid", "waiver-unused", "policy-loosened"])
def test_no_waiver_excuses_a_waiver(project: Project, slug: str) -> None:
    text = document("A").replace(
        "\n## ", f"\n{waive(slug)}\n{waive('section-empty')}\n{waive('section-mising')}\n\n## ", 1
    )
    result = checked(project, text)
    assert {one.outcome.value for one in result.verdicts} == {"broken"}
    assert {("waiver-invalid", "broken"), ("waiver-unused", "broken")} <= set(outcomes(result))


def test_a_document_that_never_used_the_template_is_left_in_peace_after_one_word(project: Project) -> None:
    text = notes("Walk").replace("\n\n", f"\n\n{waive('document-unbound', 'because it is a diary')}\n\n", 1)
    result = checked(project, text, **{"docs/b.md": document("B")})
    assert outcomes(result) == [("document-unbound", "waived")]


def test_where_nothing_else_is_asked_no_other_waiver_is_called_unused(project: Project) -> None:
    text = notes("Walk").replace("\n\n", f"\n\n{waive()}\n\n", 1)
    assert outcomes(checked(project, text, **{"docs/b.md": document("B")})) == [("document-unbound", "broken")]


def test_a_waiver_on_an_index_page_counts(project: Project) -> None:
    page = index("a.md", "gone.md").replace("\n\n", f"\n\n{waive('index-dangling')}\n\n", 1)
    assert outcomes(checked(project, document("A"), **{"docs/README.md": page})) == [("index-dangling", "waived")]
    page = page.replace("index-dangling", "index-dangle")
    assert outcomes(checked(project, document("A"), **{"docs/README.md": page})) == [
        ("index-dangling", "broken"),
        ("waiver-invalid", "broken"),
    ]


def test_a_waiver_of_what_the_whole_corpus_says_counts(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    text = document("C", status="").replace("\n## ", f"\n{waive('document-unlisted, field-missing')}\n\n## ", 1)
    repo.commit(
        {
            "docs/TEMPLATE.md": template(),
            "docs/README.md": index("a.md", "b.md"),
            "docs/a.md": document("A"),
            "docs/b.md": document("B"),
            "docs/c.md": text,
        }
    )
    for _ in range(2):  # The second answer comes from the cache.
        assert outcomes(check(str(repo.root))) == [("document-unlisted", "waived"), ("field-missing", "waived")]


@given(
    st.text(max_size=80),
    st.sampled_from(["", "section-empty", "section-empty, link-broken "]),
    st.sampled_from(["", "because ", "as "]),
)
@example("--", "section-empty", "because ")
@example("\ud800", "", "")
@example(" " * 80, "", "because ")
def test_no_comment_makes_it_fall(text: str, slugs: str, word: str) -> None:
    body = f"# A\n\n<!-- holdfast: waive {slugs}{word}{text} -->\n\n## B\n\n<!-- hf:waive{text}-->\n"
    found = parse(body.encode("utf-8", "replace"))
    for waiver in read_waivers(found, outline(found)):
        assert 0 <= waiver.start < waiver.end
        assert waiver.spot.start < waiver.spot.end <= len(found.source)
        assert waiver.reason == " ".join(waiver.reason.split())
