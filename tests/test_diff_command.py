"""``holdfast diff``: what changed in the design between two states of it, in the terms of its documents."""

import json
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from holdfast.engine.difference import compare_revisions
from holdfast.errors import UsageError
from holdfast.model.contrast import Contrast, DocumentContrast
from inprocess import holdfast_here  # noqa: F401 - A fixture.
from progress import PATH, ferry, project

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "diff-v1.json").read_text())
FENCE = "\n### Example\n\n```python\nprint({})\n```\n"
OPEN = ("- [ ] Build the quay", "- [ ] Paint the boat", "- [ ] Hire a captain")


def only(root: Path, old: str = "HEAD", new: str = "") -> DocumentContrast:
    [one] = compare_revisions(str(root), old, new).documents
    return one


def short(found: DocumentContrast) -> list[tuple[str, str, str]]:
    return [(one.kind, one.did, one.what) for one in found.contrasts]


def changed(repo: Repo, text: str) -> tuple[Contrast, ...]:
    """Return what differs when the document is written anew."""
    repo.write({PATH: text})
    return only(repo.root).contrasts


def test_nothing_differs_where_nothing_changed(tmp_path):
    project(tmp_path)
    assert not compare_revisions(str(tmp_path)).different


def test_a_status_that_changes_comes_first(tmp_path):
    repo = project(tmp_path)
    found = changed(repo, ferry("- [x] Build the quay", *OPEN[1:], status="Active"))
    assert found[0] == Contrast("status", "changed", "Status", "Draft", "Active", line=4)
    assert found[1][:3] == ("task", "ticked", "Build the quay")


def test_a_tick_names_the_commit_that_made_it(tmp_path):
    repo = project(tmp_path)
    commit = repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    assert only(tmp_path, "HEAD~1").contrasts[0].note == f"in {commit[:7]}"
    assert only(tmp_path, "HEAD~1", "HEAD").contrasts[0].note == f"in {commit[:7]}"


def test_between_the_sides_of_a_rename_only_what_changed_is_told(tmp_path):
    repo = project(tmp_path)
    repo.move(PATH, "docs/design/07-ferry.md", {"docs/design/07-ferry.md": ferry("- [x] Build the quay", *OPEN[1:])})
    one = only(tmp_path, "HEAD~1")
    assert (one.fate, one.older, short(one)) == ("renamed", PATH, [("task", "ticked", "Build the quay")])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ferry(*OPEN, "- [ ] Sell tickets"), [("task", "added", "Sell tickets")]),
        (ferry(*OPEN[:2]), [("task", "removed", "Hire a captain")]),
        (ferry(OPEN[0], "- [ ] Paint the boat blue", OPEN[2]), [("task", "reworded", "Paint the boat blue")]),
        (ferry(target="< 20 ms"), [("target", "changed", "Crossing")]),
        (ferry(date="2024-02-02"), [("field", "changed", "Date")]),
        (ferry(more="\n## Costs\n\nNone.\n"), [("section", "added", "Costs")]),
        (
            ferry(questions=("- [x] Who rings the bell? **Decision:** the captain",)),
            [("question", "answered", "Who rings the bell?")],
        ),
        (ferry(questions=("- [ ] Who rings the bell?", "- [ ] Who pays?")), [("question", "added", "Who pays?")]),
        (
            ferry(more="\n<!-- holdfast: waive section-missing because it is short -->\n"),
            [("waiver", "added", "section-missing")],
        ),
    ],
)
def test_what_changed_is_said_in_the_terms_of_the_document(tmp_path, text, expected):
    assert [one[:3] for one in changed(project(tmp_path), text)] == expected


def test_the_other_way_round_what_was_added_is_removed(tmp_path):
    repo = project(tmp_path)
    repo.commit({PATH: ferry(more="\n## Costs\n\nNone.\n")})
    assert short(only(tmp_path, "HEAD", "HEAD~1")) == [("section", "removed", "Costs")]


def test_a_target_that_moved_alone_was_not_measured_since(tmp_path):
    [one] = changed(project(tmp_path), ferry(target="< 20 ms"))
    assert (one.before, one.after, one.note) == ("< 50 ms", "< 20 ms", "not measured since")


def test_prose_that_is_said_otherwise_is_no_difference(tmp_path):
    repo = project(tmp_path)
    repo.write({PATH: ferry().replace("A ferry between two harbours.", "One ferry, two harbours.")})
    assert not compare_revisions(str(tmp_path)).different


def test_an_example_is_the_same_while_it_is_edited(tmp_path):
    repo = project(tmp_path, ferry(more=FENCE.format(1)))
    [one] = changed(repo, ferry(more=FENCE.format(2)))
    assert one[:3] == ("example", "changed", "Example (python)")


def test_an_example_under_a_new_heading_is_no_other_example(tmp_path):
    repo = project(tmp_path, ferry(more=FENCE.format(1)))
    found = changed(repo, ferry(more=FENCE.format(1).replace("### Example", "### Instance")))
    assert {one.kind for one in found} == {"section"}


def test_a_link_that_stays_broken_is_no_difference_whatever_is_near_it(tmp_path):
    repo = project(tmp_path, ferry(more="\nSee [it](03-tunnels.md).\n"))
    repo.write({"docs/design/03-tunnel.md": ferry(title="Tunnel")})
    assert compare_revisions(str(tmp_path)).links == ()


def test_documents_come_and_go_and_links_break_and_mend(tmp_path):
    repo = project(tmp_path)
    repo.commit({PATH: ferry(more="\nSee [it](03-tunnel.md) and [that](02-bridge.md).\n")})
    repo.write({"docs/design/03-tunnel.md": ferry("- [ ] Task 1", title="Tunnel")})
    (tmp_path / "docs/design/02-bridge.md").unlink()
    found = compare_revisions(str(tmp_path))
    assert {one.path: one.fate for one in found.documents} == {
        "docs/design/02-bridge.md": "gone", "docs/design/03-tunnel.md": "new",
    }  # fmt: skip
    assert next(one.blanks for one in found.documents if one.fate == "new") == 1
    assert {(one.did, one.path, one.found.split()[0]) for one in found.links} == {
        ("mended", PATH, "03-tunnel.md"), ("broken", PATH, "02-bridge.md"),
    }  # fmt: skip


def test_what_is_no_longer_in_force_is_folded(tmp_path, holdfast):
    repo = project(tmp_path, ferry(status="Deprecated"))
    repo.write({PATH: ferry("- [x] Build the quay", *OPEN[1:], status="Deprecated")})
    assert only(tmp_path).folded
    assert "1 no longer in force changed" in holdfast(tmp_path, "diff").out
    assert "Build the quay" in holdfast(tmp_path, "diff", "--all").out


def test_a_filter_of_the_repository_is_not_run(tmp_path):
    repo = project(tmp_path)
    mark = tmp_path / "ran"
    repo.commit({".gitattributes": "*.md filter=evil diff=evil\n"})
    for name in ("filter.evil.smudge", "filter.evil.clean", "diff.evil.textconv", "diff.evil.command"):
        repo.git("config", name, f"touch {mark}; cat")
    repo.write({PATH: ferry(status="Active")})
    assert compare_revisions(str(tmp_path)).different
    assert not mark.exists()


def test_an_unknown_revision_is_refused(tmp_path):
    project(tmp_path)
    with pytest.raises(UsageError, match="git knows no 'nowhere' here"):
        compare_revisions(str(tmp_path), "nowhere")


def test_a_repository_without_a_commit_is_told_to_commit_and_not_to_fetch(tmp_path):
    Repo(tmp_path)
    with pytest.raises(UsageError, match="nothing is committed here yet"):
        compare_revisions(str(tmp_path))


def test_every_format_says_it_and_the_exit_code_only_where_it_is_asked_for(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.write({PATH: ferry("- [x] Build the quay", *OPEN[1:], status="Active", target="< 20 ms")})
    text = holdfast(tmp_path, "diff")
    assert (text.code, holdfast(tmp_path, "diff", "--exit-code").code) == (0, 1)
    assert "Draft → Active" in text.out
    assert '✓ task "Build the quay" ticked, not committed yet' in text.out
    assert '~ target "Crossing" < 50 ms → < 20 ms; not measured since' in text.out
    record = json.loads(holdfast(tmp_path, "diff", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(record)
    assert [one["kind"] for one in record["documents"][0]["changes"]] == ["status", "target", "task"]
    assert "Draft → Active" in holdfast(tmp_path, "diff", "--format", "markdown").out
    assert all(len(line) <= 80 for line in text.out.splitlines())


def test_a_hostile_title_reaches_no_terminal(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.write({PATH: ferry("- [ ] \x1b[31mred\x1b[0m", title="Fer\x1b]0;x\x07ry", status="Active")})
    for form in ("text", "json", "markdown"):
        assert "\x1b" not in holdfast(tmp_path, "diff", "--format", form).out
        assert "\x1b" not in holdfast(tmp_path, "status", "--format", form).out
        assert "\x1b" not in holdfast(tmp_path, "status", PATH, "--format", form).out
