"""``holdfast mv``: what a rename does to the links of a project, and what it leaves alone."""

import json
import os
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from holdfast.engine import move
from holdfast.engine.relocate import relocate
from holdfast.errors import ChangedError, UsageError, WriteError
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, index, template

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "mv-v1.json").read_text())
A, B = "docs/01-a.md", "docs/02-b.md"


@pytest.fixture
def repo(tmp_path):
    repo = Repo(tmp_path / "repo")
    page = "# Index\n\n| No | Document |\n|----|----|\n| 01 | [A](01-a.md) |\n| 02 | [B](./02-b.md) |\n| 12 | [It](x.md) |\n"
    repo.commit({"docs/TEMPLATE.md": template(), A: document("A"), B: document("B"), "docs/README.md": page})
    return repo


def moved(repo, text, old="docs/01-a.md", new="docs/sub/07-z.md", at="docs/02-b.md", *, raw=False):
    """Return what becomes of a text that lies at a place while something moves."""
    repo.write({at: text})
    moving = move.prepare(str(repo.root), old, new)
    relocate(moving)
    content = (repo.root / moving.now(at)).read_bytes()
    return content if raw else content.decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](01-a.md)", "[x](sub/07-z.md)"),
        ("[x](./01-a.md#why)", "[x](./sub/07-z.md#why)"),
        ("[x](/docs/01-a.md?plain=1)", "[x](/docs/sub/07-z.md?plain=1)"),
        ("[x](01-a)", "[x](sub/07-z)"),
        ("[x](01-a.html#why)", "[x](sub/07-z.html#why)"),
        ('[x]( <01-a.md> "01-a.md" )', '[x]( <sub/07-z.md> "01-a.md" )'),
        ("[x](../docs/%301-a.md)", "[x](sub/07-z.md)"),
        ("[01-a.md](01-a.md) and [`01-a.md`](01-a.md)", "[07-z.md](sub/07-z.md) and [`07-z.md`](sub/07-z.md)"),
        ("[x][a] and [a]\n\n[a]: 01-a.md 'A'", "[x][a] and [a]\n\n[a]: sub/07-z.md 'A'"),
        ("[unused]: <01-a.md#b>\n\nText", "[unused]: <sub/07-z.md#b>\n\nText"),
        ('<a href="01-a.md#why">x</a>', '<a href="sub/07-z.md#why">x</a>'),
        ("`01-a.md` stays, [other](02-b.md) and [gone](nowhere.md) too", None),
        ("[x](https://example.org/01-a.md) and 01-a.md", None),
        ("```\n[x](01-a.md)\n```", None),
    ],
)
def test_a_link_to_what_moved_follows_in_the_style_it_is_written(repo, before, after):
    text = f"# B\n\n{before}\n"
    assert moved(repo, text) == (f"# B\n\n{after}\n" if after else text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[x](02-b.md#why)", "[x](../02-b.md#why)"),
        ("![x](img/a%20b.png)", "![x](../img/a%20b.png)"),
        ("[![x](i.png)](02-b.md)", "[![x](../i.png)](../02-b.md)"),
        ("[self](01-a.md#why) and [here](#why)", "[self](07-z.md#why) and [here](#why)"),
        ("[out](../../elsewhere/x.md)", "[out](../../../elsewhere/x.md)"),
        ("[root](/docs/02-b.md)", "[root](/docs/02-b.md)"),
        ('<img src="img/é.png">', '<img src="../img/é.png">'),
    ],
)
def test_a_link_of_what_moved_still_leads_where_it_led(repo, before, after):
    assert moved(repo, f"# A\n\n{before}\n", at=A) == f"# A\n\n{after}\n"


def test_everything_else_of_a_file_stays_byte_for_byte(repo):
    raw = b"\xef\xbb\xbf# B\r\n\r\nbad \xff byte, [x](01-a.md)  \r\n[y](02-b.md)\tend"
    assert moved(repo, raw, raw=True) == raw.replace(b"01-a.md", b"sub/07-z.md")


def test_references_of_the_header_follow(repo):
    front = "---\nsupersedes: 01-a\nrelated: [docs/01-a.md, '02-b.md']\nnote: a 01\n---\n# B\n"
    after = moved(repo, front, new="docs/07-z.md")
    assert after == front.replace("01-a", "07-z")
    assert "**Supersedes:** 09-y.md" in moved(repo, "# B\n\n**Supersedes:** 07-z.md\n", "docs/07-z.md", "docs/09-y.md")


def test_a_row_of_an_index_page_states_the_new_number(repo):
    moved(repo, document("B"))
    page = (repo.root / "docs/README.md").read_text()
    assert "| 07 | [A](sub/07-z.md) |\n| 02 | [B](./02-b.md) |\n| 12 | [It](x.md) |" in page


def test_git_sees_a_rename_and_the_title_gets_its_number_where_asked(repo, holdfast):
    repo.commit({A: document("1. A")})
    done = holdfast(repo.root, "mv", A, "docs/12-a.md", "--title")
    assert (done.code, done.err) == (0, "")
    assert (repo.root / "docs/12-a.md").read_text().startswith("# 12. A\n")
    assert "R  docs/01-a.md -> docs/12-a.md" in repo.git("status", "--short").replace("RM", "R ")


def test_a_folder_moves_with_its_documents_and_their_files(repo):
    repo.commit(
        {"docs/x/a.md": "# A\n\n![i](i.png) [b](b.md) [up](../02-b.md)\n", "docs/x/b.md": "# B\n", "docs/x/i.png": b"1"}
    )
    assert (
        moved(repo, "# B\n\n[a](x/a.md) [f](x/) [g](./x)\n", "docs/x", "y")
        == "# B\n\n[a](../y/a.md) [f](../y/) [g](../y)\n"
    )
    assert (repo.root / "y/a.md").read_text() == "# A\n\n![i](i.png) [b](b.md) [up](../docs/02-b.md)\n"
    assert (repo.root / "y/i.png").exists()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (A, B, "is there already"),
        (A, "../out.md", "outside the project"),
        ("docs/nothing.md", "docs/x.md", "no such file"),
        (A, "docs/x", "no longer be a Markdown file"),
        ("docs", "docs/x", "cannot be moved"),
        (A, "docs/02-b.md/x.md", "no folder"),
        (A, ".git/x.md", "outside the project"),
        (A, "docs/" + "x" * 260 + ".md", "longer than a file's name can be"),
        (A, "d/" * 1500 + "x.md", "longer than a file's name can be"),
    ],
)
def test_what_cannot_be_moved_is_refused_and_nothing_changes(repo, old, new, said):
    with pytest.raises(UsageError, match=said):
        move.prepare(str(repo.root), old, new)
    assert repo.git("status", "--short") == ""


def test_a_name_that_git_still_has_is_refused(repo):
    (repo.root / B).unlink()
    with pytest.raises(UsageError, match="git still has a file of that name"):
        move.prepare(str(repo.root), A, B)


def test_where_a_file_changed_meanwhile_nothing_is_done(repo):
    repo.commit({B: "# B\n\n[x](01-a.md)\n"})
    moving = move.prepare(str(repo.root), A, "docs/07-z.md")
    (repo.root / "docs/README.md").write_text("changed\n")
    with pytest.raises(ChangedError):
        relocate(moving)
    assert repo.git("status", "--short") == "M docs/README.md"


def test_where_the_rename_fails_every_file_is_put_back(repo):
    moving = move.prepare(str(repo.root), A, "docs/new/07-z.md")
    (repo.root / ".git/index.lock").touch()
    with pytest.raises(WriteError, match="git does not rename it"):
        relocate(moving)
    (repo.root / ".git/index.lock").unlink()
    assert repo.git("status", "--short") == ""
    assert not (repo.root / "docs/new").exists()


def test_without_git_a_file_is_renamed_and_never_over_another(project):
    root = project({A: "# A\n", B: "[x](01-a.md)\n"}, git=False)
    moving = move.prepare(str(root), A, "docs/07-z.md")
    (root / "docs/07-z.md").write_text("mine")
    with pytest.raises(WriteError, match="is there already"):
        relocate(moving)
    assert (root / B).read_text() == "[x](01-a.md)\n"
    os.unlink(root / "docs/07-z.md")
    relocate(moving)
    assert (root / "docs/07-z.md").read_text() == "# A\n"
    assert not (root / A).exists()


def test_the_diff_writes_nothing_and_the_json_is_valid(repo, holdfast):
    repo.commit({B: document("B") + "\nSee [A](01-a.md), once 01-a.md.\n", "src/x.py": "# docs/01-a.md\n"})
    done = holdfast(repo.root, "mv", "--diff", A, "docs/07-z.md")
    assert done.code == 0
    assert "+See [A](07-z.md), once 01-a.md." in done.out
    assert "docs/02-b.md:18  See [A](07-z.md), once 01-a.md." in done.out
    assert "src/x.py:1" in done.out
    assert repo.git("status", "--short") == ""
    done = holdfast(repo.root, "mv", A, "docs/02-z.md", "--format", "json")
    value = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert value["clashes"] == [{"path": "docs/02-z.md", "number": "02", "other": B, "branch": None}]
    assert {one["path"] for one in value["named"]} == {B, "src/x.py"}


def test_a_number_that_another_branch_took_is_reported(repo):
    repo.branch("other")
    repo.commit({"docs/05-there.md": document("There")})
    repo.switch("main")
    clash = move.prepare(str(repo.root), A, "docs/05-here.md").clashes
    assert [(one.number, one.other, one.branch) for one in clash] == [("05", "docs/05-there.md", "other")]


def test_an_index_of_items_follows(repo):
    repo.commit({"docs/README.md": index("01-a.md", "02-b.md")})
    moved(repo, document("B"), new="docs/07-z.md")
    assert "- [07-a](07-z.md)\n- [02-b](02-b.md)\n" in (repo.root / "docs/README.md").read_text()
