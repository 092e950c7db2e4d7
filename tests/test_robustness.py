"""Files that are no ordinary files: survived, and reported where they should be."""

import os
import socket
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from conftest import needs_permissions
from holdfast.engine.check import check
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.world.files import LIMIT
from samples import document, paths, said, template

Project = Callable[..., Path]
DESIGN = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")}


def unreadable(result: Result) -> dict[str, str]:
    """Return what is said of each file that could not be read, having made sure that it is never green."""
    found = [one for one in result.verdicts if one.slug == "file-unreadable"]
    assert all(one.outcome is Outcome.UNPROVEN and one.severity is Severity.ERROR and one.remedy for one in found)
    return {one.path: one.found for one in found}


def test_a_link_that_leads_to_itself_is_said_to_be_unreadable(project: Project) -> None:
    root = project(DESIGN)
    (root / "docs" / "loop.md").symlink_to("loop.md")
    result = check(str(root))
    assert list(unreadable(result)) == ["docs/loop.md"]
    assert paths(result) == ["docs/a.md", "docs/b.md"]


def test_folders_that_link_to_each_other_are_walked_once(project: Project) -> None:
    root = project({**DESIGN, "docs/deep/c.md": document("C")})
    (root / "docs" / "deep" / "up").symlink_to("..")
    (root / "docs" / "round").symlink_to(".")
    result = check(str(root))
    assert paths(result) == ["docs/a.md", "docs/b.md", "docs/deep/c.md"]
    assert not result.verdicts


def test_a_link_to_nothing_is_said_to_be_unreadable(project: Project) -> None:
    root = project(DESIGN)
    (root / "docs" / "gone.md").symlink_to("../away/gone.md")
    assert list(unreadable(check(str(root)))) == ["docs/gone.md"]


def test_a_link_out_of_the_project_is_not_followed(project: Project) -> None:
    root = project(DESIGN)
    secret = project({"secret.md": document("Secret", "Context", status="")}, name="elsewhere") / "secret.md"
    (root / "docs" / "secret.md").symlink_to(secret)
    (root / "docs" / "folder").symlink_to(secret.parent)
    result = check(str(root))
    assert paths(result) == ["docs/a.md", "docs/b.md"]
    assert not result.verdicts


def test_a_link_to_a_file_of_the_project_is_followed(project: Project) -> None:
    root = project(DESIGN)
    (root / "docs" / "c.md").symlink_to("a.md")
    assert paths(check(str(root))) == ["docs/a.md", "docs/b.md", "docs/c.md"]


def test_a_pipe_with_a_markdown_name_does_not_hang_the_run(project: Project) -> None:
    root = project(DESIGN)
    os.mkfifo(root / "docs" / "pipe.md")
    assert unreadable(check(str(root))) == {"docs/pipe.md": "is no regular file"}


def test_a_socket_with_a_markdown_name_is_said_to_be_no_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(DESIGN)
    monkeypatch.chdir(root / "docs")  # The path of a socket has to be short.
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.md")
        assert unreadable(check(str(root))) == {"docs/s.md": "is no regular file"}


def test_a_folder_with_a_markdown_name_is_a_folder(project: Project) -> None:
    root = project({**DESIGN, "docs/c.md/d.md": document("D")})
    result = check(str(root))
    assert paths(result) == ["docs/a.md", "docs/b.md", "docs/c.md/d.md"]
    assert not result.verdicts


@needs_permissions
def test_a_file_that_may_not_be_read_is_said_to_be_unreadable(project: Project) -> None:
    root = project(DESIGN)
    (root / "docs" / "a.md").chmod(0)
    result = check(str(root))
    assert unreadable(result) == {"docs/a.md": "cannot be read: permission denied"}
    assert paths(result) == ["docs/b.md"]


@needs_permissions
def test_a_folder_that_may_not_be_listed_is_said_to_be_unreadable(project: Project) -> None:
    root = project({**DESIGN, "docs/closed/c.md": document("C")})
    (root / "docs" / "closed").chmod(0)
    try:
        assert unreadable(check(str(root))) == {"docs/closed": "cannot list this folder: permission denied"}
    finally:
        (root / "docs" / "closed").chmod(0o755)


@pytest.mark.parametrize("step", ["project.discover", "check.judge_all", "gathered.survey"])
@pytest.mark.parametrize("name", ["docs/b.md", "docs/TEMPLATE.md", "docs/README.md"])
def test_a_file_that_vanishes_during_the_run_costs_only_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch, step: str, name: str
) -> None:
    """It is gone between the walk and the reading, or later; whoever read it before may go on with what was read."""
    root = project({**DESIGN, "docs/README.md": "# Index\n\n- [A](a.md)\n- [B](b.md)\n"})
    room, _, function = step.partition(".")
    original = getattr(import_module(f"holdfast.engine.{room}"), function)

    def late(*args: object, **kwargs: object) -> object:
        (root / name).unlink(missing_ok=True)
        return original(*args, **kwargs)

    monkeypatch.setattr(f"holdfast.engine.{step}", late)
    result = check(str(root), use_cache=False)
    assert not result.crashes
    assert set(unreadable(result)) <= {name}
    if (step, name) == ("check.judge_all", "docs/b.md"):
        assert unreadable(result) == {"docs/b.md": "cannot be read: no such file or directory"}
        assert paths(result) == ["docs/a.md"]
    if (step, name) == ("project.discover", "docs/TEMPLATE.md"):
        assert unreadable(result) == {"docs/TEMPLATE.md": "cannot be read: no such file or directory"}


def test_an_empty_file_is_a_document_that_never_used_its_template(project: Project) -> None:
    root = project({**DESIGN, "docs/empty.md": b"", "docs/blank.md": b"\n \n\t\n", "docs/mark.md": b"\xef\xbb\xbf"})
    result = check(str(root))
    assert [path for path, _ in said(result, "document-unbound")] == ["docs/blank.md", "docs/empty.md", "docs/mark.md"]
    assert all(one.position == (1, 1) for one in result.verdicts)


def test_a_file_without_headings_is_a_document_that_never_used_its_template(project: Project) -> None:
    root = project({**DESIGN, "docs/plain.md": "Only a paragraph.\n\nAnd another.\n"})
    assert [path for path, _ in said(check(str(root)), "document-unbound")] == ["docs/plain.md"]


@pytest.mark.parametrize("text", [b"", b"no heading\n", b"---\n---\n", b"[x]: y\n", b"<!-- only a comment -->\n"])
def test_a_template_that_demands_nothing_binds_nothing(project: Project, text: bytes) -> None:
    root = project({**DESIGN, "docs/TEMPLATE.md": text})
    result = check(str(root))
    assert not result.crashes
    assert not result.verdicts


def test_a_file_over_the_limit_is_reported_and_not_read(project: Project) -> None:
    root = project(DESIGN)
    with open(root / "docs" / "huge.md", "wb") as file:
        file.truncate(LIMIT + 1)
    result = check(str(root))
    assert unreadable(result) == {"docs/huge.md": "is larger than 10 MB"}
    assert paths(result) == ["docs/a.md", "docs/b.md"]


@pytest.mark.parametrize(
    "name", [b"caf\xe9.md", b"\xff\xfe.md", b"\xe2\x82.md", "e\u0301.md".encode(), "\u200b.md".encode()]
)
def test_a_file_name_that_is_no_text_is_a_document_like_any_other(project: Project, name: bytes) -> None:
    root = project(DESIGN)
    os.link(root / "docs" / "a.md", os.fsencode(root / "docs") + b"/" + name)
    result = check(str(root))
    assert len(paths(result)) == 3
    assert os.fsencode(next(path for path in paths(result) if path not in DESIGN)) == b"docs/" + name
    assert not result.verdicts


def test_bytes_that_are_no_text_are_reported_at_the_first_of_them(project: Project) -> None:
    root = project({**DESIGN, "docs/latin.md": document("A").replace("ferry", "f\xe9rry").encode("latin-1")})
    [verdict] = check(str(root)).verdicts
    assert (verdict.path, verdict.slug, verdict.found) == (
        "docs/latin.md",
        "encoding-invalid",
        "byte 0xe9 is no valid UTF-8",
    )
    assert verdict.position == (8, 6)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
def test_line_ends_of_other_systems_change_nothing(project: Project, ends: str) -> None:
    root = project({path: text.replace("\n", ends) for path, text in DESIGN.items()})
    result = check(str(root))
    assert paths(result) == ["docs/a.md", "docs/b.md"]
    assert not result.verdicts


def test_a_byte_order_mark_changes_nothing(project: Project) -> None:
    root = project({path: b"\xef\xbb\xbf" + text.encode() for path, text in DESIGN.items()})
    result = check(str(root))
    assert paths(result) == ["docs/a.md", "docs/b.md"]
    assert not result.verdicts


NASTY = {
    "nul bytes": b"# A\n\n\0\0\0\n\n## Context\n\n\0\n",
    "brackets": b"# A\n\n## Context\n\n" + b"[" * 20_000,
    "quotes": b">" * 5_000 + b" a\n",
    "lists": b"\n".join(b" " * depth + b"- a" for depth in range(500)),
    "emphasis": b"# A\n\n" + b"*a_" * 20_000,
    "table": b"|a" * 5_000 + b"|\n" + b"|-" * 5_000 + b"|\n" + b"|b" * 5_000 + b"|\n",
    "headings": b"# A\n" * 500,
    "front matter without end": b"---\ntitle: A\n" * 500,
    "front matter with aliases": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\n# A\n",
    "front matter with a tag": b"---\na: !!python/object/apply:os.system ['true']\n---\n# A\n",
    "deep front matter": b"---\na: " + b"[" * 500 + b"\n---\n# A\n",
    "unfinished comment": b"# A\n\n<!-- holdfast: waive\n\n## Context\n",
    "unfinished fence": b"# A\n\n```python\n" + b"x = 1\n" * 1_000,
    "one long line": b"# A\n\n" + b"word " * 50_000,
    "links": b"# A\n\n" + b"[a](b.md#c) " * 3_000,
    "links to nowhere": b"# A\n\n[a](../../../../etc/passwd) [b](/) [c](%00.md) [d]("
    + b"x" * 5_000
    + b".md) [e](a%0ab.md) [f](%ff.md) [g](.) [h](..)\n",
}


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("name", ["docs/nasty.md", "docs/README.md", "docs/sub/TEMPLATE.md"])
def test_hostile_text_crashes_nothing(project: Project, name: str, text: bytes) -> None:
    root = project({**DESIGN, "docs/sub/c.md": document("C"), name: text})
    result = check(str(root))
    assert not result.crashes
    assert {"docs/a.md", "docs/b.md"} <= set(paths(result))
    assert not [one for one in result.verdicts if one.path in ("docs/a.md", "docs/b.md")]
