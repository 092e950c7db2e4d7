"""Tasks through git: when each box appeared, was ticked, un-ticked, reworded or moved, and by which commit."""

from datetime import date
from pathlib import Path

import pytest

from holdfast.engine.status import status
from holdfast.model.progress import Story
from holdfast.model.state import DocumentState
from progress import PATH, day, ferry, project

TODAY = date(2024, 3, 1)
OPEN = ("- [ ] Build the quay", "- [ ] Paint the boat", "- [ ] Hire a captain")


def look(root: Path, path: str = PATH, today: date = TODAY) -> DocumentState:
    return next(one for one in status(str(root), today=today).documents if one.path == path)


def stories(root: Path, path: str = PATH) -> dict[str, Story]:
    return {one.item.text: one for one in look(root, path).tasks}


def told(story: Story) -> list[tuple[str, str]]:
    """Return what happened to an item, the oldest first, with the commits."""
    return [(one.kind, one.commit) for one in reversed(story.happened)]


def test_a_box_appears_is_ticked_and_unticked_in_the_commits_that_did_it(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    ticked = repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    reopened = repo.commit({PATH: ferry(*OPEN)})
    added = repo.commit({PATH: ferry(*OPEN, "- [x] Sell tickets")})
    found = stories(tmp_path)
    assert told(found["Build the quay"]) == [("appeared", first), ("ticked", ticked), ("unticked", reopened)]
    assert told(found["Paint the boat"]) == [("appeared", first)]
    assert told(found["Sell tickets"]) == [("appeared", added), ("ticked", added)]
    assert found["Build the quay"].since.author == "nobody"
    assert found["Build the quay"].settled is None
    assert found["Sell tickets"].settled.commit == added


def test_a_rewording_between_the_same_neighbours_is_the_same_task(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    reworded = repo.commit({PATH: ferry(OPEN[0], "- [ ] Paint the boat blue", OPEN[2])})
    story = stories(tmp_path)["Paint the boat blue"]
    assert told(story) == [("appeared", first), ("reworded", reworded)]
    assert story.happened[0].before == "Paint the boat"


@pytest.mark.parametrize(
    "lines",
    [
        (OPEN[0], "- [ ] Write to the king", OPEN[2]),
        (OPEN[0], "- [ ] Paint the boat blue", "- [ ] Paint the boats", OPEN[2]),
        ("- [ ] Build the quays", "- [ ] Paint the boats", OPEN[2]),
    ],
    ids=["other words", "two candidates", "two neighbours at once"],
)
def test_a_doubtful_rewording_is_one_task_gone_and_another_come(tmp_path, lines):
    repo = project(tmp_path)
    later = repo.commit({PATH: ferry(*lines)})
    for text, story in stories(tmp_path).items():
        if f"- [ ] {text}" not in OPEN:
            assert told(story) == [("appeared", later)], text


def test_a_task_that_goes_to_another_phase_is_moved(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    moved = repo.commit({PATH: ferry(*OPEN[:2], "\n### Phase 2: Sea\n", OPEN[2])})
    story = stories(tmp_path)["Hire a captain"]
    assert told(story) == [("appeared", first), ("moved", moved)]
    assert story.item.group == "Phase 2: Sea"


def test_equal_words_in_two_phases_are_two_tasks(tmp_path):
    repo = project(tmp_path, ferry("- [ ] Test it", "\n### Phase 2: Sea\n", "- [ ] Test it"))
    first = repo.head
    ticked = repo.commit({PATH: ferry("- [ ] Test it", "\n### Phase 2: Sea\n", "- [x] Test it")})
    one, two = look(tmp_path).tasks
    assert (told(one), told(two)) == ([("appeared", first)], [("appeared", first), ("ticked", ticked)])


def test_a_document_keeps_its_history_over_a_rename(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.move(PATH, "docs/design/07-ferry.md")
    ticked = repo.commit({"docs/design/07-ferry.md": ferry("- [x] Build the quay", *OPEN[1:])})
    assert told(stories(tmp_path, "docs/design/07-ferry.md")["Build the quay"]) == [
        ("appeared", first),
        ("ticked", ticked),
    ]


def test_a_rename_that_is_not_committed_keeps_the_history(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.git("mv", PATH, "docs/design/07-ferry.md")
    assert told(stories(tmp_path, "docs/design/07-ferry.md")["Build the quay"]) == [("appeared", first)]


def test_a_tick_on_a_branch_counts_once_where_it_was_made_and_not_in_the_merge(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.branch("side")
    ticked = repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    repo.switch("main")
    other = repo.commit({PATH: ferry(*OPEN, "- [ ] Sell tickets", title="Ferry")})
    repo.git("merge", "-q", "--no-commit", "--no-ff", "side")
    repo.commit()
    found = stories(tmp_path)
    assert told(found["Build the quay"]) == [("appeared", first), ("ticked", ticked)]
    assert told(found["Sell tickets"]) == [("appeared", other)]


def test_what_only_the_merge_did_is_told_of_the_merge(tmp_path):
    repo = project(tmp_path)
    repo.branch("side")
    repo.commit({PATH: ferry(*OPEN, "- [ ] Sell tickets")})
    repo.switch("main")
    repo.commit({PATH: ferry(*OPEN, target="< 45 ms")})
    repo.git("merge", "-q", "--no-commit", "-s", "ours", "side")
    merge = repo.commit({PATH: ferry("- [ ] Build the quay", "- [x] Paint the boat", OPEN[2], "- [ ] Sell tickets")})
    assert told(stories(tmp_path)["Paint the boat"])[1:] == [("ticked", merge)]


def test_what_a_merge_threw_away_never_happened(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.branch("side")
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    repo.switch("main")
    repo.commit({"docs/design/02-bridge.md": ferry("- [x] Draw the bridge", title="Bridge", status="Active")})
    repo.git("merge", "-q", "--no-ff", "-s", "ours", "-m", "ours", "side")
    assert told(stories(tmp_path)["Build the quay"]) == [("appeared", first)]


def test_a_rebase_changes_the_commit_and_not_the_day(tmp_path):
    repo = project(tmp_path)
    repo.branch("side")
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])}, days=30)
    repo.switch("main")
    repo.commit({"README.md": "# Ferries\n"})
    repo.switch("side")
    repo.git("rebase", "-q", "main")
    settled = stories(tmp_path)["Build the quay"].settled
    assert settled.commit == repo.head
    assert day(settled.time) == date(2024, 1, 2)


def test_in_a_shallow_clone_a_box_is_older_than_what_is_there(tmp_path):
    repo = project(tmp_path / "whole")
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    ticked = repo.commit({PATH: ferry("- [x] Build the quay", "- [x] Paint the boat", OPEN[2])})
    found = stories(repo.clone("clone", "--depth", "2"))
    assert told(found["Paint the boat"]) == [("ticked", ticked)]
    assert told(found["Build the quay"]) == []
    assert found["Build the quay"].since is None
    assert day(found["Build the quay"].before) == date(2024, 1, 2)


def test_what_is_not_committed_has_no_commit(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.write({PATH: ferry("- [x] Build the quay", *OPEN[1:], "- [ ] Sell tickets")})
    found = stories(tmp_path)
    assert told(found["Build the quay"]) == [("appeared", first), ("ticked", "")]
    assert told(found["Sell tickets"]) == [("appeared", "")]


def test_without_git_tasks_are_counted_and_nothing_is_made_up(tmp_path):
    repo = project(tmp_path / "whole")
    bare = tmp_path / "bare"
    (bare / "docs" / "design").mkdir(parents=True)
    for name in ("TEMPLATE.md", "01-ferry.md", "02-bridge.md"):
        (bare / "docs" / "design" / name).write_bytes((repo.root / "docs" / "design" / name).read_bytes())
    found = stories(bare)
    assert len(found) == 3
    assert all(not one.happened and not one.before for one in found.values())
    assert status(str(bare)).unknown == "this is no git repository"


def test_the_cache_says_what_a_first_run_says(tmp_path):
    repo = project(tmp_path)
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    first, second = (status(str(tmp_path), today=TODAY, history=True) for _ in range(2))
    assert first == second
    assert first == status(str(tmp_path), today=TODAY, history=True, use_cache=False)


def test_ticked_tasks_name_what_is_there_or_have_no_evidence(tmp_path):
    repo = project(tmp_path)
    known = repo.head[:9]
    lines = [
        "- [x] Build `src/quay.py`", "- [x] Build `src/boat.py`", "- [x] Prove it with `test_quay_floats`",
        "- [x] Prove it with `tests/test_quay.py::test_quay_sinks`", f"- [x] Paint it in {known}",
        "- [x] Paint it in abcdef1234", "- [x] Paint it as [abcdef9](https://example.org/abcdef9)", "- [ ] Build `src/later.py`", "- [x] Call `quay.open()`",
    ]  # fmt: skip
    repo.commit({PATH: ferry(*lines), "src/quay.py": "", "tests/test_quay.py": "def test_quay_floats(): ...\n"})
    assert [(one.name, one.why) for one in look(tmp_path).missing] == [
        ("src/boat.py", "no such file"),
        ("tests/test_quay.py::test_quay_sinks", "no such test"),
        ("abcdef1234", "no such commit here"),
    ]


def test_the_blanks_of_the_template_are_no_tasks(tmp_path):
    project(tmp_path, ferry("- [ ] Task 1", "- [ ] [What to do]", "- [ ] Build the quay"))
    assert list(stories(tmp_path)) == ["Build the quay"]
