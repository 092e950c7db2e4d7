"""The three corpora of ``examples/``: one that holds, one left alone for a month, one that never used its template."""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from holdfast.rules import all_rules
from holdfast.verifiers import all_verifiers

EXAMPLES = Path(__file__).parent.parent / "examples"
CORPORA = ("holds", "rotten", "foreign")
NOT_PLANTED = {
    "date-early",
    "encoding-invalid",
    "file-unreadable",
    "policy-loosened",
    "transition-forbidden",
    "version-unknown",
}
"""Faults of bytes and permissions, which a checkout does not keep, and of history, which these corpora have none of."""

ROTTEN = {
    ("docs/adr/0001-poll-for-jobs.md", 4, "successor-missing"),  # a bare "Superseded"
    ("docs/adr/0003-one-table-for-all-kinds.md", 1, "number-clash"),  # two branches took the next free number
    ("docs/adr/0003-one-table-for-all-kinds.md", 1, "successor-silent"),  # says nothing of 0002
    ("docs/adr/0004-one-worker-for-each-core.md", 4, "number-unknown"),  # there is no 0006
    ("docs/adr/0004-one-worker-for-each-core.md", 19, "advice-left"),  # a sentence of the template
    ("docs/adr/0004-one-worker-for-each-core.md", 12, "deprecated-cited"),  # rests on polling
    ("docs/design/01-leases.md", 76, "number-duplicate"),  # a section was put in between
    ("docs/design/01-leases.md", 81, "path-missing"),  # a module that was never written
    ("docs/design/01-leases.md", 76, "label-missing"),  # the reason is there, its label is not
    ("docs/design/01-leases.md", 166, "item-incomplete"),  # "latest" is no version
    ("docs/design/01-leases.md", 173, "link-broken"),  # still the old name of 02-retries.md
    ("docs/design/02-retries.md", 7, "length-exceeded"),
    ("docs/design/02-retries.md", 33, "finding-unsourced"),
    ("docs/design/02-retries.md", 57, "link-broken"),  # a document that is gone
    ("docs/design/02-retries.md", 108, "table-column-missing"),  # no Notes
    ("docs/design/02-retries.md", 111, "target-missed"),  # 91 of 95 %
    ("docs/design/02-retries.md", 120, "example-unparsable"),  # a parenthesis is lost
    ("docs/design/02-retries.md", 116, "command-missing"),  # the target has another name
    ("docs/design/02-retries.md", 135, "reference-mistitled"),  # 7807 is meant
    ("docs/design/02-retries.md", 152, "waiver-invalid"),  # no reason given
    ("docs/design/02-retries.md", 154, "waiver-unused"),  # the anchor it excuses is in another document
    ("docs/design/03-dead-letters.md", 1, "field-missing"),  # no Status, which the index claims to know
    ("docs/design/03-dead-letters.md", 63, "anchor-broken"),  # the section has another number now
    ("docs/design/03-dead-letters.md", 93, "task-not-a-box"),
    ("docs/design/03-dead-letters.md", 106, "measurement-missing"),
    ("docs/design/03-dead-letters.md", 121, "text-invisible"),  # copied from a chat
    ("docs/design/03-dead-letters.md", 126, "placeholder-left"),  # the second question
    ("docs/design/03-dead-letters.md", 128, "number-gap"),  # there is no 10
    ("docs/design/03-dead-letters.md", 141, "placeholder-left"),  # the example link
    ("docs/design/04-delayed-jobs.md", 1, "document-unlisted"),
    ("docs/design/04-delayed-jobs.md", 1, "takeaway-missing"),  # the sentence has lost its label
    ("docs/design/04-delayed-jobs.md", 3, "field-example"),  # January 2025
    ("docs/design/04-delayed-jobs.md", 4, "field-invalid"),  # Parked
    ("docs/design/04-delayed-jobs.md", 5, "related-one-way"),
    ("docs/design/04-delayed-jobs.md", 12, "section-missing"),  # Non-Goals
    ("docs/design/04-delayed-jobs.md", 69, "language-differs"),
    ("docs/design/04-delayed-jobs.md", 98, "placeholder-left"),  # the example test
    ("docs/design/04-delayed-jobs.md", 102, "comment-left"),  # a directive, copied from a template
    ("docs/design/05-observability.md", 5, "related-one-way"),
    ("docs/design/05-observability.md", 36, "symbol-missing"),  # the function has another name
    ("docs/design/05-observability.md", 29, "section-empty"),  # nothing at all
    ("docs/design/05-observability.md", 89, "answer-open"),
    ("docs/design/05-observability.md", 91, "section-empty"),  # TBD
    ("docs/design/05-observability.md", 112, "text-bidirectional"),
    ("docs/design/06-priority-lanes.md", 1, "document-unfilled"),
    ("docs/design/README.md", 8, "status-disagrees"),
    ("docs/design/README.md", 9, "index-dangling"),  # the old name of 02-retries.md
    ("docs/design/worker-runbook.md", 1, "document-unbound"),
}

Check = Callable[[str], tuple[int, dict[str, Any]]]


@pytest.fixture
def check(holdfast: Callable[..., Any]) -> Check:
    """Return a function that checks one corpus from its own folder and returns exit code and answer."""

    def run(name: str) -> tuple[int, dict[str, Any]]:
        done = holdfast(EXAMPLES / name, "check", "--format", "json", "--no-cache")
        assert done.err == ""
        return done.code, json.loads(done.out)

    return run


def slugs(answer: dict[str, Any]) -> Counter[str]:
    return Counter(one["slug"] for one in answer["verdicts"])


def said_of(answer: dict[str, Any], name: str, slug: str) -> list[str]:
    return [one["found"] for one in answer["verdicts"] if one["path"].endswith(f"/{name}") and one["slug"] == slug]


@pytest.mark.parametrize("name", CORPORA)
def test_each_corpus_is_a_project_of_its_own(check: Check, name: str) -> None:
    """Its ``holdfast.toml`` ends the search, so that nothing of the repository around it comes in."""
    _, answer = check(name)
    assert Path(answer["root"]) == EXAMPLES / name
    assert all(one["path"].startswith("docs/") for one in answer["documents"])


def test_the_corpora_share_one_template() -> None:
    """What differs between the three is what people did with the template, not the template."""
    assert len({(EXAMPLES / name / "docs" / "design" / "TEMPLATE.md").read_bytes() for name in CORPORA}) == 1


def test_holds_has_no_finding(check: Check) -> None:
    """A folder filled in with care gets no finding, not even a note, and exit code 0."""
    code, answer = check("holds")
    assert answer["verdicts"] == []
    assert code == 0


def test_holds_binds_both_folders_to_their_own_templates(check: Check) -> None:
    """Design documents and decision records lie side by side, each folder with its template."""
    _, answer = check("holds")
    found = {
        one["folder"]: ([template["path"] for template in one["templates"]], one["documents"])
        for one in answer["understood"]
    }
    assert found == {"docs/adr": (["docs/adr/template.md"], 3), "docs/design": (["docs/design/TEMPLATE.md"], 3)}
    assert all(one["bound"] for one in answer["documents"])


def test_holds_shows_several_statuses(check: Check) -> None:
    """That it holds is not because nothing was demanded: there are Active documents among the others."""
    _, answer = check("holds")
    assert {one["role"] for one in answer["documents"]} == {"active", "draft", "research", "superseded"}


@pytest.mark.parametrize("path", sorted((EXAMPLES / "holds").rglob("docs/design/0*.md")), ids=lambda path: path.stem)
def test_python_examples_of_holds_parse(path: Path) -> None:
    """The examples are code, not pictures of code."""
    fences = re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(fences) >= 2
    for fence in fences:
        ast.parse(fence)


def test_rotten_fails(check: Check) -> None:
    """Errors give exit code 1."""
    code, _ = check("rotten")
    assert code == 1


def test_rotten_gets_exactly_the_findings_that_were_planted(check: Check) -> None:
    """Every planted fault is found where it is, and nothing else is said."""
    _, answer = check("rotten")
    found = [(one["path"], one["line"], one["slug"]) for one in answer["verdicts"]]
    assert set(found) == ROTTEN
    assert len(found) == len(ROTTEN)


def test_rotten_hits_every_rule(check: Check) -> None:
    """Each rule has at least one fault in the corpus; a new rule needs one too. What verifiers answer, ``verify`` tries."""
    _, answer = check("rotten")
    tried = {slug for one in all_verifiers() for slug in (one.slug, *one.slugs)} - {"target-missed"}
    assert set(slugs(answer)) == {rule.slug for rule in all_rules()} - NOT_PLANTED - tried


def test_rotten_rename_is_recognised_where_the_old_name_is_used(check: Check) -> None:
    """The index and the link both learn the new name, and the renamed document is not called unlisted."""
    _, answer = check("rotten")
    assert said_of(answer, "README.md", "index-dangling") == [
        "02-job-retries.md does not exist; did you mean 02-retries.md, which is not listed?"
    ]
    assert "02-job-retries.md does not exist; did you mean 02-retries.md?" in said_of(
        answer, "01-leases.md", "link-broken"
    )
    assert said_of(answer, "02-retries.md", "document-unlisted") == []


def test_rotten_missing_status_is_told_with_what_the_index_claims(check: Check) -> None:
    """Who mends it need not look up the row."""
    _, answer = check("rotten")
    assert said_of(answer, "03-dead-letters.md", "field-missing") == ["no Status; README.md:10 says Active"]


def test_rotten_blank_copy_and_free_text_get_one_message_each(check: Check) -> None:
    """A document that is no design document yet, or never was one, is no wall of missing sections."""
    _, answer = check("rotten")
    for name in ("06-priority-lanes.md", "worker-runbook.md"):
        assert sum(1 for one in answer["verdicts"] if one["path"].endswith(name)) == 1


def test_rotten_severity_follows_the_status(check: Check) -> None:
    """Gaps of an Active document are errors; those of a document without a valid status are warnings, as in a Draft."""
    _, answer = check("rotten")
    severities = {(one["path"].rpartition("/")[2], one["slug"]): one["severity"] for one in answer["verdicts"]}
    assert severities["05-observability.md", "section-empty"] == "error"
    assert severities["04-delayed-jobs.md", "section-missing"] == "warning"
    assert severities["03-dead-letters.md", "placeholder-left"] == "warning"
    assert severities["README.md", "index-dangling"] == "error"


def test_every_finding_of_rotten_has_a_remedy_and_quotes_a_template_line_that_is_there(check: Check) -> None:
    """A message names what to do, and what it quotes stands in the template on that line."""
    _, answer = check("rotten")
    for one in answer["verdicts"]:
        assert one["remedy"]
        if origin := one["requirement"]:
            template = (EXAMPLES / "rotten" / origin["path"]).read_text(encoding="utf-8").splitlines()
            assert origin["text"].strip() == template[origin["line"] - 1].strip()


def test_foreign_documents_get_one_word_each_and_no_failure(check: Check) -> None:
    """Five documents, five warnings ``document-unbound``, nothing about their structure, exit code 0."""
    code, answer = check("foreign")
    documents = sorted(
        path.name for path in (EXAMPLES / "foreign" / "docs" / "design").glob("*.md") if path.name != "TEMPLATE.md"
    )
    assert len(documents) == 5
    found = sorted((one["path"], one["slug"], one["severity"]) for one in answer["verdicts"])
    assert found == [(f"docs/design/{name}", "document-unbound", "warning") for name in documents]
    assert not any(one["bound"] for one in answer["documents"])
    assert code == 0
