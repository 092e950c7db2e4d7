"""A new document is listed on the index page as the page lists those it has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.edits.apply import apply
from holdfast.edits.listing import new_row
from holdfast.edits.rowstyle import Facts
from holdfast.markdown.parser import parse
from holdfast.model.edit import Fix
from inprocess import holdfast_here  # noqa: F401 - the fixture called holdfast.
from samples import document, template
from test_new import made

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

A, B, C = (
    Facts(f"d/000{n}-{w.lower()}.md", w, f"000{n}", "Active", f"2025-01-0{n}")
    for n, w in ((1, "Apple"), (2, "Bear"), (4, "Cat"))
)
NEW = Facts("d/0003-blue-bird.md", "Blue bird", "0003", "Draft", "2026-11-22")


def listed(page: str, new: Facts = NEW, path: str = "d/README.md") -> str:
    """Return the page with the row of a new document in it, or the reason why it is not."""
    raw = page.encode()
    row = new_row(path, parse(raw), {one.path: one for one in (A, B, C)}, new)
    assert row is not None
    return apply(raw, [Fix((row.edit,))]).content.decode() if row.edit else row.doubt


LISTS = {
    "title": ("- [Apple](0001-apple.md)\n- [Bear](0002-bear.md)\n- [Cat](0004-cat.md)\n", "- [Blue bird](0003-blue-bird.md)"),
    "number in the text": (
        "* [1. Apple](0001-apple.md)\n* [2. Bear](0002-bear.md)\n* [4. Cat](0004-cat.md)\n",
        "* [3. Blue bird](0003-blue-bird.md)",
    ),
    "prefix": (
        "- [ADR-0001](./0001-apple.md) - Apple\n- [ADR-0002](./0002-bear.md) - Bear\n- [ADR-0004](./0004-cat.md) - Cat\n",
        "- [ADR-0003](./0003-blue-bird.md) - Blue bird",
    ),
    "status behind": (
        "- [Apple](0001-apple.md) (Active)\n- [Bear](0002-bear.md) (Active)\n- [Cat](0004-cat.md) (Active)\n",
        "- [Blue bird](0003-blue-bird.md) (Draft)",
    ),
    "descriptions": (
        "- [Apple](0001-apple.md) - red\n- [Bear](0002-bear.md) - brown\n- [Cat](0004-cat.md) - grey\n",
        "- [Blue bird](0003-blue-bird.md)",
    ),
    "file names": (
        "+ [`0001-apple.md`](0001-apple.md)\n+ [`0002-bear.md`](0002-bear.md)\n+ [`0004-cat.md`](0004-cat.md)\n",
        "+ [`0003-blue-bird.md`](0003-blue-bird.md)",
    ),
    "without suffix": ("- [Apple](0001-apple)\n- [Bear](0002-bear)\n- [Cat](0004-cat)\n", "- [Blue bird](0003-blue-bird)"),
    "ordered, all alike": (
        "1. [Apple](0001-apple.md)\n1. [Bear](0002-bear.md)\n1. [Cat](0004-cat.md)\n",
        "1. [Blue bird](0003-blue-bird.md)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_gets_an_item_in_its_style_and_order(name: str) -> None:
    page, row = LISTS[name]
    lines = page.splitlines()
    assert listed(f"# Index\n\n{page}\nThe end.\n") == "\n".join(
        ["# Index", "", *lines[:2], row, *lines[2:], "", "The end.", ""]
    )


TABLES = {
    "status and date": (
        ("| Document | Status | Date |\n|---|---|---|\n"
         "| [Apple](0001-apple.md) | Active | 2025-01-01 |\n| [Bear](0002-bear.md) | Active | 2025-01-02 |\n| [Cat](0004-cat.md) | Active | 2025-01-04 |\n"),
        "| [Blue bird](0003-blue-bird.md) | Draft | 2026-11-22 |",
    ),
    "number, title, own words": (
        ("| ADR | Title | Why |\n|---|---|---|\n"
         "| [0001](0001-apple.md) | Apple | red |\n| [0002](0002-bear.md) | Bear | brown |\n| [0004](0004-cat.md) | Cat | grey |\n"),
        "| [0003](0003-blue-bird.md) | Blue bird |  |",
    ),
    "aligned": (
        ("| Document               | Status |\n|------------------------|--------|\n"
         "| [Apple](0001-apple.md) | Active |\n| [Bear](0002-bear.md)   | Active |\n| [Cat](0004-cat.md)     | Active |\n"),
        "| [Blue bird](0003-blue-bird.md) | Draft |",
    ),
    "emoji of a legend": (
        ("| Document | Status |\n|---|---|\n"
         "| [Apple](0001-apple.md) | 🟢 Active |\n| [Bear](0002-bear.md) | 🟢 Active |\n| [Cat](0004-cat.md) | 🟡 Draft |\n"),
        "| [Blue bird](0003-blue-bird.md) | 🟡 Draft |",
    ),
    "without outer pipes": (
        "Document | Status\n---|---\n[Apple](0001-apple.md) | Active\n[Bear](0002-bear.md) | Active\n[Cat](0004-cat.md) | Active\n",
        "[Blue bird](0003-blue-bird.md) | Draft",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gets_a_row_with_its_columns(name: str) -> None:
    page, row = TABLES[name]
    lines = page.splitlines()
    assert listed(page).splitlines() == [*lines[:4], row, *lines[4:]]


def test_the_newest_first_stays_the_newest_first() -> None:
    page = "- [Cat](0004-cat.md)\n- [Bear](0002-bear.md)\n- [Apple](0001-apple.md)\n"
    newest = NEW._replace(path="d/0005-blue-bird.md", number="0005")
    assert listed(page, newest).splitlines()[0] == "- [Blue bird](0005-blue-bird.md)"
    assert listed(page).splitlines()[1] == "- [Blue bird](0003-blue-bird.md)"


def test_rows_in_no_order_have_the_new_one_at_their_end() -> None:
    page = "- [Cat](0004-cat.md)\n- [Apple](0001-apple.md)\n- [Bear](0002-bear.md)\n"
    assert listed(page).splitlines()[3] == "- [Blue bird](0003-blue-bird.md)"


def test_an_item_of_several_lines_is_passed_whole() -> None:
    page = "- [Apple](0001-apple.md)\n  is red\n- [Bear](0002-bear.md)\n  is brown\n\n  and big\n- [Cat](0004-cat.md)\n"
    assert listed(page).splitlines()[5:7] == ["  and big", "- [Blue bird](0003-blue-bird.md)"]


def test_a_page_without_a_line_end_at_its_end_gets_a_line_of_its_own() -> None:
    newest = NEW._replace(path="d/0005-blue-bird.md", number="0005")
    assert listed("- [Apple](0001-apple.md)\n- [Cat](0004-cat.md)", newest).endswith(
        "cat.md)\n- [Blue bird](0005-blue-bird.md)"
    )


def test_line_ends_are_those_of_the_page() -> None:
    page = "- [Apple](0001-apple.md)\r\n- [Bear](0002-bear.md)\r\n"
    assert listed(page) == page + "- [Blue bird](0003-blue-bird.md)\r\n"


def test_what_would_break_the_table_is_escaped() -> None:
    page = "| D |\n|---|\n| [Apple](0001-apple.md) |\n| [Bear](0002-bear.md) |\n"
    assert listed(page, NEW._replace(title="a | b")).splitlines()[-1] == "| [a \\| b](0003-blue-bird.md) |"


def test_the_way_to_the_documents_is_that_of_the_page() -> None:
    page = "- [Apple](docs/d/0001-apple.md)\n- [Bear](docs/d/0002-bear.md)\n"
    known = {f"docs/{one.path}": one._replace(path=f"docs/{one.path}") for one in (A, B)}
    row = new_row("README.md", parse(page.encode()), known, NEW._replace(path="docs/d/0003-x.md"))
    assert row is not None
    assert row.text == "- [Blue bird](docs/d/0003-x.md)"


@pytest.mark.parametrize(
    ("page", "doubt"),
    [
        (
            "## Fruit\n\n- [Apple](0001-apple.md)\n\n## Beasts\n\n- [Bear](0002-bear.md)\n- [Cat](0004-cat.md)\n",
            "the documents are spread over 2 lists and tables",
        ),
        ("1. [Apple](0001-apple.md)\n2. [Bear](0002-bear.md)\n3. [Cat](0004-cat.md)\n", "the items of the list are numbered"),
        ("- see [Apple](0001-apple.md) first\n- [Bear](./0002-bear.md)\n- [Cat](/d/0004-cat.md)\n", "its rows are not written alike"),
    ],
)  # fmt: skip
def test_a_page_whose_style_is_not_certain_is_left_alone(page: str, doubt: str) -> None:
    assert listed(page).startswith(doubt)


def test_a_page_that_lists_none_of_the_documents_has_no_row() -> None:
    assert new_row("d/README.md", parse(b"- [Other](other.md)\n"), {A.path: A}, NEW) is None


def test_new_writes_the_row_and_says_where(project: Project, holdfast: Holdfast) -> None:
    page = "# Index\n\n| Document | Status | About |\n|---|---|---|\n| [A](a.md) | Active | all |\n| [B](b.md) | Active | else |\n"
    root = project(
        {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B"), "docs/README.md": page}
    )
    done = holdfast(root, "new", "C")
    assert "listed on docs/README.md:7   left empty: About\n" in done.out
    assert (root / "docs/README.md").read_text() == page + "| [C](c.md) | Draft |  |\n"
    (listing,) = made(holdfast(root, "new", "D", "--dry-run", "--format", "json"))["index"]  # type: ignore[misc]
    assert listing == {"path": "docs/README.md", "row": "| [D](d.md) | Draft |  |", "line": 8, "written": False,
                       "doubt": None, "empty": ["About"]}  # fmt: skip
    assert made(holdfast(root, "new", "E", "--no-index", "--format", "json"))["index"] == []


def test_a_row_that_is_not_certain_is_shown(project: Project, holdfast: Holdfast) -> None:
    page = "# Index\n\n- [A](a.md)\n\nand\n\n- [B](b.md)\n"
    root = project(
        {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B"), "docs/README.md": page}
    )
    done = holdfast(root, "new", "C")
    assert (
        "not listed on docs/README.md: the documents are spread over 2 lists and tables; its row would be\n  - [C](c.md)\n"
        in done.out
    )
    assert (root / "docs/README.md").read_text() == page
