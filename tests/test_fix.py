"""``holdfast fix`` as a person runs it: what it mends, what it leaves alone, what it says and how it exits."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done, Files
from holdfast.engine.check import check
from holdfast.engine.codec import decode, encode
from holdfast.engine.fix import mend, write
from holdfast.engine.judge import Judged
from holdfast.markdown.blocks import Block, Parse
from holdfast.model.edit import Edit
from holdfast.model.entry import Entry
from holdfast.model.span import Span
from holdfast.rules import task_not_a_box
from samples import document, index, template

Run = Callable[..., Done]
Build = Callable[..., Path]

PLAN = "\n## Plan\n\n- [ ] Task 1\n- [ ] Task 2\n"
TEMPLATE = template() + PLAN
GOOD = document("Cache") + "\n## Plan\n\n- [x] Measure\n"
TICKED = document("Queue") + "\n## Plan\n\n- ✅ Measure\n- ⬜ Build\n- [ ] Ship\n"
BOXED = TICKED.replace("✅", "[x]").replace("⬜", "[ ]")


def design(**documents: str | bytes) -> Files:
    named = {f"docs/design/{name}.md": text for name, text in documents.items()}
    return {"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/cache.md": GOOD, **named}


def test_a_project_is_mended_and_a_second_run_finds_nothing(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED))
    done = holdfast(root, "fix")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "docs/design/queue.md",
        '    20:1  mended task-not-a-box  "✅ Measure" is a tick, not a task box; 2 like this in the list',
        "",
        "1 mended in 1 file",
    ]
    assert (root / "docs/design/queue.md").read_text() == BOXED
    again = holdfast(root, "fix")
    assert (again.code, again.out) == (0, "nothing to mend\n")
    assert (root / "docs/design/queue.md").read_text() == BOXED


def test_a_diff_writes_nothing_and_fails_where_it_is_not_empty(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED))
    done = holdfast(root, "fix", "--diff")
    assert done.code == 1
    assert done.out.splitlines()[:2] == ["--- a/docs/design/queue.md", "+++ b/docs/design/queue.md"]
    assert "-- ✅ Measure" in done.out
    assert "+- [x] Measure" in done.out
    assert done.err == "1 can be mended in 1 file\n"
    assert (root / "docs/design/queue.md").read_text() == TICKED
    assert holdfast(root, "fix", "--diff", "docs/design/cache.md").code == 0


def test_a_diff_has_colours_where_they_are_wanted_and_no_controls_of_the_document(
    project: Build, holdfast: Run
) -> None:
    root = project(design(queue=TICKED.replace("Measure", "Measure \x1b[31mred")))
    done = holdfast(root, "fix", "--diff", FORCE_COLOR="1")
    assert "\x1b[32m+- [x] Measure" in done.out
    assert "\x1b[31mred" not in done.out
    assert "\\x1b[31mred" in done.out


def test_what_is_left_is_said_and_fails_the_run(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED + "\nSee [nothing](nowhere.md).\n"))
    done = holdfast(root, "fix")
    assert done.code == 1
    assert "left   1 link-broken" in done.out
    assert done.out.splitlines()[-1] == "1 mended in 1 file · 1 left"


def test_only_what_is_selected_is_mended(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED))
    for options in (
        ("--ignore", "task-not-a-box"),
        ("--select", "link-broken,index-dangling"),
        ("docs/design/cache.md",),
    ):
        assert "nothing to mend" in holdfast(root, "fix", *options).out
        assert (root / "docs/design/queue.md").read_text() == TICKED
    wrong = holdfast(root, "fix", "--select", "task-not-box")
    assert wrong.code == 2
    assert "did you mean 'task-not-a-box'" in wrong.err
    assert holdfast(root, "fix", "--select", "task-not-a-box").code == 0
    assert (root / "docs/design/queue.md").read_text() == BOXED


def test_a_document_that_changed_meanwhile_is_refused_and_the_others_are_written(project: Build) -> None:
    root = project(design(queue=TICKED, store=TICKED.replace("Queue", "Store")))
    mending = mend(str(root))
    (root / "docs/design/queue.md").write_text(TICKED + "\nOne more thought.\n")
    refused = write(mending)
    assert [(change.path, error.found) for change, error in refused] == [
        ("docs/design/queue.md", "has changed since it was read")
    ]
    assert (root / "docs/design/queue.md").read_text() == TICKED + "\nOne more thought.\n"
    assert (root / "docs/design/store.md").read_text() == BOXED.replace("Queue", "Store")


def test_a_file_that_cannot_be_written_is_named_and_the_others_are_written(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED, store=TICKED.replace("Queue", "Store")))
    (root / "docs/design/queue.md").chmod(0o444)
    done = holdfast(root, "fix")
    assert done.code == 2
    assert done.err == "holdfast: docs/design/queue.md: is read-only; make it writable, or leave it out\n"
    assert done.out.endswith("1 mended in 1 file · 1 file refused\n")
    assert (root / "docs/design/store.md").read_text() == BOXED.replace("Queue", "Store")


def test_the_template_is_never_touched(project: Build, holdfast: Run) -> None:
    shown = template() + "\n## Plan\n\n- [ ] Task 1\n- ✅ Task 2\n"
    root = project({**design(queue=TICKED), "docs/design/TEMPLATE.md": shown})
    holdfast(root, "fix", "--unsafe")
    holdfast(root, "fix", "--unsafe", "docs/design/TEMPLATE.md")
    assert (root / "docs/design/TEMPLATE.md").read_text() == shown


def test_what_git_ignores_is_never_touched(project: Build, holdfast: Run) -> None:
    settings = '[type.design]\ntemplate = "docs/design/TEMPLATE.md"\ndocuments = ["docs/design/*.md"]\n'
    root = project({**design(queue=TICKED), ".gitignore": "queue.md\n", "holdfast.toml": settings})
    holdfast(root, "fix")
    holdfast(root, "fix", "docs/design/queue.md")
    assert (root / "docs/design/queue.md").read_text() == TICKED


def test_a_link_is_mended_where_it_leads_and_never_out_of_the_project(
    project: Build, holdfast: Run, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(TICKED)
    root = project(design(queue=TICKED))
    (root / "docs/design/linked.md").symlink_to("queue.md")
    (root / "docs/design/away.md").symlink_to(outside)
    assert holdfast(root, "fix").out.endswith("1 mended in 1 file\n")
    assert (root / "docs/design/linked.md").is_symlink()
    assert (root / "docs/design/queue.md").read_text() == BOXED
    assert outside.read_text() == TICKED
    assert holdfast(root, "fix").out == "nothing to mend\n"


def test_what_is_waived_stays(project: Build, holdfast: Run) -> None:
    waived = TICKED + "\n<!-- holdfast: waive task-not-a-box because the ticks are read by a script -->\n"
    root = project(design(queue=waived))
    assert holdfast(root, "fix").out == "nothing to mend\n"
    assert (root / "docs/design/queue.md").read_text() == waived


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_the_mark_and_bytes_that_are_no_text_come_through(project: Build, end: bytes, mark: bytes) -> None:
    def written(text: str) -> bytes:
        return mark + (text.encode() + b"\nbytes \xff\xfe\n").replace(b"\n", end)

    root = project(design(queue=written(TICKED)))
    assert write(mend(str(root))) == []
    assert (root / "docs/design/queue.md").read_bytes() == written(BOXED)
    assert mend(str(root)).changes == ()


def test_where_there_is_nothing_that_is_said(project: Build, holdfast: Run) -> None:
    root = project({"notes.txt": "nothing"})
    assert holdfast(root, "fix").code == 2
    assert holdfast(root, "fix", "--allow-empty").code == 0


def test_a_check_names_what_can_be_mended(project: Build, holdfast: Run) -> None:
    root = project(design(queue=TICKED))
    for _ in range(2):  # The second time the verdict comes out of the cache.
        said = holdfast(root, "check", "--all").out
        assert "[fixable]" in said
        assert said.endswith("1 can be mended: holdfast fix\n")
        assert '"fixable": "safe"' in holdfast(root, "check", "--format", "json").out


def test_a_mended_link_is_told_with_what_was_written(project: Build, holdfast: Run) -> None:
    root = project(design(queue=GOOD.replace("Cache", "Queue") + "\nSee [it](store.md).\n", store=GOOD))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "mv", "docs/design/store.md", "docs/design/depot.md")
    done = holdfast(root, "fix")
    assert "mended link-broken  store.md does not exist → depot.md" in done.out
    assert "did you mean" not in done.out


def test_a_mended_link_changes_its_row_and_nothing_else(project: Build, holdfast: Run) -> None:
    files = design(queue=GOOD.replace("Cache", "Queue"))
    page = index("cache.md", "queue.md") + "\n[[Queue](<queue.md> 'title')] and ![the queue](./queue.md#plan).\n"
    root = project({**files, "docs/design/README.md": page})
    git(root, "add", "-A")
    git(root, "commit", "-qm", "one")
    git(root, "mv", "docs/design/queue.md", "docs/design/write queue.md")
    assert holdfast(root, "fix").code == 0
    assert (root / "docs/design/README.md").read_text() == page.replace("(queue.md)", "(write%20queue.md)").replace(
        "<queue.md>", "<write%20queue.md>"
    ).replace("./queue.md", "./write%20queue.md")


def test_an_edit_that_would_bring_about_a_fault_is_not_made(project: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def emptied(parse: Parse, item: Block) -> Edit | None:
        return Edit(Span(0, item.start), "") if "Measure" in parse.slice(item.start, item.end) else None

    root = project(design(queue=TICKED, store=document("Store", date="13.02.2025")))
    monkeypatch.setattr(task_not_a_box, "_boxed", emptied)
    assert [change.path for change in mend(str(root), use_cache=False).changes] == ["docs/design/store.md"]


def test_an_edit_that_never_comes_to_rest_is_not_made(project: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    def longer(parse: Parse, item: Block) -> Edit:
        more = "- ✅ And more\n" if "Measure" in parse.slice(item.start, item.end) else ""
        return Edit(Span(item.end, item.end), more)

    root = project(design(queue=TICKED))
    monkeypatch.setattr(task_not_a_box, "_boxed", longer)
    assert mend(str(root), use_cache=False).changes == ()


def test_what_mends_a_fault_comes_through_the_cache(project: Build) -> None:
    root = project(design(queue=TICKED))
    verdicts = [one for one in check(str(root), use_cache=False).verdicts if one.fix]
    judged = Judged(Entry("docs/design/queue.md", "document"), verdicts)
    assert decode("docs/design/queue.md", encode(judged)) == judged
    assert verdicts


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, env={**os.environ})
