"""``holdfast index``: rows come, go and change as the documents do, and what is not certain is printed instead."""

import json
import subprocess
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from holdfast.engine import gone_rows
from holdfast.engine.listing_pages import list_documents, write
from holdfast.errors import UsageError, WriteError
from holdfast.world.deletions import deleted
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, template

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "index-v1.json").read_text())
PAGE = """# Index

| No | Document | Status | Date |
|----|----------|--------|------|
| 01 | [Ferries](./01-ferries.md) | 🟢 Active | 2025-02-03 |
| 02 | [Gates](./02-gates.md) | 🟡 Draft | 2025-02-03 |
| 04 | [Tolls](./04-tolls.md) | 🟢 Active | 2025-02-03 |

Ask anybody.
"""
README = "docs/README.md"


@pytest.fixture
def repo(tmp_path):
    repo = Repo(tmp_path / "repo")
    files = {
        "01-ferries": document("Ferries"),
        "02-gates": document("Gates", status="Draft"),
        "04-tolls": document("Tolls"),
    }
    repo.commit(
        {"docs/TEMPLATE.md": template(), README: PAGE, **{f"docs/{name}.md": text for name, text in files.items()}}
    )
    return repo


def after(repo, files=None, page=README):
    """Commit files, run, and return the page and what was said of it."""
    repo.commit(files or {})
    listed = list_documents(str(repo.root))
    write(listed)
    assert list_documents(str(repo.root)).pages[0].new == (repo.root / page).read_bytes(), (
        "a second run changes nothing"
    )
    return (repo.root / page).read_text(), [(one.kind, one.line) for one in listed.pages[0].notes]


def test_a_true_page_stays_as_it_is(repo, holdfast):
    assert after(repo) == (PAGE, [])
    assert holdfast(repo.root, "index", "--check").code == 0


def test_a_new_document_gets_its_row_where_the_order_puts_it(repo):
    text, notes = after(
        repo, {"docs/03-lamps.md": document("Lamps", date="2025-03-04"), "docs/05-x.md": document("Xylophones")}
    )
    rows = text.splitlines()[4:9]
    assert rows[2] == "| 03 | [Lamps](./03-lamps.md) | 🟢 Active | 2025-03-04 |"
    assert rows[4] == "| 05 | [Xylophones](./05-x.md) | 🟢 Active | 2025-02-03 |"
    assert notes == [("added", 7), ("added", 9)]
    assert text.endswith("|\n\nAsk anybody.\n")


def test_the_row_of_a_deleted_document_goes(repo):
    repo.remove("docs/02-gates.md")
    text, notes = after(repo)
    assert text == PAGE.replace("| 02 | [Gates](./02-gates.md) | 🟡 Draft | 2025-02-03 |\n", "")
    assert notes == [("removed", 6)]


def test_history_is_asked_once_for_all_rows_of_a_page(repo, monkeypatch):
    """A page can have thousands of rows that lead nowhere, and git takes its time for each question."""
    asked = []
    monkeypatch.setattr(gone_rows, "deleted", lambda root, paths: asked.append(len(paths)) or deleted(root, paths))
    rows = "".join(f"| 1{number} | [X](./x{number}.md) | 🟢 Active | 2025-02-03 |\n" for number in range(300))
    repo.commit({README: PAGE.replace("\nAsk", f"{rows}\nAsk")})
    repo.remove("docs/02-gates.md")
    text, notes = after(repo)
    assert "Gates" not in text
    assert len(notes) == 301
    assert set(asked) == {200}
    assert len(asked) <= 2


def test_a_row_that_never_led_anywhere_is_left_to_a_person(repo, holdfast):
    page = PAGE.replace("./02-gates.md", "./zzz.md")
    repo.commit({README: page})
    repo.remove("docs/02-gates.md")
    text, notes = after(repo)
    assert (text, notes) == (page, [("left", 6)])
    done = holdfast(repo.root, "index")
    assert done.code == 1
    assert "zzz.md does not exist" in done.out


def test_a_row_follows_a_document_that_was_renamed(repo):
    repo.move("docs/02-gates.md", "docs/02-barriers.md")
    text, notes = after(repo)
    assert text == PAGE.replace("./02-gates.md", "./02-barriers.md")
    assert notes == [("changed", 6)]


def test_status_title_and_date_say_what_the_document_says(repo):
    text, notes = after(repo, {"docs/02-gates.md": document("Barriers", status="Active", date="2025-07-08")})
    assert text == PAGE.replace(
        "| [Gates](./02-gates.md) | 🟡 Draft | 2025-02-03", "| [Barriers](./02-gates.md) | 🟢 Active | 2025-07-08"
    )
    assert notes == [("changed", 6)]


def test_wording_of_somebodys_own_stays(repo):
    page = PAGE.replace("[Ferries]", "[All about boats]").replace("[Gates]", "[Barriers]")
    assert after(repo, {README: page}) == (page, [])


def test_a_list_of_items_is_kept_as_a_list(repo):
    page = "# Index\n\n* [Ferries](01-ferries.md) - Active\n* [Gates](02-gates.md) - Draft\n* [Tolls](04-tolls.md) - Active\n"
    repo.remove("docs/01-ferries.md")
    text, _ = after(repo, {README: page, "docs/03-lamps.md": document("Lamps")})
    assert (
        text
        == "# Index\n\n* [Gates](02-gates.md) - Draft\n* [Lamps](03-lamps.md) - Active\n* [Tolls](04-tolls.md) - Active\n"
    )


def test_where_the_style_is_unsure_the_row_is_printed(repo, holdfast):
    page = "# Index\n\n1. [Ferries](01-ferries.md)\n2. [Gates](02-gates.md)\n3. [Tolls](04-tolls.md)\n"
    text, notes = after(repo, {README: page, "docs/03-lamps.md": document("Lamps")})
    assert (text, notes) == (page, [("left", 0)])
    for option in ("--check", "--diff"):
        done = holdfast(repo.root, "index", option)
        assert done.code == 1
        assert "[Lamps](03-lamps.md)" in done.out
        assert "numbered, so that those behind it would have to change" in done.out


def test_check_and_diff_write_nothing(repo, holdfast):
    repo.commit({"docs/03-lamps.md": document("Lamps")})
    done = holdfast(repo.root, "index", "--diff")
    assert done.code == 1
    assert "+| 03 | [Lamps](./03-lamps.md) | 🟢 Active | 2025-02-03 |" in done.out
    assert holdfast(repo.root, "index", "--check", README).code == 1
    assert (repo.root / README).read_text() == PAGE
    done = holdfast(repo.root, "index", "--format", "json")
    value = json.loads(done.out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert (done.code, value["written"], value["pages"][0]["rows"][0]["kind"]) == (0, True, "added")


def test_a_number_that_an_open_branch_took_fails_the_check_alone(repo, holdfast):
    repo.branch("harbour")
    repo.commit({"docs/05-quays.md": document("Quays")})
    repo.switch("main")
    repo.commit(
        {
            "docs/05-lamps.md": document("Lamps"),
            README: PAGE.replace("\n\nAsk", "\n| 05 | [Lamps](./05-lamps.md) | 🟢 Active | 2025-02-03 |\n\nAsk"),
        }
    )
    done = holdfast(repo.root, "index", "--check")
    assert done.code == 1
    assert "docs/05-lamps.md: number 05 is taken twice: docs/05-quays.md on branch harbour has it as well" in done.out
    value = json.loads(holdfast(repo.root, "index", "--check", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    assert value["clashes"] == [
        {"path": "docs/05-lamps.md", "number": "05", "other": "docs/05-quays.md", "branch": "harbour"}
    ]


@pytest.mark.parametrize("there", [True, False])
def test_a_document_that_was_renamed_here_or_there_is_no_clash(repo, there):
    repo.branch("other")
    if there:
        repo.move("docs/02-gates.md", "docs/02-barriers.md")
    repo.switch("main")
    if not there:
        repo.move("docs/02-gates.md", "docs/02-barriers.md")
    assert list_documents(str(repo.root)).clashes == ()


def test_a_document_that_is_renamed_and_not_committed_is_no_clash(repo, holdfast):
    assert holdfast(repo.root, "mv", "docs/02-gates.md", "docs/02-barriers.md").code == 0
    assert list_documents(str(repo.root)).clashes == ()


def test_a_page_that_changed_meanwhile_is_refused(repo):
    repo.commit({"docs/03-lamps.md": document("Lamps")})
    listed = list_documents(str(repo.root))
    (repo.root / README).write_text("mine\n")
    with pytest.raises(WriteError):
        write(listed)
    assert (repo.root / README).read_text() == "mine\n"


def test_what_is_no_index_page_is_refused_and_none_is_no_fault(project, holdfast):
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")})
    with pytest.raises(UsageError, match="is no index page"):
        list_documents(str(root), ["docs/a.md"])
    done = holdfast(root, "index", "--check")
    assert done.code == 0
    assert done.out.startswith("no index page")


def test_a_waived_document_gets_no_row(repo):
    waiver = "\n<!-- holdfast: waive document-unlisted because it is a sketch -->\n"
    text, notes = after(repo, {"docs/03-lamps.md": document("Lamps").replace("\n", waiver, 1)})
    assert (text, notes) == (PAGE, [])
    assert (
        subprocess.run(["git", "-C", str(repo.root), "status", "--short"], capture_output=True, check=True).stdout
        == b""
    )


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("# [Title]", "[Title]"),
        ("# ADR-NNNN: [Title]", "ADR-0003: [Title]"),
        ("# NUMBER. TITLE", "3. TITLE"),
        ("# KEP-0000: Your short, descriptive title", "KEP-3: Your short, descriptive title"),
    ],
)
def test_a_title_that_is_still_the_templates_is_no_name_for_a_row(tmp_path, line, title):
    repo = Repo(tmp_path / "repo")
    rows = "# Index\n\n- [Ferries](0001-ferries.md)\n- [Gates](0002-gates.md)\n"
    files = {
        "docs/TEMPLATE.md": template().replace("# [Title]", line),
        README: rows,
        "docs/0001-ferries.md": document("Ferries"),
        "docs/0002-gates.md": document(title),
        "docs/0003-tide-tables.md": document(title),
    }
    assert after(repo, files) == (rows + "- [tide tables](0003-tide-tables.md)\n", [("added", 5)])
