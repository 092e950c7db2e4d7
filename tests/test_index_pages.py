"""Which pages are the index of a folder, and what is done with those that are not."""

from collections.abc import Callable
from pathlib import Path

from holdfast.engine.check import check
from samples import document, index, said, template

Project = Callable[..., Path]


def test_a_page_that_lists_at_least_half_of_the_documents_is_their_index(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            **{f"docs/design/{name}.md": document(name) for name in "abcd"},
            "docs/design/README.md": index("a.md", "b.md"),
        }
    )
    result = check(str(root))
    assert result.understood[0].indexes == ("docs/design/README.md",)
    assert [path for path, _ in said(result, "document-unlisted")] == ["docs/design/c.md", "docs/design/d.md"]


def test_a_page_that_lists_few_of_the_documents_is_no_index(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            **{f"docs/design/{name}.md": document(name) for name in "abcde"},
            "docs/design/README.md": index("a.md", "b.md"),
        }
    )
    result = check(str(root))
    assert result.understood[0].indexes == ()
    assert not result.verdicts


def test_a_page_above_the_folder_can_be_its_index(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            **{f"docs/design/{name}.md": document(name) for name in "abc"},
            "docs/README.md": index("design/a.md", "design/b.md"),
            "README.md": index("docs/design/a.md", "docs/design/b.md", "docs/design/c.md"),
        }
    )
    result = check(str(root))
    assert result.understood[0].indexes == ("docs/README.md",)
    assert [path for path, _ in said(result, "document-unlisted")] == ["docs/design/c.md"]


def test_links_of_a_page_that_is_no_index_are_tried_all_the_same(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            **{f"docs/design/{name}.md": document(name) for name in "abcde"},
            "docs/design/README.md": "# Design\n\nStart with [the first](first.md).\n",
        }
    )
    result = check(str(root))
    assert said(result, "link-broken") == [("docs/design/README.md", "first.md does not exist")]


def test_a_page_that_lists_the_only_document_is_its_index(project: Project) -> None:
    root = project(
        {
            "docs/design/TEMPLATE.md": template(),
            "docs/design/a.md": document("A"),
            "docs/design/README.md": index("a.md"),
        }
    )
    assert check(str(root)).understood[0].indexes == ("docs/design/README.md",)
