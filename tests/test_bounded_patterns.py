"""However long a run of one character is that a stranger wrote, reading it takes a time in proportion to its length.

A pattern that can split a run in many ways takes the square or the cube of it, or never ends. What is read here is so
long that nobody would wait for such a pattern: a test that hangs has failed.
"""

from pathlib import Path

import pytest

from holdfast.binding.examples import examples
from holdfast.binding.guides import http
from holdfast.binding.library import _BEHIND
from holdfast.binding.libraryitem import _VERSION_CELL
from holdfast.cli import main
from holdfast.edits.skeleton import _BEHIND_TITLE
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.schema import Presence
from holdfast.template.compile import compile_template
from holdfast.template.wording import split_marker
from holdfast.world.defined import _GO_METHOD
from samples import document, template

LONG = 100_000


@pytest.mark.parametrize("title", ["a (" + " " * LONG, "a" + " " * LONG + "x", "(" * LONG, "a (" + "*" * LONG])
def test_a_marker_is_looked_for_in_a_long_name(title: str) -> None:
    assert split_marker(title) == (title, None, "")


def test_a_marker_in_the_middle_leaves_one_space() -> None:
    assert split_marker("API  (optional) calls") == ("API calls", Presence.OPTIONAL, "")


@pytest.mark.parametrize(
    "text", ["<!---->" * 10_000 + "x", " " * LONG + "x", "<!--" * LONG, " {#" * LONG, " #" * LONG + "x"]
)
def test_what_stands_behind_a_title_is_looked_for_in_a_long_line(text: str) -> None:
    assert _BEHIND_TITLE.sub("", text) == text


@pytest.mark.parametrize("behind", ["<!-- a --> <!-- b -->", "{#id}", "##", "<!-- a -->   "])
def test_what_stands_behind_a_title_is_none_of_it(behind: str) -> None:
    assert _BEHIND_TITLE.sub("", f"A title {behind}") == "A title"


def test_comments_that_never_end_are_looked_through_once_in_documents_and_templates() -> None:
    text = b"<!-- a -->\n\n" + b"<!-- " * LONG
    found = parse(b"# A\n\n" + text)
    assert examples("a.md", found, outline(found)) == []
    compile_template(b"# [Title]\n\n## Context\n\nWhy. " + b"<!-- " * 50_000, "t.md", "t")


@pytest.mark.parametrize("text", ["`" * LONG, "'" * LONG, " " * LONG, "1." * LONG, "1,=1.1" * LONG, "1.1" * LONG + "!"])
def test_a_version_is_looked_for_behind_a_long_run(text: str) -> None:
    assert _VERSION_CELL.fullmatch(text) is None
    assert (_BEHIND.match(text) is None) == (text[0] != "1")


@pytest.mark.parametrize("said", ["1.2.3", ">= 1.2, < 2", "`v1.0.0-rc.1`", "          **2.0+**          ", "1.x"])
def test_versions_as_people_write_them_are_read(said: str) -> None:
    assert _VERSION_CELL.fullmatch(said)


def test_a_variable_of_a_request_is_looked_for_in_a_long_line() -> None:
    assert http._USED.search("{{" + " " * LONG) is None
    assert http._filled("a {{ host }} b {{port}} {{ no }}", {"host": "h", "port": "1"}) == "a h b 1 {{ no }}"


@pytest.mark.parametrize("line", ["func (" + "a" * LONG, "func (" + " " * LONG, "func (a" + " " * LONG + "b" * LONG])
def test_a_method_in_go_is_looked_for_in_a_long_line(line: str) -> None:
    assert _GO_METHOD.match(line) is None


@pytest.mark.parametrize("receiver", ["s *T", "s T", "*T", "T", "s *T[K, V]", "s*T", " s  T "])
def test_the_owner_of_a_method_in_go_is_its_type(receiver: str) -> None:
    found = _GO_METHOD.match(f"func ({receiver}) Name() {{")
    assert found is not None
    assert (found["owner"], found["name"]) == ("T", "Name")


def test_a_row_is_written_for_a_document_whose_name_is_no_text(
    project: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root: Path = project(  # type: ignore[operator]
        {
            "d/TEMPLATE.md": template(),
            "d/01-a.md": document("A"),
            "d/02-b.md": document("B"),
            "d/README.md": "# Index\n\n- [A](01-a.md)\n- [B](02-b.md)\n",
        }
    )
    try:
        (root / "d" / "03-c\udcff.md").write_text(document("C"))
    except OSError:
        pytest.skip("this file system holds only names that are text")
    monkeypatch.chdir(root)
    assert main(["index"]) == 0, capsys.readouterr()
    assert (root / "d/README.md").read_text().splitlines()[-1] == "- [C](03-c%FF.md)"
