"""``holdfast new``: a document from its template, with what is known filled in and all else as the template has it."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from inprocess import holdfast_here  # noqa: F401 - the fixture called holdfast.
from samples import document, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

SEED = (Path(__file__).parent / "seed" / "design-template.md").read_text()


def made(done: Done) -> dict[str, object]:
    """Return the report of a command that succeeded."""
    assert done.code == 0, done.err
    found: dict[str, object] = json.loads(done.out)
    return found


def test_the_header_is_filled_in_and_the_body_is_the_templates(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/design/TEMPLATE.md": SEED})
    report = made(holdfast(root, "new", "Tide tables", "--date", "2026-11-22", "--format", "json"))
    lines = (root / str(report["path"])).read_text().splitlines()
    assert lines[:5] == ["# Tide tables", "", "**Date:** November 2026", "**Status:** Draft", SEED.splitlines()[4]]
    kept = [line for line in SEED.splitlines()[5:] if line not in lines]
    assert kept == ["### 3.2 [Another Component]", "[Continue pattern...]", "### Phase 2: [Name] (Timeline)",
                    "### Phase 3: [Name] (Timeline)", "### From NestJS"]  # fmt: skip


def test_the_blanks_are_told_from_the_top_in_the_words_of_the_template(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template()})
    done = holdfast(root, "new", "Tide tables", "--date", "2026-11-22")
    assert done.code == 0
    assert done.out == (
        "wrote docs/tide-tables.md   template docs/TEMPLATE.md\n"
        "\n"
        "3 places to fill in, from the top:\n"
        "     8  Context       [What to say about context]\n"
        "    12  Decision      [What to say about decision]\n"
        "    16  Consequences  [What to say about consequences]\n"
    )


def test_flags_say_what_goes_into_the_header(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template().replace("**Date", "**Author:** [Name]\n**Owner:** [Who]\n**Date")})
    flags = ["--author", "Ann", "--status", "active", "--date", "2025-02-03", "--field", "owner=Bo = Co"]
    report = made(holdfast(root, "new", "A", *flags, "--format", "json"))
    text = (root / str(report["path"])).read_text()
    assert "**Author:** Ann\n**Owner:** Bo = Co\n**Date:** 2025-02-03\n**Status:** Active\n" in text


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--status", "Brilliant"], "Status: 'Brilliant' is none of Draft, Active, Deprecated; choose one of"),
        (["--date", "soon"], "Date: 'soon' is no date in the form YYYY-MM-DD"),
        (["--field", "Colour=red"], "the template has no field 'Colour'"),
        (["--field", "Date"], "--field 'Date' names no value; write --field NAME=VALUE"),
        (["--author", "Ann"], "the template has no field 'author'"),
        (["--number", "0"], "--number 0 is no number for a document"),
        (["--template", "memo"], "there is no template 'memo'; the types of this project are template; name one"),
        (["--template", "builtin:memo"], "there is no built-in template 'memo'; there are builtin:design, builtin:nygard"),
        (["-o", "../a.md"], "lies outside the project"),
        (["-o", "docs/a.txt"], "is no Markdown file"),
        (["-o", "docs/TEMPLATE.md"], "docs/TEMPLATE.md: is there already"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_is_refused_and_nothing_is_written(
    project: Project, holdfast: Holdfast, flags: list[str], said: str
) -> None:
    root = project({"docs/TEMPLATE.md": template()})
    before = sorted(root.rglob("*.md"))
    done = holdfast(root, "new", "A", *flags)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err
    assert sorted(root.rglob("*.md")) == before


def test_a_document_that_is_there_is_never_overwritten(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/Cache.md": document("Cache")})
    done = holdfast(root, "new", "cache")
    assert done.code == 2
    assert "docs/Cache.md: is there already; choose another title, or name the file with -o PATH" in done.err


def test_a_dry_run_tells_the_same_and_writes_nothing(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    dry = made(holdfast(root, "new", "B", "--dry-run", "--format", "json"))
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before
    real = made(holdfast(root, "new", "B", "--format", "json"))
    assert dry.pop("written") is False
    assert real.pop("written") is True
    assert dry == real


def test_the_author_is_who_commits(project: Project, holdfast: Holdfast) -> None:
    source = template().replace("**Date", "**Authors:** [Who wrote this]\n**Date")
    root = project({"docs/TEMPLATE.md": source})
    who = {"GIT_AUTHOR_NAME": "Ann Bee", "GIT_AUTHOR_EMAIL": "ann@example.org"}
    report = made(holdfast(root, "new", "A", "--format", "json", **who))
    assert "**Authors:** Ann Bee <ann@example.org>\n" in (root / str(report["path"])).read_text()


def test_a_handle_is_given_only_where_git_knows_one(project: Project, holdfast: Holdfast) -> None:
    source = template().replace("**Date", "**Author:** [@your-handle]\n**Date")
    root = project({"docs/TEMPLATE.md": source})
    known = {"GIT_AUTHOR_NAME": "Ann", "GIT_AUTHOR_EMAIL": "12+ann-bee@users.noreply.github.com"}
    one = made(holdfast(root, "new", "One", "--format", "json", **known))
    other = made(holdfast(root, "new", "Other", "--format", "json", GIT_AUTHOR_NAME="Ann", GIT_AUTHOR_EMAIL="a@b.org"))
    assert "**Author:** @ann-bee\n" in (root / str(one["path"])).read_text()
    assert "**Author:** [@your-handle]\n" in (root / str(other["path"])).read_text()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_are_those_of_the_template(
    project: Project, holdfast: Holdfast, end: str, mark: bytes
) -> None:
    raw = mark + SEED.replace("\n", end).encode()
    root = project({"docs/design/TEMPLATE.md": raw})
    report = made(holdfast(root, "new", "Tide tables", "--format", "json"))
    content = (root / str(report["path"])).read_bytes()
    assert content.startswith(mark + b"# Tide tables" + end.encode())
    assert content.count(b"\n") == content.count(end.encode())


def test_directives_do_not_reach_the_document(project: Project, holdfast: Holdfast) -> None:
    source = template().replace("## Decision", '<!-- holdfast: optional -->\n## Decision <!-- hf: alias="Outcome" -->')
    root = project({"docs/TEMPLATE.md": source})
    report = made(holdfast(root, "new", "A", "--format", "json"))
    text = (root / str(report["path"])).read_text()
    assert "\n\n## Decision\n\n" in text
    assert "<!--" not in text


def test_guidance_can_be_dropped(project: Project, holdfast: Holdfast) -> None:
    source = template() + "\n<!-- Say what it costs, in money and in time. -->\n\n## Costs (optional)\n\n[How much]\n"
    root = project({"docs/TEMPLATE.md": source})
    kept = made(holdfast(root, "new", "Kept", "--format", "json"))
    dropped = made(holdfast(root, "new", "Dropped", "--guidance", "drop", "--format", "json"))
    assert "money" in (root / str(kept["path"])).read_text()
    assert "## Costs (optional)" in (root / str(kept["path"])).read_text()
    assert (root / str(dropped["path"])).read_text().endswith("[What to say about consequences]\n")


def test_prose_that_documents_repeat_stays_when_guidance_is_dropped(project: Project, holdfast: Holdfast) -> None:
    source = template() + "\n## Rights\n\nAll rights are waived.\n\n## Method\n\nTell how it was measured.\n"
    files = {
        f"docs/{name}.md": document(name) + "\n## Rights\n\nAll rights are waived.\n\n## Method\n\nBy ear.\n"
        for name in "abc"
    }
    root = project({"docs/TEMPLATE.md": source, **files})
    report = made(holdfast(root, "new", "D", "--guidance", "drop", "--format", "json"))
    assert (root / str(report["path"])).read_text().endswith("\n## Rights\n\nAll rights are waived.\n\n## Method\n")


def test_front_matter_is_quoted_where_yaml_needs_it(project: Project, holdfast: Holdfast) -> None:
    source = "---\ntitle: <The title>\nstatus: Draft\nauthor (*optional): <who>\ncreated: <yyyy-mm-dd>\n---\n\n## Why\n\n[Why]\n"
    root = project({"docs/TEMPLATE.md": source})
    flags = ["--author", "@ann", "--date", "2025-02-03"]
    report = made(holdfast(root, "new", 'Tides: the "new" way', *flags, "--format", "json"))
    head = (root / str(report["path"])).read_text().split("---")[1]
    assert head == '\ntitle: \'Tides: the "new" way\'\nstatus: Draft\nauthor: "@ann"\ncreated: 2025-02-03\n'


def test_an_optional_field_without_a_value_is_left_out(project: Project, holdfast: Holdfast) -> None:
    root = project(
        {"docs/TEMPLATE.md": template().replace("\n**Status", "\n**Reviewers (optional):** [Who]\n**Status")}
    )
    report = made(holdfast(root, "new", "A", "--format", "json"))
    assert report["omitted"] == ["Reviewers"]
    assert "Reviewers" not in (root / str(report["path"])).read_text()
    report = made(holdfast(root, "new", "B", "--field", "reviewers=Ann", "--format", "json"))
    assert "**Reviewers:** Ann\n" in (root / str(report["path"])).read_text()


def test_without_a_template_the_built_in_ones_are_named(project: Project, holdfast: Holdfast) -> None:
    done = holdfast(project({}), "new", "A")
    assert done.code == 2
    assert done.err == (
        "holdfast: this project has no template; choose one with --template: "
        "builtin:design, builtin:nygard, builtin:madr, builtin:adr, builtin:rfc\n"
    )


def test_with_several_templates_the_folder_one_stands_in_decides(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/adr/template.md": template(), "docs/design/TEMPLATE.md": SEED})
    done = holdfast(root, "new", "A")
    assert (done.code, done.err) == (
        2,
        "holdfast: this project has several templates; say which: --template adr, --template design\n",
    )
    assert made(holdfast(root / "docs" / "adr", "new", "A", "--format", "json"))["path"] == "docs/adr/0001-a.md"
    assert made(holdfast(root, "new", "A", "-t", "design", "--format", "json"))["path"] == "docs/design/01-a.md"


def test_the_configured_type_says_where_its_documents_go(project: Project, holdfast: Holdfast) -> None:
    config = '[type.design]\ntemplate = "builtin:design"\ndocuments = ["notes/plans/*.md"]\n'
    report = made(holdfast(project({"holdfast.toml": config}), "new", "A", "--format", "json"))
    assert (report["path"], report["bound"]) == ("notes/plans/01-a.md", True)


def test_a_document_in_a_folder_of_its_own_gets_the_file_beside_it(project: Project, holdfast: Holdfast) -> None:
    page = "# KEP-NNNN: Your title\n\n## Summary\n\n[What]\n\n## Motivation\n\n[Why]\n"
    side = 'title: KEP Template\nkep-number: NNNN\nauthors:\n  - "@jane"\nstatus: provisional|implementable|rejected\n'
    filled = page.replace("NNNN: Your title", "1234: Tokens").replace("[What]", "W.").replace("[Why]", "Y.")
    root = project(
        {
            "keps/NNNN-kep-template/README.md": page,
            "keps/NNNN-kep-template/kep.yaml": side,
            "keps/sig-a/1234-tokens/README.md": filled,
            "keps/sig-a/1234-tokens/kep.yaml": 'title: Tokens\nkep-number: 1234\nauthors:\n  - "@x"\nstatus: implementable\n',
        }
    )
    waits = made(holdfast(root, "new", "Bound: tokens", "--author", "@ann", "--format", "json"))
    assert waits["files"] == ["keps/sig-a/NNNN-bound-tokens/README.md", "keps/sig-a/NNNN-bound-tokens/kep.yaml"]
    assert waits["bound"] is True
    beside = (root / "keps/sig-a/NNNN-bound-tokens/kep.yaml").read_text()
    assert beside == 'title: "Bound: tokens"\nkep-number: NNNN\nauthors:\n  - "@ann"\nstatus: provisional\n'
    given = made(holdfast(root, "new", "Swap", "--number", "1300", "--format", "json"))
    assert given["path"] == "keps/sig-a/1300-swap/README.md"
    assert (root / "keps/sig-a/1300-swap/README.md").read_text().startswith("# KEP-1300: Swap\n")
    assert "kep-number: 1300\n" in (root / "keps/sig-a/1300-swap/kep.yaml").read_text()


def test_a_failure_leaves_nothing_behind(project: Project, holdfast: Holdfast) -> None:
    root = project(
        {"holdfast.toml": '[type.design]\ntemplate = "builtin:design"\ndocuments = ["a/b/*.md"]\n', "a": "a file"}
    )
    done = holdfast(root, "new", "A")
    assert done.code == 2
    assert "a/b: the folder cannot be made: file exists" in done.err
    assert sorted(os.listdir(root)) == [".git", "a", "holdfast.toml"]


def test_a_folder_that_leads_out_of_the_project_is_refused(
    project: Project, holdfast: Holdfast, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    root = project({"docs/TEMPLATE.md": template()})
    (root / "out").symlink_to(tmp_path / "elsewhere")
    done = holdfast(root, "new", "A", "-o", "out/deep/a.md")
    assert done.code == 2
    assert "lies outside the project" in done.err
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_text_of_a_template_reaches_the_terminal_made_safe(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template().replace("[What to say about context]", "[\x1b[31mred\u202e]")})
    done = holdfast(root, "new", "A")
    assert done.code == 0
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out


def test_git_is_not_needed(project: Project, holdfast: Holdfast) -> None:
    root = project({"docs/TEMPLATE.md": template()}, git=False)
    assert made(holdfast(root, "new", "A", "--format", "json", PATH=""))["path"] == "docs/a.md"
    assert subprocess.run(["git", "-C", str(root), "status"], capture_output=True, check=False).returncode
