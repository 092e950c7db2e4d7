"""The baseline: what it holds does not fail, what is new does, and what is gone is told and pruned."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.baseline import NAME, load, parse, written
from samples import document, template

Holdfast = Callable[..., Done]
TEMPLATE = "docs/TEMPLATE.md"
A, B = "docs/a.md", "docs/b.md"
LACKING = document("A", "Context", "Decision")
LINKED = document("B") + "\nSee [the plan](plan.md).\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Two documents, each with one fault."""
    repo = Repo(tmp_path / "repo")
    repo.commit({TEMPLATE: template(), A: LACKING, B: LINKED})
    return repo


@pytest.fixture
def kept(repo: Repo, holdfast: Holdfast) -> Repo:
    """The same, with its faults in a committed baseline."""
    assert holdfast(repo.root, "baseline").code == 0
    repo.commit()
    return repo


def checked(holdfast: Holdfast, root: Path, *options: str) -> dict:
    done = holdfast(root, "check", "--format", "json", *options)
    assert done.err == ""
    return {**json.loads(done.out), "code": done.code}


def new(found: dict) -> list[tuple[str, str]]:
    return [(one["path"], one["slug"]) for one in found["verdicts"] if not one["baseline"]]


def entries(root: Path) -> list[str]:
    return [line for line in (root / NAME).read_text().splitlines() if line.startswith('{"path"')]


def test_what_it_holds_is_counted_and_does_not_fail(kept: Repo, holdfast: Holdfast) -> None:
    done = holdfast(kept.root, "check")
    assert done.code == 0
    assert "2 broken · 0 notes · 0 stale · 0 waived · 0 unproven · 2 in the baseline" in done.out
    assert "section-missing" not in done.out
    found = checked(holdfast, kept.root)
    assert [one["baseline"] for one in found["verdicts"]] == [True, True]
    assert (found["baseline"]["known"], found["baseline"]["gone"]) == (2, 0)
    shown = holdfast(kept.root, "check", "--all").out
    assert "is missing (in the baseline)" in shown
    assert holdfast(kept.root, "check", "--format", "concise").out == ""


def test_what_is_new_fails_and_is_told_alone(kept: Repo, holdfast: Holdfast) -> None:
    kept.write({B: LINKED + "\nAnd [the other plan](other.md).\n"})
    done = holdfast(kept.root, "check")
    assert done.code == 1
    assert "other.md does not exist" in done.out
    assert "`plan.md" not in done.out
    assert holdfast(kept.root, "check", "--format", "concise").out.count("\n") == 1


def test_a_second_equal_fault_is_new(kept: Repo, holdfast: Holdfast) -> None:
    kept.write({B: LINKED + "\nSee [the plan](plan.md).\n"})
    found = checked(holdfast, kept.root)
    assert (found["code"], new(found)) == (1, [(B, "link-broken")])


@pytest.mark.parametrize(
    "change",
    [
        {A: LACKING.replace("# A", "# The first", 1).replace("\n## Context", "\nIn short.\n\n## 1. Context")},
        {B: LINKED.replace("\nSee [the plan](plan.md).", "\n\nMuch was said.\n\nSee\n[the plan](plan.md).")},
        {TEMPLATE: "<!-- For all. -->\n\n" + template()},
        {"docs/c.md": document("C")},
    ],
    ids=["a title and numbers", "words and lines", "lines of the template", "a new document"],
)
def test_edits_elsewhere_make_nothing_new(kept: Repo, holdfast: Holdfast, change: dict[str, str]) -> None:
    kept.write(change)
    found = checked(holdfast, kept.root)
    assert (found["code"], new(found), found["baseline"]) == (0, [], {**found["baseline"], "known": 2, "gone": 0})


def test_what_is_gone_is_told_fails_nothing_and_is_pruned(kept: Repo, holdfast: Holdfast) -> None:
    kept.write({A: document("A"), B: LINKED + "\nSee [a map](map.md).\n"})
    done = holdfast(kept.root, "check", "--fail-on", "never")
    assert done.out.endswith("1 entry of the baseline no longer occurs: holdfast baseline --prune\n")
    assert done.code == 0
    pruned = holdfast(kept.root, "baseline", "--prune")
    assert pruned.out.startswith(f"{NAME}   1 entry about 1 document, 0 taken in, 1 dropped\n")
    assert [json.loads(line.rstrip(","))["path"] for line in entries(kept.root)] == [B]
    found = checked(holdfast, kept.root)
    assert (found["code"], new(found), found["baseline"]["gone"]) == (1, [(B, "link-broken")], 0)


def test_an_update_takes_in_what_is_new_and_drops_what_is_gone(kept: Repo, holdfast: Holdfast) -> None:
    kept.write({A: document("A"), "docs/c.md": document("C", "Context")})
    told = holdfast(kept.root, "baseline", "--update").out
    assert "2 taken in, 1 dropped" in told
    assert checked(holdfast, kept.root)["code"] == 0
    assert {json.loads(line.rstrip(","))["path"] for line in entries(kept.root)} == {B, "docs/c.md"}


def test_one_that_is_there_is_not_replaced_unasked(kept: Repo, holdfast: Holdfast) -> None:
    kept.write({A: document("A"), B: LINKED + "\nSee [a map](map.md).\n"})
    before = (kept.root / NAME).read_bytes()
    done = holdfast(kept.root, "baseline")
    assert done.code == 2
    assert "is there already; it lacks 1 entry and holds 1 entry in vain; --prune drops" in done.err
    assert (kept.root / NAME).read_bytes() == before


def test_pruning_what_is_not_there_is_refused(repo: Repo, holdfast: Holdfast) -> None:
    done = holdfast(repo.root, "baseline", "--prune")
    assert (done.code, "there is no baseline yet; write it first: holdfast baseline" in done.err) == (2, True)


def test_writing_it_again_changes_no_byte_and_says_so(kept: Repo, holdfast: Holdfast) -> None:
    before = (kept.root / NAME).stat()
    for option in ("--update", "--prune"):
        assert "nothing was written" in holdfast(kept.root, "baseline", option).out
    assert (kept.root / NAME).stat().st_mtime_ns == before.st_mtime_ns


def test_only_this_command_writes_it(repo: Repo, holdfast: Holdfast) -> None:
    for command in ("check", "rules"):
        holdfast(repo.root, command)
    assert repo.git("status", "--porcelain", "--ignored") == ""


def test_renames_since_it_was_written_are_followed(kept: Repo, holdfast: Holdfast) -> None:
    kept.move(A, "docs/first.md")
    kept.commit({"docs/first.md": LACKING.replace("# A", "# The first")})
    kept.move("docs/first.md", "docs/older/first.md")
    found = checked(holdfast, kept.root)
    assert (found["code"], new(found), found["baseline"]["gone"]) == (0, [], 0)
    assert "0 taken in, 0 dropped" in holdfast(kept.root, "baseline", "--prune").out
    assert '"docs/older/first.md"' in (kept.root / NAME).read_text()
    assert '"docs/a.md"' not in (kept.root / NAME).read_text()


@pytest.mark.parametrize("tell", [("mv", A, "docs/first.md"), ()], ids=["git mv", "mv"])
def test_a_rename_that_is_not_committed_yet_is_followed(kept: Repo, holdfast: Holdfast, tell: tuple[str, ...]) -> None:
    if tell:
        kept.git(*tell)
    else:
        (kept.root / A).rename(kept.root / "docs" / "first.md")
    assert new(checked(holdfast, kept.root)) == []


def test_a_message_that_stands_for_several_faults_stays_known_when_some_are_mended(
    tmp_path: Path, holdfast: Holdfast
) -> None:
    many = ("Context", "Costs", "Risks", "Goals", "Plan", "Decision")
    repo = Repo(tmp_path / "many")
    repo.commit({TEMPLATE: template(*many), A: document("A", "Decision"), B: document("B", *many)})
    assert "5 entries about 1 document" in holdfast(repo.root, "baseline").out
    for sections in (("Context", "Decision"), ("Context", "Costs", "Risks", "Decision")):
        repo.write({A: document("A", *sections)})
        found = checked(holdfast, repo.root)
        assert (found["code"], new(found)) == (0, [])
    assert found["baseline"]["gone"] == 3
    repo.write({A: document("A", "Context")})
    assert new(checked(holdfast, repo.root)) == [(A, "section-missing")]


def test_it_is_ordered_holds_an_entry_a_line_and_nothing_that_churns(kept: Repo) -> None:
    text = (kept.root / NAME).read_text()
    found = entries(kept.root)
    assert found == sorted(found)
    assert json.loads(found[0].rstrip(",")) == {
        "path": A,
        "rule": "section-missing",
        "section": "",
        "text": "consequences",
    }
    assert str(kept.root) not in text
    assert "line" not in json.loads(found[0].rstrip(","))
    baseline = load(str(kept.root / NAME), wanted=True)
    assert baseline is not None
    assert written(baseline) == text


def test_branches_that_each_take_something_in_are_merged_by_git(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({f"docs/{name}.md": document(name, "Context", "Decision") for name in "cd"})
    holdfast(repo.root, "baseline")
    repo.commit()
    for branch, name in (("other", "aa"), ("main", "cc")):
        if branch == "other":
            repo.branch(branch)
        else:
            repo.switch(branch)
        repo.write({f"docs/{name}.md": document(name, "Context", "Decision")})
        holdfast(repo.root, "baseline", "--update")
        repo.commit()
    repo.merge("other")
    found = checked(holdfast, repo.root)
    assert (found["code"], found["baseline"]["known"]) == (0, 6)


def test_one_that_a_merge_left_unfinished_is_written_anew_by_an_update(kept: Repo, holdfast: Holdfast) -> None:
    text = (kept.root / NAME).read_text()
    kept.write({NAME: text.replace('"findings": [', '"findings": [\n<<<<<<< HEAD\n=======\n>>>>>>> other')})
    assert holdfast(kept.root, "baseline", "--prune").code == 2
    assert holdfast(kept.root, "baseline", "--update").code == 0
    assert (kept.root / NAME).read_text() == text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense", ":1: is no JSON: Expecting value"),
        ('{\n"version": 1,\n<<<<<<< HEAD\n', ":3: holds the marks of an unfinished merge"),
        ('{"version": 2}', ": is no baseline of version 1; use the Holdfast that wrote it, or a later one"),
        ("[]", ": is no baseline of version 1"),
        ('{"version": 1, "findings": [{"path": 1}], "documents": {}, "templates": {}}', ": is no baseline; mend"),
        ("[" * 200_000, ": is no baseline; mend"),
        (
            '{"version": 1, "findings": [{"path": "a", "rule": "a", "section": "a", "text": "a", "count": 1e999}]}',
            ": is no baseline; mend",
        ),
    ],
)
def test_one_that_cannot_be_read_is_refused_with_its_line(kept: Repo, holdfast: Holdfast, text: str, said: str) -> None:
    kept.write({NAME: text})
    done = holdfast(kept.root, "check")
    assert (done.code, done.out) == (2, "")
    assert f"{NAME}{said}" in done.err


@pytest.mark.parametrize("way", ["../out/notes.txt", "../out/new.json", "link/notes.txt"])
def test_a_configuration_has_nothing_written_outside_of_its_project(
    repo: Repo, holdfast: Holdfast, tmp_path: Path, way: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    (repo.root / "link").symlink_to(out)
    repo.write({"holdfast.toml": f'baseline = "{way}"\n'})
    for option in ((), ("--update",)):
        assert holdfast(repo.root, "baseline", *option).code == 2
    assert [(one.name, one.read_text()) for one in out.iterdir()] == [("notes.txt", "mine")]
    assert holdfast(repo.root, "baseline", "-o", "../out/new.json").code == 0, "who names a file means it"


def test_an_update_writes_over_nothing_that_never_was_a_baseline(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({"holdfast.toml": 'baseline = "notes.txt"\n', "notes.txt": "mine"})
    done = holdfast(repo.root, "baseline", "--update")
    assert done.code == 2
    assert "holds something that Holdfast did not write" in done.err
    assert (repo.root / "notes.txt").read_text() == "mine"


def test_where_it_lies_is_configured_and_overruled(repo: Repo, holdfast: Holdfast) -> None:
    repo.write({"holdfast.toml": 'baseline = "ci/known.json"\n', "ci/x.txt": ""})
    missing = holdfast(repo.root, "check")
    assert missing.code == 2
    assert "ci/known.json: there is no such baseline; write it with holdfast baseline" in missing.err
    assert holdfast(repo.root / "docs", "baseline").out.startswith("../ci/known.json   2 entries about 2 documents")
    assert holdfast(repo.root, "check").code == 0
    assert holdfast(repo.root, "check", "--no-baseline").code == 1
    (repo.root / "ci" / "known.json").rename(repo.root / "here.json")
    assert holdfast(repo.root / "docs", "check", "--baseline", "../here.json").code == 0
    repo.write({"holdfast.toml": "baseline = false\n"})
    (repo.root / "here.json").rename(repo.root / NAME)
    assert holdfast(repo.root, "check").code == 1
    assert holdfast(repo.root, "check", "--baseline", NAME).code == 0


def test_a_run_about_a_part_calls_nothing_gone_that_it_did_not_look_at(kept: Repo, holdfast: Holdfast) -> None:
    assert checked(holdfast, kept.root, A)["baseline"]["gone"] == 0
    assert checked(holdfast, kept.root, "--select", "link-*")["baseline"]["gone"] == 0
    kept.write({A: document("A")})
    assert checked(holdfast, kept.root, B)["baseline"]["gone"] == 0
    assert checked(holdfast, kept.root, A)["baseline"]["gone"] == 1


def test_a_replayed_run_knows_that_it_changed(kept: Repo, holdfast: Holdfast) -> None:
    assert [holdfast(kept.root, "check").code for _ in range(2)] == [0, 0]
    text = (kept.root / NAME).read_text()
    (kept.root / NAME).unlink()
    assert holdfast(kept.root, "check").code == 1
    (kept.root / NAME).write_text(text)
    assert holdfast(kept.root, "check").code == 0


def test_names_that_are_not_to_be_shown_raw_are_not(tmp_path: Path) -> None:
    hostile = '{"version": 1, "findings": [{"path": "a\\u202e.md", "rule": "x", "section": "", "text": "日本"}], "documents": {}, "templates": {}}'
    text = written(parse(hostile.encode(), "x"))
    assert text.isascii() or "\u202e" not in text
    assert parse(text.encode(), "x") == parse(hostile.encode(), "x")
