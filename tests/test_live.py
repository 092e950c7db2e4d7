"""A project held open: what is told at once is what a look at the whole of it would tell."""

import shutil
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.edits.apply import apply
from holdfast.engine.check import check
from holdfast.engine.live import Live, settle
from holdfast.engine.shifted import Shift
from holdfast.model.span import Span
from inprocess import run_here
from samples import document, template

ROTTEN = Path(__file__).parent.parent / "examples" / "rotten"


@pytest.fixture(scope="module")
def rotten(tmp_path_factory):
    root = tmp_path_factory.mktemp("live") / "rotten"
    shutil.copytree(ROTTEN, root)
    return root


@pytest.fixture
def live(rotten):
    return looked_at(Live(str(rotten)))


def looked_at(live):
    live.settled = settle(live.moment())
    return live


def words(verdicts):
    return [(one.slug, one.position, one.span, one.found, one.known, one.outcome) for one in verdicts]


EDITS = {
    "below the title": lambda text: text.replace("\n\n", "\n\nMore words, as everybody writes them.\n\n", 1),
    "at the end": lambda text: text + "\nMore words, as everybody writes them.\n",
    "in every section": lambda text: text.replace("\n\n## ", "\n\nMore words, as everybody writes them.\n\n## ", 1),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_told_at_once_is_what_the_next_look_at_the_project_tells(live, edit):
    for path in [*live.session.paths]:
        text = live.text(path).decode()
        live.put(path, EDITS[edit](text).encode())
        at_once = words(live.verdicts(path))
        assert at_once == words(settle(live.moment()).by_path.get(path, [])), path
        live.drop(path)


def test_without_a_change_it_says_what_check_says(live, rotten):
    wanted = check(str(rotten))
    assert words(live.settled.result.verdicts) == words(wanted.verdicts)
    assert live.settled.result.documents == wanted.documents


def test_a_fault_that_was_mended_is_gone_at_once_and_so_is_what_stood_where_somebody_types(live):
    path = "docs/design/03-dead-letters.md"
    text = live.text(path).decode()
    slugs = [one.slug for one in live.verdicts(path)]
    assert {"number-gap", "anchor-broken"} <= set(slugs)
    (fix,) = [one.fix for one in live.verdicts(path) if one.slug == "number-gap"]
    live.put(path, apply(text.replace("#33-heartbeats", "#32-heartbeats").encode(), [fix]).content)
    assert not {"number-gap", "anchor-broken"} & {one.slug for one in live.verdicts(path)}


def test_a_text_that_is_dropped_is_again_what_the_disk_holds(live):
    path = "docs/design/03-dead-letters.md"
    before = words(live.verdicts(path))
    live.put(path, b"# Nothing\n")
    assert words(live.verdicts(path)) != before
    live.drop(path)
    assert words(live.verdicts(path)) == before
    assert words(settle(live.moment()).by_path[path]) == before


def test_what_the_baseline_knows_is_known_while_somebody_types(rotten, tmp_path):
    shutil.copytree(rotten, tmp_path / "known")
    run_here(tmp_path / "known", "baseline")
    live = looked_at(Live(str(tmp_path / "known")))
    path = "docs/design/03-dead-letters.md"
    live.put(path, live.text(path).replace(b"# Dead letters\n", b"# Dead letters\n\nSee [x](#nowhere).\n"))
    known = {one.slug: one.known for one in live.verdicts(path)}
    assert known["number-gap"] is True
    live.settled = settle(live.moment())
    assert [one.found for one in live.verdicts(path) if not one.known] == ["no heading #nowhere in this document"]


def test_what_most_documents_lack_stays_one_note_while_somebody_types(tmp_path):
    """As ``check`` says it once for all of them, and not again for the one that is open."""
    repo = Repo(tmp_path / "project")
    repo.commit({"docs/TEMPLATE.md": template()})
    text = document("X").split("## ", 2)
    for number in range(12):
        repo.days += 10
        repo.commit({f"docs/{number:02}-x.md": "## ".join(text[:2]).replace("# X", f"# X{number}")})
    live = looked_at(Live(str(repo.root)))
    folded = [one for one in live.settled.result.verdicts if "as in" in one.found]
    assert folded
    path = "docs/05-x.md"
    before = words(live.verdicts(path))
    live.put(path, live.text(path) + b"\nMore.\n")
    assert words(live.verdicts(path)) == before
    first = folded[0].path
    live.put(first, live.text(first) + b"\nMore.\n")
    assert [one.found for one in live.verdicts(first)] == [one.found for one in live.settled.by_path[first]]


def test_a_file_that_git_ignores_stays_out_although_it_is_open(project):
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), ".gitignore": "draft-*\n"})
    (root / "docs/draft-b.md").write_text("# B\n")
    live = Live(str(root), {"docs/draft-b.md": b"# B\n", "docs/c.md": document("C").encode(), "notes.txt": b"x"})
    assert live.of("docs/draft-b.md") is None
    assert live.of("docs/c.md") is not None
    assert "notes.txt" not in live.plan.tree.markdown


def test_places_before_an_edit_stay_places_behind_it_move_and_those_in_it_are_gone():
    shift = Shift(b"one two three", b"one 2 and a half three")
    assert shift.span(Span(0, 3)) == Span(0, 3)
    assert shift.span(Span(8, 13)) == Span(17, 22)
    assert shift.span(Span(4, 7)) is None
    assert shift.span(Span(0, 13)) is None
