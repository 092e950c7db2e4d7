"""The next document of a folder is named and numbered as the folder does it, and as no branch does already."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitrepo import Repo
from holdfast.edits.filename import Style, file_name, number_in, style_of, waiting, words_of
from holdfast.engine.homes import choose
from holdfast.engine.new import Wish, prepare
from holdfast.engine.project import open_plan
from holdfast.errors import UsageError
from samples import document, nygard, template

Project = Callable[..., Path]


def next_path(root: Path, title: str = "Use UTC", wanted: str = "", number: int | None = None) -> str:
    """Return the path that a new document would get."""
    plan, config = open_plan(str(root))
    (home,) = choose(plan, config, str(root), wanted)
    return prepare(plan, config, home, Wish(title, number)).path


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["0001-a-b.md", "0007-c.md"], "0008-use-utc.md"),
        (["01-a.md", "09-b.md"], "10-use-utc.md"),
        (["1-a.md", "2-b-c.md"], "3-use-utc.md"),
        (["ADR-003-Some-Thing.md", "ADR-004-Other.md"], "ADR-005-Use-UTC.md"),
        (["adr-0007_some_thing.md", "adr-0008_other.md"], "adr-0009_use_utc.md"),
        (["adr_001_some_thing.md", "adr_002_other.md"], "adr_003_use_utc.md"),
        (["0001-SOME-THING.md", "0002-OTHER.md"], "0003-USE-UTC.md"),
        (["eip-1.md", "eip-20.md", "eip-100.md"], "eip-101.md"),
        (["some-thing.md", "other.md"], "use-utc.md"),
        (["Some_Thing.md", "Other_One.md"], "Use_UTC.md"),
        (["00-summary.md", "01-a.md", "notes.md"], "02-use-utc.md"),
        (["0001-a.markdown", "0002-b.markdown"], "0003-use-utc.markdown"),
        (["2024-01-05-a.md", "2024-02-06-b.md"], "use-utc.md"),
    ],
)
def test_names_follow_those_of_the_folder(project: Project, names: list[str], wanted: str) -> None:
    files = {f"docs/{name}": document(name) for name in names}
    assert next_path(project({"docs/TEMPLATE.md": template(), **files})) == f"docs/{wanted}"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("docs/adr/template.md", "docs/adr/0001-use-utc.md"),
        ("docs/adr/0000-template.md", "docs/adr/0001-use-utc.md"),
        ("docs/design/TEMPLATE.md", "docs/design/01-use-utc.md"),
        ("docs/design/00-TEMPLATE.md", "docs/design/01-use-utc.md"),
        ("docs/notes/TEMPLATE.md", "docs/notes/use-utc.md"),
    ],
)
def test_the_first_document_of_a_folder_is_named_after_its_kind(project: Project, path: str, wanted: str) -> None:
    assert next_path(project({path: template()})) == wanted


def test_folders_of_documents_are_numbered_as_files_are(project: Project) -> None:
    files = {f"rfcs/000{number}-x/README.md": document(f"X {number}") for number in (1, 2)}
    root = project({"rfcs/NNNN-template/README.md": template(), **files})
    assert next_path(root) == "rfcs/0003-use-utc/README.md"


def test_a_number_that_is_given_later_waits(project: Project) -> None:
    source = "- Start Date: (fill me in, YYYY-MM-DD)\n- RFC PR: (leave this empty)\n\n# Summary\n\n[What]\n\n# Motivation\n\n[Why]\n"
    filled = source.replace("(fill me in, YYYY-MM-DD)", "2024-01-01").replace("[What]", "W.").replace("[Why]", "Y.")
    files = {f"text/{name}.md": filled for name in ("1234-a", "1300-b")}
    root = project({"0000-template.md": source, **files})
    assert next_path(root) == "text/0000-use-utc.md"
    assert next_path(root, number=1400) == "text/1400-use-utc.md"


def test_where_documents_waited_before_new_ones_wait_as_well(project: Project) -> None:
    files = {f"proposals/{name}.md": document(name) for name in ("0001-a", "0002-b")}
    root = project({"proposals/0000-template.md": template(), **files})
    assert next_path(root) == "proposals/0003-use-utc.md"
    (root / "proposals" / "0000-c.md").write_text(document("C"))
    assert next_path(root) == "proposals/0000-use-utc.md"


def test_a_number_taken_on_any_branch_is_not_given_again(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": template(), "docs/0001-a.md": document("A")})
    repo.branch("one")
    repo.commit({"docs/0002-b.md": document("B")})
    repo.branch("other", "main")
    repo.commit({"docs/0005-c/README.md": "# C\n"})
    repo.switch("main")
    assert next_path(repo.root) == "docs/0006-use-utc.md"
    with pytest.raises(UsageError, match=r"number 2 is taken by 0002-b\.md on another branch"):
        next_path(repo.root, number=2)
    repo.switch("one")
    clone = repo.clone("clone")
    assert next_path(clone) == "docs/0006-use-utc.md"


def test_branches_are_seen_from_a_project_below_the_repository_as_well(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    config = '[type.doc]\ntemplate = "docs/TEMPLATE.md"\ndocuments = ["docs/*.md"]\n'
    repo.commit({"a/holdfast.toml": config, "a/docs/TEMPLATE.md": template(), "a/docs/0001-a.md": document("A")})
    repo.branch("one")
    repo.commit({"a/docs/0002-b.md": document("B")})
    repo.switch("main")
    assert next_path(repo.root / "a") == "docs/0003-use-utc.md"


def test_numbers_of_titles_and_of_rows_without_a_document_are_taken(project: Project) -> None:
    source = "# [Number]. [Title]\n\nDate: [YYYY-MM-DD]\n\n## Status\n\n[Proposed | Accepted | Superseded]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    files = {f"docs/adr/000{number}-x.md": nygard(number, f"X {number}") for number in (1, 2)}
    files["docs/adr/0003-y.md"] = nygard(7, "Y")
    root = project({"docs/adr/template.md": source, **files})
    assert next_path(root) == "docs/adr/0008-use-utc.md"
    rows = "".join(f"| [000{number}](000{number}-x.md) | X |\n" for number in (1, 2))
    (root / "docs/adr/README.md").write_text(
        f"# Index\n\n| No | Title |\n|---|---|\n{rows}| 0011 | reserved |\n| [0010](0010-z.md) | Z |\n"
    )
    assert next_path(root) == "docs/adr/0012-use-utc.md"


def test_a_name_that_would_be_taken_for_something_else_is_changed(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/some-thing.md": document("A")})
    assert next_path(root, "Index") == "docs/index-text.md"
    assert next_path(root, "E-mail template") == "docs/e-mail-template-text.md"
    assert next_path(root, "con") == "docs/con-text.md"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Größe & Maß", "grosse-and-mass"),
        ("Don't use C++ or C#", "dont-use-cpp-or-csharp"),
        ("Ærø, Łódź, Đà Nẵng", "aero-lodz-da-nang"),
        ("`code` and **bold** [link](x.md)", "code-and-bold-link"),
        ("../../etc/passwd", "etc-passwd"),
        ("設計の文書", "設計の文書"),
        ("हिन्दी में", "हिन्दी-में"),
        ("a" * 300, "a" * 60),
        ("word " * 40, "-".join(["word"] * 12)),
        ("\u202eabc\x00", "abc"),
        ("!!!", ""),
    ],
)
def test_titles_become_words_that_are_safe_in_a_name(title: str, words: str) -> None:
    assert words_of(title, Style()) == words


def test_a_title_without_letters_makes_no_name(project: Project) -> None:
    root = project({"docs/TEMPLATE.md": template()})
    with pytest.raises(UsageError, match="no file name can be made of this title; name the file with -o PATH"):
        next_path(root, "!!!")


@given(st.text(max_size=80), st.sampled_from(["", "0012"]), st.sampled_from("-_ "), st.booleans())
def test_a_name_never_leaves_its_folder(title: str, number: str, separator: str, ascii_only: bool) -> None:
    name = file_name(title, Style(width=len(number), separator=separator, ascii=ascii_only), number)
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t')
    assert not name.startswith((".", "-", " "))
    assert len(name.encode()) < 255
    assert not number or number_in(name) == 12


@given(st.lists(st.integers(1, 999), min_size=2, unique=True), st.sampled_from(["", "adr-", "ADR_"]))
def test_the_style_of_generated_names_is_learnt_from_them(numbers: list[int], prefix: str) -> None:
    style = Style(prefix=prefix, width=4)
    names = [file_name("Some words here", style, str(number).zfill(4)) for number in numbers]
    assert style_of(names) == style


def test_zeros_and_letters_wait_for_a_number() -> None:
    assert [waiting(name) for name in ("0000-a", "NNNN-a", "adr-XXXX", "0001-a", "nnnn-a", "00-a")] == [
        "0000", "NNNN", "XXXX", "", "", "00",
    ]  # fmt: skip
    assert number_in("0000-a") is None


def test_git_that_refuses_takes_no_number(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/0001-a.md": document("A")})
    subprocess.run(["rm", "-rf", str(root / ".git" / "refs")], check=True)
    assert next_path(root) == "docs/0002-use-utc.md"
